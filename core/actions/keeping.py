"""Of notes of one meeting one is kept: it gets the proposals that it lacks, links lead to it, the rest is thrown away."""

from collections.abc import Iterable, Sequence

from core.actions.away import throw_away
from core.actions.drafting import Draft
from core.actions.lines_of_tasks import listed
from core.errors import Refused, WinnowError
from core.inbox.items import InboxRow
from core.note import Note
from core.parse.tasks import Task
from core.path import NotePath

SAME = 85
"""From which likeness of their words, in percent, two tasks are one."""


def keep_one(items: Sequence[InboxRow], keep: NotePath, draft: Draft) -> None:
    """Plan it; items that cannot go are refused, and the others go."""
    rows = {row.id: row for row in items if row.path != keep}
    try:
        kept = draft.note(keep)
        file = draft.ground.movable(keep)
        if kept.meta.problems:
            raise Refused(f"{keep} cannot be added to: {kept.meta.problems[0]}")
        if not file.writable:
            raise Refused(f"{keep} is read-only")
    except WinnowError as error:
        for id in rows:
            draft.refuse(id, error)
        return
    going: list[Note] = []
    for row in rows.values():
        try:
            if not draft.ground.is_written(row):
                raise Refused(f"{row.path} is no note of a meeting")
            note = draft.note(row.path)
            throw_away(row, draft)
        except WinnowError as error:
            draft.refuse(row.id, error)
            continue
        draft.into[row.path] = keep
        going.append(note)
        draft.done(row.id, row.title)
    for id in dict.fromkeys(row.id for row in items if row.path == keep):
        draft.unchanged(id)
    _bring(kept, going, draft)


def _bring(kept: Note, going: Iterable[Note], draft: Draft) -> None:
    """Add the undecided proposals that the kept note lacks."""
    lines = lacking(kept.tasks, [task for note in going for task in note.tasks])
    if lines:
        draft.edit(kept, [listed(kept, lines, draft.ground.settings(kept.path))])


def lacking(own: Sequence[Task], others: Iterable[Task]) -> list[str]:
    """The lines of undecided proposals whose words none of `own` has, each once."""
    from rapidfuzz import fuzz, utils  # noqa: PLC0415 - 26 ms that a start does without

    known = [utils.default_process(task.text) for task in own]
    lines = []
    for task in others:
        words = utils.default_process(task.text)
        if task.proposed and not any(fuzz.token_set_ratio(words, one) >= SAME for one in known):
            known.append(words)
            lines.append(task.raw.strip())
    return lines
