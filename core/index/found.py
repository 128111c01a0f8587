"""What a walk found of a vault, and the settings that its notes are read under."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.conflicts import copies, named_as_copies
from core.errors import WinnowError
from core.path import NotePath
from core.text import Digest
from core.vault import FileStat, Listing, Vault
from core.walk import SETTINGS

UNREAD = -1
"""The time of a note that could not be read and may be the next time."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a walk saw: the notes in scope, all other files, and what could not be listed."""

    notes: tuple[FileStat, ...]
    others: frozenset[NotePath]
    trouble: tuple[tuple[NotePath, str], ...]
    copies: tuple[tuple[NotePath, str], ...] = ()
    """Copies that a sync client left, and what they are copies of; they are not among the notes."""
    originals: frozenset[NotePath] = frozenset()
    """What is named as a copy would be one of, there or not."""
    settings: frozenset[FileStat] = frozenset()
    """The Tasks plugin's settings, wherever there are some."""


def look(vault: Vault) -> Found:
    """Walk the vault once."""
    return _found(vault, vault.walk())


def _found(vault: Vault, listing: Listing) -> Found:
    notes, others = [], list(listing.others)
    named = named_as_copies([file.path for file in listing.files])
    twice = copies([file.path for file in listing.files]) if named else {}
    for file in listing.files:
        if vault.is_triaged(file.path) and file.path not in twice:
            notes.append(file)
        else:
            others.append(file.path)
    trouble = tuple((one.path, one.reason) for one in listing.trouble)
    told = tuple((path, f"is a sync client's copy of {of}") for path, of in twice.items())
    return Found(
        tuple(notes),
        frozenset(others),
        trouble,
        told,
        frozenset(named.values()),
        frozenset(listing.settings),
    )


Under = Mapping[FileStat, Digest | None]
"""The Tasks settings that notes were read under; `None` where nobody knows what they said."""


def stale(vault: Vault, found: Found, under: Under) -> tuple[tuple[str, ...], Under]:
    """What the paths of notes begin with that were read under other settings, and the settings that hold now."""
    unseen = any(path.endswith(SETTINGS) for path, _ in found.trouble)
    if unseen or found.settings == under.keys():
        return (), under
    now = {file: vault.settings_digest(_within(file)) for file in found.settings}
    before = {_below(file): digest for file, digest in under.items()}
    after = {_below(file): digest for file, digest in now.items()}
    changed = (one for one in before.keys() | after.keys() if before.get(one) != after.get(one))
    return tuple(changed), now


def _below(settings: FileStat) -> str:
    """What the paths of the notes begin with that these settings may hold for."""
    return settings.path.removesuffix(SETTINGS)


def _within(settings: FileStat) -> NotePath:
    """A note that these settings hold for."""
    return NotePath(f"{_below(settings)}x.md")


def known_digests(vault: Vault, found: Found) -> Under:
    """The settings that hold where the walk saw them; `None` for those that changed since."""
    return {file: _digest(vault, file) for file in found.settings}


def _digest(vault: Vault, file: FileStat) -> Digest | None:
    digest = vault.settings_digest(_within(file))
    try:
        return digest if vault.stat(file.path) == file else None
    except WinnowError:
        return None
