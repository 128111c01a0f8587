"""`winnow do` on pages and what names them: which pages are meant, and what is wanted of them."""

from collections.abc import Callable, Sequence

from core.actions.intents import (
    Alias,
    CreatePage,
    LinkMentions,
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
from core.spelling import folded
from tui.cli.arguments import BadUsage
from tui.cli.keeping import key_of
from tui.cli.verbs import Wanted

_Make = Callable[
    [tuple[ReviewRow, ...]], Rename | Merge | Retype | Alias | SetFields | TrashPage | LinkMentions
]
_NOUN = "page"
_WANTS = {"rename": "NAME", "merge": "PAGE", "alias": "NAME", "retype": "TYPE", "set": "key=value"}
_PAGE = "README.md"


def pages(
    session: Session, verb: str, words: Sequence[str], value: str | None, links: str | None = None
) -> Wanted:
    """What a verb wants of pages by path or by name; one that an earlier command made so is so already.

    Raises:
        BadUsage: The verb has no such value.
        WinnowError: A name is that of several, or nobody has it that the verb names.
    """
    if verb == "create":
        return _create(session, words, value)
    make, to = _made(session, verb, value, links)
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


def filtered(session: Session, verb: str, text: str, value: str | None) -> Wanted:
    """What a verb wants of all that wait for a review and a filter means. Raises `BadUsage`, `WinnowError`."""
    if verb == "create":
        raise BadUsage("create wants a NAME, and no --filter")
    make, _ = _made(session, verb, value, None)
    found = session.review.rows(text)
    rows = tuple(found.rows[key] for key in found.ids)
    return Wanted(make(rows) if rows else None, noun=_NOUN)


def _made(session: Session, verb: str, value: str | None, links: str | None) -> tuple[_Make, str]:
    """What makes an intent of pages, and what `--to` means. Raises `BadUsage`, `WinnowError`."""
    if links is not None and verb != "trash":
        raise BadUsage(f"{verb} takes no --links")
    if verb == "trash":
        return _trash(session, value, links), ""
    if verb == "link-mentions":
        if value is not None:
            raise BadUsage("link-mentions takes no --to")
        return LinkMentions, ""
    if value is None:
        raise BadUsage(f"{verb} wants --to {_WANTS[verb]}")
    to = _target(session, value) if verb == "merge" else value
    fields = _fields(value) if verb == "set" else ()
    made: dict[str, _Make] = {
        "rename": lambda rows: Rename(rows, to),
        "merge": lambda rows: Merge(rows, to),
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


def _trash(session: Session, value: str | None, links: str | None) -> _Make:
    how = links or ("leave" if value is None else "redirect")
    if (value is not None) != (how == "redirect"):
        raise BadUsage("trash wants --to PAGE with --links redirect, and only then")
    match how:
        case "leave" | "unlink" | "redirect":
            to = "" if value is None else _target(session, value)
            return lambda rows: TrashPage(rows, how, to)
        case _:
            raise BadUsage(f"--links wants leave, unlink or redirect, not “{how}”")


def _create(session: Session, words: Sequence[str], value: str | None) -> Wanted:
    """A page for a name: of a person, or of the type, at the path or of the name that is given."""
    if len(words) != 1:
        raise BadUsage("create wants one NAME")
    name, type = words[0], "people"
    if value is not None:
        kinds = {**session.config.entities, **{kind: kind for kind in session.config.entities.values()}}  # fmt: skip
        folder, slash, last = value.rpartition("/")
        if value in kinds or (slash and last in kinds):
            type = value
        else:
            name, type = last, folder if slash else type
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


def _called(path: NotePath) -> str:
    """What the page at a path is called."""
    return name_of(NotePath(folder_of(path))) if name_of(path) == _PAGE else stem_of(path)
