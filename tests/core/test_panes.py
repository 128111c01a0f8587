from rows import note_row, task_row

from core.index.snapshot import NoteRows, Snapshot
from core.panes import Counts, counted, preview

PAGE = note_row("People/Ada Quill/README.md", title="Ada Quill", page=True, needs_review=True)
NOTE = note_row("People/Ada Quill/a.md", title="Sync", source_ref="/elsewhere/Sources/a.md")
MAIL = note_row("Inbox/mail.md", title="Hello", arrived=True, entity=None, entity_type=None)
STUB = note_row("Projects/Kite/README.md", title="Kite", page=True, auto_created=True,
                entity="Kite", entity_type="projects")  # fmt: skip
SNAPSHOT = Snapshot().folded(
    [
        NoteRows(PAGE, ()),
        NoteRows(NOTE, (task_row("a", note=NOTE), task_row("b", note=NOTE, proposed=False))),
        NoteRows(MAIL, ()),
        NoteRows(STUB, ()),
    ]
)


def test_the_title_line_counts_what_waits() -> None:
    assert counted(SNAPSHOT.totals, waiting=1, inbox=2) == Counts(
        inbox=2, entities=2, tasks=1, review=2
    )


def test_a_pane_to_come_lists_what_it_will_hold() -> None:
    assert preview("inbox", SNAPSHOT).lines == (
        ("files that arrived", "1"),
        ("new notes with undecided proposals", "1"),
        ("proposals in them", "1"),
        ("Hello", "arrived"),
        ("Sync", "1 ?"),
    )
    assert preview("entities", SNAPSHOT).lines == (
        ("people", "1"),
        ("projects", "1"),
        ("Ada Quill", "people · 2 notes · 1 ?"),
        ("Kite", "projects · 1 notes · 0 ?"),
    )
    assert preview("review", SNAPSHOT).lines == (
        ("pages that wait for a review", "2"),
        ("people", "1"),
        ("projects", "1"),
        ("Ada Quill", "people"),
        ("Kite", "projects"),
    )
