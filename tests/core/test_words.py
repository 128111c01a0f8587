"""Words of bodies and mentions: filled by a process of its own, and never wrong."""

import os
import random
import signal
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.config import Config
from core.index import wordfile
from core.index.scribe import Place
from core.index.wordfile import SCHEMA, WORDS
from core.index.words import words_of
from core.path import NotePath
from core.session import Session
from core.vault import Vault
from core.wording import Indexer, Pending, run

NOW = datetime(2026, 1, 6, 9, tzinfo=UTC)
LONG = 60.0
PAUSE = threading.Event()


def until(come: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not come() and time.monotonic() < end:
        PAUSE.wait(0.005)
    assert come()


class Desk:
    """A vault, and one start of the program after another on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "Notes"
        self.cache = folder / "cache"
        self.root.mkdir(parents=True)
        self.cache.mkdir()
        self.file = self.cache / WORDS
        self.told: list[tuple[int, int]] = []

    def write(self, path: str, text: str | bytes) -> NotePath:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return NotePath(path)

    @contextmanager
    def session(self, config: Config | None = None, *, kept: bool = True) -> Iterator[Session]:
        session = Session(
            Vault(str(self.root)),
            config or Config(),
            state_folder=str(self.folder / "state"),
            cache_folder=str(self.cache) if kept else None,
            clock=lambda: NOW,
            today=date(2026, 1, 6),
        )
        session.scan()
        session.index.keep()
        try:
            yield session
        finally:
            session.close()

    @contextmanager
    def indexed(self, config: Config | None = None) -> Iterator[Session]:
        """A session whose words are all indexed."""
        with self.session(config) as session:
            session.words.start(lambda done, total: self.told.append((done, total)))
            assert session.words.wait(LONG)
            yield session


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    found = Desk(tmp_path)
    found.write(
        "Work/People/Ana Ruiz/README.md",
        "---\naliases: [Annie]\nemail: a.ruiz@quill.example\n---\n# Ana Ruiz\nAna Ruiz lives here.\n",
    )
    found.write("Work/People/Bo Tarn/README.md", "# Bo Tarn\nKnows Ana Ruiz.\n")
    found.write(
        "Work/One.md", "- [?] first\n\nThe pilot review with Annie at the harbour.\nreview pilot\n"
    )
    found.write("Work/Two.md", "- [?] second\nWrite to a.ruiz@quill.example. Ána RUIZ’s café.\n")
    return found


def brought(desk: Desk) -> dict[str, object]:
    """Everything that the words say, brought up to date in this process."""
    with desk.session():
        pass
    indexer = Indexer(where(desk), lambda _: None)
    indexer.look(None)
    return said(desk.file)


def where(desk: Desk) -> Place:
    found = words_of(os.path.realpath(desk.root), Config(), str(desk.cache))._place
    assert found is not None
    return found


def said(file: Path) -> dict[str, object]:
    """What can be asked of a file of words, whatever the order in which it came there."""
    with sqlite3.connect(file) as connection:
        paths = {
            path: (size, crc)
            for path, size, crc in connection.execute("SELECT path, size, crc FROM note")
        }
        mentions = set(
            connection.execute(
                "SELECT path, line, text FROM mention JOIN note ON note.id = note"
                " JOIN spelling ON spelling.id = spelling"
            )
        )
        words = {
            word: set(
                connection.execute(
                    "SELECT path FROM note WHERE id IN (SELECT rowid FROM body WHERE body MATCH ?)",
                    [word],
                )
            )
            for word in ("ana", "ruiz", "annie", "review", "bo", "tarn", "harbour", "x")
        }
        spellings = set(connection.execute("SELECT text, needles, own FROM spelling"))
        unnamed = connection.execute("SELECT count(*) FROM note WHERE NOT named").fetchall()
    connection.close()
    return {
        "notes": paths,
        "mentions": mentions,
        "words": words,
        "spellings": spellings,
        "unnamed": unnamed,
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("harbour", {"Work/One.md"}),
        ("HARB", {"Work/One.md"}),
        ("pilot rev", {"Work/One.md"}),
        ('"pilot review"', {"Work/One.md"}),
        ('"review with an', {"Work/One.md"}),
        ('"review harbour"', set()),
        ("cafe", {"Work/Two.md"}),
        ("aliases", set()),
        ("", set()),
        ('"', set()),
        ("* OR )", set()),
        ("NEAR(a b)", set()),
        (
            "ana ruiz",
            {"Work/People/Ana Ruiz/README.md", "Work/People/Bo Tarn/README.md", "Work/Two.md"},
        ),
    ],
)
def test_words_and_phrases_are_found_in_bodies(desk: Desk, text: str, names: set[str]) -> None:
    with desk.indexed() as session:
        assert session.words.search(text) == names
        assert session.words.lacking == ""


def test_a_mention_is_counted_wherever_somebody_is_written(desk: Desk) -> None:
    with desk.indexed() as session:
        assert session.words.mentions(["Ana Ruiz", "Annie", "A.Ruiz@quill.example"]) == [
            ("Work/One.md", 2, "annie"),
            ("Work/People/Bo Tarn/README.md", 1, "ana ruiz"),
            ("Work/Two.md", 1, "a ruiz@quill example"),
            ("Work/Two.md", 1, "ana ruiz"),
        ]
        assert session.words.counts() == {"annie": 1, "ana ruiz": 2, "a ruiz@quill example": 1}
        assert session.words.mentions(["\udce9", "nobody"]) == []


def test_what_changed_is_indexed_again_and_nothing_else(desk: Desk) -> None:
    with desk.indexed() as session:
        before = desk.file.stat().st_ino
        desk.write("Work/One.md", "- [?] other\nnothing of the kind\n")
        desk.write("Work/Three.md", "Annie again\n")
        (desk.root / "Work/Two.md").unlink()
        session.rescan()
        session.index.keep()
        assert session.words.wait(LONG)
        assert session.words.search("harbour") == frozenset()
        assert session.words.search("kind") == {"Work/One.md"}
        assert [path for path, *_ in session.words.mentions(["annie"])] == ["Work/Three.md"]
        assert session.words.lacking == ""
        assert desk.file.stat().st_ino == before
        with sqlite3.connect(desk.file) as connection:
            assert connection.execute("SELECT max(id) FROM note").fetchone() == (6,)
        connection.close()


def test_a_name_that_comes_later_is_found_in_what_was_read_before(desk: Desk) -> None:
    with desk.indexed() as session:
        page = desk.write("Work/Projects/Pilot/README.md", "# Pilot\n")
        session.refresh([page])
        session.index.keep()
        assert session.words.wait(LONG)
        assert session.words.mentions(["Pilot"]) == [
            ("Work/One.md", 2, "pilot"),
            ("Work/One.md", 3, "pilot"),
        ]
        longer = desk.write("Work/Projects/Pilot Review/README.md", "# Pilot Review\n")
        session.refresh([longer])
        session.index.keep()
        assert session.words.wait(LONG)
        assert session.words.mentions(["Pilot"]) == [("Work/One.md", 3, "pilot")]
        (desk.root / longer).unlink()
        session.rescan()
        session.index.keep()
        assert session.words.wait(LONG)
        assert len(session.words.mentions(["Pilot"])) == 2
        assert session.words.mentions(["Pilot Review"]) == []


def test_alias_tables_of_the_vault_give_names_too(desk: Desk) -> None:
    desk.write("_MANIFEST.md", "| Name | Aliases |\n|---|---|\n| Bo Tarn | Boris, harbour |\n")
    with desk.indexed() as session:
        assert session.words.mentions(["harbour"]) == [
            ("Work/One.md", 2, "harbour"),
            ("_MANIFEST.md", 2, "harbour"),
        ]


def test_a_filter_looks_in_bodies(desk: Desk) -> None:
    with desk.indexed() as session:

        def found(text: str) -> list[str]:
            rows = session.rows(text)
            return [rows.tasks[id].text for id in rows.ids]

        assert found("text:harb") == ["first"]
        assert found('text:"pilot review"') == ["first"]
        assert found('text:"review harbour"') == []
        assert found("-text:harbour") == ["second"]
        assert found("text:ruiz OR text:harbour") == ["first", "second"]
        rows = session.rows("text:harbour")
        assert session.folded(rows, rows.ids).ids == rows.ids


def test_what_is_not_indexed_yet_is_said(desk: Desk) -> None:
    with desk.session() as session:
        assert session.words.lacking == "the words of notes are not indexed yet"
        assert session.words.search("harbour") == frozenset()
        assert session.words.mentions(["annie"]) == []
        assert session.words.counts() == {}
        session.words._scribe.progress = (1200, 6000)
        assert session.words.lacking == "words of 1,200 of 6,000 notes are indexed so far"
        assert session.words.wait(0)
    with desk.session(kept=False) as session:
        session.words.start()
        assert "no folder" in session.words.lacking
        assert session.words.search("harbour") == frozenset()


def test_what_the_index_was_not_told_of_yet_is_lacking(desk: Desk) -> None:
    with desk.indexed() as session:
        desk.write("Work/Three.md", "more\n")
        session.rescan()
        assert session.words.lacking == "words of 4 of 6 notes are indexed so far"
        session.index.keep()
        until(lambda: not session.words.lacking)
        desk.write("Work/Three.md", "others\n")
        session.rescan()
        assert session.words.lacking == "words of 5 of 6 notes are indexed so far"
        session.index.keep()
        until(lambda: not session.words.lacking)
        assert session.words.search("others") == {"Work/Three.md"}


def test_an_empty_vault_is_indexed_at_once(tmp_path: Path) -> None:
    with Desk(tmp_path).indexed() as session:
        assert session.words.lacking == ""


def hostile(desk: Desk) -> None:
    desk.write("Work/Long.md", b"word Annie " * 420_000)
    desk.write("Work/Too long.md", b"harbour " * 700_000)
    desk.write("Work/Nul.md", b"a\0b harbour\0Annie\n")
    desk.write("Work/Latin.md", b"caf\xe9 Annie\xff\n")
    desk.write("Work/Utf16.md", "Annie".encode("utf-16"))
    desk.write("Work/Empty.md", b"")
    desk.write("Work/Open.md", b"---\nAnnie\n```\n[[")
    desk.write("Work/People/" + "x" * 200 + "/README.md", b"# \x00\n")
    desk.write('Work/People/"*" OR 1/README.md', b"# x\n")
    (desk.root / "Work/Pipe.md").unlink(missing_ok=True)
    os.mkfifo(desk.root / "Work/Pipe.md")
    (desk.root / "Work/Link.md").symlink_to("/etc/passwd")
    with open(os.fsencode(desk.root) + b"/Work/\xff.md", "wb") as file:  # noqa: PTH123 - no UTF-8
        file.write(b"Annie\n")


def test_hostile_notes_are_read_or_left_and_never_wrong(desk: Desk) -> None:
    hostile(desk)
    with desk.indexed() as session:
        assert session.words.lacking == ""
        assert session.words.search("harbour") == {"Work/One.md", "Work/Nul.md"}
        assert [path for path, *_ in session.words.mentions(["annie"])] == [
            "Work/Latin.md", "Work/Long.md", "Work/Nul.md", "Work/One.md", "Work/Open.md",
        ]  # fmt: skip
        assert session.words.search("caf") == {"Work/Latin.md", "Work/Two.md"}


def cut(desk: Desk) -> None:
    desk.file.write_bytes(desk.file.read_bytes()[:5000])


def empty(desk: Desk) -> None:
    desk.file.write_bytes(b"")


def no_database(desk: Desk) -> None:
    desk.file.write_bytes(b"harbour " * 2000)


def newer(desk: Desk) -> None:
    execute(desk, f"PRAGMA user_version = {SCHEMA + 1}")


def no_words(desk: Desk) -> None:
    execute(desk, "DROP TABLE body")


def no_mentions(desk: Desk) -> None:
    execute(desk, "DROP TABLE mention")


def rubbish(seed: int) -> Callable[[Desk], None]:
    def act(desk: Desk) -> None:
        dice = random.Random(seed)
        data = bytearray(desk.file.read_bytes())
        for _ in range(3):
            at = dice.randrange(len(data) // 4096) * 4096
            data[at : at + 4096] = dice.randbytes(4096)
        desk.file.write_bytes(data)

    return act


def execute(desk: Desk, statement: str) -> None:
    with sqlite3.connect(desk.file) as connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    "act", [cut, empty, no_database, newer, no_words, no_mentions, *map(rubbish, range(8))]
)
def test_a_file_that_is_broken_or_of_another_hand_is_thrown_away(
    desk: Desk, act: Callable[[Desk], None]
) -> None:
    right = brought(desk)
    act(desk)
    with desk.indexed() as session:
        if session.words.search("harbour") != {"Work/One.md"}:
            # Nothing is said that is wrong, but that it may be too little.
            assert session.words.lacking
            until(lambda: not session.words.lacking)
        session.words.counts()
        until(lambda: not session.words.lacking)
        assert session.words.search("harbour") == {"Work/One.md"}
        assert session.words.lacking == ""
    assert said(desk.file) == right


def test_without_a_place_for_it_that_is_said(desk: Desk) -> None:
    desk.file.mkdir()
    with desk.indexed() as session:
        assert session.words.lacking.startswith("the words of notes are not indexed: ")
        assert session.words.search("harbour") == frozenset()


def settled(session: Session, died: "subprocess.Popen[bytes]") -> bool:
    """Whether the program knows by now that the process died."""
    scribe = session.words._scribe
    with scribe._lock:  # in the middle of it there is none, and the next is about to be started
        return scribe._process is not died and (scribe._process is not None or bool(scribe.problem))


def test_a_process_that_cannot_listen_is_told_later(desk: Desk) -> None:
    with desk.indexed() as session:
        scribe = session.words._scribe
        process = scribe._process
        assert process is not None
        process.send_signal(signal.SIGSTOP)
        path = desk.write("Work/One.md", "quite other words\n")
        session.rescan()
        for _ in range(8000):
            session.words.look([path])
        assert scribe._missed
        session.index.keep()
        assert session.words.lacking
        process.send_signal(signal.SIGCONT)
        until(lambda: not session.words.lacking)
        assert session.words.search('"quite other words"') == {path}


def told(place: Place) -> list[dict[str, object]]:
    """What a process says until it rests."""
    heard: list[dict[str, object]] = []
    run(place._replace(rest=0), Pending(), lambda message: heard.append(dict(message)))
    return heard


def test_where_there_is_no_room_that_is_said_and_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(200):
        desk.write(f"Work/{number}.md", f"Annie and Bo Tarn {number} harbour{number}\n" * 30)
    with desk.session():
        pass
    connect = wordfile.connect

    def small(path: str, made_for: str) -> sqlite3.Connection:
        connection = connect(path, made_for)
        connection.execute("PRAGMA max_page_count = 24")
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(wordfile, "connect", small)
        *_, problem, rest = told(where(desk))
        assert problem["problem"] == "the words of notes are not indexed: database or disk is full"
        assert rest == {"rests": True, "heard": 0}
    *_, done, _ = told(where(desk))
    assert (done["done"], done["total"], done["knows"]) == (204, 204, True)
    kept = said(desk.file)
    discard(desk)
    assert brought(desk) == kept


def test_a_vault_that_is_gone_for_now_is_said(desk: Desk) -> None:
    right = brought(desk)
    desk.root.rename(desk.folder / "elsewhere")
    place = where(desk)
    [problem, _] = told(place)
    assert "there is no such folder" in str(problem["problem"])
    (desk.folder / "elsewhere").rename(desk.root)
    assert "problem" not in told(place)[-2]
    assert said(desk.file) == right


def test_another_program_that_writes_is_waited_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = brought(desk)
    desk.write("Work/One.md", "other\n")
    with desk.session():
        pass
    monkeypatch.setattr("core.wording._PAUSE", 0.01)
    monkeypatch.setattr("core.index.wordfile._PATIENCE", 0.01)
    other = sqlite3.connect(desk.file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.2, lambda: other.execute("COMMIT")).start()
    *_, done, _ = told(where(desk))
    assert (done["done"], done["total"]) == (4, 4)
    assert said(desk.file)["notes"] != right["notes"]
    other.close()


def test_names_that_another_program_changed_meanwhile_are_taken_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk.session():
        pass
    put = wordfile.put_spellings

    def then_others(connection: sqlite3.Connection, *rest: object) -> None:
        put(connection, *rest)  # type: ignore[arg-type]  # as it was called
        if not meddled:
            meddled.append(1)
            connection.execute("UPDATE meta SET value = 'of another' WHERE key = 'names'")

    meddled: list[int] = []
    monkeypatch.setattr(wordfile, "put_spellings", then_others)
    *_, done, _ = told(where(desk))
    assert (done["done"], done["total"], len(meddled)) == (4, 4, 1)
    assert len(said(desk.file)["mentions"]) == 4  # type: ignore[arg-type]  # a set


def test_a_process_that_dies_is_started_again_and_then_no_more(desk: Desk) -> None:
    with desk.indexed() as session:
        for _ in range(3):
            process = session.words._scribe._process
            assert process is not None
            process.kill()
            process.wait()
            until(lambda: settled(session, process))  # noqa: B023 - asked here
        assert "ended" in session.words.lacking
        assert session.words.search("harbour") == {"Work/One.md"}


def test_other_settings_begin_anew(desk: Desk) -> None:
    brought(desk)
    config = Config(entities={"Nobody": "people"})
    with desk.indexed(config) as session:
        assert session.words.counts() == {}
        assert session.words.search("harbour") == {"Work/One.md"}


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment_it_goes_on_where_it_was(desk: Desk, seed: int) -> None:
    dice = random.Random(seed)
    for number in range(900):
        desk.write(f"Work/{number:03}.md", f"Annie {number} and Bo Tarn review\n" * 20)
    with desk.session() as session:
        for _ in range(2):
            session.words.start()
            process = session.words._scribe._process
            assert process is not None
            PAUSE.wait(0.25 + dice.random() * 0.4)
            session.words._scribe._starts = 9
            process.kill()
            process.wait()
            until(lambda: session.words._scribe._process is None)
    after = brought(desk)
    discard(desk)
    assert brought(desk) == after


def discard(desk: Desk) -> None:
    for file in desk.cache.glob(f"{WORDS}*"):
        file.unlink()


def test_two_programs_index_the_same_vault(desk: Desk) -> None:
    for number in range(1500):
        desk.write(f"Work/{number:04}.md", f"Annie {number}\n")
    with desk.session() as one, desk.session() as two:
        one.words.start()
        two.words.start()
        assert one.words.wait(LONG)
        assert two.words.wait(LONG)
        for session in (one, two):
            assert session.words.lacking == ""
            assert session.words.counts()["annie"] == 1501
        assert one.words.figures()["notes"] == 1504
    with sqlite3.connect(desk.file) as connection:
        # Neither did again what the other had done.
        assert connection.execute("SELECT max(id) FROM note").fetchone()[0] <= 1504
    connection.close()


def test_the_file_is_made_anew_when_much_of_it_is_nobodys(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.index.wordfile._FEW", 3)
    right = brought(desk)
    for number in range(5):
        desk.write("Work/One.md", f"{number}\n")
        brought(desk)
    with sqlite3.connect(desk.file) as connection:
        [last] = connection.execute("SELECT max(id) FROM note").fetchone()
    connection.close()
    assert last == 4
    assert said(desk.file)["spellings"] == right["spellings"]


def test_whoever_started_it_is_told_how_far_it_is(desk: Desk) -> None:
    with desk.indexed():
        assert desk.told[-1] == (4, 4)
        assert all(done <= total for done, total in desk.told)


PAGES = [
    "People/Ana Ruiz/README.md",
    "People/Ana/README.md",
    "People/Bo Tarn/README.md",
    "Projects/X.md",
]
LINES = st.sampled_from(
    ["Ana Ruiz", "ana", "Annie met Bo", "[[Ana]]", "review x", "```", "harbour", "Tarn"]
)
NOTES = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(["a.md", "b.md", "c.md"], st.lists(LINES, max_size=4).map("\n".join)),
        **dict.fromkeys(
            PAGES,
            st.tuples(
                st.lists(st.sampled_from(["Annie", "harbour", "Tarn", "Ana"]), max_size=2), LINES
            ).map(lambda one: f"---\naliases: [{', '.join(one[0])}]\n---\n{one[1]}\n"),
        ),
    },
)


@settings(max_examples=40)
@given(st.lists(NOTES, min_size=2, max_size=4), st.integers(0, 1))
def test_what_was_brought_up_to_date_is_what_is_made_anew(
    tmp_path_factory: pytest.TempPathFactory, states: list[dict[str, str]], many: int
) -> None:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.write("Always.md", "here\n")  # a vault without any note counts as a disk that is gone
    patch = pytest.MonkeyPatch()
    patch.setattr("core.wording._MANY", many * 100)
    desk.write("z.md", "A vault that is empty all of a sudden is not believed.")
    with desk.session() as session:
        indexer = Indexer(where(desk), lambda _: None)
        for notes in states:
            notes["z.md"] = "Tarn"
            before = {one.relative_to(desk.root).as_posix() for one in desk.root.rglob("*.md")}
            for path in before - notes.keys() - {"Always.md"}:
                (desk.root / path).unlink()
            for path, text in notes.items():
                desk.write(path, text)
            paths = [NotePath(path) for path in {*before, *notes}]
            session.rescan()
            session.index.keep()
            indexer.look(paths)
        right = said(desk.file)
    discard(desk)
    assert brought(desk) == right
    patch.undo()


def test_a_process_with_nothing_to_do_ends_and_is_there_again(desk: Desk) -> None:
    with desk.session() as session:
        scribe = session.words._scribe
        assert scribe._place is not None
        scribe._place = scribe._place._replace(rest=0.05)
        session.words.start()
        for number in range(4):
            until(lambda: scribe._process is None)
            assert session.words.lacking == ""
            desk.write("Work/One.md", f"number {number} harbour{number}\n")
            session.rescan()
            session.index.keep()
            until(lambda: session.words.lacking == "")
            assert session.words.search(f"harbour{number}") == {"Work/One.md"}
        assert scribe._starts == 1
