"""What is wrong or rare in real vaults, done to ordinary notes so that it does not stick out.

Each change takes a page and gives it back changed; the vault says which note gets which.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from core.demo.flaws import FLAWS
from core.demo.page import Page

Change = Callable[[str], str]
_TASK: Final = re.compile(r"^- \[\?\] .*\n?", re.M)
_EXTRA: Final = "#task #proposed #auto"


def _after_first_task(text: str, extra: str) -> str:
    """`extra` (whole lines) below the note's first task."""
    found = _TASK.search(text)
    if not found:
        return text + f"\n## Action Items\n\n{extra}\n"
    head = text[: found.end()]
    gap = "" if head.endswith("\n") else "\n"
    return f"{head}{gap}\n{extra}\n{text[found.end() :]}"


def _insert(extra: str) -> Change:
    return lambda text: _after_first_task(text, extra)


def _every(pattern: str, replacement: str) -> Change:
    return lambda text: text.replace(pattern, replacement)


def _spaced_mark(text: str) -> str:
    """One `[? ]` in a note that has a task anyway."""
    return _insert(
        f"- [? ] Put the new gate code into the glove box of both vans and onto the card in the key "
        f"cupboard @Myself 🔽 {_EXTRA}"
    )(text)


def _double_frontmatter(text: str) -> str:
    block_end = text.find("\n---\n", 4) + 5
    return text[:block_end] + text


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


_CHANGES: Final[tuple[tuple[str, Change], ...]] = (
    ("broken mark in the whole file", _every("- [?] ", "- [ ?] ")),
    ("broken mark, space behind", _spaced_mark),
    (
        "two marks",
        _insert(
            f"- [/] [?] Sketch the drawer for the spare relays before the shelf is ordered @Myself {_EXTRA}"
        ),
    ),
    (
        "no bullet",
        _insert(f" [?] Ask the crew whether the old boots can go to the school {_EXTRA}"),
    ),
    ("CRLF", _crlf),
    ("byte order mark", lambda text: "\ufeff" + text),
    ("double frontmatter", _double_frontmatter),
    (
        "nested bullets",
        _insert(
            f"- Things for the workshop\n    - [?] Sharpen the two long chisels and oil the vice before the "
            f"apprentices come on Thursday morning @Myself {_EXTRA}\n        - [ ] Buy oil #task\n"
            f"1. [?] Label the third drawer so that the next person finds the cable glands without asking "
            f"@TBD {_EXTRA}\n> - [?] Reply to the harbour master about the berth and the price of the "
            f"crane for one morning @Myself {_EXTRA}"
        ),
    ),
    (
        "fence and comments",
        _insert(
            "```markdown\n- [?] A task in a fence, which is only an example #task #proposed\n```\n\n"
            "%%\n- [?] A task in a comment, set aside by its author #task #proposed\n%%\n\n"
            "<!-- - [?] A task in an HTML comment #task #proposed -->"
        ),
    ),
    (
        "recurring and delete",
        _insert(
            f"- [?] Water the plant in the workshop window and turn the pot by a quarter so that it grows "
            f"straight @Myself 🔁 every week 📅 {{TODAY}} {_EXTRA}\n\n"
            f"- [?] Throw away the paper list at the door once the new one hangs there and everybody has "
            f"seen it @Myself 🏁 delete 📅 {{SOON}} {_EXTRA}\n\n"
            f"- [?] Measure the depth below the jetty at low water and write the figure beside the one of "
            f"last spring @Myself 📅 {{SOON}} {_EXTRA} ^jetty-depth"
        ),
    ),
    (
        "hostile text",
        _insert(
            "- [?] Read the ticket titled [/] about [@click=app.quit]quit[/] and [red]answer[/red] its "
            f"author, who pasted it from a terminal @Myself ⏫ {_EXTRA}\n\n"
            "- [?] Ask who sent the mail with the \x1b[31mred subject\x1b[0m and the name \u202egnp.exe "
            f"\u2066before\u2069 anybody opens what is attached to it @TBD {_EXTRA}"
        ),
    ),
    (
        "dates that Tasks does not read",
        _insert(
            "- [?] Send the crew the tide table for the month and the number of the ferry office "
            f"@Myself 📅 TBD {_EXTRA}\n\n"
            "- [?] Return the borrowed echo sounder with fresh batteries and the charger 📅 2026-02-30 "
            f"@Myself {_EXTRA}\n\n"
            "- [?] Fetch the second key of the boat house from the office at the lock "
            "📅 2026-01-09[](https://calendar.example/jetty) #task #proposed\n\n"
            "- [?] Hang the new tide clock in the hall before the visitors come 📅\u00a02026-01-12 "
            f"@Myself {_EXTRA}\n\n"
            "- [?] Oil the hinges of the boat house 📅 2026-01-10 and ask at the lock for the long "
            "ladder while you are there #task #proposed"
        ),
    ),
    (
        "heading as a task and false friends",
        _insert("- [R] ## Next winter\n\n- [[Ab]]\n- [[Cd]] and its neighbours"),
    ),
    (
        "embed, callout, table",
        lambda text: (
            text
            + "\n\n> [!warning] Only a draft\n> - [ ] Check the figures below with the workshop #task\n\n"
            "![[gate at the weir.png]]\n\n| Month | Gauges |\n|-------|-------:|\n| October | 11 |\n"
            "| November | 17 |\n\n$$\nh = h_0 + k \\cdot t\n$$\n"
        ),
    ),
    (
        "dataview fields",
        _insert(
            "- [?] Compare the two tide tables and keep the one that was right in the storm "
            f"[due:: 2026-01-14] [priority:: high] {_EXTRA}"
        ),
    ),
    (
        "an earlier spelling of proposed",
        _insert(
            "- [ ] Bring the three empty crates back to the ferry before the harbour office closes for "
            "the winter @Myself 🔼 #task #proposed"
        ),
    ),
    (
        "the same line twice",
        _insert(
            "- [?] Replace the cracked lid of the rain gauge on the roof with the one from the spare "
            f"shelf @Myself {_EXTRA}\n\n"
            "- [?] Replace the cracked lid of the rain gauge on the roof with the one from the spare "
            f"shelf @Myself {_EXTRA}"
        ),
    ),
    (
        "near misses by ticket number",
        _insert(
            "- [?] Review ticket TARN-2207 with the workshop and decide whether the seal goes into this "
            f"release or into the next one @Myself ⏫ {_EXTRA}\n\n"
            "- [?] Review ticket TARN-2270 with the workshop and decide whether the seal goes into this "
            f"release or into the next one @Myself ⏫ {_EXTRA}"
        ),
    ),
    (
        "owners with commas and addresses",
        _insert(
            "- [?] Settle who carries the spare battery to the upper gauge and who brings the empty one "
            "back down the hill @Juno Marlpit (Salt, Rope and Daughters, juno@saltrope.example) "
            f"📅 {{SOON}} ⏫ {_EXTRA}\n\n"
            "- [?] Agree on one spelling for the names of the stations and tell the control room on the "
            f"same day @Myself @TBD 🔼 {_EXTRA}"
        ),
    ),
)

