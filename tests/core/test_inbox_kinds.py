"""What a file that arrived is: by what it says first, by its name and folder last."""

import pytest
from arriving import EXPORT, PLAIN_TALK, TALK
from hypothesis import given
from hypothesis import strategies as st
from strategies import notes

from core.inbox.kinds import kind_of
from core.path import NotePath

CASES = {
    "a mail export with bare CR": ("Inbox/a.md", EXPORT, "email"),
    "the same with LF": ("Inbox/a.md", EXPORT.replace("\r", "\n"), "email"),
    "the same with CRLF": ("Inbox/a.md", EXPORT.replace("\r", "\r\n"), "email"),
    "a mail export among the transcripts": ("Inbox/Transcripts/a.md", EXPORT, "email"),
    "a mail with plain headers": (
        "Inbox/a.md", "From: Ana <ana@x.example>\nTo: me\nSubject: Hello\n\nHi\n", "email",
    ),
    "a mail that begins with a message": (
        "Inbox/a.md", "## 2026-01-02 17:31 - Ana <ana@x.example>\n\nHi\n", "email",
    ),
    "a type for mail": ("Inbox/a.md", "---\ntype: email\n---\nHi\n", "email"),
    "a transcript by its type": ("Inbox/a.md", "---\ntype: transcript\n---\nHi\n", "transcript"),
    "by its heading": ("Inbox/a.md", "# Call\n\n## Transcript\n\nHi\n", "transcript"),
    "by its stamps": ("Inbox/a.md", f"# Call\n\n{TALK}", "transcript"),
    "by its stamps in a fence": ("Inbox/a.md", f"# Call\n\n```text\n{TALK}```\n", "transcript"),
    "by stamps behind names": (
        "Inbox/a.md", "**Ana Ruiz** (00:01): Hi\n**Bo** (00:04): Hi\n**Ana Ruiz** (00:09): So.\n", "transcript",
    ),
    "by stamps on lines of their own": (
        "Inbox/a.md", "Ana Ruiz  0:01\nHi\n\nBo Lin  0:04\nHi\n\nAna Ruiz  0:09\nSo.\n", "transcript",
    ),
    "by names and colons": ("Inbox/a.md", PLAIN_TALK, "transcript"),
    "WebVTT": ("Inbox/a.md", "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ana>Hi</v>\n", "transcript"),
    "cues without the word": (
        "Inbox/a.md", "00:00:01.000 --> 00:00:04.000\nHi\n\n00:00:04,500 --> 00:00:09,000\nSo\n", "transcript",
    ),
    "one line that nobody types": ("Inbox/a.md", "so it is, " * 4_700, "transcript"),
    "a recording of somebody who talks": ("Inbox/New Recording 14.md", TALK, "transcript"),
    "a recording of speakers without names": (
        "Inbox/a.md", "[00:01] Speaker 1: Hi\n[00:04] Speaker 2: Hi\n[00:09] Speaker 1: So.\n", "transcript",
    ),
    "a recorder without capitals": (
        "Inbox/a.md", "[00:01] ana ruiz: hi\n[00:04] bo: hi\n[00:09] ana ruiz: so\n", "transcript",
    ),
    "an agenda": ("Inbox/a.md", "# Day\n\n09:00 Welcome\n09:15 Budget\n10:30 Break\n10:45 Plans: Ana\n", "note"),
    "an agenda with times behind": ("Inbox/a.md", "Welcome (9:00)\nBudget (9:15)\nBreak (10:30)\n", "note"),
    "a meeting with a length": ("Inbox/a.md", "---\ntype: meeting\nduration_min: 30\n---\n# Sync\n", "note"),
    "subtitles": (
        "Inbox/a.md", "1\n00:00:01,000 --> 00:00:04,000\nHi\n\n2\n00:00:04,500 --> 00:00:09,000\nSo\n", "transcript",
    ),
    "a voice note by its type": ("Inbox/a.md", "---\ntype: voice-note\n---\nHi\n", "voice"),
    "by its length": ("Inbox/a.md", "---\nduration: '00:48'\n---\nHi\n", "voice"),
    "by what recorders call everything": ("Inbox/New Recording 14.md", "so it is", "voice"),
    "with a day in front": ("Inbox/2026-01-05 1742 - Voice note.md", "so it is", "voice"),
    "by its title": ("Inbox/a.md", "---\ntitle: Voice Memo 3\n---\nso it is\n", "voice"),
    "a draft by its type": ("Inbox/a.md", "---\ntype: draft-reply\n---\n", "draft"),
    "a draft by its heading": ("Inbox/a.md", "# Draft Reply to Ana\n\n## Key Points\n", "draft"),
    "a draft by its folder": ("Inbox/_drafts/replies/a.md", "Hello Ana,\n", "draft"),
    "mail by its folder": ("Inbox/Email/a.md", "", "email"),
    "a note with a type in such a folder": ("Inbox/Email/a.md", "---\ntype: people\n---\n", "note"),
    "a meeting note": (
        "Inbox/a.md", "# Sync\n\n**Date**: 2026-01-02\n**With**: Ana, Bo\n\n## Summary\n\nWe spoke.\n", "note",
    ),
    "an empty file": ("Inbox/a.md", "", "note"),
    "a list with colons": ("Inbox/a.md", "Summary: one\nOwner: two\nRisk: three\nDue: four\n" * 4, "note"),
    "a picture": ("Inbox/a.png", "# Draft Reply", "attachment"),
    "an upper-case ending": ("Inbox/A.MD", "# Draft Reply", "draft"),
    "junk that is called a note": ("Inbox/a.md", "\x00\x01\x02", "attachment"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_file_is(name: str) -> None:
    path, text, kind = CASES[name]
    assert kind_of(NotePath(path), text.encode()) == kind


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_changes_nothing(mark: bytes) -> None:
    assert kind_of(NotePath("a.md"), mark + b"---\ntype: transcript\n---\n") == "transcript"


def test_bytes_that_are_no_utf8_are_read_all_the_same() -> None:
    text = "# Grüße\n\n- Exported: 2026-01-02\n- Messages: 2\n".encode("latin-1")
    assert kind_of(NotePath("a.md"), text) == "email"
    assert kind_of(NotePath("a.md"), bytes(range(128, 256)) * 8) == "attachment"


@given(notes(), st.sampled_from(["a.md", "Inbox/Email/a.md", "x.pdf", ".md", ""]))
def test_every_file_is_something(data: bytes, path: str) -> None:
    assert kind_of(NotePath(path), data) in {"transcript", "email", "voice", "draft", "attachment", "note"}  # fmt: skip
