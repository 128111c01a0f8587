"""Textual's driver, where a picture stands already: it takes the terminal over as it is."""

from textual._xterm_parser import XTermParser  # what its own driver reads keys with
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from core.terminal import Terminal
from tui.sparing import spared

_ALTERNATE = "\x1b[?1049h"
"""Entered twice, a screen is blank until it is drawn again."""


class Sparing(LinuxDriver):
    """Textual's driver, that says the same in fewer bytes."""

    def write(self, data: str) -> None:
        """Send a frame, or a question."""
        super().write(spared(data))


def driver_over(terminal: Terminal) -> type[Driver]:
    """A driver that goes on from a terminal's picture, and gives back what the person had before it."""

    class Handover(Sparing):
        def start_application_mode(self) -> None:
            first = not terminal.taken
            super().start_application_mode()  # type: ignore[no-untyped-call]  # as Textual has it
            if first and self.attrs_before is not None:
                self.attrs_before = terminal.settings
            terminal.taken = terminal.taken or self.attrs_before is not None
            typed, terminal.typed = terminal.typed, ""
            for event in XTermParser().feed(typed):
                self.process_message(event)

        def write(self, data: str) -> None:
            if terminal.taken or data != _ALTERNATE:
                super().write(data)

    return Handover
