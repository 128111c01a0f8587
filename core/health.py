"""What is wrong with a vault and with what is kept beside it, each with what to do about it."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from core.errors import WinnowError, WriteFailed
from core.gitlock import held
from core.index.columns import SCHEMA
from core.index.reader import FILE
from core.index.tables import quoted
from core.instance import holder
from core.session import Session

_HOUR, _DAY = 3600, 86_400
_KILO = 1000


class Finding(NamedTuple):
    """Something that was looked at."""

    about: str
    """`settings`, `tasks`, `vault`, `index`, `state`, `queue`, `company` or `terminal`."""
    message: str
    """A sentence without its full stop; not safe to show."""
    fine: bool = False
    advice: str = ""
    """What to do about it, in a sentence without its full stop."""


def of_index(folder: str, now: datetime) -> Finding:
    """How the index in a vault's cache folder stands before anybody opens it: its age, size and version."""
    path = f"{folder}/{FILE}"
    try:
        changed = Path(path).stat().st_mtime
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            return Finding("index", "there was none yet; it is made now", fine=True)
        advice = "mend the folder, or name another with --cache; the vault works without it"
        return Finding("index", f"{path} cannot be looked at: {error.strerror}", advice=advice)
    version = _version(path)
    size = _size(sum(_bytes(f"{path}{end}") for end in ("", "-wal")))
    if version is None:
        return Finding("index", f"{path} is damaged; it is made anew", fine=True)
    if version != SCHEMA:
        said = (
            f"it was made by another version of Winnow ({version}, not {SCHEMA}); it is made anew"
        )
        return Finding("index", said, fine=True)
    age = _age(now.timestamp() - changed)
    return Finding("index", f"{size}, last written {age}: {path}", fine=True)


def _version(path: str) -> int | None:
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{quoted(path)}?mode=ro", uri=True)) as connection:  # fmt: skip
        [version] = connection.execute("PRAGMA user_version").fetchone()
        return int(version)
    return None


def _bytes(path: str) -> int:
    with suppress(OSError):
        return Path(path).stat().st_size
    return 0


def _size(many: float) -> str:
    for unit in ("B", "kB", "MB"):
        if many < _KILO:
            return f"{many:.0f} {unit}"
        many /= _KILO
    return f"{many:.1f} GB"


def _age(seconds: float) -> str:
    if seconds < _HOUR:
        return f"{max(0, int(seconds // 60))} minutes ago"
    if seconds < 2 * _DAY:
        return f"{int(seconds // _HOUR)} hours ago"
    return f"{int(seconds // _DAY)} days ago"


def of_company(folder: str, root: str, names: Sequence[str]) -> Iterator[Finding]:
    """Who has the vault open on a screen, and whose lock holds writes up.

    Args:
        folder: The vault's own state folder.
        root: The vault.
        names: Files that an ingest leaves in the vault while it runs: the setting `wait.for`.
    """
    if lock := held(root, names):
        advice = "wait until that program is done; where none runs, it died: delete the file"
        yield Finding("company", f"writes wait while {lock} is there", advice=advice)
    if said := holder(folder):
        yield Finding(
            "company", f"a screen has this vault open: {said}", fine=True,
            advice="a second screen would be read-only until that one ends",
        )  # fmt: skip


def of_session(session: Session) -> Iterator[Finding]:
    """What is wrong with the vault, and with what is kept beside it, once it was read."""
    yield from _of_vault(session)
    yield from _of_queue(session)
    if session.cache.problem:
        advice = (
            "mend the folder, or name another with --cache; until then each start reads everything"
        )
        yield Finding("index", session.cache.problem, advice=advice)
    snapshot = session.snapshot
    many = f"{len(snapshot.notes):,} notes and {len(snapshot.tasks):,} tasks are indexed"
    yield Finding("index", many, fine=True)


def _of_vault(session: Session) -> Iterator[Finding]:
    snapshot, vault = session.snapshot, session.vault
    for sentence in vault.problems:
        yield Finding("vault", sentence, advice="change it where it stands: scope.exclude, or Obsidian's excluded files")  # fmt: skip
    for path, reason in snapshot.trouble:
        yield Finding("vault", f"{path or 'the vault'}: {reason}", advice="nothing in it is listed; look at it in a shell")  # fmt: skip
    for path, reason in snapshot.copies:
        advice = (
            "compare the two, keep what is right, and delete the copy: its tasks are not listed"
        )
        yield Finding("vault", f"{path}: {reason}", advice=advice)
    of_tasks = {vault.settings(path) for path in {_folder(path): path for path in snapshot.notes}.values()}  # fmt: skip
    for sentence in sorted({f"{one.where or 'the vault'}: {each}" for one in of_tasks for each in one.problems}):  # fmt: skip
        yield Finding("tasks", sentence, advice="open the settings of the Tasks plugin in Obsidian and save them")  # fmt: skip


def _of_queue(session: Session) -> Iterator[Finding]:
    if finished := session.writing.finished:
        changes = (
            "change that was cut short was" if finished == 1 else "changes that were cut short were"
        )
        yield Finding("state", f"{finished} {changes} finished now", fine=True, advice="winnow history shows what it was")  # fmt: skip
    for sentence in session.writing.troubles:
        advice = "a change was cut short; it was finished as far as the notes allow: winnow history shows it"
        yield Finding("state", sentence, advice=advice)
    for sentence in session.writing.queue_problems:
        yield Finding("queue", sentence, advice="decide those tasks again")
    try:
        left = len(session.queue.left)
    except WriteFailed as error:
        yield Finding("queue", str(error), advice="mend the folder of the state: winnow config --places names it")  # fmt: skip
        return
    if left:
        decisions = "decision waits" if left == 1 else "decisions wait"
        yield Finding("queue", f"{left:,} {decisions} for the next start of the screen", advice="open the vault: winnow")  # fmt: skip
    with suppress(WinnowError):
        if entries := len(session.past.entries()):
            changes = "change is" if entries == 1 else "changes are"
            said = f"{entries:,} {changes} kept, and can be taken back: winnow history"
            yield Finding("state", said, fine=True)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
