"""What is printed: aligned text for people, ASCII JSON for programs, complaints on the other stream."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from core.display import safe_text
from core.process import forgiving, hang_up, terminal_width
from tui.progress import Progress

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]

_PAINT = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
_GAP = 2
_UNALIGNED = 60  # a longer cell does not push the others away; it only loses its own alignment
_NARROWEST = 10
_MARKED = 4  # a letter may carry marks that take no column
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a line."""

    text: str
    """Safe to show or not; it is made so."""
    paint: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """How the cells of one place in a line are set."""

    right: bool = False
    """Numbers stand under each other at their ends."""
    share: int = 0
    """Its part of what a terminal has left; 0: as wide as its widest cell."""


class Output:
    """The two streams of a command."""

    def __init__(self, stdout: TextIO, stderr: TextIO, variables: Mapping[str, str]) -> None:
        """Write to `stdout` and `stderr`; the environment says whether colours are wanted."""
        self._stdout, self._stderr = stdout, stderr
        forgiving(stdout)
        forgiving(stderr)
        self.width = terminal_width(stdout)
        """Columns of the terminal, `None` where something else reads."""
        self.lost: OSError | None = None
        """Why the output cannot be written any more; what was to be done goes on all the same."""
        self._progress = Progress()
        self._words = Progress(doing="indexing words")
        self._sources = Progress(doing="looking through sources,")
        plain = variables.get("NO_COLOR") or variables.get("TERM") == "dumb"
        self._painted = self.width is not None and not plain

    @property
    def stderr_is_terminal(self) -> bool:
        """Whether somebody can be asked or told something there."""
        return self._stderr.isatty()

    @property
    def has_signs(self) -> bool:
        """Whether what is drawn there may be more than ASCII."""
        return (self._stderr.encoding or "").lower().replace("-", "").startswith("utf")

    def line(self, *cells: Cell | str) -> None:
        """One line on the output."""
        self._write(f"{self._join(cells)}\n")

    def text(self, text: str) -> None:
        """Lines that are ours or were made safe."""
        self._write(f"{text.rstrip(chr(10))}\n")

    def complain(self, sentence: str) -> None:
        """One line of what went wrong."""
        self._stderr.write(f"winnow: {safe_text(sentence)}\n")

    def trace(self, text: str) -> None:
        """Lines for who looks for a mistake in the program."""
        for line in text.rstrip("\n").split("\n"):
            self._stderr.write(f"{safe_text(line)}\n")

    def remark(self, sentence: str) -> None:
        """Something to know, for people only: nothing where no terminal reads it."""
        if self._stderr.isatty():
            self._stderr.write(f"{safe_text(sentence)}\n")

    def listed(self, shown: int, found: int) -> None:
        """How many lines a list has, and how many it would have."""
        more = found - shown
        self.remark(f"{shown:,} listed{f', {more:,} more' if more else ''}")

    def progress(self, done: int, total: int, *, words: bool = False) -> None:
        """How far the reading is, or the indexing of words, on a line that is written over."""
        self._tell(self._words if words else self._progress, done, total)

    def weighing(self, done: int, total: int) -> None:
        """How far the weighing of evidence is, by sources, on such a line."""
        self._tell(self._sources, done, total)

    def _tell(self, progress: Progress, done: int, total: int) -> None:
        if self._stderr.isatty():
            text = progress.words(done, total) if done < total else ""
            self._stderr.write(f"\r{text:<48}{'' if text else chr(13)}")
            self._stderr.flush()

    def ask(self, question: str, stdin: TextIO) -> bool | None:
        """The answer to a question; `None` where there is no terminal to ask on."""
        if not (stdin.isatty() and self._stderr.isatty()):
            return None
        self._stderr.write(f"{safe_text(question)} [y/N] ")
        self._stderr.flush()
        return stdin.readline().strip().lower() in {"y", "yes"}

    def json(self, value: Json) -> None:
        """One JSON value."""
        self._write(f"{_dumps(value, 2)}\n")

    def json_rows(self, rows: Iterable[Json]) -> None:
        """A JSON array, one row a line."""
        before = "["
        for row in rows:
            self._write(f"{before}\n{_dumps(row)}")
            before = ","
            if self.lost:
                return
        self._write("[]\n" if before == "[" else "\n]\n")

    def json_lines(self, rows: Iterable[Json]) -> None:
        """One JSON value a line."""
        for row in rows:
            self._write(f"{_dumps(row)}\n")
            if self.lost:
                return

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> None:
        """Aligned lines; on a terminal the columns with a share are cut to what is left."""
        shown = [[safe_text(cell.text) for cell in row] for row in rows]
        widths = [
            max([cells(texts[at]) for texts in shown], default=0) for at in range(len(columns))
        ]
        widths = [min(width, _UNALIGNED) for width in widths]
        cut = self.width is not None
        if self.width is not None:
            widths = _fitted(columns, widths, self.width)
        for row, texts in zip(rows, shown, strict=True):
            line = []
            for text, cell, column, width in zip(texts, row, columns, widths, strict=True):
                if cut:
                    text = clip(text, width)  # noqa: PLW2901 - what is shown of it
                pad = " " * (width - cells(text))
                painted = self._painted_as(text, cell.paint)
                line.append(f"{pad}{painted}" if column.right else f"{painted}{pad}")
            self._write(f"{(' ' * _GAP).join(line).rstrip()}\n")

    def diff(self, text: str) -> None:
        """A unified diff."""
        paints = {"+": "green", "-": "red", "@": "cyan"}
        for line in text.removesuffix("\n").split("\n"):
            heading = line.startswith(("+++", "---"))
            self.line(Cell(line, "bold" if heading else paints.get(line[:1], "")))

    def flush(self) -> None:
        """Bring out what was printed, so that a full disk is noticed in time."""
        if self.lost is None:
            try:
                self._stdout.flush()
            except OSError as error:
                self._lose(error)

    def _write(self, text: str) -> None:
        if self.lost is None:
            try:
                self._stdout.write(text)
            except OSError as error:
                self._lose(error)

    def _lose(self, error: OSError) -> None:
        self.lost = error
        hang_up(self._stdout)

    def _join(self, parts: Sequence[Cell | str]) -> str:
        return "".join(
            self._paint(part) if isinstance(part, Cell) else safe_text(part) for part in parts
        )

    def _paint(self, cell: Cell) -> str:
        return self._painted_as(safe_text(cell.text), cell.paint)

    def _painted_as(self, text: str, paint: str) -> str:
        """A text that is safe already, in its colour."""
        if not (self._painted and paint and text):
            return text
        return f"\x1b[{_PAINT[paint]}m{text}\x1b[0m"


