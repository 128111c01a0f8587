"""What a note was made from, beside the note: under it where there is room, else in its place. In the UI's thread."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.path import NotePath
from tui.entities.visits import Visit
from tui.screens.deciding_pane import DecidingPane

if TYPE_CHECKING:
    from tui.app import WinnowApp

_NONE = "Its source is not in the vault."

Source = tuple[NotePath | None, int | None]
"""A file, and the line of it to begin at; without one: there is none in the vault."""


class Sourcing:
    """Shows the source of what the cursor of a pane stands on."""

    def __init__(
        self, app: "WinnowApp", pane: DecidingPane, source: Callable[[], Source | None]
    ) -> None:
        """For a pane.

        Args:
            app: It has the pane in front.
            pane: Where it is shown.
            source: That of what the cursor stands on; `None`: it stands on nothing.
        """
        self._app = app
        self._pane = pane
        self._source = source

    def show(self) -> None:
        """Show the source; shown already, the note alone. Where there is room it stands under the note, and follows the cursor."""
        pane, reading = self._pane, self._app.browsing.reading
        found, now = self._source(), pane.visits.now
        if found is None or now is None or pane.leave_beside():
            return
        path, line = found
        if pane.away:
            reading.step(-1)
        elif path is None:
            self._app.tell(_NONE)
        elif pane.has_room:
            reading.beside(path, line)
        else:
            reading.go(Visit(now.home, now.tab, path, line))

    def follow(self) -> None:
        """Let the source under the note be that of what the cursor stands on now."""
        if self._pane.beside:
            path, line = self._source() or (None, None)
            if path is None:
                self._pane.show_beside(None, _NONE)
            else:
                self._app.browsing.reading.beside(path, line)
