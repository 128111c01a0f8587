import time
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import note_row, task_row

from core import entity_filter, names
from core.arranging import arranged
from core.errors import BadQuery
from core.grammar import PATTERN, PROPERTY
from core.inbox import filter as inbox_filter
from core.index.rows import TaskId, TaskRow
from core.path import NotePath
from core.qualifiers import QUALIFIERS, Context
from core.query import parse_query
from core.review import filter as review_filter

TODAY = date(2026, 1, 6)
CONTEXT = Context(
    TODAY,
    {},
    saying=lambda words: frozenset([NotePath("Personal/Trip.md")] if words == "by train" else []),
    having=lambda key, value: frozenset(
        [NotePath("Personal/Trip.md")] if key == "status" and value in "active" else []
    ),
    repeats=lambda: frozenset([TaskId("badge")]),
    superseded=lambda: frozenset([NotePath("Personal/Trip.md")]),
    dup=lambda id: 3 if id == "deck" else 1,
    cluster=lambda id: "c1" if id == "deck" else "",
    evidence={"deck": "strong", "badge": "none"}.get,
    strength={"deck": 80, "badge": 0}.get,
    seen=lambda row: "rejected" if row.id == "room" else None,
)

DECK = task_row("deck", "Send the deck", due="2026-01-03", priority="high")
BADGE = task_row("badge", "Order badges", mine=False, owners=("Bo Lin",), due="2026-01-08")
ROOM = task_row(
    "room",
    "Book the room",
    mine=False,
    owners=("TBD",),
    tags=("#task", "#work/travel"),
    note=note_row("Personal/Trip.md", entity=None, entity_type=None, title="Trip to Harbor"),
)
OLD = task_row(
    "old", "File taxes", proposed=False, status="Done", status_type="DONE", ended="2026-01-05"
)
BUSY = task_row(
    "busy",
    "Fix it",
    proposed=False,
    status="In Progress",
    status_type="IN_PROGRESS",
    scheduled="2026-01-06",
    start="2026-01-02",
    created="2025-12-01",
    problems=("two-marks",),
)
REJECTED = task_row(
    "no", "Nap", proposed=False, status="Rejected", status_type="CANCELLED", ended="2025-12-24"
)
ALL = (DECK, BADGE, ROOM, OLD, BUSY, REJECTED)


