"""What speaks for a proposal in a vault: who said it, what the note says beside, and what is missing."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions import Meddled, Place, the

from core.actions.intents import Accept
from core.demo import DEFAULT_TODAY, write_demo
from core.demo.backing import backing
from core.errors import Unreadable
from core.evidence.beside import Beside
from core.evidence.gathering import Gathering
from core.evidence.hearing import Asked, Hearing
from core.evidence.kept import Weighed, packed, unpacked
from core.evidence.original import original
from core.evidence.support import FLAGS, WEAK, Evidence, Gist
from core.evidence.weighing import Ground, weighed
from core.index.rows import TaskId, TaskRow
from core.note import parse_note
from core.path import NotePath
from core.session import Session
from core.statuses import TaskSettings

NOTE = "Work/People/Ana Ruiz/2026-01-02 - Weir.md"
SOURCE = "Sources/Transcripts/2026-01-02 - Weir.md"
TEXT = """\
---
title: The weir
date: '2026-01-02'
participants:
- Robin Tarn
- Ana Ruiz
- Bo (last name unknown)
source_ref: /Users/r/Notes/Sources/Transcripts/2026-01-02 - Weir.md
---
# The weir

## Action Items

- [?] Order 12 mounting brackets and have them sent to the weir. @Bo Lin 📅 2026-01-09 #task #proposed
- [?] Paint the ferry blue before the regatta. @Cy Dole 📅 2026-01-30 #task #proposed
- [?] Cancel the second boat for the flood exercise. @TBD #task #proposed

## Decisions

- The second boat for the flood exercise stays.
- Do not paint the ferry blue this year; grey is fine.

## Key Information

- Mounting brackets take six days from the workshop to the weir.
- The kettle is new.
"""
HEARD = """\
---
type: transcript
date: '2026-01-02'
---

## Transcript

