"""Hostile files: what is no note though it is named like one, names that mean something elsewhere, settings."""

# ruff: noqa: PTH101, PTH102, PTH119, PTH120, PTH211
# Names that are no UTF-8, and links to what is not there: paths are strings here.

import json
import os
import socket
import unicodedata
from pathlib import Path

from desk import SETTINGS as ORDINARY
from hostile_cases import CONTROLS, MARKUP, Case, Make

TASK = b"- [?] words\n"
PLUGIN = ".obsidian/plugins/obsidian-tasks-plugin/data.json"
ROOT = os.geteuid() == 0
"""Nothing is unreadable to root."""


def fifo(path: str) -> None:
    os.mkfifo(path)


def listening(path: str) -> None:
    """A socket; its address may be no longer than 107 bytes, so it is bound from its folder."""
    here = os.open(".", os.O_RDONLY)
    try:
        os.chdir(os.path.dirname(path))
        with socket.socket(socket.AF_UNIX) as end:
            end.bind(os.path.basename(path))
    finally:
        os.fchdir(here)
        os.close(here)


def link(target: str) -> Make:
    return lambda path: os.symlink(target, path)


def folder(path: str) -> None:
    os.mkdir(path)


def twin_of(name: str) -> Make:
    """A second name of a file beside it."""
    return lambda path: os.link(f"{os.path.dirname(path)}/{name}", path)


def with_mode(mode: int, data: bytes = TASK) -> Make:
    def make(path: str) -> None:
        file = Path(path)
        file.write_bytes(data)
        file.chmod(mode)

    return make


def deep(path: str) -> None:
    Path(path).mkdir()
    for _ in range(70):
        path += "/d"
        Path(path).mkdir()
    Path(f"{path}/note.md").write_bytes(TASK)


def outside(path: str) -> None:
    """A link to a note that lies beside the vault."""
    place = f"{Path(path).parents[2]}/outside.md"
    Path(place).write_bytes(TASK)
    os.symlink(place, path)


