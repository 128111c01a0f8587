"""New task lines: where they go in a note, and how they read; each is read back before it is believed."""

import re
from collections.abc import Collection, Sequence

from core.actions.drafting import Draft
from core.actions.intents import Capture, MakeTask, line_id
from core.edit import Edit, apply
from core.errors import Conflict, Refused
from core.note import Note, parse_note
from core.parse.blocks import Heading
from core.parse.tasks import Task
from core.path import NotePath, folder_of, stem_of
from core.spelling import folded
from core.statuses import PROPOSED_MARK, TaskSettings
from core.text import Span, decode, encode

_TAGS = ("#task", "#proposed", "#inbox")
_HEAD = "# Tasks inbox\n\n## Inbox\n\n"
_INBOX = frozenset(["inbox"])
OWN_LISTS = frozenset(["action items", "actions", "open tasks", "tasks", "next steps"])
"""Headings under which the tasks of a note stand."""
_LIST = "## Action Items"
_BULLET = re.compile(
    r"(?:[-*+]|[0-9]{1,9}[.)]) (?:\[.?[ ?]?\](?: |\Z))?|#{1,6} |> ?|\[[0-9:]{4,8}\] ?|[-*+>]\Z"
)
"""What stands before the words of a line whose blanks are single ones."""
_BREAK = re.compile(rb"\r\n|\n|\r")
_WORDS = 6


def capture(wanted: Capture, draft: Draft) -> None:
    """Plan a proposed task in the capture file, before all others. Raises `WinnowError`."""
    _capture(_words(wanted.text), line_id(wanted.text), draft)


def make_task(wanted: MakeTask, draft: Draft) -> None:
    """Plan a proposed task of a line: in the note's own list, or where captured lines go. Raises `WinnowError`."""
    note = draft.note(wanted.path)
    _still_there(note, wanted)
    words = _words(wanted.text)
    row = draft.ground.directory().snapshot.notes.get(wanted.path)
    if row is None or row.arrived or wanted.path == draft.ground.config.capture_file:
        _capture(f"{words} [[{stem_of(wanted.path)}]]", line_id(wanted.text), draft)
        return
    settings = draft.ground.settings(wanted.path)
    line = task_line(words, settings, ("#task", "#proposed"))
    if _has(note, line):
        draft.unchanged(line_id(wanted.text))
        return
    draft.edit(note, [listed(note, [line], settings)])
    draft.done(line_id(wanted.text), words)


def _capture(words: str, id: str, draft: Draft) -> None:
    path = NotePath(draft.ground.config.capture_file)
    settings = draft.ground.settings(path)
    line = task_line(words, settings, _TAGS)
    if draft.ground.standing(path) is None:
        above = draft.ground.standing(NotePath(""))
        if above is not None:
            draft.ground.place(folder_of(path), above)
        draft.create(path, encode(f"{_HEAD}{line}\n"))
    else:
        note = draft.note(path)
        if _has(note, line):
            draft.unchanged(id)
            return
        draft.edit(note, [_checked(note, _first(note, line), [line], settings)])
    draft.done(id, words)


def task_line(words: str, settings: TaskSettings, tags: Sequence[str]) -> str:
    """A proposal as the vault writes one; tags that the words have are not said twice."""
    present = words.casefold().split()
    wanted = [*tags, *filter(None, [settings.global_filter])]
    new = [tag for tag in dict.fromkeys(wanted) if tag.casefold() not in present]
    return " ".join([f"- [{_mark(settings)}]", words, *new])


def _mark(settings: TaskSettings) -> str:
    """The mark of what nobody has decided; where the vault means something else by `?`, the tag alone says it."""
    if settings.is_proposed(PROPOSED_MARK):
        return PROPOSED_MARK
    known = (one.symbol for one in settings.statuses if settings.is_proposed(one.symbol))
    return next(known, " ")


def listed(note: Note, lines: Sequence[str], settings: TaskSettings) -> Edit:
    """The edit that puts lines behind the last task of a note's own list; a list is made where it has none.

    Raises:
        Refused: They would not read as tasks there.
    """
    section = _section(note, OWN_LISTS)
    if section is None:
        return _checked(note, _new_list(note, lines), lines, settings)
    heading, end = section
    tasks = [task for task in note.tasks if heading.line < task.line < end]
    if tasks:
        last = _last_line(note, tasks[-1].line)
        gap = 1 + (len(tasks) > 1 and tasks[1].line - tasks[0].line > 1 and not _text(note, tasks[1].line - 1))  # fmt: skip
        edit = _behind(note, last, lines, gap)
    else:
        edit = _below(note, heading.line, lines)
    return _checked(note, edit, lines, settings)


