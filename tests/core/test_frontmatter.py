"""python-frontmatter is the oracle: our values are its values, read as text."""

import subprocess
import sys
from collections.abc import Mapping

import frontmatter
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import notes

from core.parse.frontmatter import Value, parse_frontmatter, read_plain, read_usual
from core.parse.properties import read_yaml
from core.parse.salvage import read_unfilled
from core.text import Span

P = """\
type: people
title: 'Sync: storage plans'
date: '2026-01-02'
person: Ana Ruiz
email:
participants:
- Ana Ruiz
- Ben Ode (last name unknown)
- Café Müller, Inc.
source_ref: /home/someone/Notes/Sources/Transcripts/2026/2026-01-02 - A
  long name that was wrapped.md
tags:
- type/people
- generated
"""
J = """\
type: "people"
title: "Plan: a \\"b\\" – c"
person: ""
participants: ["Ana Ruiz", "Ben Ode"]
tags:
  - "type/people"
  - "person/"

"""
H = """\
# kept by hand
title: "Home lab"   # why not
aliases: [lab, 'the lab']
count: 012
on: yes
time: 12:30:45
nested: {a: [b, c]}
folded: >-
  one
  two
"""
T = """\
title: Weekly
created: { { DATE } }
participants: [{ { PARTICIPANTS } }]
tags: [meeting, group]
date: 2026-01-02
list:
- one
- two
"""


def wrapped(block: str, newline: str = "\n") -> bytes:
    return f"---\n{block}---\n# Body\n".replace("\n", newline).encode()


def plain(value: Value) -> object:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value]


class Texts(frontmatter.YAMLHandler):
    """Every value as it was written."""

    def load(self, fm: str, **_: object) -> object:
        return yaml.load(fm, Loader=yaml.CBaseLoader)


def oracle(data: bytes) -> object:
    return frontmatter.loads(data.decode(), handler=Texts()).metadata


def has_wikilink(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(has_wikilink, value.values()))
    if isinstance(value, list):
        return (len(value) == 1 and isinstance(value[0], list)) or any(map(has_wikilink, value))
    return False


@pytest.mark.parametrize("block", [P, J, H])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_dialect_reads_as_python_frontmatter_reads_it(block: str, newline: str) -> None:
    data = wrapped(block, newline)
    meta = parse_frontmatter(data)
    assert plain(meta.values) == oracle(data)
    assert meta.problems == ()
    assert data[meta.body :] == b"# Body" + newline.encode()


SCALARS = st.one_of(
    st.text(st.sampled_from("ab:-#'\"[]{},&*!|>%@`? .é~/0\u2028\u3000"), max_size=12),
    st.sampled_from(
        ["'it''s'", '"a b"', "[a, b]", "[[Ana]]", "- x", "a: b", "é", "0755", "~", "[]"]
    ),
)
KEYS = st.sampled_from(["title", "date", "tags", "a b", "x-y", "on", "<<", "é", "a:b"])
LINES = st.one_of(
    st.builds("{}: {}".format, KEYS, SCALARS),
    st.builds("{}:".format, KEYS),
    st.builds("{}- {}".format, st.sampled_from(["", "  ", " "]), SCALARS),
    st.builds("  {}".format, SCALARS),
    st.sampled_from(["", "# said by hand", "  ", "\t", "...", "-"]),
)
BLOCKS = st.lists(LINES, max_size=7).map(lambda lines: "".join(f"{line}\n" for line in lines))


FIELDS = st.one_of(
    SCALARS.map(" {}\n".format),
    st.just("\n"),
    st.builds(
        lambda indent, items: "\n" + "".join(f"{indent}- {item}\n" for item in items),
        st.sampled_from(["", "  "]),
        st.lists(SCALARS, max_size=3),
    ),
)
PLAIN_BLOCKS = st.dictionaries(st.sampled_from(["title", "date", "a b", "on"]), FIELDS).map(
    lambda fields: "".join(f"{key}:{value}" for key, value in fields.items())
)


@given(st.one_of(BLOCKS, PLAIN_BLOCKS))
def test_whatever_python_frontmatter_reads_we_read_the_same(block: str) -> None:
    try:
        expected = yaml.load(block, Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, TypeError):
        assert parse_frontmatter(wrapped(block)).problems
        return
    meta = parse_frontmatter(wrapped(block))
    if isinstance(expected, dict) and not meta.duplicates and not has_wikilink(expected):
        assert plain(meta.values) == expected


