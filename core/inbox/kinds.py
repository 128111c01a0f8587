"""What a file in the inbox is, by what it says first, by its name and folder last. Pure, total, linear."""

import re

from core.inbox.items import Kind
from core.inbox.mail import is_mail
from core.inbox.transcripts import has_long_line, is_transcript, read_talk
from core.parse.frontmatter import Frontmatter, parse_frontmatter
from core.path import NotePath, folder_of, stem_of
from core.spelling import folded
from core.text import decode

HEAD = 64_000
"""Bytes that tell what a file is."""
_LOOKED_AT = 4_096
_TYPES: dict[str, Kind] = {
    "transcript": "transcript", "meeting transcript": "transcript", "recording": "transcript",
    "voice note": "voice", "voicenote": "voice", "voice": "voice", "voice memo": "voice", "memo": "voice",
    "audio": "voice", "audio note": "voice", "dictation": "voice",
    "draft reply": "draft", "draft": "draft", "reply": "draft", "reply draft": "draft",
    "email": "email", "e mail": "email", "mail": "email", "email thread": "email", "thread": "email",
}  # fmt: skip
_FOLDERS: dict[str, Kind] = {
    "email": "email", "emails": "email", "mail": "email", "mails": "email",
    "transcripts": "transcript", "transcript": "transcript", "recordings": "transcript",
    "voice": "voice", "voice notes": "voice", "voice memos": "voice",
    "drafts": "draft", "replies": "draft",
}  # fmt: skip
_REPLY = re.compile(r"^#[ \t]+Draft Reply\b", re.M | re.I)
_RECORDER = re.compile(
    r"(?:new recording|voice (?:note|memo|recording|message)|audio (?:note|recording)|recording|dictation"
    r"|sprachmemo|sprachnotiz|neue aufnahme|aufnahme)(?: [0-9 ]{1,20})?"
)
_LENGTHS = frozenset({"duration", "duration_min", "duration_minutes", "length", "minutes"})


def kind_of(path: NotePath, head: bytes) -> Kind:
    """What the file at `path` is. Never raises.

    Args:
        path: Its ending tells an attachment; its name and folder count where it says nothing itself.
        head: Its bytes, the first `HEAD` of them at least.
    """
    if not is_note_name(path) or is_binary(head):
        return "attachment"
    data = with_line_feeds(head[:HEAD])
    meta = parse_frontmatter(data)
    return kind_said(path, meta, decode(data[meta.body :]))


def kind_said(path: NotePath, meta: Frontmatter, text: str) -> Kind:
    """As `kind_of`, of properties and a body that were read, lines ending in LF."""
    said = _TYPES.get(folded(meta.text("type") or ""))
    if said:
        return said
    text = text[:HEAD]
    if is_mail(text):
        return "email"
    if _REPLY.search(text[:_LOOKED_AT]):
        return "draft"
    return _spoken(path, meta, text) or _placed(path, meta) or "note"


def _spoken(path: NotePath, meta: Frontmatter, text: str) -> Kind | None:
    recorder = is_recorder(meta.text("title") or "") or is_recorder(stem_of(path))
    # A meeting has a length as well, and says that it is one.
    long = not meta.text("type") and not _LENGTHS.isdisjoint(meta.values)
    if (recorder or long) and not read_talk(text).speakers:
        return "voice"
    if is_transcript(text) or "source_type" in meta.values or recorder or has_long_line(text):
        return "transcript"
    return None


def _placed(path: NotePath, meta: Frontmatter) -> Kind | None:
    """What the folder is for; a note with a type of its own is what it says."""
    if meta.text("type"):
        return None
    folders = (_FOLDERS.get(folded(one)) for one in reversed(folder_of(path).split("/")))
    return next(filter(None, folders), None)


def is_recorder(title: str) -> bool:
    """Whether a title is what a recorder calls everything: `New Recording 14`."""
    return len(title) < HEAD and _RECORDER.fullmatch(_without_day(folded(title[:200]))) is not None


_DAY = re.compile(r"[0-9]{4} [0-9]{1,2} [0-9]{1,2}(?: [0-9]{2,6})*+ ")


def _without_day(plain: str) -> str:
    match = _DAY.match(plain)
    return plain[match.end() :] if match else plain


def is_note_name(path: NotePath) -> bool:
    """Whether a file is called as notes are."""
    return path[-3:].lower() == ".md"


def is_binary(head: bytes) -> bool:
    """Whether these are no bytes of a text."""
    start = head[:_LOOKED_AT]
    if b"\0" in start:
        return True
    try:
        start.decode()
    except UnicodeDecodeError:
        # A character that is cut in two at the end is no sign of anything.
        strange = len(start) - len(start.decode(errors="ignore").encode())
        return strange * 5 > len(start) and strange > 3  # noqa: PLR2004 - see above
    return False


def with_line_feeds(data: bytes) -> bytes:
    """The bytes with every line ending in LF, to be read only: mail exports separate lines by a bare CR."""
    if b"\r" not in data:
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
