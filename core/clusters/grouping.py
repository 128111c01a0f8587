"""Which proposals are one cluster, kept up: what changed is formed anew, and what is like it, and nothing else."""

from collections.abc import Iterable, Iterator

from core.clusters.forming import formed, place
from core.clusters.likeness import Likeness
from core.clusters.ties import Ties
from core.index.rows import TaskId, TaskRow

Members = tuple[TaskId, ...]


class Grouping:
    """Every proposal in one group, alone or with others. One thread at a time."""

    def __init__(self, likeness: Likeness) -> None:
        """No proposal yet.

        Args:
            likeness: Which texts are alike; it has taken in the texts of all rows that come.
        """
        self._likeness = likeness
        self._ties = Ties({})
        self.rows: dict[TaskId, TaskRow] = {}
        """The proposals."""
        self.groups: dict[TaskId, Members] = {}
        """Proposal → the members of its group, in order."""
        self._texts: dict[int, set[TaskId]] = {}
        """Number of a text → the proposals that read so."""

    def update(
        self, come: Iterable[TaskRow], gone: Iterable[TaskId], ties: Ties, tied: Iterable[TaskId]
    ) -> set[TaskId]:
        """Take in a change; the proposals of whose groups something else is true now, and those that are none any more.

        Args:
            come: Proposals that are new or changed.
            gone: Those that are none any more.
            ties: What somebody joined and split.
            tied: Of which tasks `ties` says something else than before.
        """
        self._ties = ties
        seeds: set[int] = set()
        left = set(gone)
        for id in left:
            seeds |= self._drop(id)
        for row in come:
            before = self.rows.get(row.id)
            if before is not None and _stays(before, row):
                self.rows[row.id] = row
                continue
            seeds |= self._drop(row.id)
            number = self._likeness.number(row.text)
            self.rows[row.id] = row
            self._texts.setdefault(number, set()).add(row.id)
            seeds.add(number)
        near = {id for number in seeds for id in self._nearly(number)}
        seeds |= {self._text(id) for id in tied if id in self.rows}
        return left | near | self._formed(seeds)

    def near(self, id: TaskId) -> Members:
        """The proposals that may be like a task; in order."""
        found = self._nearly(self._text(id))
        return tuple(sorted(found, key=lambda other: place(self.rows[other])))

    def disagree(self, ids: Iterable[TaskId]) -> bool:
        """Whether some of them say “not” and others do not."""
        return len({self._likeness.negated(self._text(id)) for id in ids}) > 1

    def _nearly(self, number: int) -> Iterator[TaskId]:
        for other, alike in self._likeness.others(number).items():
            if not alike:
                yield from self._texts.get(other, ())

    def _drop(self, id: TaskId) -> set[int]:
        """Take a proposal out; the texts whose groups that may change."""
        row = self.rows.pop(id, None)
        if row is None:
            return set()
        number = self._likeness.number(row.text)
        self._texts[number].discard(id)
        if not self._texts[number]:
            del self._texts[number]
        members = self.groups.pop(id, ())
        like = {number, *self._like(number)}
        return like | {self._text(other) for other in members if other in self.rows}

    def _text(self, id: TaskId) -> int:
        return self._likeness.number(self.rows[id].text)

    def _like(self, number: int) -> Iterator[int]:
        """The texts of proposals that are like a text."""
        for other, alike in self._likeness.others(number).items():
            if alike and other in self._texts:
                yield other

    def _formed(self, seeds: Iterable[int]) -> set[TaskId]:
        """Form the groups of all that is connected with these texts."""
        ids = {id for number in self._connected(seeds) for id in self._texts[number]}
        rows = {id: self.rows[id] for id in ids}
        changed = set()
        for members in formed(rows, self._text, self._like, self._ties):
            for id in members:
                if self.groups.get(id) != members:
                    self.groups[id] = members
                    changed.add(id)
        return changed

    def _connected(self, seeds: Iterable[int]) -> set[int]:
        left = [number for number in seeds if number in self._texts]
        found = set(left)
        while left:
            number = left.pop()
            tied = (
                self._text(other)
                for id in self._texts[number]
                for other in self._ties.together(id)
                if other in self.rows
            )
            for other in (*self._like(number), *tied):
                if other not in found:
                    found.add(other)
                    left.append(other)
        return found


def _stays(before: TaskRow, row: TaskRow) -> bool:
    """Whether a change of a task changes nothing about whom it is grouped with."""
    return before.text == row.text and place(before) == place(row)
