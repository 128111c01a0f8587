"""What a page is to be called: the diff stands there while the name is typed, and `enter` does what stands there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.asking import Question
from tui.screens.confirm import painted_diff
from tui.screens.dialog import Dialog
from tui.text import clip, shown

_REST = 0.15
"""Seconds without a key after which it is worked out what the name would change."""
_WIDE = 180
_SCROLLS = {"down": 1, "up": -1}


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What a name would change."""

    name: str
    lines: tuple[str, ...]
    """What is to be known before; where it cannot be, why. Not safe to show."""
    diff: str = ""
    fine: bool = True


class RenameTo(Dialog[str]):
    """Answers with the name, once its diff was there to be looked at."""

    def __init__(self, question: Question, plan: Callable[[str], None]) -> None:
        """A box; whoever answers `plan` calls `look`."""
        super().__init__(shown(question.title), "enter does what stands there · ↓ ↑ scroll · esc leaves it")  # fmt: skip
        self._question = question
        self._plan = plan
        self._line = Input(question.value, select_on_focus=False)
        self._facts = Static("", id="facts", classes="hint")
        self._diff = Static("")
        self._asked: str | None = None
        self._looked: Otherwise | None = None
        self._resting: Timer | None = None

    @property
    def line(self) -> Input:
        """Where the name is written."""
        return self._line

    def inside(self) -> Iterable[Widget]:
        """The name, what it would change, the diff."""
        yield self._line
        yield VerticalScroll(self._facts, self._diff, id="scroll", can_focus=False)

    def on_mount(self) -> None:
        """Nothing is worked out before there is another name."""
        self._say()

    @on(Input.Changed)
    def typed(self, message: Input.Changed) -> None:
        """Another name: what the last one would change stands there no longer."""
        message.stop()
        self._looked = None
        if self._resting is not None:
            self._resting.stop()
        if self._meant != self._asked:
            self._resting = self.set_timer(_REST, self._ask)
        self._say()

    @on(Input.Submitted)
    def answer(self, message: Input.Submitted) -> None:
        """Leave with the name if its diff stands there; else work that out now."""
        message.stop()
        if self._looked is not None and self._looked.name == self._meant:
            if self._looked.fine:
                self.dismiss(self._meant)
        else:
            self._ask()

    def pressed(self, key: str, character: str) -> bool:  # noqa: ARG002 the input has the characters
        """Scroll the diff."""
        if key == "tab":
            return True
        return self.scrolled(key) if key in _SCROLLS or key in {"pagedown", "pageup"} else False

    def look(self, looked: Otherwise) -> None:
        """Show what a name would change, if it is still what is typed."""
        if looked.name == self._meant:
            self._looked = looked
            self._say()

    @property
    def _meant(self) -> str:
        return self._line.value.strip()

    def _ask(self) -> None:
        if self._resting is not None:
            self._resting.stop()
        if self._question.explain(self._meant).fine:
            self._asked = self._meant
            self._plan(self._meant)

    def _say(self) -> None:
        meaning, looked = self._question.explain(self._meant), self._looked
        if looked is None:
            self._facts.update(shown(meaning.sentence or "…"))
            self._diff.update(Content(""))
            return
        style = "" if looked.fine else "$text-warning"
        lines = [Content.styled(clip(line, _WIDE), style) for line in looked.lines]
        self._facts.update(Content("\n").join([*lines, Content("")]))
        self._diff.update(painted_diff(looked.diff) if looked.diff else Content(""))