def found(query: str, context: Context = CONTEXT) -> str:
    parsed = parse_query(query)
    test = parsed.test(context)
    ids = [row.id for row in ALL if test(row)]
    return " ".join(arranged(ids, {row.id: row for row in ALL}, parsed.arrangement, context)[0])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "deck badge room"),
        ("is:any", "deck badge room old busy no"),
        ("deck", "deck"),
        ("DECK", "deck"),
        ("harbor", "room"),
        ("-deck", "badge room"),
        ('"the deck"', "deck"),
        ('"deck the"', ""),
        ("order OR book", "badge room"),
        ("(order OR book) the", "room"),
        ("-(order OR book)", "deck"),
        ("is:open", "busy"),
        ("is:started", "busy"),
        ("is:done", "old"),
        ("is:rejected", "no"),
        ("is:mine", "deck"),
        ("is:overdue", "deck"),
        ("owner:me", "deck"),
        ("owner:none", "room"),
        ("owner:bo", "badge"),
        ('owner:"bo lin"', "badge"),
        ("due:none", "room"),
        ("no:due", "room"),
        ("due:any", "deck badge"),
        ("due:2026-01-03", "deck"),
        ("due:<2026-01-08", "deck"),
        ("due:<=2026-01-08", "deck badge"),
        ("due:>2026-01-03", "badge"),
        ("due:>=2026-01-03", "deck badge"),
        ("due:2026-01-04..", "badge"),
        ("due:..today", "deck"),
        ("due:-3d..+2d", "deck badge"),
        ("is:done ended:<today", "old"),
        ("prio:high", "deck"),
        ("prio:>=medium", "deck"),
        ("prio:none", "badge room"),
        ("prio:<high", "badge room"),
        ("tag:#work", "room"),
        ("tag:work/travel", "room"),
        ("tag:wor", ""),
        ("-tag:proposed", "room"),
        ("path:Personal/", "room"),
        ("file:sync", "deck badge"),
        ("in:people", "deck badge"),
        ("in:none", "room"),
        ("no:entity", "room"),
        ("status:progress", "busy"),
        ("type:in-progress", "busy"),
        ("heading:action", "deck badge room"),
        ('title:"to harbor"', "room"),
        ("date:2026-01-02", "deck badge room"),
        ("order AND badges", "badge"),
        ("(send AND deck) OR (book AND room)", "deck room"),
        ("/bo+k/", "room"),
        ("/SEND the (deck|room)/", "deck"),
        ("/(?-i)SEND/", ""),
        (r"/^- \[\?\] .*badges/", "badge"),
        ("-/e/", ""),
        (r"/trip to h\w+/", "room"),
        ("line:/trip/", ""),
        ("line:send", "deck"),
        ("[status:active]", "room"),
        ("[Status: act]", ""),
        ("[status]", "room"),
        ("-[status]", "deck badge"),
        ("[status:none]", "deck badge"),
        ("[?]", "deck badge room"),
        ('text:"by train"', "room"),
        ("dup:yes", "deck"),
        ("dup:no", "badge room"),
        ("dup:>2", "deck"),
        ("dup:..2", "badge room"),
        ("evidence:strong", "deck"),
        ("evidence:none", "badge"),
        ("evidence:any", "deck"),
        ("evidence:unknown", "room"),
        ("evidence:<50", "badge"),
        ("seen:rejected", "room"),
        ("seen:any", "room"),
        ("seen:none", "deck badge"),
        ("is:repeat", "badge"),
        ("is:superseded", "room"),
        ("is:any is:malformed", "busy"),
        ("is:any problem:two", "busy"),
        ("is:any problem:none", "deck badge room old no"),
        ("is:any scheduled:today", "busy"),
        ("is:any start:<today", "busy"),
        ("is:any created:2025-12", "busy"),
        ("is:any no:created", "deck badge room old no"),
        ("done:yesterday", "old"),
        ("done:this-week", "old"),
        ("cancelled:last-month", "no"),
        ("cancelled:>2025-12-24", ""),
        ("ended:2025-q4..2026", "old no"),
        ("is:any age:>30d", "busy"),
        ("is:any age:4d", "deck badge room old no"),
        ("is:any age:5d..2m", "busy"),
        ("is:any age:<5d", "deck badge room old no"),
        ("is:any age:<=4d", "deck badge room old no"),
        ("is:any age:>=36d", "busy"),
        ("is:any age:..1w", "deck badge room old no"),
        ("is:any age:1w..", "busy"),
        ("is:any age:>99999y", ""),
        ("is:any age:none", ""),
        ("due:<0001-01-01", ""),
        ("due:>9999-12-31", ""),
        ("due:last-quarter", ""),
        ("due:this-year", "deck badge"),
        ("due:2026-w01", "deck"),
        ("due:2026-w02", "badge"),
        ("due:<this-week", "deck"),
        ("due:this-month", "deck badge"),
        ("due:next-week", ""),
        ('due:"3 days ago"', "deck"),
        ("due:3-jan-2026", "deck"),
        ("type:cancelled", "no"),
        ("tag:*pos*", "deck badge"),
        ("limit:1", "deck"),
        ("= not done", "deck badge room busy"),
        ("= done; sort by path", "old no"),
        ("= not done; due before 2026-01-08; hide tags", "deck"),
        ("= (due on 2026-01-08) OR (description includes room)", "badge room"),
        ("= NOT (status.type is TODO); not done", "busy"),
        ("= has due date AND", "!"),
        ("= tags include #work/", "room"),
        ("= priority is above medium", "deck"),
        ("= priority is not high; status.type is TODO", "badge room"),
        ("= happens 2026-01-03 2026-01-07", "deck busy"),
        ("= starts before 2026-01-01; not done", "deck badge room"),
        ("= no due date; path includes personal", "room"),
        ("= description regex matches /deck$|badges @/", "badge"),
        ("= done this week", "old"),
        ("= limit 2", "deck badge"),
    ],
)
def test_a_filter_finds(query: str, expected: str) -> None:
    if expected == "!":
        with pytest.raises(BadQuery):
            found(query)
    else:
        assert found(query) == expected


