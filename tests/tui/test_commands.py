"""The command table and what it does: nothing in one that is not in the other."""

import re
import shlex
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.terminal import Terminal, environment
from desk import NOTES, SYNC, read_vault, write_vault
from piloting import desk_on, presses
from textual import events

from core.checks import keys as keys_of
from core.config import Config
from core.past import CALLED
from tui.commands import COMMANDS, HEARD, LEADER, Scope, command, key, table, verbs
from tui.conditions import UiState
from tui.dispatch import DISPATCH
from tui.keyboard.keymap import table_key
from tui.keyboard.keys import canonical_key, clashes, heard, is_in_turn, led, meanings, remapped
from tui.palette.offers import of_command, ranked


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes")


def test_every_command_does_something_and_everything_done_is_a_command() -> None:
    assert set(DISPATCH) == {each.id for each in COMMANDS}
    assert len({each.id for each in COMMANDS}) == len(COMMANDS) == len(table())


def test_no_command_is_without_a_key_a_help_text_and_an_entry_in_the_palette() -> None:
    state = UiState()
    without = [
        each.id
        for each in COMMANDS
        if not (
            each.keys and each.label and each.help and ranked([of_command(each, state)], each.help)
        )
    ]
    assert without == []
    assert all(len(each.label) <= 18 and not each.help.endswith(".") for each in COMMANDS)


def test_no_two_commands_share_a_key_and_every_key_is_spelled_as_settings_spell_it() -> None:
    assert clashes(COMMANDS) == []
    for each in COMMANDS:
        assert each.keys, each.id
        for spelled in each.keys:
            last = spelled.removeprefix(LEADER) if is_in_turn(spelled, LEADER) else spelled
            assert canonical_key(last) == last


@pytest.mark.parametrize("place", HEARD)
def test_every_key_that_is_heard_somewhere_means_one_command_there(place: str) -> None:
    meant = meanings(COMMANDS, place)
    for each in heard(COMMANDS, place):
        assert each.keys
        assert {meant[one] for one in each.keys} == {each.id}
    for each in COMMANDS:
        if each.scope is HEARD[place][0]:
            assert {meant[one] for one in each.keys} == {each.id}


@pytest.mark.parametrize("place", HEARD)
def test_a_key_that_means_nothing_here_means_what_it_does_elsewhere(place: str) -> None:
    meant, acts = meanings(COMMANDS, place), {each.id for each in heard(COMMANDS, place)}
    for each in COMMANDS:
        for one in each.keys:
            assert meant[one] in acts or each.scope not in HEARD[place]


def test_every_key_is_known_again_when_a_terminal_sends_it() -> None:
    for each in COMMANDS:
        for one in each.keys:
            for named in presses(one):
                sent = named if len(named) == 1 else "," if named == "comma" else None
                assert table_key(events.Key(named, sent)) in one
    assert table_key(events.Key("space", " ")) == "space"
    assert table_key(events.Key("question_mark", "?")) == "?"
    assert table_key(events.Key("enter", "\r")) == "enter"


def test_every_command_that_needs_a_task_says_so_without_one_and_in_other_panes() -> None:
    for each in COMMANDS:
        needs = each.scope is Scope.TASKS or each.id in {"mark.toggle", "mark.range"}
        assert bool(each.why_not(UiState(pane="tasks"))) >= needs, each.id
        assert bool(each.why_not(UiState(pane="inbox", shown=3))) >= needs, each.id
        sentence = each.why_not(UiState()) or "Fine."
        assert sentence[0].isupper()
        assert sentence.endswith(".")


@pytest.mark.parametrize("pane", ["tasks", "inbox"])
async def test_every_key_can_be_pressed_on_an_empty_vault(tmp_path: Path, pane: str) -> None:
    vault = write_vault(tmp_path / "Notes", {})
    keys = [presses(each) for one in COMMANDS for each in one.keys if one.id != "quit"]
    async with desk_on(vault, pane=pane) as desk:
        for pressed in keys:
            await desk.pilot.press(*pressed)
            await desk.pilot.pause()
            while not desk.on_main:
                desk.app.pop_screen()
                await desk.pilot.pause()
            desk.app.main.tasks.leave_filter(clear=True)
        assert desk.app.is_running
    assert read_vault(vault) == {}


