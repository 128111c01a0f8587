"""The palette: what it offers, what is found for it, and what is done with its answer. In the UI's thread."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from core.path import NotePath
from core.sweeps import FIXED
from tui import theming
from tui.entities.visits import PAGE, Visit
from tui.palette import offers
from tui.palette.messages import Offered, OfferMessage, Recalled
from tui.palette.offers import Offer
from tui.palette.palette import Asks, Palette, Stock
from tui.palette.work import OfferWork
from tui.questions import Questions
from tui.what_is import state_of

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.app import WinnowApp
    from tui.theming import TriedOn

_PAUSE = 0.06
"""Seconds that the cursor stands on a theme before everything is drawn in it."""


class Finding(Questions):
    """Opens the palette, and does what it answers."""

    def __init__(self, app: "WinnowApp") -> None:
        super().__init__(app)
        self._app = app
        self._work = OfferWork(app.post_message, app.session)
        self._recent: tuple[str, ...] | None = None
        self._lately: dict[str, Offer] = {}
        """Of that what has a page, by its id."""
        self._tried: TriedOn | None = None
        self._later: Timer | None = None

    def open(self) -> None:
        """Everything there is."""
        app = self._app
        known = (
            *(*self._commands(), *self._filters(), *self._settings(), *self._themes()),
            *self._lately.values(),
        )
        stock = Stock("commands", known, self._recent)
        self._push(Palette(stock, Asks(self._search, self._lit), glyphs=app.config.glyphs))
        if self._recent is None:
            self.ask("recall", self._work.recall)

    def themes(self) -> None:
        """The themes: what is lit is shown."""
        now = f"{offers.THEME}:{self._app.theme}"
        self._push(self._of_one("theme", self._themes(), here=now))

    def settings(self) -> None:
        """What may be chosen in the settings."""
        self._push(self._of_one("settings", self._settings()))

    def _of_one(self, title: str, known: Iterator[Offer], here: str = "") -> Palette:
        stock = Stock(title, tuple(known), here=here)
        return Palette(stock, Asks(self._nothing, self._lit), glyphs=self._app.config.glyphs)

    def _push(self, box: Palette) -> None:
        self._tried = theming.TriedOn(self._app)
        self._app.push_screen(box, self._answered)

    # What there is

    def _commands(self) -> Iterator[Offer]:
        state = state_of(self._app)
        commands = (each for each in self._app.keyboard.commands if each.id != "palette")
        found = [offers.of_command(each, state) for each in commands]
        # What cannot be done now is found by its name, but it does not stand in front.
        yield from sorted(found, key=lambda each: each.why_not is not None)

    def _filters(self) -> Iterator[Offer]:
        saved = {**{one.name: one.filter for one in FIXED}, **self._app.config.filters}
        return (offers.of_filter(name, filter) for name, filter in saved.items())

    def _settings(self) -> Iterator[Offer]:
        for choice in self._app.own_settings.choices():
            if choice.key != "theme":  # each of them is an offer of its own
                for value in choice.values:
                    if value != choice.now:
                        yield offers.of_setting(choice, value)

    def _themes(self) -> Iterator[Offer]:
        now = self._app.theme
        return (offers.of_theme(name, now) for name in theming.names(self._app))

    def _search(self, typed: str) -> None:
        self.ask("offers", partial(self._work.find, typed))

    def _nothing(self, _typed: str) -> None:
        box = self._app.screen
        if isinstance(box, Palette):
            box.show(())

    def take(self, message: OfferMessage) -> None:
        """Show what was found, unless something else was typed since, or the box was left."""
        box = self._app.screen
        match message:
            case Recalled():
                self._recent = tuple(message.ids)
                self._lately |= {each.id: each for each in message.found}
                if isinstance(box, Palette):
                    box.recall(self._recent, message.found)
            case Offered() if isinstance(box, Palette) and self.newest("offers", message.serial):
                box.show(message.found)
                self._app.call_next(self._app.go_on)  # keys may wait for the box to close
            case _:
                pass

    # A theme that is lit is shown

    def _lit(self, offer: Offer | None) -> None:
        if self._later is not None:
            self._later.stop()
        self._later = self._app.set_timer(_PAUSE, partial(self._try, offer))

    def _try(self, offer: Offer | None) -> None:
        if self._tried is None:
            return
        if offer is not None and offer.kind == offers.THEME:
            self._tried.show(offer.value)
        else:
            self._tried.put_back()

    # What is done

    def _answered(self, offer: Offer | None) -> None:
        tried, self._tried = self._tried, None
        if tried is not None and (offer is None or offer.kind != offers.THEME):
            tried.put_back()
        if offer is None:
            return
        self._remember(offer)
        self._do(offer)

    def _remember(self, offer: Offer) -> None:
        id = offer.id
        if offer.kind in {offers.ENTITY, offers.NOTE}:
            self._lately[id] = offer
        self._recent = (id, *(one for one in self._recent or () if one != id))
        self.ask("remember", lambda _: self._work.remember(id), exclusive=False)

    def _do(self, offer: Offer) -> None:
        app, value = self._app, offer.value
        match offer.kind:
            case offers.COMMAND:
                app.action_command(value)
            case offers.FILTER:
                saved = {**{one.name: one.filter for one in FIXED}, **app.config.filters}
                app.filtering.look_into(value, saved[value])
            case offers.THEME:
                app.theme = value
                app.own_settings.choose("theme", value)
            case offers.SETTING:
                self._choose(value)
            case offers.ENTITY:
                app.browsing.open_entity(value)
            case _:
                self._open(NotePath(value))

    def _choose(self, name: str) -> None:
        for choice in self._app.own_settings.choices():
            for value in choice.values:
                if f"{choice.key} = {offers.shown(value)}" == name:
                    self._app.own_settings.choose(choice.key, value)
                    return

    def _open(self, path: NotePath) -> None:
        """Read a note beside the list that is in front."""
        here, now = self._app.main.here, self._app.main.here.visits.now
        home, tab = (now.home, now.tab) if now is not None else ("", PAGE)
        self._app.browsing.reading.go(Visit(home, tab, path))
        if not here.other.display:
            self._app.main.fill()
        here.give_keys(here.read)
