"""Names that name nobody: written as participants, owners or links, and no page answers to them. Pure.

Spellings that differ by case, accents, dashes or what stands in brackets are one name. What only stands
where a name was to be found (`Speaker 1`, `TBD`) is told apart, and whoever means the user is left out.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from core.alias_tables import is_placeholder
from core.backlinks import Written
from core.belongings import Belongings
from core.browse import Place
from core.entities import is_dated
from core.grammar import Qualifier, Word, parse_test
from core.identity import Identity
from core.index.rows import EMBED, MARKDOWN, LinkRow, TaskId
from core.measures import chosen, number
from core.near import Offer
from core.path import NotePath
from core.spelling import bare, compared, folded, name_id

Kind = Literal["participant", "owner", "link"]
KINDS: tuple[Kind, ...] = ("participant", "owner", "link")
_FILE = re.compile(
    r"\.(?:png|jpe?g|gif|bmp|svg|webp|avif|pdf|mp[34]|wav|m4a|ogg|flac|3gp|webm|ogv|mov|mkv|canvas|base|[ct]sv|xlsx?"
    r"|docx?|pptx?|txt|html?|json|xml|zip|eml|msg|vtt|srt|ics|py|js|css|ya?ml)\Z"
)
_PART = re.compile(r"(?:[^,;()]++|\([^()]*+\)|[()])++")
"""What stands between commas, those in brackets not counted."""
_MOST_PLACES = 200
"""Places of a name that are kept; all are counted."""
_LONGEST = 100
"""Characters; a longer text is no name."""
QUALIFIERS = ("is", "has", "no", "count", "in")


@dataclass(frozen=True, slots=True)
class WantedName:
    """A name without a page; none of its texts is safe to show."""

    id: TaskId
    """The same as long as the name is, in whichever spelling."""
    name: str
    """The commonest spelling, without brackets."""
    spellings: tuple[str, ...]
    """As written, the commonest first."""
    count: int
    """How often it is written: participants once a note, owners once a task, links once a line."""
    where: tuple[Place, ...]
    """The newest first, some hundreds at most."""
    kinds: tuple[Kind, ...]
    candidates: tuple[Offer, ...]
    """Whom it may mean; offered, never taken."""
    placeholder: bool
    """Whether it stands where a name was to be found."""


Offers = Callable[[str, Collection[Kind]], tuple[Offer, ...]]


@dataclass(slots=True)
class _Name:
    """A name as it is collected."""

    spellings: Counter[str] = field(default_factory=Counter)
    kinds: set[Kind] = field(default_factory=set)
    where: list[Place] = field(default_factory=list)


def wanted_names(
    belongings: Belongings,
    written: Written,
    *,
    me: Iterable[str],
    offers: Offers,
) -> tuple[WantedName, ...]:
    """Every name that names nobody, the most written first.

    Args:
        belongings: Whose tasks are whose.
        written: What notes say.
        me: Names that mean the user.
        offers: Whom a name may mean, that is written as such.
    """
    mine = {folded(name) for name in me}
    found: dict[str, _Name] = {}
    for kind, spelling, place in _written(belongings, written):
        key = compared(spelling)
        if key in mine or not spelling.strip() or len(spelling) > _LONGEST:
            continue
        name = found.setdefault(key, _Name())
        name.spellings[spelling] += 1
        name.kinds.add(kind)
        name.where.append(place)
    names = [_wanted(name, offers) for name in found.values()]
    return tuple(sorted(names, key=lambda one: (one.placeholder, -one.count, folded(one.name))))


def _wanted(name: _Name, offers: Offers) -> WantedName:
    ranked = sorted(name.spellings.items(), key=lambda pair: (-pair[1], pair[0]))
    best = ranked[0][0]
    called = bare(best)
    places = sorted(name.where, key=lambda one: (one.date or "", one.path), reverse=True)
    placeholder = is_placeholder(called)
    return WantedName(
        TaskId(name_id(best)),
        called or best,
        tuple(spelling for spelling, _ in ranked),
        sum(name.spellings.values()),
        tuple(places[:_MOST_PLACES]),
        tuple(kind for kind in KINDS if kind in name.kinds),
        () if placeholder else offers(best, name.kinds),
        placeholder,
    )


def _written(belongings: Belongings, written: Written) -> Iterator[tuple[Kind, str, Place]]:
    """Every place where somebody is named whom nobody answers to."""
    directory = belongings.directory
    identity, snapshot = directory.identity, directory.snapshot

    def place(path: NotePath, line: int, text: str) -> Place:
        row = snapshot.notes.get(path)
        return Place(path, line, text, row.title if row else path, row.date if row else None)

    people = [name for name, _ in written.people() if not identity.named(name)]
    for path, name in written.naming(people):
        if path in snapshot.notes:
            for one in apart(name, identity):
                yield "participant", one, place(path, 0, name)
    for owner, ids in belongings.owners.items():
        if not identity.named(owner):
            for id in ids:
                task = snapshot.tasks[id]
                yield "owner", owner, place(task.note.path, task.line, task.raw)
    targets = {target for target, _, _ in written.targets() if _may_name(target)}
    dangling = [one for one in targets if directory.links.resolve(one, NotePath("")).kind == "dangling"]  # fmt: skip
    for path, link in written.links_to(dangling):
        if not link.kind & (EMBED | MARKDOWN) and path in snapshot.notes and not identity.named(link.target):  # fmt: skip
            yield "link", link.target, place(path, link.line, _as_link(link))


def apart(name: str, identity: Identity) -> tuple[str, ...]:
    """The names that are nobody's in a text: of several that were written as one each, where one is somebody's."""
    if "," not in name and ";" not in name:
        return (name,)
    parts = tuple(filter(None, map(str.strip, _PART.findall(name))))
    known = [identity.named(part) for part in parts]
    return tuple(part for part, who in zip(parts, known, strict=True) if not who) if any(known) else (name,)  # fmt: skip


def _as_link(link: LinkRow) -> str:
    return f"[[{link.target}]]"


def _may_name(target: str) -> bool:
    """Whether a link's target may be somebody's name: no path, no file, no dated note."""
    said = bool(target) and "/" not in target and ":" not in target
    return said and not is_dated(target) and _FILE.search(target.lower()) is None


Test = Callable[[WantedName], bool]


def parse_filter(text: str) -> Test:
    """The test of a name that `text` spells: words of it, `in:owner`, `has:candidates`, `count:>3`.

    A filter that says nothing about placeholders means none: `is:placeholder`, `is:any`.

    Raises:
        BadQuery: A sentence that names what is not understood.
    """
    test = parse_test(text, QUALIFIERS, _leaf)
    return test if "is:" in text else lambda one: not one.placeholder and test(one)


def _leaf(leaf: Word | Qualifier) -> Test:
    if isinstance(leaf, Word):
        wanted = folded(leaf.text)
        return lambda one: wanted in "\n".join(map(folded, (one.name, *one.spellings)))
    key, value = leaf.key, leaf.value
    if key == "count":
        return number(key, value, lambda one: one.count)
    return _VALUES[key][chosen(key, value, _VALUES[key])]


_VALUES: dict[str, dict[str, Test]] = {
    "is": {
        "placeholder": lambda one: one.placeholder,
        "name": lambda one: not one.placeholder,
        "page": lambda _: False,
        "any": lambda _: True,
    },
    "has": {"candidates": lambda one: bool(one.candidates)},
    "no": {"candidates": lambda one: not one.candidates},
    "in": {
        "participant": lambda one: "participant" in one.kinds,
        "owner": lambda one: "owner" in one.kinds,
        "link": lambda one: "link" in one.kinds,
    },
}
