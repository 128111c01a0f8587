import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sessions import Place as Vault
from vaults import PATHS, TEXTS

from core.alias_tables import MAX_BYTES
from core.config import Config
from core.demo import namesakes, write_demo
from core.demo.names import AUTHOR
from core.demo.part import plan_parts
from core.demo.vault import _cast
from core.errors import BadQuery
from core.path import NotePath
from core.records import Unavailable
from core.session import Session
from core.spelling import folded

ADA, BO = "Work/People/Ada Quill/README.md", "Work/People/Bo Lin/README.md"
INBOX = "TASKS_INBOX.md"
NOTES = {
    ADA: b"---\naliases: [Addie]\ntags: [needs-review]\n---\n# Ada Quill\n",
    BO: b"# Bo\nSee [[Ada Quill]].\n",
    "Work/People/Ada Quill/2026-01-02 - Sync.md": b"---\nparticipants: [Ada Quill, Nell]\n---\n- [?] Ask her\n",
    "Work/People/Ada Quill/2026-01-04 - Call.md": b"[[Addie]]\n- [ ] Call @Bo Lin\n- [ ] Wait \xf0\x9f\x93\x85 2026-01-05\n",
    "TASKS_INBOX.md": b"- [ ] Write to [[Bo Lin]] @Addie\n",
}


def opened(folder: Path, notes: dict[str, bytes] = NOTES, config: Config | None = None) -> tuple[Vault, Session]:  # fmt: skip
    vault = Vault(folder, notes)
    return vault, vault.session(config=config)


def test_entities_are_listed_with_what_is_counted_of_them(tmp_path: Path) -> None:
    _, session = opened(tmp_path)
    assert not session.browse.ready
    entities = session.browse.entities()
    assert session.browse.ready
    assert [(entities.rows[key].name, *entities.rows[key][5:9]) for key in entities.keys] == [
        ("Ada Quill", 3, 1, 2, 2),
        ("Bo Lin", 1, 0, 0, 1),
    ]
    ada = entities.rows[ADA]
    assert (ada.last_contact, ada.flagged, ada.pinned, ada.mentions) == ("2026-01-04", True, False, None)  # fmt: skip
    with pytest.raises(BadQuery):
        session.browse.entities("nonsense:1")


def test_what_belongs_to_an_entity_is_what_was_counted(tmp_path: Path) -> None:
    _, session = opened(tmp_path)
    browse = session.browse
    for key in browse.entities().keys:
        row = browse.entity(key)
        assert row is not None
        assert len(browse.tasks(key)) == row.open_tasks + row.proposals
        assert len(browse.notes(key)) == row.notes
        assert len({place.path for place in browse.backlinks(key)}) == row.backlinks
    assert [task.text for task in browse.tasks(ADA)] == ["Wait", "Write to [[Bo Lin]]", "Ask her", "Call"]  # fmt: skip
    assert [note.date for note in browse.notes(ADA)] == ["2026-01-04", "2026-01-02"]
    assert [(place.path, place.line, place.text) for place in browse.backlinks(ADA)] == [
        ("Work/People/Ada Quill/2026-01-04 - Call.md", 0, "[[Addie]]"),
        (BO, 1, "See [[Ada Quill]]."),
    ]
    assert (browse.tasks("x"), browse.notes("x"), browse.backlinks("x"), browse.mentions(ADA)) == ((), (), (), ())  # fmt: skip


def test_a_change_is_seen_at_once_and_nothing_else_is_made_again(tmp_path: Path) -> None:
    vault, session = opened(tmp_path)
    before = session.browse.entities()
    vault.append("TASKS_INBOX.md", b"- [ ] More @Bo Lin\n[[Addie]]\n")
    session.refresh([NotePath("TASKS_INBOX.md")])
    after = session.browse.entities()
    assert after.rows[BO].open_tasks == before.rows[BO].open_tasks + 1
    assert after.rows[ADA].backlinks == 3
    vault.append(BO, b"- [?] One\n")
    session.refresh([NotePath(BO)])
    last = session.browse.entities()
    assert last.rows[BO].proposals == 1
    assert last.rows[ADA] is after.rows[ADA]


def test_the_first_jump_waits_for_who_is_who_and_does_not_find_nobody(tmp_path: Path) -> None:
    _, session = opened(tmp_path)
    browse, found = session.browse, list[str]()
    with browse._lock:  # as while somebody else works out who is who
        asked = threading.Thread(target=lambda: found.extend(one.name for one in browse.jump("aq")))
        asked.start()
        asked.join(0.05)
        assert found == []
    asked.join()
    assert found == ["Ada Quill"]


