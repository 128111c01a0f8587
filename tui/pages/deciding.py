"""From a key about pages to a job: of pages that wait for a review, of entities, and of names without a page.

In the UI's thread; loaded when it is first needed.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from core.actions.intents import (
    Alias,
    AnyIntent,
    CreatePage,
    LinkMentions,
    MapName,
    Merge,
    PageIntent,
    Plan,
    Rename,
    Retype,
    SetFields,
    TrashPage,
)
from core.edit import Create, Move
from core.errors import Refused
from core.names import WantedName
from core.path import folder_of
from core.review.items import ReviewRow
from core.review.reasons import row_of
from tui.inbox import verbs as item_verbs
from tui.pages import verbs
from tui.pages.boxes import Offers, PageBoxes, chosen
from tui.questions import Questions
from tui.review import messages
from tui.review.rows import id_of
from tui.screens.fields import Changes
from tui.screens.file_to import FileAnswer
from tui.screens.merge_into import MergeAnswer
from tui.screens.prompt import Prompt

if TYPE_CHECKING:
    from tui.app import WinnowApp
    from tui.messages import Job

Make = Callable[[verbs.Pages], AnyIntent]
_OF_ONE = frozenset(["page.rename", "page.alias", "page.create"])
"""What is done to the page under the cursor, whatever is marked."""


class PageDecisions:
    """Turns keys about pages into what is wanted."""

    def __init__(self, app: "WinnowApp", questions: Questions) -> None:
        self._app = app
        self._boxes = PageBoxes(app, questions)
        self._last: tuple[str, str, Make] | None = None
        """What can be repeated: the verb, its answer in words, and what makes an intent of other pages."""

    @property
    def last(self) -> str:
        """What `repeat` would do again: `retype customer`."""
        if self._last is None:
            return ""
        return f"{item_verbs.name(self._last[0])} {self._last[1]}".rstrip()

    def take(self, message: messages.PageMessage) -> None:
        """Hand on what a worker found."""
        self._boxes.take(message)

    # What is meant

    def _chosen(self) -> verbs.Pages:
        """What a verb acts on: the pages that are marked, else the one under the cursor."""
        if self._app.main.pane == "entities":
            return (row,) if (row := self._one()) is not None else ()
        return self._app.main.review.chosen

    def _one(self) -> ReviewRow | None:
        """The page under the cursor, or the entity that a key means."""
        main = self._app.main
        if main.pane != "entities":
            return main.review.item
        about, notes = main.entities.about, self._app.session.snapshot.notes
        page = notes.get(about.path) if about is not None and about.path is not None else None
        return None if about is None else row_of(about, page)

    def _name(self) -> WantedName | None:
        """The name without a page under the cursor, unless pages are marked."""
        main = self._app.main
        marked = main.pane != "review" or main.review.list.marks
        return None if marked else main.review.wanted_name

    # Asking

    def verb(self, verb: str) -> None:
        """Do a verb to what is meant; one that wants an answer asks for it first."""
        name, row = self._name(), self._one()
        if name is not None:
            self._of_name(verb, name)
        elif verb not in _OF_ONE:
            if pages := self._chosen():
                self._of_pages(verb, pages)
        elif row is not None:
            self._of_one(verb, row)

    def _of_pages(self, verb: str, pages: verbs.Pages) -> None:
        today, boxes = self._app.session.today, self._boxes
        match verb:
            case "review.keep":
                make = partial(verbs.reviewed, verb, "", today=today)
                self._do(verb, pages, make)
            case "review.snooze":
                self._app.push_screen(
                    Prompt(verbs.later(pages, today)), partial(self._put_off, pages)
                )
            case "page.merge":
                self._merge(pages)
            case "page.retype":
                types = {row.type for row in pages}
                boxes.type_of(f"make{verbs.of(pages)}", partial(self._retype, pages), types)
            case "page.trash":
                boxes.trash(pages, partial(self._trash, pages))
            case "page.fields":
                boxes.fields(pages, partial(self._set, pages))
            case _:
                self._link(pages)

    def _of_one(self, verb: str, row: ReviewRow) -> None:
        match verb:
            case "page.rename":
                self._boxes.called(row, partial(self._rename, row))
            case "page.alias":
                title = f"one more name of {verbs.quoted(row.name)}, or whose name that is"
                box = self._boxes.whose(title, None, partial(self._alias, row), new=_one_more)
                self._boxes.offer((row,), box)
            case _:
                self._ask(verb, CreatePage(row.name, row.type))

    def _of_name(self, verb: str, name: WantedName) -> None:
        said, offers = verbs.quoted(name.name), verbs.suggested(name.candidates)
        match verb:
            case "page.create":
                self.create(name.name, verbs.others_of(name), items=(id_of(name),))
            case "page.alias":
                self._boxes.whose(f"{said} is one more name of", offers, partial(self._map, name, rewrite=False))  # fmt: skip
            case _:
                self._boxes.whose(f"instead of {said} write", offers, partial(self._map, name, rewrite=True))  # fmt: skip

    def create(
        self, name: str, others: tuple[str, ...] = (), *, items: tuple[str, ...] = ()
    ) -> None:
        """Ask of which type a page is to be, and make it."""

        def of(type: str) -> None:
            self._ask("page.create", CreatePage(name, type, others), items=items)

        self._boxes.type_of(f"new page {verbs.quoted(name)} among", of)

    def repeat(self) -> None:
        """The last verb with its answer, on what is chosen now."""
        pages = self._chosen()
        if self._last is not None and pages:
            verb, words, make = self._last
            self._do(verb, pages, make, words)

    def _merge(self, pages: verbs.Pages, offers: Offers | None = None) -> None:
        def merged(answer: MergeAnswer) -> None:
            gone = verbs.but(pages, answer.into)
            intent, keys = Merge(gone, answer.into, answer.choose), tuple(row.key for row in gone)
            self._ask("page.merge", intent, items=keys, looked=True)

        self._boxes.merge(pages, offers, merged)

    # Answers

    def _put_off(self, pages: verbs.Pages, answer: str | None) -> None:
        if answer is not None:
            make = partial(verbs.reviewed, "review.snooze", answer, today=self._app.session.today)
            self._do("review.snooze", pages, make, answer)

    def _retype(self, pages: verbs.Pages, type: str) -> None:
        self._do("page.retype", pages, lambda rows: Retype(rows, type), type)

    def _trash(self, pages: verbs.Pages, gone: verbs.Gone) -> None:
        words = "" if gone.links == "leave" else gone.links
        self._do("page.trash", pages, partial(verbs.trashed, gone), words)

    def _set(self, pages: verbs.Pages, changes: Changes) -> None:
        words = ", ".join(f"{key}={value or ''}" for key, value in changes)
        self._do("page.fields", pages, lambda rows: SetFields(rows, changes), words)

    def _link(self, pages: verbs.Pages) -> None:
        main = self._app.main
        places = main.entities.places if main.pane == "entities" else None
        if places is None:
            self._do("page.link", pages, LinkMentions)
        else:  # these lines mean nothing elsewhere
            self._ask("page.link", LinkMentions(pages, places))

    def _rename(self, row: ReviewRow, name: str) -> None:
        self._ask("page.rename", Rename((row,), name), looked=True)

    def _alias(self, row: ReviewRow, answer: FileAnswer) -> None:
        if answer.key:
            self._merge((row,), (chosen(answer),))
        else:
            self._ask("page.alias", Alias((row,), answer.name))

    def _map(self, name: WantedName, answer: FileAnswer, *, rewrite: bool) -> None:
        intent = MapName((name.name,), answer.key, rewrite=rewrite)
        self._ask("page.merge" if rewrite else "page.alias", intent, items=(id_of(name),))

    # Doing

    def _do(self, verb: str, pages: verbs.Pages, make: Make, words: str = "") -> None:
        try:
            intent = make(pages)
        except Refused as refused:
            self._app.tell(str(refused), severity="warning")
            return
        self._last = verb, words, make
        gone = tuple(row.key for row in pages) if verb in verbs.LEAVING else ()
        self._ask(verb, intent, items=gone)

    def _ask(
        self, verb: str, intent: AnyIntent, *, items: tuple[str, ...] = (), looked: bool = False
    ) -> None:
        here = items if self._app.main.pane == "review" else ()
        self._app.decisions.ask(verb, intent, items=here, looked=looked)

    def committed(self, job: "Job", plan: Plan) -> None:
        """Something about a page was written: the cursor stays with that page, or goes to the one it is in."""
        found, main = _moved(job.intent, plan), self._app.main
        if found is None:
            return
        old, new = found
        if main.pane == "entities" and main.entities.key == old:
            main.entities.seek(new, wait=True)
        elif main.pane == "review":
            main.review.became(old, new)


def _one_more(name: str) -> str:
    return f"one more name: “{name}”"


def _moved(intent: AnyIntent | None, plan: Plan) -> tuple[str, str] | None:
    """The key of the page that an intent was about, and the one to go to."""
    changes = plan.transaction.changes if plan.transaction is not None else ()
    if isinstance(intent, CreatePage):
        made = next((one.path for one in changes if isinstance(one, Create)), None)
        return None if made is None else (folder_of(made), made)
    if (
        not isinstance(intent, PageIntent)
        or isinstance(intent, TrashPage)
        or len(intent.items) != 1
    ):
        return None
    [row] = intent.items
    if isinstance(intent, Merge):
        return row.key, intent.into
    moves = {one.path: one.to for one in changes if isinstance(one, Move)}
    to = moves.get(row.path) if row.path is not None else None
    return None if to is None else (row.key, to)
