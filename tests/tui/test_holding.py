"""A decision that cannot be written is not lost: it is shown, tried again, and let go of only when asked."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from desk import NOTES, SYNC, open_vault, read_vault, rows_named, write_vault
from piloting import Desk, desk_on
from writing import BROKEN, FULL, calls

from core.actions.intents import Accept, SetText
from core.config import Config
from core.decisions import keep

OTHER = "Other.md"
ACCEPTED = b"- [ ] Water the plant"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes", NOTES)


@contextmanager
def failing(code: int, *names: str) -> Iterator[None]:
    """A disk on which these calls fail."""

    def step(name: str) -> None:
        if name in names:
            raise OSError(code, os.strerror(code))

    with calls(step):
        yield


async def until(desk: Desk, text: str, *, gone: bool = False) -> None:
    async with asyncio.timeout(30):
        while (text in desk.screen) is gone:
            await desk.settle()


@pytest.mark.parametrize(
    ("code", "names"),
    [(FULL, ["write"]), (FULL, ["fsync"]), (BROKEN, ["fsync"])],
    ids=["full for the queue too", "full for the journal", "broken"],
)
async def test_what_the_disk_refuses_is_shown_and_written_when_it_takes_it(
    vault: Path, code: int, names: list[str]
) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("plant")
        with failing(code, *names):
            await desk.do("task.accept")
            assert desk.texts == ["Water the plant"]
            assert "⚠ Water the plant" in desk.screen
            assert "⚠ 1 not saved" in desk.screen
            assert "● saved" not in desk.screen
            await desk.filter("is:refused")
            assert desk.texts == ["Water the plant"]
        assert ACCEPTED not in read_vault(vault)[OTHER]
        await until(desk, "● saved")
        assert ACCEPTED in read_vault(vault)[OTHER]
        assert desk.texts == []
        assert "Decisions that waited: 1 written." in desk.toasts
        assert len(desk.app.session.past.entries()) == 1


async def test_leaving_with_a_full_disk_leaves_it_to_the_next_start(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("plant")
        with failing(FULL, "fsync"):
            await desk.do("task.accept", "quit")
            assert desk.app._exit
    assert ACCEPTED not in read_vault(vault)[OTHER]
    async with desk_on(vault) as desk:
        assert "Decisions of an earlier run: 1 written." in desk.toasts
    assert ACCEPTED in read_vault(vault)[OTHER]


async def test_leaving_asks_where_a_decision_would_be_lost_by_it(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("plant")
        with failing(FULL, "write"):
            await desk.do("task.accept", "quit")
            assert not desk.app._exit
            assert "1 decision is kept nowhere" in desk.toasts
            await desk.do("quit")
            assert desk.app._exit


async def test_a_hundred_decisions_on_a_full_disk_are_one_complaint(tmp_path: Path) -> None:
    many = b"".join(b"- [?] Task %d @Myself\n" % number for number in range(30))
    vault = write_vault(tmp_path / "Notes", {"Many.md": many})
    async with desk_on(vault) as desk:
        with failing(FULL, "fsync"):
            for _ in range(20):
                desk.app.action_command("task.accept")
            await desk.settle()
            await until(desk, "20 not saved")
            assert desk.toasts.count("the disk is full") == 1
        await until(desk, "● saved")
        assert read_vault(vault)["Many.md"].count(b"- [ ]") == 20


async def test_another_decision_takes_the_place_of_one_that_is_held(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("plant")
        with failing(FULL, "fsync"):
            await desk.do("task.accept")
        await desk.do("task.reject")
        await until(desk, "● saved")
        assert b"- [R] Water the plant" in read_vault(vault)[OTHER]
        assert [entry.tx.verb for entry in desk.app.session.past.entries()] == ["reject"]
        assert desk.app.session.queue.waiting == ()


async def test_what_is_dismissed_is_not_written_when_the_disk_takes_it(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("plant")
        with failing(FULL, "fsync"):
            await desk.do("task.accept")
        await desk.do("task.dismiss")
        await until(desk, "● saved")
        assert "⚠ Water the plant" not in desk.screen
        assert desk.app.session.queue.left == ()
    assert read_vault(vault) == NOTES


async def test_a_refused_decision_is_tried_again_on_the_line_as_it_reads_now(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("plant")
        text = read_vault(vault)[OTHER]
        (vault / OTHER).write_bytes(text.replace(b"@Myself #task", b"@Myself #urgent #task"))
        await desk.do("task.accept")
        await desk.do("rescan")
        assert "⚠ Water the plant" in desk.screen
        assert "line" in desk.screen.split("\n")[-2]
        await desk.do("task.retry")
        assert b"- [ ] Water the plant @Myself #urgent #task\n" in read_vault(vault)[OTHER]
        assert desk.texts == []
        await desk.filter("is:refused")
        assert desk.texts == []
        await desk.do("task.retry")
        assert "No decision was refused" in desk.toasts


async def test_what_is_in_the_way_of_a_decision_is_seen_from_three_sides(vault: Path) -> None:
    async with desk_on(vault, size=(130, 70)) as desk:
        await desk.filter("plant")
        await desk.do("task.refusal")
        assert "No decision was refused" in desk.toasts
        text = read_vault(vault)[OTHER]
        (vault / OTHER).write_bytes(text.replace(b"@Myself #task", b"@Myself #[b]urgent #task"))
        await desk.do("task.accept", "rescan", "task.refusal")
        for side in (
            "accept was refused",
            "The line then, and now",
            "- [?] Water the plant @Myself #task #proposed",
            "- [?] Water the plant @Myself #[b]urgent #task #proposed",
            "- [ ] Water the plant @Myself #[b]urgent #task",
        ):
            assert side in desk.screen
        await desk.type("escape")
        assert desk.on_main
        await desk.do("task.refusal")
        await desk.type("y")
        assert b"- [ ] Water the plant @Myself #[b]urgent #task\n" in read_vault(vault)[OTHER]
        assert desk.app.session.queue.refused == {}


async def test_a_decision_that_is_in_the_way_is_let_go_of(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "Notes", {OTHER: b"- [?] Water the plant @Myself #task\n"})
    async with desk_on(vault) as desk:
        (vault / OTHER).write_bytes(b"- [?] Water the plant @Myself #task #x\n")
        await desk.do("task.accept", "rescan")
        (vault / OTHER).unlink()
        await desk.do("task.refusal")
        assert "accept writes nothing now" in desk.screen
        await desk.type("y", "J")
        assert not desk.on_main
        await desk.type("Z")
        assert desk.on_main
        assert desk.app.session.queue.refused == {}


async def test_what_was_asked_with_words_is_tried_again_with_the_same_words(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("plant")
        text = read_vault(vault)[OTHER]
        (vault / OTHER).write_bytes(text.replace(b"@Myself #task", b"@Myself #urgent #task"))
        await desk.do("task.owner")
        await desk.write("Ada Quill", "enter")
        await desk.do("rescan")
        await desk.do("task.retry")
        assert b"Water the plant @Ada Quill #urgent" in read_vault(vault)[OTHER]


async def test_the_sign_of_a_refused_row_is_drawn_in_ascii_too(vault: Path) -> None:
    config = Config(glyphs="ascii")
    async with desk_on(vault, config=config) as desk:
        await desk.filter("plant")
        with failing(FULL, "fsync"):
            await desk.do("task.accept")
        assert "! Water the plant" in desk.screen
        assert "! 1 not saved" in desk.screen
        assert "⚠" not in desk.screen


async def test_a_reading_that_is_broken_off_refuses_no_decision(vault: Path) -> None:
    session = open_vault(vault)
    session.scan()
    keep(session, "a", Accept(rows_named(session, "plant")))
    async with desk_on(vault) as desk:
        for _ in range(5):
            desk.app.jobs.scan()  # each takes the place of the one before
        await desk.settle()
        assert desk.app.session.queue.refused == {}
    assert ACCEPTED in read_vault(vault)[OTHER]


@pytest.fixture
def unreadable_queue(vault: Path) -> Path:
    open_vault(vault).close()
    Path(f"{vault}-state", "queue.log").mkdir()
    return vault


async def test_a_queue_that_cannot_be_read_is_told_and_hides_nothing(
    unreadable_queue: Path,
) -> None:
    vault = unreadable_queue
    async with desk_on(vault) as desk:
        assert len(desk.texts) == 4
        assert "no decision can be kept" in desk.toasts


async def test_a_task_that_is_gone_at_the_next_start_is_told_with_its_words(vault: Path) -> None:
    session = open_vault(vault)
    session.scan()
    keep(session, "a", Accept(rows_named(session, "plant")))
    keep(session, "b", SetText(rows_named(session, "deck"), "Send the slides"))
    (vault / OTHER).write_bytes(b"nothing\n")
    async with desk_on(vault) as desk:
        assert "1 written, 1 refused." in desk.toasts
        assert "Water the plant" in desk.toasts
        assert OTHER in desk.toasts
    assert b"Send the slides" in read_vault(vault)[SYNC]


async def test_an_older_copy_is_noticed_though_the_watch_told_of_it_first(vault: Path) -> None:
    async with desk_on(vault) as desk:
        desk.app.watching.start()
        await desk.filter("plant")
        older = (vault / OTHER).read_bytes()
        await desk.do("task.accept")
        (vault / OTHER).write_bytes(older + b"- [?] Their plant\n")
        await until(desk, "Their plant")
        await until(desk, "⚠ Water the plant")
        assert "⚠ Their plant" not in desk.screen
        await desk.do("task.retry")
        assert read_vault(vault)[OTHER] == older.replace(
            b"[?] Water the plant @Myself #task #proposed", b"[ ] Water the plant @Myself #task"
        ) + (b"- [?] Their plant\n")


async def test_leaving_waits_for_no_lock_for_ever(vault: Path) -> None:
    lock = vault / ".git" / "index.lock"
    lock.parent.mkdir()
    lock.touch()
    async with desk_on(vault) as desk:
        await desk.pilot.press("a", "a", "a")
        desk.app.action_command("quit")
        assert not desk.app._exit
        desk.app.action_command("quit")  # at once; else after three seconds
        await desk.settle()
        assert desk.app._exit
    assert read_vault(vault) == NOTES
    lock.unlink()
    async with desk_on(vault) as desk:
        assert "Decisions of an earlier run: 3 written." in desk.toasts
