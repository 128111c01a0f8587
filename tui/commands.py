"""The one table of commands: bindings, key line, palette, help, the pages and `winnow keys` are its functions.

It knows no Textual, so that headless commands can print it. Keys are spelled as the user's settings
spell them (`esc`, `pgdn`, `ctrl+d`, `?`); `tui.keyboard.keys` says which of them are heard where.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from tui import conditions as why
from tui.conditions import WhyNot


class Scope(Enum):
    """Where a command's key is heard."""

    EVERYWHERE = "everywhere"
    MARKING = "lists"
    """Where rows can be marked."""
    PAGES = "entities, review"
    """Where pages of people, projects and customers are."""
    INBOX = "inbox"
    TASKS = "tasks"
    """Where one task is meant: in the Tasks pane, and while one goes through an item of the Inbox."""
    TOGETHER = "tasks list"
    """Where tasks stand beside others like them."""
    ENTITIES = "entities"
    REVIEW = "review"


LEADER = ","
"""The first of two keys in a row, as the table spells them: `,n`."""

HEARD: Mapping[str, tuple[Scope, ...]] = {
    "inbox": (Scope.INBOX, Scope.MARKING, Scope.EVERYWHERE),
    "stepping": (Scope.TASKS, Scope.INBOX, Scope.EVERYWHERE),
    "entities": (Scope.ENTITIES, Scope.PAGES, Scope.MARKING, Scope.EVERYWHERE),
    "tasks": (Scope.TASKS, Scope.TOGETHER, Scope.MARKING, Scope.EVERYWHERE),
    "review": (Scope.REVIEW, Scope.PAGES, Scope.MARKING, Scope.EVERYWHERE),
}
"""Place → whose keys are heard there, the first one before the others. Places are the panes, and
`stepping`: going through the proposals of an item of the Inbox."""


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
    verb: str | None = None
    """What `winnow do` calls it."""
    why_not: WhyNot = lambda _: None
    """Why it can do nothing now, as a sentence; `None`: it can."""

    @property
    def section(self) -> str:
        """What it is about, and in which pane where not in all of them: `Tasks: decide`."""
        if self.scope is Scope.EVERYWHERE:
            return self.group.value
        return f"{self.scope.value.capitalize()}: {self.group.value.lower()}"


_EVERYWHERE, _MARKING, _PAGES = Scope.EVERYWHERE, Scope.MARKING, Scope.PAGES
_INBOX, _TASKS, _TOGETHER, _ENTITIES, _REVIEW = (
    Scope.INBOX,
    Scope.TASKS,
    Scope.TOGETHER,
    Scope.ENTITIES,
    Scope.REVIEW,
)

