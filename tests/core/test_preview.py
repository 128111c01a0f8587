from hypothesis import given
from hypothesis import strategies as st

from core.note import Note, parse_note
from core.path import NotePath
from core.preview import MAX_BYTES, MAX_CHARACTERS, MAX_LINES, Kind, NotePage, line_of, preview
from core.statuses import parse_settings

PATH = NotePath("Work/Customers/Harbor Foods/2026-01-02 - Sync.md")
SETTINGS = parse_settings(None)


def note(data: bytes | str) -> Note:
    return parse_note(PATH, data.encode() if isinstance(data, str) else data, SETTINGS)


def page(data: bytes | str, line: int | None = None) -> NotePage:
    return preview(note(data), line)


PIECES = st.sampled_from(
    [
        *("---\n", "a: [b, c]\n", "\n", "# H\n", "- [?] task\n", "- [ ?] broken\n", "> - [ ] q\n"),
        *(
            "> [!note] x\n",
            "| a | b |\n",
            "|---|---|\n",
            "```\n",
            "    code\n",
            "%% c\n",
            "\r",
            "$$",
        ),
        *(
            "漢字\n",
            "\x1b[31m\n",
            "x" * 3000,
            "***\n",
            "1. one\n",
            "  * deep\n",
            "[",
            "]",
            "`",
            "\t",
        ),
    ]
)


@given(
    st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=30).map("".join)),
    st.integers(-2, 40),
)
def test_a_page_of_any_bytes_holds_the_lines_as_they_follow(data: bytes | str, line: int) -> None:
    read = note(data)
    shown = preview(read, line)
    numbers = [each.number for each in shown.lines]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
    assert len(numbers) <= MAX_LINES
    assert all(len(each.text) <= MAX_CHARACTERS for each in shown.lines)
    marked = [each.number for each in shown.lines if each.mark]
    assert marked in ([], [line])


def test_what_a_line_is_to_the_eye() -> None:
    text = (
        "---\ntitle: Sync\ntags: [a, b]\n---\n"
        "# Plan\n\ntext\n- item\n- [?] decide\n  - [x] nested\n1. one\n> quote\n> [!tip] Look\n"
        "> - [ ] quoted\n| a | b |\n|---|---|\n```py\n- [ ] no task\n```\n---\n%% hidden %%\n- [ ?] broken\n"
    )
    shown = page(text, 8)
    assert [(line.kind.value, line.lead, line.text) for line in shown.lines] == [
        ("heading", "", "Plan"),
        ("blank", "", ""),
        ("text", "", "text"),
        ("bullet", "-", "item"),
        ("task", "[?]", "decide"),
        ("task", "[x]", "nested"),
        ("bullet", "1.", "one"),
        ("quote", "", "quote"),
        ("callout", "tip", "Look"),
        ("task", "[ ]", "quoted"),
        ("table", "", "| a | b |"),
        ("table-rule", "", "|---|---|"),
        ("fence", "", "```py"),
        ("fence", "", "- [ ] no task"),
        ("fence", "", "```"),
        ("rule", "", "---"),
        ("hidden", "", "%% hidden %%"),
        ("task", "[ ?]", "broken"),
    ]
    assert [line.number for line in shown.lines if line.mark] == [8]
    assert [line.number for line in shown.lines if line.done] == [9]
    assert (shown.title, shown.date) == ("Sync", "2026-01-02")
    assert shown.breadcrumbs == "Work › Customers › Harbor Foods"
    assert shown.properties == (("title", "Sync"), ("tags", "a, b"))
    assert shown.cut is None


def test_a_long_note_is_cut_around_the_line_and_says_so() -> None:
    shown = page("\n".join(f"line {number}" for number in range(10_000)), 6_000)
    assert shown.place(6_000) == MAX_LINES // 3
    assert shown.lines[0].number == 6_000 - MAX_LINES // 3
    assert len(shown.lines) == MAX_LINES
    assert shown.cut == "lines 5,335 to 7,334 of 10,000 are shown"


def test_a_line_of_megabytes_is_cut_and_says_so() -> None:
    shown = page(b"- [?] " + "漢".encode() * 1_000_000 + b"\n- [?] next\n", 0)
    assert [line.text for line in shown.lines] == ["漢" * (MAX_CHARACTERS - 6), "next"]
    assert shown.cut == "long lines are cut at 2,000 characters"


def test_a_page_holds_no_more_than_its_bytes() -> None:
    shown = page("\n".join("x" * 1_000 for _ in range(500)), 250)
    assert MAX_BYTES // 2 < sum(len(line.text) for line in shown.lines) <= MAX_BYTES
    assert shown.lines[shown.place(250) or 0].mark


def test_a_note_that_ends_with_its_properties_has_no_lines() -> None:
    assert page("---\na: b\n---\n").lines == ()
    assert page(b"").lines[0].kind is Kind.BLANK


def test_a_note_that_cannot_be_read_says_why() -> None:
    assert page("\ufeffx".encode("utf-16")).problems


def test_what_stands_behind_the_sharp_of_a_link_is_a_line() -> None:
    text = "---\na: b\n---\n# Plan\n\n## Nächste  Schritte\nsaid ^b1\nsaid too ^b12\n^b2\n"
    wanted = {
        "Plan": 3,
        "plan#naechste": None,
        "Plan#nachste schritte": 5,
        "^b1": 6,
        "^b12": 7,
        "^b2": 8,
        "^b": None,
        "nothing": None,
    }
    assert {one: line_of(note(text), one) for one in wanted} == wanted
    assert page(text).path == PATH
