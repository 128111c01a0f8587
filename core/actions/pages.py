"""Pages of entities renamed and merged: what is moved and written so that all that named them names them still. Pure.

An entity's folder goes with its page, and a merged one's notes to the other's folder; the old page goes to
the trash. What cannot be written anew is said before anything is written.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from core.actions.page_drafting import PageDraft, PagePlan, Pages, other_names
from core.actions.renamed import Renamed, names_of
from core.directory import Directory, page_of
from core.entities import Entity, Page, same_type
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
