"""What of a task line Obsidian Tasks does not read as it is meant, or loses when it writes the line. Pure.

A field counts only at the end of the line: one that stands in the words, because text follows it, a
no-break space is in it or its date is written otherwise, is hidden from every query.
"""

import re
from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from core.parse.fields import DATE_KINDS, DATES, EMOJI, PRIORITIES, SYMBOLS, TAG, WHITE, real_day
from core.parse.rules import parse_rule, rule_end

ORDER = (
    "mark", "two-marks", "heading", "status", "line-break", "no-break-space", "date-form", "no-day", "no-date",
    "other-format", "glued", "many-tags", "text-after", "repeated", "rule-words", "no-rule", "on-completion",
)  # fmt: skip
"""Every code that one line can have, what mends others before them."""
DONE_OF = frozenset(["keep", "delete"])
"""What may happen to a line on its completion."""

_DASHES = "-/.\u2010\u2011\u2012\u2013\u2014"
_GAP = f"[{WHITE}]*+"
_DAY = (
    rf"(?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?![0-9])"
    rf"|(?P<loose>[0-9]{{4}}[{_DASHES}][0-9]{{1,2}}[{_DASHES}][0-9]{{1,2}})(?![0-9])"
    rf"|(?P<other>[0-9]{{1,2}}[-/.][0-9]{{1,2}}[-/.][0-9]{{2,4}})(?![0-9])"
    r"|(?P<none>TBD)(?![a-zA-Z0-9])"
)
_DATED = re.compile(rf"[{''.join(DATES)}]\ufe0f?(?P<gap>{_GAP})(?:{_DAY})")
_RULED = re.compile(rf"🔁\ufe0f?(?P<gap>{_GAP})(?P<words>[a-zA-Z0-9, !]++)")
_FINAL = re.compile(rf"🏁\ufe0f?(?P<gap>{_GAP})(?P<words>keep|delete)(?![a-zA-Z])", re.I)
_NAMED = re.compile(rf"[🆔⛔]\ufe0f?(?P<gap>{_GAP})(?P<words>[a-zA-Z0-9_-]++)")
_INLINE = re.compile(r"[\[(] *+(?P<key>[a-zA-Z]++):: *+(?P<words>[^\[\]()\n]*+)[\])]")
_ALONE = re.compile(_DAY)
_ONLY_TAGS = re.compile(rf"(?:[{WHITE}]++{TAG})++")
_START = re.compile(rf"[{SYMBOLS}]|[\[(] *+[a-zA-Z]++::")
HEADING = re.compile(r"#{1,6} +[^ ]")
"""The words of a line that is a heading."""
_NUMBERS = re.compile("[0-9]+")
_ODD_BLANK = re.compile(f"[{WHITE.replace(' ', '')}]")
_INLINE_KEYS = {
    "priority": "priority", "completion": "done", "cancelled": "cancelled", "due": "due",
    "scheduled": "scheduled", "start": "start", "created": "created", "repeat": "recurrence",
    "onCompletion": "on_completion", "id": "id", "dependsOn": "depends_on",
}  # fmt: skip
_KEY_OF = {kind: key for key, kind in _INLINE_KEYS.items()}
_SIGN_OF = {
    **EMOJI, "recurrence": "🔁", "on_completion": "🏁", "id": "🆔", "depends_on": "⛔",
}  # fmt: skip
_LEVEL_SIGNS = {name: sign for sign, name in PRIORITIES.items()}
_KINDS = {"🔁": "recurrence", "🏁": "on_completion", "🆔": "id", "⛔": "depends_on"}
_NAME = re.compile("[a-zA-Z0-9_-]++")
_UNTIL = re.compile(r"(?:un)?til", re.I)


class Hidden(NamedTuple):
    """A field among the words of a task, in characters of them."""

    code: str
    """Why it is not read."""
    start: int
    end: int
    kind: str
    """As in `core.parse.fields.Field`."""
    text: str | None
    """As it would be read, `""` where nothing is left of it; `None`: only a person can tell."""


def find_hidden(core: str, form: str, read: Collection[str] = ()) -> list[Hidden]:
    """The fields that stand in the words, in their order.

    Args:
        core: The words, without the fields that are read.
        form: How the vault writes fields, `emoji` or `dataview`.
        read: The kinds of fields that are read of the line.
    """
    found: list[Hidden] = []
    known = set(read)
    start = _START.search(core)
    while start:
        one = _field_at(core, start.start(), form)
        end = start.end()
        if one is not None:
            end = one.end
            if one.kind not in known:
                found.append(one)
            elif one.kind in DATE_KINDS:
                # Two days: which of them is meant is not for a program to say.
                found.append(one._replace(text=None))
            known.add(one.kind)
        start = _START.search(core, end)
    return found


def problems_of(
    core: str, repeated: bool, values: Mapping[str, str], tags: Collection[str], form: str
) -> tuple[str, ...]:
    """The codes of what is wrong behind the mark of a line, in the order of `ORDER`.

    Args:
        core: The words, a second mark before them left out.
        repeated: Whether a field stands there twice.
        values: What the fields say that are read.
        tags: All tags of the line.
        form: How the vault writes fields.
    """
    codes = {one.code for one in find_hidden(core, form, values)}
    codes.update(wrong_values(values))
    if repeated:
        codes.add("repeated")
    if core[:1] == "#" and HEADING.match(core):
        codes.add("heading")
    if any(_ODD_BLANK.search(tag) for tag in tags):
        codes.add("no-break-space")
    return in_order(codes) if codes else ()


