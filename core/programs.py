"""Other programs that open a note: how each wants to be told which, and where. Pure."""

import shlex
from urllib.parse import quote

from core.path import NotePath, stem_of

_GOTO = frozenset({"code", "codium", "cursor", "windsurf"})
_COLON = frozenset({"hx", "helix", "subl", "zed"})
_PLUS = frozenset(
    {"vi", "vim", "nvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "ne"}
)


def editor_command(editor: str, path: str, line: int) -> list[str]:
    """The arguments that open a file at a line, from 1, in the editor that `editor` spells.

    Raises:
        ValueError: `editor` has an unclosed quote, or is empty.
    """
    command = shlex.split(editor)
    if not command:
        raise ValueError("no editor is named")
    name = command[0].rpartition("/")[2]
    if name in _GOTO:
        return [*command, "--wait", "--goto", f"{path}:{line}"]
    if name in _COLON:
        return [*command, f"{path}:{line}"]
    return [*command, f"+{line}", path] if name in _PLUS else [*command, path]


def obsidian_url(path: str) -> str:
    """A link that opens a file in Obsidian, by its absolute path on this machine."""
    return f"obsidian://open?path={quote(path.encode('utf-8', 'surrogateescape'), safe='')}"


def wikilink(path: NotePath) -> str:
    """The link that means this note: a folder's page is called by its folder."""
    stem = stem_of(path)
    folder = path.split("/")[-2:-1]
    return f"[[{folder[0] if stem == 'README' and folder else stem}]]"
