"""What `winnow do` can be told: the verbs of the command table, made into intents."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from core.actions.intents import (
    Accept,
    AnyIntent,
    AsBefore,
    Done,
    Intent,
    Reject,
    Reopen,
    SetDue,
    SetOwner,
    SetPriority,
    SetTag,
    Snooze,
    Start,
)
from core.config import Config
from core.errors import Refused
from core.index.rows import TaskId, TaskRow
from core.when import parse_when
from tui.cli.arguments import BadUsage
from tui.commands import verbs

Items = tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a command line wants done."""

    intent: AnyIntent | None
    """`None`: nothing was found to do it to."""
    unknown: tuple[str, ...] = ()
    """Items that there are not."""
    already: tuple[TaskId, ...] = ()
    """Items that were moved so by an earlier command."""
    noun: str = "task"
    """What it is done to."""


INBOX_VERBS = (
    "file", "retarget", "archive", "duplicate", "trash", "note", "reviewed", "keep-one", "capture",
    "make-task",
)  # fmt: skip
"""Verbs about what waits in the inbox; `snooze`, `accept` and `reject` are about tasks, too."""
PAGE_VERBS = ("keep",)
"""Verbs about pages that wait for a review; `snooze` is about those, too."""
NAMING_VERBS = ("rename", "merge", "alias", "retype", "set", "link-mentions", "create")
"""Verbs about any page, and about what names it; `trash` is about those, too."""
CLUSTER_VERBS = ("accept-cluster", "reject-cluster", "split", "join")
"""Verbs about proposals that say the same; `duplicate` is about those, too."""
LINE_VERBS = ("fix",)
"""Verbs about what is wrong with lines."""
_PRIORITIES = ("highest", "high", "medium", "low", "lowest")
_NONE = frozenset(["", "none"])
# Obsidian Tasks' own rule: these end a tag, and the ASCII space; a line break ends the line.
_TAG = re.compile(r"""#[^\s!@#$%^&*(),.?":{}|<>]+""")

_PLAIN: dict[str, Callable[[Items], Intent]] = {
    "accept": Accept,
    "reject": Reject,
    "start": Start,
    "done": Done,
    "reopen": Reopen,
    "as-before": AsBefore,
}


def all_verbs() -> tuple[str, ...]:
    """Every word that `winnow do` takes."""
    others = (*CLUSTER_VERBS, *INBOX_VERBS, *PAGE_VERBS, *NAMING_VERBS, *LINE_VERBS)
    return tuple(dict.fromkeys((*verbs(), *_PLAIN, *others)))


def intent(verb: str, value: str | None, config: Config, today: date) -> Callable[[Items], Intent]:
    """What the verb wants of tasks.

    Args:
        verb: As `winnow do` takes it.
        value: That of `--to`.
        config: Says who `me` is.
        today: What relative dates count from.

    Raises:
        BadUsage: There is no such verb, or the value is none for it.
    """
    if verb not in verbs() and verb not in _PLAIN:
        raise BadUsage(f"winnow do knows no “{verb}”; there are {' '.join(all_verbs())}")
    plain = _PLAIN.get(verb)
    if plain is not None:
        if value is not None:
            raise BadUsage(f"{verb} takes no --to")
        return plain
    if value is None:
        raise BadUsage(f"{verb} wants --to VALUE")
    match verb:
        case "snooze":
            until = day_of(value, today)
            return lambda items: Snooze(items, until)
        case "due":
            due = day_of(value, today)
            return lambda items: SetDue(items, due)
        case "owner":
            owner = owner_of(value, config)
            return lambda items: SetOwner(items, owner)
        case "priority":
            priority = priority_of(value)
            return lambda items: SetPriority(items, priority)
        case "tag":
            tag, present = _tag(value)
            return lambda items: SetTag(items, tag, present)
        case _:
            raise BadUsage(f"{verb} is no verb about tasks")


def day_of(value: str, today: date) -> date | None:
    """The day that a value means, `None` for none. Raises `BadUsage`."""
    try:
        return parse_when(value, today)
    except Refused as refused:
        raise BadUsage(str(refused)) from refused


def owner_of(value: str, config: Config) -> str | None:
    """The owner that a value means, `None` for none. Raises `BadUsage`."""
    name = value.strip().removeprefix("@").strip()
    if name.lower() in _NONE:
        return None
    if name.lower() == "me" and config.me:
        return config.me[0]
    if not name.isprintable() or "@" in name or "#" in name:
        raise BadUsage(f"“{value}” is no owner: a name, me, or none")
    return name


def priority_of(value: str) -> str | None:
    """The priority that a value means, `None` for none. Raises `BadUsage`."""
    name = value.strip().lower()
    if name in _NONE or name == "normal":
        return None
    if name not in _PRIORITIES:
        raise BadUsage(f"“{value}” is no priority: {' '.join(_PRIORITIES)} none")
    return name


def _tag(value: str) -> tuple[str, bool]:
    present = not value.startswith("-")
    name = "#" + value.strip().removeprefix("-").removeprefix("#")
    if not _TAG.fullmatch(name):
        raise BadUsage(f"“{value}” is no tag: #name adds it, -#name takes it off")
    return name, present
