"""`winnow man`: the manual page, made of the tables that the command line is read by."""

from collections.abc import Iterator

from core.process import Exit
from tui.cli.arguments import COMMANDS, COMMON, SCREEN, Option, Usage
from tui.cli.invocation import Invocation
from tui.cli.verbs import CLUSTER_VERBS, INBOX_VERBS, LINE_VERBS, NAMING_VERBS, PAGE_VERBS
from tui.commands import sections, verbs

_STATUS = (
    (Exit.DONE, "done"),
    (Exit.FAILED, "failed, nothing changed; the reason was printed"),
    (Exit.USAGE, "the command line or the filter means nothing"),
    (Exit.CONFLICT, "a note had moved on, nothing changed"),
    (Exit.PARTLY, "some of the items were refused, the rest is done"),
    (Exit.SIGNAL, "and a signal's number: it ended the program"),
)
_VARIABLES = (
    ("WINNOW_VAULT", "the vault, where the command line names none"),
    ("VISUAL, EDITOR", "the editor, where the settings name none"),
    ("NO_COLOR", "nothing is coloured where it is set"),
    ("XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME", "where the files below lie, on Linux"),
)
_FILES = (
    ("winnow/winnow.toml", "in the platform's config folder: the settings"),
    (".winnow.toml", "in the vault: what it sets over them"),
    ("winnow/", "in the platform's state folder: the journal, what was decided, what is snoozed"),
    (
        "winnow/",
        "in the platform's cache folder: the index, which is made again where it is missing",
    ),
)
_EXAMPLES = (
    ("winnow ~/Notes", "opens a vault"),
    ("winnow list tasks 'owner:none due:<-30d'", "what nobody owns and is long due"),
    (
        "winnow do reject --filter 'owner:none due:<-30d' --dry-run",
        "what it would be to reject all of that",
    ),
    ("winnow undo", "takes the last change back"),
)
_VERBS = (
    ("tasks", tuple(verbs())),
    ("proposals that say the same", CLUSTER_VERBS),
    ("what waits in the inbox", (*INBOX_VERBS, "capture", "accept", "reject", "snooze")),
    ("pages", (*PAGE_VERBS, *NAMING_VERBS, "trash", "snooze")),
    ("lines that Obsidian does not read as they are meant", LINE_VERBS),
)


def man(run: Invocation) -> Exit:
    """Print the manual page."""
    run.out.text(manual())
    return Exit.DONE


def manual() -> str:
    """The manual page, as man(7) wants it."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield '.TH WINNOW 1 "" "Winnow" "User commands"'
    yield from (
        ".SH NAME",
        _escaped("winnow - decide what meeting notes propose, in the notes themselves"),
    )
    yield from (".SH SYNOPSIS", *_synopsis(SCREEN), ".br", *_synopsis(Usage("", "COMMAND …", "")))
    yield ".SH DESCRIPTION"
    yield _escaped(
        "Shows the proposed tasks of an Obsidian vault, or of any folder of markdown, and writes each decision back"
        " without touching another byte. On the screen ? shows the keys of the pane and : finds any command by its"
        " name. All that is done there can be done without a screen, through the same guarded writer."
    )
    yield ".SH OPTIONS"
    for option in (*SCREEN.options, *COMMON):
        yield from _option(option)
    yield ".SH COMMANDS"
    for usage in COMMANDS:
        yield from (
            ".SS " + _escaped(f"winnow {usage.name} {usage.operands}".rstrip()),
            _sentence(usage.help),
        )
        for option in usage.options:
            yield from _option(option)
    yield ".SH VERBS"
    for what, words in _VERBS:
        yield from (".TP", f"of {what}", _escaped(", ".join(dict.fromkeys(words))))
    yield ".SH KEYS"
    for section, rows in sections().items():
        yield f".SS {_escaped(section)}"
        for keys, help in rows:
            yield from (".TP", f"\\fB{_escaped(keys)}\\fR", _sentence(help))
    for title, pairs in (("ENVIRONMENT", _VARIABLES), ("FILES", _FILES), ("EXAMPLES", _EXAMPLES)):
        yield f".SH {title}"
        for name, said in pairs:
            yield from (".TP", f"\\fB{_escaped(name)}\\fR", _escaped(said))
    yield ".SH EXIT STATUS"
    for status, said in _STATUS:
        yield from (".TP", f"\\fB{int(status)}\\fR", _escaped(said))
    yield from (
        ".SH SEE ALSO",
        _escaped(
            "winnow keys prints the keys as you set them, winnow config --defaults all settings."
        ),
    )


def _synopsis(usage: Usage) -> tuple[str, ...]:
    options = (f"[{option.name} {option.value}]" for option in usage.options)
    return (".B winnow", _escaped(" ".join((usage.operands, *options))))


def _option(option: Option) -> tuple[str, ...]:
    value = f" \\fI{_escaped(option.value)}\\fR" if option.value else ""
    return (".TP", f"\\fB{_escaped(option.name)}\\fR{value}", _sentence(option.help))


def _sentence(text: str) -> str:
    return _escaped(f"{text[0].upper()}{text[1:]}.")


def _escaped(text: str) -> str:
    """Text as roff shows it: a dash is one that can be copied, and a line is never a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text
