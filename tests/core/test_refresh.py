"""What lies outside of the scope, kept true as files come, go and move."""

from pathlib import Path

import pytest
from sessions import Place

from core.path import NotePath

NOTES = {
    "Work/a.md": b"- [?] call\n",
    "Sources/s.md": b"said\n",
    "Inbox/photo.jpg": b"jpg",
    "Work/deep/plan.pdf": b"pdf",
}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, NOTES)


MOVES = [
    ("Work/a.md", "Sources/a.md"),
    ("Sources/s.md", "Work/s.md"),
    ("Sources/s.md", "Work/_archive/s.md"),
    ("Inbox/photo.jpg", "Work/photo.jpg"),
    ("Inbox/photo.jpg", ".trash/photo.jpg"),
    ("Work/a.md", ".trash/a.md"),
    ("Work/a.md", "Work/a.txt"),
    ("Work/deep/plan.pdf", "node_modules/plan.pdf"),
]


@pytest.mark.parametrize(("path", "to"), MOVES)
def test_a_file_that_moves_is_known_where_it_is(place: Place, path: str, to: str) -> None:
    session = place.session()
    for source, target in ((path, to), (to, path)):
        (place.root / target).parent.mkdir(parents=True, exist_ok=True)
        (place.root / source).rename(place.root / target)
        session.refresh([NotePath(source), NotePath(target)])
        anew = place.session()
        assert session.snapshot.others == anew.snapshot.others
        assert set(session.snapshot.notes) == set(anew.snapshot.notes)
        assert set(session.snapshot.tasks) == set(anew.snapshot.tasks)


def test_what_did_not_change_makes_no_snapshot(place: Place) -> None:
    session = place.session()
    before = session.snapshot
    assert session.refresh(map(NotePath, NOTES)) == frozenset()
    assert session.snapshot is before


def test_a_folder_is_no_file_and_a_link_is_one(place: Place) -> None:
    session = place.session()
    (place.root / "Work/link.jpg").symlink_to(place.root / "Inbox/photo.jpg")
    session.refresh([NotePath("Work/deep"), NotePath("Work/link.jpg")])
    assert session.snapshot.others == place.session().snapshot.others
