import pytest
from hypothesis import given
from strategies import notes

from core.note import Note, parse_note
from core.path import NotePath
from core.statuses import TaskSettings
from core.text import Span

SETTINGS = TaskSettings()
PATH = NotePath("Work/People/Ana Ruiz/2026-01-02 - Plan.md")


def read(data: bytes, path: str = PATH) -> Note:
    return parse_note(NotePath(path), data, SETTINGS)


@given(notes())
def test_any_bytes_are_a_note(data: bytes) -> None:
    note = read(data)
    assert note.source.data == data
    assert note.title
    assert isinstance(note.tags, tuple)
    for task in note.tasks:
        assert task.span.of(data).startswith(task.raw.encode("utf-8", "surrogateescape"))
        assert not note.blocks.is_opaque(task.box)
    for link in note.links:
        assert link.span.end <= len(data)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-be", "utf-32-be"])
def test_another_encoding_is_a_problem_and_nothing_is_live(encoding: str) -> None:
    note = read("\ufeff# A\n- [ ] b\n".encode(encoding.removesuffix("-be")) if "-be" not in encoding
                else "\ufeff# A\n- [ ] b\n".encode(encoding))  # fmt: skip
    assert len(note.problems) == 1
    assert encoding[:6].upper() in note.problems[0]
    assert (note.tasks, note.links, note.blocks.headings) == ((), (), ())
    assert note.blocks.opaque == (Span(0, len(note.source.data)),)
    assert note.title == "2026-01-02 - Plan"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: ' Said '\n---\n# Head\n", "Said"),
        ("---\ntitle: ''\n---\n#\n## Head ##\n", "Head"),
        ("---\ntitle: [a]\n---\n", "2026-01-02 - Plan"),
        ("```\n# no\n```\n", "2026-01-02 - Plan"),
        ("", "2026-01-02 - Plan"),
    ],
)
def test_a_title_is_said_or_the_first_heading_or_the_name(text: str, title: str) -> None:
    assert read(text.encode()).title == title


@pytest.mark.parametrize(
    ("written", "name", "day"),
    [
        ("2025-12-19", "x", "2025-12-19"),
        ("'2025-12-19T10:00:00'", "x", "2025-12-19"),
        ("2025-13-45", "2026-01-02 - a", "2026-01-02"),
        ("soon", "2026-01-02_101112_a", "2026-01-02"),
        ("''", "2026-01 - a", None),
        ("2025-12-199", "2026-01-021", None),
        ("[2025-12-19]", "a 2026-01-02", None),
    ],
)
def test_a_date_is_a_real_day_that_the_note_or_its_name_says(
    written: str, name: str, day: str | None
) -> None:
    assert read(f"---\ndate: {written}\n---\n".encode(), f"{name}.md").date == day


def test_a_note_says_its_kind_source_and_tags() -> None:
    note = read(
        b"---\ntype: people\nsource_ref: /x/y.md\ntags:\n- '#a/b'\n- generated\n- ''\ntag: c, a/b d\n---\n"
    )
    assert (note.kind, note.source_ref) == ("people", "/x/y.md")
    assert note.tags == ("a/b", "generated", "c", "d")
    bare = read(b"---\ntype: ''\n---\n")
    assert (bare.kind, bare.source_ref, bare.tags) == (None, None, ())


def test_a_broken_frontmatter_leaves_the_tasks() -> None:
    note = read(b"---\ntitle: 'x\n---\n# H\n\n- [ ] one\n")
    assert len(note.problems) == 1
    assert [task.text for task in note.tasks] == ["one"]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf---\r\ntitle: x\r\n---\r\n# H\r\n\r\n- [ ] one\r\n- [x] two",
        b"# mail\r- [ ] no line of its own\r\n- [ ] one\n* [x] two\r",
        "a\x0b- [ ] no\x85- [ ] no\u2028- [ ] no\n- [ ] one\n+ [x] two".encode(),
    ],
)
def test_tasks_are_found_by_line_feeds_whatever_else_ends_lines_elsewhere(data: bytes) -> None:
    note = read(data)
    assert [task.mark for task in note.tasks] == [" ", "x"]
    for task in note.tasks:
        assert task.line == data.count(b"\n", 0, task.span.start)
