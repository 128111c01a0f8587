"""One item of the Inbox in one line: what it is, what it is called, how much there is of it, when it came. Pure."""

from datetime import date
from typing import NamedTuple

from rich.cells import cell_len

from core.inbox.items import InboxRow
from tui.cells import fit, middle, short_day
from tui.lines.row import headed

ARRIVED, NOTES = "\0arrived", "\0notes"
"""The ids of the two headings: no item has such a one."""
HEADINGS = {ARRIVED: "Arrived", NOTES: "New notes"}

_DAY, _AMOUNT, _TYPE, _FLAGS, _WHOSE = 7, 9, 11, 4, 24
_TITLE, _WHOLE, _LONG = 16, 26, 40
"""Cells that the title gets before one of the first columns, before a further one, and before the last."""
_LONGEST = 600
"""Characters of a title that are looked at."""
_SIGN = 2

FLAGS = {
    "duplicate": ("=", "a copy of something that is there"),
    "no-entity": ("e", "belongs to nobody yet"),
    "no-source": ("s", "its source is not in the vault"),
    "unfinished": ("w", "still being written"),
}
"""Flag → its sign in the list, and what it means in a few words."""
KINDS = {
    "email": ("✉", "e", "e-mail"),
    "transcript": ("≡", "t", "transcript"),
    "voice": ("♪", "v", "voice"),
    "draft": ("✎", "d", "draft"),
    "attachment": ("▤", "f", "file"),
    "capture": ("+", "+", "captured"),
    "note": ("·", ".", "note"),
}
"""Kind → its sign, that in ASCII, and its name."""
_FOLDS = {"unicode": ("▸", "▾"), "ascii": (">", "v")}
_UNITS = ("B", "kB", "MB", "GB", "TB")
_STEP = 1_000


class Columns(NamedTuple):
    """Widths in cells; 0 is a column that is not there."""

    title: int
    type: int
    amount: int
    day: int
    flags: int
    whose: int


def columns(width: int) -> Columns:
    """What fits: the title never gets less than it needs to be told from others."""
    left = max(0, width - _SIGN)
    widths = {"type": 0, "amount": 0, "day": 0, "flags": 0, "whose": 0}
    for name, cells, least in (
        ("amount", _AMOUNT, _TITLE),
        ("day", _DAY, _TITLE),
        ("flags", _FLAGS, _WHOLE),
        ("type", _TYPE, _WHOLE),
        ("whose", _WHOSE, _LONG),
    ):
        if left - cells < least:
            break
        left -= cells
        widths[name] = cells
    return Columns(left, **widths)


def item_cells(
    row: InboxRow, width: int, *, today: date, glyphs: str, folded: bool
) -> list[tuple[str, str]]:
    """The item as cells that fill a line of `width`, each with its tone."""
    shape = columns(width)
    below = "  " if row.head else ""
    more = f" ×{len(row.others) + 1}" if row.others and folded else ""
    room = max(0, shape.title - len(below) - cell_len(more))
    title = middle(" ".join(row.title[:_LONGEST].split()), room)
    gap = " " * (room - cell_len(title))
    cells = [
        (f"{below}{_sign(row, glyphs, folded=folded)} ", "status" if row.proposals else "muted"),
        (title, "muted" if row.head else ""),
        (f"{more}{gap}", "mark"),
    ]
    if shape.whose:
        cells.append((f" {fit((row.entity or '')[:_LONGEST], shape.whose - 1)}", "muted"))
    if shape.type:
        cells.append((f" {fit(type_of(row), shape.type - 1)}", "muted"))
    if shape.amount:
        said = amount_of(row)
        tone = "status" if row.proposals else "muted"
        cells.append((fit(f" {said}", shape.amount, right=True), tone))
    if shape.day:
        cells.append((fit(f" {short_day(row.date, today)}", shape.day, right=True), "muted"))
    if shape.flags:
        signs = "".join(FLAGS[flag][0] for flag in row.flags if flag in FLAGS)
        cells.append((f" {fit(signs, shape.flags - 1)}", "broken"))
    return cells


def heading_cells(id: str, count: int, width: int) -> list[tuple[str, str]]:
    """The name of a group, and on the right how many there are of it."""
    return headed(HEADINGS[id], count, width)


def type_of(row: InboxRow) -> str:
    """What it is in a word: the kind of what arrived, the ending of a file, the type of a note's entity."""
    if row.kind == "note":
        return row.entity_type or "–"
    if row.kind == "attachment":
        ending = row.path.rpartition("/")[2].rpartition(".")
        return ending[2].lower() if ending[0] else "file"
    return KINDS[row.kind][2]


def amount_of(row: InboxRow) -> str:
    """How much there is of it: what is undecided, else messages, minutes, bytes."""
    if row.proposals or row.kind in {"note", "capture"}:
        return f"{row.proposals:,} ?"
    if row.messages:
        return f"{row.messages:,} msg{'s' * (row.messages != 1)}"
    if row.minutes:
        return f"{row.minutes:,} min"
    return size_words(row.size)


def size_words(size: int) -> str:
    """`212 kB`."""
    amount, unit = float(size), 0
    while amount >= _STEP and unit < len(_UNITS) - 1:
        amount, unit = amount / _STEP, unit + 1
    return f"{amount:.0f} {_UNITS[unit]}"


def _sign(row: InboxRow, glyphs: str, *, folded: bool) -> str:
    if row.others:
        return _FOLDS[glyphs][0 if folded else 1]
    return KINDS[row.kind][0 if glyphs == "unicode" else 1]
