"""The question before a change to many notes: how many, which, and what it looks like."""

from collections.abc import Iterable, Sequence
from itertools import islice

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.screens.dialog import Dialog
from tui.text import clip, shown

_LINES = 200
_WIDTH = 400


class Confirm(Dialog[bool]):
    """Answers `True` to `y` alone: not to `enter`, nor to the key that opened it."""

    def __init__(self, title: str, facts: Sequence[str], diff: str) -> None:
        super().__init__(
            shown(title), "y does it · J K scroll · esc leaves it · undo stays possible"
        )
        self._facts = facts
        self._diff = diff

    def inside(self) -> Iterable[Widget]:
        """The counts, then a sample of the diff."""
        yield Static(Content("\n").join(shown(fact) for fact in self._facts))
        yield Static("", classes="hint")
        with_more = VerticalScroll(Static(painted_diff(self._diff)), id="scroll", can_focus=False)
        yield with_more

    def pressed(self, key: str, character: str) -> bool:
        """`y` does it, `n` and `q` leave."""
        if character == "y":
            self.dismiss(True)  # noqa: FBT003 the answer of a yes-or-no dialog
        elif character in {"n", "q"}:
            self.dismiss(None)
        else:
            return super().pressed(key, character)
        return True


def painted_diff(diff: str) -> Content:
    """The first lines of a diff; what is read as a diff's own colours elsewhere stands here by letter."""
    lines = diff.split("\n")
    painted: list[Content] = []
    for at, line in enumerate(islice(lines, _LINES)):
        if at and line[:1] == "+" and _is_alone(lines, at):
            painted[-1:] = _pair(lines[at - 1], line)
        else:
            painted.append(_line(line))
    if len(lines) > _LINES:
        painted.append(Content.styled(f"… {len(lines) - _LINES} more lines", "$text-muted"))
    return Content("\n").join(painted)


def _is_alone(lines: Sequence[str], at: int) -> bool:
    """Whether one line became the one at `at`."""
    before, last = lines[at - 2 : at - 1], lines[at - 1 : at]
    after = lines[at + 1 : at + 2]
    return (
        last[0][:1] == "-"
        and not lines[at].startswith("+++ ")
        and not any(one.startswith("-") for one in before)
        and not any(one.startswith("+") for one in after)
    )


def _pair(old: str, new: str) -> tuple[Content, Content]:
    """A line before and after, with what differs marked beside the colour."""
    old, new = clip(old, _WIDTH), clip(new, _WIDTH)
    start, end, most = 1, 0, min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return _marked(old, start, end, "$text-error"), _marked(new, start, end, "$text-success")


def _marked(line: str, start: int, end: int, style: str) -> Content:
    differs = line[start : len(line) - end]
    return Content.assemble(
        (line[:start], style), (differs, f"{style} reverse"), (line[len(line) - end :], style)
    )


def _line(line: str) -> Content:
    text = clip(line, _WIDTH)
    for start, style in (
        ("+++", "bold"),
        ("---", "$text-muted"),
        ("@@", "$text-muted"),
        ("+", "$text-success"),
        ("-", "$text-error"),
    ):
        if line.startswith(start):
            return Content.styled(text, style)
    return Content(text)
