r"""The fields at the end of a task's text, peeled off as Obsidian Tasks 8.3 peels them. Pure, linear.

The plugin matches patterns anchored at the end of the text, round after round, until none fits or
21 rounds are over; any other text at the end hides every field before it. All of it is read here
from the back, on the reversed text, so that a pattern anchored at the end becomes one anchored at a
position: no rescanning, no copies.

JavaScript is not Python: `WHITE` is what its `\s` and `trim` mean (with U+FEFF, without U+0085 and
U+001C to U+001F), digits are ASCII digits, and between a symbol and its value only ASCII spaces count.
"""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

WHITE = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"

PRIORITIES = {"🔺": "highest", "⏫": "high", "🔼": "medium", "🔽": "low", "⏬": "lowest"}
DATES = {
    "✅": "done", "❌": "cancelled", "📅": "due", "📆": "due", "🗓": "due",
    "⏳": "scheduled", "⌛": "scheduled", "🛫": "start", "➕": "created",
}  # fmt: skip
_KEYS = {
    "priority": "priority", "completion": "done", "cancelled": "cancelled", "due": "due",
    "scheduled": "scheduled", "start": "start", "created": "created", "repeat": "recurrence",
    "onCompletion": "on_completion", "id": "id", "dependsOn": "depends_on",
}  # fmt: skip
SYMBOLS = "".join((*PRIORITIES, *DATES, "🔁🏁🆔⛔"))
"""Every symbol that begins a field in the emoji format."""

DATE_KINDS = ("due", "scheduled", "start", "created", "done", "cancelled")
EMOJI = {
    "done": "✅", "cancelled": "❌", "due": "📅", "scheduled": "⏳", "start": "🛫", "created": "➕",
}  # fmt: skip
"""The symbol that is written for a kind of date."""

# The order in which one round of the plugin tries them.
_RANK = {
    kind: rank
    for rank, kind in enumerate(
        ("priority", "done", "cancelled", "due", "scheduled", "start", "created",
         "recurrence", "on_completion", "tag", "id", "depends_on")
    )
}  # fmt: skip
_ROUNDS = 21

TAG = r"""#[^ !@#$%^&*(),.?":{}|<>]+"""
"""What may follow a space and be a tag: only the ASCII space ends one, so an NBSP joins words to it."""
_ID = "[a-zA-Z0-9_-]"
_BACK_DATE = "[0-9]{2}-[0-9]{2}-[0-9]{4}"
_BACK_IDS = f"(?>(?: *+{_ID}++ *+, *+)*+){_ID}++"
_BACK_TAG = rf"(?P<tag>{TAG[1:]}+#)(?=[{WHITE}]|\Z)"
_WORDS = "[a-zA-Z0-9, !]++"

_EMOJI_FIELDS = (
    rf"\ufe0f?(?P<priority>[{''.join(PRIORITIES)}])",
    rf"(?P<value>{_BACK_DATE}) *+\ufe0f?(?P<date>[{''.join(DATES)}])",
    rf"(?P<recurrence>{_WORDS})\ufe0f?🔁",
    r"(?P<on_completion>[a-zA-Z]++) *+\ufe0f?🏁",
    _BACK_TAG,
    rf"(?P<id>{_ID}++) *+\ufe0f?🆔",
    rf"(?P<depends_on>{_BACK_IDS}) *+\ufe0f?⛔",
)


def _inline(pattern: str) -> str:
    """Dataview's `[key:: value]` or `(key:: value)`, an optional comma behind it; all reversed."""
    return rf"(?:, *+)?[\])] *+{pattern} *+[\[(]"


def _key(name: str) -> str:
    return f"::{name[::-1]}"


_LEVELS = "|".join(level[::-1] for level in ("highest", "high", "medium", "lowest", "low"))
_DATE_KEYS = "|".join(key[::-1] for key, kind in _KEYS.items() if kind in DATE_KINDS)
_INLINE_FIELDS = (
    _inline(rf"(?P<priority>{_LEVELS}) *+{_key('priority')}"),
    _inline(rf"(?P<value>{_BACK_DATE}) *+::(?P<date>{_DATE_KEYS})"),
    _inline(rf"(?P<recurrence>{_WORDS}){_key('repeat')}"),
    _inline(rf"(?P<on_completion>[a-zA-Z]++) *+{_key('onCompletion')}"),
    _BACK_TAG,
    _inline(rf"(?P<id>{_ID}++) *+{_key('id')}"),
    _inline(rf"(?P<depends_on>{_BACK_IDS}) *+{_key('dependsOn')}"),
)

