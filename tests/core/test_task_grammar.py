"""What a task line is and says, where JavaScript and Python, or a person and a parser, disagree."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.parse.blocks import Blocks, parse_blocks
from core.parse.fields import WHITE, _peel_by_rounds, peel
from core.parse.tasks import Task, parse_line, parse_tasks, read_line
from core.statuses import Status, TaskSettings
from core.text import decode

DEFAULT = TaskSettings()
DATAVIEW = TaskSettings(format="dataview")
VAULT = TaskSettings(
    statuses=(
        Status(" ", "Not Started", "/", "TODO"),
        Status("x", "Done", "?", "DONE"),
        Status("/", "In Progress", "x", "IN_PROGRESS"),
        Status("?", "Proposed", " ", "TODO"),
        Status("R", "Rejected", "?", "CANCELLED"),
    )
)


def tasks_of(text: str | bytes, settings: TaskSettings = VAULT) -> tuple[Task, ...]:
    data = text.encode() if isinstance(text, str) else text
    return parse_tasks(data, parse_blocks(data, 0), settings)


def task_of(line: str, settings: TaskSettings = VAULT) -> Task:
    (task,) = parse_tasks(line.encode(), parse_blocks(b"", 0), settings)
    return task


def due(line: str, settings: TaskSettings = DEFAULT) -> str | None:
    read = parse_line(line, settings)
    assert read
    return read.day("due")


@pytest.mark.parametrize(
    "line",
    [
        "- [ ] a", "* [x] a", "+ [/] a", "1. [ ] a", "12) [ ] a", "-   [ ] a", "- [ ]a", "- [ ]",
        "\t- [ ] a", "> - [ ] a", "> > * [ ] a", "- [🤔] a", "- []] a", "\ufeff- [ ] a", "\u3000- [ ] a",
    ],
)  # fmt: skip
def test_a_marker_spaces_and_one_character_in_the_box_are_a_task(line: str) -> None:
    assert parse_line(line, DEFAULT)
    assert task_of(line).raw == line


@pytest.mark.parametrize(
    "line",
    [
        "- [[Ab]]", "- [] a", "- [ab] a", "- [??] a", "-[ ] a", "-\t[ ] a", "[ ] a", "a - [ ] b",
        "\u200b- [ ] a", "\x85- [ ] a", "\x1c- [ ] a", "- [\u2028] a", "- [👩\u200d💻] a", "١. [ ] a", "- \u00a0[ ] a",
    ],
)  # fmt: skip
def test_anything_else_is_no_task(line: str) -> None:
    assert parse_line(line, DEFAULT) is None
    assert parse_tasks(line.encode(), parse_blocks(b"", 0), DEFAULT) == ()


@pytest.mark.parametrize("space", ["\v", "\f", "\x1c", "\x85", "\u2028"])
def test_lines_end_at_line_feeds_only(space: str) -> None:
    first, second = tasks_of(f"a{space}b\n- [ ] one\n{space}text\n- [ ] two\n")
    assert (first.line, second.line) == (1, 3)


def test_a_dollar_is_the_end_of_the_text_and_not_of_a_line() -> None:
    # Python's `$` also matches before a final LF.
    assert peel("a 📅 2026-01-06\n", "emoji") == (15, [])


def test_digits_are_ascii_digits() -> None:
    assert due("- [ ] a 📅 ٢٠٢٦-٠١-٠٦") is None
    assert due("- [ ] a 📅 2026-01-06") == "2026-01-06"


@pytest.mark.parametrize("white", ["\ufeff", "\u00a0", "\u2003", "\u3000"])
def test_what_javascript_trims_is_trimmed(white: str) -> None:
    read = parse_line(f"- [ ] {white}a 📅 2026-01-06{white}", DEFAULT)
    assert read
    assert (read.description, read.day("due")) == ("a", "2026-01-06")


@pytest.mark.parametrize("char", ["\x85", "\x1c", "\x1f", "\u180e", "\u200b"])
def test_what_only_python_trims_is_text(char: str) -> None:
    assert due(f"- [ ] a 📅 2026-01-06{char}") is None


@pytest.mark.parametrize("stop", ["\r", "\u2028", "\u2029"])
def test_a_dot_stops_at_line_separators_and_the_rest_is_not_read(stop: str) -> None:
    read = parse_line(f"- [ ] a 📅 2026-01-06{stop}rest 📅 2026-02-02", DEFAULT)
    assert read
    assert (read.description, read.day("due")) == ("a", "2026-01-06")
    assert read.line[read.body_end :].startswith(stop)


def test_only_ascii_spaces_stand_between_a_symbol_and_its_value() -> None:
    assert due("- [ ] a 📅   2026-01-06") == "2026-01-06"
    assert due("- [ ] a 📅2026-01-06") == "2026-01-06"
    assert due("- [ ] a 📅\u00a02026-01-06") is None
    assert due("- [ ] a\u3000📅 2026-01-06") == "2026-01-06"


def test_an_astral_mark_counts_as_one_character_and_four_bytes() -> None:
    task = task_of("- [🤔] a")
    assert (task.mark, task.raw.index("]"), task.span.end) == ("🤔", 4, 10)


def test_any_other_text_at_the_end_hides_every_field_before_it() -> None:
    assert due("- [ ] a 📅 2026-01-06 @Ana Ruiz") is None
    assert due("- [ ] a @Ana Ruiz 📅 2026-01-06 ⏫ #task") == "2026-01-06"


def test_of_a_repeated_field_the_leftmost_counts() -> None:
    assert due("- [ ] a 📅 2026-01-01 📅 2026-02-02") == "2026-01-01"


def test_twenty_one_rounds_are_the_most() -> None:
    def tags(count: int) -> str:
        return "".join(f" #t{number}" for number in range(count))

    assert due(f"- [ ] a 📅 2026-01-06{tags(20)}") == "2026-01-06"
    assert due(f"- [ ] a 📅 2026-01-06{tags(21)}") is None


@pytest.mark.parametrize(
    ("body", "core", "kinds"),
    [
        # A tag may hold a symbol, and then the order of one round decides which of them it is.
        ("a #b📅 2026-01-06", "a", ["tag", "due"]),
        ("a #b⏫", "a", ["tag", "priority"]),
        ("a #b🆔x", "a", ["tag"]),
        ("a #b🆔x #c", "a", ["tag", "id", "tag"]),
        ("a #b⏫ 📅 2026-01-06", "a", ["tag", "due"]),
    ],
)
def test_a_tag_that_holds_a_symbol_is_peeled_in_the_plugins_order(
    body: str, core: str, kinds: list[str]
) -> None:
    end, fields = peel(body, "emoji")
    assert body[:end] == core
    assert [field.kind for field in reversed(fields)] == kinds


def test_variants_of_symbols_are_read() -> None:
    for symbol in ("📅", "📆", "🗓", "📅\ufe0f", "🗓\ufe0f"):
        assert due(f"- [ ] a {symbol} 2026-01-06") == "2026-01-06"
    assert task_of("- [ ] a ⏫\ufe0f").priority == "high"


def test_dataview_fields_pair_their_brackets_and_may_end_in_a_comma() -> None:
    assert due("- [ ] a [due:: 2026-01-06], (start:: 2026-01-05),", DATAVIEW) == "2026-01-06"
    assert due("- [ ] a [due:: 2026-01-06)", DATAVIEW) is None
    assert due("- [ ] a [Due:: 2026-01-06]", DATAVIEW) is None
    assert due("- [ ] a 📅 2026-01-06", DATAVIEW) is None
    assert due("- [ ] a [due:: 2026-01-06]", DEFAULT) is None
    assert task_of("- [ ] a @Ana Ruiz [due:: 2026-01-06]", DATAVIEW).owners == ("Ana Ruiz",)


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert due("- [ ] a 📅 2026-02-31") is None


def test_the_global_filter_decides_what_is_a_task_and_is_no_tag() -> None:
    settings = TaskSettings(global_filter="#task")
    assert parse_line("- [ ] a #other", settings) is None
    assert tasks_of("- [ ] a #other\n", settings) == ()
    assert task_of("- [ ] a #task #b", settings).tags == ("#b",)


def test_a_block_link_is_taken_off_the_end_only() -> None:
    assert task_of("- [ ] a 📅 2026-01-06 ^blk-1").block_link == " ^blk-1"
    assert task_of("- [ ] a 📅 2026-01-06 ^blk-1").due == "2026-01-06"
    assert task_of("- [ ] a 📅 2026-01-06 ^a_b").due is None
    assert task_of("- [ ] ^blk").text == "^blk"


@pytest.mark.parametrize(
    ("words", "text", "owners"),
    [
        ("Send the deck @Myself", "Send the deck", ["Myself"]),
        ("Send @Ana Ruiz @Bo Lind #task", "Send", ["Ana Ruiz", "Bo Lind"]),
        ("Ask @Ana (last name unknown, ana@quill.example) 📅 2026-01-06", "Ask", ["Ana (last name unknown, ana@quill.example)"]),
        ("Ask @Ops, EMEA ⏫ #task", "Ask", ["Ops, EMEA"]),
        ("Ask 📅 2026-01-06 @Ana Ruiz #task", "Ask 📅 2026-01-06", ["Ana Ruiz"]),
        ("Ask #task #proposed @Ana Ruiz", "Ask", ["Ana Ruiz"]),
        ("Ask @Ana Ruiz 📅 TBD #task", "Ask", ["Ana Ruiz"]),
        ("Ask 📅 TBD #task", "Ask", []),
        ("Ask ana@quill.example about it", "Ask ana@quill.example about it", []),
        ("Meet @ noon", "Meet @ noon", []),
        ("Ask @Ana Ruiz <!-- later -->", "Ask <!-- later -->", ["Ana Ruiz"]),
        ("Fix #12 in the list #task", "Fix #12 in the list", []),
        ("@Ana please send the deck", "@Ana please send the deck", ["Ana please send the deck"]),
        ("Tell @Ana that the deck is with the vendor since last week", "Tell @Ana that the deck is with the vendor since last week", []),
        ("", "", []),
    ],
)  # fmt: skip
def test_an_owner_ends_at_the_next_owner_tag_or_field(
    words: str, text: str, owners: list[str]
) -> None:
    task = task_of(f"- [?] {words}")
    assert (task.text, list(task.owners)) == (text, owners)


def test_tags_in_the_words_stay_there_and_count_as_tags() -> None:
    task = task_of("- [ ] Fix #12 on the list #task")
    assert (task.text, task.tags) == ("Fix #12 on the list", ("#12", "#task"))


@pytest.mark.parametrize(
    ("line", "proposed", "type_", "problems"),
    [
        ("- [?] a", True, "TODO", ()),
        ("- [ ?] a", True, "TODO", ("mark",)),
        ("- [? ] a", True, "TODO", ("mark",)),
        ("- [ ] a #task #proposed", True, "TODO", ()),
        ("- [ ] a", False, "TODO", ()),
        ("- [/] a #proposed", False, "IN_PROGRESS", ()),
        ("- [x] a #proposed", False, "DONE", ()),
        ("- [R] a #proposed", False, "CANCELLED", ()),
        ("- [/] [?] a", False, "IN_PROGRESS", ("two-marks",)),
        ("- [?] [/] a", True, "TODO", ()),
        ("- [ ] [1] a footnote", False, "TODO", ()),
    ],
)
def test_what_counts_as_a_proposal(
    line: str, proposed: bool, type_: str, problems: tuple[str, ...]
) -> None:
    task = task_of(line)
    assert (task.proposed, task.status_type, task.problems) == (proposed, type_, problems)


def test_a_second_mark_is_none_of_the_words() -> None:
    assert task_of("- [/] [?] Send the deck").text == "Send the deck"


def test_lines_of_fences_comments_and_a_line_without_bullet_are_no_tasks() -> None:
    note = "- [ ] one\n\n```\n- [ ] two\n```\n\n%%\n- [ ] three\n%%\n\n [?] four\n\n- [ ] five\n"
    assert [task.text for task in tasks_of(note)] == ["one", "five"]


def test_a_task_knows_its_line_its_bytes_and_its_heading() -> None:
    data = "- [ ] über\r\n# Work\r\n\r\ntext [[a]] [b]\r\n- [?] zwei\r\n## Later ##\n> 1. [x] drei".encode()
    tasks = tasks_of(data)
    assert [(task.line, task.heading) for task in tasks] == [(0, ""), (4, "Work"), (6, "Later")]
    assert [decode(task.span.of(data)) for task in tasks] == [task.raw for task in tasks]
    assert [task.raw for task in tasks] == ["- [ ] über", "- [?] zwei", "> 1. [x] drei"]
    assert [data[task.box : task.box + 2].decode() for task in tasks] == [" ]", "?]", "x]"]


def test_a_bare_carriage_return_ends_no_line() -> None:
    (task,) = tasks_of(b"# Mail\r\r- [ ] one\r- [ ] two\n- [ ] three\r\r\n")
    assert (task.line, task.text) == (1, "three")


LINES = st.text(
    st.sampled_from(
        "-*+.1)[]? x/>^@#📅⏫✅🔁🆔⛔🏁\ufe0f 2026-01T0BD:a,é\u00a0\u2028\r\t\u0085🤔<!%("
    )
    | st.characters(),
    max_size=60,
)
BOXES = st.sampled_from(["- [ ] ", "* [?]", "> 1. [x] ", "- [ ?] ", "- [? ] ", "- [/] [?] "])
TAILS = st.lists(
    st.sampled_from(
        [" 📅 2026-01-06", " ⏫", " 🔼\ufe0f", " #task", " #b⏫", "🆔x", " ✅ 2026-01-01", " 🔁 every day", " @Ana Ruiz",
         " ⛔ a, b", " 🏁 delete", " ^blk", "  ", " text", " 📅 2026-02-31", " [due:: 2026-01-06]", " #x🆔y", "\u00a0"]
    ),
    max_size=8,
).map("".join)  # fmt: skip
SETTINGS = st.sampled_from([DEFAULT, VAULT, DATAVIEW, TaskSettings(global_filter="#task")])


@given(LINES | st.builds("{}{}{}".format, BOXES, LINES, TAILS), SETTINGS)
def test_a_scan_and_a_close_reading_agree(line: str, settings: TaskSettings) -> None:
    line = re.sub(r"\n|[\ud800-\udfff]", "", line).removesuffix("\r")
    tasks = parse_tasks(line.encode(), parse_blocks(b"", 0), settings)
    read = read_line(line, settings)
    assert len(tasks) == (read is not None)
    for task in tasks:
        assert read
        assert task.raw == line
        assert task.detail == read
        assert (task.tags, task.status, task.due) == (read.tags, read.status, read.day("due"))
        assert line[read.mark_start : read.mark_start + len(read.mark)] == task.mark
        assert [
            f.value in line[f.start : f.end] for f in read.fields if f.kind != "priority"
        ].count(False) == 0


@given(st.builds("{}{}".format, LINES, TAILS), st.sampled_from(["emoji", "dataview"]))
def test_the_fields_and_the_words_cover_the_text(body: str, form: str) -> None:
    body = body.strip(WHITE)
    end, fields = peel(body, form)
    covered = body[:end]
    for field in reversed(fields):
        gap = body[len(covered) : field.start]
        assert not gap.strip(WHITE)
        covered += gap + body[field.start : field.end]
    assert covered.rstrip(WHITE) == body or not fields
    assert covered == body


@given(st.builds("{}{}".format, LINES, TAILS))
def test_the_usual_ending_is_read_as_round_by_round(body: str) -> None:
    body = body.strip(WHITE)
    assert peel(body, "emoji") == _peel_by_rounds(body[::-1], "emoji")


@given(st.binary(max_size=300) | st.lists(st.sampled_from([b"- [", b"] ", b"\n", b" [x]", b"\r", b"?", b"```\n", b"\xff"]), max_size=40).map(b"".join))  # fmt: skip
def test_parsing_is_total_and_every_task_lies_where_it_says(data: bytes) -> None:
    for task in parse_tasks(data, parse_blocks(data, 0), VAULT):
        assert decode(task.span.of(data)) == task.raw
        assert data[: task.span.start].count(b"\n") == task.line
        assert task.span.start == 0 or data[task.span.start - 1 : task.span.start] == b"\n"
        assert decode(data[task.box :]).startswith(f"{task.mark}]")


class Counted(bytes):
    """Bytes that count how much of them is searched for line ends."""

    looked = 0

    def rfind(self, sub: bytes, start: int = 0, end: int | None = None) -> int:  # type: ignore[override]  # only as it is called
        at = super().rfind(sub, start, len(self) if end is None else end)
        self.looked += (len(self) if end is None else end) - max(at, start)
        return at

    def find(self, sub: bytes, start: int = 0) -> int:  # type: ignore[override]  # only as it is called
        at = super().find(sub, start)
        self.looked += (at if at >= 0 else len(self)) - start
        return at


@pytest.mark.parametrize("piece", [b" [x]", b"- [ ] a\n", b"[[a]] ", b" [", b"- [ ] - [ ] ", b"> "])
def test_no_line_is_searched_twice(piece: bytes) -> None:
    data = Counted(piece * (100_000 // len(piece)))
    parse_tasks(data, Blocks(b"", 0, (), ()), DEFAULT)
    assert data.looked <= 3 * len(data)
