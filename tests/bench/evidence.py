"""How often the sentence that is shown is the one a task was made from, and whether what is flagged was invented.

`python tests/bench/evidence.py [SEED…]`. The invented vault knows who said what. What a word, a question and
a crowd of sentences count for was found on seeds 3, 5 and 11; the seeds here are others. Small vaults tell
stories, in which people say a thing in other words than the task does; in large ones most tasks repeat three
rare words of somebody's: real meetings lie between the two, and that vault and these rules have one author.
A date counts as invented where nobody said it of this task: some of them are said of another one.
"""

import gc
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from statistics import median

from measuring import Place, Row, p95

from core.config import Config
from core.demo import write_demo
from core.demo.backing import Backed, backing
from core.evidence.beside import Beside
from core.evidence.hearing import Asked, Hearing
from core.evidence.original import original
from core.evidence.support import Evidence
from core.index.rows import TaskRow
from core.note import parse_note
from core.path import NotePath
from core.session import Session
from core.statuses import TaskSettings
from core.vault import Vault

TODAY = date(2026, 1, 6)
SEEDS = (401, 402, 403)
SMALL, LARGE = 240, 2000
_BIG = 60_000
"""Bytes of a long meeting in words."""
_TIMES = 25


@contextmanager
def opened(folder: str) -> Iterator[Session]:
    """A vault that was read, and nothing remembered of it."""
    with tempfile.TemporaryDirectory() as state:
        clock: Callable[[], datetime] = lambda: datetime(2026, 1, 6, 9, tzinfo=UTC)  # noqa: E731 - it is called
        session = Session(Vault(folder), Config(), state_folder=state, cache_folder=state, clock=clock, today=TODAY)  # fmt: skip
        session.scan()
        yield session
        session.close()


def proposals(session: Session) -> list[TaskRow]:
    """All that wait, in the order of the pane."""
    found = session.rows("is:proposed")
    return [found.tasks[id] for id in found.ids]


def told(folder: str, notes: int, seed: int) -> Counter[str]:
    """What is right and wrong in one vault: every proposal that has a source."""
    truth = backing(notes=notes, seed=seed, today=TODAY)
    found: Counter[str] = Counter()
    with opened(folder) as session:
        for row in proposals(session):
            evidence = session.evidence.of(row.id)
            if evidence is None or evidence.source is None:
                continue
            if known := truth.get((evidence.source, row.text)):
                found.update(_judged(row, known, evidence))
    return found


def _judged(row: TaskRow, known: Backed, evidence: Evidence) -> Iterator[str]:
    yield "proposals"
    shown = [one.text for one in evidence.sentences]
    right = [bool(known.sentence) and _same(text, known.sentence) for text in shown]
    if shown:
        yield "shown"
        yield from ("first right",) * right[0]
        yield from ("any right",) * any(right)
    if evidence.word == "strong":
        yield "strong"
        yield from ("strong right",) * right[0]
    if known.sentence:
        yield "said"
    else:
        yield "never said"
        yield from ("unsupported right",) * ("unsupported" in evidence.flags)
    yield from ("unsupported",) * ("unsupported" in evidence.flags)
    if row.due:
        yield from _flagged("date", evidence, invented=row.due != str(known.due))
    if row.owners:
        yield from _flagged("owner", evidence, invented=not known.people.issuperset(row.owners) and row.owners != ("TBD",))  # fmt: skip


def _flagged(code: str, evidence: Evidence, *, invented: bool) -> Iterator[str]:
    flagged = code in evidence.flags
    yield from (f"{code} invented",) * invented
    yield from (f"{code} flagged",) * flagged
    yield from (f"{code} right",) * (flagged and invented)


def _same(shown: str, sentence: str) -> bool:
    return shown in sentence or sentence in shown


def share(found: Counter[str], part: str, whole: str) -> str:
    """`0.97 of 210`."""
    return f"{found[part] / max(1, found[whole]):.3f} of {found[whole]}"


def _opposed(seed: int) -> tuple[int, int, int, int]:
    """How many tasks that a decision forbids are flagged, of how many; and how many that none does."""
    truth = backing(notes=SMALL, seed=seed, today=TODAY)
    texts = sorted({text for _, text in truth})[::7]
    rng, right, wrong = random.Random(seed), 0, 0
    for text in texts:
        words = text.rstrip(".").partition(",")[0]
        forbid = rng.choice(("Do not {}.", "We will not {} this quarter.", "Agreed not to {}.", "No need: never {}."))  # fmt: skip
        right += _is_against(text, [forbid.format(words[0].lower() + words[1:])])
        others = [one for one in rng.sample(texts, 3) if one[:20] != text[:20]]
        wrong += _is_against(text, [forbid.format(one[0].lower() + one[1:]) for one in others])
    return right, len(texts), wrong, len(texts)


def _is_against(text: str, decisions: list[str]) -> bool:
    lines = "".join(f"- {one}\n" for one in decisions)
    data = f"# Meeting\n\n## Decisions\n\n{lines}".encode()
    note = parse_note(NotePath("Meeting.md"), data, TaskSettings())
    return any(one.against for one in Beside.of(note, ()).touching(text))


