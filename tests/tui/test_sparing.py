"""Fewer bytes to the terminal, and the same picture."""

import pyte
from hypothesis import given
from hypothesis import strategies as st

from tui.sparing import spared

SIZE = (24, 6)
COLOURS = ["", "31", "97", "38;5;7", "38;2;1;2;3", "38;2;9;9;9", "39"]
GROUNDS = ["", "41", "107", "48;5;8", "48;2;1;2;3", "48;2;9;9;9", "49"]
ATTRIBUTES = ["", "1", "3", "4", "7", "9", "1;3", "1;4;7"]
PIECES = st.lists(
    st.tuples(
        st.sampled_from(["", "\x1b[{};1H", "\x1b[3;20H\r\n\x1b[{};2H"]),
        st.integers(1, SIZE[1] - 1),
        st.tuples(st.sampled_from(ATTRIBUTES), st.sampled_from(COLOURS), st.sampled_from(GROUNDS)),
        st.sampled_from(["", " ", "    ", "a", "bc", " d ", "é…", "漢"]),
    ),
    max_size=30,
)


def picture(data: str) -> list[list[tuple[object, ...]]]:
    """What a terminal shows: of a blank its ground and what is drawn on it."""
    screen = pyte.Screen(*SIZE)
    pyte.Stream(screen).feed(data)
    cells = []
    for y in range(SIZE[1]):
        line = []
        for x in range(SIZE[0]):
            cell = screen.buffer[y][x]
            shown = (cell.data, cell.bg, cell.underscore, cell.reverse, cell.strikethrough)
            seen = cell.data.strip() or cell.underscore or cell.reverse or cell.strikethrough
            line.append((*shown, cell.fg, cell.bold, cell.italics) if seen else shown)
        cells.append(line)
    return cells


@given(PIECES)
def test_the_picture_stays_as_it_is(
    pieces: list[tuple[str, int, tuple[str, str, str], str]],
) -> None:
    data = "\x1b[?2026h"
    for move, line, codes, text in pieces:
        said = ";".join(filter(None, codes))
        data += move.format(line) + (f"\x1b[{said}m{text}\x1b[0m" if said else text)
    data += "\x1b[?2026l"
    fewer = spared(data)
    assert picture(fewer) == picture(data)
    assert len(fewer) <= len(data) + len("\x1b[0m")


def test_what_is_no_style_is_left_alone() -> None:
    for data in ("", "\x1b[?1049h", "\x1b]52;c;YQ==\x07", "\x1b[>1u\x1b[2J", "a\r\nb"):
        assert spared(data) == data


def test_a_row_costs_half() -> None:
    ground = "48;2;18;22;28"
    parts = ["   ", "? ", "!! ", "-11d ", "Draft the plan"]
    row = "".join(f"\x1b[38;2;{n};2;3;{ground}m{part}\x1b[0m" for n, part in enumerate(parts))
    assert len(spared(row)) < len(row) * 0.6
