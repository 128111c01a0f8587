"""The Review pane: what its keys ask for, and what is done with what workers tell.

In the UI's thread. Loaded when it is first needed.
"""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from core.actions.intents import Keep, Merge, PutOff, Rename, ReviewIntent
from core.errors import Refused
from core.review.items import ReviewRow
from core.when import parse_when
from tui import item_verbs
from tui import review_messages as messages
from tui.asking import Choice, Meaning, Question
from tui.progress import UNKNOWN
from tui.questions import Questions
from tui.review_work import ReviewWork
from tui.screens.review import ReviewPane
from tui.text import clip, short_day, shown

if TYPE_CHECKING:
    from tui.app import WinnowApp

Pages = tuple[ReviewRow, ...]
_NAME, _FILTER, _BACK, _OFFER = 40, 60, 4, 100


class Reviewing(Questions):
    """Answers keys of the Review pane, and takes what workers tell of it."""

    def __init__(self, app: "WinnowApp") -> None:
        super().__init__(app)
        self._app = app
        self._work = ReviewWork(app.post_message, app.session)
        self._last: tuple[str, str] | None = None
        self._seek = False

    @property
    def pane(self) -> ReviewPane:
        """The Review pane."""
        return self._app.main.review

    @property
    def last(self) -> str:
        """What `repeat` would do again: `snooze tomorrow`."""
        if self._last is None:
            return ""
        return f"{item_verbs.name(self._last[0])} {self._last[1]}".rstrip()

    def take(self, message: messages.ReviewMessage) -> None:
        """Do what a message asks for."""
        match message:
            case messages.PagesListed():
                self._listed(message)
            case messages.NearKnown() if self.newest("pages", message.serial):
                self.pane.show_near(message.keys)
            case messages.OffersKnown() if self.newest("offers", message.serial):
                self._offered(message)
            case messages.CardRead() if self.newest("card", message.serial):
                self.pane.show_card(message)
            case _:
                self._asked(message)

    def _asked(self, message: messages.ReviewMessage) -> None:
        """The pane asks for something."""
        match message:
            case messages.PageLooked():
                self._looked()
            case messages.PagesWanted():
                self.list()
            case messages.PageOpened():
                self.open()
            case _:
                self._app.say_bars()

    # The list

    def list(self, *, anew: bool = False) -> None:
        """Ask for the list; in the order it has, unless the filter changed or it is wanted `anew`."""
        pane = self.pane
        same = pane.rows is not None and not anew and pane.rows.filter == pane.filter
        self.ask("pages", partial(self._work.list, pane.filter, pane.order if same else None))

    def shown(self) -> None:
        """The pane came forward."""
        self.list()
        self.again()

    def changed(self, *, anew: bool = False) -> None:
        """The vault is another one: what is shown follows, and stays where it is."""
        if self._app.main.pane != "review":
            return
        if not self.pane.typing:  # nothing moves under somebody who types
            self.list(anew=anew)
        self.again()

    def seek(self) -> None:
        """Go to what comes back with the next list."""
        self._seek = True

    def _listed(self, message: messages.PagesListed) -> None:
        if not self.newest("pages", message.serial):
            return
        if message.rows is None:
            self.pane.bad_filter(message.sentence)
            return
        self.pane.show(message.rows, message.ids, seek=self._seek)
        self._seek = False
        self.pane.list.empty = self._empty()
        self.pane.list.refresh()
        self._app.say_bars()

    def _empty(self) -> Content:
        """What an empty list says: what comes back when."""
        rows, work = self.pane.rows, self._app.work
        if rows is None or (work.reading is not None and not rows.ids):
            return Content(work.reading or UNKNOWN)
        if rows.filter.strip():
            said = shown(clip(rows.filter, _FILTER)).plain
            return Content.assemble("Nothing matches  ", (said, "bold"), "\nesc clears the filter")
        lines = [Content.styled("No page waits for a review.", "bold"), Content("")]
        today = self._app.session.today
        for away in rows.away[:_BACK]:
            when = f"on {short_day(away.until, today)}" if away.until else "when it changes"
            name = shown(clip(away.row.name, _NAME)).plain
            lines.append(Content.styled(f"{when}: {name}", "$text-muted"))
        return Content("\n").join(lines)

    # What is read

    def _looked(self) -> None:
        key = self.pane.list.cursor_id
        self._app.say_bars()
        if key is not None:
            # The row first: reading must not take the time in which it is drawn.
            self._app.call_after_refresh(self._read, key)

    def _read(self, key: str, *, stay: bool = False) -> None:
        if key == self.pane.list.cursor_id:
            self.ask("card", partial(self._work.card, key, stay=stay))

    def again(self) -> None:
        """Have what is shown read again."""
        key, now = self.pane.list.cursor_id, self.pane.visits.now
        if key is not None:
            self._read(key, stay=True)
        if now is not None and not now.at_home:
            self._app.browsing.reading.again()

    def open(self) -> None:
        """Read the page itself; from there its links are followed."""
        row, pane = self.pane.item, self.pane
        if pane.reading or row is None or row.path is None or pane.away:
            self._app.browsing.reading.open()
            return
        self._app.browsing.reading.visit_note(row.path)
        if not pane.other.display:
            self._app.main.fill()
        pane.give_keys(pane.read)

    # Deciding

    def verb(self, verb: str) -> None:
        """Do a verb to what is chosen; one that wants an answer asks for it first."""
        pages = self.pane.chosen
        if not pages:
            return
        if verb in {"review.merge", "review.rename"}:
            if self.pane.item is not None:
                self._name(verb, self.pane.item)
            return
        if verb == "review.keep":
            self._app.decisions.burst.decide(partial(self._do, verb, pages, ""))
            return
        from tui.screens.prompt import Prompt  # noqa: PLC0415 not needed for the first frame

        def answered(answer: str | None) -> None:
            if answer is not None:
                self._do(verb, pages, answer)

        self._app.push_screen(Prompt(_later(pages, self._app.session.today)), answered)

    def _name(self, verb: str, row: ReviewRow) -> None:
        """Ask into what a page is to be put, or what it is to be called."""
        if verb == "review.merge":
            self.ask("offers", partial(self._work.offers, row))
            return
        from tui.screens.prompt import Prompt  # noqa: PLC0415 not needed for the first frame

        def answered(answer: str | None) -> None:
            if answer is not None:
                self._app.decisions.ask("review.rename", Rename((row,), answer.strip()))

        self._app.push_screen(Prompt(_otherwise(row)), answered)

    def _offered(self, message: messages.OffersKnown) -> None:
        """Whom a page may be put into is known: the diff is next, or a choice before it."""
        row, offers = message.row, message.offers

        def chosen(key: str | None) -> None:
            if key is not None:
                self._app.decisions.ask("review.merge", Merge((row,), key), items=(row.key,))

        if not offers:
            self._app.tell("No page has nearly its name: winnow do merge says into which one.")
        elif message.certain:
            chosen(offers[0][0])
        else:
            from tui.screens.choose import Choose  # noqa: PLC0415 not needed before

            choices = [Choice(f"{at}", clip(said, _OFFER), key) for at, (key, said) in enumerate(offers, start=1)]  # fmt: skip
            self._app.push_screen(Choose(f"merge “{clip(row.name, _NAME)}” into", choices), chosen)

    def repeat(self) -> None:
        """The last verb with its answer, on what is chosen now."""
        if self._last is not None:
            self._app.decisions.burst.decide(partial(self._do, self._last[0], self.pane.chosen, self._last[1]))  # fmt: skip

    def _do(self, verb: str, pages: Pages, value: str) -> None:
        try:
            intent = _intent(verb, value, pages, self._app.session.today)
        except Refused as refused:
            self._app.tell(str(refused), severity="warning")
            return
        self._last = verb, value
        self._app.decisions.ask(verb, intent, items=tuple(row.key for row in pages))


def _intent(verb: str, value: str, pages: Pages, today: date) -> ReviewIntent:
    """What a verb with its answer wants. Raises `Refused` where the answer means nothing."""
    if verb == "review.keep":
        return Keep(pages)
    if item_verbs.changes(value):
        return PutOff(pages, until_changed=True)
    return PutOff(pages, until=parse_when(value, today))


def _otherwise(row: ReviewRow) -> Question:
    def explain(text: str) -> Meaning:
        same = text.strip() in {"", row.name}
        return Meaning("Another name." if same else "", fine=not same)

    return Question(f"rename “{clip(row.name, _NAME)}” to", explain, value=row.name)


def _later(pages: Pages, today: date) -> Question:
    many = f" {len(pages)} pages" if len(pages) > 1 else f" “{clip(pages[0].name, _NAME)}”"
    return item_verbs.out_of_sight(many, today)
