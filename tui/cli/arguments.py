"""What may stand on the command line, and what was meant by it.

A table instead of argparse, because words of the filter language begin with a dash (`-tag:#auto`),
so do values (`--to -3`, `--to -#tag`), and the common options stand before or after the command.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from core.errors import WinnowError
from core.panes import PANES


class BadUsage(WinnowError):
    """The command line means nothing; the message says what it should say."""


@dataclass(frozen=True, slots=True)
class Option:
    """`--name VALUE`, or `--name` alone where `value` is empty."""

    name: str
    value: str
    help: str
    several: bool = False
    """Whether it may be given again, and each counts."""


@dataclass(frozen=True, slots=True)
class Usage:
    """One command: what follows it, and what it does."""

    name: str
    operands: str
    help: str
    least: int = 0
    most: int | None = 0
    """How many operands; `None` is any number."""
    options: tuple[Option, ...] = ()
    dashes: bool = False
    """Whether words that begin with one dash are operands."""


_BETWEEN = "\0"
"""Between values of one option: what no argument can hold."""
_JSON = Option("--json", "", "print JSON, ASCII only")

COMMON = (
    Option(
        "--vault", "DIR", "the folder of notes; else $WINNOW_VAULT, the settings, a parent folder"
    ),
    Option("--today", "DATE", "work as if it were that day, YYYY-MM-DD"),
    Option("--config", "FILE", "the settings to read instead of your own"),
    Option("--state", "DIR", "where the journal and the snoozes of all vaults are kept"),
    Option("--cache", "DIR", "where what can be computed again is kept"),
    Option("--debug", "", "show where in the program an error came from"),
    Option("--version", "", "print the version"),
    Option("--help", "", "print this"),
)
"""They may stand before or after the command."""

_PANE = Option("--pane", "PANE", f"begin with {', '.join(PANES)}")
_THEME = Option("--theme", "THEME", "use this theme, this time")

SCREEN = Usage("", "[VAULT]", "open the vault on the screen", 0, 1, (_PANE, _THEME))

COMMANDS = (
    Usage(
        "demo", "", "open an invented vault, to try everything on", 0, 0,
        (
            Option("--keep", "DIR", "write the vault there, and leave it there"),
            Option("--guide", "", "show the guide of five steps again"),
            _THEME,
        ),
    ),
    Usage(
        "list", "KIND [FILTER…]", "print tasks, the inbox, entities, names or problems, in the order of the pane", 1, None,
        (
            _JSON,
            Option("--limit", "N", "at most so many"),
            Option("--sort", "BY", "of entities: name, open, proposals, contact, mentions, backlinks, notes"),
        ),
        dashes=True,
    ),
    Usage(
        "jump", "QUERY…", "print the entities that a few letters find, best first", 1, None,
        (_JSON, Option("--limit", "N", "at most so many, instead of 20")),
    ),
    Usage(
        "show", "ITEM", "print a task, an item of the inbox, a page or an entity, with what is around it", 1, 1, (_JSON,)
    ),
    Usage(
        "do", "VERB ITEM…", "change tasks, or file what is in the inbox; - reads the items from standard input", 1, None,
        (
            Option("--to", "VALUE", "the new owner, date, priority, tag, or whose it becomes"),
            Option("--links", "HOW", "of a page that goes to the trash: leave, unlink, or redirect to that of --to"),
            Option("--notes", "", "of a page that goes to the trash: its folder goes along"),
            Option("--choose", "KEY=VALUE", "of what merged pages, or the members of a cluster, say differently: what is to be said", several=True),
            Option("--rewrite", "", "of a name that is to mean a page: write the page's name wherever it stands"),
            Option("--filter", "FILTER", "change everything that matches, instead of named items"),
            Option("--dry-run", "", "print the diff and write nothing"),
            Option("--yes", "", "do not ask, however many"),
            _JSON,
        ),
    ),
    Usage(
        "undo", "[ID…]", "take back the newest change, or those that are named", 0, None,
        (Option("--steps", "N", "take back so many"),),
    ),
    Usage("redo", "[ID…]", "make the change again that was undone last, or those that are named", 0, None),
    Usage(
        "history", "[ID]", "print what was changed, newest first; of one change its diff, and what is in the way of taking it back", 0, 1,
        (
            Option("--decisions", "", "print what was decided about tasks instead, one decision a task"),
            Option("--json-lines", "", "print one JSON object a line, ASCII only"),
            _JSON,
        ),
    ),
    Usage(
        "index", "", "bring the index of the vault up to date, words and mentions included", 0, 0,
        (
            Option("--rebuild", "", "forget what is indexed, and read everything"),
            Option("--stats", "", "print figures"),
            _JSON,
        ),
    ),
    Usage("check", "", "say what is wrong with the lines of the vault, the settings and the terminal", 0, 0, (_JSON,)),
    Usage(
        "explain", "FILTER…", "say what a filter of tasks means, in words and as a query of Obsidian Tasks", 0, None,
        (_JSON,),
        dashes=True,
    ),
    Usage(
        "config", "[KEY [VALUE]]", "print the settings in force, as TOML, or one; or write one down", 0, 2,
        (
            Option("--defaults", "", "print what they are where nothing is set, and what each means"),
            Option("--places", "", "print where the settings, the state and the cache lie"),
            Option("--json", "", "print the places as JSON, ASCII only"),
        ),
        dashes=True,
    ),
    Usage(
        "keys", "", "print every key and the name that remaps it", 0, 0,
        (Option("--test", "", "say what the terminal sends for each key that is pressed, until esc esc"), _JSON),
    ),
    Usage("themes", "", "print the themes' names"),
    Usage(
        "serve", "[VAULT]", "show the vault in a browser on this machine, until ctrl+c", 0, 1,
        (
            Option("--port", "N", "listen there instead of on 8320; 0 is any that is free"),
            _PANE,
            _THEME,
        ),
    ),
    Usage("completions", "SHELL", "print what bash, zsh or fish needs to complete command lines", 1, 1),
    Usage("man", "", "print the manual page, for man -l -"),
)  # fmt: skip
_BY_NAME = {usage.name: usage for usage in COMMANDS}


@dataclass(frozen=True, slots=True)
class Call:
    """A command line that means something."""

    command: str
    """`""` opens the screen."""
    words: tuple[str, ...]
    options: Mapping[str, str]
    """What was given; a flag's value is empty."""

    def flag(self, name: str) -> bool:
        """Whether the option was given."""
        return name in self.options

    def text(self, name: str) -> str | None:
        """The option's value."""
        return self.options.get(name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Each value of an option that may be given several times."""
        text = self.options.get(name)
        return () if text is None else tuple(text.split(_BETWEEN))

    def whole(self, name: str) -> int | None:
        """The option's value as a number from 1. Raises `BadUsage`."""
        text = self.options.get(name)
        if text is None:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text)):  # noqa: PLR2004 - any count fits
            raise BadUsage(f"{name} wants a number from 1, not “{text}”")
        return int(text)

    def day(self, name: str) -> date | None:
        """The option's value as a date. Raises `BadUsage`."""
        text = self.options.get(name)
        if text is None:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:
            raise BadUsage(f"{name} wants a date such as 2026-01-31, not “{text}”")
        return day


