"""Files that arrived today, as mail programs, recorders, phones and people leave them in an inbox."""

from typing import Final

from core.demo import names
from core.demo.dialects import Value, frontmatter
from core.demo.dice import Dice
from core.demo.meetings import Meeting, bullets
from core.demo.page import Page, page
from core.demo.shapes import Affair
from core.demo.sources import entities_map, message, said

_MAIL: Final = "Inbox/Email"
_TALK: Final = "Inbox/Transcripts"
_LONG_LINE: Final = 47_000
_PDF: Final = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
# The smallest image that viewers accept: one grey pixel.
PIXEL: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a4944415478da6368000000820081da45083b0000000049454e44ae426082"
)


def sentences(affair: Affair, seed: str) -> list[str]:
    """All that is said in a meeting, in some order; the same for every file that tells of it."""
    return said(affair.meeting, Dice(f"{seed} said {affair.meeting.number}"))


def mail(affair: Affair, seed: str, *, messages: int, exported: int = 0, folder: str = _MAIL) -> Page:  # fmt: skip
    """A thread with its first `messages` mails, of three; a later export has another name and time."""
    meeting = affair.meeting
    lines = sentences(affair, seed)
    size = max(1, len(lines) // 3)
    people = meeting.setting.people
    stamp = f"{meeting.day.isoformat()} {17 + exported:02}:{meeting.number % 60:02}:00"
    parts = [f"# {meeting.title}\r\r- Exported: {stamp}\r- Messages: {messages}\r---\r\r"]
    for index in range(messages):
        sender = people[index % len(people)]
        signed = sender.first if "@" not in sender.name else sender.name[:1].upper() + "."
        hello = "Hello Robin," if index == 0 else "Hello all,"
        rows = [hello, "", *lines[index * size : (index + 1) * size], "", "Best wishes", signed]
        sent = f"{meeting.day.isoformat()} {9 + index:02}:{(meeting.number * 7 + index) % 60:02}:00"
        parts.append(message(sender, sent, ("Re: " if index else "") + meeting.title, rows))
    stem = meeting.stem
    if exported:
        serial = f"_{meeting.number % 10000:04}_"
        stem = stem.replace(serial, f"_{(meeting.number + 7 * exported) % 10000:04}_")
    return page(f"{folder}/{stem}.md", "".join(parts))


def _speakers(meeting: Meeting) -> list[str]:
    return [names.AUTHOR, *(person.name for person in meeting.setting.people)]


def _head(meeting: Meeting, title: str, *, entities: bool) -> str:
    fields: dict[str, Value] = {"type": "transcript", "title": title, "date": meeting.day.isoformat()}  # fmt: skip
    head = frontmatter(fields)
    return head.removesuffix("---\n") + entities_map(meeting) + "---\n" if entities else head


def _talk(meeting: Meeting, text: str) -> Page:
    return page(f"{_TALK}/{meeting.stem}.md", text)


def fenced_talk(affair: Affair, seed: str) -> Page:
    """Properties with an `entities:` map, and the words in a fence with times."""
    meeting, rng = affair.meeting, Dice(f"{seed} fenced {affair.meeting.number}")
    who = _speakers(meeting)
    rows = [f"[00:{at * 2 % 60:02}] {rng.choice(who)}: {line}" for at, line in enumerate(sentences(affair, seed), 1)]  # fmt: skip
    summary = rng.choice(meeting.story.summaries).format_map(meeting.slots)
    text = (
        f"{_head(meeting, meeting.title, entities=True)}\n# {meeting.title}\n\n## Summary\n\n{summary}\n\n"
        f"## Decisions\n\n{bullets([affair.said], loose=False)}\n## Transcript\n\n```text\n"
    )
    return _talk(meeting, text + "\n".join(rows) + "\n```\n")


def named_talk(affair: Affair, seed: str) -> Page:
    """Properties without a map, and `Name: …` lines with blank lines between them."""
    meeting, rng = affair.meeting, Dice(f"{seed} named {affair.meeting.number}")
    who = _speakers(meeting)
    rows = [f"{rng.choice(who)}: {line}" for line in sentences(affair, seed)]
    head = _head(meeting, meeting.title, entities=False)
    return _talk(meeting, f"{head}\n# {meeting.title}\n\n" + "\n\n".join(rows) + "\n")


def bare_talk(affair: Affair, seed: str) -> Page:
    """No properties at all: a heading, and lines with times."""
    meeting, rng = affair.meeting, Dice(f"{seed} bare {affair.meeting.number}")
    who = _speakers(meeting)
    rows = [f"[{at // 60:02}:{at % 60:02}] {rng.choice(who)}: {line}" for at, line in enumerate(sentences(affair, seed), 4)]  # fmt: skip
    return _talk(meeting, f"# {meeting.title}\n\n" + "\n".join(rows) + "\n")


def captions(affair: Affair, seed: str) -> Page:
    """WebVTT, as a conference program exports it."""
    meeting, rng = affair.meeting, Dice(f"{seed} captions {affair.meeting.number}")
    who, clock, rows = _speakers(meeting), 3, ["WEBVTT", ""]
    for line in sentences(affair, seed):
        end = clock + rng.randrange(4, 12)
        rows.append(f"00:{clock // 60:02}:{clock % 60:02}.000 --> 00:{end // 60:02}:{end % 60:02}.500")  # fmt: skip
        rows += [f"<v {rng.choice(who)}>{line}</v>", ""]
        clock = end + 1
    return _talk(meeting, "\n".join(rows))


def one_line(affair: Affair, seed: str) -> Page:
    """A transcript without a line break and without speakers, as a phone's recorder makes them."""
    meeting = affair.meeting
    who = _speakers(meeting)[1:]
    lines = [f"{who[at % len(who)].split()[0]}, {line}" if at % 3 else line for at, line in enumerate(sentences(affair, seed))]  # fmt: skip
    text = " ".join(lines) + " "
    body = (text * (_LONG_LINE // len(text) + 1))[:_LONG_LINE]
    return _talk(meeting, f"{_head(meeting, 'New Recording', entities=False)}\n# New Recording\n\n{body}\n")  # fmt: skip


def again(affair: Affair, seed: str) -> Page:
    """The same talk as a second recorder heard it: other times, some words lost, another name."""
    meeting, rng = affair.meeting, Dice(f"{seed} again {affair.meeting.number}")
    who = _speakers(meeting)
    lines = [line for line in sentences(affair, seed) if rng.happens(0.95)]
    rows = [f"[00:{at * 2 % 60:02}] {rng.choice(who)}: {line}" for at, line in enumerate(lines, 2)]
    text = f"{_head(meeting, meeting.title, entities=False)}\n# {meeting.title}\n\n## Transcript\n\n```text\n"
    stem = f"{meeting.day.isoformat()} 1403 - Recording"
    return page(f"{_TALK}/{stem}.md", text + "\n".join(rows) + "\n```\n")


def voice_note(affair: Affair) -> Page:
    """A thought spoken into a phone, that names whom it is about."""
    meeting = affair.meeting
    fields: dict[str, Value] = {"type": "voice-note", "date": meeting.day.isoformat(), "duration": "01:12"}  # fmt: skip
    first, *_ = meeting.setting.people
    about = {
        "people": f"Just off the phone with {first.name}. {first.first} asks for a word before Friday, alone.",
        "customer": f"Note to myself about {meeting.setting.company}. They want a new offer.",
        "projects": f"Thought about {meeting.setting.project} on the way home. It wants a smaller plan.",
    }[affair.true.kind]
    last = affair.said
    text = f"{frontmatter(fields)}\n{about} {last} That is all, the bus is here.\n"
    return page(f"Inbox/{meeting.day.isoformat()} {1700 + meeting.number % 50} - {meeting.title}.md", text)  # fmt: skip


def draft(affair: Affair, answered: Page) -> Page:
    """A reply that nobody has sent, to a mail that waits beside it."""
    meeting = affair.meeting
    person = meeting.setting.people[0]
    made = meeting.day
    fields: dict[str, Value] = {
        "type": "draft-reply", "status": "pending", "created": f"{made.isoformat()}T07:41:12.204918",
        "urgency": "normal", "to": person.name, "subject": f"Re: {meeting.title}", "source_file": answered.path,
    }  # fmt: skip
    summary = meeting.story.summaries[0].format_map(meeting.slots)
    text = (
        f"{frontmatter(fields)}\n# Draft Reply to {person.name}\n\n## Key Points\n\n- {affair.said}\n"
        f"- [TODO: check the date with {person.first}]\n\n## Draft Response\n\nHello {person.first},\n\n"
        f"thank you for your mail. I have asked the crew and will send the details before the weekend.\n\n"
        f"Best wishes\nRobin\n\n## Original Summary\n\n{summary}\n"
    )
    slug = names.slug(meeting.title)[:40].rstrip("-")
    return page(f"Inbox/_drafts/replies/{made.isoformat()}_Reply-To_{slug}.md", text)


def attachments(project: str, company: str) -> tuple[Page, Page, Page]:
    """A plan of a project, a list of a company, and a picture that says nothing."""
    return (
        Page(f"Inbox/{names.folder_name(project)} - site plan.pdf", _PDF),
        Page(f"Inbox/{names.folder_name(company)} price list.csv", b"part;price\nbracket;12\n"),
        Page("Inbox/IMG_2041.png", PIXEL),
    )
