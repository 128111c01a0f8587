"""What the properties of a note say, in one text that is searched quickly. Pure.

A line for each text that a property says, in small letters: its name, a separator, the text. What is
long says nothing that anybody looks for so, and is cut.
"""

from collections.abc import Iterator, Mapping

from core.parse.frontmatter import Frontmatter, Value

_BETWEEN = "\x1f"
_LONGEST = 200
"""Characters of one text."""
_MOST = 100
"""Texts of one note: a list of thousands is no property that is looked for."""
_DEEPEST = 4


def kept(meta: Frontmatter) -> str:
    """What the properties say; `""`: nothing."""
    lines: list[str] = []
    for key, value in meta.values.items():
        if isinstance(value, str):  # nearly all are
            lines.append(f"{key}{_BETWEEN}{_plain(value)}")
        else:
            lines += [f"{key}{_BETWEEN}{_plain(text)}" for text in _texts(value, 0)]
    return "\n".join(["", *lines[:_MOST], ""]).lower() if lines else ""


def naming(key: str) -> str:
    """What stands in the text of every note that has a property of that name."""
    return f"\n{_plain(key).lower()}{_BETWEEN}"


def says(said: str, key: str, value: str) -> bool:
    """Whether one of the texts of a property has `value` in it, in any case; `""`: whether it says anything."""
    wanted, start = value.lower(), naming(key)
    at = said.find(start)
    while at >= 0:
        begin = at + len(start)
        end = said.index("\n", begin)
        if begin < end and wanted in said[begin:end]:
            return True
        at = said.find(start, end)
    return False


def _plain(text: str) -> str:
    # A separator is a blank to Python, too.
    return " ".join(text[:_LONGEST].split())


def _texts(value: Value, deep: int) -> Iterator[str]:
    """Its texts; of what is nested, those of every level."""
    if isinstance(value, str):
        yield value
    elif deep < _DEEPEST:
        inner = value.values() if isinstance(value, Mapping) else value
        for one in inner:
            yield from _texts(one, deep + 1)
