"""The mouse: Winnow's, or the terminal's; and a click that only brings the window forward is no click."""

from time import monotonic

from textual import events
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from tui.discreet import Discreet

_WITH_THE_FOCUS = 0.2
"""Seconds after the focus came in which a press is what brought it: nobody aims that fast."""


class Pointed(Discreet, inherit_bindings=False):
    """An app that hears the mouse as long as the person wants it to."""

    def __init__(self, driver: type[Driver] | None = None) -> None:
        super().__init__(driver)
        self.pointing = True
        """Whether it hears the mouse."""
        self._focused = float("-inf")
        self._pressed = False
        """Whether a press was dropped whose release is still to come."""

    async def on_event(self, event: events.Event) -> None:
        """Every event but those of a mouse that is not ours."""
        if isinstance(event, events.AppFocus):
            self._focused = monotonic()
        if not (isinstance(event, events.MouseEvent) and self._drops(event)):
            await super().on_event(event)

    def _drops(self, event: events.MouseEvent) -> bool:
        if isinstance(event, events.MouseDown):
            self._pressed = monotonic() - self._focused < _WITH_THE_FOCUS
        dropped = self._pressed or not self.pointing
        if isinstance(event, events.MouseUp):
            self._pressed = False
        return dropped

    def point(self, *, on: bool) -> None:
        """Hear the mouse from now on, or leave it to the terminal, whose own selection works then."""
        self.pointing = on
        driver = self._driver
        if self.is_web:
            self._point_in_browser()
        if not isinstance(driver, LinuxDriver):
            return
        driver._mouse = True  # noqa: SLF001 - Textual can say it only at the start; without it the calls do nothing
        if not on:
            driver._disable_mouse_support()  # noqa: SLF001 - as above
        else:
            driver._enable_mouse_support()  # noqa: SLF001 - as above
            if driver._mouse_pixels:  # noqa: SLF001 - as above
                driver._enable_mouse_pixels()  # noqa: SLF001 - as above
        driver._mouse = on  # noqa: SLF001 - what counts after the editor, or the shell, gave the terminal back

    def _point_in_browser(self) -> None:
        from textual.drivers.web_driver import WebDriver  # noqa: PLC0415 a terminal needs none

        driver = self._driver
        if not isinstance(driver, WebDriver):
            return
        if self.pointing:
            driver._enable_mouse_support()  # noqa: SLF001 - as above
        else:
            driver._disable_mouse_support()  # noqa: SLF001 - as above