def parse(arguments: Sequence[str]) -> Call:
    """What the arguments ask for. Raises `BadUsage`."""
    at = _command_at(arguments)
    name = arguments[at] if at is not None else ""
    usage = _BY_NAME.get(name, SCREEN)
    rest = [word for place, word in enumerate(arguments) if usage is SCREEN or place != at]
    words, options = _divide(rest, usage)
    if not options.keys() & {"--help", "--version"}:
        _check_number(usage, words)
    return Call(usage.name, tuple(words), options)


def _command_at(arguments: Sequence[str]) -> int | None:
    """Where the first word stands that is neither an option nor an option's value, if it is a command."""
    valued = {option.name for option in (*COMMON, *SCREEN.options) if option.value}
    place = 0
    while place < len(arguments):
        word = arguments[place]
        if word == "--":
            return None
        if not word.startswith("-"):
            return place if word in _BY_NAME else None
        place += 2 if word in valued else 1
    return None


def _divide(rest: Sequence[str], usage: Usage) -> tuple[list[str], dict[str, str]]:
    """Operands and options."""
    known = {option.name: option for option in (*usage.options, *COMMON)}
    words: list[str] = []
    options: dict[str, str] = {}
    left = iter(rest)
    for word in left:
        if word == "--":
            words += left
        elif word == "-h":
            options["--help"] = ""
        elif word == "-" or not word.startswith("-") or (usage.dashes and word[:2] != "--"):
            words.append(word)
        else:
            name, equals, value = word.partition("=")
            option = known.get(name)
            if option is None:
                raise BadUsage(_unknown(name, usage, known))
            if option.value and not equals:
                value = next(left, "\0")
            if value == "\0" or (equals and not option.value):
                raise BadUsage(f"{name} wants {option.value or 'no value'}")
            options[name] = f"{options[name]}{_BETWEEN}{value}" if option.several and name in options else value  # fmt: skip
    return words, options


def _unknown(name: str, usage: Usage, known: Mapping[str, Option]) -> str:
    near = get_close_matches(name, known, 1)
    guess = f"; is {near[0]} meant?" if near else ""
    return f"there is no option {name} for {f'winnow {usage.name}'.strip()}{guess}"


def _check_number(usage: Usage, words: Sequence[str]) -> None:
    if len(words) < usage.least or (usage.most is not None and len(words) > usage.most):
        extra = f", not “{words[usage.most]}”" if usage.most is not None and words else ""
        near = get_close_matches(words[0], _BY_NAME, 1) if usage is SCREEN else []
        guess = f"; is “winnow {near[0]}” meant?" if near else ""
        after = f"winnow {usage.name}".strip()
        raise BadUsage(f"{after} wants {usage.operands or 'nothing more'}{extra}{guess}")


def help_text(call: Call) -> str:
    """What can be said to a command, or to Winnow where none is given."""
    if call.command:
        usage = _BY_NAME[call.command]
        line = f"winnow {usage.name} {usage.operands}".rstrip()
        return f"{line}\n    {usage.help}\n\n{_option_lines((*usage.options, *COMMON))}"
    lines = [
        (
            f"winnow {SCREEN.operands} {' '.join(f'[{one.name} {one.value}]' for one in SCREEN.options)}",
            SCREEN.help,
        )
    ]
    lines += [(f"winnow {usage.name} {usage.operands}".rstrip(), usage.help) for usage in COMMANDS]
    wide = max(len(left) for left, _ in lines)
    commands = "\n".join(f"{left:<{wide}}  {right}" for left, right in lines)
    return f"{commands}\n\n{_option_lines((*SCREEN.options, *COMMON))}"


def _option_lines(options: Sequence[Option]) -> str:
    left = [f"{option.name} {option.value}".rstrip() for option in options]
    wide = max(map(len, left))
    pairs = zip(left, options, strict=True)
    return "\n".join(f"  {name:<{wide}}  {option.help}" for name, option in pairs)
