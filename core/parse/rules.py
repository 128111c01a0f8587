"""Recurrence rules in English, read as Obsidian Tasks reads them. Pure, linear.

The plugin leaves the words to rrule.js, whose reader is lenient: it takes the longest token it
knows, stops at the first it does not, and forgives what follows a complete rule.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_UNITS = {
    "minute": "MINUTELY", "hour": "HOURLY", "day": "DAILY",
    "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY",
}  # fmt: skip
_ORDINALS = {"last": -1, "first": 1, "second": 2, "third": 3}
_MONDAY_TO_FRIDAY = tuple((day, None) for day in range(5))
_LONGEST_YEAR = 366
_LARGEST = 99_999  # no rule repeats more rarely, and a calendar ends

# Every token, with the abbreviations that are read; of several the longest counts, then the first.
_TOKENS: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.I | re.A)
    for name, pattern in {
        "number": "[1-9][0-9]*",
        "every": "every",
        "day": "days?",
        "weekday": "weekdays?",
        "weekend": "weekends?",
        "week": "weeks?",
        "hour": "hours?",
        "minute": "minutes?",
        "month": "months?",
        "year": "years?",
        "on": "on|in",
        "at": "at",
        "the": "the",
        "first": "first",
        "second": "second",
        "third": "third",
        "nth": "([1-9][0-9]*)(?:th|nd|rd|st)",
        "last": "last",
        "for": "for",
        "until": "(?:un)?til",
        "monday": "mo(?:n(?:day)?)?",
        "tuesday": "tu(?:e(?:s(?:day)?)?)?",
        "wednesday": "we(?:d(?:n(?:esday)?)?)?",
        "thursday": "th(?:u(?:r(?:sday)?)?)?",
        "friday": "fr(?:i(?:day)?)?",
        "saturday": "sa(?:t(?:urday)?)?",
        "sunday": "su(?:n(?:day)?)?",
        "january": "jan(?:uary)?",
        "february": "feb(?:ruary)?",
        "march": "mar(?:ch)?",
        "april": "apr(?:il)?",
        "may": "may",
        "june": "june?",
        "july": "july?",
        "august": "aug(?:ust)?",
        "september": "sep(?:t(?:ember)?)?",
        "october": "oct(?:ober)?",
        "november": "nov(?:ember)?",
        "december": "dec(?:ember)?",
        "comma": "(?:, *|(?:and|or) *)++",
    }.items()
}

_JOINT = re.compile(r"\A(?: |,|(?:dna|ro)(?= ))++")
"""Reversed."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When a task recurs, in the terms of RFC 5545."""

    frequency: str
    """`MINUTELY` … `YEARLY`"""
    interval: int = 1
    weekdays: tuple[tuple[int, int | None], ...] = ()
    """Monday is 0; the second number is which of them in the period, from the end if negative."""
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    week_numbers: tuple[int, ...] = ()
    count: int | None = None
    when_done: bool = False
    """Counts from the day of completion, not from the task's own dates."""

    @property
    def fixed(self) -> bool:
        """The rule itself says on which days, so that no date is moved to a real one."""
        return bool(self.weekdays or self.month_days or self.months or self.week_numbers)


@dataclass(slots=True)
class _Draft:
    frequency: str = ""
    interval: int = 1
    weekdays: list[tuple[int, int | None]] = field(default_factory=list)
    month_days: list[int] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    week_numbers: list[int] = field(default_factory=list)
    count: int | None = None


class _NoRule(Exception):
    """The words are not a rule."""


@lru_cache(maxsize=1024)
def parse_rule(text: str) -> Rule | None:
    """The rule that `text` (`every 2 weeks on Monday when done`) states; `None` if it states none."""
    words, when_done = text.strip(), False
    if words[-10:].lower() == " when done":
        words, when_done = words[:-10].strip(), True
    try:
        draft = _Reader(words).rule()
    except _NoRule:
        return None
    return Rule(
        draft.frequency,
        draft.interval,
        tuple(draft.weekdays),
        tuple(draft.month_days),
        tuple(draft.months),
        tuple(draft.week_numbers),
        draft.count,
        when_done,
    )


def rule_end(text: str) -> int | None:
    """How many characters of `text` a rule takes that it begins with; `None` where it begins with none."""
    reader = _Reader(text)
    try:
        reader.rule()
    except _NoRule:
        return None
    # The reader has taken the joint to what it does not understand.
    joint = _JOINT.search(text[: reader.at - len(reader.value)][::-1])
    end = reader.at - len(reader.value) - (joint.end() if joint else 0)
    rest = text[end:].lower()
    done = " when done"
    return end + len(done) if rest.startswith(done) and not rest[len(done) :][:1].isalnum() else end


