"""Properties change in the note's own hand, and nothing beside what is asked for."""

from collections.abc import Callable

import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st
from strategies import notes

from core.actions.properties import Properties, new_note
from core.edit import Edit, apply, invert
from core.errors import Refused
from core.note import Note, parse_note
from core.parse.frontmatter import parse_frontmatter
from core.parse.scalars import read_scalars, splices
from core.path import NotePath
from core.statuses import TaskSettings

SETTINGS = TaskSettings()


def one_step(step: Callable[..., Properties]) -> Callable[..., tuple[Edit, ...]]:
    """The edits of a single change of a note."""
    return lambda note, *wanted: step(Properties.of(note), *wanted).edits()


set_text, set_list = one_step(Properties.set_text), one_step(Properties.set_list)
add_item, remove_item = one_step(Properties.add_item), one_step(Properties.remove_item)
replace_item, remove_key = one_step(Properties.replace_item), one_step(Properties.remove_key)
P = """\
type: people
title: 'Sync: storage plans'
date: '2026-01-02'
person: Ana Ruiz
email:
participants:
- Ana Ruiz
- Ben Ode (last name unknown)
source_ref: /home/someone/Notes/Sources/2026-01-02 - A
  long name that was wrapped.md
tags:
- type/people
- generated
"""
J = """\
type: "people"
person: ""
participants: ["Ana Ruiz", "Ben Ode"]
tags:
  - "type/people"
  - "needs-review"

"""
T = """\
title: Weekly
date: 2026-01-02
tags: [meeting, group]
"""


def note(data: bytes | str) -> Note:
    return parse_note(NotePath("a.md"), data.encode() if isinstance(data, str) else data, SETTINGS)


def block(text: str) -> Note:
    return note(f"---\n{text}---\n# Body\n")


def made(there: Note, edits: tuple[Edit, ...]) -> str:
    return apply(there.data, edits).decode()


def changed(text: str, act: Callable[[Note], tuple[Edit, ...]]) -> str:
    """The block after an act; what stands around it must stay."""
    there = block(text)
    after = made(there, act(there))
    assert after.startswith("---\n")
    assert after.endswith("---\n# Body\n")
    again = note(after)
    assert act(again) == (), "a second time changes nothing"
    return after[4 : -len("---\n# Body\n")]


