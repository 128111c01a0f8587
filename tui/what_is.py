"""What is so now: all that decides which commands can do something, and what the bars say."""

from typing import TYPE_CHECKING

from core.index.rows import TaskRow
from core.problems.items import KINDS
from tui import taking
from tui.conditions import UiState

if TYPE_CHECKING:
    from tui.app import WinnowApp
    from tui.lines.task_card import TaskCard


def state_of(app: "WinnowApp") -> UiState:
    """What decides which commands can do something."""
    main, standing = app.main, app.work.standing
    here, place = main.here, taking.here(app)
    entities = main.entities if main.pane == "entities" else None
    inbox = main.inbox if main.pane == "inbox" else None
    item = inbox.item if inbox else None
    review = main.review if main.pane == "review" else None
    marked = here.marking.marked
    last = app.inboxing.decisions.last if main.place == "inbox" else app.decisions.last
    if main.pane in {"review", "entities"}:
        last = app.browsing.last
    about = entities.about if entities else None
    page = review.item if review else None
    row, cluster, rows = main.meant_task, main.tasks.cluster, main.tasks.rows
    return UiState(
        pane=main.pane,
        stepping=main.place == "stepping",
        row=row,
        seen=main.tasks.seen,
        together=cluster.size if cluster is not None and main.pane == "tasks" else 0,
        refusal=row is not None and rows is not None and row.id in rows.refused,
        sourced=_is_sourced(main.tasks.card.card),
        item=item,
        page=page,
        name=review is not None and review.wanted_name is not None,
        pageless=(shown := page or about) is not None and shown.path is None,
        mentions=entities is not None and entities.mentions and entities.reading,
        # Of what is marked nobody counts at a key: whoever does it says if there is nothing.
        undecided=marked or (item.proposals if item else 0),
        entity=about.key if about else "",
        note=place.path if place else "",
        begun=bool(app.work.begun),
        reading=here.reading,
        line=place is not None and bool(place.text),
        shown=len(here.list.ids),
        marked=marked,
        last=last,
        undo=standing.undo if standing else "",
        redo=standing.redo if standing else "",
        refused=app.work.refused,
        holder=app.work.holder,
        guided="guide" in vars(app) and app.guide.is_open,
    )


def _is_sourced(card: "TaskCard | None") -> bool:
    """Whether evidence was found in a source, be it that of a copy."""
    evidence = card.evidence if card else None
    return evidence is not None and evidence.source is not None


def bring_up(app: "WinnowApp") -> None:
    """Let what the bars say be so now."""
    main, work, decisions = app.main, app.work, app.decisions
    work.rows = rows = main.tasks.rows
    work.refused = sum(id in rows.tasks for id in rows.refused) if rows else 0
    work.marked, work.hidden = main.tasks.marked
    work.flaw = _flaw(main.meant_task if main.place in {"tasks", "stepping"} else None)
    work.waiting = work.at = None
    work.browsing = main.pane == "entities"
    if main.pane == "inbox":
        inbox, steps = main.inbox, main.steps
        work.marked, work.hidden = inbox.marked
        if inbox.listing.known:
            work.waiting = max(0, inbox.listing.total - len(inbox.leaving))
        work.at = None if steps is None else (steps.at + 1, steps.count)
    elif main.pane == "entities":
        work.marked, work.hidden = len(main.entities.rows.marks), 0
    elif main.pane == "review":
        review = main.review
        work.marked, work.hidden = review.marked
        work.waiting = review.waiting
    work.leaving, work.conflicts = len(decisions.leaving), decisions.conflicts
    work.writing = app.jobs.writing


def _flaw(row: TaskRow | None) -> str:
    """What is wrong with a task's line, the first of it."""
    if row is None or not row.problems:
        return ""
    more = f" (and {len(row.problems) - 1} more)" if len(row.problems) > 1 else ""
    return f"{KINDS[row.problems[0]]}{more}: f shows it"
