import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import notes

from core.parse.blocks import Blocks, parse_blocks
from core.parse.frontmatter import parse_frontmatter
from core.parse.inline import code_spans
from core.parse.opaque import at_edge, is_all_live, scan
from core.text import Span


def read(text: str) -> Blocks:
    return parse_blocks(text.encode(), 0)


def hidden(text: str) -> list[str]:
    return [span.of(text.encode()).decode() for span in read(text).opaque]


LIVE = "- [ ] live\n"
EDGES = (
    b"```\n", b"````x\n", b"```\r\n", b"   ```  \n", b"``` x\n", b"```a`b\n", b"text\n", b"- [ ] x\n", b"    y\n",
    b"<!-- a -->\n", b"<!--\n", b"-->\n", b"--> b\n", b"<!-->\n", b"\n", b"%%\n", b"a ```\n", b"> q\n", b"```", b"-->",
)  # fmt: skip
HEADS = (
    b"# A\n", b"## B ##\n", b"#tag\n", b"   ### C\r\n", b"    # D\n", b" # E\n", b"#\n", b"# F", b"\n", b"  text # G\n", b"- [ ] x #y\n",
    b"```\n", b"---\n", b"\xef\xbb\xbf", b"%%\n", b"a\n",
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "```tasks\n- [ ] x\n```\n",
        "~~~\n```\n- [ ] x\n~~~\n",
        "````\n```\n- [ ] x\n````\n",
        "   ```\n- [ ] x\n ```  \n",
        "```\r\n- [ ] x\r\n```\r\n",
        "```\n- [ ] x\n    ```\n- [ ] x\n```\n",
        "```\n- [ ] x\n~~~\n``` no\n```\n",
        "> ```\n> - [ ] x\n> ```\n",
        "> ```\n> - [ ] x\n",
        "> > ~~~\n> > - [ ] x\n",
        "    - [ ] x\n",
        "\t- [ ] x\n",
        ">     - [ ] x\n",
        "> \t\t- [ ] x\n",
        " \t- [ ] x\n",
    ],
)
def test_a_block_hides_its_lines_and_not_what_follows(text: str) -> None:
    assert "".join(hidden(text + LIVE)) == text


