"""What differs between two files, as unified lines. Pure, and bounded in time whatever they are."""

import re
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from itertools import islice

from core.inbox.kinds import with_line_feeds
from core.text import decode

_MOST_READ = 1_000_000
"""Bytes of each that are compared."""
_MOST_COMPARED = 600
"""Lines of each that are compared with each other; of more, those in the middle are shown as others."""
_MOST_SHOWN = 2_000
_LONG = 240
"""Characters; a longer line is taken apart where a sentence ends, that not all of it differs."""
_END = re.compile(r"(?<=[.!?;])[ \t]+")
_CONTEXT = 3


def difference(a: bytes, b: bytes) -> str:
    """What is in `a` and not in `b`, and the other way round; `""` where no line differs; not safe to show."""
    if a == b:
        return ""
    old, new = _lines(a), _lines(b)
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    first = max(0, start - _CONTEXT)
    old, new = old[first : len(old) - end + _CONTEXT], new[first : len(new) - end + _CONTEXT]
    shown = list(islice(_compared(old, new), _MOST_SHOWN + 1))
    if len(shown) > _MOST_SHOWN:
        shown[_MOST_SHOWN:] = ["…"]
    return "\n".join(shown)


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    if len(old) <= _MOST_COMPARED and len(new) <= _MOST_COMPARED:
        # Without its two lines of names, which whoever shows it knows.
        yield from islice(unified_diff(old, new, n=_CONTEXT, lineterm=""), 2, None)
        return
    there, here = set(new), set(old)
    yield f"@@ -1,{len(old)} +1,{len(new)} @@"
    yield from (f"-{line}" for line in old if line not in there)
    yield from (f"+{line}" for line in new if line not in here)


def _lines(data: bytes) -> list[str]:
    """Lines as they are compared, whatever they end with; long ones by sentences."""
    found: list[str] = []
    for line in decode(with_line_feeds(data[:_MOST_READ])).split("\n"):
        found += _END.split(line) if len(line) > _LONG else (line,)
    return found


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many lines at the start are the same."""
    pairs = zip(old, new, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new)))  # fmt: skip
