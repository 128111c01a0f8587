"""The first picture: the same as the app's own, in a terminal that is given back whatever happens before that."""

import re
import signal
from datetime import date
from itertools import chain
from pathlib import Path

import pyte
import pytest
from command_line import Winnow, winnow
from hostile import HOSTILE
from ptys import FULL_SCREEN, NORMAL_SCREEN, Screen, given_back, screens
from rich.cells import cell_len

from core.demo import write_demo
from core.display import DANGEROUS, safe_text
from core.terminal import terminal
from tui.ahead import painted
from tui.lines.screen import Spot

__all__ = ["screens", "winnow"]

READY = b"Send the deck"
SHOWN = b"\x1b[?2026l"
"""Ends a picture, and each of Textual's frames."""
SIZES = [(40, 10), (59, 20), (60, 21), (80, 24), (99, 30), (100, 30), (121, 36), (203, 61)]
LOOKS = [{}, {"PYTHONIOENCODING": "ascii"}, {"NO_COLOR": "1"}, {"COLORTERM": "", "TERM": "xterm"}]
"""Terminals: what lies where has to do with the size alone, and what it looks like with these."""
STILL = """
from tui.inbox.work import InboxWork
from tui.review.work import ReviewWork
from tui.workers import SessionWorkers
SessionWorkers.scan = SessionWorkers.page = SessionWorkers.pane = lambda *_: None
InboxWork.list = InboxWork.read = ReviewWork.list = ReviewWork.names = ReviewWork.card = lambda *_, **__: None
"""
"""The app stays as it opens: what an earlier run left."""
AFTER = """
import os, signal, sys
import tui.ahead as module
draw = module.draw_ahead
def drawn(*arguments):
    found = draw(*arguments)
    {}
    return found
module.draw_ahead = drawn
"""
"""Something that happens between the first picture and the app."""
LATER = """
import os, signal
from tui.app import WinnowApp
def load(app):
    {}
WinnowApp.on_load = load
"""
"""Something that happens in the app before it hears signals itself."""


def known(
    screens: list[Screen],
    place: list[str],
    *,
    ready: bytes = READY,
    pane: str = "tasks",
    **variables: str,
) -> None:
    """Let an earlier run leave its rows, and how they looked."""
    screen = Screen([*place, "--pane", pane], **variables)
    screens.append(screen)
    screen.read_until(ready)
    screen.read_on(0.5)
    screen.press(b"q")
    assert screen.end() == 0


def started(
    screens: list[Screen],
    place: list[str],
    before: str = "pass",
    size: tuple[int, int] = (100, 30),
    pane: str = "tasks",
    **variables: str,
) -> Screen:
    screen = Screen([*place, "--pane", pane], before, size, **variables)
    screens.append(screen)
    return screen


Cell = tuple[str, str, str | None, bool | None]


def drawn(output: bytes, size: tuple[int, int]) -> list[list[Cell]]:
    """What a terminal shows: letters, grounds, and colours where there is something to see of them."""
    columns, lines = size
    screen = pyte.Screen(columns, lines)
    # pyte prints what it does not know.
    pyte.ByteStream(screen).feed(re.sub(rb"\x1b\[[<>]\d*u|\x1b\]22;default\x07", b"", output))
    cells = [[screen.buffer[y][x] for x in range(columns)] for y in range(lines)]
    return [
        [
            (one.data, one.bg, *((one.fg, one.bold) if one.data != " " else (None, None)))
            for one in line
        ]
        for line in cells
    ]


