"""Task lines: what is one, and what it says, as Obsidian Tasks 8.3 reads it. Pure, total, linear.

`parse_line` gives the plugin's own reading of one line with the place of every field in it, for
those who change it; `parse_tasks` gives what lists need of all the lines of a note, and is the
hottest loop of a scan.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from core.parse.blocks import Blocks
from core.parse.fields import DATE_KINDS, TAG, WHITE, Field, peel, real_day
from core.parse.malformed import in_order, problems_of
from core.parse.owners import find_owners, words_of
from core.parse.rules import parse_rule
from core.parse.usual import Said, read_usual
from core.statuses import BROKEN_MARKS, PROPOSED_MARK, Status, TaskSettings
from core.text import Span, decode

# What JavaScript's `.` does not match; LF cannot be in a line.
_BREAKS = "\r\u2028\u2029"
_BREAK = re.compile(f"[{_BREAKS}]")
_LIST_ITEM = rf"[{WHITE}>]*+(?:[-*+]|[0-9]++[.)]) *+"
_LINE = re.compile(rf"({_LIST_ITEM}(?<= )\[)([^\n{_BREAKS}]| \?|\? )\]")
_PREFIX = re.compile(_LIST_ITEM)
_BRACKETS = re.compile(rb"\[([^\n\r]{1,4}?)\]")
_BOX = re.compile(rb" " + _BRACKETS.pattern)
_TAGS = re.compile(rf"(?:\A|[{WHITE}])({TAG})")
_STRAY_MARK = re.compile(rf"\[([^\n{_BREAKS}]| \?|\? )\](?:[{WHITE}]++|\Z)")
_BLOCK_ID = re.compile("[a-zA-Z0-9-]++")
_CR, _SPACE = 0x0D, 0x20
_new = tuple.__new__


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One line as the plugin reads it. All offsets count characters of `line`."""

    line: str
    mark: str
    mark_start: int
    status: Status
    body_start: int
    """Of the text behind the box, without the blanks around it."""
    body_end: int
    """Its end, without block link."""
    core_end: int
    """Where the words end and the peeled fields begin, blanks between them not counted."""
    description: str
    """The words, and the peeled tags behind them."""
    values: dict[str, str]
    """Kind → value of each peeled field, tags excluded; of a repeated one the leftmost."""
    fields: tuple[Field, ...]
    """The peeled fields, tags and repeated ones included, in the order of the line."""
    tags: tuple[str, ...]
    """The global filter excluded, as the plugin hides it."""
    block_link: str
    """With the space before it, `""` for none."""
    recurrence: str | None
    """The words of the rule, if they are a rule."""

    def day(self, kind: str) -> str | None:
        """The date of one of `DATE_KINDS`, ISO; `None` where it is absent or no real day."""
        return _day(self.values, kind)

    @property
    def core(self) -> str:
        """The words, in which unread fields may stand."""
        return self.line[self.body_start : self.core_end]

    @property
    def reading(self) -> dict[str, object]:
        """All that the line says to the plugin: equal readings are equal tasks."""
        values: dict[str, object] = {**self.values}
        for kind in DATE_KINDS:
            if kind in values:
                values[kind] = self.day(kind) or "no real day"
        return {
            **values,
            "recurrence": self.recurrence,
            "on_completion": on_completion(self.values),
            "depends_on": depends_on(self.values),
            "description": self.description,
            "tags": self.tags,
            "block_link": self.block_link,
            "status": self.status,
        }


class Task(NamedTuple):
    """A task line of a note. Dates are ISO, `None` where absent or no real day."""

    line: int
    """From 0, counting LF only."""
    span: Span
    """The line without its ending."""
    raw: str
    mark: str
    box: int
    """The byte behind the opening bracket."""
    status: Status
    proposed: bool
    """Nobody has decided: by its mark, or as an open `[ ]` with the tag of older generations."""
    text: str
    """The words: no fields, owners or tags."""
    owners: tuple[str, ...]
    """As written, without `@`."""
    due: str | None
    scheduled: str | None
    start: str | None
    created: str | None
    done: str | None
    cancelled: str | None
    priority: str | None
    """highest high medium low lowest"""
    tags: tuple[str, ...]
    """With `#`, as the plugin reads them."""
    recurrence: str | None
    on_completion: str | None
    """keep delete"""
    block_link: str
    heading: str
    """The heading it stands under, `""` for none."""
    problems: tuple[str, ...]
    """Codes of what is wrong with the line, see `core.parse.malformed`."""
    settings: TaskSettings

    @property
    def status_type(self) -> str:
        """One of `core.statuses.TYPES`."""
        return self.status.type

    @property
    def detail(self) -> TaskLine | None:
        """Where everything stands in the line; made anew each time."""
        return read_line(self.raw, self.settings)


