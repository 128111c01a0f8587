"""A new note about a source, in the shape that the vault's own notes have; the source stays where it is."""

from core.actions.drafting import Draft
from core.actions.filing import one_line
from core.actions.properties import new_note
from core.actions.targets import Target, make_page
from core.entities import same_type
from core.errors import Refused
from core.inbox.items import Arrival, InboxRow
from core.naming import dated_name
from core.path import NotePath, name_of, stem_of

_FROM = {"email": "email", "transcript": "transcript", "voice": "voice"}


def make_note(row: InboxRow, target: Target, draft: Draft) -> None:
    """Plan a note about a source; none where there is one already. Raises `WinnowError`."""
    if row.kind == "capture" or draft.ground.is_written(row):
        raise Refused(f"{row.path} is no source that a note could be made from")
    file = draft.ground.movable(row.path)
    draft.ground.place(target.folder, file)
    if _is_made(row.path, target, draft):
        draft.unchanged(row.id)
        return
    arrival = draft.ground.arrival(row)
    day = row.date or draft.ground.day_of(file).isoformat()
    path = draft.names.free(target.folder, dated_name(day, row.title, stem_of(row.path)))
    draft.create(path, _note(row, arrival, target, day, draft))
    make_page(target, draft)
    draft.done(row.id, row.title)


def _is_made(path: NotePath, target: Target, draft: Draft) -> bool:
    """Whether the entity has a note that says it was made from this source."""
    directory = draft.ground.directory()
    for name in draft.ground.listed(target.folder):
        note = directory.snapshot.notes.get(NotePath(f"{target.folder}/{name}"))
        if note and note.source_ref and directory.links.origin(note.source_ref).path == path:
            return True
    return False


def _note(row: InboxRow, arrival: Arrival, target: Target, day: str, draft: Draft) -> bytes:
    people = [one_line(one.name or one.address) for one in (*arrival.senders, *arrival.people)]
    people = list(dict.fromkeys(filter(None, people)))
    title = one_line(row.title) or "Note"
    fields: dict[str, str | list[str]] = {
        "type": target.type,
        "title": title,
        "date": day,
        target.key: target.name,
        "participants": people,
        "source": _FROM.get(row.kind, "file"),
        "source_ref": row.path,
        "tags": [f"type/{target.type}", target.tag],
    }
    head = f"\n# {title}\n\n**Date**: {day}\n**Attendees**: {', '.join(people)}\n"
    if same_type(target.type) != "people":
        head += f"**{target.key.rpartition('_')[2].title()}**: [[{target.name}]]\n"
    source = _link(row.path, draft)
    body = f"{head}\n## Summary\n\n\n## Action Items\n\n\n---\n\n*Source: [[{source}]]*\n"
    return new_note(fields, body)


def _link(path: NotePath, draft: Draft) -> str:
    """What a link to a source says: its name, where no other file has it."""
    name = name_of(path).removesuffix(".md")
    found = draft.ground.directory().links.resolve(name, NotePath(""), to_source=True)
    return name if found.certain and found.path == path else path.removesuffix(".md")
