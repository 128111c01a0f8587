"""`winnow do` on pages and what names them: which pages are meant, and what is wanted of them."""

from collections.abc import Sequence

from core.actions.intents import Merge, NamingIntent, Rename
from core.errors import WinnowError
from core.index.rows import TaskId
from core.naming import name_key, plain_name
from core.path import NotePath, folder_of, name_of, stem_of
from core.review.items import ReviewRow
from core.session import Session
from tui.cli.arguments import BadUsage
from tui.cli.keeping import key_of
from tui.cli.verbs import Wanted

_NOUN = "page"
_PAGE = "README.md"


def pages(session: Session, verb: str, words: Sequence[str], value: str | None) -> Wanted:
    """What a verb wants of pages by path or by name; one that an earlier command made so is so already.

    Raises:
        BadUsage: The verb has no such value.
        WinnowError: A name is that of several, or nobody has it that the verb names.
    """
    to = _to(session, verb, value)
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
    intent = _intent(verb, tuple(rows), to)
    return Wanted(intent if rows else None, tuple(unknown), tuple(already), _NOUN)


def filtered(session: Session, verb: str, text: str, value: str | None) -> Wanted:
    """What a verb wants of all that wait for a review and a filter means. Raises `BadUsage`, `WinnowError`."""
    to = _to(session, verb, value)
    found = session.review.rows(text)
    rows = tuple(found.rows[key] for key in found.ids)
    return Wanted(_intent(verb, rows, to) if rows else None, noun=_NOUN)


def _to(session: Session, verb: str, value: str | None) -> str:
    if value is None:
        raise BadUsage(f"{verb} wants --to {'PAGE' if verb == 'merge' else 'NAME'}")
    if verb != "merge":
        return value
    key = key_of(session, value)
    if key is None or session.review.item(key) is None:
        raise WinnowError(f"there is no page “{value}” to merge into")
    return key


def _intent(verb: str, rows: tuple[ReviewRow, ...], to: str) -> NamingIntent:
    return Merge(rows, to) if verb == "merge" else Rename(rows, to)


def _is_so(session: Session, verb: str, word: str, row: ReviewRow | None, to: str) -> bool:
    """Whether an earlier command moved that page so already: it is called otherwise now, or a part of the other."""
    if row is not None and (word == row.key or name_key(word) == name_key(row.name)):
        return False
    if verb == "merge" and row is not None and row.key != to:
        return False
    for path, moved in session.past.moved().items():
        if moved.verb == verb and word in {path, folder_of(path), _called(path)}:
            return verb == "merge" or name_key(_called(moved.to)) == name_key(plain_name(to))
    return False


def _called(path: NotePath) -> str:
    """What the page at a path is called."""
    return name_of(NotePath(folder_of(path))) if name_of(path) == _PAGE else stem_of(path)
