"""The same program in a browser tab: a server on loopback, and what stands in for the terminal."""

from collections.abc import Mapping

DRIVER = "tui.browser.driver:BrowserDriver"
"""What `TEXTUAL_DRIVER` says in a program whose terminal is a browser."""


def is_in_browser(variables: Mapping[str, str]) -> bool:
    """Whether these are the surroundings of such a program."""
    return variables.get("TEXTUAL_DRIVER") == DRIVER
