"""Files that an item may be a copy of: the same bytes, the same thread of mail, nearly the same words.

Notes are copies where they were made from the same source, or on the same day under nearly the same title.
What is large, and what is no text, is compared by size and name alone, and never read.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from sys import intern
from typing import NamedTuple

from rapidfuzz import fuzz, process

from core.errors import WinnowError
from core.inbox.items import Arrival, InboxRow, Twin
from core.inbox.kinds import is_note_name, with_line_feeds
from core.inbox.mail import thread_name
from core.inbox.threads import Threads, series, source_of
from core.index.rows import NoteRow
from core.index.snapshot import Snapshot
from core.lookup import Lookup
from core.path import NotePath, name_of, stem_of
from core.spelling import folded
from core.text import Digest, decode, digest

_MOST_READ = 4_000_000
"""Bytes; of a larger file only size and name are compared."""
_MOST_LOOKED_AT = 24
"""Files that are read to be compared with one."""
_ALIKE = 70.0
"""Likeness in percent from which two texts are nearly the same; see `fuzz.ratio`, of words."""
_ENOUGH = 0.95
"""Of the words of an item, so many a file that was filed has to have for the item to go."""
_FEWEST_WORDS = 30
_MOST_WORDS = 20_000
_TITLES = 85.0
"""Likeness in percent of titles of one day from which two notes of different sources are of one meeting."""
_FEWEST_IN_TITLE = 3
_MOST_TITLES = 8192
_NAMES = 85.0
_MOST_KEPT = 64
_MOST_TWINS = 5
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]+")
_MESSAGE = re.compile(r"^#{2,3}[ \t]+[0-9]{4}-[0-9]{2}-[0-9]{2}[^\n]{1,400}", re.M)
_SPOKEN = re.compile(r"^#{1,6}[ \t]+transcript\b[^\n]{0,80}$", re.M | re.I)
_WORD = re.compile(r"[^\W\d_]+")


class _Text(NamedTuple):
    """A file that was read to be compared."""

    digest: Digest
    words: tuple[str, ...]
    messages: frozenset[str]
    """Of a thread of mail: each with who sent it when."""


@dataclass(slots=True)
class _Shelf:
    """Files out of scope, by size, by series and by the day in their name; made when first asked for."""

    sized: Callable[[NotePath], int | None]
    others: frozenset[NotePath] = frozenset()
    sizes: dict[NotePath, int] = field(default_factory=dict)
    _by_size: Lookup = field(default_factory=Lookup)
    _by_series: Lookup = field(default_factory=Lookup)

    def keep_up(self, others: frozenset[NotePath]) -> None:
        """Takes in what came and went; a file that changed where it lies is found by its old size."""
        if others is self.others:
            return
        gone, come = self.others - others, others - self.others
        left = [(str(self.sizes.pop(path)), path) for path in gone if path in self.sizes]
        for path in come:
            size = self.sized(path)
            if size is not None:
                self.sizes[path] = size
        new = [(str(self.sizes[path]), path) for path in come if path in self.sizes]
        self._by_size = self._by_size.updated(left, new) if self.others else Lookup(new)
        before, after = ([(key, path) for path in paths if (key := series(stem_of(path)))] for paths in (gone, come))  # fmt: skip
        self._by_series = self._by_series.updated(before, after) if self.others else Lookup(after)
        self.others = others

    def of_size(self, size: int) -> tuple[NotePath, ...]:
        """Files of so many bytes."""
        return self._by_size.get(str(size))

    def of_series(self, keys: Iterable[str]) -> list[NotePath]:
        """Files whose names are of these series."""
        return [path for key in sorted(keys) for path in self._by_series.get(key)]


class Twins:
    """What items may be copies of; remembers what it read."""

    def __init__(
        self, read: Callable[[NotePath], bytes], sized: Callable[[NotePath], int | None]
    ) -> None:
        """Nothing is looked at yet.

        Args:
            read: The bytes of a file; may raise `WinnowError`.
            sized: How many bytes it has; `None`: it is gone.
        """
        self._read = read
        self._shelf = _Shelf(sized)
        self._texts: dict[NotePath, tuple[int, _Text | None]] = {}

    def of(
        self, row: InboxRow, arrival: Arrival, threads: Threads, beside: Iterable[InboxRow]
    ) -> tuple[Twin, ...]:
        """The files that an item may be a copy of, the likeliest first. Waits for the disk.

        Args:
            row: The item.
            arrival: What it says of itself.
            threads: The notes of the newest snapshot.
            beside: What else arrived.
        """
        if row.kind == "capture" or not row.size:
            return ()
        if row.kind == "note":
            found = list(_of_note(row, threads))
        else:
            self._shelf.keep_up(threads.snapshot.others)
            others = [one for one in beside if one.path != row.path and one.size]
            text = self._text(row.path, row.size) if is_note_name(row.path) else None
            if text is None:
                found = list(self._by_size(row, others))
            else:
                filed = _filed(row, arrival, threads)
                found = list(self._by_text(row, arrival, text, others, filed))
        found.sort(key=lambda twin: (-twin.score, not twin.keep, twin.path))
        return tuple(found[:_MOST_TWINS])

    def _by_size(self, row: InboxRow, beside: Sequence[InboxRow]) -> Iterator[Twin]:
        """Files that are not read: of the same size, and of nearly the same name."""
        ending = name_of(row.path).rpartition(".")[2].lower()
        there = [one.path for one in beside if one.size == row.size]
        for path in dict.fromkeys((*there, *self._shelf.of_size(row.size))):
            name = name_of(path)
            alike = fuzz.ratio(folded(stem_of(row.path)), folded(stem_of(path)))
            if path != row.path and name.rpartition(".")[2].lower() == ending and alike >= _NAMES:
                why = "the same size and name" if name == name_of(row.path) else "the same size, nearly the same name"  # fmt: skip
                yield Twin(path, why, round(alike * 0.9), _goes_before(path, row.path, there))

    def _by_text(
        self,
        row: InboxRow,
        arrival: Arrival,
        text: _Text,
        beside: Sequence[InboxRow],
        filed: Mapping[NotePath, int],
    ) -> Iterator[Twin]:
        arrived = {one.path: one.size for one in beside}
        sizes = {**filed, **arrived}
        seen = {row.path}
        for path in (*self._candidates(row, arrival, beside), *filed):
            if path in seen:
                continue
            seen.add(path)
            other = self._text(path, sizes.get(path) or self._shelf.sizes.get(path, 0))
            if other is not None and (twin := _compared(row.path, text, path, other, arrived)):
                yield twin

    def _candidates(
        self, row: InboxRow, arrival: Arrival, beside: Sequence[InboxRow]
    ) -> Iterator[NotePath]:
        """What is worth comparing: first what has as many bytes, then the same thread, then the same day."""
        notes = [one for one in beside if is_note_name(one.path)]
        yield from (one.path for one in notes if one.size == row.size)
        same_size = self._shelf.of_size(row.size)
        yield from (path for path in same_size if is_note_name(path))
        if arrival.thread:
            mails = (one for one in notes if one.kind == "email")
            yield from (one.path for one in mails if thread_name(one.title) == arrival.thread)
        called = {series(arrival.title), series(arrival.thread), series(stem_of(row.path))} - {""}
        yield from (one.path for one in notes if called & {series(one.title), series(stem_of(one.path))})  # fmt: skip
        yield from sorted(self._shelf.of_series(called), key=lambda path: abs(self._shelf.sizes.get(path, 0) - row.size))[:_MOST_LOOKED_AT]  # fmt: skip
        near = [
            one
            for one in notes
            if one.kind == row.kind and one.date == row.date and 2 * one.size > row.size > one.size // 2
        ]  # fmt: skip
        near.sort(key=lambda one: abs(one.size - row.size))
        yield from (one.path for one in near[:_MOST_LOOKED_AT])

    def _text(self, path: NotePath, size: int) -> _Text | None:
        """A file as it is compared; `None`: too large, or it cannot be read."""
        if not 0 < size <= _MOST_READ:
            return None
        known = self._texts.get(path)
        if known is None or known[0] != size:
            if len(self._texts) >= _MOST_KEPT:
                self._texts.clear()
            known = self._texts[path] = (size, self._taken_apart(path))
        return known[1]

    def _taken_apart(self, path: NotePath) -> _Text | None:
        try:
            data = self._read(path)
        except (WinnowError, OSError):
            return None
        text = decode(with_line_feeds(data))
        words = tuple(folded(_body(text)).split(" ")[:_MOST_WORDS])
        # Interned: most words stand in every text, and each text is kept.
        return _Text(
            digest(data),
            tuple(map(intern, filter(_WORD.match, words))),
            _messages(text),
        )


def _body(text: str) -> str:
    """What was said, where a heading says that it begins; else a text without its properties."""
    spoken = _SPOKEN.search(text)
    if spoken:
        return text[spoken.end() :]
    end = text.find("\n---\n", 4) if text.startswith("---\n") else -1
    return text[end + 5 :] if end > 0 else text


def _messages(text: str) -> frozenset[str]:
    """The mails of a thread, each as it is compared."""
    starts = [match.start() for match in _MESSAGE.finditer(text)]
    return frozenset(folded(text[start:end]) for start, end in pairwise([*starts, len(text)]))


def _filed(row: InboxRow, arrival: Arrival, threads: Threads) -> dict[NotePath, int]:
    """Notes of its thread or series that lie with an entity, by size."""
    titles = (arrival.title, arrival.thread, stem_of(row.path))
    notes = (threads.snapshot.notes.get(path) for path in threads.of_series(titles))
    near = sorted(filter(None, notes), key=lambda note: abs(note.size - row.size))
    return {note.path: note.size for note in near[:_MOST_LOOKED_AT] if note.path != row.path}


def _goes_before(path: NotePath, item: NotePath, arrived: Collection[NotePath]) -> bool:
    """Whether of two equal files the other one stays: it is filed already, or its name comes first."""
    return path not in arrived or (len(path), path) < (len(item), item)


def _compared(
    item: NotePath, text: _Text, path: NotePath, other: _Text, arrived: Collection[NotePath]
) -> Twin | None:
    """What an item may be of another file."""
    first = _goes_before(path, item, arrived)
    if text.digest == other.digest:
        return Twin(path, "the same bytes", 100, first)
    mine, theirs = text.messages, other.messages
    if mine & theirs:
        both, all = len(mine & theirs), len(mine)
        has_all = both == all
        keep = has_all and (len(theirs) > all or first)
        which = f"all of its {all} messages" if has_all and all > 1 else f"{both} of its {all} messages"  # fmt: skip
        return Twin(path, f"the same thread, {which}", 60 + 39 * both // all, keep)
    if min(len(text.words), len(other.words)) < _FEWEST_WORDS:
        return None
    length = len(text.words) + len(other.words)
    if 200 * (Counter(text.words) & Counter(other.words)).total() < _ALIKE * length:
        return None  # in whatever order, too few words are the same
    alike = fuzz.ratio(text.words, other.words, score_cutoff=_ALIKE)
    if not alike:
        return None
    if path in arrived:
        keep = (len(other.words), first) > (len(text.words), not first)
    else:
        keep = len(other.words) >= _ENOUGH * len(text.words)
    return Twin(path, f"{int(alike)} % the same words", int(alike), keep)


def _of_note(row: InboxRow, threads: Threads) -> Iterator[Twin]:
    """Notes that were made from the same source, then those of the same day and nearly the same title."""
    snapshot = threads.snapshot
    own = snapshot.notes.get(row.path)
    if own is None:
        return
    source = source_of(own.source_ref)
    same = [path for path in threads.of_source(source) if path != row.path]
    for path in same:
        if (note := snapshot.notes.get(path)) is not None:
            yield Twin(path, "made from the same source", 100, _says_more(note, own, snapshot))
    plain = _plain(own.title)
    if len(plain.split(" ")) < _FEWEST_IN_TITLE:
        return
    left = {row.path, *same}
    there = ((path, snapshot.notes.get(path)) for path in threads.of_day(own.date))
    titles = {path: _plain(note.title) for path, note in there if note and path not in left}
    found = process.extract(
        plain, titles, scorer=fuzz.token_set_ratio, score_cutoff=_TITLES, limit=_MOST_TWINS
    )
    for title, alike, path in found:
        enough = len(title.split(" ")) >= _FEWEST_IN_TITLE
        if enough and _NUMBER.findall(title) == _NUMBER.findall(plain):
            keep = _says_more(snapshot.notes[path], own, snapshot)
            yield Twin(path, f"the same day, titles {int(alike)} % alike", int(alike), keep)


@lru_cache(maxsize=_MOST_TITLES)
def _plain(title: str) -> str:
    """A title as it is compared: those of a day are asked for with each of its notes."""
    return folded(title)


def _says_more(note: NoteRow, than: NoteRow, snapshot: Snapshot) -> bool:
    """Whether of two notes of one meeting a note is the one to keep: more undecided proposals, then longer."""

    def worth(one: NoteRow) -> tuple[int, int]:
        tasks = (snapshot.tasks[id] for id in snapshot.by_note.get(one.path, ()))
        return sum(task.proposed for task in tasks), one.size

    mine, other = worth(than), worth(note)
    return other > mine or (other == mine and note.path < than.path)
