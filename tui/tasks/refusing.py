"""A decision that was refused, looked at from three sides: the line as it was decided, as it reads now, as it would be.

In the UI's thread. Loaded when it is first needed.
"""

from functools import partial
from typing import TYPE_CHECKING

from core.decisions import asked_again
from core.errors import WinnowError
from core.index.rows import TaskId
from tui.questions import Questions
from tui.screens.refusal import LETS_GO, RETRIES, Refused, Sides
from tui.tasks import verbs
from tui.tasks.messages import RefusalKnown

if TYPE_CHECKING:
    from tui.app import WinnowApp


class Refusing(Questions):
    """Answers the key that asks what is in the way of a decision."""

    def __init__(self, app: "WinnowApp") -> None:
        super().__init__(app)
        self._app = app

    def open(self) -> None:
        """Show what is in the way of the decision about the task under the cursor."""
        row = self._app.main.meant_task
        if row is not None:
            self.ask("refusal", partial(self._look, row.id))

    def take(self, message: RefusalKnown) -> None:
        """Show it, if it is what was asked for last, and nothing else came over the panes."""
        if not self.newest("refusal", message.serial) or self._app.screen is not self._app.main:
            return
        if message.sides is None:
            self._app.tell("No decision about it was refused.")
        else:
            self._app.push_screen(Refused(message.sides), partial(self._answered, message.id))

    def _answered(self, id: TaskId, answer: str | None) -> None:
        if answer == RETRIES:
            self._app.jobs.retry([id])
        elif answer == LETS_GO:
            self._app.jobs.dismiss([id])

    def _look(self, id: TaskId, serial: int) -> None:
        """In a thread."""
        session = self._app.session
        try:
            kept = session.queue.kept.get(id)
            intents = asked_again(session, [id])
        except WinnowError as error:
            self._app.tell(
                str(error), "error"
            )  # a notification is a message: safe to send from a thread
            return
        row, sides = session.snapshot.tasks.get(id), None
        if kept is not None and row is not None and intents:
            refusal = kept.refusal
            became, why = "", ""
            try:
                plan = session.plan(intents[0])
                if plan.transaction is not None:
                    became = _written(session.writing.diff(plan.transaction))
                why = "\n".join(one.reason for one in plan.refused)
            except WinnowError as error:
                why = str(error)
            sides = Sides(
                verbs.name(verbs.verb_of(intents[0])),
                refusal.reason,
                refusal.expected or row.raw,
                row.raw,
                became,
                why,
            )
        self._app.post_message(RefusalKnown(serial, id, sides))


def _written(diff: str) -> str:
    """The lines that a diff adds."""
    lines = (line for line in diff.split("\n") if line[:1] == "+" and not line.startswith("+++ "))
    return "\n".join(line[1:] for line in lines)
