"""What a note was made from, under the note itself."""

from textual import events

from tui.widgets.note_view import NoteView


class SourceView(NoteView, can_focus=False):
    """A page to look at while the keys stay where they are; nothing in it is followed."""

    def on_click(self, event: events.Click) -> None:
        """A link leads nowhere here: the note's would be left for it."""
        event.stop()
        event.prevent_default()
