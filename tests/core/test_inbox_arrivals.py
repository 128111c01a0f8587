"""What a file that arrived says of itself."""

import time
from typing import Any

import pytest
from arriving import EXPORT, PLAIN_TALK, TALK
from hypothesis import given
from hypothesis import strategies as st
from strategies import notes

from core.inbox.arrivals import arrival_of, attachment_arrival
from core.inbox.days import day_of, day_of_name, undated
from core.inbox.items import Arrival, Person
from core.inbox.mail import thread_name
from core.inbox.people import each_once, people_in, person_of
from core.inbox.transcripts import minutes_of
from core.path import NotePath

ANA = Person("Ana Ruiz", "ana@harbor.example")
THREAD = (
    "# Sizing\r\r- Exported: 2026-01-05 06:00:00\r- Messages: 3\r---\r\r"
    "## 2026-01-02 17:31:00 — Ana Ruiz <Ana@Harbor.example>\r**Subject:** Sizing\r"
    "**To:** Lin, Bo <bo@harbor.example>, cem@harbor.example; \r\r> Hello\r\r"
    "## 2026-01-03 09:00:00 — Bo Lin <bo@harbor.example>\r**Subject:** Re: Sizing\r\r> From: nobody\r\r"
    "## 2026-01-03 10:00:00 — Ana Ruiz <ana@harbor.example>\r**Subject:** Re: Sizing\r\r> Bye [[Pilot]]\r"
)


def read(text: str | bytes, path: str = "Inbox/a.md") -> Arrival:
    data = text if isinstance(text, bytes) else text.encode()
    return arrival_of(NotePath(path), data)


def test_a_mail_thread_says_who_wrote_and_who_got_it() -> None:
    assert read(THREAD) == Arrival(
        "email",
        "Sizing",
        "2026-01-03",
        "sizing",
        (ANA, Person("Bo Lin", "bo@harbor.example")),
        (Person("", "cem@harbor.example"),),
        ("Pilot",),
        messages=3,
    )


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_mail_says_the_same_however_its_lines_end(ending: str) -> None:
    assert read(THREAD.replace("\r", ending)) == read(THREAD)


def test_mails_of_one_thread_say_so() -> None:
    reply = EXPORT.replace("# Sizing", "# AW: RE: [EXTERNAL] Re[2]: sizing")
    assert read(EXPORT).thread == read(reply).thread == "sizing for the pilot"
    assert thread_name("(no subject)") == thread_name("Re: ") == ""


def test_a_half_written_mail_says_what_it_can() -> None:
    whole = THREAD.encode()
    for end in range(0, len(whole), 7):
        cut = read(whole[:end], "Inbox/Email/2026-01-02_173100_0001_sizing.md")
        assert cut.kind == "email"
        assert cut.title in {"sizing", "S", "Siz", "Sizi", "Sizin", "Sizing"}


def test_a_transcript_says_who_spoke_and_who_else_was_there() -> None:
    text = (
        "---\ntype: transcript\ntitle: Weekly\ndate: '2026-01-02'\nparticipants:\n- Cem Aydin (Harbor)\n- Bo\n"
        "entities:\n  people:\n  - '[[Dee Dal]]'\n  accounts:\n  - '[[Harbor]]'\n---\n\n"
        f"# Weekly\n\n## Transcript\n\n```text\n{TALK}[01:02:03] Speaker 1: Bye.\n```\n"
    )
    found = read(text)
    assert found.title, found.date == ("Weekly", "2026-01-02")
    assert found.senders == (Person("Ana Ruiz"), Person("Bo"))
    assert found.people == (Person("Cem Aydin (Harbor)"), Person("Dee Dal"))
    assert found.links == ("Dee Dal", "Harbor")
    assert found.minutes == 63


DIALECTS = {
    "[00:12] Ana Ruiz: Hi.\n[62:12] Bo Lin: Hi.\n": 63,
    "(0:12) **Ana Ruiz**: Hi.\n(01:02:12) **Bo Lin**: Hi.\n": 63,
    "**Ana Ruiz** [00:12]: Hi.\n**Bo Lin** [00:59]: Hi.\n": 1,
    "00:12 Ana Ruiz: Hi.\n00:01:59 - Bo Lin: Hi.\n": 2,
    "Ana Ruiz  0:12\nHi.\n\nBo Lin  1:00\nHi.\n": 1,
    "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ana Ruiz>Hi</v>\n\n00:00:04.000 --> 00:01:04.500\n<v Bo Lin>Hi</v>\n": 2,
    f"## Transcript\n\nChapter: one\n{PLAIN_TALK}": 0,
    f"## Transcript\n\n{PLAIN_TALK.replace('Ana Ruiz:', '**Ana Ruiz:**').replace('Bo Lin:', '**Bo Lin:**')}": 0,
    "## Transcript\n\n" + "[00:12] Ana Ruiz: so it is, and more so [01:00] Bo Lin: no. " * 400: 1,
}


