"""The last day of an invented vault: what arrived, what was written of its meetings, and where it all belongs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from core.demo import arrivals
from core.demo.dice import Dice
from core.demo.meetings import Channel, Kind, Meeting, Target, render_note, workday
from core.demo.page import Page
from core.demo.shapes import Affair, Brief, Stage, Way, draw_affair, ways
from core.demo.sources import email, transcript
from core.demo.tasks import Proposal, line, wording

ARRIVED: Final = 20
NOTES: Final = 30
PROPOSALS: Final = 120
_EACH: Final = PROPOSALS // NOTES
_COPIES: Final = (1, 2, 1, 1, 3, 1, 1, 2, 6, 1, 1, 1, 3, 1, 2, 1, 1, 1)
"""Notes of each meeting."""
_KINDS: Final[tuple[Kind, ...]] = (
    "people", "customer", "people", "projects", "people", "projects", "people", "customer", "projects",
    "people", "customer", "people", "projects", "people", "customer", "people", "customer", "projects",
)  # fmt: skip
_WAYS: Final[tuple[Way, ...]] = (
    "plain", "first names", "misspelt names", "one first name of two people", "short company name",
    "title says nothing", "thread",
)  # fmt: skip
_MISFILED: Final = 4
"""Every so many-th note lies in another entity's folder."""
_EARLIER: Final = 11
"""Days before today when a thread was filed that goes on today."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Where a file of the last day belongs, and how that was made hard to see."""

    path: str
    home: str
    """The entity's folder; `""`: nothing in the file says."""
    way: Way
    arrived: bool


class _Day:
    """Pages as they are drawn, and what is true of those that wait."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.pages: list[Page] = []
        self.expected: list[Expected] = []
        self._paths: set[str] = set()

    def add(self, found: Page) -> Page:
        """A page, under a name that no other has."""
        stem, dot, ending = found.path.rpartition(".")
        path, number = found.path, 2
        while path.casefold() in self._paths:
            path, number = f"{stem} {number}{dot}{ending}", number + 1
        self._paths.add(path.casefold())
        self.pages.append(Page(path, found.data))
        return self.pages[-1]

    def wait(self, found: Page, home: str, way: Way, *, arrived: bool = True) -> Page:
        """A page that waits, and where it belongs."""
        made = self.add(found)
        self.expected.append(Expected(made.path, home, way, arrived))
        return made

    @property
    def seed(self) -> str:
        return self.stage.part.name


def _earlier(day: _Day, affair: Affair) -> None:
    """The thread's first mail, filed days ago, and its note, all decided: only they say where it belongs."""
    old = replace(
        affair.meeting,
        day=workday(day.stage.part.today, _EARLIER),
        number=affair.meeting.number + 1000,
        channel="email",
        targets=(affair.true,),
    )
    done = [
        line(one, wording(one), mark="x", done=old.day + timedelta(days=2))
        for one in old.proposals[:2]
    ]
    day.add(email(old, old.source.rpartition("/")[0], seed=day.seed))
    day.add(render_note(old, 0, day.stage.part.today, seed=day.seed, tasks=done))


def _arrived(day: _Day) -> None:
    numbers = iter(range(100, 200))
    on = workday(day.stage.part.today, 0)

    def affair(kind: Kind, way: Way, channel: Channel = "transcript") -> Affair:
        return draw_affair(Brief(kind, way, channel, on, 3), day.stage, next(numbers))

    _mails(day, [
        affair("people", "plain", "email"),
        affair("customer", "bare addresses", "email"),
        affair("projects", "thread", "email"),
        affair("projects", "plain", "email"),
        affair("people", "one first name of two people", "email"),
    ])  # fmt: skip
    talk = affair("customer", "plain")
    made = (
        (talk, arrivals.fenced_talk), (talk, arrivals.again),
        (affair("customer", "first names"), arrivals.named_talk),
        (affair("projects", "misspelt names"), arrivals.bare_talk),
        (affair("people", "one first name of two people"), arrivals.captions),
        (affair("customer", "title says nothing"), arrivals.one_line),
    )  # fmt: skip
    for one, render in made:
        day.wait(render(one, day.seed), one.true.folder, one.way)
    for one in (affair("people", "title says nothing"), affair("projects", "title says nothing")):
        day.wait(arrivals.voice_note(one), one.true.folder, one.way)
    rng = Dice(f"{day.seed} attachments")
    project = Target("projects", rng.choice(day.stage.cast.projects))
    company = Target("customer", rng.choice(day.stage.cast.companies))
    plan, prices, picture = arrivals.attachments(project.name, company.name)
    day.wait(plan, project.folder, "file name")
    day.wait(prices, company.folder, "file name")
    day.wait(picture, "", "nothing")


