"""A source taken apart: every dialect's sentences, in the file's own bytes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.evidence.original import Original, original
from core.path import NotePath
from core.text import decode

TALK = NotePath("Sources/Transcripts/2026-01-02 - Talk.md")
MAIL = NotePath("Sources/Email/2026-01-02_mail.md")
HEAD = "---\ntype: transcript\ndate: '2026-01-02'\n---\n\n"
BODY = "I will send the plan by Friday. Thanks!"


def told(source: Original) -> list[tuple[str, str, str]]:
    return [(one.who, one.when, source.shown(one)) for one in source.sentences if one.spoken]


@pytest.mark.parametrize(
    ("lines", "when"),
    [
        (f"[00:12] Ana Ruiz: {BODY}", "00:12"),
        (f"**Ana Ruiz** (00:12): {BODY}", "00:12"),
        (f"00:12 Ana Ruiz: {BODY}", "00:12"),
        (f"Ana Ruiz  0:12\n{BODY}", "0:12"),
        (f"WEBVTT\n\n1\n00:00:12.000 --> 00:00:15.000\n<v Ana Ruiz>{BODY}</v>", "00:00:12"),
        (f"Ana Ruiz: {BODY}\nBo Lin: Fine with me.\nAna Ruiz: Then it is done.\nBo Lin: Yes it is.", ""),
    ],
)  # fmt: skip
def test_each_dialect_says_who_and_when(lines: str, when: str) -> None:
    source = original(TALK, f"{HEAD}## Transcript\n\n{lines}\n".encode())
    assert told(source)[0] == ("Ana Ruiz", when, "I will send the plan by Friday.")


def test_a_line_of_many_sentences_is_taken_apart_at_each_name() -> None:
    text = f"[00:01] Ana Ruiz: {BODY} [00:09] Bo Lin: Not before the 9th, e.g. on Monday. Right?"
    source = original(TALK, f"{HEAD}{text}".encode())
    assert told(source) == [
        ("Ana Ruiz", "00:01", "I will send the plan by Friday."),
        ("Ana Ruiz", "00:01", "Thanks!"),
        ("Bo Lin", "00:09", "Not before the 9th, e.g. on Monday."),
        ("Bo Lin", "00:09", "Right?"),
    ]


def test_a_recorders_summary_is_not_what_was_said() -> None:
    data = f"{HEAD}# Talk\n\n## Summary\n\nAna sends it.\n\n## Transcript\n\n```text\n[00:01] Ana Ruiz: {BODY}\n```\n"
    source = original(TALK, data.encode())
    assert [(one.spoken, source.shown(one)) for one in source.sentences][:2] == [
        (False, "Ana sends it."),
        (True, "I will send the plan by Friday."),
    ]


EXPORT = (
    "# Plan\r\r- Exported: 2026-01-03 06:00:00\r- Messages: 2\r---\r\r"
    "## 2026-01-02 09:01:00 — Ana Ruiz <ana@harbor.example>\r**Subject:** Plan\r\r"
    "> Hello Bo,\r> \r> could you send the crew list for the né weir before the\r> lorry comes? We wait.\r\r"
    "## 2026-01-03 10:00:00 — Bo Lin <bo@harbor.example>\r**Subject:** Re: Plan\r\r> I will.\r"
)


def test_mail_with_bare_carriage_returns_is_read_in_its_own_bytes() -> None:
    source = original(MAIL, EXPORT.encode())
    asked = next(one for one in source.sentences if "crew list" in source.shown(one))
    assert (asked.who, asked.when) == ("Ana Ruiz", "2026-01-02")
    assert (
        source.shown(asked)
        == "could you send the crew list for the né weir before the lorry comes?"
    )
    span = source.span(asked.start, asked.end)
    assert decode(span.of(EXPORT.encode())) == (
        "could you send the crew list for the né weir before the\r> lorry comes?"
    )
    assert told(source)[-1] == ("Bo Lin", "2026-01-03", "I will.")


@given(st.text(st.sampled_from("aB .!?\r\n>-#*[]:0é\ud800`|\t<v"), max_size=120), st.booleans())
@settings(max_examples=150)
def test_sentences_follow_each_other_in_the_files_bytes(text: str, mail: bool) -> None:
    data = (HEAD * (not mail) + text).encode("utf-8", "surrogatepass")
    source = original(MAIL if mail else TALK, data)
    at = 0
    for one in source.sentences:
        assert at <= one.start < one.end
        at = one.end
        raw = source.span(one.start, one.end).of(data)
        assert (
            decode(raw)
            .replace("\r\n", " \n")
            .replace("\r", "\n")
            .startswith(source.text[one.start : one.end - 1])
        )


def test_a_recording_on_one_line_without_full_stops_is_cut_where_words_end() -> None:
    source = original(TALK, f"{HEAD}{'and then we go on ' * 2600}".encode())
    shown = [source.shown(one) for one in source.sentences]
    assert max(map(len, shown)) <= 420
    assert "".join(shown).replace(" ", "") == "andthenwegoon" * 2600
