"""Work behind the list that need not be done twice at once: what is asked for meanwhile is done once more."""

from collections.abc import Callable


class Behind:
    """One kind of such work; called from the UI's thread only."""

    def __init__(self, start: Callable[[], None]) -> None:
        """Nothing is at work.

        Args:
            start: Starts a worker that does all there is to do.
        """
        self._start = start
        self._working = self._again = False

    def begin(self) -> None:
        """There may be something to do."""
        self._again = self._working
        if not self._working:
            self._working = True
            self._start()

    def over(self) -> None:
        """The worker is done, or failed: look what came meanwhile."""
        self._working = False
        if self._again:
            self.begin()
