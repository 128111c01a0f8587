"""The keys that ask for a value: what each writes, and what it does not take for an answer."""

from pathlib import Path

import pytest
from desk import NOTES, SYNC, read_vault, write_vault
from piloting import desk_on

ALL = ["Send the deck", "Water the plant", "Book the room", "Order badges"]
WAS = b"- [?] Send the deck @Myself \xf0\x9f\x93\x85 2026-01-03 #task #proposed\r"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes")


@pytest.mark.parametrize(
    ("command", "answer", "now"),
    [
        ("task.due", "+3", "- [?] Send the deck @Myself 📅 2026-01-09 #task #proposed\r"),
        ("task.due", "5 feb", "- [?] Send the deck @Myself 📅 2026-02-05 #task #proposed\r"),
        ("task.owner", "none", "- [?] Send the deck 📅 2026-01-03 #task #proposed\r"),
        (
            "edit.text",
            " now [[Ab]]",
            "- [?] Send the deck now [[Ab]] @Myself 📅 2026-01-03 #task #proposed\r",
        ),
    ],
)
async def test_a_prompt_writes_one_field_of_one_line(
    vault: Path, command: str, answer: str, now: str
) -> None:
    async with desk_on(vault) as desk:
        await desk.do(command)
        await desk.write(answer, "enter")
        assert read_vault(vault) == {**NOTES, SYNC: NOTES[SYNC].replace(WAS, now.encode())}
        assert len(desk.texts) == 4
        await desk.do("undo")
        assert read_vault(vault) == NOTES


async def test_every_priority_has_its_letter(vault: Path) -> None:
    async with desk_on(vault) as desk:
        for letter, sign in zip("HhmlL", "🔺⏫🔼🔽⏬", strict=True):
            await desk.do("task.priority")
            await desk.type(letter)
            assert sign in (vault / SYNC).read_text("utf-8")
        await desk.do("task.priority")
        await desk.type("Q")
        assert not desk.on_main
        await desk.type("n")
        assert read_vault(vault) == NOTES


async def test_a_prompt_says_what_is_no_answer_and_does_not_take_it(vault: Path) -> None:
    async with desk_on(vault) as desk:
        for command, words in (
            ("task.due", "never ever"),
            ("task.snooze", "yesterday"),
            ("task.tag", "two words"),
        ):
            await desk.do(command)
            await desk.write(words, "enter")
            assert not desk.on_main, command
            await desk.type("escape")
            assert desk.on_main
        await desk.do("edit.text")
        await desk.type("ctrl+u", "enter")
        assert "A task wants words" in desk.screen
    assert read_vault(vault) == NOTES


async def test_suggestions_are_lit_and_written_into_the_line_and_taken(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("task.owner")
        await desk.type("b", "tab", "enter")
        assert "Send the deck @Bo Lin 📅" in (vault / SYNC).read_text("utf-8")
        await desk.do("task.due")
        await desk.type("t", "down", "down", "up", "down", "enter")
        assert "2026-01-07" in (vault / SYNC).read_text("utf-8")


async def test_repeating_uses_the_value_again_on_what_is_chosen_now(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("task.due")
        await desk.write("+3", "enter")
        await desk.do("cursor.last", "repeat")
        assert "Order badges @Bo Lin 📅 2026-01-09 #task" in (vault / SYNC).read_text("utf-8")
        await desk.do("mark.all", "repeat")
        assert (vault / "Other.md").read_text("utf-8").count("2026-01-09") == 1


async def test_snoozing_hides_the_row_and_writes_nothing_even_after_a_restart(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("task.snooze")
        await desk.write("mon", "enter")
        assert desk.texts == ALL[1:]
        assert read_vault(vault) == NOTES
    async with desk_on(vault) as desk:
        assert desk.texts == ALL[1:]
        await desk.do("undo")
        assert desk.texts == ALL


async def test_a_verb_in_a_prompt_acts_on_what_was_marked_when_it_was_asked(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("mark.toggle", "cursor.down", "cursor.down", "mark.toggle", "task.tag")
        assert "2 tasks" in desk.screen
        await desk.write("#new", "enter")
        assert (vault / SYNC).read_bytes().count(b"#new") == 2
        await desk.do("undo")
        assert read_vault(vault) == NOTES
