"""A plan about a page on its way: notes looked through, one page put into another, tables, what is remembered."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote

from core.actions.merging import Folded, Merged, merged
from core.actions.page_tables import table_edits
from core.actions.properties import Properties
from core.actions.renamed import Meanings
from core.actions.renaming import Said, Step, called, said_anew
from core.actions.uniting import Clash, Uniting
from core.backlinks import Written
from core.directory import Directory, Tables, table_places
from core.edit import Change, Edit, Move, Remember, Transaction, apply, patch
from core.entities import Entity
from core.errors import Conflict, Refused, WinnowError
from core.naming import slug
from core.note import Note, parse_note
from core.path import NotePath
from core.references import Ground, concerned
from core.statuses import TaskSettings
from core.text import digest, encode

_REVIEW = "review"
_NO_KEYS: Mapping[str, str] = MappingProxyType({})


def _no_step(_: NotePath) -> Step | None:
    return None


class PagePlan(NamedTuple):
    """What would be written; nothing has been."""

    transaction: Transaction | None
    """`None`: it is so already."""
    problems: tuple[tuple[NotePath, str], ...]
    """What will be left as it is, by note; not safe to show."""
    counts: Mapping[str, int]
    """Form → how many places are written anew: `links` `names` `tags` `owners` `queries` `titles` `tables`."""
    folded: tuple[Folded, ...] = ()
    """Lines of a merged page that the other has."""
    clashes: tuple[Clash, ...] = ()
    """What was chosen between, in favour of the page that stays where nobody chose."""
    keys: Mapping[str, str] = _NO_KEYS
    """Of pages that get another key: each one's key → the new one."""


@dataclass(frozen=True, slots=True, eq=False)
class Pages:
    """A vault as plans about pages see it. What asks the disk raises `WinnowError`."""

    directory: Directory
    written: Written
    read: Callable[[NotePath], Note]
    """The note as it is now."""
    data: Callable[[NotePath], bytes]
    """The bytes of a file."""
    settings: Callable[[NotePath], TaskSettings]
    listed: Callable[[str], Iterable[str]]
    """The names in a folder."""
    triaged: Callable[[NotePath], bool]
    """Whether a path is in scope."""
    tables: Tables
    """The alias tables, and where they may lie."""
    table_files: tuple[str, ...]
    mentions: Callable[[Iterable[str]], Iterable[NotePath]]
    """The notes in whose text one of some names stands."""
    remembered: Mapping[str, str]
    """What is remembered of pages in review, by key."""
    outside: Callable[[Iterable[str]], Iterable[NotePath]] = lambda _: ()
    """The notes out of scope that may name something called so; see `saying`. They are left, and said."""

    def entity(self, key: str) -> Entity:
        """The entity of a key. Raises `Refused`."""
        found = self.directory.identity.of_key(key)
        if found is None:
            raise Refused(f"{key} is no page of a person, company or project any more")
        return found


def saying(
    paths: Iterable[NotePath], data: Callable[[NotePath], bytes], names: Iterable[str]
) -> Iterator[NotePath]:
    """The files in whose bytes a name stands, as it is written or with `%20`; reads each."""
    forms = [encode(text) for name in names for text in (name, quote(name), slug(name)) if text]
    for path in paths:
        try:
            found = data(path)
        except WinnowError:
            continue  # what cannot be read cannot be said to name anybody
        if any(form in found for form in forms):
            yield path


def querying(
    paths: Iterable[NotePath], data: Callable[[NotePath], bytes], names: Iterable[str]
) -> Iterator[NotePath]:
    """The files that have a query, and in which a name stands in any case; reads each."""
    return _with(paths, data, names, lambda found: b"tasks" in found or b"dataview" in found)


def naming(
    paths: Iterable[NotePath], data: Callable[[NotePath], bytes], names: Iterable[str]
) -> Iterator[NotePath]:
    """The files in which a name stands in any case; reads each."""
    return _with(paths, data, names, bool)


def _with(
    paths: Iterable[NotePath],
    data: Callable[[NotePath], bytes],
    names: Iterable[str],
    may: Callable[[bytes], bool],
) -> Iterator[NotePath]:
    forms = [text.lower() for text in names]
    for path in paths:
        with suppress(WinnowError):  # what cannot be read cannot be said to name anybody
            found = data(path)
            if may(found):
                text = found.decode("utf-8", "replace").lower()
                if any(form in text for form in forms):
                    yield path


