"""Every hostile case on the command line: found, shown, decided and taken back, and nothing else done."""

from collections import Counter
from pathlib import Path

import pytest
from desk import write_vault
from hostile_cases import Case, build
from hostile_runs import VAULTS, Commands, Group, bytes_of, groups, state_of
from torture.tally import count

GROUPS = groups(10)


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)
def test_reading_finds_what_is_there_and_changes_nothing(group: Group, tmp_path: Path) -> None:
    vault = build(write_vault(tmp_path / "Notes", {}), group)
    winnow = Commands(vault)
    before = state_of(vault)
    rows = winnow("list", "tasks", "--json").json
    found = Counter(row["path"].partition("/")[0] for row in rows)
    wanted = {place: case.proposals for place, case in group.items() if case.proposals is not None}
    assert {place: found[place] for place in wanted} == wanted
    winnow("list", "tasks", "is:any")
    winnow("config")
    for row in {row["path"].partition("/")[0]: row for row in rows}.values():
        winnow("show", row["id"])
        winnow("show", row["id"], "--json")
    for place, case in group.items():
        if case.problem:
            for name in case.files:
                winnow("show", f"{place}/{name}", codes=(0, 1))
                winnow("show", f"{place}/{name}", "--json", codes=(0, 1))
                assert case.problem in winnow.said, case.name
    ids = [row["id"] for row in rows]
    if ids:
        winnow("do", "accept", *ids, "--dry-run", codes=(0, 1, 4))
        winnow("do", "reject", *ids, "--dry-run", "--json", codes=(0, 1, 4))
    winnow("check", *["--json"][len(ids) % 2 :], codes=(0, 1))
    winnow("history")
    assert state_of(vault) == before
    count("hostile notes, names and settings opened on the command line", len(group))


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)
def test_whoever_has_such_notes_is_found_and_nothing_changes(group: Group, tmp_path: Path) -> None:
    people = {f"People/{place}": case for place, case in group.items()}
    vault = build(write_vault(tmp_path / "Notes", {}), people)
    winnow = Commands(vault)
    before = state_of(vault)
    rows = winnow("list", "entities", "--json").json
    winnow("list", "entities", "is:broken", "--sort", "contact")
    winnow("list", "names", "is:any", "--json")
    winnow("list", "names")
    winnow("jump", "0", "--json")
    winnow("jump", "0")
    for at, row in enumerate(rows):
        winnow("show", row["key"], *["--json"][at % 2 :], codes=(0, 1))
    assert state_of(vault) == before


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)
def test_what_is_decided_can_be_taken_back(group: Group, tmp_path: Path) -> None:
    vault = build(write_vault(tmp_path / "Notes", {}), group)
    winnow = Commands(vault)
    before = state_of(vault)
    rows = winnow("list", "tasks", "--json").json
    if not rows:
        return
    done = winnow("do", "accept", *(row["id"] for row in rows), "--yes", codes=(0, 1, 4)).code != 1
    if not done:  # one that may not be written to is enough, for it is one transaction
        assert state_of(vault) == before
        for row in rows:
            winnow("do", "accept", row["id"], "--yes", codes=(0, 1, 3))
    assert len(winnow("list", "tasks", "--json").json) < len(rows)
    winnow("history")
    steps = len(winnow("history", "--json").json)
    winnow("undo", "--steps", str(steps))
    assert bytes_of(state_of(vault)) == bytes_of(before)
    assert winnow("list", "tasks", "--json").json == rows
    if winnow("do", "fix", "--filter", "is:any", "--yes", codes=(0, 1, 3, 4)).out.startswith(
        "fix: "
    ):
        winnow("undo", codes=(0, 1))
    assert bytes_of(state_of(vault)) == bytes_of(before)


@pytest.mark.parametrize("case", VAULTS, ids=[case.name for case in VAULTS])
def test_settings_of_a_vault_cost_a_sentence_at_most(case: Case, tmp_path: Path) -> None:
    vault = build(tmp_path, {"Notes": case}) / "Notes"
    winnow = Commands(vault)
    before = state_of(vault)
    rows = winnow("list", "tasks", "--json", "is:any").json
    for row in rows:
        winnow("show", row["id"], "--json")
    winnow("list", "tasks")
    winnow("config")
    winnow("keys")
    winnow("themes")
    assert state_of(vault) == before
