"""Keys that only begin something: a number, and the leader of two keys in a row. In the UI's thread."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.timer import Timer

from tui.commands import command
from tui.dispatch import DISPATCH
from tui.keyboard import counts
from tui.keyboard.counts import Counted
from tui.keyboard.keys import led
from tui.what_is import state_of
from tui.widgets.which_key import Offer, WhichKey

if TYPE_CHECKING:
    from tui.app import WinnowApp
    from tui.widgets.row_list import RowList

_AFTER = 0.3
"""Seconds after which the keys behind the leader are shown."""
_DIGITS = 4
"""A number has no more."""
_ACTIONS = {"cursor.down": 1, "cursor.up": -1, "preview.down": 1, "preview.up": -1}


class Begun:
    """What was begun and waits for its next key."""

    def __init__(self, app: "WinnowApp") -> None:
        self._app = app
        self._digits: str | None = None
        """The number so far; `None`: none was begun."""
        self._rows: RowList | None = None
        """Where rows are lit that a number holds."""
        self._leads = False
        self._later: Timer | None = None
        self._box: WhichKey | None = None

    @property
    def waits(self) -> bool:
        """Whether the next key belongs to what was begun."""
        return self._digits is not None or self._leads

    # Keys

    def hear(self, key: str, id: str | None) -> bool:
        """Take a key that begins something or belongs to what was begun; `False`: it is an ordinary one.

        Args:
            key: As the table spells it.
            id: What it means where one is.
        """
        if self._leads:
            self._follow(key)
        elif self._digits is not None:
            self._go_on(key, id)
        elif id == "count":
            self.count(key if key.isdecimal() else "")
        elif id == "leader":
            self.lead()
        else:
            return False
        return True

    def count(self, digits: str = "") -> None:
        """Begin a number."""
        self.drop()
        self._digits = digits
        self._count()

    def lead(self) -> None:
        """Begin two keys in a row: which there are is shown after a moment."""
        self.drop()
        self._leads = True
        self._later = self._app.set_timer(_AFTER, self._show)

    def drop(self) -> None:
        """Nothing was begun."""
        if self._digits is not None:
            self._reach(0)
            self._digits = None
            self._say("")
        if self._later is not None:
            self._later.stop()
            self._later = None
        if self._box is not None:
            self._box.display = False
        self._leads = False

    # A number

    def _go_on(self, key: str, id: str | None) -> None:
        digits = self._digits or ""
        if key.isdecimal() and key.isascii():
            self._digits = (digits + key)[:_DIGITS].lstrip("0") or "0"
            self._count()
        elif key == "backspace" and digits.strip("0"):
            self._digits = digits[:-1] or "0"
            self._count()
        elif id in {None, "back", "count"} or key == "backspace":
            self.drop()
        elif id == "leader":  # what it leads to takes no number
            self.lead()
        else:
            self._do(str(id), int(digits or 0))

    def _count(self) -> None:
        number = int(self._digits or 0)
        rows = self._reach(number)
        self._say(
            counts.says(number, rows) if number else "a number: how many rows, how often · esc"
        )

    def _reach(self, number: int) -> int:
        """Let verbs act on so many rows from the cursor; how many there are."""
        main = self._app.main
        steps = main.steps
        if steps is not None and steps.tasks:
            main.inbox.steps = replace(steps, reach=max(1, number))
            return min(number, steps.count - steps.at)
        rows = main.here.marking
        if self._rows is not None and self._rows is not rows:
            self._rows.reach(0)  # a click led to another list meanwhile
        self._rows = rows
        return rows.reach(number)

    def _do(self, id: str, number: int) -> None:
        app, number = self._app, max(1, number)
        each, rows = command(id, app.keyboard.commands), self._reach(number)
        self._reach(0)
        sentence = counts.why_not(each, number, state_of(app))
        how = counts.counted(each)
        if sentence is not None or how is not Counted.ROWS:
            self.drop()
        if sentence is not None:
            app.tell(sentence)
        elif how is Counted.ROWS and id == "mark.toggle":
            self._mark(number)
        elif how is Counted.ROWS:
            self._reach(rows)
            try:
                app.action_command(id)
            finally:
                self.drop()
        else:
            self._move(id, how, number)

    def _mark(self, number: int) -> None:
        """Mark so many rows and step behind them, as so many keys would."""
        rows = self._app.main.here.marking
        self.drop()
        rows.reach(number)
        chosen = rows.chosen
        rows.reach(0)
        rows.mark(chosen)
        rows.move(len(chosen))

    def _move(self, id: str, how: Counted | None, number: int) -> None:
        app = self._app
        if (reason := command(id, app.keyboard.commands).why_not(state_of(app))) is not None:
            app.tell(reason)
        elif how is Counted.ROW and app.main.steps is None:
            mover = app.main.here.mover
            mover.go_first()
            mover.move(number - 1)
        elif how is Counted.LINES and app.main.steps is None:
            here = app.main.here
            (here.read if id.startswith("preview.") else here.mover).move(_ACTIONS[id] * number)
        else:
            do: Callable[[WinnowApp], None] = DISPATCH[id]
            for _ in range(min(number, counts.MOST_TIMES)):
                do(app)
        app.say_bars()

    # Two keys in a row

    def _follow(self, key: str) -> None:
        app = self._app
        found = led(app.keyboard.commands, app.main.place).get(key)
        self.drop()
        if found is not None:
            app.action_command(found.id)
        elif key != "esc":
            app.tell(
                f"Nothing is behind the leader and {key}: wait a moment, and what is there is shown."
            )

    def _show(self) -> None:
        app = self._app
        if not self._leads or app.screen is not app.main:
            return
        state = state_of(app)
        offers = [
            Offer(key, each.label, each.help, each.why_not(state))
            for key, each in led(app.keyboard.commands, app.main.place).items()
        ]
        if self._box is None:
            self._box = WhichKey()
            app.main.mount(self._box)
        self._box.display = True
        self._box.show(offers)

    def _say(self, words: str) -> None:
        self._app.work.begun = words
        self._app.say_bars()
