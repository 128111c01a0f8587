"""Which proposals are one cluster, kept up: what changed is formed anew, and what is like it, and nothing else."""

from collections.abc import Collection, Iterable, Mapping

from core.clusters.forming import Place, formed, place
from core.clusters.likeness import Likeness
from core.clusters.ties import Ties
from core.index.rows import TaskId, TaskRow
from core.index.several import Several
from core.pace import paced

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
        self._texts = Several[int]()
        """Number of a text → the proposals that read so."""
        self._places: dict[TaskId, Place] = {}
        """Where proposals come, as far as that was asked since the last `settle`."""

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
        self._places = {}
        seeds: set[int] = set()
        left = set(gone)
        for id in left:
            seeds |= self._drop(id)
        for row in paced(come):
            before = self.rows.get(row.id)
            if before is not None:
                if _stays(before, row):
                    self.rows[row.id] = row
                    continue
                seeds |= self._drop(row.id)
            number = self._likeness.number(row.text)
            self.rows[row.id] = row
            self._texts.add(number, row.id)
            seeds.add(number)
        near: set[TaskId] = set()
        if self.groups:  # else there is nobody yet who was told otherwise
            for number in seeds:
                near.update(self._nearly(number))
        seeds |= {self._text(id) for id in tied if id in self.rows}
        return left | near | self._formed(seeds)

    def reading(self, digest: str) -> Collection[TaskId]:
        """The proposals whose text has that digest."""
        number = self._likeness.find(digest)
        return () if number is None else self._texts.of(number)

    def near(self, id: TaskId) -> Members:
        """The proposals that may be like a task; in order."""
        found = self._nearly(self._text(id))
        if len(found) > 1:
            found.sort(key=self._placed(found).__getitem__)
        return tuple(found)

    def settle(self) -> None:
        """Nobody asks any more where proposals come, until the next change."""
        self._places = {}

    def disagree(self, ids: Iterable[TaskId]) -> bool:
        """Whether some of them say “not” and others do not."""
        return len({self._likeness.negated(self._text(id)) for id in ids}) > 1

    def _nearly(self, number: int) -> list[TaskId]:
        """The proposals whose texts may be like a text."""
        texts = self._texts
        return [
            id
            for other in self._likeness.nearly(number)
            if other in texts
            for id in texts.of(other)
        ]

    def _drop(self, id: TaskId) -> set[int]:
        """Take a proposal out; the texts whose groups that may change."""
        row = self.rows.pop(id, None)
        if row is None:
            return set()
        number = self._likeness.number(row.text)
        self._texts.drop(number, id)
        members = self.groups.pop(id, ())
        like = {number, *self._like(number)}
        return like | {self._text(other) for other in members if other in self.rows}

    def _placed(self, ids: Iterable[TaskId]) -> Mapping[TaskId, Place]:
        """Where these proposals come, and others that were asked about."""
        places, rows = self._places, self.rows
        for id in ids:
            if id not in places:
                places[id] = place(rows[id])
        return places

    def _text(self, id: TaskId) -> int:
        return self._likeness.number(self.rows[id].text)

    def _like(self, number: int) -> list[int]:
        """The texts of proposals that are like a text."""
        texts = self._texts
        return [other for other in self._likeness.like(number) if other in texts]

    def _formed(self, seeds: Iterable[int]) -> set[TaskId]:
        """Form the groups of all that is connected with these texts."""
        ids = {id for number in self._connected(seeds) for id in self._texts.of(number)}
        ordered = sorted(ids, key=self._placed(ids).__getitem__)
        changed = set()
        for members in formed(ordered, self._text, self._like, self._ties):
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
            for other in (*self._like(number), *self._tied(number)):
                if other not in found:
                    found.add(other)
                    left.append(other)
        return found

    def _tied(self, number: int) -> Iterable[int]:
        """The texts of proposals that somebody joined with one of a text."""
        if not self._ties:
            return ()
        return [
            self._text(other)
            for id in self._texts.of(number)
            for other in self._ties.together(id)
            if other in self.rows
        ]


def _stays(before: TaskRow, row: TaskRow) -> bool:
    """Whether a change of a task changes nothing about whom it is grouped with."""
    return before.text == row.text and place(before) == place(row)
