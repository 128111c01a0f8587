"""A story a verb."""

from dataclasses import replace
from datetime import date

import pytest
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
    Snooze,
    Start,
)
from core.edit import Patch, Remember
from core.statuses import Status, TaskSettings

NESTED = TaskSettings()
DATAVIEW = TaskSettings(format="dataview")
WRITTEN = "- [?] Send the deck @Ana Ruiz 📅 2026-01-09 ⏫ #task #proposed #auto"


def after(
    intent_of: type[Intent], line: str, *values: object, settings: TaskSettings = VAULT
) -> str:
    """The line that a verb leaves; `refused: …` where it is refused."""
    notes = Notes(line, settings=settings)
    plan = notes.do(intent_of(notes.rows(), *values))  # type: ignore[call-arg]  # each with its own values
    return f"refused: {plan.refused[0].reason}" if plan.refused else notes.texts[0]


def test_accept_opens_the_proposal_and_takes_the_tag_off() -> None:
    assert after(Accept, WRITTEN) == "- [ ] Send the deck @Ana Ruiz 📅 2026-01-09 ⏫ #task #auto"


@pytest.mark.parametrize(
    ("line", "accepted"),
    [
        ("- [ ?] a #proposed", "- [ ] a"),
        ("- [? ] a", "- [ ] a"),
        ("- [ ] a #task #proposed", "- [ ] a #task"),
        ("- [/] a #proposed", "- [/] a"),
        ("- [/] [?] a", "- [/] a"),
        ("- [?] [?] a", "- [ ] a"),
        ("- [ ] [?] [ ?] a", "- [ ] a"),
        ("- [R] a ❌ 2026-01-01", "- [ ] a"),
        ("- [?] #proposed a", "- [ ] a"),
        ("- [?] a #proposed 📅 2026-01-09 and more #Proposed", "- [ ] a 📅 2026-01-09 and more"),
        ("- [?] a #proposed/x b#proposed", "- [ ] a #proposed/x b#proposed"),
        ("- [?] #proposed #proposed", "- [ ] "),
        ("- [?] a  ^blk", "- [ ] a  ^blk"),
        ("- [?] a 📅 2026-02-31  ", "- [ ] a 📅 2026-02-31  "),
        ("- [?] a\u2028b", "- [ ] a\u2028b"),
    ],
)
def test_accept_writes_what_each_kind_of_proposal_needs(line: str, accepted: str) -> None:
    assert after(Accept, line) == accepted


def test_accept_of_a_done_task_is_refused() -> None:
    assert after(Accept, "- [x] a ✅ 2026-01-01").startswith("refused: it is Done already")


def test_accept_never_toggles_where_the_mark_is_unknown() -> None:
    assert after(Accept, "- [?] a", settings=NESTED) == "- [ ] a"


def test_reject_writes_the_vaults_own_cancelled_status_and_leaves_the_tags() -> None:
    assert after(Reject, WRITTEN) == f"{WRITTEN.replace('[?]', '[R]')} ❌ 2026-01-05"
    assert after(Reject, "- [?] a", settings=NESTED) == "- [-] a ❌ 2026-01-05"
    assert after(Reject, "- [ ?] a", settings=NESTED) == "- [-] a ❌ 2026-01-05"


def test_reject_without_a_cancelled_status_is_refused_and_says_what_to_add() -> None:
    settings = TaskSettings(statuses=NESTED.statuses[:2], where="Personal")
    reason = after(Reject, "- [?] a", settings=settings)
    assert "“Personal”" in reason
    assert "no CANCELLED status: add one" in reason


def test_reject_takes_the_status_of_the_config_if_it_cancels() -> None:
    extra = Status("c", "Off", " ", "CANCELLED")
    notes = Notes("- [?] a", settings=replace(VAULT, statuses=(*VAULT.statuses, extra)))
    notes.config = replace(notes.config, reject_status="c")
    notes.do(Reject(notes.rows()))
    assert notes.texts == ["- [c] a ❌ 2026-01-05"]


def test_start_marks_a_task_in_progress() -> None:
    assert after(Start, "- [?] a #task #proposed") == "- [/] a #task"
    assert after(Start, "- [x] a ✅ 2026-01-01") == "- [/] a"
    assert "no IN_PROGRESS" in after(Start, "- [?] a", settings=TaskSettings(NESTED.statuses[:2]))


