"""Whose lock a write waits for."""

from pathlib import Path

import pytest
from sessions import Place, the

from core.actions.intents import Accept
from core.config import Config
from core.errors import Busy
from core.gitlock import held
from core.session import Session
from core.vault import Vault

NOTE = "People/Ana Ruiz/README.md"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, {NOTE: b"- [?] call\n"})


@pytest.mark.parametrize("repository", ["vault", "."])
def test_the_lock_of_the_repository_that_holds_the_vault_is_seen(
    place: Place, repository: str
) -> None:
    git = place.root.parent / repository / ".git"
    git.mkdir()
    assert held(str(place.root)) == ""
    (git / "index.lock").touch()
    assert held(str(place.root)) == str((git / "index.lock").resolve())


@pytest.mark.parametrize("named", ["../elsewhere", "absolute"])
def test_a_work_tree_keeps_its_index_elsewhere(place: Place, named: str) -> None:
    git = place.root.parent / "elsewhere"
    git.mkdir()
    said = str(git) if named == "absolute" else named
    (place.root / ".git").write_text(f"gitdir: {said}\n")
    assert held(str(place.root)) == ""
    (git / "index.lock").touch()
    assert Path(held(str(place.root))).samefile(git / "index.lock")


@pytest.mark.parametrize("content", [b"", b"nothing\n", b"gitdir", b"\xff" * 5000])
def test_a_file_that_is_no_repository_locks_nothing(place: Place, content: bytes) -> None:
    (place.root / ".git").write_bytes(content)
    assert held(str(place.root)) == ""


def test_an_ingest_says_that_it_runs_with_a_file_of_its_own(place: Place) -> None:
    assert held(str(place.root), ["Workflow/running"]) == ""
    place.write("Workflow/running", b"")
    assert held(str(place.root), ["Workflow/running"]).endswith("/Workflow/running")


def session_that_waits(place: Place, naps: list[float], until: int) -> Session:
    lock = place.root / ".git" / "index.lock"

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == until:
            lock.unlink()

    lock.parent.mkdir()
    lock.touch()
    session = Session(
        Vault(place.root),
        Config(wait_seconds=2),
        state_folder=str(place.state),
        clock=lambda: place.now,
        sleep=sleep,
    )
    session.scan()
    return session


def test_a_decision_waits_until_git_is_done(place: Place) -> None:
    naps: list[float] = []
    told: list[str] = []
    session = session_that_waits(place, naps, until=3)
    session.writing.told_waiting = told.append
    session.do(Accept(the(session, "call")))
    assert place.read(NOTE) == b"- [ ] call\n"
    assert len(naps) == 3
    assert told[0].endswith("index.lock")
    assert told[-1] == ""


def test_a_lock_that_stays_is_named_and_left_where_it_is(place: Place) -> None:
    naps: list[float] = []
    session = session_that_waits(place, naps, until=10_000)
    with pytest.raises(Busy, match=r"index\.lock is still there after 2 s"):
        session.do(Accept(the(session, "call")))
    assert sum(naps) == pytest.approx(2.0)
    assert place.read(NOTE) == b"- [?] call\n"
    assert (place.root / ".git" / "index.lock").exists()
