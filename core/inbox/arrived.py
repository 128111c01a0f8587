"""The files that arrived and wait in the inbox folders, as rows. Reads them; an attachment is never read."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import is_
from zlib import crc32

from core.config import Config
from core.entities import has_arrived
from core.errors import Unsettled, WinnowError
from core.inbox.arrivals import arrival_of, attachment_arrival
from core.inbox.items import Arrival, InboxRow
from core.inbox.kinds import is_note_name, with_line_feeds
from core.inbox.queue import item_id, newest_first, proposals_in
from core.inbox.remembered import Memory, Remembered, mark_of, path_key
from core.index.found import UNREAD
from core.index.rows import NoteRow
from core.index.snapshot import Snapshot
from core.pace import paced
from core.path import NotePath, name_of
from core.text import decode
from core.vault import FileStat, Vault, is_gone

_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".temp", "~", ".filepart", ".!ut")  # fmt: skip
"""What the names of files end with while a program still writes them."""
_MOST_KEPT = 20_000
_MOST_COPIES = 8
"""Files of one name that are read."""
_DAY_NS = 86_400 * 1_000_000_000
_EPOCH = date(1970, 1, 1).toordinal()
_LAST_DAY = date.max.toordinal() - _EPOCH
Stamp = tuple[int, int, int]
"""Size, time and inode: of another stamp a file is another one."""


class ArrivedFiles:
    """Reads what arrived, each file once as long as it stays as it is."""

    def __init__(self, vault: Vault, config: Config) -> None:
        """Nothing is read yet."""
        self._vault = vault
        self._config = config
        self._folders = tuple(f"{folder}/" for folder in config.inbox)
        self._known: dict[NotePath, tuple[Stamp, Arrival]] = {}
        self._others: tuple[frozenset[NotePath] | None, tuple[NotePath, ...]] = (None, ())
        """Those that are no notes, of the newest set of them."""
        self._looked: tuple[tuple[NotePath, ...], tuple[FileStat, ...]] = ((), ())
        """Those, and how they were when they were looked at last."""
        self._capture = NotePath(config.capture_file)
        self._gone: tuple[Snapshot | None, Memory | None, Mapping[int, NotePath]] = (None, None, {})
        """A snapshot, what was remembered then, and of that the files that were nowhere."""
        self._made_of: tuple[object, ...] = ()
        self._bare: tuple[InboxRow, ...] = ()
        """Rows without keys, and what they were made of."""
        self._known_by: tuple[object, ...] = ()
        self._rows: Mapping[str, InboxRow] = {}
        """The same with their keys, and what those were made of."""

    def rows(
        self, snapshot: Snapshot, notes: frozenset[NotePath], memory: Memory, *, look: bool = True
    ) -> Mapping[str, InboxRow]:
        """Every file that waits, newest first, the capture file last. Waits for the disk.

        Args:
            snapshot: The vault.
            notes: The notes among them: the same object as long as none of them changed.
            memory: What is remembered of them.
            look: Whether files that are no notes are looked at again, of which nobody says that they changed.
        """
        there = self._paths(snapshot.others)
        files = self._stats(there) if look or there is not self._looked[0] else self._looked[1]
        self._looked = there, files
        capture = snapshot.notes.get(self._capture)
        made_of = (notes, capture, files, snapshot.others)
        if not _same(made_of, self._made_of):
            self._bare, self._made_of = self._made(snapshot, notes), made_of
        lost = self._lost(snapshot, memory)
        known_by = (self._bare, memory, lost)
        if not _same(known_by, self._known_by):
            self._known_by = known_by
            self._rows = {
                row.id: row._replace(key=path_key(_remembered_at(row, memory, lost)))
                for row in self._bare
            }
        return self._rows

    def _made(self, snapshot: Snapshot, notes: Iterable[NotePath]) -> tuple[InboxRow, ...]:
        """The rows, but for the keys that they are remembered by."""
        found = [
            self._note_row(snapshot, snapshot.notes[path])
            for path in notes
            if path != self._capture
        ]
        found += map(_attached, self._looked[1])
        found.sort(key=lambda pair: newest_first(pair[0], pair[1].path))
        rows = [row for _, row in found]
        capture = snapshot.notes.get(self._capture)
        if capture is not None and (proposals := proposals_in(snapshot, capture.path)):
            rows.append(_captured(capture, proposals))
        copies = _copies(rows, self._known) | self._put_away(rows, snapshot.others)
        return tuple(
            row._replace(flags=("duplicate", *row.flags)) if row.path in copies else row
            for row in rows
        )

    def _lost(self, snapshot: Snapshot, memory: Memory) -> Mapping[int, NotePath]:
        """See `Memory.lost`; the same object as the last time where it is the same."""
        if self._gone[0] is not snapshot or self._gone[1] is not memory:
            notes, others = snapshot.notes, snapshot.others
            lost = memory.lost(lambda path: path in notes or path in others)
            self._gone = snapshot, memory, self._gone[2] if lost == self._gone[2] else lost
        return self._gone[2]

    def _put_away(
        self, rows: Iterable[InboxRow], others: Iterable[NotePath]
    ) -> frozenset[NotePath]:
        """Those whose bytes lie under the same name among what was filed or archived."""
        named = {name_of(row.path): row for row in rows if row.crc and row.size}
        same: dict[str, list[NotePath]] = {}
        for path in paced(others) if named else ():
            # `name_of` of 40,000 files is 90 ms.
            if (name := path.rpartition("/")[2]) in named:
                same.setdefault(name, []).append(path)
        return frozenset(
            named[name].path
            for name, paths in same.items()
            if any(self._is_copy(path, named[name]) for path in paths[:_MOST_COPIES])
        )

    def _is_copy(self, path: NotePath, row: InboxRow) -> bool:
        try:
            return self._vault.stat(path).size == row.size and crc32(self._vault.read(path)) == row.crc  # fmt: skip
        except WinnowError:
            return False

    def _stats(self, paths: Sequence[NotePath]) -> tuple[FileStat, ...]:
        """The files at these paths that are there; the same object as the last time where none changed."""
        found = []
        for path in paths:
            try:
                found.append(self._vault.stat(path))
            except WinnowError as error:
                if not is_gone(error):
                    found.append(FileStat(path, 0, 0, 0))
        files = tuple(found)
        return self._looked[1] if files == self._looked[1] else files

    def arrival(self, path: NotePath, stamp: Stamp) -> Arrival:
        """What a file says of itself; of one that cannot be read what its name says. Waits for the disk."""
        return self._read(path, stamp)[0]

    def text(self, path: NotePath) -> str:
        """What a file says, lines ending in LF; nothing of an attachment. Raises `Unreadable`."""
        if not is_note_name(path):
            return ""
        return decode(with_line_feeds(self._vault.read(path)))

    def _read(self, path: NotePath, stamp: Stamp) -> tuple[Arrival, bool]:
        """What it says, and whether it is finished, as far as anybody can tell."""
        known = self._known.get(path)
        if known is not None and known[0] == stamp:
            return known[1], True
        if not is_note_name(path):
            return attachment_arrival(path), True
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        try:
            # An empty file would be looked at again and again: somebody may be writing it.
            found = arrival_of(path, self._vault.read(path) if stamp[0] else b"")
        except WinnowError as error:
            return arrival_of(path, b""), not isinstance(error, Unsettled)
        self._known[path] = stamp, found
        return found, True

    def _note_row(self, snapshot: Snapshot, note: NoteRow) -> tuple[str, InboxRow]:
        arrival, finished = self._read(note.path, (note.size, note.mtime_ns, note.inode))
        flags = () if finished and note.mtime_ns != UNREAD else ("unfinished",)
        row = InboxRow(
            item_id(note.path),
            note.path,
            arrival.kind,
            arrival.title,
            arrival.date,
            note.size,
            proposals_in(snapshot, note.path),
            "",
            note.crc,
            note.entity,
            note.entity_type,
            flags=flags,
            messages=arrival.messages,
            minutes=arrival.minutes,
        )
        return arrival.date or _day(note.mtime_ns), row

    def _paths(self, others: frozenset[NotePath]) -> tuple[NotePath, ...]:
        if self._others[0] is not others:
            below = (path for path in others if path.startswith(self._folders))
            inbox = self._config.inbox
            found = [one for one in below if not is_note_name(one) and has_arrived(one, inbox)]
            self._others = others, tuple(sorted(found))
        return self._others[1]


def _attached(file: FileStat) -> tuple[str, InboxRow]:
    """The day by which an attachment is sorted, and its row."""
    path = file.path
    arrival = attachment_arrival(path)
    flags = ("unfinished",) if path.lower().endswith(_UNFINISHED) else ()
    row = InboxRow(
        item_id(path), path, "attachment", arrival.title, arrival.date, file.size, 0, "", 0, flags=flags
    )  # fmt: skip
    return arrival.date or _day(file.mtime_ns), row


def _same(made_of: Sequence[object], before: Sequence[object]) -> bool:
    """Whether these are the same objects."""
    return len(made_of) == len(before) and all(map(is_, made_of, before))


def remembered(row: InboxRow, memory: Memory) -> Remembered | None:
    """What is remembered of a file that arrived."""
    return memory.by_path.get(NotePath(row.key.partition(" ")[2]))


def is_hidden(row: InboxRow, memory: Memory) -> bool:
    """Whether it is out of sight for now."""
    found = remembered(row, memory)
    return found is not None and found.hides(
        memory.today, row.proposals, mark_of(row.crc, row.size)
    )


def _remembered_at(row: InboxRow, memory: Memory, lost: Mapping[int, NotePath]) -> NotePath:
    """The path under which it is remembered: an old one where somebody renamed it."""
    if row.path in memory.by_path or not row.crc:
        return row.path
    return lost.get(row.crc, row.path)


def _captured(note: NoteRow, proposals: int) -> InboxRow:
    return InboxRow(
        item_id(note.path), note.path, "capture", note.title, None, note.size, proposals, "", note.crc
    )  # fmt: skip


def _copies(
    rows: Sequence[InboxRow], known: Mapping[NotePath, tuple[Stamp, Arrival]]
) -> frozenset[NotePath]:
    """Those of which another one that waits has the same bytes, or is mail of the same thread."""
    said: list[tuple[NotePath, object]] = []
    for row in rows:
        if row.crc and row.size:
            said.append((row.path, (row.size, row.crc)))
        arrival = known[row.path][1] if row.path in known else None
        if arrival is not None and arrival.kind == "email" and arrival.thread:
            said.append((row.path, arrival.thread))
    counted = Counter(what for _, what in said)
    return frozenset(path for path, what in said if counted[what] > 1)


def _day(mtime_ns: int) -> str:
    """The day of a file in UTC: an order that is the same everywhere."""
    days = min(max(mtime_ns, 0) // _DAY_NS, _LAST_DAY)
    return date.fromordinal(_EPOCH + days).isoformat()
