"""The newest snapshot of a vault, and how it is kept true."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from core.config import Config
from core.conflicts import original_of
from core.errors import WinnowError
from core.index.reader import UNREAD, Found, Reading, look, read_rows, unread_rows
from core.index.rows import NoteRow, TaskId
from core.index.snapshot import NoteRows, Snapshot
from core.path import NotePath
from core.text import Digest
from core.vault import FileStat, Vault, is_gone, may_pass
from core.walk import SETTINGS

_STEPS = 20
"""How often a scan says how far it is."""


class Index:
    """Holds one snapshot and replaces it. Not thread-safe: its session lets one thread in at a time."""

    def __init__(self, vault: Vault, config: Config, reading: Reading | None = None) -> None:
        """An index of nothing yet; `scan` collects what a `reading` under way reads."""
        self.snapshot = Snapshot()
        self._vault = vault
        self._config = config
        self._reading = reading
        self._found = Found((), frozenset(), ())
        """What the last walk saw."""
        self._linked: dict[NotePath, list[NotePath]] = {}
        """Note → all that were the same file in the last walk, by whatever kind of link."""
        self._settings: dict[FileStat, Digest | None] = {}
        """Those that the notes were read under; `None` where nobody knows under which."""
        self._unread: dict[NotePath, str] = {}
        """Notes that are there and could not be read, and why."""

    def scan(self, progress: Callable[[int, int], None], stop: Callable[[], bool]) -> None:
        """Read every note in scope; `progress` hears how many of how many were read."""
        reading = self._reading or Reading(self._vault, self._config, processes=0)
        found = Found((), frozenset(), ())

        told = 0

        def listed(listing: Found) -> None:
            nonlocal found
            found = listing
            progress(0, len(listing.notes))

        rows: list[NoteRows] = []
        with _uncollected():
            try:
                for batch in reading.collect(listed, stop):
                    rows += batch
                    # Each word of progress is a frame: told for every batch, they took longer than the reading.
                    if (len(rows) - told) * _STEPS >= len(found.notes):
                        told = len(rows)
                        progress(told, len(found.notes))
            finally:
                reading.close()
                self._reading = None
            self._settings = {file: self._digest(file) for file in found.settings}
            unread = (note for note, *_ in rows if note.mtime_ns == UNREAD)
            self._unread = {note.path: note.problems[0] for note in unread}
            self._replace(Snapshot(self.snapshot.revision), rows, (), found)

    def rescan(self) -> frozenset[TaskId]:
        """Walk again and read what changed; the tasks that may differ."""
        found = look(self._vault)
        old = self.snapshot.notes
        stale = self._stale(found)
        changed = [
            file for file in found.notes if not self._is_known(file) or file.path.startswith(stale)
        ]
        gone = _gone(old.keys() - {file.path for file in found.notes}, found)
        return self._read(changed, gone, found, stale)

    def refresh(self, paths: Iterable[NotePath]) -> frozenset[TaskId]:
        """Read these notes again; the tasks that may differ."""
        paths = tuple(paths)
        if any(path in self._found.originals or original_of(path) for path in paths):
            # Whether it is a copy depends on what stands beside it.
            return self.rescan()
        present, gone = [], []
        for path in self._with_linked(paths):
            if not self._vault.is_triaged(path):
                continue
            try:
                file = self._vault.stat(path)
            except WinnowError as trouble:
                if not may_pass(trouble):
                    gone.append(path)
            else:
                if not self._is_known(file):
                    present.append(file)
        gone = [path for path in gone if path in self.snapshot.notes]
        return self._read(present, gone) if present or gone else frozenset()

    def close(self) -> None:
        """End a reading that is still under way."""
        if self._reading is not None:
            self._reading.close()
            self._reading = None

    def _is_known(self, file: FileStat) -> bool:
        """Whether the file is as it was when it was read."""
        row = self.snapshot.notes.get(file.path)
        return row is not None and file[1:] == (row.size, row.mtime_ns, row.inode)

    def _with_linked(self, paths: Iterable[NotePath]) -> Iterable[NotePath]:
        """These notes and those that are the same file: who writes to one tells nothing of the others."""
        return dict.fromkeys(one for path in paths for one in self._linked.get(path, (path,)))

    def _stale(self, found: Found) -> tuple[str, ...]:
        """What the paths of notes begin with that were read under other settings than hold now."""
        unseen = any(path.endswith(SETTINGS) for path, _ in found.trouble)
        if unseen or found.settings == self._settings.keys():
            return ()
        old = {_below(file): digest for file, digest in self._settings.items()}
        new = {file: self._vault.settings_digest(_within(file)) for file in found.settings}
        self._settings = dict(new)
        now = {_below(file): digest for file, digest in new.items()}
        return tuple(each for each in old.keys() | now.keys() if old.get(each) != now.get(each))

    def _digest(self, file: FileStat) -> Digest | None:
        """Names settings, if they are those that the walk saw."""
        digest = self._vault.settings_digest(_within(file))
        try:
            return digest if self._vault.stat(file.path) == file else None
        except WinnowError:
            return None

    def _read(
        self,
        files: Iterable[FileStat],
        gone: Sequence[NotePath],
        found: Found | None = None,
        stale: tuple[str, ...] = (),
    ) -> frozenset[TaskId]:
        """Read notes; one that cannot be read at this moment stays as it was, and is told."""
        rows, gone = [], list(gone)
        for path in gone:
            self._unread.pop(path, None)
        for file in files:
            self._unread.pop(file.path, None)
            try:
                rows.append(read_rows(self._vault, self._config, file))
            except WinnowError as error:
                if is_gone(error):
                    gone.append(file.path)
                    continue
                if may_pass(error):
                    self._unread[file.path] = str(error)
                    if file.path in self.snapshot.notes:
                        continue
                rows.append(unread_rows(self._vault, self._config, file, error))
        before = self.snapshot
        self._replace(before, rows, gone, found)
        # A note whose file changed and whose bytes did not is as it was.
        paths = [
            note.path
            for note, *_ in rows
            if note.path.startswith(stale) or not _is_same(note, before.notes.get(note.path))
        ]
        return frozenset(before.touched([*paths, *gone]) | self.snapshot.touched(paths))

    def _replace(
        self,
        before: Snapshot,
        rows: Sequence[NoteRows],
        gone: Sequence[NotePath],
        found: Found | None,
    ) -> None:
        if found is not None:
            self._found, self._linked = found, _linked(found.notes)
        unread = sorted(self._unread.items())
        self.snapshot = before.folded(
            rows,
            gone,
            others=self._found.others,
            trouble=(
                *self._found.trouble,
                *((path, why.removeprefix(f"{path} ")) for path, why in unread),
            ),
            copies=self._found.copies,
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Spares many new rows the garbage collector: it looked at all of them again and again, and none is garbage."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


def _gone(missing: Iterable[NotePath], found: Found) -> list[NotePath]:
    """The missing notes that are gone; below a folder that could not be listed they are only unseen."""
    unseen = [path for path, _ in found.trouble]
    return [
        path
        for path in missing
        if not any(one in {"", path} or path.startswith(f"{one}/") for one in unseen)
    ]


def _linked(files: Sequence[FileStat]) -> dict[NotePath, list[NotePath]]:
    if len({file.inode for file in files}) == len(files):  # nearly always
        return {}
    found: dict[int, list[NotePath]] = {}
    for file in files:
        found.setdefault(file.inode, []).append(file.path)
    return {path: paths for paths in found.values() if len(paths) > 1 for path in paths}


def _is_same(note: NoteRow, old: NoteRow | None) -> bool:
    """Whether a note says what it said."""
    return (
        old is not None
        and UNREAD not in {note.mtime_ns, old.mtime_ns}
        and ((note.size, note.crc) == (old.size, old.crc))
    )


def _below(settings: FileStat) -> str:
    """What the paths of the notes begin with that these settings may hold for."""
    return settings.path.removesuffix(SETTINGS)


def _within(settings: FileStat) -> NotePath:
    """A note that these settings hold for."""
    return NotePath(f"{_below(settings)}x.md")
