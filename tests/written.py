"""What notes say, kept in memory: the questions of the cache, answered from rows."""

from collections import Counter
from collections.abc import Iterable

from core.index.rows import TO_SOURCE, LinkRow
from core.index.snapshot import NoteRows
from core.path import NotePath


class InMemory:
    def __init__(self) -> None:
        self.notes: dict[NotePath, NoteRows] = {}

    def take(self, rows: Iterable[NoteRows], gone: Iterable[NotePath] = ()) -> None:
        self.notes |= {one.note.path: one for one in rows}
        for path in gone:
            self.notes.pop(path, None)

    def targets(self) -> list[tuple[str, int, int]]:
        found = Counter(
            pair
            for rows in self.notes.values()
            for pair in {(link.target, link.kind & TO_SOURCE) for link in rows.links}
        )
        return [(target, kind, count) for (target, kind), count in found.items()]

    def all_targets(self) -> list[str]:
        return list({link.target: None for rows in self.notes.values() for link in rows.links})

    def links_to(self, targets: Iterable[str]) -> list[tuple[NotePath, LinkRow]]:
        wanted = set(targets)
        found = [(path, link) for path, rows in self.notes.items() for link in rows.links]
        return sorted(
            (one for one in found if one[1].target in wanted), key=lambda one: (one[0], one[1].line)
        )

    def links_of(self, path: NotePath) -> tuple[LinkRow, ...]:
        return self.notes[path].links if path in self.notes else ()

    def people(self) -> list[tuple[str, int]]:
        return list(Counter(name for rows in self.notes.values() for name in rows.people).items())

    def naming(self, names: Iterable[str]) -> list[tuple[NotePath, str]]:
        wanted = set(names)
        return [
            (path, name)
            for path, rows in sorted(self.notes.items())
            for name in rows.people
            if name in wanted
        ]
