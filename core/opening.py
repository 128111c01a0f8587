"""From what was asked for to a session: a vault, its settings and its folders put together."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import NoVault, Refused
from core.index.reader import FILE, Reading
from core.instance import Instance
from core.places import cache_folder, state_folder
from core.settings import Request, Settings
from core.vault import Vault

# Loaded while forked processes read the vault already.
if TYPE_CHECKING:
    from core.session import Session

DEMO_NOTES = 240
DEMO_SEED = 7


def open_session(  # noqa: PLR0913 - all but the first three are named by the caller
    request: Request,
    found: Settings,
    clock: Callable[[], datetime],
    *,
    read: bool = True,
    anew: bool = False,
    who: str = "",
) -> "Session":
    """A session on the vault that was found.

    Call it before there is a second thread, so that processes can be forked.

    Args:
        request: Where to work.
        found: The settings in force.
        clock: The local time now.
        read: Whether the vault is going to be read, so that it is begun early.
        anew: Whether to forget first what earlier runs read.
        who: A screen's name for itself; of several on one vault only the first may write.

    Raises:
        NoVault: None was found.
    """
    if found.root is None:
        raise NoVault(found.no_vault)
    config = found.config
    vault = Vault(found.root, config.exclude, max_bytes=config.max_note_bytes)
    cache = cache_folder(found.root, request.cache)
    reading = Reading(vault, config, cache=None if anew else f"{cache}/{FILE}") if read else None
    from core.session import Session  # noqa: PLC0415 - 70 ms, in which others read

    folder = state_folder(found.root, request.state)
    session = Session(
        vault,
        config,
        state_folder=folder,
        cache_folder=cache,
        clock=clock,
        today=request.today,
        reading=reading,
        # After the fork: a reader that held the lock too would hold it longer than this process.
        instance=Instance(folder, who) if who else None,
    )
    if anew:
        session.cache.clear()
        session.words.clear()
    return session


@contextmanager
def demo_vault(keep: str | None, today: date) -> Iterator[tuple[str, str | None]]:
    """An invented vault and the folder for what is kept beside it; both go away at the end unless they are kept.

    Args:
        keep: Where to write the vault and leave it; its state is then kept where any vault's is.
        today: The day that its notes lead up to.

    Raises:
        Refused: There is something at `keep` already.
    """
    from core.demo import write_demo  # noqa: PLC0415 - a book of invented words, for one command

    if keep is not None:
        folder = Path(keep)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Refused(f"{keep} is not empty; “winnow {keep}” opens what is there")
        write_demo(str(folder), notes=DEMO_NOTES, seed=DEMO_SEED, today=today, day=True)
        yield str(folder), None
        return
    base = Path(tempfile.mkdtemp(prefix="winnow-demo-"))
    try:
        write_demo(str(base / "Notes"), notes=DEMO_NOTES, seed=DEMO_SEED, today=today, day=True)
        yield str(base / "Notes"), str(base / "kept")
    finally:
        shutil.rmtree(base, ignore_errors=True)
