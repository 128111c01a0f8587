"""All keys, from the command table, grouped by what they are about."""

from collections.abc import Iterable, Sequence

from textual import on
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.commands import Command, Group
from tui.screens.dialog import Dialog

_KEYS, _HELP = 14, 52


class Help(Dialog[None]):
    """The commands it is given; `/` looks for words in them."""

    AUTO_FOCUS = (
        ""  # nothing is typed until it is asked for: `j` and `q` would go into the hidden line
    )

    def __init__(self, title: str, commands: Sequence[Command], *, ids: bool) -> None:
        super().__init__(Content(title), "/ find · j k scroll · esc leaves")
        self._commands = commands
        self._ids = ids

    def inside(self) -> Iterable[Widget]:
        """The line to find with, and the keys."""
        yield Input(placeholder="words of what you want to do")
        yield VerticalScroll(Static(self._table(""), id="keys"), id="scroll", can_focus=False)

    @on(Input.Changed)
    def find(self, message: Input.Changed) -> None:
        """Show the commands that have every word."""
        self.query_one("#keys", Static).update(self._table(message.value))

    @on(Input.Submitted)
    def read(self) -> None:
        """Leave the line, so that `j` and `k` scroll what was found."""
        self.set_focus(None)

    def pressed(self, key: str, character: str) -> bool:
        """`/` finds; `q`, `?` and the keys that opened it leave."""
        if self.focused is not None:
            return key in {"tab", "shift+tab"}
        if character == "/":
            self.add_class("-filtering")
            self.query_one(Input).focus()
        elif character in {"q", "?"} or key in {"f1", "f2", "enter"}:
            self.dismiss(None)
        else:
            return super().pressed(key, character)
        return True

    def _table(self, wanted: str) -> Content:
        words = wanted.lower().split()
        lines: list[Content] = []
        sections: dict[str, list[Command]] = {group.value: [] for group in Group}
        for each in self._commands:
            # Where all keys are, one may mean several things: each in its pane.
            section = each.section if self._ids else each.group.value
            sections.setdefault(section, []).append(each)
        for section, commands in sections.items():
            rows = [self._row(each) for each in commands if _means(each, words)]
            if rows:
                lines += [Content.styled(section, "bold"), *rows, Content("")]
        return Content("\n").join(lines) if lines else Content("No command has these words.")

    def _row(self, command: Command) -> Content:
        keys = "  ".join(command.keys) or "–"
        return Content.assemble(
            (f"  {keys:<{_KEYS}}", "bold $accent"),
            f"{command.help:<{_HELP}}",
            (f"  {command.id}" if self._ids else "", "$text-muted"),
        )


def _means(command: Command, words: Sequence[str]) -> bool:
    text = f"{command.label} {command.help} {command.id} {' '.join(command.keys)}".lower()
    return all(word in text for word in words)
