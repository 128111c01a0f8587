"""Parts of the app that are loaded when they are first asked for.

The first frame needs none of them, and a pane that nobody opens costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Generic, TypeVar, cast

if TYPE_CHECKING:
    from tui.app import WinnowApp

_T = TypeVar("_T")


class Part(Generic[_T]):
    """An attribute of the app, made of the app alone, and kept: it is in `vars(app)` from then on."""

    def __init__(self, module: str, made: str) -> None:
        """Say what is to be made: the class `made` of `module`."""
        self._module, self._made = module, made
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        """Be told under which name it is kept."""
        self._name = name

    def __get__(self, app: "WinnowApp", owner: type) -> _T:
        """Make it; from then on Python finds what was made, not this."""
        part = cast("_T", getattr(import_module(self._module), self._made)(app))
        vars(app)[self._name] = part
        return part
