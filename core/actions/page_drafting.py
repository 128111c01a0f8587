"""A plan about a page on its way: notes looked through, one page put into another, tables, what is remembered."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from core.actions.merging import Folded, merged
from core.actions.page_tables import table_edits
from core.actions.properties import Properties
from core.actions.renamed import Renamed
from core.actions.renaming import Said, Step, said_anew
from core.backlinks import Written
from core.directory import Directory, Tables, table_places
from core.edit import Change, Edit, Move, Remember, Transaction, apply, patch
from core.entities import Entity
from core.errors import Conflict, Refused, WinnowError
from core.naming import slug
from core.note import Note, parse_note
from core.path import NotePath
from core.references import Ground, concerned
from core.spelling import folded
from core.statuses import TaskSettings
from core.text import digest, encode

_REVIEW = "review"
_FLAG = "needs-review"
_OWN = frozenset({"type", "title", "name", "entity", "date", "created", "tags", "tag", "aliases", "alias", "auto_created"})  # fmt: skip
"""Properties that are not taken from a page that is merged, or not as they stand."""


class Clash(NamedTuple):
    """A property of which two pages say different things; not safe to show."""

    key: str
    stays: str
    other: str


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


def other_names(entity: Entity, other: Entity, known: Iterable[str]) -> tuple[str, ...]:
    """What the other is to be called besides from now on."""
    seen = {folded(other.name), *map(folded, known)}
    found = []
    for text in (entity.name, entity.title, *entity.aliases):
        if folded(text) and folded(text) not in seen:
            seen.add(folded(text))
            found.append(text)
    return tuple(found)


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
        self, pages: Pages, ground: Ground, renamed: Renamed, moves: Mapping[NotePath, NotePath]
    ) -> None:
        """Nothing is looked at yet."""
        self._pages, self._ground, self._renamed = pages, ground, renamed
        self._moves = moves
        self._notes: dict[NotePath, bytes] = {}
        self._edits: dict[NotePath, tuple[Edit, ...]] = {}
        self._counts: dict[str, int] = {}
        self._problems: list[tuple[NotePath, str]] = []
        self._folded: tuple[Folded, ...] = ()
        self._clashes: list[Clash] = []

    def look_through(self, own: Mapping[NotePath, NotePath], more: Step | None = None) -> None:
        """Write anew what notes say of the entity.

        Args:
            own: Its page.
            more: What becomes of the properties of its own notes besides.
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
            step = more if path in self._moves else None
            self._keep(note, self._said(note, to, page=path in own, more=step))
        self._tables()
        self._look_outside()

    def _look_outside(self) -> None:
        """Say which notes out of scope will name what is not there any more."""
        pages, entity = self._pages, self._renamed.entity
        for path in sorted(pages.outside((entity.name,))):
            if path in self._moves or path in self._edits or path in pages.directory.snapshot.notes:
                continue
            try:
                said = self._said(pages.read(path), path)
            except WinnowError as error:
                self._problems.append((path, str(error)))
                continue
            if said.edits or said.problems:
                self._problems.append((path, f"is out of scope and left as it is: it still says {entity.name}"))  # fmt: skip

    def _concerned(self) -> Iterator[NotePath]:
        """The notes that may say something of it."""
        pages, renamed = self._pages, self._renamed
        snapshot, entity = pages.directory.snapshot, renamed.entity
        yield from concerned(self._ground, pages.written)
        yield from (path for path in self._moves if path in snapshot.notes)
        if entity.path is not None:
            yield entity.path
        named = [name for name, _ in pages.written.people() if renamed.text(name) or renamed.is_lost(name)]  # fmt: skip
        yield from (path for path, _ in pages.written.naming(named))
        texts: dict[str, bool] = {}
        for task in snapshot.tasks.values():
            for text in (*task.owners, *(tag for tag in task.tags if "/" in tag)):
                if text not in texts:
                    texts[text] = bool(renamed.tag(text) if text[0] == "#" else renamed.text(text))
                if texts[text]:
                    yield task.note.path
        yield from (path for path in pages.mentions((entity.name,)) if path in snapshot.notes)

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

    def take(self, path: NotePath, into: NotePath, choose: Mapping[str, str]) -> None:
        """Put the text and the properties of one page into another."""
        old, page = self._pages.read(path), self._pages.read(into)
        for note in (old, page):
            if note.problems:
                raise Refused(f"{note.path} cannot be merged: {note.problems[0]}")
        self._notes[path] = old.data
        said = self._said(old, into)
        text = parse_note(into, apply(old.data, said.edits), self._pages.settings(into))
        own = self._said(page, into)
        new = merged(page, text)
        self._folded = new.folded
        front = apply(page.data, [one for one in own.edits if one.span.end <= page.meta.body])
        said_front = Properties.of(parse_note(into, front, self._pages.settings(into)))
        block = self._united(said_front, text, choose).block
        there = Properties.of(page).written(block).edits()
        body = [*(one for one in own.edits if one.span.start >= page.meta.body), *new.edits]
        edits = (*there, *sorted(body, key=lambda one: (one.span.start, one.span.end)))
        made = parse_note(into, apply(page.data, edits), self._pages.settings(into))
        _check_tasks(made, (parse_note(into, apply(page.data, own.edits), self._pages.settings(into)), text), new.folded)  # fmt: skip
        self._keep(page, own._replace(edits=edits, problems=(*own.problems, *said.problems)))

    def _united(self, properties: Properties, other: Note, choose: Mapping[str, str]) -> Properties:
        """The properties with what the other page says beside."""
        entity = self._renamed.entity
        stays = self._pages.entity(self._renamed.home)
        for key, value in other.meta.values.items():
            now = properties.values.get(key)
            if key in _OWN or not isinstance(value, str | tuple) or value in {now, "", ()}:
                continue
            if isinstance(value, tuple) or isinstance(now, tuple):
                for item in other.meta.texts(key):
                    properties = properties.add_item(key, item)
            elif now in {None, ""}:
                properties = properties.set_text(key, value)
            elif isinstance(now, str):
                self._clashes.append(Clash(key, now, value))
                properties = properties.set_text(key, choose.get(key, now))
        for tag in other.tags:
            if tag != _FLAG:
                properties = properties.add_item("tags", tag)
        for alias in other_names(entity, stays, stays.aliases):
            properties = properties.add_item("aliases", alias)
        return properties

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

    def plan(self, verb: str, label: str) -> PagePlan:
        """All of it as one transaction."""
        changes: list[Change] = []
        for path, to in self._moves.items():
            data = self._notes.get(path)
            changes.append(Move(path, to, None if data is None else digest(data)))
        for path, edits in sorted(self._edits.items()):
            changes.append(patch(self._moves.get(path, path), self._notes[path], edits))
        changes += self._remembers()
        transaction = Transaction(label, tuple(changes), verb) if changes else None
        counts = {form: number for form, number in self._counts.items() if number}
        return PagePlan(transaction, tuple(self._problems), counts, self._folded, tuple(self._clashes))  # fmt: skip

    def _remembers(self) -> Iterator[Change]:
        """What is remembered of the page goes with it, or with the page it is in now."""
        for path, to in self._moves.items():
            value = self._pages.remembered.get(path)
            if value is not None:
                yield Remember(_REVIEW, path, value, None)
                if not to.startswith("."):
                    yield Remember(_REVIEW, to, None, value)