def test_the_jump_is_there_before_all_else(tmp_path: Path) -> None:
    _, session = opened(tmp_path, {**NOTES, "aliases.yaml": b"Bo Lin: [Zed]\n"})
    assert session.browse.entity(ADA) is None
    assert [hit.name for hit in session.browse.jump("aq")] == ["Ada Quill"]
    assert [hit.name for hit in session.browse.jump("zed")] == ["Bo Lin"]
    assert not session.browse.ready
    assert session.browse.entity(ADA) is None
    session.browse.prepare()
    assert session.browse.ready
    assert [hit.name for hit in session.browse.jump("aq")] == ["Ada Quill"]
    assert session.browse.entity(ADA) is not None


def test_who_comes_is_found_and_who_goes_is_not(tmp_path: Path) -> None:
    vault, session = opened(tmp_path)
    assert [hit.name for hit in session.browse.jump("nt")] == []
    path = vault.write("Work/People/Nell Thorn/README.md", b"# Nell\n")
    session.refresh([path])
    assert [hit.name for hit in session.browse.jump("nt")] == ["Nell Thorn"]
    assert [row.name for row in session.browse.of("nell thorn")] == ["Nell Thorn"]
    (vault.root / path).unlink()
    session.refresh([path])
    assert session.browse.jump("nt") == ()
    assert session.browse.of(path) == ()


def test_links_are_followed_from_where_they_stand(tmp_path: Path) -> None:
    _, session = opened(tmp_path)
    follow = session.browse.follow
    assert (follow(NotePath(BO), "addie").kind, follow(NotePath(BO), "addie").path) == ("alias", ADA)  # fmt: skip
    assert follow(NotePath(BO), "", "Facts").path == BO
    near = follow(NotePath(BO), "Ada Qill")
    assert (near.kind, near.path, near.candidates) == ("near", None, (ADA,))
    assert follow(NotePath(ADA), "2026-01-04 - Call.md", markdown=True).path == "Work/People/Ada Quill/2026-01-04 - Call.md"  # fmt: skip


def test_an_origin_on_another_machine_is_found_here(tmp_path: Path) -> None:
    _, session = opened(tmp_path, {**NOTES, "Sources/Transcripts/2026/call.md": b"x"})
    reference = "/Users/somebody/Notes/Inbox/Transcripts/call.md"
    found = session.browse.origin(reference)
    assert (found.kind, found.path) == ("moved", "Sources/Transcripts/2026/call.md")


def test_pins_come_first_and_are_kept(tmp_path: Path) -> None:
    vault, session = opened(tmp_path)
    assert session.browse.pin(BO)
    assert not session.browse.pin("nobody")
    entities = vault.session().browse.entities()
    assert [entities.rows[key].name for key in entities.keys] == ["Bo Lin", "Ada Quill"]
    assert entities.rows[BO].pinned
    assert [hit.name for hit in session.browse.jump("")] == ["Bo Lin", "Ada Quill"]
    assert not session.browse.pin(BO)
    assert session.browse.entities().rows[BO].pinned is False


def test_habits_that_cannot_be_kept_hold_nothing_up(tmp_path: Path) -> None:
    (tmp_path / "state" / "habits.log").mkdir(parents=True)
    _, session = opened(tmp_path)
    assert len(session.browse.entities().keys) == 2
    session.browse.chosen(BO)
    assert [hit.name for hit in session.browse.jump("")] == ["Bo Lin", "Ada Quill"]
    with pytest.raises(Unavailable):
        session.browse.pin(BO)


