"""What other programs change in the vault while it is open reaches the list within a second."""

import threading
from typing import TYPE_CHECKING

from core.watch import Watch
from tui.messages import Changed

if TYPE_CHECKING:
    from tui.app import WinnowApp

_WALK = 1e-5
"""Seconds that a walk takes a note, about."""
_SHARE = 0.03
"""Of one processor, that walking now and then may take."""
_LEAST = 1.0
"""Seconds between two walks, at the least."""


class Watching:
    """Tells the app of changes, from a thread: what a process of its own tells, else by asking for walks."""

    def __init__(self, app: "WinnowApp") -> None:
        self._app = app
        self._stopped = threading.Event()
        self._watch: Watch | None = None

    def start(self) -> None:
        """Begin, if the settings want it; nobody waits for it."""
        if self._app.config.watch:
            threading.Thread(target=self._run, name="watch", daemon=True).start()

    def stop(self) -> None:
        """End, and end the process that watches."""
        self._stopped.set()
        if self._watch is not None:
            self._watch.close()

    def _run(self) -> None:
        self._listen()
        # The process ended, or there never was one: then this one has to look.
        while not self._stopped.wait(self._pause()):
            self._app.post_message(Changed(None))

    def _listen(self) -> None:
        try:
            self._watch = watch = Watch(
                self._app.session.vault.root, poll=self._app.config.watch == "poll"
            )
        except OSError:
            return
        if self._stopped.is_set():
            watch.close()
        for paths in watch.changes():
            self._app.post_message(Changed(paths))
        watch.close()

    def _pause(self) -> float:
        return max(_LEAST, len(self._app.session.snapshot.notes) * _WALK / _SHARE)
