"""`winnow do` on pages that wait for a review: which are meant, and what is wanted of them."""

from collections.abc import Iterable, Sequence

from core.actions.intents import Keep, PutOff, ReviewIntent
from core.errors import WinnowError
from core.index.rows import TaskId
from core.path import NotePath
from core.review.items import ReviewRow
from core.session import Session
from tui.cli.arguments import BadUsage
from tui.cli.verbs import Wanted, day_of

_NOUN = "page"


def pages(session: Session, verb: str, words: Iterable[str], value: str | None) -> Wanted:
    """What a verb wants of pages by path or by name; one that waits no more is so already.

    Raises:
        BadUsage: The verb has no such value.
        WinnowError: A name is that of several.
    """
    rows: list[ReviewRow] = []
    unknown, already = [], []
    for word in dict.fromkeys(words):
        key = key_of(session, word)
        row = session.review.row(key) if key is not None else None
        if row is not None:
            rows.append(row)
        elif key is not None:
            already.append(TaskId(key))
        else:
            unknown.append(word)
    intent = _intent(session, verb, rows, value)
    return Wanted(intent if rows else None, tuple(unknown), tuple(already), _NOUN)


def filtered(session: Session, verb: str, text: str, value: str | None) -> Wanted:
    """What a verb wants of all that wait and a filter means. Raises `BadUsage`, `BadQuery`."""
    found = session.review.rows(text)
    intent = _intent(session, verb, [found.rows[key] for key in found.ids], value)
    return Wanted(intent if found.ids else None, noun=_NOUN)


def are_pages(session: Session, words: Sequence[str]) -> bool:
    """Whether one of some words means a page: a path, or the name of somebody."""
    return any(key_of(session, word) is not None for word in words)


def key_of(session: Session, word: str) -> str | None:
    """The page that a path or a name means. Raises `WinnowError` where a name means several."""
    if session.review.row(word) is not None or NotePath(word) in session.snapshot.notes:
        return word
    found = session.browse.of(word) if word else ()
    if len(found) > 1:
        keys = ", ".join(row.key for row in found[:5])
        raise WinnowError(f"“{word}” is the name of {len(found)} pages; a path says which: {keys}")
    return found[0].key if found else None


def _intent(
    session: Session, verb: str, rows: Iterable[ReviewRow], value: str | None
) -> ReviewIntent:
    items = tuple(rows)
    if verb == "keep":
        if value is not None:
            raise BadUsage("keep takes no --to")
        return Keep(items)
    if value is None:
        raise BadUsage("snooze wants --to VALUE")
    if value.strip().lower() == "changed":
        return PutOff(items, until_changed=True)
    return PutOff(items, day_of(value, session.today))
