"""What the movement keys mean to anything that is moved through by lines."""

from textual.widget import Widget


class Movement(Widget):
    """Action methods for the command table; a widget says what one line and the ends are to it."""

    def move(self, lines: int) -> None:
        """Move down by lines, up if negative, and stop at the ends."""
        raise NotImplementedError

    def go_first(self) -> None:
        """Move to the very top."""
        raise NotImplementedError

    def go_last(self) -> None:
        """Move to the very end."""
        raise NotImplementedError

    def action_cursor_down(self) -> None:
        """A line down."""
        self.move(1)

    def action_cursor_up(self) -> None:
        """A line up."""
        self.move(-1)

    def action_half_page_down(self) -> None:
        """Half a screen down."""
        self.move(max(1, self.size.height // 2))

    def action_half_page_up(self) -> None:
        """Half a screen up."""
        self.move(-max(1, self.size.height // 2))

    def action_page_down(self) -> None:
        """A screen down, with a line of the one before."""
        self.move(max(1, self.size.height - 1))

    def action_page_up(self) -> None:
        """A screen up, with a line of the one before."""
        self.move(-max(1, self.size.height - 1))

    def action_top(self) -> None:
        """To the first line."""
        self.go_first()

    def action_bottom(self) -> None:
        """To the last line."""
        self.go_last()