def test_a_snoozed_proposal_is_hidden_until_its_day() -> None:
    snoozed = Context(TODAY, {TaskId("deck"): "2026-01-07"})
    assert found("", snoozed) == "badge room"
    assert found("is:snoozed", snoozed) == "deck"
    awake = Context(date(2026, 1, 7), snoozed.snoozed)
    assert found("", awake) == "deck badge room"
    assert found("is:snoozed", awake) == ""


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("is:nope", "is:nope"),
        ("colour:red", "colour:"),
        ("due:someday", "due:"),
        ("due:", "wants a value"),
        ("prio:huge", "huge"),
        ("no:thing", "no:thing"),
        ('"half', "quote"),
        ("(deck", "“(”"),
        ("deck)", "“)”"),
        ("deck OR", "OR"),
        ("AND deck", "AND"),
        ("deck -", ""),
        ("/deck", "second"),
        ("deck [status:act", "wants its"),
        ("/(deck/", "missing"),
        ("/a\udcff/", "UTF-8"),
        (r"/(a)\1/", "references back"),
        ("/(?=a)/", "lookaround"),
        ("dup:many", "number"),
        ("evidence:good", "evidence:good"),
        ("seen:maybe", "seen:maybe"),
        ("age:old", "age"),
        ("type:open", "in-progress"),
        ("sort:colour", "sort:colour"),
        ("-sort:due", "whole filter"),
        ("(deck limit:3)", "whole filter"),
        ("limit:none", "number from 1"),
        ("group:note group:owner", "twice"),
        ("(" * 60 + "deck" + ")" * 60, "within one another"),
        ("= filter by function task.due", "does not know “filter by function"),
        ("= sort by random", "cannot sort by random"),
        ("= due before someday", "someday"),
        ("= not done AND done", "does not know"),
        ("= (not done", "brackets"),
    ],
)
def test_a_bad_filter_says_what_it_does_not_understand(query: str, complaint: str) -> None:
    if not complaint:
        assert parse_query(query)
        return
    with pytest.raises(BadQuery, match=complaint.replace("(", r"\(").replace(")", r"\)")) as bad:
        parse_query(query)
    assert bad.value.place is not None
    start, end = bad.value.place
    assert 0 <= start < end <= len(query)


def test_the_place_of_a_mistake_is_that_of_its_word() -> None:
    with pytest.raises(BadQuery) as bad:
        parse_query("harbor due:someday (owner:me OR prio:huge)")
    assert bad.value.place == (7, 18)
    with pytest.raises(BadQuery) as bad:
        parse_query("harbor OR (owner:me prio:huge)")
    assert bad.value.place == (20, 29)
    with pytest.raises(BadQuery) as bad:
        parse_query("harbor colour:red owner:me")
    assert bad.value.place == (7, 17)


@pytest.mark.parametrize(
    ("parse", "text", "place"),
    [
        (lambda text: entity_filter.parse_filter(text, TODAY), "ana open:many", (4, 13)),
        (lambda text: entity_filter.parse_filter(text, TODAY), "ana (colour:red)", (5, 15)),
        (lambda text: inbox_filter.parse_filter(text, TODAY, lambda _: True), "-kind:x a", (1, 7)),
        (names.parse_filter, "has:nothing", (0, 11)),
        (lambda text: review_filter.parse_filter(text, lambda _: True), "a why:so", (2, 8)),
    ],
)
def test_every_language_says_where_a_mistake_stands(
    parse: Callable[[str], object], text: str, place: tuple[int, int]
) -> None:
    with pytest.raises(BadQuery) as bad:
        parse(text)
    assert bad.value.place == place


def ordered(query: str) -> str:
    parsed = parse_query(query)
    rows = {row.id: row for row in ALL if parsed.test(CONTEXT)(row)}
    return " ".join(arranged(tuple(rows), rows, parsed.arrangement, CONTEXT)[0])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sort:-due", "badge deck room"),
        ("sort:due-desc", "badge deck room"),
        ("sort:text", "room badge deck"),
        ("sort:owner", "badge deck room"),
        ("sort:evidence", "deck badge room"),
        ("sort:-dup", "badge room deck"),
        ("is:any sort:urgency", "deck badge busy room old no"),
        ("is:any sort:status,text", "old busy room badge deck no"),
        ("is:any group:status", "deck badge room old busy no"),
        ("is:any group:owner sort:-due", "badge deck old busy no room"),
        ("is:any group:entity limit:3", "deck badge old"),
    ],
)
def test_a_list_is_sorted_grouped_and_cut(query: str, expected: str) -> None:
    assert ordered(query) == expected


