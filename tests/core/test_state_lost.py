"""Values that were set without waiting for the disk, and that a power cut took: the journal has them."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from writing import BROKEN, Desk, calls, desk, do, fail, undo

from core.edit import EntryId, Remember
from core.entries import told
from core.errors import WinnowError
from core.journal import Journal
from core.state import DECIDED, State
from core.store import look_again, recover


@pytest.fixture
def home(tmp_path: Path) -> Desk:
    return desk(tmp_path)


def remember(at: Desk, key: str, before: str | None, after: str | None) -> EntryId:
    return do(at, Remember(DECIDED, key, before, after), Remember("snooze", key, before, after))


def is_lost(at: Desk) -> bool:
    return at.state.lost(told(at.journal.entries()))


def test_what_was_not_synced_is_set_again_at_the_next_start(tmp_path: Path) -> None:
    home = desk(tmp_path)
    remember(home, "a", None, "1")
    kept = {name: (tmp_path / "state" / name).read_bytes() for name in ("ledger.log", "state.log")}
    remember(home, "a", "1", "2")
    remember(home, "b", None, "3")
    undo(home)
    assert home.state.items(DECIDED) == home.state.items("snooze") == {"a": "2"}
    for name, data in kept.items():
        (tmp_path / "state" / name).write_bytes(data)
    again = desk(tmp_path)
    assert is_lost(again)
    recover(again.vault, again.journal, again.state)
    assert again.state.items(DECIDED) == again.state.items("snooze") == {"a": "2"}
    assert not is_lost(again)
    assert not is_lost(desk(tmp_path))


def test_a_file_that_never_reached_the_disk_is_made_again(home: Desk, tmp_path: Path) -> None:
    remember(home, "a", None, "1")
    (tmp_path / "state" / "ledger.log").unlink()
    again = desk(tmp_path)
    assert is_lost(again)
    recover(again.vault, again.journal, again.state)
    assert again.state.items(DECIDED) == {"a": "1"}


def test_the_first_look_after_a_write_makes_it_durable(home: Desk) -> None:
    remember(home, "a", None, "1")
    synced: list[str] = []
    with calls(synced.append):
        look_again(home.vault, home.journal, home.state)
    assert synced.count("fsync") >= 2
    synced.clear()
    with calls(synced.append):
        look_again(home.vault, home.journal, home.state)
    assert "fsync" not in synced


def test_the_journal_forgets_nothing_that_only_it_has_durably(tmp_path: Path) -> None:
    folder = str(tmp_path)
    journal, state = Journal(folder, operations=2), State(folder)
    at = Desk(desk(tmp_path / "d").vault, journal, state)
    for number in range(2):
        remember(at, str(number), None, "x")

    def refuse(name: str) -> None:
        if name == "fsync" and len(journal.entries()) > 2:
            fail(BROKEN)()

    with calls(refuse):
        remember(at, "2", None, "x")
    assert len(journal.entries()) == 3
    remember(at, "3", None, "x")
    assert len(journal.entries()) < 3


def test_a_disk_that_refuses_is_told_and_asked_again(home: Desk) -> None:
    remember(home, "a", None, "1")
    with (
        calls(lambda name: fail(BROKEN)() if name == "fsync" else None),
        pytest.raises(WinnowError, match="disk reports an error"),
    ):
        look_again(home.vault, home.journal, home.state)
    look_again(home.vault, home.journal, home.state)


def test_somebody_who_tidied_up_is_no_trouble(home: Desk, tmp_path: Path) -> None:
    remember(home, "a", None, "1")
    (tmp_path / "state" / "ledger.log").unlink()
    assert look_again(home.vault, home.journal, home.state) == ()


STEPS = st.lists(
    st.tuples(st.sampled_from("abc"), st.none() | st.sampled_from("12")), min_size=1, max_size=9
)


@settings(max_examples=40, deadline=None)
@given(STEPS, st.integers(0, 9), st.integers(1, 4))
def test_whatever_the_end_of_a_file_a_power_cut_takes_everything_is_there_again(
    steps: list[tuple[str, str | None]], lost: int, compact_at: int
) -> None:
    with TemporaryDirectory() as folder:
        state = State(folder, compact_at=compact_at)
        sets = [
            (EntryId(f"e{at}"), [Remember(DECIDED, key, None, value)])
            for at, (key, value) in enumerate(steps)
        ]
        sizes = [0]
        for entry, changes in sets:
            state.apply(entry, changes, sync=False)
            path = Path(folder) / "ledger.log"
            size = path.stat().st_size
            # What was made smaller was made durable as a whole.
            sizes = [*sizes, size] if size > sizes[-1] else [size]
        path.write_bytes(path.read_bytes()[: sizes[-1 - min(lost, len(sizes) - 1)]])
        again = State(folder, compact_at=compact_at)
        again.set_again(sets)
        assert dict(again.items(DECIDED)) == dict(state.items(DECIDED))
        assert not State(folder).lost(sets)
