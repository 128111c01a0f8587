"""Where decisions are kept: beside the vault, or in files of it that travel with the notes.

A file of the vault holds one decision a line, is only ever added to, and is read as what anybody may have
written: with limits, and a line that is none is passed over.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from core.edit import Change, Create, Edit, Remember, patch
from core.errors import OutsideVault, Unreadable
from core.ledger.decided import KIND, Decided, packed, unpacked
from core.path import NotePath
from core.state import State
from core.text import Span
from core.vault import Vault

FOLDER: Final = ".winnow"
_PREFIX, _SUFFIX = "decisions-", ".jsonl"
_MONTH = 7
"""Characters of an ISO day that name its month."""
_MOST_FILES = 60
"""The newest of them; more are of five years ago, or of somebody who means no good."""
_MOST_LINES = 20_000

_Stat = tuple[NotePath, int, int, int]


@dataclass(slots=True)
class _File:
    stat: _Stat | None = None
    data: bytes = b""
    """What was read, to the end of its last whole line."""
    lines: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Fingerprint → the last day of a decision, and its line."""

    def read(self, data: bytes) -> None:
        """Take in what it holds by now; usually that is one line more."""
        if not data.startswith(self.data):
            self.data, self.lines = b"", {}
        whole = data[: data.rfind(b"\n") + 1]
        new = whole[len(self.data) :].decode("utf-8", "replace").split("\n")
        for line in new[: _MOST_LINES - len(self.lines)]:
            one = unpacked(line)
            if one is not None:
                key = one.fingerprint
                if key not in self.lines or self.lines[key][0] <= one.date:
                    self.lines[key] = one.date, line
        self.data = whole


@dataclass(slots=True)
class Notebook:
    """The decisions of one vault, as they are kept now. For one thread at a time."""

    state: State
    vault: Vault
    in_vault: bool
    """Whether new ones are written into the vault."""
    _files: dict[NotePath, _File] = field(default_factory=dict)

    def changes(self, decisions: Sequence[Decided]) -> tuple[Change, ...]:
        """What keeps these decisions, as part of the transaction that makes them.

        Raises:
            Unreadable: The file of the vault cannot be read.
        """
        if not decisions:
            return ()
        if self.in_vault:
            return tuple(self._written(decisions))
        kept = {one.fingerprint: one for one in decisions}
        before = self.state.some(KIND, kept)
        changes = (
            Remember(KIND, key, before.get(key), packed(one), one.note) for key, one in kept.items()
        )
        return tuple(one for one in changes if one.before != one.after)

    def _written(self, decisions: Iterable[Decided]) -> Iterator[Change]:
        by_file: dict[NotePath, list[str]] = {}
        for one in decisions:
            by_file.setdefault(file_of(one.date), []).append(packed(one))
        for path, lines in by_file.items():
            new = "".join(f"{line}\n" for line in lines).encode("ascii")
            if self.vault.standing(path) is None:
                yield Create(path, new)
                continue
            data = self.vault.read(path)
            gap = b"" if not data or data.endswith(b"\n") else b"\n"
            end = Span(len(data), len(data))
            yield patch(path, data, [Edit(end, b"", gap + new)])

    def look(self) -> tuple[object, ...]:
        """What tells whether anything was kept since; equal values: nothing was."""
        stats = tuple(self._stats())
        for path in self._files.keys() - {stat[0] for stat in stats}:
            del self._files[path]
        for stat in stats:
            known = self._files.setdefault(stat[0], _File())
            if known.stat != stat:
                known.read(self._data(stat[0]))
                known.stat = stat
        return (self.state.version(KIND), *stats)

    def kept(self) -> Mapping[str, str]:
        """Fingerprint → the decision as JSON, of several the newest; as of the last `look`."""
        found = dict(self.state.items(KIND))
        days: dict[str, str] = {}
        for path in sorted(self._files):
            for key, (day, line) in self._files[path].lines.items():
                if key in found and key not in days:
                    known = unpacked(found[key])
                    days[key] = known.date if known is not None else ""
                if days.get(key, "") <= day:
                    found[key], days[key] = line, day
        return found

    def _stats(self) -> Iterator[_Stat]:
        try:
            names = self.vault.names(FOLDER)
        except (Unreadable, OutsideVault):
            return
        ours = sorted(one for one in names if one.startswith(_PREFIX) and one.endswith(_SUFFIX))
        for name in ours[-_MOST_FILES:]:
            path = NotePath(f"{FOLDER}/{name}")
            found = self.vault.standing(path)
            if found is not None and found.kind == "file":
                yield path, found.mtime_ns, found.inode, found.device

    def _data(self, path: NotePath) -> bytes:
        try:
            return self.vault.read(path)
        except (Unreadable, OutsideVault):
            return b""


def file_of(date: str) -> NotePath:
    """The file of the vault that keeps the decisions of a day: one a month, so that none grows for ever."""
    return NotePath(f"{FOLDER}/{_PREFIX}{date[:_MONTH]}{_SUFFIX}")
