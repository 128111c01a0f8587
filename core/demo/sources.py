"""The originals: transcripts of recordings, and mail threads as a mail program exports them."""

from datetime import timedelta

from core.demo import names
from core.demo.cast import Person
from core.demo.dialects import Value, frontmatter
from core.demo.dice import Dice
from core.demo.meetings import Meeting, bullets
from core.demo.page import Page, page
from core.demo.tasks import Proposal, spoken

_DATED = 0.6
"""How often somebody says until when, of what has a date to be met."""
_WEEK, _MONTH = 7, 28


def evidence(proposal: Proposal) -> str:
    """The sentence in which somebody asked for it; empty where nobody did."""
    slots = dict(proposal.slots, when=spoken(proposal.when))
    slots["who"] = slots["who"].split()[0]
    slots["other"] = slots["other"].split()[0]
    return proposal.evidence.format_map(slots)


def deadline(proposal: Proposal, meeting: Meeting) -> str:
    """The words in which somebody said until when; empty where nobody did, and its date is invented."""
    rng = Dice(f"deadline {meeting.number} {proposal.evidence} {proposal.due}")
    if not proposal.evidence or proposal.due is None or not rng.happens(_DATED):
        return ""
    ahead = (proposal.due - meeting.day).days
    if ahead < 1:
        return ""
    day = proposal.due
    near = (f"by {spoken(day).split()[0]}",) if ahead < _WEEK else ()
    month = (f"before the {day.day}{_ordinal(day.day)}",) if ahead < _MONTH else ()
    phrase = rng.choice((*near, *month, f"by {spoken(day)}", f"until {day.isoformat()}"))
    return f"That should be done {'tomorrow' if ahead == 1 else phrase}."


def _ordinal(day: int) -> str:
    return "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def said(meeting: Meeting, rng: Dice) -> list[str]:
    """Talk, facts and the sentences behind some of the proposals, in some order."""
    first = {**meeting.slots, "who": meeting.slots["who"].split()[0]}
    lines = [f.format_map(first) for f in rng.sample(meeting.story.facts, 3)]
    lines += [k.format_map(first) for k in meeting.story.talk]
    rng.shuffle(lines)
    for proposal in meeting.proposals:
        if sentence := evidence(proposal):
            sentence = f"{sentence} {deadline(proposal, meeting)}".rstrip()
            lines.insert(rng.randrange(1, len(lines)), sentence)
    return lines


def _speech(meeting: Meeting, rng: Dice) -> str:
    speakers = [names.AUTHOR, *(person.name for person in meeting.setting.people)]
    clock, rows = 3, []
    for sentence in said(meeting, rng):
        speaker = rng.choice(speakers)
        rows.append(f"[{clock // 60:02}:{clock % 60:02}] {speaker}: {sentence}")
        clock += rng.randrange(8, 75)
    return "\n".join(rows)


def _transcript_fields(meeting: Meeting) -> dict[str, Value]:
    return {
        "type": "transcript",
        "title": meeting.title,
        "date": meeting.day.isoformat(),
        "source_type": "unknown",
    }


def entities_map(meeting: Meeting) -> str:
    """The property in which a recorder's summary names whom it heard of."""
    people = "".join(f"  - '[[{person.name}]]'\n" for person in meeting.setting.people)
    return (
        f"entities:\n  people:\n{people}"
        f"  accounts:\n  - '[[{meeting.setting.company}]]'\n"
        f"  projects:\n  - '[[{meeting.setting.project}]]'\n"
    )


def _settled(meeting: Meeting, count: int, rng: Dice) -> list[str]:
    """Action items of the original, most of them done: they are history, not proposals."""
    slots = dict(meeting.slots, when=spoken(meeting.day + timedelta(days=7)))
    owners = ("Myself", *(person.name for person in meeting.setting.people))
    lines = []
    for action in rng.sample(meeting.story.actions, count):
        text = action.text.format_map(slots)
        done = (meeting.day + timedelta(days=rng.randrange(1, 6))).isoformat()
        is_done = rng.happens(0.8)
        lines.append(
            f"- [x] {text}. @{rng.choice(owners)} ✅ {done}" if is_done else f"- [ ] {text}."
        )
    return lines


def transcript(meeting: Meeting, folder: str, *, settled: int, seed: str) -> Page:
    """The recording in words, with what the recorder's own summary made of it."""
    rng = Dice(f"{seed} transcript {meeting.number}")
    head = frontmatter(_transcript_fields(meeting)).removesuffix("---\n") + entities_map(meeting)
    summary = rng.choice(meeting.story.summaries).format_map(meeting.slots)
    parts = [head, f"---\n\n# {meeting.title}\n\n"]
    if rng.happens(0.4):
        parts.append("> [!info] Purpose\n> Recorded with the consent of everybody present.\n\n")
    parts.append(f"## Summary\n\n{summary}\n\n")
    decisions = [d.format_map(meeting.slots) for d in rng.sample(meeting.story.decisions, 2)]
    parts.append("## Decisions\n\n" + bullets(decisions, loose=False) + "\n")
    if tasks := _settled(meeting, settled, rng):
        parts.append("## Action items\n\n" + "\n".join(tasks) + "\n\n")
    parts.append(f"## Transcript\n\n```text\n{_speech(meeting, rng)}\n```\n")
    return page(f"{folder}/{meeting.stem}.md", "".join(parts))


def message(person: Person, sent: str, subject: str, body: list[str]) -> str:
    """One mail of an export, quoted."""
    quoted = "\r".join(f"> {row}" for row in body)
    address = person.email or names.address(person.name, person.house)
    return f"## {sent} — {person.name} <{address}>\r**Subject:** {subject}\r\r{quoted}\r\r"


def _paragraphs(meeting: Meeting, messages: int, rng: Dice) -> list[list[str]]:
    talk = said(meeting, rng)
    size = max(1, len(talk) // messages)
    return [talk[i * size : (i + 1) * size] for i in range(messages)]


def email(meeting: Meeting, folder: str, *, seed: str) -> Page:
    """The export of a mail program that separates lines by a bare CR; no frontmatter."""
    rng = Dice(f"{seed} email {meeting.number}")
    count = rng.choice((1, 1, 1, 2, 2, 3, 4))
    parts = [f"# {meeting.title}\r\r"]
    exported = f"{(meeting.day + timedelta(days=1)).isoformat()} 06:{meeting.number % 60:02}:00"
    parts.append(f"- Exported: {exported}\r- Messages: {count}\r---\r\r")
    people = meeting.setting.people
    for index, body in enumerate(_paragraphs(meeting, count, rng)):
        sender = people[index % len(people)]
        hello = f"Hello {names.AUTHOR.split()[0]}," if index == 0 else "Hello all,"
        rows = [hello, "", *body, "", "Best wishes", sender.first]
        sent = f"{meeting.day.isoformat()} {9 + index:02}:{rng.randrange(60):02}:00"
        parts.append(message(sender, sent, ("Re: " if index else "") + meeting.title, rows))
    return page(f"{folder}/{meeting.stem}.md", "".join(parts))


def original(meeting: Meeting, *, settled: int, seed: str) -> Page:
    """The file that the meeting's notes point to."""
    folder = meeting.source.rpartition("/")[0]
    if meeting.channel == "email":
        return email(meeting, folder, seed=seed)
    return transcript(meeting, folder, settled=settled, seed=seed)
