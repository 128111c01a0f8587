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
_MOST_FILES = 240
_MOST_LINES = 200_000

_Stat = tuple[NotePath, int, int, int]


@dataclass(slots=True)
class _File:
    stat: _Stat
    lines: tuple[str, ...]


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
        before = self.state.items(KIND)
        kept = {one.fingerprint: one for one in decisions}
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
            known = self._files.get(stat[0])
            if known is None or known.stat != stat:
                self._files[stat[0]] = _File(stat, self._lines(stat[0]))
        return (self.state.version(KIND), *stats)

    def kept(self) -> Mapping[str, str]:
        """Fingerprint → the decision as JSON, of several the newest; as of the last `look`."""
        found = dict(self.state.items(KIND))
        for path in sorted(self._files):
            for line in self._files[path].lines:
                one = unpacked(line)
                if one is None:
                    continue
                known = unpacked(found.get(one.fingerprint, ""))
                if known is None or known.date <= one.date:
                    found[one.fingerprint] = line
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

    def _lines(self, path: NotePath) -> tuple[str, ...]:
        try:
            data = self.vault.read(path)
        except (Unreadable, OutsideVault):
            return ()
        return tuple(data.decode("utf-8", "replace").split("\n")[:_MOST_LINES])


def file_of(date: str) -> NotePath:
    """The file of the vault that keeps the decisions of a day: one a month, so that none grows for ever."""
    return NotePath(f"{FOLDER}/{_PREFIX}{date[:_MONTH]}{_SUFFIX}")
