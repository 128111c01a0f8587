"""Sessions on the invented vault, and plans about its pages."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from core.actions.page_drafting import Pages
from core.alias_files import AliasFiles
from core.config import Config
from core.path import NotePath
from core.session import Session
from core.spelling import folded
from core.vault import Vault

MORNING = datetime(2026, 1, 6, 9, tzinfo=UTC)


def opened(root: Path, state: Path) -> Session:
    """The vault, read."""
    session = Session(
        Vault(root),
        Config(),
        state_folder=str(state),
        clock=lambda: MORNING,
        today=date(2026, 1, 6),
    )
    session.scan()
    session.index.keep()
    return session


def pages_of(session: Session) -> Pages:
    """As a session would have it."""
    directory = session.browse.picture().directory
    config, vault = session.config, session.vault

    def listed(folder: str) -> list[str]:
        place = Path(vault.root) / folder
        return [one.name for one in place.iterdir()] if place.is_dir() else []

    def mentions(names: Iterable[str]) -> list[NotePath]:
        wanted = [folded(one) for one in names]
        texts = ((path, folded(vault.read(path).decode("utf-8", "replace"))) for path in session.snapshot.notes)  # fmt: skip
        return [path for path, text in texts if any(one in text for one in wanted)]

    return Pages(
        directory,
        session.cache,
        session.note,
        vault.read,
        vault.settings,
        listed,
        vault.is_triaged,
        AliasFiles(vault, config.alias_files, config.entities).tables(directory.identity),
        config.alias_files,
        mentions,
        {},
    )


def content(root: Path) -> dict[str, bytes]:
    """Every file that is no machinery."""
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file() and ".obsidian" not in file.parts
    }
