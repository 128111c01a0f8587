from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaults import PATHS, snapshot, steps

from core.belongings import Belongings, Figures
from core.config import Config
from core.demo import write_demo
from core.directory import Directory, table_places
from core.entities import Entity
from core.index.snapshot import Snapshot

TYPES = Config().entities
TABLES = ({}, {"Ada Quill": ("Addie", "Bo")}, {"Bo Lin": ("Bo",), "Ada": ("Ada Quill", "a@x.example")})  # fmt: skip
TARGETS = ("Ada", "Ada Quill", "Bo", "Bo Lin", "Sync", "Ox, Inc.", "README", "Contacts/Bo", "Plain", "Nobody", "Addie")  # fmt: skip


def directory(shot: Snapshot, tables: Mapping[str, tuple[str, ...]] | None = None) -> Directory:
    bare = Directory.of(shot, TYPES, vault="Notes")
    return bare.updated(shot, tables) if tables else bare


def facts(one: Directory) -> object:
    """All that a directory answers."""
    identity = one.identity
    badges = {entity: identity.badges(entity) for entity in identity}
    meant = {text: identity.named(text) for text in (*TARGETS, "a@x.example", "ada@x.example")}
    led = {(text, path): one.links.resolve(text, path, offer=True) for text in TARGETS for path in ("Plain.md", "Contacts/Bo/Bo.md")}  # fmt: skip
    return badges, meant, led


def counted(one: Belongings) -> dict[Entity, object]:
    return {
        entity: (
            one.figures(entity),
            one.notes(entity),
            {task.id for task in one.tasks(entity)},
        )
        for entity in one.directory.identity
    }


@given(steps, st.lists(st.sampled_from(TABLES), min_size=6, max_size=6), st.sets(st.sampled_from(PATHS)))  # fmt: skip
def test_a_directory_kept_up_to_date_is_the_one_made_anew(
    changes: list[dict[str, str]], tables: list[dict[str, tuple[str, ...]]], others: set[str]
) -> None:
    shot = Snapshot()
    kept = directory(shot)
    have = Belongings(kept)
    for change, table in zip(changes, tables, strict=False):
        out = {path for path in others if path not in change and path not in shot.notes}
        shot = snapshot(change, shot, out)
        older = counted(have)
        kept = kept.updated(shot, table)
        have, touched = have.updated(kept)
        fresh = directory(shot, table)
        assert facts(kept) == facts(fresh)
        assert counted(have) == counted(Belongings(fresh))
        homes = {entity.home: one for entity, one in older.items()}
        for entity, one in counted(have).items():
            assert entity.home in touched or entity.home not in homes or one[0] == homes[entity.home][0]  # fmt: skip


def test_nothing_is_made_again_that_did_not_change() -> None:
    first = directory(snapshot({PATHS[0]: "# Ada\n", "Plain.md": "x\n"}))
    second = first.updated(snapshot({"Plain.md": "- [ ] y\n"}, first.snapshot))
    assert second.identity is first.identity
    assert second.links is first.links
    third = second.updated(snapshot({PATHS[1]: "- [ ] y\n"}, second.snapshot))
    assert third.identity is not first.identity
    assert third.identity.means_the_same(first.identity)
    assert not third.links.means_the_same(first.links)


def figures(notes: Mapping[str, str], name: str) -> Figures:
    have = Belongings(directory(snapshot(notes)))
    [entity] = have.directory.identity.named(name)
    return have.figures(entity)


def test_tasks_are_counted_in_its_notes_and_wherever_it_owns_them() -> None:
    notes = {
        "People/Ada Quill/README.md": "---\naliases: [Addie]\n---\n- [ ] on the page\n",
        "People/Ada Quill/2026-01-02 - Sync.md": "- [?] hers @Ada Quill\n- [ ] ours @Bo\n- [x] done @Ada Quill\n",
        "TASKS_INBOX.md": "- [ ] far away @Addie\n- [?] both @Ada Quill @Addie\n- [ ] no @Ada\n",
    }  # fmt: skip
    assert figures(notes, "Ada Quill") == Figures(3, 2, 1, "2026-01-02")


def test_an_owner_that_may_be_two_is_neither() -> None:
    notes = {"A/People/Ada/README.md": "x", "B/People/Ada/README.md": "x", "x.md": "- [ ] a @Ada\n"}
    have = Belongings(directory(snapshot(notes)))
    assert {have.figures(one).open_tasks for one in have.directory.identity} == {0}


def test_an_owner_is_a_person_where_a_project_has_the_name_too() -> None:
    notes = {"People/Atlas.md": "x", "Projects/Atlas/README.md": "x", "x.md": "- [ ] a @Atlas\n"}
    have = Belongings(directory(snapshot(notes)))
    assert {one.type: have.figures(one).open_tasks for one in have.directory.identity} == {
        "people": 1,
        "projects": 0,
    }


@pytest.mark.parametrize(
    ("said", "newest"),
    [("2026-03-01", "2026-03-01"), ("2025-03-01", "2026-01-02"), ("unknown", "2026-01-02"), ("2026-03-01T10:00", "2026-03-01")],
)  # fmt: skip
def test_the_last_contact_is_the_newest_of_the_page_and_its_notes(said: str, newest: str) -> None:
    notes = {
        "People/Ada/README.md": f"---\nlast_contact: '{said}'\n---\n",
        "People/Ada/2026-01-02 - Sync.md": "x",
    }
    assert figures(notes, "Ada").last_contact == newest


def test_tables_are_looked_for_where_entities_are() -> None:
    who = directory(snapshot({"Work/People/Ada/README.md": "x", "C/Bo.md": "---\ntype: people\n---\n"}))  # fmt: skip
    assert table_places(("_M.md", "Conf/a.yaml"), who.identity, TYPES) == (
        "_M.md",
        "Work/_M.md",
        "Work/People/_M.md",
        "Conf/a.yaml",
    )


def test_a_demo_vault_is_kept_up_to_date_note_by_note(tmp_path: Path) -> None:
    write_demo(str(tmp_path / "v"), notes=160, seed=5, today=date(2026, 1, 6))
    texts = {
        file.relative_to(tmp_path / "v").as_posix(): file.read_bytes().decode("utf-8", "surrogateescape")
        for file in sorted((tmp_path / "v").rglob("*.md"))
    }  # fmt: skip
    notes = {path: text for path, text in texts.items() if "_archive" not in path}
    half = dict(list(notes.items())[::2])
    shot = snapshot(half)
    kept, whole = directory(shot), snapshot(notes)
    have = Belongings(kept)
    for path, text in notes.items():
        if path not in half:
            shot = snapshot({path: text}, shot)
            kept = kept.updated(shot)
            have, _ = have.updated(kept)
    fresh = Belongings(directory(whole))
    assert {one.key: have.figures(one) for one in kept.identity} == {
        one.key: fresh.figures(one) for one in fresh.directory.identity
    }
