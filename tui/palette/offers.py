"""What the palette offers: commands, filters, themes, settings, whoever and whatever has a page; ranked as one types.

Pure. Loaded with the palette, and rapidfuzz with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from core.index.rows import NoteRow
from core.parse.toml import Value
from core.spelling import folded
from tui.commands import Command
from tui.conditions import UiState
from tui.messages import Found
from tui.settings.own_settings import Choice

COMMAND, FILTER, THEME, SETTING, ENTITY, NOTE = (
    "command", "filter", "theme", "setting", "entity", "note",
)  # fmt: skip
SHOWN = 60
"""More than anybody reads."""
_BEGINS, _IN_NAME, _IN_REST, _WITHIN = 100.0, 80.0, 60.0, 45.0
"""What a word is worth that a word of the name begins with, that stands in the name, and so for all else that is said."""
_SLIP, _NEAR, _LETTERS = 0.4, 78, 4
"""What a slip of the finger is worth, from which likeness on, and of how many letters at least."""
_SLIPPED = _WITHIN - 1
"""What somebody is worth whom others found by letters that we do not see."""
SURE = 75.0
"""From which worth on nobody means something else that is still being looked for."""
_RECENT, _CANNOT, _FIRST, _WHOLE = 12.0, 30.0, 6.0, 15.0


@dataclass(frozen=True)
class Offer:
    """One line of the palette."""

    kind: str
    """What it is: one of the kinds above."""
    value: str
    """What it stands for among its kind: the id of a command, the name of a theme, a path."""
    name: str
    """What it is called; not safe to show."""
    says: str = ""
    """A sentence, or where it lies; not safe to show."""
    key: str = ""
    """The keys that do it."""
    why_not: str | None = None
    """Why it can do nothing now."""
    also: str = ""
    """What it is found by besides."""
    type: str = ""
    """Of an entity: what it is."""

    @property
    def id(self) -> str:
        """What it is remembered by."""
        return f"{self.kind}:{self.value}"

    @cached_property
    def _name(self) -> str:
        return folded(self.name)

    @cached_property
    def _rest(self) -> str:
        return folded(f"{self.kind} {self.type} {self.says} {self.also}")

    def worth(self, words: Sequence[str]) -> float | None:
        """How well it answers to some folded words; `None`: one of them is nowhere in it."""
        name, rest, total = f" {self._name}", f" {self._rest}", 0.0
        for at, word in enumerate(words):
            if f" {word}" in name:
                total += _BEGINS + (_FIRST if not at and name.startswith(f" {word}") else 0)
            elif word in name:
                total += _IN_NAME
            elif f" {word}" in rest:
                total += _IN_REST
            elif word in rest:
                total += _WITHIN
            else:
                near = fuzz.partial_ratio(word, name) if len(word) >= _LETTERS else 0
                if near < _NEAR:
                    return None
                total += near * _SLIP
        worth = total / max(1, len(words))
        return worth + (_WHOLE if " ".join(words) == self._name else 0)


def ranked(
    offers: Iterable[Offer], typed: str, recent: Sequence[str] = ()
) -> tuple[tuple[Offer, float], ...]:
    """The offers that answer to what was typed with their worth, best first; nothing typed: what was chosen lately first.

    Args:
        offers: In the order in which equals stand.
        typed: As typed.
        recent: Ids of what was chosen lately, the newest first.
    """
    words = folded(typed).split()
    newness = {id: 1 - at / len(recent) for at, id in enumerate(recent)}
    found: list[tuple[Offer, float]] = []
    for each in offers:
        worth = each.worth(words)
        if worth is not None:
            new = newness.get(each.id)
            lately = 0.0 if new is None else _RECENT * (new if words else new + 100)
            found.append((each, worth + lately - (_CANNOT if each.why_not else 0)))
    found.sort(key=lambda pair: -pair[1])
    return tuple(found if not words else found[:SHOWN])


def of_command(command: Command, state: UiState) -> Offer:
    """A command, and whether it can be done now."""
    return Offer(
        COMMAND,
        command.id,
        command.label,
        command.help,
        "  ".join(command.keys),
        command.why_not(state),
        f"{command.id} {command.section}",
    )


def of_filter(name: str, filter: str) -> Offer:
    """A filter by its name."""
    return Offer(FILTER, name, name, filter)


def of_theme(name: str, now: str) -> Offer:
    """A theme."""
    return Offer(THEME, name, name, "as it is now" if name == now else "")


def of_setting(choice: Choice, value: Value) -> Offer:
    """A setting, and what it may become."""
    says = choice.says.replace("`", "")
    name = f"{choice.key} = {shown(value)}"
    return Offer(SETTING, name, name, f"now {shown(choice.now)}. {says}")


def shown(value: object) -> str:
    """A value as settings write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def of_entity(found: Found) -> Offer:
    """A person, a project, a customer."""
    hit = found.hit
    spelling = "" if hit.spelling == hit.name else hit.spelling
    return Offer(ENTITY, hit.key, hit.name, spelling, also=hit.spelling, type=hit.type)


def of_note(note: NoteRow) -> Offer:
    """A note."""
    return Offer(NOTE, note.path, note.title, note.path)


def merged(
    best: Sequence[tuple[Offer, float]], found: Sequence[Offer], typed: str
) -> tuple[tuple[Offer, float], ...]:
    """What is known here and what others found, who have an order of their own, in one list."""
    words = folded(typed).split()
    rows: list[tuple[Offer, float]] = []
    for at, each in enumerate(found):
        # Whoever found it may know it by letters that we do not: then it stands where a slip would.
        worth = each.worth(words)
        rows.append((each, _SLIPPED - at * 0.01 if worth is None else worth))
    return tuple(sorted((*best, *rows), key=lambda pair: -pair[1])[:SHOWN])
