"""From a verb's key to a job: what is asked, what leaves the list at once, what comes back and why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from secrets import token_hex
from typing import TYPE_CHECKING

from core.actions.intents import (
    AcceptCluster,
    Alias,
    AnyIntent,
    CreatePage,
    Intent,
    ItemIntent,
    Keep,
    MapName,
    PageIntent,
    Plan,
    PutOff,
    Refusal,
    RejectCluster,
    Review,
    SnoozeItem,
    TaskIntent,
    Trash,
)
from core.errors import Refused
from core.index.rows import TaskId, TaskRow
from tui.messages import Committed, Job, NotCommitted, Planned
from tui.planned import edits_first, facts_of
from tui.tasks import verbs
from tui.text import clip
from tui.workers import SessionWorkers

if TYPE_CHECKING:
    from tui.app import WinnowApp
    from tui.fixes.fixing import Fixing
    from tui.screens.confirm import Confirm
    from tui.screens.inbox import InboxPane
    from tui.screens.review import ReviewPane

_SAMPLES = 3
_WORDS = 60
_AT_ONCE = (Keep, PutOff, Alias)
"""What is done to pages without a look at the diff: a line on each."""


class Decisions:
    """Turns verbs into jobs for the workers, and their outcomes into what the list shows."""

    def __init__(self, app: "WinnowApp", workers: SessionWorkers) -> None:
        self._app = app
        self._workers = workers
        self._last: tuple[str, str] | None = None
        self.known: Mapping[str, tuple[str, ...]] = {"owners": (), "tags": ()}
        """Owners and tags of the vault, for completion."""
        self.leaving: set[TaskId] = set()
        """Rows that left the list and are not written yet."""
        self._asked: tuple[str, Confirm] | None = None
        """The job whose question stands there before it is known what it would do."""
        self.conflicts = 0
        """Jobs refused because a note had moved on, since the last rescan."""

    @property
    def last(self) -> str:
        """What `repeat` would do again: `due +3`."""
        return "" if self._last is None else f"{verbs.name(self._last[0])} {self._last[1]}".rstrip()

    @cached_property
    def fixing(self) -> "Fixing":
        """Lines mended."""
        from tui.fixes.fixing import Fixing  # noqa: PLC0415 not needed for the first frame

        return Fixing(self._app)

    # Asking

    def verb(self, verb: str) -> None:
        """Do a verb to what is chosen; one that wants a value asks for it first."""
        self.verb_on(verb, self._app.main.chosen_tasks)

    def verb_on(self, verb: str, items: tuple[TaskRow, ...], *, look: bool = False) -> None:
        """Do a verb to tasks; with `look` only after a look at what it would write, however few they are."""
        if not items:
            self._app.tell("There is no task to act on.")  # a heading was marked, or what is gone
        elif verb in verbs.PLAIN:
            self._do(verb, items, "", look=look)
        elif verb in verbs.TOGETHER:
            self._app.triaging.decide_on(verb, items, look=look)
        elif verb == "task.priority":
            from tui.screens.choose import Choose  # noqa: PLC0415 not needed for the first frame

            box = Choose(f"priority{verbs.of(items)}", verbs.PRIORITIES)
            self._app.push_screen(box, partial(self._answered, verb, items, look=look))
        else:
            from tui.screens.prompt import Prompt  # noqa: PLC0415 not needed for the first frame

            question = verbs.question(verb, items, self._app.session.today, self.known)
            self._app.push_screen(Prompt(question), partial(self._answered, verb, items, look=look))

    def edit_text(self) -> None:
        """Ask for the words of the one row under the cursor, whatever is marked."""
        from tui.screens.prompt import Prompt  # noqa: PLC0415 not needed for the first frame

        row = self._app.main.meant_task
        if row is not None:
            question = verbs.question("edit.text", (row,), self._app.session.today, self.known)
            self._app.push_screen(Prompt(question), partial(self._answered, "edit.text", (row,)))

    def did(self, verb: str) -> None:
        """What `repeat` does again is this, without an answer."""
        self._last = (verb, "")

    def repeat(self) -> None:
        """The last verb with its value, on what is chosen now."""
        if self._last is not None:
            verb, value = self._last
            if verb in verbs.TOGETHER:
                self._app.triaging.decide(verb)
                return
            self._do(verb, self._app.main.chosen_tasks, value)

    def _answered(
        self, verb: str, items: tuple[TaskRow, ...], answer: str | None, *, look: bool = False
    ) -> None:
        if answer is not None:
            self._do(verb, items, answer, look=look)

    def _do(self, verb: str, items: tuple[TaskRow, ...], value: str, *, look: bool = False) -> None:
        try:
            intent = verbs.intent(verb, value, items, self._app.session.today)
        except Refused as refused:
            self._app.tell(str(refused), severity="warning")
            return
        if verb != "edit.text":
            self._last = (verb, value)
        self.ask(verb, intent, look=look)

    def again(self, intents: Sequence[Intent]) -> None:
        """Ask once more for what was refused."""
        for intent in intents:
            self.ask(verbs.verb_of(intent), intent)

    def ask(  # noqa: PLR0913 - all but two named by the caller
        self,
        verb: str,
        intent: AnyIntent,
        *,
        items: tuple[str, ...] = (),
        looked: bool = False,
        look: bool = False,
        told: tuple[str, ...] = (),
    ) -> None:
        """Submit what is wanted, after a question where it is much.

        Args:
            verb: What people call it.
            intent: What is wanted.
            items: What leaves the pane in front.
            looked: Whether its diff was looked at already.
            look: Whether it is to be looked at, however little it is.
            told: What the question says besides.
        """
        ids = tuple(task.id for task in intent.items) if isinstance(intent, TaskIntent) else ()
        left = ids if verb in verbs.LEAVING and self._leaves() else ()
        job = Job(token_hex(6), verb, intent, ids, left, items, told=told)
        config, (many, files) = self._app.config, _extent(intent)
        much = many > config.confirm_items or files > config.confirm_files
        if looked or not (much or look or _is_looked_at(intent)):
            self._submit(job)
            return
        if isinstance(intent, PageIntent | MapName):
            # A plan about pages takes long enough for the next key to come: it is the question's.
            self._asked = job.id, self._question(job, verbs.name(verb), None)
        self._workers.plan(job)

    def _question(
        self, job: Job, title: str, facts: Sequence[str] | None, diff: str = ""
    ) -> "Confirm":
        from tui.screens.confirm import Confirm  # noqa: PLC0415 not needed for the first frame

        box = Confirm(title, facts, diff)
        self._app.push_screen(box, partial(self._confirmed, job))
        return box

    def _answered_by(self, job: Job) -> "Confirm | None":
        """The question about a job that stands there already; it is answered now."""
        (id, box), self._asked = self._asked or ("", None), None
        return box if id == job.id else None

    def _leaves(self) -> bool:
        """Whether a decided proposal is no longer what the list is for."""
        rows = self._app.main.tasks.rows
        if self._app.main.pane == "inbox":
            return True
        query = None if rows is None else rows.query
        return query is not None and query.means_proposals

    def planned(self, message: Planned) -> None:
        """Ask before a change to many tasks or files; tell if there is nothing to do."""
        job, plan = message.job, message.plan
        box = self._answered_by(job)
        if box is not None and box not in self._app.screen_stack:
            return  # it was left
        if plan.transaction is None:
            if box is not None:
                box.dismiss(None)
            self._tell_rest(job, plan)
            return
        label, diff = plan.transaction.label, edits_first(message.diff)
        facts = [*facts_of(plan, _noun(job)), *job.told]
        if box is not None:
            box.fill(label, facts, diff)
        else:
            self._question(job, label, facts, diff)

    def _confirmed(self, job: Job, yes: bool | None) -> None:
        if yes:
            self._submit(job)

    # Doing

    def _submit(self, job: Job) -> None:
        main = self._app.main
        if job.left:
            self.leaving.update(job.left)
            main.tasks.drop(job.left)
        elif job.verb in verbs.LEAVING and len(job.ids) == 1 and self._app.config.auto_advance:
            main.tasks.list.move(1)
        if main.pane == "inbox":
            gone = self._app.inboxing.stepping.decided(job.left) if job.left else ()
            main.inbox.drop(job.items)
            job = replace(job, items=(*job.items, *gone))
        elif main.pane == "review":
            main.review.drop(job.items)
        self._workers.submit(job)
        self._app.say_bars()

    def submit(self, verb: str, entry: str | None = None) -> None:
        """Queue an undo or a redo, of what is next or of an entry of the journal."""
        self._workers.submit(Job(token_hex(6), verb, None, (), entry=entry))
        self._app.say_bars()

    def committed(self, message: Committed) -> Sequence[TaskId]:
        """Take note of what was written; the tasks to go to where they come into the list."""
        job, outcome = message.job, message.outcome
        self._back(job)
        for sentence in outcome.left:
            self._app.tell(sentence, severity="warning")
        if job.intent is None:
            if self._app.main.pane == "inbox":
                self._app.inboxing.seek(outcome.touched)
            elif self._app.main.pane == "review":
                self._app.reviewing.seek()
            self._app.tell(f"{'undone' if job.verb == 'undo' else 'done again'}: {outcome.label}")
            return tuple(outcome.touched)
        if outcome.plan is not None:
            if isinstance(job.intent, PageIntent | CreatePage):
                self._app.browsing.pages.committed(job, outcome.plan)
            self._tell_rest(job, outcome.plan)
            if len(outcome.plan.done) > 1:
                files = len(outcome.plan.transaction.paths) if outcome.plan.transaction else 0
                where = f" in {files} file{'s' * (files != 1)}" if files else ""
                self._app.tell(f"{outcome.label}{where}")
            return tuple(refusal.id for refusal in outcome.plan.refused)
        return ()

    def not_committed(self, message: NotCommitted) -> None:
        """Put the rows back and say why."""
        box = self._answered_by(message.job) if message.planned else None
        if box is not None and box in self._app.screen_stack:
            box.dismiss(None)
        self._back(message.job)
        self._app.main.tasks.restore(message.job.left)
        if message.job.items:
            self._leaves_of(message.job).restore(message.job.items)
        self.conflicts += message.conflict
        if message.kept and self._app.work.held.many:
            return  # the bars say so, and one sentence a decision would say the same again
        name = verbs.name(message.job.verb)
        kept = "\nIt is kept and tried again." if message.kept else ""
        self._app.tell(f"{name}: {message.sentence}{kept}", severity="error")

    def _back(self, job: Job) -> None:
        """What left at the key may come back with the next list."""
        self.leaving.difference_update(job.left)
        if job.items:
            self._leaves_of(job).settle(job.items)

    def _leaves_of(self, job: Job) -> "InboxPane | ReviewPane":
        """The pane that a job's items left."""
        main = self._app.main
        pages = isinstance(job.intent, PageIntent | CreatePage | MapName)
        return main.review if pages else main.inbox

    def _tell_rest(self, job: Job, plan: Plan) -> None:
        """Say what was left as it was, and why."""
        name = verbs.name(job.verb)
        if plan.unchanged and not plan.done and not plan.refused:
            many = f"all {len(plan.unchanged)}" if len(plan.unchanged) > 1 else "it"
            self._app.tell(f"{name}: {many} already read so; nothing changed.")
        if not plan.refused:
            return
        conflicts = sum(refusal.conflict for refusal in plan.refused)
        self.conflicts += conflicts
        rescan = "\nR reads the vault again." if conflicts else ""
        said = "\n".join(dict.fromkeys(map(_reason, plan.refused[:_SAMPLES])))
        more = len(plan.refused) - _SAMPLES
        rest = f"\n… and {more} more" if more > 0 else ""
        self._app.tell(f"{name} refused: {said}{rest}{rescan}", severity="error")


