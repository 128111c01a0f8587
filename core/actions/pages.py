"""Pages of entities renamed, merged and given other types: what is moved and written so that all that named them names them still. Pure.

An entity's folder goes with its page, and a merged one's notes to the other's folder; the old page goes to
the trash. What cannot be written anew is said before anything is written.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from core.actions.page_drafting import PageDraft, PagePlan, Pages
from core.actions.properties import TAGS, Properties
from core.actions.renamed import Renamed, Several, names_of
from core.actions.renaming import Step, texts_of
from core.actions.targets import OWN, OWN_KEYS, TAGGED, folder_of_type
from core.actions.uniting import other_names
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
    draft = PageDraft(pages, ground, renamed, moves, {entity.key: _key_then(entity, home, moves)})
    draft.look_through((own,) if own else ())
    return draft.plan("rename", f"rename {entity.name} to {title}")


def merge(
    pages: Pages, keys: Sequence[str], into: str, choose: Mapping[str, str] = _NO_CHOICE
) -> PagePlan:
    """Put entities into another: their texts, notes, tags and other names; their pages go to the trash.

    Args:
        pages: The vault.
        keys: The entities that go; each as `may_merge` has it.
        into: The one that stays.
        choose: Of properties of which two say something else: what is to be said.

    Raises:
        Refused: One of them cannot be merged, or there is nothing of that to choose.
    """
    other = pages.entity(into)
    going = [may_merge(pages, key, into) for key in dict.fromkeys(keys)]
    moves = dict(_merging_moves(pages, going, other))
    page = _merged_page(pages, going, other)
    names = {name for one in going for name in names_of(one)}
    gone = [text for one, others in pages.tables.items() if one in names for text in (one, *others)]
    tables = {one: others for one, others in pages.tables.items() if one not in names}
    if gone:
        tables[other.name] = (*tables.get(other.name, ()), *gone)
    led = {one.path: page.path for one in going if one.path}
    ground = Ground(pages.directory, moves, led, [page], pages.triaged, tables)
    before, after = pages.directory.identity, ground.identity
    renamed = Several(tuple(Renamed(one, other.name, other.home, before, after) for one in going))
    moved = {one.key: other.key for one in going}
    draft = PageDraft(pages, ground, renamed, moves, moved)
    draft.take(going, other, choose)
    draft.look_through()
    who = going[0].name if len(going) == 1 else f"×{len(going)}"
    return draft.plan("merge", f"merge {who} into {other.name}", len(going))


def may_merge(pages: Pages, key: str, into: str) -> Entity:
    """Look whether an entity can be put into another.

    Raises:
        Refused: They are the same, of different types, the other has no page, or somebody else lives in its folder.
    """
    entity, other = pages.entity(key), pages.entity(into)
    if entity.home == other.home:
        raise Refused(f"{entity.name} is itself and cannot be merged into itself")
    if other.path is None:
        raise Refused(f"{other.name} has no page that anything could be merged into")
    if same_type(entity.type) != same_type(other.type):
        raise Refused(f"{entity.name} is of the type {entity.type}, {other.name} of {other.type}: give one of them the other's type first")  # fmt: skip
    check_alone(pages.directory, entity)
    return entity


def check_alone(directory: Directory, entity: Entity) -> None:
    """Look whether all that lies in an entity's folder is its own. Raises `Refused`."""
    front = f"{entity.folder}/"
    for one in directory.identity if entity.folder else ():
        if one.home.startswith(front):
            raise Refused(f"{one.name} lives in the folder of {entity.name}: move {one.home} out of it first")  # fmt: skip


