"""Keys: how they are spelled, which command each means where, and the user's own over the table's.

Keys that begin with the leader's are two in a row: `,n` is `,` and then `n`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from tui.commands import COMMANDS, HEARD, LEADER, Command

_ALIASES = {
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "return": "enter",
    "del": "delete",
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "comma": ",",
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
ALT = "alt+"
"""Before what came together with an `esc`: a person was quick, or the line slow. No key of the table wants it."""
_NONE = "none"
"""What settings say instead of an empty list: no key at all."""
_LEADS = "leader"
_STAYS = "quit"
"""The command that may not be left without a key."""


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
            f"“{text}” is no key{_like(base, _NAMED) if not known else ''}; keys are written like"
            " a, G, ?, esc, pgdn, f5, ctrl+d"
        )
    spelled = "+".join([*modifiers, base.lower() if modifiers else base])
    if spelled in _TERMINAL:
        raise ValueError(f"“{text}” is what a terminal sends for {_TERMINAL[spelled]}")
    return spelled


def in_turn(leader: str, key: str) -> str:
    """How two keys in a row are spelled: `,n`, `space n`; `f1` stays the one key that it is."""
    return f"{leader}{key}" if _is_sign(leader) else f"{leader} {key}"


def remapped(
    keys: Mapping[str, Iterable[str]],
    commands: tuple[Command, ...] = COMMANDS,
    *,
    said_in: Mapping[str, str] | None = None,
) -> tuple[tuple[Command, ...], tuple[str, ...]]:
    """The table with the user's keys, and what is wrong with them; if anything is, the table as it was.

    All or nothing, because half a remapping leaves keys that do something else than either table says.

    Args:
        keys: Command id → its keys; none of them, or the word `none`, leaves it without one.
        commands: The table.
        said_in: Command id → the file whose keys these are; unknown: none is named.
    """
    files = said_in or {}
    known = {each.id for each in commands}
    problems, wanted = [], {}
    leads = _read(keys.get(_LEADS, ()), ())[0] if _LEADS in keys else None
    if leads is None:
        leads = next((each.keys for each in commands if each.id == _LEADS), ())
    for id, spelled in keys.items():
        file = f"{files[id]}: " if id in files else ""
        if id not in known:
            like = _like(id, known) or "; winnow keys prints their names"
            problems.append(f"{file}keys: there is no command “{id}”{like}")
            continue
        good, bad = _read(spelled, leads)
        problems += [f"{file}keys: {id}: {sentence}" for sentence in bad]
        wanted[id] = good
    moved = (replace(each, keys=_led(each.keys, leads)) for each in commands)
    changed = tuple(replace(each, keys=wanted.get(each.id, each.keys)) for each in moved)
    if not problems:
        problems += clashes(changed, files)
        problems += [
            f"keys: {each.id} must have a key: else nothing would end Winnow"
            for each in changed
            if each.id == _STAYS and not each.keys
        ]
    return (commands if problems else changed), tuple(problems)


def _read(spelled: Iterable[str], leads: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """The keys as the table spells them, and a sentence for each that is none."""
    good, bad = [], []
    for text in spelled:
        if text.lower() == _NONE:
            continue
        try:
            good.append(_key(text, leads))
        except ValueError as error:
            bad.append(str(error))
    return tuple(dict.fromkeys(good)), bad


def _key(text: str, leads: Sequence[str]) -> str:
    """One key, or two in a row. Raises `ValueError`."""
    for leader in leads:
        rest = text.removeprefix(leader)
        if rest not in {text, ""} and (_is_sign(leader) or rest[0] == " "):
            return in_turn(leads[0], canonical_key(rest.strip()))
    return canonical_key(text)


def _led(keys: Sequence[str], leads: Sequence[str]) -> tuple[str, ...]:
    """The table's own keys, those of two in a row with the user's leader; without one they are gone."""
    two = [key for key in keys if is_in_turn(key, LEADER)]
    if not two or leads[:1] == (LEADER,):
        return tuple(keys)
    led = {key: in_turn(leads[0], key[len(LEADER) :]) if leads else "" for key in two}
    return tuple(now for key in keys if (now := led.get(key, key)))


def is_in_turn(key: str, leader: str) -> bool:
    """Whether a key of the table is two in a row."""
    return key != leader and key.startswith(leader if _is_sign(leader) else f"{leader} ")


def _is_sign(leader: str) -> bool:
    return len(leader) == 1 and not leader.isalnum()


def clashes(commands: Iterable[Command], said_in: Mapping[str, str] | None = None) -> list[str]:
    """A sentence for every key that two commands want in one place.

    Args:
        commands: The table.
        said_in: Command id → the file that gives it these keys; unknown: none is named.
    """
    files = said_in or {}
    wanted: dict[str, list[Command]] = {}
    for each in commands:
        for key in each.keys:
            wanted.setdefault(key, []).append(each)
    return [
        f"{_file(files, one, other)}keys: {key} is both {one.id} and {other.id}"
        for key, found in wanted.items()
        for one, other in combinations(found, 2)
        if any({one.scope, other.scope} <= set(scopes) for scopes in _BESIDE)
    ]


def _file(files: Mapping[str, str], *commands: Command) -> str:
    return next((f"{files[each.id]}: " for each in commands if each.id in files), "")


def _like(word: str, known: Iterable[str]) -> str:
    """What may be meant: `; is “task.accept” meant?`."""
    # Only for a mistake: 3 ms that no start pays for.
    from difflib import get_close_matches  # noqa: PLC0415 see above

    near = get_close_matches(word, sorted(known), 1)
    return f"; is “{near[0]}” meant?" if near else ""


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


def by_id(commands: Iterable[Command], place: str) -> Mapping[str, Command]:
    """Those of `heard` by their ids."""
    return {each.id: each for each in heard(commands, place)}


def meanings(commands: Sequence[Command], place: str) -> Mapping[str, str]:
    """Key → the command that it means at a place; what means nothing there, but elsewhere, can say so."""
    elsewhere = {key: each.id for each in reversed(commands) for key in each.keys}
    return {**elsewhere, **{key: each.id for each in heard(commands, place) for key in each.keys}}


def led(commands: Sequence[Command], place: str) -> Mapping[str, Command]:
    """What the leader leads to at a place: the key after it → the command."""
    leaders = next((each.keys for each in commands if each.id == _LEADS), ())
    if not leaders:
        return {}
    leader = leaders[0]
    return {
        key.removeprefix(leader).strip(): each
        for each in heard(commands, place)
        for key in each.keys
        if is_in_turn(key, leader)
    }