@pytest.mark.parametrize(
    ("text", "key", "value", "old", "new"),
    [
        (P, "person", "Ben Ode", "person: Ana Ruiz\n", "person: Ben Ode\n"),
        (P, "title", "It's: on", "'Sync: storage plans'", "'It''s: on'"),
        (P, "date", "2026-01-03", "'2026-01-02'", "'2026-01-03'"),
        (P, "email", "a@b.example", "email:\n", "email: a@b.example\n"),
        (P, "type", "no", "type: people", "type: 'no'"),
        (P, "type", "# x", "type: people", "type: '# x'"),
        (P, "source_ref", "b.md", "/home/someone/Notes/Sources/2026-01-02 - A\n  long name that was wrapped.md", "b.md"),
        (P, "company", "Acme: Inc.", "- generated\n", "- generated\ncompany: 'Acme: Inc.'\n"),
        (P, "created", "2026-01-03", "- generated\n", "- generated\ncreated: '2026-01-03'\n"),
        (J, "person", 'Ana "A" Ruiz', '""', '"Ana \\"A\\" Ruiz"'),
        (J, "company", "Acme", 'review"\n', 'review"\ncompany: "Acme"\n'),
        (T, "date", "2026-01-03", "2026-01-02", "2026-01-03"),
        (T, "created", "2026-01-03", "group]\n", "group]\ncreated: 2026-01-03\n"),
        (T, "count", "12", "group]\n", "group]\ncount: '12'\n"),
        ("a: x # why\n", "a", "y", "a: x", "a: y"),
        ("a:  # why\n", "a", "y", "a: ", "a: y"),
        ("a: # why\n", "a", "y", "a:", "a: y"),
        ("a: >-\n  one\n  two\nb: c\n", "a", "y", ">-\n  one\n  two", "y"),
        ("level: 2\n", "level", "3", "2", "3"),
        ("level: 2\n", "level", "x 3", "2", "x 3"),
        ("tags: [a, b]\n", "tags", "c", "[a, b]", "c"),
        ("tags:\n- a\n- b\nc: d\n", "tags", "e", "\n- a\n- b", " e"),
        ("who: [[Ana]]\n", "who", "[[Ben]]", "Ana", "Ben"),
        ("# only words\n", "a", "y", "words\n", "words\na: y\n"),
        ("", "a", "y", "", "a: y\n"),
    ],
)  # fmt: skip
def test_a_text_is_set_in_its_own_hand(text: str, key: str, value: str, old: str, new: str) -> None:
    assert changed(text, lambda there: set_text(there, key, value)) == text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "act", "old", "new"),
    [
        (P, lambda it: add_item(it, "tags", "person/ana"), "- generated\n", "- generated\n- person/ana\n"),
        (P, lambda it: add_item(it, "tags", "a: b"), "- generated\n", "- generated\n- 'a: b'\n"),
        (P, lambda it: remove_item(it, "tags", "generated"), "- generated\n", ""),
        (P, lambda it: remove_item(it, "participants", "Ana Ruiz"), "- Ana Ruiz\n", ""),
        (P, lambda it: replace_item(it, "participants", "Ana Ruiz", "Ana: R"), "- Ana Ruiz", "- 'Ana: R'"),
        (P, lambda it: replace_item(it, "participants", "Ana Ruiz", "Ben Ode (last name unknown)"), "- Ana Ruiz\n", ""),
        (P, lambda it: add_item(it, "aliases", "Ana"), "- generated\n", "- generated\naliases:\n- Ana\n"),
        (P, lambda it: set_list(it, "email", ["a@b.example"]), "email:\n", "email:\n- a@b.example\n"),
        (P, lambda it: set_list(it, "participants", ["Cy", "Ana Ruiz"]), "- Ana Ruiz\n- Ben Ode (last name unknown)\n", "- Cy\n- Ana Ruiz\n"),
        (P, lambda it: set_list(it, "participants", []), "\n- Ana Ruiz\n- Ben Ode (last name unknown)", " []"),
        (P, lambda it: add_item(it, "person", "Ben"), "person: Ana Ruiz", "person:\n- Ana Ruiz\n- Ben"),
        (J, lambda it: add_item(it, "tags", "x"), 'review"\n', 'review"\n  - "x"\n'),
        (J, lambda it: remove_item(it, "tags", "needs-review"), '  - "needs-review"\n', ""),
        (J, lambda it: add_item(it, "participants", "Cy"), '"Ben Ode"]', '"Ben Ode", "Cy"]'),
        (J, lambda it: remove_item(it, "participants", "Ana Ruiz"), '"Ana Ruiz", ', ""),
        (J, lambda it: remove_item(it, "participants", "Ben Ode"), ', "Ben Ode"', ""),
        (J, lambda it: add_item(it, "aliases", "Cy"), 'review"\n', 'review"\naliases:\n  - "Cy"\n'),
        (T, lambda it: add_item(it, "tags", "x, y"), "group]", "group, 'x, y']"),
        (T, lambda it: set_list(it, "tags", []), "[meeting, group]", "[]"),
        (T, lambda it: add_item(it, "aliases", "x"), "group]\n", "group]\naliases: [x]\n"),
        (T, lambda it: set_list(it, "tags", ["group", "meeting"]), "meeting, group", "group, meeting"),
        ("tags: []\n", lambda it: add_item(it, "tags", "a"), "[]", "[a]"),
        ("tags: ''\n", lambda it: add_item(it, "tags", "a"), " ''", "\n- a"),
        ("tags: a, needs-review\n", lambda it: remove_item(it, "tags", "needs-review"), ", needs-review", ""),
        ("tags: needs-review\n", lambda it: remove_item(it, "tags", "needs-review"), "needs-review", "[]"),
        ("tags: a b\n", lambda it: replace_item(it, "tags", "b", "c"), "a b", "a c"),
        ("tags: a b\n", lambda it: add_item(it, "tags", "c"), " a b", "\n- a\n- b\n- c"),
        ("tags:\n- '#a'\n- b\n", lambda it: replace_item(it, "tags", "a", "c"), "'#a'", "'#c'"),
        ("tags: [a, # why\n  b]\n", lambda it: add_item(it, "tags", "b"), "", ""),
        ("tags:\n- a # why\n- b\n", lambda it: replace_item(it, "tags", "a", "c"), "a #", "c #"),
        ("tags: [\n  a,\n  b,\n]\n", lambda it: add_item(it, "tags", "c"), "b,\n", "b,\n  c,\n"),
        ("tags:\n  -   a\nx: y\n", lambda it: add_item(it, "tags", "c"), "a\n", "a\n  -   c\n"),
        ("who:\n- [[Ana]]\n", lambda it: replace_item(it, "who", "[[Ana]]", "[[Ben]]"), "Ana", "Ben"),
        (P, lambda it: remove_key(it, "participants"), "participants:\n- Ana Ruiz\n- Ben Ode (last name unknown)\n", ""),
        (P, lambda it: remove_key(it, "email"), "email:\n", ""),
        (P, lambda it: remove_key(it, "nothing"), "", ""),
        (P, lambda it: remove_key(it, "source_ref"), "source_ref: /home/someone/Notes/Sources/2026-01-02 - A\n  long name that was wrapped.md\n", ""),
        ("a: |\n  x\n\nb: c\n", lambda it: remove_key(it, "a"), "a: |\n  x\n", ""),
        ("a: {x: y}\nb: c\n", lambda it: remove_key(it, "a"), "a: {x: y}\n", ""),
    ],
)  # fmt: skip
def test_a_list_is_changed_in_its_own_hand(
    text: str, act: Callable[[Note], tuple[Edit, ...]], old: str, new: str
) -> None:
    assert changed(text, act) == text.replace(old, new, 1)


