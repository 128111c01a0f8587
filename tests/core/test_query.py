from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import note_row, task_row

from core.errors import BadQuery
from core.index.rows import TaskId, TaskRow
from core.qualifiers import QUALIFIERS, Context
from core.query import parse_query

TODAY = date(2026, 1, 6)
CONTEXT = Context(TODAY, {})

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
BUSY = task_row("busy", "Fix it", proposed=False, status="In Progress", status_type="IN_PROGRESS")
REJECTED = task_row("no", "Nap", proposed=False, status="Rejected", status_type="CANCELLED")
ALL = (DECK, BADGE, ROOM, OLD, BUSY, REJECTED)


def found(query: str, context: Context = CONTEXT) -> str:
    test = parse_query(query).test(context)
    return " ".join(row.id for row in ALL if test(row))


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
    ],
)
def test_a_filter_finds(query: str, expected: str) -> None:
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
        ("deck -", ""),
    ],
)
def test_a_bad_filter_says_what_it_does_not_understand(query: str, complaint: str) -> None:
    if not complaint:
        assert parse_query(query)
        return
    with pytest.raises(BadQuery, match=complaint.replace("(", r"\(").replace(")", r"\)")):
        parse_query(query)


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
    assert verdict(f'{key}:"{value}"') != ""


@given(st.sampled_from(["deck", "owner:me", "due:<today", "tag:task", "prio:>=medium"]))
def test_a_term_and_its_negation_split_the_proposals(term: str) -> None:
    def ids(query: str) -> list[TaskRow]:
        return list(filter(parse_query(query).test(CONTEXT), ALL))

    assert sorted(ids(term) + ids(f"-{term}")) == sorted(ids(""))


@pytest.mark.parametrize("text", ["due:<whenever", "due:none..", "due:>none"])
def test_a_day_that_is_none_is_said(text: str) -> None:
    with pytest.raises(BadQuery):
        parse_query(text).test(CONTEXT)
