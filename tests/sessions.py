"""A vault on disk and sessions on it, as one start of the program after another would open them."""

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from core.config import Config
from core.index.rows import TaskRow
from core.path import NotePath
from core.session import Session
from core.vault import Vault

PLUGIN = ".obsidian/plugins/obsidian-tasks-plugin/data.json"
STATUSES = {
    "coreStatuses": [
        {"symbol": " ", "name": "Todo", "nextStatusSymbol": "/", "type": "TODO"},
        {"symbol": "x", "name": "Done", "nextStatusSymbol": " ", "type": "DONE"},
    ],
    "customStatuses": [
        {"symbol": "/", "name": "In Progress", "nextStatusSymbol": "x", "type": "IN_PROGRESS"},
        {"symbol": "?", "name": "Proposed", "nextStatusSymbol": " ", "type": "TODO"},
        {"symbol": "R", "name": "Rejected", "nextStatusSymbol": "?", "type": "CANCELLED"},
    ],
}
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


class Meddled(Vault):
    """A vault in which another program does something just after a note was read."""

    def __init__(self, root: Path, meddle: Callable[[NotePath], object]) -> None:
        super().__init__(root)
        self.meddle = meddle

    def read(self, path: NotePath) -> bytes:
        data = super().read(path)
        self.meddle(path)
        return data


class Place:
    """A vault, where its journal is kept, and what time it is there."""

    def __init__(self, folder: Path, notes: Mapping[str, bytes], **settings: object) -> None:
        self.root = folder / "vault"
        self.state = folder / "state"
        self.now = MONDAY
        self._sessions: list[Session] = []
        self.write(PLUGIN, json.dumps({"statusSettings": STATUSES, **settings}).encode())
        for path, data in notes.items():
            self.write(path, data)

    def write(self, path: str, data: bytes) -> NotePath:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return NotePath(path)

    def read(self, path: str) -> bytes:
        return (self.root / path).read_bytes()

    def append(self, path: str, data: bytes) -> None:
        self.write(path, self.read(path) + data)

    def files(self) -> dict[str, bytes]:
        """Every byte of the vault; what the program keeps beside it is not in it."""
        found = sorted(file for file in self.root.rglob("*") if file.is_file())
        return {file.relative_to(self.root).as_posix(): file.read_bytes() for file in found}

    def session(
        self, vault: Vault | None = None, config: Config | None = None, today: date | None = None
    ) -> Session:
        """What a start of the program opens, with every note read."""
        session = self.unread(vault, config, today)
        session.scan()
        return session

    def unread(
        self, vault: Vault | None = None, config: Config | None = None, today: date | None = None
    ) -> Session:
        session = Session(
            vault or Vault(self.root),
            config or Config(),
            state_folder=str(self.state),
            clock=lambda: self.now,
            today=today,
        )
        self._sessions.append(session)
        return session

    def remove(self) -> None:
        """Take it away, and let the kernel close what killed programs had open."""
        while self._sessions:
            self._sessions.pop().writing._journal.displaced.close()
        shutil.rmtree(self.root.parent)


def the(session: Session, *words: str) -> tuple[TaskRow, ...]:
    """The one task of each of these words, in that order."""
    found = []
    for text in words:
        [row] = [row for row in session.snapshot.tasks.values() if row.text == text]
        found.append(row)
    return tuple(found)


def waiting(session: Session, query: str = "") -> list[str]:
    """The words of what a filter lists."""
    rows = session.rows(query)
    return [rows.tasks[id].text for id in rows.ids]
