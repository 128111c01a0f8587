"""What Winnow would touch in a vault and what it would leave alone, before it is opened. Nothing is read but settings."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from core.config import Config
from core.path import NotePath
from core.scope import Scope
from core.statuses import TaskSettings
from core.vault import Vault
from core.walk import walk

_MARK = ".obsidian"
_OBSIDIANS = "Obsidian's excluded files"


@dataclass(frozen=True, slots=True)
class Survey:
    """A vault, counted."""

    root: str
    """Not safe to show, as are all names here."""
    notes: int
    others: int
    """Files that are no notes."""
    left: tuple[tuple[str, int], ...]
    """Notes that are not triaged: the pattern that says so, and how many; the most first."""
    inbox: tuple[tuple[str, int], ...]
    """Folders where files arrive, with how many wait there; only those that have files."""
    entities: tuple[tuple[str, int], ...]
    """Names of folders in which people, projects and customers live, with how many folders lie below."""
    settings: tuple[TaskSettings, ...]
    """Of the Tasks plugin: the root's first, then each nested vault's; only those that are there."""
    trouble: tuple[str, ...]
    """Sentences about what cannot be read."""
    writable: bool

    @property
    def triaged(self) -> int:
        """Notes whose proposals may be decided."""
        return self.notes - sum(many for _, many in self.left)


class Stopped(Exception):
    """Nobody wants to know any more."""


def survey(root: str, config: Config, stop: Callable[[], bool] = lambda: False) -> Survey:
    """Look at the vault at `root`, as `config` would have it.

    Args:
        root: The folder.
        config: The settings.
        stop: Whether nobody wants to know any more; asked at each folder.

    Raises:
        NoVault: It cannot be listed.
        Stopped: `stop` said so.
    """
    vault = Vault(root, config.exclude, max_bytes=config.max_note_bytes)
    scope = Scope(config.exclude, vault.ignored)

    def named(folder: str) -> bool:
        if stop():
            raise Stopped
        return scope.excludes(folder)

    listing = walk(vault.root, named)
    paths = [file.path for file in listing.files]
    folders = {file.path.rpartition("/")[0] for file in listing.files if file.size >= 0}
    with_settings = sorted(one.path.partition(_MARK)[0] for one in listing.settings)
    standing = vault.standing(NotePath(""))
    return Survey(
        root=vault.root,
        notes=len(paths),
        others=len(listing.others),
        left=_left(vault, config.exclude, paths),
        inbox=_arrived(config.inbox, (*paths, *listing.others)),
        entities=_entities(config, folders),
        settings=tuple(vault.settings(NotePath(f"{folder}x.md")) for folder in with_settings),
        trouble=(*vault.problems, *(f"{one.path or 'the vault'} {one.reason}" for one in listing.trouble)),
        writable=standing is not None and standing.writable,
    )  # fmt: skip


def _left(
    vault: Vault, exclude: Sequence[str], paths: Iterable[NotePath]
) -> tuple[tuple[str, int], ...]:
    """What is not triaged, by what says so: the first pattern of several."""
    scopes = [(pattern, Scope((pattern,))) for pattern in exclude]
    scopes += [(f"{_OBSIDIANS}: {entry}", Scope((), (entry,))) for entry in vault.ignored]
    found: Counter[str] = Counter()
    by_folder: dict[str, str] = {}
    for path in paths:
        folder = path.rpartition("/")[0]
        if folder in by_folder:
            found[by_folder[folder]] += 1
        elif not vault.is_triaged(path):
            why, scope = next(
                (one for one in scopes if not one[1].is_triaged(path)), ("several patterns", None)
            )
            if scope is not None and scope.excludes(folder):
                by_folder[folder] = why
            found[why] += 1
    return tuple(found.most_common())


def _arrived(inbox: Sequence[str], paths: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Inbox folders with how many files wait in them; those below that begin with `_` are put away."""
    found: Counter[str] = Counter()
    deepest_first = sorted(inbox, key=len, reverse=True)
    for path in paths:
        name = next((one for one in deepest_first if path.startswith(f"{one}/")), None)
        if name is not None:
            away = any(part.startswith("_") for part in path[len(name) + 1 :].split("/"))
            found[name] += not away
    return tuple((name, found[name]) for name in inbox if name in found)


def _entities(config: Config, folders: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Folders of entities by name, with how many lie in all of that name."""
    found: dict[str, set[str]] = {}
    for folder in folders:
        parts = folder.split("/")
        for at, part in enumerate(parts[:-1]):
            if part in config.entities:
                found.setdefault(part, set()).add("/".join(parts[: at + 2]))
                break
    return tuple((name, len(found[name])) for name in config.entities if name in found)
