from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.cli.arguments import COMMANDS, BadUsage, Call, help_text, parse

READ = {
    "": Call("", (), {}),
    "Notes": Call("", ("Notes",), {}),
    "./list": Call("", ("./list",), {}),
    "-- list": Call("", ("list",), {}),
    "Notes --pane tasks": Call("", ("Notes",), {"--pane": "tasks"}),
    "--pane tasks Notes": Call("", ("Notes",), {"--pane": "tasks"}),
    "list tasks": Call("list", ("tasks",), {}),
    "--vault list list tasks": Call("list", ("tasks",), {"--vault": "list"}),
    "--vault=v list tasks --json": Call("list", ("tasks",), {"--vault": "v", "--json": ""}),
    "list --json tasks --vault v": Call("list", ("tasks",), {"--vault": "v", "--json": ""}),
    "list tasks -tag:#auto -is:done x": Call("list", ("tasks", "-tag:#auto", "-is:done", "x"), {}),
    "list tasks -- --json": Call("list", ("tasks", "--json"), {}),
    "do due a b --to -3": Call("do", ("due", "a", "b"), {"--to": "-3"}),
    "do tag a --to -#x": Call("do", ("tag", "a"), {"--to": "-#x"}),
    "do tag a --to=": Call("do", ("tag", "a"), {"--to": ""}),
    "do accept -": Call("do", ("accept", "-"), {}),
    "do accept --filter -tag:#x --yes": Call("do", ("accept",), {"--filter": "-tag:#x", "--yes": ""}),
    "-h": Call("", (), {"--help": ""}),
    "do --help": Call("do", (), {"--help": ""}),
    "check --json": Call("check", (), {"--json": ""}),
    "undo --steps 3 --debug": Call("undo", (), {"--steps": "3", "--debug": ""}),
}  # fmt: skip


@pytest.mark.parametrize(("line", "call"), READ.items(), ids=READ)
def test_a_command_line_means(line: str, call: Call) -> None:
    assert parse(line.split()) == call


WRONG = {
    "a b": "winnow wants [VAULT], not “b”",
    "lst tasks": "is “winnow list” meant?",
    "list": "winnow list wants KIND [FILTER…]",
    "show": "winnow show wants ITEM",
    "show a b": "winnow show wants ITEM, not “b”",
    "keys 3": "winnow keys wants nothing more, not “3”",
    "do accept a -x": "there is no option -x for winnow do",
    "list tasks --jsno": "there is no option --jsno for winnow list; is --json meant?",
    "undo --to x": "there is no option --to for winnow undo",
    "do due a --to": "--to wants VALUE",
    "list tasks --json=1": "--json wants no value",
}


@pytest.mark.parametrize(("line", "sentence"), WRONG.items(), ids=WRONG)
def test_a_command_line_that_means_nothing_says_what_it_should_say(
    line: str, sentence: str
) -> None:
    with pytest.raises(BadUsage) as raised:
        parse(line.split())
    assert sentence in str(raised.value)


@given(
    arguments=st.lists(
        st.sampled_from(["list", "tasks", "--vault", "--to", "-", "--", "-x", "--json", "é"])
    )
)
def test_any_arguments_are_understood_or_refused(arguments: list[str]) -> None:
    with suppress(BadUsage):
        parse(arguments)


def test_common_options_mean_the_same_before_and_after_the_command() -> None:
    for usage in COMMANDS:
        words = ["x"] * usage.least
        before = parse(["--state", "s", "--debug", usage.name, *words])
        after = parse([usage.name, *words, "--state", "s", "--debug"])
        assert before == after


@pytest.mark.parametrize("text", ["2026-01-05"])
def test_a_date_is_an_iso_date(text: str) -> None:
    assert Call("", (), {"--today": text}).day("--today") == date(2026, 1, 5)
    assert Call("", (), {}).day("--today") is None


@pytest.mark.parametrize(
    "text", ["", "today", "20260105", "2026-W02-1", "2026-13-01", "２026-01-05"]
)
def test_anything_else_is_not(text: str) -> None:
    with pytest.raises(BadUsage, match="--today wants a date such as 2026-01-31"):
        Call("", (), {"--today": text}).day("--today")


@pytest.mark.parametrize("text", ["", "0", "-1", "1.0", "x", "²", "9" * 10_000])
def test_a_count_is_a_number_from_one(text: str) -> None:
    assert Call("", (), {"--limit": "12"}).whole("--limit") == 12
    with pytest.raises(BadUsage, match="--limit wants a number from 1"):
        Call("", (), {"--limit": text}).whole("--limit")


def test_help_names_every_command_and_every_option_of_one() -> None:
    whole = help_text(Call("", (), {}))
    for usage in COMMANDS:
        assert f"winnow {usage.name}" in whole
        one = help_text(Call(usage.name, (), {}))
        assert usage.help in one
        assert all(option.name in one for option in usage.options)
