"""Intents about the inbox and about pages planned on the vault as it is: what a session reads, handed to `core.actions`.

Loaded when the first of them is planned: it knows who is who and where links lead, and decisions about
tasks do without.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, tzinfo
from typing import NamedTuple

from core.actions.ground import Ground
from core.actions.intents import InboxIntent, NamingIntent, PageIntent, Plan, ReviewIntent
from core.actions.items import plan_items
from core.actions.page_drafting import Pages, querying, saying
from core.actions.page_plans import plan_naming
from core.actions.reviewing import plan_reviewed
from core.backlinks import Written
from core.config import Config
from core.directory import Directory
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
    intent: InboxIntent | ReviewIntent | NamingIntent,
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
    )
    if isinstance(intent, NamingIntent):
        return plan_naming(intent, ground, lambda: _pages(vault, config, ground, seen))
    if isinstance(intent, PageIntent):
        return plan_reviewed(intent, ground)
    return plan_items(intent, ground)


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