def test_done_adds_the_day_behind_the_fields() -> None:
    assert (
        after(Done, "- [ ] a 📅 2026-01-09 #task ^blk")
        == "- [x] a 📅 2026-01-09 #task ✅ 2026-01-05 ^blk"
    )
    assert after(Done, "- [ ] a  ") == "- [x] a ✅ 2026-01-05  "
    assert after(Done, "- [ ]") == "- [x] ✅ 2026-01-05"
    assert after(Done, "- [ ] a ✅ 2020-01-01 #x") == "- [x] a #x ✅ 2026-01-05"
    assert after(Done, "- [ ] a", settings=DATAVIEW) == "- [x] a  [completion:: 2026-01-05]"
    assert after(Done, "- [ ] a", settings=TaskSettings(set_done_date=False)) == "- [x] a"


def test_a_date_that_the_plugin_does_not_read_is_left_alone() -> None:
    line = "- [x] a ✅ 2026-01-01 by Bo"
    assert after(Reopen, line) == "- [ ] a ✅ 2026-01-01 by Bo"


def test_done_of_a_recurring_task_writes_the_next_occurrence_above() -> None:
    line = "- [ ] a 🔁 every week 📅 2026-01-06"
    then = "- [?] a 🔁 every week 📅 2026-01-13"
    done = f"{line.replace('[ ]', '[x]')} ✅ 2026-01-05"
    assert after(Done, f"x\r\n{line}\r\n  - child\r\n") == f"x\r\n{then}\r\n{done}\r\n  - child\r\n"
    below = replace(VAULT, recurrence_on_next_line=True)
    assert after(Done, f"{line}\nx", settings=below) == f"{done}\n{then}\nx"
    assert after(Done, line, settings=below) == f"{done}\n{then}"


@pytest.mark.parametrize(
    ("note", "left"),
    [
        ("x\n- [ ] a 🏁 delete\ny\n", "x\ny\n"),
        ("x\r\n- [ ] a 🏁 delete", "x"),
        ("- [ ] a 🏁 delete", ""),
        ("- [ ] a 🏁 delete\n- [ ] b 🏁 delete", ""),
        ("x\n- [ ] a 🏁 delete\n- [ ] b 🏁 delete", "x\n"),
        ("- [ ] a 🏁 delete 🔁 every day 📅 2026-01-06\n", "- [?] a 🏁 delete 🔁 every day 📅 2026-01-07\n"),
        ("- [ ] a 🏁 keep\n", "- [x] a 🏁 keep ✅ 2026-01-05\n"),
        ("- [x] a 🏁 delete\n", "- [x] a 🏁 delete\n"),
    ],
)  # fmt: skip
def test_on_completion_delete_removes_the_finished_line(note: str, left: str) -> None:
    assert after(Done, note) == left


def test_reopen_drops_the_days_and_writes_the_first_todo_that_is_no_proposal() -> None:
    assert after(Reopen, "- [x] a ✅ 2026-01-01 #x") == "- [ ] a #x"
    assert after(Reopen, "- [R] a ❌ 2026-01-01") == "- [ ] a"
    assert after(Reopen, "- [?] a") == "- [ ] a"
    assert after(Reopen, "- [ ] a ✅ 2026-01-01") == "- [ ] a"
    # Without the date, the end of the tag would be read as a priority.
    assert after(Reopen, "- [ ] a #b⏫ ✅ 2026-01-01").startswith("refused: with that change")


@pytest.mark.parametrize(
    ("line", "due", "written"),
    [
        ("- [?] a @Bo ⏫ #task", "2026-02-01", "- [?] a @Bo 📅 2026-02-01 ⏫ #task"),
        ("- [?] a 📅 2026-01-09 #task", "2026-02-01", "- [?] a 📅 2026-02-01 #task"),
        ("- [?] a 🗓2026-01-09 #task", "2026-02-01", "- [?] a 🗓2026-02-01 #task"),
        ("- [?] a 📅 2026-02-31", "2026-02-01", "- [?] a 📅 2026-02-01"),
        ("- [?] a 📅 2026-01-01 📅 2026-01-02", "2026-02-01", "- [?] a 📅 2026-02-01 📅 2026-01-02"),
        ("- [?] a @Bo 📅 TBD ⏫ #task", "2026-02-01", "- [?] a @Bo 📅 2026-02-01 ⏫ #task"),
        ("- [?] a 📅 TBD @Bo #task", "2026-02-01", "- [?] a 📅 TBD @Bo 📅 2026-02-01 #task"),
        ("- [?] a 📅 2026-01-01 @Bo", "2026-02-01", "- [?] a 📅 2026-01-01 @Bo 📅 2026-02-01"),
        ("- [?] ⏫", "2026-02-01", "- [?] 📅 2026-02-01 ⏫"),
        ("- [?]", "2026-02-01", "- [?] 📅 2026-02-01"),
        ("- [ ?] a", "2026-02-01", "- [ ?] a 📅 2026-02-01"),
        ("- [?] a ^blk", "2026-02-01", "- [?] a 📅 2026-02-01 ^blk"),
        ("- [?] a 📅 2026-01-09 #task", None, "- [?] a #task"),
        ("- [?] a 📅 2026-01-01 📅 2026-01-02", None, "- [?] a"),
        ("- [?] 📅 2026-01-09 ⏫", None, "- [?] ⏫"),
    ],
)  # fmt: skip
def test_due_changes_the_due_date_and_nothing_else(
    line: str, due: str | None, written: str
) -> None:
    assert after(SetDue, line, date.fromisoformat(due) if due else None) == written


