"""The guide of the demo: five steps, each over when the thing is really done. Nothing of it lies over anything."""

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.widgets import Static

from tui import messages
from tui.app_message import AppMessage
from tui.lines.bars import key_of

if TYPE_CHECKING:
    from tui.app import WinnowApp


class Step(NamedTuple):
    """One thing to do."""

    command: str
    """The command whose key it names."""
    says: str
    """What follows on the key."""


STEPS = (
    Step("pane.tasks", "opens Tasks: what the notes propose, each with its note."),
    Step("task.accept", "accepts the proposal that is lit: one line of one note changes."),
    Step("task.reject", "rejects the next: it gets the vault's own status for that."),
    Step("undo", "takes that back, also days later; the line below says what."),
    Step("jump", "jumps to anybody: two letters of a name, then enter."),
)
_MADE = {
    "task.accept": 1,
    "task.accept-cluster": 1,
    "inbox.accept-all": 1,
    "task.reject": 2,
    "task.reject-cluster": 2,
    "inbox.reject-all": 2,
    "undo": 3,
}
"""Which step a change completes."""
_SKIP, _HELP, _PALETTE, _LEAVE = "guide.skip", "help", "palette", "quit"


class Guide:
    """Knows at which step one is; in the UI's thread."""

    def __init__(self, app: "WinnowApp") -> None:
        self._app = app
        self._at: int | None = None
        """The step; as many as there are: all are done; `None`: there is no guide."""
        self._strip = Static(id="guide")
        self._jumped = False

    @property
    def is_open(self) -> bool:
        """Whether there is something to skip."""
        return self._at is not None

    def begin(self) -> None:
        """Show the first step that is not done yet, above the status line."""
        self._at = 0
        self._app.main.mount_above_status(self._strip)
        self.look()
        self._say()

    def skip(self) -> None:
        """Take it away."""
        self._at = None
        self._strip.remove()

    def see(self, message: AppMessage) -> None:
        """Look whether a message says that the step was done."""
        match message:
            case messages.Committed():
                self._done(_MADE.get(message.job.verb))
            case messages.Jumped():
                self._jumped = True
            case _:
                pass

    def look(self) -> None:
        """Look whether one is where the step leads."""
        app = self._app
        if app.main.pane == "tasks":
            self._done(0)
        if self._jumped and app.main.pane == "entities":
            self._done(4)

    def _done(self, step: int | None) -> None:
        """Go on behind that step; one that was not asked for yet counts too, for nobody does it twice to please a guide."""
        if self._at is not None and step is not None and self._at <= step:
            self._at = step + 1
            self._say()

    def _say(self) -> None:
        at = self._at
        if at is None:
            return
        skip = Content.assemble("   ", self._key(_SKIP), (" closes", "$text-muted"))
        if at < len(STEPS):
            step = STEPS[at]
            said = Content.assemble(
                (f"Guide {at + 1} of {len(STEPS)}   ", "bold"),
                self._key(step.command),
                f" {step.says}",
                skip,
            )
        else:
            said = Content.assemble(
                ("That was it.   ", "bold"),
                self._key(_HELP),
                " lists the keys here, ",
                self._key(_PALETTE),
                " finds everything, ",
                self._key(_LEAVE),
                " leaves.",
                skip,
            )
        self._strip.update(said)

    def _key(self, command: str) -> tuple[str, str]:
        return key_of(command, self._app.keyboard.commands), "bold $text-accent"
