"""Days, weeks and months as filters say them: `today`, `-30d..`, `<fri`, `this-week`, `2026-01`. Pure."""

import re
from calendar import monthrange
from datetime import date, timedelta

from core.errors import BadQuery, Refused
from core.when import months_on, parse_when

LOW, HIGH = "0000-00-00", "9999-99-99"
"""Before and behind every ISO day."""
_SIGNS = ("<=", ">=", "<", ">")
_NUMBERED = re.compile(r"([0-9]{4})(?:-(?:(0[1-9]|1[0-2])|w([0-5]?[0-9])|q([1-4])))?")
_NAMED = re.compile(r"(this|last|next) (week|month|quarter|year)")
_STEPS = {"this": 0, "last": -1, "next": 1}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_AGE = re.compile(r"([0-9]{1,5})([dwmy]?)")
_DAYS = {"": 1, "d": 1, "w": 7}


def period(key: str, value: str, today: date) -> tuple[str, str]:
    """The first and the last ISO day that `value` means; none where the last is the one before.

    Raises `BadQuery`, which names `key`.
    """
    if ".." in value:
        start, _, end = value.partition("..")
        first = _days(key, start, today)[0] if start else LOW
        return first, _days(key, end, today)[1] if end else HIGH
    sign = next((sign for sign in _SIGNS if value.startswith(sign)), "")
    first, last = _days(key, value.removeprefix(sign), today)
    match sign:
        case "<":
            return LOW, _beside(first, -1)
        case "<=":
            return LOW, last
        case ">":
            return _beside(last, 1), HIGH
        case ">=":
            return first, HIGH
        case _:
            return first, last


def ages(value: str, today: date) -> tuple[str, str]:
    """The first and the last ISO day of what is so old: `>30d`, `<2w`, `1m..3m`, `7`.

    Raises:
        BadQuery: It is no age.
    """
    if ".." in value:
        young, _, old = value.partition("..")
        last = _before(young, today) if young else HIGH
        return _before(old, today) if old else LOW, last
    sign = next((sign for sign in _SIGNS if value.startswith(sign)), "")
    day = _before(value.removeprefix(sign), today)
    match sign:
        case "<":
            return _beside(day, 1), HIGH
        case "<=":
            return day, HIGH
        case ">":
            return LOW, _beside(day, -1)
        case ">=":
            return LOW, day
        case _:
            return day, day


def _before(value: str, today: date) -> str:
    """The day that lies so far back."""
    found = _AGE.fullmatch(value)
    if found is None:
        raise BadQuery(f"“{value}” is no age: try age:>30d, age:<2w or age:1m..3m")
    count, unit = int(found[1]), found[2]
    try:
        if unit in _DAYS:
            return (today - timedelta(count * _DAYS[unit])).isoformat()
        return months_on(today, -count * (12 if unit == "y" else 1)).isoformat()
    except (ValueError, OverflowError):
        return date.min.isoformat()


def _beside(day: str, step: int) -> str:
    """The next day, or the one before; nothing lies beyond the ends of the calendar."""
    try:
        return (date.fromisoformat(day) + timedelta(step)).isoformat()
    except OverflowError:
        return HIGH if step > 0 else LOW


def _days(key: str, value: str, today: date) -> tuple[str, str]:
    """The days of a day, a week, a month, a quarter or a year."""
    words = " ".join(value.lower().replace("_", " ").split())
    signed = words[:1] in {"+", "-"} or not any(map(str.isalpha, words))
    spaced = words if signed else words.replace("-", " ")
    try:
        found = _named(spaced, today) or _numbered(words)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        day = _day(key, spaced, value, today)
        found = day, day
    return found[0].isoformat(), found[1].isoformat()


def _named(words: str, today: date) -> tuple[date, date] | None:
    found = _NAMED.fullmatch(words)
    if found is None:
        return None
    step, unit = _STEPS[found[1]], found[2]
    if unit == "week":
        monday = today + timedelta(7 * step - today.weekday())
        return monday, monday + timedelta(6)
    months = _MONTHS[unit]
    begun = (today.month - 1) // months * months + 1
    first = months_on(date(today.year, begun, 1), step * months)
    return first, months_on(first, months) - timedelta(1)


def _numbered(words: str) -> tuple[date, date] | None:
    """`2026`, `2026-01`, `2026-w02`, `2026-q1`."""
    found = _NUMBERED.fullmatch(words)
    if found is None:
        return None
    year, month, week, quarter = found.groups()
    if week:
        monday = date.fromisocalendar(int(year), int(week), 1)
        return monday, monday + timedelta(6)
    first = date(int(year), int(month or 3 * int(quarter or 1) - 2), 1)
    months = 1 if month else 3 if quarter else 12
    year_on, at = divmod(first.month + months - 2, 12)
    return first, date(first.year + year_on, at + 1, monthrange(first.year + year_on, at + 1)[1])


def _day(key: str, words: str, value: str, today: date) -> date:
    try:
        day = parse_when(words, today)
    except Refused as refused:
        raise BadQuery(f"{key}: {refused}") from refused
    if day is None:
        raise BadQuery(f"“{value}” is no date for “{key}:”")
    return day
