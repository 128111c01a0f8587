"""Pages of people, companies and projects: sparse stubs of an older pipeline, full ones of today's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from core.demo import names
from core.demo.cast import Cast, Person
from core.demo.dialects import Dialect, Value, frontmatter
from core.demo.dice import Dice
from core.demo.meetings import Kind, Meeting, Target, bullets
from core.demo.page import Page, page

STUB_SHARE: Final = 0.2
Notes = Mapping[Target, Sequence[tuple[date, str, Meeting]]]
"""Day, file stem and meeting of every note in an entity's folder."""
_STUB_QUERY: Final = (
    '```dataview\nTASK\nFROM ""\nWHERE !completed AND contains(text, "{name}")\nSORT due ASC\n```\n'
)
_HINTS: Final = (
    "Prefers a call before noon.",
    "Asks for figures before opinions.",
    "Knows every gate code by heart.",
    "Answers mail within the hour, or never.",
    "Started on the boats.",
    "Is away every second Friday.",
    "Wants one page, not ten.",
)


@dataclass(frozen=True, slots=True)
class Lore:
    """What the pages of one part of the vault are written from."""

    cast: Cast
    notes: Notes
    today: date
    seed: str


def _facts(notes: Sequence[tuple[date, str, Meeting]], rng: Dice) -> list[str]:
    """What the notes say, repeated nearly word for word where a meeting has several notes."""
    facts: list[str] = []
    for _, _, meeting in notes:
        facts += [f.format_map(meeting.slots) for f in rng.sample(meeting.story.facts, 2)]
    return facts[:60] or [rng.choice(_HINTS)]


def _recent_row(day: date, stem: str, meeting: Meeting, rng: Dice) -> str:
    match rng.one_of({"mention": 60, "summary": 25, "link": 15}):
        case "mention":
            what = f"Mentioned in: {meeting.title}"
        case "summary":
            what = meeting.story.summaries[0].format_map(meeting.slots)[:90] + "…"
        case _:
            what = f"[[{stem}]]"
    return f"{day.isoformat()}: {what}"


def _recent(notes: Sequence[tuple[date, str, Meeting]], rng: Dice) -> list[str]:
    newest = sorted(notes, key=lambda note: note[:2], reverse=True)[:40]
    return [_recent_row(*note, rng) for note in newest]


def _decisions(notes: Sequence[tuple[date, str, Meeting]]) -> list[str]:
    return [
        "✅ " + meeting.story.decisions[0].format_map(meeting.slots)
        for _, _, meeting in {note[2].number: note for note in notes}.values()
    ][:8]


def _query(name: str) -> str:
    return f"```tasks\npath includes {names.folder_name(name)}\nnot done\n```\n"


def _joined(sections: Sequence[tuple[str, str]], rng: Dice) -> str:
    """Half of the pages have no blank line between a section's last bullet and the next heading."""
    gap = "" if rng.happens(0.5) else "\n"
    texts = [f"## {heading}\n\n{body}" for heading, body in sections]
    return gap.join(texts)


def _last(notes: Sequence[tuple[date, str, Meeting]], today: date) -> date:
    return max((day for day, _, _ in notes), default=today - timedelta(days=90))


def _person_fields(person: Person, created: date, last: date, rng: Dice) -> dict[str, Value]:
    fields: dict[str, Value] = {
        "type": "people",
        "title": person.name,
        "created": created.isoformat(),
        "last_contact": last.isoformat(),
        "email": person.email,
        "company": person.house if rng.happens(0.9) else "",
        "role": person.role if rng.happens(0.7) else "",
    }
    if rng.happens(0.04):
        fields["aliases"] = (person.first,)
    return fields


def person_page(person: Person, lore: Lore) -> Page:
    rng = Dice(f"{lore.seed} page {person.name}")
    target = Target("people", person.name)
    own = lore.notes.get(target, ())
    fields = _person_fields(person, lore.today - timedelta(days=3), _last(own, lore.today), rng)
    tags = ("type/people", "needs-review")
    sections = [("Key Facts", bullets(_facts(own, rng), loose=False))]
    if own:
        sections.append(("Recent Context", bullets(_recent(own, rng), loose=False)))
    sections.append(("Open Tasks", _query(person.name)))
    if own:
        topics = sorted({noun for _, _, m in own for noun in m.story.nouns[:3]})
        sections.append(("Topics", bullets(topics, loose=False)))
        sections.append(("Key Decisions", bullets(_decisions(own), loose=False)))
    head = frontmatter({**fields, "tags": tags}) + f"\n# {person.name}\n"
    return page(f"{target.folder}/README.md", head + "\n" + _joined(sections, rng))


def _table(rows: Sequence[tuple[str, str]]) -> str:
    body = "".join(f"| **{field}** | {value} |\n" for field, value in rows)
    return f"| Field | Value |\n|-------|-------|\n{body}"


