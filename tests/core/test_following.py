"""The index follows what other programs do, and takes no failure to look for a deletion."""

import errno
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions import PLUGIN, STATUSES, Place, the, waiting

from core.path import NotePath
from core.session import Session
from core.vault import Vault

A, B = NotePath("Work/a.md"), NotePath("b.md")
NOTES = {A: b"- [?] call @Myself\n- [ ] later\n", B: b"- [?] write\n"}
COPY = NotePath("b.sync-conflict-20260102-123000-ABCDEF7.md")
Look = Callable[[Session], frozenset[str]]
LOOKS = [
    pytest.param(lambda session: session.refresh([A, B]), id="refresh"),
    pytest.param(lambda session: session.rescan(), id="rescan"),
]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, NOTES)


@pytest.mark.parametrize("look", LOOKS)
def test_a_note_that_was_written_again_as_it_was_is_no_change(place: Place, look: Look) -> None:
    session = place.session()
    before = session.snapshot.notes[A]
    other = place.write("Work/other", place.read(A))
    (place.root / other).replace(place.root / A)
    assert look(session) == frozenset()
    assert session.snapshot.notes[A].inode != before.inode
    revision = session.snapshot.revision
    assert session.refresh([A, B]) == frozenset()
    assert session.snapshot.revision == revision


@pytest.mark.parametrize("look", LOOKS)
def test_one_changed_byte_of_the_same_size_and_time_in_another_file_is_a_change(
    place: Place, look: Look
) -> None:
    session = place.session()
    known = (place.root / A).stat()
    other = place.root / place.write("Work/other", place.read(A).replace(b"later", b"after"))
    os.utime(other, ns=(known.st_atime_ns, known.st_mtime_ns))
    other.replace(place.root / A)
    gone = the(session, "later")[0].id
    assert look(session) == {gone, the(session, "after")[0].id}


def asked(name: str) -> bytes:
    symbol = {"symbol": "?", "name": name, "type": "TODO"}
    return json.dumps({"statusSettings": {**STATUSES, "customStatuses": [symbol]}}).encode()


def test_notes_are_read_again_where_other_settings_hold_and_only_there(place: Place) -> None:
    place.write(f"Work/{PLUGIN}", asked("Asked"))
    session = place.session()
    before = session.snapshot.notes[B]
    assert the(session, "call")[0].status == "Asked"
    place.write(f"Work/{PLUGIN}", asked("Wondered"))
    assert session.rescan() == {the(session, "call")[0].id}  # the other one is no `?`
    assert the(session, "call")[0].status == "Wondered"
    assert session.snapshot.notes[B] is before
    (place.root / "Work" / PLUGIN).unlink()
    assert session.rescan() == {the(session, "call")[0].id}
    assert the(session, "call")[0].status == "Proposed"
    assert session.rescan() == frozenset()


def test_settings_that_were_written_again_as_they_were_are_no_change(place: Place) -> None:
    session = place.session()
    before = dict(session.snapshot.notes)
    place.write(PLUGIN, place.read(PLUGIN))
    assert session.rescan() == frozenset()
    assert all(session.snapshot.notes[path] is note for path, note in before.items())


def test_settings_that_changed_during_the_first_reading_are_seen_later(place: Place) -> None:
    class Late(Vault):
        def read(self, path: NotePath) -> bytes:
            data = super().read(path)
            self.settings(path)
            place.write(PLUGIN, asked("Asked"))
            return data

    session = place.session(Late(place.root))
    session.rescan()
    assert {row.status for row in session.snapshot.tasks.values() if row.mark == "?"} == {"Asked"}


def test_what_obsidian_excludes_is_followed(place: Place) -> None:
    session = place.session()
    place.write(".obsidian/app.json", b'{"userIgnoreFilters": ["Work/"]}')
    session.rescan()
    assert waiting(session) == ["write"]
    place.write(".obsidian/app.json", b"{}")
    session.rescan()
    assert waiting(session) == ["call", "write"]


def test_a_note_that_is_truncated_to_be_written_anew_never_loses_its_tasks(place: Place) -> None:
    whole = place.read(A)
    vault = Vault(place.root, sleep=lambda _: place.write(A, whole + b"- [?] more\n"))
    session = place.session(vault)
    place.write(A, b"")
    session.refresh([A])
    assert waiting(session) == ["call", "more", "write"]


