"""How well and how fast names are found: seeded names, seeded queries, in this process."""

import json
import random
import shutil
import string
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from statistics import median

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from core.jump import Candidate, Names

SEED = 7
QUERIES = 60
AIMS = {"initials": 45, "exchanged": 60, "missing": 60, "last-first": 59, "3+3": 52}
"""How many of 60 must have the name that was meant in first place, among a thousand names."""
LIMITS = {10_000: (2.0, 10.0), 100_000: (10.0, 40.0)}
"""Names → milliseconds a key, median and worst."""

_ONSETS = (
    *"bcdfghjklmnprstvwyz",
    "br",
    "ch",
    "dr",
    "fr",
    "gr",
    "kl",
    "pr",
    "qu",
    "sh",
    "st",
    "th",
    "tr",
)
_VOWELS = (*"aeiou", "ai", "ea", "ia", "io", "oa")
_CODAS = ("", "", "n", "l", "r", "s", "m", "nd", "rn", "th", "lk", "x")
_ENDS = (
    "ford",
    "wick",
    "ham",
    "son",
    "ley",
    "by",
    "stead",
    "mere",
    "ton",
    "field",
    "worth",
    "gate",
)
_KINDS = ("people",) * 7 + ("customer",) * 2 + ("projects",)


def _syllable(dice: random.Random) -> str:
    return dice.choice(_ONSETS) + dice.choice(_VOWELS) + dice.choice(_CODAS)


def _words(count: int, make: Callable[[], str]) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        word = make()
        if 3 <= len(word) <= 12:
            found[word.capitalize()] = None
    return list(found)


def invent(count: int, seed: int = SEED) -> list[Candidate]:
    """`count` names of 600 given names and 3,000 surnames; half of two words, half of three.

    Every fifth has an alias.
    """
    dice = random.Random(seed)
    given = _words(600, lambda: _syllable(dice) + _syllable(dice)[: dice.randint(1, 3)])
    last = _words(3_000, lambda: _syllable(dice) + dice.choice((_syllable(dice), *_ENDS)))
    found: dict[str, Candidate] = {}
    while len(found) < count:
        middle = [dice.choice(given)] if dice.random() < 0.5 else []
        name = " ".join([dice.choice(given), *middle, dice.choice(last)])
        alias = (f"{name[:3]} {dice.choice(last)}",) if dice.random() < 0.2 else ()
        found[name] = Candidate(name, name, dice.choice(_KINDS), alias)
    return list(found.values())


def _initials(name: str, _: random.Random) -> str | None:
    """Of three words: a thousand names have some 400 different pairs of letters, so two are no query."""
    words = name.split()
    return "".join(word[0] for word in words).lower() if len(words) > 2 else None


def _exchanged(name: str, dice: random.Random) -> str | None:
    at = dice.randrange(len(name) - 1)
    one, other = name[at : at + 2]
    if one == other or " " in (one, other):
        return None
    return name[:at] + other + one + name[at + 2 :]


def _missing(name: str, dice: random.Random) -> str | None:
    at = dice.randrange(len(name))
    return None if name[at] == " " else name[:at] + name[at + 1 :]


def _last_first(name: str, _: random.Random) -> str | None:
    first, *_rest, last = name.split()
    return f"{last} {first}".lower()


def _three_three(name: str, _: random.Random) -> str | None:
    first, *_rest, last = name.split()
    return None if _rest else f"{first[:3]}{last[:3]}".lower()


KINDS: dict[str, Callable[[str, random.Random], str | None]] = {
    "initials": _initials,
    "exchanged": _exchanged,
    "missing": _missing,
    "last-first": _last_first,
    "3+3": _three_three,
}


def queries(names: list[Candidate], kind: str, count: int = QUERIES) -> Iterable[tuple[str, str]]:
    """What is typed, and the name that is meant."""
    dice = random.Random(f"{SEED} {kind}")

    def endless() -> Iterable[tuple[str, str]]:
        while True:
            name = dice.choice(names).name
            typed = KINDS[kind](name, dice)
            if typed is not None:
                yield typed, name

    return islice(endless(), count)


def quality(count: int = 1_000) -> dict[str, tuple[int, int]]:
    """Kind of query → how many of 60 find the name meant in first place, and among the first ten."""
    candidates = invent(count)
    names = Names(candidates)
    found = {}
    for kind in KINDS:
        places = [
            next(
                (place for place, hit in enumerate(names.search(typed, 10)) if hit.name == name), 10
            )
            for typed, name in queries(candidates, kind)
        ]
        found[kind] = sum(place == 0 for place in places), sum(place < 10 for place in places)
    return found


def speed(count: int) -> dict[str, float]:
    """Milliseconds: to build, and a key, over names of all kinds typed letter by letter."""
    candidates = invent(count)
    start = time.perf_counter()
    names = Names(candidates)
    built = time.perf_counter() - start
    typed = [text for kind in KINDS for text, _ in queries(candidates, kind, 12)]
    typed += [
        *string.ascii_lowercase,
        "zzz",
        "qqqqqqq",
        "a e i o",
        "p/an",
        "ae",
        "aeiou",
        "xyzzy plugh",
    ]
    keys = [text[:end] for text in typed for end in range(1, len(text) + 1)]
    times = [(_timed(names, key), key) for key in keys]
    worst, slowest = max(times)
    return {
        "built_ms": built * 1000,
        "keys": len(keys),
        "median_ms": median(time for time, _ in times),
        "p95_ms": sorted(time for time, _ in times)[len(times) * 95 // 100],
        "worst_ms": worst,
        "slowest": slowest,
    }


def _timed(names: Names, key: str) -> float:
    """The better of two: what another program did meanwhile is not ours."""
    found = []
    for _ in range(2):
        start = time.perf_counter()
        names.search(key)
        found.append((time.perf_counter() - start) * 1000)
    return min(found)


def fzf(count: int = 1_000) -> dict[str, tuple[int, int]] | None:
    """The same queries put to `fzf --filter`; `None` where there is no fzf."""
    program = shutil.which("fzf")
    if program is None:
        return None
    candidates = invent(count)
    listed = "\n".join(one.name for one in candidates)
    found = {}
    for kind in KINDS:
        places = []
        for typed, name in queries(candidates, kind):
            command = [program, "--filter", typed]
            done = subprocess.run(
                command, input=listed, capture_output=True, text=True, check=False
            )
            best = done.stdout.split("\n")[:10]
            places.append(best.index(name) if name in best else 10)
        found[kind] = sum(place == 0 for place in places), sum(place < 10 for place in places)
    return found


def fzf_speed(count: int) -> float | None:
    """Milliseconds of a whole `fzf --filter` over so many names, the median; `None` where there is no fzf."""
    program = shutil.which("fzf")
    if program is None:
        return None
    candidates = invent(count)
    listed = "\n".join(one.name for one in candidates)
    times = []
    for kind in KINDS:
        for typed, _ in queries(candidates, kind, 4):
            start = time.perf_counter()
            subprocess.run(
                [program, "--filter", typed],
                input=listed,
                capture_output=True,
                text=True,
                check=False,
            )
            times.append((time.perf_counter() - start) * 1000)
    return median(times)


if __name__ == "__main__":
    print(
        json.dumps(
            {"quality": quality(), "fzf": fzf()}
            | {str(n): speed(n) for n in map(int, sys.argv[1:] or ["10000", "100000"])},
            indent=1,
        )
    )
