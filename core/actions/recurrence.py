"""The next occurrence of a recurring task, as Obsidian Tasks writes it. Pure."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, time

from core.actions.lines import (
    Splice,
    counting,
    date_text,
    drop_kind,
    insert,
    new_mark,
    replace_value,
    spliced,
)
from core.parse.rules import Rule, parse_rule
from core.parse.tasks import TaskLine, reference_kinds
from core.statuses import Status, TaskSettings

_DROPPED = ("done", "cancelled", "id", "depends_on")
_HORIZON = 40
"""Periods in which a rule must come true: 29 February takes eight years, 30 February for ever."""


def next_days(read: TaskLine, settings: TaskSettings, today: date) -> Mapping[str, date] | None:
    """The dates of the next occurrence by kind; `None` where the line has no rule, or it has ended.

    One date is the reference, the others keep their distance from it.
    """
    rule = parse_rule(read.recurrence) if read.recurrence else None
    if rule is None:
        return None
    days = {
        kind: date.fromisoformat(day)
        for kind in reference_kinds(settings)
        if (day := read.day(kind))
    }
    reference = next(iter(days.values()), None)
    following = next_day(rule, today if rule.when_done or reference is None else reference)
    if following is None:
        return None
    if reference is None:
        return {}
    if settings.remove_scheduled_on_recurrence and len(days) > 1:
        days.pop("scheduled", None)
    try:
        return {kind: following + (day - reference) for kind, day in days.items()}
    except OverflowError:
        return None


def next_day(rule: Rule, base: date) -> date | None:
    """The first day after `base` on which the rule comes true, counted from `base`."""
    # A month or a year on is a real day, the last of a shorter month, unless the rule names days.
    if rule.frequency in {"MONTHLY", "YEARLY"} and not rule.fixed and rule.count is None:
        return _months_on(base, rule.interval * (12 if rule.frequency == "YEARLY" else 1))
    # Costs 20 ms of the start of the program, and few tasks recur by such a rule.
    from dateutil import rrule  # noqa: PLC0415

    last = min(base.year + _HORIZON * rule.interval, date.max.year)
    try:
        found = rrule.rrule(
            getattr(rrule, rule.frequency),
            dtstart=datetime.combine(base, time()),
            interval=rule.interval,
            byweekday=[rrule.weekday(day, nth) for day, nth in rule.weekdays] or None,
            bymonthday=rule.month_days or None,
            bymonth=rule.months or None,
            byweekno=rule.week_numbers or None,
            count=rule.count,
            until=None if rule.count else datetime(last, 12, 31),  # noqa: DTZ001 - a calendar has no zone
        ).after(datetime.combine(base, time.max))
    except (ValueError, OverflowError):
        return None
    return found.date() if found else None


def _months_on(base: date, months: int) -> date | None:
    year, month = divmod(base.year * 12 + base.month - 1 + months, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(base.day, monthrange(year, month + 1)[1]))


def next_line(read: TaskLine, completed: Status, settings: TaskSettings, today: date) -> str | None:
    """The line of the next occurrence when `read` becomes `completed`; `None` for no occurrence.

    The same words and fields with moved dates; no ✅ ❌ 🆔 ⛔ and no block link; created today,
    if the vault sets created dates.
    """
    days = next_days(read, settings, today)
    if days is None:
        return None
    splices = [new_mark(read, settings.recurring(completed).symbol), *drop_kind(read, *_DROPPED)]
    if days and "scheduled" not in days and read.day("scheduled"):
        splices += drop_kind(read, "scheduled")
    for kind, day in days.items():
        if field := counting(read, kind):
            splices.append(replace_value(read, field, day.isoformat()))
    splices += _created(read, settings, today)
    if read.block_link:
        end = read.line.index(read.block_link, read.body_end) + len(read.block_link)
        splices.append(Splice(read.body_end, end, ""))
    return spliced(read.line, splices)


def _created(read: TaskLine, settings: TaskSettings, today: date) -> list[Splice]:
    """Created today, or not said, whatever the finished line says."""
    field = counting(read, "created")
    if not settings.set_created_date:
        return drop_kind(read, "created")
    if field:
        return [replace_value(read, field, today.isoformat())]
    text = date_text("created", today.isoformat(), settings.format)
    return [insert(read, read.body_end, text)]
