"""Text that a note may hold and that must be drawn as itself: markup, controls, marks that pile up."""

HOSTILE = (
    "[/]",
    "- [/] half done",
    "[@click=app.quit]go[/]",
    "[red]x",
    "[link=http://example.org]x",
    "[$primary]x [50%] x",
    ":smile: [b]bold[/b] \\[b] \\",
    "\x1b]0;evil\x07title",
    "\x1b]52;c;aGk=\x1b\\clip",
    "\x1b[31mred\x1b[2J",
    "\x9b31m \x90q\x9c \x85 next",
    "nul\x00 bel\x07 bs\x08 vt\x0b ff\x0c cr\r del\x7f",
    "\u202egnp.exe\u202c \u2066x\u2069 \u200e\u200f\u061c",
    "soft\u00ad zero\u200bwidth \u2060 \ufeff bom",
    "tag \U000e0041\U000e007f line\u2028para\u2029",
    "not utf-8 \udcff\udc80 half \ud83d",
    "family 👨‍👩‍👧‍👦 flag 🇩🇰 heart ❤️",
    "\u200d joiner first",
    "e" + "\u0301" * 60 + " piled",
    "tab\tand\ttab",
    "漢字と仮名 ﷽ ｆｕｌｌ",
    "x" * 100_000,
    "漢" * 50_000,
    "\u0301" * 50_000,
    "[" * 5_000,
    "`*_~=" * 2_000,
    "",
    " ",
)
SIZES = ((1, 1), (2, 2), (5, 3), (20, 5), (40, 10), (80, 24), (200, 60))
IDS = tuple(f"{number}-{len(text)}-characters" for number, text in enumerate(HOSTILE))
