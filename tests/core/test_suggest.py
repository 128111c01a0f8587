"""Where an item may belong: by people, companies, names, threads, and earlier notes; and nothing where nothing says."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaults import snapshot

from core.backlinks import Written
from core.config import Config
from core.demo import DEFAULT_TODAY, expected, write_demo
from core.directory import Directory
from core.errors import Unreadable
from core.inbox.arrivals import arrival_of
from core.inbox.items import Suggestion
from core.inbox.suggest import Suggester
from core.inbox.threads import Threads, series
from core.index.rows import LinkRow
from core.path import NotePath
from core.session import Session
from core.text import encode
from core.vault import Vault

PEOPLE, HOUSES, PROJECTS = "Work/People", "Work/Customers and Partners", "Work/Projects"


def person(name: str, company: str = "", email: str = "") -> tuple[str, str]:
    said = f"---\ntype: people\ntitle: {name}\nemail: {email}\ncompany: {company}\n---\n# {name}\n"
    return f"{PEOPLE}/{name}/README.md", said


def met(day: str, title: str, *people: str, source: str = "") -> str:
    named = "".join(f"- {name}\n" for name in ("Sam Reed", *people))
    ref = f"source_ref: /Users/x/Notes/Sources/{source}.md\n" if source else "source_ref: some.md\n"
    return f"---\ntitle: {title}\ndate: '{day}'\nparticipants:\n{named}{ref}---\n# {title}\n"


NOTES = dict(
    [
        person("Ana Ruiz", "Fen Power", "ana.ruiz@fenpower.example"),
        person("Ben Holt", "Fen Power"),
        person("Ana Petrov", "Lark Mills"),
        person("Cleo Marsh", "Lark Mills"),
        person("Dov Stern"),
        (f"{HOUSES}/Fen Power/README.md", "# Fen Power\n\n## Key Contacts\n\n- Ben Holt, Buyer\n"),
        (f"{HOUSES}/Lark Mills/README.md", "# Lark Mills\n"),
        (f"{PROJECTS}/Blue Comet/README.md", "# Blue Comet\n"),
        (f"{PROJECTS}/Open Door/README.md", "# Open Door\n"),
        (
            f"{PROJECTS}/Open Door/2026-01-02 - Hinges and locks.md",
            met("2026-01-02", "Hinges and locks", "Ida Nobody", source="Email/2026/2026-01-02_101010_0004_hinges-and-locks-for-spring"),
        ),
        (f"{PEOPLE}/Dov Stern/2026-01-03 - Talk.md", met("2026-01-03", "A talk", "Dov Stern")),
        (f"{PEOPLE}/Dov Stern/2026-01-04 - Talk.md", met("2026-01-04", "B talk", "Dov Stern")),
    ]
)  # fmt: skip


class Said:
    """What notes say, kept in memory."""

    def __init__(self, notes: dict[str, str]) -> None:
        self._people = [
            (NotePath(path), line[2:])
            for path, text in notes.items()
            for line in text.partition("participants:\n")[2].partition("source_ref")[0].split("\n")
            if line.startswith("- ")
        ]

    def targets(self) -> Sequence[tuple[str, int, int]]:
        return ()

    def links_to(self, targets: object) -> Sequence[tuple[NotePath, LinkRow]]:  # noqa: ARG002 - nobody links
        return ()

    def links_of(self, path: NotePath) -> Sequence[LinkRow]:  # noqa: ARG002 - nobody links
        return ()

    def people(self) -> Sequence[tuple[str, int]]:
        names = [name for _, name in self._people]
        return [(name, names.count(name)) for name in dict.fromkeys(names)]

    def naming(self, names: Iterable[str]) -> Sequence[tuple[NotePath, str]]:
        wanted = set(names)
        return [pair for pair in self._people if pair[1] in wanted]


def suggester(notes: dict[str, str] = NOTES, written: Written | None = None) -> Suggester:
    def read(path: NotePath) -> bytes:
        if path not in notes:
            raise Unreadable("gone")
        return notes[path].encode()

    directory = Directory.of(snapshot(notes), Config().entities, vault="Notes")
    said = written or Said(notes)
    return Suggester(directory, said, read, me=["Myself"])


def suggested(
    text: str, path: str = "Inbox/x.md", notes: dict[str, str] = NOTES
) -> tuple[Suggestion, ...]:
    data = encode(text)
    return suggester(notes).suggest(arrival_of(NotePath(path), data), text, NotePath(path))


def names(text: str, path: str = "Inbox/x.md", notes: dict[str, str] = NOTES) -> list[str]:
    return [one.name for one in suggested(text, path, notes)]


def talk(*lines: str, title: str = "Sync") -> str:
    return (
        f"---\ntype: transcript\ntitle: {title}\n---\n## Transcript\n\n" + "\n".join(lines) + "\n"
    )


def mail(*senders: str, subject: str = "Question", text: str = "Hello.") -> str:
    parts = [f"# {subject}\r- Exported: 2026-01-05 08:00:00\r- Messages: {len(senders)}\r---\r"]
    parts += [f"## 2026-01-05 0{n}:00:00 — {who}\r**Subject:** {subject}\r\r> {text}\r" for n, who in enumerate(senders)]  # fmt: skip
    return "\r".join(parts)


TWO = ("[00:01] Sam Reed: Hello.", "[00:09] Dov Stern: Hello.", "[00:12] Sam Reed: So.")


def test_a_meeting_with_one_other_person_is_that_persons() -> None:
    best, *_ = suggested(talk(*TWO))
    assert (best.name, best.type, best.key) == ("Dov Stern", "people", f"{PEOPLE}/Dov Stern/README.md")  # fmt: skip
    assert best.why[:2] == ("the only other person", "2 earlier notes of the same people")


@pytest.mark.parametrize(
    "senders",
    [
        ("Ana Ruiz <ana.ruiz@fenpower.example>", "Ben Holt <b.holt@fenpower.example>"),
        ("ana.ruiz@fenpower.example", "b.holt@fen-power.example"),
        ("Kim Poe <kim@fen-power.example>", "Lou Ray <lou@mail.fenpower.example>"),
    ],
)
def test_several_people_of_one_company_are_the_companys(senders: tuple[str, ...]) -> None:
    best, *_ = suggested(mail(*senders))
    assert best.name == "Fen Power"
    assert best.why[0] == "2 of 2 people"


def test_a_page_says_whom_somebody_works_for() -> None:
    lines = ("[00:01] Ben Holt: Hi.", "[00:02] Ana Ruiz: Hi.", "[00:03] Sam Reed: Hi.")
    assert names(talk(*lines))[0] == "Fen Power"


def test_people_of_several_houses_at_one_project_are_the_projects() -> None:
    lines = (
        "[00:01] Ana Ruiz: Blue Comet is late.",
        "[00:02] Cleo Marsh: Blue Comet needs Lark Mills.",
        "[00:03] Dov Stern: Then Blue Comet waits.",
        "[00:05] Sam Reed: Yes.",
    )
    best, *_ = suggested(talk(*lines))
    assert best.name == "Blue Comet"
    assert best.why[0] == "named 3 times"


@pytest.mark.parametrize(
    ("who", "meant"),
    [
        ("Ana Ruiz", "Ana Ruiz"),
        ("Ruiz, Ana", "Ana Ruiz"),
        ("Ana Ruíz (Fen)", "Ana Ruiz"),
        ("Ana Ruize", "Ana Ruiz"),
        ("Dov", "Dov Stern"),
        ("Cleo Mrash", "Cleo Marsh"),
    ],
)
def test_a_person_is_known_by(who: str, meant: str) -> None:
    assert names(talk("[00:01] Sam Reed: A.", f"[00:02] {who}: B.", "[00:03] Sam Reed: C."))[0] == meant  # fmt: skip


@pytest.mark.parametrize(("company", "meant"), [("Lark Mills", "Ana Petrov"), ("Fen Power", "Ana Ruiz")])  # fmt: skip
def test_of_two_people_of_one_first_name_the_company_tells(company: str, meant: str) -> None:
    lines = ("[00:01] Sam Reed: A.", f"[00:02] Ana: At {company} we start early.", "[00:03] Sam Reed: C.")  # fmt: skip
    best, *_ = suggested(talk(*lines))
    assert best.name == meant
    assert "Ana is taken for them" in best.why


def test_of_two_people_of_one_first_name_both_are_offered_where_nothing_tells() -> None:
    both = suggested(talk("[00:01] Sam Reed: A.", "[00:02] Ana: B.", "[00:03] Sam Reed: C."))
    assert {one.name for one in both[:2]} == {"Ana Petrov", "Ana Ruiz"}
    assert both[0].score == both[1].score
    assert "may be Ana" in both[0].why


def test_an_address_is_known_by_the_page_by_its_words_and_by_its_domain() -> None:
    assert names(mail("ana.ruiz@fenpower.example"))[:2] == ["Ana Ruiz", "Fen Power"]
    assert names(mail("cleo.marsh@nowhere.example"))[0] == "Cleo Marsh"
    assert names(mail("c.marsh@nowhere.example"))[0] == "Cleo Marsh"
    assert names(mail("info@larkmills.example"))[0] == "Lark Mills"


def test_a_thread_goes_where_its_earlier_notes_went() -> None:
    text = mail("Ida Nobody <ida@post.example>", subject="Re: Hinges and locks for spring")
    best, *_ = suggested(text)
    assert (best.name, best.why[0]) == ("Open Door", "earlier notes of this thread")


def test_the_same_title_with_other_people_says_less_than_who_took_part() -> None:
    text = mail("Dov Stern <dov@post.example>", subject="Hinges and locks for spring")
    assert names(text)[:2] == ["Dov Stern", "Open Door"]


def test_a_link_to_a_page_counts() -> None:
    text = "---\ntype: transcript\ntitle: New Recording\nentities:\n  projects:\n  - '[[Blue Comet]]'\n---\n## Transcript\n\nBlue Comet.\n"
    best, *_ = suggested(text)
    assert (best.name, "linked" in best.why) == ("Blue Comet", True)


def test_a_file_that_is_not_read_is_known_by_its_name() -> None:
    found = suggester().suggest(
        arrival_of(NotePath("Inbox/Blue Comet - plan.pdf"), b""),
        "",
        NotePath("Inbox/Blue Comet - plan.pdf"),
    )
    assert [one.name for one in found] == ["Blue Comet"]
    assert found[0].why == ("in its title",)


def test_a_draft_goes_where_the_mail_goes_that_it_answers() -> None:
    asked = mail("Ana Ruiz <ana.ruiz@fenpower.example>", "Ben Holt <b@fenpower.example>")
    notes = {**NOTES, "Inbox/Email/q.md": asked}
    reply = "---\ntype: draft-reply\nto: Ana Ruiz\nsubject: 'Re: Question'\nsource_file: Inbox/Email/q.md\n---\n# Draft Reply to Ana Ruiz\n"
    best, *_ = suggested(reply, "Inbox/_drafts/r.md", notes)
    assert (best.name, best.why[0]) == ("Fen Power", "of the mail that it answers")
    assert names(reply, "Inbox/_drafts/r.md")[0] == "Ana Ruiz", "without it, to whom it goes"


def test_where_a_note_lies_is_no_evidence() -> None:
    text = met("2026-01-05", "Sync", "Dov Stern").replace("date:", "account: Lark Mills\ndate:")
    text += "\n**Account**: [[Lark Mills]]\n\nTalked about the boat.\n"
    path = f"{HOUSES}/Lark Mills/2026-01-05 - Sync.md"
    assert names(text, path, {**NOTES, path: text})[0] == "Dov Stern"


def test_what_the_properties_of_an_arrival_say_counts() -> None:
    text = met("2026-01-05", "Sync").replace("date:", "account: '[[Lark Mills]]'\ndate:")
    best, *_ = suggested(text)
    assert (best.name, best.why[0]) == ("Lark Mills", "its properties say so")


def test_a_note_goes_where_the_other_notes_of_its_source_are() -> None:
    texts = {
        f"{PROJECTS}/Blue Comet/2026-01-05 - {n}.md": met("2026-01-05", f"Round {n}", source="t")
        for n in "ab"
    }
    text = met("2026-01-05", "Round c", source="t")
    path = f"{PEOPLE}/Dov Stern/2026-01-05 - c.md"
    best, *_ = suggested(text, path, {**NOTES, **texts, path: text})
    assert (best.name, best.why[0]) == ("Blue Comet", "2 of 2 other notes of its source")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Inbox/IMG_2041.png", ""),
        ("Inbox/a.md", ""),
        ("Inbox/a.md", "Buy milk."),
        ("Inbox/a.md", talk("[00:01] Speaker 1: Hello.", "[00:02] Speaker 2: Hello.", "[00:03] Speaker 1: Bye.")),
        ("Inbox/a.md", talk("[00:01] Sam Reed: The door is open, open the door.", "[00:02] Sam Reed: Open it.", title="Open")),
        ("Inbox/a.md", mail("Pat Quux <pat@elsewhere.example>")),
    ],
)  # fmt: skip
def test_nothing_is_said_where_nothing_is_known(path: str, text: str) -> None:
    assert suggested(text, path) == ()


def test_the_user_is_nobody_to_file_to() -> None:
    """Sam Reed takes part in every note, and has a page."""
    notes = {**NOTES, **dict([person("Sam Reed", "Fen Power")])}
    assert "Sam Reed" not in names(talk(*TWO), notes=notes)


def test_nothing_belongs_to_a_page_that_waits_in_the_inbox_itself() -> None:
    _, page = person("Dov Stern", "Fen Power")
    notes = {**NOTES, "Inbox/Dov Stern.md": page}
    assert names(talk(*TWO), notes=notes) == names(talk(*TWO))
    assert "Inbox/Dov Stern.md" not in [one.key for one in suggested(page, "Inbox/Dov Stern.md", notes)]  # fmt: skip


def test_a_newer_directory_knows_what_changed() -> None:
    def read(path: NotePath) -> bytes:
        return NOTES[path].encode()

    first = snapshot(NOTES)
    directory = Directory.of(first, Config().entities, vault="Notes")
    said = Said(NOTES)
    old = Suggester(directory, said, read, me=[])
    assert old.updated(directory) is old
    fresh = dict([person("Eve Frost")])
    fresh[f"{PEOPLE}/Eve Frost/2026-01-05 - Ice.md"] = met("2026-01-05", "Ice on the upper lake", "Eve Frost", source="ice-on-the-upper-lake")  # fmt: skip
    newer = snapshot(fresh, first)
    new = old.updated(directory.updated(newer))
    path, text = NotePath("Inbox/x.md"), mail("Pat Quux <p@x.example>", subject="Ice on the upper lake")  # fmt: skip
    arrival = arrival_of(path, encode(text))
    assert old.suggest(arrival, text, path) == ()
    assert [one.name for one in new.suggest(arrival, text, path)] == ["Eve Frost"]


@given(st.text(max_size=300), st.sampled_from(["Inbox/x.md", f"{PEOPLE}/Dov Stern/2026-01-09 - x.md", "Inbox/x.pdf"]))  # fmt: skip
def test_any_text_gets_an_answer_in_order(text: str, path: str) -> None:
    found = suggested(text, path)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len({one.key for one in found}) == len(found) <= 5
    assert all(one.why for one in found)


CHANGES = st.dictionaries(
    st.sampled_from([f"{folder}/2026-01-0{day} - n.md" for folder in (f"{PROJECTS}/Blue Comet", f"{PEOPLE}/Dov Stern", "Inbox") for day in (1, 2)]),
    st.sampled_from(["", met("2026-01-01", "Round of the upper lock", source="t"), met("2026-01-02", "Round of the upper lock"), met("2026-01-02", "Eels in the lower lock", source="Email/eels-in-the-lower-lock"), "plain"]),
)  # fmt: skip


@given(st.lists(CHANGES, max_size=5))
def test_threads_kept_up_are_those_made_anew(changes: list[dict[str, str]]) -> None:
    now = snapshot(NOTES)
    kept = Threads(now)
    for change in changes:
        now = snapshot(change, now)
        kept = kept.updated(now)
    fresh = Threads(now)
    assert kept.generated == fresh.generated
    for source in ("t", "some", "eels in the lower lock"):
        assert sorted(kept.of_source(source)) == sorted(fresh.of_source(source))
    for day in ("2026-01-01", "2026-01-02"):
        assert sorted(kept.of_day(day)) == sorted(fresh.of_day(day))
    for title in ("Round of the upper lock", "Re: Eels in the lower lock", "Hinges and locks"):
        assert sorted(kept.of_series([title])) == sorted(fresh.of_series([title]))


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("Re: Hinges and locks", "2026-01-02_101010_0004_hinges-and-locks.md"),
        ("AW: Fwd: Hinges & locks", "hinges and locks"),
        ("2026-01-02 - Hinges and locks", "2026-01-09 1430 - Hinges and locks.md"),
    ],
)
def test_these_are_of_one_series(one: str, another: str) -> None:
    assert series(one) == series(another) != ""


@pytest.mark.parametrize("title", ["", "New Recording 12", "Meeting", "Re:", "2026-01-02 Voice note"])  # fmt: skip
def test_a_title_that_anything_has_is_no_series(title: str) -> None:
    assert series(title) == ""


def test_the_day_of_a_demo_vault_is_told_rightly_nine_times_in_ten(tmp_path: Path) -> None:
    root = tmp_path / "Notes"
    write_demo(str(root), notes=240, seed=31, today=DEFAULT_TODAY, day=True)
    session = Session(
        Vault(str(root), Config().exclude),
        Config(),
        state_folder=str(tmp_path / "state"),
        clock=lambda: datetime(2026, 1, 6, 9, tzinfo=UTC),
    )
    session.scan()
    session.browse.prepare()
    wrong = []
    for one in expected(notes=240, seed=31, today=DEFAULT_TODAY):
        row = session.inbox.find(one.path)
        assert row is not None, one.path
        best = [browsed.path for found in session.inbox.suggested(row, 1) if (browsed := session.browse.entity(found.key))]  # fmt: skip
        if best != ([f"{one.home}/README.md"] if one.home else []):
            wrong.append(one)
    session.close()
    assert len(wrong) <= 5, wrong
