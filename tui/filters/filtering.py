"""Filters by their names: chosen, looked into, and all that one finds decided at once; and what a filter means."""

from functools import partial
from typing import TYPE_CHECKING

from core.errors import BadQuery
from core.explain import explain
from core.query import parse_query
from core.sweeps import FIXED, Counted, saved
from core.tasks_block import tasks_block
from tui import taking
from tui.commands import Scope
from tui.filters.messages import FilterMessage, Sampled, Swept
from tui.filters.work import FilterWork
from tui.questions import Questions
from tui.screens.explained import Explained, Explanation
from tui.screens.filters import Filters, Wanted

if TYPE_CHECKING:
    from tui.app import WinnowApp

_FIX = "fix"
_MANY = 500
"""Tasks from which on a diff takes a while."""
_VERBS = (
    "accept", "reject", "start", "done", "snooze", "due", "priority", "owner", "tag",
    "accept-cluster", "as-before", _FIX,
)  # fmt: skip
"""What `winnow do` calls the verbs that much may be decided with at once."""


class Filtering:
    """Opens the boxes about filters, and does what they answer; in the UI's thread."""

    def __init__(self, app: "WinnowApp") -> None:
        self._app = app
        self._work = FilterWork(app, app.session)
        self._questions = Questions(app)

    def open(self) -> None:
        """Show the filters that there are, with what each finds."""
        box = self._box()
        self._app.push_screen(box, self._answered)
        # What everybody has is there to be picked at once; counts, and days that many share, follow.
        box.show(tuple(map(Counted, (*FIXED, *saved(self._app.config.filters)))))
        self._questions.ask("sweeps", self._work.sweeps)

    def look_into(self, name: str, filter: str) -> None:
        """Show what one filter finds."""
        box = self._box()
        self._app.push_screen(box, self._answered)
        box.pick(name, filter)

    def _box(self) -> Filters:
        scopes = {Scope.TASKS, Scope.TOGETHER}
        known = {each.verb: each for each in self._app.keyboard.commands if each.scope in scopes}
        return Filters(self._sample, tuple(known[name] for name in _VERBS if name in known))

    def _sample(self, filter: str) -> None:
        self._questions.ask("sample", partial(self._work.sample, filter))

    def take(self, message: FilterMessage) -> None:
        """Show an answer, unless something else was asked since or the box was left."""
        box = self._app.screen
        if not isinstance(box, Filters):
            return
        match message:
            case Swept() if self._questions.newest("sweeps", message.serial):
                box.show(message.found)
            case Sampled() if self._questions.newest("sample", message.serial):
                box.show_sample(message.sample, message.sentence)
            case _:
                return
        self._app.call_next(self._app.go_on)  # keys may wait for the box to close

    def _answered(self, wanted: Wanted | None) -> None:
        if wanted is None:
            return
        app = self._app
        if app.main.pane != "tasks":
            app.show_pane("tasks")
        rows = wanted.sample.rows
        if wanted.command is None:
            app.main.tasks.filter = rows.query.text
            app.main.tasks.wanted(rows.query.text)
        else:
            tasks = tuple(rows.tasks[id] for id in rows.ids)
            if len(tasks) > _MANY:
                app.tell("Working out what that would write …")
            if wanted.command.verb == _FIX:
                app.decisions.fixing.open(tasks)
            else:
                app.decisions.verb_on(wanted.command.id, tasks, look=True)

    # What a filter means

    def explain(self) -> None:
        """Say what the filter of the list means."""
        app = self._app
        text = app.main.tasks.filter
        try:
            query = parse_query(text)
        except BadQuery as bad:
            app.push_screen(Explained(Explanation(text, wrong=str(bad), place=bad.place)))
            return
        today = app.session.today
        block = tasks_block(query, today, app.config.me)
        said = Explanation(text, explain(query, today), block)
        app.push_screen(Explained(said), partial(self._copied, block.text))

    def _copied(self, text: str, wanted: bool | None) -> None:
        if wanted:
            taking.copy_lines(self._app, text.split("\n"))
            self._app.tell("The query of Obsidian Tasks is copied.")
