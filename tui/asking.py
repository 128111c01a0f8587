"""What may be asked of a person, as values: one line, or one of a few by its letter."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the few."""

    letter: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text would do."""

    sentence: str
    """Not safe to show: it may quote the text."""
    fine: bool = True
    """Whether it can be answered with."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a prompt asks."""

    title: str
    explain: Callable[[str], Meaning]
    """What a text means; called at every key."""
    value: str = ""
    placeholder: str = ""
    answers: Callable[[str], tuple[str, ...]] = lambda _: ()
    """What may be meant by a text, best first; `enter` takes the one that is lit."""
