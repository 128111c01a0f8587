"""Every regular expression of the program, and for each the inputs that would cost it most.

What a pattern can match is read from its own parse tree: each piece that repeats, each alternative,
each near miss of a whole match is repeated to any length. A pattern that reads a stretch of its input
again from each of its places shows it there.
"""

import ast
import importlib
import re
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import islice, product
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]  # the only list of what a parsed pattern holds
from re import _parser as parser  # type: ignore[attr-defined]  # the only reader of patterns there is
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
METHODS = frozenset({"match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn"})
_FROM_EVERYWHERE = METHODS - {"match", "fullmatch"}
_CANDIDATES = "a0 \t\n-_#@[](){}<>|*`~%$!:,.\"'/\\>+=?^;&A漢\u0301\x1b\r\u2028"
_MOST_UNITS = 14


class Used(NamedTuple):
    """A pattern of a module and how it is asked."""

    name: str
    """`core.parse.owners._STOP`"""
    pattern: re.Pattern[Any]
    methods: frozenset[str]


def modules() -> Iterator[str]:
    for room in ("core", "tui"):
        for file in sorted((ROOT / room).rglob("*.py")):
            if file.name != "__main__.py":
                dotted = ".".join(file.relative_to(ROOT).with_suffix("").parts)
                yield dotted.removesuffix(".__init__")


def used() -> list[Used]:
    """Every compiled pattern that a module holds, those in its tables too."""
    found: dict[int, Used] = {}
    for module in modules():
        asked = _methods(module)
        for name, value in vars(importlib.import_module(module)).items():
            for at, pattern in _patterns(value):
                methods = asked.get(name, frozenset({"match"} if at else {"match", "search"}))
                one = Used(f"{module}.{name}{at}", pattern, methods)
                found.setdefault(id(pattern), one)
    return list(found.values())


def _patterns(value: object, at: str = "") -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield at, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _patterns(one, f"{at}[{key}]")
    elif isinstance(value, tuple | list | frozenset) and len(value) < 100:
        for number, one in enumerate(value):
            yield from _patterns(one, f"{at}[{number}]")


