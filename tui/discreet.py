"""What goes wrong in the app is kept for whoever started it, and not printed where it is.

Textual's own report shows the values of variables, which is what notes say.
"""

from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from tui.handover import Sparing


class Discreet(App[None], inherit_bindings=False):
    """An app that ends without a word of its own."""

    def __init__(self, driver: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver)
        self.mistake: Exception | None = None
        """The first thing that went wrong."""

    def get_driver_class(self) -> type[Driver]:
        """Textual's, or what stands in its place; on a terminal one that says the same in fewer bytes."""
        found = super().get_driver_class()
        return Sparing if found is LinuxDriver else found

    def _handle_exception(self, error: Exception) -> None:
        self.mistake = self.mistake or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()
