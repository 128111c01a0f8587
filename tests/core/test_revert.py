"""Undo on a note that another program changed meanwhile, and finding the place of an edit again."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from writing import Desk, desk, do, redo, undo

from core.edit import (
    Create,
    Edit,
    EntryId,
    Move,
    Patch,
    Remember,
    Remove,
    Transaction,
    apply,
    invert,
    patch,
)
from core.entries import Context, Entry, pack_context
from core.errors import Conflict, Unreadable
from core.path import NotePath
from core.regions import rebase, regions
from core.revert import revert
from core.store import look_again, overwritten
from core.text import Span, digest

PATH = NotePath("sync.md")
NOTE = b"# Sync\n\n- [?] call the printer\n- [?] book a room\nend\n"


def edit(data: bytes, old: bytes, new: bytes) -> Edit:
    assert data.count(old) == 1
    at = data.index(old)
    return Edit(Span(at, at + len(old)), old, new)


def entry_of(data: bytes, *edits: Edit) -> tuple[Entry, bytes]:
    change = patch(PATH, data, edits)
    context = Context(len(data), regions(data, change.edits))
    tx = Transaction("accept", (change,))
    entry = Entry(EntryId("e1"), "2026-03-02T09:30:00+00:00", tx, {PATH: pack_context(context)})
    return entry, apply(data, change.edits)


def undone(entry: Entry, present: bytes) -> bytes:
    [change] = revert(entry, lambda _: present).changes
    assert isinstance(change, Patch)
    assert change.before == digest(present)
    data = apply(present, change.edits)
    assert change.after == digest(data)
    return data


def accepted(data: bytes = NOTE) -> tuple[Entry, bytes]:
    return entry_of(data, edit(data, b"[?] call", b"[ ] call"))


def test_an_unchanged_note_gets_every_byte_back() -> None:
    entry, after = accepted()
    tx = revert(entry, lambda _: after)
    assert undone(entry, after) == NOTE
    assert (tx.undoes, tx.label, tx.verb) == (entry.id, "accept", "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"# Sync", b"new first line\n# Sync"),
        (b"end\n", b"end\nmore\n"),
        (b"# Sync\n\n", b""),
        (b"- [?] book a room", b"- [x] book a room today"),
        (b"\nend\n", b""),
    ],
)
def test_what_another_program_changed_elsewhere_stays(old: bytes, new: bytes) -> None:
    entry, after = accepted()
    assert undone(entry, after.replace(old, new)) == NOTE.replace(old, new)


def test_a_line_that_moved_is_found() -> None:
    entry, after = accepted()
    line = b"- [ ] call the printer\n"
    assert (
        undone(entry, after.replace(line, b"") + line)
        == NOTE.replace(b"- [?] call the printer\n", b"") + b"- [?] call the printer\n"
    )


def test_a_line_that_is_gone_is_a_conflict_that_shows_both_sides() -> None:
    entry, after = accepted()
    with pytest.raises(Conflict, match=r"sync\.md has changed since") as caught:
        undone(entry, after.replace(b"call the printer", b"call Ana"))
    assert caught.value.expected == "- [ ] call the printer"
    assert caught.value.found == "- [ ] call Ana"


def test_a_note_that_is_gone_is_a_conflict() -> None:
    def read(_: NotePath) -> bytes:
        raise Unreadable("there is no such file")

    with pytest.raises(Conflict, match="no such file"):
        revert(accepted()[0], read)


TWINS = b"# a\n- [?] same\n# b\n- [?] same\n# c\n"


def second_of_twins() -> tuple[Entry, bytes]:
    at = TWINS.rindex(b"?")
    both = (Edit(Span(7, 8), b"?", b" "), Edit(Span(at, at + 1), b"?", b" "))
    return entry_of(TWINS, *both)


def test_each_of_several_equal_lines_is_found_by_its_neighbours() -> None:
    entry, after = second_of_twins()
    assert undone(entry, b"top\n" + after) == b"top\n" + TWINS


def test_equal_lines_are_told_apart_at_their_place_when_another_appears() -> None:
    entry, after = entry_of(TWINS, Edit(Span(7, 8), b"?", b" "))
    assert undone(entry, after + b"- [ ] same\n") == TWINS + b"- [ ] same\n"


@pytest.mark.parametrize(
    "present",
    [
        b"- [ ] same\n# a\n- [ ] same\n# b\n# c\n",
        b"# c\n- [ ] same\n# b\n- [ ] same\n# a\n",
        b"# x\n- [ ] same\n# y\n",
    ],
)
def test_equal_lines_that_cannot_be_told_apart_are_a_conflict(present: bytes) -> None:
    entry, _ = second_of_twins()
    with pytest.raises(Conflict):
        undone(entry, present)


def test_lines_that_changed_their_order_are_a_conflict() -> None:
    entry, after = entry_of(NOTE, edit(NOTE, b"[?] call", b"[ ] call"), edit(NOTE, b"end", b"END"))
    present = b"END\n" + after.replace(b"END\n", b"")
    with pytest.raises(Conflict):
        undone(entry, present)


def test_part_of_a_longer_line_is_not_the_line() -> None:
    entry, after = accepted()
    with pytest.raises(Conflict):
        undone(entry, after.replace(b"printer\n", b"printer now\n"))
    with pytest.raises(Conflict):
        undone(entry, after.replace(b"- [ ] call", b"> - [ ] call"))


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_the_last_line_is_found_when_more_follows(newline: bytes) -> None:
    note = b"one" + newline + b"- [?] two"
    entry, after = entry_of(note, edit(note, b"?", b" "))
    assert undone(entry, after + newline + b"three") == note + newline + b"three"
    with pytest.raises(Conflict):
        undone(entry, after + b"\rthree")


@pytest.mark.parametrize(
    ("note", "start", "end", "new"),
    [
        (b"a\n- [x] gone\nb\n", 2, 13, b""),
        (b"a\nb\n", 2, 2, b"- [ ] put between\n"),
        (b"a\n\n\nb\n", 2, 2, b"\n"),
        (b"- [x] gone", 0, 10, b""),
        (b"", 0, 0, b"- [ ] first"),
        (b"a\n- [?] x", 9, 9, b"\n- [ ] y"),
        (b"a\n", 2, 2, b"- [ ] y\n"),
        (b"a\r\n\r\n- [?] x\r\nb", 5, 14, b""),
        (b"one two\nthree\n", 3, 8, b" "),
    ],
)
def test_whole_lines_added_and_taken_away_are_undone_between_their_neighbours(
    note: bytes, start: int, end: int, new: bytes
) -> None:
    entry, after = entry_of(note, Edit(Span(start, end), note[start:end], new))
    assert undone(entry, after) == note
    if note.strip() and after.strip():
        assert undone(entry, b"top\n" + after) == b"top\n" + note


def test_what_was_made_is_taken_away_unless_it_was_changed() -> None:
    tx = Transaction("make", (Create(PATH, NOTE),))
    entry = Entry(EntryId("e"), "", tx)
    assert revert(entry, lambda _: NOTE).changes == (Remove(PATH, NOTE),)
    with pytest.raises(Conflict, match="was changed since it was made") as caught:
        revert(entry, lambda _: b"theirs")
    assert caught.value.found == "theirs"


def test_changes_are_taken_back_in_the_opposite_order_and_with_what_stands_there() -> None:
    to = NotePath("Done/sync.md")
    present = {to: b"edited", NotePath("b"): b"", NotePath("p"): b"\x00"}
    changes = (
        Move(PATH, to, digest(NOTE)),
        Move(NotePath("a"), NotePath("b"), None),
        Remove(NotePath("n"), b"n"),
        Remember("snooze", "t", None, "later"),
    )
    tx = revert(Entry(EntryId("e"), "", Transaction("x", changes)), present.__getitem__)
    assert tx.changes == (
        Remember("snooze", "t", "later", None),
        Create(NotePath("n"), b"n"),
        Move(NotePath("b"), NotePath("a"), None),
        Move(to, PATH, digest(b"edited")),
    )


def test_a_patched_note_is_looked_for_where_it_was_moved() -> None:
    change = patch(PATH, NOTE, [edit(NOTE, b"[?] call", b"[ ] call")])
    move = Move(PATH, NotePath("x.md"), change.after)
    context = pack_context(Context(len(NOTE), regions(NOTE, change.edits)))
    entry = Entry(EntryId("e"), "", Transaction("x", (change, move)), {PATH: context})
    after = apply(NOTE, change.edits)
    tx = revert(entry, {NotePath("x.md"): after}.__getitem__)
    assert tx.changes == (
        Move(NotePath("x.md"), PATH, change.after),
        Patch(PATH, change.after, change.before, invert(change.edits)),
    )


# ---- laws

NOTES = st.lists(
    st.sampled_from([b"- [?] a", b"- [?] b", b"", b"- [ ] a", b"# h", b"\xff", b"  "]), max_size=9
).flatmap(lambda lines: st.sampled_from([b"\n", b"\r\n"]).map(lambda end: end.join(lines)))


@st.composite
def edited(draw: st.DrawFn) -> tuple[bytes, tuple[Edit, ...]]:
    data = draw(NOTES)
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=6)))
    pieces = [b"", b" ", b"x", b"\n", b"- [ ] a\n", b"\n- [?] b", b"\r\n"]
    edits = [
        Edit(Span(start, end), data[start:end], draw(st.sampled_from(pieces)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    return data, tuple(edits)


@given(edited())
def test_edits_found_again_in_the_note_itself_are_the_edits(
    case: tuple[bytes, tuple[Edit, ...]],
) -> None:
    data, edits = case
    found = regions(data, edits)
    assert sum(region.edits for region in found) == len(edits)
    try:
        again = rebase(data, edits, [(region.edits, region.old) for region in found])
    except Conflict:
        assert any(region.old.twins != 1 for region in found)
    else:
        assert tuple(again) == edits


@given(edited(), st.binary(max_size=6), st.binary(max_size=6))
def test_undo_below_new_lines_restores_the_note_below_them_or_refuses(
    case: tuple[bytes, tuple[Edit, ...]], above: bytes, below: bytes
) -> None:
    data, edits = case
    if not edits:
        return
    entry, after = entry_of(data, *edits)
    top, bottom = above + b"\n", b"\n" + below
    try:
        found = undone(entry, top + after + bottom)
    except Conflict:
        return
    blank = [
        one for one in regions(data, edits) if not (one.old.data.strip() and one.new.data.strip())
    ]
    if all(one.old.twins == one.new.twins == 1 for one in regions(data, edits)) and not blank:
        assert found == top + data + bottom


def test_edits_that_swallow_the_start_of_the_next_line_are_one_place() -> None:
    note = b"- [?] a\n- [?] b\nend\n"
    entry, after = entry_of(
        note, Edit(Span(1, 8), note[1:8], b""), Edit(Span(8, 16), note[8:16], b"")
    )
    assert after == b"-end\n"
    assert undone(entry, b"top\n" + after) == b"top\n" + note


# ---- what somebody else took back


def lost(at: Desk, id: EntryId) -> tuple[str, ...]:
    return overwritten(at.vault, at.journal, id)


@pytest.fixture
def home(tmp_path: Path) -> Desk:
    at = desk(tmp_path)
    at.write("sync.md", NOTE)
    return at


def accept(at: Desk) -> EntryId:
    return do(at, at.edit("sync.md", (b"[?] call", b"[ ] call")))


CALLED = NOTE.replace(b"[?] call", b"[ ] call")


@pytest.mark.parametrize(
    ("present", "stands"),
    [
        (CALLED, True),
        (b"above\n" + CALLED + b"below\n", True),
        (CALLED.replace(b"\n", b"\r\n"), True),
        (CALLED + b"- [?] call the printer\n", True),
        (CALLED.replace(b"[ ] call the printer", b"[x] call the printer 2026-03-02"), True),
        (b"", True),
        (NOTE, False),
        (NOTE.replace(b"\n", b"\r\n"), False),
        (b"above\n" + NOTE + b"below\n", False),
        (NOTE.replace(b"[?] book", b"[x] book"), False),
    ],
    ids=[
        "as it was written",
        "other lines",
        "other line endings",
        "the old line is there as well",
        "somebody worked on our line",
        "nothing of either",
        "the old copy",
        "the old copy with other line endings",
        "the old copy with other lines",
        "the old copy with another line changed",
    ],
)
def test_an_edit_is_overwritten_where_its_old_lines_are_back(
    home: Desk, present: bytes, stands: bool
) -> None:
    id = accept(home)
    home.write("sync.md", present)
    assert lost(home, id) == (() if stands else ("sync.md",))


def test_of_several_edits_in_a_note_one_is_enough(home: Desk) -> None:
    id = do(home, home.edit("sync.md", (b"[?] call", b"[ ] call"), (b"[?] book", b"[-] book")))
    home.write("sync.md", CALLED)
    assert lost(home, id) == ("sync.md",)


def test_equal_lines_are_counted(home: Desk) -> None:
    home.write("twins.md", b"- [?] call\n- [ ] call\n- [?] call\n")
    data = home.vault.read(NotePath("twins.md"))
    id = do(home, patch(NotePath("twins.md"), data, [Edit(Span(3, 4), b"?", b" ")]))
    assert lost(home, id) == ()
    home.write("twins.md", data)
    assert lost(home, id) == ("twins.md",)


def test_what_a_later_transaction_of_ours_changed_is_not_overwritten(home: Desk) -> None:
    id = accept(home)
    undone = undo(home)
    assert (lost(home, id), lost(home, undone)) == ((), ())
    redo(home)
    assert lost(home, id) == ()
    again = do(home, home.edit("sync.md", (b"[ ] call", b"[?] call")))
    assert (lost(home, id), lost(home, again)) == ((), ())


def test_a_later_transaction_elsewhere_in_the_note_hides_nothing(home: Desk) -> None:
    id = accept(home)
    other = do(home, home.edit("sync.md", (b"[?] book", b"[x] book")))
    home.write("sync.md", NOTE)
    assert (lost(home, id), lost(home, other)) == (("sync.md",), ("sync.md",))


def test_late_bytes_that_were_kept_hide_nothing(home: Desk) -> None:
    with home.path("sync.md").open("ab", buffering=0) as slow:
        id = accept(home)
        slow.write(b"late\n")
        assert look_again(home.vault, home.journal, home.state)
    home.write("sync.md", NOTE)
    assert lost(home, id) == ("sync.md",)


def test_an_edit_is_looked_for_where_the_note_was_moved(home: Desk) -> None:
    change = home.edit("sync.md", (b"[?] call", b"[ ] call"))
    id = do(home, change, Move(NotePath("sync.md"), NotePath("Done/sync.md"), change.after))
    do(home, Move(NotePath("Done/sync.md"), NotePath("last.md"), change.after))
    assert lost(home, id) == ()
    home.write("last.md", NOTE)
    assert lost(home, id) == ("last.md",)


def test_a_note_that_is_gone_or_was_taken_away_by_us_is_not_asked_about(home: Desk) -> None:
    made = do(home, Create(NotePath("new.md"), b"- [?] new\n"))
    id = do(home, home.edit("new.md", (b"[?]", b"[ ]")))
    undo(home)
    undo(home)
    assert (lost(home, made), lost(home, id)) == ((), ())
    id = accept(home)
    home.path("sync.md").unlink()
    assert lost(home, id) == ()


def test_a_new_or_moved_file_stands_where_it_was_put(home: Desk) -> None:
    made = do(home, Create(NotePath("new.md"), b"new\n"), Remember("snooze", "t", None, "x"))
    moved = do(home, Move(NotePath("sync.md"), NotePath("trash/sync.md"), digest(NOTE)))
    home.write("new.md", b"worked on\n")
    assert (lost(home, made), lost(home, moved)) == ((), ())
    home.path("new.md").unlink()
    home.path("trash/sync.md").rename(home.path("sync.md"))
    assert (lost(home, made), lost(home, moved)) == (("new.md",), ("trash/sync.md",))


def test_what_the_journal_no_longer_holds_is_not_asked_about(home: Desk) -> None:
    assert lost(home, EntryId("unknown")) == ()


def test_a_file_that_was_moved_and_then_edited_comes_back_and_goes_again(tmp_path: Path) -> None:
    home = desk(tmp_path)
    home.write("sync.md", NOTE)
    edit = home.edit("sync.md", (b"[?] call", b"[ ] call"))
    to = NotePath("Ana/sync.md")
    page, key = Create(NotePath("Ana/README.md"), b"Ana\n"), Remember("inbox", "k", None, "v")
    do(home, page, Move(PATH, to, edit.before), replace(edit, path=to), key)
    filed = home.files()
    home.write("Ana/sync.md", home.vault.read(to) + b"later\n")
    for _ in range(2):
        undo(home)
        assert home.files() == {"sync.md": NOTE + b"later\n"}
        assert home.state.get("inbox", "k") is None
        redo(home)
        assert home.files() == {**filed, "Ana/sync.md": filed["Ana/sync.md"] + b"later\n"}
        assert home.state.get("inbox", "k") == "v"


def test_a_file_that_was_moved_twice_in_one_step_comes_back(tmp_path: Path) -> None:
    home = desk(tmp_path)
    home.write("sync.md", NOTE)
    one, two = NotePath("a/one.md"), NotePath("b/two.md")
    do(home, Move(PATH, one, None), Move(one, two, digest(NOTE)))
    assert [name for name in home.files() if name.endswith(".md")] == ["b/two.md"]
    undo(home)
    assert home.files()["sync.md"] == NOTE
