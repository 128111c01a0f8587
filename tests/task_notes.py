"""Notes in memory, their rows as a scan makes them, and what a plan would leave of them."""

from collections import Counter
from datetime import date

from rows import note_row, task_row

from core.actions.intents import Intent, Plan
from core.actions.locate import near_of
from core.actions.tasks import plan_tasks
from core.actions.verdicts import Beside
from core.config import Config
from core.edit import Patch, apply
from core.index.rows import TaskRow
from core.note import Note, parse_note
from core.path import NotePath
from core.statuses import Status, TaskSettings
from core.text import encode

TODAY = date(2026, 1, 5)

VAULT = TaskSettings(
    statuses=(
        Status(" ", "Not Started", "/", "TODO"),
        Status("x", "Done", "?", "DONE"),
        Status("/", "In Progress", "x", "IN_PROGRESS"),
        Status("?", "Proposed", " ", "TODO"),
        Status("R", "Rejected", "?", "CANCELLED"),
    )
)
"""As one real vault has it: rejecting writes `R`, and `-` means nothing."""


def rows_of(note: Note) -> list[TaskRow]:
    """The rows of a note's tasks."""
    equal = Counter(task.raw for task in note.tasks)
    seen: Counter[str] = Counter()
    rows = []
    for task in note.tasks:
        row = task_row(
            f"{note.path}{task.line}".replace("/", "").replace(".", ""),
            task.text,
            note=note_row(note.path),
            line=task.line,
            written=encode(task.raw),
            mark=task.mark,
            status=task.status.name,
            status_type=task.status_type,
            proposed=task.proposed,
            twins=equal[task.raw],
            twin=seen[task.raw],
            near=near_of(note.source, task.line) if equal[task.raw] > 1 else 0,
        )
        seen[task.raw] += 1
        rows.append(row)
    return rows


class Notes:
    """Notes in memory, by path."""

    def __init__(self, *texts: str | bytes, settings: TaskSettings = VAULT) -> None:
        self.settings = settings
        self.config = Config()
        self.data = {
            NotePath(f"Work/{number}.md"): text.encode() if isinstance(text, str) else text
            for number, text in enumerate(texts)
        }
        self.snoozed: dict[str, str] = {}

    def read(self, path: NotePath) -> Note:
        return parse_note(path, self.data[path], self.settings)

    def rows(self) -> tuple[TaskRow, ...]:
        return tuple(row for path in self.data for row in rows_of(self.read(path)))

    def plan(self, intent: Intent) -> Plan:
        return plan_tasks(
            intent, self.read, self.config, lambda _: self.settings, TODAY, Beside(self.snoozed.get)
        )

    def do(self, intent: Intent) -> Plan:
        """Plans, and makes the changes."""
        plan = self.plan(intent)
        for change in plan.transaction.changes if plan.transaction else ():
            if isinstance(change, Patch):
                self.data[change.path] = apply(self.data[change.path], change.edits)
        return plan

    @property
    def texts(self) -> list[str]:
        return [data.decode() for data in self.data.values()]
