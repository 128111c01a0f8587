"""`winnow do` on pages and what names them: which pages are meant, and what is wanted of them."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from core.actions.intents import (
    Alias,
    CreatePage,
    LinkMentions,
    MapName,
    Merge,
    Rename,
    Retype,
    SetFields,
    TrashPage,
)
from core.errors import WinnowError
from core.index.rows import TaskId
from core.naming import name_key, plain_name
from core.path import NotePath, folder_of, name_of, stem_of
from core.review.items import ReviewRow
from core.session import Session
from core.spelling import folded, name_id
from tui.cli.arguments import BadUsage
from tui.cli.keeping import key_of
from tui.cli.verbs import Wanted

_Make = Callable[
    [tuple[ReviewRow, ...]], Rename | Merge | Retype | Alias | SetFields | TrashPage | LinkMentions
]
_NOUN = "page"
_WANTS = {"rename": "NAME", "merge": "PAGE", "alias": "NAME", "retype": "TYPE", "set": "key=value"}
_PAGE = "README.md"
_ID = re.compile(r"name[0-9a-f]{8}")
"""What `list names` calls a name."""


class More(NamedTuple):
    """What a verb about pages may be told besides."""

    links: str | None = None
    """What becomes of links to a page that goes."""
    notes: bool = False
    """Whether a folder goes along with its page."""
    choose: tuple[str, ...] = ()
    """`key=value` each: what is said where merged pages say different things."""
    rewrite: bool = False
    """Whether a name is written anew, and not made another name."""


_NOTHING_MORE = More()
_ONLY = {
    "links": ("trash",),
    "notes": ("trash",),
    "choose": ("merge", "accept-cluster"),
    "rewrite": ("alias",),
}
"""What besides → the verbs that take it."""


def pages(
    session: Session,
    verb: str,
    words: Sequence[str],
    value: str | None,
    more: More = _NOTHING_MORE,
) -> Wanted:
    """What a verb wants of pages by path or by name; one that an earlier command made so is so already.

    Raises:
        BadUsage: The verb has no such value.
        WinnowError: A name is that of several, or nobody has it that the verb names.
    """
    check(verb, more)
    if verb == "create":
        return _create(session, words, value)
    if verb == "alias" and any(map(_ID.fullmatch, words)):
        return _mapped(session, words, value, more)
    make, to = _made(session, verb, value, more)
    rows: list[ReviewRow] = []
    unknown, already = [], []
    for word in dict.fromkeys(words):
        key = key_of(session, word)
        row = session.review.item(key) if key is not None else None
        if _is_so(session, verb, word, row, to):
            already.append(TaskId(word))
        elif row is not None:
            rows.append(row)
        else:
            unknown.append(word)
    return Wanted(make(tuple(rows)) if rows else None, tuple(unknown), tuple(already), _NOUN)


def filtered(
    session: Session, verb: str, text: str, value: str | None, more: More = _NOTHING_MORE
) -> Wanted:
    """What a verb wants of all that wait for a review and a filter means. Raises `BadUsage`, `WinnowError`."""
    check(verb, more)
    if verb == "create":
        raise BadUsage("create wants a NAME, and no --filter")
    make, _ = _made(session, verb, value, more)
    found = session.review.rows(text)
    rows = tuple(found.rows[key] for key in found.ids)
    return Wanted(make(rows) if rows else None, noun=_NOUN)


def check(verb: str, more: More) -> None:
    """Look whether a verb takes what it is told. Raises `BadUsage`."""
    for what, only in _ONLY.items():
        if getattr(more, what) and verb not in only:
            raise BadUsage(f"{verb} takes no --{what}: that is for {' and '.join(only)}")


def _made(session: Session, verb: str, value: str | None, more: More) -> tuple[_Make, str]:
    """What makes an intent of pages, and what `--to` means. Raises `BadUsage`, `WinnowError`."""
    if more.rewrite:
        raise BadUsage("--rewrite is for names of “winnow list names”, by their ids")
    if verb == "trash":
        return _trash(session, value, more), ""
    if verb == "link-mentions":
        if value is not None:
            raise BadUsage("link-mentions takes no --to")
        return LinkMentions, ""
    if value is None:
        raise BadUsage(f"{verb} wants --to {_WANTS[verb]}")
    to = _target(session, value) if verb == "merge" else value
    fields = _fields(value) if verb == "set" else ()
    choose = tuple(map(_choice, more.choose))
    made: dict[str, _Make] = {
        "rename": lambda rows: Rename(rows, to),
        "merge": lambda rows: Merge(rows, to, choose),
        "alias": lambda rows: Alias(rows, to),
        "retype": lambda rows: Retype(rows, to),
        "set": lambda rows: SetFields(rows, fields),
    }
    return made[verb], to


def _target(session: Session, value: str) -> str:
    key = key_of(session, value)
    if key is None or session.review.item(key) is None:
        raise WinnowError(f"there is no page “{value}”")
    return key


def _fields(value: str) -> tuple[tuple[str, str | None], ...]:
    key, equals, text = value.partition("=")
    if not equals or not key.strip():
        raise BadUsage("set wants --to key=value; key= takes the property off")
    return ((key.strip(), text.strip() or None),)


def _choice(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise BadUsage("--choose wants key=value")
    return key.strip(), value.strip()


def _trash(session: Session, value: str | None, more: More) -> _Make:
    how = more.links or ("leave" if value is None else "redirect")
    if (value is not None) != (how == "redirect"):
        raise BadUsage("trash wants --to PAGE with --links redirect, and only then")
    match how:
        case "leave" | "unlink" | "redirect":
            to = "" if value is None else _target(session, value)
            return lambda rows: TrashPage(rows, how, to, more.notes)
        case _:
            raise BadUsage(f"--links wants leave, unlink or redirect, not “{how}”")


def _mapped(session: Session, words: Sequence[str], value: str | None, more: More) -> Wanted:
    """Names by their ids made to mean an entity; one that was is so already."""
    if value is None:
        raise BadUsage("alias wants --to ENTITY for a name of “winnow list names”")
    key = _target(session, value)
    known = {one.id: one for one in session.browse.names()}
    names, unknown, already = [], [], []
    for word in dict.fromkeys(words):
        if (found := known.get(TaskId(word))) is not None:
            names.append(found.name)
        elif _ID.fullmatch(word) and _is_called(session, key, word):
            already.append(TaskId(word))
        else:
            unknown.append(word)
    intent = MapName(tuple(names), key, more.rewrite) if names else None
    return Wanted(intent, tuple(unknown), tuple(already), "name")


def _is_called(session: Session, key: str, id: str) -> bool:
    """Whether a name of an id means the entity of a key already, or was written anew as that."""
    row = session.browse.entity(key)
    called = (row.name, *row.aliases) if row is not None else ()
    return id in map(name_id, called) or session.browse.became(id) == key


def _create(session: Session, words: Sequence[str], value: str | None) -> Wanted:
    """A page for a name: of a person, or of the type, at the path or of the name that is given."""
    if len(words) != 1:
        raise BadUsage("create wants one NAME")
    if _ID.fullmatch(words[0]):
        words = [next((one.name for one in session.browse.names() if one.id == words[0]), words[0])]
    name, type = words[0], "people"
    if value is not None:
        kinds = {**session.config.entities, **{kind: kind for kind in session.config.entities.values()}}  # fmt: skip
        folder, slash, last = value.rpartition("/")
        if value in kinds or (slash and last in kinds):
            type = value
        else:
            name, type = last, (folder or "/") if slash else type
    others = (words[0],) if folded(words[0]) != folded(name) else ()
    return Wanted(CreatePage(name, type, others), noun=_NOUN)


def _is_so(session: Session, verb: str, word: str, row: ReviewRow | None, to: str) -> bool:
    """Whether an earlier command moved that page so already: it is called otherwise now, or a part of the other."""
    if row is not None and (word == row.key or name_key(word) == name_key(row.name)):
        return False
    if verb == "merge" and row is not None and row.key != to:
        return False
    for path, moved in session.past.moved().items():
        if moved.verb == verb and word in {path, folder_of(path), _called(path)}:
            return verb != "rename" or name_key(_called(moved.to)) == name_key(plain_name(to))
    return False


def were_trashed(session: Session, words: Sequence[str]) -> bool:
    """Whether an earlier command put pages of these names, or paths, into the trash."""
    moved = session.past.moved().items()
    pages = [path for path, how in moved if how.verb == "trash" and name_of(path) == _PAGE]
    gone = {*pages, *map(_called, pages)}
    return bool(words) and gone.issuperset(words)


def _called(path: NotePath) -> str:
    """What the page at a path is called."""
    return name_of(NotePath(folder_of(path))) if name_of(path) == _PAGE else stem_of(path)
