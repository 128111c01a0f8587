"""`winnow check`: what is wrong with the vault, the settings, the terminal and what is kept beside them."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from core.abilities import SAMPLES, Abilities, asked
from core.errors import BadQuery
from core.health import Finding, of_company, of_index, of_session
from core.places import folders_of
from core.problems.items import KINDS, Problem
from core.process import Exit
from core.query import parse_query
from core.settings import Settings, settings
from tui.cli.fixing import fields
from tui.cli.invocation import Invocation
from tui.cli.output import Cell, Json
from tui.cli.settings import theme_names
from tui.keyboard.keys import remapped

_FEW_SEND = frozenset(["ctrl+enter", "shift+enter", "ctrl+tab", "ctrl+esc", "ctrl+backspace"])
"""Keys that are others without the kitty keyboard protocol."""


_PATIENCE = 1.0
"""Seconds that a terminal has to answer; one at the other end of the world takes half of that."""
_WIDE = 9


def check(run: Invocation) -> Exit:
    """Print what is wrong; 1 where something is. Raises `WinnowError` where the vault cannot be read."""
    found = settings(run.request())
    findings, problems = [*_of_settings(found), *_before(run, found)], []
    if found.root is not None:
        session = run.open(read=True)
        run.read(session)
        findings += of_session(session)
        rows = session.problems.rows()
        problems = [rows.rows[id] for id in rows.ids]
    findings += of_terminal(run, found, _asked(run))
    if run.call.flag("--json"):
        run.out.json_rows([*map(_json, findings), *map(_problem_json, problems)])
    else:
        _print(run, findings, problems)
    wrong = problems or any(not one.fine for one in findings)
    return Exit.FAILED if wrong else Exit.DONE


def _before(run: Invocation, found: Settings) -> Iterator[Finding]:
    """What is different as soon as the vault is opened; that there is none."""
    if found.root is None:
        advice = f'winnow --vault DIR check, $WINNOW_VAULT, or vault = "DIR" in {found.file}'
        yield Finding("vault", found.no_vault, advice=advice)
    else:
        state, cache = folders_of(found.root, run.call.text("--state"), run.call.text("--cache"))
        yield of_index(cache, run.clock())
        yield from of_company(state, found.root, found.config.wait_for)


def _of_settings(found: Settings) -> Iterator[Finding]:
    advice = "winnow config --defaults says what each may be"
    for sentence in found.problems:
        yield Finding("settings", sentence, advice=advice)
    for sentence in remapped(found.config.keys, said_in=found.config.keys_from)[1]:
        yield Finding("settings", sentence, advice="winnow keys prints every command with its keys")
    themes, problems = theme_names(found.file)
    for sentence in problems:
        yield Finding("settings", sentence, advice="winnow themes prints those that there are")
    if found.config.theme not in themes:
        advice = "winnow themes prints their names; one of your own lies in the folder themes beside winnow.toml"
        yield Finding("settings", f"theme: there is no “{found.config.theme}”", advice=advice)
    for name, filter in sorted(found.config.filters.items()):
        try:
            parse_query(filter)
        except BadQuery as bad:
            advice = "winnow explain FILTER says what one means"
            yield Finding("settings", f"filters.{name}: {bad}", advice=advice)


def _asked(run: Invocation) -> Abilities | None:
    """What the terminal says of itself; the oldest ones would print the questions."""
    if run.around.variables.get("TERM") in {None, "", "dumb", "linux"} or not run.stdin.isatty():
        return None
    return asked(sys.__stdin__, sys.__stderr__, _PATIENCE)


def of_terminal(
    run: Invocation, found: Settings, able: Abilities | None = None
) -> Iterator[Finding]:
    """What the terminal can show, and what it cannot; nothing where none is there."""
    variables = run.around.variables
    if run.out.width is None:
        return
    name = variables.get("TERM") or ""
    if name in {"", "dumb"}:
        said = f"it says that it is “{name}”: the screen cannot be drawn on it"
        yield Finding("terminal", said, advice="set TERM to what it is, such as xterm-256color")
    if not run.out.has_signs and found.config.glyphs != "ascii":
        yield Finding("terminal", "it is not UTF-8", advice='set glyphs = "ascii", or a UTF-8 locale')  # fmt: skip
    colours = "true colours" if able and able.colours else _colours(variables, name)
    yield Finding("terminal", f"{name}, {run.out.width} columns, {colours}", fine=True)
    if able is not None:
        yield from _of_answers(found, able)


def _colours(variables: Mapping[str, str], name: str) -> str:
    if variables.get("COLORTERM") in {"truecolor", "24bit"}:
        return "true colours"
    return "256 colours" if "256" in name else "its own colours"


def _of_answers(found: Settings, able: Abilities) -> Iterator[Finding]:
    """What follows from its answers."""
    from rich.cells import cell_len  # noqa: PLC0415 - only where there is a terminal

    odd = [SAMPLES[name] for name, cells in able.widths.items() if cells != cell_len(SAMPLES[name])]
    if odd:
        said = (
            f"it gives other widths than most to {' '.join(odd)}: lines with such signs may shift"
        )
        yield Finding("terminal", said, fine=True, advice="set glyphs = \"ascii\" if Winnow's own do; another font may help")  # fmt: skip
    lost = _lost_keys(found) if not able.keys else ()
    for key in lost:
        said = f"it may not tell {key} from other keys"
        yield Finding("terminal", said, advice="winnow keys --test shows what it sends; or choose another key")  # fmt: skip
    can = [name for name, value in _named(able) if value]
    cannot = [name for name, value in _named(able) if value is False]
    silent = [name for name, value in _named(able) if value is None]
    for said, which in (
        ("it can", can),
        ("it cannot", cannot),
        ("it does not say whether it can", silent),
    ):
        if which:
            yield Finding("terminal", f"{said}: {', '.join(which)}", fine=True)


def _named(able: Abilities) -> tuple[tuple[str, bool | None], ...]:
    return (
        ("true colours", able.colours),
        ("mouse beyond column 223", able.mouse),
        ("pasted text told from keys", able.paste),
        ("whole pictures at once", able.together),
        ("the clipboard set by y and Y", able.clipboard),
        ("every key told apart", able.keys),
    )


def _lost_keys(found: Settings) -> tuple[str, ...]:
    """Keys of the person's own that only few terminals send."""
    named = {key for keys in found.config.keys.values() for key in keys}
    return tuple(sorted(named & _FEW_SEND))


