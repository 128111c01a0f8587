"""What files and folders are called: a title made into a name that every system can hold, and the next free one. Pure.

Two names are the same where a file system may take them for one: case and how accents are composed do
not tell them apart.
"""

import re
from collections.abc import Callable, Iterable
from unicodedata import category, combining, normalize

from core.path import NotePath

MOST_BYTES = 180
"""Of a name without its ending: file systems take 255, encrypted ones 143 of a name and its number."""
_JOINERS = frozenset("\u200c\u200d")
"""What holds an emoji together is no control."""
_AS_DASH = re.compile(r" ?[/\\:]++ ?")
_CLOCK = re.compile(r"(?<=[0-9]):(?=[0-9]{2})")
_GONE = frozenset('#^[]|*?"<>')
"""What would end a link, or what some file system does not take."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])(?:[ _T]+[0-9]{2}[:. -]?[0-9]{2}(?![0-9]))?")
_BLANKS = re.compile(r"\s+")
_EDGES = " .-_,;"
_NOT_IN_TAG = re.compile(r"[^\w]+")
_ACCENTS = re.compile("[\u0300-\u036f]")


def name_key(name: str) -> str:
    """What two names have in common that may be the same file."""
    return normalize("NFC", normalize("NFC", name).casefold())


def plain_name(text: str, *, most: int = MOST_BYTES) -> str:
    """`text` as the stem of a file or the name of a folder: one that all systems and links can hold.

    Args:
        text: Any text, at any length.
        most: Bytes that it may have; it is cut between words where that leaves half of it.

    Returns:
        `""` where nothing is left of it.
    """
    # What goes may have stood between a letter and its accent.
    kept = normalize("NFC", "".join(map(_kept, normalize("NFC", text))))
    plain = _BLANKS.sub(" ", kept)
    dashed = _AS_DASH.sub(_dash, _CLOCK.sub("-", plain))
    name = _cut(_trimmed(dashed), most)
    return f"{name}_" if _RESERVED.fullmatch(name) else name


def dated_name(day: str, title: str, stem: str) -> str:
    """What a note is called: `2026-01-05 - Title.md`.

    Args:
        day: ISO.
        title: What it is about; a day in front of it is not said twice.
        stem: Its file's present name without ending, which it is called by where the title says nothing.
    """
    called = _without_day(title) or _without_day(stem) or plain_name(stem) or "Note"
    front = f"{day} - "
    return f"{front}{plain_name(called, most=MOST_BYTES - len(front)) or 'Note'}.md"


def slug(name: str) -> str:
    """A name as a tag has it: letters and digits of any script, hyphens between them."""
    plain = _ACCENTS.sub("", normalize("NFKD", name).casefold())
    return _NOT_IN_TAG.sub("-", normalize("NFC", plain)).strip("-_")


class Names:
    """Names that are taken in a vault, those that one plan is about to take included."""

    def __init__(self, listed: Callable[[str], Iterable[str]]) -> None:
        """Nothing is listed yet.

        Args:
            listed: The names in a folder, none where there is no such folder; asked once a folder.
        """
        self._listed = listed
        self._taken: dict[str, set[str]] = {}

    def is_taken(self, path: NotePath) -> bool:
        """Whether something has that name, or one that may be the same."""
        folder, _, name = path.rpartition("/")
        return name_key(name) in self._of(folder)

    def free(self, folder: str, name: str) -> NotePath:
        """The path of that name in a folder, or with the next number that nobody has; it is taken from now on."""
        taken = self._of(folder)
        stem, dot, ending = name.rpartition(".")
        if not stem:
            stem, dot, ending = name, "", ""
        wanted, number = name, 2
        while name_key(wanted) in taken:
            wanted, number = f"{stem} {number}{dot}{ending}", number + 1
        taken.add(name_key(wanted))
        return NotePath(f"{folder}/{wanted}" if folder else wanted)

    def _of(self, folder: str) -> set[str]:
        if folder not in self._taken:
            self._taken[folder] = set(map(name_key, self._listed(folder)))
        return self._taken[folder]


def _kept(character: str) -> str:
    if character in _GONE:
        return ""
    kind = category(character)
    if kind[0] == "Z" or character in "\t\n\r\v\f\x85":
        return " "
    if kind[0] == "C" and character not in _JOINERS and kind not in {"Co", "Cn"}:
        return ""
    return character


def _dash(found: re.Match[str]) -> str:
    """`a/b` → `a-b`; where blanks stand around it, or behind it, so they do around the dash."""
    return " - " if found[0] != found[0].strip() else "-"


def _trimmed(name: str) -> str:
    return name.strip(" ").lstrip(".").rstrip(" .").strip(" ")


def _cut(name: str, most: int) -> str:
    if len(name.encode()) <= most:
        return name
    kept = name.encode()[:most].decode("utf-8", "ignore")
    # Not in the middle of what is drawn as one: a letter and its accents, an emoji of several.
    at = len(kept)
    while at > 0 and at < len(name) and (combining(name[at]) or name[at] in _JOINERS or name[at - 1] in _JOINERS or name[at] == "\ufe0f"):  # fmt: skip
        at -= 1
    kept = kept[:at]
    words = kept.rpartition(" ")[0]
    if name[at : at + 1] != " " and len(words) * 2 > len(kept):
        kept = words
    return _trimmed(kept.rstrip(_EDGES))


def _without_day(title: str) -> str:
    """A title made into a name, without a day, and a time, in front of it."""
    name = plain_name(title, most=4 * MOST_BYTES)
    found = _DAY.match(name)
    return name[found.end() :].strip(_EDGES) if found else name
