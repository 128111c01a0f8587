"""One line asked for, with what it will mean shown as it is typed."""

from collections.abc import Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.asking import Question
from tui.screens.dialog import Dialog
from tui.text import clip, shown

_SHOWN = 8


class Prompt(Dialog[str]):
    """Answers with the text, or with the suggestion that was lit."""

    def __init__(self, question: Question) -> None:
        super().__init__(shown(question.title), "enter takes it · esc leaves")
        self._question = question
        self._answers: tuple[str, ...] = ()
        self._lit = 0
        self._line = Input(question.value, placeholder=question.placeholder, select_on_focus=False)

    @property
    def line(self) -> Input:
        """Where the answer is written."""
        return self._line

    def inside(self) -> Iterable[Widget]:
        """The input, what may be meant, what it would do."""
        yield self._line
        yield Static(id="answers")
        yield Static(id="meaning", classes="hint")

    def on_mount(self) -> None:
        """Say at once what the text that stands there means."""
        self._look(self._question.value)

    @on(Input.Changed)
    def look(self, message: Input.Changed) -> None:
        """Say what the text means now."""
        self._look(message.value)

    @on(Input.Submitted)
    def answer(self) -> None:
        """Leave with the answer, if it is one."""
        text = self._text()
        if self._question.explain(text).fine:
            self.dismiss(text)

    def pressed(self, key: str, character: str) -> bool:  # noqa: ARG002 the input has the characters
        """Light another suggestion, or write it into the line."""
        if not self._answers or key not in {"down", "up", "tab"}:
            return key == "tab"
        if key == "tab":
            self._line.value = self._text()
            self._line.action_end()
        else:
            step = 1 if key == "down" else -1
            self._lit = max(0, min(len(self._answers) - 1, self._lit + step))
            self._say()
        return True

    def _text(self) -> str:
        return self._answers[self._lit] if self._answers else self._line.value.strip()

    def _look(self, text: str) -> None:
        self._answers = self._question.answers(text.strip())[:_SHOWN]
        self._lit = 0
        self._say()

    def _say(self) -> None:
        rows = [
            Content.styled(
                f"{'▌' if at == self._lit else ' '} {clip(text, 66)}\n", _style(at == self._lit)
            )
            for at, text in enumerate(self._answers)
        ]
        answers = self.query_one("#answers", Static)
        answers.update(Content.assemble(*rows).rstrip())
        answers.display = bool(rows)
        meaning = self._question.explain(self._text())
        line = self.query_one("#meaning", Static)
        line.update(shown(meaning.sentence))
        line.set_class(not meaning.fine, "wrong")


def _style(lit: bool) -> str:
    return "bold $text-accent" if lit else ""