def test_many_may_ask_at_once(tmp_path: Path) -> None:
    vault, session = opened(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        for number in range(20):
            path = vault.write(
                f"Work/People/Person {number}.md", b"[[Ada Quill]]\n- [ ] x @Bo Lin\n"
            )
            session.refresh([path])
            asked = [
                pool.submit(ask)
                for ask in (
                    session.browse.entities,
                    lambda: session.browse.jump("person"),
                    lambda: session.browse.backlinks(ADA),
                    session.browse.names,
                )
            ]
            assert all(one.result() is not None for one in asked)
    ada = session.browse.entity(ADA)
    assert ada is not None
    assert ada.backlinks == 22
    assert len(session.browse.entities().keys) == 22


def test_what_is_chosen_breaks_ties_and_survives_a_move(tmp_path: Path) -> None:
    notes = {
        **NOTES,
        "Work/People/Ada Zell/README.md": b"x",
        "Work/People/Ada Abel/README.md": b"x",
    }
    vault, session = opened(tmp_path, notes)
    assert [hit.name for hit in session.browse.jump("ada")] == ["Ada Abel", "Ada Zell", "Ada Quill"]
    session.browse.chosen("Work/People/Ada Zell/README.md")
    assert session.browse.jump("ada")[0].name == "Ada Zell"
    (vault.root / "Work/People/Ada Zell").rename(vault.root / "Work/Ada Zell")
    (vault.root / "Other/People").mkdir(parents=True)
    (vault.root / "Work/Ada Zell").rename(vault.root / "Other/People/Ada Zell")
    again = vault.session()
    assert again.browse.jump("ada")[0].name == "Ada Zell"


def test_a_table_of_other_names_counts_and_a_broken_one_is_said(tmp_path: Path) -> None:
    table = b"| Name | Aliases |\n|--|--|\n| Bo Lin | Bobby |\n"
    notes = {**NOTES, "Work/People/_MANIFEST.md": table, "Work/aliases.yaml": b"Ada Quill: [Q]\n"}
    vault, session = opened(tmp_path, notes)
    assert [row.name for row in session.browse.of("bobby")] == ["Bo Lin"]
    assert session.browse.entities().rows[ADA].aliases == ("Addie", "Q")
    vault.write("Work/aliases.yaml", b"{ broken")
    session.rescan()
    assert session.browse.entities().rows[ADA].aliases == ("Addie",)
    [problem] = session.browse.problems
    assert problem.startswith("Work/aliases.yaml cannot be read as YAML")
    named = Config(alias_files=("Tables/who.yml",))
    vault.write("Tables/who.yml", b"Bo Lin: [Roberto]\n")
    assert [row.name for row in vault.session(config=named).browse.of("Roberto")] == ["Bo Lin"]


@pytest.mark.parametrize(
    ("path", "data", "says"),
    [
        ("aliases.yaml", b"Ada Quill: [Q]\n" + b"#" * MAX_BYTES, "aliases.yaml is longer than 256 kB"),
        ("aliases.yaml/x.md", b"x", "aliases.yaml is no note: it is a folder"),
        ("else.yaml", b"Ada Quill: [Q]\n", "who.yml is not there; aliases.files in the settings names it"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_had_is_said(
    tmp_path: Path, path: str, data: bytes, says: str
) -> None:
    config = Config(alias_files=("aliases.yaml", *["who.yml"] * (path == "else.yaml")))
    _, session = opened(tmp_path, {**NOTES, path: data}, config)
    assert session.browse.entities().rows[ADA].aliases == ("Addie",)
    assert [problem.startswith(says) for problem in session.browse.problems] == [True]


def test_a_table_is_read_once(tmp_path: Path) -> None:
    vault, session = opened(tmp_path, {**NOTES, "aliases.yaml": b"Bo Lin: [Bobby]\n"})
    session.browse.prepare()
    vault.append(BO, b"more\n")
    session.refresh([NotePath(BO)])
    session.vault.read = lambda _: b""  # type: ignore[method-assign,assignment]  # must not be asked
    assert [row.name for row in session.browse.of("bobby")] == ["Bo Lin"]


def test_what_is_wrong_with_entities_is_said_and_nothing_is_touched(tmp_path: Path) -> None:
    notes = {
        "A/People/Ada/README.md": b"x",
        "B/People/Ada/README.md": b"---\naliases: [Bo]\n---\n",
        "A/People/Bo.md": b"---\ntype: customer\n---\n",
        "A/ROB/Table/2026-01-01 - A.md": b"x",
        "Firms/Ox.md": b"---\ntype: customer\n---\n",
    }
    vault, session = opened(tmp_path, notes)
    files = vault.files()
    entities = session.browse.entities()
    assert {key: [badge.code for badge in row.badges] for key, row in entities.rows.items()} == {
        "A/People/Ada/README.md": ["same-name"],
        "B/People/Ada/README.md": ["same-name", "taken-alias"],
        "A/People/Bo.md": ["other-type"],
        "A/ROB/Table": ["no-page"],
        "Firms/Ox.md": ["wrong-folder"],
    }
    assert len(session.browse.of("Ada")) == 2
    assert vault.files() == files


def test_a_demo_vault_is_browsed_as_its_book_says(tmp_path: Path) -> None:
    write_demo(str(tmp_path / "vault"), notes=200, seed=3, today=date(2026, 1, 6))
    session = Vault(tmp_path, {}).session()
    browse = session.browse
    rows = browse.entities().rows.values()
    known = {row.name for row in rows}
    assert {namesakes.ACCENT, namesakes.EN_DASH, namesakes.HYPHEN, namesakes.COMMA_FOLDER} <= known
    [zoe] = browse.of("zoe larkmoor")
    assert (zoe.name, zoe.aliases) == (namesakes.ACCENT, ("Zoe Larkmoor", "Zoé"))
    assert {row.name for row in browse.of(namesakes.HYPHEN)} == {namesakes.HYPHEN}
    assert len(browse.of("anneli reed tarn")) == 2
    assert {badge.code for badge in browse.of(namesakes.EN_DASH)[0].badges} == {"same-name"}
    assert {badge.code for row in rows if row.type == "rob" for badge in row.badges} == {"no-page"}
    assert len(browse.of("Jonas Fairbrook")) == 1
    for row in rows:
        if row.path and row.name not in {namesakes.EN_DASH, namesakes.HYPHEN}:
            assert browse.jump(row.name, 1)[0].key == row.key
        assert len(browse.tasks(row.key)) == row.open_tasks + row.proposals
        assert len({place.path for place in browse.backlinks(row.key)}) == row.backlinks


def test_who_has_no_page_in_a_demo_vault_is_who_its_book_gave_none(tmp_path: Path) -> None:
    today = date(2026, 1, 6)
    write_demo(str(tmp_path / "vault"), notes=200, seed=3, today=today)
    cast = _cast(plan_parts(200, 3, today)[0])
    session = Vault(tmp_path, {}).session()
    names = {one.name: one for one in session.browse.names()}
    owners = {
        owner for task in session.snapshot.tasks.values() for owner in task.owners if task.open
    }
    strangers = owners & {*cast.strangers, *cast.archived}
    assert len(strangers) > 3
    assert strangers <= names.keys()
    assert not names.keys() & {person.name for person in cast.people}
    assert names[AUTHOR].kinds == ("participant",)
    assert {one.entity.name for one in names["Hollis"].candidates} == {
        cast.people[0].name,
        namesakes.misspelt(cast.people[0].name),
    }
    assert [name for name, one in names.items() if one.placeholder] == ["TBD"]


def test_whatever_changes_it_is_as_opened_anew(tmp_path: Path) -> None:
    vault, session = opened(tmp_path, {})
    for number, path in enumerate(PATHS * 3):
        text = TEXTS[(number * 7 + number // 5) % len(TEXTS)]
        vault.write(path, text.encode())
        session.refresh([NotePath(path)])
        fresh = vault.session()
        mine, others = session.browse.entities(), fresh.browse.entities()
        assert dict(mine.rows) == dict(others.rows)
        assert mine.keys == others.keys
        for key in mine.keys:
            assert session.browse.backlinks(key) == fresh.browse.backlinks(key)
        fresh.close()


class Words:
    """What counts words, as far as it is asked here."""

    def __init__(self, *lines: tuple[str, int, str]) -> None:
        self.lines = [(NotePath(path), line, spelling) for path, line, spelling in lines]
        self.known = Counter(spelling for _, _, spelling in lines)
        self.are_known = True

    def mentions(self, spellings: Iterable[str]) -> list[tuple[NotePath, int, str]]:
        wanted = set(map(folded, spellings))
        return [one for one in self.lines if one[2] in wanted]

    def counts(self) -> Mapping[str, int]:
        return self.known


def test_mentions_are_lines_of_other_notes(tmp_path: Path) -> None:
    vault, session = opened(tmp_path)
    both = (BO, 1, "ada quill"), (BO, 1, "addie"), (INBOX, 0, "addie"), (INBOX, 0, "bo lin")
    session.words = Words(*both)  # type: ignore[assignment]  # as far as it is asked
    rows = session.browse.entities("", "mentions").rows
    assert {row.name: row.mentions for row in rows.values()} == {"Ada Quill": 2, "Bo Lin": 1}
    assert [(place.path, place.text) for place in session.browse.mentions(ADA)] == [
        (INBOX, "- [ ] Write to [[Bo Lin]] @Addie"),
        (BO, "See [[Ada Quill]]."),
    ]
    vault.append(BO, b"- [ ] x\n")
    session.refresh([NotePath(BO)])
    session.words = Words((ADA, 3, "bo lin"))  # type: ignore[assignment]  # as above
    rows = session.browse.entities().rows
    assert {row.name: row.mentions for row in rows.values()} == {"Ada Quill": 0, "Bo Lin": 1}
