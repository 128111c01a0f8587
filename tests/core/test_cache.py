"""What was read is kept beside the vault: it saves time, and is never the truth."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sessions import PLUGIN

from core.actions.intents import Accept
from core.config import Config
from core.demo import write_demo
from core.first import first_inbox, first_rows
from core.index.cache import Cache
from core.index.columns import SCHEMA
from core.index.rows import EMBED, MARKDOWN, PROPERTY, TO_SOURCE, LinkRow
from core.index.snapshot import NoteRows, Snapshot
from core.index.tables import known_files
from core.path import NotePath
from core.session import Session
from core.vault import Vault

TODAY = date(2026, 1, 6)
NOW = datetime(2026, 1, 6, 9, tzinfo=UTC)


class Watched(Vault):
    """A vault that remembers which notes were opened."""

    def __init__(self, root: str) -> None:
        super().__init__(root)
        self.opened: list[NotePath] = []

    def read(self, path: NotePath) -> bytes:
        self.opened.append(path)
        return super().read(path)


class Place:
    """A vault, and one start of the program after another on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "Notes"
        self.cache = folder / "cache"
        self.cache.mkdir(parents=True)
        self.file = self.cache / "index.sqlite"
        self.opened: list[NotePath] = []

    def write(self, path: str | bytes, data: bytes) -> None:
        file = os.path.join(os.fsencode(self.root), os.fsencode(path))  # noqa: PTH118 - a name may be no UTF-8
        os.makedirs(os.path.dirname(file), exist_ok=True)  # noqa: PTH103, PTH120 - as above
        with open(file, "wb") as stream:  # noqa: PTH123 - as above
            stream.write(data)

    def session(self, config: Config | None = None, *, kept: bool = True) -> Session:
        vault = Watched(str(self.root))
        self.opened = vault.opened
        return Session(
            vault,
            config or Config(),
            state_folder=str(self.folder / "state"),
            cache_folder=str(self.cache) if kept else None,
            clock=lambda: NOW,
            today=TODAY,
        )

    def start(self, config: Config | None = None) -> Snapshot:
        """What a start of the program finds, having read what it had to."""
        session = self.session(config)
        snapshot = session.scan()
        session.close()
        return snapshot

    def anew(self, config: Config | None = None) -> Snapshot:
        """What one finds that knows nothing."""
        session = self.session(config, kept=False)
        snapshot = session.scan()
        session.close()
        return snapshot


def contents(snapshot: Snapshot) -> tuple[object, ...]:
    return (
        dict(snapshot.notes),
        # A task that reads as it did is the one that was there, of its note as it was then.
        {
            id: row._replace(note=snapshot.notes[row.note.path])
            for id, row in snapshot.tasks.items()
        },
        dict(snapshot.by_note),
        snapshot.totals,
        snapshot.others,
        snapshot.trouble,
    )


def is_right(place: Place, config: Config | None = None) -> bool:
    return contents(place.start(config)) == contents(place.anew(config))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(tmp_path)
    found.write(
        "Work/People/Ana Ruiz/README.md",
        b"---\naliases: [Annie]\nemail: a@b.example\n---\n# Ana Ruiz\n",
    )
    found.write("Work/One.md", b"- [?] first [[Ana Ruiz]] @Myself\n- [?] second\n")
    found.write("Work/Two.md", b"- [?] third \xf0\x9f\x93\x85 2026-01-02\n*Source: [[x]]*\n")
    return found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    write_demo(str(folder / "Notes"), notes=400, seed=3, today=TODAY)
    return folder


def test_a_start_knows_what_the_one_before_read(demo: Path, tmp_path: Path) -> None:
    shutil.copytree(demo, tmp_path / "a")
    place = Place(tmp_path / "a")
    first = place.start()
    assert len(place.opened) == len(first.notes)
    second = place.start()
    assert place.opened == []
    assert contents(second) == contents(first)
    assert len(first.tasks) > 200


def test_only_what_changed_is_read_again(place: Place) -> None:
    place.start()
    place.write("Work/Two.md", b"- [?] other words\n")
    place.write("Work/Three.md", b"- [?] new\n")
    (place.root / "Work/One.md").unlink()
    snapshot = place.start()
    assert sorted(place.opened) == ["Work/Three.md", "Work/Two.md"]
    assert sorted(row.text for row in snapshot.tasks.values()) == ["new", "other words"]
    assert NotePath("Work/One.md") not in snapshot.notes
    assert is_right(place)