def _methods(module: str) -> dict[str, frozenset[str]]:
    """Name → methods that the module looks up on it."""
    found: dict[str, frozenset[str]] = {}
    file = importlib.import_module(module).__file__ or ""
    for node in ast.walk(ast.parse(Path(file).read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in METHODS:
            for name in ast.walk(node.value):
                if isinstance(name, ast.Name):
                    found[name.id] = found.get(name.id, frozenset()) | {node.attr}
    return found


def inline() -> set[str]:
    """Where a pattern is compiled or asked within a function: module and what is written there."""
    found = set()
    for file in sorted((ROOT / "core").rglob("*.py")) + sorted((ROOT / "tui").rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                for node in ast.walk(function):
                    if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
                        found.add(f"{file.relative_to(ROOT).as_posix()}: {ast.unparse(node)}")
    return found


# What a parsed pattern can match


def _in_class(items: list[Any], char: str) -> bool:
    code, negated, hit = ord(char), False, False
    for kind, value in items:
        if kind is op.NEGATE:
            negated = True
        elif kind is op.LITERAL:
            hit |= value == code
        elif kind is op.RANGE:
            hit |= value[0] <= code <= value[1]
        elif kind is op.CATEGORY:
            said = str(value)
            hit |= (
                ("DIGIT" in said and char.isdigit())
                or ("SPACE" in said and char.isspace())
                or ("WORD" in said and (char.isalnum() or char == "_"))
            ) != ("NOT" in said)
    return hit != negated


def _class(items: list[Any]) -> str:
    """A character of a class, one that says little by preference."""
    own = [chr(value) for kind, value in items if kind is op.LITERAL]
    own += [chr(value[0]) for kind, value in items if kind is op.RANGE]
    return next((char for char in (*_CANDIDATES, *own) if _in_class(items, char)), "a")


def _sample(nodes: Any, choice: int) -> str:  # noqa: ANN401 - the parser's own types have no names
    """A text that the nodes match, by the branch of this number."""
    return "".join(_said(kind, value, choice) for kind, value in nodes)


def _said(kind: Any, value: Any, choice: int) -> str:  # noqa: ANN401 - see above
    if kind is op.BRANCH:
        return _sample(value[1][choice % len(value[1])], choice)
    if kind in {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}:
        return _sample(value[2], choice) * max(1, min(value[0], 100))
    inner = {op.SUBPATTERN: 3, op.ASSERT: 1}.get(kind)
    if inner is not None:
        return "" if kind is op.ASSERT and value[0] < 0 else _sample(value[inner], choice)
    return {
        op.LITERAL: lambda: chr(value),
        op.NOT_LITERAL: lambda: "a" if value != ord("a") else "b",
        op.ANY: lambda: "a",
        op.IN: lambda: _class(value),
        op.ATOMIC_GROUP: lambda: _sample(value, choice),
    }.get(kind, str)()


def _pieces(nodes: Any) -> Iterator[str]:  # noqa: ANN401 - see above
    """What repeats, what is an alternative, what stands alone."""
    for kind, value in nodes:
        if kind in {op.LITERAL, op.NOT_LITERAL, op.IN}:
            yield _sample([(kind, value)], 0)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield _sample(branch, 0)
                yield from _pieces(branch)
        elif kind in {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}:
            yield _sample(value[2], 0)
            yield from _pieces(value[2])
        elif kind is op.SUBPATTERN:
            yield from _pieces(value[3])
        elif kind is op.ATOMIC_GROUP:
            yield from _pieces(value)
        elif kind in {op.ASSERT, op.ASSERT_NOT}:
            yield from _pieces(value[1])


def inputs(pattern: re.Pattern[Any]) -> Iterator[tuple[str, Callable[[int], str]]]:
    """Texts of any length that may cost the pattern much, each under a name that shows it."""
    source = (
        pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    )
    flags = pattern.flags & ~re.U if isinstance(pattern.pattern, bytes) else pattern.flags
    tree = parser.parse(source, flags)
    wholes = list(dict.fromkeys(_sample(tree, choice) for choice in range(6)))
    units = list(islice(dict.fromkeys(filter(None, _pieces(tree))), _MOST_UNITS))
    starts = [
        "",
        *dict.fromkeys(whole[:cut] for whole in wholes[:3] for cut in (1, 2, 3, -1) if whole),
    ]
    repeated = dict.fromkeys(
        filter(
            None,
            (
                *units,
                *wholes,
                *(whole[:-1] for whole in wholes),
                *(f"{whole[:-1]}\0" for whole in wholes),
                *(f"\n{unit}" for unit in units),
                *(a + b for a, b in product(units, units) if a != b),
            ),
        )
    )
    for start, unit in product(starts, islice(repeated, len(units) + 2 * len(wholes))):
        for end in ("", "\0"):
            yield f"{start!a} {unit!a}… {end!a}", _filled(start, unit, end)
    for unit in repeated:
        yield f"{unit!a}…", _filled("", unit, "\0")


def _filled(start: str, unit: str, end: str) -> Callable[[int], str]:
    return lambda size: start + unit * (size // len(unit)) + end


def cost(one: Used, text: str) -> float:
    """Seconds of the most expensive way in which the pattern is asked."""
    data: Any = text
    if isinstance(one.pattern.pattern, bytes):
        data = text.encode("utf-8")
    most = 0.0
    for method in sorted(one.methods):
        start = time.perf_counter()
        if method in _FROM_EVERYWHERE:
            for _ in one.pattern.finditer(data):
                pass
        else:
            getattr(one.pattern, method)(data)
        most = max(most, time.perf_counter() - start)
    return most
