"""Days as people say them in a meeting or a mail: `by Friday`, `the 14th`, `end of next week`. Pure, total, linear.

What is said loosely means several days, and whoever wrote a date into a task may have meant any of them.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_WEEKDAY = "mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_COUNT = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "couple of": 2, "a couple of": 2,
}  # fmt: skip
_SAID = re.compile(
    rf"""
    (?P<iso>\b[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}\b)
    | \b(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\.?[ ](?:of[ ])?(?P<month>{_MONTH})\b\.?(?:,?[ ](?P<year>20[0-9]{{2}})\b)?
    | \b(?P<month2>{_MONTH})\b\.?[ ](?:the[ ])?(?P<day2>[0-9]{{1,2}})(?:st|nd|rd|th)?\b(?![:.][0-9])(?:,?[ ](?P<year2>20[0-9]{{2}})\b)?
    | \b(?P<one>[0-9]{{1,2}})(?:/|\.(?=[0-9]{{1,2}}\.))(?P<two>[0-9]{{1,2}})(?:[/.](?P<year3>20[0-9]{{2}}|[0-9]{{2}}))?\b
    | \b(?P<near>today|tonight|tomorrow|asap|eod|cob|this[ ](?:morning|afternoon|evening))\b
    | \b(?P<late>end[ ]of|late|later|eo)[ ]?(?P<which>(?:the|this|next)[ ])?(?P<unit>w(?:eek)?|month|quarter|year|m|q)\b
    | \b(?P<some>next|this|coming)[ ](?P<unit2>week|month|quarter|year)\b
    | \b(?P<past>last[ ]|past[ ]|previous[ ])?(?P<next>next[ ]|this[ ]|coming[ ])?(?P<weekday>{_WEEKDAY})\b
        (?!,?[ ](?:the[ ])?(?:[0-9]{{1,2}}(?:st|nd|rd|th)?[ ](?:of[ ])?)?(?:{_MONTH})\b)
    | \b(?:in|within)[ ](?:the[ ]next[ ])?(?P<count>[0-9]{{1,3}}|(?:a[ ])?couple[ ]of|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[ ](?P<unit3>day|week|month)s?\b
    | \bthe[ ](?P<ordinal>[0-9]{{1,2}})(?:st|nd|rd|th)\b(?![ ](?:of[ ])?(?:{_MONTH})\b)
    | \b(?:by|in|until|till|end[ ]of|before|early|mid|late)[ -](?P<month4>{_MONTH})\b
    """,
    re.X,
)
_QUARTER = 3
_JUST_OVER = 60
"""Days for which a day of a month that is over is still the one that is meant."""
_SLACK = 3
"""Days before the end of a month or a quarter that are its end as well."""


_Days = tuple[date, date]
_Words = Mapping[str, str]


class Said(NamedTuple):
    """A day as it is said."""

    start: int
    end: int
    """Characters of the text."""
    days: tuple[_Days, ...]
    """First and last of the days that it may mean."""

    def means(self, day: date) -> bool:
        """Whether it may mean that day."""
        return any(first <= day <= last for first, last in self.days)


def days_in(text: str, on: date) -> Iterator[Said]:
    """The days that are said in a text, in order.

    Args:
        text: As it is written.
        on: The day on which it was said.
    """
    low = text.lower()
    # A letter whose small one is two would move all behind it.
    for match in _SAID.finditer(low if len(low) == len(text) else text):
        try:
            meant = tuple(_meant(match, on))
        except (ValueError, OverflowError):
            continue
        if meant:
            yield Said(*match.span(), meant)


def _meant(match: re.Match[str], on: date) -> Iterator[_Days]:
    said = {key: value for key, value in match.groupdict().items() if value}
    key = next((key for key in said if key in _WAYS), "")
    yield from _WAYS.get(key, _loosely)(said, on)


def _iso(said: _Words, _on: date) -> Iterator[_Days]:
    yield _alone(date.fromisoformat(said["iso"]))


def _named(said: _Words, on: date) -> Iterator[_Days]:
    """`14 January`, `Jan 14, 2027`."""
    day, month = said.get("day") or said["day2"], said.get("month") or said["month2"]
    year = said.get("year") or said.get("year2")
    yield from _in_month(int(day), _number(month, _MONTHS) + 1, year, on)


def _figures(said: _Words, on: date) -> Iterator[_Days]:
    """`5/2`: the day comes first for some, the month for others."""
    for day, month in ((said["one"], said["two"]), (said["two"], said["one"])):
        if 0 < int(month) <= 12:  # noqa: PLR2004 - months
            yield from _in_month(int(day), int(month), said.get("year3"), on)


def _near(said: _Words, on: date) -> Iterator[_Days]:
    yield _alone(on + timedelta(said["near"] == "tomorrow"))


def _alone(day: date) -> _Days:
    return day, day


def _in_month(day: int, month: int, year: str | None, on: date) -> Iterator[_Days]:
    """That day of the year that is said, else the next one, or the one that is just over."""
    if year:
        yield _alone(date(int(year) + (2000 if len(year) == 2 else 0), month, day))  # noqa: PLR2004 - 26 is 2026
        return
    for ahead in (0, 1):
        if 0 < day <= monthrange(on.year + ahead, month)[1]:
            meant = date(on.year + ahead, month, day)
            if meant >= on - timedelta(_JUST_OVER):
                yield _alone(meant)
                return


def _weekday(said: _Words, on: date) -> Iterator[_Days]:
    """The next one, today's own included; “next Friday” may be one week further on."""
    if "past" in said:
        return
    ahead = (_number(said["weekday"], _WEEKDAYS) - on.weekday()) % 7
    yield _alone(on + timedelta(ahead))
    if ahead == 0 or said.get("next", "").startswith("next"):
        yield _alone(on + timedelta(ahead + 7))


def _counted(said: _Words, on: date) -> Iterator[_Days]:
    number = int(said["count"]) if said["count"].isdigit() else _COUNT[said["count"]]
    if said["unit3"] == "day":
        yield _alone(on + timedelta(number))
    elif said["unit3"] == "week":
        yield on + timedelta(7 * number - 1), on + timedelta(7 * number + 1)
    else:
        yield _around(_months_on(on, number))


def _around(day: date) -> _Days:
    return day - timedelta(_SLACK), day + timedelta(_SLACK)


def _ordinal(said: _Words, on: date) -> Iterator[_Days]:
    """The next one of that number."""
    day = int(said["ordinal"])
    for ahead in (0, 1):
        first = _months_on(on.replace(day=1), ahead)
        if 0 < day <= monthrange(first.year, first.month)[1] and first.replace(day=day) >= on:
            yield _alone(first.replace(day=day))
            return


def _whole_month(said: _Words, on: date) -> Iterator[_Days]:
    """The beginning, the middle and the end of a month are as good as each other where only it is said."""
    month = _number(said["month4"], _MONTHS) + 1
    year = on.year + (month < on.month)
    last = monthrange(year, month)[1]
    for day in (1, 15):
        yield _alone(date(year, month, day))
    yield date(year, month, last - _SLACK), date(year, month, last)


def _loosely(said: _Words, on: date) -> Iterator[_Days]:
    """`end of the week`, `next month`: some days of it."""
    unit = (said.get("unit") or said["unit2"])[0]
    ahead = 1 if "next" in (said.get("which", "").strip(), said.get("some")) else 0
    if unit == "w":
        monday = on - timedelta(on.weekday() - 7 * ahead)
        yield monday + timedelta(3 if "late" in said else 0), monday + timedelta(6)
        return
    first, last = _period(unit, ahead, on)
    if "late" not in said:
        yield _alone(first)
    yield last - timedelta(_SLACK), last


def _period(unit: str, ahead: int, on: date) -> _Days:
    """First and last day of the month, quarter or year."""
    if unit == "y":
        return date(on.year + ahead, 1, 1), date(on.year + ahead, 12, 31)
    months = _QUARTER if unit == "q" else 1
    begin = on.replace(day=1, month=(on.month - 1) // months * months + 1)
    first = _months_on(begin, ahead * months)
    return first, _months_on(first, months) - timedelta(1)


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _number(name: str, names: tuple[str, ...]) -> int:
    return names.index(name[:3])


_WAYS: Mapping[str, Callable[[_Words, date], Iterator[_Days]]] = {
    "iso": _iso, "day": _named, "day2": _named, "one": _figures, "near": _near, "weekday": _weekday,
    "count": _counted, "ordinal": _ordinal, "month4": _whole_month,
}  # fmt: skip
"""What is said in which way; all else is said loosely."""