@pytest.mark.parametrize(
    ("text", "opaque"),
    [
        ("a\n\n    - [ ] x\n\n    y\n" + LIVE, ["    - [ ] x\n", "    y\n"]),
        ("a\r\n\r\n\t- [ ] x\r\n", ["\t- [ ] x\r\n"]),
        ("# H\n    - [ ] x\n", ["    - [ ] x\n"]),
        ("* * *\n    - [ ] x\n", ["    - [ ] x\n"]),
        ("- a\n\nb\n\n    - [ ] x\n", ["    - [ ] x\n"]),
        ("> a\n\n    - [ ] x\n", ["    - [ ] x\n"]),
        ("- a\n  ```\n  - [ ] x\n  ```\n" + LIVE, ["  ```\n  - [ ] x\n  ```\n"]),
        ("- a\n  ```\n  - [ ] x\n\n" + LIVE, ["  ```\n  - [ ] x\n\n"]),
        ("- ```\n  - [ ] x\n  ```\n" + LIVE, ["```\n  - [ ] x\n  ```\n"]),
        ("1. - ~~~\n     - [ ] x\n" + LIVE, ["~~~\n     - [ ] x\n"]),
        ("%%\n- [ ] x\n%%\n" + LIVE, ["%%\n- [ ] x\n%%"]),
        ("%%\n- [ ] x\n", ["%%\n- [ ] x\n"]),
        ("a %%b%% c %%d%%\n", ["%%b%%", "%%d%%"]),
        ("a %%b\nc%% d\n" + LIVE, ["%%b\nc%%"]),
        ("%%a%% %%b%%\n" + LIVE, ["%%a%%", "%%b%%"]),
        ("> %%\n> - [ ] x\n" + LIVE, ["%%\n> - [ ] x\n"]),
        ("> %%a%%\n> %%b%%\n", ["%%a%%", "%%b%%"]),
        ("<!-- a\n- [ ] x\n-->\n" + LIVE, ["<!-- a\n- [ ] x\n-->"]),
        ("<!-- a\n- [ ] x\n", ["<!-- a\n- [ ] x\n"]),
        ("- [ ] a <!-- b -->\n", ["<!-- b -->"]),
        ("# a <!-- b -->\n", ["<!-- b -->"]),
        ("$$\n- [ ] x\n$$\n" + LIVE, ["$$\n- [ ] x\n$$"]),
        ("$$\n- [ ] x\n", ["$$\n- [ ] x\n"]),
        ("a $$b$$ c\n", ["$$b$$"]),
        ("`a %%` b %%c%%\n", ["%%c%%"]),
        ("``a ` %% `` %%c%% `%%`\n", ["%%c%%"]),
        (r"\%%a %%b%%" + "\n", ["%%b%%"]),
        ("<!-- a --> <!-- b\n\n%%c%%\n", ["<!-- a -->", "%%c%%"]),
    ],
)
def test_what_is_not_live(text: str, opaque: list[str]) -> None:
    assert hidden(text) == opaque


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n\n    - [ ] nested\n",
        "- a\n    - [ ] nested\n        - [ ] deeper\n",
        "1. a\n\n   b\n\n    - [ ] nested\n",
        "-\n\n      - [ ] nested\n",
        "-      wide\n\n    - [ ] nested\n",
        "-\ta\n\n\t- [ ] nested\n",
        "text\n    - [ ] continues\n",
        "> \t- [ ] x\n",
        "> text\n    - [ ] continues\n",
        "costs $$ or %% or <!-- more\n\n- [ ] x $$ %% -->\n",
        "$$ 5 a day\n\n- [ ] x\n",
        "a %%b\n- [ ] c %% d\n",
        "a <!-- b <!-- c %% d %\n\n- [ ] x\n",
        "use `%%` and `<!--`\n- [ ] x `-->` %%\n",
        "`` ` ``` `\n- [ ] x\n",
        "```a`b\n- [ ] x\n",
        "`` \n- [ ] x\n",
        "~~\n- [ ] x\n",
        "a\t~ % < $ > `\n",
        "-a\n1.b\n#c\n- [ ] x\n",
    ],
)
def test_what_is_live(text: str) -> None:
    assert hidden(text) == []


def test_frontmatter_is_not_live_and_its_lines_are_no_headings() -> None:
    data = b"---\n# a\n---\n# b\n    c\n"
    blocks = parse_blocks(data, 12)
    assert blocks.opaque == (Span(0, 12), Span(16, 22))
    assert [heading.text for heading in blocks.headings] == ["b"]
    assert [blocks.is_opaque(offset) for offset in (0, 11, 12, 15, 16, 21, 22)] == [
        True, True, False, False, True, True, False,
    ]  # fmt: skip


def test_headings_know_level_text_line_and_place() -> None:
    data = b"# One\r\n\n```\n# no\n```\n   ## Two ##\n#\n###\tThree # \n####### no\n#no\n    # no\n###### Six#\n"
    headings = parse_blocks(data, 0).headings
    assert [(one.level, one.text, one.line) for one in headings] == [
        (1, "One", 0), (2, "Two", 5), (1, "", 6), (3, "Three", 7), (6, "Six#", 11),
    ]  # fmt: skip
    assert [one.span.of(data) for one in headings[:2]] == [b"# One", b"   ## Two ##"]


@given(
    st.one_of(notes(), st.lists(st.sampled_from(HEADS + EDGES), max_size=3).map(b"".join)),
    st.sampled_from([b"", b"---\n---\n", b"---\n---", b"\xef\xbb\xbf"]),
)
def test_where_no_mark_stands_everything_is_live(data: bytes, above: bytes) -> None:
    data = above + data
    if is_all_live(data, len(above)):
        assert scan(data, len(above)) == ([], [])


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [(0, 4, None), (0, 8, "A"), (0, 19, "B"), (8, 12, None), (8, 19, "B"), (0, 0, None)],
)
def test_a_line_stands_under_the_nearest_heading_above(
    start: int, end: int, text: str | None
) -> None:
    blocks = parse_blocks(b"top\n# A\nxxx\n  ## B\nyyy", 0)
    assert blocks.title_between(start, end) == text


