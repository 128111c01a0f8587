import errno
import os
import shutil
import stat
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from desk import rows_named, session_on, write_vault
from hypothesis import given
from hypothesis import strategies as st
from writing import BROKEN, FULL, Countdown, calls, desk, die, do, fail, in_child

from core.actions.intents import Accept
from core.config import Config, dump_config, load_config
from core.edit import (
    Change,
    Create,
    Edit,
    EntryId,
    Move,
    Patch,
    Remember,
    Remove,
    Transaction,
    patch,
)
from core.entries import Context, Entry, entry_of, record_of
from core.errors import WinnowError
from core.journal import RESCUE, Journal
from core.path import NotePath
from core.records import Log, Uncertain, pack, unpack
from core.regions import regions
from core.state import State
from core.store import look_again
from core.text import Digest, Span

NOTE = b"# Sync\n\n- [?] call the printer\n- [?] book a room\n"
TIME = "2026-03-02T09:30:00+00:00"


def made(label: str, *changes: Change, undoes: str | None = None, verb: str = "") -> Transaction:
    return Transaction(label, changes, verb=verb, undoes=EntryId(undoes) if undoes else None)


def add(journal: Journal, tx: Transaction, *, time: str = TIME, left: Sequence[int] = ()) -> Entry:
    entry = journal.begin(tx, time, {})
    journal.finish(entry.id, left)
    return entry


def labels(journal: Journal) -> list[str]:
    return [entry.tx.label for entry in journal.entries()]


def log(folder: Path) -> Path:
    return folder / "journal.log"


def test_what_was_done_is_read_again_after_a_restart(tmp_path: Path) -> None:
    path = NotePath("Notes/\udcff.md")
    change = patch(path, NOTE, [Edit(Span(8, 13), b"- [?]", b"- [ ] \xff\xed\xa0\x80")])
    context = Context(len(NOTE), regions(NOTE, change.edits))
    tx = Transaction(
        "accept “\udcff”",
        (
            change,
            Create(NotePath("n/new.md"), b"\x00\xfe \xf0\x9f\x98\x80"),
            Move(NotePath("a"), NotePath("b"), Digest("00")),
            Move(NotePath("c"), NotePath("d"), None),
            Remove(NotePath("e"), b""),
            Remember("snooze", "t", None, "2026-04-01"),
        ),
        verb="accept",
        items=12,
    )
    journal = Journal(str(tmp_path))
    entry = journal.begin(tx, TIME, {path: context}, ("n",))
    journal.finish(entry.id)
    [again] = Journal(str(tmp_path)).entries()
    assert again.tx == tx
    assert (again.id, again.time, again.folders) == (entry.id, TIME, ("n",))
    assert again.context(path) == context


@given(data=st.binary(), more=st.binary())
def test_any_bytes_survive_a_record(data: bytes, more: bytes) -> None:
    change = Patch(
        NotePath("n"), Digest(""), Digest(""), (Edit(Span(3, 3 + len(data)), data, more),)
    )
    entry = Entry(EntryId("e"), TIME, made("l", change), {NotePath("n"): [0, []]})
    record = unpack(pack(record_of(entry))[:-1])
    assert record is not None
    assert entry_of(record) == entry


def test_the_folder_is_private_and_so_are_its_files(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "state"
    journal = Journal(str(folder))
    add(journal, made("x"))
    with journal.lock():
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {"journal.log": 0o600, "lock": 0o600, "kept": 0o700, "kept.lock": 0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_begun_transaction_is_pending_until_it_is_done_or_discarded(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path))
    first, second = journal.begin(made("a"), TIME, {}), journal.begin(made("b"), TIME, {})
    assert [entry.tx.label for entry in Journal(str(tmp_path)).pending()] == ["a", "b"]
    assert journal.entries() == ()
    assert journal.to_undo() is None
    journal.discard(first.id)
    journal.finish(second.id)
    for reader in (journal, Journal(str(tmp_path))):
        assert reader.pending() == ()
        assert labels(reader) == ["b"]
        assert reader.entry(first.id) is None


def test_what_was_left_is_not_in_the_entry_and_the_rest_keeps_its_numbers(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path))
    changes = [Remove(NotePath(name), b"") for name in "abc"]
    entry = add(journal, made("x", *changes), left=(1,))
    [found] = Journal(str(tmp_path)).entries()
    assert found.tx.changes == (changes[0], changes[2])
    assert found.numbered == ((0, changes[0]), (2, changes[2]))
    displaced = journal.displaced_by(f"{entry.id}-2")
    assert displaced
    assert displaced[1] == changes[2]
    assert journal.displaced_by(f"{entry.id}-1") is None