@pytest.mark.parametrize("text", DIALECTS, ids=range(len(DIALECTS)))
def test_speakers_are_found_in_every_dialect(text: str) -> None:
    found = read(text, "Inbox/Transcripts/a.md")
    assert found.kind == "transcript"
    assert found.senders == (Person("Ana Ruiz"), Person("Bo Lin"))
    assert found.minutes == DIALECTS[text]


def test_a_voice_note_has_a_length() -> None:
    said = "---\ntype: voice-note\ndate: '2026-01-05'\nduration: '48:00'\n---\n\nRight.\n"
    found = read(said, "Inbox/New Recording 14.md")
    assert (found.kind, found.title, found.minutes) == ("voice", "New Recording 14", 48)


@pytest.mark.parametrize(
    ("length", "minutes"),
    [("00:48", 1), ("1:02:03", 63), ("48 min", 48), ("PT1H2M3S", 63), ("48", 48), ("2880", 48), ("", 0), ("?", 0)],
)  # fmt: skip
def test_lengths(length: str, minutes: int) -> None:
    assert minutes_of(length) == minutes


def test_a_draft_says_whom_it_answers_and_to_what() -> None:
    text = (
        "---\ntype: draft-reply\nstatus: pending\ncreated: '2026-01-05T07:41:12.000918'\nto: Ana Ruiz <ana@harbor.example>\n"
        "subject: 'Re: Sizing'\nsource_file: Inbox/Email/a.md\n---\n# Draft Reply to Ana Ruiz\n"
    )
    assert read(text) == Arrival(
        "draft", "Re: Sizing", "2026-01-05", "sizing", (ANA,), source="Inbox/Email/a.md"
    )


def test_a_note_says_what_it_says() -> None:
    text = (
        "---\ntype: people\nsource_ref: /Users/x/Notes/Sources/a.md\nparticipants: [Ana Ruiz, TBD]\n---\n"
        "# Sync: part 2\n\n**Date**: 2 January 2026\n**With**: Ana Ruiz, Bo Lin\n\n*Source: [[a]]*\n"
    )
    found = read(text, "Work/People/Ana Ruiz/b.md")
    assert found == Arrival(
        "note", "Sync: part 2", "2026-01-02", people=(Person("Ana Ruiz"), Person("Bo Lin")),
        links=("a",), source="/Users/x/Notes/Sources/a.md",
    )  # fmt: skip


TITLES = {
    ("", "Inbox/2026-01-05 - Sync.md"): ("Sync", "2026-01-05"),
    ("", "Inbox/2026-01-05 1742 - Voice note.md"): ("Voice note", "2026-01-05"),
    ("", "Inbox/2026-01-05_174200_0001_re-sizing.md"): ("re-sizing", "2026-01-05"),
    ("", "Inbox/2026-01-05.md"): ("2026-01-05", "2026-01-05"),
    ("", "Inbox/20260105 sync.md"): ("20260105 sync", "2026-01-05"),
    ("", "Inbox/2026-02-31 - Sync.md"): ("2026-02-31 - Sync", None),
    ("", "Inbox/.md"): (".md", None),
    ("", "Inbox/ .md"): ("Inbox/ .md", None),
    ("---\ntitle: '  '\n---\n# \n## \n### So it is #\n", "Inbox/a.md"): ("So it is", None),
    ("```\n# No\n```\n", "Inbox/a.md"): ("a", None),
    ("---\ntitle: a\n  b\n---\n", "Inbox/x.md"): ("a b", None),
    ("---\ncreated: { { DATE } }\n---\n# Sync\n", "Inbox/x.md"): ("Sync", None),
    ("---\ndate: 2026-01-05 09:00\n---\n", "Inbox/2026-01-04 - x.md"): ("x", "2026-01-05"),
    ("---\ndate: soon\n---\n", "Inbox/2026-01-04 - x.md"): ("x", "2026-01-04"),
}


@pytest.mark.parametrize(("text", "path"), TITLES)
def test_title_and_day(text: str, path: str) -> None:
    found = read(text, path)
    assert (found.title, found.date) == TITLES[text, path]


def test_a_title_is_one_line_of_a_length_that_can_be_shown() -> None:
    assert read("# " + "x " * 400).title == ("x " * 250).strip()
    assert read("# " + "y" * 300).title == "y" * 300


