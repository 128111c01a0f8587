"""What each command of the table does. A test holds that the two have the same ids."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from tui import boxes, taking
from tui.lines.bars import key_of
from tui.tasks import narrowing
from tui.tasks.verbs import DECIDING, TOGETHER

if TYPE_CHECKING:
    from tui.app import WinnowApp

Do = Callable[["WinnowApp"], None]


_STEPS = {"cursor_down": 1, "cursor_up": -1}
_ENDS = {"top": -1, "bottom": 1}
"""What moves from stop to stop while one goes through an item; the other movements scroll."""


def _verb(id: str, app: "WinnowApp") -> None:
    app.decisions.verb(id)


def _move(action: str, app: "WinnowApp") -> None:
    here = app.main.here
    if app.main.steps is not None and action in _STEPS:
        app.inboxing.stepping.step(_STEPS[action])
    elif app.main.steps is not None and action in _ENDS:
        app.inboxing.stepping.step_to_end(_ENDS[action])
    else:
        getattr(here.mover, f"action_{action}")()


def _scroll(lines: int, app: "WinnowApp") -> None:
    app.main.here.scrolled.move(lines)


def _pane(pane: str, app: "WinnowApp") -> None:
    app.show_pane(pane)


def _pane_before(app: "WinnowApp") -> None:
    if app.main.before:
        app.show_pane(app.main.before)
    else:
        app.tell("No other pane was shown before.")


def _next(step: int, app: "WinnowApp") -> None:
    if app.main.steps is not None:
        app.inboxing.stepping.step(step)
    elif not app.main.tasks.next_proposal(step):
        app.tell("No undecided proposal that way.")


def _other_side(step: int, app: "WinnowApp") -> None:
    app.main.here.go_over(step)


def _back(app: "WinnowApp") -> None:
    """One step out: of typing, of a page that was opened, of the note, of the marks, of the filter."""
    here = app.main.here
    if app.main.selections:
        app.main.clear_selection()
    elif here.typing:
        here.leave_filter(clear=True)
    elif (
        (here.reading and here.away and app.browsing.reading.step(-1))
        or (app.main.steps is not None and app.inboxing.stepping.leave())
        or app.main.leave_full()
    ):
        pass
    elif here.marking is not here.list and here.marking.marks:
        here.marking.action_clear_marks()
    elif here.reading:
        here.give_keys(here.list)
    elif here.leave_beside():
        pass
    elif here.list.marks:
        here.list.action_clear_marks()
    elif here.filter:
        here.leave_filter(clear=True)


def _type_filter(app: "WinnowApp") -> None:
    app.main.here.type_filter()
    app.jobs.warm(filters=True)


def _step(step: int, app: "WinnowApp") -> None:
    if not app.browsing.reading.step(step):
        app.tell("Nothing was read before." if step < 0 else "Nothing lies ahead.")


def _its_tasks(app: "WinnowApp") -> None:
    if (entity := app.main.entities.about) is not None:
        app.browsing.show_tasks(entity.name)


def _item_verb(id: str, app: "WinnowApp") -> None:
    app.inboxing.decisions.verb(id)


def _all(verb: str, app: "WinnowApp") -> None:
    app.inboxing.decisions.all(verb)


def _fold(app: "WinnowApp", *, folded: bool) -> None:
    app.main.inbox.fold(folded=folded)


def _open(app: "WinnowApp") -> None:
    if app.main.pane == "inbox" and not app.main.inbox.reading:
        app.inboxing.stepping.enter()
    elif app.main.pane == "review":
        app.reviewing.open()
    else:
        app.browsing.reading.open()


def _page_verb(id: str, app: "WinnowApp") -> None:
    app.browsing.pages.verb(id)


def _together(id: str, app: "WinnowApp") -> None:
    app.triaging.decide(id)


def _repeat(app: "WinnowApp") -> None:
    if app.main.pane in {"review", "entities"}:
        app.browsing.pages.repeat()
    elif app.main.place == "inbox":
        app.inboxing.decisions.repeat()
    else:
        app.decisions.repeat()


def _marked(action: str, app: "WinnowApp") -> None:
    getattr(app.main.here.marking, f"action_{action}")()


def _mouse(app: "WinnowApp") -> None:
    app.point(on=not app.pointing)
    if app.pointing:
        app.tell("The mouse is Winnow's again.")
    else:
        app.tell(f"The mouse is the terminal's now, to select with; {key_of('mouse', app.keyboard.commands)} takes it back.")  # fmt: skip


def _to_the_shell(app: "WinnowApp") -> None:
    if app.is_web:
        app.tell("A browser has no shell to go back to.")
    else:
        app.action_suspend_process()


def _rescan(app: "WinnowApp") -> None:
    app.decisions.conflicts = 0
    app.jobs.rescan()


DISPATCH: Mapping[str, Do] = {
    **{id: partial(_verb, id) for id in sorted(DECIDING)},
    **{
        f"task.{word}": partial(_verb, f"task.{word}")
        for word in ("due", "priority", "owner", "tag")
    },
    "task.next": partial(_next, 1),
    "task.previous": partial(_next, -1),
    **{id: partial(_together, id) for id in sorted(TOGETHER)},
    "task.members": lambda app: app.triaging.members(),
    "task.source": lambda app: app.triaging.sources.show(),
    "task.unfold": lambda app: app.triaging.fold(folded=False),
    "task.fold": lambda app: app.triaging.fold(folded=True),
    "edit.text": lambda app: app.decisions.edit_text(),
    "task.fix": lambda app: app.decisions.fixing.open(),
    "task.dismiss": lambda app: app.jobs.dismiss([row.id for row in app.main.chosen_tasks]),
    "task.refusal": lambda app: app.refusing.open(),
    "task.retry": lambda app: app.jobs.retry([row.id for row in app.main.chosen_tasks]),
    "repeat": _repeat,
    **{
        f"inbox.{verb}": partial(_item_verb, f"inbox.{verb}")
        for verb in ("file", "done", "duplicate", "snooze", "trash", "note")
    },
    "inbox.accept-all": partial(_all, "task.accept"),
    "inbox.reject-all": partial(_all, "task.reject"),
    "inbox.make-task": lambda app: app.inboxing.decisions.make_task(),
    "inbox.capture": lambda app: app.inboxing.decisions.capture(),
    "inbox.source": lambda app: app.inboxing.sources.show(),
    "inbox.unfold": partial(_fold, folded=False),
    "inbox.fold": partial(_fold, folded=True),
    **{
        id: partial(_page_verb, id)
        for id in (
            *("review.keep", "review.snooze"),
            *("page.merge", "page.rename", "page.alias", "page.retype", "page.trash"),
            *("page.create", "page.fields", "page.link"),
        )
    },
    "mark.turn": partial(_marked, "turn_marks"),
    "mark.note": narrowing.mark_note,
    "mark.owner": narrowing.mark_owner,
    "count": lambda app: app.begun.count(),
    "leader": lambda app: app.begun.lead(),
    "mark.toggle": partial(_marked, "toggle_mark"),
    "mark.range": partial(_marked, "toggle_range"),
    "mark.all": partial(_marked, "mark_all_visible"),
    "undo": lambda app: app.decisions.submit("undo"),
    "redo": lambda app: app.decisions.submit("redo"),
    "history": lambda app: app.looking_back.open(),
    "cursor.down": partial(_move, "cursor_down"),
    "cursor.up": partial(_move, "cursor_up"),
    "cursor.first": partial(_move, "top"),
    "cursor.last": partial(_move, "bottom"),
    "cursor.half-down": partial(_move, "half_page_down"),
    "cursor.half-up": partial(_move, "half_page_up"),
    "cursor.page-down": partial(_move, "page_down"),
    "cursor.page-up": partial(_move, "page_up"),
    "open": _open,
    "back": _back,
    "focus.next": partial(_other_side, 1),
    "focus.previous": partial(_other_side, -1),
    "page.back": partial(_step, -1),
    "page.forward": partial(_step, 1),
    "jump": lambda app: app.browsing.jumping.open(),
    "filter": _type_filter,
    "filter.saved": lambda app: app.filtering.open(),
    "filter.note": narrowing.only_note,
    "filter.owner": narrowing.only_owner,
    "filter.explain": lambda app: app.filtering.explain(),
    "entity.next-tab": lambda app: app.browsing.tab(1),
    "entity.previous-tab": lambda app: app.browsing.tab(-1),
    "entity.sort": lambda app: app.browsing.sort(turn=False),
    "entity.turn": lambda app: app.browsing.sort(turn=True),
    "entity.pin": lambda app: app.browsing.pin(),
    "entity.tasks": _its_tasks,
    "preview.down": partial(_scroll, 1),
    "preview.up": partial(_scroll, -1),
    "preview.larger": lambda app: app.main.resize_note(full=False),
    "preview.full": lambda app: app.main.resize_note(full=True),
    "rescan": _rescan,
    **{f"pane.{pane}": partial(_pane, pane) for pane in ("inbox", "entities", "tasks", "review")},
    "pane.before": _pane_before,
    "edit.note": taking.edit_note,
    "obsidian": taking.open_in_obsidian,
    "copy.link": taking.copy_link,
    "copy.line": taking.copy_line,
    "copy.path": taking.copy_path,
    "copy.url": taking.copy_url,
    "help": boxes.show_help,
    "help.all": boxes.show_every_key,
    "palette": lambda app: app.finding.open(),
    "themes": lambda app: app.finding.themes(),
    "settings": lambda app: app.finding.settings(),
    "mouse": _mouse,
    "messages": boxes.show_messages,
    "guide.skip": lambda app: app.guide.skip(),
    "suspend": _to_the_shell,
    "quit": lambda app: app.leaving.ask(),
}
"""Command id → what it does."""
