"""Other programs that open a note: how each wants to be told which, and where. Pure."""

import shlex
from urllib.parse import quote

from core.path import NotePath, stem_of

_GOTO = frozenset({"code", "code-insiders", "codium", "cursor", "windsurf"})
_WAITING = frozenset({"subl", "zed", "zeditor"})
_COLON = frozenset({"hx", "helix"}) | _WAITING
_PLUS = frozenset(
    {"vi", "vim", "nvim", "gvim", "mvim", "nano", "emacs", "emacsclient", "micro", "kak", "joe", "ne", "gedit"}
)  # fmt: skip
_STAYING = {"gvim": ("-f",), "mvim": ("-f",), "gedit": ("--wait",)}
"""What keeps an editor with a window of its own from ending at once."""


def editor_command(editor: str, path: str, line: int) -> list[str]:
    """The arguments that open a file at a line, from 1, in the editor that `editor` spells.

    One that opens a window of its own is asked to end when the file was closed there.

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
        waits = ["--wait"] if name in _WAITING and not {"--wait", "-w"} & {*command} else []
        return [*command, *waits, f"{path}:{line}"]
    if name in _PLUS:
        return [*command, *_STAYING.get(name, ()), f"+{line}", path]
    return [*command, path]


def openers(platform: str) -> tuple[str, ...]:
    """Programs that hand a link to the desktop, in the order in which they are tried.

    `wslview` is there only where Linux runs under Windows, and there it knows what `xdg-open` does not.
    """
    return ("open",) if platform == "darwin" else ("wslview", "xdg-open")


def obsidian_url(path: str) -> str:
    """A link that opens a file in Obsidian, by its absolute path on this machine."""
    return f"obsidian://open?path={quote(path.encode('utf-8', 'surrogateescape'), safe='')}"


def wikilink(path: NotePath) -> str:
    """The link that means this note: a folder's page is called by its folder."""
    stem = stem_of(path)
    folder = path.split("/")[-2:-1]
    return f"[[{folder[0] if stem == 'README' and folder else stem}]]"
