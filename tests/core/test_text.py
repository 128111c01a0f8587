import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import notes

from core.path import NotePath, folder_of, name_of, stem_of
from core.text import Source, Span, char_span, decode, digest, encode, near_hash


@given(st.binary())
def test_any_bytes_survive_being_text(data: bytes) -> None:
    assert encode(decode(data)) == data


@given(notes())
def test_the_lines_of_a_note_and_their_endings_are_the_note(data: bytes) -> None:
    source = Source(data)
    lines = [source.line(number) for number in range(len(source.starts))]
    assert b"".join(data[line.span.start : line.end] for line in lines) == data
    assert all(data[line.span.end : line.end] in {b"", b"\r", b"\n", b"\r\n"} for line in lines)


@given(notes(), st.data())
def test_a_byte_lies_in_the_line_that_is_found_for_it(data: bytes, draw: st.DataObject) -> None:
    offset = draw.draw(st.integers(0, len(data)))
    line = Source(data).line_at(offset)
    assert line.number == data.count(b"\n", 0, offset)
    assert line.span.start <= offset <= line.end


@given(st.text(), st.data())
def test_a_span_of_characters_holds_the_bytes_of_those_characters(
    text: str, draw: st.DataObject
) -> None:
    text = decode(text.encode("utf-8", "replace"))
    start = draw.draw(st.integers(0, len(text)))
    end = draw.draw(st.integers(start, len(text)))
    span = char_span(text, start, end, base=3)
    assert span.of(b"\xef\xbb\xbf" + encode(text)) == encode(text[start:end])


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", [b""]),
        (b"a", [b"a"]),
        (b"a\n", [b"a", b""]),
        (b"a\r\nb", [b"a", b"b"]),
        (b"a\rb\r", [b"a\rb"]),
        ("a\x0bb\x85c\u2028d\x0c\ne".encode(), ["a\x0bb\x85c\u2028d\x0c".encode(), b"e"]),
        (b"\n\n", [b"", b"", b""]),
    ],
)
def test_lines_end_at_line_feeds_only(data: bytes, lines: list[bytes]) -> None:
    source = Source(data)
    found = [source.line(number).span.of(data) for number in range(len(source.starts))]
    assert found == lines


@pytest.mark.parametrize(
    ("data", "number", "newline"),
    [
        (b"a\r\nb\nc", 0, b"\r\n"),
        (b"a\r\nb\nc", 1, b"\n"),
        (b"a\r\nb", 1, b"\r\n"),
        (b"a", 0, b"\n"),
        (b"a\r", 0, b"\r"),
        (b"", 0, b"\n"),
    ],
)
def test_a_new_line_ends_as_its_neighbours_do(data: bytes, number: int, newline: bytes) -> None:
    assert Source(data).newline(number) == newline


@pytest.mark.parametrize("number", [-1, 2])
def test_there_is_no_line_outside_of_the_note(number: int) -> None:
    with pytest.raises(IndexError):
        Source(b"a\nb").line(number)


def test_a_source_knows_its_digest_and_byte_order_mark() -> None:
    source = Source(b"\xef\xbb\xbfa")
    assert source.bom == 3
    assert Source(b"a").bom == 0
    assert source.digest == digest(source.data) != digest(b"a")
    assert source.text(Span(3, 4)) == "a"


def test_spans_are_ordered_counted_and_moved() -> None:
    assert len(Span(2, 5)) == 3
    assert Span(2, 5).moved(4) == Span(6, 9)
    assert sorted([Span(3, 4), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(3, 4)]


def test_neighbours_tell_equal_lines_apart() -> None:
    assert near_hash(b"a", b"b") == near_hash(b"a", b"b")
    assert near_hash(b"a", b"b") != near_hash(b"b", b"a")
    assert near_hash(b"ab", b"") != near_hash(b"a", b"b")


@pytest.mark.parametrize(
    ("path", "folder", "name", "stem"),
    [
        ("Work/People/Ana Ruiz/README.md", "Work/People/Ana Ruiz", "README.md", "README"),
        ("a.b.md", "", "a.b.md", "a.b"),
        ("Makefile", "", "Makefile", "Makefile"),
        ("x/.md", "x", ".md", ".md"),
    ],
)
def test_a_path_has_a_folder_a_name_and_a_stem(
    path: str, folder: str, name: str, stem: str
) -> None:
    note = NotePath(path)
    assert (folder_of(note), name_of(note), stem_of(note)) == (folder, name, stem)
