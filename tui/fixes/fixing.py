"""Lines mended on the screen: what is wrong is shown with what each would become, and done at a key.

In the UI's thread. Loaded when it is first needed.
"""

from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from core.actions.intents import Plan
from core.index.rows import TaskRow
from core.problems.items import Problem
from tui.fixes.messages import FixPlanned
from tui.fixes.work import FixWork
from tui.planned import many
from tui.questions import Questions
from tui.screens.mend import Mend

if TYPE_CHECKING:
    from tui.app import WinnowApp

_ASKED = "fix"
_TOLD = 3
"""Kinds that are told line by line."""


class Fixing(Questions):
    """Answers the key that mends, and takes what workers tell of it."""

    def __init__(self, app: "WinnowApp") -> None:
        super().__init__(app)
        self._app = app
        self._work = FixWork(app.post_message, app.session)

    def open(self, rows: Iterable[TaskRow] | None = None) -> None:
        """Show what is wrong with some lines, else with all that the chosen rows stand for, and what they would become."""
        main = self._app.main
        chosen = main.chosen_tasks if rows is None else rows
        if rows is None and main.pane == "tasks":
            chosen = self._app.triaging.folded(chosen)
        tasks = tuple(row.id for row in chosen)
        self.ask(_ASKED, partial(self._work.lines, tasks))

    def take(self, message: FixPlanned) -> None:
        """Show it, if it is what was asked for last, and nothing else came over the panes."""
        if not self.newest(_ASKED, message.serial) or self._app.screen is not self._app.main:
            return
        plan = message.plan
        if not message.problems:
            self._app.tell("Nothing is wrong with it.")
        elif plan is None or plan.transaction is None:
            self._app.tell(message.sentence or _by_hand(message.problems), severity="warning")
        else:
            box = Mend(plan.transaction.label, _facts(message.problems, plan), message.diff, message.alike)  # fmt: skip
            self._app.push_screen(box, partial(self._answered, message))

    def _answered(self, message: FixPlanned, answer: str | None) -> None:
        if message.intent is None or answer is None:
            return
        if answer == Mend.ALL:
            codes = tuple(dict.fromkeys(one.code for one in message.intent.items))
            self.ask(_ASKED, partial(self._work.kinds, codes))
        else:
            self._app.decisions.ask("task.fix", message.intent, looked=True)


def _by_hand(problems: tuple[Problem, ...]) -> str:
    """What is wrong, where nothing but a person can mend it."""
    said = "\n".join(f"{message}." for message in dict.fromkeys(one.message for one in problems))
    return f"{said}\nOnly a person can tell what it is to be: E opens the editor."


def _facts(problems: tuple[Problem, ...], plan: Plan) -> list[str]:
    """What is wrong, kind by kind, and how much of it would be written."""
    assert plan.transaction is not None  # noqa: S101 the caller looked
    said = Counter(one.message for one in problems)
    told = [f"{message}{f' ×{number}' if number > 1 else ''}" for message, number in said.most_common(_TOLD)]  # fmt: skip
    if len(said) > _TOLD:
        told.append(f"… and {len(said) - _TOLD} kinds more")
    left = len(problems) - len(plan.done)
    by_hand = f" · {left:,} only a person can mend" if left else ""
    files = many(len(plan.transaction.paths), "file")
    return [*told, f"{many(len(plan.done), 'problem')} in {files}{by_hand}"]
