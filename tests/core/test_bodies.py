"""Bodies as they are searched, and names found in them."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.index.bodies import Names, body_words, folded_text, needle
from core.spelling import folded
from core.text import encode


def said(text: str) -> str:
    return folded_text(encode(text)).decode()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Zoé  REED-Tarn", "zoe reed tarn"),
        ("**Ana** ==Ruiz== ~~x~~ `y`", " ana ruiz x y"),
        ("Ana's and Ana’s, but O'Brien", "ana and ana but obrien"),
        ("R&D at 5%, C++ and C#", "r and d at 5% c++ and c#"),
        ("a📅b", "a 📅 b"),
        ("Ｗｉｄｅ ﬁ ß Œ", "wide fi ss oe"),
        ("e\u0301te\u0301", "ete"),
        ("Москва 東京", "москва 東京"),
        ("one\n\ttwo\r\n", "one\n two \n"),
        ("\0 x \x01", " x \1"),
    ],
)
def test_a_text_is_folded_as_names_are(text: str, plain: str) -> None:
    assert said(text) == plain


def test_a_byte_that_is_no_utf8_is_a_sign_of_its_own() -> None:
    assert folded_text(b"caf\xe9 x") == "caf � x".encode()


LETTERS = st.text(
    st.sampled_from(string.ascii_letters + string.digits + "éÉøßžĳ日жあ–“ …\u0301📅&_-.,"),
    max_size=30,
)


@given(LETTERS)
def test_names_and_texts_agree(text: str) -> None:
    words = [word for word in said(text).split() if any(map(str.isalnum, word))]
    plain = [word for word in folded(text).split() if any(map(str.isalnum, word))]
    # What is a sign to a name is a word of its own in a text.
    assert "".join(words) == "".join(one for word in plain for one in word if one.isalnum())


@given(st.binary(max_size=200))
@example("\u0b4b".encode())
def test_whatever_the_bytes_it_is_text_with_the_same_lines(data: bytes) -> None:
    text = folded_text(data)
    text.decode()
    assert folded_text(text) == text
    assert text.count(b"\n") == data.count(b"\n")


@given(st.binary(max_size=200))
def test_a_note_has_every_line_where_it_was(data: bytes) -> None:
    whole, live = body_words(data)
    assert live.count(b"\n") in {data.count(b"\n"), 0}
    assert len(whole.split()) >= 0


NOTE = b"""---
title: Ana in the properties
---
Ana Ruiz met [[Ana Ruiz]] and ![[Ana Ruiz|Ana]].
```
Ana in a fence
```
%% Ana in a comment %% <!-- Ana -->
> quoted Ana Ruiz, **Ana Ruiz**
- [ ] call @Ana today #person/ana-ruiz
"""


def found(text: bytes, *names: str) -> list[tuple[int, str]]:
    _, live = body_words(text)
    return [(line, name.decode()) for line, name in Names(map(needle, names)).found(live)]


def test_a_mention_is_no_link_no_code_no_comment_and_no_property() -> None:
    assert found(NOTE, "Ana Ruiz", "Ana") == [
        (3, "ana ruiz"),
        (8, "ana ruiz"),
        (9, "ana"),
        (9, "ana ruiz"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "is_there"),
    [
        ("Anabel", "Ana", False),
        ("Diana", "Ana", False),
        ("(Ana)", "Ana", True),
        ("Ana-Ruiz", "Ana Ruiz", True),
        ("Ana\nRuiz", "Ana Ruiz", False),
        ("Ana [[x]] Ruiz", "Ana Ruiz", False),
        ("[[x]]Ana[[y]]", "Ana", True),
        ("Ana's desk", "Ana", True),
        ("zoë", "Zoe", True),
        ("write to ana.ruiz@quill.example now", "Ana.Ruiz@quill.example", True),
        ("write to ana@quill.example", "Ana", False),
        ("write to x@ana.example", "Ana Example", False),
        ("@Ana", "Ana", True),
        ("C++ is", "C", False),
        ("C++ is", "C++", True),
        ("C is", "C++", False),
        ("O’Brien", "O'Brien", True),
        ("日本 へ", "日本", True),
        ("***", "***", False),
    ],
)
def test_a_mention_is_whole_words(text: str, name: str, is_there: object) -> None:
    assert bool(found(encode(text), name)) is is_there


def test_of_names_within_one_another_the_longest_is_meant() -> None:
    names = ("Ana", "Ana Ruiz", "Ruiz Tarn", "Ana Ruiz Tarn Otter")
    assert found(b"Ana Ruiz Tarn\nRuiz Tarn\nAna\n", *names) == [
        (0, "ana ruiz"),
        (1, "ruiz tarn"),
        (2, "ana"),
    ]


def test_a_note_that_is_no_text_says_nothing() -> None:
    assert body_words("Ana".encode("utf-16")) == (b"", b"")


WORDS = st.sampled_from(["ana", "ruiz", "tarn", "bo", "x"])
NAMES = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), max_size=6, unique=True)


@given(st.lists(WORDS, max_size=20), NAMES)
def test_the_walk_finds_what_looking_at_each_place_finds(
    words: list[str], names: list[str]
) -> None:
    text = " ".join(words)
    at, expected = 0, set()
    while at < len(words):
        here = [name for name in names if words[at : at + len(name.split())] == name.split()]
        longest = max(here, key=len, default="")
        if longest:
            expected.add(longest)
        at += len(longest.split()) or 1
    assert {
        name.decode() for _, name in Names(map(str.encode, names)).found(text.encode())
    } == expected
