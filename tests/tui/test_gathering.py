"""What speaks for proposals is found out behind the list, and the list learns of it."""

import asyncio
from pathlib import Path

from desk import NOTES, write_vault
from piloting import desk_on

HEARD = b"## Transcript\n\n[00:02] Ada Quill: Somebody should send the deck to everybody, please.\n"


async def test_the_list_learns_what_speaks_for_proposals_and_again_after_a_decision(
    tmp_path: Path,
) -> None:
    vault = write_vault(tmp_path / "Notes", {**NOTES, "Sources/sync.md": HEARD})
    async with desk_on(vault) as desk:
        await desk.filter("evidence:strong")
        assert desk.texts == []
        desk.app.answers._prepare()  # what comes two seconds after the first rows
        async with asyncio.timeout(10):
            while desk.texts != ["Send the deck"]:
                await desk.settle()
        await desk.filter("evidence:none")
        assert desk.texts == ["Book the room", "Order badges"]
        await desk.do("task.accept")
        evidence = desk.app.session.evidence
        assert desk.texts == ["Order badges"]
        assert evidence.fill() == 0


async def test_the_source_of_a_captured_task_is_that_of_its_copy(tmp_path: Path) -> None:
    captured = b"- [?] Send the deck #task #proposed\n"
    notes = {**NOTES, "Sources/sync.md": HEARD, "TASKS_INBOX.md": captured}
    async with desk_on(write_vault(tmp_path / "Notes", notes)) as desk:
        await desk.filter("path:TASKS_INBOX")
        desk.app.answers._prepare()
        async with asyncio.timeout(10):
            while "strong" not in desk.screen:
                await desk.settle()
        await desk.do("task.source")
        assert "somebody should send the deck" in desk.screen.lower()
        await desk.do("task.source")
        assert "Tasks inbox" in desk.screen or "TASKS_INBOX" in desk.screen