def test_records_of_a_transaction_that_is_not_there_are_ignored(tmp_path: Path) -> None:
    Journal(str(tmp_path))
    log(tmp_path).write_bytes(pack({"is": "done", "id": "none", "left": []}))
    assert Journal(str(tmp_path)).entries() == ()


# ---- undo and redo


def test_undo_goes_back_and_redo_forth_across_restarts(tmp_path: Path) -> None:
    def top(journal: Journal) -> tuple[str | None, str | None]:
        undo, redo = journal.to_undo(), journal.to_redo()
        return undo and undo.id, redo and redo.id

    journal = Journal(str(tmp_path))
    a, b = add(journal, made("a")), add(journal, made("b"))
    undo_b = add(journal, made("b", undoes=b.id))
    assert top(Journal(str(tmp_path))) == (a.id, undo_b.id)
    undo_a = add(journal, made("a", undoes=a.id))
    assert top(journal) == (None, undo_a.id)
    redo_a = add(journal, made("a", undoes=undo_a.id))
    assert top(journal) == (redo_a.id, undo_b.id)
    undo_again = add(journal, made("a", undoes=redo_a.id))
    assert top(Journal(str(tmp_path))) == (None, undo_again.id)
    assert {entry.id: entry.undone_by for entry in journal.entries()}[b.id] == undo_b.id
    c = add(journal, made("c"))
    assert top(Journal(str(tmp_path))) == (c.id, None)


def test_rescued_bytes_are_not_the_users_to_undo(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path))
    a = add(journal, made("a"))
    undo_a = add(journal, made("a", undoes=a.id))
    add(journal, made("keep", verb=RESCUE))
    redo = journal.to_redo()
    assert redo
    assert redo.id == undo_a.id
    assert journal.to_undo() is None


def test_an_undo_is_known_as_one_after_what_it_undid_was_dropped(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), operations=3)
    a = add(journal, made("a"))
    undo_a = add(journal, made("a", undoes=a.id))
    redo_a = add(journal, made("a", undoes=undo_a.id))
    add(journal, made("b"))
    assert labels(journal) == ["a", "b"]
    done = Journal(str(tmp_path)).entries()
    assert done[0].id == redo_a.id
    assert done[0].redoes


# ---- damage


def test_a_torn_last_record_is_ignored_and_cut_off_by_the_next(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path))
    add(journal, made("a"))
    with log(tmp_path).open("ab") as file:
        file.write(pack({"is": "begin", "id": "torn"})[:-9])
    journal = Journal(str(tmp_path))
    assert labels(journal) == ["a"]
    assert journal.problems == ()
    add(journal, made("b"))
    assert labels(Journal(str(tmp_path))) == ["a", "b"]
    assert b"torn" not in log(tmp_path).read_bytes()


def test_a_record_that_was_tampered_with_is_ignored_and_reported(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path))
    for label in ("first", "second", "third"):
        add(journal, made(label))
    log(tmp_path).write_bytes(log(tmp_path).read_bytes().replace(b"second", b"2econd"))
    again = Journal(str(tmp_path))
    assert labels(again) == ["first", "third"]
    assert again.problems == (f"a damaged record in {log(tmp_path)} ignored",)


def test_a_journal_that_was_removed_or_replaced_is_read_anew(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path))
    add(journal, made("a"))
    log(tmp_path).unlink()
    assert journal.entries() == ()
    add(journal, made("b"))
    assert labels(journal) == ["b"]


def test_a_journal_that_goes_while_something_is_done_is_no_trouble(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path))
    entry = journal.begin(made("a"), TIME, {})
    log(tmp_path).unlink()
    journal.finish(entry.id)
    assert journal.entries() == ()


def test_another_process_sees_what_this_one_adds(tmp_path: Path) -> None:
    one, other = Journal(str(tmp_path)), Journal(str(tmp_path))
    add(one, made("a"))
    add(other, made("b"))
    assert labels(one) == labels(other) == ["a", "b"]


# ---- bounds


