"""Names that name nobody made to mean somebody: as other names of a page, or written anew wherever they stand. Pure.

Spellings that are one name in the queue of names are one here. What means somebody already is never touched.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from core.actions.drafting import Draft
from core.actions.ground import Ground
from core.actions.intents import MapName, Plan, Refusal
from core.actions.page_drafting import PageDraft, Pages
from core.actions.page_plans import check_files, keys_follow
from core.actions.properties import Properties
from core.alias_tables import is_placeholder
from core.directory import Directory, page_of
from core.entities import Entity, same_type
from core.errors import Refused, WinnowError
from core.identity import Identity
from core.index.rows import TaskId
from core.links import Resolution
from core.names import apart
from core.naming import slug
from core.path import NotePath
from core.references import Ground as Leads
from core.rewriting import Use
from core.spelling import bare, compared, folded, name_id
from core.targets import key_of


def plan_mapping(intent: MapName, ground: Ground, pages: Callable[[], Pages]) -> Plan:
    """What `intent` would write, as one transaction; a name that means the entity already is `unchanged`."""
    names = {TaskId(name_id(one)): one for one in intent.names}
    try:
        entity = _entity(intent.to, ground.directory())
        refused, left, unchanged = [], {}, []
        for id, name in names.items():
            try:
                if _is_so(name, entity, ground.directory().identity):
                    unchanged.append(id)
                else:
                    left[id] = name
            except WinnowError as error:
                refused.append(_refusal(id, error))
        done = tuple(left)
        if not left:
            return Plan(None, (), tuple(unchanged), tuple(refused))
        if intent.rewrite:
            plan = _rewritten(tuple(left.values()), entity, ground, pages())
        else:
            plan = _aliased(tuple(left.values()), entity, ground)
    except WinnowError as error:
        return Plan(None, (), (), tuple(_refusal(id, error) for id in names))
    return Plan(plan.transaction, done, tuple(unchanged), tuple(refused), plan.remarks, plan.counts)


def _refusal(id: TaskId, error: WinnowError) -> Refusal:
    return Refusal(id, str(error))


def _entity(key: str, directory: Directory) -> Entity:
    entity = directory.identity.of_key(key)
    if entity is None:
        raise Refused(f"{key} is no page of a person, company or project any more")
    if entity.path is None:
        raise Refused(f"{entity.name} has no page that a name could stand on: make one first")
    return entity


def _is_so(name: str, entity: Entity, identity: Identity) -> bool:
    """Whether a name means an entity already. Raises `Refused` where it means somebody else, or nobody ever."""
    if not any(map(str.isalnum, name)):
        raise Refused(f"“{name}” is no name")
    if is_placeholder(bare(name) or name):
        raise Refused(f"“{name}” stands where a name was to be found, and for somebody else in each note")  # fmt: skip
    meant = identity.named(name)
    if not meant:
        return False
    if [one.home for one in meant] == [entity.home]:
        return True
    raise Refused(f"{name} means {meant[0].key} already: merge the two, or choose another name")


# Other names of its page


def _aliased(names: tuple[str, ...], entity: Entity, ground: Ground) -> Plan:
    draft = Draft(ground)
    row = ground.directory().snapshot.notes.get(entity.path) if entity.path else None
    if entity.path is None or row is None:
        raise Refused(f"the page of {entity.name} is not there any more")
    note = draft.note(entity.path)
    standing = ground.standing(entity.path)
    if standing is not None and not standing.writable:
        raise Refused(f"{entity.path} is read-only: make it writable first")
    properties = Properties.of(note)
    key = "alias" if "alias" in properties.values and "aliases" not in properties.values else "aliases"  # fmt: skip
    called = [" ".join((bare(one) or one).split()) for one in names]
    for one in called:
        properties = properties.add_item(key, one)
    draft.edit(note, properties.edits())
    page = page_of(row)
    draft.says(page._replace(aliases=(*page.aliases, *called)))
    draft.done(entity.key, entity.name)
    return draft.plan("alias", ", ".join(called))


# Written anew


@dataclass(frozen=True, slots=True, eq=False)
class _Mapped:
    """Names that mean an entity from now on; see `core.actions.renamed.Meanings`."""

    entity: Entity
    before: Identity
    spelled: frozenset[str]
    """The names, as names are compared."""
    sought: tuple[str, ...]
    """As they are written."""
    _texts: dict[str, str | None] = field(default_factory=dict, init=False, repr=False)

    @property
    def entities(self) -> tuple[Entity, ...]:
        return (self.entity,)

    @property
    def names(self) -> frozenset[str]:
        return frozenset([self.entity.name])

    def text(self, written: str) -> str | None:
        if written not in self._texts:
            self._texts[written] = self._text(written)
        return self._texts[written]

    def _text(self, written: str) -> str | None:
        if written.lstrip().startswith("[["):
            return None  # it is followed as a link
        new = written
        for part in apart(written, self.before):
            if compared(part) in self.spelled and not self.before.named(part):
                plain = bare(part)
                named = part.replace(plain, self.entity.name, 1) if plain in part else self.entity.name  # fmt: skip
                new = new.replace(part, named, 1)
        return None if new == written else new

    def is_lost(self, written: str) -> bool:
        del written  # nobody's name is taken away
        return False

    def tag(self, written: str) -> str | None:
        prefix, slash, last = written.partition("/")
        kind = same_type(prefix.removeprefix("#"))
        if not slash or kind != same_type(self.entity.type) or self.before.tagged(written):
            return None
        if folded(last) not in self.spelled:
            return None
        name = self.entity.name
        made = (f"{prefix}/{slug(one)}" for one in (name, folded(name)))
        return next((new for new in made if self.before.tagged(new) == (self.entity,)), None)

    def is_lost_tag(self, written: str) -> bool:
        return self.is_lost(written)

    def said(self, written: str) -> str:
        return written

    def query(self, line: str, info: str) -> str:
        del info  # a path names no name
        return line


class _Led(Leads):
    """Where links lead once those to names that name nobody lead to a page."""

    def __init__(self, pages: Pages, mapped: _Mapped, page: NotePath) -> None:
        super().__init__(pages.directory, {}, {}, (), pages.triaged)
        self._mapped, self._page = mapped, page
        self._called |= {key_of(text) for text in mapped.spelled}

    def wrong(self, use: Use) -> tuple[Resolution, NotePath] | None:
        if use.markdown or "/" in use.target or compared(use.target) not in self._mapped.spelled:
            return None
        was = self.before.resolve(use.target, use.source, to_source=use.to_source, offer=False)
        return (was, self._page) if was.path is None else None


def _rewritten(names: tuple[str, ...], entity: Entity, ground: Ground, pages: Pages) -> Plan:
    identity = pages.directory.identity
    if identity.named(entity.name) != (entity,):
        raise Refused(f"{entity.name} is the name of several: written anew it would mean no one of them")  # fmt: skip
    spelled = frozenset(map(compared, names))
    sought = tuple(dict.fromkeys(text for one in names for text in (one, bare(one)) if text))
    mapped = _Mapped(entity, identity, spelled, sought)
    draft = PageDraft(pages, _Led(pages, mapped, entity.path or NotePath("")), mapped, {})
    draft.look_through(tables=False)
    called = ", ".join(names)
    found = draft.plan("alias", f"write {entity.name} for {called}", len(names))
    if found.transaction is None:
        said = "; ".join(f"{path} {sentence}" for path, sentence in found.problems)
        raise Refused(said or f"{called} stands nowhere that it could be written anew")
    check_files(found.transaction, ground)
    became = {name_id(one): entity.key for one in names}
    changes = (*found.transaction.changes, *keys_follow(became, ground))
    transaction = replace(found.transaction, changes=changes)
    remarks = tuple(f"{path} {sentence}" for path, sentence in found.problems)
    return Plan(transaction, (), (), (), remarks, found.counts)
