"""The app in a terminal of its own: how it leaves, and what it leaves behind."""

import asyncio
import os
import random
import signal
import stat
import termios
import threading
from pathlib import Path

import pytest
from command_line import Winnow, winnow
from ptys import FULL_SCREEN, NORMAL_SCREEN, PATIENCE, Screen, given_back, screens
from textual.app import App

from core.process import ENDING
from tui.ending import Ending

__all__ = ["screens", "winnow"]

READY = b"Send the deck"


def started(
    screens: list[Screen], winnow: Winnow, before: str = "pass", **variables: str
) -> Screen:
    screen = Screen([*winnow.place, "--pane", "tasks"], before, **variables)
    screens.append(screen)
    screen.read_until(READY)
    return screen


@pytest.mark.parametrize(
    "number",
    [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT],
    ids=lambda one: one.name,
)
def test_a_signal_gives_the_terminal_back(
    winnow: Winnow, screens: list[Screen], number: signal.Signals
) -> None:
    screen = started(screens, winnow)
    assert FULL_SCREEN in screen.seen
    screen.process.send_signal(number)
    assert screen.end() == 128 + number
    given_back(screen)


SIGNAL_IN_THE_WRITE = """
import os, signal
import core.writer as writer
write = writer.commit
def interrupted(*arguments, **options):
    os.kill(os.getpid(), signal.SIGTERM)
    return write(*arguments, **options)
writer.commit = interrupted
"""


def test_a_signal_waits_for_the_decision_that_is_being_written(
    winnow: Winnow, screens: list[Screen]
) -> None:
    screen = started(screens, winnow, SIGNAL_IN_THE_WRITE)
    screen.press(b"a")
    assert screen.end() == 128 + signal.SIGTERM
    assert "- [ ] Send the deck" in winnow.text()


@pytest.mark.parametrize("hearing", ["SIG_DFL", "SIG_IGN"])
def test_a_terminal_that_is_closed_ends_the_program(
    winnow: Winnow, screens: list[Screen], hearing: str
) -> None:
    screen = started(
        screens, winnow, f"import signal; signal.signal(signal.SIGHUP, signal.{hearing})"
    )
    os.close(screen.program_side)
    os.close(screen.terminal)
    screen.terminal = screen.program_side = -1
    assert screen.process.wait(PATIENCE) == 128 + signal.SIGHUP


async def test_the_terminal_is_watched_from_the_signal_on_where_no_frame_was_drawn_yet(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watched, left = threading.Event(), []
    monkeypatch.setattr("tui.ending._look", lambda _writing: watched.set())
    app: App[None] = App()
    async with app.run_test():
        monkeypatch.setattr(app, "call_after_refresh", lambda *_: True)
        ending = Ending(lambda: signal.SIGHUP)
        ending.watch(app, lambda: left.append(True), lambda: None, lambda: False)
        assert watched.wait(PATIENCE)
        assert left == [True]
        for number in ENDING:
            asyncio.get_running_loop().remove_signal_handler(number)


def test_a_mistake_is_one_line_on_a_terminal_given_back(
    winnow: Winnow, screens: list[Screen]
) -> None:
    screen = started(screens, winnow, "import tui.app; tui.app.WinnowApp.leave = lambda _: 1 / 0")
    screen.press(b"q")
    assert screen.end() == 1
    after = screen.seen[screen.seen.rindex(NORMAL_SCREEN) :]
    assert b"winnow: a mistake in Winnow: ZeroDivisionError" in after
    assert READY not in after
    assert b"Traceback" not in after
    given_back(screen)
    [log] = Path(winnow.place[winnow.place.index("--state") + 1]).glob("crash-*.log")
    assert str(log) in after.decode().replace("\r\n", "")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    said = log.read_text()
    assert "ZeroDivisionError" in said
    assert "Send the deck" not in said


def test_leaving_gives_the_terminal_back(winnow: Winnow, screens: list[Screen]) -> None:
    screen = started(screens, winnow)
    screen.press(b"q")
    assert screen.end() == 0
    given_back(screen)


def test_no_size_is_too_odd_and_nothing_is_forgotten(winnow: Winnow, screens: list[Screen]) -> None:
    screen = started(screens, winnow)
    screen.press(b"/deck\r")
    screen.read_on(0.5)  # what is typed into a screen too small to show it is dropped
    dice = random.Random(7)
    sizes = [(1, 1), (2, 2), (1, 5), (5, 1), (1, 500), (200, 1), (200, 500)]
    sizes += [(dice.randint(1, 60), dice.randint(1, 200)) for _ in range(93)]
    for size in sizes:
        termios.tcsetwinsize(screen.program_side, size)
        screen.process.send_signal(signal.SIGWINCH)
        screen.read_on(0.01)
        assert screen.process.poll() is None, size
    screen.seen = b""
    termios.tcsetwinsize(screen.program_side, (31, 101))
    screen.process.send_signal(signal.SIGWINCH)
    screen.read_until(READY)
    screen.press(b"a")
    screen.read_until(b"Nothing matches")
    screen.press(b"q")
    assert screen.end() == 0
    assert "- [ ] Send the deck" in winnow.text()


@pytest.mark.parametrize(
    "variables",
    [
        {"TERM": "vt100"},
        {"TERM": "no-such-terminal"},
        {"TERM": ""},
        {"NO_COLOR": "1"},
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=lambda variables: " ".join(f"{name}={value}" for name, value in variables.items()),
)
def test_no_terminal_and_no_locale_is_too_poor(
    winnow: Winnow, screens: list[Screen], variables: dict[str, str]
) -> None:
    screen = started(screens, winnow, **variables)
    screen.press(b"q")
    assert screen.end() == 0
    if not {"PYTHONIOENCODING", "PYTHONUTF8"}.isdisjoint(variables):
        drawn = screen.seen.split(FULL_SCREEN, 1)[1]
        assert drawn.isascii()
        assert drawn.count(b"?") < 60  # those of the marks, not of every line that is drawn


SHELL = """
import os, signal, sys
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
child = os.fork()
if child == 0:
    os.setpgid(0, 0)
    while os.tcgetpgrp(0) != os.getpid():
        pass
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
else:
    os.tcsetpgrp(0, child)
    while True:
        _, status = os.waitpid(child, os.WUNTRACED)
        os.tcsetpgrp(0, os.getpgrp())
        if not os.WIFSTOPPED(status):
            os._exit(os.waitstatus_to_exitcode(status))
        os.write(1, b"in the shell\\n")
        os.read(0, 100)
        os.tcsetpgrp(0, child)
        os.kill(child, signal.SIGCONT)
"""


def test_suspended_it_gives_the_shell_its_terminal_and_comes_back_whole(
    winnow: Winnow, screens: list[Screen]
) -> None:
    screen = started(screens, winnow, SHELL)
    screen.press(b"\x1a")
    screen.read_until(b"in the shell")
    assert screen.seen.rindex(NORMAL_SCREEN) < screen.seen.rindex(b"in the shell")
    winnow.write({"meanwhile.md": "- [?] Written in the meantime\n"})
    screen.seen = b""
    screen.press(b"fg\n")
    screen.read_until(READY)
    screen.read_until(b"Written in the meantime")
    screen.press(b"q")
    assert screen.end() == 0
