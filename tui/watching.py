"""What other programs change in the vault while it is open reaches the list within a second."""

import threading
from typing import TYPE_CHECKING

from core.path import NotePath
from core.watch import Watch
from tui.messages import Changed

if TYPE_CHECKING:
    from tui.app import WinnowApp

_MANY = 200
"""Notes at once from which on a walk is cheaper than to look at each."""
_WALK = 5e-6
"""Seconds that a walk takes a note, about."""
_SHARE = 0.03
"""Of one processor, that walking now and then may take."""
_LEAST = 1.0
"""Seconds between two walks, at the least."""


class Watching:
    """Tells the app of changes, from a thread: as the system tells them, else by walking."""

    def __init__(self, app: "WinnowApp") -> None:
        self._app = app
        self._stopped = threading.Event()
        self._watch: Watch | None = None

    def start(self) -> None:
        """Begin; nobody waits for it."""
        threading.Thread(target=self._run, name="watch", daemon=True).start()

    def stop(self) -> None:
        """End, and end the process that watches."""
        self._stopped.set()
        if self._watch is not None:
            self._watch.close()

    def _run(self) -> None:
        if self._app.config.watch:
            self._listen()
        while not self._stopped.wait(self._pause()):
            self._app.post_message(Changed(None))

    def _listen(self) -> None:
        try:
            self._watch = watch = Watch(self._app.session.vault.root)
        except OSError:
            return
        if self._stopped.is_set():
            watch.close()
        for paths in watch.changes():
            many = paths is None or len(paths) > _MANY
            told = None if many or paths is None else frozenset(map(NotePath, paths))
            self._app.post_message(Changed(told))
        watch.close()

    def _pause(self) -> float:
        return max(_LEAST, len(self._app.session.snapshot.notes) * _WALK / _SHARE)