def _reason(refusal: Refusal) -> str:
    lines = [refusal.reason]
    if refusal.expected and refusal.found:
        lines.append(f"expected  {clip(refusal.expected.strip(), _WORDS)}")
        lines.append(f"found     {clip(refusal.found.strip(), _WORDS)}")
    return "\n".join(lines)


def _extent(intent: AnyIntent) -> tuple[int, int]:
    """How many tasks or items something is about, and at least how many files."""
    match intent:
        case AcceptCluster():  # one key decides copies, in however many notes they stand
            return len(intent.groups), 0
        case RejectCluster():
            return len(intent.items), 0
        case TaskIntent():
            return len(intent.items), len({task.note.path for task in intent.items})
        case Review() | SnoozeItem() | PutOff():
            return len(intent.items), 0  # nothing is written into them
        case ItemIntent() | PageIntent():
            return len(intent.items), len(intent.items)
        case _:
            return 1, 1


def _is_looked_at(intent: AnyIntent) -> bool:
    """Whether the diff is looked at first, however little it is."""
    if isinstance(intent, PageIntent):
        return not isinstance(intent, _AT_ONCE)
    return isinstance(intent, Trash) or (isinstance(intent, MapName) and intent.rewrite)


def _noun(job: Job) -> str:
    """What a job is about."""
    if job.ids:
        return "task"
    return "page" if isinstance(job.intent, PageIntent | CreatePage) else "name" if isinstance(job.intent, MapName) else "item"  # fmt: skip
