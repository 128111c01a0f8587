"""How well a page that waits is told whom it is the same as: the demo's known pairs, and variants made of its names.

Seeds that nothing was tuned on. What is counted: whether the right one is among the first three, and how often
somebody else stands first with nothing against it and a score that would be believed. Nothing is ever merged.
"""

import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from measuring import Place, Row

from core.config import Config
from core.demo import names, write_demo
from core.demo.cast import Cast
from core.demo.meetings import FOLDERS
from core.demo.namesakes import misspelt, pairs
from core.demo.part import plan_parts
from core.demo.vault import _cast
from core.path import NotePath
from core.session import Session
from core.vault import Vault

TODAY = date(2026, 1, 6)
SEEDS = range(101, 131)
NOTES = 2_000
FIRST = 3
BELIEVED = 85
_DOUBLED, _VOWELS = "lmnrst", "aeiou"


class Question(NamedTuple):
    """A page, and whom it is the same as."""

    kind: str
    type: str
    page: str
    other: str
    head: str = ""
    """More lines of its frontmatter."""
    same: bool = True


class Answers(NamedTuple):
    """What became of the questions of some vaults."""

    asked: Counter[str]
    first: Counter[str]
    in_three: Counter[str]
    believed: Counter[str]
    """Somebody else is first, with nothing against it."""
    alone: list[bool]
    """Of each page that nobody asked about and that is nobody else: whether somebody would be believed."""


def _at(dice: random.Random, name: str, wanted: str) -> int | None:
    """A place in the surname, not its first letter, where one of these letters stands."""
    start = name.rfind(" ") + 2
    places = [at for at in range(start, len(name)) if name[at] in wanted]
    return dice.choice(places) if places else None


def _missing(name: str, dice: random.Random) -> str | None:
    at = _at(dice, name, "bcdfghklmnprstwy" + _VOWELS)
    return name[:at] + name[at + 1 :] if at is not None else None


def _doubled(name: str, dice: random.Random) -> str | None:
    at = _at(dice, name, _DOUBLED)
    return name[:at] + name[at] + name[at:] if at is not None else None


def _other_vowel(name: str, dice: random.Random) -> str | None:
    at = _at(dice, name, _VOWELS)
    return None if at is None else name[:at] + dice.choice(_VOWELS.replace(name[at], "")) + name[at + 1 :]  # fmt: skip


def _misheard(name: str, _: random.Random) -> str | None:
    """As somebody writes it who only heard it."""
    heard = name
    for one, other in (("qu", "kw"), ("ck", "k"), ("f", "ph"), ("w", "v"), ("ee", "ea"), ("d", "t"), ("k", "c")):  # fmt: skip
        at = heard.find(one, heard.find(" ") + 2)
        if at > 0:
            heard = heard[:at] + other + heard[at + len(one) :]
    return heard if heard != name else None


PEOPLE: dict[str, Callable[[str, random.Random], str | None]] = {
    "two letters exchanged": lambda name, _: misspelt(name),
    "a letter missing": _missing,
    "a letter doubled": _doubled,
    "another vowel": _other_vowel,
    "as it was heard": _misheard,
    "an initial": lambda name, _: f"{name[0]} {name.partition(' ')[2]}",
    "an initial for the surname": lambda name, _: (
        f"{name.rpartition(' ')[0]} {name.rpartition(' ')[2][0]}"
    ),
    "in another order": lambda name, _: f"{name.rpartition(' ')[2]}, {name.rpartition(' ')[0]}",
    "a middle name": lambda name, _: " ".join([*name.split()[:1], "Maria", *name.split()[1:]]),
    "an accent": lambda name, _: name.replace("a", "á", 1) if "a" in name else None,
    "a prefix": lambda name, _: f"_NEW_{name}",
}


