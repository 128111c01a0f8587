"""Reads a vault in forked processes and compares with reading it in one; run as a program.

A reading forks only where there is one thread, which a test runner does not promise.
"""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from core.config import Config
from core.errors import WinnowError
from core.index.reader import Found, Reading
from core.index.snapshot import NoteRows
from core.path import NotePath
from core.session import Session
from core.vault import FileStat, Vault


class Sabotaged(Vault):
    """A vault whose reading goes wrong where `act` says, in the processes that it is asked to."""

    def __init__(self, root: str, act: Callable[[NotePath], object]) -> None:
        super().__init__(root)
        self._act = act

    def read(self, path: NotePath) -> bytes:
        self._act(path)
        return super().read(path)


def collected(reading: Reading) -> dict[NotePath, NoteRows]:
    """Every note's rows, each once, after they were announced."""
    announced: list[Found] = []
    rows: dict[NotePath, NoteRows] = {}

    def listed(found: Found) -> Sequence[FileStat]:
        announced.append(found)
        return found.notes

    for batch in reading.collect(listed):
        assert len(announced) == 1, "rows before what there is"
        for one in batch:
            assert one.note.path not in rows, f"{one.note.path} twice"
            rows[one.note.path] = one
    assert {file.path for file in announced[0].notes} == rows.keys()
    return rows


def nobody_is_left() -> bool:
    """Whether no forked process still runs or waits to be seen off."""
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return True
    return False


def alone(root: str) -> dict[NotePath, NoteRows]:
    return collected(Reading(Vault(root), Config(), processes=0))


def equal(root: str) -> None:
    """Any number of processes gives what one gives."""
    expected = alone(root)
    assert expected
    for processes in (1, 2, 4):
        parent, asked = os.getpid(), []

        def act(path: NotePath, parent: int = parent, asked: list[NotePath] = asked) -> None:
            if os.getpid() == parent:
                asked.append(path)

        reading = Reading(Sabotaged(root, act), Config(), processes=processes)
        assert collected(reading) == expected, processes
        assert asked == [], "the parent read what its children should have"
        reading.close()
        assert nobody_is_left()


def killed(root: str) -> None:
    """What a killed process did not send is read by the parent."""
    expected, parent, paths = alone(root), os.getpid(), sorted(alone(root))
    for victims in (paths[:1], paths[-1:], paths[100:], paths):

        def act(path: NotePath, victims: frozenset[NotePath] = frozenset(victims)) -> None:
            if os.getpid() != parent and path in victims:
                os.kill(os.getpid(), signal.SIGKILL)

        assert collected(Reading(Sabotaged(root, act), Config(), processes=4)) == expected
    assert nobody_is_left()


def blind(root: str) -> None:
    """A forked process that cannot even list leaves all to the parent."""
    parent = os.getpid()

    class Lost(Vault):
        def is_triaged(self, path: NotePath) -> bool:
            if os.getpid() != parent:
                raise WinnowError("lost")
            return super().is_triaged(path)

    sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - what a dying fork says is not asked for
    assert collected(Reading(Lost(root), Config(), processes=2)) == alone(root)


def stopped(root: str) -> None:
    """A reading that is stopped yields no more, and leaves no process behind."""
    for processes in (0, 4):
        seen: list[NoteRows] = []

        def enough(seen: list[NoteRows] = seen) -> bool:
            return bool(seen)

        reading = Reading(Vault(root), Config(), processes=processes)
        for batch in reading.collect(lambda found: found.notes, enough):
            seen += batch
        assert len(seen) < len(alone(root)), processes
        reading.close()
        reading.close()
        assert nobody_is_left()


def closed(root: str) -> None:
    """Closing early, twice, ends the processes; what is collected then is read here."""
    reading = Reading(Vault(root), Config(), processes=4)
    reading.close()
    reading.close()
    assert nobody_is_left()
    assert collected(reading) == alone(root)


def vanished(root: str) -> None:
    """Notes that are gone when their turn comes, or are none, are rows with a problem."""
    gone, parent = sorted(alone(root))[-70:], os.getpid()

    def act(path: NotePath) -> None:
        if os.getpid() != parent and path not in gone:
            for one in gone:
                Path(root, one).unlink(missing_ok=True)

    rows = collected(Reading(Sabotaged(root, act), Config(), processes=1))
    for path in gone:
        assert "not there any more" in rows[path].note.problems[0], path
        assert rows[path].tasks == ()
    assert any(one.tasks for one in rows.values())


def early(root: str) -> None:
    """A session begins with a reading under way, and drops it where it had to write first."""
    from datetime import UTC, date, datetime  # noqa: PLC0415 - of this one alone

    from core.actions.intents import Accept  # noqa: PLC0415 - as above

    def session(reading: Reading | None = None) -> Session:
        return Session(
            Vault(root),
            Config(),
            state_folder=f"{root}.state",
            clock=lambda: datetime(2026, 1, 5, tzinfo=UTC),
            today=date(2026, 1, 5),
            reading=reading,
        )

    first = session(Reading(Vault(root), Config(), processes=2))
    tasks = first.scan().tasks
    [row, *_] = [row for row in tasks.values() if row.proposed]
    first.close()

    if os.fork() == 0:
        import core.exchange  # noqa: PLC0415 - as above

        def die(*_: object) -> bool:
            os._exit(9)

        core.exchange._rename = die
        child = session()
        child.scan()
        child.do(Accept((row,)))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.wait()[1]) == 9
    reading = Reading(Vault(root), Config(), processes=2)
    # It has read the old text for certain before the interrupted decision is finished.
    old = {one.id: one for rows in collected(reading).values() for one in rows.tasks}
    assert old[row.id].proposed
    reading = Reading(Vault(root), Config(), processes=2)
    second = session(reading)
    assert nobody_is_left()
    assert not second.scan().tasks[row.id].proposed
    third = session(Reading(Vault(root), Config(), processes=2))
    third.close()
    third.close()
    assert nobody_is_left()


if __name__ == "__main__":
    _, what, where = sys.argv
    {each.__name__: each for each in (equal, killed, blind, stopped, closed, vanished, early)}[
        what
    ](where)