@given(st.one_of(BLOCKS, PLAIN_BLOCKS))
def test_the_fast_path_agrees_with_the_events_on_all_it_accepts(block: str) -> None:
    fast = read_plain(block)
    assert fast is None or fast == read_yaml(block)


@pytest.mark.parametrize("block", [P.replace("\n  long", " long"), J.replace('\\"b\\"', "b")])
def test_what_the_pipelines_write_takes_the_fast_path(block: str) -> None:
    assert read_plain(block) == read_yaml(block)
    assert read_plain(block) is not None


WRAPPED = st.lists(
    st.one_of(
        st.builds("{}: {}".format, st.sampled_from("abcd"), st.sampled_from(["x y", "x ", "'q'", "[f]", "", "é", "x:"])),
        st.builds("{}{}".format, st.sampled_from([" ", "  ", "    ", ""]), st.sampled_from(["more", "more ", "é", "m: n", "m:", "m #n", "#m", "- m", "''", "m\r", ""])),
    ),
    max_size=6,
).map(lambda lines: "".join(f"{line}\n" for line in lines))  # fmt: skip


@given(WRAPPED)
def test_a_scalar_goes_on_in_the_lines_that_are_indented(block: str) -> None:
    fast = read_plain(block)
    assert fast is None or fast == read_yaml(block)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_wrapped_scalar_is_plain(newline: str) -> None:
    block = "a: one\n  two \n three\nb: c\n".replace("\n", newline)
    fast = read_plain(block)
    assert fast == read_yaml(block)
    assert fast is not None
    assert fast.values == {"a": "one two three", "b": "c"}


UNFILLED = st.sampled_from(
    ["created: { { DATE } }", "a: [{ { WHO } }]", "a: { { DATE } }\r", "a: { { A_B } }  ", "a: {{ DATE }}", "a: { { D: E } }",
     "a: [{ { A } }, b]", " a: { { D } }", "a b: { { D } }", "- { { D } }", "a:\n  { { D } }", "a: { { null } }", "a: { { D } } # x"]
)  # fmt: skip


@given(BLOCKS, UNFILLED, st.one_of(BLOCKS, st.just("\x85\n"), st.just("\ufeff\n"), UNFILLED))
def test_an_unfilled_template_is_known_at_sight(above: str, line: str, below: str) -> None:
    block = f"{above}{line}\n{below}"
    found = read_unfilled(block)
    assert found is None or found == read_yaml(block)


def test_the_templates_that_there_are_take_no_parser() -> None:
    for line in ("created: { { DATE } }", "participants: [{ { PARTICIPANTS } }]"):
        block = f"title: x\n{line}\ntags:\n- a\n"
        found = read_unfilled(block)
        assert found == read_yaml(block)
        assert found is not None
        assert found.problems
    assert read_unfilled("- a\n" * 2_000 + "created: { { DATE } }\n") is None


@given(notes())
def test_any_bytes_have_a_frontmatter_or_none(data: bytes) -> None:
    meta = parse_frontmatter(data)
    assert 0 <= meta.span.start <= meta.span.end == meta.body <= len(data)
    for field in meta.fields.values():
        for span in (field.key_span, field.span):
            assert meta.span.start < span.start <= span.end < meta.span.end


_BREAKS = frozenset("\n\r\x85\u2028\u2029")


@given(BLOCKS)
@example("title: 0\u2028 0\n")
def test_the_span_of_a_plain_scalar_holds_its_value(block: str) -> None:
    data = wrapped(block)
    for field in parse_frontmatter(data).fields.values():
        written = field.span.of(data).decode()
        # YAML folds a scalar at its line breaks, of which Unicode has more than one.
        folded = not _BREAKS.isdisjoint(written)
        if isinstance(field.value, str) and not folded and written[:1] not in {'"', "'"}:
            assert written.endswith(field.value) or not field.value


def test_fields_know_where_they_stand() -> None:
    data = "---\ntitle: 'Ü'\nperson:\ntags:\n  - a\n  - b\n\nlist: [x]\n---\n".encode()
    fields = parse_frontmatter(data).fields
    written = {key: (f.key_span.of(data), f.span.of(data)) for key, f in fields.items()}
    assert written == {
        "title": (b"title", "'Ü'".encode()),
        "person": (b"person", b""),
        "tags": (b"tags", b"- a\n  - b"),
        "list": (b"list", b"[x]"),
    }
    assert data[: fields["person"].span.start].endswith(b"person:")


