"""What decides whether a command can do something now, and the sentence that says why it cannot."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from core.inbox.items import InboxRow
from core.index.rows import TaskRow
from core.review.items import ReviewRow


@dataclass(frozen=True, slots=True)
class UiState:
    """All that decides whether a command can do something now. Cheap: asked at every palette key."""

    pane: str = "tasks"
    stepping: bool = False
    """Whether one goes through the proposals of an item, in the Inbox."""
    row: TaskRow | None = None
    """The task under the cursor, or the proposal that one is at."""
    seen: bool = False
    """Whether that was decided before."""
    together: int = 0
    """How many proposals the row under the cursor stands for."""
    refusal: bool = False
    """Whether the decision about it was refused."""
    sourced: bool = False
    """Whether it is known what it was made from."""
    item: InboxRow | None = None
    """The item of the Inbox under the cursor."""
    page: ReviewRow | None = None
    """The page that waits for a review under the cursor."""
    name: bool = False
    """Whether a name without a page is under the cursor."""
    pageless: bool = False
    """Whether it is an entity without a page that is meant."""
    mentions: bool = False
    """Whether the keys go to lines that mention an entity."""
    undecided: int = 0
    """Proposals in the items that a verb would act on."""
    entity: str = ""
    """The entity that is read of, by its key."""
    note: str = ""
    """The note that is read."""
    begun: bool = False
    """Whether a number was begun: rows that it holds count as marked."""
    reading: bool = False
    """Whether the keys go to what stands beside the list."""
    line: bool = False
    """Whether a line of it is meant."""
    shown: int = 0
    """Rows in the list."""
    marked: int = 0
    """In the list that is in front."""
    last: str = ""
    """What `repeat` would do again."""
    undo: str = ""
    """What `undo` would take back."""
    redo: str = ""
    refused: int = 0
    """Tasks whose last decision could not be written."""
    holder: str = ""
    """Who has the vault open on another screen, so that nothing may be written on this one."""
    guided: bool = False
    """Whether the guide of the demo is shown."""


LISTS = frozenset(["inbox", "tasks", "entities", "review"])
"""Panes that are lists with something to read beside them."""
_HAVE_LISTS = "1 to 4 show them"
_NO_PAGE = "It is a name without a page: c makes one, n says whose it is."

WhyNot = Callable[[UiState], str | None]


def with_guide(state: UiState) -> str | None:
    """Where there is a guide."""
    return None if state.guided else "There is no guide here: winnow demo --guide shows it."


def _of_tasks(state: UiState) -> bool:
    """Whether it is tasks that verbs act on."""
    return state.pane == "tasks" or state.stepping


def in_tasks(state: UiState) -> str | None:
    """Where tasks are."""
    if _of_tasks(state):
        return None
    if state.item is not None and state.item.proposals:
        return "This acts on one proposal: enter goes through them."
    return "This acts on tasks: 3 shows them."


def on_row(state: UiState) -> str | None:
    """On one task."""
    return in_tasks(state) or (None if state.row is not None else "No task is under the cursor.")


def on_tasks(state: UiState) -> str | None:
    """On tasks that are marked, or on one."""
    fine = state.row is not None or (state.marked and not state.stepping)
    return in_tasks(state) or (None if fine else "There is no task to act on.")


def with_rows(state: UiState) -> str | None:
    """Where there are tasks to go to."""
    return in_tasks(state) or listed(state)


def in_list(state: UiState) -> str | None:
    """In a pane that is a list."""
    return None if state.pane in LISTS else f"This acts on lists: {_HAVE_LISTS}."


def to_open(state: UiState) -> str | None:
    """On something that can be gone into."""
    return on_row(state) if state.pane == "tasks" else in_list(state) or listed(state)


def to_mark(state: UiState) -> str | None:
    """On a row that can be marked."""
    if state.stepping:
        return "One proposal at a time here: esc leads back to the list."
    if state.pane == "tasks":
        return on_row(state)
    if state.pane == "entities":
        return None if state.mentions else "Lines that mention somebody can be marked, in the tab Mentions."  # fmt: skip
    if state.pane == "review":
        return on_pages(replace(state, marked=0))
    return on_item(state) if state.pane == "inbox" else in_tasks(state)


def to_mark_all(state: UiState) -> str | None:
    """In a list whose rows can be marked."""
    if state.stepping or state.pane not in {"tasks", "inbox", "review"}:
        return to_mark(state)
    return listed(state)


def listed(state: UiState) -> str | None:
    """In a list that is not empty."""
    return None if state.shown else "The list is empty."


def on_note(state: UiState) -> str | None:
    """Where a note is meant."""
    if state.pane == "tasks":
        return on_row(state)
    return in_list(state) or (None if state.note else "No note is shown.")


def on_link(state: UiState) -> str | None:
    """Where something can be linked to."""
    if state.pane == "tasks":
        return on_row(state)
    return in_list(state) or (None if state.note or state.entity else "No note is shown.")


def on_line(state: UiState) -> str | None:
    """Where a line is meant."""
    if state.pane == "tasks":
        return on_row(state)
    return in_list(state) or (None if state.line else "No line is under the cursor.")


def in_entities(state: UiState) -> str | None:
    """Among the entities."""
    return None if state.pane == "entities" else "This acts on entities: 2 shows them."


def on_entity(state: UiState) -> str | None:
    """On an entity."""
    return in_entities(state) or (None if state.entity else "No entity is under the cursor.")


def in_inbox(state: UiState) -> str | None:
    """In the Inbox."""
    return None if state.pane == "inbox" else "This acts on what is new: 1 shows it."


def on_item(state: UiState) -> str | None:
    """On something that waits in the Inbox."""
    fine = state.item is not None or state.marked
    return in_inbox(state) or (None if fine else "Nothing is under the cursor.")


def on_pages(state: UiState) -> str | None:
    """On pages that wait for a review."""
    if state.pane != "review":
        return "This acts on pages that ask for a look: 4 shows them."
    if state.page is not None or state.marked:
        return None
    return _NO_PAGE if state.name else "No page is under the cursor."


def to_pages(state: UiState) -> str | None:
    """Where pages that wait may be decided."""
    return held(state) or on_pages(state)


def to_page(state: UiState) -> str | None:
    """Where pages may be changed: those that wait, and those of entities."""
    if state.pane == "entities":
        return held(state) or on_entity(state)
    if state.pane != "review":
        return held(state) or "This acts on pages: 4 shows those that ask for a look, 2 all of them."  # fmt: skip
    return to_pages(state)


def to_one_page(state: UiState) -> str | None:
    """Where one page may be changed, whatever is marked."""
    return to_page(replace(state, marked=0))


def to_named(state: UiState) -> str | None:
    """Where it may be said who somebody is: of pages, and of names without one."""
    return held(state) if _on_name(state) else to_page(state)


def to_create(state: UiState) -> str | None:
    """On somebody without a page."""
    if _on_name(state) or state.pageless:
        return held(state)
    return to_one_page(state) or "It has a page."


def _on_name(state: UiState) -> bool:
    return state.pane == "review" and state.name and not state.marked


def to_file(state: UiState) -> str | None:
    """On something that can be put elsewhere."""
    return to_items(state) or _not_captured(state)


def on_arrived(state: UiState) -> str | None:
    """On a file that arrived."""
    noted = state.item is not None and state.item.kind == "note" and not state.marked
    return to_file(state) or ("This is a note already: f files it elsewhere." if noted else None)


def _not_captured(state: UiState) -> str | None:
    here = state.item
    if here is None or here.kind != "capture" or state.marked:
        return None
    return "The capture file stays where it is: enter goes through its lines."


def with_proposals(state: UiState) -> str | None:
    """On items with something undecided."""
    return to_items(state) or (None if state.undecided else "No undecided proposal is in it.")


def with_source(state: UiState) -> str | None:
    """On a note that says what it was made from."""
    here = on_item(state)
    if here is not None or state.item is None:
        return here or "Nothing is under the cursor."
    if state.item.kind != "note":
        return "This is the source itself."
    if not state.item.source:
        return "It does not say what it was made from."
    return "Its source is not in the vault." if "no-source" in state.item.flags else None


def on_source_line(state: UiState) -> str | None:
    """On a line that something can be made of."""
    return (
        in_inbox(state)
        or held(state)
        or (None if state.line else "No line is lit: enter goes from line to line.")
    )


def to_capture(state: UiState) -> str | None:
    """In the Inbox, where something may be written."""
    return in_inbox(state) or held(state)


def in_sources(state: UiState) -> str | None:
    """On notes of one source."""
    here = on_item(state)
    if here is not None or state.item is None:
        return here or "Nothing is under the cursor."
    alone = not (state.item.others or state.item.head)
    return "No other note is of its source." if alone else None


def after_a_verb(state: UiState) -> str | None:
    """After something that can be done again."""
    if not state.last:
        return "Nothing was done yet that could be repeated."
    if state.pane in {"review", "entities"}:
        return to_page(state)
    return to_items(state) if state.pane == "inbox" and not state.stepping else to_tasks(state)


def with_undo(state: UiState) -> str | None:
    """After something that can be taken back."""
    return held(state) or (None if state.undo else "There is nothing to undo.")


def with_redo(state: UiState) -> str | None:
    """After something that was taken back."""
    return held(state) or (None if state.redo else "There is nothing to redo.")


def held(state: UiState) -> str | None:
    """Where something may be written."""
    return f"Read-only: {state.holder}." if state.holder else None


def to_tasks(state: UiState) -> str | None:
    """Where tasks may be changed."""
    return held(state) or on_tasks(state)


def to_together(state: UiState) -> str | None:
    """On tasks of the list, where they may be decided."""
    if state.pane != "tasks":
        return "This acts on lists of tasks: 3 shows them."
    return to_tasks(state)


def seen_before(state: UiState) -> str | None:
    """On tasks that were decided before."""
    fine = state.seen or state.marked
    return to_together(state) or (None if fine else "It was not decided before.")


def with_task_source(state: UiState) -> str | None:
    """On a task whose note says what it was made from."""
    here = on_row(state)
    if here is not None or state.row is None:
        return here or "No task is under the cursor."
    if not (state.sourced or state.row.note.source_ref):
        return "Its note does not say what it was made from."
    return None


def to_row(state: UiState) -> str | None:
    """Where one task may be changed."""
    return held(state) or on_row(state)


def to_items(state: UiState) -> str | None:
    """Where items may be changed."""
    return held(state) or on_item(state)


def refused(state: UiState) -> str | None:
    """Where a decision was refused."""
    return to_tasks(state) if state.refused else in_tasks(state) or "No decision was refused."


def refusal(state: UiState) -> str | None:
    """On a task whose last decision was refused."""
    return refused(state) or (None if state.refusal else "No decision about it was refused: / is:refused lists those.")  # fmt: skip


def malformed(state: UiState) -> str | None:
    """On a line that something is wrong with, or on those that are marked."""
    here = to_tasks(state)
    if here is not None or (state.marked and not state.stepping):
        return here
    wrong = state.row is not None and state.row.problems
    return None if wrong else "Nothing is wrong with this line: / is:malformed lists those."
