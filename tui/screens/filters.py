"""Filters by their names, with what they find now; then some of what one finds, and what to do with all of it."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from core.sweeps import Counted, Sample
from tui.commands import Command
from tui.keyboard.keymap import table_key
from tui.screens.dialog import Dialog
from tui.text import clip, fit, shown

_DIGITS, _LETTERS = "123456789", "abcdefghilmnoprstuvwxyz"
_COUNT, _NAME, _FILTER, _WORDS = 7, 44, 60, 90
_A_LINE = 5
"""Verbs that fit beside one another on a narrow screen."""
_LOOK = "enter"
_SCREEN = frozenset(["esc", "j", "k", "J", "K", "down", "up", "pgdn", "pgup", "ctrl+d", "ctrl+u"])
"""Keys that every box has."""
_PICK = "a digit or letter picks · esc leaves"
_DO = "a verb: to all, after its diff · enter lists them · esc leaves"


class Wanted(NamedTuple):
    """What is to be done with all that a filter finds."""

    command: Command | None
    """`None`: it is to be listed."""
    sample: Sample


class Filters(Dialog[Wanted]):
    """Answers with a verb and what it is for.

    A key that comes before the answer to what was asked waits for it. The app hands over the keys
    (`tui.keyboard.typed_ahead`).
    """

    def __init__(self, ask: Callable[[str], None], verbs: Sequence[Command]) -> None:
        """A box.

        Args:
            ask: Looks for what a filter finds; `show_sample` gets it.
            verbs: What may be done to all of it.
        """
        super().__init__(Content("decide many at once"), _PICK)
        self._ask = ask
        self._verbs = {key: each for each in verbs for key in each.keys}
        self._shown_verbs = tuple(verbs)
        self._found: dict[str, Counted] = {}
        self._picked = ""
        """The name of the one that was chosen."""
        self._sample: Sample | None = None
        self._waiting: list[str] = []
        """Keys that came before an answer."""
        self._text = Static()

    @property
    def closing(self) -> bool:
        """Whether a key said what to do, and only an answer is awaited."""
        return len(self._waiting) > (not self._picked)

    def inside(self) -> Iterable[Widget]:
        """The table, or the sample."""
        yield VerticalScroll(self._text, id="scroll", can_focus=False)

    def take_key(self, event: events.Key) -> bool:
        """Do what a key means, at once."""
        key = table_key(event)
        if key in _SCREEN:
            return False
        self._waiting.append(key)
        self._go_on()
        return True

    def show(self, found: Sequence[Counted]) -> None:
        """Show what there is to choose from."""
        keys = iter(_DIGITS), iter(_LETTERS)
        lettered = ((next(keys[each.sweep.saved], ""), each) for each in found)
        self._found = {key: each for key, each in lettered if key}
        if not self._picked:
            self._text.update(_table(self._found))
        self._go_on()

    @property
    def _counting(self) -> bool:
        return any(each.count is None for each in self._found.values())

    def pick(self, name: str, filter: str) -> None:
        """Look into one of them."""
        self._picked = name
        self.query("#box").set_class(True, "-picked")  # noqa: FBT003 as Textual has it
        self._ask(filter)

    def show_sample(self, sample: Sample | None, sentence: str) -> None:
        """Show some of what was found, and what may be done with it."""
        self._sample = sample
        if sample is None:
            self._waiting.clear()
            self._text.update(shown(sentence))
            return
        box = self.query_one("#box")
        box.border_title, box.border_subtitle = shown(self._picked), Content(_DO)
        self._text.update(_described(sample, self._shown_verbs))
        self._go_on()

    def _go_on(self) -> None:
        """Do what the keys mean that wait, as far as what they are about is known."""
        while self._waiting:
            if self._picked:
                if self._sample is None:
                    return
                self._do(self._waiting.pop(0), self._sample)
            else:
                each = self._found.get(self._waiting[0])
                if each is None and self._counting and self._waiting[0] in _DIGITS:
                    return  # it may be a day that many share: those are found last
                del self._waiting[0]
                if each is not None and not each.problem:
                    self.pick(each.sweep.name, each.sweep.filter)

    def _do(self, key: str, sample: Sample) -> None:
        command = self._verbs.get(key)
        if key == _LOOK or (command is not None and sample.rows.ids):
            self._waiting.clear()
            self.dismiss(Wanted(command, sample))


def _table(found: dict[str, Counted]) -> Content:
    lines: list[Content] = []
    wide = min(_NAME, max((cell_len(each.sweep.name) for each in found.values()), default=0)) + 2
    for key, each in found.items():
        if each.sweep.saved and not any(line.plain == "Saved" for line in lines):
            lines += [Content(""), Content.styled("Saved", "bold")]
        quiet = "$text-muted" if each.count == 0 or each.problem else ""
        count = "…" if each.count is None else f"{each.count:,}"
        rest = each.problem or each.sweep.filter
        lines.append(
            Content.assemble(
                (f" {key} ", "bold $text-accent"),
                (f"{count:>{_COUNT}}  ", quiet or "bold"),
                (fit(each.sweep.name, wide), quiet),
                (clip(rest, _FILTER), "$text-warning" if each.problem else "$text-muted"),
            )
        )
    return Content("\n").join(lines)


def _described(sample: Sample, verbs: Sequence[Command]) -> Content:
    many, notes = len(sample.rows.ids), sample.notes
    lines = [
        Content.assemble(
            (f"{many:,} task{'s' * (many != 1)} in {notes:,} note{'s' * (notes != 1)}", "bold"),
            (f"   {clip(sample.rows.query.text, _FILTER)}", "$text-muted"),
        ),
        Content(""),
        *(Content(f"  {clip(words, _WORDS)}") for words in sample.shown),
    ]
    if many > len(sample.shown):
        lines.append(Content.styled(f"  … and {many - len(sample.shown):,} more", "$text-muted"))
    keys = [
        Content.assemble((f" {each.keys[0]} ", "bold $text-accent"), f"{each.label}  ")
        for each in verbs
        if each.keys
    ]
    rows = [Content("").join(keys[at : at + _A_LINE]) for at in range(0, len(keys), _A_LINE)]
    return Content("\n").join([*lines, Content(""), *rows])