def test_templates_that_are_no_yaml_still_say_what_is_plain_in_them() -> None:
    meta = parse_frontmatter(wrapped(T))
    assert plain(meta.values) == {
        "title": "Weekly",
        "tags": ["meeting", "group"],
        "date": "2026-01-02",
        "list": ["one", "two"],
    }
    assert meta.problems == (
        "the properties cannot be read as YAML: line 3: a key that is no text",
    )


@pytest.mark.parametrize(
    ("block", "line"),
    [
        ("a: 1\nb: 'x\n", 4),
        ("a: 1\n\tb: 2\n", 3),
        ("a: b: c\n", 2),
        ("a: @x\n", 2),
        ("a: 1\nb: \x00\n", 3),
        ("a: 1\n...\nb: 2\n", 4),
        ("- a\n", 2),
        ("text\n", 2),
        ("a: &x [1]\nb: *x\n", 3),
        ("? [a]\n: b\n", 2),
        ("a: " + "[" * 40 + "]" * 40 + "\n", 2),
        ("a: [" + "b," * 6000 + "]\n", 2),
        ("a: 1\n--- x\nb: 2\n", 3),
    ],
)
def test_broken_properties_are_one_sentence_that_names_the_line(block: str, line: int) -> None:
    data = wrapped(block)
    [problem] = (meta := parse_frontmatter(data)).problems
    assert f": line {line}: " in problem
    assert data[meta.body :] == b"# Body\n"


def test_a_lone_carriage_return_is_yamls_business() -> None:
    assert read_plain("a: b\rc: d\n") is None
    assert plain(parse_frontmatter(wrapped("a: b\rc: d\n")).values) == {"a": "b", "c": "d"}


def test_bytes_that_are_no_text_break_the_properties_only() -> None:
    meta = parse_frontmatter(b"---\na: \xff\nb: c\n---\nbody")
    assert meta.problems
    assert meta.text("b") == "c"


def test_salvage_leaves_out_what_it_does_not_understand() -> None:
    block = "a: b: c\nlist:\n- x\n- y: z\n- w\nb: 1\nb: 2\n- stray\ntext: |\n  c: d\n- e\n"
    meta = parse_frontmatter(wrapped(block))
    assert plain(meta.values) == {"list": ["x"], "b": "1"}


def test_the_first_of_two_equal_keys_counts_and_is_said() -> None:
    meta = parse_frontmatter(wrapped("a: 1\nb: 2\na: 3\na: 4\n"))
    assert plain(meta.values) == {"a": "1", "b": "2"}
    assert meta.duplicates == {"a"}
    assert meta.problems == ("the property a is there twice: line 4 does not count",)


@pytest.mark.parametrize(
    ("block", "value"),
    [
        ("a: [[Foo]]\n", "[[Foo]]"),
        ("a: [[Foo, Bar|x]]\n", "[[Foo, Bar|x]]"),
        ("a: [[Foo: x]]\n", "[[Foo: x]]"),
        ("a: [[[A]], [[B]]]\n", ("[[A]]", "[[B]]")),
        ("a:\n- [[A B]]\n", ("[[A B]]",)),
        ("a: '[[Foo]]'\n", "[[Foo]]"),
        ("a: [[x], [y]]\n", (("x",), ("y",))),
    ],
)
def test_a_wikilink_is_read_as_what_it_is(block: str, value: Value) -> None:
    assert parse_frontmatter(wrapped(block)).values["a"] == value


@pytest.mark.parametrize(
    "data",
    [b"", b"\n---\na: b\n---\n", b" ---\na: b\n---\n", b"---\na: b\n", b"----\na: b\n----\n", b"--- x\n---\n", b"---", b"---\na: b\n --- \n", b"---\ra: b\r---\r"],
)  # fmt: skip
def test_what_is_no_frontmatter_is_text(data: bytes) -> None:
    meta = parse_frontmatter(data)
    assert meta.span == Span(0, 0)
    assert (meta.body, dict(meta.values), meta.problems) == (0, {}, ())


@pytest.mark.parametrize(
    ("data", "body"),
    [
        (b"---\na: b\n---\nx", b"x"),
        (b"--- \t\r\na: b\r\n---  \r\nx", b"x"),
        (b"\xef\xbb\xbf---\na: b\n---\nx", b"x"),
        (b"---\na: b\n---", b""),
        (b"---\na: b\n---\n---\nc: d\n---\n", b"---\nc: d\n---\n"),
    ],
)
def test_the_fences_are_where_obsidian_sees_them(data: bytes, body: bytes) -> None:
    meta = parse_frontmatter(data)
    assert meta.text("a") == "b"
    assert data[meta.body :] == body