def test_groups_are_counted() -> None:
    parsed = parse_query("is:any group:owner")
    rows = {row.id: row for row in ALL}
    _, groups = arranged(tuple(rows), rows, parsed.arrangement, CONTEXT)
    assert groups == (("Myself", 4), ("Bo Lin", 1), ("TBD", 1))


def test_the_clauses_of_a_filter_are_what_all_must_hold() -> None:
    query = parse_query('harbor -"the deck" (a OR b) due:today sort:due')
    assert [clause.text for clause in query.clauses] == ["harbor", '-"the deck"', "(a OR b)", "due:today"]  # fmt: skip
    without = query.without(query.clauses[1])
    assert [clause.text for clause in without.clauses] == ["harbor", "(a OR b)", "due:today"]
    assert parse_query("a OR b").clauses == ()


def test_a_filter_without_what_it_says_of_statuses_means_every_status() -> None:
    query = parse_query("is:done taxes")
    assert found("is:any taxes") == "old"
    test = query.without(query.clauses[0]).test(CONTEXT)
    assert [row.id for row in ALL if test(row)] == ["old"]


def test_a_url_is_a_word() -> None:
    row = task_row("u", written=b"- [?] see https://example.org/a #task")
    assert parse_query("https://example.org").test(CONTEXT)(row)


def verdict(query: str) -> bool | str:
    """Whether the filter finds DECK, or what is said against the filter."""
    try:
        return parse_query(query).test(CONTEXT)(DECK)
    except BadQuery as bad:
        return str(bad)


@given(st.text(alphabet=st.sampled_from(['"', "(", ")", "-", ":", " ", "O", "R", "a", "<", "."])))
def test_any_text_parses_or_is_refused_with_a_sentence(text: str) -> None:
    assert verdict(text) in {True, False} or "“" in str(verdict(text)) or "OR" in str(verdict(text))


@given(st.sampled_from(QUALIFIERS), st.text(max_size=12))
def test_any_value_is_understood_or_refused(key: str, value: str) -> None:
    spelled = {PATTERN: f"/{value}/", PROPERTY: f"[{value}]"}
    assert verdict(spelled.get(key, f'{key}:"{value}"')) != ""


@given(
    st.lists(
        st.sampled_from(
            ["= ", "not ", "done", "due ", "before ", "today", "(", ")", '"', "AND ", "OR ", "NOT ", ";", "x ",
             "path includes ", "regex matches /", "/", "tags include #", "limit ", "sort by ", "is ", "priority "]
        ),
        max_size=12,
    ).map("".join)
)  # fmt: skip
def test_any_query_of_the_plugin_is_read_or_refused(text: str) -> None:
    assert verdict(f"={text}") != ""


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a|aa)+$", "(.*)*=.*", "a{1000}", "(x+x+)+y"])
def test_no_pattern_takes_long(pattern: str) -> None:
    row = task_row("a", written=b"- [?] " + b"a" * 100_000 + b"x" * 1000)
    assert verdict(f"/{pattern}/") in {True, False}
    began = time.perf_counter()
    parse_query(f"/{pattern}/").test(CONTEXT)(row)
    assert time.perf_counter() - began < 1


@given(st.sampled_from(["deck", "owner:me", "due:<today", "tag:task", "prio:>=medium"]))
def test_a_term_and_its_negation_split_the_proposals(term: str) -> None:
    def ids(query: str) -> list[TaskRow]:
        return list(filter(parse_query(query).test(CONTEXT), ALL))

    assert sorted(ids(term) + ids(f"-{term}")) == sorted(ids(""))


@pytest.mark.parametrize("text", ["due:<whenever", "due:none..", "due:>none"])
def test_a_day_that_is_none_is_said(text: str) -> None:
    with pytest.raises(BadQuery):
        parse_query(text).test(CONTEXT)