def kinds() -> list[Case]:
    """What may stand in a folder under the name of a note."""
    here = {"b.md": TASK}
    seen = None if ROOT else 0
    return [
        Case("kind-fifo", {"a.md": fifo, **here}, 1, "a pipe"),
        Case("kind-socket", {"a.md": listening, **here}, 1, "socket"),
        Case("kind-zero", {"a.md": link("/dev/zero"), **here}, 1, "out of the vault"),
        Case("kind-tty", {"a.md": link("/dev/tty"), **here}, 1, "out of the vault"),
        Case("kind-random", {"a.md": link("/dev/random"), **here}, 1, "out of the vault"),
        Case("kind-proc", {"a.md": link("/proc/self/mem"), **here}, 1, "out of the vault"),
        Case("kind-fd", {"a.md": link("/dev/fd/0"), **here}, 1),
        Case("kind-link-to-fifo", {"p": fifo, "a.md": link("p"), **here}, 1, "a pipe"),
        Case("kind-dangling", {"a.md": link("nowhere.md"), **here}, 1, "link to nothing"),
        Case("kind-dangling-out", {"a.md": link("/nowhere/x.md"), **here}, 1, "out of the vault"),
        Case("kind-loop", {"a.md": link("a.md"), **here}, 1, "in a circle"),
        Case("kind-loop-of-two", {"a.md": link("c.md"), "c.md": link("a.md"), **here}, 1, "circle"),
        Case("kind-folder-loop", {"d": link("."), **here}, 1, "not followed"),
        Case("kind-folder-up", {"d/e": link(".."), **here}, 1, "not followed"),
        Case("kind-folder-out", {"d": link("/"), **here}, 1, "not followed"),
        Case("kind-folder-md-out", {"d.md": link("/etc"), **here}, 1, "out of the vault"),
        Case("kind-folder-md-in", {"e/b.md": TASK, "d.md": link("e")}, 1, "a folder"),
        Case("kind-link-out", {"a.md": outside, **here}, 1, "out of the vault"),
        Case("kind-link-in", {"a.md": link("b.md"), **here}, 2),
        Case("kind-link-named-esc", {"a\x1b[2J.md": link("\x1b]0;x\x07"), **here}, 1, "nothing"),
        Case("kind-hard-link", {"b.md": TASK, "c.md": twin_of("b.md")}, 2),
        Case("kind-folder", {"a.md": folder, **here}, 1),
        Case("kind-folder-full", {"a.md/b.md": TASK}, 1),
        Case("kind-unreadable", {"a.md": with_mode(0), **here}, None if ROOT else 1),
        Case("kind-read-only", {"a.md": with_mode(0o444)}, 1),
        Case("kind-executable", {"a.md": with_mode(0o777, b"#!/bin/sh\n- [?] words\n")}, 1),
        Case("kind-setuid", {"a.md": with_mode(0o4755)}, 1),
        Case("kind-folder-unreadable", {"d/b.md": TASK, "d": lambda path: os.chmod(path, 0)}, seen),
        Case("kind-folder-no-names", {"d/b.md": TASK, "d": lambda path: os.chmod(path, 0o400)}, seen),
        Case("kind-deep", {"d": deep, **here}, 1, "folders deep"),
        Case("kind-sparse", {"a.md": lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY), 1 << 40), **here}, 1, "too large"),
        Case("kind-git", {".git/a.md": TASK, ".trash/b.md": TASK, **here}, 1),
        Case("kind-modules", {"node_modules/a.md": TASK, **here}, 1),
        Case("kind-temporary", {".#a.md": link("u@host.1"), "#a.md#": TASK, "a.md~": TASK, ".a.md.swp": TASK, **here}, 1),
        Case("kind-ours", {".winnow-x-1.tmp": TASK, **here}, 1),
        Case("kind-capitals", {"A.MD": TASK, "b.Md": TASK}, 2),
        Case("kind-other-endings", {"a.markdown": TASK, "a.txt": TASK, "a.md.bak": TASK, "md": TASK}, 0),
        Case("kind-empty-folders", {"d": folder, "e": folder}, 0),
        Case("kind-many-files", {f"{each}.md": b"" for each in range(200)}, 0),
    ]  # fmt: skip


def names() -> list[Case]:
    """Names that mean something to a shell, a terminal, a format string, another system."""
    nfc = unicodedata.normalize("NFC", "café ö")
    written = {
        "newline": "a\nb.md", "newlines": "\n\n\n.md", "cr": "a\rb.md", "tab": "a\tb.md",
        "dash": "-rf.md", "dashes": "--vault=x.md", "dash-alone": "-.md", "substitution": "$(reboot).md",
        "ticks": "`reboot`.md", "semicolon": "a; reboot;.md", "pipe": "a | b > c & d.md",
        "quotes": "a'b\"c.md", "percent": "%s%n%00%2e%2e.md", "braces": "{0}{__class__}.md",
        "stars": "*?[a-z].md", "hash": "a#b^c|d.md", "link": "[[a]].md", "backslash": "a\\b\\..\\c.md",
        "tilde": "~root.md", "colon": "C:con.md", "aux": "AUX.md", "blank": " .md", "blanks": "   a   .md",
        "dots": "a....md", "trailing": "a..md", "long": "x" * 252 + ".md",
        "long-wide": "漢" * 84 + ".md", "long-invalid": "\udcff" * 252 + ".md", "invalid": "a\udcff\udcfe.md",
        "invalid-c1": "\udc9b31m.md", "latin": "caf\udce9.md", "not-nfc": unicodedata.normalize("NFD", nfc) + ".md",
        "bidi": "\u202edm.exe.md", "emoji": "👨‍👩‍👧.md", "url": "http:∕∕example.org.md",
        "dated": "2026-02-31 - x.md", "date-only": "2026-01-02.md", "id": "0123456789abcdef.md",
    }  # fmt: skip
    return [
        *(Case(f"name-{name}", {file: TASK}, 1) for name, file in written.items()),
        *(
            Case(f"folder-{name}", {f"{file.removesuffix('.md')[:200]}x/note.md": TASK}, 1)
            for name, file in written.items()
            if len(os.fsencode(file)) < 200 and not file.startswith(".")
        ),
        Case(
            "name-nfc-nfd",
            {f"{unicodedata.normalize(form, nfc)}.md": TASK for form in ("NFC", "NFD")},
            2,
        ),
        Case("name-cases", {"note.md": TASK, "Note.md": TASK, "NOTE.md": TASK}, 3),
        Case("name-only-ending", {".md": TASK, "b.md": TASK}, 1),
        Case("folder-cases", {"a/n.md": TASK, "A/n.md": TASK}, 2),
    ]


