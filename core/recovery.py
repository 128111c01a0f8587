"""Finishing a transaction that was cut short, from the journal and from what stands on the disk.

It may be cut short itself, and be started again: whatever is done already is left alone.
"""

import errno
import os

from core.draft import draft, redraft
from core.edit import Create, Move, Patch, Remember, Remove, apply, invert
from core.entries import Context, Entry
from core.errors import Conflict, WinnowError
from core.exchange import exchange
from core.inplace import overwrite, torn
from core.journal import Journal
from core.path import NotePath
from core.preflight import Folder, lexical, target
from core.records import reason
from core.regions import rebase
from core.staging import drop, gone, read_file, sync, sync_all
from core.state import State
from core.steps import CreateStep, MoveStep, PatchStep, RemoveStep, Slot, Step
from core.text import digest

FileChange = Patch | Create | Move | Remove

_FOREVER = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ELOOP, errno.ENAMETOOLONG})
"""Trying again at the next start would not help."""


def resume(vault: Folder, journal: Journal, state: State, entry: Entry) -> dict[int, str]:
    """Finish `entry`, as far as its changes can still be made.

    Returns:
        A sentence for each change that was left, by its number.

    Raises:
        OSError: The disk refuses; `entry` stays pending.
    """
    for folder in entry.folders:
        os.makedirs(os.path.join(vault.root, folder), exist_ok=True)
    left: dict[int, str] = {}
    for number, change in entry.numbered:
        if not isinstance(change, Remember):
            try:
                _finish(vault, Slot(journal, entry.id, number), entry, change)
            except WinnowError as trouble:
                left[number] = str(trouble)
            except OSError as error:
                if error.errno not in _FOREVER:
                    raise
                left[number] = f"{change.path} could not be written: {reason(error)}"
    gone_too = {*left, *entry.going_with(left)}
    state.apply(entry.id, entry.remembered(gone_too))
    remove_folders(vault, journal, entry)
    sync_all(_folders(vault, entry))
    if left and len(gone_too) == len(entry.tx.changes):
        for folder in reversed(entry.folders):
            _remove_folder(vault, folder)
        journal.discard(entry.id)
    else:
        journal.finish(entry.id, tuple(gone_too))
    return left


def remove_folders(vault: Folder, journal: Journal, entry: Entry) -> tuple[str, ...]:
    """Take away the folders that the undone entry had made, where nothing is in them.

    Returns:
        A sentence for each that is empty and cannot be taken away.

    Raises:
        OSError: The disk refuses; trying again may help.
    """
    undone = journal.entry(entry.tx.undoes) if entry.tx.undoes else None
    folders = reversed(undone.folders if undone else ())
    return tuple(why for folder in folders if (why := _remove_folder(vault, folder)))


def _remove_folder(vault: Folder, folder: str) -> str:
    try:
        os.rmdir(os.path.join(vault.root, folder))
    except FileNotFoundError:
        pass
    except OSError as error:
        if error.errno in _FOREVER:
            return f"the folder {folder} was left: {reason(error)}"
        if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
            raise
    return ""


def _folders(vault: Folder, entry: Entry) -> set[str]:
    folders = set()
    for path in entry.tx.paths:
        folder = os.path.dirname(os.path.realpath(os.path.join(vault.root, path)))
        while gone(folder):
            folder = os.path.dirname(folder)
        folders.add(folder)
    return folders


def _finish(vault: Folder, slot: Slot, entry: Entry, change: FileChange) -> None:
    step = _step(vault, slot, entry, change)
    if step is None:
        return
    try:
        staged = step.prepare()
        if staged is not None:
            sync(staged)
        step.make()
    except (Conflict, OSError):
        step.back()
        raise
    step.settle()


def _step(vault: Folder, slot: Slot, entry: Entry, change: FileChange) -> Step | None:
    """What is still to be done of a change; `None`: nothing."""
    match change:
        case Patch():
            return _patch(vault, slot, entry, change)
        case Create(path, data):
            real = lexical(vault, path)
            drop(slot.temp(real))
            if gone(real):
                return CreateStep(slot, real, change)
            if read_file(real) != data:
                raise Conflict(f"{path} is there already")
            return None
        case Move():
            return _move(vault, slot, change)
        case Remove():
            return _remove(vault, slot, change)


