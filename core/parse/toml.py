"""Where the keys and values of a TOML file stand, so that one can be changed and every other byte stays.

It reads texts that `tomllib` has read before, and finds places in them; what they mean is `tomllib`'s to say.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import tomli_w

Path = tuple[str, ...]
"""A key with the tables that it is in: `("tasks", "order")`."""
Value = str | int | bool | Sequence[str]

_BARE = re.compile(r"[A-Za-z0-9_-]+")

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)+")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"{3,5}|'
    r"'''(?:[^']|'(?!''))*'{3,5}|"
    r'"(?:[^"\\\n]|\\[^\n])*"|'
    r"'[^'\n]*'"
)
_PLAIN = re.compile(r"[^\"'#\[\]{},=\r\n]+")


class Item(NamedTuple):
    """One key with its value."""

    path: Path
    table: Path
    """The table under whose header it stands."""
    start: int
    """Where its key begins."""
    value: int
    """Where its value begins."""
    end: int
    """Behind its value."""


class Section(NamedTuple):
    """A header and what stands under it; the first one has no header."""

    path: Path | None
    """`None`: one of several tables of the same name, in which no key has a name of its own."""
    start: int
    """Where the header begins."""
    body: int
    """Behind the header."""
    end: int
    items: tuple[Item, ...]


def sections(text: str) -> list[Section]:
    """A whole file. Raises `ValueError` where it is no TOML."""
    found: list[Section] = []
    path: Path | None = ()
    start = body = at = 0
    items: list[Item] = []
    while (at := _blank(text, at)) < len(text):
        if text[at] == "[":
            found.append(Section(path, start, body, at, tuple(items)))
            several = text.startswith("[[", at)
            end = _until(text, at + 1 + several, "]")
            path = None if several else _path(text[at + 1 : end])
            start, body, items = at, end + 1 + several, []
            at = body
        else:
            item = _item(text, at, path or ())
            items.append(item)
            at = item.end
    found.append(Section(path, start, body, len(text), tuple(items)))
    return found


def inside(text: str, item: Item) -> Iterator[Item]:
    """The items of a value that is a table in braces; nothing where it is none."""
    if not text.startswith("{", item.value):
        return
    at = item.value + 1
    while (at := _blank(text, at)) < item.end - 1:
        if text[at] == ",":
            at += 1
            continue
        one = _item(text, at, item.path)
        yield one
        at = one.end


def key_text(path: Path) -> str:
    """A key as it is written."""
    return ".".join(part if _BARE.fullmatch(part) else value_text(part) for part in path)


def value_text(value: Value) -> str:
    """A value as it is written, in one line."""
    if isinstance(value, str | int):
        return tomli_w.dumps({"x": value}).removeprefix("x = ").rstrip("\n")
    return f"[{', '.join(map(value_text, value))}]"


def _item(text: str, at: int, table: Path) -> Item:
    equals = _until(text, at, "=")
    value = equals + 1
    while text[value : value + 1] in {" ", "\t"}:
        value += 1
    return Item((*table, *_path(text[at:equals])), table, at, value, _value_end(text, value))


def _path(written: str) -> Path:
    """A key as it is written, with its dots and quotes."""
    found: object = tomllib.loads(f"{written.strip()} = 0")
    path = []
    while isinstance(found, dict):
        ((name, found),) = found.items()
        path.append(name)
    return tuple(path)


def _blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _until(text: str, at: int, sign: str) -> int:
    """Where `sign` stands next, outside of strings. Raises `ValueError`."""
    while at < len(text) and text[at] != sign:
        string = _STRING.match(text, at)
        at = string.end() if string else at + 1
    if at == len(text):
        raise ValueError(f"there is no {sign}")
    return at


def _value_end(text: str, at: int) -> int:
    """Behind the value that begins at `at`."""
    depth = 0
    begin = end = at
    while at < len(text):
        if depth:
            at = _blank(text, at)
        part = _STRING.match(text, at) or _PLAIN.match(text, at)
        if part is not None:
            at = part.end()
            end = at if depth or not part[0].isspace() else end
        elif text[at : at + 1] in {"[", "{"}:
            depth += 1
            at = end = at + 1
        elif depth and text[at : at + 1] in {"]", "}"}:
            depth -= 1
            at = end = at + 1
        elif depth:
            at += 1
        else:
            break
        if not depth and text[at - 1] in "]}\"'":
            break
    return begin + len(text[begin:end].rstrip(" \t"))
