"""What is said of a link that leads nowhere, or to several notes, or out of the vault. Pure."""

from collections.abc import Sequence

from core.path import NotePath
from tui.messages import Followed
from tui.text import clip

_WORDS = 120
_MOST = 9


def explained(message: Followed) -> tuple[str, Sequence[NotePath]]:
    """A sentence about where a link leads, and the notes that it may mean."""
    found, written = message.resolution, clip(message.written, _WORDS)
    match found.kind:
        case "external":
            return f"An address outside: {_address(message.written)}", ()
        case "near":
            return f"{written} leads nowhere; nearly so are called", found.candidates[:_MOST]
        case "ambiguous":
            return f"{written} may mean", found.candidates[:_MOST]
        case _:
            return f"{written} leads nowhere: {found.why or 'there is no such note'}.", ()


def _address(written: str) -> str:
    """The address of a link, without its words."""
    return written.rpartition("](")[2].removesuffix(")")