def invented(cast: Cast, seed: int) -> Iterator[Question]:
    """Variants of names of a vault, a kind each in turn."""
    dice = random.Random(f"variants {seed}")
    people = list(cast.people)[2:]
    dice.shuffle(people)
    for kind, make in PEOPLE.items():
        for _ in range(2):
            person = people.pop()
            if (page := make(person.name, dice)) and page != person.name:
                yield Question(kind, "people", page, person.name)
    for kind in ("name and company", "first name and company", "first name and address"):
        person = people.pop()
        if kind == "name and company":
            yield Question(kind, "people", f"{person.name} ({person.house})", person.name)
        elif kind == "first name and company":
            yield Question(kind, "people", f"{person.first} ({person.house})", person.name)
        else:
            address = names.address(person.name, person.house)
            yield Question(kind, "people", person.first, person.name, f"email: {address}\n")
    yield Question("short for a company", "customer", cast.companies[1].split()[0], cast.companies[1])  # fmt: skip
    yield Question("another legal form", "customer", f"{cast.companies[2]} Ltd.", cast.companies[2])
    yield Question("more words", "projects", f"The {cast.projects[1]}", cast.projects[1])
    for colleague in people[:2]:
        first, _, last = colleague.name.partition(" ")
        twin = f"{first[:-1]}o {last}" if first[-1] != "o" else f"{first[:-1]}a {last}"
        yield Question("a colleague of that surname", "people", twin, colleague.name, f"email: {first.lower()}@x.example\ncompany: Elsewhere\n", same=False)  # fmt: skip


def known(cast: Cast) -> Iterator[Question]:
    """The pairs that are in each vault of the demo."""
    for pair in pairs(cast):
        type = "customer" if pair.trouble == "legal form" else "people"
        if pair.page != pair.other:  # two letters that are the same, exchanged
            yield Question(f"demo: {pair.trouble}", type, pair.page, pair.other, same=pair.same)


def _write(folder: Path, question: Question) -> None:
    home = folder / FOLDERS[question.type] / question.page  # type: ignore[index]  # one of its kinds
    if not home.exists():
        home.mkdir(parents=True)
        head = (
            f"type: {question.type}\ntitle: {question.page}\n{question.head}tags:\n- needs-review\n"
        )
        (home / "README.md").write_text(f"---\n{head}---\n\n# {question.page}\n", "utf-8")


def asked(seed: int, answers: Answers) -> None:
    """One vault's questions."""
    cast = _cast(plan_parts(NOTES, seed, TODAY)[0])
    with tempfile.TemporaryDirectory(prefix="winnow-bench-") as name:
        folder = Path(name) / "vault"
        write_demo(str(folder), notes=NOTES, seed=seed, today=TODAY)
        questions = [*known(cast), *invented(cast, seed)]
        for question in questions:
            _write(folder, question)
        session = opened(folder, Path(name) / "state")
        review = session.review
        keys = {(row.name, row.type): key for key, row in review.rows().rows.items()}
        for question in questions:
            ranked = review.candidates(keys[question.page, question.type])
            told = [one.entity.name for one in ranked]
            answers.asked[question.kind] += 1
            answers.first[question.kind] += told[:1] == [question.other]
            answers.in_three[question.kind] += question.other in told[:FIRST]
            top = ranked[0] if ranked else None
            wrong = top is not None and (top.entity.name != question.other or not question.same)
            believed = top is not None and not top.vetoes and top.score >= BELIEVED
            answers.believed[question.kind] += wrong and believed
        about = {(one.page, one.type) for one in questions}
        about |= {(one.other, one.type) for one in questions}
        for called, key in keys.items():
            if called not in about:
                top = next(iter(review.candidates(key)), None)
                answers.alone.append(top is not None and not top.vetoes and top.score >= BELIEVED)
        session.close()


def opened(folder: Path, state: Path, cache: Path | None = None) -> Session:
    """A session that has read the vault."""
    session = Session(
        Vault(str(folder), Config().exclude),
        Config(),
        state_folder=str(state),
        cache_folder=str(cache) if cache else None,
        clock=lambda: datetime.now(UTC),
        today=TODAY,
    )
    session.scan()
    return session


def quality(seeds: Iterable[int] = SEEDS) -> tuple[Answers, set[str]]:
    """What became of the questions of the vaults of these seeds, and the kinds of those that have an answer."""
    answers = Answers(Counter(), Counter(), Counter(), Counter(), [])
    for seed in seeds:
        asked(seed, answers)
    cast = _cast(plan_parts(NOTES, SEEDS[0], TODAY)[0])
    every = [*known(cast), *invented(cast, SEEDS[0])]
    return answers, set(answers.asked) - {one.kind for one in every if not one.same}


