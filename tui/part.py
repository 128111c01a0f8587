"""Parts of the app and of its screen that are loaded when they are first asked for.

The first frame needs none of them, and a pane that nobody opens costs nothing.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Generic, TypeVar, cast

_T = TypeVar("_T")


class Part(Generic[_T]):
    """An attribute of a whole, made of the whole alone, and kept: it is in `vars(whole)` from then on."""

    def __init__(self, module: str, made: str) -> None:
        """Say what is to be made: the class `made` of `module`."""
        self._module, self._made = module, made
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        """Be told under which name it is kept."""
        self.name = name

    def __get__(self, whole: object, owner: type) -> _T:
        """Make it; from then on Python finds what was made, not this."""
        made = self.make(getattr(import_module(self._module), self._made), whole)
        vars(whole)[self.name] = made
        return cast("_T", made)

    def make(self, kind: Callable[..., object], whole: object) -> object:
        """One of that class, for the whole."""
        return kind(whole)
