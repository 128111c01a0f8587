"""What is remembered of items that are not to be seen for now: snoozed, or gone through. Pure.

Kept beside the vault under `KIND`, by a key that outlives the name of a file. A note is remembered by what
it was made from and whose it is, because the pipeline writes it again under other words; everything else by
its path, and by its bytes where it was renamed by somebody else. A value reads

    until 2026-01-09 8d3a01f2            snoozed, and the CRC-32 of its bytes
    until changed 8d3a01f2               snoozed until its bytes are others
    reviewed 2026-01-06 3 8d3a01f2       gone through on that day, with so many proposals left undecided
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from core.inbox.items import InboxRow
from core.path import NotePath

KIND = "inbox"
"""Of what is remembered, as the state calls it."""
_SOURCE, _PATH = "source ", "path "
_VALUE = re.compile(
    r"until (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?: (?P<crc>[0-9a-f]{1,8}))?"
    r"|until changed (?P<changed>[0-9a-f]{1,16})"
    r"|reviewed (?P<seen>[0-9]{4}-[0-9]{2}-[0-9]{2}) (?P<left>[0-9]{1,9})(?: (?P<was>[0-9a-f]{1,8}))?"
)


class Remembered(NamedTuple):
    """What a value says."""

    how: Literal["until", "changed", "reviewed"]
    day: str = ""
    """Until when, or when it was gone through, ISO."""
    undecided: int = 0
    """Proposals that were left when it was gone through."""
    mark: int = 0
    """Tells whether it is the same file, or still the same bytes; 0: not known."""

    def hides(self, today: str, undecided: int, mark: int) -> bool:
        """Whether an item stays out of sight.

        Args:
            today: ISO.
            undecided: Its undecided proposals now.
            mark: `mark_of` it now.
        """
        if self.how == "until":
            return self.day > today
        return mark == self.mark if self.how == "changed" else undecided <= self.undecided


def mark_of(crc: int, size: int) -> int:
    """What tells that an item changed: of a file that is never read only its size."""
    return crc or size


def until(day: date, row: InboxRow) -> str:
    """The value of an item that is snoozed until a day."""
    return f"until {day.isoformat()} {row.crc:x}"


def until_changed(row: InboxRow) -> str:
    """The value of an item that is snoozed until its file changes."""
    return f"until changed {mark_of(row.crc, row.size):x}"


def reviewed(today: date, row: InboxRow) -> str:
    """The value of a note that was gone through."""
    return f"reviewed {today.isoformat()} {row.proposals} {row.crc:x}"


def source_key(source: str, home: str) -> str:
    """The key of a note.

    Args:
        source: What it was made from, folded: `InboxRow.source`.
        home: Where its entity lives; `""` where it is nobody's.
    """
    return f"{_SOURCE}{source}|{home}"


def path_key(path: NotePath) -> str:
    """The key of an item that has no source."""
    return f"{_PATH}{path}"


@lru_cache(maxsize=65_536)
def read_value(value: str) -> Remembered | None:
    """What a value says; `None` for one that this program did not write."""
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    if match["day"]:
        return Remembered("until", match["day"], mark=int(match["crc"] or "0", 16))
    if match["changed"]:
        return Remembered("changed", mark=int(match["changed"], 16))
    return Remembered("reviewed", match["seen"], int(match["left"]), int(match["was"] or "0", 16))


@dataclass(frozen=True, slots=True, eq=False)
class Memory:
    """All that is remembered of items at one moment, and what day it is."""

    today: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    by_source: Mapping[str, Mapping[str, Remembered]] = field(default_factory=dict)
    """Source → home → what is remembered of the notes there."""
    by_path: Mapping[NotePath, Remembered] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Mapping[str, str], today: str) -> "Memory":
        """What the state remembers."""
        sources: dict[str, dict[str, Remembered]] = {}
        paths: dict[NotePath, Remembered] = {}
        for key, value in values.items():
            found = read_value(value)
            if found is None:
                continue
            if key.startswith(_PATH):
                paths[NotePath(key[len(_PATH) :])] = found
            elif key.startswith(_SOURCE):
                source, _, home = key[len(_SOURCE) :].partition("|")
                sources.setdefault(source, {})[home] = found
        return cls(today, values, sources, paths)

    def lost(self, there: Callable[[NotePath], bool]) -> dict[int, NotePath]:
        """Bytes → the path under which a file is remembered that is not there any more."""
        return {
            one.mark: path
            for path, one in self.by_path.items()
            if one.mark and one.how != "changed" and not there(path)
        }
