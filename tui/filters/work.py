"""What of the work in threads is about filters: counted, and looked into before all is decided."""

from textual.app import App
from textual.worker import get_current_worker

from core.errors import BadQuery
from core.session import Session
from core.sweeps import Counted, counted, sample, sweeps
from tui.filters.messages import Sampled, Swept


class FilterWork:
    """One method a question; each is run in a thread of its own and touches no widget."""

    def __init__(self, app: App[None], session: Session) -> None:
        self._app = app
        self._session = session

    def sweeps(self, serial: int) -> None:
        """Count what each ready-made and each saved filter finds."""
        worker = get_current_worker()
        found = list(map(Counted, sweeps(self._session.snapshot, self._session.config.filters)))
        for at, each in enumerate(found):
            if worker.is_cancelled:
                return
            found[at] = counted(each.sweep, self._session.rows)
            self._app.post_message(Swept(serial, tuple(found)))

    def sample(self, filter: str, serial: int) -> None:
        """Find what a filter means, all of it."""
        try:
            found = sample(self._session.rows(filter))
        except BadQuery as bad:
            self._app.post_message(Sampled(serial, None, str(bad)))
        else:
            self._app.post_message(Sampled(serial, found))
