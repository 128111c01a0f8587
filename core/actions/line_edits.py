"""The change of a task line as splices of the note's bytes. Pure."""

from collections.abc import Iterator

from core.actions.decide import LineChange
from core.edit import Edit
from core.note import Note
from core.parse.tasks import Task
from core.statuses import TaskSettings
from core.text import Span, char_span, encode


def line_edits(
    note: Note, task: Task, change: LineChange, settings: TaskSettings
) -> Iterator[Edit]:
    """The change of a line as splices of the note's bytes."""
    source, span = note.source, task.span
    if change.removed:
        whole = Span(span.start, source.line(task.line).end)
        if change.occurrence is not None:
            yield Edit(span, span.of(source.data), encode(change.occurrence))
        else:
            if whole.end == span.end and task.line > 0:
                # The last line has no line break of its own: the one before it goes.
                whole = Span(source.line(task.line - 1).span.end, whole.end)
            yield Edit(whole, whole.of(source.data), b"")
        return
    for start, end, text in change.splices:
        at = char_span(task.raw, start, end, base=span.start)
        yield Edit(at, at.of(source.data), encode(text))
    if change.occurrence is not None:
        newline = source.newline(task.line)
        if settings.recurrence_on_next_line:
            yield Edit(Span(span.end, span.end), b"", newline + encode(change.occurrence))
        else:
            yield Edit(Span(span.start, span.start), b"", encode(change.occurrence) + newline)


def joined(edits: list[Edit]) -> list[Edit]:
    """The edits in order; removed lines that share a line break are one edit."""
    joined: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)):
        last = joined[-1] if joined else None
        if last and edit.span.start < last.span.end:
            shared = last.span.end - edit.span.start
            span = Span(last.span.start, edit.span.end)
            joined[-1] = Edit(span, last.old + edit.old[shared:], last.new + edit.new)
        else:
            joined.append(edit)
    return joined
