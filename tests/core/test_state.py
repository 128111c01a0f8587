from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from writing import BROKEN, FULL, Countdown, calls, fail

from core.edit import EntryId, Remember
from core.errors import WinnowError
from core.records import pack
from core.state import DECIDED, State


def put(state: State, entry: str, key: str, value: str | None, kind: str = "snooze") -> None:
    state.apply(EntryId(entry), [Remember(kind, key, None, value)])


def test_values_are_kept_by_kind_and_key_across_restarts(tmp_path: Path) -> None:
    state = State(str(tmp_path / "a" / "state"))
    put(state, "1", "t", "2026-04-01")
    put(state, "2", "t", "yes", kind="pin")
    put(state, "3", "u\udcff", "tomorrow")
    put(state, "4", "t", None)
    put(state, "5", "never", None)
    put(state, "6", "f", "rejected", kind=DECIDED)
    for reader in (state, State(str(tmp_path / "a" / "state"))):
        assert reader.items("snooze") == {"u\udcff": "tomorrow"}
        assert reader.get("pin", "t") == "yes"
        assert reader.items(DECIDED) == {"f": "rejected"}
        assert reader.get("snooze", "t") is None
        assert reader.get("none", "t") is None


def test_a_transaction_is_applied_once(tmp_path: Path) -> None:
    state = State(str(tmp_path))
    put(state, "1", "t", "first")
    put(state, "2", "t", "second")
    put(State(str(tmp_path)), "1", "t", "first")
    assert state.get("snooze", "t") == "second"


def test_nothing_to_remember_writes_nothing(tmp_path: Path) -> None:
    State(str(tmp_path)).apply(EntryId("1"), [])
    assert not any(tmp_path.iterdir())


def test_what_another_process_set_is_seen(tmp_path: Path) -> None:
    one, other = State(str(tmp_path)), State(str(tmp_path))
    put(one, "1", "t", "x")
    assert other.get("snooze", "t") == "x"
    put(other, "2", "t", "y")
    assert one.items("snooze") == {"t": "y"}


def test_old_records_make_way_for_the_values(tmp_path: Path) -> None:
    state = State(str(tmp_path), compact_at=10)
    for number in range(100):
        put(state, str(number), str(number % 3), str(number))
    assert state.items("snooze") == {"0": "99", "1": "97", "2": "98"}
    assert State(str(tmp_path)).items("snooze") == state.items("snooze")
    assert (tmp_path / "state.log").read_bytes().count(b"\n") <= 11
    put(State(str(tmp_path)), "99", "0", "again")
    assert state.get("snooze", "0") == "99"


def test_a_damaged_record_is_reported_and_the_others_count(tmp_path: Path) -> None:
    state = State(str(tmp_path))
    put(state, "1", "t", "x")
    with (tmp_path / "state.log").open("ab") as file:
        file.write(b"0000000000000000 {}\nnonsense\n" + pack({"id": "2", "set": []}))
    assert state.get("snooze", "t") == "x"
    assert state.problems == (f"2 damaged records in {tmp_path}/state.log ignored",)


READING: list[Callable[[State], object]] = [
    lambda state: state.get("snooze", "t"),
    lambda state: state.items("snooze"),
    lambda state: state.problems,
]


@pytest.mark.parametrize("call", ["open", "fstat", "pread"])
@pytest.mark.parametrize("read", READING, ids=["get", "items", "problems"])
def test_a_state_that_cannot_be_read_never_looks_empty(
    tmp_path: Path, read: Callable[[State], object], call: str
) -> None:
    put(State(str(tmp_path)), "1", "t", "x")
    state = State(str(tmp_path))
    with (
        pytest.raises(WinnowError, match="cannot be read: the disk reports an error"),
        calls(lambda name: fail(BROKEN)() if name == call else None),
    ):
        read(state)
    assert state.items("snooze") == {"t": "x"}


def test_whichever_call_fails_a_value_is_set_or_not_and_the_rest_stays(tmp_path: Path) -> None:
    state = State(str(tmp_path), compact_at=2)
    for entry in range(2):
        put(state, str(entry), "t", "x")
    for number in range(1, 100):
        fault = Countdown(number, fail(FULL))
        told = "old"
        try:
            with calls(fault):
                both = (Remember(kind, "u", None, str(number)) for kind in ("snooze", DECIDED))
                state.apply(EntryId(f"n{number}"), both)
            told = str(number)
        except OSError:
            told = state.get("snooze", "u") or "old"
            assert told != str(number)
        again = State(str(tmp_path))
        assert again.items("snooze") == state.items("snooze")
        assert again.get("snooze", "t") == "x"
        assert again.get("snooze", "u") == again.get(DECIDED, "u")
        if told == str(number):
            assert again.get("snooze", "u") == told
        if not fault.reached:
            break
    else:
        pytest.fail("the calls do not end")


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.none() | st.text())))
def test_a_restart_and_compacting_change_no_value(
    tmp_path_factory: pytest.TempPathFactory, values: list[tuple[str, str, str | None]]
) -> None:
    folder = str(tmp_path_factory.mktemp("state"))
    state = State(folder, compact_at=3)
    expected: dict[tuple[str, str], str] = {}
    for number, (kind, key, value) in enumerate(values):
        put(state, str(number), key, value, kind)
        if value is None:
            expected.pop((kind, key), None)
        else:
            expected[kind, key] = value
    again = State(folder)
    found = {(kind, key): value for kind in "ab" for key, value in again.items(kind).items()}
    assert found == expected


def test_decisions_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    put(State(str(tmp_path)), "1", "f", "rejected", kind=DECIDED)
    with (tmp_path / "ledger.log").open("ab") as file:
        file.write(b"nonsense\n")
    state = State(str(tmp_path))
    assert state.problems == ()
    before = state.version(DECIDED)
    assert state.problems == (f"a damaged record in {tmp_path}/ledger.log ignored",)
    put(State(str(tmp_path)), "2", "g", "done", kind=DECIDED)
    assert state.version(DECIDED) > before