class Broken(Vault):
    """A vault of which one note cannot be opened for a while."""

    code = 0

    def _open(self, path: NotePath, full: str) -> int:
        if self.code and path == A:
            raise OSError(self.code, os.strerror(self.code))
        return super()._open(path, full)


PASSING = [errno.EMFILE, errno.ENFILE, errno.EACCES, errno.EIO, errno.ENOMEM]


@pytest.mark.parametrize("code", PASSING)
@pytest.mark.parametrize("look", LOOKS)
def test_a_note_that_cannot_be_read_for_a_while_keeps_its_rows_and_is_told(
    place: Place, look: Look, code: int
) -> None:
    vault = Broken(place.root)
    session = place.session(vault)
    place.append(A, b"- [?] more\n")
    vault.code = code
    assert look(session) == frozenset()
    assert waiting(session) == ["call", "write"]
    assert session.snapshot.trouble == ((A, f"cannot be read: {os.strerror(code)}"),)
    vault.code = 0
    look(session)
    assert waiting(session) == ["call", "more", "write"]
    assert session.snapshot.trouble == ()


@pytest.mark.parametrize("code", PASSING)
@pytest.mark.parametrize("look", LOOKS)
def test_a_note_that_could_not_be_read_at_first_is_tried_again(
    place: Place, look: Look, code: int
) -> None:
    vault = Broken(place.root)
    vault.code = code
    session = place.session(vault)
    assert waiting(session) == ["write"]
    assert session.snapshot.trouble == ((A, f"cannot be read: {os.strerror(code)}"),)
    assert "cannot be read" in session.snapshot.notes[A].problems[0]
    look(session)
    assert [path for path, _ in session.snapshot.trouble] == [A]
    vault.code = 0
    look(session)
    assert waiting(session) == ["call", "write"]
    assert session.snapshot.trouble == ()


@pytest.mark.parametrize("look", LOOKS)
def test_a_note_that_never_comes_to_rest_stays_as_it_was(
    place: Place, monkeypatch: pytest.MonkeyPatch, look: Look
) -> None:
    vault = Vault(place.root, sleep=lambda _: None)
    session = place.session(vault)
    place.append(A, b"- [?] more\n")
    real = os.read

    def read(file: int, size: int) -> bytes:
        place.append(A, b"x")
        return real(file, size)

    with monkeypatch.context() as patch:
        patch.setattr(os, "read", read)
        assert look(session) == frozenset()
    assert waiting(session) == ["call", "write"]
    assert session.snapshot.trouble == ((A, "is being written by another program"),)
    look(session)
    assert waiting(session) == ["call", "more", "write"]


