"""Rows that an earlier version kept must not be taken for what this one would have read.

Where this fails, the rows of a note say something else than they did: give `core.index.columns.SCHEMA` the
next number and write the new pair down here. Where only these notes changed, keep the number.
"""

import hashlib
import json

from vaults import rows

from core.index.columns import CREATE, SCHEMA, Columns

KNOWN = (5, "5e367794fdc925f4")
"""The schema, and a digest of what it makes of these notes."""
NOTES = {
    "Work/People/Ada Quill/README.md": (
        "---\ntitle: Ada\ntype: people\naliases: [Addie]\nemail: a@x.example\nauto_created: true\n"
        "role:\ntags:\n  - type/people\n  - needs-review\nlast_contact: 2026-01-02\ncompany: Oxbow\n---\n# Ada Quill\n"
        "## Key Facts\n- likes eels, see [[Bo Tarn|Bo]] and [a plan](../Plan.md#now)\n"
    ),
    "Work/People/Ada Quill/2026-01-03 - Sync.md": (
        "---\ndate: 2026-01-03\ntype: people\nperson: Ada Quill\nparticipants: [Ada Quill, Bo]\n"
        "source_ref: /home/x/Notes/Sources/sync.md\n---\n# Sync\n## Action Items\n"
        "- [?] Send the deck @Myself \N{CALENDAR} 2026-01-09 \N{BLACK UP-POINTING DOUBLE TRIANGLE} #task #proposed\n"
        "- [ ?] Broken mark @Bo (of Acme, Inc.)\n- [x] Done \N{WHITE HEAVY CHECK MARK} 2026-01-04\n"
        "- [ ] twin\n- [ ] twin\n [?] no bullet \N{CALENDAR} 2026-02-31\n- [ ] late \N{CALENDAR} 2026-02-31\n```\n- [ ] in a fence\n```\n*Source: [[sync]]*\n"
    ),
    "TASKS_INBOX.md": "- [ ] mine by its place [due:: 2026-02-01]\n",
    "Inbox/mail.md": "# Subject\r\r- Messages: 1\r",
    "Work/Odd.md": "---\n: [\n---\n- [/] started\r\n",
}


def digest() -> str:
    """Of every column of every row; a file's time is none of it."""
    columns = Columns(1)
    for path, text in NOTES.items():
        made = rows(path, text)
        columns.add(made._replace(note=made.note._replace(mtime_ns=1)))
    kept = [CREATE, columns.notes, columns.tasks, columns.links, columns.people, columns.properties]
    return hashlib.blake2b(json.dumps(kept, default=repr).encode(), digest_size=8).hexdigest()


def test_rows_that_mean_something_else_have_another_schema() -> None:
    assert (SCHEMA, digest()) == KNOWN
