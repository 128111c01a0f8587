"""Text cut and padded by cells, and days as a list says them: what a line is made of. Pure.

It imports next to nothing: the first picture is drawn with it before there is a Textual.
"""

import re
from datetime import date

from rich.cells import cell_len, split_graphemes

from core.display import dangerous_ranges, safe_text

ELLIPSIS = "…"

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNSAFE = re.compile(f"[{dangerous_ranges()}]")
# Marks that pile up on one letter grow over the neighbouring lines in many terminals.
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
_PILE = re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("─━═╌┄▁▔▀▄", "-"),
        **dict.fromkeys("│┃║▎▏▕▐▊▋█┆┊▂▃▅▆▇", "|"),
        **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝┏┓┗┛", "+"),
        **dict.fromkeys("●✎•◦○✉♪▤", "*"),
        **dict.fromkeys("≡", "="),
        **dict.fromkeys("▌›▶▸", ">"),
        **dict.fromkeys("–—‐‑−", "-"),
        **dict.fromkeys("“”„", '"'),
        **dict.fromkeys("‘’", "'"),
        "…": "~",
        "·": ".",
        **dict.fromkeys("⚠⚑", "!"),
        "×": "x",
        "␣": "_",
        "↓": "v",
        "↑": "^",
        "←": "<",
        "→": ">",
    }
)
"""Each as wide as what stands for it."""


def clip(text: str, cells: int) -> str:
    """Safe text of at most `cells` cells, ending in `…` where something was cut off."""
    if cells <= 0:
        return ""
    near = _near(text, cells)
    safe = safe_text(near)
    if len(near) == len(text) and cell_len(safe) <= cells:
        return safe
    return _head(safe, cells - 1) + ELLIPSIS


def middle(text: str, cells: int) -> str:
    """Safe text of at most `cells` cells, cut in its middle: titles of one meeting begin alike."""
    if cells <= 0:
        return ""
    near = _near(text, cells)
    if len(near) == len(text) and cell_len(safe_text(text)) <= cells:
        return safe_text(text)
    tail = (cells - 1) // 2
    end = safe_text(text[len(text) - min(len(text), _reach(tail)) :])
    return _head(safe_text(near), cells - 1 - tail) + ELLIPSIS + _tail(end, tail)


def fit(text: str, cells: int, *, right: bool = False) -> str:
    """Safe text of exactly `cells` cells: cut with `…`, or padded with spaces."""
    cut = clip(text, cells)
    gap = " " * (cells - cell_len(cut))
    return gap + cut if right else cut + gap


def date_of(iso: str | None) -> date | None:
    """The date, `None` for what is none."""
    try:
        return None if iso is None else date.fromisoformat(iso)
    except ValueError:
        return None


def days_until(iso: str | None, today: date) -> int | None:
    """Days from `today` to an ISO date, negative when it is over; `None` when it is no date."""
    when = date_of(iso)
    return None if when is None else (when - today).days


def day(iso: str | None) -> str:
    """`2026-01-02` as `2 Jan 2026`; what is not a date is given back as it is."""
    when = date_of(iso)
    return (iso or "") if when is None else f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def short_day(iso: str | None, today: date) -> str:
    """`2026-01-02` as `2 Jan` within a year, else as the month and the year; nothing for no date."""
    when = date_of(iso)
    if when is None:
        return ""
    month = _MONTHS[when.month - 1]
    near = abs((today - when).days) < 300  # noqa: PLR2004 - no month of another year is meant
    # `Jan 24` would be read as a day of January.
    return f"{when.day} {month}" if near else f"{month}’{when.year % 100:02}"


def span_of_days(days: int) -> str:
    """`12d`, `-3d`, and years from a thousand days on, so that it never takes over five cells."""
    return f"{days}d" if abs(days) < 1000 else f"{int(days / 365)}y"  # noqa: PLR2004 the width of the column


def plain_signs(text: str) -> str:
    """Winnow's own signs in ASCII, and quotes and dashes of notes."""
    return text if text.isascii() else text.translate(_SIGNS)


def harmless(text: str) -> str:
    """Text of the same width without what may not reach a terminal, but for U+200D, which joins emoji."""
    return _PILE.sub(r"\1", _UNSAFE.sub(_replaced, text))


def _replaced(found: re.Match[str]) -> str:
    """What stands for a dangerous character: as many cells as Textual has measured for it."""
    return "\ufffd" if cell_len(found[0]) else ""


def _reach(cells: int) -> int:
    """How many characters are looked at to fill `cells`: a line of 1 MB is never measured whole."""
    return cells * 8 + 64


def _near(text: str, cells: int) -> str:
    reach = _reach(cells)
    return text if len(text) <= reach else text[:reach]


def _head(text: str, cells: int) -> str:
    """The longest beginning of whole graphemes within `cells`."""
    if text.isascii():
        return text[: max(0, cells)]
    end = used = 0
    for _, stop, size in split_graphemes(text)[0]:
        used += size
        if used > cells:
            break
        end = stop
    return text[:end]


def _tail(text: str, cells: int) -> str:
    """The longest end of whole graphemes within `cells`."""
    if text.isascii():
        return text[max(0, len(text) - cells) :]
    begin, used = len(text), 0
    for start, _, size in reversed(split_graphemes(text)[0]):
        used += size
        if used > cells:
            break
        begin = start
    return text[begin:]
