"""A vault whose backlog was worked off: every proposal in it accepted, rejected or done."""

import re
from datetime import date, timedelta
from typing import Final

from core.demo.page import Page

_PROPOSAL: Final = re.compile(
    rb"^([> \t]*(?:(?:[-*+]|[0-9]+\.)[ \t]+)?)\[(?:\?| \?|\? )\] (.*?)(\r?)$", re.M
)
_DOUBLE: Final = re.compile(rb"^([> \t]*- )\[/\] \[\?\] ", re.M)
_TAG: Final = re.compile(rb" #proposed\b")


def decided(found: Page, today: date) -> Page:
    """The page with no proposal left in it; one in three is done, one rejected, one to do."""
    if not found.path.endswith(".md"):
        return found
    turn = 0

    def settle(match: re.Match[bytes]) -> bytes:
        nonlocal turn
        turn += 1
        done = (today - timedelta(days=2)).isoformat().encode()
        mark = (b"x", b"R", b" ")[turn % 3]
        text = _TAG.sub(b"", match[2]) + (b" \xe2\x9c\x85 " + done if mark == b"x" else b"")
        return match[1] + b"[" + mark + b"] " + text + match[3]

    data = _PROPOSAL.sub(settle, _DOUBLE.sub(rb"\1[/] ", found.data))
    return Page(found.path, _TAG.sub(b"", data))
