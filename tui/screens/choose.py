"""One of a few, by its letter: what may follow a key is listed while it is waited for."""

from collections.abc import Iterable, Mapping

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.asking import Choice
from tui.screens.dialog import Dialog
from tui.text import shown


def numbered(values: Iterable[str]) -> tuple[Choice, ...]:
    """The first nine by their numbers."""
    return tuple(Choice(f"{at}", value, value) for at, value in enumerate(values, start=1))[:9]


class Choose(Dialog[str]):
    """Answers with the value of the letter that was pressed."""

    def __init__(self, title: str, choices: Iterable[Choice]) -> None:
        super().__init__(shown(title), "a letter takes it · esc leaves")
        self._choices: Mapping[str, Choice] = {each.letter: each for each in choices}

    def inside(self) -> Iterable[Widget]:
        """A line for each."""
        lines = [
            Content.assemble(
                (f" {each.letter} ", "bold $text-accent"), " ", shown(each.label), "\n"
            )
            for each in self._choices.values()
        ]
        yield Static(Content.assemble(*lines).rstrip())

    def pressed(self, key: str, character: str) -> bool:
        """Answer where the letter is one of them."""
        choice = self._choices.get(character)
        if choice is None:
            return super().pressed(key, character)
        self.dismiss(choice.value)
        return True
