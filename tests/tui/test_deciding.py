"""What each deciding and changing key writes, to the byte, and what it says when it cannot."""

from pathlib import Path

import pytest
from desk import NOTES, SYNC, read_vault, write_vault
from piloting import Desk, desk_on, textual_key
from textual.events import AppFocus, Key, Paste

from core.config import Config
from tui.commands import key

ALL = ["Send the deck", "Water the plant", "Book the room", "Order badges"]
MANY = {"Many.md": b"".join(b"- [?] Task %d @Myself\n" % number for number in range(21))}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes")


def changed(vault: Path, before: dict[str, bytes] = NOTES) -> list[tuple[str, str]]:
    """Every line that reads otherwise now, as it was and as it is."""
    now = read_vault(vault)
    assert now.keys() == before.keys()
    pairs = []
    for name, data in before.items():
        old, new = data.decode().split("\n"), now[name].decode().split("\n")
        assert len(old) == len(new)
        pairs += [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    return pairs


WAS = "- [?] Send the deck @Myself 📅 2026-01-03 #task #proposed\r"


@pytest.mark.parametrize(
    ("command", "now"),
    [
        ("task.accept", "- [ ] Send the deck @Myself 📅 2026-01-03 #task\r"),
        (
            "task.reject",
            "- [R] Send the deck @Myself 📅 2026-01-03 #task #proposed ❌ 2026-01-06\r",
        ),
        ("task.start", "- [/] Send the deck @Myself 📅 2026-01-03 #task\r"),
        ("task.done", "- [x] Send the deck @Myself 📅 2026-01-03 #task ✅ 2026-01-06\r"),
    ],
)
async def test_a_deciding_key_writes_one_line_and_undo_and_redo_go_between(
    vault: Path, command: str, now: str
) -> None:
    async with desk_on(vault) as desk:
        await desk.do(command)
        assert changed(vault) == [(WAS, now)]
        assert (desk.texts, desk.under) == (ALL[1:], ALL[1])
        await desk.do("undo")
        assert read_vault(vault) == NOTES
        assert (desk.texts, desk.under) == (ALL, ALL[0])
        await desk.do("redo")
        assert changed(vault) == [(WAS, now)]
        assert desk.texts == ALL[1:]


async def test_every_key_that_undoes_or_does_again_does_so(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("task.accept")
        for back, again in (("u", "U"), ("z", "ctrl+r")):
            await desk.type(back)
            assert read_vault(vault) == NOTES
            await desk.type(again)
            assert len(changed(vault)) == 1


async def test_reopening_and_deciding_twice_are_harmless(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("is:any Sweep")
        await desk.do("task.done")
        assert changed(vault) == [("- [ ] Sweep", "- [x] Sweep ✅ 2026-01-06")]
        once = read_vault(vault)
        await desk.do("task.done")
        assert "nothing changed" in desk.toasts
        assert read_vault(vault) == once
        await desk.do("task.reopen")
        assert read_vault(vault) == NOTES


async def test_keys_typed_at_once_decide_one_row_each_in_their_order(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.type(*(textual_key(key(id)) for id in ("task.accept", "task.reject")))
        assert [now[:8] for _, now in changed(vault)] == ["- [ ] Se", "- [R] Wa"]
        await desk.type("u", "u")
        assert read_vault(vault) == NOTES


async def test_proposals_with_a_broken_mark_are_mended_by_deciding(tmp_path: Path) -> None:
    notes = {"a.md": b"- [ ?] One\n- [? ] Two\n"}
    vault = write_vault(tmp_path / "Notes", notes)
    async with desk_on(vault) as desk:
        assert desk.texts == ["One", "Two"]
        await desk.do("task.accept", "task.reject")
        assert desk.texts == []
    assert [now for _, now in changed(vault, notes)] == ["- [ ] One", "- [R] Two ❌ 2026-01-06"]


async def test_completing_what_recurs_writes_its_next_occurrence(tmp_path: Path) -> None:
    vault = write_vault(
        tmp_path / "Notes", {"a.md": "- [ ] Water 🔁 every day 📅 2026-01-06\n".encode()}
    )
    async with desk_on(vault) as desk:
        await desk.filter("is:open")
        await desk.do("task.done")
        assert (vault / "a.md").read_text("utf-8").split("\n") == [
            "- [?] Water 🔁 every day 📅 2026-01-07",  # what follows done by the vault's settings
            "- [x] Water 🔁 every day 📅 2026-01-06 ✅ 2026-01-06",
            "",
        ]
        await desk.do("undo")
        assert desk.texts == ["Water"]


async def test_a_filter_for_statuses_keeps_what_is_decided_and_moves_on(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.filter("is:any owner:me")
        assert desk.texts[0] == ALL[0]
        await desk.do("task.accept")
        assert ALL[0] in desk.texts
        assert desk.under != ALL[0]


async def test_the_keys_for_the_next_proposal_jump_over_what_is_decided(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "Notes", {"a.md": b"- [?] One\n- [ ] Two\n- [?] Three\n"})
    async with desk_on(vault) as desk:
        await desk.filter("is:any")
        assert desk.texts == ["One", "Two", "Three"]
        await desk.do("task.next")
        assert desk.under == "Three"
        await desk.do("task.next")
        assert "No undecided proposal" in desk.toasts
        await desk.do("task.previous")
        assert desk.under == "One"


async def test_a_range_is_decided_as_one_step(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("mark.range", "cursor.down", "cursor.down", "mark.range", "task.done")
        assert desk.texts == ALL[3:]
        assert "×3" in desk.screen
        assert "3" in desk.toasts
        await desk.do("undo")
        assert read_vault(vault) == NOTES
        assert desk.texts == ALL


async def test_over_twenty_in_one_note_are_asked_about_and_twenty_are_not(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "Notes", MANY)
    async with desk_on(vault) as desk:
        await desk.do("mark.all", "task.accept")
        assert not desk.on_main
        assert "21 tasks in 1 file" in desk.screen
        assert "- - [?] Task 0 @Myself" in desk.screen
        await desk.type("pagedown", "ctrl+d")
        assert "+ - [ ] Task 0 @Myself" in desk.screen
        await desk.type("enter", textual_key(key("task.accept")), "J", "K", "pagedown", "tab")
        assert not desk.on_main
        assert read_vault(vault) == MANY
        for leaves in ("n", "q", "escape"):
            await desk.type(leaves)
            assert desk.on_main
            assert desk.app.main.tasks.marked == (21, 0)
            await desk.do("task.accept")
        await desk.type("escape")
        await desk.do("mark.toggle", "task.accept")
        assert desk.on_main
        assert desk.texts == ["Task 0"]
        await desk.do("undo")
        assert read_vault(vault) == MANY
        await desk.do("mark.all", "task.accept")
        await desk.type("y")
        assert desk.on_main
        assert desk.texts == []
        assert b"?" not in (vault / "Many.md").read_bytes()


async def test_what_was_already_so_is_not_asked_about(tmp_path: Path) -> None:
    notes = {f"{number}.md": b"- [ ] Task\n" for number in range(5)}
    async with desk_on(write_vault(tmp_path / "Notes", notes)) as desk:
        await desk.filter("is:open")
        await desk.do("mark.all", "task.accept")
        assert desk.on_main
        assert "all 5 already read so" in desk.toasts
    assert read_vault(tmp_path / "Notes") == notes


async def test_the_settings_say_from_how_many_on_it_is_asked(vault: Path) -> None:
    async with desk_on(vault, config=Config(confirm_items=1)) as desk:
        await desk.do("mark.toggle", "cursor.down", "mark.toggle", "task.accept")
        assert not desk.on_main


async def test_what_changed_behind_our_back_is_refused_with_both_texts(vault: Path) -> None:
    other = b"- [?] Water the cactus @Myself #task #proposed\n- [ ] Sweep\n"
    async with desk_on(vault) as desk:
        (vault / "Other.md").write_bytes(other)
        await desk.do("cursor.down", "task.reject")
        for said in ("Other.md", "expected", "Water the plant", "found", "Water the cactus"):
            assert said in desk.toasts
        assert len(desk.texts) == 4
        assert desk.under == "Water the plant"
        assert "conflict" in desk.screen
        await desk.do("rescan")
        assert "conflict" not in desk.screen
        assert ALL[1] not in desk.texts
        desk.app.main.tasks.list.go_to(
            desk.app.main.tasks.list.ids[desk.texts.index("Water the cactus")]
        )
        await desk.do("task.accept")
        assert (
            (vault / "Other.md").read_bytes().startswith(b"- [ ] Water the cactus @Myself #task\n")
        )


async def test_a_note_that_is_gone_is_refused_and_the_rest_of_the_marks_is_done(
    vault: Path,
) -> None:
    async with desk_on(vault) as desk:
        (vault / "Other.md").unlink()
        await desk.do("mark.all", "task.accept")
        assert "Other.md" in desk.toasts
        assert (vault / SYNC).read_bytes().count(b"- [ ]") == 3
        await desk.do("undo")
        assert (vault / SYNC).read_bytes() == NOTES[SYNC]


async def test_an_undo_whose_bytes_are_gone_is_refused_and_nothing_is_written(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("cursor.down", "task.accept")
        (vault / "Other.md").write_bytes(b"all of it was rewritten\n")
        await desk.do("undo")
        assert "undo" in desk.toasts
        assert "Other.md" in desk.toasts
    assert (vault / "Other.md").read_bytes() == b"all of it was rewritten\n"


async def test_what_others_wrote_elsewhere_in_a_note_survives_decision_and_undo(
    vault: Path,
) -> None:
    async with desk_on(vault) as desk:
        (vault / "Other.md").write_bytes(b"above\n" + NOTES["Other.md"] + b"below")
        await desk.do("cursor.down", "task.accept")
        await desk.do("undo")
    assert (vault / "Other.md").read_bytes() == b"above\n" + NOTES["Other.md"] + b"below"


async def test_with_nothing_done_yet_undo_redo_and_repeat_say_so(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("undo", "redo", "repeat")
        assert "nothing to undo" in desk.toasts
        assert "nothing to redo" in desk.toasts
        assert "Nothing was done yet" in desk.toasts
    assert read_vault(vault) == NOTES


async def test_rejecting_without_a_status_for_it_explains_and_refuses(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "Notes")
    settings = vault / ".obsidian/plugins/obsidian-tasks-plugin/data.json"
    settings.write_text(settings.read_text().replace("CANCELLED", "NON_TASK"))
    async with desk_on(vault) as desk:
        await desk.do("task.reject")
        assert "refused" in desk.toasts
        assert (len(desk.texts), desk.under) == (4, ALL[0])
    assert read_vault(vault) == NOTES


async def press_after_the_focus_came(desk: Desk, *keys: str) -> None:
    await desk.app.on_event(AppFocus())
    for each in keys:  # not by the pilot: on a busy machine it types as slowly as a person
        await desk.app.on_event(Key(each, each))
    await desk.pilot.pause(0.3)
    await desk.settle()


async def test_keys_at_once_after_the_focus_came_are_dropped_and_a_few_are_not(
    tmp_path: Path,
) -> None:
    vault = write_vault(tmp_path / "Notes", MANY)
    async with desk_on(vault) as desk:
        await press_after_the_focus_came(desk, *"aaxaj2qaaaaa")
        assert read_vault(vault) == MANY
        assert "12 keys at once were ignored" in desk.toasts
        assert desk.app.main.pane == "tasks"
        await press_after_the_focus_came(desk, *"ja/17")
        assert desk.texts == ["Task 17"]


async def test_leaving_waits_until_everything_decided_is_written(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "Notes", MANY)
    async with desk_on(vault) as desk:
        for _ in range(5):
            desk.app.action_command("task.accept")
        desk.app.action_command("quit")
        await desk.settle()
        assert desk.app._exit
    assert (vault / "Many.md").read_bytes().count(b"- [ ]") == 5


async def test_text_pasted_outside_an_input_decides_nothing(vault: Path) -> None:
    async with desk_on(vault) as desk:
        desk.app.post_message(Paste("axicu"))
        await desk.settle()
        assert "Pasted text was ignored" in desk.toasts
        await desk.do("filter")
        assert desk.app.focused is not None
        desk.app.focused.post_message(Paste("deck"))
        await desk.settle()
        assert desk.texts == ALL[:1]
    assert read_vault(vault) == NOTES
