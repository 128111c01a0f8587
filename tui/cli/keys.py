"""`winnow keys`: the table with the user's own keys in it, and what the terminal really sends."""

import sys
from codecs import getincrementaldecoder
from collections.abc import Iterator, Mapping, Sequence

from core.keystrokes import Read, keystrokes
from core.process import Exit
from tui.cli.invocation import Invocation
from tui.cli.output import Cell, Column, Json
from tui.commands import COMMANDS, HEARD, LEADER, Command, command
from tui.keyboard.keys import ALT, heard, led, remapped

_PATIENCE = 0.1
"""Seconds between two looks whether an `esc` was one by itself, as the screen waits."""
_IDLE = 600
"""Looks in a row at which nothing came: a minute, after which nobody is there any more."""
_BYTES, _KEY = 26, 14
_ENDS = "esc"
_CONTROL = 0x40
_NAMED = {0x1B: "ESC", 0x20: "SP", 0x7F: "DEL"}


def keys(run: Invocation) -> Exit:
    """Print the key table with the user's own keys in it, or each key as it is pressed."""
    config = run.settings(run.request()).config
    commands, problems = remapped(config.keys, said_in=config.keys_from)
    for problem in problems:
        run.out.complain(problem)
    if run.call.flag("--test"):
        return _test(run, commands)
    if run.call.flag("--json"):
        run.out.json_rows([_json(each) for each in commands])
    else:
        rows = [
            (
                Cell(" ".join(each.keys) or "-", "bold"),
                Cell(each.help),
                Cell(each.section, "dim"),
                Cell(each.id, "dim"),
            )
            for each in commands
        ]
        run.out.table((Column(), Column(), Column(), Column()), rows)
    return Exit.DONE


def _json(each: Command) -> Json:
    return {
        "id": each.id,
        "keys": list(each.keys),
        "default": list(command(each.id, COMMANDS).keys),
        "does": each.help,
        "section": each.section,
        "verb": each.verb,
    }


def _test(run: Invocation, commands: Sequence[Command]) -> Exit:
    """Say of each key that is pressed what the terminal sends and what that does, until `esc esc`."""
    with keystrokes(sys.__stdin__, sys.__stderr__) as read:
        if read is None:
            run.out.complain("keys --test wants a terminal to press keys in")
            return Exit.USAGE
        run.out.remark("Press keys to see what this terminal sends; esc esc ends.")
        before = ""
        for sent, key in pressed(read):
            does = meaning(key, commands, before)
            run.out.line(Cell(f"{spelled(sent):<{_BYTES}} ", "dim"), Cell(f"{key:<{_KEY}} ", "bold"), does)  # fmt: skip
            if key == before == _ENDS:
                break
            before = key
    return Exit.DONE


def pressed(read: Read) -> Iterator[tuple[bytes, str]]:
    """The bytes of each key and how the table spells it; ends when nobody presses any more."""
    from textual import events  # noqa: PLC0415 - 140 ms, for this alone
    from textual._xterm_parser import XTermParser  # noqa: PLC0415 - what the screen hears with

    from tui.keyboard.keymap import table_key  # noqa: PLC0415 - as above

    parser, decode = XTermParser(), getincrementaldecoder("utf-8")("replace").decode
    sent, idle = b"", 0
    while idle < _IDLE:
        data = read(_PATIENCE)
        idle = 0 if data else idle + 1
        sent += data
        found = [*(parser.feed(decode(data)) if data else ()), *parser.tick()]
        keys = [table_key(each) for each in found if isinstance(each, events.Key)]
        pasted = [each for each in found if isinstance(each, events.Paste)]
        if pasted:
            keys.append("paste")
        for at, key in enumerate(keys):
            # Of several keys in one go nobody can say which bytes are whose.
            yield (sent if len(keys) == 1 else b"" if at else sent), key
        if found:
            sent = b""


def spelled(sent: bytes) -> str:
    """Bytes as people write them: `ESC [ A`, `^D`, `a`."""
    text = " ".join(map(_byte, sent))
    return text if len(text) <= _BYTES else f"{text[: _BYTES - 1]}…"


def _byte(byte: int) -> str:
    if byte in _NAMED:
        return _NAMED[byte]
    shown = chr(byte)
    if shown.isascii():
        return shown if shown.isprintable() else f"^{chr(byte ^ _CONTROL)}"
    return f"{byte:02x}"


def meaning(key: str, commands: Sequence[Command], before: str = "") -> str:
    """What a key does, and where, where that is not the same in every pane.

    Args:
        key: As the table spells it.
        commands: The table with the user's keys.
        before: The key before it: behind the leader it means something else.
    """
    if key == "paste":
        return "pasted text: it is ignored outside of what one types into"
    if key.startswith(ALT):
        return f"esc, and then {key.removeprefix(ALT)}: {meaning(key.removeprefix(ALT), commands)}"
    leaders = command("leader", commands).keys or (LEADER,)
    if before in leaders:
        found = {place: led(commands, place).get(key) for place in HEARD}
    else:
        found = {place: _of(key, commands, place) for place in HEARD}
    return _placed(found)


def _of(key: str, commands: Sequence[Command], place: str) -> Command | None:
    return next((each for each in heard(commands, place) if key in each.keys), None)


def _placed(found: Mapping[str, Command | None]) -> str:
    places: dict[str, list[str]] = {}
    known = {each.id: each for each in found.values() if each is not None}
    for place, each in found.items():
        if each is not None:
            places.setdefault(each.id, []).append(place)
    if not places:
        return "means nothing"
    if len(places) == 1:
        [(id, where)] = places.items()
        only = "" if len(where) == len(found) else f", {', '.join(where)}"
        return f"{known[id].help} ({id}{only})"
    return " · ".join(
        f"{', '.join(where)}: {known[id].label} ({id})" for id, where in places.items()
    )
