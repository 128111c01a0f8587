"""Pages of entities renamed and merged: what is moved and written so that all that named them names them still. Pure.

An entity's folder goes with its page, and a merged one's notes to the other's folder; the old page goes to
the trash. What cannot be written anew is said before anything is written.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from core.actions.merging import Folded, merged
from core.actions.page_tables import table_edits
from core.actions.properties import Properties
from core.actions.renamed import Renamed, names_of
from core.actions.renaming import Said, said_anew
from core.backlinks import Written
from core.directory import Directory, Tables, page_of, table_places
from core.edit import Change, Edit, Move, Remember, Transaction, apply, patch
from core.entities import Entity, Page, same_type
from core.errors import Conflict, Refused, WinnowError
from core.naming import Names, name_key, plain_name
from core.note import Note, parse_note
from core.path import NotePath, folder_of, name_of
from core.references import Ground, concerned
from core.spelling import folded
from core.statuses import TaskSettings
from core.text import digest

_REVIEW = "review"
_FLAG = "needs-review"
_OWN = frozenset({"type", "title", "name", "entity", "date", "created", "tags", "tag", "aliases", "alias", "auto_created"})  # fmt: skip
"""Properties that are not taken from a page that is merged, or not as they stand."""
_NO_CHOICE: Mapping[str, str] = MappingProxyType({})


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

    def entity(self, key: str) -> Entity:
        """The entity of a key. Raises `Refused`."""
        found = self.directory.identity.of_key(key)
        if found is None:
            raise Refused(f"{key} is no page of a person, company or project any more")
        return found


def rename(pages: Pages, key: str, name: str) -> PagePlan:
    """Call an entity otherwise: its folder or page, an equal title and first heading, and all that names it.

    Raises:
        Refused: The name cannot be one, is taken, or means somebody else.
    """
    entity = pages.entity(key)
    title = " ".join(name.split())
    called = plain_name(title)
    if not any(map(str.isalnum, called)):
        raise Refused(f"“{name}” leaves no name that a file can have")
    if title in names_of(entity) and called == entity.name:
        return PagePlan(None, (), {})
    meant = [one for one in pages.directory.identity.named(title) if one.home != entity.home]
    if meant:
        raise Refused(f"{title} means {meant[0].key} already: merge the two, or choose another name")  # fmt: skip
    home = _home(pages, entity, called)
    moves = dict(_moves(pages.directory, entity, home, called))
    own = entity.path
    page = _renamed_page(pages, entity, moves, title) if own else None
    names = {*names_of(entity)}
    tables = {title if one in names else one: others for one, others in pages.tables.items()}
    ground = Ground(pages.directory, moves, {}, [page] if page else [], pages.triaged, tables)
    renamed = Renamed(entity, title, home, pages.directory.identity, ground.identity)
    draft = _Draft(pages, ground, renamed, moves)
    draft.look_through({own: own} if own else {})
    return draft.plan("rename", f"rename {entity.name} to {title}")


def merge(pages: Pages, key: str, into: str, choose: Mapping[str, str] = _NO_CHOICE) -> PagePlan:
    """Put an entity into another: its text, notes, tags and other names; its page goes to the trash.

    Args:
        pages: The vault.
        key: The entity that goes.
        into: The one that stays.
        choose: Of properties of which both say something else: what is to be said.

    Raises:
        Refused: They are the same, of different types, or the other has no page.
    """
    entity, other = pages.entity(key), pages.entity(into)
    if entity.home == other.home:
        raise Refused(f"{entity.name} is itself and cannot be merged into itself")
    if other.path is None:
        raise Refused(f"{other.name} has no page that anything could be merged into")
    if same_type(entity.type) != same_type(other.type):
        raise Refused(f"{entity.name} is of the type {entity.type}, {other.name} of {other.type}: give one of them the other's type first")  # fmt: skip
    moves = dict(_merging_moves(pages, entity, other))
    page = _merged_page(pages, entity, other)
    names = {*names_of(entity)}
    gone = [text for one, others in pages.tables.items() if one in names for text in (one, *others)]
    tables = {one: others for one, others in pages.tables.items() if one not in names}
    if gone:
        tables[other.name] = (*tables.get(other.name, ()), *gone)
    led = {entity.path: other.path} if entity.path else {}
    ground = Ground(pages.directory, moves, led, [page], pages.triaged, tables)
    renamed = Renamed(entity, other.name, other.home, pages.directory.identity, ground.identity)
    draft = _Draft(pages, ground, renamed, moves)
    if entity.path is not None:
        draft.take(entity.path, other.path, choose)
    draft.look_through({})
    return draft.plan("merge", f"merge {entity.name} into {other.name}")


def _home(pages: Pages, entity: Entity, called: str) -> str:
    """Where it will live. Raises `Refused` where something lies there."""
    above, now = folder_of(NotePath(entity.home)), name_of(NotePath(entity.home))
    wanted = called if entity.folder else f"{called}.md"
    taken = {name_key(one) for one in pages.listed(above)} - {name_key(now)}
    if name_key(wanted) in taken:
        raise Refused(f"{above}/{wanted} is there already: merge the two, or choose another name")
    return f"{above}/{wanted}" if above else wanted


def _files(directory: Directory, folder: str) -> Iterator[NotePath]:
    """All that is known to lie in a folder."""
    snapshot, front = directory.snapshot, f"{folder}/"
    for paths in (snapshot.notes, snapshot.others):
        yield from sorted(path for path in paths if path.startswith(front))


def _moves(
    directory: Directory, entity: Entity, home: str, called: str
) -> Iterator[tuple[NotePath, NotePath]]:
    if home == entity.home:
        return
    if not entity.folder:
        yield NotePath(entity.home), NotePath(home)
        return
    for path in _files(directory, entity.folder):
        below = path.removeprefix(f"{entity.folder}/")
        # A note that is called as the folder is is its page.
        below = f"{called}.md" if below == f"{entity.name}.md" else below
        yield path, NotePath(f"{home}/{below}")


def _renamed_page(
    pages: Pages, entity: Entity, moves: Mapping[NotePath, NotePath], title: str
) -> Page | None:
    row = pages.directory.snapshot.notes.get(entity.path) if entity.path else None
    if row is None:
        return None
    before = pages.directory.identity
    renamed = Renamed(entity, title, entity.home, before, before)
    page = page_of(row)
    return page._replace(
        path=moves.get(page.path, page.path),
        title=renamed.said(page.title),
        heading=renamed.said(page.heading),
        names=tuple(map(renamed.said, page.names)),
        tags=tuple(map(renamed.page_tag, page.tags)),
    )


def _merging_moves(
    pages: Pages, entity: Entity, other: Entity
) -> Iterator[tuple[NotePath, NotePath]]:
    names = Names(pages.listed)
    if entity.path is not None:
        trash = NotePath(f".trash/{entity.path}")
        yield entity.path, names.free(folder_of(trash), name_of(trash))
    if not entity.folder:
        return
    for path in _files(pages.directory, entity.folder):
        if path == entity.path:
            continue
        if not other.folder:
            raise Refused(f"{other.name} has no folder that the notes of {entity.name} could go to")
        below = folder_of(NotePath(path.removeprefix(f"{entity.folder}/")))
        folder = f"{other.folder}/{below}" if below else other.folder
        yield path, names.free(folder, name_of(path))


def _merged_page(pages: Pages, entity: Entity, other: Entity) -> Page:
    row = pages.directory.snapshot.notes.get(other.path) if other.path else None
    if row is None:
        raise Refused(f"the page of {other.name} is not there any more")
    page = page_of(row)
    return page._replace(aliases=(*page.aliases, *_aliases(entity, other, page.aliases)))


def _aliases(entity: Entity, other: Entity, known: Iterable[str]) -> tuple[str, ...]:
    """What the other is to be called besides from now on."""
    seen = {folded(other.name), *map(folded, known)}
    found = []
    for text in (entity.name, entity.title, *entity.aliases):
        if folded(text) and folded(text) not in seen:
            seen.add(folded(text))
            found.append(text)
    return tuple(found)


class _Draft:
    """A plan on its way."""

    def __init__(
        self, pages: Pages, ground: Ground, renamed: Renamed, moves: Mapping[NotePath, NotePath]
    ) -> None:
        self._pages, self._ground, self._renamed = pages, ground, renamed
        self._moves = moves
        self._notes: dict[NotePath, bytes] = {}
        self._edits: dict[NotePath, tuple[Edit, ...]] = {}
        self._counts: dict[str, int] = {}
        self._problems: list[tuple[NotePath, str]] = []
        self._folded: tuple[Folded, ...] = ()
        self._clashes: list[Clash] = []

    def look_through(self, own: Mapping[NotePath, NotePath]) -> None:
        """Write anew what notes say of the entity; `own`: its page."""
        for path in sorted(set(self._concerned()) - self._edits.keys()):
            if self._moves.get(path, path).startswith("."):
                continue
            try:
                note = self._pages.read(path)
            except WinnowError as error:
                self._problems.append((path, str(error)))
                continue
            self._keep(note, self._said(note, self._moves.get(path, path), page=path in own))
        self._tables()

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

    def _said(self, note: Note, to: NotePath, *, page: bool = False) -> Said:
        return said_anew(note, to, self._ground, self._renamed, self._pages.settings(note.path), page=page)  # fmt: skip

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
        apply(page.data, edits)
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
        for alias in _aliases(entity, stays, stays.aliases):
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