async def test_copying_gives_the_link_and_the_line_and_says_so(vault: Path) -> None:
    async with desk_on(vault) as desk:
        await desk.do("copy.link")
        assert desk.app.clipboard == "[[2026-01-02 - Sync]]"
        await desk.do("copy.line")
        assert desk.app.clipboard == "- [?] Send the deck @Myself 📅 2026-01-03 #task #proposed"
        assert "copied  - [?] Send the deck" in desk.toasts


def program(path: Path, script: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


async def test_obsidian_is_given_the_notes_path_as_one_argument(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = tmp_path / "said"
    for opener in ("xdg-open", "open"):
        program(tmp_path / "bin" / opener, f'printf "%s|" "$#" "$@" > {shlex.quote(str(said))}')
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    async with desk_on(vault) as desk:
        await desk.do("obsidian")
        count, url, _ = said.read_text().split("|")
        assert count == "1"
        assert url.startswith("obsidian://open?path=%2F")
        assert url.endswith("2026-01-02%20-%20Sync.md")
        program(tmp_path / "bin/xdg-open", "exit 3")
        program(tmp_path / "bin/open", "exit 3")
        await desk.do("obsidian")
        assert "found nothing that opens" in desk.toasts
        monkeypatch.setenv("PATH", "/nowhere")
        await desk.do("obsidian")
        assert "The link: obsidian://" in desk.toasts


@pytest.mark.parametrize("leaves", ["q", "ctrl+q"])
async def test_leaving_ends_the_app_with_nothing_changed(vault: Path, leaves: str) -> None:
    async with desk_on(vault) as desk:
        await desk.pilot.press(leaves)
        assert desk.app._exit
    assert read_vault(vault) == NOTES


async def test_an_editor_that_cannot_be_opened_here_is_told_and_nothing_is_lost(
    vault: Path,
) -> None:
    async with desk_on(vault) as desk:
        await desk.do("edit.note")
        assert "editor cannot be opened" in desk.toasts
        await desk.do("task.accept")
        assert len(desk.texts) == 3
    async with desk_on(vault, config=Config(editor="'unclosed")) as desk:
        await desk.do("edit.note")
        assert "editor:" in desk.toasts


@pytest.fixture
def terminal(vault: Path, tmp_path: Path) -> Iterator[Terminal]:
    script = f'printf "%s|" "$@" > {tmp_path}/arguments; printf "\\n- [?] Added there" >> "$2"'
    editor = program(tmp_path / "bin/vi", script)
    place = ["--vault", str(vault), "--state", str(tmp_path / "state"), "--pane", "tasks"]
    run = f"import sys; from tui.__main__ import main; sys.exit(main({place!r}))"
    root = str(Path(__file__).parent.parent.parent)
    env = environment(PYTHONPATH=root, VISUAL=str(editor), EDITOR=str(editor))
    terminal = Terminal([sys.executable, "-c", run], env=env)
    yield terminal
    assert terminal.close() == 0


def test_the_editor_gets_note_and_line_and_what_it_wrote_is_in_the_list(
    terminal: Terminal, vault: Path, tmp_path: Path
) -> None:
    terminal.wait_for(b"Send the deck")
    terminal.quiet(0.1)
    terminal.press(key("edit.note").encode())
    terminal.wait_for(b"Added there")
    assert (tmp_path / "arguments").read_text() == f"+5|{(vault / SYNC).resolve()}|"


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ({"task.acept": ("m",)}, "there is no command “task.acept”; is “task.accept” meant?"),
        ({"qqq": ("m",)}, "there is no command “qqq”; winnow keys prints their names"),
        ({"task.accept": ("pgdwn",)}, "“pgdwn” is no key; is “pgdn” meant?"),
        ({"task.accept": (",",)}, ", is both"),
        ({"task.accept": (",t",)}, ",t is both"),
        ({"leader": ("a",)}, "a is both"),
        ({"quit": ()}, "quit must have a key"),
        ({"task.accept": ("x",)}, "x is both"),
        ({"task.accept": ("ctrl+m",)}, "what a terminal sends for enter"),
        ({"task.accept": ("hyper+a",)}, "is no key"),
        ({"task.accept": ("",)}, "is no key"),
        ({"task.accept": ("[/]",)}, "is no key"),
    ],
)
async def test_keys_that_cannot_be_are_told_and_the_table_stays(
    vault: Path, keys: dict[str, tuple[str, ...]], problem: str
) -> None:
    commands, problems = remapped(keys)
    assert commands == COMMANDS
    assert any(problem in sentence for sentence in problems)
    async with desk_on(vault, config=Config(keys=keys)) as desk:
        assert problem in desk.toasts
        await desk.do("task.accept")
        assert len(desk.texts) == 3


