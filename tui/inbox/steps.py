"""Going through an item in place: from proposal to proposal, or from line to line. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from core.index.rows import TaskRow
from core.path import NotePath


@dataclass(frozen=True, slots=True)
class Steps:
    """Where one is among the stops of an item; there is at least one."""

    item: str
    """The id of the item."""
    path: NotePath
    tasks: tuple[TaskRow, ...] = ()
    """Its undecided proposals; none: one goes from line to line."""
    lines: tuple[int, ...] = ()
    """Its lines that say something, where it has no proposals."""
    at: int = 0
    reach: int = 1
    """On how many proposals from there on a verb acts."""

    @property
    def count(self) -> int:
        """How many stops."""
        return len(self.tasks) or len(self.lines)

    @property
    def task(self) -> TaskRow | None:
        """The proposal that one is at."""
        return self.tasks[self.at] if self.tasks else None

    @property
    def chosen(self) -> tuple[TaskRow, ...]:
        """What a verb acts on."""
        return self.tasks[self.at : self.at + self.reach]

    @property
    def line(self) -> int:
        """The line that one is at, from 0."""
        return self.tasks[self.at].line if self.tasks else self.lines[self.at]

    def moved(self, step: int) -> "Steps | None":
        """So many stops on; `None`: that is beyond the item."""
        at = self.at + step
        return replace(self, at=at) if 0 <= at < self.count else None

    def at_end(self, step: int) -> "Steps":
        """The last stop, or with -1 the first."""
        return replace(self, at=self.count - 1 if step > 0 else 0)

    def without(self, decided: Collection[str]) -> "Steps | None":
        """Without proposals that were decided: the next one takes the place; `None`: nothing is left."""
        left = [task for task in self.tasks if task.id not in decided]
        before = sum(task.id not in decided for task in self.tasks[: self.at])
        return self._on(left, before)

    def renewed(self, tasks: Sequence[TaskRow], sought: Collection[str] = ()) -> "Steps | None":
        """At the same proposal among those there are now, or at one that is sought; `None`: there is none.

        Reworded it is another one at the same line; gone, the next one takes its place.
        """
        here = self.task
        new = next((at for at, task in enumerate(tasks) if task.id in sought), None)
        if new is not None:
            return self._on(tasks, new)
        same = next((at for at, task in enumerate(tasks) if here and task.id == here.id), None)
        if same is not None:
            return self._on(tasks, same)
        later = (at for at, task in enumerate(tasks) if task.line >= self.line)
        return self._on(tasks, next(later, len(tasks) - 1))

    def _on(self, tasks: Sequence[TaskRow], at: int) -> "Steps | None":
        if not tasks:
            return None
        return replace(self, tasks=tuple(tasks), reach=1, at=max(0, min(at, len(tasks) - 1)))


def begin(item: str, path: NotePath, tasks: Sequence[TaskRow], *, last: bool = False) -> Steps:
    """At the first proposal of an item, or at its last; there is at least one."""
    return Steps(item, path, tuple(tasks), at=len(tasks) - 1 if last else 0)
