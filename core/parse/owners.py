"""Who a task is for, and what its words are: what people read, without fields, owners and tags. Pure.

An owner has no terminator of its own. `@First Last (of Acme, Inc.)` runs to the next ` @`, ` #`,
the next field or the end; parentheses and commas belong to it, and an e-mail address inside it is
no second owner, since only an `@` behind a blank begins one.
"""

import re
from typing import NamedTuple

from core.parse.fields import SYMBOLS, TAG, WHITE

MOST_WORDS = 8
"""An `@` with more words behind it is prose that mentions somebody; owners have one to six."""

_NO_NAME = f"{WHITE}@#"
# Blanks are tried from their first one only: else a long run of them is read again from each.
_BLANKS = rf"(?<![{WHITE}])[{WHITE}]++(?:[@#]|<!--|%%)"
_STOP = re.compile(rf"{_BLANKS}|[{SYMBOLS}]")
_INLINE_STOP = re.compile(rf"{_BLANKS}|[\[(][A-Za-z]++::")
# Reversed: a run of tags, and of dates that say TBD, at the end of the words.
_BACK_TAIL = re.compile(rf"(?:(?:{TAG[1:]}+#(?=[{WHITE}]|\Z)|DBT *+\ufe0f?[📅⏳🛫])[{WHITE}]*+)*+")


class Owner(NamedTuple):
    """A mention that owns the task, in characters of the text it was found in."""

    start: int
    """At the `@`."""
    end: int
    name: str


def find_owners(core: str, form: str) -> list[Owner]:
    """Every owner named in the words of a task."""
    owners: list[Owner] = []
    stop = _INLINE_STOP if form == "dataview" else _STOP
    at = core.find("@")
    while at >= 0:
        after = at + 1
        if (at == 0 or core[at - 1] in WHITE) and core[after : after + 1].strip(_NO_NAME):
            found = stop.search(core, after)
            end = found.start() if found else len(core)
            name = core[after:end].rstrip(WHITE)
            if name and len(name.split(None, MOST_WORDS)) <= MOST_WORDS:
                owners.append(Owner(at, after + len(name), name))
            after = end
        at = core.find("@", after)
    return owners


def words_of(core: str, owners: list[Owner]) -> str:
    """`core` without its owners, and without the tags and the `📅 TBD` at its end."""
    if owners:
        parts, at = [], 0
        for owner in owners:
            parts.append(core[at : owner.start].strip(WHITE))
            at = owner.end
        parts.append(core[at:].strip(WHITE))
        core = " ".join(filter(None, parts))
    if "#" in core or "TBD" in core:
        tail = _BACK_TAIL.match(core[::-1])
        core = core[: len(core) - (tail.end() if tail else 0)]
    return core
