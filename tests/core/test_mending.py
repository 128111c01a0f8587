"""What is wrong with a line, and the line without it: nothing that is read is lost, and nothing else changes."""

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.actions.mending import mended
from core.actions.unread_lines import with_bullet, with_closed_link
from core.note import parse_note
from core.parse.faults import find_faults
from core.parse.malformed import ORDER
from core.parse.tasks import said_of
from core.path import NotePath
from core.problems.items import KINDS
from core.statuses import TaskSettings

EMOJI, INLINE = TaskSettings(), TaskSettings(format="dataview")
MOVED = {"no-break-space", "glued", "many-tags", "text-after", "rule-words", "line-break"}
BLANKS = "\u00a0\u2028 "
PIECES = (
    "Send the deck", "ask Bo", "@Ada Quill", "@Bo (of Acme, Inc.)", "📅 2026-01-09", "📅\u00a02026-01-12",
    "📅 2026-02-31", "📅 2026-13-01", "📅 2026/1/6", "📅 TBD", "📅2026-01-09.", "📅 2026-01-09[](x)", "⏳ 2026-01-02",
    "✅ 2026-01-03", "⏫", "🔺🔼", "🔁 every week", "🔁 every week and call Bob", "🔁 every blue moon", "🏁 delete",
    "🏁 explode", "🆔 abc", "#task", "#a\u00a0b", "#proposed", "(via Bo)", "<!-- x -->", "^abc", "\u2028", "[?]",
    "[due:: 2026-01-14]", "(priority:: high)", "## Plans", "[[Ada", ".", "💡", "é\u0301", "📅", "\t",
)  # fmt: skip
LINES = st.builds(
    lambda mark, pieces, glue: f"- [{mark}] {glue.join(pieces)}",
    st.sampled_from([" ", "?", "x", "/", " ?", "? ", "X", "-", "!"]),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=7),
    st.sampled_from([" ", "  "]),
)


def test_the_kinds_of_lines_are_told_in_one_order() -> None:
    assert [code for code in KINDS if code in ORDER] == list(KINDS)[:2] + [
        code for code in ORDER if code not in {"mark", "two-marks"}
    ]


@settings(max_examples=250)
@given(line=LINES, form=st.sampled_from([EMOJI, INLINE]))
@example("- [ ] a 📅 2026-01-01 #t\u00a0call Bob", EMOJI)
@example("- [?] paint @Ada @Bo 📅 2026-01-10 ⏫ and tell Bo #task", EMOJI)
def test_mending_loses_nothing_that_is_read_and_brings_no_new_trouble(
    line: str, form: TaskSettings
) -> None:
    before = said_of(line, form)
    for code in before.problems if before else ():
        after = mended(line, code, form)
        if after is None or code == "heading":
            continue
        said = said_of(after, form)
        assert before is not None
        assert said is not None
        assert set(said.problems) <= set(before.problems) - {code}
        if code != "other-format":
            assert said.owners[: len(before.owners)] == before.owners
        assert said.block_link == before.block_link
        kept = {kind: value for kind, value in before.values.items() if _stays(code, kind)}
        assert kept.items() <= dict(said.values).items()
        if code in MOVED:
            assert Counter(_signs(after)) == Counter(_signs(line))
        assert mended(after, code, form) is None


def _stays(code: str, kind: str) -> bool:
    dated = kind in {"due", "scheduled", "start", "created", "done", "cancelled"}
    return not (
        (code in {"rule-words", "no-rule"} and kind == "recurrence")
        or (code == "on-completion" and kind == "on_completion")
        or (code == "no-day" and dated)
    )


def _signs(line: str) -> str:
    return "".join(char for char in line if not char.isspace() and char != "\ufeff")


