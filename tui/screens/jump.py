"""Jump to whoever one types the letters of: a line to type in, and under it what was found."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from rich.style import Style
from textual import events, on
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from core.display import safe_text
from tui.messages import Found
from tui.screens.dialog import Dialog
from tui.text import clip, fit, short_day
from tui.widgets.paint import line_of
from tui.widgets.row_list import RowList
from tui.widgets.row_view import RowState

OPEN, TASKS, LINK = "open", "tasks", "link"
_CREATE = "\0create"
_LONGEST = 300
_TYPE, _DAY, _OPEN = 11, 7, 9
_KEYS = {"tab": TASKS, "ctrl+t": TASKS, "ctrl+y": LINK, "enter": OPEN}
MOVES = {
    **dict.fromkeys(("down", "ctrl+n"), "action_cursor_down"),
    **dict.fromkeys(("up", "ctrl+p"), "action_cursor_up"),
    "pagedown": "action_page_down",
    "pageup": "action_page_up",
}
"""Keys that move the cursor of what was found."""
EDITS = {
    "backspace": "action_delete_left",
    "delete": "action_delete_right",
    "left": "action_cursor_left",
    "right": "action_cursor_right",
    "home": "action_home",
    "end": "action_end",
    "ctrl+w": "action_delete_left_word",
    "ctrl+u": "action_delete_left_all",
}
"""Keys that edit the line."""


class JumpAnswer(NamedTuple):
    """What is to be done with what was found."""

    action: str
    found: Found | None
    """`None`: there is no such page; its name is what was typed."""
    typed: str


class Jump(Dialog[JumpAnswer]):
    """Answers with what is under the cursor when a key says what to do with it.

    A key that comes before the answer to what was typed waits for that answer, and so does every key
    behind it that says what to do. The app hands over the keys (`tui.typed_ahead`).
    """

    def __init__(self, ask: Callable[[str], None], *, today: date, glyphs: str) -> None:
        super().__init__(
            Content("jump"), "enter opens · tab its tasks · ctrl+y copies link · esc leaves"
        )
        self._ask = ask
        self._today = today
        self._line = Input(placeholder="letters of a name, initials, type/name")
        self._list = RowList(self._draw, id="found")
        self._list.glyphs = glyphs
        self._list.can_focus = False
        self._found: dict[str, Found] = {}
        self._asked: str | None = None
        self._waiting: list[str] | None = None
        """Keys that came before the answer; `None`: none is awaited."""

    @property
    def closing(self) -> bool:
        """Whether a key said what to do, and only the answer is awaited."""
        return self._waiting is not None and any(key in _KEYS for key in self._waiting)

    def take_key(self, event: events.Key) -> bool:
        """Do what a key means, at once."""
        key, line = event.key, self._line
        if key == "escape":
            self.dismiss(None)
        elif key in _KEYS or key in MOVES:
            self.do(key)
        elif event.is_printable:
            at = line.cursor_position
            line.value = f"{line.value[:at]}{event.character}{line.value[at:]}"
            line.cursor_position = at + 1
        elif key in EDITS:
            getattr(line, EDITS[key])()
        else:
            return False
        return True

    def inside(self) -> Iterable[Widget]:
        """The line, and what was found."""
        yield self._line
        yield self._list

    def on_mount(self) -> None:
        """At first, who is pinned and who is often chosen."""
        self._look(self._line.value)

    @on(Input.Changed)
    def typed(self, message: Input.Changed) -> None:
        """Look for it at every key."""
        message.stop()
        self._look(message.value)

    @on(RowList.Activated)
    def take_clicked(self, message: RowList.Activated) -> None:
        """A double click is as good as `enter`."""
        message.stop()
        self.do("enter")

    @on(RowList.Highlighted)
    @on(RowList.MarksChanged)
    def stay_here(self, message: RowList.Said) -> None:
        """Nobody else is told where the cursor stands."""
        message.stop()

    def do(self, key: str) -> None:
        """Do what a key means, on what was found for what is typed."""
        self._look(self._line.value)
        if self._waiting is not None:
            self._waiting.append(key)
        elif key in MOVES:
            getattr(self._list, MOVES[key])()
        elif (id := self._list.cursor_id) is not None:
            found = self._found.get(id)
            if found is not None or _KEYS[key] != TASKS:
                self.dismiss(JumpAnswer(_KEYS[key], found, self._line.value.strip()))

    def _look(self, typed: str) -> None:
        if typed != self._asked:
            self._asked = typed
            self._waiting = self._waiting or []
            self._ask(typed)

    def show(self, found: Sequence[Found]) -> None:
        """Show the answer to what was typed last."""
        self._found = {each.hit.key: each for each in found}
        ids = [*self._found]
        if self._asked and self._asked.strip():
            ids.append(_CREATE)
        self._list.empty = Content("Nobody is known yet.")
        self._list.redraw()
        self._list.set_rows(ids, keep=False)
        waiting, self._waiting = self._waiting or (), None
        for key in waiting:
            self.do(key)

    def _draw(self, id: str, width: int, state: RowState) -> Strip:
        found = self._found.get(id)
        paint = state.paint
        if found is None:
            typed = clip((self._asked or "").strip(), max(0, width - 40))
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
