"""Pages are renamed and merged through a session: one transaction, one undo, all or nothing."""

import json
from datetime import date
from pathlib import Path

import pytest
from sessions import Place

from core import decisions
from core.actions.intents import (
    Alias,
    AnyIntent,
    CreatePage,
    Keep,
    LinkMentions,
    Merge,
    Plan,
    Rename,
    Retype,
    Review,
    SetFields,
    Snooze,
    TrashPage,
)
from core.actions.records import aspect, decision_of, record_of, recorded
from core.errors import Conflict
from core.path import NotePath
from core.review.items import ReviewRow
from core.session import Session

ANA, BO = "Work/People/Ana Ruiz/README.md", "Work/People/Bo Lin/README.md"
NOTES = {
    ANA: b"---\ntype: people\ntags: [needs-review]\n---\n# Ana Ruiz\n\n[[Bo Lin]]\n",
    "Work/People/Ana Ruiz/2026-01-02 - Talk.md": b"---\nperson: Ana Ruiz\n---\n- [?] call #task\n",
    BO: b"# Bo Lin\n\n[[Ana Ruiz]]\n",
    "Work/People/Sources/old.md": b"x\n",
    "Sources/t.md": b"[[Ana Ruiz]]\n",
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, NOTES)


def row(session: Session, key: str) -> ReviewRow:
    found = session.review.item(key)
    assert found is not None
    return found


def refused(plan: Plan | None) -> str:
    assert plan is not None
    assert plan.transaction is None
    [one] = plan.refused
    return one.reason


def test_a_page_that_nothing_is_wrong_with_is_an_item(place: Place) -> None:
    session = place.session()
    assert row(session, ANA) is session.review.rows().rows[ANA]
    assert row(session, BO).name == "Bo Lin"
    assert session.review.item("Work/People/Nobody/README.md") is None


def test_renamed_there_and_back_every_byte_is_as_it_was(place: Place) -> None:
    before, session = place.files(), place.session()
    outcome = session.do(Rename((row(session, ANA),), "Ana Díaz"))
    assert outcome.plan is not None
    assert outcome.plan.done == (ANA,)
    assert place.read(BO) == "# Bo Lin\n\n[[Ana Díaz]]\n".encode()
    assert place.files() != before
    session.do(Rename((row(session, "Work/People/Ana Díaz/README.md"),), "Ana Ruiz"))
    assert place.files() == before
    session.undo()
    session.undo()
    assert place.files() == before
    assert session.past.undo_label is None


def test_what_is_out_of_scope_is_said_and_left(place: Place) -> None:
    session = place.session()
    plan = session.plan(Rename((row(session, ANA),), "Ana Díaz"))
    assert plan.remarks == (
        "Sources/t.md is out of scope and left as it is: it still says Ana Ruiz",
    )
    assert plan.counts["links"] == 1


def test_a_name_that_is_the_name_changes_nothing(place: Place) -> None:
    session = place.session()
    outcome = session.do(Rename((row(session, ANA),), "Ana Ruiz"))
    assert outcome.entry is None
    assert outcome.plan is not None
    assert outcome.plan.unchanged == (ANA,)


def test_one_page_at_a_time(place: Place) -> None:
    session = place.session()
    plan = session.plan(Rename((row(session, ANA), row(session, BO)), "Ana Díaz"))
    assert [one.id for one in plan.refused] == [ANA, BO]
    assert plan.transaction is None


@pytest.mark.parametrize("path", [ANA, BO])
def test_a_file_that_must_not_be_written_refuses_all_of_it(place: Place, path: str) -> None:
    before, session = place.files(), place.session()
    (place.root / path).chmod(0o444)
    standing = session.vault.standing(NotePath(path))
    if standing is not None and standing.writable:
        pytest.skip("nothing is read-only to root here")
    outcome = session.do(Rename((row(session, ANA),), "Ana Díaz"))
    assert "read-only" in refused(outcome.plan)
    assert place.files() == before


def test_a_page_that_is_gone_is_refused(place: Place) -> None:
    session = place.session()
    asked = Rename((row(session, ANA),), "Ana Díaz")
    (place.root / ANA).unlink()
    reason = refused(session.plan(asked))
    assert ANA in reason
    session.rescan()
    assert refused(session.plan(Merge((row(session, BO),), ANA)))


def test_a_page_that_changed_meanwhile_is_planned_on_as_it_is(place: Place) -> None:
    session = place.session()
    asked = Rename((row(session, ANA),), "Ana Díaz")
    place.append(ANA, b"more [[Ana Ruiz]]\n")
    place.append(BO, b"more [[Ana Ruiz]]\n")
    session.do(asked)
    assert place.read("Work/People/Ana Díaz/README.md").endswith("more [[Ana Díaz]]\n".encode())
    assert place.read(BO).endswith("more [[Ana Díaz]]\n".encode())