def test_a_walk_that_finds_nothing_new_writes_nothing(place: Place) -> None:
    session = place.session()
    session.scan()
    session.index.keep()
    with closing(sqlite3.connect(place.file)) as other:

        def version() -> int:
            return int(other.execute("PRAGMA data_version").fetchone()[0])

        before = version()
        session.rescan()
        session.index.keep()
        assert version() == before
        place.write("Work/Two.md", b"- [?] other words\n")
        session.rescan()
        session.index.keep()
        assert version() != before
    session.close()


def test_what_a_decision_wrote_is_not_read_again(place: Place) -> None:
    session = place.session()
    session.scan()
    [row] = (session.rows("first").tasks[session.rows("first").ids[0]],)
    session.do(Accept((row,)))
    session.close()
    place.start()
    assert place.opened == []
    assert is_right(place)


def test_changed_settings_of_the_tasks_plugin_are_read_again(place: Place) -> None:
    place.start()
    place.write(PLUGIN, b'{"globalFilter": "#task"}')
    assert is_right(place)
    place.start()
    assert place.opened == []
    (place.root / PLUGIN).unlink()
    assert is_right(place)


def test_other_settings_of_ours_begin_anew(place: Place) -> None:
    place.start()
    config = Config(me=("Ana",), inbox=("Work",))
    assert is_right(place, config)
    assert place.opened


@pytest.mark.parametrize("size", [0, 1, 100, 4096, 5000, -1])
def test_a_cut_file_is_thrown_away(place: Place, size: int) -> None:
    place.start()
    data = place.file.read_bytes()
    place.file.write_bytes(data[:size])
    assert is_right(place)
    place.start()
    assert place.opened == []


@pytest.mark.parametrize("seed", range(12))
def test_a_file_with_rubbish_in_it_costs_time_and_no_truth(place: Place, seed: int) -> None:
    place.start()
    rubbish = random.Random(seed)
    data = bytearray(place.file.read_bytes())
    for _ in range(3):
        at = rubbish.randrange(len(data) // 4096) * 4096
        data[at : at + 4096] = rubbish.randbytes(4096)
    place.file.write_bytes(data)
    assert is_right(place)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE task",
        "DROP TABLE link",
        "UPDATE task SET rank = 77",
        "UPDATE note SET said = '{'",
        "UPDATE note SET problems = '3', title = NULL",
        "UPDATE meta SET value = 'x' WHERE key = 'totals'",
        "UPDATE meta SET value = 'x' WHERE key = 'made for'",
        f"PRAGMA user_version = {SCHEMA + 1}",
        "DELETE FROM setting",
        "CREATE TABLE more (x)",
    ],
)
def test_a_file_of_another_version_or_hand_is_no_matter(place: Place, statement: str) -> None:
    place.start()
    with sqlite3.connect(place.file) as connection:
        connection.execute(statement)
    connection.close()
    session = place.session()
    first_rows(session)
    session.scan()
    session.close()
    assert is_right(place)


def blocked(place: Place) -> None:
    place.file.mkdir()


def nowhere(place: Place) -> None:
    place.cache.rmdir()


@pytest.mark.parametrize("act", [blocked, nowhere], ids=["in the way", "no folder"])
def test_without_a_place_for_it_everything_is_right_and_said(
    place: Place, act: Callable[[Place], None]
) -> None:
    act(place)
    session = place.session()
    assert "in memory only" in session.cache.problem
    session.scan()
    session.index.keep()
    assert session.cache.links_to(["Ana Ruiz"]) == [
        (NotePath("Work/One.md"), LinkRow("Ana Ruiz", 0, 0))
    ]
    session.close()
    assert is_right(place)


def test_a_full_disk_sends_it_into_memory(place: Place) -> None:
    session = place.session()
    session.scan()
    session.cache._database._connection.execute("PRAGMA max_page_count = 12")
    for number in range(40):
        place.write(f"Work/{number}.md", b"- [?] word\n" * 50)
    session.rescan()
    session.index.keep()
    assert "in memory only" in session.cache.problem
    session.rescan()
    session.index.keep()
    assert len(session.snapshot.notes) == 43
    assert len(session.cache.links_to(["Ana Ruiz"])) == 1
    session.close()
    assert is_right(place)


