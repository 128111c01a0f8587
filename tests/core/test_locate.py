import pytest
from hypothesis import given
from hypothesis import strategies as st
from task_notes import VAULT, rows_of

from core.actions.locate import found_at, locate, near_of
from core.errors import Conflict
from core.note import Note, parse_note
from core.path import NotePath
from core.text import Source, near_hash


def note_of(text: str) -> Note:
    return parse_note(NotePath("Work/Sync.md"), text.encode(), VAULT)


def line_found(before: str, row: int, after: str) -> int:
    return locate(note_of(after), rows_of(note_of(before))[row]).line


def test_the_same_line_at_its_number_is_the_task() -> None:
    assert line_found("a\n- [?] one\n", 0, "b\n- [?] one\n") == 1


def test_a_line_that_moved_is_found_by_being_the_only_equal_one() -> None:
    assert line_found("- [?] one\n", 0, "# New\n\ntext\n- [?] one\n") == 3


def test_a_copy_that_appeared_elsewhere_does_not_disturb() -> None:
    assert line_found("- [?] one\n", 0, "- [?] one\nb\n- [?] one\n") == 0


def test_equal_lines_are_told_apart_by_their_neighbours_and_order() -> None:
    before = "a\n- [?] one\nb\n- [?] one\nc\n"
    assert line_found(before, 1, before) == 3
    assert line_found(before, 0, f"# New\n\n{before}") == 3
    assert line_found(before, 1, f"# New\n\n{before}") == 5


@pytest.mark.parametrize(
    ("before", "row", "after"),
    [
        ("- [?] one\n", 0, "- [ ] one\n"),
        ("- [?] one\n", 0, ""),
        ("- [?] one\n", 0, "- [?] one \n"),
        ("- [?] one\n", 0, "```\n- [?] one\n```\n"),
        # It moved, and now there are two.
        ("- [?] one\n", 0, "new\n- [?] one\n- [?] one\n"),
        # One of two was decided: the other must not be taken for it.
        ("a\n- [?] one\nb\n- [?] one\n", 0, "a\n- [ ] one\nb\n- [?] one\n"),
        # They changed places, so that neither has its neighbours.
        ("a\n- [?] one\nb\n- [?] one\nc\n", 0, "x\n- [?] one\ny\n- [?] one\nz\n"),
        ("a\n- [?] one\nb\n- [?] one\n", 1, "n\na\n- [?] one\nb\n- [?] one\n- [?] one\n"),
    ],
)
def test_otherwise_it_is_a_conflict_and_nothing_is_guessed(
    before: str, row: int, after: str
) -> None:
    with pytest.raises(Conflict):
        line_found(before, row, after)


def test_a_conflict_shows_the_line_that_was_meant_and_the_one_that_is_there() -> None:
    row = rows_of(note_of("a\n- [?] one\n"))[0]
    with pytest.raises(
        Conflict, match=r"Work/Sync\.md: line 2 was “- \[\?\] one”, now there is “- \[x\] one”"
    ):
        locate(note_of("a\n- [x] one\n"), row)
    with pytest.raises(Conflict, match="now there is nothing"):
        locate(note_of("a"), row)
    assert found_at(note_of("a\n- [x] one\n"), row) == "- [x] one"


def test_neighbours_do_not_see_how_lines_end() -> None:
    assert (
        near_of(Source(b"a\r\nb\r\nc"), 1)
        == near_of(Source(b"a\nb\nc\n"), 1)
        == near_hash(b"a", b"c")
    )
    assert near_of(Source(b"a"), 0) == near_hash(b"", b"")


@given(
    st.lists(st.sampled_from(["- [?] one", "- [?] two", "- [ ] one", "text", ""]), max_size=8),
    st.lists(st.sampled_from(["- [?] one", "- [?] two", "- [x] one", "text", "new"]), max_size=8),
)
def test_what_is_found_reads_as_what_was_meant(before: list[str], after: list[str]) -> None:
    now = note_of("\n".join(after))
    for row in rows_of(note_of("\n".join(before))):
        try:
            task = locate(now, row)
        except Conflict:
            continue
        assert task.raw == row.raw
        assert (
            after.count(row.raw) == 1 or task.line == row.line or after.count(row.raw) == row.twins
        )


@given(st.lists(st.sampled_from(["- [?] one", "- [?] two", "text", ""]), max_size=8))
def test_in_an_unchanged_note_every_task_is_found_where_it_is(lines: list[str]) -> None:
    note = note_of("\n".join(lines))
    for row in rows_of(note):
        assert locate(note, row).line == row.line
