"""Where one wording of a task differs from another: what is marked when the members of a cluster are shown. Pure."""

import re
from itertools import groupby
from typing import Final

from rapidfuzz.distance import Levenshtein

from core.spelling import folded

_WORD = re.compile(r"[^\W_]+")
_READ: Final = 2_000
"""Characters that are compared; what is behind them is not marked."""


def differing(text: str, best: str) -> tuple[tuple[int, int], ...]:
    """The words of `text` that `best` has not at that place, as ranges of characters of `text`, in order.

    Words that follow one another are one range. Case, accents and punctuation make no difference.
    """
    words = [(*found.span(), folded(found[0])) for found in _WORD.finditer(text[:_READ])]
    others = [folded(found) for found in _WORD.findall(best[:_READ])]
    same = [False] * len(words)
    for code in Levenshtein.opcodes([word for _, _, word in words], others):
        if code.tag == "equal":
            for at in range(code.src_start, code.src_end):
                same[at] = True
    runs = groupby(zip(words, same, strict=True), key=lambda one: one[1])
    found = [[word for word, _ in run] for known, run in runs if not known]
    return tuple((run[0][0], run[-1][1]) for run in found)
