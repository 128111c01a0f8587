"""What values behind a filter's qualifiers mean, of the rows of any pane: known words, numbers, types, texts, days. Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from core.entities import same_type
from core.errors import BadQuery
from core.periods import period
from core.spelling import folded

R = TypeVar("R")
_NUMBER = re.compile(r"(<=|>=|<|>)?([0-9]{1,9})|([0-9]{1,9})?\.\.([0-9]{1,9})?")


def chosen(key: str, value: str, known: Mapping[str, object]) -> str:
    """`value`, which is one of the known.

    Raises:
        BadQuery: It is none; names those that are.
    """
    if value not in known:
        raise BadQuery(f"there is no “{key}:{value}”; there are {' '.join(known)}")
    return value


def number(key: str, value: str, amount: Callable[[R], int]) -> Callable[[R], bool]:
    """Rows of which so many are counted: `3`, `>2`, `<=4`, `2..5`.

    Raises:
        BadQuery: It is no number; names `key`.
    """
    found = _NUMBER.fullmatch(value)
    if found is None or value == "..":
        raise BadQuery(f"“{key}:” wants a number, such as {key}:>2, not “{value}”")
    sign, figure, low, high = found.groups()
    if figure is None:
        least, most = int(low or 0), int(high) if high else None
        return lambda row: least <= amount(row) and (most is None or amount(row) <= most)
    than = int(figure)
    compare: dict[str | None, Callable[[R], bool]] = {
        None: lambda row: amount(row) == than,
        "<": lambda row: amount(row) < than,
        "<=": lambda row: amount(row) <= than,
        ">": lambda row: amount(row) > than,
        ">=": lambda row: amount(row) >= than,
    }
    return compare[sign]


def of_type(value: str, type_of: Callable[[R], str]) -> Callable[[R], bool]:
    """Rows of a type by its beginning, or as any generation of notes writes it: `in:person`."""
    wanted, same = value.lower(), same_type(value)

    def test(row: R) -> bool:
        own = type_of(row)
        return own.lower().startswith(wanted) or same_type(own) == same

    return test


def containing(
    value: str, text_of: Callable[[R], str], fold: Callable[[str], str] = folded
) -> Callable[[R], bool]:
    """Rows whose text holds `value`, as it is written or as names are compared; see `spelling.folded`."""
    wanted, plain = value.lower(), folded(value)
    return lambda row: wanted in (text := text_of(row)).lower() or (bool(plain) and plain in fold(text))  # fmt: skip


def dated(
    key: str, value: str, today: date, day_of: Callable[[R], str | None]
) -> Callable[[R], bool]:
    """Rows whose ISO day lies in a period, or that have any or none.

    Raises:
        BadQuery: It is no period; names `key`.
    """
    if value == "none":
        return lambda row: day_of(row) is None
    if value in {"any", "yes"}:
        return lambda row: day_of(row) is not None
    first, last = period(key, value, today)

    def test(row: R) -> bool:
        day = day_of(row)
        return day is not None and first <= day <= last

    return test
