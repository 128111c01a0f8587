"""Which settings are in force, and in which vault: the user's file, then the vault's own over it."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.config import VAULT_FILE, Config, load_config
from core.errors import NoVault, WinnowError
from core.places import find_vault, user_file


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line and the environment say about where to work."""

    vaults: Sequence[tuple[str | None, str]]
    """Vaults named, in order of precedence, each with what names it."""
    folder: str
    """The current folder, where the search for a vault begins."""
    config: str | None = None
    """The settings to read instead of the user's own."""
    state: str | None = None
    """Where all vaults' state is kept, instead of the platform's folder."""
    cache: str | None = None
    """Where all vaults' indexes are kept, instead of the platform's folder."""
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force, and whether there is a vault to use them on."""

    config: Config
    problems: tuple[str, ...]
    root: str | None
    no_vault: str = ""
    """Why there is no vault."""
    file: str = ""
    """The user's own file, whether or not it is there."""
    is_first: bool = False
    """Whether nothing names a vault, and it is to be asked for: none is near, or there are no settings yet."""


def settings(request: Request) -> Settings:
    """Read the settings, the vault's own over the user's. Raises `WinnowError` where a named file is missing."""
    if request.config is not None and not Path(request.config).is_file():
        raise WinnowError(f"no settings at {request.config}: there is no such file")
    own = request.config or user_file()
    config, problems = load_config(own, None)
    vaults = (*request.vaults, (config.vault, f"vault in {own}"))
    nothing = not any(named for named, _ in vaults)
    unset = not os.path.lexists(own)
    try:
        root = find_vault(vaults, request.folder)
    except NoVault as missing:
        return Settings(config, problems, None, str(missing), file=own, is_first=nothing)
    config, problems = load_config(own, str(Path(root, VAULT_FILE)))
    return Settings(config, problems, root, file=own, is_first=nothing and unset)
