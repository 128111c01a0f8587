"""The whole vault: how many files of which sort, part by part, and the writing of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

from core.demo.archive import archived_note, archived_stubs, filed
from core.demo.cast import Cast, invent_cast
from core.demo.day import Expected, last_day
from core.demo.decided import decided
from core.demo.dialects import Dialect
from core.demo.entities import Lore, Notes, entity_pages, manifest, person_page
from core.demo.inbox import backlog_file, capture_file, capture_lines, waiting
from core.demo.meetings import FOLDERS, Meeting, Target, draw_meeting, render_note
from core.demo.namesakes import namesakes
from core.demo.oddities import apply_oddities
from core.demo.page import Page
from core.demo.part import Part, plan_parts
from core.demo.settings import settings_files
from core.demo.shapes import Stage, twins_of
from core.demo.sources import original
from core.demo.workplace import surroundings
from core.errors import WinnowError

LEAST: Final = 120
"""Below this the oddities would leave no room for ordinary notes."""
LEAST_WITH_DAY: Final = 240
"""Below this the last day would."""
_CAPTURED: Final = 2000
_WAITING: Final = 6


def _is_note(path: str) -> bool:
    return path.endswith(".md") and not path.startswith(".") and "/." not in path


def _cast(part: Part) -> Cast:
    return invent_cast(
        seed=part.seed,
        part=part.number,
        people=max(12, part.notes * 58 // 1000),
        companies=max(5, part.notes * 14 // 1000),
        projects=max(5, part.notes * 8 // 1000),
    )


def _draw(part: Part, cast: Cast, first: int) -> Iterator[Meeting]:
    return (draw_meeting(part, cast, number) for number in count(first))


def _some(part: Part, cast: Cast, first: int, number: int) -> list[Meeting]:
    """Meetings that have no notes; numbers from `first` keep them apart from those that have."""
    return [meeting for _, meeting in zip(range(number), _draw(part, cast, first), strict=False)]


def _with_stems_apart(meetings: Iterator[Meeting]) -> Iterator[Meeting]:
    seen: set[str] = set()
    for meeting in meetings:
        if meeting.stem.casefold() not in seen:
            seen.add(meeting.stem.casefold())
            yield meeting


def meetings_of(part: Part) -> Iterator[Meeting]:
    """The meetings that a part has notes of, in order, and those that it would have if it were larger."""
    return _with_stems_apart(_draw(part, _cast(part), 0))


def shelved(part: Part) -> list[Meeting]:
    """The meetings whose tasks the backlog file has some of."""
    return _some(part, _cast(part), 50_000, 24)


def _held(part: Part, cast: Cast, budget: int) -> list[Meeting]:
    """Meetings whose originals and notes are `budget` files together."""
    meetings = []
    for meeting in _with_stems_apart(_draw(part, cast, 0)):
        if budget <= 0:
            break
        targets = meeting.targets[: budget - 1]
        meetings.append(replace(meeting, targets=targets))
        budget -= 1 + len(targets)
    return meetings


def _distinct(pages: Sequence[Page]) -> list[Page]:
    """The pages under names that also a file system without upper and lower case tells apart."""
    seen: set[str] = set()
    kept = []
    for found in pages:
        stem, dot, ending = found.path.rpartition(".")
        path, number = found.path, 2
        while path.casefold() in seen:
            path, number = f"{stem} {number}{dot}{ending}", number + 1
        seen.add(path.casefold())
        kept.append(Page(path, found.data))
    return kept


def _dialect(index: int) -> Dialect:
    dialects: dict[int, Dialect] = {3: "J", 8: "T", 12: "H"}
    return dialects.get(index % 100, "P")


def _notes(part: Part, meetings: Sequence[Meeting]) -> tuple[list[Page], Notes]:
    """The notes of all meetings, and what each entity's page has to know of them."""
    pairs = [(meeting, copy) for meeting in meetings for copy in range(len(meeting.targets))]
    pages = _distinct(
        [
            render_note(meeting, copy, part.today, seed=part.name, dialect=_dialect(index))
            for index, (meeting, copy) in enumerate(pairs)
        ]
    )
    known: dict[Target, list[tuple[date, str, Meeting]]] = defaultdict(list)
    for (meeting, copy), found in zip(pairs, pages, strict=True):
        stem = found.path.rpartition("/")[2].removesuffix(".md")
        known[meeting.targets[copy]].append((meeting.day, stem, meeting))
    return pages, known


