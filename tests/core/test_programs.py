import subprocess
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.path import NotePath
from core.programs import editor_command, obsidian_url, openers, wikilink

PATH = "/notes/Ada's “plan”, #1 & more.md"


@pytest.mark.parametrize(
    ("editor", "arguments"),
    [
        ("vim", ["vim", "+7", PATH]),
        ("nvim -p", ["nvim", "-p", "+7", PATH]),
        ("/usr/bin/nano", ["/usr/bin/nano", "+7", PATH]),
        ("emacsclient -t", ["emacsclient", "-t", "+7", PATH]),
        ("code", ["code", "--wait", "--goto", f"{PATH}:7"]),
        ("/opt/bin/codium -n", ["/opt/bin/codium", "-n", "--wait", "--goto", f"{PATH}:7"]),
        ("hx", ["hx", f"{PATH}:7"]),
        ("subl --wait", ["subl", "--wait", f"{PATH}:7"]),
        ("subl -w", ["subl", "-w", f"{PATH}:7"]),
        ("zed", ["zed", "--wait", f"{PATH}:7"]),
        ("gvim", ["gvim", "-f", "+7", PATH]),
        ("micro", ["micro", "+7", PATH]),
        ("kak", ["kak", "+7", PATH]),
        ("helix", ["helix", f"{PATH}:7"]),
        ("typewriter", ["typewriter", PATH]),
        ("'/My Apps/vim' -u \"a b\"", ["/My Apps/vim", "-u", "a b", "+7", PATH]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(editor: str, arguments: list[str]) -> None:
    assert editor_command(editor, PATH, 7) == arguments


@pytest.mark.parametrize("editor", ["", "  ", "vim 'unclosed", '"'])
def test_an_editor_that_cannot_be_read_is_said(editor: str) -> None:
    with pytest.raises(ValueError, match=r"no editor|quotation"):
        editor_command(editor, PATH, 1)


def test_what_an_editor_is_told_passes_no_shell() -> None:
    command = editor_command("echo -n", "/notes/$(touch x); rm `y`", 1)
    told = subprocess.run(command, capture_output=True, check=True, text=True)
    assert told.stdout == "/notes/$(touch x); rm `y`"


@given(st.text(st.characters(codec="utf-8")))
def test_a_link_for_obsidian_reads_back_as_its_path(path: str) -> None:
    query = urlsplit(obsidian_url(path)).query
    assert parse_qs(query, keep_blank_values=True) == {"path": [path]}


def test_links_are_handed_to_what_the_system_has_for_them() -> None:
    assert openers("darwin") == ("open",)
    assert openers("linux")[-1] == "xdg-open"


def test_a_path_of_odd_bytes_is_quoted_byte_for_byte() -> None:
    assert obsidian_url("/a\udcff b/c&d") == "obsidian://open?path=%2Fa%FF%20b%2Fc%26d"


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("Work/Ada Quill/2026-01-02 - Sync.md", "[[2026-01-02 - Sync]]"),
        ("Work/Ada Quill/README.md", "[[Ada Quill]]"),
        ("README.md", "[[README]]"),
        ("a.b.md", "[[a.b]]"),
    ],
)
def test_a_wikilink_calls_a_folders_page_by_its_folder(path: str, link: str) -> None:
    assert wikilink(NotePath(path)) == link
