"""Days as files say them: in a property, in front of a name, in a mail's header. Pure, total, linear."""

import re
from datetime import date

_ISO = re.compile(r"([0-9]{4})[-/._]([0-9]{1,2})[-/._]([0-9]{1,2})(?![0-9])")
_PACKED = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?![0-9])")
_WORDS = re.compile(r"(?<![0-9])([0-9]{1,2})\.?[ -]([A-Za-z]{3,9})\.?,?[ -]([0-9]{4})(?![0-9])")
_AMERICAN = re.compile(r"(?<![A-Za-z])([A-Za-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})(?![0-9])")  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LOOKED_AT = 80
_NAMED = re.compile(
    r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9])(?:[ _T]?-?[ _]?[0-9]{2}[:h. ]?[0-9]{2}(?:[:. ]?[0-9]{2})?(?![0-9])(?:_[0-9]{1,4}(?![0-9]))?)?"
    r"[ \t_–—-]*+"
)


def day_of(text: str) -> str | None:
    """The first real day that a short text names, ISO."""
    text = text[:_LOOKED_AT].strip()
    for match in _ISO.finditer(text):
        if day := _real(match[1], match[2], match[3]):
            return day
    for match in _WORDS.finditer(text):
        if day := _worded(match[3], match[2], match[1]):
            return day
    for match in _AMERICAN.finditer(text):
        if day := _worded(match[3], match[1], match[2]):
            return day
    return None


def day_of_name(stem: str) -> str | None:
    """The real day in front of a file's name."""
    match = _ISO.match(stem) or _PACKED.match(stem)
    return _real(match[1], match[2], match[3]) if match else None


def undated(stem: str) -> str:
    """A file's name without the day and time in front of it, where something is left."""
    match = _NAMED.match(stem)
    rest = stem[match.end() :].strip() if match and day_of_name(stem) else stem.strip()
    return rest or stem.strip()


def _worded(year: str, month: str, day: str) -> str | None:
    name = month.lower()[:3]
    return _real(year, str(_MONTHS.index(name) + 1), day) if name in _MONTHS else None


def _real(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
