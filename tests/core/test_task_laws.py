"""What holds for every verb on every line."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from task_notes import TODAY, VAULT, Notes

from core.actions.intents import (
    Accept,
    Done,
    Intent,
    Reject,
    Reopen,
    SetDue,
    SetOwner,
    SetPriority,
    SetTag,
    SetText,
    Start,
)
from core.edit import Patch, apply, inverse, invert
from core.parse.tasks import parse_line, read_line
from core.statuses import TaskSettings

NESTED = TaskSettings()
DATAVIEW = TaskSettings(format="dataview")
PIECES = st.sampled_from(
    ["Send the deck", " é", " 📅 2026-01-06", " 📅2026-02-31", " ⏫", " 🔼\ufe0f", " #task", " #proposed", "#proposed", " #b⏫",
     " ✅ 2026-01-01", "✅ 2026-01-02", " ❌ 2026-01-01", " 🔁 every day", " @Ana Ruiz", " @TBD", " 🆔 a", " ⛔ a,b", " 🏁 delete",
     " ^blk", "  ", " 📅 TBD", " [due:: 2026-01-06]", "  [completion:: 2026-01-01]", " (priority:: low),", "\u00a0", "\r", "\u2028", "[?] ", " x"]
)  # fmt: skip
TASK_LINES = st.builds(
    "{}[{}]{}{}".format,
    st.sampled_from(["- ", "> * ", "  12)  "]),
    st.sampled_from([" ", "?", "x", "R", "/", "-", " ?", "? ", "🤔"]),
    st.sampled_from([" ", "", "  "]),
    st.lists(PIECES, max_size=7).map("".join),
)
AROUND = st.sampled_from(["", "text\n", "\ufeff\n", "é\r\n", "- [x] other\n\n"])
BEHIND = st.sampled_from(["", "\n", "\r\n", "\nmore é", "\n  - child\n"])
INTENTS = st.sampled_from(
    [
        Accept,
        Reject,
        Start,
        Done,
        Reopen,
        lambda rows: SetDue(rows, TODAY),
        lambda rows: SetDue(rows, None),
        lambda rows: SetPriority(rows, "high"),
        lambda rows: SetPriority(rows, None),
        lambda rows: SetOwner(rows, "Bo Lind"),
        lambda rows: SetOwner(rows, None),
        lambda rows: SetTag(rows, "#new", present=True),
        lambda rows: SetTag(rows, "#task", present=False),
        lambda rows: SetText(rows, "Other words"),
    ]
)
SETTINGS = st.sampled_from([VAULT, NESTED, DATAVIEW, replace(VAULT, recurrence_on_next_line=True)])


@given(AROUND, TASK_LINES, BEHIND, INTENTS, SETTINGS)
def test_bytes_outside_the_line_stay_and_undo_gives_every_byte_back(
    before: str, line: str, behind: str, intent: object, settings: TaskSettings
) -> None:
    notes = Notes(f"{before}{line}{behind}", settings=settings)
    original = next(iter(notes.data.values()))
    number = before.count("\n")
    rows = tuple(row for row in notes.rows() if row.line == number)
    plan = notes.do(intent(rows))  # type: ignore[operator]  # a maker of intents
    changed = next(iter(notes.data.values()))
    assert len(plan.done) + len(plan.unchanged) + len(plan.refused) == len(rows)
    if plan.transaction is None:
        assert changed == original
        return
    (change,) = plan.transaction.changes
    assert isinstance(change, Patch)
    assert apply(changed, invert(change.edits)) == original
    assert inverse(inverse(change)) == change
    start = len(before.encode())
    end = start + len(line.encode())
    removed = b"" if any(b"\n" in edit.old for edit in change.edits) else None
    for edit in change.edits:
        assert start <= edit.span.start <= edit.span.end <= end or removed is not None
    assert changed.startswith(before.encode().rstrip(b"\r\n"))
    assert changed.endswith(
        behind.encode().lstrip(b"\r\n") if removed is not None else behind.encode()
    )


@given(TASK_LINES, INTENTS, SETTINGS)
def test_doing_twice_is_doing_once(line: str, intent: object, settings: TaskSettings) -> None:
    notes = Notes(re.sub("🔁|🏁", "", line), settings=settings)
    plan = notes.do(intent(notes.rows()))  # type: ignore[operator]  # a maker of intents
    once = notes.texts
    again = notes.do(intent(notes.rows()))  # type: ignore[operator]  # a maker of intents
    if not plan.refused:
        assert again.transaction is None
        assert not again.refused
        assert notes.texts == once


@given(TASK_LINES, st.sampled_from([Accept, Reject, Start, Done, Reopen]), SETTINGS)
def test_a_decision_changes_the_status_and_its_days_only(
    line: str, verb: type[Intent], settings: TaskSettings
) -> None:
    line = re.sub("🔁|🏁", "", line).rstrip("\r")
    notes = Notes(line, settings=settings)
    before = read_line(line, settings)
    plan = notes.do(verb(notes.rows()))
    read = parse_line(notes.texts[0], settings)
    if plan.refused or not before:
        return
    assert read
    same = set(before.values) | set(read.values)
    for kind in same - {"done", "cancelled"}:
        assert read.values.get(kind) == before.values.get(kind)
    if read.status != before.status:
        assert read.day("done") in {None, "2026-01-05"}
        assert ("done" in read.values) == (read.status.type == "DONE")
        assert ("cancelled" in read.values) == (read.status.type == "CANCELLED")
