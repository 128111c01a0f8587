"""What a filter means: in words, and as a query of Obsidian Tasks to paste into a note."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from core.explain import Line
from core.tasks_block import Block
from tui.screens.dialog import Dialog
from tui.text import clip, shown

_MOST = 400
"""Characters of a line."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is said of a filter."""

    text: str
    lines: tuple[Line, ...] = ()
    block: Block | None = None
    """`None`: the filter does not parse."""
    wrong: str = ""
    place: tuple[int, int] | None = None
    """Of the mistake."""


class Explained(Dialog[bool]):
    """Answers `True` where the query is to be copied."""

    def __init__(self, said: Explanation) -> None:
        keys = "y copies the query · " if said.block is not None else ""
        super().__init__(Content("what the filter means"), f"{keys}J K scroll · esc leaves")
        self._said = said

    def inside(self) -> Iterable[Widget]:
        """The filter, what it means, and the query."""
        said = self._said
        yield Static(underlined(said.text or "no filter", said.place))
        yield Static("", classes="hint")
        lines = [shown(said.wrong).stylize("$text-warning")] if said.wrong else []
        if said.block is not None:
            lines += [Content.styled("Tasks that", "bold"), *map(_line, said.lines), Content("")]
            lines += [Content.styled("In a note, for Obsidian Tasks", "bold")]
            lines += [_of_block(line) for line in said.block.text.rstrip().split("\n")]
        yield VerticalScroll(Static(Content("\n").join(lines)), id="scroll", can_focus=False)

    def pressed(self, key: str, character: str) -> bool:
        """`y` copies; the keys that one would try leave."""
        if character == "y" and self._said.block is not None:
            self.dismiss(True)  # noqa: FBT003 the answer of a yes-or-no dialog
        elif character == "q" or key in {"f3", "enter"}:
            self.dismiss(None)
        else:
            return super().pressed(key, character)
        return True


def underlined(text: str, place: tuple[int, int] | None) -> Content:
    """A filter, with its mistake underlined."""
    content = shown(text)
    return content if place is None else content.stylize("underline bold", *place)


def _line(line: Line) -> Content:
    return Content(f"{'  ' * (line.deep + 1)}{clip(line.text, _MOST)}")


def _of_block(line: str) -> Content:
    muted = line.startswith(("#", "```"))
    return Content.styled(f"  {clip(line, _MOST)}", "$text-muted" if muted else "")
