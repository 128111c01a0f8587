import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.parse.rules import Rule, parse_rule

WORKDAYS = tuple((day, None) for day in range(5))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("every day", Rule("DAILY")),
        ("Every 3 Days", Rule("DAILY", 3)),
        ("every hour", Rule("HOURLY")),
        ("every 2 weeks when done", Rule("WEEKLY", 2, when_done=True)),
        ("every weekday", Rule("WEEKLY", weekdays=WORKDAYS)),
        ("every week on weekday", Rule("WEEKLY", weekdays=WORKDAYS)),
        ("every tue, thu and sat", Rule("WEEKLY", weekdays=((1, None), (3, None), (5, None)))),
        ("every Monday on the 15th", Rule("WEEKLY", weekdays=((0, None),), month_days=(15,))),
        (
            "every Monday on the 1st day, 15th",
            Rule("WEEKLY", weekdays=((0, None),), month_days=(1, 15)),
        ),
        ("every month on the 2nd last Friday", Rule("MONTHLY", weekdays=((4, -2),))),
        ("every month on the 1st and last", Rule("MONTHLY", month_days=(1, -1))),
        ("every january and june on the 3rd", Rule("YEARLY", months=(1, 6), month_days=(3,))),
        ("every year on March, april", Rule("YEARLY", months=(3, 4))),
        ("every year on week 3, 20", Rule("YEARLY", week_numbers=(3, 20))),
        ("every day for 5 times", Rule("DAILY", count=5)),
        ("every week and whatever follows", Rule("WEEKLY")),
    ],
)
def test_a_rule_is_read_as_its_words_say(text: str, rule: Rule) -> None:
    assert parse_rule(text) == rule


@pytest.mark.parametrize(
    "text",
    [
        "",
        "day",
        "every",
        "every zebra",
        "every 2",
        "every monday and day",
        "every may, 3",
        "every day until 1 May 2026",
        "every day for ever",
        "every year on week",
        "every year on week 3, first",
        "every month on the 367th",
        "every 123456789 days",
        "every month on the 99999999th",
    ],
)
def test_other_words_are_no_rule(text: str) -> None:
    assert parse_rule(text) is None


WORDS = [
    "every",
    "2",
    "day",
    "weeks",
    "month",
    "year",
    "on",
    "the",
    "1st",
    "last",
    "monday",
    "weekday",
    "week",
    "may",
    ",",
    "and",
    "for",
    "until",
    "done",
    "when",
    "3rd",
    "zzz",
    "400th",
]


@given(st.lists(st.sampled_from(WORDS), max_size=10))
def test_any_words_are_a_rule_or_none(words: list[str]) -> None:
    rule = parse_rule(" ".join(["every", *words]))
    if rule:
        assert rule.interval >= 1
        assert all(day and abs(day) <= 366 for day in rule.month_days)
        assert all(0 <= day < 7 for day, _ in rule.weekdays)
        assert all(1 <= month <= 12 for month in rule.months)
