"""Where things are on this machine: the vault, the settings, and what is kept beside the vault."""

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from platformdirs import PlatformDirs

from core.config import USER_FILE
from core.errors import NoVault, Refused

_DIRS = PlatformDirs("winnow", appauthor=False)
_MARK = ".obsidian"
_PRIVATE = 0o700


def user_file() -> str:
    """The user's settings, whether or not the file is there."""
    return str(Path(_DIRS.user_config_dir, USER_FILE))


def state_home() -> str:
    """The folder that holds every vault's state, whether or not it is there."""
    return _DIRS.user_state_dir


def is_first_time(what: str, named: str | None) -> bool:
    """Whether something that is shown once was never shown; from now on it was.

    Args:
        what: The name under which that is remembered.
        named: The folder for all vaults' state; `None` is the platform's.
    """
    shown = Path(named or state_home(), f"{what}.shown")
    try:
        shown.parent.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        shown.touch(exist_ok=False)
    except FileExistsError:
        return False
    except OSError:  # it cannot be remembered: better shown twice than never
        return True
    return True


def cache_home() -> str:
    """The folder that holds every vault's index, whether or not it is there."""
    return _DIRS.user_cache_dir


def state_folder(root: str, named: str | None) -> str:
    """A vault's own folder for the journal and the snoozes, made where it is missing.

    Args:
        root: The vault.
        named: The folder for all vaults; `None` is the platform's.

    Raises:
        Refused: It lies in the vault, where it would be synced and listed; a hidden folder is neither.
        OSError: It cannot be made.
    """
    folder = _beside(root, named or state_home(), "state", "--state")
    folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    return str(folder)


def cache_folder(root: str, named: str | None) -> str:
    """A vault's own folder for what can be computed again, made where it is missing and that can be done.

    Raises:
        Refused: As `state_folder`.
    """
    folder = _beside(root, named or cache_home(), "index", "--cache")
    with suppress(OSError):  # whoever uses it says that it is not there, and does without
        folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    return str(folder)


def folders_of(root: str, state: str | None, cache: str | None) -> tuple[str, str]:
    """A vault's own folders for its state and its index, whether or not they are there.

    Raises:
        Refused: As `state_folder`.
    """
    return (
        str(_beside(root, state or state_home(), "state", "--state")),
        str(_beside(root, cache or cache_home(), "index", "--cache")),
    )


def _beside(root: str, base: str, what: str, option: str) -> Path:
    """The vault's own subfolder of `base`; raises `Refused` where that lies in the vault."""
    place, vault = Path(base).resolve(), Path(root).resolve()
    within = place.relative_to(vault).parts if place.is_relative_to(vault) else (".",)
    # Nothing lies outside a vault that is the whole file system.
    if vault != vault.parent and not any(part.startswith(".") for part in within):
        raise Refused(
            f"the {what} of a vault must not lie in it: {base}; {option} names another place"
        )
    return _own(base, root)


def find_vault(candidates: Sequence[tuple[str | None, str]], folder: str) -> str:
    """The real path of the first vault that is named, else of the nearest folder with `.obsidian`.

    Args:
        candidates: Places in order of precedence, each with what names it: `--vault`.
        folder: Where the search upwards begins; `""` is nowhere.

    Raises:
        NoVault: The named one is no folder, or nothing names one.
    """
    for named, by in candidates:
        if named:
            return _named(named, by, folder)
    if folder:
        for at in (Path(folder), *Path(folder).parents):
            if (at / _MARK).is_dir():
                return str(at.resolve())
    raise NoVault(
        f"no vault: nothing names one, and neither {folder or 'the current folder'}"
        f" nor a folder above it holds {_MARK}"
    )


def _named(named: str, by: str, folder: str) -> str:
    try:
        path = Path(folder, Path(named).expanduser())
        real = path.resolve()
    except (RuntimeError, ValueError, OSError):  # ~nobody, a NUL, a loop of links
        raise NoVault(f"no vault at {named} ({by}): that is no path") from None
    if not real.exists():
        raise NoVault(f"no vault at {path} ({by}): there is no such folder")
    if not real.is_dir():
        raise NoVault(f"no vault at {path} ({by}): that is a file, not a folder")
    return str(real)


def _own(base: str, root: str) -> Path:
    """One subfolder a vault: readable, and apart from vaults of the same name elsewhere."""
    stem = re.sub(r"[^a-zA-Z0-9]+", "-", Path(root).name).strip("-").lower()[:40]
    name = blake2b(os.fsencode(root), digest_size=6).hexdigest()
    return Path(base, f"{stem or 'vault'}-{name}").absolute()
