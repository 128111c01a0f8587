"""What is remembered beside the vault: snoozes, pages reviewed, decisions. Small, append-only, durable."""

import os
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final

from core.edit import EntryId, Remember
from core.records import Log, Record, Uncertain, available, private_folder, sync_folder

SNOOZE = "snooze"
"""The kind under which is remembered until when a task is hidden."""
DECIDED = "decided"
"""The kind under which is remembered what was decided."""
_APART: Final[Mapping[str, str]] = {DECIDED: "ledger.log"}
"""Kinds of which there are so many that a start does without: each lies in a file of its own, read when it is asked for."""
_COMPACT_AT = 2000
_UNREADABLE = "what is remembered beside the vault cannot be read"


Told = tuple[EntryId, Sequence[Remember]]
"""A transaction, and what it sets."""


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
        self._loose = False
        """Whether something was added that a power cut may take."""

    def refresh(self) -> None:
        """Read what is new."""
        again, records = self.log.fresh()
        self.is_read = True
        if again:
            self.sets.update(self.by_kind.keys())
            self.by_kind, self._applied, self._records = {}, {}, 0
        for _, record in records:
            self._take(record)

    def apply(self, entry: EntryId, changes: Sequence[Remember], *, sync: bool) -> int | None:
        """Set values once; where the file ended before, `None`: nothing was to be set."""
        self.refresh()
        if not changes or entry in self._applied:
            return None
        record: Record = {
            "id": entry,
            "set": [[change.kind, change.key, change.after] for change in changes],
        }
        before = self.log.append(record, sync=sync)
        self._loose = not sync
        self._take(record)
        return before

    def settle(self) -> None:
        """Make durable what was added."""
        if self._loose:
            with suppress(FileNotFoundError):  # somebody tidied up
                self.log.sync()
                sync_folder(os.path.dirname(self.log.path))
            self._loose = False

    def lost(self, told: Sequence[Told]) -> Sequence[Told]:
        """Of what transactions set, oldest first: what is not there."""
        if not told or (not self.is_read and self.log.newest() == told[-1][0]):
            return ()
        self.refresh()
        # Only the end of the file can be lost: records are added in the order of transactions.
        there = (at for at in range(len(told), 0, -1) if told[at - 1][0] in self._applied)
        return told[next(there, 0) :]

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
        start = self.log.size
        ids = [*self._applied][-self._compact_at :]
        self.log.append({"id": ids[-1], "ids": ids, "set": everything}, sync=True)
        self.log.drop(start)
        self._loose = False

    def _take(self, record: Record) -> None:
        self._records += 1
        self._applied.update(dict.fromkeys(record.get("ids", ())))
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

    def some(self, kind: str, keys: Iterable[str]) -> Mapping[str, str]:
        """Those of some keys that are set: looked at once, and without a copy of the others."""
        with self._reading, available(_UNREADABLE):
            values = self._of(kind).by_kind.get(kind, {})
            return {key: values[key] for key in keys if key in values}

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

    def apply(self, entry: EntryId, changes: Iterable[Remember], *, sync: bool = True) -> None:
        """Set the values of a transaction, once, however often it is asked.

        Args:
            entry: Which transaction.
            changes: Its values.
            sync: Whether they are to be durable now. Else the journal has them durably, and whoever asked
                calls `settle` before it forgets them.

        Raises:
            OSError: The disk refuses; nothing is set.
        """
        given = tuple(changes)
        with self._reading:
            done: list[tuple[_Values, int]] = []
            try:
                for values, own in self._divided(given):
                    before = values.apply(entry, own, sync=sync)
                    if before is not None:
                        done.append((values, before))
            except OSError:
                for values, size in done:
                    values.take_back(size)
                raise
            for values, _ in done:
                with suppress(OSError):  # there is always a next time
                    values.compact()

    def settle(self) -> None:
        """Make durable what was set without waiting for the disk. Raises `OSError`."""
        with self._reading:
            for values in (self._usual, *self._apart.values()):
                values.settle()

    def lost(self, told: Sequence[Told]) -> bool:
        """Whether a power cut took values that the journal knows to be set."""
        with self._reading, available(_UNREADABLE):
            return any(values.lost(own) for values, own in self._told(told))

    def set_again(self, told: Sequence[Told]) -> None:
        """Set what was lost, durably.

        Args:
            told: What the journal's finished transactions set, oldest first.

        Raises:
            OSError: The disk refuses.
        """
        with self._reading:
            for values, own in self._told(told):
                for entry, changes in values.lost(own):
                    values.apply(entry, changes, sync=True)

    def _told(self, told: Sequence[Told]) -> Iterator[tuple[_Values, list[Told]]]:
        """What transactions set, for each file."""
        divided = [(entry, self._divided(changes)) for entry, changes in told]
        for at, values in enumerate((self._usual, *self._apart.values())):
            yield values, [(entry, files[at][1]) for entry, files in divided if files[at][1]]

    def _divided(self, changes: Sequence[Remember]) -> list[tuple[_Values, list[Remember]]]:
        """The changes of each file."""
        usual = [one for one in changes if one.kind not in self._apart]
        apart = [
            (values, [one for one in changes if one.kind == kind])
            for kind, values in self._apart.items()
        ]
        return [(self._usual, usual), *apart]
