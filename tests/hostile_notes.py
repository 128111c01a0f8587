"""Hostile cases of what a note is made of: bytes, line endings, blocks that hide tasks, sheer size."""

import codecs

from hostile_cases import Case, one

TASK = "- [?] words\n"
LINES = "# head\n- [?] one\n- [?] two\n- [ ] open\n"


def encodings() -> list[Case]:
    """Every way in which the same four lines may lie on a disk."""
    only = "UTF-"
    wide = {
        "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE,
        "utf-32-le": codecs.BOM_UTF32_LE, "utf-32-be": codecs.BOM_UTF32_BE,
    }  # fmt: skip
    return [
        *(one(f"{kind}-bom", mark + LINES.encode(kind), 0, only) for kind, mark in wide.items()),
        *(one(f"{kind}-bare", LINES.encode(kind), 0) for kind in wide),
        one("utf-16-bom-only", codecs.BOM_UTF16_LE, 0, only),
        one("utf-16-odd", codecs.BOM_UTF16_LE + LINES.encode("utf-16-le")[:-1], 0, only),
        one("utf-16-surrogate", codecs.BOM_UTF16_LE + b"\x3d\xd8-\x00", 0, only),
        one("utf-8-bom", codecs.BOM_UTF8 + LINES.encode(), 2),
        one("utf-8-bom-twice", codecs.BOM_UTF8 * 2 + LINES.encode(), 2),
        one("utf-8-bom-only", codecs.BOM_UTF8, 0),
        one("utf-8-bom-task", codecs.BOM_UTF8 + b"- [?] words", 1),
        one("utf-8-bom-yaml", codecs.BOM_UTF8 + b"---\r\ntitle: T\r\n---\r\n- [?] words\r\n", 1),
        one("utf-8-bom-inside", b"- [?] a\n\xef\xbb\xbf- [?] b\n", None),
        one("latin-1", "- [?] café señor @Åse Lin\n".encode("latin-1"), 1),
        one("latin-1-mark", b"- [\xe9] words\n", None),
        one("cp1252", b"- [?] \x93quoted\x94 \x96 \x80\n", 1),
        one("shift-jis", "- [?] 表示\n".encode("shift-jis"), 1),
        one("koi8", "- [?] привет\n".encode("koi8-r"), 1),
        one("overlong", b"- [?] \xc0\xaf\xe0\x80\xaf\xc0\x80\n", 1),
        one("surrogate-bytes", b"- [?] \xed\xa0\xbd\xed\xb8\x80\n", 1),
        one("too-high", b"- [?] \xf4\x90\x80\x80\xf8\x88\x80\x80\x80\n", 1),
        one("cut-short", b"- [?] words \xf0\x9f\x93", 1),
        one("continuations", b"- [?] " + b"\x80\x9b\xbf" * 20 + b"\n", 1),
        one("ff-fe-inside", b"- [?] a\xff\xfe\n", 1),
        one("noncharacters", "- [?] \ufffe\uffff\U0001ffff\ufdd0\n", 1),
        one("lf", LINES, 2),
        one("crlf", LINES.replace("\n", "\r\n"), 2),
        one("cr", LINES.replace("\n", "\r"), None),
        one("mixed", "- [?] a\r\n- [?] b\n- [?] c\r\n", 3),
        one("cr-cr-lf", "- [?] a\r\r\n- [?] b\n", 2),
        one("lf-cr", "- [?] a\n\r- [?] b\n\r", None),
        one("nel-ls-ps", "- [?] a\x85- [?] b\u2028- [?] c\u2029- [?] d\n", 1),
        one("vt-ff-fs", "- [?] a\x0b- [?] b\x0c- [?] c\x1c- [?] d\n", 1),
        one("no-end", "- [?] words", 1),
        one("no-end-cr", "- [?] words\r", 1),
        one("only-lf", "\n", 0),
        one("only-crlf", "\r\n", 0),
        one("only-blank", " ", 0),
        one("empty", b"", 0),
        one("blank-lines", "\n" * 3_000 + TASK, 1),
        one("nul", b"- [?] a\x00b\n\x00- [?] c\n", None),
        one("only-nul", b"\x00" * 5_000, 0),
        one("binary", bytes(range(256)) * 40, None),
        one("png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200), 0),
        one("gzip", b"\x1f\x8b\x08" + bytes(range(255, 0, -1)) * 4, None),
        one("form", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", 0),
        one("ebcdic", "- [?] words\n".encode("cp037"), 0),
        one("utf-7", b"+AC0- +AFs-?+AF0- words\n", 0),
        one("trailing", "- [?] words  \t \n- [?] more \u00a0\u3000\n", 2),
        one("nbsp-indent", "\u00a0- [?] words\n", None),
        one("wide-blank-box", "- [?]\u3000words\n", None),
    ]


def structures() -> list[Case]:
    """What hides tasks, and what only looks as if it did."""
    deep = ">" * 500
    written: dict[str, tuple[str, int | None]] = {
        "fence": ("```\n- [?] no\n```\n" + TASK, 1),
        "fence-tilde": ("~~~\n- [?] no\n~~~\n" + TASK, 1),
        "fence-open": ("```\n- [?] no\n", 0),
        "fence-longer": ("````\n```\n- [?] no\n````\n" + TASK, 1),
        "fence-shorter": ("```\n````\n" + TASK, 1),
        "fence-other": ("```\n~~~\n- [?] no\n```\n" + TASK, 1),
        "fence-info": ("```js `x`\n" + TASK, 1),
        "fence-two": ("``\n" + TASK + "``\n", 1),
        "fence-in-item": ("- a\n  ```\n  - [?] no\n  ```\n" + TASK, 1),
        "fence-left-by-item": ("- a\n  ```\n  x\n" + TASK, 1),
        "fence-in-quote": ("> ```\n> - [?] no\n" + TASK, 1),
        "fence-crlf": ("```\r\n- [?] no\r\n```\r\n- [?] words\r\n", 1),
        "fence-1000": ("```\n- [?] no\n```\n" * 1_000 + TASK, 1),
        "comment": ("<!--\n- [?] no\n-->\n" + TASK, 1),
        "comment-line": ("<!-- - [?] no -->\n" + TASK, 1),
        "comment-open": ("<!--\n- [?] no\n", 0),
        "comment-inside": ("- [?] words <!-- x --> more\n", 1),
        "comment-obsidian": ("%%\n- [?] no\n%%\n" + TASK, 1),
        "comment-obsidian-open": ("%%\n- [?] no\n", 0),
        "comment-in-code": ("`<!--`\n" + TASK + "`-->`\n", 1),
        "comment-in-fence": ("```\n<!--\n```\n" + TASK, 1),
        "comment-escaped": ("\\%% a\n" + TASK, 1),
        "percent": ("50%% of it\n\n" + TASK, 1),
        "math": ("$$\n- [?] no\n$$\n" + TASK, 1),
        "math-money": ("$$ 5\n\n" + TASK, 1),
        "math-inline": ("- [?] words $$x$$ y\n", 1),
        "indented": ("text\n\n    - [?] no\n\n" + TASK, 1),
        "indented-tab": ("\n\t- [?] no\n\n" + TASK, 1),
        "nested": ("- a\n    - [?] words\n        - [?] more\n", 2),
        "quoted": ("> - [?] words\n", 1),
        "quoted-deep": (f"{deep} - [?] words\n", 1),
        "quotes-only": (">" * 50_000 + "\n" + TASK, None),
        "numbered": ("1. [?] words\n12) [?] more\n", 2),
        "number-long": ("9" * 5_000 + ". [?] words\n", 1),
        "starred": ("* [?] a\n+ [?] b\n", 2),
        "no-bullet": ("[?] no\n -[?] no\n-[?] no\n", 0),
        "no-blank": ("- [?]words\n", 1),
        "only-box": ("- [?]\n", None),
        "only-box-blank": ("- [?] \n", None),
        "boxes": ("- " + "[?] " * 500 + "\n", 1),
        "broken-marks": ("- [ ?] a\n- [? ] b\n", 2),
        "marks": ("- [??] no\n- [] no\n- [ x] no\n- [\t] no\n", 0),
        "mark-wide": ("- [漢] words\n- [👍] words\n", 0),
        "mark-pile": ("- [e\u0301] no\n", 0),
        "mark-bidi": ("- [\u202e] no\n- [\x1b] no\n- [\u200b] no\n", 0),
        "mark-break": ("- [\u2028] no\n- [\r] no\n", 0),
        "setext": ("- [?] words\n---\n- [?] more\n===\n", 2),
        "rule": ("* * *\n- - -\n" + TASK, 1),
        "html": ("<details>\n" + TASK + "</details>\n", 1),
        "link-open": ("[[" * 5_000 + "\n" + TASK, 1),
        "link-nested": ("[" * 2_000 + "a" + "](b)" * 2_000 + "\n" + TASK, 1),
        "link-parens": ("[a](" + "(" * 2_000 + "\n" + TASK, 1),
        "embed": ("![[x]]![[y#z|" + "w" * 500 + "]]\n" + TASK, 1),
        "ticks": (" ".join("`" * each for each in range(1, 200)) + "\n" + TASK, 1),
        "stars": ("*" * 10_000 + "\n" + TASK, 1),
        "backslashes": ("\\" * 9_999 + "[[x]]\n- [?] \\\\\\[x\\]\n", 1),
        "list-deep": ("".join(f"{'  ' * each}- a\n" for each in range(300)) + TASK, 1),
        "items-on-a-line": ("- " * 2_000 + "[?] words\n" + TASK, None),
        "table": ("|a|b|\n|-|-|\n" + "|x" * 900 + "|\n\n" + TASK, 1),
        "twins": (TASK * 30, 30),
        "dates": ("- [?] a 📅 2026-02-31\n- [?] b 📅 0000-00-00\n- [?] c 📅 9999-12-31\n", 3),
        "date-digits": ("- [?] a 📅 ２０２６-01-01\n- [?] b 📅 " + "9" * 400 + "\n", 2),
        "rules": ("- [?] a 🔁 every " + "9" * 400 + " days\n- [?] b 🔁 every every every\n", 2),
        "fields": ("- [?] a" + " 📅 2026-01-01" * 300 + "\n", 1),
        "ids": ("- [?] a 🆔 " + "x" * 400 + " ⛔ " + ",".join("abc" for _ in range(300)) + "\n", 1),
        "inline-fields": ("- [?] a [due:: 2026-01-01] (priority:: high) [[due:: x]]\n", 1),
        "owners": ("- [?] " + "@a " * 300 + "\n", 1),
        "owner-mail": ("- [?] a @Ev Il (ev@example.org) @@x @ y\n", 1),
        "block-link": ("- [?] a ^" + "b" * 300 + "\n- [?] c ^-- ^x\n", 2),
    }  # fmt: skip
    return [one(f"blocks-{name}", body, count) for name, (body, count) in written.items()]


MEGABYTE = 1_000_000


def _line(name: str, middle: str, *, whole: int = MEGABYTE) -> Case:
    words = f"- [?] begin {middle * (whole // len(middle.encode()))} end\n"
    return one(f"size-{name}", words)._replace(heavy=True)


def sizes() -> list[Case]:
    """Much of one thing."""
    few = [
        one("size-line-100k", f"- [?] {'x' * 100_000} end\n", 1),
        one("size-tags-3000", f"- [?] words {'#tag ' * 3_000}\n", 1),
        one("size-marks-5000", f"- [?] a{chr(0x301) * 5_000} end\n", 1),
        one("size-wide-20000", f"- [?] {'漢' * 20_000}\n", 1),
        one("size-blanks", f"- [?] @a{' ' * 50_000}x\n", 1),
        one("size-headings", "# a\n" * 3_000 + TASK, 1),
        one("size-heading", f"# {'a' * 50_000}\n{TASK}", 1),
        one("size-title", f"---\ntitle: {'a' * 50_000}\n---\n{TASK}", 1),
        one("size-too-large", b"- [?] words\n" * 450_000, 0, "too large")._replace(heavy=True),
    ]
    lines = {
        "x": "x", "blanks": " ", "tabs": "\t", "tags": "#tag ", "owners": "@a ", "brackets": "[",
        "links": "[[", "pairs": "[[a]] ", "ticks": "`", "stars": "*", "marks": "\u0301", "wide": "漢",
        "emoji": "👨‍👩‍👧 ", "dates": "📅 2026-01-01 ", "bars": "|", "boxes": "[?] ", "backslashes": "\\",
        "esc": "\x1b[2J", "bidi": "\u202e", "parens": "](", "dollars": "$$ ", "percents": "%% ",
    }  # fmt: skip
    many = {
        "tasks": TASK, "open": "- [ ] a\n", "quotes": "> > a\n", "fences": "```\n", "items": "- a\n  ",
        "comments": "<!-- a\n", "rules": "---\n", "tables": "|a|b|\n", "heads": "# a\n", "crs": "\r",
    }  # fmt: skip
    return [
        *few,
        *(_line(name, middle) for name, middle in lines.items()),
        *(
            one(f"size-many-{name}", each * (200_000 // len(each)), None)._replace(heavy=True)
            for name, each in many.items()
        ),
        one("size-5-mb", b"words and words\n" * 300_000 + TASK.encode(), 1)._replace(heavy=True),
    ]