CHANGES: Final = (*_CHANGES, ("lines of every kind that is wrong", _insert("\n\n".join(flaw.line for flaw in FLAWS))))  # fmt: skip

Rename = Callable[[str], str]
RENAMES: Final[tuple[tuple[str, Rename], ...]] = (
    ("colon", lambda stem: stem + ": what is left"),
    ("trailing space", lambda stem: stem + " "),
    ("zero-width joiners", lambda stem: stem + " 👩‍🔧"),
    ("curly quotes", lambda stem: stem + " “as agreed” at the crew’s table"),
    ("cut at 80", lambda stem: (stem + " and everything that was said about the winter and the spri")[:93]),
    ("double space", lambda stem: stem.replace(" ", "  ", 1)),
    ("hyphen that does not break", lambda stem: stem + " (re‑read; 2 of 3, $5 + tea)"),
)  # fmt: skip


def _renamed(found: Page, rename: Rename) -> Page:
    folder, _, name = found.path.rpartition("/")
    return Page(f"{folder}/{rename(name.removesuffix('.md'))}.md", found.data)


def _changed(found: Page, change: Change, today: str, soon: str) -> Page:
    text = change(found.data.decode())
    return Page(found.path, text.replace("{TODAY}", today).replace("{SOON}", soon).encode())


def apply_oddities(notes: Sequence[Page], *, today: str, soon: str) -> list[Page]:
    """The notes, every change and every rename done to one of them; spread over the vault."""
    pages = list(notes)
    with_tasks = [i for i, note in enumerate(pages) if b"- [?] " in note.data]
    rest = with_tasks or list(range(len(pages)))
    for index, (_, change) in enumerate(CHANGES):
        at = rest[index % len(rest)]
        pages[at] = _changed(pages[at], change, today, soon)
    for index, (_, rename) in enumerate(RENAMES):
        at = rest[-1 - index % len(rest)]
        pages[at] = _renamed(pages[at], rename)
    return pages
