"""Markdown within a line as runs of text with the names of their styles. Pure and linear.

The text must be safe already; nothing is ever read as Textual's markup. What is not recognised stays
as it is written, brackets included.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Every branch stops at the first character that could open it again, so no text is read twice.
_TOKEN = re.compile(
    r"(?P<code>`[^`]+`)"
    r"|(?P<wiki>!?\[\[[^\[\]]+\]\])"
    r"|(?P<link>!?\[[^\[\]]+\]\([^()]*(?:\([^()]*\)[^()]*)?\))"
    r"|(?P<url>(?<!\w)https?://[^\s<>\[\]()|`\"]+)"
    r"|(?P<strong>\*\*[^*]+\*\*|(?<!\w)__[^_]+__(?!\w))"
    r"|(?P<marker>==[^=]+==)"
    r"|(?P<strike>~~[^~]+~~)"
    r"|(?P<emphasis>\*[^*\s][^*]*\*|(?<!\w)_[^_\s][^_]*_(?!\w))"
    r"|(?P<tag>(?<!\S)#[\w/-]+)"
    r"|(?P<owner>(?<!\S)@\w+(?: [A-Z][\w'’-]*)*)"
    r"|(?P<field>[📅⏳⌛🛫➕✅❌🗓🔺⏫🔼🔽⏬🔁⛔🆔🏁]\ufe0f?(?: ?[0-9]{4}-[0-9]{2}-[0-9]{2})?"
    r"|\[[a-zA-Z]+:: [^\[\]]*\])"
)
_WRAPPED = {"strong": 2, "marker": 2, "strike": 2, "emphasis": 1}
_DEPTH = 3
_AFTER = ".,;:!?'"
"""What stands behind an address belongs to the sentence."""


_LINKS = re.compile(r"(?P<wiki>!?\[\[[^\[\]]+\]\])|(?P<url>(?<!\w)https?://[^\s<>\[\]()|`\"]+)")
"""What is a link in a property, where nothing else is markdown."""


class Run(NamedTuple):
    """Words and how they look."""

    text: str
    tones: tuple[str, ...] = ()
    """Outermost first: strong, emphasis, strike, marker, code, link, tag, owner, field."""
    link: str = ""
    """Of a link, all that stands in the note: `[[Ana Ruiz|Ana]]`."""


def runs(text: str) -> list[Run]:
    """Safe text as it is read: links by their alias, emphasis without its stars."""
    return list(_runs(text, (), _DEPTH))


def links(text: str) -> list[Run]:
    """Safe text in which only links are anything: the value of a property."""
    return list(_runs(text, (), 0, _LINKS)) if may_link(text) else [Run(text)]


def may_link(text: str) -> bool:
    """Whether it is worth looking for links."""
    return "[" in text or "://" in text


def plain(text: str) -> str:
    """The words of safe text as a list shows them: no link targets, stars or ticks."""
    return "".join(run.text for run in _runs(text, (), _DEPTH)) if _marked(text) else text


def _marked(text: str) -> bool:
    return any(sign in text for sign in "[*_`=~")


def _runs(
    text: str, tones: tuple[str, ...], depth: int, token: re.Pattern[str] = _TOKEN
) -> Iterator[Run]:
    at = 0
    for match in token.finditer(text):
        if match.start() > at:
            yield Run(text[at : match.start()], tones)
        yield from _token(match.lastgroup or "", match[0], tones, depth)
        at = match.end()
    if at < len(text):
        yield Run(text[at:], tones)


def _token(kind: str, text: str, tones: tuple[str, ...], depth: int) -> Iterator[Run]:
    if kind == "code":
        yield Run(text[1:-1], (*tones, "code"))
    elif kind == "wiki":
        target, _, alias = text[text.index("[[") + 2 : -2].partition("|")
        yield Run(alias.strip() or target, (*tones, "link"), text)
    elif kind == "link":
        words = text[text.index("[") + 1 : text.index("](")]
        yield Run(words, (*tones, "link"), text)
    elif kind == "url":
        address = text.rstrip(_AFTER)
        yield Run(address, (*tones, "link"), address)
        if address != text:
            yield Run(text[len(address) :], tones)
    elif kind in _WRAPPED:
        cut = _WRAPPED[kind]
        inner, tones = text[cut:-cut], (*tones, kind)
        yield from _runs(inner, tones, depth - 1) if depth else [Run(inner, tones)]
    else:
        yield Run(text, (*tones, kind))
