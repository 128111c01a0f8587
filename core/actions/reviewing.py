"""Pages that waited for a review are as they should be, or can wait: what is written, and what is remembered.

Keeping a page takes off the flag and nothing else. What it leaves open all the same, and what is not the
page's own doing, is remembered beside the vault as seen, so that the page waits again for another reason only.
"""

import re
from collections.abc import Iterator

from core.actions.drafting import Draft
from core.actions.ground import Ground
from core.actions.intents import Keep, Plan, PutOff, ReviewIntent
from core.actions.properties import TAGS, Properties
from core.edit import Edit, apply
from core.errors import Refused, WinnowError
from core.note import Note, parse_note
from core.review.items import FLAGS, ReviewRow
from core.review.remembered import KIND, kept, reasons_kept, until, until_changed
from core.statuses import TaskSettings
from core.text import Span, encode
from core.unfilled import FLAG, asks_for_review, inline_flags

_WORD = re.compile(r"[^,\s]+")
_LISTED = re.compile(r"(?m)^[ \t]*-[ \t]+[\"']?#?(?i:needs-review)[\"']?[ \t]*\r?(?:\n|\Z)")


def plan_reviewed(intent: ReviewIntent, ground: Ground) -> Plan:
    """What `intent` would write, as one transaction.

    A page that is so already is `unchanged`; one that cannot be done without a guess is `refused`.
    """
    draft = Draft(ground)
    for row in {row.key: row for row in intent.items}.values():
        try:
            if isinstance(intent, Keep):
                _keep(row, draft)
            else:
                _put_off(row, intent, draft)
        except WinnowError as error:
            draft.refuse(row.key, error)
    return draft.plan("keep" if isinstance(intent, Keep) else "snooze")


def _keep(row: ReviewRow, draft: Draft) -> None:
    ground = draft.ground
    edits: tuple[Edit, ...] = ()
    if row.path is not None and row.flagged:
        note = draft.note(row.path)
        edits = flag_edits(
            note, ground.settings(row.path), auto_created=ground.config.keep_auto_created
        )
        standing = ground.standing(row.path)
        if edits and standing is not None and not standing.writable:
            raise Refused(f"{row.path} is read-only")
        draft.edit(note, edits)
    off = FLAGS if ground.config.keep_auto_created else FLAGS - {"auto-created"}
    left = row.asks - off
    before = ground.reviewed.get(row.key)
    if left and before is not None and left <= reasons_kept(before):
        value: str | None = before
    else:
        value = kept(ground.today.isoformat(), left) if left else None
    if draft.remember(row.key, value, kind=KIND) or edits:
        draft.done(row.key, row.name)
    else:
        draft.unchanged(row.key)


def _put_off(row: ReviewRow, wanted: PutOff, draft: Draft) -> None:
    value = None
    if wanted.until_changed:
        value = until_changed(row.crc)
    elif wanted.until is not None:
        if wanted.until <= draft.ground.today:
            raise Refused(f"{wanted.until.isoformat()} is not a day to come")
        value = until(wanted.until.isoformat())
    if draft.remember(row.key, value, kind=KIND):
        draft.done(row.key, row.name)
    else:
        draft.unchanged(row.key)


def flag_edits(note: Note, settings: TaskSettings, *, auto_created: bool) -> tuple[Edit, ...]:
    """The edits after which a note asks for no review; none where it asks for none.

    Args:
        note: As it is now.
        settings: Of the nearest `.obsidian` above it.
        auto_created: Whether the property of that name goes too.

    Raises:
        Refused: It cannot be said for sure which bytes those are.
    """
    inline = (_inline(note.data, span) for span in inline_flags(note))
    if note.problems:
        edits = (*_listed(note), *inline)
    else:
        edits = (*_unflagged(note, auto_created=auto_created), *inline)
    left = parse_note(note.path, apply(note.data, edits), settings) if edits else note
    if asks_for_review(left):
        raise Refused("it asks for a review in a way that is left alone")
    return edits


def _unflagged(note: Note, *, auto_created: bool) -> tuple[Edit, ...]:
    made = Properties.of(note)
    for key in sorted(TAGS & note.meta.values.keys()):
        words = [word for text in note.meta.texts(key) for word in _WORD.findall(text)]
        for word in words:
            if word.removeprefix("#").lower() == FLAG:
                made = made.remove_item(key, word)
    if auto_created and note.meta.truth("auto_created"):
        made = made.remove_key("auto_created")
    return made.edits()


def _listed(note: Note) -> Iterator[Edit]:
    """The one line of properties that are no YAML which is the flag: the others are not looked at."""
    block = note.meta.block
    found = list(_LISTED.finditer(block))
    if len(found) > 1:
        raise Refused(f"its properties are left alone: {note.problems[0]}")
    for match in found:
        start = note.meta.start + len(encode(block[: match.start()]))
        old = encode(match[0])
        yield Edit(Span(start, start + len(old)), old, b"")


def _inline(data: bytes, span: Span) -> Edit:
    """Takes a tag out of a text, with one of the blanks around it."""
    start, end = span.start, span.end
    if data[start - 1 : start] in (b" ", b"\t"):
        start -= 1
    elif data[end : end + 1] in (b" ", b"\t"):
        end += 1
    return Edit(Span(start, end), data[start:end], b"")