def retype(pages: Pages, keys: Sequence[str], type: str) -> PagePlan:
    """Make entities ones of another type: their folders or pages go below that type's folder, types and tags follow.

    Their own notes name them by the property of the new type. What else names them is as it was.

    Args:
        pages: The vault.
        keys: The entities; each as `may_retype` has it.
        type: As the settings have it, or a folder of that type.

    Raises:
        Refused: There is no such type, or something of that name lies there.
    """
    going = [(one, home) for key in dict.fromkeys(keys) for one, home in (may_retype(pages, key, type),)]  # fmt: skip
    wanted = Counter(name_key(home) for one, home in going if home != one.home)
    twice = next((home for _, home in going if wanted[name_key(home)] > 1), None)
    if twice is not None:
        raise Refused(f"two of them would be {twice}: merge the two, or choose another name")
    going = [(one, home) for one, home in going if home != one.home]
    if not going:
        return PagePlan(None, (), {})
    kind = pages.directory.types[name_of(NotePath(folder_of(NotePath(going[0][1]))))]
    word, own = _word(pages.directory, kind), OWN.get(same_type(kind), "")
    prefix = TAGGED.get(same_type(kind)) or own
    moving = [(one, home, dict(_moves(pages.directory, one, home, one.name))) for one, home in going]  # fmt: skip
    moves = {path: to for _, _, some in moving for path, to in some.items()}
    said = [_retyped_page(pages, one, some, word, prefix) for one, _, some in moving]
    ground = Ground(pages.directory, moves, {}, [one for one in said if one], pages.triaged, pages.tables)  # fmt: skip
    before, after = pages.directory.identity, ground.identity
    parts = tuple(Renamed(one, one.name, home, before, after, prefix) for one, home, _ in moving)
    whose = {path: part for part, (_, _, some) in zip(parts, moving, strict=True) for path in some}
    keys_then = {one.key: _key_then(one, home, some) for one, home, some in moving}
    draft = PageDraft(pages, ground, Several(parts), moves, keys_then)

    def step(path: NotePath) -> Step | None:
        part = whose.get(path)
        return None if part is None else lambda made: _retyped(made, part, word, own)

    draft.look_through(more=step)
    who = going[0][0].name if len(going) == 1 else f"×{len(going)}"
    return draft.plan("retype", f"make {who} {word}", len(going))


def may_retype(pages: Pages, key: str, type: str) -> tuple[Entity, str]:
    """Look whether an entity can be given a type; where it would live then.

    Raises:
        Refused: There is no such type, something of that name lies there, or somebody else lives in its folder.
    """
    entity = pages.entity(key)
    folder = folder_of_type(pages.directory, type, near=entity.home)
    if home_of(NotePath(f"{folder}/a/b.md"), pages.directory.types) is None:
        raise Refused(f"{folder} is no folder of people, companies or projects")
    called = name_of(NotePath(entity.home))
    home = f"{folder}/{called}"
    if home == entity.home:
        return entity, home
    if name_key(called) in map(name_key, pages.listed(folder)) and any(True for _ in pages.listed(home)):  # fmt: skip
        raise Refused(f"{home} is there already: merge the two, or choose another name")
    check_alone(pages.directory, entity)
    return entity, home


def _key_then(entity: Entity, home: str, moves: Mapping[NotePath, NotePath]) -> str:
    """The key of an entity that moves."""
    return moves.get(entity.path, entity.path) if entity.path else home


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
    pages: Pages, going: Iterable[Entity], other: Entity
) -> Iterator[tuple[NotePath, NotePath]]:
    names = Names(pages.listed)
    for entity in going:
        if entity.path is not None:
            trash = NotePath(f".trash/{entity.path}")
            yield entity.path, names.free(folder_of(trash), name_of(trash))
        for path in _files(pages.directory, entity.folder) if entity.folder else ():
            if path == entity.path:
                continue
            if not other.folder:
                raise Refused(f"{other.name} has no folder that the notes of {entity.name} could go to")  # fmt: skip
            below = folder_of(NotePath(path.removeprefix(f"{entity.folder}/")))
            folder = f"{other.folder}/{below}" if below else other.folder
            yield path, names.free(folder, name_of(path))


def _merged_page(pages: Pages, going: Iterable[Entity], other: Entity) -> Page:
    row = pages.directory.snapshot.notes.get(other.path) if other.path else None
    if row is None:
        raise Refused(f"the page of {other.name} is not there any more")
    page = page_of(row)
    aliases = list(page.aliases)
    for entity in going:
        aliases += other_names(entity, other, aliases)
    return page._replace(aliases=tuple(aliases))
