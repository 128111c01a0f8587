"""A small vault on the disk, a session on it, and the app over that."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from core.config import Config
from core.index.rows import TaskRow
from core.instance import Instance
from core.session import Session
from core.vault import Vault

TODAY = date(2026, 1, 6)
NOON = datetime(2026, 1, 6, 12, tzinfo=UTC)
SETTINGS = {
    "statusSettings": {
        "coreStatuses": [
            {"symbol": " ", "name": "Todo", "nextStatusSymbol": "/", "type": "TODO"},
            {"symbol": "x", "name": "Done", "nextStatusSymbol": "?", "type": "DONE"},
        ],
        "customStatuses": [
            {"symbol": "/", "name": "In Progress", "nextStatusSymbol": "x", "type": "IN_PROGRESS"},
            {"symbol": "?", "name": "Proposed", "nextStatusSymbol": " ", "type": "TODO"},
            {"symbol": "R", "name": "Rejected", "nextStatusSymbol": "?", "type": "CANCELLED"},
        ],
    },
    "setDoneDate": True,
    "setCancelledDate": True,
}
SYNC = "Work/People/Ada Quill/2026-01-02 - Sync.md"
NOTES = {
    SYNC: b"---\ntitle: Sync\nsource_ref: /elsewhere/Notes/Sources/sync.md\n---\r\n"
    b"- [?] Send the deck @Myself \xf0\x9f\x93\x85 2026-01-03 #task #proposed\r\n"
    b"- [?] Book the room @Myself #task #proposed\r\n"
    b"- [?] Order badges @Bo Lin #task #proposed",
    "Other.md": b"- [?] Water the plant @Myself #task #proposed\n- [ ] Sweep\n",
    "Sources/sync.md": b"said\n",
}


def write_vault(folder: Path, notes: Mapping[str, bytes] = NOTES) -> Path:
    """The notes, with a vault's settings beside them."""
    for name, data in notes.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    plugin = folder / ".obsidian/plugins/obsidian-tasks-plugin"
    plugin.mkdir(parents=True)
    (plugin / "data.json").write_text(json.dumps(SETTINGS))
    return folder


def read_vault(folder: Path) -> dict[str, bytes]:
    """Every note as it is now."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.md")}


def open_vault(
    folder: Path,
    *,
    config: Config | None = None,
    now: datetime = NOON,
    instance: Instance | None = None,
    cached: bool = False,
) -> Session:
    """A session; its state lies beside the vault and is there again the next time, `cached` its index too."""
    config = config or Config()
    cache = f"{folder}-cache" if cached else None
    if cache:
        Path(cache).mkdir(exist_ok=True)
    return Session(
        Vault(str(folder), config.exclude),
        config,
        state_folder=f"{folder}-state",
        cache_folder=cache,
        clock=lambda: now,
        instance=instance,
    )


@contextmanager
def session_on(folder: Path, **options: object) -> Iterator[Session]:
    """A session that has read the vault, and is closed in the end."""
    session = open_vault(folder, **options)  # type: ignore[arg-type]  # whatever `open_vault` takes
    try:
        session.scan()
        yield session
    finally:
        session.close()


def rows_named(session: Session, *words: str) -> tuple[TaskRow, ...]:
    """The task whose line holds each of the words."""
    tasks = session.snapshot.tasks.values()
    return tuple(next(row for row in tasks if word in row.raw) for word in words)
