"""Tables of other names that a vault keeps beside its pages: `_MANIFEST.md`, a file of YAML. Pure.

A markdown table counts where a column is headed as names are and another as aliases or addresses are.
YAML may say `name: [other, other]`, one level of sections above that, a list of `name` and `aliases`,
or `other: name`. What is neither costs a sentence, and no other table.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from core.parse.frontmatter import Value
from core.spelling import folded
from core.text import decode

MAX_BYTES = 256 * 1024
"""Longer files are not to be read: a table of thousands of people is shorter."""
_MOST_NAMES = 20_000
_NAMES = frozenset(
    ["name", "full name", "canonical", "canonical name", "entity", "person", "people", "customer",
     "company", "project", "page", "folder"]
)  # fmt: skip
_OTHERS = frozenset(
    ["alias", "aliases", "also known as", "aka", "other names", "nickname", "nicknames", "spellings", "variants",
     "email", "emails", "e mail", "mail"]
)  # fmt: skip
_LISTED = re.compile(r"(?:[ \t]*(?:#[^\n]*|---[ \t]*)?\n)*+(?=- )")
_WHERE = re.compile(r"^.*?: line [0-9]+: ")
_RULE = re.compile(r"[ \t:|-]*+")
_BAR = re.compile(r"(?<!\\)\|")
_WIKI = re.compile(r"\[\[([^\[\]|\\]*)(?:\\?\|[^\[\]]*)?\]\]")
_SPLIT = re.compile(r"[,;]|<br ?/?>")
_NO_NAME = re.compile(
    r"(?:speaker|guest|participant|attendee|caller|user|person)[ _]?[0-9]*|unknown\b.*|unnamed|unidentified\b.*"
    r"|unassigned|tbd|tba|tbc|todo|n a|na|none|null|nobody|someone|somebody|anyone|everyone|everybody|all|team|the team"
    r"|various|others?|me|myself|\?+|-+|x+"
)


class Table(NamedTuple):
    """What one file says."""

    names: Mapping[str, tuple[str, ...]]
    """Name → its other spellings, addresses among them; as written."""
    problem: str = ""
    """A sentence without the file's name, which belongs in front of it."""


def is_placeholder(name: str) -> bool:
    """Whether a text stands where a name was to be found: `Speaker 1`, `TBD`, `Unknown sender`."""
    plain = folded(name)
    return not plain or "{" in name or _NO_NAME.fullmatch(plain) is not None


def read_table(path: str, data: bytes, is_name: Callable[[str], bool]) -> Table:
    """What a file of other names says. Never raises.

    Args:
        path: Tells by its ending whether it is markdown; all else is read as YAML.
        data: Its bytes.
        is_name: Whether a text names somebody already: tells `other: name` from `name: other`.
    """
    text = decode(data).removeprefix("\ufeff")
    if path.lower().endswith(".md"):
        return Table(_collected(_rows(text)))
    # Costs 28 ms to import, and most vaults have no such file.
    from core.parse.properties import read_yaml  # noqa: PLC0415 - as it says

    listed = _LISTED.match(text)
    reading = read_yaml(f"-:\n{text[listed.end() :]}" if listed else text)
    if reading.problems and not reading.duplicates:
        return Table({}, f"cannot be read as YAML: {_WHERE.sub('', reading.problems[0])}")
    entries = reading.values.get("-", ()) if listed else ()
    pairs = _entries(entries) if listed else _said(reading.values, is_name)
    found = _collected(pairs)
    if reading.values and not found:
        return Table({}, "names nobody in a way that is understood")
    return Table(found)


def _collected(pairs: Iterable[tuple[str, Iterable[str]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, others in pairs:
        if is_placeholder(name) or len(found) >= _MOST_NAMES:
            continue
        said = [*found.get(name, ()), *(text.strip() for text in others)]
        kept = [one for one in said if folded(one) != folded(name) and not is_placeholder(one)]
        if kept:
            found[name] = tuple(dict.fromkeys(kept))
    return found


def _rows(text: str) -> Iterator[tuple[str, Iterable[str]]]:
    """Name and others of each row of each markdown table that has such columns."""
    before: list[str] = []
    heads: tuple[int, list[int]] | None = None
    for line in text.split("\n"):
        cells = _cells(line)
        if not cells:
            heads = None
        elif "-" in line and _RULE.fullmatch(line.strip()):
            heads = _heads(before)
        elif heads is not None:
            name, others = heads
            yield _one(cells, name), [one for at in others for one in _SPLIT.split(_one(cells, at))]
        before = cells


def _cells(line: str) -> list[str]:
    bare = line.strip()
    if "|" not in bare:
        return []
    plain = _WIKI.sub(lambda match: match[1], bare)
    parts = _BAR.split(plain.removeprefix("|").removesuffix("|"))
    return [part.strip().strip("*_`").strip() for part in parts]


def _one(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _heads(cells: Sequence[str]) -> tuple[int, list[int]] | None:
    plain = [folded(cell) for cell in cells]
    names = [at for at, cell in enumerate(plain) if cell in _NAMES]
    others = [at for at, cell in enumerate(plain) if cell in _OTHERS]
    return (names[0], others) if names and others else None


def _said(
    values: Mapping[str, Value], is_name: Callable[[str], bool], depth: int = 0
) -> Iterator[tuple[str, Iterable[str]]]:
    for key, value in values.items():
        if isinstance(value, str):
            if is_name(value) and not is_name(key):
                yield value, (key,)
            elif value:
                yield key, (value,)
        elif isinstance(value, tuple):
            texts = [one for one in value if isinstance(one, str)]
            if texts:
                yield key, texts
            yield from _entries(value)
        elif keys := [one for one in value if folded(one) in _OTHERS]:
            yield key, [text for one in keys for text in _texts(value[one])]
        elif depth < 1:
            yield from _said(value, is_name, depth + 1)


def _entries(value: Value) -> Iterator[tuple[str, Iterable[str]]]:
    for one in value:
        if isinstance(one, Mapping):
            yield from _entry(one)


def _entry(entry: Mapping[str, Value]) -> Iterator[tuple[str, Iterable[str]]]:
    """`{name: …, aliases: […]}`, or `name: [other]` as an item of a list."""
    named = [one for one in entry if folded(one) in _NAMES]
    name = entry[named[0]] if named else None
    others = [text for key in entry if folded(key) in _OTHERS for text in _texts(entry[key])]
    if isinstance(name, str):
        yield name, others
    else:
        for key, value in entry.items():
            yield key, list(_texts(value))


def _texts(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield from _SPLIT.split(value)
    elif isinstance(value, tuple):
        yield from (one for one in value if isinstance(one, str))
