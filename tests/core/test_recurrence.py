from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.actions.recurrence import next_day, next_line
from core.parse.rules import parse_rule
from core.parse.tasks import parse_line
from core.statuses import Status, TaskSettings

TODAY = date(2026, 1, 5)
SETTINGS = TaskSettings()
DONE = SETTINGS.status("x")


def occurrence(line: str, settings: TaskSettings = SETTINGS, today: date = TODAY) -> str | None:
    read = parse_line(line, settings)
    assert read
    return next_line(read, settings.status("x"), settings, today)


@pytest.mark.parametrize(
    ("rule", "base", "following"),
    [
        ("every day", "2026-01-06", "2026-01-07"),
        ("every 3 days", "2026-01-30", "2026-02-02"),
        ("every week", "2026-01-06", "2026-01-13"),
        ("every 2 weeks", "2026-01-06", "2026-01-20"),
        ("every weekday", "2026-01-09", "2026-01-12"),
        ("every Monday, Wednesday and Friday", "2026-01-05", "2026-01-07"),
        ("every week on Monday, Tuesday", "2026-01-06", "2026-01-12"),
        ("every 2 weeks on Monday", "2026-01-06", "2026-01-19"),
        ("every month", "2026-01-31", "2026-02-28"),
        ("every month", "2028-01-30", "2028-02-29"),
        ("every 2 months", "2026-12-31", "2027-02-28"),
        ("every month on the 31st", "2026-01-31", "2026-03-31"),
        ("every month on the 1st", "2026-01-06", "2026-02-01"),
        ("every month on the last", "2026-01-31", "2026-02-28"),
        ("every month on the last Friday", "2026-01-06", "2026-01-30"),
        ("every month on the 2nd Tuesday", "2026-01-06", "2026-01-13"),
        ("every month on the 2nd last day", "2026-01-06", "2026-01-30"),
        ("every year", "2024-02-29", "2025-02-28"),
        ("every January on the 15th", "2026-01-15", "2027-01-15"),
        ("every April and December on the 1st", "2026-04-01", "2026-12-01"),
        ("every February on the 29th", "2026-01-01", "2028-02-29"),
        ("every hour", "2026-01-06", "2026-01-07"),
        ("every week for 3 times", "2026-01-06", "2026-01-13"),
        ("every day for 1 times", "2026-01-06", None),
        ("every February on the 30th", "2026-01-01", None),
        ("every 9999 years", "2026-01-01", None),
        ("EVERY WEEK", "2026-01-06", "2026-01-13"),
        ("every week and call Bo", "2026-01-06", "2026-01-13"),
        ("every mon", "2026-01-06", "2026-01-12"),
    ],
)
def test_the_next_day_of_a_rule(rule: str, base: str, following: str | None) -> None:
    read = parse_rule(rule)
    assert read
    day = next_day(read, date.fromisoformat(base))
    assert (day and day.isoformat()) == following


@pytest.mark.parametrize(
    "words",
    ["", "every", "every 2", "every blue moon", "every two weeks", "daily", "every week until 5 May", "every month on the 367th",
     "every Monday and", "every Monday, May", "every 999999 days", "every day for", "every weekend"],
)  # fmt: skip
def test_other_words_are_no_rule(words: str) -> None:
    assert parse_rule(words) is None
    assert occurrence(f"- [ ] a 🔁 {words} 📅 2026-01-06") is None


