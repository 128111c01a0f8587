"""What a change in a vault's folder is to us: a note, a reason to walk, or nothing. Pure."""

import re
from collections.abc import Iterable

from core.path import NotePath, name_of
from core.walk import SETTINGS, Listing, is_skipped

EVERYTHING = NotePath("/")
"""Instead of a note: what changed is only known after a walk."""
_CONFIG = ".obsidian"
_APP = f"{_CONFIG}/app.json"
# A folder of settings that is moved here or away takes the settings along and says nothing of them.
_SETTINGS = frozenset(
    SETTINGS.rsplit("/", above)[0] for above in range(SETTINGS.count("/") + 1)
)  # fmt: skip
# fmt: off
_FAR = frozenset([
    "nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "ceph", "9p",
    "virtiofs", "vboxsf", "prl_fs", "glusterfs", "lustre", "fuse",
])
# fmt: on
"""File systems that others may change without this system hearing of it."""
_PASSING = frozenset(
    ["tmp", "temp", "swp", "swo", "swx", "bak", "orig", "part", "partial", "crdownload", "download", "filepart", "lock", "log"]
)  # fmt: skip
"""Endings of files that are there for a while only."""
_LONGEST_ENDING = 6
_MOUNT_POINT = 4
"""Which field of a line of mountinfo."""
_ESCAPED = re.compile(r"\\([0-7]{3})")


def told(path: str, *, folder: bool, was_folder: bool) -> NotePath | None:
    """What something that happened to `path` is told as: a note or an attachment, `EVERYTHING`, or `None` for nothing.

    Args:
        path: Vault-relative; `""` is the vault itself.
        folder: It is a folder now.
        was_folder: It was one before.
    """
    if not path:
        return EVERYTHING
    parts = path.split("/")
    if _CONFIG in parts:
        at = len(parts) - 1 - parts[::-1].index(_CONFIG)
        if "/".join(parts[at:]) in _SETTINGS and not any(map(is_skipped, parts[:at])):
            return EVERYTHING
    if path == _APP:
        return EVERYTHING
    if any(map(is_skipped, parts)):
        return None
    if folder or was_folder:
        return EVERYTHING
    return NotePath(path) if path[-3:].lower() == ".md" or is_attachment(parts[-1]) else None


def is_attachment(name: str) -> bool:
    """Whether a file's name is one of a picture, a table, a document: not what a program puts there for itself."""
    stem, _, ending = name.lower().rpartition(".")
    return (
        bool(stem)
        and ".md." not in name.lower()
        and 0 < len(ending) <= _LONGEST_ENDING
        and ending.isascii()
        and ending.isalnum()
        and not ending.isdigit()
        and ending not in _PASSING
    )


def changes(before: Listing, after: Listing) -> frozenset[NotePath]:
    """The notes that came, went or changed between two walks, and the attachments that came or went.

    `EVERYTHING` is among them where settings changed, or what could be listed at all.
    """
    same = before.files == after.files  # nearly always, and far cheaper to find out
    found = set() if same else {file.path for file in set(before.files) ^ set(after.files)}
    if before.others != after.others:
        moved = set(before.others) ^ set(after.others)
        found |= {path for path in moved if is_attachment(name_of(path))}
    if before.settings != after.settings or before.trouble != after.trouble:
        found.add(EVERYTHING)
    return frozenset(found)


def is_far(mounts: Iterable[str], root: str) -> bool:
    """Whether the folder `root`, or something mounted in it, lies on another machine.

    Args:
        mounts: The lines of `/proc/self/mountinfo`, as proc(5) describes them.
        root: An absolute real path.
    """
    nearest, below = ("", ""), []
    for line in mounts:
        place, _, source = line.partition(" - ")
        fields, kind = place.split(" "), source.partition(" ")[0]
        if len(fields) <= _MOUNT_POINT:
            continue
        point = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), fields[_MOUNT_POINT])
        if f"{root}/".startswith(f"{point.rstrip('/')}/"):
            # Of two on one point the later one covers the other.
            if len(point) >= len(nearest[0]):
                nearest = point, kind
        elif point.startswith(f"{root.rstrip('/')}/"):
            below.append(kind)
    return any(kind in _FAR or kind.startswith("fuse.") for kind in (nearest[1], *below))
