import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.entities import Homes, has_arrived, home_of, place_of
from core.path import NotePath

TYPES = {"People": "people", "Customers and Partners": "customer", "Projects": "projects"}
INBOX = ("Inbox", "Inbox/_drafts")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("Work/People/Ada Quill/README.md", ("Ada Quill", "people", True)),
        ("Work/People/Ada Quill/2026-01-02 - Sync.md", ("Ada Quill", "people", False)),
        ("Work/People/Ada Quill/deep/README.md", ("Ada Quill", "people", False)),
        ("Work/Customers and Partners/Acme, Inc./x.md", ("Acme, Inc.", "customer", False)),
        ("People/Bo Lin.md", ("Bo Lin", "people", True)),
        ("Work/People/README.md", None),
        ("Work/People/_MANIFEST.md", None),
        ("People.md", None),
        ("Work/People/2026-01-02 - Sync.md", None),
        ("Daily/2026-01-02.md", None),
    ],
)
def test_a_note_belongs_to_the_folder_below_a_type(path: str, place: object) -> None:
    assert place_of(NotePath(path), TYPES) == place


@pytest.mark.parametrize(
    ("path", "waits"),
    [
        ("Inbox/Email/a.md", True),
        ("Inbox/a.md", True),
        ("Inbox/_bins/a.md", False),
        ("Inbox/_drafts/replies/a.md", True),
        ("Inbox/_drafts/_old/a.md", False),
        ("Inboxes/a.md", False),
        ("Work/Inbox/a.md", False),
    ],
)
def test_a_file_waits_in_an_inbox_folder(path: str, *, waits: bool) -> None:
    assert has_arrived(NotePath(path), INBOX) is waits


_PARTS = st.sampled_from(
    ["Work", "People", "Projects", "Ada Quill", "README.md", "2026-01-02 - A.md", "_x.md", "Bo.md", "\0"]
)  # fmt: skip


@given(st.lists(st.lists(_PARTS, min_size=1, max_size=5).map("/".join), max_size=8))
def test_a_home_worked_out_once_a_folder_is_the_one_worked_out_alone(paths: list[str]) -> None:
    homes = Homes(TYPES)
    for path in map(NotePath, paths):
        assert homes.of(path) == home_of(path, TYPES)
