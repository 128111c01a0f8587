"""What the value of a setting must be: each check returns it with its type, or says what it should be."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar

_MAX_PATTERN = 200
_MAX_STARS = (
    8  # each `*` multiplies the work of a pattern that does not match, and a vault may bring one
)

_T = TypeVar("_T")


class BadValue(ValueError):
    """What a value should have been: `a list of words`."""


def text(value: object) -> str:
    if not isinstance(value, str):
        raise BadValue("a string")
    return value


def word(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadValue("a string that is not empty")
    return value


def optional(value: object) -> str | None:
    return text(value) or None


def symbol(value: object) -> str:
    if not isinstance(value, str) or len(value) > 1 or value == "\n":
        raise BadValue("one character, or empty")
    return value


def one_of(*words: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in words:
            raise BadValue(" or ".join(f'"{one}"' for one in words))
        return str(value)

    return read


def truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadValue("true or false")
    return value


def watch(value: object) -> object:
    if not isinstance(value, bool) and value != "poll":
        raise BadValue('true, false or "poll"')
    return value


def whole(least: int, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise BadValue(f"a whole number from {least} to {most}")
        return value

    return read


def list_of(read: Callable[[object], str], what: str) -> Callable[[object], tuple[str, ...]]:
    def read_all(value: object) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise BadValue(what)
        try:
            return tuple(map(read, value))
        except BadValue as bad:
            raise BadValue(f"{what}, each of them {bad}") from bad

    return read_all


def place(value: object) -> str:
    """A path inside the vault."""
    said = word(value)
    if said.startswith(("/", "~")) or "\0" in said or ".." in said.split("/"):
        raise BadValue("a path inside the vault")
    return said.strip("/")


def pattern(value: object) -> str:
    said = word(value)
    if len(said) > _MAX_PATTERN or said.count("*") > _MAX_STARS:
        raise BadValue(f"a pattern of at most {_MAX_PATTERN} characters and {_MAX_STARS} stars")
    return said


def tag(value: object) -> str:
    said = word(value)
    if not said.startswith("#") or said == "#" or any(map(str.isspace, said)):
        raise BadValue("a tag with its #")
    return said


def keys(value: object) -> tuple[str, ...]:
    return (word(value),) if isinstance(value, str) else list_of(word, "a list of keys")(value)


def table_of(read: Callable[[object], _T], what: str) -> Callable[[object], Mapping[str, _T]]:
    def read_table(value: object) -> Mapping[str, _T]:
        if not isinstance(value, dict):
            raise BadValue(f"a table of {what}")
        try:
            return MappingProxyType({name: read(one) for name, one in value.items()})
        except BadValue as bad:
            raise BadValue(f"a table of {what}, each of them {bad}") from bad

    return read_table