@settings(max_examples=150)
@given(line=LINES)
def test_mended_kind_by_kind_nothing_is_left_that_could_be(line: str) -> None:
    now = line
    # A few are in each other's way: what is mended last lets the first be.
    for code in (*ORDER, *ORDER):
        now = mended(now, code, EMOJI) or now
    assert all(mended(now, code, EMOJI) is None for code in ORDER)


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        ("- [?] Send the deck @Myself 📅 2026-01-09 ⏫ #task #proposed #auto", ()),
        ("- [x] ✅ all green, ❌ none red, see 📅 Friday", ()),
        ("- [ ] count #1 of 100 and write to ada@quill.example", ()),
        ("- [ ] call\u00a0Bob 📅 2026-01-09", ()),
        ("- [ ] meet 🔁 every day until spring 📅 2026-01-09", ()),
        ("- [ ] see [the plan](plan.md) and [[Ada Quill]]", ()),
        ("- [?] great⏫ now", ()),
        ("- [ ] a 📅 2026-01-01 and 📅 2026-01-02", ("text-after",)),
        ("- [ ] a [due:: soon]", ()),
    ],
)
def test_what_is_fine_is_left_alone(line: str, problems: tuple[str, ...]) -> None:
    said = said_of(line, EMOJI)
    assert said is not None
    assert said.problems == problems
    assert all(mended(line, code, EMOJI) is None for code in ORDER)


def test_a_mark_without_its_bullet_and_open_links_are_found_where_text_is_live() -> None:
    data = (
        b"[[\n---\n[?] first\r\n [ ?] second\n> [? ] third\ntext [?] no\n- [?] fine\n[?]no\n"
        b"- [[Ada\nsee [[Bo]] `[[x` \\[[y [[a|b]]\n- [[Ab]c]]\n```\n[?] fenced [[z\n```\n[[a [[b]]\nwhy? [?]\n"
    )
    note = parse_note(NotePath("a.md"), data, EMOJI)
    assert find_faults(note.data, note.blocks) == (
        (2, "no-bullet", "[?] first"),
        (3, "no-bullet", " [ ?] second"),
        (4, "no-bullet", "> [? ] third"),
        (8, "open-link", "- [[Ada"),
        (14, "open-link", "[[a [[b]]"),
    )


def test_a_byte_order_mark_hides_no_fault_of_the_first_line_and_stays_before_the_bullet() -> None:
    note = parse_note(NotePath("a.md"), b"\xef\xbb\xbf[?] first\n", EMOJI)
    [(line, code, raw)] = find_faults(note.data, note.blocks)
    assert (line, code, raw) == (0, "no-bullet", "\ufeff[?] first")
    assert with_bullet(raw, EMOJI) == "\ufeff- [?] first"
    note = parse_note(NotePath("a.md"), b"\xef\xbb\xbf[[Ada\n", EMOJI)
    assert find_faults(note.data, note.blocks) == ((0, "open-link", "\ufeff[[Ada"),)


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_any_bytes_have_faults_that_are_lines_of_theirs(before: bytes, after: bytes) -> None:
    data = before + b"\n [?] x\n[[y\n" + after
    note = parse_note(NotePath("a.md"), data, EMOJI)
    lines = [note.source.text(note.source.line(at).span) for at in range(len(note.source.starts))]
    for line, code, raw in find_faults(note.data, note.blocks):
        assert lines[line] == raw
        assert code in KINDS


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("see [[Bo Tarn] about it", "see [[Bo Tarn]] about it"),
        ("- [[Bo Tarn", "- [[Bo Tarn]]"),
        ("**Account**: [[Acme, Inc", "**Account**: [[Acme, Inc]]"),
        ("ask [[Bo Tarn about the boat", None),
        ("[[a [[b]] c", None),
        ("- [[ and then. A sentence", None),
    ],
)
def test_a_link_is_closed_where_its_end_is_known(line: str, after: str | None) -> None:
    assert with_closed_link(line, EMOJI) == after


def test_a_field_of_the_other_format_is_no_part_of_an_owner() -> None:
    line = "- [ ] row @Ada Quill [due:: 2026-01-09] #task"
    assert mended(line, "other-format", EMOJI) == "- [ ] row @Ada Quill 📅 2026-01-09 #task"
    line = "- [ ] row @Ada Quill 📅 2026-01-09 #task"
    assert mended(line, "other-format", INLINE) == "- [ ] row @Ada Quill [due:: 2026-01-09] #task"


def test_a_bullet_makes_a_task_or_nothing() -> None:
    assert with_bullet(" [?] call", EMOJI) == " - [?] call"
    assert with_bullet("[?] call", TaskSettings(global_filter="#task")) is None
