"""Settings, read and checked once: every key has a default, and a bad one costs a sentence, no more.

`winnow.toml` in the user's config folder comes first, `.winnow.toml` at the vault's root over it.
A vault is untrusted: whatever names a program or a place outside it is read from the user's file only.
"""

import json
import os
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import tomli_w

from core.checks import BadValue
from core.config_keys import BY_KEY, SECTIONS, SETTINGS, Setting
from core.display import safe_text
from core.scope import DEFAULT_EXCLUDE

USER_FILE = "winnow.toml"
VAULT_FILE = ".winnow.toml"

_ENTITIES = {
    "People": "people",
    "Customers and Partners": "customer",
    "Customers": "customer",
    "Projects": "projects",
    "ROB": "rob",
}
_MAX_FILE = 256 * 1024
_MAX_PARTS = 100
"""Of a dotted key; the reader of TOML takes eight seconds for one of 20,000."""
_LONGEST_KEY = 60
_MAX_PROBLEMS = 20
"""Sentences about one file: a vault's may hold 28,000 keys that are none."""
_QUOTED = re.compile(rb"\"[^\"\n]*\"|'[^'\n]*'")

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting, with its default; what each means stands in `core.config_keys`."""

    vault: str | None = None
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    inbox: tuple[str, ...] = ("Inbox", "Inbox/_drafts")
    entities: Names = field(default_factory=lambda: MappingProxyType(_ENTITIES))
    alias_files: tuple[str, ...] = ("_MANIFEST.md", "aliases.yaml", "aliases.yml")
    me: tuple[str, ...] = ("Myself",)
    capture_file: str = "TASKS_INBOX.md"
    accept_remove_tags: tuple[str, ...] = ("#proposed",)
    keep_auto_created: bool = False
    reject_status: str = ""
    theme: str = "winnow-dark"
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    keys_from: Names = field(default_factory=lambda: MappingProxyType({}), compare=False)
    """Command id → the file that says its keys; no setting, but what a mistake is told by."""
    filters: Names = field(default_factory=lambda: MappingProxyType({}))
    glyphs: Literal["unicode", "ascii"] = "unicode"
    editor: str | None = None
    confirm_items: int = 20
    confirm_files: int = 3
    cluster_threshold: int = 85
    ledger_in_vault: bool = False
    tasks_order: Literal["learned", "plain"] = "learned"
    max_note_bytes: int = 5_000_000
    auto_advance: bool = True
    mouse: bool = True
    watch: bool | Literal["poll"] = True
    wait_for: tuple[str, ...] = ()
    wait_seconds: int = 30
    journal_operations: int = 500
    journal_days: int = 30
    journal_megabytes: int = 200


def load_config(user_file: str | None, vault_file: str | None) -> tuple[Config, tuple[str, ...]]:
    """The effective settings, and one sentence for everything in the files that does not count.

    A file that is not there says nothing; `None` is no file at all.
    """
    config, problems = Config(), []
    for file, trusted in ((user_file, True), (vault_file, False)):
        if file is None:
            continue
        document, problem = read_toml(file)
        if problem:
            problems.append(problem)
        config, found = _over(config, document, Path(file).name, trusted=trusted)
        problems += found[:_MAX_PROBLEMS]
        if len(found) > _MAX_PROBLEMS:
            more = len(found) - _MAX_PROBLEMS
            problems.append(
                f"{safe_text(Path(file).name)}: {more:,} more of its lines do not count"
            )
    return config, tuple(problems)


def dump_config(config: Config) -> str:
    """`config` as TOML that `load_config` reads back equal."""
    document: dict[str, object] = {}
    for setting in SETTINGS:
        section, dot, name = setting.key.partition(".")
        table = document.setdefault(section, {}) if dot else document
        assert isinstance(table, dict)  # noqa: S101 - SETTINGS names no section twice
        table[name if dot else section] = _plain(getattr(config, setting.name))
    return tomli_w.dumps(document)


def read_toml(file: str) -> tuple[dict[str, object], str]:
    """What a file says, and what is wrong with it as a whole; nothing for one that is not there."""
    name = safe_text(Path(file).name)
    try:
        return tomllib.loads(read_settings(file).decode()), ""
    except FileNotFoundError:
        return {}, ""
    except OSError as error:
        return {}, f"{name}: not readable ({error.strerror or error}); the defaults are used"
    except (ValueError, RecursionError) as error:
        known = isinstance(error, tomllib.TOMLDecodeError | _Endless)
        reason = safe_text(str(error)) if known else "not TOML"
        return {}, f"{name}: {reason}; the defaults are used"


class _Endless(ValueError):
    """A key that `tomllib` would read for seconds."""


def read_settings(file: str) -> bytes:
    """The bytes of a regular file; a FIFO of that name does not hang, nor a device fill the memory.

    Raises:
        OSError: It is not there, not readable, no regular file, or too large.
        ValueError: It is such that to read it as TOML would take seconds.
    """
    descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "not a file")
        data = stream.read(_MAX_FILE + 1)
    if len(data) > _MAX_FILE:
        raise OSError(0, f"larger than {_MAX_FILE // 1024} kB")
    if _is_endless(data):
        raise _Endless(f"a key of more than {_MAX_PARTS} parts")
    return data


def _is_endless(data: bytes) -> bool:
    """Whether a line may be a key of very many parts; dots in strings on one line are none."""
    return any(line.count(b".") > _MAX_PARTS for line in _QUOTED.sub(b"", data).split(b"\n"))


def _over(
    config: Config, document: Mapping[str, object], file: str, *, trusted: bool
) -> tuple[Config, list[str]]:
    """`config` with a file's values over it, and what of them does not count."""
    changes: dict[str, object] = {}
    problems: list[str] = []
    for key, value in _leaves(document):
        said = f"{safe_text(file)}: {safe_text(key)}"
        setting = BY_KEY.get(key)
        if setting is None:
            # A vault's file may hold 28,000 that are none: only of those that are told it is worth a look.
            meant = _meant(key) if len(problems) < _MAX_PROBLEMS else ""
            problems.append(f"{said} is no setting of Winnow{meant}; it is ignored")
        elif setting.personal and not trusted:
            problems.append(f"{said} is taken from your own {USER_FILE} only; it is ignored")
        else:
            try:
                read = setting.read(value)
            except BadValue as bad:
                problems.append(
                    f"{said} must be {bad}; {_shown(getattr(config, setting.name))} is used"
                )
            else:
                changes[setting.name] = _merged(config, setting, read)
                if setting.name == "keys" and isinstance(read, Mapping):
                    ids = dict.fromkeys(map(safe_text, read), safe_text(file))
                    changes["keys_from"] = MappingProxyType({**config.keys_from, **ids})
    return replace(config, **changes), problems  # type: ignore[arg-type]  # each was read by its own setting


def _meant(key: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - 4 ms, for a mistake

    near = get_close_matches(key[:_LONGEST_KEY], BY_KEY, 1)
    return f" (is {near[0]} meant?)" if near else ""


def _merged(config: Config, setting: Setting, value: object) -> object:
    before = getattr(config, setting.name)
    if setting.merged and isinstance(value, Mapping):
        return MappingProxyType({**before, **value})
    return value


def _leaves(document: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Every value of a file under its full key; a section's own name where it is no table."""
    for key, value in document.items():
        if key in SECTIONS and isinstance(value, dict):
            yield from ((f"{key}.{name}", one) for name, one in value.items())
        else:
            yield key, value


def _plain(value: object) -> object:
    """`value` in the types that TOML has."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    return value


def _shown(value: object) -> str:
    """A value in a sentence."""
    plain = _plain(value)
    return safe_text(json.dumps(plain, ensure_ascii=False)) if plain else "nothing"
