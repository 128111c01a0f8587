"""The one door through which a vault is written: all of a transaction, or none of it.

Every file is checked, then the transaction is recorded durably in the journal (the commit point), then
all new files are staged and made durable side by side, then each takes its place by an atomic swap
whose displaced file is compared, then each folder is made durable once. What was interrupted is
finished by `recover`.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import NamedTuple

from core import revert
from core.edit import Edit, EntryId, Move, Patch, Remember, Transaction, patch
from core.entries import Entry, told
from core.errors import Conflict, PartlyDone, WinnowError, WriteFailed
from core.inplace import read_open
from core.journal import RESCUE, Journal, displaced_digest
from core.path import NotePath, name_of
from core.preflight import Folder, Preflight, check_values, lexical, target
from core.records import Uncertain, available, reason
from core.recovery import remove_folders, resume
from core.staging import gone, side_by_side, sync_all
from core.state import State
from core.steps import PatchStep, Step
from core.text import Span, digest

_TRIES, _LAST_TRIES = 5, 50


class _Place(NamedTuple):
    vault: Folder
    journal: Journal
    state: State


@dataclass(frozen=True, slots=True)
class Recovery:
    """What became of transactions that an earlier run did not finish."""

    finished: tuple[EntryId, ...] = ()
    discarded: tuple[EntryId, ...] = ()
    left: tuple[str, ...] = ()
    """A sentence for each change that could not be made any more."""
    rescued: tuple[str, ...] = ()
    """A sentence for each note that another program had still been writing into."""
    damaged: tuple[str, ...] = ()
    """Sentences about journal records that could not be read."""

    @property
    def problems(self) -> tuple[str, ...]:
        """All that a person should be told."""
        return (*self.left, *self.rescued, *self.damaged)


def commit(vault: Folder, journal: Journal, state: State, tx: Transaction, *, now: str) -> EntryId:
    """Make every change of `tx`, or none, durably.

    Args:
        vault: Where the files are.
        journal: Where it is recorded.
        state: Where `Remember` changes go.
        tx: What to do; its changes are made in order.
        now: UTC, ISO.

    Raises:
        Conflict: A file is not as it was when `tx` was planned. Nothing was written.
        Refused: A file must not be written. Nothing was written.
        WriteFailed: The disk refused. Nothing was written.
        PartlyDone: Another program was in the way after the commit point.
        Busy: Another Winnow is writing.
    """
    with _plain(), journal.lock():
        for entry in journal.pending():
            resume(vault, journal, state, entry)
        id = journal.next_id(tx, now)
        flight = check(vault, journal, state, id, tx)
        entry = _begin(journal, id, tx, now, flight)
        left = _make_all(vault, journal, state, entry, flight)
        _settle_all(vault, journal, state, entry, flight, left)
        return id


def recover(vault: Folder, journal: Journal, state: State) -> Recovery:
    """Finish what an interrupted run left, before anything else is done; doing it twice changes nothing.

    Raises:
        WriteFailed: The disk refused; what is pending is still recorded.
        Busy: Another Winnow is writing.
    """
    finished: list[EntryId] = []
    discarded: list[EntryId] = []
    sentences: list[str] = []
    with _plain(), journal.lock():
        for entry in journal.pending():
            left = resume(vault, journal, state, entry)
            (finished if journal.entry(entry.id) else discarded).append(entry.id)
            sentences += left.values()
        state.set_again(told(journal.entries()))
    rescued = look_again(vault, journal, state, last=True)
    damaged = (*journal.problems, *state.problems)
    return Recovery(tuple(finished), tuple(discarded), tuple(sentences), rescued, damaged)


def look_again(
    vault: Folder, journal: Journal, state: State, *, last: bool = False
) -> tuple[str, ...]:
    """Look at what was displaced for bytes that a slow writer added through its old descriptor.

    What was only added is added to the note; anything else is saved beside the journal.

    Args:
        vault: Where the files are.
        journal: Where displaced files are kept.
        state: As for `commit`.
        last: Nobody can be writing any more: let go of them, unless another Winnow may be writing.

    Returns:
        A sentence for each file that had something.

    Raises:
        Unavailable: The disk refuses; the next look, or the next start, will do.
    """
    displaced = journal.displaced
    with available("what other programs may have added meanwhile cannot be looked for"):
        state.settle()
        alone = last and displaced.alone()
        sentences = [*journal.saved]
        journal.saved.clear()
        place = _Place(vault, journal, state)
        looked: set[str] = set()
        # Adding late bytes to a note displaces a file once more.
        while new := [name for name in displaced.names() if name not in looked]:
            looked.update(new)
            for name in new:
                held = displaced.is_held(name)
                closely = alone or (last and held)
                sentence, seen = _look(place, name, last=closely)
                sentences += [sentence] if sentence else []
                if closely and (seen or held):
                    displaced.let_go(name)
        sentences += _look_at_withdrawn(place, last=last)
        for name in displaced.surplus():
            displaced.let_go(name)
        if last:
            displaced.done()
    return tuple(sentences)


def overwritten(vault: Folder, journal: Journal, id: EntryId) -> tuple[NotePath, ...]:
    """The notes in which what entry `id` wrote stands no longer, because another program wrote over it."""
    entries = journal.entries()
    at = next((at for at, entry in enumerate(entries) if entry.id == id), None)
    if at is None:
        return ()

    def there(path: NotePath) -> bool:
        return not gone(lexical(vault, path))

    with _plain():
        return revert.overwritten(entries[at], entries[at + 1 :], vault.read, there)


def shared(vault: Folder, tx: Transaction) -> tuple[NotePath, ...]:
    """The notes that `tx` edits and that have other names besides: hard links.

    Nothing can take such a note's place without splitting it from them, so it is changed in place, and
    what another program writes at that very moment may be lost. Whoever asks before a change asks of these.
    """
    origins = {change.to: change.path for change in tx.changes if isinstance(change, Move)}
    return tuple(
        change.path
        for change in tx.changes
        if isinstance(change, Patch) and _is_shared(vault, origins.get(change.path, change.path))
    )


def _is_shared(vault: Folder, path: NotePath) -> bool:
    try:
        return target(vault, path).shared
    except (WinnowError, OSError):
        return False  # it is refused anyway


@contextmanager
def _plain() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WriteFailed(f"nothing was changed: {reason(error)}") from error


def check(vault: Folder, journal: Journal, state: State, id: EntryId, tx: Transaction) -> Preflight:
    """Every file looked at as `commit` looks at them, and nothing written. Raises as it does, and `OSError`."""
    flight = Preflight(vault, journal, id)
    for number, change in enumerate(tx.changes):
        if not isinstance(change, Remember):
            flight.add(number, change)
    check_values(state, (change for change in tx.changes if isinstance(change, Remember)))
    return flight


def _begin(journal: Journal, id: EntryId, tx: Transaction, now: str, flight: Preflight) -> Entry:
    """The commit point. Raises `WriteFailed` with nothing recorded."""
    try:
        for step in _patches(flight):
            step.protect()
        return journal.begin(tx, now, flight.contexts, flight.folders)
    except Uncertain as error:
        raise _interrupted(id, reason(error)) from error
    except OSError:
        for step in _patches(flight):
            step.back()
        raise


def _patches(flight: Preflight) -> list[PatchStep]:
    return [step for step in flight.steps if isinstance(step, PatchStep)]


def _make_all(
    vault: Folder, journal: Journal, state: State, entry: Entry, flight: Preflight
) -> dict[int, str]:
    """Bring every file to its new bytes; a sentence for each change that another program forbade.

    Raises:
        Conflict: That was all of them.
        WriteFailed: The disk refused, and everything was taken back.
        PartlyDone: The disk refused, and not everything could be taken back.
    """
    left: dict[int, str] = {}
    try:
        for folder in flight.folders:
            os.mkdir(os.path.join(vault.root, folder))
        staged = side_by_side(lambda step: step.prepare(), flight.steps)
        sync_all(temp for temp in staged if temp is not None)
        for step in flight.steps:
            try:
                step.make()
            except Conflict as conflict:
                step.back()
                left[step.number] = str(conflict)
        gone_too = {*left, *entry.going_with(left)}
        if left and len(gone_too) == len(entry.tx.changes):
            _take_back(vault, journal, entry, flight)
            raise Conflict("; ".join(left.values()))
        # Not durable yet: the journal has it durably, and keeps it until `State.settle`.
        state.apply(entry.id, entry.remembered(gone_too), sync=False)
    except Uncertain as error:
        # The values may be set: only going on leads to a whole.
        raise _interrupted(entry.id, reason(error)) from error
    except OSError as error:
        _take_back(vault, journal, entry, flight)
        raise WriteFailed(f"nothing was changed: {reason(error)}") from error
    return left


def _take_back(vault: Folder, journal: Journal, entry: Entry, flight: Preflight) -> None:
    """Bring every file back to what it was. Raises `PartlyDone` where that cannot be done."""
    try:
        for step in reversed(flight.steps):
            step.back()
        for folder in reversed(flight.folders):
            with suppress(FileNotFoundError):
                os.rmdir(os.path.join(vault.root, folder))
        sync_all(_existing(flight.steps))
        journal.discard(entry.id)
    except (OSError, Conflict) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise _interrupted(entry.id, why) from error


def _interrupted(id: EntryId, why: str) -> PartlyDone:
    return PartlyDone(id, (f"interrupted ({why}); it is finished when Winnow starts next",))


def _settle_all(  # noqa: PLR0913, PLR0917 - all that a transaction is made of
    vault: Folder,
    journal: Journal,
    state: State,
    entry: Entry,
    flight: Preflight,
    left: dict[int, str],
) -> None:
    """Make it durable and put away what was displaced.

    Raises:
        PartlyDone: Some was left, or is not durable yet.
    """
    try:
        for step in flight.steps:
            if step.number not in left:
                step.settle()
        sentences = (*left.values(), *remove_folders(vault, journal, entry))
        sync_all(_existing(flight.steps))
    except OSError as error:
        sentence = f"written, but not yet safe on the disk: {reason(error)}"
        raise PartlyDone(entry.id, (*left.values(), sentence)) from error
    journal.finish(entry.id, (*left, *entry.going_with(left)), settle=state.settle)
    if sentences:
        raise PartlyDone(entry.id, sentences)


def _existing(steps: Sequence[Step]) -> set[str]:
    folders = {folder for step in steps for folder in step.folders}
    return {folder for folder in folders if not gone(folder)}


def _look(place: _Place, name: str, *, last: bool) -> tuple[str | None, bool]:
    """A sentence about a displaced file, if there is one to say; and whether it could be dealt with."""
    displaced = place.journal.displaced
    try:
        data = displaced.look(name, closely=last)
        return (None if data is None else _late(place, name, data, last=last)), True
    except FileNotFoundError:
        return None, True  # another Winnow was the last to look
    except OSError as error:
        displaced.look_closely(name)
        why = f"{displaced.path(name)} cannot be looked at or saved: {reason(error)}"
        return f"what another program may have added to a note meanwhile: {why}", False


def _look_at_withdrawn(place: _Place, *, last: bool) -> list[str]:
    """As `_late`, for files of ours that stood in a note's place for a moment."""
    displaced, sentences = place.journal.displaced, []
    for one in tuple(displaced.withdrawn):
        data = read_open(one.fd)
        if data != one.data:
            try:
                if not data.startswith(one.data):
                    raise Conflict(f"{one.path} was not only added to")
                tries = _LAST_TRIES if last else _TRIES
                _append(place, one.path, data[len(one.data) :], one.time, tries)
                said = f"what another program added to {one.path} meanwhile is in the new text"
            except WinnowError:
                where = place.journal.save(data, name_of(one.path))
                said = f"what another program wrote into {one.path} meanwhile is saved as {where}"
            sentences.append(said)
            one.data = data
        if last:
            displaced.give_up(one)
    return sentences