def _mails(day: _Day, threads: Sequence[Affair]) -> None:
    """The threads; one was exported twice with another mail, one byte for byte; two have a draft of a reply."""
    first, second, third, fourth, _ = threads
    found = {}
    for one in threads:
        made = day.wait(arrivals.mail(one, day.seed, messages=2), one.true.folder, one.way)
        found[one.meeting.number] = made
    longer = arrivals.mail(first, day.seed, messages=3, exported=1)
    day.wait(longer, first.true.folder, first.way)
    copied = found[second.meeting.number]
    name = copied.path.removesuffix(".md") + "-1.md"
    day.wait(Page(name, copied.data), second.true.folder, second.way)
    _earlier(day, third)
    for one in (first, fourth):
        day.wait(arrivals.draft(one, found[one.meeting.number]), one.true.folder, one.way)


def _share(proposals: Sequence[Proposal], copy: int) -> list[Proposal]:
    """What one note of a meeting has of its proposals: no two notes quite the same ones."""
    return [proposals[(copy + at) % len(proposals)] for at in range(_EACH)]


def _elsewhere(true: Target, meeting: Meeting, rng: Dice) -> Target:
    """Another entity that the extraction may have taken the meeting for."""
    cast = meeting.setting.cast
    offered = [
        Target("people", rng.choice(cast.people).name),
        Target("customer", rng.choice(cast.companies)),
        Target("projects", rng.choice(cast.projects)),
    ]
    return rng.choice([one for one in offered if one != true])


def _notes(day: _Day) -> None:
    on = workday(day.stage.part.today, 1)
    turns = {kind: ways(kind, _WAYS) for kind in ("people", "customer", "projects")}
    written = 0
    for number, (kind, copies) in enumerate(zip(_KINDS, _COPIES, strict=True)):
        channel: Channel = "email" if number % 2 else "transcript"
        way = next(turns[kind])
        drawn = _EACH + (2 if copies > 1 else 0)
        affair = draw_affair(Brief(kind, way, channel, on, drawn), day.stage, number)
        rng = Dice(f"{day.seed} copies {number}")
        places = []
        for _ in range(copies):
            written += 1
            astray = written % _MISFILED == 0
            places.append(_elsewhere(affair.true, affair.meeting, rng) if astray else affair.true)
        meeting = replace(affair.meeting, targets=tuple(places))
        if way == "thread":
            _earlier(day, affair)
        _write(day, replace(affair, meeting=meeting))


def _write(day: _Day, affair: Affair) -> None:
    """The original of a meeting among the sources, and its notes."""
    meeting, seed = affair.meeting, day.seed
    folder = meeting.source.rpartition("/")[0]
    if meeting.channel == "email":
        day.add(email(meeting, folder, seed=seed))
    else:
        day.add(transcript(meeting, folder, settled=0, seed=seed))
    for copy, target in enumerate(meeting.targets):
        rng = Dice(f"{seed} share {meeting.number} {copy}")
        share = _share(meeting.proposals, copy)
        tasks = [line(one, wording(one, rng if copy else None)) for one in share]
        note = render_note(meeting, copy, day.stage.part.today, seed=seed, tasks=tasks)
        way: Way = affair.way if target == affair.true else "misfiled"
        day.wait(note, affair.true.folder, way, arrived=False)


def last_day(stage: Stage) -> tuple[list[Page], list[Expected]]:
    """Every file of the last day and of the threads that it goes on with; and what is true of those that wait."""
    day = _Day(stage)
    _arrived(day)
    _notes(day)
    return day.pages, day.expected
