"""The newest snapshot of a vault, and how it is kept true."""

import gc
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, takewhile
from typing import NamedTuple

from core.config import Config
from core.conflicts import original_of
from core.errors import WinnowError
from core.index.cache import Cache
from core.index.columns import is_text
from core.index.found import UNREAD, Found, Under, known_digests, look, stale
from core.index.reader import Reading
from core.index.rows import NoteRow, TaskId
from core.index.snapshot import NoteRows, Snapshot, Totals
from core.path import NotePath
from core.vault import FileStat, Vault, is_gone, may_pass
from core.walk import is_skipped

_STEPS = 20
"""How often a scan says how far it is."""
_LONG = 4_000
"""Notes whose reading takes so long that nobody wants to wait for all of them."""
_SLICE = 500
"""Notes that are written to the cache at once."""


class _Change(NamedTuple):
    """What the cache is to be told."""

    batches: Sequence[Sequence[NoteRows]]
    gone: Sequence[NotePath]
    settings: Under
    totals: Totals

    def then(self, later: "_Change") -> "_Change":
        """Both, where the later one says of a note what the earlier one did, too."""
        said = {rows.note.path for batch in later.batches for rows in batch}
        kept = [
            [rows for rows in batch if rows.note.path not in said] if said else batch
            for batch in self.batches
        ]
        gone = {*self.gone, *later.gone} - said
        left = [
            [rows for rows in batch if rows.note.path not in gone]
            for batch in (*kept, *later.batches)
        ]
        return _Change(left, tuple(gone), later.settings, later.totals)


