"""Lines mended: what is wrong with them becomes a plan of the smallest changes. Pure."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter

from core.actions.decide import LineChange
from core.actions.intents import Fix, Plan, Refusal
from core.actions.line_edits import joined, line_edits
from core.actions.locate import locate
from core.actions.mending import mended
from core.actions.unread_lines import with_bullet, with_closed_link
from core.edit import Change, Edit, Remember, Transaction, patch
from core.errors import Conflict, Refused, WinnowError
from core.index.rows import TaskId
from core.note import Note
from core.parse.tasks import Task, said_of
from core.path import NotePath
from core.problems.items import KINDS, Problem
from core.statuses import TaskSettings
from core.text import Line, Span, char_span, encode

FIXED = "fixed"
"""The kind under which `State` remembers when a problem was mended, so that asking again is no mistake."""
_RANK = {code: rank for rank, code in enumerate(KINDS)}
_LABEL_WORDS, _LABEL_LENGTH = 6, 48
_BY_HAND = "only a person can tell what it is to be: edit the line"


def mended_line(problem: Problem, settings: TaskSettings) -> str | None:
    """The line of a problem without it, `""` where it goes; `None`: only a person can tell."""
    match problem.code:
        case "twin":
            return ""
        case "note":
            return None
        case "no-bullet":
            return with_bullet(problem.raw, settings)
        case "open-link":
            return with_closed_link(problem.raw, settings)
        case code:
            return mended(problem.raw, code, settings)


def plan_fixes(
    intent: Fix,
    read: Callable[[NotePath], Note],
    settings: Callable[[NotePath], TaskSettings],
    fixed: Mapping[str, str],
    today: date,
) -> Plan:
    """What mending would write, one patch a note, as one transaction.

    A problem that was mended before is `unchanged`; what only a person can tell, and a line that is not there any
    more, are `refused`, and the others are planned.

    Args:
        intent: The problems.
        read: A note as it is now; may raise `WinnowError`.
        settings: Of the nearest `.obsidian` above a note.
        fixed: When problems were mended, by their ids.
        today: What is remembered of those that are.
    """
    draft = _Draft(fixed, today)
    notes: dict[NotePath, list[Problem]] = {}
    for one in dict.fromkeys(intent.items):
        notes.setdefault(one.path, []).append(one)
    for path, problems in notes.items():
        try:
            note = read(path)
        except WinnowError as error:
            draft.refused += [_moved_on(one, str(error)) for one in problems]
            continue
        _Mending(note, settings(path), draft).all(problems)
    return draft.plan()


@dataclass(slots=True)
class _Draft:
    fixed: Mapping[str, str]
    today: date
    changes: list[Change] = field(default_factory=list)
    done: list[Problem] = field(default_factory=list)
    unchanged: list[TaskId] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def plan(self) -> Plan:
        transaction = None
        if self.changes:
            day = self.today.isoformat()
            told = (
                Remember(FIXED, one.id, self.fixed.get(one.id), day, one.path)
                for one in self.done
                if self.fixed.get(one.id) != day
            )
            transaction = Transaction(_label(self.done), (*self.changes, *told), "fix")
        done = tuple(TaskId(one.id) for one in self.done)
        return Plan(transaction, done, tuple(self.unchanged), tuple(self.refused))


@dataclass(frozen=True, slots=True)
class _Mending:
    """The problems of one note."""

    note: Note
    settings: TaskSettings
    draft: _Draft

    def all(self, problems: Iterable[Problem]) -> None:
        """Mend what can be, line by line."""
        lines: dict[int, list[Problem]] = {}
        for one in sorted(problems, key=lambda one: (one.line, _RANK[one.code])):
            try:
                lines.setdefault(self._line(one), []).append(one)
            except Conflict as conflict:
                if one.id in self.draft.fixed:
                    self.draft.unchanged.append(TaskId(one.id))
                else:
                    self.draft.refused.append(_moved_on(one, str(conflict), conflict.found))
            except Refused as refused:
                self.draft.refused.append(Refusal(TaskId(one.id), str(refused)))
        edits: list[Edit] = []
        for number, ones in lines.items():
            edits += self._edits(number, ones)
        if edits:
            source = self.note.source
            self.draft.changes.append(patch(self.note.path, source.data, joined(edits)))

    def _line(self, problem: Problem) -> int:
        """Where the line is now. Raises `Conflict`, and `Refused` where it is about no line."""
        if problem.code == "note":
            raise Refused(_BY_HAND)
        if problem.task is not None:
            return locate(self.note, problem.task).line
        source, raw = self.note.source, encode(problem.raw)
        if (
            problem.line < len(source.starts)
            and source.line(problem.line).span.of(source.data) == raw
        ):
            return problem.line
        equal = [at for at in range(len(source.starts)) if source.line(at).span.of(source.data) == raw]  # fmt: skip
        if len(equal) != 1:
            raise Conflict(f"{problem.path}: line {problem.line + 1} reads otherwise now", found=self._found(problem.line))  # fmt: skip
        return equal[0]

    def _found(self, number: int) -> str:
        source = self.note.source
        return source.text(source.line(number).span) if number < len(source.starts) else ""

    def _edits(self, number: int, problems: list[Problem]) -> Iterator[Edit]:
        """One line without its problems; each is told as done or refused."""
        line = self.note.source.line(number)
        twin = next((one for one in problems if one.code == "twin"), None)
        if twin is not None and self._goes(twin, line):
            self.draft.done += problems
            yield from line_edits(self.note, self._task(number), LineChange((), removed=True), self.settings)  # fmt: skip
            return
        raw = now = self.note.source.text(line.span)
        for one in problems:
            if one is twin:
                continue
            after = mended_line(one._replace(raw=now), self.settings)
            if after is None and now != raw and self._is_mended(now, one.code):
                after = now  # what was mended before it mended it too
            if after is None:
                self.draft.refused.append(Refusal(TaskId(one.id), _BY_HAND))
            else:
                self.draft.done.append(one)
                now = after
        if now != raw:
            yield _edit(raw, now, line.span)

    def _is_mended(self, line: str, code: str) -> bool:
        said = said_of(line, self.settings)
        return said is not None and code not in said.problems

    def _goes(self, twin: Problem, line: Line) -> bool:
        """Whether a line that stands above may go; told as refused where others belong to it."""
        source = self.note.source
        last = line.number + 1 >= len(source.starts)
        below = "" if last else source.text(source.line(line.number + 1).span)
        if below.strip() and _indent(below) > _indent(twin.raw):
            reason = "lines below it belong to it: take out yourself which of the two is not meant"
            self.draft.refused.append(Refusal(TaskId(twin.id), reason))
            return False
        return True

    def _task(self, number: int) -> Task:
        tasks = self.note.tasks
        return tasks[bisect_left(tasks, number, key=attrgetter("line"))]


def _label(problems: list[Problem]) -> str:
    if len(problems) > 1:
        return f"fix ×{len(problems)}"
    [one] = problems
    words = (one.task.text if one.task else one.raw).split()
    text = " ".join(words[:_LABEL_WORDS])[:_LABEL_LENGTH]
    return f"fix “{text}{'…' if text != ' '.join(words) else ''}”"


def _indent(line: str) -> int:
    return len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())


def _edit(old: str, new: str, span: Span) -> Edit:
    """The change of one line, as few characters as hold it."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    at = char_span(old, start, len(old) - end, base=span.start)
    return Edit(at, encode(old[start : len(old) - end]), encode(new[start : len(new) - end]))


def _moved_on(problem: Problem, reason: str, found: str = "") -> Refusal:
    return Refusal(TaskId(problem.id), reason, expected=problem.raw, found=found, conflict=True)