def _json(one: Finding) -> Json:
    return {"about": one.about, "message": one.message, "fine": one.fine, "advice": one.advice}


def _problem_json(one: Problem) -> Json:
    return {"about": "problem", **fields(one), "fine": False}


def _print(run: Invocation, findings: Sequence[Finding], problems: Sequence[Problem]) -> None:
    for one in findings:
        paint = "" if one.fine else "red"
        _line(run, Cell(f"{one.about:<{_WIDE}}", "dim"), Cell(one.message, paint), below=one.advice)
    many = Counter(one.code for one in problems)
    mendable = Counter(one.code for one in problems if one.is_mendable)
    first = {one.code: one for one in reversed(problems)}
    for code in filter(many.__contains__, KINDS):
        _line(
            run,
            Cell(f"{'problem':<{_WIDE}}", "dim"),
            Cell(code, "green" if mendable[code] else "red"),
            f" ×{many[code]:,}: {KINDS[code]}",
            below=f"{first[code].path}:{first[code].line + 1}",
        )
    if problems:
        some = sum(mendable.values())
        run.out.line(f"{len(problems):,} in all; winnow do fix --filter fix:yes mends {some:,}")
    elif all(one.fine for one in findings):
        run.out.line(Cell("nothing is wrong", "green"))


def _line(run: Invocation, *cells: Cell | str, below: str) -> None:
    """A line, and under it what to do or where to look."""
    run.out.line(*cells)
    if below:
        run.out.line(" " * _WIDE, Cell(f"{'→' if run.out.has_signs else '-'} {below}", "dim"))
