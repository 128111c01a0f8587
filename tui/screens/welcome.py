"""The first start: which vault, and what Winnow would touch in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from core.known_vaults import KnownVault
from core.survey import Survey
from tui.asking import Meaning, Question
from tui.lines.screen import TOO_SMALL, fits
from tui.lines.surveyed import Line, Promises, promised, surveyed
from tui.screens.prompt import Prompt
from tui.text import shown
from tui.widgets.key_bar import KeyBar
from tui.widgets.title_bar import TitleBar

_DEMO, _OTHER = "demo", "other"
_STACKED = 76
_LEAVING = frozenset(["q", "escape", "ctrl+c", "ctrl+q"])
_TONES = {"strong": "bold", "muted": "$text-muted", "warning": "$text-warning"}
_KEYS = (
    ("enter", "open and remember"),
    ("o", "open once"),
    ("d", "the demo"),
    ("/", "another folder"),
    ("q", "leave"),
)
_DEMO_LINES: tuple[str, ...] = (
    "An invented vault: a few weeks of somebody's meetings, with people, projects, customers and an inbox.",
    "",
    "It is made in a temporary folder and goes away when you leave; nothing of yours is touched.",
    "",
    "A guide of five steps comes along.",
)
_OTHER_LINES = ("Any folder of markdown notes. You will be asked for its path.",)


class Answer(NamedTuple):
    """What was chosen."""

    root: str | None
    """`None`: the demo."""
    remember: bool
    """Whether the settings are to name it from now on."""


class Looked(NamedTuple):
    """What came of looking at a vault."""

    root: str
    survey: Survey | None
    sentence: str = ""
    """Why it cannot be opened."""


class Welcome(Screen[Answer]):
    """Lists vaults, and says of the one that is lit what would happen to it."""

    MOVES: ClassVar[dict[str, str]] = {
        "j": "cursor_down", "down": "cursor_down", "k": "cursor_up", "up": "cursor_up",
        "g": "first", "home": "first", "G": "last", "end": "last",
    }  # fmt: skip

    @dataclass
    class Lit(Message):
        """A vault is under the cursor: it is to be looked at."""

        root: str

    @dataclass
    class Chosen(Message):
        """The answer; `None`: to leave."""

        answer: Answer | None

    def __init__(
        self,
        vaults: Sequence[KnownVault],
        promises: Promises,
        real: Callable[[str], str],
    ) -> None:
        """Begin with what was found.

        Args:
            vaults: The likeliest first.
            promises: Where things would be kept.
            real: The real path of a folder that was typed; raises `WinnowError` where it is none.
        """
        super().__init__()
        self._vaults = {vault.root: vault for vault in vaults}
        self._promises, self._real = promises, real
        self._known: dict[str, Looked] = {}
        self._before = self._clicked = ""
        """What was lit before; what was clicked on, if that is lit."""

    def compose(self) -> ComposeResult:
        """The same frame as that of the panes."""
        title = TitleBar()
        title.note = "first start"
        keys = KeyBar()
        keys.keys = _KEYS
        found = "Which vault?" if self._vaults else "No vault was found"
        yield title
        options = OptionList(*self._options(), id="list")
        options.can_focus = False  # the keys are ours
        with Horizontal(id="choice"):
            with Vertical(id="vaults"):
                yield Static(Content(found), id="question")
                yield options
            yield VerticalScroll(Static(id="what"), id="about", can_focus=False)
        yield keys
        yield Static(Content(TOO_SMALL), id="small")

    def _options(self) -> list[Option]:
        return [Option(self._row(id, lit=False), id=id) for id in self._rows]

    @property
    def _rows(self) -> dict[str, tuple[str, str]]:
        """What may be chosen, each in two lines."""
        vaults = {root: (vault.name, vault.why) for root, vault in self._vaults.items()}
        return {
            **vaults,
            _DEMO: ("The demo", "invented, to try everything on"),
            _OTHER: ("Another folder …", "by its path"),
        }

    def _row(self, id: str, *, lit: bool) -> Content:
        """Its two lines; which is lit is seen without colours, too."""
        name, why = self._rows[id]
        sign = "▌" if lit else " "
        return Content.assemble(
            f"{sign} ", shown(name), f"\n{sign} ", Content.styled(why, "$text-muted")
        )

    def on_mount(self) -> None:
        """The likeliest is lit."""
        self.query_one(OptionList).action_first()

    def on_resize(self, event: events.Resize) -> None:
        """What is said goes below where there is no room beside."""
        self.set_class(event.size.width < _STACKED, "-stacked")
        self.set_class(not fits(*event.size), "-small")

    # What is lit

    @on(OptionList.OptionHighlighted)
    def light(self) -> None:
        """Say what would happen to it, as soon as that is known."""
        id, before, options = self._lit, self._before, self.query_one(OptionList)
        if before in self._rows and before != id:
            options.replace_option_prompt(before, self._row(before, lit=False))
        options.replace_option_prompt(id, self._row(id, lit=True))
        self._before = id
        if id in self._vaults and id not in self._known:
            self.post_message(self.Lit(id))
        self._say()

    @property
    def _lit(self) -> str:
        options = self.query_one(OptionList)
        at = options.highlighted
        return _DEMO if at is None else options.get_option_at_index(at).id or _DEMO

    def tell(self, looked: Looked) -> None:
        """Take what came of looking at one."""
        self._known[looked.root] = looked
        self._say()

    def _say(self) -> None:
        id = self._lit
        if id in self._vaults:
            said = self._of(self._vaults[id])
        else:
            name, plain = (
                ("The demo", _DEMO_LINES) if id == _DEMO else ("Another folder", _OTHER_LINES)
            )
            said = [Content.styled(name, "bold"), Content(), *map(Content, plain)]
        self.query_one("#what", Static).update(Content("\n").join(said))
        self.query_one("#about").scroll_home(animate=False)

    def _of(self, vault: KnownVault) -> list[Content]:
        looked = self._known.get(vault.root)
        head = [Content.styled(shown(vault.name).plain, "bold")]
        if looked is None:
            return [*head, Content.styled("looking at it …", "$text-muted")]
        if looked.survey is None:
            return [*head, Content.styled(shown(looked.sentence).plain, "$text-warning")]
        lines = (*surveyed(looked.survey, self._promises.home), *promised(self._promises))
        return [*head, *map(_content, lines)]

    # Keys

    def on_key(self, event: events.Key) -> None:
        """They are fixed: there are no settings yet."""
        options = self.query_one(OptionList)
        move = self.MOVES.get(event.character or "") or self.MOVES.get(event.key)
        match event.character or event.key:
            case _ if move is not None:
                getattr(options, f"action_{move}")()
            case "J" | "pagedown":
                self.query_one("#about").scroll_relative(y=5, animate=False)
            case "K" | "pageup":
                self.query_one("#about").scroll_relative(y=-5, animate=False)
            case "o":
                self._choose(remember=False)
            case _ if event.key == "enter":
                self._choose(remember=True)
            case "d":
                self.post_message(self.Chosen(Answer(None, remember=False)))
            case "/":
                self._ask()
            case _ if event.key in _LEAVING:
                self.post_message(self.Chosen(None))
            case _:
                return
        self._clicked = ""
        event.stop()
        event.prevent_default()

    @on(OptionList.OptionSelected)
    def clicked_on(self, message: OptionList.OptionSelected) -> None:
        """A click lights, a second one opens."""
        id = message.option_id or ""
        if id == self._clicked:
            self._choose(remember=True)
        self._clicked = id

    @on(KeyBar.Pressed)
    def clicked(self, message: KeyBar.Pressed) -> None:
        """A click on a key is as good as the key."""
        self.app.simulate_key(message.key)

    def _choose(self, *, remember: bool) -> None:
        id = self._lit
        if id == _OTHER:
            self._ask()
            return
        looked = self._known.get(id)
        if looked is not None and looked.survey is None:
            self.app.bell()
            return
        root = None if id == _DEMO else id
        self.post_message(self.Chosen(Answer(root, remember and root is not None)))

    def _ask(self) -> None:
        question = Question("Which folder?", self._meant, placeholder="~/Notes")
        self.app.push_screen(Prompt(question), self._typed)

    def _meant(self, text: str) -> Meaning:
        if not text.strip():
            return Meaning("A folder of notes: its path, or ~/ and what follows.", fine=False)
        try:
            return Meaning(self._real(text.strip()))
        except ValueError as error:
            return Meaning(str(error), fine=False)

    def _typed(self, text: str | None) -> None:
        if text is None:
            return
        root = self._real(text)
        self._vaults = {root: KnownVault(root, "the folder you named"), **self._vaults}
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(self._options())
        options.highlighted = list(self._vaults).index(root)
        self.light()


def _content(line: Line) -> Content:
    return Content.assemble(
        *(Content.styled(shown(part.text).plain, _TONES.get(part.tone, "")) for part in line)
    )
