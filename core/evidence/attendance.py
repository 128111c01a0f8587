"""Whether whom a task names took part in what it was made from. Pure."""

from collections.abc import Callable, Iterable, Iterator

from core.alias_tables import is_placeholder
from core.inbox.arrivals import arrival_of
from core.inbox.items import Person
from core.index.rows import NoteRow
from core.spelling import bare, folded

_NEAR = 85
"""Likeness in percent from which a misheard name is the same."""


class Attendance:
    """Who took part."""

    def __init__(
        self,
        people: Iterable[Person],
        who: Callable[[str], frozenset[str]] = lambda _: frozenset(),
        me: Iterable[str] = (),
    ) -> None:
        """Costs some microseconds a person.

        Args:
            people: As note and source name them.
            who: Of whom a name is, by key; several where that is not certain.
            me: Names that mean the user, who took part always.
        """
        people = tuple(people)
        self.names = tuple(dict.fromkeys(filter(None, (folded(bare(one.name)) for one in people))))
        """As they are compared."""
        self._known = bool(people)
        self._mailed = {one.address for one in people if one.address}
        self._who, self._me = who, frozenset(map(folded, me))
        self._keys: frozenset[str] = frozenset().union(
            *(who(one.name) for one in people if one.name)
        )

    @property
    def told(self) -> object:
        """Who took part; comparable."""
        return self.names, self._known, frozenset(self._mailed), self._keys

    def has(self, owner: str) -> bool:
        """Whether somebody of that name took part; where nobody is named at all, everybody may have."""
        name = folded(bare(owner))
        if not self._known or not name or name in self._me or is_placeholder(owner):
            return True
        if owner.strip().lower() in self._mailed or self._keys & self._who(owner):
            return True
        return any(_same(name, other) for other in self.names)


def _same(one: str, other: str) -> bool:
    """Whether two names may be of one person: in full, nearly so, or by a first name alone."""
    if one == other:
        return True
    ones, others = one.split(), other.split()
    if len(ones) == 1 or len(others) == 1:
        return ones[0] == others[0] or {*ones} <= {*others} or {*others} <= {*ones}
    from rapidfuzz import fuzz  # noqa: PLC0415 - 26 ms that a start does without

    return fuzz.ratio(one, other) >= _NEAR


def people_of(row: NoteRow, data: bytes) -> Iterator[Person]:
    """Who took part, as a note tells; whose folder it lies in was there."""
    said = arrival_of(row.path, data)
    yield from said.senders
    yield from said.people
    if row.entity and row.entity_type == "people" and (said.senders or said.people):
        yield Person(row.entity)
