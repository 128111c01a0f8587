"""What a filter means: in words, in the words of Obsidian Tasks, and why it finds nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import note_row, task_row

from core.explain import explain, said
from core.nearest import Near, nearest
from core.qualifiers import DATES, STATES, TEXTS, TRAITS, TYPES, Context
from core.query import Query, parse_query
from core.tasks_block import tasks_block

TODAY = date(2026, 1, 6)
CONTEXT = Context(TODAY, {})
ROWS = (
    task_row("deck", "Send the deck", due="2026-01-03", priority="high"),
    task_row("badge", "Order badges", mine=False, owners=("Bo Lin",), due="2026-01-08",
             written=b"- [?] Order badges @Bo Lin #task #proposed"),
    task_row("room", "Book the room", tags=("#task", "#work/travel"), scheduled="2026-01-06"),
    task_row("mop", "Mop", start="2026-01-01", note=note_row("Home/Floor.md", title="Floor")),
    task_row("old", "File taxes", proposed=False, status="Done", status_type="DONE", ended="2026-01-05"),
    task_row("busy", "Fix it", proposed=False, status="Busy", status_type="IN_PROGRESS", priority="low"),
    task_row("no", "Nap", proposed=False, status="Rejected", status_type="CANCELLED", ended="2026-01-02"),
)  # fmt: skip


def found(query: Query) -> str:
    test = query.test(CONTEXT)
    return " ".join(row.id for row in ROWS if test(row))


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        ("", "wait for a decision"),
        ("is:any", "have any status"),
        ("harbor", "wait for a decision; have “harbor” in their line or their note's title"),
        ("is:done -harbor", "are done; not those that have “harbor” in their line or their note's title"),
        ("is:any due:<today", "have any status; are due yesterday, Mon 5 Jan 2026 or earlier"),
        ("is:any due:this-week", "have any status; are due yesterday, Mon 5 Jan 2026 to Sun 11 Jan 2026"),
        ("is:any due:none", "have any status; have no due date"),
        ("is:any prio:>=high", "have any status; have high priority or a higher one"),
        ("is:any owner:bo OR owner:me", "one of these holds:; all of this holds:; have any status; are owned by somebody called “bo”; are yours"),
        ("is:any -(a b)", "have any status; not so: all of this holds:; have “a” in their line or their note's title; have “b” in their line or their note's title"),
        ("is:any sort:-due group:note limit:3", "have any status; sorted by due (turned); grouped by note; and of those the first 3"),
        ("is:any [status:active]", "have any status; stand in a note whose property status has “active” in it"),
        ("is:any age:>30d", "have any status; were made, or stand in a note of, Sat 6 Dec 2025 or earlier"),
    ],
)  # fmt: skip
def test_a_filter_is_said_in_words(filter: str, expected: str) -> None:
    assert said(parse_query(filter), TODAY) == expected


def test_what_is_part_of_something_stands_below_it() -> None:
    lines = explain(parse_query("is:any (a OR (b c))"), TODAY)
    assert [line.deep for line in lines] == [0, 0, 1, 1, 2, 2]


VALUES = {
    "is": (*STATES, *TRAITS),
    "type": [type.lower() for type in TYPES],
    **dict.fromkeys(DATES, ("none", "any", "today", "<today", ">=2026-01-01", "-3d..+2d", "this-week")),
    **dict.fromkeys((*TEXTS, "owner", "tag", "entity"), ("none", "x y")),
    "prio": ("high", ">none", "<=low", ">=lowest", "<=highest", "normal"),
    "no": ("due", "owner", "prio", "tag", "entity", "source", "heading"),
    "dup": ("yes", "no", ">2", "..3"), "evidence": ("none", "strong", "unknown", "<50"), "seen": ("any", "none", "done"),
    "age": ("none", "any", ">2w", "1d..3m"), "problem": ("any", "none", "mark"), "status": ("progress",), "in": ("people",),
    "text": ("by train",),
}  # fmt: skip
EVERY = [f'{key}:"{value}"' for key, values in VALUES.items() for value in values]
EVERY += ["/a+/", "[status]", "[status:none]", "[status:on it]", "word", '"two words"', "line:/a/"]


@pytest.mark.parametrize("leaf", EVERY)
def test_whatever_can_be_asked_can_be_said(leaf: str) -> None:
    query = parse_query(f"is:any {leaf}")
    assert len(explain(query, TODAY)) == 2
    block = tasks_block(query, TODAY, ["Myself"])
    assert block.text.startswith("```tasks\n")
    assert len(block.lacking) <= 1


@pytest.mark.parametrize(
    ("filter", "lines"),
    [
        ("", ["status.name includes Proposed"]),
        ("is:any deck", ["(description includes deck) OR (filename includes deck)"]),
        ("is:any due:today", ["due on today"]),
        ("is:any due:-2d..+2d", ["due 2026-01-04 2026-01-08"]),
        ("is:any -tag:#auto", ["NOT (tags include #auto)"]),
        ('is:any (path:"a (b)" OR heading:c)', ["[path includes a (b)] OR [heading includes c]"]),
        ("is:any dup:yes sort:dup", ["# dup:yes: nothing in Obsidian Tasks says so"]),
        ('is:any "a\nb"', ['# "a b": nothing in Obsidian Tasks says so']),
        ("is:any sort:-prio group:note limit:5", ["sort by priority reverse", "group by filename", "limit 5"]),
        ("= not done; due before tomorrow", ["not done", "due before tomorrow"]),
    ],
)  # fmt: skip
def test_a_filter_is_a_query_of_the_plugin(filter: str, lines: list[str]) -> None:
    assert list(tasks_block(parse_query(filter), TODAY, ["Myself"]).lines) == lines


def test_what_the_plugin_cannot_say_is_named() -> None:
    block = tasks_block(parse_query("(is:any [a:b]) sort:dup group:entity"), TODAY, ["Myself"])
    assert block.lacking == ("(is:any [a:b])", "sort:dup", "group:entity")


TOLD = st.sampled_from(
    ["is:done", "is:open", "is:started", "is:rejected", "is:overdue", "due:<today", "due:none", "due:any", "due:+2d",
     "scheduled:<=today", "start:<today", "done:2026-01-05", "ended:<2026-01-04", "prio:>=high", "prio:<none", "prio:none",
     "tag:task", "tag:none", "no:tag", "status:bus", "type:cancelled", "path:home", "heading:action", "line:the",
     "line:/^.*deck/", "owner:me", "owner:bo", "is:proposed", "is:any"]
)  # fmt: skip
TERMS = st.recursive(
    TOLD,
    lambda inner: (
        st.tuples(inner, inner).map(lambda two: f"({two[0]} OR {two[1]})")
        | st.tuples(inner, inner).map(lambda two: f"({two[0]} {two[1]})")
        | inner.map(lambda one: f"-({one})")
    ),
    max_leaves=4,
)


@given(st.lists(TERMS, min_size=1, max_size=3).map(" ".join))
def test_the_query_of_the_plugin_finds_what_the_filter_finds(filter: str) -> None:
    query = parse_query(f"is:any {filter}")
    block = tasks_block(query, TODAY, ["Myself"])
    if not block.lacking:
        back = parse_query("= " + "\n".join(block.lines))
        assert found(back) == found(query), block.lines


def test_a_filter_that_finds_nothing_says_what_would_be_found() -> None:
    def count(query: Query) -> int:
        return len(found(query).split())

    query = parse_query('deck owner:bo "the room"')
    assert nearest(query, count) == ()
    query = parse_query("deck owner:bo")
    assert nearest(query, count) == (Near("without deck", 1), Near("without owner:bo", 1))
    query = parse_query("taxes")
    assert nearest(query, count) == (Near("with is:any", 1),)
    assert nearest(parse_query("a OR b"), count) == ()
    assert nearest(parse_query("is:done badges"), count) == (
        Near("without is:done", 1),
        Near("without badges", 1),
    )
