"""A copy that a sync client left is not read as a second note, and no note is taken for a copy."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sessions import Place, waiting

from core.conflicts import copies, original_of
from core.path import NotePath

COPIES = [
    "note.sync-conflict-20260102-123000-ABCDEF7.md",
    "note.sync-conflict-20260102-123000.md",
    "note (Conflicted copy laptop 202601021230).md",
    "note (Ann's conflicted copy 2026-01-02).md",
    "note (conflicted copy 2026-01-02 123000).md",
    "note_conflict-20260102-123000.md",
]
NOTES = [
    "note 2.md",
    "note (copy).md",
    "note-LAPTOP.md",
    "On conflict (and its copies).md",
    "A conflict in planning.md",
    "sync-conflict.md",
    ".sync-conflict-20260102-123000-ABCDEF7.md",
    "note (conflicted copy.md",
    "note.sync-conflict-2026-1-ABCDEF7.md",
]


@pytest.mark.parametrize("name", COPIES)
@pytest.mark.parametrize("folder", ["", "Work/People/"])
def test_names_of_copies_are_known(name: str, folder: str) -> None:
    assert original_of(NotePath(folder + name)) == f"{folder}note.md"


@pytest.mark.parametrize("name", NOTES)
def test_other_names_are_a_persons_own(name: str) -> None:
    assert original_of(NotePath(name)) is None


def test_without_its_original_a_copy_is_the_note() -> None:
    alone = NotePath(COPIES[0])
    assert copies([alone]) == {}
    assert copies([alone, NotePath("note.md")]) == {alone: "note.md"}


def test_its_tasks_are_listed_once_and_it_is_told(tmp_path: Path) -> None:
    place = Place(tmp_path, {"a.md": b"- [?] call\n"})
    session = place.session()
    copy = place.write("a.sync-conflict-20260102-123000-ABCDEF7.md", b"- [?] call\n- [?] more\n")
    session.refresh([copy])
    assert waiting(session) == ["call"]
    assert session.snapshot.copies == ((copy, "is a sync client's copy of a.md"),)
    (place.root / "a.md").unlink()
    session.rescan()
    assert sorted(waiting(session)) == ["call", "more"]
    assert session.snapshot.copies == ()


parts = st.text(st.sampled_from("abé 2()-_.'2026-01-02"), max_size=8)
marks = st.sampled_from(
    ["", " 2", " (copy)", "-LAPTOP", " (1)", "_conflict", " conflicted copy", " (conflict)"]
)
stems = st.builds("".join, st.tuples(parts, st.sampled_from(["note", "Plan"]), parts, marks))


@given(st.sets(st.builds("{}.md".format, stems), max_size=6), st.sampled_from(COPIES))
def test_only_what_bears_a_clients_mark_beside_its_original_is_taken_for_a_copy(
    names: set[str], copy: str
) -> None:
    own = [NotePath(name) for name in names if original_of(NotePath(name)) is None]
    assert copies(own) == {}
    found = copies([*own, NotePath(copy), NotePath("other/note.md")])
    assert found == ({copy: "note.md"} if "note.md" in own else {})


@given(stems)
def test_names_without_a_clients_mark_and_day_are_a_persons_own(stem: str) -> None:
    assert original_of(NotePath(f"{stem}.md")) is None


@given(stems, st.sampled_from(COPIES))
def test_whatever_a_note_is_called_its_copy_is_known(stem: str, copy: str) -> None:
    named = NotePath(f"Work/{stem}{copy.removeprefix('note')}")
    assert original_of(named) == f"Work/{stem}.md"
