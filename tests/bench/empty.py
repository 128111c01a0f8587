"""The floor: a Textual app with one word in it."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Empty(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("floor")


Empty().run()