def company_page(name: str, lore: Lore) -> Page:
    rng = Dice(f"{lore.seed} page {name}")
    target = Target("customer", name)
    own = lore.notes.get(target, ())
    contacts = [f"{p.name}, {p.role}" for p in lore.cast.people if p.house == name][:5]
    fields: dict[str, Value] = {
        "type": "customer",
        "title": name,
        "created": (lore.today - timedelta(days=3)).isoformat(),
        "last_contact": _last(own, lore.today).isoformat(),
        "account_type": "Customer" if rng.happens(0.2) else "",
        "industry": "_Unknown_",
        "tags": ("type/customer", "needs-review"),
    }
    rows = [("Status", "active"), ("Industry", "_Unknown_"), ("Owner", names.AUTHOR)]
    sections = [
        ("Account Status", _table(rows)),
        (
            "Key Contacts",
            bullets(contacts, loose=False) if contacts else "_No key contacts identified._\n",
        ),
        ("Open Tasks", _query(name)),
        ("Recent Context", bullets(_recent(own, rng), loose=False) if own else ""),
        ("Key Facts", bullets(_facts(own, rng), loose=False)),
    ]
    return page(
        f"{target.folder}/README.md",
        frontmatter(fields) + f"\n# {name}\n\n" + _joined(sections, rng),
    )


def project_page(name: str, lore: Lore) -> Page:
    rng = Dice(f"{lore.seed} page {name}")
    target = Target("projects", name)
    own = lore.notes.get(target, ())
    fields: dict[str, Value] = {
        "type": "projects",
        "title": name,
        "created": (lore.today - timedelta(days=3)).isoformat(),
        "last_contact": _last(own, lore.today).isoformat(),
        "status": rng.choice(("active", "Active", "")),
        "tags": ("type/projects", "needs-review", "status/active"),
    }
    rows = [("Status", "active"), ("Owner", rng.choice(lore.cast.people).name)]
    topics = sorted({noun for _, _, meeting in own for noun in meeting.story.nouns[:2]})
    sections = [
        ("Status", _table(rows)),
        ("Overview", "_Project description and goals..._\n" if rng.happens(0.7) else ""),
        ("Open Tasks", _query(name)),
        ("Recent Context", bullets(_recent(own, rng), loose=False) if own else ""),
        ("Key Facts", bullets(_facts(own, rng), loose=False)),
        ("Topics", bullets(topics, loose=False) if topics else ""),
        ("Key Decisions", bullets(_decisions(own), loose=False) if own else ""),
    ]
    return page(
        f"{target.folder}/README.md",
        frontmatter(fields) + f"\n# {name}\n\n" + _joined(sections, rng),
    )


def stub_page(target: Target, lore: Lore, folder: str, dialect: Dialect = "P") -> Page:
    """An older page: flagged twice, little known, many wikilinks, a dataview query."""
    rng = Dice(f"{lore.seed} stub {target.name}")
    own = lore.notes.get(target, ())
    links = [f"[[{other.name}]]" for other in rng.sample(lore.cast.people, 3)]
    links += [f"[[{rng.choice(lore.cast.projects)}]]", f"[[{rng.choice(lore.cast.companies)}]]"]
    fields: dict[str, Value] = {
        "type": target.kind,
        "title": target.name,
        "created": (lore.today - timedelta(days=4)).isoformat(),
        "last_updated": "",
        "auto_created": True,
        "tags": (f"type/{target.kind}", "needs-review"),
        "last_contact": _last(own, lore.today).isoformat(),
    }
    recent = [f"{day.isoformat()}: [[{stem}]]" for day, stem, _ in own[:10]]
    body = (
        f"\n# {target.name}\n\n## Recent Context\n\n{bullets(recent, loose=False) if recent else ''}"
        f"\n## Profile\n\n**Role**: \n**Relationship**: _Unknown_\n\n**Background**:\n"
        f"- {rng.choice(_HINTS)}\n\n## Open Tasks\n\n{_STUB_QUERY.format(name=target.name)}"
        f"\n## Key Facts\n\n{bullets(_facts(own, rng), loose=False)}"
        f"\n## Related\n\n{bullets(links, loose=False)}"
        "\n<!-- Wikilinks to related entities -->\n\n*Last updated: *\n"
    )
    return page(f"{folder}/README.md", frontmatter(fields, dialect) + body)


def manifest(kind: Kind, folder: str, rows: Sequence[tuple[str, str]]) -> Page:
    """The table of entities that the pipeline keeps, and that is out of date."""
    body = "".join(f"| {name} | {role} |  |\n" for name, role in rows)
    head = f"# {kind.title()} manifest\n\n| Name | Role | Aliases |\n|------|------|---------|\n"
    return page(f"{folder}/_MANIFEST.md", head + body)


def entity_pages(lore: Lore) -> list[Page]:
    """One page an entity; every fifth is an older stub, but never the first of its kind."""
    rng = Dice(f"{lore.seed} stubs")
    pages = []
    for index, person in enumerate(lore.cast.people):
        target = Target("people", person.name)
        if index and rng.happens(STUB_SHARE):
            pages.append(stub_page(target, lore, target.folder))
        else:
            pages.append(person_page(person, lore))
    pages += [company_page(name, lore) for name in lore.cast.companies]
    for index, name in enumerate(lore.cast.projects):
        target = Target("projects", name)
        if index and rng.happens(STUB_SHARE):
            pages.append(stub_page(target, lore, target.folder))
        else:
            pages.append(project_page(name, lore))
    return pages