def _data(**settings: object) -> dict[str, bytes | Make]:
    return {PLUGIN: json.dumps({**ORDINARY, **settings}).encode(), "note.md": TASK}


def _statuses(*custom: object) -> dict[str, bytes | Make]:
    return _data(statusSettings={"coreStatuses": [], "customStatuses": list(custom)})


def plugin_settings() -> list[Case]:
    """Settings of the Tasks plugin, in a vault within the vault."""
    status = {"symbol": "?", "name": "Proposed", "nextStatusSymbol": " ", "type": "TODO"}
    raw = {
        "empty": b"", "not-json": b"{", "null": b"null", "list": b"[]", "number": b"9" * 5_000,
        "deep": b"[" * 100_000, "deep-objects": b'{"a":' * 50_000, "infinity": b'{"a": Infinity, "b": NaN}',
        "not-utf-8": b'{"globalFilter": "\xff"}', "bom": b"\xef\xbb\xbf{}", "utf-16": "{}".encode("utf-16"),
        "nul": b"\0" * 100, "huge": b" " * 2_000_000, "int-digits": b'{"a": ' + b"9" * 10_000 + b"}",
        "duplicates": b'{"taskFormat": "dataview", "taskFormat": 1}',
    }  # fmt: skip
    named = {**MARKUP, **{name: CONTROLS[name] for name in ("title", "clear", "c1-csi", "nul")}}
    return [
        *(Case(f"plugin-{name}", {PLUGIN: data, "note.md": TASK}) for name, data in raw.items()),
        *(
            Case(f"plugin-status-{name}", _statuses({**status, "name": payload}))
            for name, payload in named.items()
        ),
        Case("plugin-symbols", _statuses({**status, "symbol": "[/]"}, {**status, "symbol": "\x1b"}, 7, None)),
        Case("plugin-symbol-surrogate", _statuses({**status, "symbol": "\ud83d"})),
        Case("plugin-symbol-bracket", _statuses({**status, "symbol": "]"}, {**status, "symbol": "["})),
        Case("plugin-next-loop", _statuses({**status, "nextStatusSymbol": "?"})),
        Case("plugin-types", _statuses({**status, "type": {"a": []}}, {**status, "type": "NON_TASK"})),
        Case("plugin-many", _statuses(*({**status, "symbol": chr(0x4E00 + each)} for each in range(5_000)))),
        Case("plugin-filter-markup", _data(globalFilter="[/]"), 0),
        Case("plugin-filter-types", _data(globalFilter=["a"], taskFormat=7, setDoneDate="no")),
        Case("plugin-folders", _data(useFilenameAsScheduledDate=True, filenameAsDateFolders=[1, "a", None])),
        Case("plugin-fifo", {PLUGIN: fifo, "note.md": TASK}),
        Case("plugin-link-out", {PLUGIN: link("/dev/zero"), "note.md": TASK}),
        Case("plugin-loop", {PLUGIN: link("data.json"), "note.md": TASK}),
        Case("plugin-folder", {f"{PLUGIN}/x": b"", "note.md": TASK}),
        Case("plugin-obsidian-file", {".obsidian": b"a file", "note.md": TASK}, 1),
    ]  # fmt: skip


