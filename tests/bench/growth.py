"""How what reads notes grows: each pattern and each parser on its own worst input, 100 kB and 1 MB.

`python tests/bench/growth.py` prints every line; `make bench` takes the worst of each kind.
"""

import gc
import os
import resource
import struct
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import count
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from hostile_frontmatter import BLOCKS  # noqa: E402 - the path comes first
from patterns import cost, inputs, used  # noqa: E402 - as above

from core.display import safe_text  # noqa: E402 - as above
from core.evidence.hearing import Asked, Hearing  # noqa: E402 - as above
from core.evidence.original import original  # noqa: E402 - as above
from core.inbox.arrivals import arrival_of  # noqa: E402 - as above
from core.note import parse_note  # noqa: E402 - as above
from core.parse.blocks import parse_blocks  # noqa: E402 - as above
from core.parse.frontmatter import parse_frontmatter  # noqa: E402 - as above
from core.parse.links import parse_links  # noqa: E402 - as above
from core.parse.tasks import parse_line, parse_tasks  # noqa: E402 - as above
from core.path import NotePath  # noqa: E402 - as above
from core.preview import preview  # noqa: E402 - as above
from core.statuses import TaskSettings  # noqa: E402 - as above

SCREEN, SMALL, LARGE = 4_000, 100_000, 1_000_000
MOST_SECONDS, MOST_GROWTH = 0.1, 20.0
_SHORT = 0.0005
"""Seconds below which a growth says nothing: clocks and caches do."""
_ENDLESS = 2.0
"""Seconds for 100 kB from which a megabyte would take minutes."""
SETTINGS = TaskSettings()
PATH = NotePath("a.md")
_NUMBERS = count()


class Grown(NamedTuple):
    """What reads, on the input that cost it most."""

    name: str
    input: str
    small: float
    large: float

    @property
    def growth(self) -> float:
        return self.large / max(self.small, _SHORT)

    @property
    def linear(self) -> bool:
        return self.growth <= MOST_GROWTH

    @property
    def fast(self) -> bool:
        return self.large <= MOST_SECONDS


def _best(run: Callable[[str], object], text: str, rounds: int = 2) -> float:
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        run(text)
        found.append(time.perf_counter() - start)
        if found[-1] > 1:
            break
    return min(found)


def grown(
    name: str, run: Callable[[str], object], texts: Mapping[str, Callable[[int], str]]
) -> Grown:
    """The worst of many inputs: chosen where all are short, measured where few are long."""
    short = {each: _best(run, text(SCREEN)) for each, text in texts.items()}
    chosen = sorted(short, key=short.__getitem__, reverse=True)[:6]
    middle = {each: _best(run, texts[each](SMALL)) for each in chosen}
    measured = [
        Grown(
            name,
            each,
            middle[each],
            _best(run, texts[each](LARGE), 3) if middle[each] < _ENDLESS else 1e9,
        )
        for each in sorted(middle, key=middle.__getitem__, reverse=True)[:2]
    ]
    return max(measured, key=lambda one: one.large)


def patterns() -> Iterator[Grown]:
    """Each regular expression of the program."""
    for one in used():
        texts = dict(inputs(one.pattern))
        yield grown(one.name, lambda text, one=one: cost(one, text), texts)  # type: ignore[misc]


