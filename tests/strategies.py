"""Notes as they should not be, for laws that hold for all of them."""

from hypothesis import strategies as st

from core.edit import Edit
from core.text import Span

_PIECES = (
    b"---\n", b"---\r\n", b"--- \n", b"title: Plan\n", b"tags:\n- a\n", b"date: '2026-01-02'\n", b"a: [x, y]\n",
    b"a: &x {b: *x}\n", b"created: { { DATE } }\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\n", b"\r\n", b"\r", b"\n\n",
    b"# Head\n", b"## A ##\n", b"- [ ] task\n", b"- [?] ask @Ana Ruiz #task\n", b"  * [x] done\n", b"1. [/] half\n", b"> - [ ] quoted\n",
    b"```\n", b"```tasks\n", b"~~~~\n", b"> ```\n", b"  ```\n", b"%%", b"<!--", b"-->", b"$$", b"    ", b"\t", b"`", b"``", b"\\",
    b"[[Ana Ruiz]]", b"![[x#y|z]]", b"[a](b%20c)", b"[[", b"]](", b"|", b"---", b"word ", "é☃👩\u200d👧".encode(), b"\xff\x80",
    b"\x00\x1b[2J", "\x85\u2028\x0b\x0c".encode(), b"\xed\xa0\x80", b"- ", b"> ", b"'", b'"', b": ",
)  # fmt: skip


def notes() -> st.SearchStrategy[bytes]:
    """Bytes of a note: pieces that mean something in places where they may not, or any bytes."""
    return st.one_of(
        st.lists(st.sampled_from(_PIECES), max_size=30).map(b"".join),
        st.lists(st.sampled_from(_PIECES), max_size=20).map(lambda all: b"---\n" + b"".join(all)),
        st.binary(max_size=200),
    )


@st.composite
def edited_notes(draw: st.DrawFn) -> tuple[bytes, tuple[Edit, ...]]:
    """A note and edits of it, in order, that do not overlap."""
    data = draw(notes())
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=8)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        span = Span(start, end)
        edits.append(Edit(span, span.of(data), draw(st.binary(max_size=8))))
    return data, tuple(edits)