def words(cells: list[list[Cell]]) -> list[str]:
    return ["".join(one[0] for one in line) for line in cells]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("ahead")
    write_demo(str(folder / "Notes"), notes=300, seed=3, today=date(2026, 1, 5), day=True)
    # Terminals differ in what a family is as wide as; there the two need not look the same.
    texts = [text for text in HOSTILE if all(cell_len(one) == 1 for one in safe_text(text))]
    tasks = "".join(f"- [?] {text} @Myself 📅 2020-01-01\n" for text in texts if "\n" not in text)
    (folder / "Notes" / "hostile.md").write_bytes(tasks.encode("utf-8", "replace"))
    for number, text in enumerate(texts):
        mail = f"# {text}\n\n- Exported: 2026-01-05 23:00:00\n- Messages: 1\n"
        (folder / "Notes" / "Inbox" / f"{number}.md").write_bytes(mail.encode("utf-8", "replace"))
    (folder / "none.toml").touch()
    return [
        *("--vault", str(folder / "Notes"), "--config", str(folder / "none.toml")),
        *(
            "--state",
            str(folder / "state"),
            "--cache",
            str(folder / "cache"),
            "--today",
            "2026-01-05",
        ),
    ]


@pytest.mark.parametrize("pane", ["tasks", "inbox"])
@pytest.mark.parametrize(
    ("variables", "sizes"),
    [(one, SIZES if not one else SIZES[at::4]) for at, one in enumerate(LOOKS)],
    ids=[" ".join(map("=".join, one.items())) or "usual" for one in LOOKS],
)
def test_the_first_picture_is_the_first_frame(
    screens: list[Screen],
    demo: list[str],
    variables: dict[str, str],
    sizes: list[tuple[int, int]],
    pane: str,
) -> None:
    compare(screens, demo, pane, sizes, variables)


def test_the_first_picture_of_the_review_pane_is_its_first_frame(
    screens: list[Screen], demo: list[str]
) -> None:
    first = compare(screens, demo, "review", SIZES[2:7:2], {})
    assert any("Names" not in line and "near name" in line for line in first)


def compare(
    screens: list[Screen],
    demo: list[str],
    pane: str,
    sizes: list[tuple[int, int]],
    variables: dict[str, str],
) -> list[str]:
    """Look whether picture and frame are the same at some sizes; the words of the last picture."""
    ready = {"tasks": b"is:proposed", "inbox": b"newest first", "review": b"by evidence"}[pane]
    known(screens, demo, ready=ready, pane=pane, **variables)
    found: list[str] = []
    # Side by side, for most of it is waiting; each has its own state: one screen may write.
    places = [[*demo, "--state", f"{demo[1]}-{columns}"] for columns, _ in sizes]
    begun = [
        started(screens, place, STILL, size, pane, **variables)
        for place, size in zip(places, sizes, strict=True)
    ]
    for size, screen in zip(sizes, begun, strict=True):
        screen.read_until(SHOWN)
        screen.read_until(b"\x1b[?2004h")
        screen.read_on(0.7)
        ahead, after = screen.seen.partition(SHOWN)[0], screen.seen
        assert ahead.startswith(FULL_SCREEN)
        steering = re.sub(r"\x1b\[(?:\?\d+[hl]|[\d;]*m|\d+;\d+H|K)", "", ahead.decode())
        assert not DANGEROUS & set(steering)
        assert after.count(FULL_SCREEN) == 1
        found = words(drawn(ahead, size))
        assert b"\x1b[?2004h" not in ahead  # it is ours, and not Textual's
        assert found == words(drawn(after, size)), size
        one, other = drawn(ahead, size), drawn(after, size)
        assert [
            pair for pair in zip(chain(*one), chain(*other), strict=True) if pair[0] != pair[1]
        ] == [], size
        screen.press(b"q")
    for screen in begun:
        assert screen.end() == 0
        given_back(screen)
    return found


SIGNALS = pytest.mark.parametrize(
    "number",
    [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT],
    ids=lambda one: one.name,
)


@SIGNALS
@pytest.mark.parametrize("when", [AFTER, LATER], ids=["before the app", "while it begins"])
def test_a_signal_gives_the_terminal_back(
    winnow: Winnow, screens: list[Screen], number: signal.Signals, when: str
) -> None:
    known(screens, winnow.place)
    hit = f"os.kill(os.getpid(), signal.{number.name})"
    screen = started(screens, winnow.place, when.format(hit))
    assert screen.end() == 128 + number
    assert READY in screen.seen
    given_back(screen)
    if when is AFTER:
        assert b"\x1b[?2004h" not in screen.seen


