"""A list in the order that was shown before. Pure; apart, because the first picture needs nothing else of lists."""

from collections.abc import Sequence


def laid(old: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """What is in `new` in the order of `old`; what is only in `new` behind the one it follows there."""
    there, known = set(new), set(old)
    if known == there and len(old) == len(new):
        return tuple(old)
    after: dict[str | None, list[str]] = {}
    last: str | None = None
    for key in new:
        if key in known:
            last = key
        else:
            after.setdefault(last, []).append(key)
    found = list(after.get(None, ()))
    for key in old:
        if key in there:
            found.append(key)
            found.extend(after.get(key, ()))
    return tuple(found)
