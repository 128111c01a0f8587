"""Names for files: what every system can hold, and the next one that nobody has."""

from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.naming import MOST_BYTES, Names, dated_name, name_key, plain_name, slug
from core.path import NotePath

TITLES = st.text(max_size=400) | st.text(alphabet='ab é/\\:#^[]|*?"<>.-_ \u0308\u200d🧑🚒\n\ud800', max_size=300)  # fmt: skip


@given(TITLES)
def test_a_name_is_one_that_every_system_can_hold(title: str) -> None:
    name = dated_name("2026-01-05", title, "stem")
    assert name.startswith("2026-01-05 - ")
    assert name.endswith(".md")
    assert len(name.removesuffix(".md").encode()) <= MOST_BYTES
    assert not set(name) & set('/\\:#^[]|*?"<>\0\n\r')
    assert name.removesuffix(".md").strip(" .") == name.removesuffix(".md")
    assert normalize("NFC", name) == name
    assert name.isprintable() or {c for c in name if not c.isprintable()} <= set("\u200c\u200d") | {
        c for c in name if not c.isprintable() and ord(c) > 0x2FF
    }


@given(TITLES)
@example("A<\u0300")
def test_a_name_made_of_a_name_is_that_name(title: str) -> None:
    once = plain_name(title)
    assert plain_name(once) == once


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Re: pumps: 3/4", "Re - pumps - 3-4"),
        ("a:b / c\\d", "a-b - c-d"),
        ("call at 14:30", "call at 14-30"),
        ("What? [[Weir]] #3 | <now>", "What Weir 3 now"),
        ("Acme Global, Inc.", "Acme Global, Inc"),
        ("  two   blanks ", "two blanks"),
        (".hidden", "hidden"),
        ("con", "con_"),
        ("LPT1.txt", "LPT1.txt_"),
        ("cone", "cone"),
        ("e\u0301te\u0301", "été"),
        ("\x1b[31mred\x00", "31mred"),
        ("🧑\u200d🚒 alarm", "🧑\u200d🚒 alarm"),
        ("...", ""),
    ],
)
def test_signs_that_some_system_does_not_take(title: str, name: str) -> None:
    assert plain_name(title) == name


@pytest.mark.parametrize(
    ("title", "stem", "name"),
    [
        ("2026-01-05 - Call", "x", "2026-01-05 - Call.md"),
        ("2026-01-05 1742 - Voice note", "x", "2026-01-05 - Voice note.md"),
        ("2026-01-05", "x", "2026-01-05 - x.md"),
        ("", "2026-01-05_091500 talk", "2026-01-05 - 091500 talk.md"),
        ("???", "2026-01-05", "2026-01-05 - 2026-01-05.md"),
        ("???", "???", "2026-01-05 - Note.md"),
        ("12 monkeys", "x", "2026-01-05 - 12 monkeys.md"),
    ],
)
def test_a_day_in_front_is_not_said_twice(title: str, stem: str, name: str) -> None:
    assert dated_name("2026-01-05", title, stem) == name


def test_a_long_title_is_cut_between_words_and_not_within_a_letter() -> None:
    assert plain_name("word " * 99, most=12) == "word word"
    assert plain_name("x" * 99, most=12) == "x" * 12
    assert plain_name("ab" + "🧑\u200d🚒" * 9, most=16) == "ab🧑\u200d🚒"
    assert plain_name("abcq\u0323\u0307", most=5) == "abc"


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("Zoé Reed-Tarn", "zoe-reed-tarn"),
        ("Acme, Inc.", "acme-inc"),
        ("O'Brien & Co", "o-brien-co"),
        ("プロ 1", "プロ-1"),
        ("_x_", "x"),
    ],
)
def test_a_slug(name: str, tag: str) -> None:
    assert slug(name) == tag


def test_names_that_may_be_one_file_are_the_same() -> None:
    assert name_key("Été.md") == name_key("E\u0301TE\u0301.md")
    assert name_key("Été.md") != name_key("Ete.md")


def test_the_next_free_name() -> None:
    asked: list[str] = []

    def listed(folder: str) -> list[str]:
        asked.append(folder)
        return ["CALL.md", "call 2.md", ".hidden"]

    names = Names(listed)
    assert names.is_taken(NotePath("a/Call.md"))
    assert not names.is_taken(NotePath("a/Other.md"))
    assert [names.free("a", "Call.md") for _ in range(2)] == ["a/Call 3.md", "a/Call 4.md"]
    assert names.free("a", "new") == "a/new"
    assert names.free("a", ".hidden") == "a/.hidden 2"
    assert names.free("", "x.md") == "x.md"
    assert asked == ["a", ""]
