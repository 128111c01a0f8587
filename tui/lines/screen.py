"""The first picture of the screen: every line of it as words with the names of their looks. Pure.

The places are those that the style sheet gives the widgets; a test compares the two.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len

from core.panes import Counts
from core.tasks import Rows
from tui import bars
from tui.cells import clip, fit
from tui.commands import Command
from tui.lines import bars as lines
from tui.lines.parts import one_line
from tui.lines.row import Cells, edge, filter_words, gutter, inner
from tui.lines.task import task_cells
from tui.progress import UNKNOWN
from tui.widgets.row_window import RowWindow

LEAST = (40, 10)
"""Columns and lines below which nothing is drawn but a notice."""
STACKED, WIDE = 60, 100
"""Columns from which the note stands under the list, and beside it."""
_SIDE, _ABOVE = 55, 58
"""Of a hundred columns or lines, those of the list."""
_AROUND = 5
"""Lines of the bars and the rules."""
_WORDS = 200
"""Characters of a filter that are looked at."""


class Spot(NamedTuple):
    """Words and the name of how they look: `list:cursor overdue`."""

    text: str
    look: str


@dataclass(frozen=True, slots=True)
class Scene:
    """All that the first picture shows."""

    pane: str
    commands: Sequence[Command]
    vault: str
    """The vault's name, not yet safe to show."""
    work: bars.Work
    today: date
    glyphs: str


def fits(columns: int, lines: int) -> bool:
    """Whether there is room for more than a notice."""
    return columns >= LEAST[0] and lines >= LEAST[1]


def picture(scene: Scene, columns: int, height: int) -> list[list[Spot]]:
    """Every line, each of exactly so many columns."""
    shown, work = lines.panes(scene.commands, _counts(scene.work)), scene.work
    active = lines.key_of(f"pane.{scene.pane}", scene.commands)
    title = lines.title(shown, active, scene.vault, bars.day(work), columns)
    status = lines.status(bars.status(work), (), columns)
    keys = lines.keys(lines.acting(scene.commands, scene.pane), columns)
    rule = [Spot("─" * columns, "rule")]
    return [
        _bar("title", one_line(*title, columns)),
        rule,
        *_body(scene, columns, height - _AROUND),
        rule,
        _bar("status", one_line(*status, columns)),
        _bar("keys", one_line(*keys, columns)),
    ]


def _counts(work: bars.Work) -> Counts | None:
    return None if work.standing is None else work.standing.counts


def _bar(name: str, cells: Iterable[tuple[str, str]]) -> list[Spot]:
    return [Spot(text, f"{name}:{tone}") for text, tone in cells]


def _body(scene: Scene, columns: int, height: int) -> list[list[Spot]]:
    rows = scene.work.rows
    if scene.pane != "tasks" or rows is None:
        return [_blank(columns)] * height
    if columns >= WIDE:
        width = columns * _SIDE // 100
        beside = [Spot("│", "rule"), *_blank(columns - width - 1)]
        return [[*line, *beside] for line in _list(scene, rows, width, height)]
    if columns >= STACKED:
        above = height * _ABOVE // 100
        below = [[Spot("─" * columns, "rule")], *[_blank(columns)] * (height - above - 1)]
        return [*_list(scene, rows, columns, above), *below]
    return _list(scene, rows, columns, height)


def _blank(columns: int) -> list[Spot]:
    return [Spot(" " * columns, "ground")]


def _list(scene: Scene, rows: Rows, width: int, height: int) -> list[list[Spot]]:
    height -= 1
    above = _filter_line(rows, width)
    if not rows.ids:
        return [above, *_nothing(scene.work, width, height)]
    window = RowWindow()
    window.put(rows.ids, keep=False)
    window.resize(height)
    top, end = window.thumb()
    drawn = [_row(scene, rows, at, width, thumb=top <= at < end) for at in range(min(height, len(rows.ids)))]  # fmt: skip
    return [above, *drawn, *[[Spot(" " * width, "list:")]] * (height - len(drawn))]


def _filter_line(rows: Rows, width: int) -> list[Spot]:
    says, count = filter_words(rows, len(rows.ids))
    room = max(0, width - 2 - cell_len(count) - 2)
    return [
        Spot(" ", "ground"),
        Spot(fit(clip(says, _WORDS), room), "filter-text"),
        Spot("  ", "ground"),
        Spot(count, "filter-count"),
        Spot(" ", "ground"),
    ]


def _nothing(work: bars.Work, width: int, height: int) -> list[list[Spot]]:
    """What a list without rows says while the vault is being read."""
    words = work.reading or UNKNOWN
    found = [[Spot(" " * width, "list:")] for _ in range(height)]
    left = max(0, (width - cell_len(words)) // 2)
    found[max(0, (height - 1) // 3)] = [Spot(fit(" " * left + words, width), "list:empty")]
    return found


def _row(scene: Scene, rows: Rows, at: int, width: int, *, thumb: bool) -> list[Spot]:
    id, cursor = rows.ids[at], at == 0
    ground = "cursor " if cursor else ""
    cells: Cells = [
        *gutter(scene.glyphs, cursor=cursor, marked=False),
        *task_cells(
            rows.tasks[id],
            inner(width),
            today=scene.today,
            glyphs=scene.glyphs,
            refused=id in rows.refused,
        ),
        *edge(scene.glyphs, thumb=thumb),
    ]
    return [Spot(text, f"list:{ground}{tone}".rstrip()) for text, tone in cells if text]
