import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import edited_notes

from core.edit import (
    Create,
    Edit,
    Move,
    Patch,
    Remember,
    Remove,
    Transaction,
    apply,
    inverse,
    invert,
    patch,
    shift,
)
from core.errors import Conflict
from core.path import NotePath
from core.text import Span, digest

NOTE = NotePath("n.md")


@given(edited_notes())
def test_bytes_outside_of_every_edit_stay(case: tuple[bytes, tuple[Edit, ...]]) -> None:
    data, edits = case
    after, kept, at = apply(data, edits), [], 0
    for edit in edits:
        kept.append(data[at : edit.span.start])
        at = edit.span.end
    kept.append(data[at:])
    for piece, edit in zip(kept, edits, strict=False):
        assert after.startswith(piece + edit.new)
        after = after[len(piece) + len(edit.new) :]
    assert after == kept[-1]


@given(edited_notes())
def test_the_inverse_gives_every_byte_back(case: tuple[bytes, tuple[Edit, ...]]) -> None:
    data, edits = case
    after = apply(data, edits)
    assert apply(after, invert(edits)) == data
    assert apply(data, invert(invert(edits))) == after


@given(edited_notes(), st.data())
def test_a_byte_outside_of_the_edits_is_found_again(
    case: tuple[bytes, tuple[Edit, ...]], draw: st.DataObject
) -> None:
    data, edits = case
    offset = draw.draw(st.integers(0, len(data)))
    after = apply(data, edits)
    if any(edit.span.start <= offset < edit.span.end for edit in edits):
        assert 0 <= shift(offset, edits) <= len(after)
    else:
        left = max([edit.span.end for edit in edits if edit.span.end <= offset], default=0)
        assert after[shift(left, edits) : shift(offset, edits)] == data[left:offset]


@given(edited_notes())
def test_a_patch_names_what_it_was_planned_against_and_what_comes_out(
    case: tuple[bytes, tuple[Edit, ...]],
) -> None:
    data, edits = case
    change = patch(NOTE, data, edits[::-1])
    assert digest(data) == change.before
    assert digest(apply(data, change.edits)) == change.after
    assert inverse(inverse(change)) == change


@pytest.mark.parametrize(
    "edits",
    [
        (Edit(Span(0, 1), b"x", b""),),
        (Edit(Span(0, 2), b"a", b""),),
        (Edit(Span(2, 5), b"c", b""),),
        (Edit(Span(9, 9), b"", b"x"),),
        (Edit(Span(2, 1), b"", b"x"),),
        (Edit(Span(-1, 0), b"", b"x"),),
        (Edit(Span(0, 2), b"ab", b""), Edit(Span(1, 3), b"bc", b"")),
    ],
)
def test_an_edit_of_other_bytes_is_a_conflict(edits: tuple[Edit, ...]) -> None:
    with pytest.raises(Conflict):
        apply(b"abc", edits)


@pytest.mark.parametrize(("offset", "found"), [(0, 0), (1, 3), (2, 3), (3, 5), (4, 6)])
def test_an_offset_within_an_edit_moves_to_its_end(offset: int, found: int) -> None:
    edits = (
        Edit(Span(1, 2), b"b", b"xy"),
        Edit(Span(2, 3), b"c", b""),
        Edit(Span(3, 3), b"", b"pq"),
    )
    assert apply(b"abcde", edits) == b"axypqde"
    assert shift(offset, edits) == found


def test_every_change_has_an_inverse() -> None:
    other = NotePath("o.md")
    pairs = [
        (Create(NOTE, b"x"), Remove(NOTE, b"x")),
        (Move(NOTE, other, None), Move(other, NOTE, None)),
        (Remember("snooze", "k", None, "2026-01-01"), Remember("snooze", "k", "2026-01-01", None)),
        (
            Patch(NOTE, digest(b"a"), digest(b"b"), (Edit(Span(0, 1), b"a", b"b"),)),
            Patch(NOTE, digest(b"b"), digest(b"a"), (Edit(Span(0, 1), b"b", b"a"),)),
        ),
    ]
    for change, undo in pairs:
        assert inverse(change) == undo
        assert inverse(undo) == change


def test_a_transaction_names_each_file_once() -> None:
    changes = (
        Create(NOTE, b""),
        Remember("snooze", "k", None, "x"),
        Move(NOTE, NotePath("o.md"), None),
        Remove(NotePath("o.md"), b""),
    )
    assert Transaction("t", changes).paths == ("n.md", "o.md")