@pytest.mark.parametrize("code", PASSING)
def test_a_note_that_cannot_be_looked_at_is_not_gone(
    place: Place, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    session = place.session()
    real = os.stat

    def stat(path: str, **more: bool) -> os.stat_result:
        if str(path).endswith(A):
            raise OSError(code, os.strerror(code))
        return real(path, **more)

    monkeypatch.setattr(os, "stat", stat)
    assert session.refresh([A]) == frozenset()
    assert waiting(session) == ["call", "write"]


@pytest.mark.parametrize("look", LOOKS)
def test_a_note_that_goes_away_before_it_is_read_is_gone(place: Place, look: Look) -> None:
    class Vanishing(Vault):
        def read(self, path: NotePath) -> bytes:
            if path in {A, "new.md"}:
                (place.root / path).unlink(missing_ok=True)
            return super().read(path)

    session = place.session(Vault(place.root))
    session.index._vault = Vanishing(place.root)
    place.append(A, b"- [?] more\n")
    place.write("new.md", b"- [?] new\n")
    look(session)
    session.refresh([NotePath("new.md")])
    assert set(session.snapshot.notes) == {B}
    assert session.snapshot.trouble == ()


@pytest.mark.parametrize("code", [errno.EMFILE, errno.EACCES, errno.EIO])
def test_settings_that_cannot_be_looked_at_are_the_old_ones(
    place: Place, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    session = place.session()
    real = os.stat

    def stat(path: str, **more: bool) -> os.stat_result:
        if str(path).endswith("data.json"):
            raise OSError(code, os.strerror(code))
        return real(path, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", stat)
        assert session.rescan() == frozenset()
    assert waiting(session) == ["call", "write"]
    assert session.snapshot.trouble[0][0] == PLUGIN
    session.rescan()
    assert session.snapshot.trouble == ()


def test_a_copy_is_the_note_as_soon_as_its_original_is_gone(place: Place) -> None:
    session = place.session()
    place.write(COPY, NOTES[B] + b"- [?] more\n")
    session.refresh([COPY])
    assert waiting(session) == ["call", "write"]
    (place.root / B).unlink()
    session.refresh([B])
    assert sorted(waiting(session)) == ["call", "more", "write"]
    place.write(B, NOTES[B])
    session.refresh([B])
    assert waiting(session) == ["call", "write"]
    assert [path for path, _ in session.snapshot.copies] == [COPY]


@pytest.mark.parametrize("replaced", [True, False])
@pytest.mark.parametrize("hard", [True, False])
def test_a_note_under_two_names_is_read_again_under_both(
    place: Place, hard: bool, replaced: bool
) -> None:
    other = place.root / "other.md"
    if hard:
        other.hardlink_to(place.root / B)
    else:
        other.symlink_to(place.root / B)
    session = place.session()
    for words in ("once more", "and again"):
        data = f"- [?] {words}\n".encode()
        if replaced:
            (place.root / place.write("beside", data)).replace(place.root / B)
        else:
            place.write(B, data)
        session.refresh([B])
        both = {words, "write" if hard and replaced else words}
        tasks = session.snapshot.tasks.values()
        assert {row.text for row in tasks if row.note.path != A} == both
    assert dict(session.snapshot.tasks) == dict(place.session().snapshot.tasks)


def test_folders_named_like_notes_and_temporary_files_are_passed_over_in_silence(
    place: Place,
) -> None:
    for name in ("folder.md/in.md", ".#b.md", "#b.md#", "b.md~", "4913", ".trash/c.md", "x/node_modules/d.md", ".b.md.swp"):  # fmt: skip
        place.write(name, b"- [?] odd\n")
    session = place.session()
    assert set(session.snapshot.notes) == {A, B, "folder.md/in.md"}
    assert session.snapshot.trouble == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_notes_in_other_encodings_are_listed_without_tasks_and_say_why(
    place: Place, encoding: str
) -> None:
    place.write(B, "- [?] write\n".encode(encoding))
    session = place.session()
    assert waiting(session) == ["call"]
    [problem] = session.snapshot.notes[B].problems
    assert encoding.upper() in problem


names = st.sampled_from(["a.md", "b.md", "Work/a.md", COPY, "Work/d.md/e.md", "Sources/x.md"])
steps = st.lists(
    st.tuples(
        names,
        st.sampled_from([None, b"", b"- [?] one\n", b"- [ ] two\n- [?] one\n", b"\xff\xfe-\x00"]),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(steps)
def test_followed_step_by_step_it_is_as_if_it_were_read_anew(
    changes: list[tuple[str, bytes | None, bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), {"Always.md": b"- [?] here\n"})
        session = place.session(Vault(place.root, sleep=lambda _: None))
        for path, data, walked in changes:
            if data is not None:
                place.write(path, data)
            elif (place.root / path).exists():
                (place.root / path).unlink()
            before = session.snapshot
            touched = session.rescan() if walked else session.refresh([NotePath(path)])
            after = session.snapshot
            assert touched >= {
                id
                for id in before.tasks.keys() | after.tasks.keys()
                if differs(before.tasks.get(id), after.tasks.get(id))
            }
        fresh = place.session(Vault(place.root, sleep=lambda _: None)).snapshot
        assert session.snapshot.tasks.keys() == fresh.tasks.keys()
        assert all(row.reads_as(fresh.tasks[id]) for id, row in session.snapshot.tasks.items())
        assert dict(session.snapshot.notes) == dict(fresh.notes)
        assert session.snapshot.copies == fresh.copies
        assert session.snapshot.totals == fresh.totals


def differs(one: object, other: object) -> bool:
    """Whether two rows differ in what they say, wherever their file lies on the disk."""
    return said(one) != said(other)


def said(row: object) -> object:
    return None if row is None else (*row[:1], *row[2:])  # type: ignore[index]  # a row is a tuple