@given(st.one_of(notes(), st.lists(st.sampled_from(HEADS), max_size=12).map(b"".join)), st.data())
def test_the_nearest_heading_is_the_last_of_those_above(data: bytes, draw: st.DataObject) -> None:
    meta = parse_frontmatter(data)
    blocks = parse_blocks(data, meta.body)
    starts = [meta.body, *(at + 1 for at in range(meta.body, len(data)) if data[at] == 0x0A)]
    start, end = sorted([draw.draw(st.sampled_from(starts)), draw.draw(st.sampled_from(starts))])
    between = [one.text for one in blocks.headings if start <= one.span.start < end]
    assert blocks.title_between(start, end) == (between[-1] if between else None)


def test_the_first_line_behind_a_byte_order_mark_can_be_a_heading() -> None:
    assert [one.text for one in parse_blocks(b"\xef\xbb\xbf# A\n", 3).headings] == ["A"]


def test_fences_tell_what_they_hold() -> None:
    data = b"```tasks  \nnot done\n```\n\n~~~\nopen"
    fences = parse_blocks(data, 0).fences
    assert [(fence.info, fence.body.of(data)) for fence in fences] == [
        ("tasks", b"not done\n"),
        ("", b"open"),
    ]
    assert fences[1].span == Span(25, len(data))


def test_lines_end_at_line_feeds_only() -> None:
    text = "a\r```\r- [ ] x\r```\r\x85```\u2028\x0b%%\x0c- [ ] y\n# H\n"
    assert hidden(text) == []
    assert [one.line for one in read(text).headings] == [1]


@given(notes())
def test_opaque_spans_ascend_and_do_not_touch_or_overlap(data: bytes) -> None:
    blocks = parse_blocks(data, 0)
    ends = [0] + [end for span in blocks.opaque for end in (span.start, span.end)] + [len(data)]
    assert ends == sorted(ends)
    assert all(span.start < span.end for span in blocks.opaque)
    for fence in blocks.fences:
        assert fence.span.start <= fence.body.start <= fence.body.end <= fence.span.end
        assert blocks.is_opaque(fence.span.start)
    for heading in blocks.headings:
        assert heading.line == data.count(b"\n", 0, heading.span.start)
        assert b"\n" not in heading.span.of(data)


@given(st.one_of(notes(), st.lists(st.sampled_from(EDGES), max_size=8).map(b"".join)))
def test_reading_marks_at_the_edge_finds_what_reading_every_line_finds(data: bytes) -> None:
    fast = at_edge(data, 0)
    assert fast is None or fast == scan(data, 0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# A\n\n- [?] one\n\n* two\n",
        "a\n```tasks\nnot done\n```\n## B\n```text\n    c %% $$\n```\n",
        "## Related\n\n<!-- Wikilinks to related entities -->\n",
    ],
)
def test_what_the_pipelines_write_is_not_read_line_by_line(text: str) -> None:
    assert at_edge(text.encode(), 0) == scan(text.encode(), 0)


@given(notes())
def test_code_spans_open_and_close_with_as_many_ticks(data: bytes) -> None:
    at = 0
    for start, end in code_spans(data, 0, len(data)):
        code = data[start:end]
        ticks = len(code) - len(code.lstrip(b"`"))
        assert at <= start
        assert code.endswith(b"`" * ticks)
        assert code[ticks:-ticks] != b""
        at = end


@pytest.mark.parametrize("unit", ["`", "``` ", "```\n", "%% ", "> %% a\n", "- ", "> ", "<!-- ", "a %% `` <!-- $$ ", "$$ 5\n", "- ```\n", "\\%%", "# ", "`a` ``b "])  # fmt: skip
def test_a_large_hostile_note_is_read_in_one_pass(unit: str) -> None:
    # A parser that looked at anything twice would not come back from this.
    data = (unit * (300_000 // len(unit))).encode()
    assert parse_blocks(data, 0).headings is not None
