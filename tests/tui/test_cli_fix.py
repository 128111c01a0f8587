"""`winnow list problems`, `winnow do fix`, `winnow check`."""

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from command_line import SYNC, Winnow, run, winnow

from core.abilities import Abilities
from core.config import Config
from core.instance import Instance
from core.settings import Settings
from tui.cli.checking import of_terminal

if TYPE_CHECKING:
    from tui.cli.invocation import Invocation

__all__ = ["winnow"]

ROOM = "- [ ?] Book the room @Ada Quill #task"
FIXED = "- [?] Book the room @Ada Quill #task"


def test_problems_are_listed_with_what_each_would_become(winnow: Winnow) -> None:
    done = winnow("list", "problems", "--json")
    assert (done.code, done.err) == (0, "")
    [row] = done.json
    assert row.pop("id").isalnum()
    assert row == {
        "path": SYNC,
        "line": 10,
        "code": "mark",
        "message": "its mark is broken: Obsidian sees no task",
        "fix": FIXED,
        "raw": ROOM,
        "task": winnow.id("Book the room"),
    }
    assert FIXED in winnow("list", "problems", "kind:mark").out
    assert winnow("list", "problems", "kind:twin").out == ""
    assert winnow("list", "problems", "kind:colour").code == 2


def test_a_problem_is_shown_with_what_is_around_it(winnow: Winnow) -> None:
    [row] = winnow("list", "problems", "--json").json
    shown = winnow("show", row["id"]).out
    assert f"-    10  {ROOM}\n+        {FIXED}\n" in shown
    assert "Count the chairs" in shown
    told = winnow("show", row["id"], "--json").json
    assert {**row, "context": told["context"]} == told
    assert [line["text"] for line in told["context"] if line["item"]] == [ROOM]


@pytest.mark.parametrize("by", ["problem", "task", "filter"])
def test_a_problem_is_mended_by_its_id_its_task_or_a_filter(winnow: Winnow, by: str) -> None:
    [row] = winnow("list", "problems", "--json").json
    before = winnow.notes()
    items = {"problem": [row["id"]], "task": [row["task"]], "filter": ["--filter", "kind:mark"]}
    shown = winnow("do", "fix", *items[by], "--dry-run")
    assert f"-{ROOM}\n+{FIXED}\n" in shown.out
    assert winnow.notes() == before
    assert winnow("do", "fix", *items[by]).out == "fix: 1 problem in 1 file\n"
    assert winnow.notes() == {**before, SYNC: before[SYNC].replace(ROOM.encode(), FIXED.encode())}
    again = winnow("do", "fix", *items[by])
    said = "nothing matches" if by == "filter" else "1 problem already so, left as they are"
    assert (again.code, again.out) == (0, f"fix: {said}\n")
    assert winnow("undo").code == 0
    assert winnow.notes() == before


def test_what_only_a_person_can_tell_is_refused_and_the_rest_done(winnow: Winnow) -> None:
    winnow.vault.joinpath("TASKS_INBOX.md").write_text("- [ ] Buy tea 📅 2026-13-01\n- [>] Rest\n")
    done = winnow("do", "fix", "--filter", "is:task")
    assert done.code == 4
    assert done.err.count("only a person can tell") == 2
    assert FIXED in winnow.text()
    assert winnow("do", "fix", "--filter", "kind:no-day").code == 1
    assert winnow("do", "fix", "nobody").code == 1
    assert winnow("do", "fix", "nobody", "--to", "x").code == 2


def test_check_says_what_is_wrong_and_where(winnow: Winnow) -> None:
    done = winnow("check")
    assert done.code == 1
    assert "mark" in done.out
    assert f"{SYNC}:10" in done.out
    assert "1 in all; winnow do fix --filter fix:yes mends 1" in done.out
    found = winnow("check", "--json").json
    assert {row["about"] for row in found} == {"index", "problem"}
    assert [row["code"] for row in found if not row["fine"]] == ["mark"]
    winnow("do", "fix", "--filter", "fix:yes")
    done = winnow("check")
    assert (done.code, done.out.splitlines()[-1]) == (0, "nothing is wrong")


def test_check_tells_of_settings_that_do_not_count(winnow: Winnow) -> None:
    winnow("do", "fix", "--filter", "fix:yes")
    winnow.vault.joinpath(".winnow.toml").write_text("colour = 3\n")
    plugin = winnow.vault.joinpath(".obsidian/plugins/obsidian-tasks-plugin/data.json")
    plugin.write_text("{")
    done = winnow("check", "--json")
    assert done.code == 1
    said = {row["about"]: row["message"] for row in done.json if not row["fine"]}
    assert "colour" in said["settings"]
    assert "not JSON" in said["tasks"]


