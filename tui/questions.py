"""Questions that threads answer: of each kind only the newest is wanted."""

from collections.abc import Callable
from functools import partial

from textual.app import App


class Questions:
    """Asks workers, and knows which question of a kind is the newest; in the UI's thread."""

    def __init__(self, asker: App[None]) -> None:
        self._asker = asker
        self._serials: dict[str, int] = {}

    def ask(self, group: str, work: Callable[[int], None], *, exclusive: bool = True) -> None:
        """Start a question of a kind: an older one of that kind is not wanted any more."""
        self._serials[group] = serial = self._serials.get(group, 0) + 1
        self._asker.run_worker(
            partial(work, serial),
            name=group,
            group=group,
            description=group,  # else the `repr` of what is asked about
            thread=True,
            exclusive=exclusive,
            exit_on_error=False,
        )

    def newest(self, group: str, serial: int) -> bool:
        """Whether this answers the newest question of its kind."""
        return self._serials.get(group) == serial
