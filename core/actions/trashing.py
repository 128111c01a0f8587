"""Pages put into the vault's trash, alone or with their folders; links to them stay, become text, or lead elsewhere."""

from core.actions.away import TRASH
from core.actions.drafting import Draft
from core.actions.ground import Ground
from core.actions.intents import TrashPage
from core.actions.pages import check_alone
from core.entities import Entity
from core.errors import Refused
from core.inbox.remembered import KIND as INBOX
from core.inbox.remembered import path_key
from core.index.snapshot import Snapshot
from core.path import NotePath, folder_of, name_of
from core.review.items import ReviewRow
from core.review.remembered import KIND
from core.unlinking import drawn_away, unlinked


def trash_page(row: ReviewRow, wanted: TrashPage, gone: set[NotePath], draft: Draft) -> None:
    """Put a page into the trash, and all of its folder where that is wanted.

    Args:
        row: The page.
        wanted: What is wanted of all of them.
        gone: The pages that go.
        draft: The plan.

    Raises:
        Refused: A file of them cannot be moved, or links cannot lead where they are to.
        Conflict: It is gone, or being written.
    """
    ground = draft.ground
    entity = ground.directory().identity.of_key(row.key)
    taken = _in_folder(entity, row.path, ground.directory().snapshot)
    if row.path is None and not (wanted.notes and taken):
        draft.unchanged(row.key)
        return
    if wanted.notes and entity is not None:
        check_alone(ground.directory(), entity)
    going = [*([row.path] if row.path else []), *(taken if wanted.notes else ())]
    to = _led(row, wanted, {*gone, *going}, ground)
    for path in going:
        _check(path, draft)
    for path in going:
        draft.move(path, draft.names.free(_trash_of(path), name_of(path)), follow=False)
        for kind, key in ((INBOX, path_key(path)), (KIND, path)):
            draft.remember(key, None, kind=kind)
    draft.remember(row.key, None, kind=KIND)
    if row.path is not None and to is not None:
        draft.into[row.path] = to
    draft.done(row.key, row.name)
    if taken and not wanted.notes and entity is not None:
        draft.remark(f"{entity.folder} keeps {_counted(taken)} and has no page then")


def _in_folder(
    entity: Entity | None, page: NotePath | None, snapshot: Snapshot
) -> tuple[NotePath, ...]:
    """All that is known to lie in an entity's folder, but for its page."""
    if entity is None or not entity.folder:
        return ()
    front = f"{entity.folder}/"
    found = (path for paths in (snapshot.notes, snapshot.others) for path in paths)
    return tuple(sorted(path for path in found if path.startswith(front) and path != page))


def _counted(paths: tuple[NotePath, ...]) -> str:
    notes = sum(path.lower().endswith(".md") for path in paths)
    said = [(notes, "note"), (len(paths) - notes, "other file")]
    return " and ".join(f"{number:,} {what}{'' if number == 1 else 's'}" for number, what in said if number)  # fmt: skip


def _trash_of(path: NotePath) -> str:
    above = folder_of(path)
    return f"{TRASH}/{above}" if above else TRASH


def _check(path: NotePath, draft: Draft) -> None:
    """Look whether a file can go, and read it where it is a note: it is moved as it is."""
    draft.ground.place(_trash_of(path), draft.ground.movable(path))
    if path.lower().endswith(".md"):
        draft.note(path)


def _led(row: ReviewRow, wanted: TrashPage, gone: set[NotePath], ground: Ground) -> NotePath | None:
    """Where links to a page are to lead; `None`: nowhere. Raises `Refused` where they cannot."""
    if wanted.links != "redirect" or row.path is None:
        return None
    directory = ground.directory()
    entity = directory.identity.of_key(wanted.to)
    other = entity.path if entity else NotePath(wanted.to)
    if other is None or other not in directory.snapshot.notes:
        raise Refused(f"{wanted.to or 'nobody'} has no page that links could lead to")
    if other in gone:
        raise Refused(f"links to {row.path} cannot lead to {other}, which goes to the trash too" if other != row.path else f"links to {row.path} cannot lead to itself")  # fmt: skip
    return other


def unlink_gone(wanted: TrashPage, draft: Draft) -> None:
    """Make links to what goes the text that they show; of those that stay it is said which lead elsewhere then."""
    ground = draft.ground
    if wanted.links == "leave":
        for path, sentence in drawn_away(ground.directory(), ground.written, draft.moving()):
            draft.remark(f"{path} {sentence}")
        return
    gone = tuple(path for path in draft.moving() if path not in draft.into)
    found = unlinked(ground.directory(), ground.written, draft.note, gone)
    for path, edits in found.edits.items():
        if path not in draft.moving():
            draft.rewrite(path, edits)
    for path, sentence in found.problems:
        draft.remark(f"{path} {sentence}")
