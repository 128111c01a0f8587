"""Frontmatter as four generations of tools wrote it.

P is a PyYAML dump, J a Jinja template's output, T an older template whose holes were never
filled (its braces are not valid YAML), H was typed by hand.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal

Dialect = Literal["P", "J", "T", "H"]
Value = str | bool | tuple[str, ...]
_PLAIN: Final = re.compile(r"[A-Za-z/_][^:#\x00-\x1f]*(?<! )")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS_OF_YAML: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off"})


def _plain(value: str) -> str:
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS_OF_YAML:
        return value
    return "'" + value.replace("'", "''") + "'"


def _double(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _dumped(key: str, value: Value) -> str:
    match value:
        case bool():
            return f"{key}: {str(value).lower()}\n"
        case str():
            return f"{key}: {_plain(value)}\n"
        case ():
            return f"{key}: []\n"
        case _:
            return f"{key}:\n" + "".join(f"- {_plain(item)}\n" for item in value)


def _quoted(key: str, value: Value, *, flow: bool) -> str:
    match value:
        case bool():
            return f"{key}: {str(value).lower()}\n"
        case str():
            return f"{key}: {_double(value)}\n"
        case _ if flow:
            return f"{key}: [{', '.join(_double(item) for item in value)}]\n"
        case _:
            return f"{key}:\n" + "".join(f"  - {_double(item)}\n" for item in value)


def _templated(key: str, value: Value) -> str:
    match value:
        case bool():
            return f"{key}: {str(value).lower()}\n"
        case str() if key in ("created", "time"):
            return f"{key}: {{ {{ DATE }} }}\n"
        case str():
            return f"{key}: {value if _DATE.fullmatch(value) else _plain(value)}\n"
        case _ if key == "participants":
            return "participants: [{ { PARTICIPANTS } }]\n"
        case _:
            return f"{key}: [{', '.join(value)}]\n"


def _fenced(lines: Iterable[str]) -> str:
    return f"---\n{''.join(lines)}---\n"


def frontmatter(fields: Mapping[str, Value], dialect: Dialect = "P") -> str:
    """The block with both fences; dialect T is not valid YAML, on purpose."""
    match dialect:
        case "P":
            return _fenced(_dumped(key, value) for key, value in fields.items())
        case "J":
            lines = [_quoted(k, v, flow=k == "participants") for k, v in fields.items()]
            return _fenced([*lines, "\n"])
        case "T":
            return _fenced(_templated(k, v) for k, v in {**fields, "created": "?"}.items())
        case "H":
            return _fenced(_quoted(k, v, flow=False) for k, v in fields.items())
