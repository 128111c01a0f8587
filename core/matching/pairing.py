"""Which words of a name the typed ones stand for, and where its letters are. Pure."""

from collections.abc import Container, Iterator, Sequence

_MOST_STEPS = 400
"""Of a search that goes back, and down: names that need more are made to need more."""


def paired(wanted: Sequence[Container[int]], words: Sequence[int]) -> tuple[int, ...] | None:
    """For each wanted set of words the place of one in `words`, all different; `None` without.

    In order where that can be, and then as far in front as can be.
    """
    places: list[int] = []
    for at, word in enumerate(words):
        if word in wanted[len(places)]:
            places.append(at)
            if len(places) == len(wanted):
                return tuple(places)
    return _assigned(wanted, words) if len(wanted) <= len(words) and len(wanted) > 1 else None


def _assigned(wanted: Sequence[Container[int]], words: Sequence[int]) -> tuple[int, ...] | None:
    """Kuhn's assignment: a few steps even where a search that tries all orders never ends."""
    taken: dict[int, int] = {}

    def place(one: int, tried: set[int]) -> bool:
        for at, word in enumerate(words):
            if at not in tried and word in wanted[one]:
                tried.add(at)
                if at not in taken or place(taken[at], tried):
                    taken[at] = one
                    return True
        return False

    if not all(place(one, set()) for one in range(len(wanted))):
        return None
    return tuple(at for at, _ in sorted(taken.items(), key=lambda pair: pair[1]))


def pieces(typed: str, words: Sequence[str]) -> tuple[int, ...] | None:
    """The lengths of beginnings of the first words that make up `typed`, at least two of them.

    The first as long as it can be: `josm` is jo + sm, and not j + osm.
    """
    steps = 0

    def taken(at: int, number: int) -> Iterator[int] | None:
        nonlocal steps
        if at == len(typed):
            return iter(())
        steps += 1
        if number == len(words) or steps > _MOST_STEPS:
            return None
        most = _common(typed, at, words[number])
        for length in range(most, 0, -1):
            rest = taken(at + length, number + 1)
            if rest is not None:
                return iter((length, *rest))
        return None

    lengths = taken(0, 0)
    found = tuple(lengths) if lengths is not None else ()
    return found if len(found) > 1 else None


def _common(typed: str, at: int, word: str) -> int:
    """How many letters of `word` stand in `typed` from `at` on."""
    length = 0
    for one, other in zip(typed[at:], word, strict=False):
        if one != other:
            break
        length += 1
    return length


def scattered(typed: str, text: str) -> tuple[int, ...] | None:
    """Where the letters of `typed` stand in `text` in order, as close together as their last allows."""
    at = -1
    for letter in typed:
        at = text.find(letter, at + 1)
        if at < 0:
            return None
    places = []
    at += 1
    for letter in reversed(typed):
        at = text.rfind(letter, 0, at)
        places.append(at)
    return tuple(reversed(places))
