"""What waits: transcripts, mail, a voice note, drafts, the capture file and the backlog."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from core.demo import names
from core.demo.arrivals import PIXEL
from core.demo.cast import Cast
from core.demo.dialects import frontmatter
from core.demo.dice import Dice
from core.demo.meetings import Meeting
from core.demo.page import Page, page
from core.demo.sources import email, transcript
from core.demo.tasks import Proposal, line, perturbed, wording

_COPIED: Final = 0.58
_CAPTURE_HEAD: Final = """# Tasks inbox

> Remove `#proposed` to accept a task, delete the line to reject it.

## Inbox
"""


def capture_lines(
    meetings: Sequence[Meeting], today: date, *, seed: str
) -> Iterator[tuple[str, str]]:
    """Copies of the tasks of mail threads, newest first, mine without a name, all with a priority."""
    rng = Dice(f"{seed} capture")
    for meeting in sorted(meetings, key=lambda meeting: meeting.day, reverse=True):
        if meeting.channel != "email":
            continue
        for proposal in meeting.proposals:
            if rng.happens(_COPIED):
                again = perturbed(proposal, today, rng)
                owner = "" if again.owner in ("Myself", "TBD") else again.owner
                again = replace(again, owner=owner, priority=again.priority or "🔼")
                text = wording(again, rng if rng.happens(0.4) else None)
                yield meeting.day.isoformat(), line(again, text)


def capture_file(lines: Sequence[str]) -> Page:
    return page("TASKS_INBOX.md", _CAPTURE_HEAD + "\n".join(lines) + "\n")


def _backlog_line(proposal: Proposal, tags: str, rng: Dice, *, tags_last: bool) -> str:
    owner = rng.choice(("", "@Myself ", f"@{proposal.owner or 'TBD'} "))
    text = wording(replace(proposal, tail=""))
    priority = proposal.priority or "🔼"
    fields = f"{priority} {tags}" if tags_last else f"{tags} {priority}"
    return f"- [?] {text} {owner}{fields}"


def backlog_file(meetings: Sequence[Meeting], cast: Cast, today: date, *, seed: str) -> Page:
    """Older ideas under headings, with sub-tasks, several owners and tags of all sorts."""
    rng = Dice(f"{seed} backlog")
    spare = [
        proposal
        for meeting in meetings
        if meeting.story.name in ("planning", "design")
        for proposal in meeting.proposals
    ]
    first, second, third = (person.name for person in cast.people[:3])
    due = (today + timedelta(days=9)).isoformat()
    parts = [
        "# Backlog\n\nThings that can wait. Look through them once a month.\n",
        (
            "\n## Workshop\n\n"
            f"- [?] Clear the **upper shelf** of the workshop and decide together what is kept, what is "
            f"lent and what goes to the scrap yard @{first} @{second} @Myself 🔼 #task #proposed #triage #work\n"
            "  - [?] Take photographs of everything that nobody can name and put them on the wall for a "
            "week before it is thrown away @Myself #task #proposed #triage\n"
            f"  - [?] Ask {third} whether the school in the village still wants the two old float gauges "
            f"for its physics room @{third} 📅 {due} #task #proposed #triage\n"
            f"- [/] Draw the plan for the second calibration bench, with enough room between the tanks for "
            f"one person and a bucket @Myself @{third} #task #proposed #work\n"
            f"- [?] Find out, with [[{cast.projects[0]}]] in mind, whether the small van can carry the long "
            f"ladder without a permit @{second} @{first} #task #proposed #work #car/van\n"
        ),
        (
            "\n## Someday\n\n"
            "- [?] Write down the story of the first gauge and the ferry, before the two people who were "
            "there remember it differently #task #proposed #inbox\n"
            "- [?] Read the long article about tides and clocks that everybody keeps quoting, and decide "
            "whether it changes anything for us #task #proposed #personal #triage\n"
        ),
    ]
    for heading in ("Customers", "Projects"):
        tags = f"#task #proposed #triage #{heading.lower()}"
        rows = [
            _backlog_line(proposal, tags, rng, tags_last=index > 0)
            for index, proposal in enumerate(rng.sample(spare, min(4, len(spare))))
        ]
        parts.append(f"\n## {heading}\n\n" + "\n".join(rows) + "\n")
    return page("TASKS_BACKLOG.md", "".join(parts))


def _draft(meeting: Meeting, today: date, urgency: str) -> Page:
    person = meeting.setting.people[0]
    created = f"{(today - timedelta(days=1)).isoformat()}T07:41:12.{meeting.number % 1000:03}918"
    head = frontmatter(
        {
            "type": "draft-reply",
            "status": "pending",
            "created": created,
            "urgency": urgency,
            "to": person.name,
            "subject": f"Re: {meeting.title}",
            "source_file": f"Inbox/Email/{meeting.stem}.md",
        }
    )
    text = (
        f"{head}\n# Draft Reply to {person.name}\n\n## Key Points\n\n"
        f"- {meeting.story.facts[0].format_map(meeting.slots)}\n"
        f"- [TODO: check the date with {person.first}]\n\n## Draft Response\n\n"
        f"Hello {person.first},\n\nthank you for the mail about {meeting.setting.project}. I have "
        f"asked the crew at {meeting.setting.site} and will send the details before the weekend.\n\n"
        f"Best wishes\n{names.AUTHOR.split()[0]}\n\n## Original Summary\n\n"
        f"{meeting.story.summaries[0].format_map(meeting.slots)}\n"
    )
    slug = names.slug(meeting.title)[:40].rstrip("-")
    stem = f"{today.isoformat()}_Reply-To_{slug}"
    return page(f"Inbox/_drafts/replies/{stem}.md", text)


def _voice_note(cast: Cast, today: date) -> Page:
    day = (today - timedelta(days=1)).isoformat()
    text = (
        f"---\ntype: voice-note\ndate: '{day}'\nduration: '00:48'\n---\n\n"
        "Right, walking back from the weir. Two things before I forget. The gate code at "
        f"{cast.sites[0]} has changed again, somebody should put the new one in the glove box. And "
        f"{cast.people[1].first} wondered whether we still need the second boat on Thursday. "
        "That is all. The heron is back.\n"
    )
    return page(f"Inbox/{day} 1742 - Voice note.md", text)


def waiting(meetings: Sequence[Meeting], cast: Cast, today: date, *, seed: str) -> list[Page]:
    """Three transcripts, three mail threads, two drafts, a voice note and a photograph."""
    talks = [replace(meeting, channel="transcript") for meeting in meetings[:2]]
    mails = [replace(meeting, channel="email") for meeting in meetings[2:5]]
    pages = [transcript(talk, "Inbox/Transcripts", settled=0, seed=seed) for talk in talks]
    pages += [email(mail, "Inbox/Email", seed=seed) for mail in mails]
    pages += [_draft(mails[0], today, "normal"), _draft(mails[1], today, "urgent")]
    pages.append(_voice_note(cast, today))
    pages.append(_one_line_recording(meetings[5], today))
    pages.append(Page("Inbox/gate at the weir.png", PIXEL))
    return pages


def _one_line_recording(meeting: Meeting, today: date) -> Page:
    """A transcript without a line break in 47 kB, as a phone's recorder makes them."""
    sentences = [*meeting.story.talk, *meeting.story.facts]
    text = " ".join(sentence.format_map(meeting.slots) for sentence in sentences) + " "
    body = (text * (47_000 // len(text) + 1))[:47_000]
    day = (today - timedelta(days=1)).isoformat()
    head = frontmatter({"type": "transcript", "title": "New Recording", "date": day})
    return page(
        f"Inbox/Transcripts/{day} - New Recording.md", f"{head}\n# New Recording\n\n{body}\n"
    )
