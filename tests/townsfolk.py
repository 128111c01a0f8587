"""A small vault of people and projects that link to each other, and the Entities pane on it."""

from collections.abc import Sequence

from piloting import Desk

from tui.screens.entities import EntitiesPane

ADA = "Work/People/Ada Quill/README.md"
BO = "Work/People/Bo Lin/README.md"
CAI = "Work/People/Cai Moss/README.md"
PILOT = "Work/Projects/Pilot/README.md"
SYNC = "Work/People/Ada Quill/2026-01-02 - Sync.md"
PEOPLE = {
    ADA: "---\ntype: people\naliases: [Quilla]\n---\n# Ada Quill\n\n## Facts\n\n"
    "Works with [[Bo Lin]] on [[Pilot|the pilot]], see [[Nowhere to be found]] and [[Bo Linn]].\n"
    "[the sync](2026-01-02%20-%20Sync.md#Plan) https://example.org/a `[[code]]`\n\n"
    "| who | what |\n|---|---|\n| [[Cai Moss]] | a good deal |\n",
    SYNC: "---\ntitle: Sync\ndate: 2026-01-02\n---\n# Sync\n\n- [?] Send the deck @Myself\n"
    "- [ ] Book the room @Bo Lin\n\n## Plan\n\nAsk [[Bo Lin]] again.\n" + "more\n\n" * 30,
    BO: "---\ntype: people\ntags: [needs-review]\n---\n# Bo Lin\n\nKnows [[Ada Quill]].\n",
    CAI: "# Cai Moss\n\nKnows nobody.\n",
    PILOT: "# Pilot\n\nLed by [[Ada Quill]]; [[Twin]].\n- [?] Start it @Ada Quill\n",
    "Work/Projects/Bare/2026-01-03 - Talk.md": "# Talk\n\n- [?] Think\n",
    "A/Twin.md": "one\n",
    "B/Twin.md": "other\n",
}
"""Three people and two projects, one of those without a page."""


def as_bytes(notes: dict[str, str] = PEOPLE) -> dict[str, bytes]:
    """As a vault is written."""
    return {path: text.encode() for path, text in notes.items()}


def pane(desk: Desk) -> EntitiesPane:
    """The Entities pane."""
    return desk.app.main.entities


def names(desk: Desk) -> Sequence[str]:
    """What the list shows: names, and `# type` for a header."""
    listing = pane(desk).listing
    found = []
    for id in pane(desk).list.ids:
        group = listing.group(id)
        found.append(listing.rows[id].name if group is None else f"# {group.type}")
    return found


def under(desk: Desk) -> str:
    """Who is under the cursor."""
    row = pane(desk).listing.rows.get(pane(desk).list.cursor_id or "")
    return row.name if row else ""


def read(desk: Desk) -> str:
    """The title of the note that is shown."""
    page = pane(desk).note.page
    return page.title if page and not pane(desk).rows.display else ""


def places(desk: Desk) -> Sequence[str]:
    """The rows of the tab."""
    return [desk_row.strip() for desk_row in drawn(desk)]


def drawn(desk: Desk) -> Sequence[str]:
    """The rows of the tab as they stand on the screen, but for what is empty."""
    rows = pane(desk).rows
    lines = [rows.render_line(y).text for y in range(rows.size.height)]
    return [line for line in lines[: len(rows.ids)] if rows.display]
