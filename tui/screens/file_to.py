"""Whose something is: suggestions by number, anybody by letters of the name, or a new page."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from textual import events, on
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from core.inbox.items import Suggestion
from core.spelling import folded
from tui.messages import Found
from tui.screens.dialog import Dialog
from tui.screens.jump import EDITS, MOVES, named
from tui.text import clip, fit, shown
from tui.widgets.paint import line_of
from tui.widgets.row_list import RowList
from tui.widgets.row_view import RowState

_NEW = "\0new"
_TYPE, _LONGEST = 11, 300
_MOST = 9
_AROUND = 34
"""Cells for the words around a name that is only typed."""


def _new_page(name: str) -> str:
    return f"new page “{name}”"


class FileAnswer(NamedTuple):
    """To whom."""

    key: str
    """Of an entity; `""`: a page is to be made."""
    name: str


class FileTo(Dialog[FileAnswer]):
    """Answers with whom a number or the cursor means.

    A key that comes before the answer to what was typed waits for that answer, and so does every key
    behind it. The app hands over the keys (`tui.typed_ahead`).
    """

    def __init__(  # noqa: PLR0913 - all but the first three are named by the caller
        self,
        title: str,
        ask: Callable[[str], None],
        suggestions: Sequence[Suggestion] | None,
        *,
        item: str,
        glyphs: str,
        new: Callable[[str], str] | None = _new_page,
        first: bool = False,
    ) -> None:
        """A box; whoever answers `ask` calls `show`.

        Args:
            title: What is filed.
            ask: Looks for names.
            suggestions: Whose it may be, the likeliest first; `None`: `suggest` tells later.
            item: The one item that is filed; `""`: several.
            glyphs: `unicode` or `ascii`.
            new: What is said of a name that is only typed; `None`: it is no answer.
            first: Whether that stands before everybody who was found, but for one of exactly that name.
        """
        super().__init__(shown(title), "1 2 3 or enter takes it · letters find · esc leaves")
        self.item = item
        self._ask = ask
        self._new, self._new_first = new, first
        self._suggestions = None if suggestions is None else tuple(suggestions[:_MOST])
        self._line = Input(placeholder="letters of a name, initials, type/name")
        self._list = RowList(self._draw, id="found")
        self._list.glyphs = glyphs
        self._list.can_focus = False
        self._found: dict[str, Found] = {}
        self._asked: str | None = None
        self._answered = False
        self._waiting: list[str] = []
        """Keys that came before what they mean was known."""

    @property
    def waits(self) -> bool:
        """Whether it is not known yet whose it may be."""
        return self._suggestions is None

    @property
    def _ready(self) -> bool:
        return self._answered and (bool(self._typed) or self._suggestions is not None)

    @property
    def _typed(self) -> str:
        return self._line.value.strip()

    @property
    def closing(self) -> bool:
        """Whether a key said whom, and only the answer is awaited."""
        return any(key == "enter" or key.isdigit() for key in self._waiting)

    def take_key(self, event: events.Key) -> bool:
        """Do what a key means, at once."""
        key, line = event.key, self._line
        if key == "escape":
            self.dismiss(None)
        elif key == "enter" or key in MOVES or (key.isdigit() and not self._typed and key != "0"):
            self.do(key)
        elif event.is_printable:
            at = line.cursor_position
            line.value = f"{line.value[:at]}{event.character}{line.value[at:]}"
            line.cursor_position = at + 1
        elif key in EDITS:
            getattr(line, EDITS[key])()
        else:
            return key == "tab"
        return True

    def inside(self) -> Iterable[Widget]:
        """The line, and whom it may mean."""
        yield self._line
        yield self._list

    def on_mount(self) -> None:
        """At first the suggestions, and below them who is often chosen."""
        self._look(self._line.value)
        self._fill()

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

    def suggest(self, suggestions: Sequence[Suggestion]) -> None:
        """Whose it may be is known now."""
        self._suggestions = tuple(suggestions[:_MOST])
        self._fill()
        self._go_on()

    def show(self, found: Sequence[Found]) -> None:
        """Show the answer to what was typed last."""
        self._found = {each.hit.key: each for each in found}
        self._answered = True
        self._fill()
        self._go_on()

    def do(self, key: str) -> None:
        """Do what a key means, on whom what is typed means."""
        self._look(self._line.value)
        if not self._ready:
            self._waiting.append(key)
        elif key in MOVES:
            getattr(self._list, MOVES[key])()
        elif key == "enter":
            self._take(self._list.cursor_id)
        else:
            offered = self._suggestions or ()
            at = int(key) - 1
            if at < len(offered):
                self._take(offered[at].key)

    def _go_on(self) -> None:
        while self._waiting and self._ready and self.is_attached:
            self.do(self._waiting.pop(0))

    def _take(self, id: str | None) -> None:
        if id == _NEW:
            self.dismiss(FileAnswer("", self._typed))
        elif id is not None:
            self.dismiss(FileAnswer(id, self._called(id)))

    def _called(self, key: str) -> str:
        if (found := self._found.get(key)) is not None:
            return found.hit.name
        return next((one.name for one in self._suggestions or () if one.key == key), key)

    def _look(self, typed: str) -> None:
        if typed != self._asked:
            self._asked, self._answered = typed, False
            self._ask(typed)

    def _fill(self) -> None:
        offered = () if self._typed else tuple(one.key for one in self._suggestions or ())
        # Somebody nobody thought of must not be where `enter` is.
        found = self._found if self._typed or offered else {}
        ids = [*offered, *(key for key in found if key not in offered)]
        if self._typed and self._new is not None:
            known = any(folded(one.hit.spelling) == folded(self._typed) for one in found.values())  # fmt: skip
            ids.insert(0 if self._new_first and not known else len(ids), _NEW)
        nobody = "Nobody is suggested: letters find." if self._ready else "…"
        self._list.empty = Content(nobody)
        self._list.redraw()
        self._list.set_rows(ids, keep=False)

    def _draw(self, id: str, width: int, state: RowState) -> Strip:
        paint = state.paint
        if id == _NEW and self._new is not None:
            typed = self._new(clip(self._typed, max(0, width - _AROUND)))
            return line_of([(f"+ {typed}", paint("muted"))], width, paint())
        offered = () if self._typed else self._suggestions or ()
        at = next((at for at, one in enumerate(offered) if one.key == id), None)
        if at is not None:
            one = offered[at]
            name = fit(one.name[:_LONGEST], max(8, width // 3))
            why = ", ".join(one.why)[:_LONGEST]
            cells = [
                (f"{at + 1} ", paint("mark")),
                (name, paint()),
                (f" {fit(one.type, _TYPE)} {clip(why, width)}", paint("muted")),
            ]
            return line_of(cells, width, paint())
        found = self._found[id]
        room = max(8, width - _TYPE - 3)
        kind = line_of([(f" {fit(found.hit.type, _TYPE)}", paint("muted"))], width - room, paint())
        return Strip.join([line_of([("  ", paint()), *named(found, state)], room, paint()), kind])
