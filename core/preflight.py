"""Every file of a transaction looked at before anything is decided: what `commit` would meet, in order."""

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from core.draft import draft
from core.edit import Create, EntryId, Move, Patch, Remember, Remove
from core.entries import Context
from core.errors import Conflict, OutsideVault, Refused
from core.journal import Journal
from core.path import NotePath, folder_of, name_of
from core.staging import gone
from core.state import State
from core.steps import CreateStep, MoveStep, PatchStep, RemoveStep, Slot, Step
from core.text import decode, digest

_WRITE_BITS = 0o222


class Folder(Protocol):
    """What the writer needs of a vault."""

    @property
    def root(self) -> str:
        """Its absolute path."""

    def resolve(self, path: NotePath) -> str:
        """The absolute path of a note. Raises `OutsideVault`."""

    def read(self, path: NotePath) -> bytes:
        """The bytes of a note. Raises `Unreadable`."""


@dataclass(frozen=True, slots=True)
class Target:
    """A file as it will be written: links followed, never out of the vault."""

    real: str
    in_place: bool
    """It has other names, or an owner or a group that a new file would not get."""
    shared: bool
    """It has other names."""


def lexical(vault: Folder, path: NotePath) -> str:
    """The absolute path of a name in the vault; a link is not followed. Raises `OutsideVault`."""
    vault.resolve(path)
    return os.path.join(vault.root, path)


def target(vault: Folder, path: NotePath, folders: dict[str, str] | None = None) -> Target:
    """The file that edits of `path` go to.

    Args:
        vault: Where it is.
        path: Which note.
        folders: Where its folders really are, as far as that was asked before.

    Raises:
        Refused: It is read-only.
        OutsideVault: A link leads out of the vault.
        FileNotFoundError: There is none.
    """
    real = vault.resolve(path) if folders is None else _beside(vault, path, folders)
    found = os.lstat(real)
    if stat.S_ISLNK(found.st_mode):
        real = os.path.realpath(real, strict=True)
        if not real.startswith(vault.root.rstrip("/") + "/"):
            raise OutsideVault(f"{path} leads out of the vault")
        found = os.stat(real)
    if not found.st_mode & _WRITE_BITS or not os.access(real, os.W_OK):
        raise Refused(f"{path} is read-only")
    shared = found.st_nlink > 1
    return Target(real, shared or not _may_give(found), shared)


def _may_give(found: os.stat_result) -> bool:
    """Whether a new file can get the owner and the group of that one."""
    user = os.geteuid()
    if user == 0:
        return True
    return user == found.st_uid and found.st_gid in {os.getegid(), *os.getgroups()}


def _beside(vault: Folder, path: NotePath, folders: dict[str, str]) -> str:
    folder = folder_of(path)
    if folder not in folders:
        folders[folder] = vault.resolve(NotePath(folder)) if folder else vault.root
    return os.path.join(folders[folder], name_of(path))


class Preflight:
    """The steps that make a transaction, each checked against the files as they will be by then."""

    def __init__(self, vault: Folder, journal: Journal, id: EntryId) -> None:
        self.steps: list[Step] = []
        self.contexts: dict[NotePath, Context] = {}
        self.folders: list[str] = []
        """Folders that must be made, outermost first, vault-relative."""
        self._vault = vault
        self._journal = journal
        self._id = id
        self._origins: dict[NotePath, NotePath | None] = {}
        """Where the file that will have a path stands now; `None`: nothing will."""
        self._changed: dict[NotePath, bytes] = {}
        """The bytes that a file will hold, by where it stands now."""
        self._folders: dict[str, str] = {}
        """Where folders really are."""

    def add(self, number: int, change: Patch | Create | Move | Remove) -> None:
        """Check one more change.

        Raises:
            Conflict: A file is not what the change was planned against.
            Refused: A file must not be written.
            OutsideVault: A path is not one that a note may have.
            Unreadable: A file cannot be read.
        """
        self.steps.append(self._step(Slot(self._journal, self._id, number), change))

    def _step(self, slot: Slot, change: Patch | Create | Move | Remove) -> Step:
        match change:
            case Patch():
                return self._patch(slot, change)
            case Move():
                return self._move(slot, change)
            case Create(path):
                real = self._free(path)
                self._origins[path] = path
                return CreateStep(slot, real, change)
            case Remove(path, data):
                origin = self._origin(path)
                present = self._bytes(origin)
                if present != data:
                    raise Conflict(f"{path} was changed since it was made", found=decode(present))
                real = target(self._vault, origin).real
                self._origins[path] = None
                return RemoveStep(slot, real, change)

    def _patch(self, slot: Slot, change: Patch) -> Step:
        path = change.path
        if path in self.contexts:
            raise Refused(f"{path} would be changed twice in one step")
        origin = self._origin(path)
        base = self._bytes(origin)
        if digest(base) != change.before:
            raise Conflict(f"{path} has changed since it was read")
        planned = draft(change, base)
        if digest(planned.after) != change.after:
            raise Conflict(f"{path} would not become what was planned")
        file = target(self._vault, origin, self._folders)
        real = file.real if origin == path else lexical(self._vault, path)
        self.contexts[path] = planned.context
        self._changed[origin] = planned.after
        return PatchStep(slot, real, planned, like=file.real, in_place=file.in_place)

    def _move(self, slot: Slot, change: Move) -> Step:
        path, to = change.path, change.to
        origin = self._origin(path)
        place = self._free(to)
        if stat.S_ISLNK(os.lstat(lexical(self._vault, origin)).st_mode):
            raise Refused(f"{path} is a link; it is left where it is")
        if change.digest is not None and digest(self._bytes(origin)) != change.digest:
            raise Conflict(f"{path} has changed since it was read")
        self._origins[to], self._origins[path] = origin, None
        return MoveStep(slot, lexical(self._vault, path), place, change)

    def _origin(self, path: NotePath) -> NotePath:
        origin = self._origins.get(path, path)
        if origin is None or gone(os.path.join(self._vault.root, origin)):
            raise Conflict(f"{path} is gone")
        return origin

    def _bytes(self, origin: NotePath) -> bytes:
        return self._changed[origin] if origin in self._changed else self._vault.read(origin)

    def _free(self, path: NotePath) -> str:
        """The absolute path of a name that nothing will have; notes the folders that are missing."""
        real = lexical(self._vault, path)
        if self._origins.get(path, path) is not None and not gone(real):
            raise Conflict(f"{path} is there already")
        missing = []
        folder = folder_of(path)
        while (
            folder and folder not in self.folders and gone(os.path.join(self._vault.root, folder))
        ):
            missing.append(folder)
            folder = folder_of(NotePath(folder))
        self.folders += reversed(missing)
        return real


def check_values(state: State, changes: Iterable[Remember]) -> None:
    """Raises `Conflict` where a remembered value is not the one that its change was planned on."""
    by_kind: dict[str, list[Remember]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, []).append(change)
    for kind, ours in by_kind.items():
        present = state.some(kind, (change.key for change in ours))
        for change in ours:
            if present.get(change.key) != change.before:
                raise Conflict(
                    f"the {kind} of this item was changed meanwhile",
                    expected=change.before or "",
                    found=present.get(change.key) or "",
                )
