"""What Obsidian Tasks 8.3.0 itself says about 763 invented lines under four settings files.

`set[s]` is what the plugin writes for status `s` with today = 2026-01-05. Our own edit is smaller,
and must be read back exactly as the plugin's line is.
"""

import gzip
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from core.actions.decide import decide
from core.actions.lines import spliced
from core.parse.blocks import parse_blocks
from core.parse.fields import DATE_KINDS
from core.parse.tasks import TaskLine, depends_on, on_completion, parse_line, parse_tasks
from core.statuses import TaskSettings, parse_settings

VECTORS = Path(__file__).parent / "vectors"
FORMATS = ("proposed-rejected", "nested", "default", "dataview")
TODAY = date(2026, 1, 5)

# The plugin writes `Invalid date` over a day that does not exist; we keep the digits, which read as
# no date. Each is one line, under the three settings files of the emoji format.
NO_SUCH_DAY = {
    "  + [?] Schedule the pricing deck @Priya Nair @Ana Ruiz 📅 2026-02-31 #task #proposed #auto #inbox",
    "* [?] Summarise the [[Ana Ruiz|Ana]] intro before Friday @Ana Ruiz 📆 2026-13-01 📅️ 2026-09-09 🛫 2026-05-09 ➕ 2027-04-14 #task #project/harbor-rollout ",
    "- [ ] invalid date 📅 2026-02-31",
}


@cache
def vectors() -> list[dict[str, Any]]:
    with gzip.open(VECTORS / "tasks.jsonl.gz", "rt", encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


@cache
def settings(name: str) -> TaskSettings:
    return parse_settings((VECTORS / "settings" / f"{name}.json").read_bytes())


def as_the_plugin_tells(read: TaskLine) -> dict[str, object]:
    told: dict[str, object] = {
        "description": read.description,
        "priority": read.values.get("priority", "normal").capitalize(),
        "status": {
            "symbol": read.status.symbol,
            "name": read.status.name,
            "next": read.status.next,
            "type": read.status.type,
        },
        "tags": list(read.tags),
        "blockLink": read.block_link,
        "recurrence": read.recurrence,
        "onCompletion": on_completion(read.values),
        "id": read.values.get("id"),
        "dependsOn": list(depends_on(read.values)),
    }
    for kind in DATE_KINDS:
        if kind in read.values:
            told[kind] = read.day(kind) or "Invalid date"
    return {key: value for key, value in told.items() if value or key == "description"}


def our_lines(vector: dict[str, Any], symbol: str) -> list[str]:
    """What a note holds after our edit; the next occurrence first, as these settings want it."""
    vault = settings(vector["settings"])
    read = parse_line(vector["line"], vault)
    assert read
    change = decide(read, vault.status(symbol), vault, TODAY)
    line = spliced(read.line, change.splices)
    return [
        *([] if change.occurrence is None else [change.occurrence]),
        *([] if change.removed else [line]),
    ]


def test_there_are_as_many_vectors_as_the_plugin_was_asked_for() -> None:
    assert len(vectors()) == 3052
    assert sum(vector["is_task"] for vector in vectors()) == 2576


@pytest.mark.parametrize("name", FORMATS)
def test_every_line_reads_as_the_plugin_reads_it(name: str) -> None:
    for vector in vectors():
        if vector["settings"] == name:
            read = parse_line(vector["line"], settings(name))
            assert (read is not None) == vector["is_task"], vector["line"]
            assert read is None or as_the_plugin_tells(read) == vector["task"], vector["line"]


@pytest.mark.parametrize("name", FORMATS)
def test_our_edit_reads_back_as_the_line_that_the_plugin_writes(name: str) -> None:
    transitions, exceptions = 0, set()
    for vector in vectors():
        if vector["settings"] != name:
            continue
        for symbol, theirs in vector.get("set", {}).items():
            ours = our_lines(vector, symbol)
            read = [parse_line(line, settings(name)) for line in ours]
            expected = [parse_line(line, settings(name)) for line in theirs]
            transitions += 1
            if [r and r.reading for r in read] != [r and r.reading for r in expected]:
                exceptions.add((vector["line"], symbol))
    assert transitions == 644 * 6
    # In the dataview format an emoji is no date, so nothing in these lines is invalid.
    lines = set() if name == "dataview" else NO_SUCH_DAY
    assert exceptions == {(line, symbol) for line in lines for symbol in " /x-?R"}


def test_what_differs_is_the_day_that_does_not_exist_and_nothing_else() -> None:
    for vector in vectors():
        if vector["line"] in NO_SUCH_DAY and vector["settings"] != "dataview":
            for symbol, theirs in vector["set"].items():
                (line,) = our_lines(vector, symbol)
                (written,) = theirs
                ours = parse_line(line, settings(vector["settings"]))
                read = parse_line(
                    written.replace("Invalid date", "2026-02-31"), settings(vector["settings"])
                )
                assert ours
                assert read
                assert ours.day("due") is None
                assert ours.reading == read.reading


@pytest.mark.parametrize("name", FORMATS)
def test_a_note_of_all_these_lines_has_the_same_tasks(name: str) -> None:
    lines = [vector["line"] for vector in vectors() if vector["settings"] == name]
    # A rule between them, so that no line continues the list item above it or is code under it.
    data = "\n\n---\n\n".join(lines).encode()
    tasks = parse_tasks(data, parse_blocks(b"", 0), settings(name))
    plain = [task for task in tasks if "mark" not in task.problems]
    expected = [read for line in lines if (read := parse_line(line, settings(name)))]
    assert [task.raw for task in plain] == [read.line for read in expected]
    for task, read in zip(plain, expected, strict=True):
        assert [getattr(task, kind) for kind in DATE_KINDS] == [read.day(k) for k in DATE_KINDS]
        assert (task.priority, task.tags) == (read.values.get("priority"), read.tags)
        assert (task.recurrence, task.block_link) == (read.recurrence, read.block_link)
        assert (task.status, task.on_completion) == (read.status, on_completion(read.values))
