"""What is sent to the terminal, in fewer bytes: colours are most of what a key costs over ssh.

Textual ends every piece of text by forgetting its style, and begins the next by saying all of it. Between
two pieces mostly one colour differs.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_STYLE = re.compile(r"\x1b\[([0-9;]*)m")
_TO_AND_FRO = re.compile(r"(?:\x1b\[\d+;\d+H)?\r\n(?=\x1b\[\d+;\d+H)")
"""To the end of a line and to the next, where the cursor is told anyway where to go."""
_UNSEEN = re.compile(r"(?:\x1b\[\d+;\d+H|\x1b\[\?2026[hl]|\r|\n)*")
"""What draws nothing, so that its style is nobody's business."""
_DRAWN_ON_BLANKS = frozenset(["4", "7", "9", "21", "53"])
"""Attributes of a blank that one sees: lines through, over and under it, and what is turned round."""
_NO_FRONT, _NO_BACK = 39, 49
_FRONT, _BACK = (
    frozenset([*range(30, 40), *range(90, 98)]),
    frozenset([*range(40, 50), *range(100, 108)]),
)


class Look(NamedTuple):
    """How text is drawn."""

    attributes: tuple[str, ...] = ()
    front: str = ""
    back: str = ""


_PLAIN = Look()


@lru_cache(4096)
def _look(codes: str) -> Look:
    """What the parameters of a style say, on top of nothing."""
    attributes: list[str] = []
    front = back = ""
    parts = codes.split(";")
    at = 0
    while at < len(parts):
        code = parts[at]
        step = 1
        if code in {"38", "48"}:
            step = 5 if parts[at + 1 : at + 2] == ["2"] else 3
        said = ";".join(parts[at : at + step])
        number = int(code or 0)
        if number in _FRONT:
            front = "" if number == _NO_FRONT else said
        elif number in _BACK:
            back = "" if number == _NO_BACK else said
        elif number == 0:
            attributes, front, back = [], "", ""
        else:
            attributes.append(said)
        at += step
    return Look(tuple(attributes), front, back)


def spared(data: str) -> str:
    """The same picture in fewer bytes; it begins and ends in the terminal's own style.

    Args:
        data: What a frame is written as; whatever is no style is left as it is.
    """
    pieces = _STYLE.split(_TO_AND_FRO.sub("", data))
    written = [pieces[0]]
    now = wanted = _PLAIN
    for codes, text in zip(pieces[1::2], pieces[2::2], strict=True):
        wanted = _look(codes) if codes not in {"", "0"} else _PLAIN
        if not _UNSEEN.fullmatch(text):
            blank = not text.strip(" ")
            look = _on_blanks(now, wanted) if blank else wanted
            written.append(_change(now, look))
            now = look
        written.append(text)
    written.append(_change(now, _PLAIN))
    return "".join(written)


def _on_blanks(now: Look, wanted: Look) -> Look:
    """What blanks need of a style: their ground, unless one sees more of them."""
    seen = _DRAWN_ON_BLANKS.intersection
    return (
        wanted
        if seen(now.attributes) or seen(wanted.attributes)
        else now._replace(back=wanted.back)
    )


@lru_cache(4096)
def _change(now: Look, wanted: Look) -> str:
    """The style that makes one look of another."""
    if now == wanted:
        return ""
    if wanted == _PLAIN:
        return "\x1b[0m"
    missing = [each for each in wanted.attributes if each not in now.attributes]
    if len(wanted.attributes) - len(missing) < len(now.attributes):
        now, codes = _PLAIN, ["0", *wanted.attributes]
    else:
        codes = missing
    if now.front != wanted.front:
        codes.append(wanted.front or "39")
    if now.back != wanted.back:
        codes.append(wanted.back or "49")
    return f"\x1b[{';'.join(codes)}m"
