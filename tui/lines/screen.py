"""The first picture of the screen: every line of it as words with the names of their looks. Pure.

The places are those that the style sheet gives the widgets; a test compares the two.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from core.index.rows import TaskId
from core.panes import Counts
from core.tasks import Rows
from tui import bars
from tui.cells import clip, fit
from tui.commands import Command
from tui.conditions import UiState
from tui.inbox.rows import InboxList, first_item
from tui.keyboard.hints import hints
from tui.keyboard.keys import by_id
from tui.lines import bars as lines
from tui.lines import inbox
from tui.lines.card import Card, lines_of
from tui.lines.parts import one_line
from tui.lines.row import Cells, edge, filter_words, gutter, inner
from tui.lines.shares import USUAL, Shares
from tui.lines.task import Beside, task_cells
from tui.lines.task_card import TaskCard, task_card
from tui.progress import UNKNOWN
from tui.widgets.row_window import RowWindow

if TYPE_CHECKING:
    from core.review.kept import Known

LEAST = (40, 10)
"""Columns and lines below which nothing is drawn but a notice."""
TOO_SMALL = "Winnow needs {} columns and {} lines.".format(*LEAST)
TALL = 16
"""Lines from which there is room for more than the list."""
STACKED, WIDE = 60, 100
"""Columns from which the note stands under the list, and beside it."""
_CARD, _CARD_STACKED, _CARD_SHORT = 7, 4, 2
"""Lines of an item's card."""
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
    items: InboxList | None
    """What waits in the Inbox, as an earlier run left it."""
    pages: "Known | None"
    """What waits for a review, as an earlier run left it."""
    today: date
    glyphs: str
    shares: Shares = USUAL


def fits(columns: int, lines: int) -> bool:
    """Whether there is room for more than a notice."""
    return columns >= LEAST[0] and lines >= LEAST[1]


def picture(scene: Scene, columns: int, height: int) -> list[list[Spot]]:
    """Every line, each of exactly so many columns."""
    shown, work = lines.panes(scene.commands, _counts(scene)), scene.work
    active = lines.key_of(f"pane.{scene.pane}", scene.commands)
    title = lines.title(shown, active, scene.vault, bars.day(work), columns)
    status = lines.status(bars.status(work), (), columns)
    keys = lines.keys(hints(by_id(scene.commands, scene.pane), scene.pane, _state(scene)), columns)
    rule = [Spot("─" * columns, "rule")]
    return [
        _bar("title", one_line(*title, columns)),
        rule,
        *_body(scene, columns, height - _AROUND),
        rule,
        _bar("status", one_line(*status, columns)),
        _bar("keys", one_line(*keys, columns)),
    ]


def _state(scene: Scene) -> UiState:
    """What is so with the cursor on the first row."""
    rows, item = scene.work.rows, first_item(scene.items)
    pages = scene.pages.rows if scene.pages is not None else None
    row = rows.tasks[rows.ids[0]] if rows is not None and rows.ids else None
    shown = {"inbox": item, "tasks": row, "review": pages and pages.ids}.get(scene.pane)
    return UiState(
        pane=scene.pane,
        row=row if scene.pane != "inbox" else None,
        item=item if scene.pane == "inbox" else None,
        page=pages.rows[pages.ids[0]] if pages is not None and pages.ids else None,
        undecided=item.proposals if item is not None else 0,
        shown=bool(shown),
        refusal=row is not None and rows is not None and row.id in rows.refused,
        holder=scene.work.holder,
    )


def _counts(scene: Scene) -> Counts | None:
    counts = None if scene.work.standing is None else scene.work.standing.counts
    if counts is None or scene.pages is None:
        return counts
    return replace(counts, review=scene.pages.rows.total)


def _bar(name: str, cells: Iterable[tuple[str, str]]) -> list[Spot]:
    return [Spot(text, f"{name}:{tone}") for text, tone in cells]


