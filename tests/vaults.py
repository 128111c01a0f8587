"""Snapshots made of literal notes, and vaults of all that makes identity difficult."""

from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path

from hypothesis import strategies as st

from core.config import Config
from core.index.build import note_rows
from core.index.snapshot import NoteRows, Snapshot
from core.note import parse_note
from core.path import NotePath
from core.statuses import parse_settings
from core.vault import FileStat

SETTINGS = parse_settings(None)
_times = count(1)


def rows(path: str, text: str, config: Config | None = None) -> NoteRows:
    """A note as it is read, at another time than any before it."""
    data = text.encode("utf-8", "surrogateescape")
    file = FileStat(NotePath(path), len(data), next(_times), 1)
    return note_rows(parse_note(file.path, data, SETTINGS), file, SETTINGS, config or Config())


def snapshot(
    notes: Mapping[str, str], before: Snapshot | None = None, others: Iterable[str] = ()
) -> Snapshot:
    """The vault with these notes changed, those of no text gone."""
    before = before or Snapshot()
    there = [rows(path, text) for path, text in notes.items() if text]
    gone = [NotePath(path) for path, text in notes.items() if not text]
    hidden = frozenset(map(NotePath, others))
    return before.folded(there, gone, others=before.others if hidden == before.others else hidden)


def write(root: Path, notes: Mapping[str, str]) -> None:
    for path, text in notes.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


PATHS = (
    "Work/People/Ada Quill/README.md", "Work/People/Ada Quill/2026-01-02 - Sync.md", "Work/People/Bo Lin.md",
    "Work/People/Bo Lin/2026-01-03 - Call.md", "Work/Projects/Ada/README.md", "Other/People/ada quill/README.md",
    "Contacts/Bo/README.md", "Contacts/Bo/2026-01-04 - Talk.md", "Contacts/Bo/Bo.md", "TASKS_INBOX.md", "Plain.md",
    "Work/Customers/Ox, Inc./Ox, Inc..md", "Work/Customers/Ox, Inc./2026-01-01 - First.md",
)  # fmt: skip
"""Some of them pages of the same name, or of a type by what they say only."""
TEXTS = (
    "", "# Ada\n", "---\ntype: people\n---\n- [?] Ask @Bo #task\n", "---\ntype: person\naliases: [Ada, Bo]\n---\n",
    "---\ntitle: Bo Lin\nlast_contact: 2026-03-01\n---\n- [ ] a @Ada Quill\n- [x] b @Ada\n- [/] c @Bo\n",
    "- [?] one @Ada\n- [ ] two @Bo Lin @Ada\n[[Ada Quill]] and [[Bo]], *Source: [[Sync]]*\n",
    "---\ntags: [person/ada-quill, needs-review]\nemail: ada@x.example\n---\n- [ ] x @ada@x.example\n",
    "[[Contacts/Bo/README]] [x](README.md) [[Ox, Inc.]] [[Nobody]] ![[Ada Quill]]\n",
    "---\ntype: customer\nparticipants: [Ada, Speaker 1, Nell Thorn]\nperson: Nell Thorn\n---\n[[Ada]]\n",
)  # fmt: skip

steps = st.lists(
    st.dictionaries(st.sampled_from(PATHS), st.sampled_from(TEXTS), min_size=1, max_size=4), max_size=6
)  # fmt: skip
"""Changes of a vault, one after the other."""
