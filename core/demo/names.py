"""Names for people, companies, projects and places that do not exist, as many as are asked for."""

from collections.abc import Sequence
from typing import Final

AUTHOR: Final = "Robin Tarnfield"
EMPLOYER: Final = "Tarnfield Gauges"


def _words(table: str) -> tuple[str, ...]:
    return tuple(table.split())


def _phrases(table: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in table.split("|"))


# 97 given names and 41 * 29 surnames have no common factor, so that walking both tables at
# once meets every pair once before it meets one again.
GIVEN: Final = _words(
    """
    Maren Idris Petra Tobias Anneli Jorunn Casper Wilhelmina Osric Thea Ravi Sunniva Emeka
    Linnea Bram Yusra Callum Ottilie Dariusz Femke Hollis Ines Keziah Leopold Mirela Nadir
    Odile Piers Quirin Rosalind Soren Tamsin Ulla Viggo Winifred Xenia Yann Zelda Alasdair
    Birgit Cosmo Delphine Ewan Fiorella Gideon Hanneke Isolde Jarek Kerstin Lucan Marguerite
    Niamh Orla Pascal Rafferty Saskia Theodora Ursula Valentin Wendel Yolanda Zora Ansel
    Beatrix Cyprian Dagny Elias Freya Gawain Hester Ivo Juniper Kasimir Lavinia Milan Nerys
    Ottoline Percival Romy Sylvain Tilda Ulrik Vesna Wolfram Ysolde Zeno Astrid Basil
    Clementine Dorian Eudora Florian Gwendolen Hedda Ilse Joachim Kalle
    """
)
_FRONT: Final = _words(
    """
    Thistle Quill Bramble Candle Fern Otter Lantern Pebble Saffron Tangle Umber Vesper
    Wicker Yarrow Amber Bracken Copper Dapple Ember Feather Gannet Harrow Inkle Juniper
    Kestrel Larkspur Marrow Nettle Oaken Plover Quince Rowan Sorrel Teasel Velvet Willow
    Bellow Cinder Drift Elder Fallow
    """
)
_BACK: Final = _words(
    """
    wane mere combe garth holt lock march wick sworth by thorpe fold stead ham moor croft
    dale ridge shaw well brook ton gate worth bank den ley marsh grave
    """
)
_TRADES: Final = _phrases(
    """
    Water | Ports | Growers | River Trust | Power | Farms | Canals | Fisheries | Reservoirs |
    Drainage Board | Mills | Ferries | Forestry | Gardens | Breweries | Salt Works | Quarries
    """
)
_MOODS: Final = _words(
    """
    Quiet Silver Early Patient Brave Amber Northern Wandering Hidden Steady Golden Gentle
    Second Open Lively Distant Painted Rolling Sunday
    """
)
_OBJECTS: Final = _words(
    """
    Heron Lantern Harbour Kettle Compass Meadow Orchard Ferry Beacon Otter Bridge Almanac
    Pebble Rudder Sparrow Ledger Tide Mirror Anchor Windmill Lighthouse Barrel Pilot Thimble
    Nightjar Teapot Marigold Weathercock Hedgerow
    """
)
_WATERS: Final = _phrases(
    """
    Weir | Lock | Reservoir | Pumping Station | Harbour | Bridge | Sluice | Ford
    """
)


def _surname(index: int) -> str:
    back, front = divmod(index % (len(_FRONT) * len(_BACK)), len(_FRONT))
    return _FRONT[front] + _BACK[(back + front * 5) % len(_BACK)]


def person(index: int) -> str:
    """The first and last name of person `index`; different for the first 115,000."""
    return f"{GIVEN[index % len(GIVEN)]} {_surname(index)}"


def company(index: int) -> str:
    """The name a company goes by; different for the first 20,000."""
    return f"{_surname(index * 3 + 7)} {_TRADES[index % len(_TRADES)]}"


def project(index: int) -> str:
    """The name of a project; a number follows after the first 551."""
    lap, rest = divmod(index, len(_MOODS) * len(_OBJECTS))
    name = f"{_MOODS[rest % len(_MOODS)]} {_OBJECTS[rest % len(_OBJECTS)]}"
    return f"{name} {lap + 1}" if lap else name


def site(index: int) -> str:
    """A place by the water."""
    return f"{_surname(index * 11 + 3)} {_WATERS[index % len(_WATERS)]}"


def slug(name: str) -> str:
    """The name as a tag or an address has it: ASCII, lower case, hyphens."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.casefold())
    return "-".join(part for part in kept.split("-") if part)


def address(name: str, house: str) -> str:
    """An e-mail address in the top-level domain that RFC 2606 keeps for examples."""
    return f"{slug(name).replace('-', '.')}@{slug(house)}.example"


def folder_name(title: str) -> str:
    """The title as the vault's pipeline makes a file name of it (`/` becomes `-`, quotes go)."""
    kept = title.replace("/", "-").replace("\\", "-").replace(":", " -").replace("&", "and")
    kept = "".join(c for c in kept if c not in "\"'()[]?*<>|#^")
    return " ".join(kept.split())


def joined(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    if len(names) < 2:  # noqa: PLR2004 - two is when "and" starts
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
