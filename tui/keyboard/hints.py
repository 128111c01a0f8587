"""The key line: the six keys that do the most now, on what is under the cursor. Pure."""

from collections.abc import Callable, Mapping, Sequence

from tui.commands import Command
from tui.conditions import UiState

MOST = 6
"""Keys beside that of the help."""
LAST = "help"
"""What always stands at the end."""
Apt = Callable[[UiState], bool]
_Order = Sequence[tuple[str, Apt]]


def _always(_: UiState) -> bool:
    return True


def _lone(state: UiState) -> bool:
    return not state.marked


def _marked(state: UiState) -> bool:
    return bool(state.marked)


def _together(state: UiState) -> bool:
    return state.together > 1


def _undecided(state: UiState) -> bool:
    return bool(state.undecided) and (state.item is None or state.item.kind == "note")


def _gone_through(state: UiState) -> bool:
    return not _undecided(state)


def _several(state: UiState) -> bool:
    item = state.item
    return item is not None and bool(item.others or item.head or "duplicate" in item.flags)


def _arrived(state: UiState) -> bool:
    return state.item is not None and state.item.kind != "note"


def _reads(state: UiState) -> bool:
    return state.reading


_READING: _Order = (("focus.next", _reads), ("back", _reads), ("page.back", _reads))
_TASK: _Order = (
    ("task.retry", lambda state: state.refusal),
    ("task.dismiss", lambda state: state.refusal),
    ("task.fix", _lone),
    ("task.accept", _always),
    ("task.reject", _always),
    ("task.as-before", lambda state: state.seen and not state.marked),
    ("task.accept-cluster", _together),
    ("task.reject-cluster", _together),
    ("task.members", lambda state: _together(state) and not state.marked),
    ("back", lambda state: state.stepping or bool(state.marked)),
    ("mark.toggle", _lone),
    ("task.due", _always),
    ("task.priority", _always),
    ("task.owner", _always),
    ("task.snooze", _always),
    ("filter", _always),
    ("jump", _always),
)
_ITEM: _Order = (
    ("inbox.make-task", lambda state: state.line and _arrived(state)),
    ("inbox.accept-all", _undecided),
    ("inbox.reject-all", _undecided),
    ("open", lambda state: _undecided(state) and _lone(state)),
    ("inbox.file", _arrived),
    ("inbox.done", _gone_through),
    ("inbox.duplicate", _several),
    ("inbox.file", _always),
    ("open", _lone),
    ("inbox.source", lambda state: _lone(state) and not _arrived(state)),
    ("inbox.done", _undecided),
    ("back", _marked),
    ("mark.toggle", _lone),
    ("inbox.snooze", _always),
    ("inbox.capture", _always),
    ("filter", _always),
    ("jump", _always),
)
_ENTITY: _Order = (
    ("entity.next-tab", _always),
    ("open", _always),
    ("page.link", lambda state: state.mentions),
    ("page.create", lambda state: state.pageless),
    ("entity.tasks", _always),
    ("page.merge", _always),
    ("page.rename", _always),
    ("entity.pin", _always),
    ("entity.sort", _always),
    ("filter", _always),
    ("jump", _always),
)
_PAGE: _Order = (
    ("page.create", lambda state: state.name or state.pageless),
    ("review.keep", _always),
    ("page.merge", _always),
    ("page.alias", _lone),
    ("page.trash", _always),
    ("page.retype", lambda state: not state.name),
    ("back", _marked),
    ("page.rename", _lone),
    ("mark.toggle", lambda state: _lone(state) and not state.name),
    ("review.snooze", _always),
    ("open", _always),
    ("filter", _always),
    ("jump", _always),
)
_ORDER: Mapping[str, _Order] = {
    "tasks": (*_TASK[:8], *_READING[:2], *_TASK[8:]),
    "stepping": _TASK,
    "inbox": (*_READING[:2], *_ITEM),
    "entities": (*_READING, *_ENTITY),
    "review": (*_READING[:2], *_PAGE),
}
"""Place → what its key line offers, the best first, and when that is apt; whatever can do nothing now is left out."""
_SAYS: Mapping[str, Callable[[UiState], str]] = {
    "back": lambda state: (
        "no number"
        if state.begun
        else "leave"
        if state.stepping or state.reading
        else "clear marks"
    ),
    "open": lambda state: "step through" if _undecided(state) else "read",
    "focus.next": lambda state: "next link" if state.reading else "note",
}
"""What a command is called where its label is too general."""


def hints(here: Mapping[str, Command], place: str, state: UiState) -> tuple[tuple[str, str], ...]:
    """Keys and labels of what the key line says now: at most six, and the help.

    Args:
        here: By their ids the commands whose keys are heard there, with the user's keys.
        place: Where that is.
        state: What is so now.
    """
    found: dict[str, tuple[str, str]] = {}
    for id, apt in _ORDER.get(place, ()):
        each = here.get(id)
        if each is None or not each.keys or id in found:
            continue
        if apt(state) and each.why_not(state) is None:
            says = _SAYS.get(id)
            found[id] = each.keys[0], each.label if says is None else says(state)
        if len(found) == MOST:
            break
    last = here.get(LAST)
    end = ((last.keys[0], last.label),) if last is not None and last.keys else ()
    return (*found.values(), *end)
