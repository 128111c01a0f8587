"""Keys: how they are spelled, which command each means where, and the user's own over the table's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from tui.commands import COMMANDS, HEARD, Command

_ALIASES = {
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "return": "enter",
    "del": "delete",
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "full_stop": ".",
    "plus": "+",
    "minus": "-",
    "underscore": "_",
}
_NAMED = frozenset(
    [
        "esc",
        "enter",
        "space",
        "tab",
        "backspace",
        "delete",
        "insert",
        "home",
        "end",
        "pgup",
        "pgdn",
        "up",
        "down",
        "left",
        "right",
    ]
) | {f"f{number}" for number in range(1, 13)}
_SHIFTABLE = frozenset(["tab", "up", "down", "left", "right", "home", "end", "enter"])
_TERMINAL = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+[": "esc"}


_BESIDE = [scopes for place, scopes in HEARD.items() if place != "stepping"]
"""Scopes whose keys must not be the same; while one goes through proposals, the first one wins."""


def canonical_key(text: str) -> str:
    """The spelling this table uses for a key.

    Raises:
        ValueError: A sentence, where no terminal sends such a key.
    """
    before, _, base = text.rpartition("+")
    if text.endswith("+"):
        before, base = text[:-1].rstrip("+"), "+"
    modifiers = [each.lower() for each in before.split("+") if each]
    if len(base) > 1:
        base = _ALIASES.get(base.lower(), base.lower())
    known = base in _NAMED or (len(base) == 1 and base.isprintable() and not base.isspace())
    fine = (
        not modifiers
        or (modifiers == ["ctrl"] and (base in _NAMED or (base.isascii() and base.isalpha())))
        or (modifiers == ["shift"] and base in _SHIFTABLE)
    )
    if not known or not fine:
        raise ValueError(
            f"“{text}” is no key; keys are written like a, G, ?, esc, pgdn, f5, ctrl+d"
        )
    spelled = "+".join([*modifiers, base.lower() if modifiers else base])
    if spelled in _TERMINAL:
        raise ValueError(f"“{text}” is what a terminal sends for {_TERMINAL[spelled]}")
    return spelled


def remapped(
    keys: Mapping[str, Iterable[str]], commands: tuple[Command, ...] = COMMANDS
) -> tuple[tuple[Command, ...], tuple[str, ...]]:
    """The table with the user's keys, and what is wrong with them; if anything is, the table as it was.

    All or nothing, because half a remapping leaves keys that do something else than either table says.
    """
    problems = []
    known = {each.id for each in commands}
    wanted: dict[str, tuple[str, ...]] = {}
    for id, spelled in keys.items():
        if id not in known:
            problems.append(f"keys: there is no command “{id}”; F2 lists their names")
        good = []
        for text in spelled:
            try:
                good.append(canonical_key(text))
            except ValueError as error:
                problems.append(f"keys: {id}: {error}")
        wanted[id] = tuple(dict.fromkeys(good))
    changed = tuple(replace(each, keys=wanted.get(each.id, each.keys)) for each in commands)
    problems += clashes(changed)
    return (commands if problems else changed), tuple(problems)


def clashes(commands: Iterable[Command]) -> list[str]:
    """A sentence for every key that two commands want in one place."""
    wanted: dict[str, list[Command]] = {}
    for each in commands:
        for key in each.keys:
            wanted.setdefault(key, []).append(each)
    return [
        f"keys: {key} is both {one.id} and {other.id}"
        for key, found in wanted.items()
        for one, other in combinations(found, 2)
        if any({one.scope, other.scope} <= set(scopes) for scopes in _BESIDE)
    ]


def heard(commands: Iterable[Command], place: str) -> tuple[Command, ...]:
    """The commands whose keys mean something at a place, each with the keys that mean it there."""
    scopes = HEARD[place]
    here = sorted(
        (each for each in commands if each.scope in scopes),
        key=lambda each: scopes.index(each.scope),
    )
    taken: set[str] = set()
    left: dict[str, Command] = {}
    for each in here:
        keys = tuple(key for key in each.keys if key not in taken)
        taken.update(each.keys)
        if keys == each.keys:
            left[each.id] = each
        elif keys:
            left[each.id] = replace(each, keys=keys)
    return tuple(left[each.id] for each in commands if each.id in left)


def meanings(commands: Sequence[Command], place: str) -> Mapping[str, str]:
    """Key → the command that it means at a place; what means nothing there, but elsewhere, can say so."""
    elsewhere = {key: each.id for each in reversed(commands) for key in each.keys}
    return {**elsewhere, **{key: each.id for each in heard(commands, place) for key in each.keys}}
