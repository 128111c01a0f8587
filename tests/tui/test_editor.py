"""The editor in this terminal, and Obsidian beside it: what they get, what they leave, what is said."""

import asyncio
import os
import signal
from pathlib import Path

import pytest
from desk import write_vault
from piloting import desk_on
from ptys import Screen, given_back, screens
from textual.app import App

from tui import editor
from tui.commands import key
from tui.ending import Ending

__all__ = ["screens"]
TAKEN = b"\x1b[?1004h"
WORSE = """\
#!/bin/sh
stty raw -echo
printf '\\033[>1u\\033[?1049h\\033[?1000h\\033[?1006h\\033[?2004h\\033[?25l\\033[3;5r\\033[31m'
kill -9 $$
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return write_vault(tmp_path / "Notes")


def program(path: Path, script: str) -> str:
    path.write_text(script)
    path.chmod(0o755)
    return str(path)


def test_a_terminal_is_given_back_whatever_the_editor_left_it_as(
    screens: list[Screen], vault: Path, tmp_path: Path
) -> None:
    place = ["--vault", str(vault), "--state", str(tmp_path / "state"), "--pane", "tasks"]
    screen = Screen(place, EDITOR=program(tmp_path / "vi", WORSE))
    screens.append(screen)
    screen.read_until(b"Send the deck")
    screen.read_on(0.2)
    earlier, screen.seen = screen.seen, b""
    screen.press(key("edit.note").encode())
    screen.read_until(TAKEN)  # the app has the terminal again
    assert b"\x1b[3;5r" in screen.seen  # what the editor left
    screen.seen = earlier + screen.seen
    screen.press(b"q")
    assert screen.end() == 0
    given_back(screen)


def test_what_went_wrong_with_an_editor_is_said(tmp_path: Path) -> None:
    assert editor._run(["/bin/true"]) == ""
    assert editor._run(["/bin/sh", "-c", "exit 3"]) == "/bin/sh ended with status 3"
    assert "no editor “nosuchthing”" in editor._run(["nosuchthing", "x"])
    assert "Permission denied" in editor._run([str(tmp_path)])
    assert "null byte" in editor._run(["vi", "a\0b"])
    assert editor._run(["/bin/sh", "-c", "kill -40 $$"]).startswith("/bin/sh was ended by")


def test_a_link_goes_to_the_first_opener_there_is(tmp_path: Path) -> None:
    there = program(tmp_path / "xdg-open", f'#!/bin/sh\necho "$1" > {tmp_path}/link\n')
    failing = program(tmp_path / "failing", "#!/bin/sh\nexit 4\n")
    assert editor.open_link("obsidian://x y", ["nosuchview", there]) == ""
    assert (tmp_path / "link").read_text() == "obsidian://x y\n"
    assert "found nothing" in editor.open_link("obsidian://x", [failing])
    said = editor.open_link("obsidian://x", ["nosuchview", "nosuchopen"])
    assert said == "There is no nosuchopen here. The link: obsidian://x"


async def test_keys_that_end_a_program_are_the_editors_while_it_has_the_terminal() -> None:
    app: App[None] = App()
    async with app.run_test():
        ended: list[int] = []
        ending = Ending(looks=False)
        ending.watch(app, lambda: ended.append(ending.signal), bool, lambda: False)
        loop, heard = asyncio.get_running_loop(), asyncio.Event()
        with ending.deaf():
            os.kill(os.getpid(), signal.SIGINT)
        loop.call_later(0.2, heard.set)
        await heard.wait()
        assert ended == []
        heard.clear()
        os.kill(os.getpid(), signal.SIGINT)
        loop.call_later(0.1, heard.set)
        await heard.wait()
        assert ended == [signal.SIGINT]
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            asyncio.get_running_loop().remove_signal_handler(number)


@pytest.mark.parametrize("pane", ["inbox", "tasks", "entities"])
async def test_what_the_editor_wrote_is_read_and_the_cursor_stays(
    vault: Path, pane: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (vault / "Work/People/Ada Quill/README.md").write_text("# Ada Quill\n")

    def edited(_app: object, command: list[str], _ending: object) -> str:
        with Path(command[-1]).open("a") as file:
            file.write("\nWritten in the editor\n")
        return "vi ended with status 1"

    monkeypatch.setattr("tui.taking.edit", edited)
    async with desk_on(vault, pane=pane, size=(120, 40)) as desk:
        if pane == "tasks":
            await desk.filter("room")
        before = desk.app.main.here.list.cursor_id
        assert before is not None
        await desk.do("edit.note")
        await desk.settle()
        assert desk.app.main.here.list.cursor_id == before
        assert "Written in the editor" in desk.screen
        assert "status 1" in desk.toasts
