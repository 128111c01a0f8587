"""Other programs and another screen at work in the same vault: the list follows, the cursor stays."""

import asyncio
import sys
from pathlib import Path
from typing import Literal

import pytest
from desk import NOTES, SYNC, open_vault, read_vault, rows_named, write_vault
from piloting import Desk, desk_on

from core.actions.intents import Accept, Reject
from core.config import Config
from core.decisions import keep
from core.instance import Instance
from core.path import NotePath

OTHER = "Other.md"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes", NOTES)


@pytest.mark.parametrize("watch", [True, "poll"], ids=["told", "walked"])
async def test_what_another_program_changes_shows_and_the_cursor_stays(
    vault: Path, watch: Literal[True, "poll"]
) -> None:
    async with desk_on(vault, config=Config(watch=watch)) as desk:
        await desk.do("cursor.down", "mark.toggle")
        under, row = desk.under, desk.app.main.tasks.row
        line = desk.app.main.tasks.list.window.cursor
        desk.app.watching.start()
        before = (vault / OTHER).read_bytes()
        (vault / OTHER).write_bytes(b"- [?] Aardvark @Myself #task\n" + before)
        await desk.until(lambda: "Aardvark" in desk.texts)
        assert desk.under == under
        assert desk.app.main.tasks.marked[0] == 1
        assert row is not None
        assert abs(desk.app.main.tasks.list.window.cursor - line) <= 1
        (vault / "new.md").write_bytes(b"- [?] Brand new @Myself #task\n")
        await desk.until(lambda: "Brand new" in desk.texts)
        (vault / "new.md").unlink()
        await desk.until(lambda: "Brand new" not in desk.texts)
        assert desk.under == under


async def test_a_line_in_other_words_stays_under_the_cursor(vault: Path) -> None:
    async with desk_on(vault) as desk:
        while desk.under != "Water the plant":
            await desk.do("cursor.down")
        text = (vault / OTHER).read_bytes()
        (vault / OTHER).write_bytes(text.replace(b"Water the plant", b"Feed the plant"))
        desk.app.jobs.refresh([NotePath(OTHER)])
        await desk.settle()
        assert desk.under == "Feed the plant"


async def test_other_settings_of_the_tasks_plugin_count_at_once(vault: Path) -> None:
    settings = vault / ".obsidian/plugins/obsidian-tasks-plugin/data.json"
    async with desk_on(vault) as desk:
        desk.app.watching.start()
        settings.write_text(
            settings.read_text().replace('"?", "name": "Proposed"', '"?", "name": "Asked"')
        )
        await desk.until(lambda: _status(desk) == "Asked")


def _status(desk: Desk) -> str:
    tasks = desk.app.session.snapshot.tasks.values()
    return next(row.status for row in tasks if row.text == "Water the plant")


@pytest.mark.parametrize("then", ["a", "enter", "escape"])
async def test_while_a_filter_is_typed_nothing_moves(vault: Path, then: str) -> None:
    async with desk_on(vault) as desk:
        await desk.do("filter")
        await desk.type("p", "l")
        (vault / "new.md").write_bytes(b"- [?] A planet @Myself #task\n")
        desk.app.jobs.refresh([NotePath("new.md")])
        await desk.settle()
        assert desk.texts == ["Water the plant"]
        await desk.type(then)
        assert set(desk.texts) >= {"Water the plant", "A planet"}
        assert desk.app.main.tasks.typing is (then == "a")


