import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.spelling import addresses, aligned, bare, folded


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Ada Quill", "ada quill"),
        ("  Ada\t Quill ", "ada quill"),
        ("Zoé Larkmoor", "zoe larkmoor"),
        ("Zoe\u0301 Larkmoor", "zoe larkmoor"),
        ("Anneli Reed–Tarn", "anneli reed tarn"),
        ("anneli-reed-tarn", "anneli reed tarn"),
        ("Søren Łuk", "soren luk"),
        ("Straße", "strasse"),
        ("Ada O’Quill", "ada oquill"),
        ("Oxbow & Daughters, Inc.", "oxbow and daughters inc"),
        ("Oxbow and Daughters Inc", "oxbow and daughters inc"),
        ("C++", "c++"),
        ("Speaker #3", "speaker #3"),
        ("Non\u2011breaking\u00a0hyphen", "non breaking hyphen"),
        ("\udc80", "\udc80"),
        ("", ""),
    ],
)
def test_what_people_write_differently_is_compared_as_the_same(written: str, compared: str) -> None:
    assert folded(written) == compared


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    once = folded(text)
    assert folded(once) == once


@given(st.text(st.characters(codec=None)))
def test_every_folded_letter_knows_where_it_came_from(text: str) -> None:
    compared, places = aligned(text)
    assert compared == folded(text)
    assert len(places) == len(compared)
    assert list(places) == sorted(places)
    assert all(letter in folded(text[at]) or letter == " " for letter, at in zip(compared, places, strict=True) if folded(text[at]))  # fmt: skip


def test_letters_are_found_again_under_accents_and_dashes() -> None:
    compared, places = aligned("Zoé – Öst")
    assert [("Zoé – Öst"[at], letter) for letter, at in zip(compared, places, strict=True)] == [
        ("Z", "z"), ("o", "o"), ("é", "e"), (" ", " "), ("Ö", "o"), ("s", "s"), ("t", "t"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Hollis (last name unknown)", "Hollis"),
        ("Ada (of Oxbow, Inc.) Quill", "Ada Quill"),
        ("Ada Quill <ada@oxbow.example>", "Ada Quill"),
        ("Ada [x] (y", "Ada (y"),
        ("(only)", ""),
    ],
)
def test_what_stands_in_brackets_is_no_part_of_a_name(written: str, said: str) -> None:
    assert bare(written) == said


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Ada <Ada.Quill@Oxbow.example>", ("ada.quill@oxbow.example",)),
        ("a@b.example, c@d.e.example", ("a@b.example", "c@d.e.example")),
        ("mailto:a@b.example.", ("a@b.example",)),
        ("@Ada at noon", ()),
        ("a@b", ()),
        ("a@@b.c", ()),
    ],
)
def test_addresses_are_found_in_text(written: str, found: tuple[str, ...]) -> None:
    assert addresses(written) == found


@pytest.mark.parametrize("unit", ["a", "(", "a@", "a@b.", "(a", "<a@", ". "])
def test_a_long_hostile_name_is_read_in_one_pass(unit: str) -> None:
    # A search that began again at each character would not come back from this.
    text = unit * (200_000 // len(unit))
    assert isinstance(addresses(text + "@x"), tuple)
    assert len(bare(text)) <= len(text)
    assert len(folded(text)) <= len(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_fold_as_they_do_among_others(text: str) -> None:
    beside = folded(f"{text} é")
    assert f"{folded(text)} e".strip() == beside