def clean(text: str) -> str:
    """`text` with U+FFFD for every byte that was not UTF-8."""
    return text if text.isascii() else _SURROGATE.sub("�", text)


def cells(text: str) -> int:
    """Columns that `text` takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(map(_cell, text))


def clip(text: str, width: int) -> str:
    """`text`, cut with an ellipsis to at most `width` columns."""
    # A line of megabytes is not measured to its end.
    if len(text) <= _MARKED * width and cells(text) <= width:
        return text
    taken, used = [], 1
    for char in text:
        used += _cell(char)
        if used > width:
            break
        taken.append(char)
    return f"{''.join(taken)}…"


def _cell(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _fitted(columns: Sequence[Column], widths: list[int], width: int) -> list[int]:
    """`widths`, where those with a share divide what the others leave."""
    shares = sum(column.share for column in columns)
    fixed = sum(wide for wide, column in zip(widths, columns, strict=True) if not column.share)
    left = width - fixed - _GAP * (len(columns) - 1)
    return [
        min(wide, max(_NARROWEST, left * column.share // shares)) if column.share else wide
        for wide, column in zip(widths, columns, strict=True)
    ]


def _dumps(value: Json, indent: int | None = None) -> str:
    return json.dumps(_cleaned(value), ensure_ascii=True, indent=indent, allow_nan=False)


def _cleaned(value: Json) -> Json:
    match value:
        case str():
            return clean(value)
        case Mapping():
            return {clean(key): _cleaned(one) for key, one in value.items()}
        case Sequence():
            return [_cleaned(one) for one in value]
        case _:
            return value
