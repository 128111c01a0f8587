"""Find a command, a filter, a theme or an entity by its name. Loaded when it is first opened, and rapidfuzz with it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils
from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tui.boxes import ENTITY, FILTER, THEME
from tui.commands import Command
from tui.conditions import UiState
from tui.messages import Found
from tui.screens.dialog import Dialog
from tui.text import clip, fit

_CUTOFF = 55
_LEAST = 2
"""Letters from which on entities are looked for."""
_ENTITIES = 6
_LABEL, _HELP = 15, 42


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette."""

    id: str
    name: str
    """What is searched."""
    prompt: Content
    why_not: str | None


class Palette(Dialog[str]):
    """Answers with the id of a command that can be run now, with a filter or a theme."""

    CSS_PATH = "screens/dialogs.tcss"  # Textual looks beside the class, not beside its base

    def __init__(
        self,
        commands: Sequence[Command],
        state: UiState,
        themes: Iterable[str],
        ask: Callable[[str], None],
        filters: Iterable[str] = (),
    ) -> None:
        """A palette; `ask` looks for entities, and who answers calls `show`."""
        super().__init__(Content("commands"), "enter does it · ↑ ↓ choose · esc leaves")
        found = [_command(each, state) for each in commands if each.id != "palette"]
        # What cannot be done now is found by its name, but it does not stand in front.
        found.sort(key=lambda entry: entry.why_not is not None)
        self._entries = {
            each.id: each for each in (*found, *map(_filter, filters), *map(_theme, themes))
        }
        self._ask = ask
        self._line = Input(placeholder="what you want to do")

    @property
    def line(self) -> Input:
        """What is looked for."""
        return self._line

    def inside(self) -> Iterable[Widget]:
        """The line to find with, and what was found."""
        yield self._line
        options = OptionList(*self._options(""), compact=True)
        options.can_focus = False
        yield options

    def on_mount(self) -> None:
        """The first one is lit."""
        self.query_one(OptionList).action_first()

    @on(Input.Changed)
    def find(self, message: Input.Changed) -> None:
        """Show what the text may mean, best first."""
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(self._options(message.value))
        options.action_first()
        if len(message.value.strip()) >= _LEAST:
            self._ask(message.value)

    def show(self, found: Sequence[Found]) -> None:
        """Show entities too, behind the commands."""
        options = self.query_one(OptionList)
        entries = [_entity(each) for each in found[:_ENTITIES]]
        self._entries = {
            **{id: each for id, each in self._entries.items() if not id.startswith(ENTITY)},
            **{each.id: each for each in entries},
        }
        options.add_options([Option(each.prompt, id=each.id) for each in entries])
        if options.highlighted is None:
            options.action_first()

    @on(Input.Submitted)
    def take(self) -> None:
        """Answer with the one that is lit, unless it cannot be done."""
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            self._answer(options.get_option_at_index(options.highlighted).id or "")

    @on(OptionList.OptionSelected)
    def take_clicked(self, message: OptionList.OptionSelected) -> None:
        """A click is as good as `enter`."""
        self._answer(message.option_id or "")

    def pressed(self, key: str, character: str) -> bool:  # noqa: ARG002 the input has the characters
        """Light another one."""
        options = self.query_one(OptionList)
        match key:
            case "down":
                options.action_cursor_down()
            case "up":
                options.action_cursor_up()
            case _:
                return key == "tab"
        return True

    def _answer(self, id: str) -> None:
        if self._entries[id].why_not is None:
            self.dismiss(id)

    def _options(self, text: str) -> list[Option]:
        entries = [each for id, each in self._entries.items() if not id.startswith(ENTITY)]
        if text.strip():
            names = [entry.name for entry in entries]
            matches = process.extract(
                text,
                names,
                scorer=fuzz.partial_ratio,
                processor=utils.default_process,
                score_cutoff=_CUTOFF,
                limit=40,
            )
            entries = [entries[index] for _, _, index in matches]
        return [Option(entry.prompt, id=entry.id) for entry in entries]


def _command(command: Command, state: UiState) -> Entry:
    why_not = command.why_not(state)
    keys = " ".join(command.keys)
    prompt = Content.assemble(
        (f"{command.label:<{_LABEL}}", "" if why_not is None else "$text-muted"),
        (f"{clip(why_not or command.help, _HELP):<{_HELP}} ", "$text-muted"),
        (keys, "bold $text-accent"),
    )
    return Entry(command.id, f"{command.label} {command.help}", prompt, why_not)


def _theme(name: str) -> Entry:
    prompt = Content.assemble(f"{'theme':<{_LABEL}}", (name, "$text-muted"))
    return Entry(f"{THEME}{name}", f"theme {name}", prompt, None)


def _filter(name: str) -> Entry:
    prompt = Content.assemble(f"{'filter':<{_LABEL}}", (clip(name, _HELP), "$text-muted"))
    return Entry(f"{FILTER}{name}", f"filter {name}", prompt, None)


def _entity(found: Found) -> Entry:
    name = fit(found.hit.name, _LABEL + _HELP)
    kind = clip(found.hit.type, _LABEL)
    prompt = Content.assemble(name, " ", (kind, "$text-muted"))
    return Entry(f"{ENTITY}{found.hit.key}", found.hit.name, prompt, None)
