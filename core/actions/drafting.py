"""A plan about files on its way: what is moved, edited, made and remembered, and what becomes of each item.

At the end every reference to what moves is looked at, and all of it is put in the order in which it can be
made and taken back: new notes, moves, edits of files where they are by then, what is remembered.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from core.actions.ground import Ground
from core.actions.intents import Plan, Refusal
from core.edit import Change, Create, Edit, Move, Remember, Transaction, apply, patch
from core.entities import Page
from core.errors import Conflict, Refused, Unreadable, Unsettled, WinnowError
from core.index.build import task_ids
from core.index.rows import TaskId
from core.naming import Names
from core.note import Note, parse_note
from core.parse.frontmatter import parse_frontmatter
from core.path import NotePath, stem_of
from core.references import moved
from core.review.remembered import KIND as REVIEW
from core.statuses import TaskSettings
from core.text import Span, digest
from core.vault import Standing

_KIND, _SNOOZE = "inbox", "snooze"
_LABEL = 48
_MOST_OUTSIDE = 10_000
"""Notes out of scope that are looked at when a file moves: a tenth of a second."""


class Draft:
    """What one plan is made of so far."""

    def __init__(self, ground: Ground) -> None:
        """Nothing is planned yet."""
        self.ground = ground
        self.names = Names(ground.listed)
        self.into: dict[NotePath, NotePath] = {}
        """Files that go, and what references to them are to lead to instead."""
        self._moves: dict[NotePath, NotePath] = {}
        self._follows: set[NotePath] = set()
        """Those moves that references follow."""
        self._notes: dict[NotePath, Note] = {}
        """Every note that is read, as it is."""
        self._edits: dict[NotePath, tuple[Edit, ...]] = {}
        """By where the note is now."""
        self._files: dict[tuple[int, int], NotePath] = {}
        """Files that are edited because of what they refer to, by device and inode."""
        self._creates: dict[NotePath, bytes] = {}
        self._says: list[Page] = []
        """Notes that will say something else of themselves."""
        self._remembers: dict[tuple[str, str], Remember] = {}
        self._done: list[tuple[str, str]] = []
        self._unchanged: list[str] = []
        self._refused: list[Refusal] = []
        self._remarks: list[str] = []
        self._busy = ""
        """Why a reference could not be looked at, where another moment will do."""

    # What becomes of items

    def done(self, id: str, title: str) -> None:
        """The item is what was asked for once the plan is carried out."""
        self._done.append((id, title))

    def unchanged(self, id: str) -> None:
        """The item is what was asked for already."""
        self._unchanged.append(id)

    def refuse(self, id: str, error: WinnowError) -> None:
        """The item is left as it is."""
        lines = (error.expected, error.found) if isinstance(error, Conflict) else ("", "")
        gone = isinstance(error, Conflict | Unreadable)
        self._refused.append(Refusal(TaskId(id), str(error), *lines, conflict=gone))

    # What is written

    def note(self, path: NotePath) -> Note:
        """The note as it is now, read once. Raises `Unreadable` or `OutsideVault`."""
        if path not in self._notes:
            self._notes[path] = self.ground.read(path)
        return self._notes[path]

    def move(self, path: NotePath, to: NotePath, *, follow: bool = True) -> None:
        """Give a file another place; whether references to it follow."""
        self._moves[path] = to
        if follow:
            self._follows.add(path)

    def edit(self, note: Note, edits: Iterable[Edit]) -> None:
        """Change a note; the edits count in it as it is now."""
        self._notes.setdefault(note.path, note)
        self._edits[note.path] = (*self._edits.get(note.path, ()), *edits)

    def create(self, path: NotePath, data: bytes) -> None:
        """Make a note."""
        self._creates[path] = data

    def says(self, page: Page) -> None:
        """A note will be called otherwise, or besides: no link is to lead elsewhere because of that."""
        self._says.append(page)

    def moving(self) -> tuple[NotePath, ...]:
        """What gets another place."""
        return tuple(self._moves)

    def remark(self, sentence: str) -> None:
        """Say what is left as it is; not safe to show."""
        self._remarks.append(sentence)

    def is_made(self, path: NotePath) -> bool:
        """Whether the plan makes a note there."""
        return path in self._creates

    def remember(self, key: str, value: str | None, *, kind: str = _KIND) -> bool:
        """Keep a value beside the vault; whether it is another one than before."""
        ground = self.ground
        known = {_KIND: ground.remembered, _SNOOZE: ground.snoozed, REVIEW: ground.reviewed}
        before = known[kind].get(key)
        if before == value:
            return (kind, key) in self._remembers
        self._remembers[kind, key] = Remember(kind, key, before, value)
        return True

    # The end

    def plan(self, verb: str, to: str = "") -> Plan:
        """All of it as one transaction.

        Args:
            verb: As the command line spells it.
            to: Where to, for the label.

        Raises:
            Conflict: Another program is writing a note that names a file which moves.
        """
        self._follow()
        self._snoozes_follow()
        changes = tuple(self._changes())
        transaction = None
        if changes:
            label = _label(verb, [title for _, title in self._done], to)
            transaction = Transaction(label, changes, verb, items=max(1, len(self._done)))
        return Plan(
            transaction,
            tuple(TaskId(id) for id, _ in self._done),
            tuple(map(TaskId, self._unchanged)),
            tuple(self._refused),
            tuple(self._remarks),
        )

    def _changes(self) -> Iterable[Change]:
        yield from (Create(path, data) for path, data in self._creates.items())
        for path, to in self._moves.items():
            note = self._notes.get(path)
            yield Move(path, to, None if note is None else digest(note.data))
        for path, edits in self._edits.items():
            if edits:
                yield patch(self._moves.get(path, path), self._notes[path].data, edits)
        yield from self._remembers.values()

    def _follow(self) -> None:
        """Bring references to what moves along."""
        moves = {path: to for path, to in self._moves.items() if path in self._follows}
        if not (moves or self.into or self._creates or self._says):
            return
        ground = self.ground
        found = moved(
            ground.directory(),
            ground.written,
            self._read,
            moves,
            into=self.into,
            new=[*(_page(path, data) for path, data in self._creates.items()), *self._says],
            triaged=ground.is_triaged,
            outside=ground.outside(sorted(map(stem_of, moves)), _MOST_OUTSIDE) if moves else (),
        )
        if self._busy:
            raise Conflict(self._busy)
        for path, edits in found.edits.items():
            if path in self._moves and path not in self._follows:
                continue  # it goes to the trash as it is
            try:
                self.rewrite(path, edits)
            except WinnowError as error:
                self._remarks.append(f"{path} still has the old name of a file: {error}")
        self._remarks += [f"{path} {sentence}" for path, sentence in found.problems]

    def _read(self, path: NotePath) -> Note:
        """As `note`, of what refers to a file that moves; remembers that it can be read in a moment."""
        try:
            return self.note(path)
        except Unsettled as error:
            self._busy = str(error)
            raise

    def rewrite(self, path: NotePath, edits: tuple[Edit, ...]) -> None:
        """Add edits of references to those that a note gets anyway, which come first."""
        standing = self.ground.standing(path)
        if standing is None or not standing.writable:
            raise Refused("it is read-only" if standing else "it is gone")
        if standing.kind == "link" or self._is_edited(path, standing):
            return  # the same file is edited by its other name
        self.note(path)
        own = self._edits.get(path, ())
        free = [one for one in edits if not any(_meet(one.span, other.span) for other in own)]
        self._edits[path] = (*own, *free)

    def _is_edited(self, path: NotePath, standing: Standing) -> bool:
        """Whether a file is edited by another of its names; hard links are different names of one."""
        file = standing.device, standing.inode
        return self._files.setdefault(file, path) != path

    def _snoozes_follow(self) -> None:
        """Hidden tasks stay hidden in a note that moves, or in which their words change: both are part of their ids."""
        for path in {**self._moves, **self._edits}:
            hidden = self.ground.task_snoozes(path)
            if not hidden:
                continue
            note, to = self.note(path), self._moves.get(path, path)
            edits = sorted(
                self._edits.get(path, ()), key=lambda one: (one.span.start, one.span.end)
            )
            for before, after in renumbered(note, to, edits, self.ground.settings):
                if before in hidden and before != after:
                    value = self.ground.snoozed[before]
                    self.remember(before, None, kind=_SNOOZE)
                    if path in self._follows or path not in self._moves:
                        self.remember(after, value, kind=_SNOOZE)


def renumbered(
    note: Note, to: NotePath, edits: Sequence[Edit], settings: Callable[[NotePath], TaskSettings]
) -> Iterator[tuple[TaskId, TaskId]]:
    """What each task is called before and after a note moves and changes; nothing where tasks come or go."""
    made = parse_note(to, apply(note.data, edits), settings(to)) if edits else note
    if len(made.tasks) == len(note.tasks):
        old = task_ids(note.path, note.tasks, settings(note.path))
        yield from zip(old, task_ids(to, made.tasks, settings(to)), strict=True)


def _page(path: NotePath, data: bytes) -> Page:
    """What a new note says of itself."""
    meta = parse_frontmatter(data)
    title = meta.text("title") or ""
    return Page(path, title, title, meta.text("type") or "", tags=meta.texts("tags"))


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _label(verb: str, titles: Sequence[str], to: str) -> str:
    where = f" to {to}" if to else ""
    if len(titles) != 1:
        return f"{verb} ×{len(titles)}{where}"
    title = " ".join(titles[0].split())
    cut = title if len(title) <= _LABEL else f"{title[: _LABEL - 1].rstrip()}…"
    return f"{verb} “{cut}”{where}"
