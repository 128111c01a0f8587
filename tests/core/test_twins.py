"""What an item may be a copy of, and what differs."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sessions import Place

from core.inbox.difference import difference
from core.inbox.items import Twin
from core.session import Session

WORDS = [
    "The",
    "pump",
    "at",
    "the",
    "upper",
    "lock",
    "ran",
    "all",
    "night",
    "and",
    "nobody",
    "knows",
    "who",
    "left",
    "it",
    "on",
    "after",
    "the",
    "test",
    "of",
    "the",
    "spare",
    "one",
]
TALK = [f"[00:{at:02}] {'Ana Ruiz' if at % 2 else 'Bo Lin'}: {word} {' '.join(WORDS[at:])} {at}." for at, word in enumerate(WORDS)]  # fmt: skip


def mail(messages: int, subject: str = "Pumps", exported: str = "08") -> bytes:
    parts = [
        f"# {subject}\r\r- Exported: 2026-01-05 {exported}:00:00\r- Messages: {messages}\r---\r\r"
    ]
    parts += [f"## 2026-01-0{at + 1} 09:00:00 — Ana Ruiz <ana@fen.example>\r**Subject:** {subject}\r\r> Mail number {at}.\r\r" for at in range(messages)]  # fmt: skip
    return "".join(parts).encode()


def talk(lines: list[str], title: str = "Pumps") -> bytes:
    body = "\n".join(lines)
    return f"---\ntype: transcript\ntitle: {title}\ndate: 2026-01-05\n---\n## Transcript\n\n{body}\n".encode()


def note(title: str, source: str, tasks: int) -> bytes:
    lines = "".join(f"- [?] Do thing {at} #task #proposed\n" for at in range(tasks))
    return f"---\ntitle: {title}\ndate: 2026-01-05\nsource_ref: /x/Notes/Sources/{source}.md\n---\n{lines}".encode()


@pytest.fixture
def of(tmp_path: Path) -> Iterator["Twinned"]:
    found = Twinned(tmp_path)
    yield found
    found.close()


class Twinned:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._session: Session | None = None

    def close(self) -> None:
        if self._session is not None:
            self._session.close()

    def __call__(self, item: str, files: dict[str, bytes]) -> list[tuple[str, str, int, bool]]:
        session = self._session = Place(self._folder, files).session()
        row = session.inbox.find(item)
        assert row is not None
        return [self._short(twin) for twin in session.inbox.twins(row)]

    def _short(self, twin: Twin) -> tuple[str, str, int, bool]:
        return twin.path, twin.why, twin.score, twin.keep


FIRST, SECOND = "Inbox/Email/2026-01-05_080000_0001_pumps.md", "Inbox/Email/2026-01-05_090000_0002_pumps.md"  # fmt: skip
OLD = "Sources/Email/2026/2026-01-05_080000_0001_pumps.md"
FAR = "Inbox/_archive/2026-01-02/whatever.md"


def test_of_the_same_bytes_in_the_inbox_one_is_to_stay(of: Twinned) -> None:
    files = {FIRST: mail(2), SECOND: mail(2)}
    assert of(FIRST, files) == [(SECOND, "the same bytes", 100, False)]


def test_and_it_is_the_other_one_for_the_other(of: Twinned) -> None:
    files = {FIRST: mail(2), SECOND: mail(2)}
    assert of(SECOND, files) == [(FIRST, "the same bytes", 100, True)]


def test_what_was_filed_already_stays_whatever_it_is_called(of: Twinned) -> None:
    assert of(FIRST, {FIRST: mail(1), FAR: mail(1)}) == [(FAR, "the same bytes", 100, True)]


def test_a_later_export_of_a_thread_is_the_better_one(of: Twinned) -> None:
    files = {FIRST: mail(2), SECOND: mail(3, exported="09")}
    assert of(FIRST, files) == [(SECOND, "the same thread, all of its 2 messages", 99, True)]


def test_and_knows_which_of_its_messages_the_other_has(of: Twinned) -> None:
    files = {FIRST: mail(2), SECOND: mail(3, exported="09")}
    assert of(SECOND, files) == [(FIRST, "the same thread, 2 of its 3 messages", 86, False)]


def test_a_thread_that_was_filed_is_found_by_its_name(of: Twinned) -> None:
    files = {SECOND: mail(2, "Pumps of the upper lock", "09"), OLD.replace("pumps", "pumps-of-the-upper-lock"): mail(1, "Pumps of the upper lock")}  # fmt: skip
    [(path, why, _, keep)] = of(SECOND, files)
    assert (path, why, keep) == (OLD.replace("pumps", "pumps-of-the-upper-lock"), "the same thread, 1 of its 2 messages", False)  # fmt: skip


def test_a_thread_that_was_filed_with_somebody_is_found(of: Twinned) -> None:
    there = "Work/People/Ana Ruiz/2026-01-05 - Pumps of the upper lock.md"
    head = b"---\ntype: people\ntitle: Pumps of the upper lock\nsource: email\n---\n"
    files = {SECOND: mail(2, "Pumps of the upper lock", "09"), there: head + mail(2, "Pumps of the upper lock")}  # fmt: skip
    assert of(SECOND, files) == [(there, "the same thread, all of its 2 messages", 99, True)]


def test_a_second_recording_of_a_talk_has_nearly_the_same_words(of: Twinned) -> None:
    one, other = "Inbox/Transcripts/Pumps.md", "Inbox/Transcripts/New Recording 7.md"
    again = [line.replace("00:", "01:") for at, line in enumerate(TALK) if at % 9]
    [(path, why, score, keep)] = of(other, {one: talk(TALK), other: talk(again, "New Recording")})
    assert (path, keep) == (one, True)
    assert 80 <= score < 100
    assert why == f"{score} % the same words"


def test_another_talk_of_the_day_is_no_twin(of: Twinned) -> None:
    one, other = "Inbox/Transcripts/Pumps.md", "Inbox/Transcripts/Eels.md"
    eels = [f"[00:{at:02}] Cy Moss: eels {at} swim upstream in {at} nights of rain." for at in range(20)]  # fmt: skip
    assert of(other, {one: talk(TALK), other: talk(eels, "Eels")}) == []


def test_attachments_are_compared_by_size_and_name_and_never_read(of: Twinned) -> None:
    big = "Inbox/plan of the lock.pdf"
    files = {big: b"x" * 999, "Inbox/plan of the lock 1.pdf": b"y" * 999, "Inbox/eel.pdf": b"x" * 999, "Inbox/plan of the lock.png": b"x" * 999}  # fmt: skip
    [(path, why, score, keep)] = of(big, files)
    assert (path, why, keep) == ("Inbox/plan of the lock 1.pdf", "the same size, nearly the same name", False)  # fmt: skip
    assert score < 90


PUMPS, ANA = "Work/Projects/Pumps", "Work/People/Ana Ruiz"
NOTES = {
    f"{PUMPS}/README.md": b"# Pumps\n",
    f"{ANA}/README.md": b"# Ana Ruiz\n",
    f"{PUMPS}/2026-01-05 - a.md": note("Pumps, all of them", "t", 1),
    f"{ANA}/2026-01-05 - b.md": note("What Ana said", "t", 3),
}


def test_notes_of_one_source_are_twins_and_the_one_with_more_to_decide_stays(of: Twinned) -> None:
    assert of(f"{PUMPS}/2026-01-05 - a.md", NOTES) == [(f"{ANA}/2026-01-05 - b.md", "made from the same source", 100, True)]  # fmt: skip


def test_notes_of_one_day_are_twins_by_their_titles_but_not_where_a_number_differs(
    of: Twinned,
) -> None:
    files = {
        **NOTES,
        f"{ANA}/2026-01-05 - c.md": note("Pumps, all of them, and the lock", "u", 1),
        f"{ANA}/2026-01-05 - d.md": note("Pumps, all of them 2", "v", 1),
    }
    found = of(f"{PUMPS}/2026-01-05 - a.md", files)
    assert [(path, why) for path, why, *_ in found[1:]] == [(f"{ANA}/2026-01-05 - c.md", "the same day, titles 100 % alike")]  # fmt: skip


def test_what_is_gone_meanwhile_is_no_twin(tmp_path: Path) -> None:
    place = Place(tmp_path, {FIRST: mail(2), SECOND: mail(3)})
    session = place.session()
    row = session.inbox.find(FIRST)
    assert row is not None
    (place.root / SECOND).unlink()
    assert session.inbox.twins(row) == ()
    session.close()


def test_what_differs_is_shown_line_by_line() -> None:
    assert difference(b"a\rb\rc\r", b"a\nb\nc\n") == ""
    assert difference(b"one\ntwo\n", b"one\nthree\n") == "@@ -1,3 +1,3 @@\n one\n-two\n+three\n "
    assert difference(b"same", b"same") == ""


def test_of_a_long_line_only_the_sentences_that_differ_are_shown() -> None:
    sentences = [f"Sentence number {at} is here." for at in range(40)]
    other = [*sentences[:20], "This one is new.", *sentences[20:]]
    shown = difference(" ".join(sentences).encode(), " ".join(other).encode()).split("\n")
    assert [line for line in shown if line[:1] in "+-"] == ["+This one is new."]


@given(st.binary(max_size=400), st.binary(max_size=400))
def test_any_two_files_can_be_compared(a: bytes, b: bytes) -> None:
    shown = difference(a, b)
    assert difference(a, a) == ""
    assert all(line[:1] in {"@", "+", "-", " ", "…", ""} for line in shown.split("\n"))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (b"a\n" * 300_000, b"b\n" * 300_000),
        (b"".join(b"%d\n" % at for at in range(90_000)), b"".join(b"%d\n" % at for at in range(89_999, 0, -1))),
        (b"x" * 2_000_000, b"y" * 2_000_000),
        (b"a. " * 300_000, b"b. " * 300_000),
        (b"a\nb\n" * 300, b"b\na\n" * 300),
    ],
    ids=["equal lines", "turned round", "one line", "sentences", "in turn"],
)  # fmt: skip
def test_it_does_not_take_long_whatever_they_are(a: bytes, b: bytes) -> None:
    start = time.perf_counter()
    shown = difference(a, b)
    assert time.perf_counter() - start < 2
    assert shown.count("\n") <= 2_001
