"""What is worked out once a folder is what the path says."""

from hypothesis import given
from hypothesis import strategies as st

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
