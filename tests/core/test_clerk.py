"""What takes minutes is done by a process of its own: it finds what would be found here, and it may fail."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk import NOTES, open_vault, write_vault

from core import clerk, clerking
from core.clerk import Clerk, Errand, Undone
from core.evidence.gathering import Gathering
from core.evidence.support import Gist
from core.index.rows import TaskId
from core.session import Session

HEARD = b"## Transcript\n\n[00:02] Ada Quill: Somebody should send the deck to everybody, please.\n"
COPY = b"- [?] Send the deck. #task #proposed\n- [?] Order the badges #task #proposed\n"

MANY = 6
"""Proposals."""


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A vault that was read, whose every proposal is to be weighed and compared by somebody else."""
    monkeypatch.setattr("core.evidence.gathering._MANY", 0)
    monkeypatch.setattr("core.clusters.clusters._MANY", 0)
    notes = {**NOTES, "Sources/sync.md": HEARD, "TASKS_INBOX.md": COPY}
    found = open_vault(write_vault(tmp_path / "Notes", notes), cached=True)
    found.scan()
    yield found
    found.close()


def gists(session: Session) -> dict[TaskId, Gist | None]:
    return {id: session.evidence.gist(id) for id in session.snapshot.tasks}


def found_here(session: Session, monkeypatch: pytest.MonkeyPatch) -> dict[TaskId, Gist | None]:
    """What this process finds."""
    monkeypatch.setattr(Session, "_clerk", None)
    session.evidence.fill()
    found = gists(session)
    del vars(session)["evidence"]
    session.cache.remember("evidence", "")
    monkeypatch.undo()
    monkeypatch.setattr("core.evidence.gathering._MANY", 0)
    return found


def here(self: Clerk, errand: Errand, _stop: Callable[[], bool]) -> Iterator[str]:
    """What the process does, done in this one."""
    said: list[str | None] = []
    clerking.ERRANDS[errand](json.loads(self._told), said.append)
    assert said.pop() is None
    yield from filter(None, said)


def test_the_process_finds_what_is_found_here(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = found_here(session, monkeypatch)
    monkeypatch.delattr(Gathering, "_weigh")  # not here
    assert session.evidence.fill() == len([one for one in wanted.values() if one])
    assert gists(session) == wanted
    assert "strong" in {session.evidence.word(id) for id in wanted}
    assert session.evidence.fill() == 0


def test_what_is_told_is_kept_and_not_told_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Clerk, "have_done", here)
    assert session.evidence.fill() == MANY
    del vars(session)["evidence"]
    assert session.evidence.fill() == 0
    assert any(gists(session).values())


def test_copies_are_compared_there_and_grouped_here(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def have_done(self: Clerk, errand: Errand, stop: Callable[[], bool]) -> Iterator[str]:
        asked.append(errand)
        return here(self, errand, stop)

    monkeypatch.setattr(Clerk, "have_done", have_done)
    rows = session.rows("")
    sizes = sorted(one.size for one in session.clusters.all(rows))
    assert (asked, sizes) == (["copies"], [2, 2])
    session.clusters.keep(session.cache.remember)
    del vars(session)["clusters"]
    assert len(session.clusters.all(rows)) == 2
    assert asked == ["copies"]  # what is known is compared by nobody


def test_what_nobody_else_does_is_done_here(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: str) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(clerk, "started", refuse)
    assert session.evidence.fill() == MANY
    assert len(session.clusters.all(session.rows(""))) == 2


def test_what_was_told_before_the_process_died_is_true(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = found_here(session, monkeypatch)

    def have_done(self: Clerk, errand: Errand, stop: Callable[[], bool]) -> Iterator[str]:
        for text in here(self, errand, stop):
            yield "\n".join(text.split("\n")[:3])
        raise Undone

    monkeypatch.setattr(Clerk, "have_done", have_done)
    assert session.evidence.fill() == MANY
    assert gists(session) == wanted


def test_notes_that_the_cache_does_not_hold_are_looked_at_here(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def have_done(self: Clerk, errand: Errand, stop: Callable[[], bool]) -> Iterator[str]:
        for text in here(self, errand, stop):
            yield "\n".join(text.split("\n")[:4])

    monkeypatch.setattr(Clerk, "have_done", have_done)
    assert session.evidence.fill() == MANY
    assert session.evidence.fill() == 0


def test_whoever_leaves_off_goes_on_later(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    processes = []
    begin = clerk.started

    def started(*words: str) -> "subprocess.Popen[bytes]":
        processes.append(begin(*words))
        return processes[-1]

    monkeypatch.setattr(clerk, "started", started)
    assert session.evidence.fill(lambda: True) == 0
    assert processes[0].poll() is not None
    monkeypatch.setattr(Clerk, "have_done", here)
    assert session.evidence.fill() == MANY
    assert not session.clusters.look(lambda: True)
    assert session.clusters.look()


def test_a_process_that_ends_without_a_word_left_its_work_undone(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clerk, "_MODULE", "core.nowhere")
    assert session._clerk is not None
    with pytest.raises(Undone):
        list(session._clerk.have_done("copies", lambda: False))


def test_what_is_kept_in_memory_only_nobody_else_can_read(tmp_path: Path) -> None:
    session = open_vault(write_vault(tmp_path / "Notes"))
    assert session._clerk is None
    session.close()
