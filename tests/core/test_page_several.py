"""Several pages at once, names that get a meaning, and what is kept of pages under their keys."""

from pathlib import Path
from unicodedata import normalize

import pytest
from sessions import Place

from core import decisions
from core.actions.intents import (
    AnyIntent,
    Capture,
    File,
    MapName,
    Merge,
    Plan,
    PutOff,
    Rename,
    Retype,
    Review,
    TrashPage,
)
from core.actions.records import decision_of, record_of, recorded
from core.path import NotePath
from core.review.items import ReviewRow
from core.session import Session
from core.spelling import name_id

ANA, BO, CY = (f"Work/People/{name}/README.md" for name in ("Ana Ruiz", "Bo Lin", "Cy Reed"))
BOAT = "Work/Projects/Boat/README.md"
NOTES = {
    ANA: b"---\ntype: people\ntags: [needs-review]\nrole: Head\n---\n# Ana Ruiz\n",
    "Work/People/Ana Ruiz/2026-01-02 - Talk.md": b"---\nparticipants: ['Dee Ray (Acme), Bo Lin']\n---\n- [?] call @Dee Ray #task\n",
    BO: b"---\nrole: Lead\ntags: [needs-review]\n---\n# Bo Lin\n\n[[Ana Ruiz]] [[Dee Ray]]\n",
    CY: b"# Cy Reed\n",
    BOAT: b"# Boat\n",
    "Inbox/talk.md": b"Said: tea.\n",
    "Sources/list.md": b"[[talk]] [[Dee Ray]]\n",
}  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, NOTES)


def rows(session: Session, *keys: str) -> tuple[ReviewRow, ...]:
    found = [session.review.item(key) for key in keys]
    assert all(found), keys
    return tuple(one for one in found if one)


def says(plan: Plan) -> dict[str, str]:
    return {one.id: one.reason for one in plan.refused}


