"""The needs-review queue: what waits, why, in what order, what does not, and that it is kept up."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sessions import Place as Vault
from vaults import PATHS, TEXTS

from core.edit import EntryId, Remember
from core.errors import BadQuery, WinnowError
from core.path import NotePath
from core.review.items import ASIDE, REASONS, Evidence
from core.review.reasons import weight
from core.review.remembered import KIND, back_on, is_away, kept, until, until_changed
from core.session import Session

PEOPLE, CUSTOMERS = "Work/People", "Work/Customers"
ADA = f"{PEOPLE}/Ada Quill/README.md"
BO = f"{PEOPLE}/Bo Lin/README.md"
CAI = f"{PEOPLE}/Cai Moss/README.md"
SPEAKER = f"{PEOPLE}/Speaker 3/README.md"
GOOD = f"{PEOPLE}/Dee Marsh/README.md"
LOOSE = "Work/Plan.md"
BARE = f"{PEOPLE}/Eve Tarn"
NOTES = {
    ADA: b"---\ntype: people\ntags:\n- type/people\n- needs-review\nemail: ''\n---\n# Ada Quill\n\n## Key Facts\n- Leads the yard.\n",
    BO: b"---\ntype: people\nauto_created: true\n---\n# Bo Lin\n\n## Key Facts\n- Knows [[Ada Quill]].\n",
    CAI: b"---\ntype: people\nrole: lead\n---\n# Cai Moss\n\n_No known blockers._\n**Account**: [[]]\n",
    SPEAKER: b"---\ntype: people\n---\n# Speaker 3\n",
    GOOD: b"---\ntype: people\nrole: lead\n---\n# Dee Marsh\n\nAll is well, says [[Bo Lin]].\n",
    LOOSE: b"# The plan\n\nTo be looked at #needs-review\n",
    f"{BARE}/2026-01-03 - Talk.md": b"# Talk\n\n[[Ada Quill]] was there.\n",
    f"{PEOPLE}/Ada Quill/2026-01-02 - Sync.md": b"# Sync\n\nAda Quill and Dee Marsh spoke.\n",
}


def opened(folder: Path, notes: dict[str, bytes] = NOTES) -> tuple[Vault, Session]:
    vault = Vault(folder, notes)
    return vault, vault.session()


def why(session: Session) -> dict[str, list[str]]:
    listed = session.review.rows()
    return {key: [one.code for one in listed.rows[key].why] for key in listed.ids}


def remember(session: Session, key: str, value: str | None) -> None:
    session._state.apply(EntryId(f"{key}{value}"), [Remember(KIND, key, None, value)])


def test_what_waits_and_why_those_of_the_most_evidence_first(tmp_path: Path) -> None:
    _, session = opened(tmp_path)
    assert session.review.waiting() is None
    found = why(session)
    assert list(found) == [ADA, BO, BARE, CAI, SPEAKER, LOOSE]
    assert found == {
        ADA: ["empty-key", "needs-review"],
        BARE: ["no-page", "no-links"],
        BO: ["auto-created"],
        CAI: ["empty-link", "unknown", "placeholder", "stub", "no-links"],
        SPEAKER: ["not-a-name", "stub", "no-links"],
        LOOSE: ["needs-review"],
    }
    assert session.review.waiting() == 6
    listed = session.review.rows()
    ada = listed.rows[ADA]
    assert (ada.name, ada.type, ada.path, ada.evidence) == ("Ada Quill", "people", ADA, Evidence(None, 1, 2, 1))  # fmt: skip
    assert (ada.flagged, listed.rows[CAI].flagged, listed.rows[BARE].path) == (True, False, None)
    assert [one.says for one in ada.why] == ["nothing is written for email", "it is tagged needs-review"]  # fmt: skip
    assert listed.rows[BARE].why[0].says == f"{BARE} has no page"
    assert GOOD not in listed.rows
    assert session.counts.review == 6


def test_no_day_ranks_and_some_of_each_is_more_than_much_of_one() -> None:
    assert weight(Evidence(4, 4, 4, 4)) > weight(Evidence(40, 0, 0, 0))
    assert weight(Evidence(None, 1, 0, 0)) == weight(Evidence(0, 1, 0, 0))
    assert weight(Evidence(9, 0, 0, 0)) > weight(Evidence(8, 0, 0, 0))


def test_mentions_count_where_words_are_known(tmp_path: Path) -> None:
    vault, _ = opened(tmp_path)
    (tmp_path / "cache").mkdir()
    session = Session(
        vault.session().vault, vault.session().config, state_folder=str(vault.state),
        cache_folder=str(tmp_path / "cache"), clock=lambda: vault.now,
    )  # fmt: skip
    session.scan()
    session.index.keep()
    session.words.start()
    session.words.wait()
    ada = session.review.rows().rows[ADA]
    assert ada.evidence.mentions == 1
    card = session.review.card(ADA)
    assert card is not None
    assert card.words_known
    assert [(one.place.text, one.link, one.beside) for one in card.namings] == [
        ("[[Ada Quill]] was there.", True, ()),
        ("Ada Quill and Dee Marsh spoke.", False, ("Dee Marsh",)),
        ("- Knows [[Ada Quill]].", True, ()),
    ]
    session.close()


@pytest.mark.parametrize(
    ("filter", "found"),
    [
        ("", [ADA, BO, BARE, CAI, SPEAKER, LOOSE]),
        ("ada", [ADA]),
        ("is:flagged", [ADA, BO, LOOSE]),
        ("-is:flagged in:person", [BARE, CAI, SPEAKER]),
        ("why:placeholder", [CAI]),
        ("no:notes facts:>0", [BO]),
        ("has:candidates", []),
        ("why:near-name", []),
        ("path:work/plan", [LOOSE]),
        ("name:lin", [BO]),
        ("is:page no:facts", [CAI, SPEAKER, LOOSE]),
    ],
)
def test_filters(tmp_path: Path, filter: str, found: list[str]) -> None:
    _, session = opened(tmp_path)
    assert list(session.review.rows(filter).ids) == found


@pytest.mark.parametrize("filter", ["why:odd", "is:odd", "has:odd", "notes:x", "owner:me", "in:"])
def test_what_is_not_understood_is_said(tmp_path: Path, filter: str) -> None:
    _, session = opened(tmp_path)
    with pytest.raises(BadQuery):
        session.review.rows(filter)


def test_what_was_kept_or_put_off_does_not_wait(tmp_path: Path) -> None:
    vault, session = opened(tmp_path)
    rows = session.review.rows().rows
    remember(session, ADA, until("2026-01-09"))
    remember(session, CAI, kept("2026-01-05", rows[CAI].asks))
    remember(session, BO, until_changed(rows[BO].crc))
    remember(session, GOOD, until("2026-01-09"))
    remember(session, SPEAKER, until("2026-01-05"))
    listed = session.review.rows()
    assert list(listed.ids) == [BARE, SPEAKER, LOOSE]
    assert [(one.row.key, one.until) for one in listed.away] == [(ADA, "2026-01-09"), (BO, ""), (CAI, "")]  # fmt: skip
    assert (session.counts.review, session.review.waiting()) == (3, 3)
    assert session.review.row(ADA) is not None
    vault.now = vault.now.replace(day=9)
    vault.append(BO, b"More.\n")
    vault.append(CAI, b"{{name}}\n")
    session.refresh([NotePath(BO), NotePath(CAI)])
    assert set(session.review.rows().ids) == {ADA, BARE, BO, CAI, SPEAKER, LOOSE}


@pytest.mark.parametrize(
    ("value", "away"),
    [
        ("until 2026-01-06", True), ("until 2026-01-05", False), ("until tomorrow", False), ("until", False), ("", False),
        ("until changed 0000abcd", True), ("until changed 0000abce", False), ("until changed ", False), ("kept", False),
        ("kept 2026-01-05 empty-key stub", True), ("kept 2026-01-05 stub", False), ("kept 2026-01-05", False), ("gone x", False),
    ],
)  # fmt: skip
def test_what_is_remembered(value: str, away: bool) -> None:
    assert is_away(value, today="2026-01-05", asks=["empty-key"], crc=0xABCD) is away


@given(st.text(), st.sampled_from(["kept", "until"]), st.text())
def test_nonsense_that_is_remembered_hides_nothing_for_good(
    text: str, what: str, rest: str
) -> None:
    for value in (text, f"{what} {rest}"):
        assert isinstance(is_away(value, today="2026-01-05", asks=["no-page"], crc=1), bool)
        assert isinstance(back_on(value), str)
    assert not is_away(until("2026-01-05"), today="2026-01-05", asks=(), crc=0)


def test_every_reason_has_words_and_those_beside_make_nothing_wait(tmp_path: Path) -> None:
    assert REASONS.keys() >= ASIDE
    _, session = opened(tmp_path, {f"{PEOPLE}/Ada/README.md": b"# Ada\n"})
    assert why(session) == {}
    assert session.review.card(f"{PEOPLE}/Ada/README.md") is None


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize(
    "head",
    [
        b"tags: [type/people, 'needs-review']", b'tags:\n  - "needs-review"', b"tags: needs-review",
        b"tags:\n- type/people\n- needs-review", b"auto_created: yes", b"auto_created: 'true'",
    ],
)  # fmt: skip
def test_the_flag_in_any_style(tmp_path: Path, head: bytes, end: bytes) -> None:
    text = (b"---\n" + head + b"\n---\n# Ada Quill\n").replace(b"\n", end)
    _, session = opened(tmp_path, {ADA: text})
    assert list(session.review.rows("is:flagged").ids) == [ADA]


def test_a_page_that_cannot_be_read_as_yaml_waits_all_the_same(tmp_path: Path) -> None:
    text = b"---\ncreated: { { DATE } }\ntags:\n- needs-review\n---\n# Ada Quill\n"
    _, session = opened(tmp_path, {ADA: text})
    assert why(session) == {ADA: ["template", "stub", "no-links", "needs-review"]}


@given(st.lists(st.dictionaries(st.sampled_from(PATHS), st.sampled_from(TEXTS), min_size=1, max_size=4), min_size=1, max_size=5))  # fmt: skip
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(
    changes=[
        {"Work/People/Ada Quill/2026-01-02 - Sync.md": "# Ada\n", "Other/People/ada quill/README.md": "# Ada\n"},
        {"Work/People/Ada Quill/README.md": "# Ada\n"},
    ]
)  # fmt: skip
def test_what_is_kept_up_is_what_would_be_made_anew(
    tmp_path_factory: pytest.TempPathFactory, changes: list[dict[str, str]]
) -> None:
    vault, session = opened(tmp_path_factory.mktemp("kept-up"), {})
    for change in changes:
        for path, text in change.items():
            file = vault.root / path
            if text:
                vault.write(path, text.encode())
            else:
                file.unlink(missing_ok=True)
        session.refresh(map(NotePath, change))
        anew = vault.session().review
        ours, theirs = session.review.rows(), anew.rows()
        assert (ours.ids, dict(ours.rows)) == (theirs.ids, dict(theirs.rows))
        assert {key: session.review.candidates(key) for key in ours.ids} == {key: anew.candidates(key) for key in ours.ids}  # fmt: skip


def test_no_page_is_read_for_the_queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, session = opened(tmp_path)

    def read(_: NotePath) -> bytes:
        raise WinnowError("a page was read")

    monkeypatch.setattr(session.vault, "read", read)
    listed = session.review.rows("has:candidates OR is:any")
    assert len(listed.ids) == 6
    for key in listed.ids:
        session.review.why(listed.rows[key])
    card = session.review.card(ADA)
    assert card is not None
    assert card.says.facts == ()


def test_a_card_says_what_the_page_says(tmp_path: Path) -> None:
    text = (
        b"---\ntitle: Ada Quill\ntags: [needs-review]\nrole: lead\nemail: ''\n---\n# Ada Quill\n\n## Key Facts\n\n"
        b"- Leads the boat yard in the north.\n- Has two sisters.\n* Leads the boat yard in the north!\n\n```\n- no fact\n```\n\n"
        b"## Recent Context\n- 2026-01-02: Mentioned in: Sync\n\n## Open Tasks\n- [?] Ask her\n"
    )
    other = b"# Ada Quil\n\n## Key Facts\n- Leads the boat yard in the north\n"
    _, session = opened(tmp_path, {ADA: text, f"{PEOPLE}/Ada Quil/README.md": other})
    card = session.review.card(ADA)
    assert card is not None
    assert card.says.properties == (("role", "lead"),)
    assert card.says.facts == (("Leads the boat yard in the north.", 2), ("Has two sisters.", 1))
    assert card.says.context == (("2026-01-02: Mentioned in: Sync", 1),)
    assert [(one.candidate.entity.name, one.facts) for one in card.candidates] == [("Ada Quil", 1)]
    assert [one.code for one in card.why] == ["near-name", "empty-key", "no-links", "needs-review"]
    assert session.review.row(ADA) is not None
    assert session.review.card("nowhere.md") is None


def test_a_card_tells_a_line_once_and_few_of_each_note(tmp_path: Path) -> None:
    many = "".join(f"[[Ada Quill]] said {number}\n\n" for number in range(9)).encode()
    notes = {
        ADA: NOTES[ADA],
        "A/2026-01-02 - Sync.md": many + b"[[Ada Quill]] twice\n",
        "A/2026-01-03 - Sync.md": b"[[Ada Quill]] twice\n",
        "A/2026-01-04 - Sync.md": b"[[Ada Quill]] twice\n",
    }
    _, session = opened(tmp_path, notes)
    card = session.review.card(ADA)
    assert card is not None
    assert [(one.place.date, one.place.text) for one in card.namings] == [
        ("2026-01-04", "[[Ada Quill]] twice"), ("2026-01-02", "[[Ada Quill]] said 0"),
        ("2026-01-02", "[[Ada Quill]] said 1"), ("2026-01-02", "[[Ada Quill]] said 2"),
    ]  # fmt: skip
    assert card.named == 12


def test_two_who_took_part_in_the_same_meetings_are_two(tmp_path: Path) -> None:
    both = b"---\nparticipants: [Ada Quill, Ada Quil]\n---\n"
    notes = {
        ADA: NOTES[ADA],
        f"{PEOPLE}/Ada Quil/README.md": b"# Ada Quil\n",
        f"{PEOPLE}/Ada Quill/2026-01-02 - Own.md": both,
        "A/2026-01-02 - One.md": both,
    }
    vault, session = opened(tmp_path, notes)
    [candidate] = session.review.candidates(ADA)
    assert candidate.vetoes == ()
    vault.write("A/2026-01-03 - Two.md", both)
    [candidate] = vault.session().review.candidates(ADA)
    assert [one.code for one in candidate.vetoes] == ["together"]
