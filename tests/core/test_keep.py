"""Keeping a page takes off exactly the flag; what it leaves open all the same is remembered as seen."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sessions import Place as Vault
from vaults import SETTINGS

from core import decisions
from core.actions.intents import Keep, Plan, PutOff
from core.actions.reviewing import flag_edits
from core.config import Config
from core.edit import apply
from core.errors import Refused
from core.note import parse_note
from core.path import NotePath
from core.session import Session
from core.unfilled import asks_for_review

ADA = "Work/People/Ada Quill/README.md"
BO = "Work/People/Bo Lin/README.md"
BARE = "Work/People/Eve Tarn"


def without(data: bytes, *, auto_created: bool = False) -> bytes:
    note = parse_note(NotePath(ADA), data, SETTINGS)
    return apply(data, sorted(flag_edits(note, SETTINGS, auto_created=auto_created), key=lambda one: one.span))  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\ntags:\n- type/people\n- needs-review\n---\nx", "---\ntags:\n- type/people\n---\nx"),
        ("---\ntags:\n  - needs-review\n  - 'type/people'\n---\n", "---\ntags:\n  - 'type/people'\n---\n"),
        ('---\r\ntags:\r\n  - "needs-review"\r\n  - b\r\n---\r\n', "---\r\ntags:\r\n  - b\r\n---\r\n"),
        ("---\ntags: [type/people, needs-review]\n---\n", "---\ntags: [type/people]\n---\n"),
        ("---\ntags: [ 'needs-review', \"b\" ]  # mine\n---\n", '---\ntags: [ "b" ]  # mine\n---\n'),
        ("---\ntags: type/people, needs-review\n---\n", "---\ntags: type/people\n---\n"),
        ("---\ntags:\n- '#needs-review'\n- b\nrole: x\n---\n", "---\ntags:\n- b\nrole: x\n---\n"),
        ("---\ntags:\n- b\n- Needs-Review\n---\n", "---\ntags:\n- b\n---\n"),
        ('---\nrole: ""\nauto_created: true\ntags: [needs-review, b]\n\n---\n', '---\nrole: ""\nauto_created: true\ntags: [b]\n\n---\n'),
        ("---\ncreated: { { DATE } }\ntags:\n- b\n- needs-review\n---\n", "---\ncreated: { { DATE } }\ntags:\n- b\n---\n"),
        ("a #needs-review b\n#needs-review c\n`#needs-review`\n", "a b\nc\n`#needs-review`\n"),
        ("#needs-review\nx\n", "\nx\n"),
        ("---\ntags: [b]\n---\nAsk #needs-review", "---\ntags: [b]\n---\nAsk"),
        ("nothing\n", "nothing\n"),
    ],
)  # fmt: skip
def test_exactly_the_flag_goes(before: str, after: str) -> None:
    assert without(before.encode()) == after.encode()
    assert without(after.encode()) == after.encode()


def test_the_property_goes_where_that_is_set() -> None:
    data = b"---\nrole: x\nauto_created: true\ntags:\n- needs-review\n- b\n---\n"
    assert without(data, auto_created=True) == b"---\nrole: x\ntags:\n- b\n---\n"


@pytest.mark.parametrize(
    "text",
    [
        "---\ncreated: { { DATE } }\ntags: [needs-review]\n---\n",
        "---\ncreated: { { DATE } }\ntags:\n- needs-review\nmore:\n- needs-review\n---\n",
    ],
)
def test_what_cannot_be_told_for_sure_is_left(text: str) -> None:
    with pytest.raises(Refused):
        without(text.encode())


@given(
    st.lists(st.sampled_from(["needs-review", "b", "'c'", '"type/people"', "'#needs-review'"]), min_size=1, max_size=5),
    st.sampled_from(["flow", "block", "indented"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "text\n", "more #needs-review\n", "```\n#needs-review\n```\n", "\ufeff"]),
)  # fmt: skip
def test_no_other_byte_changes(items: list[str], style: str, end: str, body: str) -> None:
    if style == "flow":
        written = f"tags: [{', '.join(items)}]"
    else:
        dash = "  - " if style == "indented" else "- "
        written = end.join(["tags:", *(f"{dash}{item}" for item in items)])
    data = f"---{end}title: 'A'{end}{written}{end}role: \"\"{end}---{end}{body}".encode()
    after = without(data)
    note = parse_note(NotePath(ADA), after, SETTINGS)
    assert not asks_for_review(note)
    kept = [one.strip("'\"") for one in items if "needs-review" not in one]
    assert [one.removeprefix("#") for one in note.meta.texts("tags")] == kept
    assert (note.meta.text("title"), note.meta.text("role")) == ("A", "")
    # Left to right, every byte of it was there.
    left = iter(data)
    assert all(byte in left for byte in after.replace(b"[]", b"")) or not kept


def opened(folder: Path, notes: dict[str, str], config: Config | None = None) -> tuple[Vault, Session]:  # fmt: skip
    vault = Vault(folder, {path: text.encode() for path, text in notes.items()})
    return vault, vault.session(config=config)


NOTES = {
    ADA: "---\ntags: [type/people, needs-review]\nemail: ''\n---\n# Ada Quill\n",
    BO: "---\nauto_created: true\n---\n# Bo Lin\n",
    f"{BARE}/2026-01-03 - Talk.md": "# Talk\n",
}


def done(session: Session, *keys: str) -> Plan:
    rows = session.review.rows().rows
    outcome = session.do(Keep(tuple(rows[key] for key in keys)))
    assert outcome.plan is not None
    return outcome.plan


def test_what_is_kept_leaves_the_queue_and_comes_back_with_undo(tmp_path: Path) -> None:
    vault, session = opened(tmp_path, NOTES)
    before = vault.files()
    assert set(session.review.rows().ids) == {ADA, BO, BARE}
    rows = session.review.rows().rows
    plan = done(session, ADA, BO, BARE)
    assert (plan.done, plan.refused) == ((ADA, BO, BARE), ())
    assert vault.read(ADA) == b"---\ntags: [type/people]\nemail: ''\n---\n# Ada Quill\n"
    assert vault.read(BO) == before[BO]
    assert session.review.rows().ids == ()
    assert session.counts.review == 0
    again = session.do(Keep((rows[BO], rows[BARE])))
    assert again.plan is not None
    assert (again.entry, again.plan.unchanged) == (None, (BO, BARE))
    session.undo()
    assert vault.files() == before
    assert set(session.review.rows().ids) == {ADA, BO, BARE}
    session.redo()
    assert session.review.rows().ids == ()
    vault.append(BO, b"{{role}}\n")
    session.refresh([NotePath(BO)])
    assert session.review.rows().ids == (BO,)


def test_the_setting_takes_the_property_off(tmp_path: Path) -> None:
    vault, session = opened(tmp_path, NOTES, Config(keep_auto_created=True))
    done(session, BO)
    assert vault.read(BO) == b"---\n---\n# Bo Lin\n"
    assert session._state.items("review") == {}
    assert BO not in session.review.rows().ids


def test_a_page_that_changed_meanwhile_is_planned_as_it_is(tmp_path: Path) -> None:
    vault, session = opened(tmp_path, NOTES)
    row = session.review.rows().rows[ADA]
    vault.write(ADA, b"---\ntags:\n- needs-review\n- new\n---\n# Ada Quill\nmore\n")
    session.do(Keep((row,)))
    assert vault.read(ADA) == b"---\ntags:\n- new\n---\n# Ada Quill\nmore\n"
    (vault.root / ADA).unlink()
    plan = session.plan(Keep((row,)))
    assert plan.transaction is None
    assert [one.conflict for one in plan.refused] == [True]


def test_one_that_cannot_be_told_is_refused_and_the_others_are_kept(tmp_path: Path) -> None:
    vault, session = opened(tmp_path, NOTES)
    (vault.root / ADA).write_bytes(b"---\ncreated: { { DATE } }\ntags: [needs-review]\n---\n")
    session.refresh([NotePath(ADA)])
    plan = done(session, ADA, BARE)
    assert (plan.done, [one.id for one in plan.refused]) == ((BARE,), [ADA])


def test_a_page_is_put_off_and_brought_back(tmp_path: Path) -> None:
    vault, session = opened(tmp_path, NOTES)
    row = session.review.rows().rows[ADA]
    session.do(PutOff((row,), until=date(2026, 1, 9)))
    assert ADA not in session.review.rows().ids
    assert [(one.row.key, one.until) for one in session.review.rows().away] == [(ADA, "2026-01-09")]
    again = session.do(PutOff((row,), until=date(2026, 1, 9)))
    assert again.plan is not None
    assert again.plan.unchanged == (ADA,)
    session.do(PutOff((row,)))
    assert ADA in session.review.rows().ids
    session.do(PutOff((row,), until_changed=True))
    assert ADA not in session.review.rows().ids
    vault.append(ADA, b"more\n")
    session.refresh([NotePath(ADA)])
    assert ADA in session.review.rows().ids
    plan = session.plan(PutOff((row,), until=date(2026, 1, 5)))
    assert plan.refused[0].reason == "2026-01-05 is not a day to come"
    session.do(PutOff((row,), until=date(2026, 1, 9)))
    done(session, ADA)
    assert "until" not in session._state.items("review")[ADA]


def test_a_decision_about_a_page_is_kept_and_carried_out_at_the_next_start(tmp_path: Path) -> None:
    vault, session = opened(tmp_path, NOTES)
    rows = session.review.rows().rows
    decisions.keep(session, "a", Keep((rows[ADA], rows[BARE])), sync=True)
    decisions.keep(session, "b", PutOff((rows[BO],), until=date(2026, 1, 9)))
    assert set(session.review.rows().ids) == {ADA, BO, BARE}
    again = vault.session()
    assert decisions.resume(again) == decisions.Resumed(done=2)
    assert again.review.rows().ids == ()
    assert b"needs-review" not in vault.read(ADA)
    assert decisions.resume(vault.session()) == decisions.Resumed()


def test_what_cannot_be_kept_comes_back_with_its_reason(tmp_path: Path) -> None:
    text = "---\ncreated: { { DATE } }\ntags: [needs-review]\n---\n"
    vault, session = opened(tmp_path, {ADA: text, BO: NOTES[BO]})
    rows = session.review.rows().rows
    outcome = decisions.decide(session, "a", Keep((rows[ADA], rows[BO])))
    assert outcome.plan is not None
    assert outcome.plan.done == (BO,)
    assert [*session.queue.refused] == [ADA]
    decisions.keep(session, "b", Keep((rows[BO],)))
    (vault.root / BO).unlink()
    assert decisions.resume(vault.session()).refused == 1
