"""What stands beside a list of entities: who it is, the tabs, and rows that lead into notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from core.index.rows import NoteRow, TaskRow
from tui.text import clip, fit, middle, short_day
from tui.widgets.inline import plain
from tui.widgets.one_line import OneLine, Part, cells_of
from tui.widgets.paint import line_of
from tui.widgets.row_view import RowState
from tui.widgets.task_row import task_row

if TYPE_CHECKING:
    from core.browse import Place

_DAY = 7
_LONGEST = 600


def leading_row(  # noqa: PLR0913 - what is drawn, where, and how it stands
    thing: "TaskRow | NoteRow | Place",
    width: int,
    state: RowState,
    *,
    today: date,
    glyphs: str,
    again: bool = False,
) -> Strip:
    """A task, a note, or a line of one; `again`: of the same note as the line above."""
    if isinstance(thing, TaskRow):
        return task_row(thing, width, state, today=today, glyphs=glyphs)
    paint = state.paint
    when = "" if again else short_day(thing.date, today)
    cells: list[tuple[str, Style]] = [(fit(when, _DAY), paint("muted"))]
    if isinstance(thing, NoteRow):
        where = thing.path.rpartition("/")[0]
        title = clip(thing.title[:_LONGEST], max(0, width - _DAY))
        room = width - _DAY - cell_len(title) - 2
        folder = middle(where[:_LONGEST], room) if room > 8 else ""  # noqa: PLR2004 - less says nothing
        gap = " " * max(0, width - _DAY - cell_len(title) - cell_len(folder))
        cells += [(title, paint()), (gap, paint()), (folder, paint("muted"))]
    else:
        text = plain(clip(thing.text.strip(), _LONGEST)).lstrip("-*+> #")
        room = max(0, width * 2 // 5 - _DAY)
        title = "" if again else middle(thing.title[:_LONGEST], room)
        cells += [(f"{fit(title, room)}  ", paint("muted")), (clip(text, width), paint())]
    return line_of(cells, width, paint())


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the things there are to see: `Backlinks 9`."""

    name: str
    count: int | None = None
    """`None`: nobody counts it."""


class TabLine(OneLine):
    """`[Page]  Tasks 16   Backlinks 9   Mentions 86   Notes 12`."""

    DEFAULT_CSS = """
    TabLine {
        color: $foreground;
        & > .tab-line--active { color: $text; background: $tab-ground; text-style: $tab-text-style; }
        & > .tab-line--tab { color: $text-muted; text-style: $quiet-text-style; }
        & > .tab-line--hint { color: $text-muted; text-style: $quiet-text-style; }
    }
    """
    PREFIX = "tab-line--"
    COMPONENT_CLASSES = {"tab-line--active", "tab-line--tab", "tab-line--hint"}  # noqa: RUF012 - Textual declares it so

    @dataclass
    class Selected(Message):
        """A tab was clicked."""

        name: str

    def __init__(self) -> None:
        super().__init__()
        self._tabs: Sequence[Tab] = ()
        self._active = self._hint = ""

    def say(self, tabs: Sequence[Tab], active: str, hint: str = "") -> None:
        """Show these, one of them as the one that is seen; `hint` stands on the right."""
        self._tabs, self._active, self._hint = tabs, active, hint
        self.refresh()

    def parts(self, width: int) -> tuple[Sequence[Part], Sequence[Part]]:
        """With counts where there is room, else the names, else their first letters but for the active one."""
        hint = (Part(f"{self._hint} ", "hint"),) if self._hint else ()
        for form, gap in (
            (self._full, " "),
            (self._full, ""),
            (self._named, ""),
            (self._short, ""),
        ):
            left = [self._part(tab, form(tab), gap) for tab in self._tabs]
            if cells_of(left) + cells_of(hint) <= width:
                return left, hint
        return [self._part(tab, self._short(tab), "") for tab in self._tabs], ()

    def _part(self, tab: Tab, text: str, gap: str) -> Part:
        if tab.name != self._active:
            return Part(f" {text}{gap}", "tab", tab.name)
        return Part(f"[{text}]" if gap else f" [{text}]", "active", tab.name)

    def _full(self, tab: Tab) -> str:
        return tab.name if tab.count is None else f"{tab.name} {tab.count:,}"

    def _named(self, tab: Tab) -> str:
        return tab.name

    def _short(self, tab: Tab) -> str:
        return tab.name if tab.name == self._active else tab.name[:1]

    def on_click(self, event: events.Click) -> None:
        """A click on a tab asks for it."""
        if tag := self.tag_at(event.x):
            event.stop()
            self.post_message(self.Selected(tag))


class Head(OneLine):
    """Who it is, on the left, and since when; or a sentence about that."""

    DEFAULT_CSS = """
    Head {
        & > .head--name { color: $text; text-style: bold; }
        & > .head--about { color: $text-muted; text-style: $quiet-text-style; }
        & > .head--wrong { color: $text-warning; }
    }
    """
    PREFIX = "head--"
    COMPONENT_CLASSES = {"head--name", "head--about", "head--wrong"}  # noqa: RUF012 - Textual declares it so

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._left: Sequence[Part] = ()
        self._right: Sequence[Part] = ()

    def say(self, left: Sequence[Part], right: Sequence[Part] = ()) -> None:
        """Show other words."""
        self._left, self._right = left, right
        self.refresh()

    def parts(self, width: int) -> tuple[Sequence[Part], Sequence[Part]]:
        """The left goes before the right."""
        right = self._right if cells_of(self._left) + cells_of(self._right) < width else ()
        return self._left, right