def test_only_so_many_operations_are_kept_and_always_the_newest(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), operations=10)
    for number in range(30):
        add(journal, made(str(number)))
        assert len(labels(journal)) <= 10
        assert labels(journal)[-1] == str(number)
    assert labels(Journal(str(tmp_path))) == labels(journal)
    tight = Journal(str(tmp_path), operations=0)
    add(tight, made("last"))
    assert labels(tight) == ["last"]


def test_no_name_comes_twice_however_often_old_entries_go(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), operations=10)
    names = [add(journal, made("same")).id for _ in range(100)]
    assert len(set(names)) == 100


def test_what_is_older_than_the_days_goes(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), days=30)
    for day in ("2026-01-01", "2026-01-20", "2026-02-10"):
        add(journal, made(day), time=f"{day}T00:00:00+00:00")
    assert labels(journal) == ["2026-01-20", "2026-02-10"]


def test_what_takes_too_much_room_goes(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), megabytes=1)
    for name in "abcd":
        add(journal, made(name, Create(NotePath(name), name.encode() * 400_000)))
    assert labels(journal) == ["c", "d"]
    assert log(tmp_path).stat().st_size < 1_000_000


def test_what_is_pending_is_never_dropped(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), operations=2)
    pending = journal.begin(made("pending"), TIME, {})
    for name in "abcd":
        add(journal, made(name))
    assert [entry.id for entry in journal.pending()] == [pending.id]


def test_what_the_user_can_undo_stays_whatever_was_kept_after_it(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), operations=1)
    add(journal, made("mine"))
    for number in range(5):
        add(journal, made(f"late {number}", verb=RESCUE))
    undo = journal.to_undo()
    assert undo is not None
    assert undo.tx.label == "mine"


@pytest.mark.parametrize("late", [b"", b"late\n"])
def test_what_an_entry_displaced_is_looked_at_a_last_time_before_it_is_dropped(
    tmp_path: Path, late: bytes
) -> None:
    at = desk(tmp_path)
    at.write("sync.md", NOTE)
    with at.path("sync.md").open("ab") as slow:
        do(at, at.edit("sync.md", (b"[?] call", b"[x] call")))
        slow.write(late)
    tight = Journal(at.journal.folder, operations=1)
    with tight.lock():
        add(tight, made("last"))
    assert labels(tight) == ["last"]
    assert tight.displaced.names() == []
    told = look_again(at.vault, tight, at.state)
    saved = [Path(one.rpartition(" saved as ")[2]).read_bytes() for one in told]
    assert saved == ([NOTE + late] if late else [])


def test_an_entry_whose_displaced_file_cannot_be_read_is_kept(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("sync.md", NOTE)
    do(at, at.edit("sync.md", (b"[?] call", b"[x] call")))
    tight = Journal(at.journal.folder, operations=1)
    entry = tight.begin(made("last"), TIME, {})
    with calls(lambda name: fail(BROKEN)() if name == "read" else None):
        tight.finish(entry.id)
    assert labels(tight) == ["do", "last"]
    assert len(tight.displaced.names()) == 1


def test_a_journal_that_was_cut_twice_is_read_anew_though_its_number_came_again(
    tmp_path: Path,
) -> None:
    journal = Journal(str(tmp_path))
    add(journal, made("a"))
    journal.entries()
    other = Journal(str(tmp_path), operations=1)
    for label in ("b", "c", "d" * 500):
        add(other, made(label))
    newest = log(tmp_path).read_bytes()
    # The file that `journal` has read, as one of that number that is longer and begins otherwise.
    again = Journal(str(tmp_path / "again"))
    add(again, made("a"))
    again.entries()
    log(tmp_path / "again").write_bytes(newest)
    assert labels(journal) == labels(again) == labels(other) == ["d" * 500]


def test_a_disk_that_is_full_keeps_the_old_entries_for_now(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), operations=1)
    add(journal, made("a"))
    entry = journal.begin(made("b"), TIME, {})

    def full(name: str, seen: list[str] = []) -> None:  # noqa: B006 - counts over the test
        seen.append(name)
        if name == "write" and seen.count(name) > 1:
            fail(FULL)()

    with calls(full):
        journal.finish(entry.id)
    assert labels(journal) == labels(Journal(str(tmp_path))) == ["a", "b"]


# ---- a disk that refuses