def _check_whole(note: Note) -> None:
    if note.problems:
        raise Refused(f"{note.path} cannot be merged: {note.problems[0]}")


def _check_tasks(made: Note, of: Iterable[Note], shown: Iterable[Folded]) -> None:
    """Look whether two pages in one have the tasks of both, but for those that are there twice. Raises `Refused`."""
    there = Counter(task.raw for task in made.tasks)
    wanted = Counter(task.raw for note in of for task in note.tasks)
    twice = Counter(line for one in shown for line in one.text.split("\n"))
    if there - wanted or (wanted - there) - twice:
        raise Refused("put into the other page its tasks would not read as they do: an open fence or comment stands in one of them")  # fmt: skip


class PageDraft:
    """A plan on its way."""

    def __init__(
        self,
        pages: Pages,
        ground: Ground,
        renamed: Meanings,
        moves: Mapping[NotePath, NotePath],
        keys: Mapping[str, str] = _NO_KEYS,
    ) -> None:
        """Nothing is looked at yet.

        Args:
            pages: The vault.
            ground: Where links lead before and after.
            renamed: Whom the plan is about.
            moves: Where each file lies → where it will lie.
            keys: Of pages that get another key: each one's key → the new one.
        """
        self._pages, self._ground, self._renamed = pages, ground, renamed
        self._moves, self._keys = moves, keys
        self._notes: dict[NotePath, bytes] = {}
        self._edits: dict[NotePath, tuple[Edit, ...]] = {}
        self._counts: dict[str, int] = {}
        self._problems: list[tuple[NotePath, str]] = []
        self._folded: tuple[Folded, ...] = ()
        self._clashes: list[Clash] = []

    def look_through(
        self,
        own: Collection[NotePath] = (),
        more: Callable[[NotePath], Step | None] = _no_step,
        *,
        tables: bool = True,
    ) -> None:
        """Write anew what notes say of the entities.

        Args:
            own: Their pages, whose titles follow.
            more: What becomes of the properties of a note besides.
            tables: Whether tables of other names follow.
        """
        for path in sorted(set(self._concerned()) - self._edits.keys()):
            if self._moves.get(path, path).startswith("."):
                continue
            try:
                note = self._pages.read(path)
            except WinnowError as error:
                self._problems.append((path, str(error)))
                continue
            to = self._moves.get(path, path)
            self._keep(note, self._said(note, to, page=path in own, more=more(path)))
        if tables:
            self._tables()
        self._look_outside()

    def _look_outside(self) -> None:
        """Say which notes out of scope will name what is not there any more."""
        pages, name = self._pages, called(self._renamed)
        for path in sorted(pages.outside(self._renamed.sought)):
            if path in self._moves or path in self._edits or path in pages.directory.snapshot.notes:
                continue
            try:
                said = self._said(pages.read(path), path)
            except WinnowError as error:
                self._problems.append((path, str(error)))
                continue
            if said.edits or said.problems:
                self._problems.append((path, f"is out of scope and left as it is: it still says {name}"))  # fmt: skip

    def _concerned(self) -> Iterator[NotePath]:
        """The notes that may say something of them."""
        pages, renamed = self._pages, self._renamed
        snapshot, entities = pages.directory.snapshot, renamed.entities
        yield from concerned(self._ground, pages.written)
        yield from (path for path in self._moves if path in snapshot.notes)
        yield from (one.path for one in entities if one.path is not None)
        named = [name for name, _ in pages.written.people() if renamed.text(name) or renamed.is_lost(name)]  # fmt: skip
        yield from (path for path, _ in pages.written.naming(named))
        texts: dict[str, bool] = {}
        for task in snapshot.tasks.values():
            for text in (*task.owners, *(tag for tag in task.tags if "/" in tag)):
                if text not in texts:
                    texts[text] = bool(renamed.tag(text) if text[0] == "#" else renamed.text(text))
                if texts[text]:
                    yield task.note.path
        yield from (path for path in pages.mentions(renamed.sought) if path in snapshot.notes)

    def _said(
        self, note: Note, to: NotePath, *, page: bool = False, more: Step | None = None
    ) -> Said:
        settings = self._pages.settings(note.path)
        return said_anew(note, to, self._ground, self._renamed, settings, page=page, more=more)

    def _keep(self, note: Note, said: Said) -> None:
        self._notes[note.path] = note.data
        self._problems += [(note.path, problem) for problem in said.problems]
        if said.edits:
            self._edits[note.path] = said.edits
            for form, number in said.counts.items():
                self._counts[form] = self._counts.get(form, 0) + number

    def take(self, going: Sequence[Entity], stays: Entity, choose: Mapping[str, str]) -> None:
        """Put the texts, the properties and the names of some entities into the page of another.

        Args:
            going: Those that go; one that has no page leaves its names.
            stays: Who has the page.
            choose: Of properties of which both say something else: what is to be said.

        Raises:
            Refused: One of them cannot be taken apart, or there is nothing of that to choose.
        """
        into = stays.path or NotePath("")
        page = self._pages.read(into)
        own = self._said(page, into)
        texts, problems = dict[str, Note](), list(own.problems)
        for entity in going:
            if entity.path is None:
                continue
            old = self._pages.read(entity.path)
            _check_whole(old)
            self._notes[entity.path] = old.data
            said = self._said(old, into)
            problems += said.problems
            texts[entity.key] = self._parsed(into, apply(old.data, said.edits))
        _check_whole(page)
        new = merged(page, self._one_text(into, [*texts.values()])) if texts else Merged((), ())
        self._folded = (*self._folded, *new.folded)
        front = apply(page.data, [one for one in own.edits if one.span.end <= page.meta.body])
        united = Uniting(Properties.of(self._parsed(into, front)), stays, choose)
        for entity in going:
            united.take(entity, texts.get(entity.key))
        united.check()
        self._clashes += united.clashes
        there = Properties.of(page).written(united.properties.block).edits()
        body = [*(one for one in own.edits if one.span.start >= page.meta.body), *new.edits]
        edits = (*there, *sorted(body, key=lambda one: (one.span.start, one.span.end)))
        made = self._parsed(into, apply(page.data, edits))
        before = self._parsed(into, apply(page.data, own.edits))
        _check_tasks(made, (before, *texts.values()), self._folded)
        self._keep(page, own._replace(edits=edits, problems=tuple(problems)))

    def _parsed(self, path: NotePath, data: bytes) -> Note:
        return parse_note(path, data, self._pages.settings(path))

    def _one_text(self, into: NotePath, texts: Sequence[Note]) -> Note:
        """Several texts as one: each under the headings of those before it."""
        text, *others = texts
        for other in others:
            new = merged(text, other)
            self._folded = (*self._folded, *new.folded)
            text = self._parsed(into, apply(text.data, new.edits))
        return text

    def _tables(self) -> None:
        """Let the alias tables call it by its new name."""
        pages = self._pages
        files = table_places(pages.table_files, pages.directory.identity, pages.directory.types)
        for path in files:
            if path in self._moves:
                continue
            try:
                data = pages.data(path)
            except WinnowError:
                continue  # most of the places have none
            known = self._edits.get(path, ())
            try:
                edits = table_edits(path, data, self._renamed)
                if known and edits:
                    edits = tuple(sorted({*known, *edits}, key=lambda one: one.span))
                    apply(data, edits)
            except (Refused, Conflict) as error:
                self._problems.append((path, str(error)))
                continue
            if edits:
                self._notes[path], self._edits[path] = data, edits
                self._counts["tables"] = self._counts.get("tables", 0) + len(edits) - len(known)

    def plan(self, verb: str, label: str, items: int = 1) -> PagePlan:
        """All of it as one transaction about so many pages."""
        changes: list[Change] = []
        for path, to in self._moves.items():
            data = self._notes.get(path)
            changes.append(Move(path, to, None if data is None else digest(data)))
        for path, edits in sorted(self._edits.items()):
            changes.append(patch(self._moves.get(path, path), self._notes[path], edits))
        changes += self._remembers()
        transaction = Transaction(label, tuple(changes), verb, items=items) if changes else None
        counts = {form: number for form, number in self._counts.items() if number}
        return PagePlan(
            transaction, tuple(self._problems), counts, self._folded, tuple(self._clashes), self._keys
        )  # fmt: skip

    def _remembers(self) -> Iterator[Change]:
        """What is remembered of the page goes with it, or with the page it is in now."""
        for path, to in self._moves.items():
            value = self._pages.remembered.get(path)
            if value is not None:
                yield Remember(_REVIEW, path, value, None)
                if not to.startswith("."):
                    yield Remember(_REVIEW, to, None, value)