class _Reader:
    """Reads one rule; `word` is the token that comes next, `""` where nothing is understood any more."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.word = ""
        self.value = ""
        self.draft = _Draft()
        self.advance()

    def advance(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
            self.at += 1
        self.word = self.value = ""
        for name, pattern in _TOKENS.items():
            found = pattern.match(self.text, self.at)
            if found and found.end() - self.at > len(self.value):
                self.word, self.value = name, found[0]
        self.at += len(self.value)

    def accept(self, token: str) -> str:
        """The value of the token that was there, `""` if it was another."""
        value = self.value if self.word == token else ""
        if value:
            self.advance()
        return value

    def number(self) -> int | None:
        value = self.accept("number")
        return _integer(value) if value else None

    def rule(self) -> _Draft:
        if not self.accept("every"):
            raise _NoRule
        interval = self.number()
        self.draft.interval = 1 if interval is None else interval
        word = self.word
        self.advance()
        if word in _UNITS:
            self.draft.frequency = _UNITS[word]
            if word != "day":
                self.on()
        elif word == "weekday":
            self.draft.frequency = "WEEKLY"
            self.draft.weekdays = list(_MONDAY_TO_FRIDAY)
        elif word in WEEKDAYS:
            self.draft.frequency = "WEEKLY"
            self.draft.weekdays = [(day, None) for day in self.listed(WEEKDAYS, word)]
            self.month_days()
        elif word in MONTHS:
            self.draft.frequency = "YEARLY"
            self.draft.months = [month + 1 for month in self.listed(MONTHS, word)]
            self.on()
        else:
            raise _NoRule
        self.ends()
        return self.draft

    def listed(self, names: tuple[str, ...], first: str) -> list[int]:
        """The numbers of `first` and of all names joined to it by commas or `and`."""
        numbers = [names.index(first)]
        while self.accept("comma"):
            if self.word not in names:
                raise _NoRule
            numbers.append(names.index(self.word))
            self.advance()
        return numbers

    def on(self) -> None:
        if not [word for word in ("on", "the") if self.accept(word)]:
            return
        more = True
        while more:
            more = self.on_one() and any(map(self.accept, ("comma", "the", "on")))

    def on_one(self) -> bool:
        """One of the days, weeks or months behind `on`; whether there was one."""
        draft, nth, word = self.draft, self.ordinal(), self.word
        if word in WEEKDAYS:
            self.advance()
            draft.weekdays.append((WEEKDAYS.index(word), nth))
        elif nth:
            draft.month_days.append(nth)
            self.accept("day")
        elif self.accept("weekday"):
            draft.weekdays = draft.weekdays or list(_MONDAY_TO_FRIDAY)
        elif self.accept("week"):
            self.weeks()
        elif word in MONTHS:
            self.advance()
            draft.months.append(MONTHS.index(word) + 1)
        else:
            return False
        return True

    def weeks(self) -> None:
        more = True
        while more:
            number = self.number()
            if number is None:
                raise _NoRule
            self.draft.week_numbers.append(number)
            more = bool(self.accept("comma"))

    def ordinal(self) -> int | None:
        word = self.word
        if word in _ORDINALS:
            number = _ORDINALS[word]
        elif word == "nth":
            number = _integer(self.value[:-2])
            if number > _LONGEST_YEAR:
                raise _NoRule
        else:
            return None
        self.advance()
        return -number if word not in {"first", "last"} and self.accept("last") else number

    def month_days(self) -> None:
        """`every Monday on the 15th`: the reader of the plugin passes over one token behind each."""
        self.accept("on")
        self.accept("the")
        number = self.ordinal()
        while number:
            self.draft.month_days.append(number)
            self.advance()
            if not self.accept("comma"):
                return
            number = self.ordinal()
            if not number:
                raise _NoRule

    def ends(self) -> None:
        if self.word == "until":
            # What follows is a date as a browser guesses it: no two of them agree.
            raise _NoRule
        if self.accept("for"):
            self.draft.count = self.number()
            if self.draft.count is None:
                raise _NoRule


def _integer(digits: str) -> int:
    if len(digits) > len(str(_LARGEST)):
        raise _NoRule
    return int(digits)
