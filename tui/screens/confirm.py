"""The question before a change to many notes: how many, which, and what it looks like."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import islice

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.screens.dialog import Dialog
from tui.text import clip, shown

_PIECES = re.compile(r"\S+|\s+")
_PLACE = re.compile(r"@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@.*")
_LINES = 200
_WIDTH = 400


class Confirm(Dialog[bool]):
    """Answers `True` to `y` alone: not to `enter`, nor to the key that opened it, nor before it says what it is about."""

    def __init__(self, title: str, facts: Sequence[str] | None = None, diff: str = "") -> None:
        """A question; without `facts` whoever works them out calls `fill`."""
        super().__init__(
            shown(title), "y does it · J K scroll · esc leaves it · undo stays possible"
        )
        self._facts = Static("…")
        self._diff = Static("")
        self._known = False
        if facts is not None:
            self.fill(title, facts, diff)

    def inside(self) -> Iterable[Widget]:
        """The counts, then a sample of the diff."""
        yield self._facts
        yield Static("", classes="hint")
        yield VerticalScroll(self._diff, id="scroll", can_focus=False)

    def fill(self, title: str, facts: Sequence[str], diff: str) -> None:
        """What it is about is known."""
        self.titled(shown(title))
        self._facts.update(Content("\n").join(shown(fact) for fact in facts))
        self._diff.update(painted_diff(diff))
        self._known = True

    def pressed(self, key: str, character: str) -> bool:
        """`y` does it, `n` and `q` leave."""
        if character == "y":
            if self._known:
                self.dismiss(True)  # noqa: FBT003 the answer of a yes-or-no dialog
        elif character in {"n", "q"}:
            self.dismiss(None)
        else:
            return super().pressed(key, character)
        return True


def painted_diff(diff: str, most: int = _LINES) -> Content:
    """The first lines of a diff; what is read as a diff's own colours elsewhere stands here by letter."""
    lines = diff.split("\n")
    painted: list[Content] = []
    for at, line in enumerate(islice(lines, most)):
        if at and line.startswith("+++ b/") and lines[at - 1] == f"--- a/{line[6:]}":
            painted[-1] = Content.styled(clip(line[6:], _WIDTH), "bold")  # named once
        elif at and line[:1] == "+" and _is_alone(lines, at):
            painted[-1:] = _pair(lines[at - 1], line)
        else:
            painted.append(_line(line))
    if len(lines) > most:
        painted.append(Content.styled(f"… {len(lines) - most:,} more lines", "$text-muted"))
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
    """A line before and after, with the words that differ marked beside the colour."""
    if old.endswith("\r") and new.endswith("\r"):
        old, new = old[:-1], new[:-1]
    before, after = (_PIECES.findall(clip(line, _WIDTH)[1:]) for line in (old, new))
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    sides = (
        ("-", "$text-error", before, [(name, start, end) for name, start, end, _, _ in steps]),
        ("+", "$text-success", after, [(name, start, end) for name, _, _, start, end in steps]),
    )
    first, second = (
        Content.assemble(
            (f"{sign} ", style),
            *(
                ("".join(pieces[start:end]), style if name == "equal" else f"{style} reverse")
                for name, start, end in spans
            ),
        )
        for sign, style, pieces, spans in sides
    )
    return first, second


def _line(line: str) -> Content:
    """A line as people read it: its number, its sign and a blank; how it ends is said where that differs."""
    text = clip(line.removesuffix("\r"), _WIDTH)
    if place := _PLACE.fullmatch(text):
        return Content.styled(f"line {place[1]}", "$text-muted")
    for start, style in (("+++", "bold"), ("---", "$text-muted")):
        if line.startswith(start):
            return Content.styled(text, style)
    styles = {"+": "$text-success", "-": "$text-error"}
    return Content.styled(f"{text[:1]} {text[1:]}".rstrip(), styles.get(text[:1], ""))
