"""What is remembered beside the vault: snoozes, pages reviewed, pins. Small, append-only, durable."""

import os
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress

from core.edit import EntryId, Remember
from core.records import Log, Record, available, private_folder

SNOOZE = "snooze"
"""The kind under which is remembered until when a task is hidden."""
_COMPACT_AT = 2000
_UNREADABLE = "what is remembered beside the vault cannot be read"


class State:
    """Values by kind and key. Whoever applies changes holds the journal's lock; reading needs none.

    Whatever reads raises `Unavailable` where the disk refuses.
    """

    def __init__(self, folder: str, *, compact_at: int = _COMPACT_AT) -> None:
        """Open the state in `folder`, which is made where missing.

        Args:
            folder: The vault's own state folder, outside the vault.
            compact_at: After so many records only the values themselves are kept.

        Raises:
            Unavailable: The folder cannot be made.
        """
        with available(f"nothing can be kept in {folder}"):
            private_folder(folder)
        self.folder = folder
        self._log = Log(os.path.join(folder, "state.log"))
        self._compact_at = compact_at
        self._reading = threading.RLock()
        self._values: dict[str, dict[str, str]] = {}
        self._applied: dict[str, None] = {}
        self._records = 0
        self._sets: Counter[str] = Counter()

    def get(self, kind: str, key: str) -> str | None:
        """The value that is set, if one is."""
        with self._reading, available(_UNREADABLE):
            self._refresh()
            return self._values.get(kind, {}).get(key)

    def items(self, kind: str) -> Mapping[str, str]:
        """Every key of a kind with its value, as they are now."""
        with self._reading, available(_UNREADABLE):
            self._refresh()
            return dict(self._values.get(kind, {}))

    def version(self, kind: str) -> int:
        """A number that grows whenever a value of that kind is set."""
        with self._reading, available(_UNREADABLE):
            self._refresh()
            return self._sets[kind]

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about records that could not be used."""
        with self._reading, available(_UNREADABLE):
            self._refresh()
            return self._log.problems

    def apply(self, entry: EntryId, changes: Iterable[Remember]) -> None:
        """Set the values of a transaction, durably and once, however often it is asked.

        Raises:
            OSError: The disk refuses; nothing is set.
        """
        with self._reading:
            self._refresh()
            values = [[change.kind, change.key, change.after] for change in changes]
            if not values or entry in self._applied:
                return
            record: Record = {"id": entry, "set": values}
            self._log.append(record, sync=True)
            self._take(record)
            if self._records > self._compact_at:
                with suppress(OSError):  # there is always a next time
                    self._compact()

    def _compact(self) -> None:
        everything = [
            [kind, key, value] for kind, keys in self._values.items() for key, value in keys.items()
        ]
        last = next(reversed(self._applied))
        start = self._log.size
        self._log.append({"id": last, "set": everything}, sync=True)
        self._log.drop(start)

    def _refresh(self) -> None:
        again, records = self._log.fresh()
        if again:
            self._sets.update(self._values.keys())
            self._values, self._applied, self._records = {}, {}, 0
        for _, record in records:
            self._take(record)

    def _take(self, record: Record) -> None:
        self._records += 1
        self._applied[record["id"]] = None
        for kind, key, value in record["set"]:
            self._sets[kind] += 1
            if value is None:
                self._values.get(kind, {}).pop(key, None)
            else:
                self._values.setdefault(kind, {})[key] = value
