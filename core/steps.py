"""One change on one file, in parts that can each be taken back: prepare, make, settle.

Until a step is settled nothing that it displaced is gone: `back` returns the very same file.
"""

import errno
import os
from typing import NamedTuple, Protocol

from core.draft import Draft, redraft
from core.edit import Create, EntryId, Move, Remove
from core.errors import Conflict
from core.exchange import exchange, move_new
from core.inplace import overwrite, torn
from core.journal import Journal
from core.path import NotePath
from core.staging import drop, gone, read_file, stage, sync

_TRIES = 5


class Stuck(Conflict):
    """A step cannot be taken back, because another program has written there since."""

    def __init__(self, path: str) -> None:
        super().__init__(f"another program wrote into {path} at the same moment")


class Step(Protocol):
    """What the store does with a change, whichever it is."""

    number: int
    """The change's place in the transaction."""

    def prepare(self) -> str | None:
        """Stage what will be needed; the file that must be durable first, if any. Raises `OSError`."""

    def make(self) -> None:
        """Do it in one step. Raises `Conflict` with nothing changed, or `OSError`."""

    def back(self) -> None:
        """Undo whatever of it was done. Raises `Stuck`, or `OSError`."""

    def settle(self) -> None:
        """Put away what it displaced; it can no longer be taken back. Raises `OSError`."""

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders whose names it changes."""


class Slot(NamedTuple):
    """One change of one transaction: what its files in vault and journal are named by."""

    journal: Journal
    id: EntryId
    number: int

    def temp(self, real: str) -> str:
        """The only name under which it may leave something behind beside `real`."""
        return os.path.join(os.path.dirname(real), f".winnow-{self.id}-{self.number}.tmp")

    @property
    def kept(self) -> str:
        """Where what it displaced is kept."""
        return self.journal.displaced.path(self.name)

    @property
    def name(self) -> str:
        """What the displaced file is called there."""
        return f"{self.id}-{self.number}"


class _Base:
    def __init__(self, slot: Slot, real: str) -> None:
        self.number = slot.number
        self.real = real
        self.temp = slot.temp(real)
        self.made = False
        self._slot = slot

    @property
    def folders(self) -> tuple[str, ...]:
        return (os.path.dirname(self.real),)

    def _keep(self) -> None:
        """Put the displaced file beside the journal: somebody may still be writing into it."""
        try:
            os.rename(self.temp, self._slot.kept)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            self._slot.journal.hold(self._slot.name, self.temp)
            os.unlink(self.temp)


class PatchStep(_Base):
    """Splices in a note."""

    def __init__(self, slot: Slot, real: str, draft: Draft, *, like: str, in_place: bool) -> None:
        """Plan it.

        Args:
            slot: What its files are named by.
            real: The note, no link.
            draft: What is to be done.
            like: Where the note stands now: it may be moved before this step is made.
            in_place: The file has other names, or an owner that a new file would not get.
        """
        super().__init__(slot, real)
        self._draft = draft
        self._like = like
        self._in_place = in_place

    @property
    def folders(self) -> tuple[str, ...]:
        return () if self._in_place else super().folders

    def protect(self) -> None:
        """Keep the bytes of a note that will be written in place. Raises `OSError`."""
        if self._in_place:
            drop(self._slot.kept)  # of a run that was killed before it had decided anything
            stage(self._slot.kept, self._draft.base, None)
            sync(self._slot.kept)

    def prepare(self) -> str | None:
        if self._in_place:
            return None
        stage(self.temp, self._draft.after, self._like)
        return self.temp

    def make(self) -> None:
        for _ in range(_TRIES):
            try:
                found = self._swap()
            except FileNotFoundError as error:
                raise Conflict(f"{self._draft.change.path} is gone") from error
            if found is None:
                return
            self._plan_again(found)
        raise Conflict(f"another program keeps changing {self._draft.change.path}")

    def _swap(self) -> bytes | None:
        """Put the new bytes where `base` stands; what else stands there, if it does."""
        if self._in_place:
            return self._overwrite()
        found = read_file(self.real)
        if found != self._draft.base:
            return found
        try:
            swapped = exchange(self.temp, self.real)
        except OSError:
            # A file server may do what it is asked and its answer be lost.
            self.made = not gone(self.temp) and read_file(self.temp) != self._draft.after
            raise
        if not swapped:
            return self._replace()
        self.made = True
        displaced = read_file(self.temp)
        if displaced == self._draft.base:
            return None
        try:
            self.back()
        except Stuck:
            # Somebody built on our bytes meanwhile: they stay, and what was displaced is kept.
            return None
        return displaced

    def _overwrite(self) -> bytes | None:
        self.made = True
        if overwrite(self.real, self._draft.base, self._draft.after):
            return None
        self.made = False
        return read_file(self.real)

    def _replace(self) -> bytes | None:
        """Where names cannot be swapped: keep the old inode, and compare through that.

        Only a file that is put there between the last two calls is lost.
        """
        name, journal = self._slot.name, self._slot.journal
        try:
            os.link(self.real, self._slot.kept)
        except FileNotFoundError:
            raise
        except OSError:  # another file system, or one without second names
            journal.hold(name, self.real)
        displaced = journal.displaced
        if displaced.read(name) == self._draft.base and displaced.is_at(name, self.real):
            try:
                os.replace(self.temp, self.real)
            except OSError:
                self.made = gone(self.temp)  # as in `_swap`
                raise
            self.made = True
            return None
        displaced.let_go(name)
        return read_file(self.real)

    def _plan_again(self, found: bytes) -> None:
        again = redraft(self._draft.change, self._draft.context, found)
        self._slot.journal.amend(self._slot.id, self.number, again.change, again.context)
        self._draft = again
        if self._in_place:
            drop(self._slot.kept)
            self.protect()
        else:
            drop(self.temp)
            stage(self.temp, again.after, self.real)
            sync(self.temp)

    def back(self) -> None:
        if not self.made:
            drop(self.temp)
            # An image of what is written in place, or the second name of what was not replaced.
            self._slot.journal.displaced.let_go(self._slot.name)
            return
        if self._in_place:
            self._back_in_place()
            return
        if gone(self.temp):
            self._back_replaced()
        elif not exchange(self.temp, self.real) or read_file(self.temp) != self._draft.after:
            exchange(self.temp, self.real)
            raise Stuck(self._draft.change.path)
        else:
            self._withdraw(self.temp)
            os.unlink(self.temp)
        self.made = False

    def _withdraw(self, file: str) -> None:
        """Whoever opened our file in the moment it stood there may still add to it: keep it open."""
        journal = self._slot.journal
        entry = journal.entry(self._slot.id)
        time = "" if entry is None else entry.time
        journal.displaced.withdraw(file, self._draft.change.path, time, self._draft.after)

    def _back_replaced(self) -> None:
        """As `_replace`, the other way round, with the very file that was there where it has a name."""
        if read_file(self.real) != self._draft.after:
            raise Stuck(self._draft.change.path)
        self._withdraw(self.real)
        if gone(self._slot.kept):
            stage(self.temp, self._draft.base, self.real)
            os.replace(self.temp, self.real)
            self._slot.journal.displaced.let_go(self._slot.name)
        else:
            os.replace(self._slot.kept, self.real)

    def _back_in_place(self) -> None:
        found = read_file(self.real)
        if found not in {self._draft.base, self._draft.after} and not torn(
            found, self._draft.base, self._draft.after
        ):
            raise Stuck(self._draft.change.path)
        if not overwrite(self.real, found, self._draft.base):
            raise Stuck(self._draft.change.path)
        self.made = False
        drop(self._slot.kept)

    def settle(self) -> None:
        if self._in_place:
            drop(self._slot.kept)
        elif not gone(self.temp):
            self._keep()


class CreateStep(_Base):
    """A new note."""

    def __init__(self, slot: Slot, real: str, change: Create) -> None:
        super().__init__(slot, real)
        self._change = change

    def prepare(self) -> str | None:
        stage(self.temp, self._change.data, None)
        return self.temp

    def make(self) -> None:
        _move_new(self.temp, self.real, self._change.path)
        self.made = True

    def back(self) -> None:
        if self.made:
            _take_away(self.real, self.temp, self._change.data)
            self.made = False
        drop(self.temp)

    def settle(self) -> None:
        """Nothing was displaced."""


class MoveStep(_Base):
    """A file gets another place."""

    def __init__(self, slot: Slot, real: str, to: str, change: Move) -> None:
        super().__init__(slot, real)
        self._to = to
        self._change = change

    @property
    def folders(self) -> tuple[str, ...]:
        return (os.path.dirname(self.real), os.path.dirname(self._to))

    def prepare(self) -> None:
        """Nothing is staged."""

    def make(self) -> None:
        try:
            _move_new(self.real, self._to, self._change.to)
        except FileNotFoundError as error:
            raise Conflict(f"{self._change.path} is gone") from error
        self.made = True

    def back(self) -> None:
        if self.made:
            try:
                move_new(self._to, self.real)
            except (FileExistsError, FileNotFoundError) as error:
                raise Stuck(self._change.path) from error
            self.made = False

    def settle(self) -> None:
        """Nothing was displaced."""


class RemoveStep(_Base):
    """A note that we made goes away again."""

    def __init__(self, slot: Slot, real: str, change: Remove) -> None:
        super().__init__(slot, real)
        self._change = change

    def prepare(self) -> None:
        """Nothing is staged."""

    def make(self) -> None:
        try:
            _take_away(self.real, self.temp, self._change.data)
        except FileNotFoundError as error:
            raise Conflict(f"{self._change.path} is gone") from error
        except Stuck as error:
            raise Conflict(f"{self._change.path} was changed since it was made") from error
        self.made = True

    def back(self) -> None:
        if not gone(self.temp):
            try:
                move_new(self.temp, self.real)
            except FileExistsError as error:
                raise Stuck(self._change.path) from error
        self.made = False

    def settle(self) -> None:
        if not gone(self.temp):
            self._keep()


def _move_new(source: str, target: str, path: NotePath) -> None:
    try:
        move_new(source, target)
    except FileExistsError as error:
        raise Conflict(f"{path} is there already") from error


def _take_away(real: str, temp: str, data: bytes) -> None:
    """Give a note that holds `data` the name `temp`. Raises `Stuck` where it holds something else."""
    move_new(real, temp)
    if read_file(temp) != data:
        move_new(temp, real)
        raise Stuck(real)
