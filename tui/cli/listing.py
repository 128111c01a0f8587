"""`winnow list`."""

from core.process import Exit
from tui.cli.arguments import KINDS, BadUsage
from tui.cli.invocation import Invocation


def list_(run: Invocation) -> Exit:
    """Print what a filter means. Raises `BadUsage`, `BadQuery`."""
    kind, *words = run.call.words
    limit = run.call.whole("--limit")
    if kind not in KINDS:
        raise BadUsage(f"winnow list knows no “{kind}”; there are {' '.join(KINDS)}")
    if kind != "tasks":
        run.out.complain(f"winnow list {kind} comes later; winnow list tasks is there")
        return Exit.FAILED
    from core.query import parse_query  # noqa: PLC0415 - a refusal needs no parser
    from tui.cli.tasks import COLUMNS, cells, fields  # noqa: PLC0415 - as above

    query = parse_query(" ".join(words))
    session = run.open(read=True)
    run.read(session)
    listed = session.rows(query)
    rows = [listed.tasks[id] for id in listed.ids[:limit]]
    if run.call.flag("--json"):
        run.out.json_rows(fields(session, row) for row in rows)
        return Exit.DONE
    today = session.today.isoformat()
    run.out.table(COLUMNS, [cells(row, today) for row in rows])
    more = len(listed.ids) - len(rows)
    run.out.remark(f"{len(rows):,} listed{f', {more:,} more' if more else ''}")
    return Exit.DONE
