"""Going through an item of the Inbox in place: what the keys do, and what becomes of it when the vault changes.

In the UI's thread.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING

from core.inbox.items import InboxRow
from core.index.rows import TaskId, TaskRow
from tui.entities.visits import Visit
from tui.inbox.steps import Steps, begin
from tui.screens.inbox import InboxPane
from tui.taking import open_in_obsidian

if TYPE_CHECKING:
    from tui.app import WinnowApp


class Stepping:
    """From proposal to proposal, from line to line, from item to item."""

    def __init__(self, app: "WinnowApp") -> None:
        self._app = app
        self._sought: frozenset[TaskId] = frozenset()
        """Proposals to go to where they come back."""
        self._entering = ""
        """The item that is gone into as soon as it is read."""

    @property
    def pane(self) -> InboxPane:
        """The Inbox."""
        return self._app.main.inbox

    def seek(self, tasks: Collection[TaskId]) -> None:
        """Go to these proposals when they come back."""
        self._sought = frozenset(tasks)

    def looked(self, row: InboxRow | None) -> None:
        """The cursor stands on another item: that is not gone through yet."""
        pane, id = self.pane, row.id if row is not None else ""
        if pane.steps is not None and pane.steps.item != id:
            pane.steps = None
            self._app.say_bars()
        if self._entering != id:
            self._entering = ""

    def come(self, id: str) -> None:
        """An item was read: somebody may wait to go into it."""
        if self._entering == id:
            self._entering = ""
            self.enter()

    def undecided(self, row: InboxRow) -> tuple[TaskRow, ...]:
        """Its proposals that nobody decided; from memory."""
        snapshot, leaving = self._app.session.snapshot, self._app.decisions.leaving
        ids = (id for id in snapshot.by_note.get(row.path, ()) if id not in leaving)
        tasks = (task for id in ids if (task := snapshot.tasks.get(id)) and task.proposed)
        return tuple(sorted(tasks, key=lambda task: task.line))

    def enter(self) -> None:
        """Go into the item under the cursor: through its proposals, else through its lines."""
        row = self.pane.item
        if row is None:
            return
        if row.kind == "attachment":
            open_in_obsidian(self._app)
            return
        tasks = self.undecided(row) if row.kind in {"note", "capture"} else ()
        if tasks:
            self._step_in(begin(row.id, row.path, tasks))
            return
        lines = tuple(self.pane.lines())
        if lines:
            self._step_in(Steps(row.id, row.path, lines=lines))
        elif not self.pane.shows(row.id):
            self._entering = row.id

    def _step_in(self, steps: Steps) -> None:
        pane, main = self.pane, self._app.main
        pane.steps = steps
        if not pane.other.display:
            main.fill()
        if not pane.reading:
            pane.give_keys(pane.note)
        if pane.away:
            pane.visits.clear(Visit(steps.item))
            self._app.inboxing.read(steps.item)
        pane.mark()
        self._app.say_bars()

    def leave(self) -> bool:
        """Back to the list; whether one was going through something."""
        pane = self.pane
        if pane.steps is None:
            return False
        pane.steps = None
        pane.mark()
        self._app.main.leave_full()
        pane.give_keys(pane.list)
        self._app.say_bars()
        return True

    def step(self, step: int) -> None:
        """To the next stop; behind the last one to the next item with proposals."""
        steps = self.pane.steps
        if steps is None:
            return
        moved = steps.moved(step)
        if moved is not None:
            self._stand(moved)
        elif steps.tasks and not self._next_item(step):
            self._app.tell("No undecided proposal that way.")

    def step_to_end(self, step: int) -> None:
        """To the last stop of the item, or the first."""
        if (steps := self.pane.steps) is not None:
            self._stand(steps.at_end(step))

    def _stand(self, steps: Steps) -> None:
        self.pane.steps = steps
        self.pane.mark()
        self._app.say_bars()

    def _next_item(self, step: int) -> bool:
        """Go on in the next item that has proposals; `False`: there is none that way."""
        row = self._beyond(step)
        if row is not None:
            self._enter_row(row, last=step < 0)
        return row is not None

    def _beyond(self, step: int) -> InboxRow | None:
        """The next item that way with proposals."""
        pane = self.pane
        ids, at = pane.list.ids, pane.list.window.cursor + step
        while 0 <= at < len(ids):
            row = pane.listing.get(ids[at])
            if row is not None and row.proposals and self.undecided(row):
                return row
            at += step
        return None

    def _enter_row(self, row: InboxRow, *, last: bool = False) -> None:
        self.pane.list.go_to(row.id)
        self._step_in(begin(row.id, row.path, self.undecided(row), last=last))

    def decided(self, ids: Collection[str]) -> tuple[str, ...]:
        """Proposals were decided at a key: go on; the item that leaves with its last one."""
        pane = self.pane
        steps = pane.steps
        if steps is None or not steps.tasks:
            return ()
        left = steps.without(ids)
        if left is not None:
            self._stand(left)
            return ()
        row, further = pane.listing.get(steps.item), self._beyond(1)
        pane.steps = None
        # The others of its source may still have some: then the next list knows what stays.
        gone = () if row is None or row.head or row.others else (row.id,)
        pane.drop(gone)
        if further is not None:
            self._enter_row(further)
        else:
            self._ended()
        return gone

    def _ended(self) -> None:
        pane = self.pane
        pane.give_keys(pane.list)
        self._app.main.leave_full()
        self._app.say_bars()

    def follow(self) -> None:
        """Proposals may read otherwise now, have gone, or have come back."""
        pane, sought = self.pane, self._sought
        self._sought = frozenset()
        if sought and (pane.steps is not None or pane.reading) and self._go_back(sought):
            return
        steps, row = pane.steps, pane.item
        if steps is None or not steps.tasks or row is None or row.id != steps.item:
            return
        renewed = steps.renewed(self.undecided(row))
        if renewed is None:
            self.leave()
        elif renewed != steps:
            self._stand(renewed)

    def _go_back(self, sought: Collection[TaskId]) -> bool:
        """Go to a proposal that came back; whether there is one in the list."""
        pane, tasks = self.pane, self._app.session.snapshot.tasks
        back = (task for id in sought if (task := tasks.get(id)) is not None and task.proposed)
        paths = {task.note.path for task in back}
        for id in pane.list.ids if paths else ():
            row = pane.listing.get(id)
            if row is not None and row.path in paths:
                pane.list.go_to(row.id)
                found = self.undecided(row)
                if not found:
                    return False
                steps = begin(row.id, row.path, found)
                self._step_in(steps.renewed(found, sought) or steps)
                return True
        return False
