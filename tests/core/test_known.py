"""What filters ask that no row says: properties, what is there again, what is superseded."""

from pathlib import Path

import pytest
from desk import session_on, write_vault
from hypothesis import given
from hypothesis import strategies as st
from rows import note_row, task_row

from core.config import Config
from core.index.properties import kept, says
from core.index.rows import TaskId
from core.index.snapshot import NoteRows, Snapshot
from core.parse.frontmatter import parse_frontmatter
from core.repeats import Repeats

NOTES = {
    "Work/People/Ada/README.md": b"---\nstatus: Active\ncompany: Oxbow & Sons\ntags: [one, Two]\nempty:\n---\n- [?] ask Ada #task\n",
    "Work/People/Bo/README.md": b"---\nstatus: inactive\nnested: {a: {b: deep}}\n---\n- [?] ask Bo #task\n",
    "Plain.md": b"- [?] ask nobody #task\n",
}


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        ("[status:active]", "ask Ada|ask Bo"),
        ("[status:inactive]", "ask Bo"),
        ("-[status:inactive] [status]", "ask Ada"),
        ("[STATUS:ACTIVE] ada", "ask Ada"),
        ("[company:oxbow]", "ask Ada"),
        ("[tags:two]", "ask Ada"),
        ("[nested:deep]", "ask Bo"),
        ("[empty]", ""),
        ("[empty:none]", "ask Ada|ask Bo|ask nobody"),
        ("[status:none]", "ask nobody"),
        ("[stat:active]", ""),
        ("[st\udcff:active]", ""),
        ("[status:\udcff]", ""),
    ],
)
@pytest.mark.parametrize("cached", [True, False])
def test_properties_are_asked_for(
    tmp_path: Path, filter: str, expected: str, *, cached: bool
) -> None:
    with session_on(write_vault(tmp_path / "vault", NOTES), cached=cached) as session:
        rows = session.rows(filter)
        assert sorted(rows.tasks[id].text for id in rows.ids) == sorted(filter_out(expected))


REPEATED = {
    "Inbox/a.md": b"---\nsource_ref: Sources/s.md\n---\n- [?] Send the pump drawing to Harbor Foods before the visit #task\n- [?] Book a room #task\n",
    "Inbox/b.md": b"- [?] Send the pump drawing to Harbor Foods before the visit #task\n",
    "Sources/s.md": b"Ana: please send the pump drawing to Harbor Foods before the visit, will you?\n",
}


@pytest.mark.parametrize(
    ("filter", "many"),
    [
        ("dup:yes", 2),
        ("dup:no", 1),
        ("sort:dup group:cluster", 3),
        ("evidence:unknown", 1),
        ("evidence:any", 1),
        ("evidence:>0 sort:evidence", 1),
        ("seen:none", 3),
        ("seen:any", 0),
    ],
)
def test_what_others_find_out_is_asked_for(tmp_path: Path, filter: str, many: int) -> None:
    config = Config(exclude=("Sources",), inbox=())
    with session_on(write_vault(tmp_path / "vault", REPEATED), config=config) as session:
        session.evidence.fill()
        assert len(session.rows(filter).ids) == many


def filter_out(expected: str) -> list[str]:
    return [text for text in expected.split("|") if text]


def test_a_note_that_changed_says_what_it_says_now(tmp_path: Path) -> None:
    with session_on(write_vault(tmp_path / "vault", NOTES)) as session:
        assert len(session.rows("[status:inactive]").ids) == 1
        changed = tmp_path / "vault/Work/People/Bo/README.md"
        changed.write_bytes(changed.read_bytes().replace(b"inactive", b"gone"))
        session.rescan()
        assert not session.rows("[status:inactive]").ids
        assert len(session.rows("[status:gone]").ids) == 1


@given(st.dictionaries(st.from_regex(r"[A-Za-z]{1,5}", fullmatch=True), st.text(max_size=9)))
def test_whatever_a_property_says_is_found(values: dict[str, str]) -> None:
    lines = "".join(f"{key}: {text!r}\n" for key, text in values.items())
    meta = parse_frontmatter(f"---\n{lines}---\n".encode("utf-8", "surrogatepass"))
    said = kept(meta)
    for key, value in meta.values.items():
        text = " ".join(str(value).replace("\x1f", " ").split())
        if text:
            assert says(said, key, text[1:4])
            assert says(said, key.upper(), text)
        assert not says(said, f"{key}-", "")


def snapshot(*notes: NoteRows, before: Snapshot | None = None) -> Snapshot:
    return (before or Snapshot()).folded(notes)


def test_a_proposal_in_the_words_of_a_decided_task_is_a_repeat() -> None:
    one, other = note_row("a.md"), note_row("b.md")
    proposal = task_row("new", "Send  the deck.", note=one)
    decided = task_row("old", "send the deck", note=other, proposed=False, status_type="CANCELLED")
    repeats = Repeats()
    first = snapshot(NoteRows(one, (proposal,)), NoteRows(other, (decided,)))
    assert repeats.tasks(first) == {TaskId("new")}
    then = snapshot(NoteRows(other, (decided._replace(text="sell the deck"),)), before=first)
    assert repeats.tasks(then) == frozenset()
    assert repeats.tasks(first) == {TaskId("new")}
    # What was rejected as somebody else's says nothing of the user's own.
    anothers = snapshot(NoteRows(other, (decided._replace(mine=False),)), before=first)
    assert repeats.tasks(anothers) == frozenset()
    anyones = snapshot(NoteRows(one, (proposal._replace(mine=False),)), before=anothers)
    assert repeats.tasks(anyones) == {TaskId("new")}


def test_an_older_note_of_a_source_is_superseded_where_its_entity_has_a_newer_one() -> None:
    first = note_row("Work/People/Ada/a.md", source_ref="/x/sync.md", date="2026-01-02")
    second = note_row("Work/People/Ada/b.md", source_ref="sync.md", date="2026-01-03")
    of_bo = note_row("Work/People/Bo/c.md", source_ref="sync.md", date="2026-01-03", entity="Bo")
    repeats = Repeats()
    now = snapshot(NoteRows(first, ()), NoteRows(second, ()), NoteRows(of_bo, ()))
    assert repeats.notes(now) == {first.path}
    assert repeats.notes(now.folded([], [second.path])) == frozenset()