def vaults() -> list[Case]:
    """Settings at the root of a vault: each of these is a vault of its own."""
    bombs = [
        "/(a+)+$/", "/(a|a)*$/", "/^(.*a){20}$/", "/a{1,65535}{1,65535}/", "/((((((((((a*)*)*)*)*)*)*)*)*)*/",
        "/.*.*.*.*.*.*.*x/", "/[/", "/(?P<a/", "/(?i-i:/", "/\\/", "/" + "a?" * 90 + "/", "/(?=a*a*a*a*)b/",
    ]  # fmt: skip
    app: dict[str, bytes] = {
        "bombs": json.dumps({"userIgnoreFilters": bombs}).encode(),
        "types": b'{"userIgnoreFilters": [1, null, {"a": 1}, "", "/", "//"]}',
        "object": b'{"userIgnoreFilters": {"a": 1}}',
        "many": json.dumps(
            {"userIgnoreFilters": [f"folder{each}/" for each in range(20_000)]}
        ).encode(),
        "deep": b"[" * 200_000,
        "not-json": b"\x00\xff",
        "huge": b" " * 3_000_000,
        "control": json.dumps({"userIgnoreFilters": ["/\x1b[2J(/", "/[[/]/"]}).encode(),
    }
    toml: dict[str, bytes] = {
        "markup": b"theme = '[/]'\nglyphs = '[@click=app.quit]x'\n'[red]' = 1\n",
        "control": b'theme = "\\u001b]0;x\\u0007"\n"\\u001b[2J" = "\\u202e"\n',
        "raw-control": b"theme = '\x1b[2J'\n",
        "not-toml": b"= = =\n[[[",
        "not-utf-8": b"theme = '\xff'\n",
        "personal": b"editor = 'touch /tmp/x'\nvault = '/'\n",
        "places": b"[capture]\nfile = '../../etc/passwd'\n[scope]\ninbox = ['/', '..', '\\u0000']\n",
        "patterns": b"[scope]\nexclude = ['****a*b*c*d*e*f*g*h*i', '[', '!', '\\\\', '#', '"
        + b"a*" * 90
        + b"']\n",
        "negated": b"[scope]\nexclude = ['*', '![/]', '!" + b"**/" * 60 + b"x']\n",
        "types": b"me = 7\nkeys = 'x'\nfilters = [1]\nentities = 2026-01-01\nconfirm.items = -1\nauto_advance = 'no'\n",
        "numbers": b"[scope]\nmax_note_bytes = " + b"9" * 4_000 + b"\n",
        "keys": b"[keys]\n'task.accept' = ['[/]', '\\u001b[2J', '']\n'[/]' = 'a'\nquit = 'a'\n",
        "filters": b"[filters]\n'[/]' = 'is:any [/] \\u001b[2J'\n",
        "deep": b"a = " + b"[" * 20_000,
        "dotted": b"a" + b".a" * 20_000 + b" = 1\n",
        "huge": b"# " + b"x" * 600_000,
        "me": b"me = ['[red]', '\\u202e']\naccept.remove_tags = ['#[/]', 'x y']\nreject.status = '\\u2028'\n",
    }
    usual: dict[str, bytes | Make] = {
        PLUGIN: json.dumps(ORDINARY).encode(),
        "a.md": TASK,
        "a b/a.md": TASK,
    }
    return [
        *(Case(f"app-{name}", {**usual, ".obsidian/app.json": data}) for name, data in app.items()),
        *(Case(f"toml-{name}", {**usual, ".winnow.toml": data}) for name, data in toml.items()),
        Case("app-fifo", {**usual, ".obsidian/app.json": fifo}),
        Case("app-link-out", {**usual, ".obsidian/app.json": link("/dev/zero")}),
        Case("toml-fifo", {**usual, ".winnow.toml": fifo}),
        Case("toml-link-out", {**usual, ".winnow.toml": link("/dev/zero")}),
        Case("toml-folder", {**usual, ".winnow.toml": folder}),
    ]  # fmt: skip
