"""The keys of `winnow.toml`: what each means, and what it may be. Everything that prints settings reads this table."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from core import checks
from core.checks import BadValue


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of the file."""

    key: str
    """`scope.exclude`"""
    name: str
    """The field of `Config`, which has the default."""
    read: Callable[[object], object]
    """Checks a value; raises `BadValue`."""
    says: str
    """What it means, in a sentence or two; names stand between backquotes."""
    personal: bool = False
    """Names a program or a place outside the vault: never taken from the vault."""
    merged: bool = False
    """A table that a second file adds to instead of replacing."""
    choices: tuple[str | bool, ...] = ()
    """Every value that it may have, where they are few."""

    @property
    def wanted(self) -> str:
        """What a value must be: `a list of folders`."""
        try:
            self.read(object())
        except BadValue as bad:
            return str(bad)
        raise AssertionError(self.key)


def _switch(key: str, name: str, says: str) -> Setting:
    return Setting(key, name, checks.truth, says, choices=(True, False))


def _choice(key: str, name: str, words: tuple[str, ...], says: str) -> Setting:
    return Setting(key, name, checks.one_of(*words), says, choices=words)


_list = checks.list_of
_personal = partial(Setting, personal=True)

# A table is read by its columns.
# fmt: off
SETTINGS = (
    _personal("vault", "vault", checks.optional,
        "The vault that is opened where the command line and `$WINNOW_VAULT` name none."),
    _personal("editor", "editor", checks.optional,
        "The command of your editor, with its options; empty: `$VISUAL`, then `$EDITOR`."),
    Setting("me", "me", _list(checks.word, "a list of names"),
        "How you are called as the owner of a task: what `owner:me` finds, and what stands first."),
    Setting("theme", "theme", checks.word,
        "The colours: a name that `winnow themes` prints; `auto` is light or dark as the terminal is."),
    _choice("glyphs", "glyphs", ("unicode", "ascii"),
        "The signs on the screen; `ascii` is for terminals and fonts that draw no others."),
    _switch("mouse", "mouse",
        "Whether the mouse is Winnow's; else the terminal has it, to select text with. `M` changes it for a while."),
    _switch("auto_advance", "auto_advance",
        "Whether the cursor goes on when a row was decided."),
    Setting("watch", "watch", checks.watch,
        'Whether what other programs change is followed: `true` as the system tells it, `"poll"` by looking now and'
        " then, where the system tells nothing (a network drive), `false` not at all.",
        choices=(True, False, "poll")),
    Setting("scope.exclude", "exclude", _list(checks.pattern, "a list of patterns"),
        "Patterns, as in a `.gitignore`, of notes whose tasks are not up for a decision. What Obsidian's own"
        " “Excluded files” name is left alone besides."),
    Setting("scope.inbox", "inbox", _list(checks.place, "a list of folders"),
        "Folders of the vault where new files arrive."),
    Setting("scope.max_note_bytes", "max_note_bytes", checks.whole(1_000, 100_000_000),
        "A larger file is listed and never read."),
    Setting("aliases.files", "alias_files", _list(checks.place, "a list of files"),
        "Tables of other names for people, projects and customers; one without a folder is looked for in the vault's"
        " root and beside the pages."),
    Setting("capture.file", "capture_file", checks.place,
        "The note where captured lines go; a task in it without an owner is yours."),
    Setting("accept.remove_tags", "accept_remove_tags", _list(checks.tag, "a list of tags"),
        "Tags that a decision about a proposal takes off."),
    _switch("keep.auto_created", "keep_auto_created",
        "Whether keeping a page takes the property `auto_created` off, too, and not only the tag `needs-review`."),
    Setting("reject.status", "reject_status", checks.symbol,
        "The mark of a rejected task; empty: the first status of type CANCELLED in the nearest settings of the Tasks"
        " plugin."),
    Setting("confirm.items", "confirm_items", checks.whole(0, 1_000_000),
        "More tasks than this at once are asked about."),
    Setting("confirm.files", "confirm_files", checks.whole(0, 1_000_000),
        "More files than this at once are asked about."),
    Setting("cluster.threshold", "cluster_threshold", checks.whole(50, 100),
        "How alike two proposals must be, in percent, to be one decision."),
    _switch("ledger.in_vault", "ledger_in_vault",
        "Whether decisions are remembered in files of the vault (`.winnow/`), so that they travel with it, instead of"
        " beside it."),
    _choice("tasks.order", "tasks_order", ("learned", "plain"),
        "How tasks are sorted: `learned` also by evidence and by what you took of tasks like these, `plain` by yours,"
        " due and priority alone."),
    Setting("wait.for", "wait_for", _list(checks.place, "a list of files"),
        "Files of the vault that a program of yours leaves there while it runs: writes wait until they are gone. Git's"
        " `index.lock` is one always."),
    Setting("wait.seconds", "wait_seconds", checks.whole(0, 3600),
        "How many seconds a write waits for them."),
    Setting("journal.operations", "journal_operations", checks.whole(1, 1_000_000),
        "So many changes are kept, to be undone."),
    Setting("journal.days", "journal_days", checks.whole(1, 36_500),
        "For so many days."),
    Setting("journal.megabytes", "journal_megabytes", checks.whole(1, 100_000),
        "In a journal of at most this size."),
    Setting("entities", "entities", checks.table_of(checks.word, "folder names and types"),
        "Folders in which people, projects and customers live, each with the type of the pages in it. A table of"
        " your own replaces this one."),
    Setting("keys", "keys", checks.table_of(checks.keys, "command ids and keys"),
        'Keys of commands, instead of their own: `"task.due" = "D"`, or a list of keys, or `[]` for none.'
        " `winnow keys` prints the ids.", merged=True),
    Setting("filters", "filters", checks.table_of(checks.word, "names and filters"),
        'Filters by names of your own: `"this week" = "owner:me due:this-week"`. `F` lists them.', merged=True),
)
# fmt: on
BY_KEY = {setting.key: setting for setting in SETTINGS}
SECTIONS = frozenset(key.partition(".")[0] for key in BY_KEY if "." in key)
