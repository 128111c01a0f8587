"""Copies that a sync client leaves when two devices changed one note. Pure.

A copy is one by its name, and only where the note that it is a copy of stands beside it: without that it
is the only text there is. Names that may as well be a person's own (`Plan 2`, `Plan-LAPTOP`: iCloud,
OneDrive) are not taken for copies.
"""

import re
from collections.abc import Collection

from core.path import NotePath

_COPY = re.compile(
    r"(?P<stem>.+?)"
    r"(?:"
    r"\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]{7})?"  # Syncthing
    r"| \([^()]*conflicted copy[^()]*\)"  # Obsidian Sync, Dropbox, Nextcloud
    r"|_conflict-\d{8}-\d{6}"  # ownCloud
    r")(?P<end>\.md)",
    re.IGNORECASE,
)
_MARKS = ("conflict",)


def original_of(path: NotePath) -> NotePath | None:
    """The note that `path` is a copy of by its name, whether or not it is there; `None`: it is no copy."""
    folder, slash, name = path.rpartition("/")
    if not any(mark in name.lower() for mark in _MARKS):
        return None
    found = _COPY.fullmatch(name)
    if found is None:
        return None
    return NotePath(f"{folder}{slash}{found['stem']}{found['end']}")


def copies(paths: Collection[NotePath]) -> dict[NotePath, NotePath]:
    """Each copy among `paths` with the note it is a copy of, where that is there too."""
    found: dict[NotePath, NotePath] = {}
    there: frozenset[NotePath] | None = None
    for path in paths:
        original = original_of(path)
        if original is None:
            continue
        there = frozenset(paths) if there is None else there
        if original in there:
            found[path] = original
    return found
