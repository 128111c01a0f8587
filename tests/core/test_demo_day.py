"""The last day of the invented vault: 20 files, 30 notes, 120 proposals, and where each belongs."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core.config import Config
from core.demo import DEFAULT_TODAY, expected, write_demo
from core.demo.shapes import WAYS
from core.errors import WinnowError
from core.session import Session
from core.vault import Vault

Files = dict[str, bytes]
SIZES = [(240, 1), (240, 7), (1000, 3), (2000, 5)]


def files_of(folder: Path) -> Files:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def opened(folder: Path) -> Session:
    config = Config()
    session = Session(
        Vault(str(folder), config.exclude),
        config,
        state_folder=str(folder.parent / "state"),
        clock=lambda: datetime(2026, 1, 6, 9, tzinfo=UTC),
    )
    session.scan()
    return session


def waiting(files: Files) -> set[str]:
    """What lies in an inbox folder, by its place alone."""
    below = {path: path.removeprefix("Inbox/").removeprefix("_drafts/") for path in files}
    return {path for path, rest in below.items() if rest != path and not rest.startswith("_")}


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("day") / "Notes"
    write_demo(str(folder), notes=240, seed=7, today=DEFAULT_TODAY, day=True, backlog=False)
    return folder


@pytest.mark.parametrize(("notes", "seed"), SIZES)
def test_twenty_files_arrived_and_thirty_notes_were_written(
    tmp_path: Path, notes: int, seed: int
) -> None:
    write_demo(str(tmp_path / "v"), notes=notes, seed=seed, today=DEFAULT_TODAY, day=True)
    files = files_of(tmp_path / "v")
    told = expected(notes=notes, seed=seed, today=DEFAULT_TODAY)
    assert {one.path for one in told if one.arrived} == waiting(files)
    assert Counter(one.arrived for one in told) == {True: 20, False: 30}
    assert sum(files[one.path].count(b"- [?] ") for one in told) == 120
    assert {one.path for one in told} <= files.keys()
    folders = {path.rpartition("/")[0] for path in files if path.endswith("README.md")}
    assert {one.home for one in told} - {""} <= folders
    assert sum(path.endswith(".md") and not path.startswith(".") for path in files) == notes


def test_without_a_backlog_only_the_day_waits(day: Path) -> None:
    session = opened(day)
    told = {one.path for one in expected(notes=240, seed=7, today=DEFAULT_TODAY)}
    tasks = [task for task in session.snapshot.tasks.values() if task.proposed]
    assert len(tasks) == 120
    assert {task.note.path for task in tasks} == {path for path in told if "Inbox" not in path}
    assert {row.path for row in session.snapshot.notes.values() if row.arrived} < told
    session.close()


def test_without_day_and_backlog_nothing_waits(tmp_path: Path) -> None:
    write_demo(str(tmp_path / "v"), notes=120, today=DEFAULT_TODAY, backlog=False)
    session = opened(tmp_path / "v")
    assert (session.snapshot.totals.proposed, session.snapshot.totals.arrived) == (0, 0)
    session.close()


def test_the_bytes_are_a_function_of_what_was_asked_for(tmp_path: Path, day: Path) -> None:
    write_demo(str(tmp_path / "v"), notes=240, seed=7, today=DEFAULT_TODAY, day=True, backlog=False)
    assert files_of(tmp_path / "v") == files_of(day)


def test_names_are_blurred_in_every_way() -> None:
    told = expected(notes=240, seed=7, today=DEFAULT_TODAY)
    assert {one.way for one in told} == set(WAYS)


def test_the_day_follows_today() -> None:
    told = expected(notes=240, seed=7, today=date(2027, 5, 4))
    assert any("2027-05-04" in one.path for one in told)
    assert not any("2026" in one.path for one in told)


def has(count: int, part: bytes) -> Callable[[Files], bool]:
    return lambda files: sum(part in data for data in files.values()) == count


@pytest.mark.parametrize(
    ("what", "there"),
    [
        ("mail threads", has(7, b"\r- Messages: ")),
        ("an export with another mail", has(1, b"\r- Messages: 3\r")),
        ("fenced transcripts", has(2, b"```text\n")),
        ("an entities map", has(1, b"\nentities:\n")),
        ("captions", has(1, b"WEBVTT\n")),
        ("voice notes", has(2, b"type: voice-note\n")),
        ("drafts", has(2, b"type: draft-reply\n")),
        ("one long line", lambda files: any(len(max(data.split(b"\n"), key=len)) > 46_000 for data in files.values())),
        ("the same bytes twice", lambda files: len(set(files.values())) == 19),
        ("attachments of three types", lambda files: {path.rpartition(".")[2] for path in files} == {"md", "pdf", "csv", "png"}),
    ],
)  # fmt: skip
def test_among_the_files_there_is(what: str, there: Callable[[Files], bool], day: Path) -> None:
    files = files_of(day)
    assert there({path: files[path] for path in waiting(files)}), what


def test_several_notes_come_from_one_source(day: Path) -> None:
    files = files_of(day)
    told = [one.path for one in expected(notes=240, seed=7, today=DEFAULT_TODAY) if not one.arrived]
    refs = Counter(
        next(row for row in files[path].split(b"\n") if row.startswith(b"source_ref"))
        for path in told
    )
    assert sorted(refs.values()) == [1] * 12 + [2] * 3 + [3] * 2 + [6]


def test_too_few_notes_for_a_day_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WinnowError, match="with a last day has at least 240"):
        write_demo(str(tmp_path / "v"), notes=120, today=DEFAULT_TODAY, day=True)
