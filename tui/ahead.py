"""The first picture, drawn before Textual is loaded: what an earlier run left, as it looked."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len

from core.config import Config
from core.first import first_inbox, first_review, first_rows
from core.panes import Counts
from core.session import Session
from core.tasks import Rows
from core.terminal import Terminal
from core.themes import AUTO, worn
from tui.bars import Standing, Work
from tui.cells import harmless, plain_signs
from tui.inbox.rows import InboxList, inbox_list
from tui.keyboard.keys import remapped
from tui.lines.screen import Scene, Spot, fits, picture
from tui.lines.shares import KEPT, shares_of

if TYPE_CHECKING:
    from core.review.kept import Known

_OWN = frozenset(["inbox"])
"""Panes with looks that no other has."""
_LOOK = re.compile(r"[0-9;:]{0,100}")
_TELLING = ("TERM", "COLORTERM", "NO_COLOR", "TEXTUAL_COLOR_SYSTEM")
"""What colours depend on beside the theme."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What was known before Textual was loaded, for the app to go on with."""

    known: tuple[Rows, Counts] | None
    """The first rows and figures."""
    items: InboxList | None
    """What waits in the Inbox, where that opens."""
    pages: "Known | None"
    """What waits for a review, where that pane opens."""
    looks: Mapping[str, str]
    """How they looked in an earlier run."""
    remember: Callable[[str], None]
    """Keeps how they look now, for the next start; waits for the disk."""
    terminal: Terminal | None
    """Where the picture stands; `None`: it does not."""
    theme: str
    """The theme that it is drawn in."""
    colours: bool
    """Whether the person wants any."""


def draw_ahead(
    session: Session,
    config: Config,
    pane: str,
    terminal: Terminal | None,
    variables: Mapping[str, str],
) -> Ahead:
    """Draw what is known, if it is and fits.

    Args:
        session: The vault.
        config: The settings, with the glyphs of this terminal.
        pane: The pane that opens.
        terminal: Where to draw; `None`: nowhere.
        variables: The environment.
    """
    colours = not variables.get("NO_COLOR")
    asked = terminal if colours and config.theme == AUTO else None
    theme = worn(config.theme, dark=asked.is_dark() if asked else None, colours=colours)
    telling = [theme, *(variables.get(name) for name in _TELLING)]
    key = json.dumps([*telling, pane] if pane in _OWN else telling)
    known, looks = first_rows(session), _looks(session.cache.remembered(key))
    found = first_inbox(session) if pane == "inbox" else None
    items = None if found is None else inbox_list(found, None)
    pages = first_review(session) if pane == "review" else None
    remember = partial(session.cache.remember, key)
    lacking = {"inbox": items, "review": pages, "tasks": known}.get(pane) is None
    if terminal is None or known is None or not looks or lacking or not fits(*terminal.size):
        blank = terminal if terminal is not None and terminal.drawn else None
        return Ahead(known, items, pages, looks, remember, blank, theme, colours)
    columns, lines = terminal.size
    rows, counts = known
    scene = Scene(
        pane=pane,
        commands=remapped(config.keys, said_in=config.keys_from)[0],
        vault=session.vault.root.rstrip("/").rpartition("/")[2],
        work=Work(
            standing=Standing(counts, "", "", 0),
            rows=rows,
            refused=sum(id in rows.tasks for id in rows.refused),
            holder=session.read_only,
            waiting=items.total if items else pages.rows.total if pages else None,
        ),
        items=items,
        pages=pages,
        today=session.today,
        glyphs=config.glyphs,
        shares=shares_of(session.cache.remembered(KEPT)),
    )
    stands = terminal.draw(painted(picture(scene, columns, lines), looks, config.glyphs))
    there = terminal if stands else None
    return Ahead(known, items, pages, looks, remember, there, theme, colours)


def painted(lines: Iterable[Sequence[Spot]], looks: Mapping[str, str], glyphs: str) -> str:
    """Lines in the words of a terminal; whatever they say, nothing but these looks reaches it."""
    signs = plain_signs if glyphs == "ascii" else str
    written = []
    for number, line in enumerate(lines, start=1):
        # A terminal may measure letters otherwise than we: what lies under them is ours too.
        written.append(f"\x1b[{number};1H\x1b[0;{looks.get('ground', '')}m\x1b[K")
        column = 1
        for look, spots in groupby(line, key=lambda spot: spot.look):
            text = harmless(signs("".join(spot.text for spot in spots)))
            if look == "rule" and column > 1:
                written.append(f"\x1b[{number};{column}H")
            written.append(f"\x1b[0;{looks.get(look, '')}m{text}")
            column += cell_len(text)
    return "".join((*written, "\x1b[0m"))


def _looks(kept: str) -> dict[str, str]:
    """What was kept, unless it is anything but looks."""
    try:
        found = json.loads(kept or "{}")
        fine = all(_LOOK.fullmatch(look) for look in found.values())
    except (ValueError, TypeError, AttributeError):
        return {}
    return found if fine else {}