```text
[00:03] Robin Tarn: Good morning, the kettle is on.
[00:09] Ana Ruiz: Somebody has to order the mounting brackets, twelve of them, we need them next Friday.
[00:31] Bo Lin: I can do that. They go straight to the weir then.
[00:50] Robin Tarn: The heron came back, and nobody knows why.
```
"""
BRACKETS, FERRY, BOAT = (
    "Order 12 mounting brackets and have them sent to the weir.",
    "Paint the ferry blue before the regatta.",
    "Cancel the second boat for the flood exercise.",
)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path, {NOTE: TEXT.encode(), SOURCE: HEARD.encode()})
    yield made
    made.remove()


def of(session: Session, text: str) -> Evidence:
    [row] = the(session, text)
    found = session.evidence.of(row.id)
    assert found is not None
    return found


def test_the_sentence_that_supports_a_proposal_is_found_with_who_said_it_and_where(place: Place) -> None:  # fmt: skip
    found = of(place.session(), BRACKETS)
    assert (found.word, found.flags, found.source) == ("strong", (), NotePath(SOURCE))
    said = found.sentences[0]
    assert (said.who, said.when, said.line, said.spoken) == ("Ana Ruiz", "00:09", 9, True)
    assert said.text.startswith("Somebody has to order the mounting brackets")
    data = HEARD.encode()
    assert said.span.of(data).decode() == said.text
    assert [one.of(data).decode() for one in said.lights] == ["order", "mounting", "brackets", "twelve"]  # fmt: skip
    assert found.dated is not None
    assert [one.of(data).decode() for one in found.dated.lights] == ["next Friday"]


def test_what_the_note_knows_about_the_same_stands_beside(place: Place) -> None:
    [line] = of(place.session(), BRACKETS).touching
    assert (line.kind, line.against) == ("fact", False)
    assert line.span.of(TEXT.encode()).decode() == line.text
    assert line.text == "Mounting brackets take six days from the workshop to the weir."


def test_what_nobody_said_is_flagged_with_its_date_its_owner_and_the_decision_against_it(place: Place) -> None:  # fmt: skip
    found = of(place.session(), FERRY)
    assert (found.word, found.sentences, found.dated) == ("none", (), None)
    assert found.flags == ("unsupported", "date", "owner", "contradicts")
    assert [line.text for line in found.touching if line.against] == [
        "Do not paint the ferry blue this year; grey is fine."
    ]


def test_taking_back_what_was_decided_contradicts_it_too(place: Place) -> None:
    found = of(place.session(), BOAT)
    assert "contradicts" in found.flags
    assert "owner" not in found.flags  # TBD is nobody


@pytest.mark.parametrize(
    ("decision", "against"),
    [
        ("Do not order any mounting brackets for the weir.", True),
        ("We will order the mounting brackets in spring.", False),
        ("Agreed to order mounting brackets instead of new rails.", False),
        ("No brackets on Fridays.", False),
        ("The rails are not painted.", False),
    ],
)
def test_a_decision_is_against_what_it_forbids(decision: str, against: bool) -> None:
    note = parse_note(NotePath("n.md"), f"# N\n\n## Decisions\n\n- {decision}\n".encode(), TaskSettings())  # fmt: skip
    found = Beside.of(note, ()).touching("Order 12 mounting brackets for the weir.")
    assert any(line.against for line in found) is against


def test_a_note_that_names_no_source_has_none_to_ask(place: Place) -> None:
    place.write("TASKS_INBOX.md", b"- [?] Buy tea #task #proposed\n")
    place.write("Lost.md", b"---\nsource_ref: /x/Notes/Sources/gone.md\n---\n- [?] Find it #task #proposed\n")  # fmt: skip
    session = place.session()
    assert of(session, "Buy tea").flags == ("no-source",)
    assert of(session, "Find it").flags == ("source-gone",)
    [tea] = the(session, "Buy tea")
    assert session.evidence.gist(tea.id) == Gist(None, ("no-source",))
    assert session.evidence.word(tea.id) is session.evidence.strength(tea.id) is None
    assert session.evidence.of(TaskId("nobody")) is None


def test_a_captured_task_is_as_well_founded_as_its_copy_in_a_note(place: Place) -> None:
    place.write("TASKS_INBOX.md", f"- [?] {BRACKETS} @Cy Dole 📅 2026-01-12 #task #proposed\n".encode())  # fmt: skip
    session = place.session()
    [captured] = [row for row in session.snapshot.tasks.values() if row.note.path == "TASKS_INBOX.md"]  # fmt: skip
    session.evidence.fill()
    assert session.evidence.word(captured.id) is None
    session.clusters.look()
    assert session.evidence.word(captured.id) == "strong"
    found = session.evidence.of(captured.id)
    assert found is not None
    assert (found.word, found.source, found.touching) == ("strong", SOURCE, ())
    assert found.flags == ("date", "owner")


def test_the_line_at_the_end_names_the_source_where_no_property_does(place: Place) -> None:
    place.write("Plain.md", b"- [?] Order mounting brackets #task #proposed\n\n*Source: [[2026-01-02 - Weir]]*\n")  # fmt: skip
    place.write("Work/_archive/2026-01-02 - Weir.md", b"a copy\n")
    assert of(place.session(), "Order mounting brackets").source == SOURCE


def test_whose_folder_it_is_and_who_speaks_took_part_and_first_names_are_enough(place: Place) -> None:  # fmt: skip
    for owner, there in (("Ana Ruiz", True), ("Ana", True), ("Bo Lin", True), ("Myself", True), ("Ana Ruis", True), ("Cy Dole", False), ("Lin Ruiz", False)):  # fmt: skip
        place.write(NOTE, TEXT.replace("@Cy Dole", f"@{owner}").encode())
        assert ("owner" not in of(place.session(), FERRY).flags) is there, owner


def test_all_proposals_are_weighed_once_and_again_where_something_changed(place: Place) -> None:
    session = place.session()
    assert session.evidence.strength(the(session, FERRY)[0].id) is None
    assert session.evidence.fill() == 3
    assert session.evidence.fill() == 0
    ferry, brackets = (session.evidence.word(row.id) for row in the(session, FERRY, BRACKETS))
    assert (ferry, brackets) == ("none", "strong")
    session.do(Accept(the(session, BRACKETS)))
    assert session.evidence.fill() == 2  # the others of that note, of which a line is another one
    place.write(SOURCE, HEARD.replace("The heron came back", "Paint the ferry blue before the regatta").encode())  # fmt: skip
    session.rescan()
    assert of(session, FERRY).word == "strong"


def test_the_next_start_knows_what_was_weighed_and_what_changed_meanwhile(place: Place) -> None:
    kept: dict[str, str] = {}
    Gathering(place.session(), kept.__setitem__).fill()
    session = place.session()
    again = Gathering(session, kept.__setitem__, lambda key: kept.get(key, ""))
    assert again.fill() == 0
    assert again.word(the(session, BRACKETS)[0].id) == "strong"
    place.write(SOURCE, b"nothing\n")
    third = Gathering(place.session(), kept.__setitem__, lambda key: kept.get(key, ""))
    assert third.fill() == 3
    assert third.word(the(session, BRACKETS)[0].id) == "none"


def test_whoever_leaves_off_keeps_what_was_done(place: Place) -> None:
    place.write("Other.md", b"---\ndate: '2026-01-05'\n---\n- [?] Sweep #task #proposed\n")
    session, asked = place.session(), iter([False, True])
    assert session.evidence.fill(lambda: next(asked)) == 1
    assert session.evidence.fill() == 3
    session.evidence.close()
    assert session.evidence.fill() == 0


def test_filters_ask_for_evidence(place: Place) -> None:
    session = place.session()
    session.evidence.fill()
    assert [row.text for row in session.rows("evidence:strong").tasks.values() if row.id in session.rows("evidence:strong").ids] == [BRACKETS]  # fmt: skip
    assert len(session.rows("evidence:none").ids) == 2


def test_what_cannot_be_read_is_said_or_left_for_the_next_time(place: Place) -> None:
    def refuse(path: NotePath) -> None:
        if path == SOURCE:
            raise Unreadable(f"{path} is too large")

    session = place.session(Meddled(place.root, refuse))
    assert of(session, FERRY).flags == ("source-gone", "owner", "contradicts")
    [row] = the(session, BOAT)
    (place.root / NOTE).unlink()
    assert session.evidence.of(row.id) is None
    assert session.evidence.fill() == 0
    assert session.evidence.gist(row.id) is None
    (place.root / SOURCE).unlink()
    place.write(NOTE, TEXT.encode())
    assert of(place.session(), FERRY).flags == ("source-gone", "owner", "contradicts")


def test_a_note_whose_name_is_no_text_is_weighed_too(place: Place) -> None:
    path = place.root / os.fsdecode(b"Work/\xff.md")
    path.write_bytes(b"- [?] Order mounting brackets #task #proposed\n")
    assert of(place.session(), "Order mounting brackets").flags == ("no-source",)


def test_lists_hear_of_which_tasks_something_was_learnt(place: Place) -> None:
    session = place.session()
    of(session, FERRY)
    assert session.evidence.news() == {the(session, FERRY)[0].id}
    assert session.evidence.news() == frozenset()
    session.evidence.fill()
    assert len(session.evidence.news()) == 2


def test_evidence_is_asked_for_while_it_is_gathered_and_kept(place: Place) -> None:
    for number in range(40):
        place.write(f"{number}.md", b"- [?] Order mounting brackets #task #proposed\n\n*Source: [[2026-01-02 - Weir]]*\n")  # fmt: skip
    session = place.session()
    ids = list(session.snapshot.tasks)
    with ThreadPoolExecutor(3) as pool:
        filled = [pool.submit(session.evidence.fill) for _ in range(2)]
        asked = [pool.submit(session.evidence.of, id) for id in ids * 2]
    assert sum(one.result() for one in filled) <= len(ids)
    assert all(one.result() is not None for one in asked)
    assert {session.evidence.word(id) for id in ids} == {"strong", "none"}


@given(
    st.dictionaries(
        st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True).map(TaskId),
        st.builds(
            Weighed,
            st.integers(0, 2**32 - 1),
            st.builds(
                Gist,
                st.none() | st.integers(0, 100),
                st.sets(st.sampled_from(list(FLAGS))).map(lambda codes: tuple(one for one in FLAGS if one in codes)),
            ),
        ),
        max_size=5,
    ),
    st.text(max_size=30),
)  # fmt: skip
@settings(max_examples=50)
def test_what_is_kept_is_what_was_known_and_strange_text_is_nothing(known: dict[TaskId, Weighed], strange: str) -> None:  # fmt: skip
    assert unpacked(packed(known)) == known
    assert unpacked(strange) == {}
    assert unpacked(f"{packed(known)}\n{strange} x") == {}


@given(st.text(st.sampled_from("Order brackets weir. 12\n[0:]>é-#"), max_size=80), st.text(max_size=40))  # fmt: skip
@settings(max_examples=80)
def test_what_is_lit_lies_in_its_sentence(heard: str, asked: str) -> None:
    data = heard.encode()
    hearing = Hearing(original(NotePath("s.md"), data))
    strength, shown = hearing.supports(Asked(f"Order {asked} brackets", date(2026, 1, 9)))
    assert 0 <= strength <= 100
    for said in shown:
        assert WEAK <= said.score <= strength
        assert list(said.lights) == sorted(said.lights)
        assert all(said.span.start <= one.start < one.end <= said.span.end for one in said.lights)


def test_what_the_invented_vault_knows_is_what_is_found(tmp_path: Path) -> None:
    write_demo(str(tmp_path / "vault"), notes=120, seed=21, today=DEFAULT_TODAY)
    truth = backing(notes=120, seed=21, today=DEFAULT_TODAY)
    session = Place(tmp_path, {}).session()
    right = strong = 0
    for row in session.snapshot.tasks.values():
        found = session.evidence.of(row.id) if row.proposed else None
        known = truth.get((found.source, row.text)) if found and found.source else None
        if found is None or known is None:
            continue
        if "date" in found.flags:
            assert row.due != str(known.due)
        if row.owners:
            invented = not known.people.issuperset(row.owners) and row.owners != ("TBD",)
            assert ("owner" in found.flags) is invented
        if found.word == "strong":
            strong += 1
            right += bool(known.sentence) and found.sentences[0].text in known.sentence
    assert strong > 20
    assert right / strong >= 0.8


SUMMED = b"""---
type: transcript
---

