"""Rows for tests that need no vault."""

from typing import Any

from core.index.rows import NoteRow, TaskId, TaskRow
from core.path import NotePath
from core.text import encode


def note_row(path: str = "Work/People/Ada Quill/2026-01-02 - Sync.md", **changes: Any) -> NoteRow:  # noqa: ANN401 - any field of the row
    row = NoteRow(
        path=NotePath(path),
        size=1,
        mtime_ns=1,
        inode=1,
        crc=0,
        title=path.rpartition("/")[2].removesuffix(".md"),
        date="2026-01-02",
        kind="people",
        entity="Ada Quill",
        entity_type="people",
        page=False,
        arrived=False,
        source_ref=None,
        needs_review=False,
        auto_created=False,
        problems=(),
        faults=(),
        said=None,
    )
    return row._replace(**changes)


def _written(line: str) -> bytes:
    """A line as it may stand in a file; a test may ask for half a character, which never does."""
    try:
        return encode(line)
    except UnicodeEncodeError:
        return line.encode("utf-8", "replace")


def task_row(id: str = "a", text: str = "Send the deck", **changes: Any) -> TaskRow:  # noqa: ANN401 - any field of the row
    mark = changes.get("mark", "?")
    row = TaskRow(
        id=TaskId(id),
        note=note_row(),
        line=0,
        written=_written(f"- [{mark}] {text} @Myself #task #proposed"),
        mark=mark,
        status="Proposed",
        status_type="TODO",
        proposed=True,
        mine=True,
        text=text,
        owners=("Myself",),
        due=None,
        scheduled=None,
        start=None,
        created=None,
        ended=None,
        priority=None,
        tags=("#task", "#proposed"),
        heading="Action Items",
        problems=(),
        twins=1,
        twin=0,
        near=0,
    )
    return row._replace(**changes)
