"""Other programs write into a note as fast as they can while we do: not one of their lines is lost."""

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE

import pytest
from bench.terminal import environment
from sessions import Place
from torture.tally import count

from core.actions.intents import Accept, SetDue
from core.errors import WinnowError
from core.path import NotePath
from core.session import Session

NOTE = "People/Ana Ruiz/README.md"
TASKS = 120
EDITS = 800
"""By the other program, in each race."""
_NEVER = threading.Event()
"""What the other program waits for in vain: it has its own pace."""
ROOT = Path(__file__).parent.parent.parent


def appends(file: Path, line: bytes) -> None:
    with file.open("ab") as stream:
        stream.write(line)


def holds_open(file: Path, line: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND)
    _NEVER.wait(0.0008)
    os.write(descriptor, line)
    os.close(descriptor)


def replaces(file: Path, line: bytes) -> None:
    data = file.read_bytes()
    beside = file.with_name("theirs.tmp")
    beside.write_bytes(data + line)
    beside.replace(file)


def truncates(file: Path, line: bytes) -> None:
    data = file.read_bytes()
    with file.open("wb") as stream:
        stream.write(data + line)


WRITERS = [appends, holds_open, replaces, truncates]


def their_work(file: Path, write: Callable[[Path, bytes], None], pause: float) -> None:
    for number in range(EDITS):
        while True:
            try:
                write(file, b"- theirs %d\n" % number)
                break
            except FileNotFoundError:
                continue
        _NEVER.wait(pause)


def our_work(session: Session, busy: Callable[[], bool]) -> int:
    """Decide one task after the other, and look again as the screen does; how many were written."""
    done = number = 0
    while busy() or number < TASKS:
        session.refresh([NotePath(NOTE)])
        rows = [row for row in session.snapshot.tasks.values() if row.text.startswith("ours")]
        if rows:
            row = rows[number % len(rows)]
            try:
                outcome = session.do(
                    Accept((row,)) if row.proposed else SetDue((row,), session.today)
                )
                done += bool(outcome.entry)
                if number % 3 == 0:
                    undone = session.undo()
                    done += bool(undone.entry)
            except WinnowError:
                pass
        session.writing.look_again()
        number += 1
    return done


# Who rewrites the whole note without a pause reads it, now and then, in the moment in which our text stands
# there before what it displaced is seen to differ, and writes it without his own last line: docs/safety.md.
@pytest.mark.parametrize(
    ("write", "pause"),
    [*((write, 0.001) for write in WRITERS * 2), (appends, 0.0), (holds_open, 0.0)],
)
def test_no_line_of_another_program_is_lost(
    tmp_path: Path, write: Callable[[Path, bytes], None], pause: float
) -> None:
    ours = b"".join(b"- [?] ours %d\n" % number for number in range(TASKS))
    place = Place(tmp_path, {NOTE: ours})
    file = place.root / NOTE
    session = place.session()
    process = multiprocessing.get_context("fork").Process(
        target=their_work, args=(file, write, pause)
    )
    process.start()
    done = our_work(session, process.is_alive)
    process.join()
    session.writing.look_again()
    session.close()
    place.unread().close()
    rescued = place.state / "rescued"
    kept = [one.read_bytes() for one in rescued.iterdir()] if rescued.exists() else []
    note = file.read_bytes()
    lines = Counter(note.split(b"\n"))
    saved = set(b"\n".join(kept).split(b"\n"))
    lost = [
        number
        for number in range(EDITS)
        if not lines[b"- theirs %d" % number] and b"- theirs %d" % number not in saved
    ]
    assert lost == []
    assert [line for line, many in lines.items() if b"theirs" in line and many > 1] == []
    for number in range(TASKS):
        assert (
            sum(line.startswith(b"- [") and b"] ours %d " % number in line + b" " for line in lines)
            == 1
        )
    assert not [one for one in place.root.rglob("*") if ".winnow" in one.name]
    assert done > 20
    count("foreign edits raced against ours", EDITS)
    count("our edits in these races", done)


