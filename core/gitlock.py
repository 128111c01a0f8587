"""What other programs put down while they write many notes: git's index lock, and an ingest's own file.

A lock is only ever looked at, never taken or removed. Where git keeps the index of a work tree is said in
gitrepository-layout(5): `.git` is a folder, or a file that names it (`gitdir: …`).
"""

from collections.abc import Sequence
from contextlib import suppress
from os.path import lexists
from pathlib import Path

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
        git = _git_folder(Path(root))
        if git is not None:
            paths.append(f"{git}/{_LOCK}")
    return next(filter(lexists, paths), "")


def _git_folder(root: Path) -> Path | None:
    """Where git keeps the index of the work tree that holds `root`, `None` outside of any."""
    for folder in (root, *root.parents):
        git = folder / ".git"
        if git.is_dir():
            return git
        if git.is_file():
            return _named(git)
    return None


def _named(file: Path) -> Path | None:
    """The folder that a `.git` file names."""
    with file.open("rb") as said:
        word, _, place = said.read(_LONGEST).decode(errors="surrogateescape").partition(":")
    return file.parent / place.strip() if word == "gitdir" else None
