"""Jump to whoever one types the letters of: a line to type in, and under it what was found."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rich.style import Style
from textual.content import Content
from textual.strip import Strip

from core.display import safe_text
from tui.messages import Found
from tui.screens.finder import Finder
from tui.text import clip, fit, short_day
from tui.widgets.paint import line_of
from tui.widgets.row_view import RowState

OPEN, TASKS, LINK = "open", "tasks", "link"
_CREATE = "\0create"
_LONGEST = 300
_TYPE, _DAY, _OPEN = 11, 7, 9
_KEYS = {"tab": TASKS, "ctrl+t": TASKS, "ctrl+y": LINK, "enter": OPEN}


class JumpAnswer(NamedTuple):
    """What is to be done with what was found."""

    action: str
    found: Found | None
    """`None`: there is no such page; its name is what was typed."""
    typed: str


class Jump(Finder[JumpAnswer]):
    """Answers with what is under the cursor when a key says what to do with it."""

    TAKES = frozenset(_KEYS)

    def __init__(self, ask: Callable[[str], None], *, today: date, glyphs: str) -> None:
        """A box; whoever answers `ask` calls `show`. At first: who is pinned and who is often chosen."""
        super().__init__(
            Content("jump"),
            "enter opens · tab its tasks · ctrl+y copies link · esc leaves",
            ask,
            placeholder="letters of a name, initials, type/name",
            glyphs=glyphs,
        )
        self._today = today
        self._found: dict[str, Found] = {}

    def show(self, found: Sequence[Found]) -> None:
        """Show the answer to what was typed last."""
        self._found = {each.hit.key: each for each in found}
        self.found([*self._found, *([_CREATE] if self.typed else ())], "Nobody is known yet.")

    def take(self, key: str, id: str) -> None:
        """That one, unless the tasks of nobody are wanted."""
        found = self._found.get(id)
        if found is not None or _KEYS[key] != TASKS:
            self.dismiss(JumpAnswer(_KEYS[key], found, self.typed))

    def draw(self, id: str, width: int, state: RowState) -> Strip:
        """Somebody who was found, or the page that could be made."""
        found = self._found.get(id)
        paint = state.paint
        if found is None:
            typed = clip(self.typed, max(0, width - 40))
            words = f"+ create “{typed}”"
            return line_of([(words, paint("muted"))], width, paint())
        row = found.row
        facts = [fit(found.hit.type, _TYPE)]
        if row is not None:
            facts.append(fit(short_day(row.last_contact, self._today), _DAY, right=True))
            waits = row.open_tasks + row.proposals
            facts.append(fit(f"{waits:,} open" if waits else "", _OPEN, right=True))
        while facts and width - sum(map(len, facts)) < width // 2:
            facts.pop()
        room = width - sum(map(len, facts)) - 1
        cells = [*named(found, state)]
        name = line_of(cells, room, paint())
        rest = line_of([(f" {''.join(facts)}", paint("muted"))], width - room, paint())
        return Strip.join([name, rest])


def named(found: Found, state: RowState) -> Iterator[tuple[str, Style]]:
    """The name with the letters that were typed, or beside it the spelling that has them."""
    hit, paint = found.hit, state.paint
    if found.row is not None and found.row.pinned:
        yield "* ", paint("mark")
    if hit.spelling != hit.name:
        yield f"{safe_text(hit.name[:_LONGEST])}  ", paint()
        yield from _lettered(hit.spelling, hit.letters, paint("muted"), paint("muted", "letter"))
    else:
        yield from _lettered(hit.name, hit.letters, paint(), paint("letter"))


def _lettered(
    text: str, letters: Sequence[int], plain: Style, lit: Style
) -> Iterator[tuple[str, Style]]:
    safe, at = safe_text(text[:_LONGEST]), 0
    for letter in letters:
        if letter >= len(safe):
            break
        yield safe[at:letter], plain
        yield safe[letter], lit
        at = letter + 1
    yield safe[at:], plain
