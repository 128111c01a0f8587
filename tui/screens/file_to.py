"""Whose something is: suggestions by number, anybody by letters of the name, or a new page."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual.strip import Strip

from core.inbox.items import Suggestion
from core.spelling import folded
from tui.messages import Found
from tui.screens.finder import Finder
from tui.screens.jump import named
from tui.text import clip, fit, shown
from tui.widgets.paint import line_of
from tui.widgets.row_view import RowState

_NEW = "\0new"
_TYPE, _LONGEST = 11, 300
_MOST = 9
_AROUND = 34
"""Cells for the words around a name that is only typed."""


def _new_page(name: str) -> str:
    return f"new page “{name}”"


class FileAnswer(NamedTuple):
    """To whom."""

    key: str
    """Of an entity; `""`: a page is to be made."""
    name: str


class FileTo(Finder[FileAnswer]):
    """Answers with whom a number or the cursor means."""

    TAKES = frozenset(["enter", *"123456789"])

    def __init__(  # noqa: PLR0913 - all but the first three are named by the caller
        self,
        title: str,
        ask: Callable[[str], None],
        suggestions: Sequence[Suggestion] | None,
        *,
        item: str,
        glyphs: str,
        new: Callable[[str], str] | None = _new_page,
        first: bool = False,
    ) -> None:
        """A box; whoever answers `ask` calls `show`.

        Args:
            title: What is filed.
            ask: Looks for names.
            suggestions: Whose it may be, the likeliest first; `None`: `suggest` tells later.
            item: The one item that is filed; `""`: several.
            glyphs: `unicode` or `ascii`.
            new: What is said of a name that is only typed; `None`: it is no answer.
            first: Whether that stands before everybody who was found, but for one of exactly that name.
        """
        super().__init__(
            shown(title),
            "1 2 3 or enter takes it · letters find · esc leaves",
            ask,
            placeholder="letters of a name, initials, type/name",
            glyphs=glyphs,
        )
        self.item = item
        self._new, self._new_first = new, first
        self._suggestions = None if suggestions is None else tuple(suggestions[:_MOST])
        self._found: dict[str, Found] = {}

    @property
    def waits(self) -> bool:
        """Whether it is not known yet whose it may be."""
        return self._suggestions is None

    @property
    def ready(self) -> bool:
        """Whether what was typed is answered, or nothing was and it is known whose it may be."""
        return super().ready and (bool(self.typed) or self._suggestions is not None)

    def takes(self, key: str) -> bool:
        """A number means a suggestion as long as nothing is typed."""
        return key == "enter" or (super().takes(key) and not self.typed)

    def on_mount(self) -> None:
        """At first the suggestions, and below them who is often chosen."""
        super().on_mount()
        self._fill()

    def suggest(self, suggestions: Sequence[Suggestion]) -> None:
        """Whose it may be is known now."""
        self._suggestions = tuple(suggestions[:_MOST])
        self._fill()
        self.go_on()

    def show(self, found: Sequence[Found]) -> None:
        """Show the answer to what was typed last."""
        self._found = {each.hit.key: each for each in found}
        self._answered = True
        self._fill()
        self.go_on()

    def take(self, key: str, id: str) -> None:
        """The one of that number, or the one under the cursor."""
        if key == "enter":
            new = id == _NEW
            self.dismiss(FileAnswer("", self.typed) if new else FileAnswer(id, self._called(id)))
        elif int(key) <= len(self._suggestions or ()):
            one = (self._suggestions or ())[int(key) - 1]
            self.dismiss(FileAnswer(one.key, self._called(one.key)))

    def _called(self, key: str) -> str:
        if (found := self._found.get(key)) is not None:
            return found.hit.name
        return next((one.name for one in self._suggestions or () if one.key == key), key)

    def _fill(self) -> None:
        offered = () if self.typed else tuple(one.key for one in self._suggestions or ())
        # Somebody nobody thought of must not be where `enter` is.
        found = self._found if self.typed or offered else {}
        ids = [*offered, *(key for key in found if key not in offered)]
        if self.typed and self._new is not None:
            known = any(folded(one.hit.spelling) == folded(self.typed) for one in found.values())  # fmt: skip
            ids.insert(0 if self._new_first and not known else len(ids), _NEW)
        self.fill(ids, "Nobody is suggested: letters find." if self.ready else "…")

    def draw(self, id: str, width: int, state: RowState) -> Strip:
        """A suggestion with its number, somebody who was found, or the page that could be made."""
        paint = state.paint
        if id == _NEW and self._new is not None:
            typed = self._new(clip(self.typed, max(0, width - _AROUND)))
            return line_of([(f"+ {typed}", paint("muted"))], width, paint())
        offered = () if self.typed else self._suggestions or ()
        at = next((at for at, one in enumerate(offered) if one.key == id), None)
        if at is not None:
            one = offered[at]
            name = fit(one.name[:_LONGEST], max(8, width // 3))
            why = ", ".join(one.why)[:_LONGEST]
            cells = [
                (f"{at + 1} ", paint("mark")),
                (name, paint()),
                (f" {fit(one.type, _TYPE)} {clip(why, width)}", paint("muted")),
            ]
            return line_of(cells, width, paint())
        found = self._found[id]
        room = max(8, width - _TYPE - 3)
        kind = line_of([(f" {fit(found.hit.type, _TYPE)}", paint("muted"))], width - room, paint())
        return Strip.join([line_of([("  ", paint()), *named(found, state)], room, paint()), kind])