@given(
    st.lists(
        st.sampled_from(["every", "2", "0", "day", "weeks", "month", "year", "on", "the", "1st", "last", "Monday", "may", ",",
                         "and", "for", "until", "weekday", "third", "31st", "hour", "second", "x", "999999999999"]),
        max_size=8,
    ).map(" ".join)
    | st.text(max_size=20),
    st.dates(),
)  # fmt: skip
def test_any_words_are_a_rule_with_a_later_day_or_none(words: str, base: date) -> None:
    rule = parse_rule(words)
    day = rule and next_day(rule, base)
    assert day is None or day > base


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # Other dates keep their distance; the done line's own marks, ids and link are not copied.
        (
            "- [ ] a 🆔 abc 🔁 every week ⛔ def,ghi 🛫 2026-01-02 ⏳ 2026-01-04 📅 2026-01-06 ❌ 2025-01-01 ^blk",
            "- [ ] a 🔁 every week 🛫 2026-01-09 ⏳ 2026-01-11 📅 2026-01-13",
        ),
        # Past rules do not skip to the future.
        ("- [?] a 🔁 every day 📅 2020-02-28", "- [ ] a 🔁 every day 📅 2020-02-29"),
        ("- [ ] a 🔁 every 10 days when done 📅 2026-01-06 ⏳ 2026-01-04",
         "- [ ] a 🔁 every 10 days when done 📅 2026-01-15 ⏳ 2026-01-13"),
        ("- [ ] a 🔁 every day", "- [ ] a 🔁 every day"),
        # Words behind a complete rule are kept, unlike the plugin's own writing.
        ("- [ ] a 📅 2026-01-06 🔁 every week and call Bo", "- [ ] a 📅 2026-01-13 🔁 every week and call Bo"),
        # What the person wrote stays in its place: order, variant symbols, blanks, quotes, tags.
        ("> 1. [ ]  a @Ana Ruiz 📆2026-01-06 #x 🔁 every day #y  ", "> 1. [ ]  a @Ana Ruiz 📆2026-01-07 #x 🔁 every day #y  "),
        ("- [ ] a 🔁 every day 📅 2026-01-06 ➕ 2025-12-01", "- [ ] a 🔁 every day 📅 2026-01-07"),
        ("- [ ] a 📅 2026-01-06", None),
        # A date that does not exist cannot be counted from.
        ("- [ ] a 🔁 every day 📅 2026-02-31", None),
    ],
)  # fmt: skip
def test_the_next_occurrence_is_the_same_line_with_moved_dates(
    line: str, expected: str | None
) -> None:
    assert occurrence(line) == expected


def test_a_created_date_is_today_where_the_vault_sets_it() -> None:
    settings = TaskSettings(set_created_date=True)
    line = "- [ ] a 🔁 every day 📅 2026-01-06"
    assert occurrence(line, settings) == f"{line[:-2]}07 ➕ 2026-01-05"
    assert occurrence(f"{line} ➕ 2020-01-01", settings) == f"{line[:-2]}07 ➕ 2026-01-05"


def test_the_scheduled_date_gives_way_where_the_vault_removes_it() -> None:
    settings = TaskSettings(remove_scheduled_on_recurrence=True)
    line = "- [ ] a 🔁 every day ⏳ 2026-01-04 🛫 2026-01-02"
    # And the start date, not the one that goes, is what the others are counted from.
    assert occurrence(line, settings) == "- [ ] a 🔁 every day 🛫 2026-01-03"
    assert (
        occurrence("- [ ] a 🔁 every day ⏳ 2026-01-04", settings)
        == "- [ ] a 🔁 every day ⏳ 2026-01-05"
    )


def test_the_status_follows_the_chain_of_the_vault() -> None:
    settings = TaskSettings(
        statuses=(
            Status(" ", "Todo", "x", "TODO"),
            Status("x", "Done", "?", "DONE"),
            Status("?", "Proposed", " ", "TODO"),
        )
    )
    assert occurrence("- [ ] a 🔁 every day", settings) == "- [?] a 🔁 every day"


def test_dataview_fields_recur_too() -> None:
    settings = TaskSettings(format="dataview", set_created_date=True)
    assert occurrence("- [ ] a [repeat:: every week]  [due:: 2026-01-06]  [id:: x]", settings) == (
        "- [ ] a [repeat:: every week]  [due:: 2026-01-13]  [created:: 2026-01-05]"
    )


def test_a_day_beyond_the_calendar_is_no_next_occurrence() -> None:
    assert occurrence("- [ ] a 🔁 every day 📅 9999-12-31") is None
    assert occurrence("- [ ] a 🔁 every 9000 months 📅 9999-12-31 ⏳ 9999-12-30") is None
    assert occurrence("- [ ] a 🔁 every day 📅 9999-12-30 ⏳ 9999-12-31") is None
