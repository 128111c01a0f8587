"""A small vault in which something waits of every kind, and the Inbox on it."""

from collections.abc import Sequence
from pathlib import Path

from piloting import Desk
from townsfolk import ADA, BO, PILOT

from core.inbox.items import InboxRow
from tui.lines.inbox import HEADINGS
from tui.screens.inbox import InboxPane

MAIL = "Inbox/2026-01-05_mail.md"
TALK = "Inbox/talk.md"
PLAN = "Inbox/plan.pdf"
SYNC = "Work/People/Ada Quill/2026-01-04 - Sync.md"
SYNC_TOO = "Work/Projects/Pilot/2026-01-04 - Sync on the pilot.md"
CHAT = "Work/People/Bo Lin/2026-01-03 - Chat.md"
CAPTURED = "TASKS_INBOX.md"
FILES = {
    ADA: "---\ntype: people\n---\n# Ada Quill\n",
    BO: "---\ntype: people\n---\n# Bo Lin\n",
    PILOT: "---\ntype: projects\n---\n# Pilot\n",
    MAIL: "# Racks\n\n- Exported: 2026-01-05 10:00:00\n- Messages: 1\n\n---\n\n"
    "## 2026-01-05 09:00:00 — Ada Quill <ada@quill.example>\n\n**Subject:** Racks\n\n"
    "Please count the racks.\n",
    TALK: "---\ntype: transcript\ndate: 2026-01-04\n---\n# Talk\n\n## Transcript\n\n"
    "[00:01] Bo Lin: I will paint the door.\n[00:09] Cy: Good.\n",
    SYNC: "---\ntitle: Sync\ndate: 2026-01-04\nsource_ref: Sources/sync.md\n---\n# Sync\n\n"
    "- [?] Send the deck @Myself #task #proposed\n- [?] Book the room @Bo Lin #task #proposed\n"
    "- [ ] Old thing\n- [?] Order badges @Myself #task #proposed\n",
    SYNC_TOO: "---\ntitle: Sync on the pilot\ndate: 2026-01-04\nsource_ref: Sources/sync.md\n---\n"
    "- [?] Send the deck soon @Myself #task #proposed\n",
    CHAT: "---\ntitle: Chat\ndate: 2026-01-03\nsource_ref: Sources/chat.md\n---\n"
    "- [?] Water the plant @Myself #task #proposed\n- [?] Sweep @Myself #task #proposed\n",
    "Sources/sync.md": "what was said at the sync\n",
    "Sources/chat.md": "what was said in the chat\n",
}
TITLES = ["plan.pdf", "Racks", "Talk", "Sync ×2", "Chat"]
"""What waits, as the list has it at first."""


def as_bytes(files: dict[str, str] = FILES) -> dict[str, bytes]:
    """As a vault is written."""
    return {path: text.encode() for path, text in files.items()} | {PLAN: b"%PDF-1.7\n"}


def pane(desk: Desk) -> InboxPane:
    """The Inbox."""
    return desk.app.main.inbox


def rows(desk: Desk) -> Sequence[InboxRow]:
    """The items in the list."""
    listing = pane(desk).listing
    return [row for id in pane(desk).list.ids if (row := listing.get(id)) is not None]


def titles(desk: Desk) -> list[str]:
    """What the list shows: titles, and how many where a row is folded."""
    unfolded = pane(desk).unfolded
    return [
        f"{row.title} ×{len(row.others) + 1}"
        if row.others and row.id not in unfolded
        else row.title
        for row in rows(desk)
    ]


def headings(desk: Desk) -> list[str]:
    """The headings that stand in the list."""
    return [HEADINGS[id] for id in pane(desk).list.ids if id in HEADINGS]


def under(desk: Desk) -> str:
    """What is under the cursor."""
    row = pane(desk).item
    return row.title if row else ""


def lit(desk: Desk) -> str:
    """The line that is lit in what is read."""
    page = pane(desk).note.page
    return next((line.text for line in page.lines if line.mark), "") if page else ""


def files(folder: Path) -> dict[str, bytes]:
    """Everything that lies in the vault, but for its settings."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".obsidian" not in path.parts
    }


async def go_to(desk: Desk, title: str) -> None:
    """Put the cursor on an item."""
    row = next(row for row in rows(desk) if row.title == title)
    pane(desk).list.go_to(row.id)
    await desk.settle()
