from hypothesis import given
from vaults import rows, snapshot, steps
from written import InMemory

from core.backlinks import Backlinks, links_to_note
from core.config import Config
from core.directory import Directory
from core.index.snapshot import Snapshot
from core.path import NotePath

TYPES = Config().entities
ADA, BO = "Work/People/Ada Quill/README.md", "Work/People/Bo Lin/README.md"


def vault(notes: dict[str, str]) -> tuple[Directory, InMemory]:
    written = InMemory()
    written.take(rows(path, text) for path, text in notes.items())
    return Directory.of(snapshot(notes), TYPES, vault="Notes"), written


def places(notes: dict[str, str], name: str) -> list[tuple[str, int]]:
    directory, written = vault(notes)
    [entity] = directory.identity.named(name)
    links = Backlinks(directory, written)
    found = [(path, link.line) for path, link in links.links(entity, written)]
    assert links.count(entity) == len({path for path, _ in found})
    return found


def test_every_way_to_link_to_a_page_counts() -> None:
    notes = {
        ADA: "---\naliases: [Addie]\n---\n# Ada\n[[Ada Quill]]\n",
        "a.md": "x\n[[Ada Quill]] [[Addie|her]]\n[[Work/People/Ada Quill/README.md]]\n",
        "b.md": f"[her]({ADA.replace(' ', '%20')}) ![[ada quill#Facts]]\n",
        "c.md": "---\nwho: '[[Ada Quill]]'\n---\n`[[Ada Quill]]` [[Nobody]] [[a]]\n",
        "Work/People/Ada Quill/2026-01-02 - Sync.md": "[up](README.md)\n",
        "Work/People/Bo/2026-01-02 - Sync.md": "[up](README.md) https://x.example\n",
    }
    assert places(notes, "Ada Quill") == [
        ("Work/People/Ada Quill/2026-01-02 - Sync.md", 0),
        ("a.md", 1),
        ("a.md", 1),
        ("a.md", 2),
        ("b.md", 0),
        ("b.md", 0),
        ("c.md", 1),
    ]


def test_an_entity_without_a_page_has_links_too() -> None:
    notes = {"Work/ROB/Round Table/2026-01-02 - Sync.md": "x", "a.md": "[[Round Table]]\n"}
    assert places(notes, "Round Table") == [("a.md", 0)]


def test_a_link_that_may_mean_two_pages_is_the_one_that_obsidian_opens() -> None:
    notes = {
        "A/People/Ada.md": "x",
        "B/People/Ada.md": "x",
        "A/note.md": "[[Ada]]\n",
        "B/note.md": "[[Ada]]\n",
    }
    directory, written = vault(notes)
    links = Backlinks(directory, written)
    found = {
        one.home: [path for path, _ in links.links(one, written)] for one in directory.identity
    }
    assert found == {"A/People/Ada.md": ["A/note.md"], "B/People/Ada.md": ["B/note.md"]}


def test_links_to_a_note_that_is_nobodys_page() -> None:
    notes = {"2026-01-02 - Sync.md": "# Sync of the two\n", "a.md": "[[2026-01-02 - Sync]]\n[[sync of the two]]\n", "b.md": "[x](2026-01-02%20-%20Sync.md)\n"}  # fmt: skip
    directory, written = vault(notes)
    found = links_to_note(directory, NotePath("2026-01-02 - Sync.md"), written)
    assert [(path, link.line) for path, link in found] == [("a.md", 0), ("a.md", 1), ("b.md", 0)]


@given(steps)
def test_links_kept_up_to_date_are_those_looked_up_anew(changes: list[dict[str, str]]) -> None:
    written, shot = InMemory(), Snapshot()
    directory = Directory.of(shot, TYPES, vault="Notes")
    kept = Backlinks(directory, written)
    for change in changes:
        before = {one.home: kept.count(one) for one in directory.identity}
        shot = snapshot(change, shot)
        gone = [NotePath(path) for path, text in change.items() if not text]
        written.take([rows(path, text) for path, text in change.items() if text], gone)
        directory = directory.updated(shot)
        kept, touched = kept.updated(directory, written)
        fresh = Backlinks(directory, written)
        for one in directory.identity:
            assert kept.count(one) == fresh.count(one)
            assert list(kept.links(one, written)) == list(fresh.links(one, written))
            assert one.home in touched or before.get(one.home, 0) == kept.count(one)