@pytest.mark.parametrize(
    ("make", "refused"),
    [
        (lambda s: Merge(rows(s, ANA, BO), BO), {BO: "cannot both stay and go", ANA: "cannot both stay and go"}),
        (lambda s: Merge(rows(s, ANA, BOAT), BO), {BOAT: "of the type projects"}),
        (lambda s: Merge(rows(s, ANA), BO, (("phone", "1"),)), {ANA: "there is role to choose"}),
        (lambda s: Merge(rows(s, CY), BO, (("phone", "1"),)), {CY: "there is nothing to choose"}),
        (lambda s: Rename(rows(s, ANA, BO), "Ana"), {ANA: "one page at a time", BO: "one page at a time"}),
        (lambda s: Retype(rows(s, ANA, BOAT), "planets"), {ANA: "of the type planets", BOAT: "of the type planets"}),
        (lambda _: MapName(("Dee Ray", "Speaker 2"), ANA), {name_id("Speaker 2"): "for somebody else in each note"}),
        (lambda _: MapName(("Dee Ray", "…"), ANA, rewrite=True), {name_id("…"): "no name"}),
        (lambda _: MapName(("Bo Lin",), ANA), {name_id("Bo Lin"): "merge the two"}),
        (lambda _: MapName(("Dee Ray",), "Work/People/Nobody"), {name_id("Dee Ray"): "any more"}),
        (lambda _: MapName(("Nobody Known",), ANA, rewrite=True), {name_id("Nobody Known"): "stands nowhere"}),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_and_the_rest_is_done(
    place: Place, make: type[AnyIntent], refused: dict[str, str]
) -> None:
    session = place.session()
    plan = session.plan(make(session))  # type: ignore[call-arg]  # a lambda of the table above
    assert says(plan).keys() == refused.keys()
    assert all(words in says(plan)[id] for id, words in refused.items()), says(plan)
    assert {*plan.done, *plan.refused} or plan.transaction is None
    assert refused.keys().isdisjoint(plan.done)


def test_pages_merged_into_each_other_end_in_one(place: Place) -> None:
    session = place.session()
    asked = Merge(rows(session, BO), ANA), Merge(rows(session, ANA), BO), Merge(rows(session, ANA), CY)  # fmt: skip
    assert session.do(asked[0]).plan.done == (BO,)  # type: ignore[union-attr]  # it was planned
    back = session.plan(asked[1])
    assert says(back) == {ANA: f"{BO} is no page of a person, company or project any more"}
    session.do(asked[2])
    assert "- Bo Lin\n" in place.read(CY).decode()
    assert "- Ana Ruiz\n" in place.read(CY).decode()


def test_whose_folder_holds_somebody_else_does_not_go(place: Place) -> None:
    place.write("People/Dan/README.md", b"---\ntype: people\n---\n")
    place.write("Extra/Dan/README.md", b"---\ntype: people\n---\n# Dan\n")
    place.write("Extra/Dan/Eve/README.md", b"---\ntype: people\n---\n# Eve\n")
    session = place.session()
    for intent in (
        Merge(rows(session, "Extra/Dan/README.md"), ANA),
        Retype(rows(session, "Extra/Dan/README.md"), "projects"),
        TrashPage(rows(session, "Extra/Dan/README.md"), notes=True),
    ):
        [reason] = says(session.plan(intent)).values()
        assert "Eve lives in the folder of Dan" in reason


def test_two_that_would_have_one_place_are_refused(place: Place) -> None:
    place.write("Work/Customers and Partners/Boat/README.md", b"# Boat\n")
    session = place.session()
    both = rows(session, BOAT, "Work/Customers and Partners/Boat/README.md")
    plan = session.plan(Retype(both, "people"))
    assert all("two of them would be Work/People/Boat" in one for one in says(plan).values())
    assert plan.transaction is None


def test_one_that_is_of_the_type_is_unchanged_and_the_others_are_made_so(place: Place) -> None:
    session = place.session()
    plan = session.plan(Retype(rows(session, ANA, BOAT), "people"))
    assert (plan.unchanged, plan.done) == ((ANA,), (BOAT,))


def test_a_file_that_must_not_be_written_refuses_all_of_several(place: Place) -> None:
    (place.root / BO).chmod(0o444)
    session = place.session()
    standing = session.vault.standing(place.write("x.md", b""))
    if standing is None or session.vault.standing(rows(session, BO)[0].path).writable:  # type: ignore[arg-type,union-attr]  # it has a page
        pytest.skip("nothing is read-only to root here")
    before = place.files()
    plan = session.do(Merge(rows(session, ANA, CY), BO)).plan
    assert plan is not None
    assert len(says(plan)) == 2
    assert place.files() == before


def test_another_form_of_the_same_letters_is_another_name_of_the_same_folder(place: Place) -> None:
    old, new = normalize("NFD", "Zoé Ash"), normalize("NFC", "Zoé Ash")
    place.write(f"Work/People/{old}/README.md", f"# {old}\n".encode())
    place.write("n.md", f"[[{old}]]\n- [ ] ask @{old} #task\n".encode())
    before, session = place.files(), place.session()
    session.do(Rename(rows(session, f"Work/People/{old}/README.md"), new))
    assert place.read(f"Work/People/{new}/README.md").decode() == f"# {new}\n"
    assert f"Work/People/{old}/README.md" not in place.files()
    assert len(session.browse.of(new)) == 1
    assert session.browse.follow(NotePath("n.md"), old).path == f"Work/People/{new}/README.md"
    session.undo()
    assert place.files() == before


# What is kept under keys


@pytest.mark.parametrize("verb", ["rename", "merge", "retype"])
def test_pins_and_habits_go_along_and_come_back(place: Place, verb: str) -> None:
    session = place.session()
    browse = session.browse
    assert browse.pin(ANA)
    browse.chosen(ANA)
    [item] = rows(session, ANA)
    intent: AnyIntent = {
        "rename": Rename((item,), "Zoe Ash"),
        "merge": Merge((item,), BO),
        "retype": Retype((item,), "customer"),
    }[verb]
    session.do(intent)
    now = browse.became(ANA)
    assert now is not None
    assert now != ANA
    assert [key for key, row in browse.entities().rows.items() if row.pinned] == [now]
    assert browse.jump("")[0].key == now
    session.undo()
    assert [key for key, row in browse.entities().rows.items() if row.pinned] == [ANA]
    assert not browse.pin(ANA)
    session.redo()
    assert not any(row.pinned for row in browse.entities().rows.values())


def test_a_pin_follows_from_name_to_name_and_is_one(place: Place) -> None:
    session = place.session()
    browse = session.browse
    browse.pin(ANA)
    browse.pin(BO)
    for name in ("Zoe Ash", "Yan Oak", "Ana Ruiz", "Zoe Ash"):
        key = browse.became(ANA)
        assert key is not None
        session.do(Rename(rows(session, key), name))
    key = browse.became(ANA)
    assert key == "Work/People/Zoe Ash/README.md"
    session.do(Merge(rows(session, key), BO))
    assert [row.key for row in browse.entities().rows.values() if row.pinned] == [BO]
    assert browse.became(ANA) == browse.became(key) == BO
    assert browse.became("nobody") is None


def test_what_was_put_off_is_put_off_under_its_new_name(place: Place) -> None:
    session = place.session()
    session.do(PutOff(rows(session, ANA), until_changed=True))
    session.do(Rename(rows(session, ANA), "Zoe Ash"))
    [key] = session._state.items("review")
    assert key == "Work/People/Zoe Ash/README.md"
    session.do(Retype(rows(session, key), "customer"))
    [key] = session._state.items("review")
    assert key == "Work/Customers and Partners/Zoe Ash/README.md" or key.endswith(
        "/Zoe Ash/README.md"
    )


def test_what_was_gone_through_in_two_folders_is_in_the_one_they_become(place: Place) -> None:
    for who in ("Bo Lin", "Cy Reed"):
        text = f"---\nperson: {who}\nsource_ref: Sources/list.md\n---\n- [?] x #task #proposed\n"
        place.write(f"Work/People/{who}/2026-01-03 - Call {who[:2]}.md", text.encode())
    session = place.session()
    listed = session.inbox.rows()
    notes = tuple(one for one in listed.rows.values() if "Call" in one.path)
    session.do(Review(notes))
    before = dict(session._state.items("inbox"))
    assert len(before) == 2
    session.do(Merge(rows(session, BO, CY), ANA))
    assert [key.endswith("|Work/People/Ana Ruiz") for key in session._state.items("inbox")] == [
        True
    ]
    session.undo()
    assert dict(session._state.items("inbox")) == before


# Names that get a meaning


def test_a_name_is_written_anew_in_every_form(place: Place) -> None:
    before, session = place.files(), place.session()
    [name] = session.browse.names()
    assert (name.name, name.count) == ("Dee Ray", 3)
    outcome = session.do(MapName((name.name,), CY, rewrite=True))
    assert outcome.plan is not None
    assert outcome.plan.done == (name.id,)
    assert outcome.plan.remarks == (
        "Sources/list.md is out of scope and left as it is: it still says Dee Ray",
    )
    talk = place.read("Work/People/Ana Ruiz/2026-01-02 - Talk.md").decode()
    assert talk == "---\nparticipants: ['Cy Reed (Acme), Bo Lin']\n---\n- [?] call @Cy Reed #task\n"
    assert place.read(BO).endswith(b"[[Ana Ruiz]] [[Cy Reed]]\n")
    assert session.browse.names() == ()
    assert session.browse.became(name.id) == CY
    session.undo()
    assert place.files() == before
    assert session.browse.became(name.id) is None


def test_a_name_becomes_another_name_of_a_page(place: Place) -> None:
    session = place.session()
    outcome = session.do(MapName(("dee ray", "Dee Ray"), CY))
    assert outcome.plan is not None
    assert outcome.plan.done == (name_id("Dee Ray"),)
    assert place.read(CY) == b"---\naliases:\n- Dee Ray\n---\n# Cy Reed\n"
    assert session.browse.names() == ()
    again = session.do(MapName(("Dee Ray",), CY))
    assert again.plan is not None
    assert (again.entry, again.plan.unchanged) == (None, (name_id("Dee Ray"),))


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("participants: ['Ana R.']", ["Ana Ruiz"]),
        ("participants: ['Ruiz, Ana']", ["Ana Ruiz"]),
        ("participants: ['AnaRuiz']", ["Ana Ruiz"]),
        ("participants: ['Elias Ruiz']", []),
        ("see: '[[Harbour]]'", ["Harbour Works"]),
    ],
)
def test_whom_a_name_may_mean_is_looked_up_as_for_pages(
    tmp_path: Path, text: str, means: list[str]
) -> None:
    pages = dict.fromkeys((ANA, BO, "Work/Projects/Harbour Works/README.md"), b"x\n")
    session = Place(tmp_path, {**pages, "n.md": f"---\n{text}\n---\n".encode()}).session()
    [name] = session.browse.names()
    assert [one.entity.name for one in name.candidates] == means


