"""What of the work in threads is about what is wrong with lines: looked for, and planned to be looked at."""

from collections.abc import Callable

from textual.message import Message

from core.actions.intents import Fix
from core.errors import WinnowError
from core.index.rows import TaskId
from core.problems.items import Problem
from core.session import Session
from tui.fixes.messages import FixPlanned


class FixWork:
    """One method a question; each is run in a thread of its own and touches no widget."""

    def __init__(self, post: Callable[[Message], object], session: Session) -> None:
        self._post = post
        self._session = session

    def lines(self, tasks: tuple[TaskId, ...], serial: int) -> None:
        """Plan to mend the lines of some tasks."""
        problems = self._session.problems.of(tasks)
        mendable = [one for one in problems if one.is_mendable]
        alike = len(self._session.problems.alike({one.code for one in mendable}))
        self._plan(serial, problems, alike if alike > len(mendable) else 0)

    def kinds(self, codes: tuple[str, ...], serial: int) -> None:
        """Plan to mend every line with a problem of these kinds."""
        self._plan(serial, self._session.problems.alike(codes), 0)

    def _plan(self, serial: int, problems: tuple[Problem, ...], alike: int) -> None:
        items = tuple(one for one in problems if one.is_mendable)
        if not items:
            self._post(FixPlanned(serial, problems))
            return
        intent = Fix(items)
        try:
            plan = self._session.plan(intent)
            tx = plan.transaction
            diff = self._session.writing.diff(tx) if tx else ""
        except WinnowError as error:
            self._post(FixPlanned(serial, problems, sentence=str(error)))
        else:
            self._post(FixPlanned(serial, problems, intent, plan, diff, alike))
