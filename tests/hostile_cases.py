"""Notes, names and settings that want to steer, stop or mislead their reader: a vault of cases.

Each case is a few files in a folder of its own, and what must hold where that is definite.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

Make = Callable[[str], object]
"""Makes what is no plain file, at a path."""


class Case(NamedTuple):
    """Files in a folder, and what must hold of them."""

    name: str
    files: Mapping[str, bytes | Make]
    proposals: int | None = None
    """How many tasks wait for a decision; `None`: nobody can say."""
    problem: str = ""
    """What must be said of one of the files: that it is not read, or not wholly."""
    heavy: bool = False
    """Takes long enough to be left to those who have the time."""


def build(folder: Path, cases: Mapping[str, Case]) -> Path:
    """Write cases into folders of these names."""
    for place, case in cases.items():
        for name, data in case.files.items():
            path = f"{folder}/{place}/{name}"
            os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - names that are no UTF-8
            if callable(data):
                data(path)
            else:
                Path(path).write_bytes(data)
    return folder


def text(words: str) -> bytes:
    return words.encode(
        "utf-8", "surrogateescape" if "\udc80" <= max(words) <= "\udcff" else "strict"
    )


def one(name: str, data: str | bytes, proposals: int | None = 1, problem: str = "") -> Case:
    """A case of one note."""
    return Case(
        name, {"note.md": data if isinstance(data, bytes) else text(data)}, proposals, problem
    )


MARKUP = {
    "close": "[/]", "open": "[/", "close-bold": "[/bold]", "link": "[link=http://example.org]x[/link]",
    "x": "[x]", "red": "[red]", "variable": "[$primary]", "percent": "[50%]", "emoji": ":smile:",
    "markdown": "[text](http://example.org)", "action": "[@click=app.quit]go[/]",
    "escaped": "\\[b]bold\\[/b]", "braces": "{0} %s ${HOME} $(id) `id`", "html": "<b onclick=x>&amp;",
}  # fmt: skip
CONTROLS = {
    "esc": "\x1b", "csi": "\x1b[", "red": "\x1b[31mred", "clear": "\x1b[2J", "home": "\x1b[H",
    "where": "\x1b[6n", "attributes": "\x1b[c", "leave": "\x1b[?1049l", "mouse": "\x1b[?1003h",
    "kitty-keys": "\x1b[>1u", "print": "\x1b[5i", "title?": "\x1b[21t", "reset": "\x1bc",
    "save": "\x1b7", "lines": "\x1b(0", "align": "\x1b#8", "back": "\x1bM", "paste": "\x1b[201~",
    "title": "\x1b]0;evil\x07", "title-st": "\x1b]0;evil\x1b\\", "title-open": "\x1b]0;evil",
    "title-c1": "\x1b]2;evil\x9c", "colour": "\x1b]4;1;?\x07", "fg": "\x1b]10;?\x07",
    "link": "\x1b]8;;http://example.org\x1b\\link\x1b]8;;\x1b\\", "toast": "\x1b]9;9\x07",
    "font": "\x1b]50;#1\x07", "clip": "\x1b]52;c;aGk=\x07", "clip?": "\x1b]52;c;?\x1b\\",
    "notify": "\x1b]777;notify;a;b\x07", "file": "\x1b]1337;File=:AA==\x07",
    "dcs": '\x1bP$q"p\x1b\\', "termcap": "\x1bP+q544e\x1b\\", "sixel": "\x1bPq#0;2\x1b\\",
    "dcs-open": "\x1bPq", "apc": "\x1b_Ga=T;AA==\x1b\\", "apc-open": "\x1b_G", "pm": "\x1b^pm\x1b\\",
    "sos": "\x1bXsos\x1b\\", "c1-csi": "\x9b31m", "c1-clear": "\x9b2J", "c1-osc": "\x9d0;evil\x9c",
    "c1-clip": "\x9d52;c;aGk=\x07", "c1-dcs": "\x90q\x9c", "c1-apc": "\x9fG\x9c", "c1-pm": "\x9ep\x9c",
    "c1-sos": "\x98s\x9c", "c1-lines": "\x84\x85\x8d", "bel": "\x07", "bs": "abc\x08\x08\x08",
    "vt-ff": "\x0b\x0c", "shift": "\x0e\x0f", "enq": "\x05", "nul": "\x00", "sub": "\x1a",
    "can": "\x18", "del": "\x7f", "escs": "\x1b\x1b\x1b[A", "cr": "a\rb", "fs": "\x1c\x1d\x1e\x1f",
}  # fmt: skip
INVISIBLE = {
    f"u{code:04x}": chr(code)
    for code in (
        0x85, 0xAD, 0x061C, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A,
        0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2064, 0x2066, 0x2067, 0x2068, 0x2069, 0x206A,
        0x206F, 0xFE0F, 0xFEFF, 0xFFF9, 0xFFFB, 0xFFFE, 0x1D173, 0xE0001, 0xE0041, 0xE007F, 0xE0100,
    )
}  # fmt: skip
LOOKS = {
    "rlo-name": "\u202egnp.exe", "isolate-open": "\u2066\u2067a", "pile": "e" + "\u0301" * 60,
    "pile-of-kinds": "o" + "\u0300\u0301\u20dd\u20e0" * 30, "zalgo-arabic": "\u0645" + "\u064b" * 40,
    "family": "👨‍👩‍👧‍👦" * 9, "flags": "🇩🇰🇩" * 9, "wide": "漢字" * 200, "ligature": "﷽" * 20,
    "tab": "a\tb\t\tc", "keycap": "1️⃣#️⃣", "skin": "👍🏿👍🏿", "hangul": "ᄀ" * 80 + "ᅡ" * 80,
    "private": "\ue000\uf8ff\U000f0000\U0010fffd", "mark-first": "\u0301first", "joiners": "\u200d" * 50,
}  # fmt: skip
PLACES = {
    "words": "- [?] begin {} end @Ev Il #tag\n",
    "owner": "- [?] words @Ev{} Il, more\n",
    "tag": "- [?] words #t{}\n",
    "field": "- [?] words 🔁 every {} 📅 {}\n",
    "wikilink": "- [?] see [[{}#{}|{}]] there\n",
    "link": "- [?] see [there]({}) now\n",
    "heading": "## {}\n- [?] words\n",
    "title": "---\ntitle: '{}'\n---\n- [?] words\n",
    "key": "---\n'{}': value\n---\n- [?] words\n",
    "value": "---\nkey: '{}'\nsource_ref: '{}'\n---\n- [?] words\n",
    "list": "---\ntags: ['{}']\ndate: '{}'\n---\n- [?] words\n",
    "info": "~~~{}\n- [?] hidden\n~~~\n- [?] words\n",
    "table": "| {} | b |\n|---|---|\n| {} | c |\n\n- [?] words\n",
    "callout": "> [!{}] {}\n> - [?] words\n",
}
FEW = ("title", "clip", "link", "c1-csi", "nul", "cr", "apc-open", "leave")
"""Controls that are tried in every place."""


def placed(
    kind: str, payloads: Mapping[str, str], places: Iterator[str] | tuple[str, ...]
) -> list[Case]:
    return [
        one(f"{kind}-{name}-{place}", PLACES[place].replace("{}", payload))
        for place in places
        for name, payload in payloads.items()
    ]


def named(kind: str, payloads: Mapping[str, str]) -> list[Case]:
    """The payload as a file's name, and as that of its folder."""
    cases = []
    for name, payload in payloads.items():
        safe = payload.replace("/", "∕").replace("\0", "") or "x"
        while len(os.fsencode(safe)) > 200:
            safe = safe[:-1]
        cases.append(Case(f"{kind}-{name}-file", {f"a {safe}.md": b"- [?] words\n"}, 1))
        cases.append(Case(f"{kind}-{name}-folder", {f"b {safe}/README.md": b"- [?] words\n"}, 1))
    return cases


def born(payload: str) -> str:
    """A YAML string of harmless letters that means the payload."""
    return '"' + "".join(f"\\U{ord(each):08x}" for each in payload) + '"'


def in_yaml(payloads: Mapping[str, str]) -> list[Case]:
    """Controls that only come to be when the frontmatter is decoded."""
    return [
        one(
            f"born-{name}",
            f"---\ntitle: {born(payload)}\n{born(payload)}: [{born(payload)}]\n---\n- [?] words\n",
        )
        for name, payload in payloads.items()
    ]


def texts() -> list[Case]:
    """What notes and names say."""
    few = {name: CONTROLS[name] for name in FEW}
    every = tuple(PLACES)
    return [
        *placed("markup", MARKUP, every),
        *placed("control", CONTROLS, ("words",)),
        *placed("control", few, every[1:]),
        *in_yaml(CONTROLS),
        *placed("invisible", INVISIBLE, ("words", "title")),
        *placed("looks", LOOKS, ("words", "owner", "heading", "title")),
        *named("markup", MARKUP),
        *named("control", few),
        *named("looks", LOOKS),
        *named(
            "invisible", {name: INVISIBLE[name] for name in ("u202e", "u2028", "u0085", "ue0041")}
        ),
    ]
