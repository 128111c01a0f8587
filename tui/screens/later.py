"""A pane that is still to come: what it will hold, counted from this vault. No keys that do nothing."""

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.panes import PanePreview
from tui.text import fit, shown

_LEAST = 12
_AROUND = 8
"""Cells that padding, gap and scroll bar take."""


class LaterPane(Container):
    """Figures and first items, and a sentence that the rest comes with a later version."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._text = Static("", classes="later-text")
        self.scroll = VerticalScroll(self._text, classes="later")

    def compose(self) -> ComposeResult:
        yield self.scroll

    def show(self, preview: PanePreview) -> None:
        """Show what was counted."""
        names = max((len(name) for name, _ in preview.lines), default=0)
        counts = max((len(count) for _, count in preview.lines), default=0)
        width = max(_LEAST, min(names, self.app.size.width - counts - _AROUND))
        lines = [
            Content.assemble(shown(fit(name, width)), "  ", shown(count))
            for name, count in preview.lines
        ]
        text = Content("\n").join(
            [
                Content.styled(preview.title, "bold"),
                Content(""),
                *lines,
                Content(""),
                Content.styled(preview.note, "$text-muted"),
                Content.styled("Working on it here comes with a later version.", "$text-muted"),
            ]
        )
        self._text.update(text)
