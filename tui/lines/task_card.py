"""What is known of a proposal beside its line: what supports it, who says the same, what was decided before. Pure.

It has as many lines as it is given and never more: what stands under it does not move with the cursor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len

from core.clusters.cluster import Cluster
from core.evidence.support import FLAGS, Evidence, Support
from core.index.rows import TaskRow
from core.ledger.decided import Seen
from tui.cells import clip, middle, short_day
from tui.lines.card import Line
from tui.lines.parts import Part

_LONGEST = 600
_LABEL = 10
_QUOTED = 3
"""Lines that a sentence gets at most."""
_SHORT = 3
"""Below so many lines there is no room for a rule under them."""
DECIDED = {
    "accepted": "accepted",
    "rejected": "rejected",
    "done": "done",
    "duplicate": "put away as a copy",
}
"""Verdict → what was done, in words."""
_FIELDS = {"owner": "owners", "due": "due dates", "priority": "priorities"}


@dataclass(frozen=True, slots=True)
class TaskCard:
    """What is known of a task; nothing of it is safe to show."""

    row: TaskRow
    today: date
    evidence: Evidence | None = None
    """`None`: not known yet."""
    cluster: Cluster | None = None
    seen: Seen | None = None
    why: str = ""
    """Why it stands where it stands."""
    keys: Mapping[str, str] | None = None
    """Command id → its key."""

    def key(self, id: str) -> str:
        """The key of a command, as it is said here."""
        return (self.keys or {}).get(id, "")


def task_card(card: TaskCard, width: int, height: int) -> list[Line]:
    """As many lines as there is room for, the most telling first."""
    room = height if height < _SHORT else height - 1
    before = [*_seen(card, width), *_together(card, width)]
    behind = [*_flagged(card, width), *_ordered(card, width)]
    spare = room - len(before) - len(behind)
    lines = [*before, *_supported(card, width, max(1, min(_QUOTED, spare))), *behind][:room]
    lines += [([], [])] * (room - len(lines))
    if height >= _SHORT:
        lines.append(([Part("─" * width, "rule")], []))
    return lines


def _labelled(label: str, said: str, width: int, tone: str, keys: list[Part]) -> Line:
    room = max(8, width - _LABEL - _taken(keys) - 1)
    return [Part(f" {label:<{_LABEL - 1}}", "about"), Part(clip(said[:_LONGEST], room), tone)], keys


def _key(card: TaskCard, id: str, label: str) -> list[Part]:
    key = card.key(id)
    return [Part(f"{key} ", "key"), Part(f"{label} ", "about")] if key else []


def _supported(card: TaskCard, width: int, height: int) -> list[Line]:
    """The best sentence, on as many lines as there is room for."""
    evidence = card.evidence
    if evidence is None:
        return [_labelled("source", "…", width, "about", [])]
    keys = _key(card, "task.source", "shows it")
    if not evidence.sentences:
        if evidence.source is None:
            return []
        return [_labelled("source", "says nothing like it", width, "wrong", keys)]
    said = _quoted(evidence.sentences[0])
    first, rest = said, ""
    if height > 1:
        room = width - _LABEL - _taken(keys) - 1
        first, rest = _broken(said, room)
    lines = [_labelled(evidence.word, first, width, "", keys)]
    while rest and len(lines) < height:
        last = len(lines) + 1 == height
        said, rest = (rest, "") if last else _broken(rest, width - _LABEL - 1)
        lines.append(_labelled("", said, width, "", []))
    return lines


def _broken(text: str, room: int) -> tuple[str, str]:
    """As many words as there is room for, and the rest."""
    if cell_len(text) <= room:
        return text, ""
    taken, words = 0, text.split(" ")
    for at, word in enumerate(words):
        taken += cell_len(word) + 1
        if taken > room + 1 and at:
            return " ".join(words[:at]), " ".join(words[at:])
    return text, ""


def _taken(parts: list[Part]) -> int:
    return sum(cell_len(part.text) for part in parts)


def _quoted(support: Support) -> str:
    who = f"{support.when} {support.who}".strip()
    text = " ".join(support.text[:_LONGEST].split())
    return f"{who}: “{text}”" if who else f"“{text}”"


def _flagged(card: TaskCard, width: int) -> list[Line]:
    if card.evidence is None:
        return []
    flags = [flag for flag in card.evidence.flags if flag != "unsupported"]
    if not flags:
        return []
    against = next((one for one in card.evidence.touching if one.against), None)
    said = "; ".join(FLAGS[flag] for flag in flags)
    if against is not None and "contradicts" in flags:
        said = f"{said}: “{' '.join(against.text[:_LONGEST].split())}”"
    return [_labelled("but", said, width, "wrong", [])]


def _together(card: TaskCard, width: int) -> list[Line]:
    cluster = card.cluster
    if cluster is None:
        return []
    if cluster.size == 1:
        said = f"{len(cluster.maybe)} may say the same"
        return [
            _labelled("like it", said, width, "about", _key(card, "task.members", "shows them"))
        ]
    notes = f"{cluster.files} note{'s' * (cluster.files != 1)}"
    said = f"×{cluster.size} in {notes}"
    differ = [_FIELDS[name] for name in cluster.conflict_fields]
    if differ:
        said = f"{said}, of different {' and '.join(differ)}"
    if cluster.negated:
        said = f"{said}; one says “not”"
    tone = "" if cluster.clean else "wrong"
    return [_labelled("the same", said, width, tone, _key(card, "task.members", "shows them"))]


def _seen(card: TaskCard, width: int) -> list[Line]:
    seen = card.seen
    if seen is None:
        return []
    words = "" if seen.exact else ", in other words"
    note = seen.note.rpartition("/")[2].removesuffix(".md")
    day = short_day(seen.date, card.today)
    keys = _key(card, "task.as-before", "again so")
    begin = f"{DECIDED[seen.verdict]} {day}{words}, in "
    room = max(8, width - _LABEL - len(begin) - _taken(keys) - 1)
    return [_labelled("before", f"{begin}{middle(note, room)}", width, "wrong", keys)]


def _ordered(card: TaskCard, width: int) -> list[Line]:
    return [_labelled("because", card.why, width, "about", [])] if card.why else []
