"""Two sides and the rule between them, which can be dragged."""

from dataclasses import dataclass

from textual import events
from textual.containers import Container
from textual.message import Message
from textual.reactive import var
from textual.widget import Widget

from tui.app_message import AppMessage
from tui.lines.screen import WIDE
from tui.lines.shares import USUAL, Shares, share

_OTHERWISE = ("-larger", "-full")
"""Classes of the screen with which the style sheet alone says how large the sides are."""


@dataclass
class Dragged(AppMessage):
    """The rule between the sides was dragged."""

    shares: Shares
    done: bool
    """Whether it was let go of."""

    def can_replace(self, message: Message) -> bool:
        """Only the newest matters: each is a layout."""
        return isinstance(message, Dragged)


class Divided(Container):
    """`.side` and `.other`, beside or above each other; the rule is the border of the other."""

    shares: var[Shares] = var(USUAL)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._drags = False

    def watch_shares(self) -> None:
        """The sides get other sizes."""
        self.divide()

    def on_mount(self) -> None:
        """The sides are there."""
        self.divide()

    def on_resize(self) -> None:
        """They may stand otherwise."""
        self.divide()

    def divide(self) -> None:
        """Give the sides their sizes, where it is not the style sheet that says them."""
        if not self.is_attached:
            return
        usual = self.shares == USUAL or any(map(self.screen.has_class, _OTHERWISE))
        stacked = self._stacked
        part = self.shares.lines if stacked else self.shares.columns
        for name, size in ((".side", part), (".other", 100 - part)):
            for widget in self.query_children(name):
                rules = widget.styles.inline
                for rule, given in (("width", not stacked), ("height", stacked)):
                    if given and not usual:
                        setattr(widget.styles, rule, f"{size}fr")
                    elif rules.has_rule(rule):
                        rules.clear_rule(rule)
                        widget.refresh(layout=True)

    @property
    def _stacked(self) -> bool:
        return self.app.size.width < WIDE

    def _rule(self) -> Widget | None:
        """The side whose border is the rule, if it is seen."""
        found = [one for one in self.query_children(".other") if one.display]
        side = [one for one in self.query_children(".side") if one.display]
        return found[0] if found and side else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the rule."""
        other = self._rule()
        if other is None or event.button != 1:
            return
        x, y = event.screen_offset
        if (y == other.region.y) if self._stacked else (x == other.region.x):
            event.stop()
            self.screen.clear_selection()
            self.capture_mouse()
            self._drags = True

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag it along."""
        if self._drags:
            event.stop()
            self._say(event, done=False)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go of it."""
        if self._drags:
            event.stop()
            self._drags = False
            self.release_mouse()
            self._say(event, done=True)

    def _say(self, event: events.MouseEvent, *, done: bool) -> None:
        x, y = event.screen_offset - self.region.offset
        if self._stacked:
            shares = self.shares._replace(lines=share(y, self.region.height))
        else:
            shares = self.shares._replace(columns=share(x, self.region.width))
        self.post_message(Dragged(shares, done))
