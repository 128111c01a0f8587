"""Pages of entities renamed and merged: what is moved and written so that all that named them names them still. Pure.

An entity's folder goes with its page, and a merged one's notes to the other's folder; the old page goes to
the trash. What cannot be written anew is said before anything is written.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from core.actions.page_drafting import PageDraft, PagePlan, Pages, other_names
from core.actions.properties import TAGS, Properties
from core.actions.renamed import Renamed, names_of
from core.actions.renaming import texts_of
from core.actions.targets import OWN, OWN_KEYS, TAGGED
from core.directory import Directory, page_of
from core.entities import Entity, Page, home_of, same_type
from core.errors import Refused
from core.naming import Names, name_key, plain_name
from core.path import NotePath, folder_of, name_of
from core.references import Ground

_NO_CHOICE: Mapping[str, str] = MappingProxyType({})


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
    draft = PageDraft(pages, ground, renamed, moves)
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
    draft = PageDraft(pages, ground, renamed, moves)
    if entity.path is not None:
        draft.take(entity.path, other.path, choose)
    draft.look_through({})
    return draft.plan("merge", f"merge {entity.name} into {other.name}")


def retype(pages: Pages, key: str, folder: str) -> PagePlan:
    """Make an entity one of another type: its folder or page goes below that type's folder, types and tags follow.

    Its own notes name it by the property of the new type. What else names it is as it was.

    Args:
        pages: The vault.
        key: The entity.
        folder: A folder of a type: `Work/Customers and Partners`.

    Raises:
        Refused: The folder is of no type, or something of that name lies there.
    """
    entity = pages.entity(key)
    kind = pages.directory.types.get(name_of(NotePath(folder)))
    if kind is None or home_of(NotePath(f"{folder}/a/b.md"), pages.directory.types) is None:
        raise Refused(f"{folder} is no folder of people, companies or projects")
    called = name_of(NotePath(entity.home))
    home = f"{folder}/{called}"
    if home == entity.home:
        return PagePlan(None, (), {})
    if name_key(called) in map(name_key, pages.listed(folder)) and any(True for _ in pages.listed(home)):  # fmt: skip
        raise Refused(f"{home} is there already: merge the two, or choose another name")
    moves = dict(_moves(pages.directory, entity, home, entity.name))
    word = _word(pages.directory, kind)
    prefix = TAGGED.get(same_type(kind)) or OWN.get(same_type(kind), "")
    page = _retyped_page(pages, entity, moves, word, prefix)
    ground = Ground(pages.directory, moves, {}, [page] if page else [], pages.triaged, pages.tables)
    before = pages.directory.identity
    renamed = Renamed(entity, entity.name, home, before, ground.identity, prefix)
    draft = PageDraft(pages, ground, renamed, moves)
    draft.look_through({}, lambda made: _retyped(made, renamed, word, OWN.get(same_type(kind), "")))
    return draft.plan("retype", f"make {entity.name} {word}")


def _word(directory: Directory, kind: str) -> str:
    """How the notes of a type write it."""
    said = Counter(
        row.kind
        for row in directory.snapshot.notes.values()
        if row.entity_type == kind and row.kind and same_type(row.kind) == same_type(kind)
    )
    return max(said, key=lambda word: (said[word], word)) if said else kind


def _retyped_page(
    pages: Pages, entity: Entity, moves: Mapping[NotePath, NotePath], word: str, prefix: str
) -> Page | None:
    row = pages.directory.snapshot.notes.get(entity.path) if entity.path else None
    if row is None:
        return None
    page = page_of(row)

    def tag(text: str) -> str:
        front, slash, last = text.partition("/")
        own = slash and prefix and same_type(front) == same_type(entity.type)
        return f"{prefix}/{last}" if own else text

    type = word if same_type(page.type) == same_type(entity.type) else page.type
    return page._replace(path=moves[page.path], type=type, tags=tuple(map(tag, page.tags)))


def _retyped(made: Properties, renamed: Renamed, word: str, own: str) -> Properties:
    """The properties of one of its notes: the type, `type/…` among the tags, the property that names it."""
    old = same_type(renamed.entity.type)
    said = made.values.get("type")
    if isinstance(said, str) and same_type(said) == old:
        made = made.set_text("type", word)
    for key in sorted(TAGS & made.values.keys()):
        for tag in texts_of(made, key):
            front, slash, last = tag.removeprefix("#").partition("/")
            if slash and front == "type" and same_type(last) == old:
                made = made.replace_item(key, tag, f"type/{word}")
    for key in sorted(OWN_KEYS & made.values.keys() - {own}):
        text = made.values[key]
        if own and isinstance(text, str) and own not in made.values and renamed.means(text):
            made = made.rename_key(key, own)
    return made


def _home(pages: Pages, entity: Entity, called: str) -> str:
    """Where it will live. Raises `Refused` where something lies there."""
    above, now = folder_of(NotePath(entity.home)), name_of(NotePath(entity.home))
    wanted = called if entity.folder else f"{called}.md"
    taken = {name_key(one): one for one in pages.listed(above) if name_key(one) != name_key(now)}
    home = f"{above}/{wanted}" if above else wanted
    there = taken.get(name_key(wanted))
    # A folder that was left empty, as a rename leaves one, is nobody's.
    empty = there == wanted and entity.folder and not any(True for _ in pages.listed(home))
    if there is not None and not empty:
        raise Refused(f"{home} is there already: merge the two, or choose another name")
    return home


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
    return page._replace(aliases=(*page.aliases, *other_names(entity, other, page.aliases)))