def in_order(codes: Collection[str]) -> tuple[str, ...]:
    """The codes in the order of `ORDER`."""
    return tuple([code for code in ORDER if code in codes])


def wrong_values(values: Mapping[str, str]) -> Iterator[str]:
    """The codes of fields that are read and say nothing, or less than is written."""
    for kind in values:
        if kind in DATE_KINDS and real_day(values[kind]) is None:
            yield "no-day"
    words = values.get("recurrence")
    if words is not None:
        if rest_of_rule(words):
            yield "rule-words"
        elif parse_rule(words) is None and not _UNTIL.search(words):
            yield "no-rule"
    if values.get("on_completion", "keep").lower() not in DONE_OF:
        yield "on-completion"


def rest_of_rule(words: str) -> str:
    """What of the words of a rule the rule itself does not mean, blanks before it included; it is lost when Obsidian writes the line."""
    end = rule_end(words)
    if end is None:
        return ""
    rest = words[end:].rstrip(" ")
    return rest if any(char.isalnum() for char in rest) else ""


def nearest_day(text: str) -> str | None:
    """The last day of the month that a date runs over, ISO; `None` where that is not what is wrong with it."""
    year, month, day = map(int, _NUMBERS.findall(text))
    if not (1 <= month <= 12 and 28 < day <= 31 and year):  # noqa: PLR2004 - a calendar
        return None
    return date(year, month, min(day, monthrange(year, month)[1])).isoformat()


def _field_at(core: str, at: int, form: str) -> Hidden | None:
    """The field that begins at a sign, if something like one does."""
    if core[at] in "[(":
        return _inline(core, at, form)
    written = core[at]
    if written in PRIORITIES:
        return _priority(core, at, form)
    if written in DATES:
        found = _DATED.match(core, at)
        return found and _dated(core, found, DATES[written], form)
    pattern = _RULED if written == "🔁" else _FINAL if written == "🏁" else _NAMED
    found = pattern.match(core, at)
    return found and _worded(core, found, _KINDS[written], form)


def _priority(core: str, at: int, form: str) -> Hidden | None:
    end = at + 1 + (core[at + 1 : at + 2] == "\ufe0f")
    if (at and core[at - 1] not in WHITE) or core[end : end + 1].isalnum():
        return None
    text = core[at:end] if form == "emoji" else _inlined("priority", PRIORITIES[core[at]])
    return Hidden(_code(core, end, "", form == "emoji"), at, end, "priority", text)


def _dated(core: str, found: re.Match[str], kind: str, form: str) -> Hidden:
    code, day = _day_of(found)
    sign = core[found.start() : found.start("gap")]
    if day and form != "emoji":
        text: str | None = _inlined(kind, day)
    else:
        text = f"{sign} {day}" if day else day
    code = code or _code(core, found.end(), found["gap"], form == "emoji")
    return Hidden(code, found.start(), found.end(), kind, text)


def _worded(core: str, found: re.Match[str], kind: str, form: str) -> Hidden | None:
    words, end = found["words"], found.end()
    if kind == "recurrence":
        length = rule_end(words)
        if length is None:
            return None
        words, end = words[:length], found.start("words") + length
    sign = core[found.start() : found.start("gap")]
    text = f"{sign} {words}" if form == "emoji" else _inlined(kind, words)
    return Hidden(_code(core, end, found["gap"], form == "emoji"), found.start(), end, kind, text)


def _inline(core: str, at: int, form: str) -> Hidden | None:
    """A field as Dataview writes it."""
    found = _INLINE.match(core, at)
    kind = _INLINE_KEYS.get(found["key"]) if found else None
    if not found or kind is None or (core[at] == "[") != (found[0][-1] == "]"):
        return None
    words, code = found["words"].rstrip(" "), ""
    value: str | None = words
    if kind in DATE_KINDS:
        day = _ALONE.fullmatch(words)
        if not day:
            return None
        code, value = _day_of(day)
    elif not _is_value(kind, words):
        return None
    own = form != "emoji"
    text: str | None
    if not value:
        text = value
    elif own:
        text = found[0].replace(words, value)
    else:
        text = _LEVEL_SIGNS[value] if kind == "priority" else f"{_SIGN_OF[kind]} {value}"
    end = found.end()
    return Hidden(code or _code(core, end, "", own), at, end, kind, text)


def _is_value(kind: str, words: str) -> bool:
    match kind:
        case "priority":
            return words in _LEVEL_SIGNS
        case "recurrence":
            return parse_rule(words) is not None and not rest_of_rule(words)
        case "on_completion":
            return words.lower() in DONE_OF
        case _:
            return bool(_NAME.fullmatch(words))


def _day_of(found: re.Match[str]) -> tuple[str, str | None]:
    """What is wrong with a date, `""` for nothing, and the date that it means."""
    if found["none"]:
        return "no-date", ""
    if found["other"]:
        return "date-form", None
    if found["loose"]:
        year, month, day = map(int, _NUMBERS.findall(found["loose"]))
        return "date-form", real_day(f"{year:04}-{month:02}-{day:02}")
    day_text = found["day"]
    return ("", day_text) if real_day(day_text) else ("no-day", nearest_day(day_text))


def _code(core: str, end: int, gap: str, own: bool) -> str:
    """Why a field that is right in itself is not read."""
    if not own:
        return "other-format"
    if gap.strip(" "):
        return "no-break-space"
    if end == len(core) or _ONLY_TAGS.fullmatch(core, end):
        return "many-tags"
    return "text-after" if core[end] in WHITE else "glued"


def _inlined(kind: str, value: str) -> str:
    return f"[{_KEY_OF[kind]}:: {value}]"
