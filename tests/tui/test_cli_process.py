"""The program as a process: what it loads, how it ends."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Winnow, winnow

from tui.cli.settings import TEXTUAL_THEMES

__all__ = ["winnow"]

ROOT = Path(__file__).parent.parent.parent
COMMANDS = [
    ["--help"],
    ["keys"],
    ["themes"],
    ["config"],
    ["list", "tasks", "is:any", "--json"],
    ["do", "accept", "--filter", "deck", "--dry-run"],
    ["history"],
]


def start(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output="stdout" not in options,
        text=True,
        timeout=60,
        check=False,
        **options,  # type: ignore[call-overload]  # stdin and stdout of one test each
    )


def unmeasured() -> dict[str, str]:
    """The environment of a program that is sent signals: raised inside coverage's lock, one left it locked."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_without_a_screen_loads_no_textual(winnow: Winnow, command: list[str]) -> None:
    ending = "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    code = f"import sys; from tui.__main__ import main; main({[*winnow.place, *command]}); {ending}"
    done = start("-c", code)
    assert done.returncode == 0, done.stderr
    assert not {"textual", "rich", "asyncio", "rapidfuzz"} & set(done.stderr.split())


def test_settings_and_keys_load_no_parser() -> None:
    code = "import sys; from tui.__main__ import main; main(['keys']); print(*sys.modules, file=sys.stderr)"
    assert not {"yaml", "core.session", "core.demo"} & set(start("-c", code).stderr.split())


@pytest.mark.parametrize("arguments", [[], ["demo"], ["--pane", "tasks"]])
def test_the_screen_without_a_terminal_points_to_the_commands(
    winnow: Winnow, arguments: list[str]
) -> None:
    done = start("-m", "tui", *winnow.place, *arguments, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (2, "")
    assert "winnow list tasks" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_dumb_terminal_is_refused() -> None:
    main, other = os.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tui"],
            cwd=ROOT,
            stdin=other,
            stderr=subprocess.PIPE,
            env={**os.environ, "TERM": "dumb"},
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(main)
        os.close(other)
    assert done.returncode == 2
    assert "TERM=dumb" in done.stderr


def test_a_reader_that_has_seen_enough_is_no_error(winnow: Winnow) -> None:
    winnow.write({"many.md": "- [?] Again and again\n" * 5_000})
    line = f"{sys.executable} -m tui {' '.join(winnow.place)} list tasks | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", line], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed_are_no_error(winnow: Winnow, closed: str) -> None:
    line = f"exec {sys.executable} -m tui {' '.join(winnow.place)} do accept --filter deck {closed}"
    done = subprocess.run(
        ["bash", "-c", line], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "- [ ] Send the deck" in winnow.text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_under_the_output_is_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        done = start("-m", "tui", "keys", stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr == "winnow: the output cannot be written: No space left on device\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_what_was_done_is_done_although_nobody_hears_of_it(winnow: Winnow) -> None:
    with Path("/dev/full").open("w") as full:
        command = ["do", "accept", "--filter", "deck"]
        done = start("-m", "tui", *winnow.place, *command, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 0
    assert "- [ ] Send the deck" in winnow.text()


def test_output_that_an_encoding_lacks_is_replaced(winnow: Winnow) -> None:
    done = start(
        "-m", "tui", *winnow.place, "list", "tasks", env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    assert done.returncode == 0
    assert "Send the deck" in done.stdout


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_a_command_with_128_and_its_number(
    winnow: Winnow, number: signal.Signals
) -> None:
    os.mkfifo(winnow.vault.parent / "ids")
    done = subprocess.Popen(
        [sys.executable, "-m", "tui", *winnow.place, "do", "accept", "-"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=unmeasured(),
    )
    assert done.stdin is not None
    # A pipe this full is being read: the command waits for the rest of its items.
    done.stdin.write(b"x\n" * 100_000)
    done.send_signal(number)
    out, err = done.communicate(timeout=60)
    assert (done.returncode, out) == (128 + number, b"")
    assert b"Traceback" not in err


def test_the_themes_of_textual_are_those_that_are_printed() -> None:
    from textual.theme import BUILTIN_THEMES  # noqa: PLC0415 - what the program must not load for it

    assert set(TEXTUAL_THEMES) == set(BUILTIN_THEMES)
