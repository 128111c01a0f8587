"""Intents about pages and what names them become plans: what would be written where, what is refused and why.

Pure but for what the ground asks the disk. A file that cannot be written refuses all of it before anything
is; what cannot be written anew is said.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from core.actions.drafting import renumbered
from core.actions.ground import Ground
from core.actions.intents import Merge, NamingIntent, Plan, Refusal, Rename, Retype
from core.actions.page_drafting import PagePlan, Pages
from core.actions.pages import may_merge, may_retype, merge, retype
from core.actions.pages import rename as called_otherwise
from core.edit import Change, Move, Patch, Remember, Transaction
from core.entities import home_of, is_dated
from core.errors import Conflict, Refused, Unreadable, WinnowError
from core.habits import MOVED
from core.inbox.remembered import KIND as INBOX
from core.inbox.remembered import path_key
from core.index.rows import TaskId
from core.naming import MOST_BYTES, plain_name
from core.path import NotePath, folder_of
from core.review.items import ReviewRow

_SNOOZE = "snooze"
_BETWEEN = re.compile(r"[/\\]")


def plan_naming(intent: NamingIntent, ground: Ground, pages: Callable[[], Pages]) -> Plan:
    """What `intent` would write, as one transaction.

    A page that is so already is `unchanged`; one that cannot be done without a guess or a loss is `refused`,
    and the others are done without it. What one of them stands in the way of all for refuses all.
    """
    rows = list({row.key: row for row in intent.items}.values())
    if not rows:
        return Plan(None, (), (), ())
    refused: list[Refusal] = []
    left: list[ReviewRow] = []
    unchanged: list[TaskId] = []
    try:
        if len(rows) > 1 and isinstance(intent, Rename):
            raise Refused("one page at a time: a name is that of one of them")
        vault = pages()
        for row in rows:
            try:
                so = _is_so(intent, row, vault)
            except WinnowError as error:
                refused.append(_refusal(row.key, error))
                continue
            if so:
                unchanged.append(TaskId(row.key))
            else:
                left.append(row)
        plan = _all(intent, left, ground, vault) if left else Plan(None, (), (), ())
    except WinnowError as error:
        done = {one.id for one in refused}
        refused += [_refusal(row.key, error) for row in left or rows if row.key not in done]
        return Plan(None, (), tuple(unchanged), tuple(refused))
    return replace(plan, unchanged=(*unchanged, *plan.unchanged), refused=tuple(refused))


def _is_so(intent: NamingIntent, row: ReviewRow, pages: Pages) -> bool:
    """Whether a page is what is wanted of it already. Raises `WinnowError` where it cannot be."""
    match intent:
        case Rename(_, to):
            _check_name(to)
            return False
        case Merge(items, into):
            if len(items) > 1 and any(one.key == into for one in items):
                raise Refused(f"{into} cannot both stay and go: name it once")
            may_merge(pages, row.key, into)
            return False
        case Retype(_, type):
            entity, home = may_retype(pages, row.key, type)
            return entity.home == home


def _all(intent: NamingIntent, rows: Sequence[ReviewRow], ground: Ground, pages: Pages) -> Plan:
    keys = [row.key for row in rows]
    match intent:
        case Rename(_, to):
            return _planned(rows, called_otherwise(pages, keys[0], to), ground)
        case Merge(_, into, choose):
            chosen = dict(choose)
            return _planned(rows, merge(pages, keys, into, chosen), ground, chosen)
        case Retype(_, type):
            return _planned(rows, retype(pages, keys, type), ground)


def _refusal(key: str, error: WinnowError) -> Refusal:
    lines = (error.expected, error.found) if isinstance(error, Conflict) else ("", "")
    gone = isinstance(error, Conflict | Unreadable)
    return Refusal(TaskId(key), str(error), *lines, conflict=gone)


def _check_name(name: str) -> None:
    """Look whether a page can be called so without being called otherwise. Raises `Refused`."""
    if not {".", ".."}.isdisjoint(part.strip() for part in _BETWEEN.split(name)):
        raise Refused(f"“{name}” is a way through folders and no name")
    called = plain_name(name)
    if called != plain_name(name, most=len(name.encode()) * 4 + 1):
        raise Refused(f"that name is longer than the {MOST_BYTES} bytes that every file system takes: choose a shorter one")  # fmt: skip
    if called == f"{name.strip()}_":
        raise Refused(f"“{name}” is a name that Windows keeps for itself: choose another one")
    if called.startswith("_") or is_dated(called):
        raise Refused(f"a page called “{name}” would be taken for a note or a list: choose a name that begins otherwise")  # fmt: skip


def _planned(
    rows: Sequence[ReviewRow], found: PagePlan, ground: Ground, chosen: Collection[str] = ()
) -> Plan:
    keys = tuple(TaskId(row.key) for row in rows)
    transaction = found.transaction
    if transaction is None:
        return Plan(None, (), keys, ())
    check_files(transaction, ground)
    changes = (*transaction.changes, *_remembered(transaction, ground), *keys_follow(found.keys, ground))  # fmt: skip
    made = replace(transaction, changes=changes)
    remarks = tuple(f"{path} {sentence}" for path, sentence in found.problems)
    left = (one for one in found.clashes if one.key not in chosen)
    stays = (f"{one.key} stays {one.stays}; the other page says {one.other}" for one in left)
    return Plan(made, keys, (), (), (*remarks, *stays), found.counts, found.folded, found.clashes)  # fmt: skip


def check_files(transaction: Transaction, ground: Ground) -> None:
    """Look whether every file can be moved and written. Raises `Refused`, `Conflict`."""
    back: dict[NotePath, NotePath] = {}
    for change in transaction.changes:
        if isinstance(change, Move):
            back[change.to] = change.path
            ground.place(folder_of(change.to), ground.movable(change.path))
        elif isinstance(change, Patch):
            path = back.get(change.path, change.path)
            standing = ground.standing(path)
            if standing is None:
                raise Conflict(f"{path} is not there any more")
            if not standing.writable:
                raise Refused(f"{path} is read-only and would have to be changed: make it writable first")  # fmt: skip


def keys_follow(keys: Mapping[str, str], ground: Ground) -> Iterator[Remember]:
    """Pins and habits of pages that get another key go along: what is kept under the old one means the new one."""
    for old, new in keys.items():
        if old == new:
            continue
        if ground.moved_keys.get(old) != new:
            yield Remember(MOVED, old, ground.moved_keys.get(old), new)
        if new in ground.moved_keys:
            yield Remember(MOVED, new, ground.moved_keys[new], None)


def _remembered(transaction: Transaction, ground: Ground) -> Iterator[Change]:
    """What is remembered of notes and tasks goes along with them; what goes to the trash is forgotten."""
    moves = {one.path: one.to for one in transaction.changes if isinstance(one, Move)}
    edits = {one.path: one.edits for one in transaction.changes if isinstance(one, Patch)}
    back = {to: path for path, to in moves.items()}
    for path, to in moves.items():
        value = ground.remembered.get(path_key(path))
        if value is not None:
            yield Remember(INBOX, path_key(path), value, None)
            if not to.startswith("."):
                yield Remember(INBOX, path_key(to), None, value)
    yield from _by_source(moves, ground)
    for path in dict.fromkeys((*moves, *(back.get(to, to) for to in edits))):
        hidden = ground.task_snoozes(path)
        if hidden:
            to = moves.get(path, path)
            for old, new in renumbered(ground.read(path), to, edits.get(to, ()), ground.settings):
                if old in hidden and old != new:
                    yield Remember(_SNOOZE, old, ground.snoozed[old], None)
                    if not to.startswith("."):
                        yield Remember(_SNOOZE, new, None, ground.snoozed[old])


def _by_source(moves: Mapping[NotePath, NotePath], ground: Ground) -> Iterator[Change]:
    """What is remembered of notes by what they were made from, and whose they are."""
    homes: dict[str, str] = {}
    for path, to in moves.items():
        old, new = home_of(path, ground.config.entities), home_of(to, ground.config.entities)
        if old and new and old[0] != new[0] and not to.startswith("."):
            homes[old[0]] = new[0]
    known = set(ground.remembered)
    for key, value in ground.remembered.items():
        source, bar, home = key.rpartition("|")
        if bar and home in homes:
            carried = f"{source}|{homes[home]}"
            yield Remember(INBOX, key, value, None)
            if carried not in known:
                known.add(carried)
                yield Remember(INBOX, carried, None, value)