# A table is read by its columns.
# fmt: off
COMMANDS: tuple[Command, ...] = (
    Command("inbox.file", ("f",), "file", "File it to somebody; 1 takes the first suggestion", _INBOX, Group.DECIDE, None, why.to_file),
    Command("inbox.done", ("d",), "done", "Archive what arrived; a note was gone through", _INBOX, Group.DECIDE, None, why.to_file),
    Command("inbox.accept-all", ("A",), "accept all", "Accept all that is undecided in it", _INBOX, Group.DECIDE, None, why.with_proposals),
    Command("inbox.reject-all", ("X",), "reject all", "Reject all that is undecided in it", _INBOX, Group.DECIDE, None, why.with_proposals),
    Command("inbox.duplicate", ("D",), "duplicate", "Put it away as a copy; keep one of several notes", _INBOX, Group.DECIDE, None, why.to_file),
    Command("inbox.snooze", ("h",), "snooze", "Hide it until a day, or until it changes", _INBOX, Group.DECIDE, None, why.to_items),
    Command("inbox.trash", ("delete",), "trash", "Move it to the vault's trash", _INBOX, Group.DECIDE, None, why.to_file),
    Command("inbox.note", ("N",), "make a note", "Make a new note of a source, in somebody's folder", _INBOX, Group.DECIDE, None, why.on_arrived),
    Command("inbox.make-task", ("t",), "make a task", "Make a proposed task of the line that is lit", _INBOX, Group.CHANGE, None, why.on_source_line),
    Command("inbox.capture", ("n",), "capture", "Write one line into the capture file", _INBOX, Group.CHANGE, None, why.to_capture),
    Command("inbox.source", ("s",), "source", "Show what the note was made from, and the note again", _INBOX, Group.LOOK, None, why.with_source),
    Command("inbox.unfold", ("right",), "unfold", "Show all notes of its source", _INBOX, Group.LOOK, None, why.in_sources),
    Command("inbox.fold", ("left",), "fold", "Show only the one to keep", _INBOX, Group.LOOK, None, why.in_sources),

    Command("task.accept", ("a",), "accept", "Make the proposal an open task", _TASKS, Group.DECIDE, "accept", why.to_tasks),
    Command("task.reject", ("x",), "reject", "Give it the vault's own cancelled status", _TASKS, Group.DECIDE, "reject", why.to_tasks),
    Command("task.start", ("i",), "start", "Mark it as in progress", _TASKS, Group.DECIDE, "start", why.to_tasks),
    Command("task.done", ("c",), "done", "Complete it; a recurring task writes its next occurrence", _TASKS, Group.DECIDE, "done", why.to_tasks),
    Command("task.reopen", ("r",), "reopen", "Make it open again", _TASKS, Group.DECIDE, "reopen", why.to_tasks),
    Command("task.snooze", ("h",), "snooze", "Hide it until a day; nothing is written into the note", _TASKS, Group.DECIDE, "snooze", why.to_tasks),
    Command("task.accept-cluster", ("A",), "accept all", "Accept the best line of all that say the same", _TOGETHER, Group.DECIDE, "accept-cluster", why.to_together),
    Command("task.reject-cluster", ("X",), "reject all", "Reject all that say the same", _TOGETHER, Group.DECIDE, "reject-cluster", why.to_together),
    Command("task.duplicate", ("m",), "duplicate of", "Say which task it is a copy of; it is rejected", _TOGETHER, Group.DECIDE, "duplicate", why.to_together),
    Command("task.as-before", ("=",), "as before", "Decide it as it was decided the last time", _TOGETHER, Group.DECIDE, "as-before", why.seen_before),
    Command("task.next", ("n",), "next", "Go to the next undecided proposal", _TASKS, Group.DECIDE, None, why.with_rows),
    Command("task.previous", ("N",), "previous", "Go to the undecided proposal before", _TASKS, Group.DECIDE, None, why.with_rows),

    Command("task.due", ("d",), "due", "Set the due date, in words or ±days", _TASKS, Group.CHANGE, "due", why.to_tasks),
    Command("task.priority", ("p",), "priority", "Set the priority", _TASKS, Group.CHANGE, "priority", why.to_tasks),
    Command("task.owner", ("w",), "owner", "Say whose it is", _TASKS, Group.CHANGE, "owner", why.to_tasks),
    Command("task.tag", ("t",), "tag", "Add a tag, or take it off with -#tag", _TASKS, Group.CHANGE, "tag", why.to_tasks),
    Command("task.fix", ("f",), "fix", "Mend what Obsidian does not read in the line, after a look at the diff", _TOGETHER, Group.CHANGE, "fix", why.malformed),
    Command("task.dismiss", ("Z",), "dismiss", "Let go of the decision about it that was refused", _TASKS, Group.CHANGE, None, why.refused),
    Command("task.refusal", (",r",), "what is in the way", "Show the line as it was decided, as it reads now, and what would become of it", _TASKS, Group.CHANGE, None, why.refusal),
    Command("task.retry", ("!",), "retry", "Try the decision about it again that was refused", _TASKS, Group.CHANGE, None, why.refused),
    Command("review.keep", ("a",), "keep", "The page is fine: take off the flag, and nothing else", _REVIEW, Group.DECIDE, None, why.to_pages),
    Command("review.snooze", ("h",), "snooze", "Let it wait no more until a day, or until it changes", _REVIEW, Group.DECIDE, None, why.to_pages),
    Command("page.merge", ("m",), "merge", "Put it into another page, after a look at the diff", _PAGES, Group.DECIDE, None, why.to_named),
    Command("page.rename", ("r",), "rename", "Call it otherwise everywhere, with a look at the diff", _PAGES, Group.DECIDE, None, why.to_one_page),
    Command("page.alias", ("n",), "other name", "Give it one more name, or let it be one of another page", _PAGES, Group.DECIDE, None, why.to_named),
    Command("page.retype", ("T",), "type", "Make it a page of another type, in that type's folder", _PAGES, Group.DECIDE, None, why.to_page),
    Command("page.trash", ("x", "delete"), "trash", "Move it to the trash, and say what becomes of links to it", _PAGES, Group.DECIDE, None, why.to_page),
    Command("page.create", ("c",), "create", "Make a page for a name that has none", _PAGES, Group.DECIDE, None, why.to_create),
    Command("page.fields", ("t",), "fields", "Fill in its properties in a form", _PAGES, Group.CHANGE, None, why.to_page),
    Command("page.link", ("L",), "link", "Make links of what mentions it: all, or what is marked", _PAGES, Group.CHANGE, None, why.to_page),

    Command("edit.text", ("e",), "edit words", "Change the words of the task", _EVERYWHERE, Group.CHANGE, None, why.to_row),
    Command("repeat", (".",), "repeat", "Do the last verb again, here", _EVERYWHERE, Group.CHANGE, None, why.after_a_verb),

    Command("count", ("0", "5", "6", "7", "8", "9"), "number", "Begin a number: a verb acts on so many rows, a movement goes so far; 0 before 1 to 4", _EVERYWHERE, Group.MARK),
    Command("mark.toggle", ("space",), "mark", "Mark the row; verbs act on all that is marked", _MARKING, Group.MARK, None, why.to_mark),
    Command("mark.range", ("v",), "range", "Mark everything from here to the next v", _MARKING, Group.MARK, None, why.to_mark),
    Command("mark.all", ("V",), "mark all", "Mark every row in the list", _MARKING, Group.MARK, None, why.to_mark_all),

    Command("mark.turn", (",v",), "turn marks", "Mark what is not marked, and unmark the rest", _MARKING, Group.MARK, None, why.to_mark_all),
    Command("mark.note", (",n",), "mark the note", "Mark all in the list of the same note", _TOGETHER, Group.MARK, None, why.on_row),
    Command("mark.owner", (",w",), "mark the owner", "Mark all in the list of the same owner", _TOGETHER, Group.MARK, None, why.on_row),

    Command("undo", ("u", "z"), "undo", "Take back the last change", _EVERYWHERE, Group.UNDO, None, why.with_undo),
    Command("redo", ("U", "ctrl+r"), "redo", "Make the change that was undone last again", _EVERYWHERE, Group.UNDO, None, why.with_redo),
    Command("history", ("H",), "history", "Show what was changed, newest first", _EVERYWHERE, Group.UNDO),

    Command("cursor.down", ("j", "down"), "down", "Go down", _EVERYWHERE, Group.MOVE),
    Command("cursor.up", ("k", "up"), "up", "Go up", _EVERYWHERE, Group.MOVE),
    Command("cursor.first", ("g", "home"), "first", "Go to the first row", _EVERYWHERE, Group.MOVE),
    Command("cursor.last", ("G", "end"), "last", "Go to the last row", _EVERYWHERE, Group.MOVE),
    Command("cursor.half-down", ("ctrl+d",), "half down", "Go down half a screen", _EVERYWHERE, Group.MOVE),
    Command("cursor.half-up", ("ctrl+u",), "half up", "Go up half a screen", _EVERYWHERE, Group.MOVE),
    Command("cursor.page-down", ("pgdn",), "page down", "Go down a screen", _EVERYWHERE, Group.MOVE),
    Command("cursor.page-up", ("pgup",), "page up", "Go up a screen", _EVERYWHERE, Group.MOVE),
    Command("open", ("enter", "l"), "read", "Go into what is under the cursor; follow the link that is lit", _EVERYWHERE, Group.MOVE, None, why.to_open),
    Command("back", ("esc",), "back", "Leave; else clear the marks, then the filter", _EVERYWHERE, Group.MOVE),
    Command("focus.next", ("tab",), "next link", "Go to the note, there from link to link, then back", _EVERYWHERE, Group.MOVE),
    Command("focus.previous", ("shift+tab",), "link before", "Go to the link before, or to the other side", _EVERYWHERE, Group.MOVE),
    Command("page.back", ("ctrl+left",), "back", "Go back to what was read before", _EVERYWHERE, Group.MOVE, None, why.in_list),
    Command("page.forward", ("ctrl+right",), "forward", "Go forward again", _EVERYWHERE, Group.MOVE, None, why.in_list),
    Command("jump", ("ctrl+o", ";"), "jump", "Go to whoever has these letters in the name", _EVERYWHERE, Group.MOVE),

    Command("filter", ("/",), "filter", "Show only what matches, as you type", _EVERYWHERE, Group.LOOK, None, why.in_list),
    Command("filter.saved", ("F",), "sweeps", "Choose a filter by its name, and decide all that it finds", _EVERYWHERE, Group.LOOK),
    Command("filter.note", (",f",), "only this note", "Show only what stands in the same note", _TOGETHER, Group.LOOK, None, why.on_row),
    Command("filter.owner", (",o",), "only this owner", "Show only what the same owner has", _TOGETHER, Group.LOOK, None, why.on_row),
    Command("filter.explain", ("f3",), "explain", "Say what the filter means, and how Obsidian Tasks would say it", _EVERYWHERE, Group.LOOK, None, why.in_tasks),
    Command("entity.next-tab", ("right",), "next tab", "Show its next tab: Page, Tasks, Backlinks …; unfold a type", _ENTITIES, Group.LOOK, None, why.in_entities),
    Command("entity.previous-tab", ("left",), "tab before", "Show the tab before; fold a type", _ENTITIES, Group.LOOK, None, why.in_entities),
    Command("task.members", ("b",), "the same", "Show all that say the same, and what each says otherwise", _TOGETHER, Group.LOOK, None, why.on_row),
    Command("task.source", ("s",), "source", "Show the source at the sentence that supports it, under the note where there is room; again: the note", _TOGETHER, Group.LOOK, None, why.with_task_source),
    Command("task.unfold", ("right",), "unfold", "Show all that say the same, one below the other", _TOGETHER, Group.LOOK, None, why.listed),
    Command("task.fold", ("left",), "fold", "Show only the best of them", _TOGETHER, Group.LOOK, None, why.listed),
    Command("entity.sort", ("s",), "sort", "Put the list in the order of the next column", _ENTITIES, Group.LOOK, None, why.in_entities),
    Command("entity.turn", ("S",), "turn", "Turn the order round", _ENTITIES, Group.LOOK, None, why.in_entities),
    Command("entity.pin", ("*",), "pin", "Let it stand before all others, or no longer", _ENTITIES, Group.LOOK, None, why.on_entity),
    Command("entity.tasks", ("ctrl+t",), "its tasks", "Show its tasks in their own pane", _ENTITIES, Group.LOOK, None, why.on_entity),
    Command("preview.down", ("J",), "note down", "Scroll the note, stay in the list", _EVERYWHERE, Group.LOOK),
    Command("preview.up", ("K",), "note up", "Scroll the note back", _EVERYWHERE, Group.LOOK),
    Command("preview.larger", ("+",), "larger note", "Give the note more room, and again less", _EVERYWHERE, Group.LOOK),
    Command("preview.full", ("_",), "only the note", "Give the note the whole screen, and back", _EVERYWHERE, Group.LOOK),
    Command("rescan", ("R",), "rescan", "Read the vault again and put the list in order", _EVERYWHERE, Group.LOOK),
    Command("pane.inbox", ("1",), "Inbox", "What is new", _EVERYWHERE, Group.LOOK),
    Command("pane.entities", ("2",), "Entities", "People, projects, customers", _EVERYWHERE, Group.LOOK),
    Command("pane.tasks", ("3",), "Tasks", "Tasks, proposed ones first of all", _EVERYWHERE, Group.LOOK),
    Command("pane.review", ("4",), "Review", "Pages that ask for a look", _EVERYWHERE, Group.LOOK),

    Command("pane.before", (",,",), "pane before", "Show the pane that was shown before", _EVERYWHERE, Group.LOOK),

    Command("edit.note", ("E",), "editor", "Open the note in $EDITOR, at the line", _EVERYWHERE, Group.TAKE, None, why.on_note),
    Command("obsidian", ("o",), "Obsidian", "Open the note in Obsidian", _EVERYWHERE, Group.TAKE, None, why.on_note),
    Command("copy.link", ("y",), "copy link", "Copy a [[link]] to the note", _EVERYWHERE, Group.TAKE, None, why.on_link),
    Command("copy.line", ("Y",), "copy line", "Copy the line as it stands in the note", _EVERYWHERE, Group.TAKE, None, why.on_line),

    Command("copy.path", (",y",), "copy path", "Copy where the note lies in the vault", _EVERYWHERE, Group.TAKE, None, why.on_note),
    Command("copy.url", (",u",), "copy address", "Copy the address that opens the note in Obsidian", _EVERYWHERE, Group.TAKE, None, why.on_note),

    Command("help", ("?", "f1"), "all keys", "Help for this pane", _EVERYWHERE, Group.PROGRAM),
    Command("help.all", ("f2",), "every key", "Every key, with the name that remaps it", _EVERYWHERE, Group.PROGRAM),
    Command("mouse", ("M",), "mouse", "Leave the mouse to the terminal, to select with, or take it back", _EVERYWHERE, Group.PROGRAM),
    Command("palette", ("ctrl+p", ":"), "commands", "Find a command, a filter, a page, a note, a theme or a setting by its name", _EVERYWHERE, Group.PROGRAM),
    Command("leader", (",",), "more", "Begin a rarer command: a list of them comes after a moment", _EVERYWHERE, Group.PROGRAM),
    Command("themes", (",t",), "theme", "Choose how it looks; what is lit is shown at once", _EVERYWHERE, Group.PROGRAM),
    Command("settings", (",s",), "settings", "Change a setting; it is written into your winnow.toml", _EVERYWHERE, Group.PROGRAM),
    Command("messages", (",m",), "messages", "Show what was said lately", _EVERYWHERE, Group.PROGRAM),
    Command("guide.skip", ("Q",), "close guide", "Close the guide of the demo", _EVERYWHERE, Group.PROGRAM, None, why.with_guide),
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
    """Keys, help, section and id of every command: what the pages, help and `winnow keys` print."""
    return tuple((" ".join(each.keys), each.help, each.section, each.id) for each in commands)


def sections(commands: Iterable[Command] = COMMANDS) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Keys and help of every command that has a key, by section, in the order in which people read them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for keys, help, section, _ in table(commands):
        if keys:
            found.setdefault(section, []).append((keys, help))
    return found
