"""What a part of the app is told."""

from textual.message import Message


class AppMessage(Message):
    """Something a worker has found or a pane asks for; `tui.routing` knows whose it is."""
