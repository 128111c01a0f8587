"""What is plain in properties that are no YAML: they are said to be broken, and read as far as they go. Pure.

Most of those are a template's: `created: { { DATE } }` is a mapping whose key is one. It is known at
sight, because the YAML parser takes longer to load than a hundred notes to read.
"""

import re

from core.parse.frontmatter import Place, Reading, Value, is_ordinary, read_line, read_plain

KEY_IS_NO_TEXT = "a key that is no text"
_UNFILLED = re.compile(
    r"[A-Za-z_][A-Za-z0-9_-]{0,99}: (?:\{ (\{) [A-Za-z_]+ \} \}|\[\{ (\{) [A-Za-z_]+ \} \}\]) *\r?"
)
_LONGEST_ABOVE = 4_000
"""Characters; more may be more values than the YAML parser is let read."""


def broken(block: str, at: int, reason: str) -> Reading:
    """What is plain in a block that stops being YAML at character `at`."""
    line = block.count("\n", 0, at) + 2
    problem = f"the properties cannot be read as YAML: line {line}: {reason}"
    return salvaged(block)._replace(problems=(problem,))


def read_unfilled(block: str) -> Reading | None:
    """What a template's block says that is plain above its first `{ { WORD } }`; `None`: it is none."""
    mark = block.find("{ { ")
    if mark < 0 or mark > _LONGEST_ABOVE or not is_ordinary(block):
        return None
    start = block.rfind("\n", 0, mark) + 1
    end = block.find("\n", mark)
    found = _UNFILLED.fullmatch(block, start, len(block) if end < 0 else end)
    if not found or read_plain(block[:start]) is None:
        return None
    return broken(block, found.start(found.lastindex or 0), KEY_IS_NO_TEXT)


def salvaged(block: str) -> Reading:
    """The lines that plainly are `key: value` or items of a list, of a block that is no YAML."""
    values: dict[str, Value] = {}
    places: dict[str, Place] = {}
    lists: dict[str, list[Value]] = {}
    at, key = 0, ""
    for line in block.split("\n"):
        read = read_line(line)
        if read is None:
            # What continues or quotes over lines is not understood; its key stays without a value.
            key = key if line.startswith(" ") else ""
        elif read[0] and read[0] not in values:
            key, where, value, start, end = read[0], *read[1:]
            values[key], places[key] = value, (at, at + where, at + start, at + end)
        elif read[0]:
            key = ""
        elif read[0] is None and key and (key in lists or values[key] == ""):
            key_start, key_end, first, _ = places[key]
            first = first if key in lists else at + read[1]
            lists.setdefault(key, []).append(read[2])
            places[key] = (key_start, key_end, first, at + read[4])
        at += len(line) + 1
    values.update((key, tuple(items)) for key, items in lists.items())
    return Reading(values, places)