_PATTERNS = {"emoji": _EMOJI_FIELDS, "dataview": _INLINE_FIELDS}
_ANY = {form: re.compile("|".join(patterns)) for form, patterns in _PATTERNS.items()}
# One pattern a field, for the rare text where a tag and a field end at the same character.
_EACH = {
    form: [re.compile(pattern) for pattern in patterns] for form, patterns in _PATTERNS.items()
}
# Tags of letters and digits hold no symbol, so the rounds cannot matter for them; 15 leave room.
_USUAL = re.compile(
    rf"((?:[a-zA-Z0-9/_-]++# ){{0,15}}+)(?:([{''.join(PRIORITIES)}]) )?+(?:({_BACK_DATE}) 📅 )?+"
)
_PAIRS = {"[": "]", "(": ")"}


class Field(NamedTuple):
    """A field that the plugin reads, in characters of the text it was peeled from."""

    kind: str
    """`priority`, one of `DATE_KINDS`, `recurrence`, `on_completion`, `tag`, `id`, `depends_on`."""
    start: int
    end: int
    value: str
    """As written, without blanks around it; of a priority its name, of a date maybe no real day."""


def peel(body: str, form: str) -> tuple[int, list[Field]]:
    """Where the words of a trimmed `body` end, and its fields, the last one of the text first."""
    back = body[::-1]
    size = len(back)
    match = _ANY[form].match
    fields, at, rank, rounds = _usual(back, size) if form == "emoji" else ([], 0, -1, 1)
    while (found := match(back, at)) and (field := _field(found, back, size)):
        if _contested(field, body):
            return _peel_by_rounds(back, form)
        tried = _RANK[field.kind]
        if tried <= rank:
            rounds += 1
            if rounds > _ROUNDS:
                break
        rank = tried
        fields.append(field)
        at = _gap(back, found.end())
    return size - at, fields


def _usual(back: str, size: int) -> tuple[list[Field], int, int, int]:
    """What nearly every line ends in, plain tags behind a priority behind a due date, at one stroke.

    Gives the fields, the position behind them, the rank of the last and the round it was read in.
    """
    fields: list[Field] = []
    at, rank, rounds = 0, -1, 1
    found = _USUAL.match(back)
    tags, priority, day = found.groups() if found else ("", None, None)
    for tag in tags.split(" ")[:-1]:
        end = at + len(tag)
        fields.append(Field("tag", size - end, size - at, tag[::-1]))
        at = end + 1
    if fields:
        rank, rounds = _RANK["tag"], len(fields)
    if priority:
        fields.append(Field("priority", size - at - 1, size - at, PRIORITIES[priority]))
        rank, rounds = 0, rounds + (rank >= 0)
        at += 2
    if day:
        end = at + len(day) + 2
        fields.append(Field("due", size - end, size - at, day[::-1]))
        rank, rounds = _RANK["due"], rounds + (rank > _RANK["due"])
        at = end + 1
    return fields, _gap(back, at) if at else 0, rank, rounds


def _field(found: re.Match[str], back: str, size: int) -> Field | None:
    """The field that a match in the reversed text is; `None` where its brackets do not pair."""
    start, end = size - found.end(), size - found.start()
    kind = found.lastgroup or ""
    value = found[kind]
    first = back[found.end() - 1]
    if first in _PAIRS and kind != "tag" and _PAIRS[first] != _closer(found[0]):
        return None
    if kind == "date":
        return Field(DATES.get(value) or _KEYS[value[::-1]], start, end, found["value"][::-1])
    if kind == "priority":
        return Field(kind, start, end, PRIORITIES.get(value) or value[::-1])
    return Field(kind, start, end, value[::-1].strip(" "))


def _closer(back: str) -> str:
    """The closing bracket of a reversed inline field."""
    return back.lstrip(", ")[0]


def _contested(field: Field, body: str) -> bool:
    """Whether a tag and a field may end at the same character, so that the plugin's rounds decide."""
    if field.kind == "tag":
        return not field.value.isascii() and any(symbol in field.value for symbol in SYMBOLS)
    # Which is rare, so the blank before the field is looked at first.
    return field.start > 0 and body[field.start - 1] not in WHITE and body[field.start] in SYMBOLS


def _peel_by_rounds(back: str, form: str) -> tuple[int, list[Field]]:
    """`peel`, exactly as the plugin goes about it: every pattern in order, then the next round."""
    at, size = 0, len(back)
    fields: list[Field] = []
    for _ in range(_ROUNDS):
        before = at
        rank = -1
        for pattern in _EACH[form]:
            # A date pattern stands for six of the plugin's, tried one after the other.
            while (found := pattern.match(back, at)) and (field := _field(found, back, size)):
                if _RANK[field.kind] <= rank:
                    break
                rank = _RANK[field.kind]
                fields.append(field)
                at = _gap(back, found.end())
        if at == before:
            break
    return size - at, fields


def _gap(back: str, at: int) -> int:
    """Behind the blanks at `at`."""
    size = len(back)
    while at < size and back[at] in WHITE:
        at += 1
    return at


@lru_cache(maxsize=8192)
def real_day(text: str) -> str | None:
    """A YYYY-MM-DD of ASCII digits, if it is a day of the calendar."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return None
    return text
