"""Intents about the inbox and about pages planned on the vault as it is: what a session reads, handed to `core.actions`.

Loaded when the first of them is planned: it knows who is who and where links lead, and decisions about
tasks do without.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, tzinfo
from typing import NamedTuple

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
from core.backlinks import Written
from core.config import Config
from core.directory import Directory
from core.habits import MOVED
from core.inbox.arrivals import arrival_of, attachment_arrival
from core.inbox.items import Arrival, InboxRow
from core.inbox.remembered import KIND
from core.index.words import Words
from core.note import Note
from core.path import NotePath
from core.review.remembered import KIND as REVIEW
from core.state import State
from core.vault import Vault
from core.writer import SNOOZE


class Seen(NamedTuple):
    """The vault as a session reads it."""

    note: Callable[[NotePath], Note]
    """As it is on the disk now."""
    directory: Callable[[], Directory]
    written: Written
    today: date
    zone: tzinfo | None
    words: Words


def plan(
    intent: InboxIntent | ReviewIntent | NamingIntent | PageEdit | CreatePage | MapName,
    vault: Vault,
    config: Config,
    state: State,
    seen: Seen,
) -> Plan:
    """What `intent` would write. Nothing is written."""

    def arrival(row: InboxRow) -> Arrival:
        if row.kind == "attachment":
            return attachment_arrival(row.path)
        return arrival_of(row.path, vault.read(row.path))

    ground = Ground(
        config=config,
        today=seen.today,
        zone=seen.zone,
        read=seen.note,
        data=vault.read,
        standing=vault.standing,
        listed=vault.names,
        is_triaged=vault.is_triaged,
        settings=vault.settings,
        directory=seen.directory,
        written=seen.written,
        arrival=arrival,
        remembered=state.items(KIND),
        snoozed=state.items(SNOOZE),
        reviewed=state.items(REVIEW),
        moved_keys=state.items(MOVED),
    )
    if isinstance(intent, NamingIntent):
        return plan_naming(intent, ground, lambda: _pages(vault, config, ground, seen))
    if isinstance(intent, MapName):
        return plan_mapping(intent, ground, lambda: _pages(vault, config, ground, seen))
    if isinstance(intent, LinkMentions):
        return plan_mentions(intent, ground, lambda texts: _mentioning(texts, vault, seen))
    if isinstance(intent, PageEdit | CreatePage):
        return plan_edits(intent, ground)
    if isinstance(intent, ReviewIntent):
        return plan_reviewed(intent, ground)
    return plan_items(intent, ground)


def _mentioning(texts: Iterable[str], vault: Vault, seen: Seen) -> Iterable[NotePath]:
    """The notes that may mention somebody: as they are indexed, else each is read."""
    if not seen.words.lacking:
        return {path for path, _, _ in seen.words.mentions(texts)}
    return naming(seen.directory().snapshot.notes, vault.read, texts)


def _pages(vault: Vault, config: Config, ground: Ground, seen: Seen) -> Pages:
    """The vault as plans about pages see it."""
    directory = seen.directory()
    snapshot = directory.snapshot

    def outside(names: Iterable[str]) -> Iterator[NotePath]:
        return saying(
            (path for path in snapshot.others if path.lower().endswith(".md")), vault.read, names
        )

    def mentions(names: Iterable[str]) -> Iterable[NotePath]:
        wanted = tuple(names)
        if not seen.words.lacking:
            return frozenset[NotePath]().union(*map(seen.words.saying, wanted))
        return querying(snapshot.notes, vault.read, wanted)

    return Pages(
        directory=directory,
        written=seen.written,
        read=seen.note,
        data=vault.read,
        settings=vault.settings,
        listed=vault.names,
        triaged=vault.is_triaged,
        tables=directory.identity.tables,
        table_files=config.alias_files,
        mentions=mentions,
        remembered=ground.reviewed,
        outside=outside,
    )
