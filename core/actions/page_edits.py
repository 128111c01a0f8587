"""What is written on pages of entities, and pages made and thrown away; links to them follow, or are chosen about.

Each page is done or refused on its own, and all of it is one transaction.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from core.actions.away import TRASH
from core.actions.drafting import Draft
from core.actions.ground import Ground
from core.actions.intents import (
    Alias,
    CreatePage,
    Plan,
    SetFields,
    TrashPage,
    line_id,
)
from core.actions.properties import Properties
from core.actions.targets import Target, made_at, make_page
from core.directory import Directory, page_of
from core.edit import apply
from core.entities import Entity, same_type
from core.errors import Refused, WinnowError
from core.naming import plain_name
from core.note import Note, parse_note
from core.path import NotePath, folder_of, name_of
from core.review.items import ReviewRow
from core.review.remembered import KIND
from core.spelling import folded
from core.unlinking import unlinked

_OTHER_VERBS: Mapping[str, str] = {
    "type": "retype", "title": "rename", "aliases": "alias", "alias": "alias",
}  # fmt: skip
"""Properties that say more than themselves."""


def plan_edits(intent: Alias | SetFields | TrashPage | CreatePage, ground: Ground) -> Plan:
    """What `intent` would write, as one transaction.

    A page that is so already is `unchanged`; one that cannot be done without a guess or a loss is `refused`.
    """
    draft = Draft(ground)
    match intent:
        case CreatePage():
            _made(intent, draft)
            return draft.plan("create")
        case Alias(items, name):
            _each(items, lambda row: _alias(row, name, len(items), draft), draft)
            return draft.plan("alias", name)
        case SetFields(items, fields):
            _each(items, lambda row: _set(row, fields, draft), draft)
            return draft.plan("set", " ".join(key for key, _ in fields))
        case TrashPage(items):
            gone = {row.path for row in items if row.path}
            _each(items, lambda row: _trash(row, intent, gone, draft), draft)
            if intent.links == "unlink":
                _unlink(draft)
            return draft.plan("trash")


def _each(items: tuple[ReviewRow, ...], act: Callable[[ReviewRow], None], draft: Draft) -> None:
    for row in {row.key: row for row in items}.values():
        try:
            act(row)
        except WinnowError as error:
            draft.refuse(row.key, error)


def _page(row: ReviewRow, draft: Draft) -> Note:
    """The page as it is now. Raises `Refused` where it has none, or none that can be written."""
    if row.path is None:
        raise Refused(f"{row.name} has no page that anything could be written on: make one first")
    note = draft.note(row.path)
    standing = draft.ground.standing(row.path)
    if standing is not None and not standing.writable:
        raise Refused(f"{row.path} is read-only: make it writable first")
    return note


# Other names


def _alias(row: ReviewRow, name: str, many: int, draft: Draft) -> None:
    called = " ".join(name.split())
    if not any(map(str.isalnum, called)):
        raise Refused(f"“{name}” is no name")
    if many > 1:
        raise Refused("one page at a time: a name means one of them")
    note = _page(row, draft)
    directory = draft.ground.directory()
    entity = _entity(row, directory)
    if folded(called) in map(folded, (entity.name, *entity.aliases)):
        draft.unchanged(row.key)
        return
    others = [one for one in directory.identity.named(called) if one.home != entity.home]
    if others:
        raise Refused(f"{called} means {others[0].key} already: merge the two, or choose another name")  # fmt: skip
    properties = Properties.of(note)
    key = "alias" if "alias" in properties.values and "aliases" not in properties.values else "aliases"  # fmt: skip
    draft.edit(note, properties.add_item(key, called).edits())
    known = directory.snapshot.notes.get(note.path)
    if known is not None:
        page = page_of(known)
        draft.says(page._replace(aliases=(*page.aliases, called)))
    draft.done(row.key, row.name)


def _entity(row: ReviewRow, directory: Directory) -> Entity:
    found = directory.identity.of_key(row.key)
    if found is None:
        raise Refused(f"{row.key} is no page of a person, company or project")
    return found


# Properties


def _set(row: ReviewRow, fields: tuple[tuple[str, str | None], ...], draft: Draft) -> None:
    note = _page(row, draft)
    properties = Properties.of(note)
    for key, value in fields:
        if key in _OTHER_VERBS:
            raise Refused(f"{key} says more than itself: that is the verb {_OTHER_VERBS[key]}")
        properties = _with(properties, key, value)
    edits = properties.edits()
    if edits:
        draft.edit(note, edits)
        draft.done(row.key, row.name)
    else:
        draft.unchanged(row.key)


def _with(properties: Properties, key: str, value: str | None) -> Properties:
    if value is None:
        return properties.remove_key(key)
    if isinstance(properties.values.get(key), tuple):
        return properties.set_list(key, [one.strip() for one in value.split(",") if one.strip()])
    return properties.set_text(key, value)


# Trash


def _trash(row: ReviewRow, wanted: TrashPage, gone: set[NotePath], draft: Draft) -> None:
    if row.path is None:
        draft.unchanged(row.key)
        return
    ground = draft.ground
    if wanted.links == "redirect":
        draft.into[row.path] = _led(row.path, wanted.to, gone, ground)
    try:
        file = ground.movable(row.path)
        above = folder_of(row.path)
        folder = f"{TRASH}/{above}" if above else TRASH
        ground.place(folder, file)
        draft.note(row.path)
    except WinnowError:
        draft.into.pop(row.path, None)
        raise
    draft.move(row.path, draft.names.free(folder, name_of(row.path)), follow=False)
    draft.remember(row.key, None, kind=KIND)
    draft.done(row.key, row.name)
    entity = ground.directory().identity.of_key(row.key)
    left = row.evidence.notes if entity is not None and entity.folder else 0
    if left:
        draft.remark(
            f"{above} keeps {left} {'note' if left == 1 else 'notes'} and has no page then"
        )


def _led(path: NotePath, to: str, gone: set[NotePath], ground: Ground) -> NotePath:
    """Where links to a page are to lead. Raises `Refused` where they cannot."""
    entity = ground.directory().identity.of_key(to)
    other = entity.path if entity else NotePath(to)
    if other is None or other not in ground.directory().snapshot.notes:
        raise Refused(f"{to or 'nobody'} has no page that links could lead to")
    if other in gone:
        raise Refused(f"links to {path} cannot lead to {other}, which goes to the trash too" if other != path else f"links to {path} cannot lead to itself")  # fmt: skip
    return other


def _unlink(draft: Draft) -> None:
    """Make links to what goes the text that they show."""
    ground = draft.ground
    gone = draft.moving()
    found = unlinked(ground.directory(), ground.written, draft.note, gone)
    for path, edits in found.edits.items():
        draft.rewrite(path, edits)
    for path, sentence in found.problems:
        draft.remark(f"{path} {sentence}")


# New pages


def _made(wanted: CreatePage, draft: Draft) -> None:
    name, type = wanted.name, wanted.type
    id = line_id(name)
    called = " ".join(name.split())
    try:
        directory = draft.ground.directory()
        meant = directory.identity.named(called)
        if meant and all(same_type(one.type) == same_type(type) and one.path for one in meant):
            draft.unchanged(id)
            return
        other = next((one for one in meant if one.path), None)
        if other is not None:
            raise Refused(f"{called} means {other.key} already: a page of that name would be another's")  # fmt: skip
        if plain_name(called) != called or not called:
            raise Refused(f"“{name}” cannot be the name of a page; {plain_name(called) or 'another one'} can")  # fmt: skip
        bare = next((one for one in meant if same_type(one.type) == same_type(type)), None)
        folder = bare.folder if bare else f"{folder_of_type(directory, type)}/{called}"
        target = made_at(folder, draft)
        make_page(replace(target, new=_with_names(target, wanted.aliases, draft)), draft)
        draft.done(id, called)
    except WinnowError as error:
        draft.refuse(id, error)


def _with_names(target: Target, aliases: tuple[str, ...], draft: Draft) -> bytes | None:
    """What a new page says, its other names included."""
    if target.new is None or target.page is None:
        return target.new
    settings = draft.ground.settings(target.page)
    properties = Properties.of(parse_note(target.page, target.new, settings))
    for one in aliases:
        properties = properties.add_item("aliases", one)
    return apply(target.new, properties.edits())


def folder_of_type(directory: Directory, type: str, *, near: str = "") -> str:
    """Where pages of a type live: where most do, those beside `near` first.

    Args:
        directory: Who there is.
        type: As the settings or the notes write it, or a folder of that type.
        near: The home of somebody.

    Raises:
        Refused: No folder is of that type.
    """
    plain = type.strip().strip("/")
    if not {"", ".", ".."}.isdisjoint(plain.split("/")):
        raise Refused(f"{type or '“”'} is no type, and no folder in the vault")
    if name_of(NotePath(plain)) in directory.types and "/" in plain:
        return plain
    folders = list(_folders(directory, plain))
    if not folders:
        known = " ".join(sorted({*directory.types.values()}))
        raise Refused(f"no folder is of the type {type}; there are {known}")
    root = near.partition("/")[0]
    counted = Counter(folders)
    return max(counted, key=lambda one: (one.partition("/")[0] == root, counted[one], one))


def _folders(directory: Directory, type: str) -> Iterator[str]:
    kinds = {folder: kind for folder, kind in directory.types.items() if same_type(kind) == same_type(type) or folder == type}  # fmt: skip
    tops = set()
    for entity in directory.identity:
        above = folder_of(NotePath(entity.home))
        tops.add(folder_of(NotePath(above)))
        if name_of(NotePath(above)) in kinds:
            yield above
    # Where nobody of the type lives yet, beside those of others.
    yield from (f"{top}/{folder}" if top else folder for folder in kinds for top in sorted(tops))
