"""`winnow do` on what waits in the inbox: which items are meant, and what is wanted of them."""

from collections.abc import Callable, Sequence

from core.actions.intents import (
    Archive,
    Capture,
    Duplicate,
    File,
    InboxIntent,
    KeepOne,
    MakeNote,
    MakeTask,
    Review,
    SnoozeItem,
    Trash,
)
from core.errors import WinnowError
from core.inbox.items import InboxRow
from core.inbox.queue import item_id
from core.index.rows import TaskId
from core.past import Moved
from core.path import NotePath
from core.session import Session
from tui.cli.arguments import BadUsage
from tui.cli.verbs import Wanted, day_of

Rows = tuple[InboxRow, ...]

_TARGETED = frozenset(["file", "retarget", "note"])
_AS = {"retarget": "file"}
"""Verbs that are another one by another name."""


def capture(words: Sequence[str]) -> Wanted:
    """A new task of these words."""
    return Wanted(Capture(" ".join(words)), noun="line")


def make_task(session: Session, word: str) -> Wanted:
    """A task of a line: `path:line`, from 1. Raises `BadUsage`, `WinnowError`."""
    path, colon, number = word.rpartition(":")
    if not (colon and number.isascii() and number.isdigit() and int(number)):
        raise BadUsage("make-task wants PATH:LINE, lines counted from 1")
    source = session.note(NotePath(path)).source
    if int(number) > len(source.starts):
        raise WinnowError(f"{path} has only {len(source.starts)} lines")
    text = source.text(source.line(int(number) - 1).span)
    return Wanted(MakeTask(NotePath(path), int(number) - 1, text), noun="line")


def items(session: Session, verb: str, words: Sequence[str], value: str | None) -> Wanted:
    """What a verb wants of items by id or path. Raises `BadUsage`, `WinnowError`."""
    rows: list[InboxRow] = []
    unknown, already = [], []
    _check(verb, value)
    to = _to(session, value) if verb in _TARGETED and value is not None else ""
    for word in dict.fromkeys(words):
        if (row := session.inbox.find(word)) is not None:
            rows.append(row)
        elif _is_so(session, word, verb, to):
            already.append(TaskId(word))
        else:
            unknown.append(word)
    intent = _intent(session, verb, tuple(rows), value, to) if rows else None
    return Wanted(intent, tuple(unknown), tuple(already), "item")


def filtered(session: Session, verb: str, text: str, value: str | None) -> Wanted:
    """What a verb wants of all that a filter means. Raises `BadUsage`, `BadQuery`, `WinnowError`."""
    _check(verb, value)
    found = session.inbox.rows(text)
    rows = tuple(found.rows[id] for id in found.ids)
    to = _to(session, value) if verb in _TARGETED and value is not None else ""
    intent = _intent(session, verb, rows, value, to) if rows else None
    return Wanted(intent, noun="item")


def _check(verb: str, value: str | None) -> None:
    """Whether a verb has the value that it wants. Raises `BadUsage`."""
    if value is None and (verb in _TARGETED or verb in {"duplicate", "snooze"}):
        raise BadUsage(f"{verb} wants --to VALUE")
    if value is not None and verb in {"archive", "trash"}:
        raise BadUsage(f"{verb} takes no --to")
    if verb == "reviewed" and value not in {None, "none"}:
        raise BadUsage("reviewed takes no --to but none, which takes it back")


def _intent(session: Session, verb: str, rows: Rows, value: str | None, to: str) -> InboxIntent:
    plain: dict[str, Callable[[], InboxIntent]] = {
        "file": lambda: File(rows, to),
        "retarget": lambda: File(rows, to),
        "note": lambda: MakeNote(rows, to),
        "archive": lambda: Archive(rows),
        "trash": lambda: Trash(rows),
        "reviewed": lambda: Review(rows, done=value is None),
        "duplicate": lambda: Duplicate(rows, _path(session, value or "")),
        "keep-one": lambda: _keep_one(session, rows, value),
        "snooze": lambda: _snooze(session, rows, value or ""),
    }
    return plain[verb]()


def _snooze(session: Session, rows: Rows, value: str) -> SnoozeItem:
    if value.strip().lower() == "changed":
        return SnoozeItem(rows, until_changed=True)
    return SnoozeItem(rows, day_of(value, session.today))


def _keep_one(session: Session, rows: Rows, value: str | None) -> KeepOne:
    """Of notes of one source the named one, else the head of those that are named, stays."""
    if value is not None:
        return KeepOne(rows, _path(session, value))
    heads = {row.head or row.id for row in rows}
    head = session.inbox.row(next(iter(heads)))
    if len(heads) != 1 or head is None:
        raise BadUsage("keep-one wants notes of one source, or --to ITEM: the one that is kept")
    found = rows if len(rows) > 1 else (head, *filter(None, map(session.inbox.row, head.others)))
    if len(found) == 1:
        raise BadUsage(f"{head.path} is the only note of its source; --to ITEM names one to keep")
    return KeepOne(tuple(found), head.path)


def _path(session: Session, word: str) -> NotePath:
    """The file that an id or a path names. Raises `WinnowError`."""
    row = session.inbox.find(word)
    path = row.path if row is not None else NotePath(word)
    if row is None and path not in session.snapshot.notes and path not in session.snapshot.others:
        raise WinnowError(f"there is no item and no file “{word}”")
    return path


def _to(session: Session, value: str) -> str:
    """The folder that a path, or the name of one entity, means. Raises `WinnowError`."""
    session.browse.prepare()
    found = session.browse.of(value)
    if len(found) > 1:
        keys = ", ".join(row.key for row in found[:5])
        raise WinnowError(f"“{value}” is the name of {len(found)} pages; a path says which: {keys}")
    if found:
        return found[0].key
    if "/" in value:
        return value
    offers = session.browse.near(value) if value.strip() else ()
    guess = f"; is “{offers[0].entity.name}” meant?" if offers else ""
    raise WinnowError(f"there is nobody called “{value}”{guess} A path such as Work/People/{value} makes a page")  # fmt: skip


def _is_so(session: Session, word: str, verb: str, to: str) -> bool:
    """Whether an earlier command moved that item so already."""
    for path, moved in session.past.moved().items():
        if word in {path, item_id(path)} and moved.verb == _AS.get(verb, verb):
            return not to or _is_in(session, moved, to)
    return False


def _is_in(session: Session, moved: Moved, to: str) -> bool:
    entity = session.browse.picture().entity(to)
    folder = entity.folder if entity is not None else to.strip("/")
    return moved.to.startswith(f"{folder}/")
