"""What is told about the journal. Plain dataclasses, as `tui.messages`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual.content import Content

from core.history import Kind
from tui.app_message import AppMessage


class Happened(NamedTuple):
    """One entry of the journal, as a list shows it; not safe to show."""

    id: str
    day: str
    """`Today`, `Mon 5 Jan 2026`."""
    time: str
    """Local, to the minute."""
    label: str
    files: int
    kind: Kind
    stands: bool
    words: str
    """What a filter looks into, folded."""


class HistoryMessage(AppMessage):
    """Something about the journal."""


@dataclass
class HistoryListed(HistoryMessage):
    """The journal, newest first."""

    serial: int
    rows: Sequence[Happened]


@dataclass
class HistoryLooked(HistoryMessage):
    """What an entry wrote, and whether it can be taken back."""

    serial: int
    id: str
    shown: Content
    clean: bool
    """Whether nothing is in the way."""
