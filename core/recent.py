"""What somebody chose lately by its name: commands, filters, themes, notes. The newest comes first the next time.

An append-only log in the state folder, shared by all programs on the vault; of no worth to anything but
the order of a list.
"""

import threading
from contextlib import suppress

from core.records import Log, alone, available, private_folder

MOST = 40
"""Choices that are remembered."""
_COMPACT_AT = 400
_LONGEST = 500
"""Characters of an id; a longer one is not remembered."""


class Recent:
    """The choices of one vault; any thread, any number of programs."""

    def __init__(self, folder: str, *, compact_at: int = _COMPACT_AT) -> None:
        """Those kept in `folder`, the vault's own state folder, which is made where missing.

        Raises:
            Unavailable: The folder cannot be made.
        """
        with available(f"nothing can be kept in {folder}"):
            private_folder(folder)
        self._folder = folder
        self._log = Log(f"{folder}/recent.log")
        self._lock = threading.Lock()
        self._compact_at = compact_at
        self._records = 0
        self._ids: dict[str, None] = {}
        """The oldest first."""

    @property
    def ids(self) -> tuple[str, ...]:
        """What was chosen, the newest first, each once. Raises `Unavailable`."""
        with self._lock, available("what was chosen lately cannot be read"):
            self._refresh()
            return tuple(reversed(self._ids))

    def choose(self, id: str) -> None:
        """Remember that it was chosen. Raises `Unavailable`."""
        if len(id) > _LONGEST:
            return
        with available("it cannot be remembered"), self._lock, alone(self._folder):
            self._refresh()
            self._log.append({"chose": [id]}, sync=False)
            self._take([id])
            if self._records > self._compact_at:
                with suppress(OSError):  # there is always a next time
                    self._compact()

    def _compact(self) -> None:
        start = self._log.size
        self._log.append({"chose": list(self._ids)}, sync=True)
        self._log.drop(start)
        self._refresh()

    def _refresh(self) -> None:
        again, records = self._log.fresh()
        if again:
            self._records, self._ids = 0, {}
        for _, record in records:
            self._take(record["chose"])

    def _take(self, ids: list[str]) -> None:
        self._records += 1
        for id in ids:
            self._ids.pop(id, None)
            self._ids[id] = None
        for old in list(self._ids)[:-MOST]:
            del self._ids[old]
