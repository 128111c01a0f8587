"""What shells are told of the command line, asked of the shells themselves where they are."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from command_line import run

from core.themes import load_themes
from tui.cli.arguments import COMMANDS, COMMON, SCREEN
from tui.cli.completing import SHELLS, values
from tui.cli.listing import LISTS
from tui.cli.verbs import all_verbs

# What is typed, and what then can stand there: all of the first, none of the second.
LINES = (
    ("winnow li", {"list"}, {"demo", "--json"}),
    ("winnow ", {"list", "do", "serve"}, {"tasks"}),
    ("winnow list ", {*LISTS}, {"list", "accept"}),
    ("winnow --vault /tmp list t", {"tasks"}, {"inbox", "list"}),
    ("winnow list tasks --js", {"--json"}, {"--limit"}),
    ("winnow list --sort ", {"mentions", "name"}, {"tasks"}),
    ("winnow do ", {*all_verbs()}, {"list"}),
    ("winnow do acc", {"accept", "accept-cluster"}, {"reject"}),
    ("winnow do accept x --dry", {"--dry-run"}, {"--yes"}),
    ("winnow do trash x --links ", {"leave", "unlink", "redirect"}, {"accept"}),
    ("winnow --pane ", {"inbox", "entities", "tasks", "review"}, {"list"}),
    ("winnow --theme winnow-l", {"winnow-light"}, {"winnow-dark"}),
    ("winnow demo --k", {"--keep"}, {"--json"}),
    ("winnow config tasks.", {"tasks.order"}, {"theme"}),
    ("winnow completions ", {"bash", "zsh", "fish"}, {"list"}),
)


def bash(script: Path) -> list[str]:
    """What bash offers for each line, one text a line."""
    asks = [f"source {script}"]
    for line, _, _ in LINES:
        words = [f"'{word}'" for word in line.split(" ")]
        asks += [f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; COMPREPLY=()"]
        asks += ["_winnow 2>/dev/null", r'printf "%s\n" "${COMPREPLY[@]}"', "echo ==="]
    return said(["bash", "--norc", "--noprofile", "-c", "\n".join(asks)])


def fish(script: Path) -> list[str]:
    """What fish offers."""
    asks = [f"source {script}"]
    asks += [ask for line, _, _ in LINES for ask in (f"complete -C '{line}' | cut -f1", "echo ===")]
    return said(["fish", "--no-config", "-c", "\n".join(asks)])


# zsh completes only where a line is edited: one in a terminal of its own is told to print what it would offer.
EDITED = """
PROMPT=
autoload -Uz compinit
compinit -u -D
bindkey '^I' complete-word
bindkey '^U' kill-whole-line
begins() { echo "<<<"; compprefuncs=(begins); comppostfuncs=(ends) }
ends() { echo ">>>" }
compprefuncs=(begins)
compadd() {
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then
        builtin compadd "$@"
        return $?
    fi
    typeset -a __hits
    builtin compadd -A __hits "$@"
    print -rl -- $__hits
    builtin compadd "$@"
}
source "$SCRIPT"
echo ready
"""
ASKED = """
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z 'source "$EDITED"'
zpty -r -m z line '*ready*'
ask() {
    zpty -w -n z "$1"$'\\t'
    zpty -r -m z line '*>>>*'
    print -r -- ${${line##*<<<}//$'\\r'/}
    print -r -- '==='
    zpty -w -n z $'\\C-u'
}
"""


def zsh(script: Path) -> list[str]:
    """What zsh offers."""
    edited = script.with_name("edited")
    edited.write_text(EDITED, "utf-8")
    asks = "\n".join(f"ask '{line}'" for line, _, _ in LINES)
    found = {**os.environ, "SCRIPT": str(script), "EDITED": str(edited)}
    return said(["zsh", "-f", "-c", ASKED + asks], found)


def said(command: list[str], variables: Mapping[str, str] | None = None) -> list[str]:
    """What a shell printed, part by part."""
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=60, env=variables
    )
    return done.stdout.split("===\n")[: len(LINES)]


@pytest.mark.parametrize("ask", [bash, zsh, fish], ids=lambda ask: ask.__name__)
def test_a_shell_offers_what_can_stand_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ask: Callable[[Path], list[str]]
) -> None:
    shell = ask.__name__
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    monkeypatch.chdir(tmp_path)  # a folder is a vault, perhaps
    script = tmp_path / "winnow"
    script.write_text(run("completions", shell).out, "utf-8")
    offered = ask(script)
    assert len(offered) == len(LINES)
    for (line, some, none), text in zip(LINES, offered, strict=True):
        words = set(text.split())
        assert some <= words, (line, words)
        assert not none & words, (line, words)


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_knows_all_that_the_command_line_knows(shell: str) -> None:
    script = SHELLS[shell](values([theme.name for theme in load_themes()[0]]))
    for usage in (SCREEN, *COMMANDS):
        assert usage.name in script
        for option in (*usage.options, *COMMON):
            assert option.name.removeprefix("--") in script
    for word in (*LISTS, *all_verbs()):
        assert word in script


def test_each_word_of_the_table_that_says_which_it_may_be_is_known() -> None:
    free = {"DIR", "FILE", "DATE", "N", "VALUE", "FILTER", "KEY=VALUE", ""}
    first = {usage.operands.split(" ")[0].strip("[]…") for usage in COMMANDS}
    named = {option.value for usage in (SCREEN, *COMMANDS) for option in (*usage.options, *COMMON)}
    known = values([]).keys()
    assert named - free <= known
    assert first - free - known == {"ITEM", "QUERY", "ID", "VAULT"}


def test_a_shell_that_is_not_known_is_said() -> None:
    done = run("completions", "tcsh")
    assert done.code == 2
    assert "bash, zsh, fish" in done.err
