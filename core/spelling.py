"""Names compared as people compare them: case, accents, dashes, quotes and blanks do not tell two apart.

`Zoé Reed-Tarn`, however long its dash, and the tag slug `zoe-reed-tarn` are the same. Pure and total.
"""

import re
from unicodedata import category, combining, normalize
from zlib import crc32

# Letters with a stroke or a ligature that Unicode does not take apart, as people type them.
_PLAIN = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "þ": "th", "æ": "ae", "œ": "oe", "ŧ": "t", "&": " and ",
}  # fmt: skip
_DROPPED = frozenset("'\"`´’‘‛“”„‟ʼʹ′")
_KEPT = frozenset("@#%*")
"""Punctuation that tells names apart; all other is a blank. Symbols such as `+` and `$` are kept."""
_BRACKETED = re.compile(r"\([^()]*+\)|\[[^\[\]]*+\]|<[^<>]*+>")
_IN_ADDRESS = r"\s<>()\[\],;:\"'@"
# Tried at the first character of a run only: else a long run without an `@` is read again from each.
_ADDRESS = re.compile(
    rf"(?<![^{_IN_ADDRESS}])[^{_IN_ADDRESS}]++@[^{_IN_ADDRESS}.]++(?:\.[^{_IN_ADDRESS}.]++)++"
)


class _Folds(dict[int, str]):
    """Code point → what it folds to; filled in as characters are met, so at most one entry each."""

    def __missing__(self, code: int) -> str:
        plain = self[code] = "".join(
            map(_folded_character, normalize("NFKD", chr(code)).casefold())
        )
        return plain


def _folded_character(character: str) -> str:
    if character in _DROPPED or combining(character):
        return ""
    if character in _PLAIN:
        return _PLAIN[character]
    kind = category(character)
    if kind[0] in "ZC" and kind != "Cs":
        return "" if kind == "Cf" else " "
    return " " if kind[0] == "P" and character not in _KEPT else character


_FOLDS = _Folds()
_LOW = bytes(
    ord(plain) if len(plain) == 1 else 0 for plain in map(_FOLDS.__missing__, range(128))
).ljust(256, b"\0")
"""What ASCII folds to, where that is one character: twice as fast, and nearly all there is."""
_CUT = bytes(code for code in range(128) if not _FOLDS[code])


def folded(text: str) -> str:
    """`text` as it is compared: lower case words without accents, one blank between them."""
    if text.isascii() and "&" not in text:
        return " ".join(text.encode().translate(_LOW, _CUT).decode().split())
    return " ".join(text.translate(_FOLDS).split())


def aligned(text: str) -> tuple[str, tuple[int, ...]]:
    """`folded(text)`, and for each of its characters the index in `text` that it came from."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for one in _FOLDS[ord(character)]:
            if one != " " or (characters and characters[-1] != " "):
                characters.append(one)
                places.append(place)
    if characters and characters[-1] == " ":
        characters.pop()
        places.pop()
    return "".join(characters), tuple(places)


def bare(text: str) -> str:
    """`text` without what stands in brackets: `Ana (last name unknown)` → `Ana`."""
    return " ".join(_BRACKETED.sub(" ", text).split())


def addresses(text: str) -> tuple[str, ...]:
    """The e-mail addresses written in `text`, in lower case."""
    return tuple(match[0].lower() for match in _ADDRESS.finditer(text)) if "@" in text else ()


def compared(name: str) -> str:
    """What all spellings of a name have in common: it folded, without what stands in brackets."""
    mailed = addresses(name)
    return folded(bare(name)) or (mailed[0] if mailed else folded(name))


def name_id(name: str) -> str:
    """What a name is called by whoever acts on it: a hash of it, equal for all its spellings."""
    return f"name{crc32(compared(name).encode('utf-8', 'surrogatepass')):08x}"