@pytest.mark.parametrize("intent", [MapName(("Dee Ray", "X Y"), CY, rewrite=True), MapName(("A",), CY)])  # fmt: skip
def test_a_decision_about_names_is_kept_as_it_was_made(intent: MapName) -> None:
    decision = decision_of("a", "2026-01-05T09:00:00+00:00", intent)
    assert recorded(record_of(decision)) == decision
    assert decision.intent({}) == (intent, ())


def test_a_decision_about_a_name_that_a_killed_run_left_is_carried_out(place: Place) -> None:
    session = place.session()
    decisions.keep(session, "a", MapName(("Dee Ray",), CY))
    session.close()
    again = place.session()
    assert decisions.resume(again).done == 1
    assert b"Dee Ray" in place.read(CY)


# What stays


def test_what_stays_in_a_folder_is_said(place: Place) -> None:
    place.write("Work/People/Ana Ruiz/plan.png", b"\x89PNG")
    session = place.session()
    plan = session.plan(TrashPage(rows(session, ANA)))
    assert "Work/People/Ana Ruiz keeps 1 note and 1 other file and has no page then" in plan.remarks
    outcome = session.do(TrashPage(rows(session, ANA), "unlink", notes=True))
    assert outcome.plan is not None
    assert outcome.plan.remarks == ()
    assert not [path for path in place.files() if path.startswith("Work/People/Ana Ruiz")]
    assert place.read(BO).endswith(b"Ana Ruiz [[Dee Ray]]\n")


def test_a_link_that_stays_and_leads_elsewhere_then_is_said(place: Place) -> None:
    place.write(CY, b"---\naliases: [Ana Ruiz]\n---\n# Cy Reed\n")
    session = place.session()
    plan = session.plan(TrashPage(rows(session, ANA), notes=True))
    assert f"{BO} has a link to Ana Ruiz, which will lead to {CY} then" in plan.remarks


def test_who_names_a_filed_file_out_of_scope_is_said(place: Place) -> None:
    session = place.session()
    item = session.inbox.find("Inbox/talk.md")
    assert item is not None
    plan = session.plan(File((item,), "Work/People/Ana Ruiz"))
    assert plan.done
    assert plan.remarks == (
        "Sources/list.md is out of scope and left as it is: it names a file that will lie elsewhere",
    )
    assert session.plan(Capture("Buy tea")).remarks == ()
