"""Who and what a part of the vault is about: people, companies, projects, places."""

from dataclasses import dataclass
from typing import Final

from core.demo import names
from core.demo.dice import Dice

# How many names a part of the vault may use before it runs into the next part's.
_PEOPLE_STRIDE: Final = 128
_COMPANY_STRIDE: Final = 16
_PROJECT_STRIDE: Final = 10
_SITE_STRIDE: Final = 8
_SEED_STRIDE: Final = 1009
STRANGERS: Final = 6
ARCHIVED: Final = 4
SITES: Final = 6
_ROLES: Final = (
    "Operations lead",
    "Field technician",
    "Firmware engineer",
    "Purchasing manager",
    "Control room supervisor",
    "Site manager",
    "Designer",
    "Hydrologist",
    "Service desk",
    "Programme manager",
)
FORUMS: Final = ("Harbour Round Table", "Gauge Operators Forum")


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    house: str
    role: str
    email: str
    """Empty for two in five, as in vaults of this kind."""

    @property
    def first(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True, slots=True)
class Cast:
    people: tuple[Person, ...]
    strangers: tuple[str, ...]
    """They act and own tasks, but have no page."""
    archived: tuple[str, ...]
    """They have a page in the archive only."""
    companies: tuple[str, ...]
    projects: tuple[str, ...]
    sites: tuple[str, ...]


def _person(index: int, house: str, rng: Dice) -> Person:
    name = names.person(index)
    house = names.EMPLOYER if rng.happens(0.4) else house
    email = names.address(name, house) if rng.happens(0.6) else ""
    return Person(name, house, rng.choice(_ROLES), email)


def invent_cast(*, seed: int, part: int, people: int, companies: int, projects: int) -> Cast:
    """The cast of part number `part`; no two parts share a person, a company or a project."""
    rng = Dice(f"cast {seed} {part}")
    shift = seed * _SEED_STRIDE
    base = shift + part * _PEOPLE_STRIDE
    first_project = seed % 50 * 7 + part * _PROJECT_STRIDE
    houses = tuple(names.company(shift + part * _COMPANY_STRIDE + i) for i in range(companies))
    strangers = base + people
    archived = strangers + STRANGERS
    return Cast(
        people=tuple(_person(base + i, houses[i % companies], rng) for i in range(people)),
        strangers=tuple(names.person(i) for i in range(strangers, archived)),
        archived=tuple(names.person(i) for i in range(archived, archived + ARCHIVED)),
        companies=houses,
        projects=tuple(names.project(first_project + i) for i in range(projects)),
        sites=tuple(names.site(shift + part * _SITE_STRIDE + i) for i in range(SITES)),
    )
