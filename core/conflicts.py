"""Copies that a sync client leaves when two devices changed one note. Pure.

A copy is one by its name, with the day and the marks that the client writes, and only where the note
that it is a copy of stands beside it: without that it is the only text there is. Names that may as well
be a person's own (`Plan 2`, `Plan-LAPTOP`, `Plan (1)`: iCloud, OneDrive, Google Drive) are not taken
for copies, and neither are the marks of Dropbox in other languages: a task listed twice is a nuisance,
one that is never listed is lost.
"""

import re
from collections.abc import Collection

from core.path import NotePath

_MARK = "conflict"
"""Every such name has it."""
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_COPY = re.compile(
    r"(?P<stem>.+?)"
    r"(?:"
    r"\.sync-conflict-[0-9]{8}-[0-9]{6}(?:-[A-Z0-9]{7})?"  # Syncthing
    r"| \(conflicted copy [^()]{1,80} [0-9]{12}\)"  # Obsidian Sync
    rf"| \((?:[^()]{{1,80}} )?conflicted copy {_DAY}(?: [0-9]{{6}})?\)(?: \([0-9]{{1,3}}\))?"  # Dropbox, Nextcloud
    r"|_conflict-[0-9]{8}-[0-9]{6}"  # ownCloud
    rf"| \(sfconflict [^()]{{1,80}} {_DAY}-[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}\)"  # Seafile
    r")(?P<end>\.md)",
    re.IGNORECASE,
)


def original_of(path: NotePath) -> NotePath | None:
    """The note that `path` is a copy of by its name, whether or not it is there; `None`: it is no copy."""
    folder, slash, name = path.rpartition("/")
    if _MARK not in name.lower():
        return None
    found = _COPY.fullmatch(name)
    if found is None:
        return None
    return NotePath(f"{folder}{slash}{found['stem']}{found['end']}")


def named_as_copies(paths: Collection[NotePath]) -> dict[NotePath, NotePath]:
    """Each of `paths` that is named as a copy, with the note it would be a copy of."""
    # In one go: looked for in each of a hundred thousand names it took as long as listing a thousand folders.
    # Only as clients write it, too: to lower 12 MB took longer than all else here.
    joined = "\0".join(paths)
    if not any(mark in joined for mark in (_MARK, _MARK.capitalize(), _MARK.upper())):
        return {}
    found = ((path, original_of(path)) for path in paths)
    return {path: original for path, original in found if original is not None}


def copies(paths: Collection[NotePath]) -> dict[NotePath, NotePath]:
    """Each copy among `paths` with the note it is a copy of, where that is there too."""
    named = named_as_copies(paths)
    there = frozenset(paths) if named else frozenset()
    return {path: original for path, original in named.items() if original in there}