def test_a_mistake_gives_the_terminal_back_and_is_told_there(
    winnow: Winnow, screens: list[Screen]
) -> None:
    known(screens, winnow.place)
    screen = started(screens, winnow.place, AFTER.format("1 / 0"))
    assert screen.end() == 1
    given_back(screen)
    assert b"ZeroDivisionError" in screen.seen[screen.seen.rindex(NORMAL_SCREEN) :]


@pytest.mark.parametrize(("key", "number"), [(b"\x03", signal.SIGINT), (b"\x1c", signal.SIGQUIT)])
def test_a_start_that_takes_too_long_can_be_ended_with_a_key(
    winnow: Winnow, screens: list[Screen], key: bytes, number: signal.Signals
) -> None:
    known(screens, winnow.place)
    screen = started(screens, winnow.place, AFTER.format("signal.pause()"))
    screen.read_until(SHOWN)
    screen.press(b"\x1a" + key)  # not suspended: nobody could give the terminal back
    assert screen.end() == 128 + number
    given_back(screen)


def test_keys_typed_meanwhile_are_not_seen_and_not_lost(
    winnow: Winnow, screens: list[Screen]
) -> None:
    known(screens, winnow.place)
    wait = "import select; select.select([0], [], [], 60)"
    screen = started(screens, winnow.place, AFTER.format(wait))
    screen.read_until(SHOWN)
    screen.press(b"a")
    mark = len(screen.seen)
    screen.read_until(b"undoes")
    assert screen.seen[mark:].startswith(b"\x1b[?1000h")  # Textual's first words
    screen.press(b"q")
    assert screen.end() == 0
    given_back(screen)
    assert "- [ ] Send the deck" in winnow.text()


def test_what_is_not_known_is_not_drawn(winnow: Winnow, screens: list[Screen]) -> None:
    screen = started(screens, winnow.place, AFTER.format("print(found.terminal); raise SystemExit"))
    screen.end()
    assert screen.seen.strip() == b"None"


@pytest.mark.parametrize(("size", "pane"), [((39, 30), "tasks"), ((100, 9), "tasks"), ((100, 30), "entities")])  # fmt: skip
def test_nothing_is_drawn_where_nothing_fits(
    winnow: Winnow, screens: list[Screen], size: tuple[int, int], pane: str
) -> None:
    known(screens, winnow.place)
    tell = "print(found.terminal); raise SystemExit"
    screen = started(screens, winnow.place, AFTER.format(tell), size, pane)
    screen.end()
    assert screen.seen.strip() == b"None"


def test_nothing_is_drawn_on_a_terminal_of_another_program(tmp_path: Path) -> None:
    with (tmp_path / "no terminal").open("w+") as file, terminal(file, file) as found:
        assert found is None


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_but_looks_reaches_the_terminal(text: str) -> None:
    written = painted([[Spot(text, "list:"), Spot(text, text)]], {"list:": "1;31"}, "unicode")
    assert not DANGEROUS & set(re.sub(r"\x1b\[(?:[\d;]*m|\d+;\d+H|K)", "", written))


@pytest.mark.parametrize("kept", ["", "{", "[]", '{"list:": "0m\\u001b]0;x"}', '{"list:": 1}', "[1]", "null"])  # fmt: skip
def test_looks_that_are_none_are_not_used(winnow: Winnow, screens: list[Screen], kept: str) -> None:
    known(screens, winnow.place)
    break_it = (
        f"import core.index.cache as cache; cache.Cache.remembered = lambda *_: {kept!r}"
        + AFTER.format("print(found.terminal); raise SystemExit")
    )
    screen = started(screens, winnow.place, break_it.replace("import os", "\nimport os"))
    screen.end()
    assert screen.seen.strip() == b"None"