def _old(part: Part, cast: Cast) -> list[Page]:
    """The archived tree and the filed originals."""
    stubs = archived_stubs(Lore(cast, {}, part.today, part.name), max(3, part.notes * 20 // 1000))
    busy = part._replace(density=replace(part.density, actions=(part.density.archived,)))
    notes = [
        archived_note(meeting, index, seed=part.name)
        for index, meeting in enumerate(_some(busy, cast, 20_000, max(4, part.notes * 8 // 100)))
    ]
    moved = _some(part, cast, 30_000, max(1, part.notes * 5 // 100))
    settled = part.density.settled
    return [*stubs, *notes, *filed(moved, part.today, settled=settled, seed=part.name)]


def _stage(part: Part, cast: Cast) -> Stage:
    return Stage(part, cast, twins_of(cast))


def _waiting_files(part: Part, cast: Cast) -> list[Page]:
    """What arrived in a vault that has no last day."""
    if part.day or not part.backlog:
        return []
    return waiting(_some(part, cast, 40_000, _WAITING), cast, part.today, seed=part.name)


def _only_once(part: Part, cast: Cast) -> list[Page]:
    if part.number:
        return []
    people = [(person.name, person.role) for person in cast.people[:-2]]
    return [
        *surroundings(cast, part.today, seed=part.name),
        *namesakes(cast, part.today),
        *_waiting_files(part, cast),
        manifest("people", FOLDERS["people"], people),
        manifest("projects", FOLDERS["projects"], [(name, "") for name in cast.projects[:2]]),
        backlog_file(shelved(part), cast, part.today, seed=part.name),
        *settings_files(),
    ]


def part_pages(part: Part) -> tuple[list[Page], list[tuple[str, str]]]:
    """All files of the part but the capture file, and the (day, line) pairs it gives to that."""
    cast = _cast(part)
    stage = _stage(part, cast)
    today = last_day(stage)[0] if part.day else []
    lore = Lore(cast, {}, part.today, part.name)
    twins = [person_page(twin, lore) for twin in stage.twins.values()] if part.day else []
    around = [*_only_once(part, cast), *_old(part, cast), *twins]
    entities = len(cast.people) + len(cast.companies) + len(cast.projects)
    others = sum(_is_note(found.path) for found in (*around, *today))
    budget = part.notes - entities - others
    meetings = _held(part, cast, budget - (part.number == 0))
    notes, known = _notes(part, meetings)
    if part.number == 0:
        soon = (part.today + timedelta(days=3)).isoformat()
        notes = apply_oddities(notes, today=part.today.isoformat(), soon=soon)
    originals = [original(m, settled=part.density.settled, seed=part.name) for m in meetings]
    pages = [*notes, *originals, *entity_pages(replace(lore, notes=known)), *around]
    if not part.backlog:
        pages = [decided(found, part.today) for found in pages]
    captured = capture_lines(meetings, part.today, seed=part.name) if part.backlog else ()
    return _distinct([*today, *pages]), list(captured)


def expected(*, notes: int, seed: int = 1, today: date) -> tuple[Expected, ...]:
    """Where each file of the last day of such a vault belongs; see `write_demo`."""
    part = plan_parts(notes, seed, today, day=True)[0]
    return tuple(last_day(_stage(part, _cast(part)))[1])


def _write(folder: Path, pages: Sequence[Page]) -> None:
    made: set[Path] = set()
    for found in pages:
        path = folder / found.path
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        with path.open("xb", buffering=0) as file:
            file.write(found.data)


def _write_part(folder: str, part: Part) -> list[tuple[str, str]]:
    pages, captured = part_pages(part)
    _write(Path(folder), pages)
    return captured


def _empty_folder(folder: str) -> Path:
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
        taken = any(path.iterdir())
    except OSError as error:
        raise WinnowError(f"{folder}: cannot make a vault here ({error.strerror})") from error
    if taken:
        raise WinnowError(f"{folder} is not empty; the demo vault wants a new or an empty folder")
    return path


def write_demo(  # noqa: PLR0913 - all but the folder are named by the caller
    folder: str,
    *,
    notes: int = 120,
    seed: int = 1,
    today: date,
    day: bool = False,
    backlog: bool = True,
    jobs: int = 1,
) -> None:
    """Write an invented vault of exactly `notes` markdown files into the new or empty `folder`.

    The bytes depend on `notes`, `seed`, `today`, `day` and `backlog` alone. `.trash` and attachments
    come on top. Raises WinnowError where the folder is not empty, cannot be made, or `notes` is below
    120, with a day below 240.

    Args:
        folder: Where.
        notes: How many markdown files.
        seed: Other names, other bytes.
        today: The day that everything leads up to.
        day: Whether the last day is there in full: 20 files that arrived, 30 notes with 120 proposals.
        backlog: Whether what is older waits too; else all of that is decided.
        jobs: Processes.
    """
    least = LEAST_WITH_DAY if day else LEAST
    if notes < least:
        raise WinnowError(f"a demo vault{' with a last day' * day} has at least {least} notes")
    root = _empty_folder(folder)
    parts = plan_parts(notes, seed, today, day=day, backlog=backlog)
    write = partial(_write_part, str(root))
    if jobs > 1:
        with ProcessPoolExecutor(jobs) as pool:
            captured = list(pool.map(write, parts))
    else:
        captured = [write(part) for part in parts]
    share = _CAPTURED // len(parts)
    lines = sorted((pair for rows in captured for pair in rows[:share]), key=_newest_first)
    _write(root, [capture_file([line for _, line in lines])])


def _newest_first(pair: tuple[str, str]) -> int:
    return -date.fromisoformat(pair[0]).toordinal()
