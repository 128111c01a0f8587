"""Notes and names that want to steer the terminal are drawn as themselves on every screen."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.terminal import Terminal, environment
from desk import TODAY, write_vault
from piloting import Desk, desk_on

from core.demo import write_demo
from core.display import DANGEROUS
from tui.commands import key

ESC = "\x1b]0;stolen\x07\x1b[31mred\x1b[2J"
MARKUP = "[/] [@click=app.quit]go[/] [link=http://example.org]x"
NASTY = f"{MARKUP} {ESC} \x9b31m \u202egnp.exe \u2066iso \u200b\xad \U000e0041 \u2028"
LINE = f"- [?] {NASTY} @Ev[/b]il{ESC} #t[red]ag end\n".encode()
BYTES = b"- [?] [/] not utf-8 \xff\xed\xa0\xbd\x80 end\n"
NOTES = {
    "a.md": f"---\ntitle: '{MARKUP} \u202e'\nkey: '{MARKUP}'\nsource_ref: /x/{MARKUP}{ESC}.md\n".encode()
    + b"---\n# "
    + NASTY.encode()
    + b"\n"
    + LINE
    + b"- [/] half [?] \x1b[1m\n",
    f"People/{MARKUP.replace('/', '')} {ESC}.md": LINE,
    "Inbox/new\nline\x1b[2J.md": LINE,
    "Inbox/\u202ebidi\x9b.md": b"---\ntags: [needs-review]\n---\n" + LINE,
    "Projects/\x1b]52;c;aGk=\x07/README.md": b"---\nneeds-review: true\n---\n" + LINE,
    **{f"more {number}\x07.md": LINE for number in range(3)},
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = write_vault(tmp_path / "[red]No\x1b]0;x\x07tes[@click=app.quit]", NOTES)
    Path(os.fsdecode(os.fsencode(folder) + b"/not-utf8-\xff\xfe.md")).write_bytes(BYTES + LINE)
    return folder


async def look(desk: Desk, where: str) -> None:
    assert not desk.dangerous, f"{desk.dangerous!r} in {where}"
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(desk.app.export_screenshot()), where
    assert desk.app.is_running, where


async def test_every_screen_draws_hostile_notes_as_themselves(vault: Path) -> None:
    async with desk_on(vault, size=(160, 40)) as desk:
        assert len(desk.texts) >= len(NOTES)
        assert "[@click=app.quit]" in desk.screen
        for _ in desk.texts:
            await desk.do("cursor.down")
            await look(desk, desk.under)
        for id in ("help", "help.all", "palette", "history", "task.due", "task.owner", "task.tag"):
            await desk.do(id)
            await look(desk, id)
            await desk.type("e", "v")
            await look(desk, f"{id}, typed into")
            await desk.type("escape", "escape")
        await desk.do("edit.text")
        await look(desk, "edit.text")
        await desk.type("escape")
        for pane in "1243":
            await desk.type(pane)
            await look(desk, f"pane {pane}")


async def test_boxes_toasts_and_bars_draw_what_was_decided_as_it_is(vault: Path) -> None:
    async with desk_on(vault, size=(160, 40)) as desk:
        await desk.do("task.reject")
        await look(desk, "the status bar")
        await desk.do("undo", "copy.link", "copy.line")
        assert not {"\x1b", "\x07"} & set(desk.app.clipboard)
        await look(desk, "toasts")
        await desk.do("history")
        await look(desk, "history")
        await desk.type("escape")
        await desk.do("mark.all", "task.accept")
        assert not desk.on_main, desk.toasts
        await look(desk, "confirm")
        await desk.type("y")
        await look(desk, "a toast of many")
        await desk.do("undo")
        (vault / "a.md").write_bytes(b"- [?] \x1b[2Jother\x07 [/]\n")
        await desk.do("mark.all")
        await desk.do("task.accept")
        assert "refused" in desk.toasts
        await look(desk, "a refusal")
        await desk.filter("is:any \x1b[2J [/] \u202e")
        await look(desk, "a filter that finds nothing")
        await desk.do("filter")
        await desk.type(*"is", "colon", *"zz", "left_square_bracket")
        await look(desk, "a bad filter")


async def test_entities_their_tabs_links_and_the_jump_draw_names_as_they_are(vault: Path) -> None:
    linking = f"# x\n[[{NASTY}]] [{MARKUP}](x{ESC}y.md) ![[a]] [[a|{NASTY}]]\n".encode()
    page = vault / "Projects/\x1b]52;c;aGk=\x07/README.md"
    page.write_bytes(page.read_bytes() + linking)
    table = vault / "Projects/One/README.md"
    table.parent.mkdir()
    table.write_bytes(f"# One\n\n| {MARKUP} | {ESC} |\n|---|---|\n| [[a]] | {NASTY} |\n".encode())
    async with desk_on(vault, size=(160, 40), pane="entities") as desk:
        for _ in range(len(desk.app.main.entities.list.ids)):
            for _ in range(5):
                await desk.do("entity.next-tab")
                await look(desk, f"{desk.app.main.entities.tab} of an entity")
            for _ in range(4):
                await desk.do("focus.next", "open")
                await look(desk, f"a link: {desk.app.main.entities.note.link}")
                if not desk.on_main:
                    await desk.type("escape")
            await desk.do("back", "back", "back", "copy.link", "entity.pin", "cursor.down")
            await look(desk, "the list")
        await desk.do("filter")
        await desk.type("left_square_bracket", "slash", "enter")
        await look(desk, "a filter")
        await desk.do("jump")
        await look(desk, "the jump")
        await desk.type("left_square_bracket", "slash", "right_square_bracket")
        await look(desk, "the jump, typed into")
        await desk.type("enter")
        await look(desk, "where it led")
        assert not {"\x1b", "\x07"} & set(desk.app.clipboard)


@pytest.mark.parametrize("size", [(59, 20), (80, 24), (40, 10)])
async def test_no_width_cuts_what_is_hostile_into_something_else(
    vault: Path, size: tuple[int, int]
) -> None:
    async with desk_on(vault, size=size) as desk:
        await desk.do("cursor.down", "open", "cursor.last", "preview.full")
        await look(desk, str(size))


async def test_the_invented_vault_holds_no_surprise_on_any_row(tmp_path: Path) -> None:
    write_demo(str(tmp_path / "Notes"), notes=120, seed=1, today=TODAY)
    async with desk_on(tmp_path / "Notes", size=(120, 60)) as desk:
        await desk.filter("is:any")
        seen = len(desk.texts)
        assert seen > 100
        for _ in range(0, seen, 50):
            await desk.do("cursor.page-down")
            await look(desk, desk.under)


@pytest.fixture
def terminal(vault: Path, tmp_path: Path) -> Iterator[Terminal]:
    place = ["--vault", str(vault), "--state", str(tmp_path / "state"), "--today", "2026-01-06"]
    program = f"import sys; from tui.__main__ import main; sys.exit(main({[*place, '--pane', 'tasks']!r}))"
    terminal = Terminal([sys.executable, "-c", program], env=environment(PYTHONPATH=os.getcwd()))  # noqa: PTH109 - as the program is started
    yield terminal
    assert terminal.close() == 0


def test_nothing_of_a_note_steers_a_real_terminal(terminal: Terminal) -> None:
    terminal.wait_for(b"@click=app.quit")
    for id in ("cursor.down", "task.reject", "undo", "task.owner"):
        terminal.press(key(id).encode())
        terminal.quiet(0.1)
    terminal.press(b"\x1b")
    terminal.quiet(0.2)
    for keys in (b"H", b"\x1b", b"1", b"2", b"4", b"3", b"Vx", b"\x1b"):
        terminal.press(keys)
        terminal.quiet(0.1)
    written = bytes(terminal.output).decode()
    written = written.replace("\x1b]22;default\x07", "")  # Textual's own: the mouse pointer's shape
    assert not {"\x1b]", "\x1bP", "\x1b_", "\x1b^", "\x1bX"} & set(re.findall(r"\x1b.", written))
    assert "\x1b[31m" not in written
    assert not set(written) & (DANGEROUS - set("\x1b\r\n"))
