"""The keys, from the table of commands, grouped by what they are about: found by typing, done by `enter`."""

from collections.abc import Sequence

from rich.style import Style
from textual import events
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from tui.commands import Command, Group
from tui.conditions import UiState
from tui.screens.finder import MOVES, Finder
from tui.text import clip, fit
from tui.widgets.paint import line_of
from tui.widgets.row_list import RowList
from tui.widgets.row_view import RowState

_KEYS, _HELP, _ID, _REASON = 17, 46, 22, 20
_WIDE = 88
"""Cells of a row from which on it has its id."""
_HEADING = "\0"
"""Before the words of a heading in its id: no command is called so."""
_LEAVE = frozenset(["?", "q"])
"""What leaves as long as nothing was typed; `?` and `f1` may have opened it."""


class Help(Finder[str]):
    """Answers with the id of a command that is to be done."""

    CSS_PATH = "dialogs.tcss"  # Textual looks beside the class, not beside its base

    def __init__(
        self,
        title: str,
        commands: Sequence[Command],
        state: UiState,
        *,
        sections: bool,
        glyphs: str,
    ) -> None:
        """Keys to look at.

        Args:
            title: Whose they are.
            commands: Each with the keys that mean it there.
            state: What is so now: it decides what can be done.
            sections: Whether to say of each group in which pane it is.
            glyphs: What rows are drawn with.
        """
        super().__init__(
            Content(title),
            "type to find · enter does it · esc leaves",
            self._find,
            placeholder="what you want to do, or a key",
            glyphs=glyphs,
        )
        self._by_id = {each.id: each for each in commands}
        self._why_not = {each.id: each.why_not(state) for each in commands}
        self._sections = sections
        self._about = Static("", id="about")
        self._touched = False
        """Whether anything was typed or moved: before that `enter` leaves, as it always did."""

    def inside(self) -> Sequence[Widget]:
        """The line, the keys, and all that is to be said of one of them."""
        return (self._line, self._list, self._about)

    def take_key(self, event: events.Key) -> bool:
        """Type, move, or leave."""
        if not self.typed and (event.character in _LEAVE or event.key in {"f1", "f2"}):
            self.dismiss(None)
            return True
        if event.key == "escape" and self.typed:
            self._line.value = ""
            return True
        if event.key == "enter" and not self._touched:
            self.dismiss(None)
            return True
        self._touched |= event.is_printable or event.key in MOVES
        taken = super().take_key(event)
        self._tell()
        return taken

    def take(self, key: str, id: str) -> None:  # noqa: ARG002 - there is one key that takes
        """That one, unless it can do nothing now: then the reason stands there."""
        if id in self._by_id and self._why_not[id] is None:
            self.dismiss(id)

    def on_row_list_highlighted(self, message: RowList.Highlighted) -> None:
        """A click moved the cursor."""
        message.stop()
        self._touched |= self._list.window.cursor > 1
        self._tell()

    def _find(self, typed: str) -> None:
        words = typed.strip()
        rows: list[str] = []
        keyed = [each for each in self._by_id.values() if words and words in each.keys]
        if keyed:
            rows += [f"{_HEADING}the key {words}", *(each.id for each in keyed)]
        for section, commands in self._grouped().items():
            found = [each for each in commands if each not in keyed and _means(each, words.lower())]
            if found:
                rows += [f"{_HEADING}{section}", *(each.id for each in found)]
        self._list.head([id for id in rows if id.startswith(_HEADING)])
        self.found(rows, "No command has these words.")
        self._tell()

    def _grouped(self) -> dict[str, list[Command]]:
        found: dict[str, list[Command]] = {group.value: [] for group in Group}
        for each in self._by_id.values():
            section = each.section if self._sections else each.group.value
            found.setdefault(section, []).append(each)
        return found

    def _tell(self) -> None:
        each = self._by_id.get(self._list.cursor_id or "")
        if each is None:
            self._about.update("")
            return
        reason = self._why_not[each.id]
        does = f"{each.help}." if reason is None else f"{each.help}. Not now: {reason}"
        tone = "$text-muted" if reason is None else "$text-warning"
        keys = f"  {' '.join(each.keys)}" if each.keys else "  no key"
        name = Content.assemble((each.id, "bold"), (keys, "$text-accent"))
        self._about.update(Content("\n").join((name, Content.styled(does, tone))))

    def draw(self, id: str, width: int, state: RowState) -> Strip:
        """A heading, or a command: its keys, what it does, its id, and why not."""
        paint = state.paint
        if id.startswith(_HEADING):
            return line_of([(id.removeprefix(_HEADING), paint("group"))], width, paint())
        return line_of(self._cells(self._by_id[id], width, state), width, paint())

    def _cells(self, each: Command, width: int, state: RowState) -> Sequence[tuple[str, Style]]:
        paint, reason = state.paint, self._why_not[each.id]
        names = _ID if width >= _WIDE else 0  # what is lit says its id below the list
        room = max(1, width - _KEYS - names - 1)
        beside = room - _HELP - 1
        help = min(room, _HELP) if reason is not None and beside >= _REASON else room
        plain = paint() if reason is None else paint("muted")
        keys = clip("  ".join(each.keys) or "–", _KEYS - 1)
        cells = [
            (fit(keys, _KEYS), paint("status") if reason is None else paint("muted")),
            (f"{fit(each.help, help)} ", plain),
            (fit(each.id, names), paint("muted")),
        ]
        if reason is not None and help < room:
            cells.append((f" {clip(reason, beside)}", paint("priority")))
        return cells


def _means(command: Command, words: str) -> bool:
    text = f"{command.label} {command.help} {command.id} {' '.join(command.keys)}".lower()
    return all(word in text for word in words.split())
