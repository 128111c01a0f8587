"""Text from a file made safe to show: never a control sequence, one character for one.

One for one, so that offsets into the text stay true on the screen. What must not reach a terminal:
C0 and DEL (their pictures stand for them), C1, bidirectional overrides and marks, invisible
characters, lone surrogates (bytes that were not UTF-8), and line separators.
"""

_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_INVISIBLE = (
    0x00AD,
    0x200B,
    0xFEFF,
    *range(0x2060, 0x2066),
    *range(0x206A, 0x2070),
    *range(0xFFF9, 0xFFFC),
)
_TAGS = range(0xE0000, 0xE0080)

SHOWN: dict[int, int] = {
    **{code: 0x2400 + code for code in range(0x20)},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    0x85: 0x2424,
    0x2028: 0x2424,
    0x2029: 0x2424,
    **dict.fromkeys((*_BIDI, *_INVISIBLE, *_TAGS), 0xFFFD),
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
}
"""Code point → the code point that is drawn in its place."""

DANGEROUS = frozenset(map(chr, SHOWN))
"""Every character that may not reach a terminal from a note."""


def dangerous_ranges() -> str:
    """`DANGEROUS` as what stands between the brackets of a regular expression: some thirty ranges."""
    codes = sorted(SHOWN)
    starts = [code for code in codes if code - 1 not in SHOWN]
    ends = [code for code in codes if code + 1 not in SHOWN]
    return "".join(f"\\U{a:08x}-\\U{b:08x}" for a, b in zip(starts, ends, strict=True))


def safe_text(text: str) -> str:
    """`text` as it may be drawn, with the same number of characters."""
    return text if text.isascii() and text.isprintable() else text.translate(SHOWN)
