"""What was changed in this vault, newest first, and beside it what that wrote; any of it is taken back here."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from textual import events, on
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.cells import fit
from tui.history.messages import Happened
from tui.lines.screen import STACKED, WIDE
from tui.screens.dialog import Dialog
from tui.widgets.paint import line_of
from tui.widgets.row_list import RowList
from tui.widgets.row_view import RowState
from tui.widgets.task_row import heading_row

_TIME, _FILES, _GAP = 7, 9, 2
_KEYS = "u undo · U redo · / find · J K scroll · enter only the diff · esc leaves"
_DAY = "\0day "
"""Before a day in the id of its heading: no id of an entry holds it."""
_UNDO, _REDO = ("u", "z"), ("U", "ctrl+r")
_MOVES: Mapping[str, str] = {
    **dict.fromkeys(("j", "down"), "cursor_down"),
    **dict.fromkeys(("k", "up"), "cursor_up"),
    **dict.fromkeys(("g", "home"), "top"),
    **dict.fromkeys(("G", "end"), "bottom"),
    "ctrl+d": "half_page_down",
    "ctrl+u": "half_page_up",
    "pagedown": "page_down",
    "pageup": "page_up",
}
_ENDS = {"top": "scroll_home", "bottom": "scroll_end"}


class History(Dialog[None]):
    """The journal as a list. Whoever opens it calls `fill`, and `show` for each entry that is asked about."""

    AUTO_FOCUS = "RowList"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 Textual declares it so
        (0, "-narrow"),
        (STACKED, "-stacked"),
        (WIDE, "-wide"),
    ]

    def __init__(
        self,
        look: Callable[[str], None],
        turn: Callable[[str, Happened], None],
        copy: Callable[[], object],
        glyphs: str,
    ) -> None:
        """A screen.

        Args:
            look: Asks what an entry wrote.
            turn: Does `undo` or `redo` to an entry.
            copy: Copies what is selected.
            glyphs: `unicode` or `ascii`.
        """
        super().__init__(Content("history"), _KEYS)
        self._look, self._turn, self._copy = look, turn, copy
        self._rows: dict[str, Happened] = {}
        self._counts: dict[str, int] = {}
        self._said = ""
        self._line = Input(placeholder="words of it, of a file, a day", id="filter")
        self._line.display = False
        self._list = RowList(self._draw, id="entries")
        self._list.glyphs = glyphs
        self._list.empty = Content("reading the journal …")
        self._shown = Static(Content(""))
        self._scroll = VerticalScroll(self._shown, id="scroll", can_focus=False)

    def inside(self) -> Iterable[Widget]:
        """The line to find with, the entries, and beside them what one of them wrote."""
        yield self._line
        yield Horizontal(self._list, self._scroll, id="sides")

    # What is told

    def fill(self, rows: Sequence[Happened]) -> None:
        """The journal is known, or another one by now."""
        self._rows = {one.id: one for one in rows}
        self._list_them()

    def show(self, id: str, shown: Content) -> None:
        """What an entry wrote is known."""
        if id == self._list.cursor_id:
            self._shown.update(shown)
            if id != self._said:
                self._scroll.scroll_home(animate=False)
            self._said = id

    @property
    def cursor(self) -> Happened | None:
        """The entry under the cursor."""
        return self._rows.get(self._list.cursor_id or "")

    def _list_them(self) -> None:
        words = self._line.value.casefold().split()
        found = [one for one in self._rows.values() if all(word in one.words for word in words)]
        ids: list[str] = []
        self._counts.clear()
        for one in found:
            day = _DAY + one.day
            if day not in self._counts:
                ids.append(day)
            self._counts[day] = self._counts.get(day, 0) + 1
            ids.append(one.id)
        total = len(self._rows)
        many = f"{len(found):,} of {total:,}" if words else f"{total:,}"
        self.titled(Content(f"history · {many} change{'s' * (total != 1)}"))
        self._list.empty = Content(
            "No change has these words." if words else "Nothing was changed yet."
        )
        self._list.head(self._counts)
        self._list.redraw()
        self._list.set_rows(ids)
        if not found:
            self._shown.update(Content(""))

    def _draw(self, id: str, width: int, state: RowState) -> Strip:
        one = self._rows.get(id)
        if one is None:
            return heading_row(id.removeprefix(_DAY), self._counts.get(id, 0), width, state)
        paint = state.paint
        files = f"{one.files:,} file{'s' * (one.files != 1)}" if one.files else ""
        right = "undone" if one.kind == "done" and not one.stands else files
        quiet = one.kind != "done" or not one.stands
        room = max(0, width - _TIME - _FILES - _GAP)
        return line_of(
            [
                (fit(one.time, _TIME), paint("muted")),
                (fit(_SAID[one.kind] + one.label, room), paint("done") if quiet else paint()),
                (fit(right, _FILES + _GAP, right=True), paint("muted")),
            ],
            width,
            paint(),
        )

    @on(RowList.Highlighted)
    def passed(self, message: RowList.Highlighted) -> None:
        """Ask what is under the cursor."""
        message.stop()
        if message.id in self._rows:
            self._look(message.id)

    @on(RowList.MarksChanged)
    def nothing_marked(self, message: RowList.MarksChanged) -> None:
        """Nobody else is told."""
        message.stop()

    @on(RowList.Activated)
    def read_clicked(self, message: RowList.Activated) -> None:
        """A double click is as good as `enter`."""
        message.stop()
        self.toggle_class("-reading")

    # Keys

    @on(Input.Changed)
    def find(self, message: Input.Changed) -> None:
        """List the entries that have every word."""
        message.stop()
        self._list_them()

    @on(Input.Submitted)
    def found(self, message: Input.Submitted) -> None:
        """Back to the list, as it is filtered."""
        message.stop()
        self.set_focus(self._list)

    def on_key(self, event: events.Key) -> None:
        """One step out: of the diff, of the filter, of the history; all else is for `pressed`."""
        if event.key != "escape":
            return
        event.stop()
        event.prevent_default()  # else the dialog leaves at once
        if self.has_class("-reading"):
            self.remove_class("-reading")
        elif self._line.display:
            self._line.value = ""
            self._line.display = False
            self.set_focus(self._list)
        else:
            self.dismiss(None)

    def pressed(self, key: str, character: str) -> bool:
        """Move, scroll, look for, take back."""
        typed = character if len(character) == 1 and key != "space" else key
        if self._line.has_focus:
            return key in {"tab", "shift+tab"} or self._moved(key if key in {"down", "up"} else "")
        if typed in {"q", "H"}:
            self.dismiss(None)
        elif typed == "/":
            self._line.display = True
            self.set_focus(self._line)
        elif typed in {*_UNDO, *_REDO}:
            if (one := self.cursor) is not None:
                self._turn("undo" if typed in _UNDO else "redo", one)
        elif key in {"enter", "tab", "l"}:
            self.toggle_class("-reading")
        elif typed == "y":
            self._copy()
        elif typed in {"J", "K"}:
            self._scroll.scroll_relative(y=1 if typed == "J" else -1, animate=False)
        else:
            return self._moved(typed)
        return True

    def _moved(self, typed: str) -> bool:
        action = _MOVES.get(typed)
        if action is None:
            return False
        if not self.has_class("-reading"):
            getattr(self._list, f"action_{action}")()
        elif action in _ENDS:
            getattr(self._scroll, _ENDS[action])(animate=False)
        else:
            lines = self._scroll.size.height // (2 if "half" in action else 1) or 1
            lines = 1 if action.startswith("cursor") else lines
            down = -1 if action.endswith("up") else 1
            self._scroll.scroll_relative(y=down * lines, animate=False)
        return True


_SAID = {"done": "", "undo": "undo: ", "redo": "redo: ", "kept": "kept: "}
