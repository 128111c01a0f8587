"""What other programs put down while they write many notes: git's index lock, and an ingest's own file.

A lock is only ever looked at, never taken or removed. Where git keeps the index of a work tree is said in
gitrepository-layout(5): `.git` is a folder, or a file that names it (`gitdir: …`).
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from os.path import lexists
from pathlib import Path
from stat import S_IFDIR, S_IFMT, S_IFREG

_LOCK = "index.lock"
_LONGEST = 4096


def held(root: str, names: Sequence[str] = ()) -> str:
    """The path of a lock that somebody holds, `""` for none.

    Args:
        root: The vault.
        names: Files, relative to the vault, that an ingest leaves there while it runs.
    """
    paths = [f"{root}/{name}" for name in names]
    with suppress(
        OSError
    ):  # a lock that cannot be looked for holds nothing up: the swap compares anyway
        git = _git_folder(root)
        if git is not None:
            paths.append(f"{git}/{_LOCK}")
    return next(filter(lexists, paths), "")


def _git_folder(root: str) -> Path | None:
    """Where git keeps the index of the work tree that holds `root`, `None` outside of any."""
    for git in _places(root):
        try:
            kind = S_IFMT(git.stat().st_mode)
        except (FileNotFoundError, NotADirectoryError):
            continue
        if kind == S_IFDIR:
            return git
        if kind == S_IFREG:
            return _named(git)
    return None


@lru_cache(maxsize=1 << 4)
def _places(root: str) -> tuple[Path, ...]:
    """Where `.git` may be, from within outwards; asked before each write."""
    folder = Path(root)
    return tuple(one / ".git" for one in (folder, *folder.parents))


def _named(file: Path) -> Path | None:
    """The folder that a `.git` file names."""
    with file.open("rb") as said:
        word, _, place = said.read(_LONGEST).decode(errors="surrogateescape").partition(":")
    return file.parent / place.strip() if word == "gitdir" else None