def test_three_at_once_decide_each_task_once(tmp_path: Path) -> None:
    tasks = 60
    notes = {
        f"{at}.md": b"".join(b"- [?] task %d %d\n" % (at, n) for n in range(20)) for at in range(3)
    }
    place = Place(tmp_path, notes)
    session = place.session()
    ids = [row.id for row in session.snapshot.tasks.values()]
    session.close()
    assert len(ids) == tasks
    command = [
        sys.executable,
        "-m",
        "tui",
        "--vault",
        str(place.root),
        "--state",
        str(tmp_path / "s"),
    ]
    verbs = {"tag": "#once", "priority": "high", "owner": "Ana Ruiz"}
    written = {"tag": b"#once", "priority": "⏫".encode(), "owner": b"@Ana Ruiz"}
    calls = {
        verb: [*command, "do", verb, "--to", value, "--yes", *ids] for verb, value in verbs.items()
    }
    started = [
        (verb, subprocess.Popen(call, cwd=ROOT, env=environment(), stdout=PIPE, stderr=PIPE))
        for _ in range(8)
        for verb, call in calls.items()
    ]
    codes: dict[str, set[int]] = {verb: set() for verb in calls}
    for verb, process in started:
        out, err = process.communicate(timeout=120)
        assert process.returncode in {0, 1, 3, 4}, err
        assert b"Traceback" not in err + out
        codes[verb].add(process.returncode)
    # Whoever planned on a line that somebody else then changed is refused: of a verb that may be all of them.
    done = {verb for verb, said in codes.items() if 0 in said}
    assert done
    lines = [line for name in notes for line in place.read(name).split(b"\n")[:-1]]
    for line in lines:
        for verb, mark in written.items():
            assert line.count(mark) <= 1, line
            assert mark in line or verb not in done, line
            assert mark not in line or codes[verb] & {0, 4}, line
    for verb in calls.keys() - done:
        assert subprocess.run(calls[verb], cwd=ROOT, env=environment(), check=False).returncode == 0
    for name in notes:
        for line in place.read(name).split(b"\n")[:-1]:
            assert all(line.count(mark) == 1 for mark in written.values()), line
    assert not [one for one in place.root.rglob("*") if ".winnow" in one.name]
    again = subprocess.run(
        [*command, "history", "--json"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        check=True,
    )
    assert again.stderr == b""
    count("commands of three kinds at once on one vault", len(started))


@pytest.mark.parametrize("part", range(8))
def test_a_command_that_is_killed_at_any_moment(tmp_path: Path, part: int) -> None:
    rounds = 30
    notes = {f"n{at}/{at}.md": b"- [?] one\r\n- [?] two\n\xff" for at in range(12)}
    accepted = {name: data.replace(b"[?]", b"[ ]") for name, data in notes.items()}
    place = Place(tmp_path, notes)
    settings = {name: data for name, data in place.files().items() if name not in notes}
    command = [sys.executable, "-m", "tui", "--vault", str(place.root), "--state", str(place.state)]

    def start(*words: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [*command, *words],
            cwd=ROOT,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    begin = time.monotonic()
    whole = start("do", "accept", "--filter", "is:proposed", "--yes")
    whole.communicate(timeout=60)
    assert whole.returncode == 0
    usual = time.monotonic() - begin
    done = True
    for number in range(rounds):
        words = ["undo"] if done else ["do", "accept", "--filter", "is:proposed", "--yes"]
        process = start(*words)
        # Most of the time passes before anything is written: the second half is what matters.
        share = 0.45 + 0.6 * ((part * rounds + number * 7) % (8 * rounds)) / (8 * rounds)
        try:
            process.wait(usual * share)
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
        following = start("history")
        following.communicate(timeout=60)
        assert following.returncode == 0
        found = place.files()
        assert found in ({**notes, **settings}, {**accepted, **settings}), number
        if process.returncode == 0:
            assert (found == {**accepted, **settings}) != done
        done = found == {**accepted, **settings}
    assert place.session().writing.troubles == ()
    count("commands killed at any moment", rounds)
