"""What an earlier pipeline left behind: the archived entity tree and filed inbox items."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from core.demo import names
from core.demo.dialects import Dialect, Value, frontmatter
from core.demo.dice import Dice
from core.demo.entities import Lore, stub_page
from core.demo.meetings import Meeting, Target
from core.demo.page import Page, page
from core.demo.sources import transcript
from core.demo.tasks import line, wording

TREE: Final = "Work/_archive/pre-reimport-20260103-0912"
_DIALECTS: Final[tuple[Dialect, ...]] = ("J", "T", "P", "P", "H", "P", "P", "T", "J", "P")
_MARKS: Final = {"?": 25, "x": 56, " ": 19}
_TITLE_LENGTH: Final = 80


def archived_stubs(lore: Lore, count: int) -> list[Page]:
    """Pages of people that today's tree has no page for, and of some that it has."""
    everybody = [*lore.cast.archived, *(person.name for person in lore.cast.people)]
    pages = []
    for index, name in enumerate(everybody[:count]):
        folder = f"{TREE}/People/{names.folder_name(name)}"
        dialect: Dialect = "J" if index % 6 == 1 else "P"
        pages.append(stub_page(Target("people", name), lore, folder, dialect))
    return pages


def _old_lines(meeting: Meeting, rng: Dice) -> list[str]:
    lines = []
    for index, proposal in enumerate(meeting.proposals):
        mark = rng.one_of(_MARKS)
        done = meeting.day + timedelta(days=3 + index) if mark == "x" else None
        lines.append(line(proposal, wording(proposal), mark=mark, done=done))
    return lines


def _old_title(meeting: Meeting) -> str:
    """The first sentence, cut at 80 characters in the middle of a word."""
    sentence = meeting.story.summaries[0].format_map(meeting.slots)
    return sentence[:_TITLE_LENGTH].replace("'", "’").rstrip(" .")


def archived_note(meeting: Meeting, index: int, *, seed: str) -> Page:
    rng = Dice(f"{seed} archived {meeting.number}")
    title = _old_title(meeting)
    target = meeting.targets[0]
    people = tuple(person.name for person in meeting.setting.people)
    fields: dict[str, Value] = {
        "type": target.kind,
        "title": title,
        "date": meeting.day.isoformat(),
        "person": "",
        "participants": people,
        "source": "transcript",
        "tags": (f"type/{target.kind}", "person/", "generated"),
    }
    dialect = _DIALECTS[index % len(_DIALECTS)]
    related = "\n".join(f"- [[{name}]]" for name in (*people, meeting.setting.project))
    tasks_text = "\n".join(_old_lines(meeting, rng))
    body = (
        f"\n# {title}\n\n**Account**: [[]]\n\n"
        f"## Summary\n\n{rng.choice(meeting.story.summaries).format_map(meeting.slots)}\n\n"
        f"## Action Items\n\n{tasks_text}\n\n## Related\n\n{related}\n"
    )
    folder = {"people": "People", "customer": "Customers and Partners", "projects": "Projects"}
    path = f"{TREE}/{folder[target.kind]}/{names.folder_name(target.name)}"
    stem = f"{meeting.day.isoformat()} - {names.folder_name(title)}"
    return page(f"{path}/{stem}.md", frontmatter(fields, dialect) + body)


def filed(meetings: Sequence[Meeting], today: date, *, settled: int, seed: str) -> list[Page]:
    """Transcripts that were moved out of the inbox instead of into the sources."""
    folder = f"Inbox/_archive/{(today - timedelta(days=2)).isoformat()}"
    talks = [replace(meeting, channel="transcript") for meeting in meetings]
    return [transcript(talk, folder, settled=settled, seed=seed) for talk in talks]
