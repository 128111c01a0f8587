"""How the parts of the first picture look, in the words of the terminal, for the next start.

Colours are blended, darkened and set against each other by Textual; before it is loaded nobody knows
them but from an earlier run.
"""

import json
from collections.abc import Iterator
from functools import partial

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.strip import Strip
from textual.widget import Widget

from tui.ahead import Ahead
from tui.widgets.card_view import CardView
from tui.widgets.key_bar import KeyBar
from tui.widgets.paint import Painted
from tui.widgets.row_list import RowList
from tui.widgets.status_bar import StatusBar
from tui.widgets.title_bar import TitleBar

_WORD = "x"


def keep_looks(app: App[None], ahead: Ahead) -> None:
    """Let the next start know how this screen looks, unless it does."""
    found = looks(app)
    if found != ahead.looks:
        app.run_worker(
            partial(ahead.remember, json.dumps(found)),
            group="looks",
            description="looks",
            thread=True,
            exit_on_error=False,
        )


def looks(app: App[None]) -> dict[str, str]:
    """What every name of a look in `tui.lines.screen` means on this terminal: the parameters of SGR."""
    screen = app.screen_stack[0]
    return {name: _parameters(app, widget, style) for widget, name, style in _styles(screen)}


def _styles(screen: Widget) -> Iterator[tuple[Widget, str, Style]]:
    for name, bar in (
        ("title", screen.query_one(TitleBar)),
        ("status", screen.query_one(StatusBar)),
        ("keys", screen.query_one(KeyBar)),
    ):
        for tone in ("", *_tones(bar)):
            yield bar, f"{name}:{tone}", bar.paint(tone) if tone else bar.paint()
    rows = screen.query_one("#tasks RowList", RowList)
    for ground in ((), ("cursor",)):
        for tone in ("", *_tones(rows)):
            parts = (*ground, tone) if tone else ground
            yield rows, f"list:{' '.join(parts)}", rows.paint(*parts)
    if found := screen.query(CardView):
        card = found.first()
        for tone in ("", *_tones(card)):
            yield card, f"card:{tone}", card.paint(tone) if tone else card.paint()
    panes = screen.query_one("#panes")
    under = panes.background_colors[1]
    _, rule = panes.styles.border_top
    yield panes, "rule", Style.from_color((under + rule).rich_color, under.rich_color)
    yield panes, "ground", Style.from_color(bgcolor=under.rich_color)
    for name in ("filter-text", "filter-count"):
        part = screen.query_one(f"#tasks #{name}")
        yield part, name, part.rich_style


def _tones(widget: Painted) -> list[str]:
    return [name.removeprefix(widget.PREFIX) for name in widget.COMPONENT_CLASSES]


def _parameters(app: App[None], widget: Widget, style: Style) -> str:
    strip = Strip([Segment(_WORD, style)])
    for filter in app.get_line_filters():
        strip = strip.apply_filter(filter, widget.background_colors[1])
    before, _, _ = strip.render(app.console).partition(_WORD)
    return before.removeprefix("\x1b[").removesuffix("m")
