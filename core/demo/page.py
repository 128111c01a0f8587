"""A file of the invented vault before it is written."""

from typing import NamedTuple


class Page(NamedTuple):
    path: str
    """Relative to the vault, with `/`."""
    data: bytes


def page(path: str, text: str) -> Page:
    return Page(path, text.encode())