@pytest.mark.parametrize("key", ["person", "participants", "company"])
def test_line_ends_and_a_byte_order_mark_stay(key: str) -> None:
    data = b"\xef\xbb\xbf" + f"---\n{P}---\n# Body\r text\n".replace("\n", "\r\n").encode()
    after = apply(data, add_item(note(data), key, "Cy"))
    assert after.count(b"\n") == after.count(b"\r\n") > data.count(b"\n")
    assert after.startswith(b"\xef\xbb\xbf---\r\n")
    assert after.endswith(b"---\r\n# Body\r text\r\n")


@pytest.mark.parametrize(
    ("data", "front"),
    [
        (b"", b"---\na: x\n---\n"),
        (b"# Subject\r- Exported: now\r", b"---\na: x\n---\n"),
        (b"one\r\ntwo\r\n", b"---\r\na: x\r\n---\r\n"),
        (b"---\nonly a line\n", b"---\na: x\n---\n"),
    ],
)
def test_a_note_without_properties_gets_a_block_in_front(data: bytes, front: bytes) -> None:
    assert apply(data, set_text(note(data), "a", "x")) == front + data
    marked = b"\xef\xbb\xbf" + data
    assert apply(marked, set_text(note(marked), "a", "x")) == b"\xef\xbb\xbf" + front + data


def test_several_changes_are_one() -> None:
    there = block(J)
    wanted = Properties.of(there).set_text("type", "projects").add_item("tags", "project/x")
    after = made(there, wanted.set_text("title", "A").remove_key("person").edits())
    assert after == (
        '---\ntype: "projects"\nparticipants: ["Ana Ruiz", "Ben Ode"]\n'
        'tags:\n  - "type/people"\n  - "needs-review"\n  - "project/x"\ntitle: "A"\n\n---\n# Body\n'
    )


@pytest.mark.parametrize(
    "act",
    [
        lambda it: set_text(it, "a", "x"),
        lambda it: add_item(it, "a", "x"),
        lambda it: remove_key(it, "a"),
    ],
)
@pytest.mark.parametrize(
    "data",
    [
        "---\na: { { DATE } }\n---\n",
        "---\na: b\na: c\n---\n",
        "---\na: b\n# the end is missing\n",
        "---\n- a\n---\n",
        "---\na: &x b\nc: *x\n---\n",
        f"---\na: {'x' * 70_000}\n---\n",
        b"\xff\xfea\x00",
        b"---\na: \xff\n---\n",
    ],
)
def test_what_is_broken_is_left_alone(
    data: bytes | str, act: Callable[[Note], tuple[Edit, ...]]
) -> None:
    with pytest.raises(Refused):
        act(note(data))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("a: {x: y}\n", lambda it: set_text(it, "a", "z")),
        ("a: {x: y}\n", lambda it: add_item(it, "a", "z")),
        ("a:\n- {x: y}\n", lambda it: remove_item(it, "a", "z")),
        ("a: [[x], y]\n", lambda it: add_item(it, "a", "z")),
        ("a: b\n", lambda it: set_text(it, "a", "one\ntwo")),
        ("a: b\n", lambda it: set_text(it, "a", "one\x1b")),
        ("a: b\n", lambda it: set_text(it, "a", "one\u2028")),
        ("a: b\n", lambda it: set_text(it, "a", "\udcff")),
        ("a: b\n", lambda it: set_text(it, "c: d", "x")),
        ("a: b\n", lambda it: set_text(it, "a", "x" * 70_000)),
        ("a: [b]\n", lambda it: replace_item(it, "a", "x", "y")),
        ("a: [b]\n", lambda it: add_item(it, "a", "one\rtwo")),
        ("a: [x, # why\n  b]\n", lambda it: remove_item(it, "a", "b")),
        ("a: # why\n- x\n", lambda it: set_text(it, "a", "b")),
        ("{a: b, c: d}\n", lambda it: set_text(it, "e", "f")),
        ("{a: b, c: d}\n", lambda it: remove_key(it, "a")),
    ],
)
def test_what_cannot_be_written_is_refused(
    text: str, act: Callable[[Note], tuple[Edit, ...]]
) -> None:
    with pytest.raises(Refused):
        act(block(text))