def _first(note: Note, line: str) -> Edit:
    """Before the first task under `## Inbox`, else under the first heading, else of the note."""
    section = _section(note, _INBOX) or _section(note, None)
    start, end = (section[0].line, section[1]) if section else (-1, len(note.source.starts))
    at = next((task.line for task in note.tasks if start < task.line < end), None)
    if at is not None:
        newline = decode(note.source.newline(at))
        place = note.source.line(at).span.start
        return Edit(Span(place, place), b"", encode(f"{line}{newline}"))
    if section:
        return _below(note, section[0].line, [line])
    body = max(note.meta.body, note.source.bom)
    newline = decode(note.source.newline(0))
    return Edit(Span(body, body), b"", encode(f"{line}{newline}"))


def _section(note: Note, names: Collection[str] | None) -> tuple[Heading, int] | None:
    """The first heading of one of these names, or at all, and the line that ends what stands under it."""
    headings = note.blocks.headings
    for number, one in enumerate(headings):
        if names is None or folded(one.text) in names:
            below = (
                other.line
                for other in headings[number + 1 :]
                if names is None or other.level <= one.level
            )
            return one, next(below, len(note.source.starts))
    return None


def _text(note: Note, line: int) -> bytes:
    return note.source.line(line).span.of(note.data).strip()


def _last_line(note: Note, line: int) -> int:
    """The last line of what hangs below a task: lines that are indented further."""
    while line + 1 < len(note.source.starts):
        below = note.source.line(line + 1).span.of(note.data)
        if not below.strip() or below[:1] not in {b" ", b"\t"}:
            break
        line += 1
    return line


def _behind(note: Note, line: int, lines: Sequence[str], gap: int) -> Edit:
    """Lines behind a line, each after so many line breaks."""
    newline = decode(note.source.newline(line))
    end = note.source.line(line).span.end
    return Edit(Span(end, end), b"", encode("".join(newline * gap + one for one in lines)))


def _below(note: Note, line: int, lines: Sequence[str]) -> Edit:
    """Lines below a heading, with an empty line between."""
    source = note.source
    newline = decode(source.newline(line))
    text = newline.join(lines)
    blank = line + 1 < len(source.starts) and not _text(note, line + 1)
    if blank and source.line(line + 1).end > source.line(line + 1).span.end:
        place = source.line(line + 1).end
        more = place < len(note.data) and _text(note, line + 2)
        return Edit(Span(place, place), b"", encode(f"{text}{newline}{newline if more else ''}"))
    end = source.line(line).span.end
    return Edit(Span(end, end), b"", encode(f"{newline}{newline}{text}"))


def _new_list(note: Note, lines: Sequence[str]) -> Edit:
    """A list of its own, before the line that says where the note comes from, else at the end."""
    source = note.source
    last = len(source.starts) - 1
    newline = decode(source.newline(max(0, last - 1)))
    text = newline.join([_LIST, "", *lines])
    foot = _foot(note)
    if foot is not None:
        place = source.line(foot).span.start
        return Edit(Span(place, place), b"", encode(f"{text}{newline}{newline}"))
    data = note.data
    front = "" if not data[note.meta.body :] else newline if data.endswith(b"\n") else newline * 2
    return Edit(Span(len(data), len(data)), b"", encode(f"{front}{text}{newline}"))


def _foot(note: Note) -> int | None:
    """The line of dashes above `*Source: [[…]]*` at the end of a note."""
    lines = [n for n in range(len(note.source.starts)) if _text(note, n)][-2:]
    if len(lines) == 2 and _text(note, lines[0]) == b"---" and b"ource" in _text(note, lines[1]):  # noqa: PLR2004 - the last two lines
        start = note.source.line(lines[0]).span.start
        return lines[0] if start >= note.meta.body and not note.blocks.is_opaque(start) else None
    return None


def _checked(note: Note, edit: Edit, lines: Sequence[str], settings: TaskSettings) -> Edit:
    """The edit, if all of its lines then read as undecided tasks. Raises `Refused`."""
    if note.problems != note.meta.problems:
        raise Refused(f"{note.path} is left alone: {note.problems[0]}")
    after = parse_note(note.path, apply(note.data, [edit]), settings)
    found = [task for task in after.tasks if _line(task) in lines and task.proposed]
    known = [task for task in note.tasks if _line(task) in lines and task.proposed]
    if len(found) != len(known) + len(lines) or len(after.tasks) != len(note.tasks) + len(lines):
        raise Refused(f"a task put into {note.path} there would not read as one: look at it in an editor")  # fmt: skip
    return edit


def _line(task: Task) -> str:
    """A task's line; of the first one of a note without its byte order mark."""
    return task.raw.removeprefix("\ufeff")


def _has(note: Note, line: str) -> bool:
    return any(_line(task).strip() == line and task.proposed for task in note.tasks)


def _words(text: str) -> str:
    """The words of a task: one line, without what stood before them as a list item or a quotation."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    while found := _BULLET.match(words):
        words = words[found.end() :]
    if not words:
        raise Refused("a task wants words")
    return words


def _still_there(note: Note, wanted: MakeTask) -> None:
    """Raises `Conflict` where the note has no such line any more."""
    text = encode(wanted.text).rstrip(b"\r\n")
    if text not in _BREAK.split(note.data):
        raise Conflict(f"the line is not in {wanted.path} any more", expected=wanted.text)