def _body(scene: Scene, columns: int, height: int) -> list[list[Spot]]:
    known = {"inbox": scene.items, "tasks": scene.work.rows, "review": scene.pages}
    if known.get(scene.pane) is None:
        return [_blank(columns)] * height
    if columns >= WIDE:
        width = columns * scene.shares.columns // 100
        rest = _beside(scene, columns - width - 1, height, _CARD)
        listed = _list(scene, width, height)
        return [
            [*line, Spot("│", "rule"), *other] for line, other in zip(listed, rest, strict=True)
        ]
    if columns >= STACKED:
        above = height * scene.shares.lines // 100
        card = _CARD_STACKED if height + _AROUND >= TALL else _CARD_SHORT
        below = _beside(scene, columns, height - above - 1, card)
        return [*_list(scene, columns, above), [Spot("─" * columns, "rule")], *below]
    return _list(scene, columns, height)


def _beside(scene: Scene, columns: int, height: int, card: int) -> list[list[Spot]]:
    """What stands beside the list, or under it: of an item its card."""
    found = [_blank(columns)] * height
    width, laid = columns - 2, []
    if scene.pane == "inbox" and (item := first_item(scene.items)) is not None:
        laid = lines_of(Card(item), width, card)
    elif scene.pane == "tasks" and (rows := scene.work.rows) is not None and rows.ids:
        laid = task_card(TaskCard(rows.tasks[rows.ids[0]], scene.today), width, card)
    if laid:
        for at, line in enumerate(laid[:height]):
            cells = one_line(*line, width)
            spots = [Spot(text, f"card:{tone}") for text, tone in cells]
            found[at] = [Spot(" ", "ground"), *spots, Spot(" ", "ground")]
    return found


def _blank(columns: int) -> list[Spot]:
    return [Spot(" " * columns, "ground")]


def _list(scene: Scene, width: int, height: int) -> list[list[Spot]]:
    height -= 1
    rows, items, pages = scene.work.rows, scene.items, scene.pages
    headings: Iterable[str] = inbox.HEADINGS
    draw: Callable[[str, int], Cells]
    if scene.pane == "inbox" and items is not None:
        ids: Sequence[str] = items.ids(())
        says, draw = items.words(0), partial(_item, scene, items)
    elif scene.pane == "review" and pages is not None:
        from tui.review.rows import first_lines  # noqa: PLC0415 - not needed where another pane opens

        first = first_lines(pages)
        ids, says, headings = first.ids, first.says, first.headings
        draw = first.draw
    else:
        assert rows is not None  # noqa: S101 - whoever calls has looked
        ids, says, draw = rows.ids, filter_words(rows, len(rows.ids)), partial(_task, scene, rows)
    above = _filter_line(*says, width)
    if not ids:
        return [above, *_nothing(scene.work, width, height)]
    window = RowWindow()
    window.headings = frozenset(headings)
    window.put(ids, keep=False)
    window.resize(height)
    top, end = window.thumb()
    drawn = [
        _row(scene, draw(ids[at], inner(width)), cursor=at == window.cursor, thumb=top <= at < end)
        for at in range(min(height, len(ids)))
    ]
    return [above, *drawn, *[[Spot(" " * width, "list:")]] * (height - len(drawn))]


def _filter_line(says: str, count: str, width: int) -> list[Spot]:
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


def _task(scene: Scene, rows: Rows, id: TaskId, room: int) -> Cells:
    beside = Beside(refused=id in rows.refused)
    return task_cells(rows.tasks[id], room, today=scene.today, glyphs=scene.glyphs, beside=beside)


def _item(scene: Scene, items: InboxList, id: str, room: int) -> Cells:
    if id in inbox.HEADINGS:
        return inbox.heading_cells(id, items.size(id), room)
    row = items.rows[id]
    cells = inbox.item_cells(row, room, today=scene.today, glyphs=scene.glyphs, folded=True)
    left = room - sum(cell_len(text) for text, _ in cells)
    return [*cells, (" " * left, "")]


def _row(scene: Scene, row: Cells, *, cursor: bool, thumb: bool) -> list[Spot]:
    ground = "cursor " if cursor else ""
    cells: Cells = [
        *gutter(scene.glyphs, cursor=cursor, marked=False),
        *row,
        *edge(scene.glyphs, thumb=thumb),
    ]
    return [Spot(text, f"list:{ground}{tone}".rstrip()) for text, tone in cells if text]
