"""Days as people type them: `tomorrow`, `fri`, `+3`, `2w`, `5 jan`. Pure."""

import re
from calendar import monthrange
from datetime import date, timedelta

from core.errors import Refused

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NEAR = {"yesterday": -1, "today": 0, "tod": 0, "tomorrow": 1, "tom": 1}
_NOTHING = frozenset({"", "none", "no", "never", "-"})
_SHORTEST = 3
_MOST_DIGITS = 5

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_STEP = re.compile(r"(?:in )?([+-]?)([0-9]+|an?) ?(d|days?|w|weeks?|m|mo|months?|y|years?)?( ago)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?\.? ?([a-z]+)\.?,?(?: ([0-9]{4}))?")
_MONTH_FIRST = re.compile(r"([a-z]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,?(?: ([0-9]{4}))?")


def parse_when(text: str, today: date) -> date | None:
    """The day that `text` means on the day `today`; `None` for `none` and for nothing.

    A weekday is the next one after today; a day of a month that is over is next year's; a bare
    number is days from today.

    Raises:
        Refused: The words mean no day; the sentence says what would.
    """
    words = " ".join(text.lower().split())
    if words in _NOTHING:
        return None
    try:
        day = _named(words, today) or _iso(words) or _step(words, today) or _of_month(words, today)
    except (ValueError, OverflowError):
        day = None
    if day is None:
        raise Refused(
            f"“{text.strip()}” is not a day: try today, fri, next week, +3, 2w, 5 jan, 2026-01-31 or none"
        )
    return day


def _named(words: str, today: date) -> date | None:
    if words in _NEAR:
        return today + timedelta(_NEAR[words])
    monday = today + timedelta(7 - today.weekday())
    if words == "next week":
        return monday
    if words == "next month":
        return months_on(today.replace(day=1), 1)
    if words == "next year":
        return date(today.year + 1, 1, 1)
    if words in {"weekend", "this weekend"}:
        words = "saturday"
    weekday = _number_of(words.removeprefix("next ").removeprefix("on "), _WEEKDAYS)
    if weekday is None:
        return None
    return today + timedelta((weekday - today.weekday() - 1) % 7 + 1)


def _iso(words: str) -> date | None:
    found = _ISO.fullmatch(words)
    return date(*map(int, found.groups())) if found else None


def _step(words: str, today: date) -> date | None:
    found = _STEP.fullmatch(words)
    if not found:
        return None
    sign, count, unit, ago = found.groups()
    if (not unit and not count.isdigit()) or len(count) > _MOST_DIGITS:
        return None
    number = int(count) if count.isdigit() else 1
    if (sign == "-") != bool(ago):
        number = -number
    match (unit or "d")[0]:
        case "d":
            return today + timedelta(number)
        case "w":
            return today + timedelta(weeks=number)
        case "m":
            return months_on(today, number)
        case _:
            return months_on(today, 12 * number)


def _of_month(words: str, today: date) -> date | None:
    if found := _DAY_FIRST.fullmatch(words):
        day, name, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(words):
        name, day, year = found.groups()
    else:
        return None
    month = _number_of(name, _MONTHS)
    if month is None:
        return None
    if year:
        return date(int(year), month + 1, int(day))
    # 29 February may take until the next leap year.
    for ahead in range(today.year, today.year + 9):
        if int(day) <= monthrange(ahead, month + 1)[1]:
            meant = date(ahead, month + 1, int(day))
            if meant >= today:
                return meant
    return None


def _number_of(name: str, names: tuple[str, ...]) -> int | None:
    """The place of the name that `name` is, or begins with three letters or more."""
    if len(name) < _SHORTEST:
        return None
    return next((at for at, full in enumerate(names) if full.startswith(name)), None)


def months_on(day: date, months: int) -> date:
    """The same day of a month so many months on, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
