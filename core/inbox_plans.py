"""Intents about the inbox and about pages planned on the vault as it is: what a session reads, handed to `core.actions`.

Loaded when the first of them is planned: it knows who is who and where links lead, and decisions about
tasks do without.
"""

from collections.abc import Iterable, Iterator
from datetime import tzinfo
from itertools import islice

from core.actions.ground import Ground
from core.actions.intents import (
    CreatePage,
    InboxIntent,
    LinkMentions,
    MapName,
    NamingIntent,
    PageEdit,
    Plan,
    ReviewIntent,
)
from core.actions.items import plan_items
from core.actions.mapping import plan_mapping
from core.actions.mentioning import plan_mentions
from core.actions.page_drafting import Pages, naming, querying, saying
from core.actions.page_edits import plan_edits
from core.actions.page_plans import plan_naming
from core.actions.reviewing import plan_reviewed
from core.desk import Desk
from core.directory import Directory
from core.habits import MOVED
from core.inbox.arrivals import arrival_of, attachment_arrival
from core.inbox.items import Arrival, InboxRow
from core.inbox.remembered import KIND
from core.path import NotePath
from core.review.remembered import KIND as REVIEW
from core.state import SNOOZE, State


def plan(
    intent: InboxIntent | ReviewIntent | NamingIntent | PageEdit | CreatePage | MapName,
    desk: Desk,
    state: State,
    zone: tzinfo | None,
) -> Plan:
    """What `intent` would write. Nothing is written.

    Args:
        intent: What is wanted.
        desk: The vault being worked on.
        state: What is remembered beside it.
        zone: The one that times are told in.
    """
    ground = _ground(desk, state, zone)
    if isinstance(intent, NamingIntent):
        return plan_naming(intent, ground, lambda: _pages(desk, ground))
    if isinstance(intent, MapName):
        return plan_mapping(intent, ground, lambda: _pages(desk, ground))
    if isinstance(intent, LinkMentions):
        return plan_mentions(intent, ground, lambda texts: _mentioning(texts, desk))
    if isinstance(intent, PageEdit | CreatePage):
        return plan_edits(intent, ground)
    if isinstance(intent, ReviewIntent):
        return plan_reviewed(intent, ground)
    return plan_items(intent, ground)


def _ground(desk: Desk, state: State, zone: tzinfo | None) -> Ground:
    """What plans look things up in."""
    vault = desk.vault

    def directory() -> Directory:
        return desk.browse.directory()

    def arrival(row: InboxRow) -> Arrival:
        if row.kind == "attachment":
            return attachment_arrival(row.path)
        return arrival_of(row.path, vault.read(row.path))

    return Ground(
        config=desk.config,
        today=desk.today,
        zone=zone,
        read=desk.note,
        data=vault.read,
        standing=vault.standing,
        listed=vault.names,
        is_triaged=vault.is_triaged,
        settings=vault.settings,
        directory=directory,
        written=desk.cache,
        arrival=arrival,
        remembered=state.items(KIND),
        snoozed=state.items(SNOOZE),
        reviewed=state.items(REVIEW),
        moved_keys=state.items(MOVED),
        outside=lambda names, most: _outside(names, most, desk),
    )


def _mentioning(texts: Iterable[str], desk: Desk) -> Iterable[NotePath]:
    """The notes that may mention somebody: as they are indexed, else each is read."""
    if not desk.words.lacking:
        return {path for path, _, _ in desk.words.mentions(texts)}
    return naming(desk.browse.directory().snapshot.notes, desk.vault.read, texts)


def _outside(names: Iterable[str], most: int | None, desk: Desk) -> Iterator[NotePath]:
    """The notes out of scope that say one of some names, of so many that are looked at."""
    others = (path for path in desk.snapshot.others if path.lower().endswith(".md"))
    return saying(islice(others, most), desk.vault.read, names)


def _pages(desk: Desk, ground: Ground) -> Pages:
    """The vault as plans about pages see it."""
    vault, words = desk.vault, desk.words
    directory = desk.browse.directory()
    snapshot = directory.snapshot

    def mentions(names: Iterable[str]) -> Iterable[NotePath]:
        wanted = tuple(names)
        if not words.lacking:
            return frozenset[NotePath]().union(*map(words.saying, wanted))
        return querying(snapshot.notes, vault.read, wanted)

    return Pages(
        directory=directory,
        written=desk.cache,
        read=desk.note,
        data=vault.read,
        settings=vault.settings,
        listed=vault.names,
        triaged=vault.is_triaged,
        tables=directory.identity.tables,
        table_files=desk.config.alias_files,
        mentions=mentions,
        remembered=ground.reviewed,
        outside=lambda names: ground.outside(names, None),
    )
