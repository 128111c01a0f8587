"""What of the work in threads is about the journal: listed, and each entry looked at."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from textual.content import Content
from textual.message import Message

from core.errors import WinnowError
from core.history import Event, Look
from core.session import Session
from tui.history.messages import Happened, HistoryListed, HistoryLooked
from tui.lines.past import how_it_stands
from tui.screens.confirm import painted_diff
from tui.text import clip, shown

_MOST = 1_000
"""Lines of a diff on the screen; `winnow history ID` prints all of them."""
_WORDS = 20_000
"""Characters that a filter looks into."""
_WIDTH = 600


class HistoryWork:
    """One method a question; each is run in a thread of its own and touches no widget."""

    def __init__(self, tell: Callable[[Message], object], session: Session) -> None:
        self._tell = tell
        self._session = session

    def listed(self, serial: int) -> None:
        """Read the journal."""
        past, today = self._session.past, self._session.today
        zone = past.zone
        rows = [
            _happened(one, datetime.fromisoformat(one.entry.time).astimezone(zone), today)
            for one in past.events()
        ]
        self._tell(HistoryListed(serial, rows))

    def look(self, id: str, keys: tuple[str, str], serial: int) -> None:
        """Look at one entry.

        Args:
            id: Which.
            keys: What undoes it, and what does it again.
            serial: The number of the question.
        """
        try:
            look = self._session.writing.look_back(id)
        except WinnowError as error:  # the journal forgot it meanwhile, or cannot be read
            self._tell(HistoryLooked(serial, id, shown(str(error)), clean=False))
            return
        lines = Content("\n").join(_lines(look, *keys))
        self._tell(HistoryLooked(serial, id, lines, look.in_the_way is None))


def _happened(event: Event, when: datetime, today: date) -> Happened:
    entry = event.entry
    day, paths = _day(when.date(), today), entry.tx.paths
    words = " ".join((entry.tx.label, f"{when:%Y-%m-%d %H:%M}", day, entry.id, *paths))
    return Happened(
        entry.id,
        day,
        f"{when:%H:%M}",
        entry.tx.label,
        len(paths),
        event.kind,
        event.stands,
        words[:_WORDS].casefold(),
    )


def _day(day: date, today: date) -> str:
    if day == today:
        return "Today"
    return "Yesterday" if (today - day).days == 1 else f"{day:%a} {day.day} {day:%b %Y}"


def _lines(look: Look, undo: str, redo: str) -> Iterator[Content]:
    entry, style = look.event.entry, "$text-success" if look.in_the_way is None else "$text-warning"
    yield Content.styled(clip(entry.tx.label, _WIDTH), "bold")
    yield Content.styled(f"winnow history {entry.id}", "$text-muted")
    yield Content("")
    for line in how_it_stands(look, undo=undo, redo=redo):
        yield Content.styled(clip(line, _WIDTH), style)
    yield Content("")
    yield painted_diff(look.diff.rstrip("\n"), most=_MOST)
