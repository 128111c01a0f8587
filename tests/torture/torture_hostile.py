"""The hostile vault in full: what is heavy on the command line, every row by its key, every byte to a terminal."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.terminal import Terminal, environment
from desk import write_vault
from hostile_cases import build
from hostile_runs import (
    ALL,
    VAULTS,
    Commands,
    Group,
    bytes_of,
    dangerous,
    groups,
    state_of,
    visit,
)
from piloting import desk_on
from torture.tally import count

from core.display import DANGEROUS
from tui.commands import key

HEAVY = groups(1, heavy=True)
SIZES = ((200, 60), (80, 24), (59, 20), (40, 10))
WHOLE: Group = {
    f"{kind}-{at:03}": case
    for kind, cases in ALL.items()
    for at, case in enumerate(cases)
    if not case.heavy
}


@pytest.mark.parametrize(
    "group", HEAVY.values(), ids=[case.name for one in HEAVY.values() for case in one.values()]
)
def test_what_is_heavy_is_read_shown_decided_and_taken_back(group: Group, tmp_path: Path) -> None:
    vault = build(write_vault(tmp_path / "Notes", {}), group)
    winnow = Commands(vault)
    before = state_of(vault)
    rows = winnow("list", "tasks", "--json").json
    winnow("list", "tasks", "is:any")
    wanted = sum(case.proposals or 0 for case in group.values())
    assert len(rows) >= wanted
    for row in rows[:3]:
        winnow("show", row["id"])
        winnow("show", row["id"], "--json")
    ids = [row["id"] for row in rows]
    if ids:
        winnow("do", "accept", *ids, "--dry-run", codes=(0, 4))
        assert state_of(vault) == before
        winnow("do", "accept", *ids, "--yes", codes=(0, 4))
        winnow("history")
        winnow("undo")
    assert bytes_of(state_of(vault)) == bytes_of(before)
    count("hostile notes, names and settings opened on the command line", len(group))


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("group", groups(60).values(), ids=groups(60))
async def test_every_row_at_every_size(group: Group, size: tuple[int, int], tmp_path: Path) -> None:
    vault = build(write_vault(tmp_path / "Notes", {}), group)
    async with desk_on(vault, size=size) as desk:
        await desk.filter("is:any")
        seen = await visit(desk)
    count("rows of hostile notes drawn on the screen, each with its note, at four sizes", seen)


@pytest.mark.parametrize(
    "group", HEAVY.values(), ids=[case.name for one in HEAVY.values() for case in one.values()]
)
async def test_heavy_rows_are_shown(group: Group, tmp_path: Path) -> None:
    vault = build(write_vault(tmp_path / "Notes", {"a.md": b"- [?] before\n"}), group)
    async with desk_on(vault, size=(120, 40)) as desk:
        await desk.filter("is:proposed")
        for _ in range(3):
            await desk.do("cursor.down")
            assert not desk.dangerous
            await desk.do("open", "cursor.page-down", "cursor.last")
            assert not desk.dangerous
            await desk.type("escape")


@pytest.mark.parametrize("case", VAULTS, ids=[case.name for case in VAULTS])
async def test_a_vault_of_hostile_settings_is_shown(case: object, tmp_path: Path) -> None:
    vault = build(tmp_path, {"Notes": case}) / "Notes"  # type: ignore[dict-item]  # a Case
    async with desk_on(vault, size=(100, 30)) as desk:
        assert not desk.dangerous
        await desk.do("cursor.down", "help")
        assert not desk.dangerous
    count("vaults of hostile settings shown on the screen", 1)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every case that is not heavy, in one vault."""
    return build(write_vault(tmp_path_factory.mktemp("whole") / "Notes", {}), WHOLE)


PROCESSES = {
    "utf-8": {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8:strict"},
    "ascii": {"LC_ALL": "C", "PYTHONIOENCODING": "ascii:strict"},
    "latin-1": {"LC_ALL": "C", "PYTHONIOENCODING": "latin-1:strict"},
    "posix": {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
}


@pytest.mark.parametrize("variables", PROCESSES.values(), ids=PROCESSES)
@pytest.mark.parametrize(
    "words", [("list", "tasks"), ("list", "tasks", "--json"), ("config",)], ids=" ".join
)
def test_the_program_prints_all_of_it_in_any_encoding(
    whole: Path, words: tuple[str, ...], variables: dict[str, str], tmp_path: Path
) -> None:
    place = ["--vault", str(whole), "--state", str(tmp_path), "--today", "2026-01-05"]
    done = subprocess.run(
        [sys.executable, "-m", "tui", *place, *words],
        capture_output=True, check=False, timeout=60, env={**os.environ, **variables},
    )  # fmt: skip
    said = (done.stdout + done.stderr).decode("utf-8", "replace").replace("\ufffd", "")
    assert done.returncode == 0, done.stderr[-500:]
    assert not dangerous(said)
    assert "Traceback" not in said
    assert "mistake" not in said
    if "--json" in words:
        assert done.stdout.isascii()


# What Textual writes by itself; where a note holds the same, it is counted.
_ALLOWED = re.compile(
    r"\x1b\[[0-9;:]*m|\x1b\[[0-9]+;[0-9]+H|\x1b\[H|\x1b\[[0-9]*[ABCDGJKX]"
    r"|\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2031|2048)[hl]"
    r"|\x1b\[\?(?:2026|2048|2027)\$p|\x1b\[[<>=]?[0-9;]*u|\x1b\]22;[a-z]*\x07|\x1b\[\?1u|\x1b\[\?u"
)
_ONCE = ("\x1b[?1049l", "\x1b[?1049h")


@pytest.fixture
def terminal(whole: Path, tmp_path: Path) -> Iterator[Terminal]:
    place = ["--vault", str(whole), "--state", str(tmp_path / "state"), "--today", "2026-01-06"]
    program = f"import sys; from tui.__main__ import main; sys.exit(main({[*place, '--pane', 'tasks']!r}))"
    here = str(Path(__file__).parent.parent.parent)
    return Terminal([sys.executable, "-c", program], env=environment(PYTHONPATH=here))


def test_no_sequence_of_any_note_reaches_a_terminal(terminal: Terminal, whole: Path) -> None:
    before = state_of(whole)
    terminal.wait_for(b"words")
    terminal.quiet(1.0)
    rows = len(Commands(whole)("list", "tasks", "--json").json)
    for _ in range(rows + 5):
        os.write(terminal._fd, b"j")  # the last ones have nothing to draw
        terminal.quiet(0.03)
    terminal.quiet(1.0)
    for keys in (b"\r", b"G", b"\x1b", b"H", b"\x1b", b"1", b"2", b"4", b"3", b"?", b"\x1b"):
        os.write(terminal._fd, keys)
        terminal.quiet(0.3)
    os.write(terminal._fd, key("quit").encode())
    terminal.wait_for(b"\x1b[?1049l")
    terminal.quiet(3.0)
    assert terminal.close() == 0
    written = bytes(terminal.output).decode()
    bare = _ALLOWED.sub("", written)
    assert "\x1b" not in bare, sorted(
        {bare[at : at + 12] for at in range(len(bare)) if bare[at] == "\x1b"}
    )[:9]
    assert not set(bare) & (DANGEROUS - set("\r\n"))
    assert [written.count(each) for each in _ONCE] == [1, 1]
    assert state_of(whole) == before
    count("hostile notes and names whose every byte to a real terminal was looked at", len(WHOLE))