def _ms(run: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    run()
    return (clock() - start) * 1000


def long_meeting(folder: Path) -> bytes:
    """A transcript of 60 KB, of what is said in many."""
    lines, size = [], 0
    for file in sorted(folder.rglob("Transcripts/**/*.md")):
        said = file.read_text("utf-8").partition("```text\n")[2].partition("\n```")[0]
        lines += said.split("\n")
        size += len(said)
        if size > _BIG:
            break
    body = "\n".join(lines)
    return f"---\ntype: transcript\ndate: '2026-01-02'\n---\n\n## Transcript\n\n```text\n{body}\n```\n".encode()  # fmt: skip


def alone(folder: Path, seed: int) -> list[float]:
    """Milliseconds of one proposal against a source of 60 KB that was not looked at before.

    Of the processor: nothing in it waits, and whoever else is at work on the machine does not count.
    """
    data, path = long_meeting(folder / "Sources"), NotePath("Sources/long.md")
    texts = sorted({text for _, text in backing(notes=SMALL, seed=seed, today=TODAY)})[:_TIMES]

    def ask(number: int, text: str) -> None:
        # Another source each time, so that nothing of the one before helps.
        hearing = Hearing(original(path, data + b"%d\n" % number))
        hearing.supports(Asked(text, TODAY))
        hearing.dated(TODAY)

    ask(0, texts[0])
    gc.disable()  # as the program does
    return [
        _ms(partial(ask, number, text), time.thread_time) for number, text in enumerate(texts, 1)
    ]


def filled(folder: str) -> tuple[int, float, float, float, float]:
    """Proposals, seconds of all of them, of a second start, and milliseconds after a change and of one."""
    with opened(folder) as session:
        session.browse.prepare()
        count = 0

        def fill() -> None:
            nonlocal count
            count += session.evidence.fill()

        first = _ms(fill) / 1000
        again = type(session.evidence)(session, session.cache.remember, session.cache.remembered)
        second = _ms(again.fill) / 1000
        rows = proposals(session)
        session.refresh([rows[0].note.path])
        changed = _ms(fill)
        one = [_ms(lambda row=row: session.evidence.of(row.id)) for row in rows[:: len(rows) // 40]]  # type: ignore[misc]  # called at once
    return count, first, second, changed, median(one)


def report(seeds: tuple[int, ...] = SEEDS, large: str | None = None) -> list[Row]:
    """All lines."""
    found: dict[int, Counter[str]] = {SMALL: Counter(), LARGE: Counter()}
    against = [0, 0, 0, 0]
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            for notes in (SMALL, LARGE):
                vault = f"{folder}/{notes}-{seed}"
                write_demo(vault, notes=notes, seed=seed, today=TODAY)
                found[notes] += told(vault, notes, seed)
            against = [one + more for one, more in zip(against, _opposed(seed), strict=True)]
        spent = alone(Path(folder, f"{LARGE}-{seeds[0]}"), seeds[0])
        times = filled(large or f"{folder}/{LARGE}-{seeds[0]}")
    right, forbidden, wrong, free = against
    count, first, second, changed, one = times
    figures = (
        ("a decision that forbids the task is flagged", f"{right / forbidden:.3f} of {forbidden}", "none set"),
        ("… one that forbids another task", f"{wrong / free:.3f} of {free}", "none set"),
        ("evidence for one proposal, source of 60 KB, processor time", f"{median(spent):.1f} ms, p95 {p95(spent):.1f} ms", "p95 ≤ 20 ms"),
        ("… in that vault, note and source read", f"{one:.1f} ms", "none set"),
        (f"evidence for all {count:,} proposals, the first time", f"{first:.1f} s", "none set"),
        ("… at the next start; after a note changed", f"{second:.2f} s; {changed:.0f} ms", "none set"),
    )  # fmt: skip
    found_rows = [row for notes, counted in found.items() for row in _rows(notes, counted)]
    return [*found_rows, *(Row(*one) for one in figures)]


def _rows(notes: int, found: Counter[str]) -> Iterator[Row]:
    of = f"{found['proposals']:,} proposals of vaults of {notes:,} notes"
    lines = [
        (f"the sentence shown first is the right one ({of})", "first right", "shown"),
        ("… where the evidence is called strong", "strong right", "strong"),
        ("… the right one is shown, where there is one", "any right", "said"),
        ("flagged as unsupported: nobody said it", "unsupported right", "unsupported"),
        ("… of what nobody said", "unsupported right", "never said"),
    ]
    for code in ("date", "owner"):
        lines.append((f"flagged {code} is invented", f"{code} right", f"{code} flagged"))
        lines.append(("… of what is invented", f"{code} right", f"{code} invented"))
    for what, part, whole in lines:
        yield Row(what, share(found, part, whole), "none set")


def rows(place: Place, notes: int) -> list[Row]:
    """The lines of the report; how long it takes, of a vault of so many notes."""
    return report(large=str(place.vault(notes)))


if __name__ == "__main__":
    for row in report(tuple(map(int, sys.argv[1:])) or SEEDS):
        print(row)
