"""A line read at one stroke says what the whole grammar says of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.parse import tasks, usual
from core.parse.blocks import parse_blocks
from core.parse.fields import DATES, PRIORITIES, SYMBOLS, WHITE
from core.statuses import TaskSettings

DEFAULT = TaskSettings()
WORDS = (
    "a", "Ask ", "the rope locker ", "[[Ana Ruiz]] ", "(of Acme, Inc.) ", "20% ", "<b> ", "<!-- ", "%% ", "TBD ", "📅 TBD ",
    "É☃ ", "⚠\ufe0f ", "x@y.example ", " ^ab1", "^", "[x] ", "[?]", "due:: ", "[due:: 2026-01-01] ", "every day ", "keep ", "  ", "",
    "\u00a0", "\u2028", "\x1c", "\x85", "\udcff", "\r", "\t", "!", "5, 6",
)  # fmt: skip
OWNERS = (
    "@Ana Ruiz ",
    "@Myself",
    "@ ",
    "@@",
    "@Ben Ode (of Acme, Inc.) ",
    "@a b c d e f g h ",
    "@a b c d e f g h i ",
    "x@a ",
)
DAYS = (
    "2026-01-20 ",
    "2026-02-30 ",
    "2026-01-20",
    "20260120 ",
    "26-01-20",
    "TBD ",
    "\ufe0f 2026-01-01 ",
    "",
)
FIELDS = (
    *(f"{symbol} {day}" for symbol in ("📅", "✅", "⏳", "🛫", "➕", "❌", "📆", "🗓", "⌛") for day in DAYS[:2]),
    *(f"{symbol} " for symbol in PRIORITIES), *DATES, *SYMBOLS, *DAYS, "🔁 every day ", "🏁 delete ", "🆔 abc ", "⛔ a,b ",
    "#task ", "#task", "#a/b-c_d ", "#é ", "#a📅 ", "#", "# ", "#task#a ", "#a,", *("#t " * n for n in (14, 15, 16, 21, 22)),
)  # fmt: skip
LINES = st.one_of(
    st.tuples(
        st.lists(st.sampled_from(WORDS), max_size=4),
        st.lists(st.sampled_from(OWNERS), max_size=2),
        st.lists(st.sampled_from(FIELDS), max_size=7),
    ).map(lambda parts: "".join(piece for part in parts for piece in part)),
    st.lists(st.sampled_from((*WORDS, *OWNERS, *FIELDS, *WHITE)), max_size=8).map("".join),
    st.text(max_size=30),
).map(lambda text: text.replace("\n", ""))
BEGINNINGS = st.sampled_from(
    ("- [?] ", "- [ ] ", "- [x]", "\t- [?] ", "> 1. [/] ", "- [ ?] ", "- [é] ", "- [?]  ")
)


def whole(line: str) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tasks, "read_usual", lambda _line, _behind: None)
        return parsed(line)


def parsed(line: str) -> object:
    data = line.encode("utf-8", "surrogateescape")
    return tasks.parse_tasks(data, parse_blocks(data, 0), DEFAULT)


@given(BEGINNINGS, LINES)
def test_the_usual_line_says_what_the_grammar_says(beginning: str, text: str) -> None:
    assert parsed(beginning + text) == whole(beginning + text)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("words", ("words", (), {}, ())),
        ("words  ", ("words", (), {}, ())),
        ("20% of [[A]] (b) @Ana Ruiz (Acme, Inc.) 📅 2026-01-20 ⏫ #task #a/b",
         ("20% of [[A]] (b)", ("Ana Ruiz (Acme, Inc.)",), {"due": "2026-01-20", "priority": "high"}, ("#task", "#a/b"))),
        ("words #a ✅ 2026-01-07", ("words", (), {"done": "2026-01-07"}, ("#a",))),
        ("words 📅 2026-01-01 #a 📅 2026-01-02", ("words", (), {"due": "2026-01-01"}, ("#a",))),
        ("café @Zoë", ("café", ("Zoë",), {}, ())),
    ],
)  # fmt: skip
def test_what_is_read_at_one_stroke(line: str, said: tuple[object, ...]) -> None:
    read = usual.read_usual(f"- [?] {line}", 5)
    assert read is not None
    assert read[:4] == said


@pytest.mark.parametrize(
    "line",
    ["", "[?] words", "words ^id", "a @b @c", "a #b c", "words🔺", "words@Ana", "a 🔁 every day", "a @", "a\u00a0b",
     "a @b c d e f g h i j", "a @b <!-- c -->"],
)  # fmt: skip
def test_what_is_left_to_the_grammar(line: str) -> None:
    assert usual.read_usual(f"- [?] {line}", 5) is None
