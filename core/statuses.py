"""What a vault's Tasks plugin says about statuses, read from its `data.json`. Pure and total.

Statuses are chosen by type from the nearest settings, never by a literal symbol: what `[-]` or
`[R]` means differs between two vaults, even when one is nested in the other.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

TYPES = ("TODO", "IN_PROGRESS", "ON_HOLD", "DONE", "CANCELLED", "NON_TASK", "EMPTY")
OPEN_TYPES = frozenset({"TODO", "IN_PROGRESS", "ON_HOLD"})
PROPOSED_MARK = "?"

# What the plugin's own `.` does not match: such a symbol would end the line it is written into.
_LINE_BREAKS = "\n\r\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Status:
    """One entry of the status registry."""

    symbol: str
    """The one character between the brackets."""
    name: str
    next: str
    """The symbol that a toggle writes."""
    type: str
    """One of `TYPES`."""

    @property
    def open(self) -> bool:
        """Neither done, cancelled nor a non-task."""
        return self.type in OPEN_TYPES


DEFAULT_STATUSES = (
    Status(" ", "Todo", "x", "TODO"),
    Status("x", "Done", " ", "DONE"),
    Status("/", "In Progress", "x", "IN_PROGRESS"),
    Status("-", "Cancelled", " ", "CANCELLED"),
)


@dataclass(frozen=True)
class TaskSettings:
    """How the Tasks plugin of one vault reads and writes task lines."""

    statuses: tuple[Status, ...] = DEFAULT_STATUSES
    """In the plugin's order: core, then custom; the first of a duplicate symbol stays."""
    format: str = "emoji"
    """`emoji` or `dataview`."""
    global_filter: str = ""
    set_done_date: bool = True
    set_cancelled_date: bool = True
    set_created_date: bool = False
    recurrence_on_next_line: bool = False
    remove_scheduled_on_recurrence: bool = False
    problems: tuple[str, ...] = ()
    """Sentences about what the file says and cannot mean; not safe to show."""
    where: str = ""
    """The folder whose `.obsidian` says so, for sentences; `""` for the vault's root."""

    @cached_property
    def _by_symbol(self) -> Mapping[str, Status]:
        return {status.symbol: status for status in reversed(self.statuses)}

    def status(self, symbol: str) -> Status:
        """What `symbol` means here; one that is not registered is TODO and completes on toggle."""
        return self._by_symbol.get(symbol) or Status(symbol, "Unknown", "x", "TODO")

    def knows(self, symbol: str) -> bool:
        """Whether the vault itself defines `symbol`."""
        return symbol in self._by_symbol

    def is_proposed(self, mark: str) -> bool:
        """Whether `mark` says on its own that nobody has decided yet, a broken ` ?` included."""
        return mark in self._proposed or (mark == PROPOSED_MARK and not self.knows(mark))

    @cached_property
    def _proposed(self) -> frozenset[str]:
        return BROKEN_MARKS | {
            status.symbol
            for status in self.statuses
            if status.open
            and (status.symbol == PROPOSED_MARK or status.name.strip().lower() == "proposed")
        }

    def accepting(self, mark: str) -> Status:
        """What accepting a proposal marked `mark` writes: never a toggle, which may complete it.

        The proposed status's own next, if the vault defines that as TODO or IN_PROGRESS, else `[ ]`.
        """
        own = self.status(PROPOSED_MARK if mark in BROKEN_MARKS else mark)
        then = self._by_symbol.get(own.next)
        if then and then.type in {"TODO", "IN_PROGRESS"} and not self.is_proposed(then.symbol):
            return then
        blank = self.status(" ")
        return blank if blank.type == "TODO" else self.reopening() or blank

    def rejecting(self, preferred: str = "") -> Status | None:
        """`preferred` if it is a CANCELLED status here, else the first one; `None`: there is none."""
        chosen = self._by_symbol.get(preferred)
        if chosen and chosen.type == "CANCELLED":
            return chosen
        return self._first("CANCELLED")

    def starting(self) -> Status | None:
        """The first IN_PROGRESS status."""
        return self._first("IN_PROGRESS")

    def completing(self) -> Status | None:
        """The first DONE status."""
        return self._first("DONE")

    def reopening(self) -> Status | None:
        """The first TODO status that is not the proposed one; an unregistered `[ ]` is one too."""
        blank = self.status(" ")
        return self._first("TODO") or (blank if blank.type == "TODO" else None)

    def recurring(self, completed: Status) -> Status:
        """The status of the next occurrence, when a line has become `completed`.

        The plugin's rule: along the chain of next symbols the first TODO, else the first
        IN_PROGRESS, else `[ ]`.
        """
        chain, seen = [], {completed.symbol}
        step = self.status(completed.next)
        for _ in range(len(self.statuses)):
            chain.append(step)
            if step.symbol in seen:
                break
            seen.add(step.symbol)
            step = self.status(step.next)
        for wanted in ("TODO", "IN_PROGRESS"):
            for status in chain:
                if status.type == wanted:
                    return status
        return self.status(" ")

    def _first(self, type_: str) -> Status | None:
        for status in self.statuses:
            if status.type == type_ and not self.is_proposed(status.symbol):
                return status
        return None


