"""Numbers before commands, the leader, and the key line that names what acts now."""

from pathlib import Path

import pytest
from desk import NOTES, SYNC, read_vault, write_vault
from piloting import SOON, desk_on
from rows import task_row

from core.config import Config
from tui.commands import COMMANDS, HEARD, command, key
from tui.conditions import UiState
from tui.keyboard.counts import Counted, counted, says, why_not
from tui.keyboard.hints import MOST, hints
from tui.keyboard.keys import by_id, heard, led
from tui.widgets.which_key import WhichKey

ALL = ["Send the deck", "Water the plant", "Book the room", "Order badges"]
MANY = {"Many.md": b"".join(b"- [?] Task %02d @Myself\n" % number for number in range(30))}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes", MANY)


async def test_a_number_lets_a_verb_act_on_so_many_rows_from_the_cursor(many: Path) -> None:
    async with desk_on(many) as desk:
        await desk.do("cursor.down")
        await desk.type("5")
        assert "verbs take 5 rows from here" in desk.screen
        assert desk.app.main.tasks.list.chosen == tuple(desk.app.main.tasks.list.ids[1:6])
        assert read_vault(many) == MANY
        await desk.do("task.accept")
        assert [text[-2:] for text in desk.texts[:3]] == ["00", "06", "07"]
        assert "×5" in desk.toasts + desk.screen
        assert desk.app.main.tasks.marked == (0, 0)
        await desk.do("undo")
        assert read_vault(many) == MANY


async def test_a_number_that_begins_with_one_to_four_begins_with_nought(many: Path) -> None:
    async with desk_on(many) as desk:
        await desk.type("0", "1", "2", "G")
        assert desk.under == "Task 11"
        await desk.type("0", "3", "k")
        assert desk.under == "Task 08"
        await desk.type("0", "1", "9", "backspace", "5", "j")
        assert desk.under == "Task 23"
        await desk.type("5", "g")
        assert desk.under == "Task 04"
        assert desk.app.main.pane == "tasks"


async def test_a_number_is_left_by_escape_and_by_what_knows_none(many: Path) -> None:
    async with desk_on(many) as desk:
        await desk.type("7", "escape")
        assert "rows from here" not in desk.screen
        await desk.type("7", "question_mark")
        assert desk.on_main
        assert "A number means nothing before “all keys”." in desk.toasts
        await desk.type("a")
        assert len(desk.texts) == 29


async def test_a_click_elsewhere_leaves_no_row_lit(many: Path) -> None:
    async with desk_on(many) as desk:
        await desk.type("5")
        desk.app.show_pane("review")
        await desk.type("escape")
        assert desk.app.main.tasks.list.marked == 0
        assert "rows from here" not in desk.screen


async def test_a_number_marks_so_many_and_counts_no_rows_beside_marks(many: Path) -> None:
    async with desk_on(many) as desk:
        await desk.type("6", "space")
        assert desk.app.main.tasks.marked == (6, 0)
        assert desk.under == "Task 06"
        await desk.type("5", "a")
        assert "6 are marked" in desk.toasts
        assert read_vault(many) == MANY


async def test_a_number_beyond_the_limit_is_asked_about(many: Path) -> None:
    async with desk_on(many) as desk:
        await desk.type("0", "2", "5", "x")
        assert not desk.on_main
        assert read_vault(many) == MANY
        await desk.type("escape")
        await desk.type("9", "9", "x")
        await desk.type("y")
        assert desk.texts == []
        await desk.do("undo")
        assert read_vault(many) == MANY


