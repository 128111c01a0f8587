"""Who says the same as a proposal: the members of its cluster, what each says otherwise, and what is to be kept."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from core.clusters.cluster import FIELDS, Cluster, Field
from core.clusters.differences import differing
from core.index.rows import TaskId, TaskRow
from tui.screens.dialog import Dialog
from tui.text import clip, middle, shown

_LONGEST = 600
_TITLE = 60
_INDENT = 4
_LEAST = 12
_SIDES = "abcdefghi"
_KEYS = "enter A accepts the lit line · X rejects all · - splits off · m joins · esc"
_UP = frozenset(["k", "up"])
_DOWN = frozenset(["j", "down"])


class MembersAnswer(NamedTuple):
    """What is to be done with a cluster."""

    verb: Literal["accept", "reject", "split", "join"]
    rows: tuple[TaskRow, ...]
    """All of it; of `split` those that go, of `join` those that belong together."""
    best: TaskId
    choose: tuple[tuple[Field, str], ...] = ()
    rest: tuple[TaskId, ...] = ()


class Members(Dialog[MembersAnswer]):
    """Answers with what is to be done.

    A key that comes before the members are known waits. The app hands over the keys (`tui.keyboard.typed_ahead`).
    """

    def __init__(self, row: TaskRow, glyphs: str) -> None:
        super().__init__(shown(clip(row.text, _TITLE)), _KEYS)
        self._row = row
        self._bar = ">" if glyphs == "ascii" else "▌"
        self._rows: tuple[TaskRow, ...] | None = None
        self._maybe: tuple[TaskRow, ...] = ()
        self._cluster: Cluster | None = None
        self._at = 0
        self._picked: dict[Field, str] = {}
        self._waiting: list[str] = []
        self._about = Static("…", id="facts")
        self._listed = Static("")

    def inside(self) -> Iterable[Widget]:
        """What is to be picked, and the members."""
        yield self._about
        yield VerticalScroll(self._listed, id="scroll", can_focus=False)

    def show(
        self, cluster: Cluster | None, rows: Sequence[TaskRow], maybe: Sequence[TaskRow]
    ) -> None:
        """The members are known."""
        self._cluster = cluster
        self._rows = tuple(rows) or (self._row,)
        self._maybe = tuple(maybe)
        best = self._row.id if cluster is None else cluster.best
        ids = [row.id for row in self._rows]
        self._at = ids.index(best) if best in ids else 0
        self._say()
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            self._do(each)

    @property
    def closing(self) -> bool:
        """Whether a key said what is to be done, and only the members are awaited."""
        return self._rows is None and any(each in {"A", "X", "enter"} for each in self._waiting)

    def take_key(self, event: events.Key) -> bool:
        """Do what a key means, as soon as it is known who is meant."""
        pressed = event.character if event.is_printable and event.character else event.key
        if event.key == "escape" or pressed in {"q", "b"}:
            self.dismiss(None)
        elif self._rows is None:
            self._waiting.append(pressed)
        elif not self._do(pressed):
            return self.scrolled(event.key)
        return True

    def _do(self, pressed: str) -> bool:
        if pressed in _UP | _DOWN:
            self._move(1 if pressed in _DOWN else -1)
        elif pressed in {"enter", "A"}:
            self._answer("accept")
        elif pressed == "X":
            self._answer("reject")
        elif pressed == "-":
            self._answer("split")
        elif pressed == "m":
            self._answer("join")
        elif pressed in self._sides:
            name, text = self._sides[pressed]
            self._picked[name] = text
            self._say()
        else:
            return False
        return True

    # What is shown

    @property
    def _all(self) -> tuple[TaskRow, ...]:
        return (*(self._rows or ()), *self._maybe)

    @property
    def _sides(self) -> Mapping[str, tuple[Field, str]]:
        """Key → a field of which members disagree, and what one of them says."""
        cluster = self._cluster
        fields = cluster.conflict_fields if cluster is not None else ()
        said = [(name, one.text) for name in fields for one in cluster.choices.get(name, ())] if cluster else []  # fmt: skip
        return dict(zip(map(str, range(1, 10)), said, strict=False))

    def _move(self, step: int) -> None:
        self._at = max(0, min(len(self._all) - 1, self._at + step))
        self._say()
        self.query_one("#scroll").scroll_to(y=max(0, self._at * 3 - 3), animate=False)

    def _say(self) -> None:
        self._about.update(Content("\n").join(self._facts()))
        self._listed.update(Content("\n").join(self._lines()))

    def _facts(self) -> Iterable[Content]:
        cluster = self._cluster
        if cluster is None or cluster.size == 1:
            yield Content("Nothing else says the same.")
            if self._maybe:
                yield Content(
                    "A little less like it are these; m says that the lit one is the same."
                )
            return
        notes = f"{cluster.files} note{'s' * (cluster.files != 1)}"
        yield Content(f"{cluster.size} say the same in {notes}; the lit line stays, the others are rejected.")  # fmt: skip
        if cluster.negated:
            yield Content.styled("One says “not” where another does not: look first.", "$text-warning")  # fmt: skip
        for name in FIELDS:
            if name not in cluster.conflict_fields:
                continue
            line = Content(f"{name}  ")
            for pressed, (field, text) in self._sides.items():
                if field == name:
                    picked = self._picked.get(name) == text
                    mark = "●" if picked else " "
                    line = Content.assemble(
                        line,
                        (f" {pressed} ", "bold $text-accent"),
                        mark,
                        shown(clip(text, _TITLE)),
                        "  ",
                    )
            yield line

    def _lines(self) -> Iterable[Content]:
        rows, best = self._all, self._all[self._at]
        for at, row in enumerate(rows):
            lit = at == self._at
            if at == len(self._rows or ()):
                yield Content.styled("Perhaps the same", "$text-muted")
            bar = (self._bar, "bold $text-accent") if lit else " "
            words = _marked(row, best)
            yield Content.assemble(bar, " ", words if not lit else words.stylize("bold"))
            said = _said(row)
            room = max(_LEAST, self._room - cell_len(said) - 3)
            where = middle((row.note.title or row.note.path)[:_LONGEST], room)
            said = " · ".join(filter(None, (said, where)))
            yield Content.assemble(" " * _INDENT, Content.styled(said, "$text-muted"))

    @property
    def _room(self) -> int:
        """Cells of a line, behind what it is indented by."""
        return self._listed.size.width - _INDENT

    def _answer(self, verb: Literal["accept", "reject", "split", "join"]) -> None:
        rows, lit = self._rows or (), self._all[self._at]
        member = any(row.id == lit.id for row in rows)
        if verb == "join" and not member:
            self.dismiss(MembersAnswer("join", (*rows, lit), lit.id))
        elif verb == "split" and member and len(rows) > 1:
            rest = tuple(row.id for row in rows if row.id != lit.id)
            self.dismiss(MembersAnswer("split", (lit,), lit.id, rest=rest))
        elif verb in {"accept", "reject"} and (member or verb == "reject"):
            choose = tuple(self._picked.items())
            self.dismiss(MembersAnswer(verb, rows, lit.id, choose))


def _said(row: TaskRow) -> str:
    owners = ", ".join(f"@{owner}" for owner in row.owners)
    due = f"due {row.due}" if row.due else ""
    return " · ".join(filter(None, (owners, due, row.priority or "")))


def _marked(row: TaskRow, best: TaskRow) -> Content:
    """Its words, those in brackets and lit that the best line has not."""
    text, at = row.text[:_LONGEST], 0
    parts: list[Content] = []
    for start, end in differing(text, best.text[:_LONGEST]) if row.id != best.id else ():
        parts.append(shown(text[at:start]))
        parts.append(Content.styled(f"[{shown(text[start:end]).plain}]", "$text-warning"))
        at = end
    parts.append(shown(text[at:]))
    return Content.assemble(*parts)
