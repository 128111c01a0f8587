from rows import note_row, task_row

from core.index.snapshot import NoteRows, Snapshot
from core.panes import Counts, counted

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