def speed(folder: Path, beside: Path) -> dict[str, float]:
    """Milliseconds in one vault: the first queue, one after a change, candidates and a card of a page."""
    session = opened(folder, beside / "state", beside)
    session.browse.prepare()

    def timed(work: Callable[[], object]) -> float:
        start = time.perf_counter()
        work()
        return (time.perf_counter() - start) * 1000

    first = timed(session.review.rows)
    listed = session.review.rows()
    some = listed.ids[:: max(1, len(listed.ids) // 200)]
    session.review.candidates(some[0])
    near = [timed(lambda key=key: session.review.candidates(key)) for key in some[1:]]  # type: ignore[misc]  # a default is no key to mypy
    cards = [timed(lambda key=key: session.review.card(key)) for key in listed.ids[:50]]  # type: ignore[misc]  # as above
    page = next(row.path for row in listed.rows.values() if row.path)
    again = changed(session, folder / page, page)
    session.close()
    return {
        "waiting": len(listed.ids),
        "first_ms": first,
        "again_ms": median(again),
        "candidates_ms": median(near),
        "candidates_worst_ms": max(near),
        "card_ms": median(cards),
        "card_worst_ms": max(cards),
    }


def changed(session: Session, file: Path, page: NotePath) -> list[float]:
    """Milliseconds until the queue is known after a page changed, a few times; the page is as it was then."""
    was, data = file.stat(), file.read_bytes()
    times = []
    try:
        for number in range(9):
            file.write_bytes(data + f"- {number}\n".encode())
            session.refresh([page])
            start = time.perf_counter()
            session.review.rows()
            times.append((time.perf_counter() - start) * 1000)
    finally:
        file.write_bytes(data)
        os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))
    return times


def rows(place: Place, large: int) -> list[Row]:
    """The lines of the report."""
    answers, right = quality()
    total = sum(answers.asked[kind] for kind in right)
    three = sum(answers.in_three[kind] for kind in right)
    first = sum(answers.first[kind] for kind in right)
    demo = [kind for kind in right if kind.startswith("demo: ")]
    known_three = sum(answers.in_three[kind] for kind in demo)
    known_total = sum(answers.asked[kind] for kind in demo)
    beside = place.folder / "candidates"
    beside.mkdir(exist_ok=True)
    took = speed(place.vault(large), beside)
    return [
        Row(
            f"known pairs of {len(SEEDS)} demo vaults: the right page among the first three",
            f"{known_three} of {known_total}",
            "≥ 95 %",
        ),
        Row(
            f"the same with {total - known_total} variants of names beside: among the first three; in first place",
            f"{three} of {total} ({three / total:.1%}); {first} ({first / total:.1%})",
            "≥ 95 %; none set",
        ),
        Row(
            f"somebody else in first place with a score of {BELIEVED} or more and nothing against it, traps included",
            f"{sum(answers.believed.values())} of {sum(answers.asked.values())}",
            "none is merged by itself",
        ),
        Row(
            "the same of pages that are nobody else",
            f"{sum(answers.alone)} of {len(answers.alone)}",
            "≤ 5 %",
        ),
        Row(
            f"the first review queue of {large:,} notes ({took['waiting']:,.0f} pages), entities known, no page read",
            f"{took['first_ms']:.0f} ms, after a change {took['again_ms']:.1f} ms",
            "≤ 300 ms",
        ),
        Row(
            "candidates of a page there; a decision card",
            f"{took['candidates_ms']:.2f} ms (worst {took['candidates_worst_ms']:.1f}); {took['card_ms']:.1f} ms (worst {took['card_worst_ms']:.0f})",
            "≤ 5 ms; ≤ 50 ms",
        ),
    ]


if __name__ == "__main__":
    found, truths = quality(map(int, sys.argv[1:]) if sys.argv[1:] else SEEDS)
    table = {
        kind: f"first {found.first[kind]}, in three {found.in_three[kind]} of {count}; wrong one believed {found.believed[kind]}"
        + ("" if kind in truths else " (a trap)")
        for kind, count in found.asked.items()
    }
    print(json.dumps(table, indent=1))
    total = sum(found.asked[kind] for kind in truths)
    print(sum(found.alone), "of", len(found.alone), "pages that are nobody else are told somebody")
    print(sum(found.in_three[kind] for kind in truths), "of", total, "in the first three")
