"""The one table of commands: bindings, key line, palette, help, README and `winnow keys` are its functions.

It knows no Textual, so that headless commands can print it. Keys are spelled as the user's settings
spell them (`esc`, `pgdn`, `ctrl+d`, `?`); `tui.keymap` speaks to Textual.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from core.index.rows import TaskRow


class Scope(Enum):
    """Where a command's key is heard."""

    EVERYWHERE = "everywhere"
    TASKS = "tasks"
    ENTITIES = "entities"


class Group(Enum):
    """What a command is about; the order is that of the help screen."""

    DECIDE = "Decide"
    CHANGE = "Change"
    MARK = "Mark"
    UNDO = "Undo"
    MOVE = "Move"
    LOOK = "Look"
    TAKE = "Open and copy"
    PROGRAM = "Winnow"


@dataclass(frozen=True, slots=True)
class UiState:
    """All that decides whether a command can do something now. Cheap: asked at every palette key."""

    pane: str = "tasks"
    row: TaskRow | None = None
    """The row under the cursor."""
    entity: str = ""
    """The entity that is read of, by its key."""
    note: str = ""
    """The note that is read."""
    line: bool = False
    """Whether a line of it is meant."""
    shown: int = 0
    """Rows in the list."""
    marked: int = 0
    last: str = ""
    """What `repeat` would do again."""
    undo: str = ""
    """What `undo` would take back."""
    redo: str = ""
    refused: int = 0
    """Tasks whose last decision could not be written."""
    holder: str = ""
    """Who has the vault open on another screen, so that nothing may be written on this one."""


LISTS = frozenset(["tasks", "entities"])
"""Panes that are lists with something to read beside them."""
_HAVE_LISTS = "2 and 3 show them"

WhyNot = Callable[[UiState], str | None]


@dataclass(frozen=True, slots=True)
class Command:
    """Something a key does."""

    id: str
    """What `keys` in the settings calls it."""
    keys: tuple[str, ...]
    label: str
    """One or two words: the key line and the palette."""
    help: str
    """A sentence without its full stop."""
    scope: Scope
    group: Group
    shown: int = 0
    """Its place in the key line, from 1; 0: not there."""
    verb: str | None = None
    """What `winnow do` calls it."""
    why_not: WhyNot = lambda _: None
    """Why it can do nothing now, as a sentence; `None`: it can."""


def _in_tasks(state: UiState) -> str | None:
    return None if state.pane == "tasks" else "This acts on tasks: 3 shows them."


def _on_row(state: UiState) -> str | None:
    if state.pane != "tasks":
        return _in_tasks(state)
    return None if state.row is not None else "No task is under the cursor."


def _on_tasks(state: UiState) -> str | None:
    if state.pane != "tasks":
        return _in_tasks(state)
    return None if state.row is not None or state.marked else "There is no task to act on."


def _with_rows(state: UiState) -> str | None:
    if state.pane != "tasks":
        return _in_tasks(state)
    return None if state.shown else "The list is empty."


def _in_list(state: UiState) -> str | None:
    return None if state.pane in LISTS else f"This acts on lists: {_HAVE_LISTS}."


def _to_open(state: UiState) -> str | None:
    return _on_row(state) if state.pane == "tasks" else _in_list(state) or _listed(state)


def _listed(state: UiState) -> str | None:
    return None if state.shown else "The list is empty."


def _on_note(state: UiState) -> str | None:
    return _on_row(state) if state.pane == "tasks" else _in_list(state) or _noted(state)


def _noted(state: UiState) -> str | None:
    return None if state.note else "No note is shown."


def _on_link(state: UiState) -> str | None:
    if state.pane == "tasks":
        return _on_row(state)
    return _in_list(state) or (None if state.note or state.entity else "No note is shown.")


def _on_line(state: UiState) -> str | None:
    if state.pane == "tasks":
        return _on_row(state)
    return _in_list(state) or (None if state.line else "No line is under the cursor.")


def _in_entities(state: UiState) -> str | None:
    return None if state.pane == "entities" else "This acts on entities: 2 shows them."


def _on_entity(state: UiState) -> str | None:
    return _in_entities(state) or (None if state.entity else "No entity is under the cursor.")


def _after_a_verb(state: UiState) -> str | None:
    return _to_tasks(state) if state.last else "Nothing was done yet that could be repeated."


def _with_undo(state: UiState) -> str | None:
    return _held(state) or (None if state.undo else "There is nothing to undo.")


def _with_redo(state: UiState) -> str | None:
    return _held(state) or (None if state.redo else "There is nothing to redo.")


def _held(state: UiState) -> str | None:
    return f"Read-only: {state.holder}." if state.holder else None


def _to_tasks(state: UiState) -> str | None:
    return _held(state) or _on_tasks(state)


def _to_row(state: UiState) -> str | None:
    return _held(state) or _on_row(state)


def _refused(state: UiState) -> str | None:
    return _to_tasks(state) if state.refused else "No decision was refused."


_EVERYWHERE, _TASKS, _ENTITIES = Scope.EVERYWHERE, Scope.TASKS, Scope.ENTITIES

