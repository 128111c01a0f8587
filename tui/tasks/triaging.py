"""The Tasks pane beside its rows: who says the same, what supports a proposal, what was decided before.

In the UI's thread. Loaded when the first rows stand on the screen.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING

from textual.timer import Timer

from core.actions.intents import (
    AcceptCluster,
    AsBefore,
    DuplicateOf,
    Intent,
    Join,
    RejectCluster,
    Split,
)
from core.clusters.cluster import Cluster
from core.index.rows import TaskId, TaskRow
from tui.lines.bars import key_of
from tui.lines.task_card import TaskCard
from tui.planned import many
from tui.questions import Questions
from tui.screens.duplicate_of import DuplicateTo
from tui.screens.members import Members, MembersAnswer
from tui.screens.tasks import TasksPane
from tui.tasks import messages
from tui.tasks.gathering import Behind
from tui.tasks.sourcing import Source, Sourcing
from tui.tasks.work import TriageWork
from tui.text import clip

if TYPE_CHECKING:
    from tui.app import WinnowApp

_HELD = 0.08
"""Seconds between two rows when a key is held."""
_TOLD, _WORDS = 3, 60
_NAMED = ("task.members", "task.source", "task.as-before")


class Triaging(Questions):
    """Answers keys about clusters, sources and what was decided before, and takes what workers tell of it."""

    def __init__(self, app: "WinnowApp") -> None:
        super().__init__(app)
        self._app = app
        self._work = TriageWork(app.post_message, app.session, app.idle.give_way)
        self._behind = Behind(partial(self.ask, "catch up", self._work.catch_up))
        app.jobs.over["catch up"] = self._behind.over
        self._listed = (-1, -1)
        """The revisions of what the list was asked for with last."""
        self._passed = 0.0
        """When a task was looked at last."""
        self._waiting: Timer | None = None
        pane = self.pane
        pane.keys = {id: key_of(id, app.keyboard.commands) for id in _NAMED}
        pane.strength = app.session.evidence.word
        self.sources: Sourcing = Sourcing(app, pane, self._source)

    @property
    def pane(self) -> TasksPane:
        """The Tasks pane."""
        return self._app.main.tasks

    def take(self, message: messages.TriageMessage) -> None:
        """Do what a message asks for."""
        match message:
            case messages.CaughtUp():
                self._caught_up()
            case messages.TaskKnown():
                self._known(message)
            case messages.MembersKnown():
                self._members(message)
            case messages.Alike():
                self._alike(message)
            case messages.RefusalKnown():
                self._app.refusing.take(message)
            case _:
                pass

    # What is known of all of them

    def catch_up(self) -> None:
        """Have it found out again who says the same; of what changes meanwhile, once more."""
        self._behind.begin()

    def _caught_up(self) -> None:
        session = self._app.session
        known = session.clusters.revision, session.ledger.revision
        if known == self._listed:
            return  # the list says so already
        self._listed = known
        self._app.jobs.fold_with(self._work.folding)
        pane = self.pane
        if not pane.typing:  # nothing moves under somebody who types
            self._app.jobs.rows(pane.filter, pane.rows)
        self.again()

    # What is known of one

    def looked(self, row: TaskRow) -> None:
        """Have it found out what is known of a task: at once, but of a held key's tasks only of the last."""
        now = monotonic()
        held, self._passed = now - self._passed < _HELD, now
        if self._waiting is not None:
            self._waiting.stop()
        if held:
            self._waiting = self._app.set_timer(_HELD, partial(self._know, row.id))
        else:
            self._know(row.id)

    def again(self) -> None:
        """Look again at what the cursor stands on."""
        row = self.pane.row
        if row is not None:
            self._know(row.id)

    def _know(self, id: TaskId) -> None:
        row = self.pane.row
        if row is not None and row.id == id:
            self.ask("task", partial(self._work.know, row))

    def _known(self, message: messages.TaskKnown) -> None:
        listing = self.pane.listing
        if listing is None or not self.newest("task", message.serial):
            return
        self.pane.show_card(
            TaskCard(
                message.row,
                self.pane.today,
                message.evidence,
                message.cluster,
                listing.folding.seen.get(message.row.id),
                message.why,
                self.pane.keys,
            )
        )
        self.sources.follow()

    def _source(self) -> Source | None:
        """The source of the task under the cursor, and the line of it that supports it."""
        row, card = self.pane.row, self.pane.card.card
        if row is None:
            return None
        evidence = card.evidence if card is not None and card.row.id == row.id else None
        # What only a copy's note names is known to the evidence alone.
        source = evidence.source if evidence else None
        source = source or self._app.session.snapshot.source(row.note.source_ref)
        line = evidence.sentences[0].line if evidence and evidence.sentences else None
        return source, line

    # Clusters

    def fold(self, *, folded: bool) -> None:
        """Show the other members of the cluster, or only the best."""
        if not self.pane.fold(folded=folded):
            self._app.tell("Nothing else says the same.")

    def decide(self, verb: str) -> None:
        """Decide all that says the same as what is chosen.

        Where members disagree about whose it is, until when or how urgent, that is asked first.
        """
        self._app.decisions.did(verb)
        rows, cluster = self.pane.chosen, self.pane.cluster
        if verb == "task.duplicate":
            self._duplicate(rows)
        elif verb == "task.accept-cluster" and len(rows) == 1 and cluster and not cluster.clean:
            self.members()
        else:
            self.decide_on(verb, rows)

    def decide_on(self, verb: str, rows: tuple[TaskRow, ...], *, look: bool = False) -> None:
        """Decide all that says the same as some tasks; with `look` only after a look at what that writes."""
        if not rows:
            return
        match verb:
            case "task.as-before":
                seen = self._app.session.ledger.known()
                meant = self._whole(rows)
                intent: Intent = AsBefore(tuple(row for row in meant if row.id in seen))
            case "task.reject-cluster":
                intent = RejectCluster(self._whole(rows))
            case _:
                intent = self._accepted(rows)
        if intent.items:
            told = beside(rows, intent.items) if look else ()
            self._app.decisions.ask(verb, intent, look=look, told=told)
        else:
            self._app.tell("None of it was decided before.")

    def folded(self, rows: Iterable[TaskRow]) -> tuple[TaskRow, ...]:
        """The tasks that rows of the list stand for: all of a cluster that is one row, else the line itself."""
        rows, open_ = tuple(rows), self.pane.unfolded
        clusters = self._clusters(rows)
        unfolded = {id for id, one in clusters.items() if one.id in open_}
        closed = tuple(row for row in rows if row.id not in unfolded)
        return tuple(dict.fromkeys((*self._whole(closed), *rows)))

    def _clusters(self, rows: Iterable[TaskRow]) -> dict[TaskId, Cluster]:
        """Of tasks that belong to a cluster: which."""
        of = self._app.session.clusters.cluster_of
        found = ((row.id, of(row.id)) for row in rows)
        return {id: one for id, one in found if one is not None and one.size > 1}

    def _whole(self, rows: tuple[TaskRow, ...]) -> tuple[TaskRow, ...]:
        tasks, clusters = self._app.session.snapshot.tasks, self._clusters(rows)
        ids = (
            id
            for row in rows
            for id in (clusters[row.id].members if row.id in clusters else (row.id,))
        )
        return tuple(row for id in dict.fromkeys(ids) if (row := tasks.get(id)) is not None)

    def _accepted(self, rows: tuple[TaskRow, ...]) -> AcceptCluster:
        """The best of each cluster; of an unfolded one the line under the cursor: somebody went there to choose it."""
        clusters, open_ = self._clusters(rows), self.pane.unfolded
        kept = {
            one.id: replace(one, best=id) if one.id in open_ else one
            for id, one in clusters.items()
        }
        intent = AcceptCluster.of(tuple(kept.values()), self._app.session.snapshot.tasks)
        alone = tuple(row for row in rows if row.id not in clusters)
        groups = (*intent.groups, *((row.id,) for row in alone))
        return replace(intent, items=(*intent.items, *alone), groups=groups)

    def members(self) -> None:
        """Show who says the same, and what they say otherwise."""
        row = self.pane.row
        if row is None:
            return
        self._app.push_screen(Members(row, self._app.config.glyphs), self._answered)
        self.ask("members", partial(self._work.members, row))

    def _members(self, message: messages.MembersKnown) -> None:
        box = self._app.screen
        if isinstance(box, Members) and self.newest("members", message.serial):
            box.show(message.cluster, message.rows, message.maybe)

    def _answered(self, answer: MembersAnswer | None) -> None:
        if answer is None:
            return
        decisions = self._app.decisions
        match answer.verb:
            case "accept":
                rest = (row.id for row in answer.rows if row.id != answer.best)
                intent = AcceptCluster(answer.rows, ((answer.best, *rest),), answer.choose)
                decisions.ask("task.accept-cluster", intent)
            case "reject":
                decisions.ask("task.reject-cluster", RejectCluster(answer.rows))
            case "split":
                decisions.ask("task.split", Split(answer.rows, answer.rest))
            case "join":
                decisions.ask("task.join", Join(answer.rows))

    # Others

    def _duplicate(self, rows: tuple[TaskRow, ...]) -> None:
        """Ask what tasks are copies of."""
        if not rows:
            return
        box = DuplicateTo(
            rows,
            partial(self._look_alike, rows),
            today=self._app.session.today,
            glyphs=self._app.config.glyphs,
        )
        self._app.push_screen(box, partial(self._duplicated, rows))

    def _look_alike(self, rows: tuple[TaskRow, ...], text: str) -> None:
        but = frozenset(row.id for row in rows)
        self.ask("alike", partial(self._work.alike, text or rows[0].text, but))

    def _alike(self, message: messages.Alike) -> None:
        box = self._app.screen
        if isinstance(box, DuplicateTo) and self.newest("alike", message.serial):
            box.show(message.rows)

    def _duplicated(self, rows: tuple[TaskRow, ...], answer: str | None) -> None:
        if answer is not None:
            intent = DuplicateOf(rows, TaskId(answer))
            self._app.decisions.ask("task.duplicate", intent)


def beside(rows: Iterable[TaskRow], items: Iterable[TaskRow]) -> tuple[str, ...]:
    """What is decided besides the rows that a filter found, because it says the same: how many, and some of them."""
    found = {row.id for row in rows}
    others = [row for row in items if row.id not in found]
    if not others:
        return ()
    more = [f"… and {len(others) - _TOLD:,} more"] if len(others) > _TOLD else []
    texts = (f"“{clip(row.text, _WORDS)}” in {clip(row.note.title, _WORDS)}" for row in others)
    return (
        f"{many(len(others), 'copy', 'copies')} besides, which the filter does not find:",
        *islice(texts, _TOLD),
        *more,
    )
