"""Keys in the order in which they were typed, whoever they are meant for when their turn comes.

Textual hands a key to what has the focus when it arrives. A box that waits for an answer before it can
close would so get the keys that were meant for what comes after it.
"""

from collections import deque
from collections.abc import Sequence
from time import monotonic
from typing import Protocol, runtime_checkable

from textual import events
from textual.driver import Driver

from tui.keyboard.burst import BurstGuard
from tui.keyboard.keymap import table_key
from tui.pointing import Pointed

_PATIENCE = 1.0
"""Seconds; an `escape` after so long was not typed ahead: somebody waits for a box whose answer does not come."""


@runtime_checkable
class TakesKeys(Protocol):
    """A screen that is given its keys one by one."""

    @property
    def closing(self) -> bool:
        """Whether it goes away as soon as an answer comes: the next key is not its own any more."""

    def take_key(self, event: events.Key) -> bool:
        """Do what a key means, at once; `False`: whoever has the focus may."""


class TypedAhead(Pointed, inherit_bindings=False):
    """An app whose keys wait while a box closes, and are nobody's but the next screen's."""

    def __init__(self, driver: type[Driver] | None = None) -> None:
        super().__init__(driver)
        self._typed: deque[events.Key] = deque()
        self._burst = BurstGuard[events.Key](monotonic, self.set_timer, self._meant, self.ignored)
        self._held_since: float | None = None
        """Since when keys wait for a box to close."""
        self.printable = False
        """Whether the key in hand is one that is typed into a line."""

    async def on_event(self, event: events.Event) -> None:
        """Every event; keys one after the other."""
        if isinstance(event, events.AppFocus):
            self._burst.focused()
        if isinstance(event, events.Key):
            if self.guarded() and self._burst.holds(event):
                return
            if event.key == "escape" and self._is_in_vain():
                self._typed.clear()
                self.screen.dismiss(None)
            else:
                self._typed.append(event)
            await self.go_on()
        else:
            await super().on_event(event)

    def guarded(self) -> bool:
        """Whether a key that nobody meant would do harm now."""
        return False

    def ignored(self, count: int) -> None:
        """So many keys were dropped because they came at once with the focus."""

    def _meant(self, keys: Sequence[events.Key]) -> None:
        """Take keys that were held back: a person typed them."""
        self._typed.extend(keys)
        self.call_next(self.go_on)

    async def go_on(self) -> None:
        """Hand out the keys that wait, as far as somebody takes them now."""
        await self._hand_out()
        if self._is_closing():
            self._held_since = self._held_since or monotonic()
        else:
            self._held_since = None

    def _is_closing(self) -> bool:
        return isinstance(self.screen, TakesKeys) and self.screen.closing

    def _is_in_vain(self) -> bool:
        since = self._held_since
        return since is not None and self._is_closing() and monotonic() - since > _PATIENCE

    async def _hand_out(self) -> None:
        while self._typed and not self._is_closing():
            screen = self.screen
            taker = screen if isinstance(screen, TakesKeys) else None
            event = self._typed.popleft()
            self.printable = event.is_printable
            if taker is not None and taker.take_key(event):
                continue
            if event.is_forwarded or not self._heard(event):
                await super().on_event(event)

    def hear(self, key: str) -> bool:  # noqa: ARG002 - whoever knows commands looks at it
        """Do what a key means, as the table of commands spells it; `False`: nothing here."""
        return False

    def _heard(self, event: events.Key) -> bool:
        """What a key means is done before the next one is looked at.

        Textual would hand keys typed ahead to whatever had the focus when they came: the letters after
        `/` would be decisions. And it can bind a key to one command only once users move keys.
        """
        self.app_focus = True
        return self.hear(table_key(event))