## Summary

- Order the mounting brackets for the upper weir, and have them sent there on Friday.
- Order the mounting brackets for the Ferry House, and have them sent there on Friday.

## Transcript

```text
[00:03] Ana Ruiz: Somebody has to order those mounting brackets.
[00:31] Bo Lin: I can do that.
```
"""


def test_what_is_said_is_shown_before_a_summary_and_one_of_something_else_is_not() -> None:
    hearing = Hearing(original(NotePath("s.md"), SUMMED))
    said = "Somebody has to order those mounting brackets."
    for place, summed in (("upper weir", ["upper weir"]), ("Ferry House", ["Ferry House"])):
        text = f"Order the mounting brackets for the {place}"
        strength, found = hearing.supports(Asked(text, None))
        assert [one.text for one in found][:1] == [said]
        assert strength >= max(one.score for one in found) >= WEAK
        others = [one.text for one in found if not one.spoken]
        assert [name for name in ("upper weir", "Ferry House") if name in "".join(others)] == summed


def test_of_a_note_in_which_another_line_changed_nothing_is_weighed_again(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = place.session()
    session.evidence.fill()
    session.do(Accept(the(session, BRACKETS)))
    assert session.evidence.fill() == 2  # once, to know what they stand on
    before = session.evidence.gist(the(session, BOAT)[0].id)
    session.undo()
    weigh: list[str] = []

    def weighed_here(row: TaskRow, ground: Ground) -> Evidence:
        weigh.append(row.text)
        return weighed(row, ground)

    monkeypatch.setattr("core.evidence.gathering.weighed", weighed_here)
    session.evidence.news()
    assert session.evidence.fill() == 2  # the third reads as it did when it was weighed
    assert weigh == []
    assert session.evidence.gist(the(session, BOAT)[0].id) == before
    assert not session.evidence.news()
    place.write(NOTE, place.read(NOTE).replace(b"stays", b"goes"))
    session.rescan()
    session.evidence.fill()
    assert len(weigh) == 3


def test_a_long_note_is_parsed_once_while_it_stays(place: Place) -> None:
    place.write(NOTE, place.read(NOTE) + b"More. " * 4_000)
    session = place.session()
    assert session.note(NotePath(NOTE)) is session.note(NotePath(NOTE))
    place.append(NOTE, b"\n")
    assert session.note(NotePath(NOTE)).data == place.read(NOTE)
