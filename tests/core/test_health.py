import fcntl
import os
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from desk import NOON, NOTES, SYNC, open_vault, write_vault

from core.actions.intents import Accept
from core.decisions import keep_all
from core.errors import WriteFailed
from core.health import of_company, of_index, of_session
from core.index.reader import FILE
from core.instance import Instance


def test_of_the_index_age_size_and_version_are_told(tmp_path: Path) -> None:
    folder = str(tmp_path)
    assert of_index(folder, NOON).message.startswith("there was none")
    file = tmp_path / FILE
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 1")
        connection.execute("CREATE TABLE x (y)")
    found = of_index(folder, NOON)
    assert found.fine
    assert "another version of Winnow (1, not" in found.message
    file.write_bytes(b"none" * 1000)
    assert "is damaged" in of_index(folder, NOON).message
    file.unlink()
    file.symlink_to(file)
    assert not of_index(folder, NOON).fine


def test_an_index_that_is_in_use_has_an_age(tmp_path: Path) -> None:
    session = open_vault(write_vault(tmp_path / "vault"), cached=True)
    session.scan()
    session.index.keep()
    session.close()
    path = Path(session.cache.path or "")
    os.utime(path, (NOON.timestamp(), NOON.timestamp()))
    for later, said in (
        (timedelta(minutes=5), "5 minutes ago"),
        (timedelta(hours=30), "30 hours ago"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(hours=-1), "0 minutes ago"),
    ):
        assert f"kB, last written {said}" in of_index(str(path.parent), NOON + later).message


def test_a_lock_that_holds_writes_up_is_told(tmp_path: Path) -> None:
    folder = str(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "ingest.lock").touch()
    (found,) = of_company(folder, folder, ("ingest.lock",))
    assert found.message == f"writes wait while {tmp_path}/ingest.lock is there"
    (tmp_path / ".git/index.lock").touch()
    (found,) = of_company(folder, folder, ())
    assert not found.fine
    assert "delete the file" in found.advice


def test_who_has_it_open_is_told_and_nothing_is_made(tmp_path: Path) -> None:
    folder = str(tmp_path)
    assert list(of_company(folder, folder, ())) == []
    assert list(tmp_path.iterdir()) == []
    instance = Instance(str(tmp_path), "process 1 on /dev/pts/4")
    (found,) = of_company(folder, folder, ())
    assert "process 1 on /dev/pts/4" in found.message
    instance.release()
    assert list(of_company(folder, folder, ())) == []
    with (tmp_path / "screen.lock").open("r+b") as other:
        other.truncate()
        fcntl.flock(other, fcntl.LOCK_EX)
        assert "it does not say who" in next(of_company(folder, folder, ())).message


def test_what_is_wrong_has_what_to_do(tmp_path: Path) -> None:
    copy = SYNC.replace(".md", ".sync-conflict-20260102-101112-ABCDEFG.md")
    write_vault(tmp_path, {**NOTES, copy: b"x"})
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    (tmp_path / ".obsidian/app.json").write_text("{")
    (tmp_path / ".obsidian/plugins/obsidian-tasks-plugin/data.json").write_text("{")
    session = open_vault(tmp_path)
    session.scan()
    found = [one for one in of_session(session) if not one.fine]
    assert {one.about for one in found} == {"vault", "tasks"}
    assert all(one.advice for one in found)
    assert len(found) == 4
    session.close()


def test_what_was_cut_short_is_told(tmp_path: Path) -> None:
    session = open_vault(write_vault(tmp_path))
    session.scan()
    session.writing.finished, session.writing.troubles = 2, ("a.md could not be written",)
    found = [one for one in of_session(session) if one.about == "state"]
    assert [one.message for one in found] == [
        "2 changes that were cut short were finished now",
        "a.md could not be written",
    ]
    assert [one.fine for one in found] == [True, False]
    session.close()


def test_what_waits_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = open_vault(write_vault(tmp_path))
    session.scan()
    keep_all(session, [("d1", Accept(tuple(session.snapshot.tasks.values())[:1]))], sync=True)
    session.close()
    session = open_vault(tmp_path)
    session.scan()
    monkeypatch.setattr(type(session.cache), "problem", "it is kept in memory only: full")
    monkeypatch.setattr(type(session.writing), "queue_problems", ("a record is damaged",))
    found = {one.message: one for one in of_session(session) if not one.fine}
    assert found.keys() == {
        "1 decision waits for the next start of the screen",
        "it is kept in memory only: full",
        "a record is damaged",
    }
    assert all(one.advice for one in found.values())

    def damaged(_: object) -> None:
        raise WriteFailed("the queue cannot be read")

    monkeypatch.setattr(type(session.queue), "left", property(damaged))
    assert "the queue cannot be read" in {one.message for one in of_session(session)}
    session.close()


def test_what_was_done_is_counted(tmp_path: Path) -> None:
    session = open_vault(write_vault(tmp_path))
    session.scan()
    assert [one.about for one in of_session(session)] == ["index"]
    session.do(Accept(tuple(session.snapshot.tasks.values())[:1]))
    assert "1 change is kept, and can be taken back: winnow history" in {
        one.message for one in of_session(session)
    }
    session.close()