async def test_a_number_takes_back_so_many_changes(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("task.accept", "task.reject", "task.start")
        await desk.type("0", "3", "u")
        assert read_vault(vault) == NOTES
        await desk.type("0", "2", "U")
        assert desk.texts == ALL[2:]
        await desk.type("9", "9", "u")
        assert "at most" in desk.toasts


async def test_a_number_acts_on_so_many_proposals_of_an_item(tmp_path: Path) -> None:
    notes = {SYNC: NOTES[SYNC]}
    vault = write_vault(tmp_path / "Notes", notes)
    async with desk_on(vault, pane="inbox") as desk:
        await desk.do("open")
        assert desk.app.main.place == "stepping"
        await desk.type("0", "2", "a")
        assert (vault / SYNC).read_bytes().count(b"[ ]") == 2
        await desk.do("undo")
        assert read_vault(vault) == notes


def test_what_a_number_means_is_said_before_each_command() -> None:
    state = UiState(row=task_row(), shown=3)
    for each in COMMANDS:
        said = why_not(each, 5, state)
        assert (said is None) is (counted(each) is not None), each.id
    assert why_not(command("task.accept"), 2, UiState(marked=3)) is not None
    assert why_not(command("page.merge"), 2, UiState(pane="entities")) is not None
    assert counted(command("page.rename")) is None
    assert counted(command("cursor.down")) is Counted.LINES
    assert says(5, 3).startswith(
        "5: verbs take 3 rows from here (all there are), movements go 5 far"
    )


async def test_the_leader_and_a_key_do_a_rarer_command_and_a_box_says_which(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.keyboard.begun._AFTER", SOON / 2)  # which is waited for
    async with desk_on(vault) as desk:
        await desk.type("comma")
        await desk.until(lambda: desk.app.main.query(WhichKey))
        box = desk.app.main.query_one(WhichKey)
        await desk.until(lambda: box.display)
        assert "mark the note" in desk.screen
        await desk.type("n")
        assert not box.display
        assert desk.app.main.tasks.marked == (3, 0)
        await desk.type("comma", "v")
        assert desk.app.main.tasks.list.chosen == (desk.app.main.tasks.list.ids[1],)
        await desk.type("escape", "comma", "w")
        assert desk.app.main.tasks.marked == (3, 0)
        await desk.type("escape", "comma", "j")
        assert "Nothing is behind the leader and j" in desk.toasts
        await desk.type("comma", "escape", "j")
        assert desk.under == ALL[1]
    assert read_vault(vault) == NOTES


async def test_the_leader_narrows_goes_back_and_copies(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("filter.note")
        assert desk.texts == ["Send the deck", "Book the room", "Order badges"]
        await desk.do("filter.owner")
        assert desk.texts == ["Send the deck", "Book the room"]
        await desk.do("back")
        await desk.do("copy.path")
        assert desk.app.clipboard == SYNC
        await desk.do("copy.url")
        assert desk.app.clipboard.startswith("obsidian://open?path=")
        await desk.do("pane.before")
        assert "No other pane was shown before." in desk.toasts
        await desk.do("pane.review", "pane.before")
        assert desk.app.main.pane == "tasks"


async def test_another_leader_leads_to_the_same(vault: Path) -> None:
    keys = {"leader": ("\\",), "undo": (",",), "help": ("\\h", "?")}
    async with desk_on(vault, config=Config(keys=keys)) as desk:
        await desk.type("backslash", "n")
        assert desk.app.main.tasks.marked == (3, 0)
        await desk.type("backslash", "h")
        assert not desk.on_main


@pytest.mark.parametrize("place", HEARD)
def test_the_leader_leads_to_one_command_a_key(place: str) -> None:
    found = led(COMMANDS, place)
    there = [one for each in heard(COMMANDS, place) for one in each.keys if one.startswith(",")]
    assert len(found) == len(there) - 1  # the leader itself
    assert {each.id for each in found.values()} >= {"themes", "settings", "messages"}


# The key line


def line(state: UiState, place: str = "tasks") -> list[str]:
    return [label for _, label in hints(by_id(COMMANDS, place), place, state)]


def test_the_key_line_names_at_most_six_that_act_now_and_the_help() -> None:
    for place in HEARD:
        for state in (UiState(pane=place), UiState(pane=place, row=task_row(), shown=2, marked=2)):
            found = hints(by_id(COMMANDS, place), place, state)
            assert len(found) <= MOST + 1
            assert found[-1] == (key("help"), "all keys")
            meant = {each.keys[0]: each for each in heard(COMMANDS, place)}
            assert all(meant[one].why_not(state) is None for one, _ in found)


def test_what_the_row_is_about_stands_first() -> None:
    plain = UiState(row=task_row(), shown=1)
    assert line(plain)[:2] == ["accept", "reject"]
    assert "accept all" not in line(plain)
    assert "accept all" in line(UiState(row=task_row(), shown=1, together=3))
    assert line(UiState(row=task_row(), refusal=True, refused=1))[:2] == ["retry", "dismiss"]
    assert line(UiState(row=task_row(problems=("mark",)), shown=1))[0] == "fix"
    assert "as before" in line(UiState(row=task_row(), seen=True))
    assert "clear marks" in line(UiState(row=task_row(), shown=3, marked=2))
    assert "accept" not in line(UiState(row=task_row(), shown=3, holder="open in 3"))


async def test_the_key_line_follows_the_cursor(tmp_path: Path) -> None:
    notes = {"a.md": b"- [?] One\n- [ ?] Two\n"}
    vault = write_vault(tmp_path / "Notes", notes)
    async with desk_on(vault) as desk:
        assert " f fix" not in desk.screen
        await desk.do("cursor.down")
        assert " f fix  a accept" in desk.screen
        await desk.do("mark.toggle")
        assert "esc clear marks" in desk.screen
