"""What is worked out once a folder is what the path says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaults import rows

from core.config import Config
from core.entities import has_arrived, place_of
from core.index.build import _Placing
from core.path import NotePath

PARTS = st.sampled_from(
    ["People", "Projects", "Ana Ruiz", "Inbox", "_drafts", "_bins", "Work", "2026-01-02 - x", "README.md", "_x"]
)  # fmt: skip
NAMES = st.sampled_from(
    ["README.md", "_MANIFEST.md", "_x.md", "2026-01-02 - a.md", "Ana Ruiz.md", "a.md", "x", ".md"]
)
PATHS = st.builds(
    lambda parts, name: NotePath("/".join([*parts, name])), st.lists(PARTS, max_size=5), NAMES
)


@given(st.lists(PATHS, max_size=12))
def test_a_folder_says_of_each_note_what_its_path_says(paths: list[NotePath]) -> None:
    config = Config()
    placing = _Placing(config)
    for path in paths:
        assert placing.of(path) == (
            place_of(path, config.entities),
            has_arrived(path, config.inbox),
        )


@pytest.mark.parametrize(
    ("path", "mine"),
    [
        ("Notes/Captured.md", True),
        ("Work/Notes/Captured.md", True),
        ("Captured.md", False),
        ("Other Notes/Captured.md", False),
    ],
)
def test_a_capture_file_in_a_folder_is_mine(path: str, mine: bool) -> None:
    made = rows(path, "- [?] ring the lock keeper\n", Config(capture_file="Notes/Captured.md"))
    assert [task.mine for task in made.tasks] == [mine]