_LINES = (
    "- [?] a\n", "- [ ] a @b #c 📅 2026-01-01\n", "# a\n", "#\n", "> > a\n", ">\n", "- \n", "- a\n  ", "1. ", "```\n",
    "~~~ a\n", "<!-- a\n", "<!-- a -->\n", "%%\n", "a %% b\n", "%% a %%", "$$\n", "$$ a\n\n", "a $$ b\n", "---\n",
    "***\n", "- - -\n", "|a|b|\n", "|-|-|\n", "    a\n", "\t- a\n", "[[a]] ", "[[", "]]", "[a](b) ", "](", "[", "![[",
    "[a](<", "[a]((", "\\[", "\\", "`", "`` ` ", "\\`%%a%%", "`a` ", "a`b %%\n", "\n", "\r", "\r\n", " ", "\t", "a",
    "a: b\n", "- [?] @a @b @c\n", "\u0301", "漢", "\x1b[2J", "\u202e", "👨‍👩‍👧", "*a* ", "_a_ ", "==a== ", "[a:: b] ",
    "> [!a] b\n", "- [?] a\n    - [?] b\n", "> ```\n", "- ```\n", "%%a\n```\n", "[[a]]`%%b%%`\n", "\\`[[a]]%%b%% ",
)  # fmt: skip
_IN_TASK = (
    "#a ", "#", "@a ", "@a b c d e f g h i ", "@", "📅 2026-01-01 ", "📅 ", "🔁 every day ", "🔁", "🆔 a ", "⛔ a,b ", "[?] ",
    "[due:: 2026-01-01] ", "[", "(a:: ", " ", "\u00a0", "a ", "a, ", ", ", "^a ", " ^", "[[a]] ", "\u0301", "漢", "🔺 ",
    "📅 TBD ", "a-", "<!--", "%% ", "\r", "\u2028", "every ", "9", "\x1b", "#a#", "@#", " @", "((", "::",
)  # fmt: skip

_IN_MAIL = (
    "## 2026-01-02 17:31:00 — Ana <a@b.c>\n", "## 2026-01-02 ", "**To:** a <a@b.c>, b@c.d; ", "From: a\n", "**Subject:** Re: ",
    "Re: ", "a@b.", "<a@", "- Messages: 9\n", ", ", "; ",
)  # fmt: skip
_IN_TALK = (
    "[00:12] Ana: a\n", "[00:12] Ana: a ", "Ana: a\n", "Ana (00:12): a\n", "Ana  0:12\n", "00:12 Ana: a\n", "<v Ana>a\n",
    "00:00:01.000 --> 00:00:02.000\n", "[00:12] ", "Ana ", "A", "(0:1", "**Ana**: a\n",
)  # fmt: skip


