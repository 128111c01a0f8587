"""A decision as it is remembered, so that a proposal that comes again is known. Values, and their JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final, Literal, get_args

from core.alike import said
from core.index.rows import TaskRow
from core.path import NotePath
from core.state import DECIDED

KIND: Final = DECIDED
Verdict = Literal["accepted", "rejected", "done", "duplicate"]
VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)
LONGEST = 2_000
"""Characters of a task's words that are kept; those of real ones are 36 words at most."""
_FIELDS = ("text", "source", "owner", "entity", "verdict", "date", "note", "of", "entry")


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: what it was about, and what it was."""

    text: str
    """The task's words as they read; not safe to show."""
    source: str
    """The name of the file that its note was made from, without folders and `.md`; `""`: none is named."""
    owner: str
    """As written, without `@`, several with a comma between; `""`: nobody."""
    entity: str
    """Whose note it stood in; `""`: nobody's."""
    verdict: Verdict
    date: str
    """ISO: the day of the decision."""
    note: NotePath
    of: str = ""
    """The fingerprint of the task that it is a duplicate of."""
    entry: str = ""
    """The transaction it was read from, where it is older than the ledger."""

    @property
    def fingerprint(self) -> str:
        """What the same task has again: its words but for spelling, source, owner and entity."""
        return fingerprint(self.text, self.source, self.owner, self.entity)


@dataclass(frozen=True, slots=True)
class Seen:
    """That a task was decided before."""

    verdict: Verdict
    date: str
    """ISO."""
    note: NotePath
    """Where it stood then."""
    exact: bool
    """Whether it reads the same but for spelling; else it was re-worded."""
    score: int
    """How alike the words are, in percent."""
    text: str
    """How it read then; not safe to show."""


def before_text(seen: Seen) -> str:
    """A sentence of what was decided; not safe to show, it names a note."""
    how = {"accepted": "accepted", "rejected": "rejected", "done": "done already"}
    verb = how.get(seen.verdict, "put away as a duplicate")
    worded = "" if seen.exact else f", in other words: {seen.text}"
    return f"{verb} on {seen.date} in {seen.note}{worded}"


def fingerprint(text: str, source: str, owner: str, entity: str) -> str:
    """16 hexadecimal digits that stand for these four, however they are spelled."""
    parts = (said(text).key, source.lower(), said(owner).key, said(entity).key)
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8).hexdigest()


def source_name(source_ref: str | None) -> str:
    """The file's name in what a note says it was made from, on whatever machine, without `.md`."""
    reference = (source_ref or "").strip().removeprefix("[[").removesuffix("]]").partition("|")[0]
    return reference.replace("\\", "/").rpartition("/")[2].removesuffix(".md")


def decided(row: TaskRow, verdict: Verdict, date: str, of: str = "") -> Decided:
    """The decision `verdict` about a task."""
    return Decided(
        row.text[:LONGEST],
        source_name(row.note.source_ref),
        ", ".join(row.owners),
        row.note.entity or "",
        verdict,
        date,
        row.note.path,
        of,
    )


def packed(one: Decided) -> str:
    """The decision as one line of JSON, ASCII only, without what is empty."""
    told = {name: value for name in _FIELDS if (value := getattr(one, name))}
    return json.dumps(told, separators=(",", ":"))


def unpacked(line: str) -> Decided | None:
    """The decision of such a line; `None` where it is none, whoever wrote it."""
    try:
        found: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, Mapping):
        return None
    values = {name: found.get(name, "") for name in _FIELDS}
    if not all(isinstance(one, str) and len(one) <= LONGEST for one in values.values()):
        return None
    if values["verdict"] not in VERDICTS or not values["date"] or not values["text"]:
        return None
    return Decided(**values)