def test_check_looks_at_settings_and_terminal_where_there_is_no_vault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "own.toml"
    own.write_text("colour = 3")
    done = run("check", "--config", str(own), "--json")
    assert done.code == 1
    assert [row["about"] for row in done.json] == ["settings", "vault"]
    assert all(row["advice"] for row in done.json)


def test_check_tells_of_themes_that_are_none(winnow: Winnow, tmp_path: Path) -> None:
    own = tmp_path / "own" / "winnow.toml"
    (own.parent / "themes").mkdir(parents=True)
    (own.parent / "themes" / "mine.toml").write_text('name = "mine"\nprimary = "red"')
    for theme, wrong in (("mine", False), ("auto", False), ("nord", False), ("none", True)):
        own.write_text(f'theme = "{theme}"')
        found = winnow("check", "--config", str(own), "--json").json
        said = [row["message"] for row in found if row["about"] == "settings"]
        assert any("mine.toml" in message for message in said)
        assert any("there is no “none”" in message for message in said) is wrong


def test_check_tells_of_filters_of_the_settings_that_are_none(winnow: Winnow) -> None:
    (winnow.vault / ".winnow.toml").write_text('[filters]\nfine = "owner:me"\nlate = "due:someday"')
    said = [
        row["message"] for row in winnow("check", "--json").json if row.get("about") == "settings"
    ]
    assert [message.partition(" is not")[0] for message in said] == ["filters.late: due: “someday”"]


def test_check_tells_what_the_terminal_answers() -> None:
    out = SimpleNamespace(width=80, has_signs=True)
    run = SimpleNamespace(around=SimpleNamespace(variables={"TERM": "foot"}), out=out)
    config = Config(keys={"task.accept": ("ctrl+enter", "a"), "undo": ("u",)})
    widths = {"wide": 2, "date": 1}
    able = Abilities(widths, colours=True, mouse=False, paste=True)
    found = list(of_terminal(cast("Invocation", run), Settings(config, (), None), able))
    said = {one.message: one for one in found}
    assert "foot, 80 columns, true colours" in said
    assert not said["it may not tell ctrl+enter from other keys"].fine
    assert any("other widths than most to 📅:" in message for message in said)
    assert "it can: true colours, pasted text told from keys" in said
    assert "it cannot: mouse beyond column 223" in said
    every = Abilities(keys=True)
    again = list(of_terminal(cast("Invocation", run), Settings(config, (), None), every))
    assert all(one.fine for one in again)


def test_check_tells_of_the_index_and_of_who_has_the_vault_open(winnow: Winnow) -> None:
    winnow("do", "fix", "--filter", "fix:yes")
    folder = Path(winnow("config", "--places", "--json").json["vault state"])
    screen = Instance(str(folder), "process 7")
    found = winnow("check", "--json")
    screen.release()
    assert found.code == 0
    said = {row["about"]: row["message"] for row in found.json}
    assert said["company"] == "a screen has this vault open: process 7"
    assert "1 change is kept" in said["state"]
    assert any("last written 0 minutes ago" in row["message"] for row in found.json)


@pytest.mark.parametrize(
    ("term", "signs", "says"),
    [
        ("xterm-256color", True, ["xterm-256color, 80 columns, 256 colours"]),
        ("dumb", True, ["the screen cannot be drawn on it", "dumb, 80 columns, its own colours"]),
        ("linux", False, ["not UTF-8", "linux, 80 columns, its own colours"]),
    ],
)
def test_check_tells_what_the_terminal_can_show(term: str, *, signs: bool, says: list[str]) -> None:
    out = SimpleNamespace(width=80, has_signs=signs)
    run = SimpleNamespace(around=SimpleNamespace(variables={"TERM": term}), out=out)
    found = list(of_terminal(cast("Invocation", run), Settings(Config(), (), None)))
    assert [one.fine for one in found] == [False] * (len(says) - 1) + [True]
    assert all(said in one.message for said, one in zip(says, found, strict=True))
    assert all(one.advice for one in found if not one.fine)
    out.width = None
    assert list(of_terminal(cast("Invocation", run), Settings(Config(), (), None))) == []
