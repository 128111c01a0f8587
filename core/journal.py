"""What was done to a vault: an append-only log that undo, redo and recovery are computed from.

The durable `begin` record of a transaction is its commit point; `done` says that nothing is left to
finish. Undoing adds a transaction of its own, so history only grows, and survives restarts.
Files that a write displaced lie beside the log until nobody can be writing into them any more.
"""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from core.displaced import Displaced, open_lock, wait_for_lock
from core.edit import EntryId, Patch, Remove, Transaction
from core.entries import Context, Entry, entry_of, pack_change, pack_context, record_of
from core.path import NotePath, name_of
from core.records import (
    Log,
    Record,
    available,
    private_folder,
    sync_folder,
    write_all,
)
from core.text import Digest, digest, encode

RESCUE = "rescue"
"""Verb of a transaction that keeps what another program wrote; not the user's to undo."""

_LONGEST_NAME = 200
"""Bytes; a file's name has at most 255."""
_UNREADABLE = "the journal cannot be read"


def displaced_digest(change: Patch | Remove) -> Digest:
    """What names the bytes that a change displaces."""
    return change.before if isinstance(change, Patch) else digest(change.data)


class Journal:
    """The transactions of one vault. Safe to read from any thread.

    Whatever reads raises `Unavailable` where the disk refuses: a journal that cannot be read is not empty.
    """

    def __init__(
        self,
        folder: str,
        *,
        operations: int = 500,
        days: int = 30,
        megabytes: int = 200,
        patience: float = 10.0,
    ) -> None:
        """Open the journal in `folder`, which is made where missing.

        Args:
            folder: The vault's own state folder, outside the vault.
            operations: More entries than this are not kept.
            days: Older entries than this are not kept.
            megabytes: More bytes than this are not kept.
            patience: How many seconds to wait for another Winnow that is writing.

        Raises:
            Unavailable: The folder cannot be made.
        """
        self.folder = folder
        with available(f"no journal can be kept in {folder}"):
            private_folder(folder)
            self.displaced = Displaced(folder, patience)
        self.saved: list[str] = []
        """Sentences about displaced files that were let go of early, for somebody to tell."""
        self._log = Log(os.path.join(folder, "journal.log"))
        self._limits = (operations, timedelta(days=days), megabytes * 1_000_000)
        self._patience = patience
        self._reading = threading.RLock()
        self._entries: dict[EntryId, Entry] = {}
        self._open: dict[EntryId, int] = {}
        self._starts: dict[EntryId, int] = {}
        self._alone = False
        """Whether nobody else can add to the log: what was read of it is all there is."""

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep every other Winnow from writing in this vault.

        Raises:
            Busy: Another one did not finish in time.
            OSError: The lock cannot be opened.
        """
        fd = self._open_lock()
        try:
            wait_for_lock(fd, fcntl.LOCK_EX, self._patience)
            self.displaced.use()
            with self._reading:
                self._refresh()
                self._alone = True
            yield
        finally:
            self._alone = False
            with suppress(OSError):  # it is given back all the same, and nothing was written to it
                os.close(fd)

    def _open_lock(self) -> int:
        path = os.path.join(self.folder, "lock")
        try:
            return open_lock(path)
        except FileNotFoundError:  # somebody tidied up while we were running
            private_folder(self.folder)
            private_folder(self.displaced.folder)
            return open_lock(path)

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about records that could not be used."""
        with self._reading, available(_UNREADABLE):
            self._refresh()
            return self._log.problems

    def entries(self) -> tuple[Entry, ...]:
        """Every transaction that was finished, newest last."""
        with self._reading, available(_UNREADABLE):
            self._refresh()
            undone = {
                entry.tx.undoes: entry.id
                for entry in self._entries.values()
                if entry.tx.undoes and entry.id not in self._open
            }
            return tuple(
                replace(entry, undone_by=undone[entry.id]) if entry.id in undone else entry
                for entry in self._entries.values()
                if entry.id not in self._open
            )

    def pending(self) -> tuple[Entry, ...]:
        """Transactions that were begun and neither finished nor discarded, oldest first."""
        with self._reading, available(_UNREADABLE):
            self._refresh()
            return tuple(self._entries[id] for id in self._open)

    def entry(self, id: EntryId) -> Entry | None:
        """The transaction of that name, `None` where it is no longer kept."""
        with self._reading, available(_UNREADABLE):
            self._refresh()
            return self._entries.get(id)

    def to_undo(self) -> Entry | None:
        """The transaction that undo takes back next."""
        done, _ = self._stacks()
        return done[-1] if done else None

    def to_redo(self) -> Entry | None:
        """The undo that redo takes back next; an ordinary transaction leaves none."""
        _, undone = self._stacks()
        return undone[-1] if undone else None

    def _stacks(self) -> tuple[list[Entry], list[Entry]]:
        done: list[Entry] = []
        undone: list[Entry] = []
        for entry in self.entries():
            if entry.tx.verb == RESCUE:
                continue
            if entry.tx.undoes is None:
                done.append(entry)
                undone.clear()
            elif entry.redoes:
                undone = [other for other in undone if other.id != entry.tx.undoes]
                done.append(entry)
            else:
                done = [other for other in done if other.id != entry.tx.undoes]
                undone.append(entry)
        return done, undone

    def next_id(self, tx: Transaction, time: str) -> EntryId:
        """The name that `begin` will give to `tx`."""
        with self._reading:
            self._refresh()
            # The one before makes it new even where time, label and size come again.
            before = next(reversed(self._starts), "")
            seed = encode(f"{time}\0{tx.label}\0{self._log.size}\0{before}")
            return EntryId(blake2b(seed, digest_size=6).hexdigest())

    def begin(
        self,
        tx: Transaction,
        time: str,
        contexts: Mapping[NotePath, Context],
        folders: Sequence[str] = (),
    ) -> Entry:
        """Record that `tx` is decided, durably; from here on recovery will finish it.

        Args:
            tx: Every file of it has been checked.
            time: UTC, ISO.
            contexts: What undo needs beside the edits, by the note.
            folders: The folders that it makes, outermost first, vault-relative.

        Raises:
            OSError: The disk refuses; nothing was recorded.
        """
        with self._reading:
            undone = self.entry(tx.undoes) if tx.undoes else None
            redoes = undone is not None and undone.tx.undoes is not None and not undone.redoes
            around = {path: pack_context(context) for path, context in contexts.items()}
            id = self.next_id(tx, time)
            entry = Entry(id, time, tx, around, tuple(folders), redoes=redoes)
            self._refresh()
            self._open[id] = self._starts[id] = self._log.append(record_of(entry), sync=True)
            self._entries[id] = entry
            return entry

    def amend(self, id: EntryId, number: int, change: Patch, context: Context) -> None:
        """Record that a change was worked out again, on bytes that another program wrote."""
        self._append(
            {
                "is": "amended",
                "id": id,
                "n": number,
                "change": pack_change(change, {change.path: pack_context(context)}),
            },
            sync=False,
        )

    def finish(
        self, id: EntryId, left: Sequence[int] = (), settle: Callable[[], None] = lambda: None
    ) -> None:
        """Record that `id` is done, but for the changes numbered in `left`; drop what is too old.

        Need not be durable: without the record, recovery finds everything done. Before anything is dropped
        `settle` makes durable what only the journal has so; where that fails nothing is.
        """
        record: Record = {"is": "done", "id": id, "left": list(left)}
        with self._reading:
            try:
                self._append(record, sync=False)
            except OSError:
                self._take(record, 0)
            self._prune(settle)

    def discard(self, id: EntryId) -> None:
        """Record durably that `id` will not be done.

        Raises:
            OSError: The disk refuses; `id` is still pending.
        """
        with self._reading:
            self._refresh()
            start = self._open.get(id)
            try:
                self._append({"is": "discarded", "id": id}, sync=True)
            except OSError:
                # A full disk has no room for the record, but it can always forget one.
                if start is None or [*self._starts][-1] != id:
                    raise
                self._log.cut(start)
                self._alone = False
                self._refresh()

    @property
    def remains(self) -> bool:
        """Whether there is something for recovery: displaced files, or records that cannot be read."""
        with available(_UNREADABLE):
            displaced = self.displaced
            return bool(self.problems or displaced.names() or displaced.withdrawn)

    def save(self, data: bytes, name: str) -> str:
        """Keep bytes that belong nowhere else for the user to look at; where they are.

        Raises:
            OSError: The disk refuses.
        """
        folder = os.path.join(self.folder, "rescued")
        private_folder(folder)
        # A name may be as long as names can be, and end in half a character then.
        end = os.fsdecode(os.fsencode(name)[-_LONGEST_NAME:])
        path = os.path.join(folder, f"{blake2b(data, digest_size=4).hexdigest()}-{end}")
        fd = os.open(
            path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600
        )
        try:
            write_all(fd, data)
            os.fsync(fd)
        finally:
            os.close(fd)
        sync_folder(folder)
        return path

    def displaced_by(self, name: str) -> tuple[Entry, Patch | Remove] | None:
        """The transaction and the change that displaced the file `name`."""
        id, _, number = name.partition("-")
        entry = self.entry(EntryId(id))
        for own, change in entry.numbered if entry else ():
            if entry and str(own) == number and isinstance(change, Patch | Remove):
                return entry, change
        return None

    def hold(self, name: str, path: str) -> None:
        """Keep a displaced file open that cannot be moved beside the journal.

        Where too many are held the oldest is looked at a last time, and saved if somebody wrote into it.

        Raises:
            OSError: It cannot be opened, or the oldest not be saved.
        """
        oldest = self.displaced.hold(name, path)
        if oldest is not None:
            self._give_up(oldest)

    def _give_up(self, name: str) -> None:
        """Let go of a displaced file; what somebody wrote into it is saved. Raises `OSError`."""
        found = self.displaced_by(name)
        data = self.displaced.look(name, closely=True)
        if data is not None and found is not None:
            path = found[1].path
            as_it_was = digest(data) == displaced_digest(found[1])
            if not as_it_was and len(data) != self.displaced.dealt(name, -1):
                where = self.save(data, name_of(path))
                what = f"what another program wrote into {path} meanwhile"
                self.saved.append(f"{what} is saved as {where}")
        self.displaced.let_go(name)

    def _append(self, record: Record, *, sync: bool) -> None:
        with self._reading:
            self._refresh()
            self._take(record, self._log.append(record, sync=sync))

    def _refresh(self) -> None:
        with self._reading:
            if self._alone:
                return
            again, records = self._log.fresh()
            if again:
                self._entries.clear()
                self._open.clear()
                self._starts.clear()
            for at, record in records:
                self._take(record, at)

    def _take(self, record: Record, at: int) -> None:
        id = EntryId(record["id"])
        if record["is"] == "begin":
            self._entries[id] = entry_of(record)
            self._open[id] = self._starts[id] = at
        elif (entry := self._entries.get(id)) is None:
            return
        elif record["is"] == "amended":
            self._entries[id] = entry.amended(record["n"], record["change"])
        else:
            self._open.pop(id, None)
            if record["is"] == "done":
                self._entries[id] = entry.without(record["left"])
            else:
                del self._entries[id], self._starts[id]

    def _prune(self, settle: Callable[[], None]) -> None:
        """Drop the oldest entries where there are too many; then a tenth more, to do it seldom.

        What the user can undo next stays, whatever keeps late bytes came after it, and what is pending.
        Without its entry nobody knows where a displaced file belongs: it is looked at a last time.
        """
        with self._reading, suppress(OSError):
            starts = [*self._starts.items()]
            surplus = self._surplus(starts) if starts else 0
            if not surplus:
                return
            own = (at for id, at in reversed(starts) if self._entries[id].tx.verb != RESCUE)
            kept = [
                next(own, starts[-1][1]),
                *(at for _, at in starts[surplus:]),
                *self._open.values(),
            ]
            first = min(kept)
            for name in self.displaced.names():
                if self._starts.get(EntryId(name.partition("-")[0]), first) < first:
                    self._give_up(name)
            if first:
                settle()
                self._alone = False
                self._log.drop(first)

    def _surplus(self, starts: Sequence[tuple[EntryId, int]]) -> int:
        """How many of the oldest entries are too many."""
        operations, age, size = self._limits
        surplus = 0
        if len(starts) > operations:
            surplus = len(starts) - operations * 9 // 10
        if self._log.size > size:
            room = self._log.size - size * 9 // 10
            surplus = max(surplus, sum(start < room for _, start in starts))
        newest = datetime.fromisoformat(self._entries[starts[-1][0]].time)
        if datetime.fromisoformat(self._entries[starts[0][0]].time) < newest - age:
            limit = newest - age * 9 / 10
            times = (datetime.fromisoformat(self._entries[id].time) for id, _ in starts)
            surplus = max(surplus, sum(time < limit for time in times))
        return surplus
