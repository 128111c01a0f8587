"""The boxes that verbs about pages ask with: opened at the key, and told by workers what they wait for."""

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from core.actions.intents import AnyIntent, Merge, Plan, Rename
from core.inbox.items import Suggestion
from core.review.items import ReviewRow
from tui.pages import verbs
from tui.pages.work import PageWork
from tui.planned import edits_first, rest_of, summed
from tui.questions import Questions
from tui.review import messages
from tui.screens.choose import Choose
from tui.screens.fields import Changes, Form
from tui.screens.file_to import FileAnswer, FileTo
from tui.screens.merge_into import Looked, MergeAnswer, MergeInto, Side
from tui.screens.rename_to import Otherwise, RenameTo

if TYPE_CHECKING:
    from tui.app import WinnowApp

Offers = tuple[Suggestion, ...]
_Answer = TypeVar("_Answer")
_Box = TypeVar("_Box", Form, MergeInto, RenameTo)


class PageBoxes:
    """Opens a box and hands over its answer; `esc` hands over nothing."""

    def __init__(self, app: "WinnowApp", questions: Questions) -> None:
        self._app = app
        self._questions = questions
        self._work = PageWork(app.post_message, app.session)
        self._waits: MergeInto | FileTo | None = None
        """The box that waits to hear whom pages may be the same as."""
        self._instead: Callable[[], object] = lambda: None
        """What is asked where they may be the same as nobody."""

    def type_of(
        self, title: str, chosen: Callable[[str], None], without: Collection[str] = ()
    ) -> None:
        """Ask for a type, but for some."""
        choices = verbs.types(self._app.config.entities, without)
        self._app.push_screen(Choose(title, choices), partial(_handed, chosen))

    def whose(
        self,
        title: str,
        offers: Offers | None,
        answered: Callable[[FileAnswer], None],
        *,
        new: Callable[[str], str] | None = None,
    ) -> FileTo:
        """Ask for somebody.

        Args:
            title: What for.
            offers: Whom it may be; `None`: `suggest` of the box is told later.
            answered: Gets the answer.
            new: What is said of a name that is only typed; `None`: that is no answer.
        """
        ask, glyphs = self._app.browsing.jumping.ask, self._app.config.glyphs
        box = FileTo(title, ask, offers, item="", glyphs=glyphs, new=new, first=True)
        self._app.push_screen(box, partial(_handed, answered))
        return box

    def fields(self, pages: verbs.Pages, changed: Callable[[Changes], None]) -> None:
        """Show what pages say in a form."""
        box = Form(f"properties of{verbs.of(pages)}")
        self._app.push_screen(box, partial(_handed, changed))
        self._questions.ask("fields", partial(self._work.fields, pages))

    def trash(self, pages: verbs.Pages, chosen: Callable[[verbs.Gone], None]) -> None:
        """Ask what becomes of links to pages that go, and of the notes in their folders, where there are any."""
        title, links, notes = f"trash{verbs.of(pages)}, and", verbs.links_of(pages), verbs.notes_of(pages)  # fmt: skip

        def and_notes(gone: verbs.Gone) -> None:
            if notes:
                along = partial(_handed, lambda which: chosen(gone._replace(notes=bool(which))))
                self._app.push_screen(Choose(title, notes), along)
            else:
                chosen(gone)

        def and_links(which: str) -> None:
            if which == "redirect":
                self.offer(pages, self.whose("let the links lead to", None, lambda to: and_notes(verbs.Gone(which, to.key))))  # fmt: skip
            else:
                and_notes(verbs.Gone(which))

        if links:
            self._app.push_screen(Choose(title, links), partial(_handed, and_links))
        else:
            and_notes(verbs.Gone())

    def offer(self, rows: verbs.Pages, box: MergeInto | FileTo) -> None:
        """Have it found out whom pages may be the same as, for a box that waits to hear it."""
        self._waits = box
        self._questions.ask("offers", partial(self._work.offers, rows))

    # With the diff in them

    def merge(
        self, rows: verbs.Pages, offers: Offers | None, merged: Callable[[MergeAnswer], None]
    ) -> None:
        """Show what it would be to put pages into another: into the first that is offered, at first."""
        title = f"merge{verbs.of(rows)} into"

        def plan(into: str, choose: tuple[tuple[str, str], ...]) -> None:
            self._plan(Merge(verbs.but(rows, into), into, choose))

        def find() -> None:
            self.whose(title, (), lambda answer: box.add(chosen(answer)))

        def instead() -> None:
            self.whose(title, (), lambda answer: self.merge(rows, (chosen(answer),), merged))

        box, self._instead = MergeInto(title, plan, find), instead
        self._app.push_screen(box, partial(_handed, merged))
        if offers is None:
            self.offer(rows, box)
        else:
            box.offer(offers)

    def called(self, row: ReviewRow, renamed: Callable[[str], None]) -> None:
        """Ask what a page is to be called."""
        box = RenameTo(verbs.otherwise(row), lambda name: self._plan(Rename((row,), name)))
        self._app.push_screen(box, partial(_handed, renamed))

    def _plan(self, intent: AnyIntent) -> None:
        self._questions.ask("page-plan", partial(self._work.plan, intent))

    def take(self, message: messages.PageMessage) -> None:
        """Hand what a worker found to the box that waits for it."""
        newest = self._questions.newest
        match message:
            case messages.OffersKnown() if newest("offers", message.serial):
                self._offered(message.offers)
            case messages.FieldsKnown() if newest("fields", message.serial):
                if (form := _open(self._app, Form)) is not None:
                    form.fill(message.fields)
            case messages.PagePlanned() if newest("page-plan", message.serial):
                self._looked(message)
            case _:
                return
        self._app.call_next(self._app.go_on)  # keys may wait for the box to close

    def _offered(self, offers: Offers) -> None:
        box = self._waits
        if box not in self._app.screen_stack:
            return  # it was left
        if isinstance(box, MergeInto) and offers:
            box.offer(offers)
        elif isinstance(box, MergeInto):
            box.dismiss(None)
            self._instead()
        elif box is not None:
            box.suggest(offers)

    def _looked(self, message: messages.PagePlanned) -> None:
        plan, intent = message.plan, message.intent
        why = message.sentence if plan is None else _cannot(plan)
        lines = (why,) if plan is None or why else (summed(plan), *rest_of(plan))
        if isinstance(intent, Merge) and (box := _open(self._app, MergeInto)) is not None:
            sides = tuple(Side(*one) for one in plan.clashes) if plan is not None else ()
            diff = edits_first(message.diff, plan.folded if plan is not None else (), intent.into)
            box.look(Looked(intent.into, intent.choose, lines, sides, diff, fine=not why))
        elif isinstance(intent, Rename) and (named := _open(self._app, RenameTo)) is not None:
            named.look(Otherwise(intent.to, lines, edits_first(message.diff), fine=not why))


def chosen(answer: FileAnswer) -> Suggestion:
    """Somebody who was found, as the boxes list it."""
    return Suggestion(answer.key, answer.name, "", 0.0, ())


def _handed(to: Callable[[_Answer], None], answer: _Answer | None) -> None:
    if answer is not None:
        to(answer)


def _cannot(plan: Plan) -> str:
    """Why a plan is none that could be done; `""`: it can."""
    refused = plan.refused[0].reason if plan.refused else ""
    if plan.transaction is None:
        return refused or "It is so already; nothing changes."
    return "" if plan.done else refused


def _open(app: "WinnowApp", kind: type[_Box]) -> _Box | None:
    """A box that stands on the screen, or under another one."""
    for screen in app.screen_stack:
        if isinstance(screen, kind):
            return screen
    return None
