"""Into whom a page is put: the likeliest at once, with the diff; a number takes another, `y` does it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from core.inbox.items import Suggestion
from tui.screens.confirm import painted_diff
from tui.screens.dialog import Dialog
from tui.text import clip, shown

_MOST = 5
_SIDES = "abcdefghi"
"""Keys that choose the other side of a clash, in order."""
_WIDE = 92
_NAME = 30

"""Of properties of which both say something else: what is to be said."""


class MergeAnswer(NamedTuple):
    """What is to be done; it was looked at."""

    into: str
    choose: tuple[tuple[str, str], ...]


class Side(NamedTuple):
    """A property of which both say something else; not safe to show."""

    key: str
    stays: str
    other: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What a merge would do."""

    into: str
    choose: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    """What is to be known before; where it cannot be, why. Not safe to show."""
    sides: tuple[Side, ...] = ()
    diff: str = ""
    fine: bool = True
    """Whether it can be done."""


class MergeInto(Dialog[MergeAnswer]):
    """Answers with whom, and with the sides that were chosen, when `y` is pressed on a diff that stands there.

    A key that comes before what it is about is known waits for that (`tui.keyboard.typed_ahead`).
    """

    def __init__(
        self,
        title: str,
        plan: Callable[[str, tuple[tuple[str, str], ...]], None],
        find: Callable[[], None],
    ) -> None:
        """A box; whoever answers calls `offer` once, and `look` for each plan.

        Args:
            title: What is merged.
            plan: Works out what a merge would do.
            find: Lets somebody be looked for who is not offered.
        """
        super().__init__(shown(title), "y does it · 1 2 3 whom · / anybody · J K scroll · esc leaves it")  # fmt: skip
        self._plan = plan
        self._find = find
        self._offers: tuple[Suggestion, ...] | None = None
        self._into: str | None = None
        self._choose: dict[str, str] = {}
        self._looked: Looked | None = None
        self._waiting: list[str] = []
        self._whom = Static("…", id="whom")
        self._about = Static("", id="facts")
        self._diff = Static("")
        self._scrolled = VerticalScroll(self._about, self._diff, id="scroll", can_focus=False)

    def inside(self) -> Iterable[Widget]:
        """Whom it may go into, what that would do, and the diff."""
        yield self._whom
        yield self._scrolled

    # What is told

    def offer(self, offers: Sequence[Suggestion]) -> None:
        """Whom it may go into is known, and somebody is: the diff with the first is next."""
        self._offers = tuple(offers)[:_MOST]
        self._take(self._offers[0].key)

    def add(self, found: Suggestion) -> None:
        """Somebody was found who was not offered."""
        rest = tuple(one for one in self._offers or () if one.key != found.key)
        self._offers = (found, *rest)[:_MOST]
        self._take(found.key)

    def look(self, looked: Looked) -> None:
        """Show what a merge would do, if it is still the one that is meant."""
        if (looked.into, looked.choose) == (self._into, self._chosen):
            self._looked = looked
            self._say()
            waiting, self._waiting = self._waiting, []
            for at, key in enumerate(waiting):
                if not self._do(key):
                    self._waiting += waiting[at + 1 :]
                    break

    # Keys

    @property
    def closing(self) -> bool:
        """Whether `y` was pressed, and only the diff is awaited."""
        return "y" in self._waiting

    def take_key(self, event: events.Key) -> bool:
        """Do what a key means, at once, or as soon as it is known what it is about."""
        key = event.character or event.key
        if event.key == "escape" or key == "q":
            self.dismiss(None)
        elif key in {"y", "/"} or key in _SIDES or (key.isdigit() and key != "0"):
            self._do(key)
        else:
            return self.pressed(event.key, key)
        return True

    def _do(self, key: str) -> bool:
        """Do it; `False` where it waits now, for itself or what it asked for."""
        if key == "/":
            self._waiting.clear()
            self._find()
        elif self._offers is None or (self._looked is None and not key.isdigit()):
            self._waiting.append(key)
        elif key.isdigit():
            if int(key) <= len(self._offers):
                self._take(self._offers[int(key) - 1].key)
        elif key == "y":
            if self._looked is not None and self._looked.fine:
                self.dismiss(MergeAnswer(self._looked.into, self._looked.choose))
        else:
            self._turn(_SIDES.index(key))
        return self._looked is not None

    def _take(self, into: str) -> None:
        if into != self._into:
            self._into, self._choose = into, {}
            self._ask()

    def _turn(self, at: int) -> None:
        """Let a property say what the other page says, and again what this one does."""
        sides = self._looked.sides if self._looked is not None else ()
        if at < len(sides):
            one = sides[at]
            self._choose[one.key] = one.stays if self._says(one) == one.other else one.other
            self._ask()

    def _says(self, side: Side) -> str:
        return self._choose.get(side.key, side.stays)

    def _ask(self) -> None:
        self._looked = None
        self._scrolled.scroll_home(animate=False)
        if self._into is not None:
            self._plan(self._into, self._chosen)
        self._say()

    @property
    def _chosen(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._choose.items())

    # What stands there

    def _say(self) -> None:
        looked = self._looked
        self._whom.update(Content("\n").join(self._whom_lines()) if self._offers else Content("…"))
        if looked is None:
            self._about.update(Content("…" if self._into else ""))
            return
        lines = [Content.styled(_safe(line), "" if looked.fine else "$text-error") for line in looked.lines]  # fmt: skip
        for letter, side in zip(_SIDES, looked.sides, strict=False):
            lines.append(_side(letter, side, self._says(side)))
        self._about.update(Content("\n").join([*lines, Content("")]))
        self._diff.update(painted_diff(looked.diff) if looked.diff else Content(""))

    def _whom_lines(self) -> Iterable[Content]:
        for at, one in enumerate(self._offers or (), start=1):
            lit = one.key == self._into
            name = clip(one.name, _NAME)
            yield Content.assemble(
                ("▌" if lit else " ", "$accent"),
                (f"{at} ", "bold $text-accent"),
                (name, "bold" if lit else ""),
                (f"  {clip('; '.join(one.why), _WIDE - len(name))}", "$text-muted"),
            )


def _safe(line: str) -> str:
    return clip(line, _WIDE * 2)


def _side(letter: str, side: Side, says: str) -> Content:
    """`a  role: Head of Sales, not lead`."""
    other = side.stays if says == side.other else side.other
    return Content.assemble(
        (f" {letter} ", "bold $text-accent"),
        f" {clip(side.key, _NAME)}: ",
        (clip(says, _NAME), "bold"),
        (f", not {clip(other, _NAME)}", "$text-muted"),
    )
