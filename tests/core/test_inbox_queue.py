"""The notes that nobody has been through: which wait, which stand together, in what order."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaults import snapshot

from core.config import Config
from core.inbox.items import InboxRow
from core.inbox.listed import InboxRows, View, listed
from core.inbox.queue import Ids, Queue, source_of
from core.inbox.remembered import (
    Memory,
    path_key,
    read_value,
    reviewed,
    source_key,
    until,
    until_changed,
)
from core.index.snapshot import Snapshot
from core.path import NotePath

TYPES = Config().entities
TODAY = "2026-01-06"
ADA = "Work/People/Ada Quill"
BO = "Work/People/Bo Lin"
ASK = "- [?] Ask #task\n"


def note(source: str = "", asks: int = 1, day: str = "", more: str = "") -> str:
    said = f"source_ref: {source}\n" if source else ""
    dated = f"date: '{day}'\n" if day else ""
    tasks = "".join(f"- [?] Ask {at} #task\n" for at in range(asks))
    return f"---\n{said}{dated}x: y\n---\n{more}{tasks}"


def queue(notes: Mapping[str, str], memory: Mapping[str, str] | None = None) -> Queue:
    return Queue.of(snapshot(notes), Memory.of(memory or {}, TODAY), TYPES, Ids())


def units(made: Queue) -> list[tuple[str, ...]]:
    """The names of the notes of each unit, the head first."""
    paths = [(unit.head, *unit.others) for unit in made.order]
    return [tuple(path.rpartition("/")[2].removesuffix(".md") for path in one) for one in paths]


def rows(made: Queue) -> InboxRows:
    return listed(View(made, {}))


def the_row(made: Queue, path: str) -> InboxRow:
    found = View(made, {}).row(NotePath(path))
    assert found is not None
    return found


def test_generated_notes_wait_while_proposals_in_them_are_undecided() -> None:
    made = queue(
        {
            f"{ADA}/2026-01-02 - Sync.md": note(),
            f"{ADA}/2026-01-03 - Call.md": note(asks=0),
            f"{ADA}/README.md": note(),
            f"{ADA}/Ideas.md": note(),
            "Plain.md": note(),
            "Elsewhere.md": note("Sources/a.md"),
            "Inbox/2026-01-04 - New.md": note("Sources/b.md"),
        }
    )
    assert units(made) == [("2026-01-02 - Sync",), ("Elsewhere",)]


def test_the_newest_come_first_and_those_without_a_day_last() -> None:
    made = queue(
        {
            f"{ADA}/b.md": note("1", day="2026-01-02"),
            f"{ADA}/a.md": note("2", day="2026-01-02"),
            f"{ADA}/c.md": note("3", day="2026-01-04"),
            f"{ADA}/d.md": note("4"),
        }
    )
    assert units(made) == [("c",), ("a",), ("b",), ("d",)]


def test_notes_of_one_source_stand_together_the_one_to_keep_first() -> None:
    made = queue(
        {
            f"{ADA}/a.md": note("/Users/x/Notes/Sources/2026/Call.md", asks=1),
            f"{BO}/b.md": note('"[[call]]"', asks=3),
            f"{BO}/c.md": note("Sources/Call.md", asks=0),
            f"{ADA}/d.md": note("Sources/CALL.md", asks=1, more="A longer one.\n" * 9),
            f"{ADA}/e.md": note("Sources/Other.md"),
        }
    )
    assert units(made) == [("e",), ("b", "d", "a", "c")]
    head, other = the_row(made, f"{BO}/b.md"), the_row(made, f"{BO}/c.md")
    assert head.others == tuple(Ids()[NotePath(f"{where}.md")] for where in (f"{ADA}/d", f"{ADA}/a", f"{BO}/c"))  # fmt: skip
    assert (head.head, other.head, other.others) == ("", head.id, ())
    assert rows(made).ids == (the_row(made, f"{ADA}/e.md").id, head.id, *head.others)
    assert rows(made).notes == 2
    assert rows(made).heads == (rows(made).ids[0], head.id)


@pytest.mark.parametrize(
    ("reference", "source"),
    [
        ("/Users/x/Notes/Sources/2026-01-02 - Call: part.md", "2026 01 02 call part"),
        ("[[2026-01-02 - Call: part]]", "2026 01 02 call part"),
        ("[[Sources/Café|the call]]", "cafe"),
        (r"C:\Notes\Sources\Call.md", "call"),
        ("Sources/", "sources"),
        ("  ", ""),
    ],
)
def test_a_source_is_its_name_however_it_is_written(reference: str, source: str) -> None:
    assert source_of(reference) == source


def test_a_row_says_what_is_known() -> None:
    made = queue(
        {
            f"{ADA}/2026-01-02 - Sync.md": note("Sources/Call.md", asks=2),
            "Loose.md": note("Sources/Gone.md"),
        }
    )
    there = made.snapshot.folded((), others=frozenset([NotePath("Old/Sources/Call.md")]))
    found = the_row(made.updated(there, made.memory), f"{ADA}/2026-01-02 - Sync.md")
    assert found._replace(crc=0, size=0) == InboxRow(
        Ids()[NotePath(f"{ADA}/2026-01-02 - Sync.md")], NotePath(f"{ADA}/2026-01-02 - Sync.md"),
        "note", "2026-01-02 - Sync", "2026-01-02", 0, 2, f"source call|{ADA}", 0, "Ada Quill", "people", "call",
    )  # fmt: skip
    assert the_row(made, "Loose.md").flags == ("no-entity", "no-source")
    assert the_row(made, "Loose.md").key == "source gone|"


# What is remembered

SYNC = f"{ADA}/2026-01-02 - Sync.md"


@pytest.mark.parametrize(
    ("value", "waits"),
    [
        ("until 2026-01-07", False),
        ("until 2026-01-06", True),
        ("until 2026-01-07 8d3a01f2", False),
        ("until changed 0", True),
        ("reviewed 2026-01-05 2", False),
        ("reviewed 2026-01-05 1", True),
        ("whatever", True),
        ("reviewed 2026-01-05", True),
    ],
)
def test_what_is_remembered_hides_a_note(value: str, *, waits: bool) -> None:
    for notes, key in (
        ({SYNC: note("Sources/Call.md", asks=2)}, source_key("call", ADA)),
        ({SYNC: note(asks=2)}, path_key(NotePath(SYNC))),
    ):
        assert bool(queue(notes, {key: value}).order) is waits


def test_values_say_what_they_were_made_of() -> None:
    row = the_row(queue({SYNC: note(asks=2)}), SYNC)
    for value, hidden in (
        (until(date(2026, 1, 7), row), True),
        (until(date(2026, 1, 6), row), False),
        (until_changed(row), True),
        (reviewed(date(2026, 1, 6), row), True),
    ):
        said = read_value(value)
        assert said is not None
        assert said.hides(TODAY, row.proposals, row.crc) is hidden
    changed = read_value(until_changed(row))
    assert changed is not None
    assert not changed.hides(TODAY, row.proposals, row.crc + 1)


def test_a_note_that_the_pipeline_words_again_stays_out_of_sight() -> None:
    key = source_key("call", ADA)
    seen = {key: "reviewed 2026-01-05 2"}
    again = {f"{ADA}/2026-01-02 - Sync, again.md": note("Sources/Call.md", asks=2)}
    assert not queue(again, seen).order
    more = {f"{ADA}/2026-01-02 - Sync, again.md": note("Sources/Call.md", asks=3)}
    assert queue(more, seen).order


def test_a_note_that_somebody_renamed_is_known_by_its_bytes() -> None:
    text = note(asks=2)
    row = the_row(queue({SYNC: text}), SYNC)
    values = {row.key: reviewed(date(2026, 1, 5), row)}
    moved = f"{ADA}/2026-01-02 - Sync with Bo.md"
    made = queue({moved: text}, values)
    assert not made.order
    assert the_row(made, moved).key == row.key
    # Where the old one is still there the other one is a copy, and waits.
    assert units(queue({SYNC: text, moved: text}, values)) == [("2026-01-02 - Sync with Bo",)]


def test_notes_of_one_source_stand_together_as_long_as_one_waits() -> None:
    notes = {
        f"{ADA}/a.md": note("Call", asks=3),
        f"{BO}/b.md": note("Call", asks=1),
    }
    seen = {source_key("call", ADA): "reviewed 2026-01-05 3"}
    assert units(queue(notes, seen)) == [("b", "a")]
    assert not queue(notes, {**seen, source_key("call", BO): "until 2026-02-01"}).order


def test_what_comes_back_is_said_by_its_day() -> None:
    notes = {
        f"{ADA}/a.md": note("one"),
        f"{ADA}/b.md": note("two"),
        f"{ADA}/2026-01-01 - c.md": note(),
        f"{ADA}/2026-01-02 - d.md": note(),
        f"{ADA}/2026-01-03 - e.md": note(asks=0),
    }
    c, e = (NotePath(f"{ADA}/{name}.md") for name in ("2026-01-01 - c", "2026-01-03 - e"))
    crc = the_row(queue(notes), f"{ADA}/2026-01-02 - d.md").crc
    made = queue(
        notes,
        {
            source_key("one", ADA): "until 2026-01-09",
            source_key("two", ADA): "reviewed 2026-01-05 1",
            path_key(c): "until 2026-01-08",
            path_key(e): "until 2026-01-08",
            path_key(NotePath(f"{ADA}/2026-01-02 - d.md")): f"until changed {crc:x}",
        },
    )
    assert rows(made).snoozed == (
        ("2026-01-08", "2026-01-01 - c", 1),
        ("2026-01-09", "a", 1),
        ("", "2026-01-02 - d", 1),
    )


# Kept up

PATHS = (
    f"{ADA}/2026-01-02 - a.md", f"{ADA}/2026-01-03 - b.md", f"{BO}/2026-01-02 - c.md", f"{BO}/d.md", "e.md",
    f"{ADA}/README.md", "Inbox/f.md",
)  # fmt: skip
TEXTS = (
    "", note(), note("x"), note("X", asks=2), note("y", asks=0), note("y", day="2026-01-04"), note(asks=3, more="z\n"),
)  # fmt: skip
KEYS = (
    path_key(NotePath(PATHS[0])), path_key(NotePath("gone.md")), source_key("x", ADA), source_key("x", BO),
    source_key("y", ""),
)  # fmt: skip
CRC = the_row(queue({PATHS[0]: TEXTS[1]}), PATHS[0]).crc
VALUES = (
    f"until 2026-01-09 {CRC:x}", f"until changed {CRC:x}", "reviewed 2026-01-05 1", f"reviewed 2026-01-05 2 {CRC:x}",
    "until 2026-01-01",
)  # fmt: skip
STEPS = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(PATHS), st.sampled_from(TEXTS), max_size=3),
        st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES), max_size=3),
    ),
    max_size=6,
)


@settings(max_examples=300)
@given(STEPS)
def test_a_queue_that_is_kept_up_is_the_one_made_anew(
    steps: list[tuple[dict[str, str], dict[str, str]]],
) -> None:
    now, ids = Snapshot(), Ids()
    made = Queue.of(now, Memory.of({}, TODAY), TYPES, ids)
    for notes, values in steps:
        now, memory = snapshot(notes, now), Memory.of(values, TODAY)
        made, anew = made.updated(now, memory), Queue.of(now, memory, TYPES, ids)
        assert made.order == anew.order
        assert dict(made.units) == dict(anew.units)
        assert dict(made.undecided) == dict(anew.undecided)
        kept, fresh = rows(made), rows(anew)
        assert kept.ids == fresh.ids
        assert [kept.rows[id] for id in kept.ids] == [fresh.rows[id] for id in fresh.ids]
        assert kept.snoozed == fresh.snoozed
        assert len(kept.rows) == len(list(kept.rows)) == len(kept.ids)
