"""A name in the tables of other names that a vault keeps, written anew. Pure."""

import re
from collections.abc import Iterator

import yaml

from core.actions.renamed import Meanings
from core.actions.renaming import called
from core.alias_tables import Table, read_table
from core.edit import Edit, apply
from core.errors import Refused
from core.parse.scalars import spellings, splices
from core.spelling import folded
from core.text import Span, decode, encode

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CELL = re.compile(r"(?:\\.|[^|\\\n])+")
_MARKED = re.compile(r"[ \t*_`]*")


def table_edits(path: str, data: bytes, renamed: Meanings) -> tuple[Edit, ...]:
    """The edits after which a table gives to the new name what it gave to the old one.

    Raises:
        Refused: It names the entity in a way that cannot be changed.
    """

    def is_name(text: str) -> bool:
        return any(folded(one.name) == folded(text) for one in renamed.before.named(text))

    before = read_table(path, data, is_name)
    names = [name for name in before.names if renamed.text(name) is not None]
    if not names:
        return ()
    edits = _in_cells(data, names, renamed) if path.lower().endswith(".md") else _in_yaml(data, names, renamed)  # fmt: skip
    after = read_table(
        path, apply(data, edits), lambda text: is_name(text) or text in renamed.names
    )
    if _said(after, {}) != _said(before, {name: renamed.text(name) or name for name in names}):
        raise Refused(f"the table {path} names {called(renamed)} in a way that is left alone")
    return edits


def _said(table: Table, names: dict[str, str]) -> dict[str, set[str]]:
    said: dict[str, set[str]] = {}
    for name, others in table.names.items():
        said.setdefault(names.get(name, name), set()).update(others)
    return said


def _in_cells(data: bytes, names: list[str], renamed: Meanings) -> tuple[Edit, ...]:
    edits: list[Edit] = []
    at = 0
    for raw in data.split(b"\n"):
        line = decode(raw)
        if "|" in line:
            edits += _in_row(line, at, names, renamed)
        at += len(raw) + 1
    return tuple(edits)


def _in_row(line: str, base: int, names: list[str], renamed: Meanings) -> Iterator[Edit]:
    """The first cell of a row that is one of the names."""
    for cell in _CELL.finditer(line):
        plain = cell[0].strip().strip("*_`").strip()
        if plain in names:
            start = cell.start() + cell[0].index(plain)
            at = base + len(encode(line[:start]))
            new = encode(renamed.text(plain) or plain)
            yield Edit(Span(at, at + len(encode(plain))), encode(plain), new)
            return


def _in_yaml(data: bytes, names: list[str], renamed: Meanings) -> tuple[Edit, ...]:
    text = decode(data)
    first = len(text) - len(text.removeprefix("\ufeff"))
    body = made = text[first:]
    try:
        found = [one for one in yaml.parse(body, Loader=_LOADER) if isinstance(one, yaml.ScalarEvent)]  # fmt: skip
    except (yaml.YAMLError, ValueError):
        return ()
    for one in reversed(found):
        if one.value in names and one.start_mark and one.end_mark:
            new = next(spellings(renamed.text(one.value) or one.value, one.style or "", one.value), "")  # fmt: skip
            made = made[: one.start_mark.index] + new + made[one.end_mark.index :]
    return splices(body, made, len(encode(text[:first])))
