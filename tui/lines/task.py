"""One task in one line: what, whose, how urgent, where from. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rich.cells import cell_len

from core.display import safe_text
from core.index.rows import TaskRow
from tui.cells import clip, days_until, fit, middle, span_of_days
from tui.widgets.inline import plain

_NARROW, _MEDIUM, _WIDE = 28, 48, 92
"""From these widths on there is room for the dates, for the owner, and for the note's title."""

_DUE = 5
_PRIORITY = 3
_LONGEST = 600
"""Characters of a task that are looked at: a row shows at most a few hundred cells."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Signs of one terminal: each as wide as it is drawn, so that columns stand."""

    priorities: dict[str | None, str]
    blank: str
    """For the mark of an open task, which is a space."""
    none: str
    """For a date or an owner that is not there."""
    about: str
    """Before the age of a task without a date."""
    refused: str
    """Before the words of a task whose last decision could not be written."""
    evidence: Mapping[str | None, str]
    """How well its source supports it, in a word; `None`: nobody has looked, or there is no source."""
    fold: tuple[str, str]
    """Before how many it stands for: folded, and not."""


_SIGNS: dict[str | None, str] = {"highest": "!!!", "high": "!!", "medium": "!"}
GLYPHS = {
    "unicode": Glyphs(
        {**_SIGNS, None: "·", "low": "↓", "lowest": "↓↓"}, "␣", "–", "~", "⚠",
        {"strong": "▆", "weak": "▃", "none": "▁", None: " "}, ("×", "▾"),
    ),
    "ascii": Glyphs(
        {**_SIGNS, None: ".", "low": "v", "lowest": "vv"}, "_", "-", "~", "!",
        {"strong": "#", "weak": "+", "none": "-", None: " "}, ("x", "v"),
    ),
}  # fmt: skip


class Beside(NamedTuple):
    """What is known of a task beside its row."""

    refused: bool = False
    """Whether the last decision about it could not be written."""
    evidence: str | None = None
    """How well its source supports it, in a word."""
    size: int = 1
    """How many proposals the row stands for."""
    folded: bool = True
    """Whether the others are hidden."""
    below: bool = False
    """Whether it is one of those others."""


ALONE = Beside()
_FLAG = 2
"""Cells of the status and what stands behind it, where there is no room for more."""
_STRENGTH = 2
"""Cells of how well its source supports it."""
_TITLE = 28
"""Cells that the note's title takes at most: the words are what is decided about."""


class Columns(NamedTuple):
    """Widths in cells; 0 is a column that is not there."""

    dates: bool
    """Priority and due date, of a fixed width."""
    owner: int
    text: int
    title: int


def columns(width: int) -> Columns:
    """What fits: the words never get less than half of the line."""
    if width < _NARROW:
        return Columns(dates=False, owner=0, text=max(0, width - _FLAG), title=0)
    left = width - _FLAG - _STRENGTH - (_PRIORITY + 1) - (_DUE + 1)
    owner = 0 if width < _MEDIUM else 8 if width < _WIDE else 12
    title = 0 if width < _WIDE else min(_TITLE, width // 4)
    return Columns(
        dates=True,
        owner=owner,
        text=max(0, left - (owner and owner + 1) - (title and title + 2)),
        title=title,
    )


def task_cells(
    row: TaskRow, width: int, *, today: date, glyphs: str, beside: Beside = ALONE
) -> list[tuple[str, str]]:
    """The task as cells that fill a line of `width`, each with its tone."""
    signs, shape = GLYPHS[glyphs], columns(width)
    cells = [(f"{_status(row, signs)} ", _status_tone(row))]
    if shape.dates:
        cells.append((f"{signs.evidence[beside.evidence]} ", "muted"))
        due, tone = _due(row, today, signs)
        cells += [
            (
                fit(signs.priorities.get(row.priority, ""), _PRIORITY + 1),
                "priority" if row.priority else "muted",
            ),
            (f"{fit(due, _DUE, right=True)} ", tone),
        ]
    if shape.owner:
        cells.append((f"{_owner(row, shape.owner, signs)} ", "mine" if row.mine else "muted"))
    cells += _said(row, beside, shape.text, signs)
    if shape.title:
        title = middle(row.note.title[:_LONGEST], shape.title)
        cells.append((" " * (shape.title + 2 - cell_len(title)) + title, "muted"))
    return cells


def _said(row: TaskRow, beside: Beside, room: int, signs: Glyphs) -> list[tuple[str, str]]:
    """Its words, before them what is wrong with it, and behind them how many say the same."""
    sign = f"{signs.refused} "[:room] if beside.refused else ""
    indent = "  "[: max(0, room - len(sign))] if beside.below else ""
    count = f" {signs.fold[not beside.folded]}{beside.size}" if beside.size > 1 else ""
    if len(count) > (room - len(sign) - len(indent)) // 2:
        count = ""
    ended = not row.open and not row.proposed
    tone = "done" if ended else "muted" if beside.below else ""
    words = fit(_words(row), room - len(sign) - len(indent) - len(count))
    cells = [(indent, ""), (sign, "broken"), (words, tone), (count, "mark")]
    return [(text, tone) for text, tone in cells if text]


def _words(row: TaskRow) -> str:
    return plain(safe_text(row.text[:_LONGEST]))


def _status(row: TaskRow, signs: Glyphs) -> str:
    """The mark in one cell: a broken ` ?` is `?`; a mark that is no single cell wide is `?` too."""
    mark = row.mark.strip() or signs.blank
    mark = safe_text(mark)
    return mark if cell_len(mark) == 1 and len(mark) == 1 else "?"


def _status_tone(row: TaskRow) -> str:
    if row.problems:
        return "broken"
    return "status" if row.open or row.proposed else "done"


def _due(row: TaskRow, today: date, signs: Glyphs) -> tuple[str, str]:
    """The due date from today, else the age, and the tone of it."""
    days = days_until(row.due, today)
    if days is not None:
        over = days < 0 and (row.open or row.proposed)
        said = "today" if days == 0 else span_of_days(days)
        return said, "overdue" if over else "today" if days == 0 else ""
    born = days_until(row.created or row.note.date, today)
    if born is None or born > 0:
        return signs.none, "muted"
    return f"{signs.about}{span_of_days(-born)}", "muted"


def _owner(row: TaskRow, width: int, signs: Glyphs) -> str:
    """Whose it is: `me`, the first name given and how many more, or a dash."""
    if row.mine:
        return fit("me", width)
    if not row.owners:
        return fit(signs.none, width)
    more = f" +{len(row.owners) - 1}" if len(row.owners) > 1 else ""
    return fit(clip(row.owners[0], width - len(more)) + more, width)