class Index:
    """Holds one snapshot and replaces it. Not thread-safe: its session lets one thread in at a time."""

    def __init__(
        self, vault: Vault, config: Config, cache: Cache, reading: Reading | None = None
    ) -> None:
        """An index of nothing yet; `scan` collects what a `reading` under way reads.

        Args:
            vault: The folder of notes.
            config: The settings in force.
            cache: What an earlier run read, and where this one keeps what it reads.
            reading: A first reading that was begun already.
        """
        self.snapshot = Snapshot()
        self.cache = cache
        self._vault = vault
        self._config = config
        self._reading = reading
        self._found = Found((), frozenset(), ())
        """What the last walk saw."""
        self._linked: dict[NotePath, list[NotePath]] = {}
        """Note → all that were the same file in the last walk, by whatever kind of link."""
        self._settings: Under = {}
        """Those that the notes were read under; `None` where nobody knows under which."""
        self._unread: dict[NotePath, str] = {}
        """Notes that are there and could not be read, and why."""
        self._unkept: deque[_Change] = deque()
        """What the cache is to be told."""
        self._told: tuple[Under, Totals] | None = None
        """What of the vault as a whole it was told by this run."""
        self._keeping = threading.Lock()
        self._holdable = (self.snapshot.notes, 0)
        self.kept: Callable[[Collection[NotePath]], None] = lambda _: None
        """Hears of notes that the cache knows now as they are."""

    def scan(
        self,
        progress: Callable[[int, int], None],
        stop: Callable[[], bool],
        partly: Callable[[], None] = lambda: None,
    ) -> None:
        """Read every note in scope that the cache does not know.

        Args:
            progress: Hears how many were read, of how many.
            stop: Whether nobody waits for it any more.
            partly: Is called now and then when there is a snapshot of what was read so far.
        """
        reading = self._reading or Reading(self._vault, self._config, processes=0)
        listing: list[Found] = []

        def listed(found: Found) -> Sequence[FileStat]:
            found = self._believed(found)
            listing.append(found)
            stale_below, self._settings = self._now(found)
            wanted = [file for file in found.notes if not self._holds(file, stale_below)]
            steps.begin(len(wanted))
            return wanted

        rows: list[NoteRows] = []
        steps = _Steps(progress)
        with _uncollected():
            try:
                self._load(stop)
                for batch in reading.collect(listed, stop):
                    rows += batch
                    if steps.worth_showing(len(rows)):
                        self._replace(self.snapshot, rows[steps.shown :], (), None)
                        steps.shown = len(rows)
                        partly()
            finally:
                reading.close()
                self._reading = None
            if not stop():  # what was not read is not gone
                self._settle(rows[steps.shown :], listing[-1])

    def _load(self, stop: Callable[[], bool]) -> None:
        """Take what an earlier run read, where nothing is known yet."""
        if self.snapshot.notes:
            return
        batches = takewhile(lambda _: not stop(), self.cache.notes())
        self.snapshot = self.snapshot.folded(chain.from_iterable(batches))
        self._settings = self.cache.settings() if self.snapshot.notes else {}

    def _now(self, found: Found) -> tuple[tuple[str, ...], Under]:
        """What the paths begin with of notes read under other settings than hold now, and those."""
        if not self.snapshot.notes:
            return (), known_digests(self._vault, found)
        return stale(self._vault, found, self._settings)

    def _believed(self, found: Found) -> Found:
        """What a walk found; where nothing is left of a vault its disk is gone, and not all notes at once."""
        known = len(self.snapshot.notes)
        if found.notes or found.others or found.trouble or not known:
            return found
        why = f"is empty, and {known:,} notes were in it: none of them counts as deleted until some are there again"
        return replace(found, trouble=((NotePath(""), why),))

    def _holds(self, file: FileStat, stale_below: tuple[str, ...]) -> bool:
        return self._is_known(file) and not file.path.startswith(stale_below)

    def _settle(self, rows: list[NoteRows], found: Found) -> None:
        """A first reading is over: what was read takes the place of what was known."""
        unread = (
            note
            for note in (*self.snapshot.notes.values(), *(note for note, *_ in rows))
            if note.mtime_ns == UNREAD
        )
        self._unread = {note.path: note.problems[0] for note in unread}
        gone = _gone(self.snapshot.notes.keys() - {file.path for file in found.notes}, found)
        self._replace(self.snapshot, rows, gone, found)

    def holdable(self) -> int:
        """How many notes the cache holds once it was told everything; one more while it is to be told something."""
        notes, (seen, many) = self.snapshot.notes, self._holdable
        if notes is not seen:
            many = sum(map(is_text, notes))
            self._holdable = notes, many
        return many + bool(self._unkept)

    def keep(self) -> None:
        """Tell the cache what was read since the last time; other threads may go on reading."""
        with self._keeping:
            while self._unkept:
                change = self._unkept.popleft()
                while self._unkept:
                    change = change.then(self._unkept.popleft())
                self.cache.update(change.batches, change.gone, settings=change.settings, totals=change.totals)  # fmt: skip
                if paths := [
                    *(rows.note.path for batch in change.batches for rows in batch),
                    *change.gone,
                ]:
                    self.kept(paths)

    def rescan(self) -> frozenset[TaskId]:
        """Walk again and read what changed; the tasks that may differ."""
        found = self._believed(look(self._vault))
        old = self.snapshot.notes
        stale_below, self._settings = stale(self._vault, found, self._settings)
        changed = [file for file in found.notes if not self._holds(file, stale_below)]
        gone = _gone(old.keys() - {file.path for file in found.notes}, found)
        return self._read(changed, gone, found, stale_below)

    def refresh(self, paths: Iterable[NotePath]) -> frozenset[TaskId]:
        """Read these notes again; the tasks that may differ."""
        paths = tuple(paths)
        if any(path in self._found.originals or original_of(path) for path in paths):
            # Whether it is a copy depends on what stands beside it.
            return self.rescan()
        present, gone = [], []
        others = self._others(paths)
        for path in self._with_linked(paths):
            if not self._is_note(path):
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
        # The same object where nothing came or went: comparing all of them took longer than the rest.
        if others is not self._found.others:
            self._found = replace(self._found, others=others)
        elif not present and not gone:
            return frozenset()
        return self._read(present, gone)

    def _others(self, paths: Iterable[NotePath]) -> frozenset[NotePath]:
        """The files that are no notes in scope, these looked at again."""
        here = self._found.others
        come, gone = set[NotePath](), set[NotePath]()
        for path in paths:
            if self._is_note(path) or any(map(is_skipped, path.split("/"))):
                continue
            there = self._is_there(path)
            if there != (path in here):
                (come if there else gone).add(path)
        return (here - gone) | come if come or gone else here

    def _is_note(self, path: NotePath) -> bool:
        """Whether what lies there is a note in scope."""
        if path[-3:].lower() != ".md" or any(map(is_skipped, path.split("/"))):
            return False
        return self._vault.is_triaged(path)

    def _is_there(self, path: NotePath) -> bool:
        try:
            found = self._vault.standing(path)
        except WinnowError as trouble:
            return path in self._found.others and not is_gone(trouble)
        return found is not None and found.kind in {"file", "link"}

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

    def _read(
        self,
        files: Iterable[FileStat],
        gone: Sequence[NotePath],
        found: Found | None = None,
        stale_below: tuple[str, ...] = (),
    ) -> frozenset[TaskId]:
        """Read notes; one that cannot be read at this moment stays as it was, and is told."""
        from core.index.parsing import read_rows, unread_rows  # noqa: PLC0415 - 30 ms, not at the start

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
            if note.path.startswith(stale_below) or not _is_same(note, before.notes.get(note.path))
        ]
        old, new = before.tasks, self.snapshot.tasks
        there = before.touched([*paths, *gone]) | self.snapshot.touched(paths)
        return frozenset(id for id in there if old.get(id) is not new.get(id))

    def _replace(
        self,
        before: Snapshot,
        rows: Sequence[NoteRows],
        gone: Sequence[NotePath],
        found: Found | None,
    ) -> None:
        if found is not None:
            self._linked = _linked(found.notes)
            # The rows say all that is asked about the notes from here on, and 100,000 weigh 25 MB.
            self._found = replace(found, notes=())
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
        whole = self._settings, self.snapshot.totals
        if rows or gone or whole != self._told:
            self._told = whole
            batches = [rows[at : at + _SLICE] for at in range(0, len(rows), _SLICE)]
            self._unkept.append(_Change(batches, gone, *whole))


class _Steps:
    """What is told of a reading on its way."""

    def __init__(self, progress: Callable[[int, int], None]) -> None:
        self.shown = 0
        """How many notes were in the list that was shown last."""
        self._progress = progress
        self._told = self._total = 0

    def begin(self, total: int) -> None:
        """So many are going to be read."""
        self._total = total
        self._progress(0, total)

    def worth_showing(self, read: int) -> bool:
        """Tells how far it is; whether a list of it is worth what it costs: twice as long as the one before."""
        # Each word of progress is a frame: told for every batch, they took longer than the reading.
        if (read - self._told) * _STEPS < self._total:
            return False
        self._told = read
        self._progress(read, self._total)
        return self._total > read >= 2 * self.shown and self._total >= _LONG


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
