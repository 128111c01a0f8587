"""What is written on pages of entities, and pages made and thrown away.

Each page is done or refused on its own, and all of it is one transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

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
from core.actions.targets import Target, folder_of_type, made_at, make_page
from core.actions.trashing import trash_page, unlink_gone
from core.directory import Directory, page_of
from core.edit import apply
from core.entities import Entity, same_type
from core.errors import Refused, WinnowError
from core.naming import plain_name
from core.note import Note, parse_note
from core.review.items import ReviewRow
from core.spelling import folded

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
            _each(items, lambda row: trash_page(row, intent, gone, draft), draft)
            unlink_gone(intent, draft)
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