async def test_keys_that_were_moved_act_and_are_shown_where_they_are_now(vault: Path) -> None:
    keys = {"task.accept": ("B", "f5"), "task.reject": ("a",), "task.start": (), "undo": ("W",)}
    async with desk_on(vault, config=Config(keys=keys)) as desk:
        assert "B accept  a reject" in desk.screen
        await desk.type("i")
        assert read_vault(vault) == NOTES
        await desk.type("f5")
        assert b"- [ ] Send" in (vault / SYNC).read_bytes()
        assert "W undoes: accept" in desk.screen
        await desk.type("u")
        assert b"- [ ] Send" in (vault / SYNC).read_bytes()
        await desk.type("W", "a")
        assert b"- [R] Send" in (vault / SYNC).read_bytes()
        await desk.do("help")
        assert "B  f5" in desk.screen


def test_a_mistake_names_the_file_that_makes_it() -> None:
    said_in = {"task.acept": "winnow.toml", "task.accept": ".winnow.toml"}
    keys = {"task.acept": ("m",), "task.accept": ("hyper+a",)}
    one, other = remapped(keys, said_in=said_in)[1]
    assert one.startswith("winnow.toml: keys: there is no command")
    assert other.startswith(".winnow.toml: keys: task.accept: “hyper+a”")
    [clash] = remapped({"task.accept": ("x",)}, said_in=said_in)[1]
    assert clash.startswith(".winnow.toml: keys: x is both")


def test_the_keys_that_the_page_chooses_can_be_chosen() -> None:
    page = (Path(__file__).parents[2] / "docs/keys.md").read_text("utf-8")
    found = re.search(r"```toml\n(.*?)```", page, re.S)
    assert found is not None
    said = tomllib.loads(found[1])["keys"]
    commands, problems = remapped({id: keys_of(value) for id, value in said.items()})
    assert problems == ()
    assert command("rescan", commands).keys == ()
    assert command("themes", commands).keys == ("space t",)


def test_no_key_is_said_by_nothing_or_by_its_word() -> None:
    for nothing in ((), ("none",), ("None",)):
        commands, problems = remapped({"history": nothing})
        assert problems == ()
        assert command("history", commands).keys == ()
        assert "H" not in meanings(commands, "tasks")
    assert remapped({"leader": ()})[1] == ()
    assert command("themes", remapped({"leader": ()})[0]).keys == ()


@pytest.mark.parametrize("leader", ["\\", "space", "f"])
def test_what_is_behind_the_leader_follows_it(leader: str) -> None:
    free = {"mark.toggle": (), "task.fix": (), "inbox.file": ()}
    commands, problems = remapped({"leader": (leader,), "undo": (",",), **free})
    assert problems == ()
    assert led(commands, "tasks")["n"].id == "mark.note"
    assert set(led(commands, "tasks")) == set(led(COMMANDS, "tasks")) - {","} | {","}
    assert command("help", commands).keys == ("?", "f1")
    between = "" if leader == "\\" else " "
    again, wrong = remapped({"leader": (leader,), "history": (f"{leader}{between}h",), **free})
    assert wrong == ()
    assert led(again, "tasks")["h"].id == "history"


def test_moved_keys_clash_only_where_both_are_heard() -> None:
    commands, problems = remapped({"task.accept": ("%", "pgdn"), "cursor.page-down": ("ctrl+f",)})
    assert problems == ()
    assert command("task.accept", commands).keys == ("%", "pgdn")
    commands, problems = remapped({"task.accept": ("*",)})
    assert problems == ()
    assert meanings(commands, "tasks")["*"] == "task.accept"
    assert meanings(commands, "entities")["*"] == "entity.pin"
    assert meanings(commands, "review")["*"] == "task.accept"
    for taken in ("x", "j"):
        assert remapped({"task.accept": (taken,)})[1]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Escape", "esc"),
        ("Ctrl+D", "ctrl+d"),
        ("+", "+"),
        ("G", "G"),
        ("pagedown", "pgdn"),
        ("F5", "f5"),
        ("shift+tab", "shift+tab"),
        ("question_mark", "?"),
    ],
)
def test_a_key_is_understood_however_it_is_spelled(written: str, meant: str) -> None:
    assert canonical_key(written) == meant


def test_what_was_done_is_called_as_the_keys_are() -> None:
    assert dict(CALLED) == {verb: verbs()[verb].label for verb in CALLED}
