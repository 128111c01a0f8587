"""Pages whose names make trouble: variants, twins, first names only, placeholders."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from core.demo import names
from core.demo.cast import Cast, Person
from core.demo.dialects import Value, frontmatter
from core.demo.meetings import FOLDERS, Kind, bullets
from core.demo.page import Page, page

COMMA_FOLDER: Final = "Oxbow and Daughters, Inc."
EN_DASH: Final = "Anneli Reed–Tarn"
HYPHEN: Final = "Anneli Reed-Tarn"
ACCENT: Final = "Zoé Larkmoor"
SOUNDS_ALIKE: Final = ("Jonas Fairbrook", "Jonah Fairbrooke")
PLACEHOLDER: Final = "Speaker 3"
SENDER: Final = "Calendar Notifications"


def misspelt(name: str) -> str:
    """The name with two letters of the surname exchanged."""
    first, _, last = name.partition(" ")
    return f"{first} {last[:-3]}{last[-2]}{last[-3]}{last[-1]}"


class Pair(NamedTuple):
    """Two pages whose names are nearly the same."""

    trouble: str
    page: str
    """The name of the one that somebody has to decide about."""
    other: str
    same: bool
    """Whether they are about one and the same."""


def pairs(cast: Cast) -> tuple[Pair, ...]:
    """The truth about the pages below that are nearly called as another one is."""
    someone, house = cast.people[0], cast.companies[0]
    return (
        Pair("exchanged letters", misspelt(someone.name), someone.name, same=True),
        Pair("first name only", cast.people[1].first, cast.people[1].name, same=True),
        Pair("another dash", EN_DASH, HYPHEN, same=True),
        Pair("legal form", f"{house} Company Limited", house, same=True),
        Pair("sounds alike", *SOUNDS_ALIKE, same=False),
    )


def _page(kind: Kind, name: str, facts: Sequence[str], today: date, **more: Value) -> Page:
    fields: dict[str, Value] = {
        "type": kind,
        "title": name,
        "created": (today - timedelta(days=3)).isoformat(),
        **more,
        "tags": (f"type/{kind}", "needs-review"),
    }
    query = f"```tasks\npath includes {name}\nnot done\n```\n"
    body = f"\n# {name}\n\n## Key Facts\n\n{bullets(facts, loose=False)}\n## Open Tasks\n\n{query}"
    return page(f"{FOLDERS[kind]}/{name}/README.md", frontmatter(fields) + body)


def _note(name: str, kind: Kind, title: str, task: str, today: date) -> Page:
    day = (today - timedelta(days=6)).isoformat()
    head = frontmatter(
        {
            "type": kind,
            "title": title,
            "date": day,
            "participants": (names.AUTHOR, name, "Hollis (last name unknown)", PLACEHOLDER),
            "source": "transcript",
            "tags": (f"type/{kind}", "generated"),
        }
    )
    body = f"\n# {title}\n\n**Date**: {day}\n\n## Action Items\n\n- [?] {task}\n"
    return page(f"{FOLDERS[kind]}/{name}/{day} - {title}.md", head + body)


def namesakes(cast: Cast, today: date) -> list[Page]:
    """One page a kind of trouble, and notes in the folders with awkward names."""
    someone: Person = cast.people[0]
    house = cast.companies[0]
    due = (today + timedelta(days=4)).isoformat()
    pages = [
        _page("people", misspelt(someone.name), ["Heard once, on a bad line."], today, email=""),
        _page("people", cast.people[1].first, ["Only ever called by the first name."], today),
        _page("people", PLACEHOLDER, ["The recorder did not know who this was."], today),
        _page("people", SENDER, ["Sends a reminder every Monday."], today),
        _page("people", ACCENT, ["Keeps the tide tables.", "Speaks four languages."], today, aliases=("Zoe Larkmoor", "Zoé")),
        _page("people", EN_DASH, ["Signs with a long dash."], today),
        _page("people", HYPHEN, ["Signs with a short dash."], today),
        *(_page("people", name, [f"Not the other one. Works at {house}."], today) for name in SOUNDS_ALIKE),
        _page("customer", COMMA_FOLDER, ["Three sisters and a boat yard."], today),
        _page("customer", f"{house} Company Limited", [f"Probably the same as {house}."], today),
        _note(
            COMMA_FOLDER,
            "customer",
            "Boat yard, berth & crane",
            f"Ask the three sisters at the boat yard for the price of the crane and whether it comes with "
            f"somebody who can drive it @Myself 📅 {due} ⏫ #task #proposed #auto",
            today,
        ),
        _note(
            EN_DASH,
            "people",
            "Tide tables for the new year",
            f"Give the new tide tables to {ACCENT} for a last look before the printer gets them on Friday "
            f"@{HYPHEN} 📅 {due} #task #proposed #auto",
            today,
        ),
    ]  # fmt: skip
    empty = Page(f"{FOLDERS['people']}/{ACCENT}/{today.isoformat()} - Untitled.md", b"")
    status = _page("projects", "Tide Almanac", ["Nobody owns it yet."], today, status="")
    return [*pages, empty, status]
