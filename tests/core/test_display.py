import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.display import DANGEROUS, safe_text
from core.text import decode


@given(st.text(st.characters()))
def test_text_from_a_note_is_shown_one_character_for_one(text: str) -> None:
    shown = safe_text(text)
    assert len(shown) == len(text)
    assert not set(shown) & DANGEROUS
    assert all(now == was for now, was in zip(shown, text, strict=True) if was not in DANGEROUS)


@given(st.binary())
def test_bytes_that_are_no_text_can_be_shown(data: bytes) -> None:
    safe_text(decode(data)).encode("utf-8")


@pytest.mark.parametrize("category", ["Cc", "Cs", "Zl", "Zp"])
def test_nothing_of_a_dangerous_kind_is_left_out(category: str) -> None:
    every = {chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == category}
    assert every <= DANGEROUS


@pytest.mark.parametrize(
    "codes",
    [range(0x202A, 0x202F), range(0x2060, 0x2070), range(0xE0000, 0xE0080), (0x200B, 0x200E, 0x200F, 0x061C, 0xFEFF, 0xAD)],
)  # fmt: skip
def test_what_turns_or_hides_text_is_dangerous(codes: range | tuple[int, ...]) -> None:
    assert set(map(chr, codes)) <= DANGEROUS


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain [/] text", "plain [/] text"),
        ("\x1b]0;x\x07", "␛]0;x␇"),
        ("a\x7fb\tc\n", "a␡b␉c␊"),
        ("\x85\u2028", "␤␤"),
        ("\u202eabc", "\ufffdabc"),
        ("👩\u200d👧 Zoë", "👩\u200d👧 Zoë"),
    ],
)
def test_control_characters_become_visible(text: str, shown: str) -> None:
    assert safe_text(text) == shown