def test_a_record_that_cannot_be_added_leaves_no_trace(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path))
    add(journal, made("a"))
    before = log(tmp_path).read_bytes()
    for number in range(1, 50):
        fault = Countdown(number, fail(FULL))
        try:
            with calls(fault):
                journal.begin(made("b"), TIME, {})
        except OSError:
            assert log(tmp_path).read_bytes() == before
            assert journal.pending() == ()
        else:
            break
    assert [entry.tx.label for entry in journal.pending()] == ["b"]


def test_a_record_that_can_be_neither_kept_nor_taken_back_is_told_apart(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path))

    def broken(name: str) -> None:
        if name in {"fsync", "ftruncate"}:
            fail(BROKEN)()

    with pytest.raises(Uncertain), calls(broken):
        journal.begin(made("a"), TIME, {})


def test_what_is_done_is_done_though_the_disk_has_no_room_to_say_so(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path))
    entry = journal.begin(made("a"), TIME, {})
    with calls(lambda name: fail(FULL)() if name == "write" else None):
        journal.finish(entry.id)
    assert labels(journal) == ["a"]
    assert [one.id for one in Journal(str(tmp_path)).pending()] == [entry.id]


def test_without_room_to_discard_the_record_is_cut_off(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path))
    add(journal, made("a"))
    before = log(tmp_path).read_bytes()
    entry = journal.begin(made("b"), TIME, {})
    with calls(lambda name: fail(FULL)() if name == "write" else None):
        journal.discard(entry.id)
    assert log(tmp_path).read_bytes() == before
    assert journal.pending() == ()


def test_an_older_record_cannot_be_cut_off(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path))
    first = journal.begin(made("a"), TIME, {})
    journal.begin(made("b"), TIME, {})
    with (
        pytest.raises(OSError, match="space"),
        calls(lambda name: fail(FULL)() if name == "write" else None),
    ):
        journal.discard(first.id)
    assert len(journal.pending()) == 2


def test_short_writes_are_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, data[:7]))
    journal = Journal(str(tmp_path))
    add(journal, made("a long enough label"))
    assert labels(Journal(str(tmp_path))) == ["a long enough label"]
    assert Path(journal.save(b"some more bytes", "n.md")).read_bytes() == b"some more bytes"


def test_a_link_in_the_place_of_the_journal_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"")
    (tmp_path / "log").symlink_to("elsewhere")
    with pytest.raises(OSError, match="symbolic"):
        Log(str(tmp_path / "log")).fresh()


READING = {
    "entries": Journal.entries,
    "pending": Journal.pending,
    "entry": lambda journal: journal.entry(EntryId("x")),
    "to undo": Journal.to_undo,
    "to redo": Journal.to_redo,
    "problems": lambda journal: journal.problems,
    "remains": lambda journal: journal.remains,
    "displaced by": lambda journal: journal.displaced_by("x-0"),
}


@pytest.mark.parametrize("code", [errno.EIO, errno.EACCES, errno.EMFILE, errno.ESTALE])
@pytest.mark.parametrize("call", ["open", "fstat", "pread"])
@pytest.mark.parametrize("read", READING.values(), ids=READING)
def test_a_journal_that_cannot_be_read_never_looks_empty(
    tmp_path: Path, read: Callable[[Journal], object], call: str, code: int
) -> None:
    add(Journal(str(tmp_path)), made("a"))
    journal = Journal(str(tmp_path))
    with (
        pytest.raises(WinnowError, match=r"^the journal cannot be read: [a-z ]+$"),
        calls(lambda name: fail(code)() if name == call else None),
    ):
        read(journal)
    read(journal)
    assert labels(journal) == ["a"]


def test_what_was_read_before_the_disk_failed_comes_no_second_time(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path))
    add(journal, made("a"))
    other = Journal(str(tmp_path), operations=1)
    add(other, made("b"))
    with (
        pytest.raises(WinnowError),
        calls(lambda name: fail(BROKEN)() if name == "pread" else None),
    ):
        journal.entries()
    assert labels(journal) == ["b"]


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for make in (Journal, State):
        with pytest.raises(WinnowError, match=r"kept in .*/file/state: not a directory"):
            make(str(tmp_path / "file" / "state"))


