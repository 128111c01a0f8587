"""What is remembered beside the vault: snoozes, pages reviewed, decisions. Small, append-only, durable."""

import os
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Final

from core.edit import EntryId, Remember
from core.records import Log, Record, Uncertain, available, private_folder

SNOOZE = "snooze"
"""The kind under which is remembered until when a task is hidden."""
DECIDED = "decided"
"""The kind under which is remembered what was decided."""
_APART: Final[Mapping[str, str]] = {DECIDED: "ledger.log"}
"""Kinds of which there are so many that a start does without: each lies in a file of its own, read when it is asked for."""
_COMPACT_AT = 2000
_UNREADABLE = "what is remembered beside the vault cannot be read"


class _Values:
    """Those of one file. Not thread-safe, and disk errors are as they come."""

    def __init__(self, path: str, compact_at: int) -> None:
        self.log = Log(path)
        self.is_read = False
        self.by_kind: dict[str, dict[str, str]] = {}
        self.sets: Counter[str] = Counter()
        """How often a value of each kind was set."""
        self._compact_at = compact_at
        self._applied: dict[str, None] = {}
        self._records = 0

    def refresh(self) -> None:
        """Read what is new."""
        again, records = self.log.fresh()
        self.is_read = True
        if again:
            self.sets.update(self.by_kind.keys())
            self.by_kind, self._applied, self._records = {}, {}, 0
        for _, record in records:
            self._take(record)

    def apply(self, entry: EntryId, changes: Sequence[Remember]) -> int | None:
        """Set values once; where the file ended before, `None`: nothing was to be set."""
        self.refresh()
        if not changes or entry in self._applied:
            return None
        record: Record = {
            "id": entry,
            "set": [[change.kind, change.key, change.after] for change in changes],
        }
        before = self.log.append(record, sync=True)
        self._take(record)
        return before

    def take_back(self, size: int) -> None:
        """Forget what was set since the file had so many bytes. Raises `Uncertain`."""
        try:
            self.log.cut(size)
        except OSError as error:
            raise Uncertain(error.errno, error.strerror, self.log.path) from error
        self.refresh()

    def compact(self) -> None:
        """Keep only the values themselves, where there are many records by now."""
        if self._records <= self._compact_at:
            return
        everything = [
            [kind, key, value] for kind, keys in self.by_kind.items() for key, value in keys.items()
        ]
        last = next(reversed(self._applied))
        start = self.log.size
        self.log.append({"id": last, "set": everything}, sync=True)
        self.log.drop(start)

    def _take(self, record: Record) -> None:
        self._records += 1
        self._applied[record["id"]] = None
        for kind, key, value in record["set"]:
            self.sets[kind] += 1
            if value is None:
                self.by_kind.get(kind, {}).pop(key, None)
            else:
                self.by_kind.setdefault(kind, {})[key] = value


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
        self._reading = threading.RLock()
        self._usual = _Values(os.path.join(folder, "state.log"), compact_at)
        self._apart = {
            kind: _Values(os.path.join(folder, name), compact_at) for kind, name in _APART.items()
        }

    def _of(self, kind: str) -> _Values:
        """The values among which those of a kind are, as they are now."""
        values = self._apart.get(kind, self._usual)
        values.refresh()
        return values

    def get(self, kind: str, key: str) -> str | None:
        """The value that is set, if one is."""
        with self._reading, available(_UNREADABLE):
            return self._of(kind).by_kind.get(kind, {}).get(key)

    def items(self, kind: str) -> Mapping[str, str]:
        """Every key of a kind with its value, as they are now."""
        with self._reading, available(_UNREADABLE):
            return dict(self._of(kind).by_kind.get(kind, {}))

    def version(self, kind: str) -> int:
        """A number that grows whenever a value of that kind is set."""
        with self._reading, available(_UNREADABLE):
            return self._of(kind).sets[kind]

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about records that could not be used, as far as they were read."""
        with self._reading, available(_UNREADABLE):
            self._usual.refresh()
            read = (values for values in self._apart.values() if values.is_read)
            return tuple(
                problem for values in (self._usual, *read) for problem in values.log.problems
            )

    def apply(self, entry: EntryId, changes: Iterable[Remember]) -> None:
        """Set the values of a transaction, durably and once, however often it is asked.

        Raises:
            OSError: The disk refuses; nothing is set.
        """
        given = tuple(changes)
        with self._reading:
            done: list[tuple[_Values, int]] = []
            try:
                for values, own in self._divided(given):
                    before = values.apply(entry, own)
                    if before is not None:
                        done.append((values, before))
            except OSError:
                for values, size in done:
                    values.take_back(size)
                raise
            for values, _ in done:
                with suppress(OSError):  # there is always a next time
                    values.compact()

    def _divided(self, changes: Sequence[Remember]) -> list[tuple[_Values, list[Remember]]]:
        """The changes of each file."""
        usual = [one for one in changes if one.kind not in self._apart]
        apart = [
            (values, [one for one in changes if one.kind == kind])
            for kind, values in self._apart.items()
        ]
        return [(self._usual, usual), *apart]
