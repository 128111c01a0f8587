"""What is in the way of a decision: the line as it was decided, as it reads now, and what would become of it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.screens.confirm import painted_diff
from tui.screens.dialog import Dialog
from tui.text import clip, shown

RETRIES, LETS_GO = "retry", "dismiss"
"""What the box answers."""
_WIDTH = 400


class Sides(NamedTuple):
    """A decision that was refused; not safe to show."""

    verb: str
    reason: str
    then: str
    """The line as it was decided about."""
    now: str
    """The line as it reads."""
    would: str
    """What would be written now; `""`: nothing."""
    why: str
    """Why that cannot be."""


class Refused(Dialog[str]):
    """Answers `RETRIES` to `y` where something would be written, and `LETS_GO` to `Z`."""

    def __init__(self, sides: Sides) -> None:
        does = "y decides it as it reads now · " if sides.would else ""
        super().__init__(
            shown(f"{sides.verb} was refused"),
            f"{does}Z lets go of it · J K scroll · esc leaves it",
        )
        self._sides = sides

    def inside(self) -> Iterable[Widget]:
        """Why, and the three sides."""
        text = Content("\n").join(_lines(self._sides))
        yield VerticalScroll(Static(text), id="scroll", can_focus=False)

    def pressed(self, key: str, character: str) -> bool:
        """`y` and `!` decide it, `Z` lets go of it, `n` and `q` leave."""
        if character in {"y", "!"}:
            if self._sides.would:
                self.dismiss(RETRIES)
        elif character == "Z":
            self.dismiss(LETS_GO)
        elif character in {"n", "q"}:
            self.dismiss(None)
        else:
            return super().pressed(key, character)
        return True


def _lines(sides: Sides) -> Iterator[Content]:
    then, now, would = (" ".join(text.split("\n")).strip() for text in sides[2:5])
    yield from (Content.styled(clip(line, _WIDTH), "$text-warning") for line in sides.reason.split("\n"))  # fmt: skip
    yield Content("")
    if then == now:
        yield Content.styled("The line reads as it did", "bold")
        yield shown(clip(now, _WIDTH))
    else:
        yield Content.styled("The line then, and now", "bold")
        yield painted_diff(f"-{then}\n+{now}")
    yield Content("")
    if would:
        yield Content.styled(f"The line now, and after {sides.verb}", "bold")
        yield painted_diff(f"-{now}\n+{would}")
    else:
        yield Content.styled(f"{sides.verb} writes nothing now", "bold")
        yield shown(clip(sides.why or "it reads so already", _WIDTH))
