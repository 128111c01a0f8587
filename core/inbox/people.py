"""People as mails, drafts and transcripts write them. Pure, total, linear."""

from collections.abc import Iterable, Iterator
from itertools import islice

from core.alias_tables import is_placeholder
from core.inbox.items import Person
from core.spelling import addresses, folded

_LONGEST = 400
"""Characters of one person; what is longer names nobody."""
_MOST = 60
"""People in one line; a mail to more is to a list."""
_AROUND = " \t\"'`*_,;<>()[]"


def person_of(text: str) -> Person | None:
    """Whom `Name <address>`, a name or an address means; `None` where it names nobody."""
    if len(text) > _LONGEST:
        return None
    mailed = addresses(text)
    name = text
    if mailed:
        at = text.lower().find(mailed[0])
        # What stands in front of the address; behind it, where nothing does.
        name = text[:at].strip(f"{_AROUND}:").removesuffix("mailto").strip(f"{_AROUND}:")
        name = name or text[at + len(mailed[0]) :]
    name = " ".join(name.strip(_AROUND).split()) if mailed else _tidy(text)
    if "@" in name or is_placeholder(name):
        name = ""
    return Person(name, mailed[0] if mailed else "") if name or mailed else None


def _tidy(name: str) -> str:
    """A name without what is put around one; a bracket that belongs to it stays."""
    plain = " ".join(name.strip(" \t\"'`*_,;<>").split())
    inner = plain.removeprefix("[[").removesuffix("]]")
    return inner.partition("|")[0].strip()


def people_in(text: str) -> Iterator[Person]:
    """Everybody in the line of a mail that says to whom it goes."""
    text = text[: _LONGEST * _MOST]
    named = text.split(";")
    parts = (one for part in named for one in _apart(part, alone=len(named) > 1))
    for part in islice(parts, _MOST):
        if found := person_of(part):
            yield found


def _apart(text: str, *, alone: bool) -> Iterator[str]:
    """Parts between commas; `Lin, Bo <bo@harbor.example>` is one, and what semicolons part is one where no address says otherwise."""
    if "@" not in text:
        yield from (text,) if alone else text.split(",")
        return
    kept = ""
    for part in text.split(","):
        kept = f"{kept},{part}" if kept else part
        if "@" in part:
            yield kept
            kept = ""


def each_once(people: Iterable[Person]) -> tuple[Person, ...]:
    """Everybody once, in order of appearance, with the address that was given anywhere."""
    found: dict[str, Person] = {}
    by_name: dict[str, str] = {}
    for one in people:
        plain = folded(one.name)
        key = one.address or by_name.get(plain) or plain
        known = found.get(key)
        if known is None and one.address and by_name.get(plain) == plain and plain:
            # Named before without an address: the same one, who keeps the place.
            found[plain] = found[plain]._replace(address=one.address)
            continue
        if known is None:
            found[key] = one
        elif one.name and not known.name:
            found[key] = known._replace(name=one.name)
        if plain:
            by_name.setdefault(plain, key)
    return tuple(found.values())


def without(people: Iterable[Person], others: Iterable[Person]) -> tuple[Person, ...]:
    """Those who are not among the others, neither by name nor by address."""
    others = tuple(others)
    names = {folded(one.name) for one in others if one.name}
    mailed = {one.address for one in others if one.address}
    return tuple(
        one for one in people if folded(one.name) not in names and one.address not in mailed
    )