VALUES = st.one_of(
    st.text(st.sampled_from("ab:-#'\"[]{},&*!|>%@`? .é~/0\\\u00a0☃👩"), max_size=12),
    st.sampled_from(["no", "2026-01-02", "0755", "~", "", "[[Ana]]", "a: b", "- x", "---", "<<", "="]),
)  # fmt: skip
KEYS = st.sampled_from(["a", "tags", "date", "on", "new one"])
ITEMS = st.lists(VALUES, max_size=4)
QUOTED = st.builds(
    lambda text, quote: f"{quote}{text}{quote}",
    st.text(st.sampled_from("ab :,#é"), max_size=6),
    st.sampled_from(["'", '"']),
)
WORD = st.one_of(st.sampled_from(["x", "2026-01-02", "é b", "[[Ana]]", "12"]), QUOTED)
WRITTEN = st.one_of(
    WORD.map(" {}\n".format),
    st.sampled_from(["\n", " \n", " []\n", " # why\n", " >-\n  one\n  two\n", " {x: [y]}\n", " one\n  two\n"]),
    st.lists(WORD, min_size=1, max_size=3).map(lambda all: f" [{', '.join(all)}]\n"),
    st.builds(
        lambda indent, all: "\n" + "".join(f"{indent}- {one}\n" for one in all),
        st.sampled_from(["", "  "]),
        st.lists(WORD, min_size=1, max_size=3),
    ),
)  # fmt: skip
BLOCKS = st.builds(
    lambda fields, tail, end: ("".join(f"{key}:{text}" for key, text in fields.items()) + tail).replace("\n", end),
    st.dictionaries(st.sampled_from(["a", "tags", "date", "on", "é"]), WRITTEN, max_size=4),
    st.sampled_from(["", "\n", "# said\n"]),
    st.sampled_from(["\n", "\r\n"]),
)  # fmt: skip
ACTS = st.one_of(
    st.builds(lambda key, value: ("set", key, value), KEYS, VALUES),
    st.builds(lambda key, items: ("list", key, items), KEYS, ITEMS),
    st.builds(lambda key, value: ("add", key, value), KEYS, VALUES),
    st.builds(lambda key, value: ("take", key, value), KEYS, WORD | VALUES),
    st.builds(lambda key: ("drop", key, ""), KEYS),
)


def act(there: Note, what: tuple[str, str, object]) -> tuple[Edit, ...]:
    verb, key, value = what
    if isinstance(value, list):
        return set_list(there, key, value)
    text = str(value)
    if verb == "drop":
        return remove_key(there, key)
    return {"set": set_text, "add": add_item, "take": remove_item}[verb](there, key, text)


def loaded(data: bytes) -> dict[str, object]:
    """What python-frontmatter's own loader for texts reads."""
    found = yaml.load(parse_frontmatter(data).block, Loader=yaml.CBaseLoader)
    return found if isinstance(found, dict) else {}


def as_yaml(value: object) -> object:
    """A wikilink without quotes is two lists for YAML."""
    if isinstance(value, tuple | list):
        items = [as_yaml(one) for one in value]
        return f"[[{items[0][0]}]]" if _is_link(items) else items
    return value


def _is_link(items: list[object]) -> bool:
    return len(items) == 1 and isinstance(items[0], list) and len(items[0]) == 1 and isinstance(items[0][0], str)  # fmt: skip