def _repeated(begin: str, unit: str, end: str = "") -> Callable[[int], str]:
    size = len(unit.encode())
    return lambda length: begin + unit * (length // size) + end


def parsers() -> Iterator[Grown]:
    """Each function that reads a whole note or line."""
    notes = {
        **{f"{unit!a}…": _repeated("", unit) for unit in _LINES},
        **{f"- [?] {unit!a}…": _repeated("- [?] a ", unit, " z\n") for unit in _IN_TASK},
        **{f"- [?] @a {unit!a}…": _repeated("- [?] @a ", unit, "z") for unit in _IN_TASK},
        **{f"--- {unit!a}…": _repeated("---\n", unit, "\n") for unit in _LINES},
    }
    arrivals = {
        **notes,
        **{
            f"mail {unit!a}…": _repeated("# x\n- Exported: 1\n- Messages: 1\n", unit)
            for unit in _IN_MAIL
        },
        **{f"talk {unit!a}…": _repeated("## Transcript\n", unit) for unit in _IN_TALK},
    }
    lines = {name: text for name, text in notes.items() if name.startswith("- [?]")}
    notes_bytes: dict[str, Callable[[str], object]] = {
        "parse_note": lambda text: parse_note(_new_path(), text.encode(), SETTINGS).title,
        "parse_frontmatter": lambda text: parse_frontmatter(text.encode()).fields,
        "parse_blocks": lambda text: parse_blocks(text.encode(), 0).headings,
        "safe_text": safe_text,
    }
    for name, run in notes_bytes.items():
        yield grown(name, run, notes)
    yield grown("arrival_of", lambda text: arrival_of(PATH, text.encode()).title, arrivals)
    yield grown("a source heard", _heard, arrivals)
    for name, of_blocks in {
        "parse_links": parse_links,
        "parse_tasks": lambda data, blocks: parse_tasks(data, blocks, SETTINGS),
    }.items():
        yield grown(name, _behind_blocks(of_blocks), notes)
    yield grown("parse_line", lambda text: parse_line(text.removesuffix("\n"), SETTINGS), lines)
    yield grown("preview, the note parsed", _previewed, notes)


_kept: dict[str, object] = {}


def _behind_blocks(run: Callable[..., object]) -> Callable[[str], object]:
    def timed(text: str) -> object:
        data = text.encode()
        return run(data, parse_blocks(data, 0))

    return timed


def _new_path() -> NotePath:
    """Another one each time: long notes that were just parsed are remembered."""
    return NotePath(f"{next(_NUMBERS)}.md")


def _heard(text: str) -> object:
    hearing, day = Hearing(original(PATH, text.encode())), date(2026, 1, 6)
    return hearing.supports(Asked("Order a a bracket x by Friday", day)), hearing.dated(day)


def _previewed(text: str) -> object:
    return preview(parse_note(_new_path(), text.encode(), SETTINGS))


def frontmatter() -> list[tuple[str, float, float]]:
    """Name, milliseconds and megabytes of each hostile block, the slowest first; each in a process."""
    found = []
    for name, (block, _) in BLOCKS.items():
        data = f"---\n{block}---\n".encode("utf-8", "surrogateescape")
        found.append((name, *_alone(data)))
    return sorted(found, key=lambda one: -one[1])


def _alone(data: bytes) -> tuple[float, float]:
    """Milliseconds and megabytes of one block, in a process that has read none before."""
    parse_frontmatter(b"---\na: &a b\n---\n")  # so that what is imported late is not counted
    read, write = os.pipe()
    gc.collect()
    child = os.fork()
    if child == 0:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        meta = parse_frontmatter(data)
        _ = meta.fields
        spent = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        os.write(write, struct.pack("dd", spent * 1e3, (after - before) / 1024))
        os._exit(0)
    os.close(write)
    said = os.read(read, 16)
    os.close(read)
    os.waitpid(child, 0)
    spent, size = struct.unpack("dd", said)
    return spent, size


def rows() -> Iterator[str]:
    """Lines for the table of `make bench`."""
    every = list(patterns())
    worst, steepest = max(every, key=lambda one: one.large), max(every, key=lambda one: one.growth)
    yield (
        f"| {len(every)} regular expressions, each on 1 MB of its worst input | the slowest"
        f" (`{worst.name}`) {worst.large * 1e3:.0f} ms; 100 kB to 1 MB at most × {steepest.growth:.0f}"
        f" | ≤ 100 ms, × 20 |"
    )
    for one in parsers():
        yield (
            f"| {one.name}, 1 MB of its worst input (`{one.input.replace('|', '¦')}`) |"
            f" {one.large * 1e3:.0f} ms, × {one.growth:.1f} from 100 kB | × 20 |"
        )
    blocks = frontmatter()
    slow, large = blocks[0], max(blocks, key=lambda one: one[2])
    yield (
        f"| the worst of {len(blocks)} hostile frontmatter blocks | {slow[1]:.0f} ms ({slow[0]}),"
        f" {large[2]:.0f} MB ({large[0]}) | ≤ 50 ms, ≤ 50 MB |"
    )


def main() -> int:
    missed = 0
    for one in (*patterns(), *parsers()):
        aim = "" if one.linear and one.fast else " slow" if one.linear else " NOT LINEAR"
        missed += bool(aim)
        print(
            f"{one.name:50} {one.small * 1e3:8.1f} ms {one.large * 1e3:9.1f} ms ×{one.growth:6.1f} {one.input[:60]}{aim}"
        )
    for name, spent, size in frontmatter()[:10]:
        print(f"frontmatter {name:38} {spent:8.1f} ms {size:9.1f} MB")
    return missed


if __name__ == "__main__":
    sys.exit(min(main(), 1))
