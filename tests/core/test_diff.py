from core.diff import unified
from core.edit import Create, Edit, Move, Remember, Remove, Transaction, patch
from core.path import NotePath
from core.text import Span

A = NotePath("a.md")


def diff(*changes: object, data: bytes = b"") -> str:
    return unified(Transaction("t", changes), lambda _: data)  # type: ignore[arg-type]  # any change


def test_a_patch_shows_the_lines_that_change_and_three_around() -> None:
    data = b"1\n2\n3\n4\n- [?] five\n6\n7\n8\n9\n"
    edit = Edit(Span(11, 12), b"?", b" ")
    assert diff(patch(A, data, [edit]), data=data) == (
        "--- a/a.md\n+++ b/a.md\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-- [?] five\n+- [ ] five\n 6\n 7\n 8\n"
    )


def test_a_last_line_without_an_ending_and_a_lone_cr_stay_visible() -> None:
    data = b"a\rb\nlast"
    shown = diff(patch(A, data, [Edit(Span(4, 8), b"last", b"end")]), data=data)
    assert shown.endswith(
        "-last\n\\ No newline at end of file\n+end\n\\ No newline at end of file\n"
    )
    assert " a\rb\n" in shown


def test_files_that_come_go_and_move_are_named() -> None:
    assert diff(Create(A, b"x\n")) == "--- /dev/null\n+++ b/a.md\n@@ -0,0 +1 @@\n+x\n"
    assert diff(Remove(A, b"x\n")) == "--- a/a.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"
    assert diff(Move(A, NotePath("b.md"), None)) == "rename from a.md\nrename to b.md\n"
    assert diff(Remember("snooze", "k", None, "2026-01-09")) == "snooze k: not set → 2026-01-09\n"


def test_what_is_moved_and_then_edited_is_read_where_it_is() -> None:
    to = NotePath("b.md")
    data = b"1\n2\n"
    change = patch(to, data, [Edit(Span(0, 1), b"1", b"X")])
    tx = Transaction("file", (Move(A, to, None), change))
    shown = unified(tx, {A: data}.__getitem__)
    assert shown.startswith("rename from a.md\nrename to b.md\n--- a/b.md\n+++ b/b.md\n")