def test_a_page_that_changes_while_it_is_written_is_never_overwritten(place: Place) -> None:
    session = place.session()
    plan = session.plan(Rename((row(session, ANA),), "Ana Díaz"))
    assert plan.transaction is not None
    place.append(BO, b"mine\n")
    before = place.files()
    with pytest.raises(Conflict):
        session.writing.writer.commit(plan.transaction, session.now)
    assert place.files() == before


def test_what_is_remembered_of_notes_goes_along(place: Place) -> None:
    session = place.session()
    [task] = session.snapshot.tasks.values()
    session.do(Snooze((task,), date(2026, 2, 1)))
    session.do(Rename((row(session, ANA),), "Ana Díaz"))
    [now] = session.snapshot.tasks.values()
    assert now.id != task.id
    assert dict(session._state.items("snooze")) == {now.id: "2026-02-01"}
    session.undo()
    assert dict(session._state.items("snooze")) == {task.id: "2026-02-01"}


@pytest.mark.parametrize(
    "make",
    [
        lambda rows: Rename(rows, "Ana Díaz"),
        lambda rows: Merge(rows, BO, (("role", "Lead"), ("company", ""))),
        lambda rows: Retype(rows, "customer"),
        lambda rows: Alias(rows, "Annie"),
        lambda rows: SetFields(rows, (("role", "Lead"), ("company", None))),
        lambda rows: TrashPage(rows, "redirect", BO),
        lambda rows: LinkMentions(rows, ((NotePath(BO), 3),)),
        LinkMentions,
        Keep,
    ],
)
def test_a_decision_about_a_page_is_kept_as_it_was_made(place: Place, make: type[Keep]) -> None:
    session = place.session()
    intent: AnyIntent = make((row(session, ANA),))
    record = json.loads(json.dumps(record_of(decision_of("d1", session.now, intent))))
    kept = recorded(record)
    assert hash(kept.asked)
    assert kept.intent({}, session.review.item) == (intent, ())


def test_a_decision_that_a_killed_run_left_is_carried_out(place: Place) -> None:
    session = place.session()
    intent = Rename((row(session, BO),), "Bob Lin")
    decisions.keep(session, "d1", intent)
    session.close()
    session = place.session()
    assert decisions.resume(session).done == 1
    assert "Work/People/Bob Lin/README.md" in place.files()
    assert decisions.resume(session).done == 0


def test_a_page_for_a_name_is_kept_as_it_was_wanted(place: Place) -> None:
    session = place.session()
    intent = CreatePage("Cyr", "people", ("C",))
    record = json.loads(json.dumps(record_of(decision_of("d1", session.now, intent))))
    assert recorded(record).intent({}) == (intent, ())


def test_other_names_do_not_take_each_others_place_in_the_queue(place: Place) -> None:
    rows = (row(place.session(), ANA),)
    first, second = (decision_of("a", "", Alias(rows, name)) for name in ("Annie", "Anita"))
    assert aspect(first.asked) != aspect(second.asked)
    merged, gone = decision_of("a", "", Merge(rows, BO)), decision_of("a", "", TrashPage(rows))
    assert aspect(merged.asked) == aspect(gone.asked)


def test_what_several_pages_are_set_to_is_one_step(place: Place) -> None:
    before, session = place.files(), place.session()
    outcome = session.do(SetFields((row(session, ANA), row(session, BO)), (("company", "Acme"),)))
    assert outcome.plan is not None
    assert outcome.plan.done == (ANA, BO)
    session.undo()
    assert place.files() == before


def test_chosen_mentions_only(place: Place) -> None:
    place.write("Work/a.md", b"Ana Ruiz\nAna Ruiz\n")
    place.write("Work/b.md", b"Ana Ruiz\n")
    session = place.session()
    session.do(
        LinkMentions((row(session, ANA),), ((NotePath("Work/a.md"), 1), (NotePath("Work/c.md"), 0)))
    )
    assert place.read("Work/a.md") == b"Ana Ruiz\n[[Ana Ruiz]]\n"
    assert place.read("Work/b.md") == b"Ana Ruiz\n"


def test_links_that_led_to_a_page_lead_there_when_another_is_called_so(place: Place) -> None:
    place.write("Work/plan.md", b"---\ntitle: The plan\n---\n")
    place.write("Work/n.md", b"[[The plan]]\n")
    session = place.session()
    session.do(Alias((row(session, ANA),), "The plan"))
    assert place.read("Work/n.md") == b"[[plan|The plan]]\n"


def test_pages_that_go_together_cannot_be_led_to(place: Place) -> None:
    before, session = place.files(), place.session()
    plan = session.plan(TrashPage((row(session, ANA), row(session, BO)), "redirect", BO))
    assert [one.id for one in plan.refused] == [ANA, BO]
    assert plan.transaction is None
    assert place.files() == before