def test_an_attachment_says_its_name() -> None:
    assert attachment_arrival(NotePath("Inbox/harbor-bom.xlsx")) == Arrival(
        "attachment", "harbor-bom.xlsx"
    )
    assert read(b"%PDF", "Inbox/2026-01-02 plan.pdf").date == "2026-01-02"
    assert read(b"\x00\x01", "Inbox/2026-01-02 junk.md").title == "junk.md"


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Ana Ruiz <Ana@Harbor.example>", ANA),
        ('"Ruiz, Ana" <ana@harbor.example>', Person("Ruiz, Ana", "ana@harbor.example")),
        ("ana@harbor.example (Ana Ruiz)", ANA),
        ("<ana@harbor.example>", Person("", "ana@harbor.example")),
        ("[Ana Ruiz](mailto:ana@harbor.example)", ANA),
        ("ana@harbor.example <ana@harbor.example>", Person("", "ana@harbor.example")),
        ("[[Ana Ruiz|Ana]]", Person("Ana Ruiz")),
        ("Ana (last name unknown)", Person("Ana (last name unknown)")),
        ("Speaker 1", None),
        ("Unknown <ana@harbor.example>", Person("", "ana@harbor.example")),
        ("  ", None),
        ("x" * 1000, None),
    ],
)
def test_people(text: str, person: Person | None) -> None:
    assert person_of(text) == person


def test_somebody_is_named_once_with_the_address_given_anywhere() -> None:
    assert each_once([Person("Ana Ruiz"), Person("Bo"), ANA, Person("ana  ruiz")]) == (
        ANA,
        Person("Bo"),
    )


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Lin, Bo <bo@x.example>, Cem <cem@x.example>", ["Lin, Bo", "Cem"]),
        ("Lin, Bo; Ruiz, Ana", ["Lin, Bo", "Ruiz, Ana"]),
        ("Lin, Bo <bo@x.example>; Cem, Dee", ["Lin, Bo", "Cem, Dee"]),
        ("Bo, Cem", ["Bo", "Cem"]),
        ("", []),
    ],
)
def test_the_people_in_a_line(line: str, names: list[str]) -> None:
    assert [one.name for one in people_in(line)] == names


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-05", "2026-01-05"), ("Mon, 5 Jan 2026 09:12:00 +0100", "2026-01-05"), ("Jan 5, 2026", "2026-01-05"),
        ("5. January 2026", "2026-01-05"), ("2026/1/5", "2026-01-05"), ("2026-13-05", None), ("tomorrow", None),
        ("5 Foo 2026", None),
    ],
)  # fmt: skip
def test_days(text: str, day: str | None) -> None:
    assert day_of(text) == day


@given(st.text(max_size=60))
def test_days_of_any_text(text: str) -> None:
    assert day_of(text) is None or len(day_of(text) or "") == 10
    assert undated(text) or not text.strip()
    day_of_name(text)


KINDS_OF_TEXT = st.sampled_from(
    [EXPORT, THREAD, TALK, PLAIN_TALK, "---\ntype: draft-reply\n", "## Transcript\n", "**To:** a, b <c@d.e>\n",
     "duration: 1h\n", "WEBVTT\n", "00:00:01.000 --> 00:00:04.000\n", "[[a|b]]", "# \n", "**Date**: \n", "\r", "\n"]
)  # fmt: skip


@given(
    st.one_of(notes(), st.lists(KINDS_OF_TEXT, max_size=8).map("".join).map(str.encode)),
    st.sampled_from(["Inbox/a.md", "Inbox/Email/2026-01-05_090000_0001_x.md", "Inbox/_drafts/.md", "x.pdf", "Inbox/Transcripts/New Recording.md"]),
)  # fmt: skip
def test_whatever_a_file_holds_it_has_a_title_and_a_real_day(data: bytes, path: str) -> None:
    found = arrival_of(NotePath(path), data)
    assert found.title
    assert found.date is None or day_of(found.date) == found.date
    assert all(one.name or one.address for one in (*found.senders, *found.people))
    assert found.minutes >= 0
    assert found.messages >= (found.kind == "email")


BAD: dict[str, Any] = {
    "one line": "so it is, " * 40_000,
    "names and colons": "Ana: a\n" * 60_000,
    "stamps": "[00:12] Ana: a " * 30_000,
    "messages": "## 2026-01-02 17:31:00 — Ana <a@b.c>\r" * 12_000,
    "recipients": "# x\r\r- Exported: 1\r- Messages: 1\r**To:** " + "a <a@b.c>, " * 40_000,
    "links": "[[" * 200_000,
    "headings": "# \n" * 130_000,
    "capitals": "A" * 400_000,
    "blanks": " " * 400_000,
    "prefixes": "# " + "Re: " * 100_000,
}


@pytest.mark.parametrize("name", BAD)
def test_the_worst_files_are_read_in_no_time(name: str) -> None:
    data = BAD[name].encode()
    begun = time.process_time()
    read(data, "Inbox/Transcripts/a.md")
    read(data, "Inbox/Email/a.md")
    assert time.process_time() - begun < 2