def test_two_programs_share_it(place: Place) -> None:
    one, two = place.session(), place.session()
    one.scan()
    two.scan()
    one.index.keep()
    two.index.keep()
    place.write("Work/One.md", b"- [?] again\n")
    one.rescan()
    one.index.keep()
    assert [link for link in two.cache.links_to(["Ana Ruiz"]) if link[0] == "Work/One.md"] == []
    two.rescan()
    two.index.keep()
    one.close()
    two.close()
    place.start()
    assert place.opened == []
    assert is_right(place)


def test_one_that_waits_too_long_leaves_it_to_the_next(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.index.database._PATIENCE", 0.01)
    session = place.session()
    session.scan()
    other = sqlite3.connect(place.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    session.index.keep()
    other.execute("COMMIT")
    other.close()
    session.close()
    assert is_right(place)
    assert len(place.start().notes) == 3


ODD = [
    ("Work/Latin.md", b"- [?] caf\xe9 [[Ana Ruiz]]\n"),
    (b"Work/\xff.md", b"- [?] what name\n"),
    (b"Work/\xff/In it.md", b"- [?] what folder\n"),
    ("Work/Nul.md", b"- [?] a \x00 b\n# \x00\n"),
    ("Work/Head.md", b"# caf\xe9\n- [?] under\n"),
    ("Work/Kind.md", b"---\ntype: p\xe9ople\naliases: [\xe9]\n---\n- [?] typed\n"),
    ("Work/Link.md", b"[[\xe9]] and [[One]]\n"),
    ("Work/Empty.md", b""),
    ("Work/Wide.md", "- [?] 日本語 🏳️‍🌈 [[Ana Ruiz]]\n".encode()),
    ("Work/Utf16.md", "- [?] x\n".encode("utf-16")),
]


@pytest.mark.parametrize(("path", "data"), ODD, ids=[str(path) for path, _ in ODD])
def test_what_it_cannot_hold_is_read_again(place: Place, path: str | bytes, data: bytes) -> None:
    place.write(path, data)
    place.start()
    assert is_right(place)
    assert is_right(place)


def test_a_large_inode_is_an_inode(place: Place) -> None:
    session = place.session()
    snapshot = session.scan()
    row = snapshot.notes[NotePath("Work/One.md")]._replace(inode=2**64 - 5)
    tasks = tuple(
        snapshot.tasks[id]._replace(note=row, near=2**64 - 1) for id in snapshot.by_note[row.path]
    )
    session.close()
    cache = Cache(None, Config(), "/x")
    cache.update([[NoteRows(row, tasks)]])
    assert [(rows.note, rows.tasks) for batch in cache.notes() for rows in batch] == [(row, tasks)]
    cache.close()


def test_the_opening_is_how_the_pane_begins(demo: Path, tmp_path: Path) -> None:
    shutil.copytree(demo, tmp_path / "a")
    place = Place(tmp_path / "a")
    assert first_rows(place.session()) is None
    looked = place.session()
    looked.scan()
    listed = looked.inbox.rows()
    looked.close()
    session = place.session()
    known = first_rows(session, 50)
    assert known is not None
    rows, counts = known
    assert session.snapshot.notes == {}
    session.scan()
    assert rows.ids == session.rows("").ids[:50]
    assert [rows.tasks[id] for id in rows.ids] == [session.snapshot.tasks[id] for id in rows.ids]
    assert counts == session.counts
    assert rows.total == session.rows("").total
    kept, heads = first_inbox(session), [id for id in listed.ids if not listed.rows[id].head]
    assert kept is not None
    assert list(kept.ids) == heads[: len(kept.ids)]
    assert [kept.rows[id] for id in kept.ids] == [listed.rows[id] for id in kept.ids]
    assert (kept.arrived, kept.notes, kept.total, kept.snoozed) == (
        listed.arrived, listed.notes, listed.total, listed.snoozed,
    )  # fmt: skip


def test_links_and_people_are_found_by_what_they_are_written_as(place: Place) -> None:
    place.write(
        "Work/Links.md",
        b"---\nparticipants: [Bo, Cleo Marsh]\nperson: Bo\nrelated: '[[In Properties]]'\n---\n"
        b"![[Pic.png]] and [text](Two.md)\n**Source**: [[x]]\n`[[code]]` [[Ana Ruiz#Facts|her]]\n",
    )
    session = place.session()
    session.scan()
    session.index.keep()
    assert session.cache.links_of(NotePath("Work/Links.md")) == (
        LinkRow("In Properties", 3, PROPERTY),
        LinkRow("Pic.png", 5, EMBED),
        LinkRow("Two.md", 5, MARKDOWN),
        LinkRow("x", 6, TO_SOURCE),
        LinkRow("Ana Ruiz", 7, 0),
    )
    assert [path for path, _ in session.cache.links_to(["Ana Ruiz"])] == [
        "Work/Links.md",
        "Work/One.md",
    ]
    assert ("x", TO_SOURCE, 2) in session.cache.targets()
    assert sorted(session.cache.people()) == [("Bo", 1), ("Cleo Marsh", 1)]
    assert session.cache.naming(["Bo", "nobody"]) == [(NotePath("Work/Links.md"), "Bo")]
    (place.root / "Work/Links.md").unlink()
    session.rescan()
    session.index.keep()
    assert session.cache.people() == []
    assert len(session.cache.links_to(["Ana Ruiz"])) == 1
    session.close()


def test_a_thousand_names_are_asked_for_at_once(place: Place) -> None:
    session = place.session()
    session.scan()
    session.index.keep()
    wanted = [*map(str, range(3000)), "Ana Ruiz", "\udce9"]
    assert len(session.cache.links_to(wanted)) == 1
    session.close()


def test_what_a_process_may_know_is_what_is_kept(place: Place) -> None:
    root = str(place.root)
    assert known_files(str(place.file), Config(), root) == ({}, {})
    assert not place.file.exists()
    snapshot = place.start()
    known, _ = known_files(str(place.file), Config(), root)
    assert known == {
        path: (row.size, row.mtime_ns, row.inode) for path, row in snapshot.notes.items()
    }
    assert known_files(str(place.file), Config(me=("Other",)), root) == ({}, {})


NOTES = st.dictionaries(
    st.sampled_from(["a.md", "b.md", "People/C/README.md", "d.md"]),
    st.lists(
        st.sampled_from(
            [
                b"- [?] x",
                b"- [ ] y @Ana",
                b"[[a]]",
                b"# T",
                b"---",
                b"aliases: [Q]",
                b"\xff",
                b"- [x] z",
            ]
        ),
        max_size=5,
    ).map(b"\n".join),
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(NOTES, min_size=1, max_size=4))
def test_it_never_matters(
    tmp_path_factory: pytest.TempPathFactory, states: list[dict[str, bytes]]
) -> None:
    place = Place(tmp_path_factory.mktemp("never"))
    place.write("always.md", b"- [?] here\n")
    for state in states:
        for path in ["a.md", "b.md", "People/C/README.md", "d.md"]:
            if path in state:
                place.write(path, state[path])
            else:
                (place.root / path).unlink(missing_ok=True)
        assert is_right(place)


def test_a_long_first_reading_shows_what_was_read_so_far(tmp_path: Path) -> None:
    place = Place(tmp_path)
    for number in range(4_200):
        place.write(f"Work/{number % 9}/{number}.md", b"- [?] Task %d\n" % number)
    session = place.session()
    seen: list[tuple[int, int]] = []
    session.scan(partly=lambda: seen.append((len(session.snapshot.notes), session.counts.tasks)))
    assert len(seen) > 2
    assert all(0 < notes == tasks < 4_200 for notes, tasks in seen)
    assert [notes for notes, _ in seen] == sorted(notes for notes, _ in seen)
    session.close()
    assert is_right(place)
    assert place.opened  # by the one that knew nothing
    place.start()
    assert place.opened == []
    again: list[int] = []
    other = place.session()
    other.scan(partly=lambda: again.append(1))
    other.close()
    assert again == []


def test_a_vault_whose_disk_is_gone_keeps_what_was_known_of_it(place: Place) -> None:
    place.start()
    place.root.rename(place.folder / "elsewhere")
    place.root.mkdir()
    session = place.session()
    snapshot = session.scan()
    assert len(snapshot.notes) == 3
    [(path, why)] = snapshot.trouble
    assert path == ""
    assert "is empty, and 3 notes were in it" in why
    assert session.rescan() == frozenset()
    place.root.rmdir()
    session.rescan()
    assert len(session.snapshot.notes) == 3
    (place.folder / "elsewhere").rename(place.root)
    session.rescan()
    assert session.snapshot.trouble == ()
    session.close()
    place.start()
    assert place.opened == []
    assert is_right(place)


def test_a_vault_that_loses_all_but_something_has_lost_it(place: Place) -> None:
    place.start()
    shutil.rmtree(place.root)
    place.write("Work/New.md", b"- [?] only\n")
    assert [row.text for row in place.start().tasks.values()] == ["only"]