def parse_line(line: str, settings: TaskSettings) -> TaskLine | None:
    """The plugin's reading of a line without its LF; `None` where it sees no task."""
    read = read_line(line, settings)
    return None if read is None or read.mark in BROKEN_MARKS else read


def read_line(line: str, settings: TaskSettings) -> TaskLine | None:
    """`parse_line`, which also reads lines with a broken mark, as if it were the proposed one."""
    box = _LINE.match(line)
    if not box:
        return None
    start, end, link = _body(line, box.end())
    body = line[start:end]
    if settings.global_filter not in line[start:end]:
        return None
    core_end, peeled = peel(body, settings.format)
    values = {field.kind: field.value for field in peeled if field.kind != "tag"}
    core = body[:core_end]
    trailing = [field.value for field in reversed(peeled) if field.kind == "tag"]
    return TaskLine(
        line=line,
        mark=box[2],
        mark_start=box.start(2),
        status=_status(box[2], settings),
        body_start=start,
        body_end=end,
        core_end=start + core_end,
        description=f"{core} {' '.join(trailing)}" if trailing else core,
        values=values,
        fields=tuple(
            Field(field.kind, start + field.start, start + field.end, field.value)
            for field in reversed(peeled)
        ),
        tags=_tags(core, trailing, settings.global_filter),
        block_link=link,
        recurrence=_recurrence(values, settings),
    )


def said_of(line: str, settings: TaskSettings) -> Said | None:
    """What lists need of a line, a broken mark included, and all that is wrong with it; `None`: it is no task."""
    box = _LINE.match(line)
    said = _said(line, box.end(), settings) if box else None
    if box is None or said is None:
        return None
    return said._replace(problems=_problems(said, box[2], _status(box[2], settings), settings))


def parse_tasks(data: bytes, blocks: Blocks, settings: TaskSettings) -> tuple[Task, ...]:
    """Every task of a note in order, lines with a broken mark included; opaque text has none."""
    return tuple(_tasks(data, blocks, settings))


def _tasks(data: bytes, blocks: Blocks, settings: TaskSettings) -> Iterator[Task]:
    at = number = counted = 0
    title, looked = "", blocks.body
    live = blocks.is_live_below()
    while hit := _BRACKETS.search(data, at):
        box = hit.start() - 1
        # Brackets are rarer than blanks, and those that hold so little nearly always stand behind one.
        if box < at or data[box] != _SPACE:
            hit = _BOX.search(data, max(box, at))
            if not hit:
                return
            box = hit.start()
        start = data.rfind(b"\n", at, box) + 1
        at = data.find(b"\n", box)
        if at < 0:
            at = len(data)
        # A line has one box, the first; looking no further in it keeps a line of boxes linear.
        if not (data[start:box] == b"-" or _is_list_item(data[start:box])):
            continue
        if (not live or box < blocks.body) and blocks.is_opaque(box):
            continue
        number += data.count(b"\n", counted, start)
        counted = start
        above = blocks.title_between(looked, start)
        title, looked = title if above is None else above, start
        stop = at - 1 if data[at - 1] == _CR else at
        task = _task(data, Span(start, stop), hit, (number, title), settings)
        if task:
            yield task


def _is_list_item(prefix: bytes) -> bool:
    return bool(_PREFIX.fullmatch(decode(prefix)))


def _task(
    data: bytes, span: Span, box: re.Match[bytes], place: tuple[int, str], settings: TaskSettings
) -> Task | None:
    mark = decode(box[1])
    if (len(mark) != 1 and mark not in BROKEN_MARKS) or mark in _BREAKS:
        return None
    raw = decode(data[span.start : span.end])
    head = data[span.start : box.end()]
    said = _said(raw, len(head) if head.isascii() else len(decode(head)), settings)
    if said is None:
        return None
    status = _status(mark, settings)
    values, tags = said.values, said.tags
    return _new(
        Task,
        (
            place[0],
            span,
            raw,
            mark,
            box.start(1),
            status,
            settings.is_proposed(mark) or (mark == " " and status.open and "#proposed" in tags),
            said.text,
            said.owners,
            *[real_day(values[kind]) if kind in values else None for kind in DATE_KINDS],
            values.get("priority"),
            tags,
            _recurrence(values, settings) if "recurrence" in values else None,
            on_completion(values) if "on_completion" in values else None,
            said.block_link,
            place[1],
            _problems(said, mark, status, settings),
            settings,
        ),
    )


