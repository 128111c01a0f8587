"""The order of tasks: by evidence, mine, what was wanted so far, due; the same until another is asked for."""

from pathlib import Path

import pytest
from rows import note_row, task_row
from sessions import Place, the, waiting

from core.actions.intents import Accept, Reject
from core.config import Config
from core.first import first_rows
from core.ledger.decided import Decided, Verdict
from core.order import FEWEST, Order, Rate, Rates, learned, traits
from core.path import NotePath
from core.session import Session
from core.vault import Vault

TODAY = "2026-01-06"


def decision(text: str, verdict: Verdict, owner: str = "Ana", entity: str = "Harbor") -> Decided:
    note = NotePath(f"Work/{entity}/2026-01-02 - Sync.md")
    return Decided(text, "sync", owner, entity, verdict, TODAY, note)


HISTORY = [
    *(decision(f"Review the draft {number}", "accepted") for number in range(9)),
    decision("Review the draft again", "rejected"),
    *(decision(f"Consider {number}", "rejected", "Bo", "Mill") for number in range(12)),
    *(decision(f"Consider {number}", "duplicate", "Bo", "Mill") for number in range(50)),
]


def test_what_was_decided_is_counted_by_what_it_had_in_common() -> None:
    rates = learned(HISTORY)
    assert rates.total == Rate(9, 22)
    assert rates.by_trait["owner", "ana"] == Rate(9, 10)
    assert rates.by_trait["verb", "consider"] == Rate(0, 12)
    assert rates.by_trait["entity", "Mill"] == Rate(0, 12)
    assert rates.by_trait["age", "a week"] == Rate(9, 22)


def test_few_decisions_and_decisions_that_are_all_the_same_say_nothing() -> None:
    assert not learned(HISTORY[: FEWEST - 1]).known
    assert not learned([decision("x", "accepted")] * 30).known
    assert learned(HISTORY).known


def test_likely_is_what_was_wanted_and_few_cases_count_little() -> None:
    rates = learned(HISTORY)
    some = {
        who: rates.likely(traits(text, who, "", "", "", TODAY))
        for who, text in (("Ana", "Review it"), ("Bo", "Consider it"), ("Cleo", "Paint it"))
    }
    assert some["Bo"] < 0.2 < some["Cleo"] < 0.8 < some["Ana"]
    once = Rates(Rate(20, 40), {("owner", "ana"): Rate(1, 1)})
    assert 0.5 < once.likely([("owner", "ana")]) < 0.6


def test_evidence_first_then_mine_then_what_was_wanted_then_due() -> None:
    order = Order(TODAY, {"s": 80, "n": 10, "w": 40}, learned(HISTORY))
    mill = note_row("Work/Mill/2026-01-02 - Mill.md", entity="Mill")
    rows = [
        task_row("n", "Review it", mine=True),
        task_row("w", "Consider it", mine=True, owners=("Bo",), note=mill, due="2026-01-01"),
        task_row("t", "Review it", mine=True, owners=("Ana",)),
        task_row("o", "Review it", mine=False, owners=("Ana",)),
        task_row("s", "Consider it", mine=False, owners=("Bo",), note=mill),
        task_row("l", "Review it", mine=True, owners=("Ana",), due="2026-02-01"),
    ]
    assert [row.id for row in sorted(rows, key=order.key)] == ["s", "l", "t", "w", "o", "n"]


def test_the_reason_is_said() -> None:
    order = Order(TODAY, {"a": 80}, learned(HISTORY))
    row = task_row("a", "Consider it", mine=True, owners=("Bo",), due="2026-01-09")
    assert order.why(row) == "strong evidence, yours, you took 0 of 12 of Bo’s, due 2026-01-09"  # fmt: skip
    assert Order(TODAY, {}, Rates()).why(task_row(mine=False)) == ""


# Of a vault

NOTES = {
    f"Work/People/{who}/2026-01-02 - {number}.md": f"- [?] {verb} thing {number} #proposed\n".encode()
    for who, verb in (("Ana", "Draw"), ("Bo", "Mend"))
    for number in range(15)
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, NOTES)


def cached(place: Place, config: Config | None = None) -> Session:
    session = Session(
        Vault(place.root),
        config or Config(),
        state_folder=str(place.state),
        cache_folder=str(place.state),
        clock=lambda: place.now,
    )
    session.scan()
    session.index.keep()
    return session


def decide(session: Session) -> None:
    session.do(Reject(the(session, *(f"Draw thing {number}" for number in range(12)))))
    session.do(Accept(the(session, *(f"Mend thing {number}" for number in range(12)))))


def test_an_order_stands_until_another_is_asked_for_and_at_the_next_start(place: Place) -> None:
    session = cached(place)
    before = waiting(session)
    assert before[:3] == ["Draw thing 0", "Draw thing 1", "Draw thing 10"]
    decide(session)
    left = [text for text in before if text.rpartition(" ")[2] in {"12", "13", "14"}]
    assert waiting(session) == left
    session.order.again()
    wanted = [*left[3:], *left[:3]]
    assert waiting(session) == wanted
    row = session.rows("").tasks[session.rows("").ids[0]]
    assert session.order.why(row) == "you took 12 of 12 that begin with “mend”"
    session.close()
    later = cached(place)
    first = first_rows(later)
    assert first is not None
    assert [first[0].tasks[id].text for id in first[0].ids] == wanted
    assert waiting(later) == wanted
    later.close()


def test_the_order_may_be_the_plain_one(place: Place) -> None:
    session = cached(place)
    decide(session)
    session.order.again()
    session.close()
    plain = cached(place, Config(tasks_order="plain"))
    plain.order.again()
    assert waiting(plain)[0] == "Draw thing 12"
    first = first_rows(plain)
    assert first is not None
    assert first[0].tasks[first[0].ids[0]].text == "Draw thing 12"
    plain.close()


@pytest.mark.parametrize(
    "kept", ["", "[]", "{}", "[1,2,3,4]", '["a",{},[1],[["x"]]]', "\0", "null"]
)
def test_an_order_that_was_garbled_is_none(place: Place, kept: str) -> None:
    session = cached(place)
    session.cache.remember("order", kept)
    session.cache.remember("first tasks", kept)
    assert waiting(session)[0] == "Draw thing 0"
    assert first_rows(session) is not None
    session.close()