BROKEN_MARKS = frozenset({" ?", "? "})
"""What bulk rewrites left between brackets: proposals to us, no tasks at all to Obsidian."""


def parse_settings(data: bytes | None) -> TaskSettings:
    """The settings in a `data.json`, or the plugin's defaults for `None`. Never raises."""
    if data is None:
        return TaskSettings()
    try:
        loaded = json.loads(data)
    except (ValueError, RecursionError) as error:
        return TaskSettings(problems=(f"the Tasks plugin's data.json is not JSON: {error}",))
    if not isinstance(loaded, dict):
        return TaskSettings(problems=("the Tasks plugin's data.json holds no settings",))
    statuses, problems = _statuses(loaded.get("statusSettings"))
    return TaskSettings(
        statuses=statuses,
        format="dataview" if loaded.get("taskFormat") == "dataview" else "emoji",
        global_filter=_text(loaded.get("globalFilter")),
        set_done_date=_truth(loaded, "setDoneDate", default=True),
        set_cancelled_date=_truth(loaded, "setCancelledDate", default=True),
        set_created_date=_truth(loaded, "setCreatedDate"),
        recurrence_on_next_line=_truth(loaded, "recurrenceOnNextLine"),
        remove_scheduled_on_recurrence=_truth(loaded, "removeScheduledDateOnRecurrence"),
        problems=problems,
    )


def _statuses(settings: object) -> tuple[tuple[Status, ...], tuple[str, ...]]:
    """The registry, and what is wrong with it."""
    if not isinstance(settings, dict):
        return DEFAULT_STATUSES, ()
    found: dict[str, Status] = {}
    problems: list[str] = []
    for group, default in (
        ("coreStatuses", DEFAULT_STATUSES[:2]),
        ("customStatuses", DEFAULT_STATUSES[2:]),
    ):
        if group not in settings:
            # Since the plugin lays a vault's settings over its own, group by group.
            for status in default:
                found.setdefault(status.symbol, status)
        for entry in _items(settings.get(group)):
            read = _status(entry)
            if isinstance(read, str):
                problems.append(read)
            elif read is not None:
                found.setdefault(read.symbol, read)
    return tuple(found.values()), tuple(problems)


def _status(entry: object) -> Status | str | None:
    """The status, or why there is none; `None` for the plugin's own empty placeholder."""
    if not isinstance(entry, dict):
        return "a status in the Tasks plugin's data.json is not an object"
    symbol, type_ = _text(entry.get("symbol")), _text(entry.get("type"))
    if not symbol:
        return None
    if not _is_symbol(symbol):
        return f"the Tasks plugin's data.json has a status symbol that is not one character: {symbol!a}"
    then = _text(entry.get("nextStatusSymbol"))
    type_ = type_ if type_ in TYPES else "TODO"
    return Status(symbol, _text(entry.get("name")), then if _is_symbol(then) else " ", type_)


def _is_symbol(text: str) -> bool:
    # A lone surrogate would become a raw byte in the note.
    return len(text) == 1 and text not in _LINE_BREAKS and not "\ud800" <= text <= "\udfff"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _truth(settings: dict[str, object], key: str, *, default: bool = False) -> bool:
    value = settings.get(key)
    return value if isinstance(value, bool) else default