def test_due_is_refused_where_no_place_would_be_read() -> None:
    tags = "".join(f" #t{number}" for number in range(40))
    assert after(SetDue, f"- [?] a{tags}", TODAY) == f"- [?] a{tags} 📅 2026-01-05"
    # The date it has would come to light.
    assert after(SetOwner, "- [?] a 📅 2026-01-01 @Bo", None).startswith("refused: no small change")


@pytest.mark.parametrize(
    ("line", "priority", "written"),
    [
        ("- [?] a @Bo 📅 2026-01-09 #task", "high", "- [?] a @Bo 📅 2026-01-09 ⏫ #task"),
        ("- [?] a @Bo #task", "low", "- [?] a @Bo 🔽 #task"),
        ("- [?] a 🔼 #task", "highest", "- [?] a 🔺 #task"),
        ("- [?] a 🔺 @Bo 🔼", "lowest", "- [?] a 🔺 @Bo ⏬"),
        ("- [?] a 🔺 🔼", None, "- [?] a"),
        ("- [?] a #task ⏫", None, "- [?] a #task"),
    ],
)
def test_priority_changes_the_priority_and_nothing_else(
    line: str, priority: str | None, written: str
) -> None:
    assert after(SetPriority, line, priority) == written


@pytest.mark.parametrize(
    ("line", "owner", "written"),
    [
        ("- [?] a 📅 2026-01-09 #task", "Ana Ruiz", "- [?] a @Ana Ruiz 📅 2026-01-09 #task"),
        ("- [?] a @TBD 📅 2026-01-09", "@Ana Ruiz", "- [?] a @Ana Ruiz 📅 2026-01-09"),
        ("- [?] a @Bo @Cy Lind #task", "Ana Ruiz", "- [?] a @Ana Ruiz #task"),
        ("- [?] a @Bo (of Acme, Inc.) #task", None, "- [?] a #task"),
        ("- [?] a 📅 2026-01-09 @Bo", "Ana Ruiz", "- [?] a 📅 2026-01-09 @Ana Ruiz"),
        ("- [?] #task", "Ana Ruiz", "- [?] @Ana Ruiz #task"),
        ("- [/] [?] a", "Ana Ruiz", "- [/] [?] a @Ana Ruiz"),
    ],
)
def test_owner_replaces_all_owners_behind_the_words(
    line: str, owner: str | None, written: str
) -> None:
    assert after(SetOwner, line, owner) == written


@pytest.mark.parametrize(
    "owner", [" ", "a\nb", "Ana #x", "Ana @Bo", "Ana 📅 2026-01-01", "a b c d e f g h i"]
)
def test_an_owner_that_would_read_as_something_else_is_refused(owner: str) -> None:
    assert after(SetOwner, "- [?] a #task", owner).startswith("refused: ")


def tagged(line: str, tag: str, *, present: bool, settings: TaskSettings = VAULT) -> str:
    return after(SetTag, line, tag, present, settings=settings)


def test_tag_adds_and_takes_off() -> None:
    line = "- [?] a #task 📅 2026-01-09"
    assert tagged(line, "#new", present=True) == "- [?] a #task #new 📅 2026-01-09"
    line = "- [?] a 📅 2026-01-09 ^b"
    assert tagged(line, "#new", present=True) == "- [?] a 📅 2026-01-09 #new ^b"
    assert tagged("- [?] a #x b #task", "#x", present=False) == "- [?] a b #task"
    assert tagged("- [?] a", "#new", present=True, settings=DATAVIEW) == "- [?] a #new"
    for tag in ("new", "#", "#a b", "#a\u00a0b", "#a,b", "#⏫", "#a\n"):
        assert tagged("- [?] a", tag, present=True).startswith("refused: ")


