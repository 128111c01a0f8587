"""Vaults that a person may mean who names none: where they stand, and those that Obsidian knows."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LIST = "obsidian/obsidian.json"
_LARGEST = 1_000_000
"""Bytes of Obsidian's list; it has some 100 a vault."""
_MOST = 30
_MARK = ".obsidian"
_DRIVE = re.compile(r"([A-Za-z]):[\\/]")
_DRIVES = "/mnt"
"""Where Linux on Windows has the drives."""


@dataclass(frozen=True, slots=True)
class KnownVault:
    """A folder that may be opened."""

    root: str
    """Its absolute real path; not safe to show."""
    why: str
    """How it was found: `open in Obsidian`."""

    @property
    def name(self) -> str:
        """Its last part; not safe to show."""
        return self.root.rstrip("/").rpartition("/")[2] or self.root


def known_vaults(folder: str, variables: Mapping[str, str]) -> tuple[KnownVault, ...]:
    """The nearest vault first, then Obsidian's: those that are open, then the newest. Each once; all are there.

    Args:
        folder: The current one; `""` is nowhere.
        variables: The environment: where the person's files are.
    """
    found: dict[str, KnownVault] = {}
    home = variables.get("HOME", "")
    for root, why in (*_near(folder, home), *_obsidians(variables)):
        with suppress(OSError, ValueError, RuntimeError):
            real = str(Path(root).resolve())
            if Path(real).is_dir():
                found.setdefault(real, KnownVault(real, why))
    return tuple(found.values())[:_MOST]


def _near(folder: str, home: str) -> Iterator[tuple[str, str]]:
    """The current folder or the nearest one above that Obsidian opened once; else one with notes in it.

    A note or two in the home folder do not make a vault of everything that a person has.
    """
    if not folder:
        return
    for at in (Path(folder), *Path(folder).parents):
        if (at / _MARK).is_dir():
            here = at == Path(folder)
            yield str(at), "the folder you are in" if here else "above the folder you are in"
            return
    if folder in {home, "/"}:
        return
    with suppress(OSError), os.scandir(folder) as entries:
        if any(one.name.endswith(".md") and not one.name.startswith(".") for one in entries):
            yield folder, "the folder you are in, which has notes"


def _obsidians(variables: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for file in lists_of_obsidian(variables):
        with suppress(OSError, ValueError, RecursionError):
            with Path(file).open("rb") as stream:
                said = json.loads(stream.read(_LARGEST))
            yield from _listed(said)


def lists_of_obsidian(variables: Mapping[str, str]) -> tuple[str, ...]:
    """Where Obsidian's own list of vaults may be, on every system and however it was installed."""
    home = variables.get("HOME") or variables.get("USERPROFILE") or ""
    folders = [
        variables.get("XDG_CONFIG_HOME") or (home and f"{home}/.config"),
        home and f"{home}/.config",
        home and f"{home}/.var/app/md.obsidian.Obsidian/config",  # flatpak
        home and f"{home}/snap/obsidian/current/.config",
        home and f"{home}/Library/Application Support",  # macOS
        variables.get("APPDATA"),  # Windows
        *_of_windows(variables),
    ]
    return tuple(dict.fromkeys(f"{folder}/{_LIST}" for folder in folders if folder))


def _of_windows(variables: Mapping[str, str]) -> Iterator[str]:
    """Where Windows keeps such files, for Linux on Windows."""
    if "WSL_DISTRO_NAME" not in variables:
        return
    with suppress(OSError):
        for user in sorted(Path(_DRIVES, "c/Users").iterdir())[:_MOST]:
            yield str(user / "AppData/Roaming")


def _listed(said: object) -> Iterator[tuple[str, str]]:
    """Roots of an `obsidian.json`, in order; what in it is none is passed over."""
    vaults = said.get("vaults") if isinstance(said, dict) else None
    entries = [one for one in vaults.values() if isinstance(one, dict)] if isinstance(vaults, dict) else []  # fmt: skip
    entries.sort(key=lambda one: (one.get("open") is not True, -_number(one.get("ts"))))
    for one in entries[:_MOST]:
        path = one.get("path")
        if isinstance(path, str) and path and "\0" not in path:
            is_open = one.get("open") is True
            yield _here(path), "open in Obsidian" if is_open else "known to Obsidian"


def _number(value: object) -> float:
    return value if isinstance(value, int | float) and value == value else 0  # noqa: PLR0124 - NaN


def _here(path: str) -> str:
    """A path as this system has it."""
    drive = _DRIVE.match(path)
    if drive is None or os.sep == "\\":
        return path
    return f"{_DRIVES}/{drive[1].lower()}/{path[drive.end() :].replace(chr(92), '/')}"