def _late(place: _Place, name: str, data: bytes, *, last: bool) -> str | None:
    """Save what a displaced file got since; a sentence, if it got something. Raises `OSError`."""
    journal = place.journal
    found = journal.displaced_by(name)
    if found is None:
        return None
    entry, change = found
    size = entry.context(change.path).size if isinstance(change, Patch) else len(change.data)
    base = displaced_digest(change)
    start = journal.displaced.dealt(name, size)
    if len(data) == start and (start > size or digest(data) == base):
        return None
    sentence: str | None = None
    if isinstance(change, Patch) and digest(data[:size]) == base and len(data) > start:
        try:
            _append(place, change.path, data[start:], entry.time, _LAST_TRIES if last else _TRIES)
            sentence = f"what another program added to {change.path} meanwhile is in the new text"
        except Conflict:
            if not last:
                journal.displaced.look_closely(name)
                return None  # somebody is writing there just now: the next look will do
        except WinnowError:
            sentence = None  # the note cannot be written any more
    if sentence is None:
        where = journal.save(data, name_of(change.path))
        sentence = f"what another program wrote into {change.path} meanwhile is saved as {where}"
    journal.displaced.deal(name, len(data))
    return sentence


def _append(place: _Place, path: NotePath, late: bytes, now: str, tries: int) -> None:
    """Add late bytes to a note, unless they are there: an earlier look may have been cut short.

    Raises:
        Conflict: Another program kept changing the note.
        WinnowError: It cannot be written.
    """
    while True:
        present = place.vault.read(path)
        if present.endswith(late):
            return
        edit = Edit(Span(len(present), len(present)), b"", late)
        label = f"keep what another program added to {path}"
        tx = Transaction(label, (patch(path, present, [edit]),), RESCUE)
        try:
            commit(*place, tx, now=now)
        except Conflict:
            tries -= 1
            if not tries:
                raise
        else:
            return