def test_notes_that_stay_behind_are_said(place: Place) -> None:
    session = place.session()
    plan = session.plan(TrashPage((row(session, ANA),)))
    assert plan.remarks == ("Work/People/Ana Ruiz keeps 1 note and has no page then",)


@pytest.mark.parametrize("make", [lambda rows: Rename(rows, "Ana Díaz"), LinkMentions])
def test_a_hidden_task_stays_hidden_when_its_words_change(place: Place, make: type[Keep]) -> None:
    place.write("Work/n.md", b"- [?] call [[Ana Ruiz]] and Ana Ruiz #task\n")
    session = place.session()
    [task] = (one for one in session.snapshot.tasks.values() if one.note.path == "Work/n.md")
    session.do(Snooze((task,), date(2026, 2, 1)))
    session.do(make((row(session, ANA),)))
    [now] = (one for one in session.snapshot.tasks.values() if one.note.path == "Work/n.md")
    assert now.id != task.id
    assert dict(session._state.items("snooze")) == {now.id: "2026-02-01"}


def test_a_note_that_was_gone_through_is_not_asked_about_again(place: Place) -> None:
    at = "Work/People/Ana Ruiz/2026-01-03 - Walk.md"
    place.write(at, b"---\nsource_ref: Sources/t.md\n---\n- [?] call #task\n")
    session = place.session()
    item = session.inbox.find(at)
    assert item is not None
    session.do(Review((item,)))
    waiting = session.inbox.rows().total
    session.do(Rename((row(session, ANA),), "Ana Díaz"))
    assert session.inbox.rows().total == waiting
    assert any(key.endswith("|Work/People/Ana Díaz") for key in session._state.items("inbox"))
    session.do(Merge((row(session, "Work/People/Ana Díaz/README.md"),), BO))
    assert session.inbox.rows().total == waiting
    session.undo()
    session.undo()
    assert any(key.endswith("|Work/People/Ana Ruiz") for key in session._state.items("inbox"))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda rows: Alias(rows, "Annie"), "no page"),
        (lambda rows: SetFields(rows, (("a", "b"),)), "no page"),
        (LinkMentions, "no page"),
    ],
)
def test_what_has_no_page_is_refused(place: Place, make: type[Keep], says: str) -> None:
    place.write("Work/People/Cyr/2026-01-02 - Talk.md", b"x\n")
    session = place.session()
    assert says in refused(session.plan(make((row(session, "Work/People/Cyr"),))))
    assert session.plan(TrashPage((row(session, "Work/People/Cyr"),))).unchanged


@pytest.mark.parametrize(
    "make",
    [lambda rows: Alias(rows, "Annie"), lambda rows: SetFields(rows, (("a", "b"),))],
)
def test_a_page_that_must_not_be_written_is_left(place: Place, make: type[Keep]) -> None:
    before, session = place.files(), place.session()
    (place.root / ANA).chmod(0o444)
    standing = session.vault.standing(NotePath(ANA))
    if standing is not None and standing.writable:
        pytest.skip("nothing is read-only to root here")
    assert "read-only" in refused(session.do(make((row(session, ANA),))).plan)
    assert place.files() == before


def test_properties_that_are_broken_are_left(place: Place) -> None:
    place.write(BO, b"---\na: [\n---\n# Bo Lin\n")
    session = place.session()
    assert "left alone" in refused(session.plan(SetFields((row(session, BO),), (("a", "b"),))))
    assert "merged" in refused(session.plan(Merge((row(session, ANA),), BO)))


def test_other_names_of_several_pages_are_refused(place: Place) -> None:
    session = place.session()
    plan = session.plan(Alias((row(session, ANA), row(session, BO)), "Annie"))
    assert len(plan.refused) == 2
    assert session.plan(Rename((), "x")).transaction is None


def test_a_mention_in_a_note_that_must_not_be_written_is_said(place: Place) -> None:
    path = place.write("Work/n.md", b"Ana Ruiz\n")
    place.write("Work/o.md", b"Ana Ruiz\n")
    session = place.session()
    (place.root / path).chmod(0o444)
    plan = session.plan(LinkMentions((row(session, ANA),)))
    assert plan.remarks == ("Work/n.md is left as it is: it is read-only",)
    assert plan.done == (ANA,)


def test_a_page_for_a_name_that_a_folder_has_without_a_page(place: Place) -> None:
    place.write("Work/People/Cyr/2026-01-02 - Talk.md", b"x\n")
    session = place.session()
    assert session.do(CreatePage("Cyr", "people")).entry
    assert b"# Cyr\n" in place.read("Work/People/Cyr/README.md")
    place.write("Work/People/Eve/README.md", b"new\n")
    assert "was not read yet" in refused(session.plan(CreatePage("Eve", "people")))
    assert "no folder in the vault" in refused(session.plan(CreatePage("Eve", "../People")))
    assert "no folder in the vault" in refused(
        session.plan(Retype((row(session, ANA),), "../Projects"))
    )