# A table is read by its columns.
# fmt: off
COMMANDS: tuple[Command, ...] = (
    Command("task.accept", ("a",), "accept", "Make the proposal an open task", _TASKS, Group.DECIDE, 1, "accept", _to_tasks),
    Command("task.reject", ("x",), "reject", "Give it the vault's own cancelled status", _TASKS, Group.DECIDE, 2, "reject", _to_tasks),
    Command("task.start", ("i",), "start", "Mark it as in progress", _TASKS, Group.DECIDE, 0, "start", _to_tasks),
    Command("task.done", ("c",), "done", "Complete it; a recurring task writes its next occurrence", _TASKS, Group.DECIDE, 0, "done", _to_tasks),
    Command("task.reopen", ("r",), "reopen", "Make it open again", _TASKS, Group.DECIDE, 0, "reopen", _to_tasks),
    Command("task.snooze", ("h",), "snooze", "Hide it until a day; nothing is written into the note", _TASKS, Group.DECIDE, 0, "snooze", _to_tasks),
    Command("task.next", ("n",), "next", "Go to the next undecided proposal", _TASKS, Group.DECIDE, 0, None, _with_rows),
    Command("task.previous", ("N",), "previous", "Go to the undecided proposal before", _TASKS, Group.DECIDE, 0, None, _with_rows),

    Command("task.due", ("d",), "due", "Set the due date, in words or ±days", _TASKS, Group.CHANGE, 4, "due", _to_tasks),
    Command("task.priority", ("p",), "priority", "Set the priority", _TASKS, Group.CHANGE, 5, "priority", _to_tasks),
    Command("task.owner", ("w",), "owner", "Say whose it is", _TASKS, Group.CHANGE, 6, "owner", _to_tasks),
    Command("task.tag", ("t",), "tag", "Add a tag, or take it off with -#tag", _TASKS, Group.CHANGE, 0, "tag", _to_tasks),
    Command("task.dismiss", ("Z",), "dismiss", "Let go of the decision about it that was refused", _TASKS, Group.CHANGE, 0, None, _refused),
    Command("task.retry", ("!",), "retry", "Try the decision about it again that was refused", _TASKS, Group.CHANGE, 0, None, _refused),
    Command("edit.text", ("e",), "edit words", "Change the words of the task", _EVERYWHERE, Group.CHANGE, 0, None, _to_row),
    Command("repeat", (".",), "repeat", "Do the last verb again, here", _EVERYWHERE, Group.CHANGE, 0, None, _after_a_verb),

    Command("mark.toggle", ("space",), "mark", "Mark the task; verbs act on all that is marked", _TASKS, Group.MARK, 3, None, _on_row),
    Command("mark.range", ("v",), "range", "Mark everything from here to the next v", _TASKS, Group.MARK, 0, None, _on_row),
    Command("mark.all", ("V",), "mark all", "Mark every task in the list", _TASKS, Group.MARK, 0, None, _with_rows),

    Command("undo", ("u", "z"), "undo", "Take back the last change", _EVERYWHERE, Group.UNDO, 0, None, _with_undo),
    Command("redo", ("U", "ctrl+r"), "redo", "Make the change that was undone last again", _EVERYWHERE, Group.UNDO, 0, None, _with_redo),
    Command("history", ("H",), "history", "Show what was changed, newest first", _EVERYWHERE, Group.UNDO),

    Command("cursor.down", ("j", "down"), "down", "Go down", _EVERYWHERE, Group.MOVE),
    Command("cursor.up", ("k", "up"), "up", "Go up", _EVERYWHERE, Group.MOVE),
    Command("cursor.first", ("g", "home"), "first", "Go to the first row", _EVERYWHERE, Group.MOVE),
    Command("cursor.last", ("G", "end"), "last", "Go to the last row", _EVERYWHERE, Group.MOVE),
    Command("cursor.half-down", ("ctrl+d",), "half down", "Go down half a screen", _EVERYWHERE, Group.MOVE),
    Command("cursor.half-up", ("ctrl+u",), "half up", "Go up half a screen", _EVERYWHERE, Group.MOVE),
    Command("cursor.page-down", ("pgdn",), "page down", "Go down a screen", _EVERYWHERE, Group.MOVE),
    Command("cursor.page-up", ("pgup",), "page up", "Go up a screen", _EVERYWHERE, Group.MOVE),
    Command("open", ("enter", "l"), "read", "Go into what is under the cursor; follow the link that is lit", _EVERYWHERE, Group.MOVE, 0, None, _to_open),
    Command("back", ("esc",), "back", "Leave; else clear the marks, then the filter", _EVERYWHERE, Group.MOVE),
    Command("focus.next", ("tab",), "next link", "Go to the note, there from link to link, then back", _EVERYWHERE, Group.MOVE),
    Command("focus.previous", ("shift+tab",), "link before", "Go to the link before, or to the other side", _EVERYWHERE, Group.MOVE),
    Command("page.back", ("ctrl+left",), "back", "Go back to what was read before", _EVERYWHERE, Group.MOVE, 0, None, _in_list),
    Command("page.forward", ("ctrl+right",), "forward", "Go forward again", _EVERYWHERE, Group.MOVE, 0, None, _in_list),
    Command("jump", ("ctrl+o", ";"), "jump", "Go to whoever has these letters in the name", _EVERYWHERE, Group.MOVE, 8),

    Command("filter", ("/",), "filter", "Show only what matches, as you type", _EVERYWHERE, Group.LOOK, 7, None, _in_list),
    Command("entity.next-tab", ("right",), "next tab", "Show its next tab: Page, Tasks, Backlinks …; unfold a type", _ENTITIES, Group.LOOK, 1, None, _in_entities),
    Command("entity.previous-tab", ("left",), "tab before", "Show the tab before; fold a type", _ENTITIES, Group.LOOK, 0, None, _in_entities),
    Command("entity.sort", ("s",), "sort", "Put the list in the order of the next column", _ENTITIES, Group.LOOK, 2, None, _in_entities),
    Command("entity.turn", ("S",), "turn", "Turn the order round", _ENTITIES, Group.LOOK, 0, None, _in_entities),
    Command("entity.pin", ("*",), "pin", "Let it stand before all others, or no longer", _ENTITIES, Group.LOOK, 3, None, _on_entity),
    Command("entity.tasks", ("ctrl+t",), "its tasks", "Show its tasks in their own pane", _ENTITIES, Group.LOOK, 0, None, _on_entity),
    Command("preview.down", ("J",), "note down", "Scroll the note, stay in the list", _EVERYWHERE, Group.LOOK),
    Command("preview.up", ("K",), "note up", "Scroll the note back", _EVERYWHERE, Group.LOOK),
    Command("preview.larger", ("+",), "larger note", "Give the note more room, and again less", _EVERYWHERE, Group.LOOK),
    Command("preview.full", ("_",), "only the note", "Give the note the whole screen, and back", _EVERYWHERE, Group.LOOK),
    Command("rescan", ("R",), "rescan", "Read the vault again and put the list in order", _EVERYWHERE, Group.LOOK),
    Command("pane.inbox", ("1",), "Inbox", "What is new", _EVERYWHERE, Group.LOOK),
    Command("pane.entities", ("2",), "Entities", "People, projects, customers", _EVERYWHERE, Group.LOOK),
    Command("pane.tasks", ("3",), "Tasks", "Tasks, proposed ones first of all", _EVERYWHERE, Group.LOOK),
    Command("pane.review", ("4",), "Review", "Pages that ask for a look", _EVERYWHERE, Group.LOOK),

    Command("edit.note", ("E",), "editor", "Open the note in $EDITOR, at the line", _EVERYWHERE, Group.TAKE, 0, None, _on_note),
    Command("obsidian", ("o",), "Obsidian", "Open the note in Obsidian", _EVERYWHERE, Group.TAKE, 0, None, _on_note),
    Command("copy.link", ("y",), "copy link", "Copy a [[link]] to the note", _EVERYWHERE, Group.TAKE, 0, None, _on_link),
    Command("copy.line", ("Y",), "copy line", "Copy the line as it stands in the note", _EVERYWHERE, Group.TAKE, 0, None, _on_line),

    Command("help", ("?", "f1"), "all keys", "Help for this pane", _EVERYWHERE, Group.PROGRAM, 9),
    Command("help.all", ("f2",), "every key", "Every key, with the name that remaps it", _EVERYWHERE, Group.PROGRAM),
    Command("palette", ("ctrl+p", ":"), "commands", "Find a command, a theme or an entity by its name", _EVERYWHERE, Group.PROGRAM),
    Command("suspend", ("ctrl+z",), "suspend", "Go back to the shell; fg returns", _EVERYWHERE, Group.PROGRAM),
    Command("quit", ("q", "ctrl+q"), "quit", "Leave; what was decided is written first", _EVERYWHERE, Group.PROGRAM),
)
# fmt: on
"""In the order in which people read them."""


def command(id: str, commands: Iterable[Command] = COMMANDS) -> Command:
    """The command of that id; `KeyError` where there is none."""
    for each in commands:
        if each.id == id:
            return each
    raise KeyError(id)


def key(id: str) -> str:
    """The first default key of a command, as settings spell it."""
    return command(id).keys[0]


def verbs(commands: Iterable[Command] = COMMANDS) -> Mapping[str, Command]:
    """What `winnow do` can do, by the word it takes."""
    return {each.verb: each for each in commands if each.verb is not None}


def table(commands: Iterable[Command] = COMMANDS) -> tuple[tuple[str, str, str, str], ...]:
    """Keys, help, group and id of every command: what README, help and `winnow keys` print."""
    return tuple((" ".join(each.keys), each.help, each.group.value, each.id) for each in commands)


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
    """A sentence for every key that two commands want, be it in different panes: a key means one thing."""
    found, owners = [], dict[str, str]()
    for each in commands:
        for key in each.keys:
            other = owners.setdefault(key, each.id)
            if other != each.id:
                found.append(f"keys: {key} is both {other} and {each.id}")
    return found
