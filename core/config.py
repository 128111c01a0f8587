"""Settings, read and checked once: every key has a default, and a bad one costs a sentence, no more.

`winnow.toml` in the user's config folder comes first, `.winnow.toml` at the vault's root over it.
A vault is untrusted: whatever names a program or a place outside it is read from the user's file only.
"""

import json
import os
import re
import stat
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import tomli_w

from core import checks
from core.checks import BadValue
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
_MAX_PROBLEMS = 20
"""Sentences about one file: a vault's may hold 28,000 keys that are none."""
_QUOTED = re.compile(rb"\"[^\"\n]*\"|'[^'\n]*'")
_MAX_PATTERN = 200
_MAX_STARS = (
    8  # each `*` multiplies the work of a pattern that does not match, and a vault may bring one
)

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting, with its default."""

    vault: str | None = None
    """The vault where the command line and the environment name none."""
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    """Patterns of what is not triaged."""
    inbox: tuple[str, ...] = ("Inbox", "Inbox/_drafts")
    """Folders where new files arrive."""
    entities: Names = field(default_factory=lambda: MappingProxyType(_ENTITIES))
    """Folder name → type of the pages in it."""
    alias_files: tuple[str, ...] = ("_MANIFEST.md", "aliases.yaml", "aliases.yml")
    """Tables of other names; one without a folder is looked for in the root and beside entities."""
    me: tuple[str, ...] = ("Myself",)
    """Owners that mean the user."""
    capture_file: str = "TASKS_INBOX.md"
    """Where captured lines go; a task without an owner in it is the user's."""
    accept_remove_tags: tuple[str, ...] = ("#proposed",)
    """Tags that a decision takes off."""
    keep_auto_created: bool = False
    """Whether keeping a page takes `auto_created` off too, and not only the tag."""
    reject_status: str = ""
    """The symbol to reject with; empty: the first CANCELLED status of the nearest `.obsidian`."""
    theme: str = "winnow-dark"
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Command id → its keys, instead of the default ones."""
    filters: Names = field(default_factory=lambda: MappingProxyType({}))
    """Name → filter."""
    glyphs: Literal["unicode", "ascii"] = "unicode"
    editor: str | None = None
    """The editor's command; unset: `$VISUAL`, `$EDITOR`."""
    confirm_items: int = 20
    """More tasks than this at once are asked about."""
    confirm_files: int = 3
    """More files than this at once are asked about."""
    cluster_threshold: int = 85
    """From which likeness, in percent, two tasks count as one decision."""
    ledger_in_vault: bool = False
    """Whether decisions are remembered in a file of the vault instead of beside it."""
    tasks_order: Literal["learned", "plain"] = "learned"
    """Whether the order of tasks also counts evidence, and what was decided about others like them."""
    max_note_bytes: int = 5_000_000
    """A larger file is listed and never read."""
    auto_advance: bool = True
    """The cursor goes on when a row was decided."""
    watch: bool | Literal["poll"] = True
    """Whether what other programs change is followed: as the system tells it, or by walking alone."""
    wait_for: tuple[str, ...] = ()
    """Files in the vault that an ingest leaves there while it runs; git's index lock is one always."""
    wait_seconds: int = 30
    """How long a write waits for them."""
    journal_operations: int = 500
    """More transactions than this are not kept for undo."""
    journal_days: int = 30
    """Older ones are not kept."""
    journal_megabytes: int = 200
    """A longer journal is not kept."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """One key of the file."""

    key: str
    """`scope.exclude`"""
    name: str
    """The field of `Config`."""
    read: Callable[[object], object]
    """Checks a value; raises `BadValue`."""
    personal: bool = False
    """Names a program or a place outside the vault: never taken from the vault."""
    merged: bool = False
    """A table that a second file adds to instead of replacing."""


_SETTINGS = (
    _Setting("vault", "vault", checks.optional, personal=True),
    _Setting("editor", "editor", checks.optional, personal=True),
    _Setting("aliases.files", "alias_files", checks.list_of(checks.place, "a list of files")),
    _Setting("me", "me", checks.list_of(checks.word, "a list of names")),
    _Setting("theme", "theme", checks.word),
    _Setting("glyphs", "glyphs", checks.one_of("unicode", "ascii")),
    _Setting("auto_advance", "auto_advance", checks.truth),
    _Setting("scope.exclude", "exclude", checks.list_of(checks.pattern, "a list of patterns")),
    _Setting("scope.inbox", "inbox", checks.list_of(checks.place, "a list of folders")),
    _Setting("scope.max_note_bytes", "max_note_bytes", checks.whole(1_000, 100_000_000)),
    _Setting("capture.file", "capture_file", checks.place),
    _Setting(
        "accept.remove_tags", "accept_remove_tags", checks.list_of(checks.tag, "a list of tags")
    ),
    _Setting("keep.auto_created", "keep_auto_created", checks.truth),
    _Setting("reject.status", "reject_status", checks.symbol),
    _Setting("confirm.items", "confirm_items", checks.whole(0, 1_000_000)),
    _Setting("confirm.files", "confirm_files", checks.whole(0, 1_000_000)),
    _Setting("cluster.threshold", "cluster_threshold", checks.whole(50, 100)),
    _Setting("ledger.in_vault", "ledger_in_vault", checks.truth),
    _Setting("tasks.order", "tasks_order", checks.one_of("learned", "plain")),
    _Setting("watch", "watch", checks.watch),
    _Setting("wait.for", "wait_for", checks.list_of(checks.place, "a list of files")),
    _Setting("wait.seconds", "wait_seconds", checks.whole(0, 3600)),
    _Setting("journal.operations", "journal_operations", checks.whole(1, 1_000_000)),
    _Setting("journal.days", "journal_days", checks.whole(1, 36_500)),
    _Setting("journal.megabytes", "journal_megabytes", checks.whole(1, 100_000)),
    _Setting("entities", "entities", checks.table_of(checks.word, "folder names and types")),
    _Setting("keys", "keys", checks.table_of(checks.keys, "command ids and keys"), merged=True),
    _Setting("filters", "filters", checks.table_of(checks.word, "names and filters"), merged=True),
)
_BY_KEY = {setting.key: setting for setting in _SETTINGS}
_SECTIONS = frozenset(key.partition(".")[0] for key in _BY_KEY if "." in key)


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
    for setting in _SETTINGS:
        section, dot, name = setting.key.partition(".")
        table = document.setdefault(section, {}) if dot else document
        assert isinstance(table, dict)  # noqa: S101 - _SETTINGS names no section twice
        table[name if dot else section] = _plain(getattr(config, setting.name))
    return tomli_w.dumps(document)


def read_toml(file: str) -> tuple[dict[str, object], str]:
    """What a file says, and what is wrong with it as a whole; nothing for one that is not there."""
    name = safe_text(Path(file).name)
    try:
        data = _read(file)
        if _is_endless(data):
            return {}, f"{name}: a key of more than {_MAX_PARTS} parts; the defaults are used"
        return tomllib.loads(data.decode()), ""
    except FileNotFoundError:
        return {}, ""
    except OSError as error:
        return {}, f"{name}: not readable ({error.strerror or error}); the defaults are used"
    except (ValueError, RecursionError) as error:
        reason = safe_text(str(error)) if isinstance(error, tomllib.TOMLDecodeError) else "not TOML"
        return {}, f"{name}: {reason}; the defaults are used"


def _read(file: str) -> bytes:
    """The bytes of a regular file; a FIFO of that name does not hang, nor a device fill the memory."""
    descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "not a file")
        data = stream.read(_MAX_FILE + 1)
    if len(data) > _MAX_FILE:
        raise OSError(0, f"larger than {_MAX_FILE // 1024} kB")
    return data


def _is_endless(data: bytes) -> bool:
    """Whether a line may be a key of very many parts; dots in strings on one line are none."""
    return any(line.count(b".") > _MAX_PARTS for line in _QUOTED.sub(b"", data).split(b"\n"))


def _over(
    config: Config, document: Mapping[str, object], file: str, *, trusted: bool
) -> tuple[Config, list[str]]:
    """`config` with a file's values over it, and what of them does not count."""
    changes: dict[str, object] = {}
    problems = []
    for key, value in _leaves(document):
        said = f"{safe_text(file)}: {safe_text(key)}"
        setting = _BY_KEY.get(key)
        if setting is None:
            problems.append(f"{said} is no setting of Winnow; it is ignored")
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
    return replace(config, **changes), problems  # type: ignore[arg-type]  # each was read by its own setting


def _merged(config: Config, setting: _Setting, value: object) -> object:
    before = getattr(config, setting.name)
    if setting.merged and isinstance(value, Mapping):
        return MappingProxyType({**before, **value})
    return value


def _leaves(document: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Every value of a file under its full key; a section's own name where it is no table."""
    for key, value in document.items():
        if key in _SECTIONS and isinstance(value, dict):
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
