"""Find a command, a filter, a page, a note, a theme or a setting by its name. Loaded when it is first opened."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.style import Style
from textual import events
from textual.content import Content
from textual.strip import Strip

from tui.palette.offers import COMMAND, FILTER, SETTING, SURE, THEME, Offer, merged, ranked
from tui.screens.finder import Finder
from tui.text import clip, fit
from tui.widgets.paint import line_of
from tui.widgets.row_list import RowList
from tui.widgets.row_view import RowState

LEAST = 2
"""Letters from which on entities and notes are looked for."""
_HEADING = "\0"
"""Before the words of a heading in its id: no offer is called so."""
_GROUPS = {COMMAND: "Commands", FILTER: "Filters", SETTING: "Settings", THEME: "Themes"}
_NAME, _NAME_NARROW, _WIDE, _RIGHT = 38, 20, 84, 13


class Asks(NamedTuple):
    """What the palette asks of whoever opens it."""

    search: Callable[[str], None]
    """Look for entities and notes; who answers calls `show`."""
    lit: Callable[[Offer | None], None]
    """Told what the cursor stands on."""


class Stock(NamedTuple):
    """What there is to choose from."""

    title: str
    """What is looked for."""
    offers: Sequence[Offer]
    """In the order of groups."""
    recent: Sequence[str] | None = ()
    """Ids of what was chosen lately, the newest first; `None`: that is still being read, and `recall` tells it."""
    here: str = ""
    """The id of what the cursor stands on at first."""


class Palette(Finder[Offer]):
    """Answers with what is to be done, opened or chosen."""

    CSS_PATH = "../screens/dialogs.tcss"  # Textual looks beside the class, not beside its base

    def __init__(self, stock: Stock, asks: Asks, *, glyphs: str) -> None:
        """A palette of what there is without looking further; `glyphs` are those that rows are drawn with."""
        super().__init__(
            Content(stock.title),
            "enter does it · ↑ ↓ choose · esc leaves",
            self._find,
            placeholder="what you want to do, or a name",
            glyphs=glyphs,
        )
        self._stock = stock
        self._asks = asks
        self._recent = stock.recent
        self._best: tuple[tuple[Offer, float], ...] = ()
        self._offers: dict[str, Offer] = {}

    def recall(self, ids: Sequence[str], found: Sequence[Offer]) -> None:
        """It became known what was chosen lately, and what of that has a page: what is lit stays lit."""
        first, self._recent = self._recent is None, ids
        self._stock = self._stock._replace(offers=(*self._stock.offers, *found))
        if self.typed:
            return
        if first:
            self._find("")
        else:
            self._know("")
            self._list.redraw()
            self._list.set_rows(self._headed(self._grouped()))

    def take_key(self, event: events.Key) -> bool:
        """Do what a key means; `:` and `ctrl+p` may have opened it, and move."""
        taken = super().take_key(event)
        self._light()
        return taken

    def take(self, key: str, id: str) -> None:  # noqa: ARG002 - there is one key that takes
        """That one, unless it can do nothing now: then the reason stands there."""
        offer = self._offers.get(id)
        if offer is not None and offer.why_not is None:
            self.dismiss(offer)

    def on_row_list_highlighted(self, message: RowList.Highlighted) -> None:
        """The cursor stands elsewhere."""
        message.stop()
        self._light()

    def _light(self) -> None:
        if self.is_attached:
            self._asks.lit(self._offers.get(self._list.cursor_id or ""))

    def _find(self, typed: str) -> None:
        self._know(typed)
        further = len(typed.strip()) >= LEAST
        rows = self._headed(list(self._offers) if typed.strip() else self._grouped())
        sure = not further or (self._best and self._best[0][1] >= SURE)
        # Until it is known what was chosen lately, `enter` on what stands first waits for that.
        if sure and (typed.strip() or self._recent is not None):
            self.found(rows, "Nothing is called so.")
        else:
            self.fill(rows, "Looking …")
        if self._stock.here and not typed:
            self._list.go_to(self._stock.here)
        if further:
            self._asks.search(typed)

    def _know(self, typed: str) -> None:
        """Rank what there is without looking further."""
        self._best = ranked(self._stock.offers, typed, self._recent or ())
        self._offers = {each.id: each for each, _ in self._best}

    def _headed(self, rows: list[str]) -> list[str]:
        self._list.head([id for id in rows if id.startswith(_HEADING)])
        return rows

    def _grouped(self) -> list[str]:
        """What was chosen lately, then all there is, kind by kind: what cannot be done now at the end of each."""
        rows: list[str] = []
        lately = [id for id in self._recent or () if id in self._offers]
        if lately:
            rows += [f"{_HEADING}Lately", *lately]
        for kind, heading in _GROUPS.items():
            found = [
                id for id, each in self._offers.items() if each.kind == kind and id not in lately
            ]
            if found:
                rows += [f"{_HEADING}{heading}", *found]
        return rows

    def show(self, found: Sequence[Offer]) -> None:
        """Show entities and notes too: what is lit already stays lit."""
        rows = merged(self._best, found, self.typed)
        self._offers = {each.id: each for each, _ in rows}
        if self._answered:
            self._list.redraw()
            self._list.set_rows(list(self._offers))
        else:
            self.found(list(self._offers), "Nothing is called so.")
        self._light()

    def draw(self, id: str, width: int, state: RowState) -> Strip:
        """A heading, or an offer: what it is called, what it does or why not, its keys or its kind."""
        paint = state.paint
        if id.startswith(_HEADING):
            return line_of([(id.removeprefix(_HEADING), paint("group"))], width, paint())
        return line_of(_cells(self._offers[id], width, state), width, paint())


def _cells(each: Offer, width: int, state: RowState) -> Sequence[tuple[str, Style]]:
    paint = state.paint
    name = _NAME if width >= _WIDE else _NAME_NARROW
    room = max(0, width - name - _RIGHT - 2)
    says = each.says if each.why_not is None else each.why_not
    right = each.key or each.type or each.kind
    cells = [
        (f"{fit(each.name, name)} ", paint() if each.why_not is None else paint("muted")),
        (f"{fit(says, room)} ", paint("muted") if each.why_not is None else paint("priority")),
    ]
    return (*cells, (fit(clip(right, _RIGHT), _RIGHT, right=True), paint("status" if each.key else "muted")))  # fmt: skip