def _problems(said: Said, mark: str, status: Status, settings: TaskSettings) -> tuple[str, ...]:
    """All that is wrong with a line."""
    if len(mark) > 1:
        return ("mark", *said.problems)
    unknown = status.name == "Unknown" and mark != PROPOSED_MARK and not settings.knows(mark)
    # A heading has no status: it goes with the mark.
    if unknown and "heading" not in said.problems:
        return in_order({"status", *said.problems})
    return said.problems


def _said(raw: str, behind: int, settings: TaskSettings) -> Said | None:
    """What a line says whose box ends at character `behind`; `None` where the global filter hides it."""
    if settings.format == "emoji" and not settings.global_filter:
        usual = read_usual(raw, behind)
        if usual:
            return usual
    start, end, link = _body(raw, behind)
    body = raw[start:end]
    if settings.global_filter not in body:
        return None
    core_end, fields = peel(body, settings.format)
    values: dict[str, str] = {}
    trailing: list[str] = []
    for kind, _, _, value in fields:
        if kind == "tag":
            trailing.append(value)
        else:
            values[kind] = value
    trailing.reverse()
    core = body[:core_end]
    tags = _tags(core, trailing, settings.global_filter)
    odd: list[str] = []
    words = core
    if core[:1] == "[" and (stray := stray_mark(core)):
        odd.append("two-marks")
        words = core[stray:]
    if end + len(link) < len(raw) and raw[end + len(link) :].strip(WHITE):
        odd.append("line-break")
    problems = problems_of(
        words, len(fields) - len(trailing) > len(values), values, tags, settings.format
    )
    owners = find_owners(words, settings.format) if "@" in words else []
    return Said(
        words_of(words, owners) or core,
        tuple([owner.name for owner in owners]),
        values,
        tags,
        link,
        in_order({*odd, *problems}) if odd else problems,
    )


def stray_mark(core: str) -> int:
    """The length of all second marks before the words, with their blanks; 0 where there is none."""
    at = 0
    while found := _STRAY_MARK.match(core, at):
        if found[1] != "?" and found[1] not in BROKEN_MARKS:
            break
        at = found.end()
    return at


def on_completion(values: Mapping[str, str]) -> str | None:
    """What happens to the line when it is completed: `keep`, `delete`, or `None` for nothing said."""
    wish = values.get("on_completion", "").lower()
    return wish if wish in {"keep", "delete"} else None


def depends_on(values: Mapping[str, str]) -> tuple[str, ...]:
    """The ids that the task waits for."""
    return tuple(filter(None, values.get("depends_on", "").replace(" ", "").split(",")))


def reference_kinds(settings: TaskSettings) -> tuple[str, ...]:
    """From which date a recurrence counts: the first of these that the line has."""
    if settings.remove_scheduled_on_recurrence:
        return "due", "start", "scheduled"
    return "due", "scheduled", "start"


def _status(mark: str, settings: TaskSettings) -> Status:
    if mark in BROKEN_MARKS:
        proposed = settings.status("?")
        name = proposed.name if proposed.type == "TODO" else "Proposed"
        return Status(mark, name, proposed.next, "TODO")
    return settings.status(mark)


def _body(line: str, box_end: int) -> tuple[int, int, str]:
    """Start and end of the text behind the box, and the block link that follows it."""
    end = len(line)
    if "\r" in line or "\u2028" in line or "\u2029" in line:
        found = _BREAK.search(line, box_end)
        end = found.start() if found else end
    body = line[box_end:end]
    start = box_end + len(body) - len(body.lstrip(WHITE))
    body = body.strip(WHITE)
    link = ""
    caret = body.rfind(" ^")
    if caret >= 0 and _BLOCK_ID.fullmatch(body, caret + 2):
        link = body[caret:]
        body = body[:caret].rstrip(WHITE)
    return start, start + len(body), link


def _tags(core: str, trailing: list[str], hidden: str) -> tuple[str, ...]:
    tags = [*_TAGS.findall(core), *trailing] if "#" in core else trailing
    return tuple([tag for tag in tags if tag != hidden])


def _day(values: dict[str, str], kind: str) -> str | None:
    value = values.get(kind)
    return real_day(value) if value else None


def _recurrence(values: Mapping[str, str], settings: TaskSettings) -> str | None:
    """The words of the rule, if they are one that can count from the date of this line."""
    words = values.get("recurrence", "")
    rule = parse_rule(words)
    if rule is None:
        return None
    dates = [values[kind] for kind in reference_kinds(settings) if kind in values]
    return words if rule.when_done or not dates or real_day(dates[0]) else None