def _move(vault: Folder, slot: Slot, change: Move) -> Step | None:
    real, to = lexical(vault, change.path), lexical(vault, change.to)
    if gone(to):
        if gone(real):
            raise Conflict(f"{change.path} is gone")
        return MoveStep(slot, real, to, change)
    if not gone(real):
        if not os.path.samestat(os.lstat(real), os.lstat(to)):
            raise Conflict(f"{change.to} is there already")
        os.unlink(real)  # the second half of a move by a second name
    return None


def _remove(vault: Folder, slot: Slot, change: Remove) -> Step | None:
    real = lexical(vault, change.path)
    step = RemoveStep(slot, real, change)
    if not gone(step.temp) and not gone(real) and os.path.samefile(step.temp, real):
        os.unlink(step.temp)  # the first half of a move by a second name
    if not gone(step.temp):
        if gone(real) and read_file(step.temp) != change.data:
            step.back()
            raise Conflict(f"{change.path} was changed since it was made")
        step.settle()
    return None if gone(real) else step


def _patch(vault: Folder, slot: Slot, entry: Entry, change: Patch) -> Step | None:
    path = _whereabouts(vault, entry, slot.number, change.path)
    file = target(vault, path)
    if not gone(slot.kept) and os.path.samefile(slot.kept, file.real):
        drop(slot.kept)  # a second name of a note that was not replaced after all
        file = target(vault, path)
    elif file.in_place and not gone(slot.kept):
        _mend(slot.kept, file.real, change)
    # A later change of the same transaction may have moved the note away from it.
    for temp in {slot.temp(file.real), slot.temp(lexical(vault, change.path))}:
        _sort_out(slot, change, file.real, temp)
    present = read_file(file.real)
    context = entry.context(change.path)
    if digest(present) == change.after:
        return None
    if digest(present) == change.before:
        planned = draft(change, present)
    elif stands(present, change, context):
        return None
    else:
        planned = redraft(change, context, present)
        slot.journal.amend(slot.id, slot.number, planned.change, planned.context)
    drop(slot.kept)
    step = PatchStep(slot, file.real, planned, like=file.real, in_place=file.in_place)
    step.protect()
    return step


def _whereabouts(vault: Folder, entry: Entry, number: int, path: NotePath) -> NotePath:
    """Where the patched note is now: a later change of the same transaction may have moved it."""
    for other, change in entry.numbered:
        if isinstance(change, Move) and change.path == path and other > number:
            path = change.to if gone(lexical(vault, path)) else path
    if gone(lexical(vault, path)):
        raise Conflict(f"{path} is gone")
    return path


def stands(present: bytes, change: Patch, context: Context) -> bool:
    """Whether the new lines are there already, and the note has moved on since."""
    try:
        rebase(present, invert(change.edits), [(one.edits, one.new) for one in context.regions])
    except Conflict:
        return False
    return True


def _mend(image: str, real: str, change: Patch) -> None:
    """Finish an overwriting in place that was killed half-way."""
    old, present = read_file(image), read_file(real)
    if digest(old) == change.before:
        new = apply(old, change.edits)
        if present not in {old, new} and torn(present, old, new):
            overwrite(real, present, new)


def _sort_out(slot: Slot, change: Patch, real: str, temp: str) -> None:
    """See what stands under the step's temporary name: ours to drop, or what it displaced."""
    if gone(temp):
        return
    present, other = read_file(real), read_file(temp)
    if digest(other) not in {change.before, change.after}:
        if digest(present) == change.after and not present.startswith(other):
            # Another program's bytes were displaced just before the end: they come first.
            exchange(temp, real)
        elif digest(present) not in {change.before, change.after} and other:
            slot.journal.save(other, os.path.basename(real))
    drop(temp)