def test_a_link_in_the_place_of_the_lock_or_the_journal_is_a_sentence(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path))
    (tmp_path / "journal.log").symlink_to("elsewhere")
    with pytest.raises(WinnowError, match="there is a link in its place"):
        journal.entries()
    (tmp_path / "lock").symlink_to("elsewhere")
    with pytest.raises(OSError, match="symbolic"), journal.lock():
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_a_lock_that_a_dead_program_left_holds_nothing_up(tmp_path: Path) -> None:
    def killed() -> None:
        with Journal(str(tmp_path)).lock():
            die()

    assert in_child(killed) == 9
    with Journal(str(tmp_path), patience=0.01).lock():
        pass


def test_a_state_folder_that_was_tidied_away_is_made_again(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("sync.md", NOTE)
    shutil.rmtree(at.journal.folder)
    do(at, at.edit("sync.md", (b"[?] call", b"[x] call")), label="made")
    assert labels(at.journal) == ["made"]
    assert stat.S_IMODE(Path(at.journal.folder).stat().st_mode) == 0o700
    assert len(at.journal.displaced.names()) == 1


def test_nothing_kept_is_open_to_others_whatever_the_umask(tmp_path: Path) -> None:
    def keep() -> None:
        os.umask(0)
        (tmp_path / "state").mkdir(mode=0o755)
        at = desk(tmp_path)
        at.write("sync.md", NOTE)
        at.write("pair.md", NOTE)
        at.path("other.md").hardlink_to(at.path("pair.md"))
        changes = [at.edit(name, (b"[?] call", b"[x] call")) for name in ("sync.md", "pair.md")]
        do(at, *changes, Remember("snooze", "t", None, "2026-04-01"))
        at.journal.save(b"late", "n.md")
        tight = Journal(at.journal.folder, operations=1)
        with tight.lock():
            add(tight, made("drops the others"))

    assert in_child(keep) == 0
    found = [tmp_path / "state", *(tmp_path / "state").rglob("*")]
    assert len(found) >= 8
    kept = tmp_path / "state" / "kept"
    for path in found:
        if (
            path.parent != kept
        ):  # a displaced file keeps its mode, in a folder that nobody can enter
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_the_journal_holds_the_lines_around_an_edit_and_no_more(tmp_path: Path) -> None:
    at = desk(tmp_path)
    secret = b"nobody else need ever read this\n"
    at.write("sync.md", secret + NOTE + secret)
    do(at, at.edit("sync.md", (b"[?] call", b"[x] call")))
    look_again(at.vault, at.journal, at.state, last=True)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "state").rglob("*") if path.is_file())
    assert b"call the printer" in kept
    assert b"nobody else" not in kept
    assert b"book a room" not in kept


def test_the_settings_say_how_much_is_kept(tmp_path: Path) -> None:
    folder = write_vault(tmp_path / "vault")
    text = "[journal]\noperations = 2\ndays = 3\nmegabytes = 4\n"
    (tmp_path / "winnow.toml").write_text(text)
    config, problems = load_config(str(tmp_path / "winnow.toml"), None)
    assert problems == ()
    assert tomllib.loads(dump_config(config))["journal"] == tomllib.loads(text)["journal"]
    with session_on(folder, config=config) as session:
        for word in ("deck", "room", "badges", "plant"):
            session.do(Accept(rows_named(session, word)))
        kept = [entry.tx.label for entry in session.past.entries()]
    assert len(kept) <= 2
    assert "plant" in kept[0]


@pytest.mark.parametrize(
    ("key", "value"),
    [("operations", 0), ("operations", 1_000_001), ("days", 0), ("days", 36_501), ("megabytes", 0)],
)
def test_bounds_that_would_keep_nothing_do_not_count(tmp_path: Path, key: str, value: int) -> None:
    (tmp_path / "winnow.toml").write_text(f"[journal]\n{key} = {value}\n")
    config, [problem] = load_config(str(tmp_path / "winnow.toml"), None)
    assert f"journal.{key} must be" in problem
    assert config == Config()


def test_of_too_many_that_are_held_one_that_no_entry_knows_is_let_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.displaced._MOST_HELD", 1)
    journal = Journal(str(tmp_path / "state"))
    for number in range(2):
        file = tmp_path / f"{number}.md"
        file.write_bytes(b"- [?] somebody's\n")
        journal.hold(f"nobody-{number}", str(file))
    assert journal.displaced.names() == ["nobody-1"]
    assert journal.saved == []
    journal.displaced.close()
