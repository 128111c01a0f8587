"""How well broken lines are found and mended: the demo's own proposals, broken in ways whose right end is known.

Seeds that nothing was tuned on. The lines are broken here, by other means than they are mended.
"""

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from measuring import Row

from core.actions.mending import mended
from core.actions.unread_lines import with_closed_link
from core.demo.cast import invent_cast
from core.demo.meetings import draw_meeting
from core.demo.part import SMALL, Part
from core.demo.tasks import line, wording
from core.parse.tasks import said_of
from core.statuses import TaskSettings

SEEDS = range(201, 231)
MEETINGS = 12
SETTINGS = TaskSettings()
_DAY = re.compile(r"📅 (\d{4})-(\d\d)-(\d\d)")
_TAIL = (
    "and tell the crew",
    "(from the call)",
    "as agreed with both",
    "<!-- 4 -->",
    "today or tomorrow",
)

Broken = tuple[str, str]
"""The line as it stands, and as it was meant."""


def _day(
    put: Callable[[re.Match[str]], str], meant: str = ""
) -> Callable[[str, random.Random], Broken | None]:
    def break_(one: str, _: random.Random) -> Broken | None:
        found = _DAY.search(one)
        if not found:
            return None
        return _DAY.sub(put, one), _DAY.sub(meant, one) if meant else one

    return break_


def _behind(one: str, dice: random.Random) -> Broken | None:
    """Words behind the date; they belong to the words."""
    found = _DAY.search(one)
    owner = one.find(" @")
    if not found or owner < 0:
        return None
    tail = dice.choice(_TAIL)
    meant = f"{one[:owner]} {tail}{one[owner:]}"
    return f"{one[: found.end()]} {tail}{one[found.end() :]}", meant


def _glued(one: str, _: random.Random) -> Broken | None:
    """A link at the end of the date; it belongs to the words."""
    found, owner = _DAY.search(one), one.find(" @")
    if not found or owner < 0:
        return None
    link = "[](https://calendar.example/1)"
    return f"{one[: found.end()]}{link}{one[found.end() :]}", f"{one[:owner]} {link}{one[owner:]}"


def _separated(one: str, dice: random.Random) -> Broken:
    at = dice.choice([found.start() for found in re.finditer(" ", one)][4:8])
    return f"{one[:at]}\u2028{one[at + 1 :]}", one


def _ruled(one: str, _: random.Random) -> Broken | None:
    owner, found = one.find(" @"), _DAY.search(one)
    if owner < 0 or not found:
        return None
    rule, rest = "🔁 every 2 weeks", " and ring the office"
    at = found.end()
    return (
        f"{one[:at]} {rule}{rest}{one[at:]}",
        f"{one[:owner]}{rest}{one[owner:at]} {rule}{one[at:]}",
    )


BREAKS: Mapping[str, Callable[[str, random.Random], Broken | None]] = {
    "mark": lambda one, dice: (one.replace("[?]", dice.choice(["[ ?]", "[? ]"]), 1), one),
    "two-marks": lambda one, _: (one.replace("[?]", "[/] [?]", 1), one.replace("[?]", "[/]", 1)),
    "status": lambda one, _: (one.replace("[?]", "[X]", 1), one.replace("[?]", "[x]", 1)),
    "no-break-space": _day(lambda found: found[0].replace(" ", "\u00a0")),
    "date-form": _day(lambda found: f"📅 {int(found[1])}/{int(found[2])}/{int(found[3])}"),
    "no-day": _day(lambda found: f"📅 {found[1]}-11-31", r"📅 \1-11-30"),
    "no-date": lambda one, _: (_DAY.sub("📅 TBD", one), re.sub(r" 📅 \S+", "", one)) if _DAY.search(one) else None,
    "other-format": _day(lambda found: f"[due:: {found[0][2:]}]"),
    "repeated": _day(lambda found: f"{found[0]} 📅 2027-01-01"),
    "glued": _glued,
    "text-after": _behind,
    "rule-words": _ruled,
    "line-break": _separated,
    "open-link": lambda one, _: (one.replace("- [?] ", "- [?] [[Nora Hale] ", 1), one.replace("- [?] ", "- [?] [[Nora Hale]] ", 1)),
}  # fmt: skip


def lines() -> Iterator[str]:
    """Ordinary proposals of vaults that nothing was tuned on."""
    for seed in SEEDS:
        cast = invent_cast(seed=seed, part=0, people=30, companies=8, projects=6)
        part = Part(0, 240, seed, date(2026, 1, 6), SMALL)
        for number in range(MEETINGS):
            for proposal in draw_meeting(part, cast, number).proposals:
                yield line(proposal, wording(proposal))


def _same(after: str, meant: str) -> bool:
    """Whether two lines say the same, in the same characters."""
    same = said_of(after, SETTINGS) == said_of(meant, SETTINGS)
    return same and Counter(after.split()) == Counter(meant.split())


def rows() -> list[Row]:
    """What the report says of it."""
    dice, every = random.Random(7), list(lines())
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    wrong: list[Broken] = []
    took = 0.0
    for one in every:
        for code, break_ in BREAKS.items():
            broken = break_(one, dice)
            if broken is None:
                continue
            asked[code] += 1
            began = time.perf_counter()
            after = (
                with_closed_link(broken[0], SETTINGS)
                if code == "open-link"
                else mended(broken[0], code, SETTINGS)
            )
            took += time.perf_counter() - began
            good = after is not None and _same(after, broken[1])
            right[code] += good
            if after is not None and not good:
                wrong.append((code, after))
    alarms = sum(bool(said.problems) for one in every if (said := said_of(one, SETTINGS)))
    many = asked.total()
    worst = min(asked, key=lambda code: right[code] / asked[code])
    return [
        Row(f"of {many:,} lines broken in {len(BREAKS)} ways those that became what they were meant to be; {worst}, the worst", f"{right.total() / many:.4f}; {right[worst] / asked[worst]:.3f}", "≥ 0.99"),
        Row("and those that became something else, the others being left to a person", f"{len(wrong) / many:.4f}", "≤ 0.005"),
        Row(f"false alarms on {len(every):,} lines with which nothing is wrong", f"{alarms}", "0"),
        Row("to mend one line", f"{1e6 * took / many:.0f} µs", "≤ 500 µs"),
    ]  # fmt: skip


if __name__ == "__main__":
    for row in rows():
        print(row)
