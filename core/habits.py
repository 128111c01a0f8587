"""What somebody does with a vault's entities beside the vault: pins them, and chooses them in the jump.

An append-only log in the state folder, shared by all programs on the vault. Pages are remembered by key,
name and type, so that one that was moved or renamed by its folder alone is known again. Time is seconds
of whatever clock the caller has.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import NamedTuple

from core.records import Log, Record, alone, available, private_folder

MOVED = "page"
"""The kind under which `State` remembers where the page of a key went: its key since then."""
_COMPACT_AT = 2000
_HALF = 14 * 86_400.0
"""Seconds after which a choice counts half."""
_MOST = 300
"""Entities whose choices are kept: each costs the jump a microsecond a key."""
_UNREADABLE = "pins and habits cannot be read"
_UNWRITABLE = "it cannot be remembered"


class Known(NamedTuple):
    """An entity as it is remembered."""

    key: str
    name: str
    type: str


class _Chosen(NamedTuple):
    known: Known
    score: float
    """How often, as it was at `at`."""
    at: float

    def now(self, seconds: float) -> float:
        """How often, with what is long ago counting less."""
        return float(self.score * 2 ** (-max(0.0, seconds - self.at) / _HALF))


class Habits:
    """Pins and choices of one vault; any thread, any number of programs."""

    def __init__(self, folder: str, *, compact_at: int = _COMPACT_AT) -> None:
        """Those kept in `folder`, the vault's own state folder, which is made where missing.

        Raises:
            Unavailable: The folder cannot be made.
        """
        with available(f"nothing can be kept in {folder}"):
            private_folder(folder)
        self._folder = folder
        self._log = Log(f"{folder}/habits.log")
        self._compact_at = compact_at
        self._lock = threading.RLock()
        self._records = 0
        self._chosen: dict[str, _Chosen] = {}
        self._pins: dict[str, Known] = {}

    @property
    def pins(self) -> tuple[Known, ...]:
        """What is pinned, in the order it was. Raises `Unavailable`."""
        with self._lock, available(_UNREADABLE):
            self._refresh()
            return tuple(self._pins.values())

    def often(self, seconds: float) -> Mapping[Known, float]:
        """How often and lately each was chosen, the oftenest first. Raises `Unavailable`."""
        with self._lock, available(_UNREADABLE):
            self._refresh()
            found = {one.known: one.now(seconds) for one in self._chosen.values()}
        best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
        return dict(best[:_MOST])

    def choose(self, one: Known, seconds: float) -> None:
        """Remember that it was chosen. Raises `Unavailable`."""
        with available(_UNWRITABLE), self._writing():
            self._add({"chose": one, "at": seconds}, sync=False)

    def pin(self, one: Known, *, pinned: bool) -> None:
        """Pin it, or let it go. Raises `Unavailable`."""
        with available(_UNWRITABLE), self._writing():
            if (one.key in self._pins) != pinned:
                self._add({"pin": one, "on": pinned}, sync=True)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time, in all programs; everything before is read."""
        with self._lock, alone(self._folder):
            self._refresh()
            yield

    def _add(self, record: Record, *, sync: bool) -> None:
        self._log.append(record, sync=sync)
        self._take(record)
        if self._records > self._compact_at:
            with suppress(OSError):  # there is always a next time
                self._compact(max((one.at for one in self._chosen.values()), default=0.0))

    def _compact(self, seconds: float) -> None:
        best = sorted(self._chosen.values(), key=lambda one: -one.now(seconds))[:_MOST]
        everything: Record = {"all": best, "pins": list(self._pins.values())}
        start = self._log.size
        self._log.append(everything, sync=True)
        self._log.drop(start)
        # What stands in front of the log's first record is gone, here too.
        self._refresh()

    def _refresh(self) -> None:
        again, records = self._log.fresh()
        if again:
            self._records, self._chosen, self._pins = 0, {}, {}
        for _, record in records:
            self._take(record)

    def _take(self, record: Record) -> None:
        self._records += 1
        if "all" in record:
            self._chosen = {one[0][0]: _Chosen(Known(*one[0]), *one[1:]) for one in record["all"]}
            self._pins = {one[0]: Known(*one) for one in record["pins"]}
        elif "chose" in record:
            known, at = Known(*record["chose"]), float(record["at"])
            before = self._chosen.get(known.key)
            score = 1.0 + (before.now(at) if before else 0.0)
            self._chosen[known.key] = _Chosen(known, score, at)
        elif "pin" in record:
            known = Known(*record["pin"])
            self._pins.pop(known.key, None)
            if record["on"]:
                self._pins[known.key] = known
