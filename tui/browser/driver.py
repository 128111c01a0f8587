"""What stands in for the terminal where the program is shown in a browser: packets through pipes."""

import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from textual.drivers.web_driver import WebDriver


class BrowserDriver(WebDriver):
    """Textual's, but a closed tab is a terminal that hung up: what was decided is written first.

    Textual's own ends the app at once; and where the server was killed it goes on for ever, unseen, with the
    vault in its hands.
    """

    def start_application_mode(self) -> None:
        """Begin; what nobody is there to read any more is no mistake."""
        self._write = partial(_forgiving, self._write)
        super().start_application_mode()

    def stop_application_mode(self) -> None:
        """End; the input that ends with it hangs nothing up."""
        self._over = True
        super().stop_application_mode()

    _over = False

    def run_input_thread(self) -> None:
        """Hear the browser, until the server closes the pipe."""
        super().run_input_thread()
        if not self._over:
            _hang_up()

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """What the server says beside keys: the size, the focus, that the tab was closed."""
        if packet_type == "quit":
            _hang_up()
        else:
            super().on_meta(packet_type, payload)


def _hang_up() -> None:
    signal.raise_signal(signal.SIGTERM)


def _forgiving(write: Callable[[bytes], int], data: bytes) -> int:
    with suppress(OSError):
        return write(data)
    return len(data)