@pytest.mark.parametrize("block", ["", "\n", "# nothing\n", "  \n", "''\n"])
def test_an_empty_block_says_nothing_and_is_no_problem(block: str) -> None:
    meta = parse_frontmatter(wrapped(block))
    assert (dict(meta.values), meta.problems) == ({}, ())
    assert meta.body == len(wrapped(block)) - len(b"# Body\n")


def test_a_block_over_the_limit_is_left_alone() -> None:
    data = wrapped("a: " + "x" * 70_000 + "\n")
    meta = parse_frontmatter(data)
    assert meta.problems == ("the properties are longer than 64 KB and are not read",)
    assert data[meta.body :] == b"# Body\n"


def test_values_are_asked_for_as_text_list_or_truth() -> None:
    meta = parse_frontmatter(
        wrapped("one: x\nnone:\nmany: [a, b]\nmixed: [a, [b]]\nmap: {a: b}\nyes: True\nno: x\n")
    )
    assert [meta.text(key) for key in ("one", "none", "many", "gone")] == ["x", "", None, None]
    assert meta.texts("one") == ("x",)
    assert meta.texts("none") == meta.texts("gone") == meta.texts("map") == ()
    assert meta.texts("many") == ("a", "b")
    assert meta.texts("mixed") == ("a",)
    assert [meta.truth(key) for key in ("yes", "no", "many", "gone")] == [True, False, False, False]


def test_tags_and_merge_keys_build_nothing() -> None:
    meta = parse_frontmatter(wrapped("a: !!python/object:os.system {b: c}\n<<: {d: e}\n"))
    assert plain(meta.values) == {"a": {"b": "c"}, "<<": {"d": "e"}}
    assert not meta.problems


def test_the_yaml_parser_is_not_loaded_for_plain_notes() -> None:
    code = (
        "import sys; from core.parse.frontmatter import parse_frontmatter as p; "
        "p(b'---\\na: b\\nc:\\n- d\\n---\\n'); assert 'yaml' not in sys.modules; "
        "p(b'---\\na: {b: c}\\n---\\n'); assert 'yaml' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


_LINES = (
    "a:", "b: ", "tags:", "title: Plan", "title: 'Plan: a'", "title: Plan:", "a b: c  ", "a: b: c", "a: b # c", "a: [x, 'y']", "a: [[Ana Ruiz]]",
    "- x", "- y: z", "-", "- 'z'", "  - x", "  - é", "    - x", "  -", " - x", "# why", "", " ", "a: \x85", "a: \u2028b", "- \ufeff", "a: \0",
    "a: b\r", "- x\r", "a:\r", "\0- x", "a: |", "  more", "b: é☃", f"a: {'x' * 90}", f"- {'y' * 90}", "a : b", "'a': b", "a:b", "a:  b", "-  x", "- - x",
)  # fmt: skip
_BLOCKS = st.one_of(
    st.lists(st.one_of(st.sampled_from(_LINES), st.text(max_size=8)), max_size=8),
    st.lists(st.sampled_from((*"abcde", "- x", "  - x", "- y")), max_size=8).map(
        lambda lines: [f"{line}:" if line.isalpha() else line for line in lines]
    ),
).map(lambda lines: "".join(f"{line}\n" for line in lines))


@given(_BLOCKS)
def test_a_block_read_from_memory_says_what_its_lines_say(block: str) -> None:
    values = read_usual(block)
    whole = read_plain(block)
    assert values is None or (whole is not None and list(values.items()) == list(whole.values.items()))  # fmt: skip
    assert read_usual(block) == values


@pytest.mark.parametrize(
    "block", [P.replace("/2026-01-02 - A\n  long name", "a"), "a:\n  - x\n  - y\nb: c\n"]
)
def test_the_usual_block_is_read_from_memory(block: str) -> None:
    assert read_usual(block) == getattr(read_plain(block), "values", None) != None  # noqa: E711 - both are there


def test_places_are_looked_for_when_they_are_asked_for() -> None:
    meta = parse_frontmatter(wrapped("a: b\ntags:\n- x\n- é\nz: 'q'\n"))
    assert meta.places == {"a": (0, 1, 3, 4), "tags": (5, 9, 11, 18), "z": (19, 20, 22, 25)}
