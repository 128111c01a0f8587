"""A form of properties: of one page, or of several at once; `enter` shows what it would change."""

from collections.abc import Iterable, Sequence

from textual import events
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from core.display import safe_text
from core.review.fields import Field
from tui.screens.dialog import Dialog
from tui.screens.finder import EDITS
from tui.text import clip, shown

Changes = tuple[tuple[str, str | None], ...]
"""Property and text; `None` takes the property off."""

OFF = "-"
"""What takes a property off where several pages say different things."""
_LABEL, _SAID, _LONGEST = 16, 60, 400
_NEXT = {"tab": 1, "down": 1, "shift+tab": -1, "up": -1}


class Form(Dialog[Changes]):
    """Answers with the properties that were changed.

    Keys that come before what the pages say is known wait for that (`tui.keyboard.typed_ahead`).
    """

    def __init__(self, title: str) -> None:
        """A box; whoever reads the pages calls `fill`."""
        super().__init__(shown(title), "tab next · enter applies · esc leaves")
        self._fields: tuple[Field, ...] | None = None
        self._lines: list[Input] = []
        self._other = Input(placeholder="property=value")
        self._rows = VerticalScroll(Static("…"), id="scroll", can_focus=False)
        self._said = Static("", classes="wrong")
        self._typed: list[events.Key] = []

    def inside(self) -> Iterable[Widget]:
        """A line for each property, and one for any other."""
        yield self._rows
        yield self._said

    def fill(self, fields: Sequence[Field]) -> None:
        """What the pages say is known."""
        if self._fields is not None:
            return
        self._fields = tuple(fields)
        self._lines = [_line_of(one) for one in fields]
        self._rows.remove_children()
        rows = [_row(one.key, line) for one, line in zip(fields, self._lines, strict=True)]
        self._rows.mount(*rows, _row("another", self._other))
        self.set_focus(self._inputs[0])
        waiting, self._typed = self._typed, []
        for event in waiting:
            self.take_key(event)

    # Keys

    @property
    def closing(self) -> bool:
        """Whether `enter` was pressed, and only what the pages say is awaited."""
        return self._fields is None and any(event.key == "enter" for event in self._typed)

    def take_key(self, event: events.Key) -> bool:
        """Do what a key means, at once; letters go into the line that one is at."""
        if event.key == "escape":
            self.dismiss(None)
        elif self._fields is None:
            self._typed.append(event)
        elif event.key in _NEXT:
            self._go(_NEXT[event.key])
        elif event.key == "enter":
            self._answer()
        elif event.is_printable and self._here is not None:
            self._here.insert_text_at_cursor(event.character or "")
        elif event.key in EDITS and self._here is not None:
            getattr(self._here, EDITS[event.key])()
        else:
            return False
        return True

    @property
    def _inputs(self) -> list[Input]:
        return [*self._lines, self._other]

    @property
    def _here(self) -> Input | None:
        return self.focused if isinstance(self.focused, Input) else None

    def _go(self, step: int) -> None:
        inputs = self._inputs
        at = inputs.index(self._here) if self._here in inputs else 0
        self.set_focus(inputs[(at + step) % len(inputs)])

    def _answer(self) -> None:
        changes = [*self._changed()]
        other = self._other.value.strip()
        if other:
            key, equals, text = other.partition("=")
            if not equals or not key.strip():
                self._said.update(Content("Another property is written as property=value."))
                return
            changes.append((key.strip(), text.strip() or None))
        self.dismiss(tuple(changes) or None)

    def _changed(self) -> Iterable[tuple[str, str | None]]:
        for field, line in zip(self._fields or (), self._lines, strict=True):
            text = line.value.strip()
            if text == _shown(field) or (field.several and not text):
                continue
            taken_off = not text or (field.several and text == OFF)
            yield field.key, None if taken_off else text


def _shown(field: Field) -> str:
    """What stands in its line at first."""
    return "" if field.several else safe_text(field.values[0][:_LONGEST]) if field.values else ""


def _line_of(field: Field) -> Input:
    said = ""
    if field.several:
        said = f"{clip(', '.join(field.values), _SAID)}; {OFF} takes it off"
    return Input(_shown(field), placeholder=said, select_on_focus=False)


def _row(name: str, line: Input) -> Horizontal:
    return Horizontal(Static(Content.styled(clip(name, _LABEL), "$text-muted")), line)