@given(BLOCKS, ACTS, st.sampled_from([b"", b"# Body\r\n", b"x\r\ry"]))
@example("tags:\n- a\n", ("list", "tags", ["", "-", "?"]), b"")
@example("tags: [[Ana]]\n", ("add", "tags", "x"), b"")
def test_nothing_but_the_property_is_another(
    text: str, what: tuple[str, str, object], body: bytes
) -> None:
    newline = "\r\n" if "\r" in text else "\n"
    data = f"---{newline}{text}---{newline}".encode() + body
    there = note(data)
    assume(not there.problems)
    try:
        edits = act(there, what)
    except Refused:
        return
    after = apply(data, edits)
    again = note(after)
    verb, key, value = what
    assert after.endswith(b"---" + newline.encode() + body)
    assert apply(after, invert(edits)) == data
    assert not again.problems
    before, now = dict(there.meta.values), dict(again.meta.values)
    old, new = before.pop(key, None), now.pop(key, None)
    assert before == now
    assert list(now) == [one for one in there.meta.values if one != key]
    if verb == "set":
        assert new == value
    elif verb == "drop":
        assert new is None
    elif isinstance(value, list) and edits:
        assert new == tuple(value)
    elif verb == "add" and edits:
        assert new == (*(one for one in _texts(key, old)), value)
    read, known = loaded(after), again.meta.values
    for one, said in known.items():
        if not isinstance(said, str | tuple):
            continue
        assert as_yaml(read[one]) == as_yaml(said)
    assert act(again, what) == ()


def _texts(key: str, value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(map(str, value))
    text = str(value or "")
    if key == "tags":
        return tuple(text.replace(",", " ").split())
    return (text,) if text else ()


@given(notes(), ACTS)
def test_a_body_is_never_touched(data: bytes, what: tuple[str, str, object]) -> None:
    there = note(data)
    try:
        edits = act(there, what)
    except Refused:
        return
    after = apply(data, edits)
    assert after[len(after) - len(data) + there.meta.body :] == data[there.meta.body :]
    assert parse_frontmatter(after).body == len(after) - len(data) + there.meta.body


LINES = st.lists(st.sampled_from(["a\n", "b\n", "é\n", "\n", "ab"]), max_size=8).map("".join)


@given(LINES, LINES, st.sampled_from(["", "é--"]))
def test_splices_make_one_text_of_the_other(one: str, other: str, before: str) -> None:
    base = len(before.encode())
    edits = splices(one, other, base)
    assert apply((before + one).encode(), edits).decode() == before + other
    assert (one == other) == (edits == ())


def test_a_long_list_is_compared_soon() -> None:
    one = "".join(f"- {number % 3}\n" for number in range(6000))
    assert len(splices(f"a\n{one}b\n", f"c\n{one[::-1]}d\n", 0)) == 1


def test_texts_are_found_wherever_they_stand() -> None:
    text = "é: 'x'\nentities:\n  people: ['[[Ana]]', [[Ben]]]\nn: [a, [b]]\n"
    found = read_scalars(text)
    assert [(one.form, one.flat) for one in found.values()] == [("text", True), ("map", False), ("flow", False)]  # fmt: skip
    people = found["entities"].scalars
    assert [(one.value, text[one.start : one.end], one.style) for one in people] == [
        ("[[Ana]]", "'[[Ana]]'", "'"),
        ("[[Ben]]", "[[Ben]]", "["),
    ]
    assert read_scalars("a: [") == {}
    assert read_scalars("") == {}


@given(st.dictionaries(KEYS, VALUES | ITEMS), st.text(max_size=20))
def test_a_new_note_reads_as_it_was_meant(fields: dict[str, str | list[str]], body: str) -> None:
    assume(all(one < "\ud800" or one > "\udfff" for one in body))
    data = new_note(fields, body)
    meta = parse_frontmatter(data)
    wanted = {key: value if isinstance(value, str) else tuple(value) for key, value in fields.items()}  # fmt: skip
    assert dict(meta.values) == wanted
    assert list(meta.values) == list(fields)
    assert data[meta.body :] == body.encode()


def test_a_new_note_is_in_the_hand_of_the_vault() -> None:
    made = new_note(
        {"type": "people", "title": "Plan: b", "date": "2026-01-02", "tags": ["type/people", "x"], "none": []},
        "\n# Plan: b\n",
    )  # fmt: skip
    assert made.decode() == (
        "---\ntype: people\ntitle: 'Plan: b'\ndate: '2026-01-02'\ntags:\n- type/people\n- x\nnone: []\n---\n\n# Plan: b\n"
    )