async def test_keys_typed_as_something_changes_arrive(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("filter")
        for number, letter in enumerate("plant"):
            (vault / "new.md").write_bytes(b"- [?] A planet\n" * (number + 1))
            desk.app.jobs.refresh([NotePath("new.md")])
            await desk.pilot.press(letter)
        await desk.settle()
        assert desk.app.main.tasks.filter == "plant"
        assert desk.app.main.tasks.typing
        assert desk.texts == ["Water the plant"]


async def test_copies_of_a_sync_client_are_counted_and_not_listed(vault: Path) -> None:
    async with desk_on(vault) as desk:
        shown = len(desk.texts)
        copy = "Other.sync-conflict-20260102-123000-ABCDEF7.md"
        (vault / copy).write_bytes((vault / OTHER).read_bytes())
        desk.app.jobs.refresh([NotePath(copy)])
        await desk.settle()
        assert len(desk.texts) == shown
        assert "1 conflict copy" in desk.screen


async def test_the_second_screen_reads_and_says_why_until_the_first_has_ended(vault: Path) -> None:
    state = f"{vault}-state"
    open_vault(vault).close()  # which makes the folder
    first = Instance(state, "process 7 on /dev/pts/9, since 08:00")
    before = read_vault(vault)
    async with desk_on(vault, instance=Instance(state, "me")) as desk:
        assert "read-only" in desk.screen
        assert "process 7 on /dev/pts/9, since 08:00" in desk.toasts
        for id in ("task.accept", "undo", "task.due", "edit.text", "repeat"):
            await desk.do(id)
            assert desk.on_main, id
        await desk.filter("plant")
        assert desk.texts == ["Water the plant"]
        assert read_vault(vault) == before
        first.release()
        await desk.until(lambda: not desk.app.work.holder)  # notices may cover the line
        await desk.do("task.accept")
        assert b"- [ ] Water the plant" in read_vault(vault)[OTHER]


async def test_a_task_that_moved_on_comes_back_and_is_still_known_at_the_next_start(
    vault: Path,
) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("plant")
        text = (vault / OTHER).read_bytes()
        (vault / OTHER).write_bytes(text.replace(b"@Myself #task #proposed\n", b"@Bo #task\n", 1))
        await desk.do("task.accept")
        assert desk.texts == ["Water the plant"]
    async with desk_on(vault) as desk:
        await desk.filter("is:refused")
        assert desk.texts == ["Water the plant"]
        await desk.do("task.accept")
        assert desk.texts == []


async def test_the_reason_is_shown_under_the_cursor_and_survives_a_restart(vault: Path) -> None:
    settings = vault / ".obsidian/plugins/obsidian-tasks-plugin/data.json"
    settings.write_text(settings.read_text().replace("CANCELLED", "NON_TASK"))
    for last in (False, True):
        async with desk_on(vault) as desk:
            if not last:
                await desk.filter("plant")
                await desk.do("task.reject")
            await desk.filter("is:refused")
            assert desk.texts == ["Water the plant"]
            assert "⚠ Water the plant" in desk.screen
            assert "⚠ the Tasks settings of this vault" in desk.screen.split("\n")[-2]
    async with desk_on(vault) as desk:
        await desk.filter("is:refused")
        await desk.do("task.dismiss")
        assert desk.texts == []


async def test_what_a_killed_run_left_is_written_and_told(vault: Path) -> None:
    session = open_vault(vault)
    session.scan()
    keep(session, "a", Accept(rows_named(session, "plant")))
    keep(session, "b", Reject(rows_named(session, "deck")))
    async with desk_on(vault) as desk:
        assert "2 written" in desk.toasts
        assert set(desk.texts) == {"Book the room", "Order badges"}
    assert b"- [ ] Water the plant" in read_vault(vault)[OTHER]
    assert b"- [R] Send the deck" in read_vault(vault)[SYNC]


async def test_an_older_copy_over_a_decision_is_told_and_offered_again(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("plant")
        older = (vault / OTHER).read_bytes()
        await desk.do("task.accept")
        assert desk.texts == []
        (vault / OTHER).write_bytes(older)
        await desk.until(lambda: desk.texts == ["Water the plant"])
        assert "another program wrote an older copy" in desk.toasts
        assert "⚠ Water the plant" in desk.screen


async def test_git_at_work_is_waited_for_and_named(vault: Path) -> None:
    lock = vault / ".git" / "index.lock"
    lock.parent.mkdir()
    lock.touch()
    async with desk_on(vault) as desk:
        await desk.filter("plant")
        await desk.pilot.press("a")
        async with asyncio.timeout(30):
            while "waits for index.lock" not in desk.screen:
                await desk.pilot.pause()
        assert b"- [?] Water the plant" in read_vault(vault)[OTHER]
        lock.unlink()
        await desk.settle()
        assert b"- [ ] Water the plant" in read_vault(vault)[OTHER]
        assert "saved" in desk.screen


async def test_a_line_in_other_words_keeps_its_place_and_its_note_is_read_again(
    vault: Path,
) -> None:
    async with desk_on(vault) as desk:
        pane = desk.app.main.tasks
        while desk.under != "Book the room":
            await desk.do("cursor.down")
        before, line = desk.texts, pane.list.window.cursor - pane.list.window.offset
        text = (vault / SYNC).read_bytes()
        line_of = b"Book the room @Myself"
        words = b"Cancel the room @Myself \xf0\x9f\x93\x85 2020-01-01"
        (vault / SYNC).write_bytes(text.replace(line_of, words))
        desk.app.jobs.refresh([NotePath(SYNC)])
        await desk.settle()
        assert desk.texts == [text.replace("Book", "Cancel") for text in before]
        assert desk.under == "Cancel the room"
        assert pane.list.window.cursor - pane.list.window.offset == line
        assert pane.note.page is not None
        assert any("Cancel the room" in line.text for line in pane.note.page.lines)


async def test_words_beside_the_task_are_read_again_and_the_note_stays_scrolled(
    vault: Path,
) -> None:
    rest = "".join(f"Line {number}.\n\n" for number in range(200))
    (vault / OTHER).write_text(f"- [?] Water the plant @Myself #task\n\n{rest}")
    async with desk_on(vault) as desk:
        await desk.filter("plant")
        for _ in range(40):
            await desk.do("preview.down")
        assert "Line 0." not in desk.screen
        seen = next(words for words in desk.screen.split() if words.rstrip(".").isdigit())
        seen, other = f"Line {seen}", f"Dots {seen}"
        wanted = desk.screen.replace(seen, other)
        assert wanted != desk.screen
        (vault / OTHER).write_text((vault / OTHER).read_text().replace(seen, other))
        desk.app.jobs.refresh([NotePath(OTHER)])
        await desk.settle()
        assert desk.screen == wanted


async def test_a_row_whose_task_is_gone_leaves_with_its_mark(vault: Path) -> None:
    async with desk_on(vault) as desk:
        pane = desk.app.main.tasks
        await desk.do("mark.all")
        while desk.under in {"Water the plant", desk.texts[0]}:
            await desk.do("cursor.down")
        under, many = desk.under, len(desk.texts)
        (vault / OTHER).write_bytes(b"- [ ] Sweep\n")
        desk.app.jobs.refresh([NotePath(OTHER)])
        await desk.settle()
        assert "Water the plant" not in desk.texts
        assert pane.marked == (many - 1, 0)
        assert desk.under == under


async def test_a_row_that_is_decided_does_not_come_back_before_it_is_written(
    vault: Path,
) -> None:
    lock = vault / ".git" / "index.lock"
    lock.parent.mkdir()
    lock.touch()
    async with desk_on(vault) as desk:
        await desk.filter("plant")
        await desk.pilot.press("a")
        (vault / OTHER).write_bytes((vault / OTHER).read_bytes() + b"- [?] One more plant\n")
        desk.app.jobs.refresh([NotePath(OTHER)])
        async with asyncio.timeout(30):
            while desk.texts != ["One more plant"]:
                assert "Water the plant" not in desk.texts
                await desk.pilot.pause()
        lock.unlink()
        await desk.settle()
        assert desk.texts == ["One more plant"]
        assert b"- [ ] Water the plant" in read_vault(vault)[OTHER]


async def test_our_own_writes_come_back_as_nothing(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("plant")
        await desk.do("task.accept")
        revision = desk.app.session.snapshot.revision
        desk.app.jobs.refresh([NotePath(OTHER)])
        await desk.settle()
        assert desk.app.session.snapshot.revision == revision


async def test_thousands_of_notes_at_once_are_few_walks(vault: Path) -> None:
    async with desk_on(vault) as desk:
        desk.app.watching.start()
        (vault / "first.md").write_bytes(b"- [?] First of them @Myself\n")
        await desk.until(lambda: "First of them" in desk.texts)
        revision = desk.app.session.snapshot.revision
        for number in range(2_000):
            (vault / f"{number}.md").write_bytes(b"- [?] A task @Myself\n")
        await desk.until(lambda: desk.texts.count("A task") == 2_000)
        assert desk.app.session.snapshot.revision - revision <= 10


@pytest.mark.parametrize("missing", [True, False], ids=["never-began", "killed"])
async def test_without_the_process_that_watches_the_app_looks_itself(
    vault: Path, monkeypatch: pytest.MonkeyPatch, missing: bool
) -> None:
    if missing:
        monkeypatch.setattr(sys, "executable", str(vault / "no python"))
    async with desk_on(vault) as desk:
        desk.app.watching.start()
        watching = desk.app.watching
        assert watching is not None
        if not missing:
            (vault / "new.md").write_bytes(b"- [?] Brand new @Myself #task\n")
            await desk.until(lambda: "Brand new" in desk.texts)
            assert watching._watch is not None
            watching._watch._process.kill()
        (vault / "newer.md").write_bytes(b"- [?] Newer still @Myself #task\n")
        await desk.until(lambda: "Newer still" in desk.texts)


async def test_who_wants_no_watching_gets_none(vault: Path) -> None:
    async with desk_on(vault, config=Config(watch=False)) as desk:
        desk.app.watching.start()
        assert desk.app.watching._watch is None


async def test_the_process_that_watches_ends_with_the_app(vault: Path) -> None:
    async with desk_on(vault) as desk:
        desk.app.watching.start()
        (vault / "new.md").write_bytes(b"- [?] Brand new @Myself #task\n")
        await desk.until(lambda: "Brand new" in desk.texts)
        watch = desk.app.watching._watch
        assert watch is not None
        assert watch._process.poll() is None
    assert watch._process.poll() is not None


def unmount(vault: Path, *, leaving_a_folder: bool = False) -> None:
    """Take the vault away, as a disk that is pulled out."""
    vault.rename(vault.with_name("elsewhere"))
    if leaving_a_folder:
        vault.mkdir()


def mount(vault: Path) -> None:
    vault.with_name("elsewhere").rename(vault)


async def test_a_vault_that_vanishes_is_told_and_comes_back(vault: Path) -> None:
    async with desk_on(vault) as desk:
        before = desk.texts
        unmount(vault)
        await desk.do("rescan")
        assert desk.texts == before
        assert "The vault cannot be listed" in desk.toasts
        await desk.do("task.accept")
        assert desk.texts == before
        mount(vault)
        await desk.do("rescan")
        assert desk.texts == before
        assert "unreadable" not in desk.screen


async def test_an_empty_folder_where_a_vault_was_counts_as_a_disk_that_is_gone(vault: Path) -> None:
    async with desk_on(vault) as desk:
        before = desk.texts
        unmount(vault, leaving_a_folder=True)
        await desk.do("rescan")
        assert desk.texts == before
        assert "none of them counts as deleted" in desk.toasts
