"""From a verb's key in the Inbox to a job: what is asked, and of what."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from core.actions.intents import Accept, InboxIntent, MakeTask, Reject
from core.errors import Refused
from core.inbox.items import InboxRow, Suggestion, Twin
from core.path import NotePath
from tui.inbox import verbs
from tui.inbox.messages import Compared, ItemKnown, Places, TwinFound
from tui.inbox.rows import InboxList
from tui.inbox.work import InboxWork
from tui.questions import Questions
from tui.screens.copies import Copies, Copy
from tui.screens.file_to import FileAnswer, FileTo
from tui.screens.inbox import InboxPane

if TYPE_CHECKING:
    from tui.app import WinnowApp

_PLAIN = frozenset(["inbox.done", "inbox.trash"])
"""Verbs that ask nothing of their own."""
_WHOLE = frozenset(["inbox.done", "inbox.snooze"])
"""Verbs that are about all that a folded row stands for."""
_TO = frozenset(["inbox.file", "inbox.note"])
"""Verbs that ask to whom."""


class ItemDecisions:
    """Turns verbs about items into what is wanted, and hands that over."""

    def __init__(self, app: "WinnowApp", questions: Questions, work: InboxWork) -> None:
        self._app = app
        self._questions = questions
        self._work = work
        self._last: tuple[str, str] | None = None
        self._named = ""
        """What the last answer is called by people."""
        self._places: dict[str, str] = {}
        """Type → the folder in which its entities live."""

    @property
    def pane(self) -> InboxPane:
        """The Inbox."""
        return self._app.main.inbox

    @property
    def last(self) -> str:
        """What `repeat` would do again: `file Harbor Foods`."""
        return "" if self._last is None else f"{verbs.name(self._last[0])} {self._named}".rstrip()

    def verb(self, verb: str) -> None:
        """Do a verb to what is chosen; one that wants an answer asks for it first."""
        items = self._whole(verb, self.pane.chosen)
        if not items:
            self._app.tell("Nothing of that waits any more.")
        elif verb in _PLAIN:
            self._do(verb, items, "")
        elif verb in _TO:
            self._ask_to(verb, items)
        elif verb == "inbox.duplicate":
            self._ask_of(items)
        else:
            from tui.screens.prompt import Prompt  # noqa: PLC0415 not needed for the first frame

            question = verbs.later(items, self._app.session.today)
            self._app.push_screen(Prompt(question), partial(self._answered, verb, items))

    def _whole(self, verb: str, items: verbs.Items) -> verbs.Items:
        """With the notes that are folded below those that are chosen: a folded row stands for all of them."""
        if verb not in _WHOLE:
            return items
        listing, unfolded = self.pane.listing, self.pane.unfolded
        below = (
            other
            for row in items
            if row.id not in unfolded
            for id in row.others
            if (other := listing.get(id)) is not None
        )
        return tuple({row.id: row for row in (*items, *below)}.values())

    def all(self, verb: str) -> None:
        """Accept or reject all that is undecided in what is chosen."""
        rows = self.pane.chosen
        found = {row.id: self._app.inboxing.stepping.undecided(row) for row in rows}
        tasks = tuple(task for each in found.values() for task in each)
        if not tasks:
            self._app.tell("No undecided proposal is in it.")
            return
        intent = (Accept if verb == "task.accept" else Reject)(tasks)
        # A note of a source whose others wait stays: the next list knows.
        gone = tuple(row.id for row in rows if found[row.id] and not (row.others or row.head))
        self._app.decisions.ask(verb, intent, items=gone)

    def capture(self) -> None:
        """Ask for a line to be captured."""
        from tui.screens.prompt import Prompt  # noqa: PLC0415 not needed for the first frame

        def answered(answer: str | None) -> None:
            if answer is not None:
                self._app.decisions.ask("inbox.capture", verbs.captured(answer))

        self._app.push_screen(Prompt(verbs.line_to_capture()), answered)

    def make_task(self) -> None:
        """Make a proposed task of the line that one is at."""
        steps, text = self.pane.steps, self.pane.line_text
        if steps is not None and text:
            self._app.decisions.ask("inbox.make-task", MakeTask(steps.path, steps.line, text))

    def repeat(self) -> None:
        """The last verb with its answer, on what is chosen now."""
        if self._last is not None:
            verb, value = self._last
            items = self._whole(verb, self.pane.chosen)
            self._do(verb, items, value)

    def _answered(self, verb: str, items: verbs.Items, answer: str | None) -> None:
        if answer is not None:
            self._do(verb, items, answer, answer)

    def _do(self, verb: str, items: verbs.Items, value: str, named: str = "") -> None:
        try:
            intents = verbs.intents(verb, value, items, self._app.session.today)
        except Refused as refused:
            self._app.tell(str(refused), severity="warning")
            return
        if verb != "inbox.duplicate":
            self._last, self._named = (verb, value), named or self._named
        for intent in intents:
            self._submit(verb, intent, value)

    def _submit(self, verb: str, intent: InboxIntent, value: str) -> None:
        items: tuple[InboxRow, ...] = getattr(intent, "items", ())
        gone = verbs.leaving(verb, tuple(row for row in items if row.path != value))
        if verb == "inbox.file" and len(items) == 1 and items[0].kind == "note":
            self._app.inboxing.moves(items[0])
        self._app.decisions.ask(verb, intent, items=gone)

    # To whom

    def _ask_to(self, verb: str, items: verbs.Items) -> None:
        app, card = self._app, self.pane.card.card
        here = self.pane.item
        alone = len(items) == 1 and here == items[0]
        known = card.suggestions if alone and card is not None and card.row == here else None
        if not self._places:  # once: every entity is looked at for it
            self._questions.ask("places", self._work.places)
        title = f"{verbs.name(verb)}{verbs.of(items)} to"
        ask = app.browsing.jumping.ask
        item = here.id if alone and here is not None else ""
        box = FileTo(title, ask, known, item=item, glyphs=app.config.glyphs)
        if not alone:
            self._questions.ask("together", partial(self._work.together, items))
        elif known is None and here is not None:
            app.inboxing.know(here.id)
        app.push_screen(box, partial(self._told_to, verb, items))

    def known(self, message: ItemKnown) -> None:
        """Whose an item may be, and what it may be a copy of: a box may wait for that."""
        box = self._app.screen
        if isinstance(box, FileTo) and box.item == message.id:
            self.suggested(message.suggestions)
        self._app.call_next(self._app.go_on)  # keys may wait for the box to close

    def twins(self, id: str, twins: Sequence[Twin]) -> None:
        """What an item may be a copy of: the box that asks waits for it."""
        box, row = self._app.screen, self.pane.listing.get(id)
        if isinstance(box, Copies) and box.waits and box.item == id:
            copies = [] if row is None else _copies_of(row, twins)
            box.show(copies)
            self._compare(id, copies)
        self._app.call_next(self._app.go_on)

    def suggested(self, suggestions: Sequence[Suggestion]) -> None:
        """Whose what is chosen may be: the box that asks waits for it."""
        box = self._app.screen
        if isinstance(box, FileTo) and box.waits:
            box.suggest(suggestions)
        self._app.call_next(self._app.go_on)

    def places(self, message: Places) -> None:
        """Where the entities of each type live."""
        self._places = dict(message.places)

    def _told_to(self, verb: str, items: verbs.Items, answer: FileAnswer | None) -> None:
        if answer is None:
            return
        if answer.key:
            self._do(verb, items, answer.key, answer.name)
            return
        if not self._places:
            self._app.tell("No folder of people, projects or customers is known: no page can be made.", "warning")  # fmt: skip
            return
        from tui.screens.choose import Choose, numbered  # noqa: PLC0415 not needed before

        def chosen(type: str | None) -> None:
            if type is not None:
                self._do(verb, items, f"{self._places[type]}/{answer.name}", answer.name)

        self._app.push_screen(Choose(f"new page “{answer.name}” among", numbered(self._places)), chosen)  # fmt: skip

    # Of what

    def _ask_of(self, items: verbs.Items) -> None:
        row = items[0]
        if len(items) > 1 and not all(one.kind == "note" for one in items):
            self._app.tell("A file is a copy of one other: D acts on one at a time.", "warning")
            return
        copies = self._copies(items)
        notes = row.kind == "note"
        title = "of one meeting keep" if notes else f"a copy{verbs.of(items)} of"
        box = Copies(title, row.id, copies)
        self._app.push_screen(box, partial(self._told_of, items))
        if copies is None:  # it may not be what is under the cursor
            self._questions.ask("twins", partial(self._work.twins, row))
        else:
            self._compare(row.id, copies)

    def _ask_twin(self, row: InboxRow, keep: NotePath) -> None:
        card = self.pane.card.card
        twins = card.twins if card is not None and card.row.id == row.id else ()
        if twins:
            other = twins[0].path if keep == row.path else keep
            self._questions.ask("twin", partial(self._work.twin, row, other, keep))

    def found(self, message: TwinFound) -> None:
        """The other note of a meeting is known."""
        self._do("inbox.duplicate", message.items, message.keep)

    def _copies(self, items: verbs.Items) -> list[Copy] | None:
        """What the items may be copies of; `None`: not known yet."""
        row, card = items[0], self.pane.card.card
        together = _together(items, self.pane.listing)
        if len(together) > 1:
            return [Copy(one.path, f"{one.proposals} undecided · {one.title}") for one in together]
        if card is None or card.row.id != row.id or card.suggestions is None:
            return None
        return _copies_of(row, card.twins)

    def _compare(self, id: str, copies: list[Copy]) -> None:
        row = self.pane.listing.get(id)
        other = next((one for one in copies if row is not None and one.path != row.path), None)
        if row is not None and other is not None:
            self._questions.ask("compare", partial(self._work.compare, row, other.path))

    def compared(self, message: Compared) -> None:
        """What differs is known."""
        box = self._app.screen
        if isinstance(box, Copies) and box.item == message.id:
            box.tell(message.difference)

    def _told_of(self, items: verbs.Items, answer: str | None) -> None:
        if answer is None:
            return
        whole = _together(items, self.pane.listing)
        if not whole and items[0].kind == "note":
            self._ask_twin(items[0], NotePath(answer))
            return
        self._do("inbox.duplicate", tuple(whole) or items, answer)


def _together(items: verbs.Items, listing: InboxList) -> list[InboxRow]:
    """Notes of one meeting: those that are marked, else those of one source."""
    if len(items) > 1 or items[0].kind != "note":
        return list(items) if len(items) > 1 else []
    row = items[0]
    head = listing.get(row.head) or row
    return [head, *filter(None, map(listing.get, head.others))]


def _copies_of(row: InboxRow, twins: Sequence[Twin]) -> list[Copy]:
    """What an item may be a copy of, and a note itself: one of them is kept."""
    copies = [Copy(twin.path, twin.why) for twin in twins]
    return [Copy(row.path, "this one"), *copies] if row.kind == "note" and copies else copies