def test_text_changes_the_words_only() -> None:
    line = "- [/] [?] Send it @Bo 📅 2026-01-09 #task  ^b"
    assert after(SetText, line, "Send the deck") == line.replace("Send it", "Send the deck")
    assert after(SetText, "- [?] @Bo #x", "Call") == "- [?] Call @Bo #x"
    assert after(SetText, "- [?]", "Call") == "- [?]Call"
    assert after(SetText, "- [?] Fix #12 soon #x", "Fix #12 now") == "- [?] Fix #12 now #x"
    for text in (
        "",
        " ",
        "a\nb",
        "a\rb",
        "a\u2028b",
        "a @Bo",
        "a #b",
        "a 📅 2026-01-09",
        "a ^b",
        "[?] a",
    ):
        assert after(SetText, "- [?] a", f"{text}").startswith("refused: ") or text == "a ^b"


def test_dataview_fields_are_set_in_their_own_form() -> None:
    line = "- [?] a @Bo  [priority:: high] #task"
    due = after(SetDue, line, TODAY, settings=DATAVIEW)
    assert due == "- [?] a @Bo  [due:: 2026-01-05]  [priority:: high] #task"
    assert after(SetDue, due, None, settings=DATAVIEW) == line
    assert after(SetPriority, line, "low", settings=DATAVIEW) == line.replace("high", "low")
    assert after(SetPriority, line, None, settings=DATAVIEW) == "- [?] a @Bo #task"
    assert after(SetPriority, "- [?] a", "low", settings=DATAVIEW) == "- [?] a  [priority:: low]"


def test_snooze_is_remembered_beside_the_vault() -> None:
    notes = Notes(WRITTEN)
    (row,) = rows = notes.rows()
    plan = notes.plan(Snooze(rows, date(2026, 1, 12)))
    assert plan.transaction
    assert plan.transaction.changes == (Remember("snooze", row.id, None, "2026-01-12"),)
    notes.snoozed[row.id] = "2026-01-12"
    assert notes.plan(Snooze(rows, date(2026, 1, 12))).unchanged == (row.id,)
    again = notes.plan(Snooze(rows, None)).transaction
    assert again
    assert again.changes == (Remember("snooze", row.id, "2026-01-12", None),)


def test_many_tasks_of_many_notes_are_one_transaction_with_a_patch_a_note() -> None:
    notes = Notes("- [?] a\n- [?] b\n- [x] c\n", "- [?] d\n")
    rows = notes.rows()
    plan = notes.do(Accept((*rows, rows[0])))
    assert plan.transaction
    assert [
        change.path for change in plan.transaction.changes if isinstance(change, Patch)
    ] == list(notes.data)
    assert (plan.transaction.label, plan.transaction.verb) == ("accept ×3", "accept")
    assert (len(plan.done), len(plan.refused)) == (3, 1)
    assert notes.texts == ["- [ ] a\n- [ ] b\n- [x] c\n", "- [ ] d\n"]


def test_the_label_quotes_the_words() -> None:
    notes = Notes("- [?] Send the deck to the vendor before Friday #task")
    transaction = notes.plan(Reject(notes.rows())).transaction
    assert transaction
    assert transaction.label == "reject “Send the deck to the vendor…”"


def test_two_rows_of_one_line_count_once() -> None:
    notes = Notes("- [?] a\n")
    (row,) = notes.rows()
    plan = notes.do(Reject((row, row._replace(line=7))))
    assert (len(plan.done), notes.texts) == (1, ["- [R] a ❌ 2026-01-05\n"])


def test_a_note_that_moved_on_is_a_conflict_and_the_others_are_done() -> None:
    notes = Notes("- [?] a\n", "- [?] b\n")
    rows = notes.rows()
    notes.data[rows[0].note.path] = b"- [?] A\n"
    plan = notes.do(Accept(rows))
    (refusal,) = plan.refused
    assert (refusal.conflict, refusal.expected, refusal.found) == (True, "- [?] a", "- [?] A")
    assert notes.texts == ["- [?] A\n", "- [ ] b\n"]


def test_a_line_that_is_not_utf_8_is_refused() -> None:
    notes = Notes(b"- [?] caf\xe9\n- [?] b\n")
    plan = notes.do(Accept(notes.rows()))
    assert [refusal.reason for refusal in plan.refused] == [
        "the line holds bytes that are not UTF-8: repair it in an editor first"
    ]
    assert notes.data[notes.rows()[0].note.path] == b"- [?] caf\xe9\n- [ ] b\n"
