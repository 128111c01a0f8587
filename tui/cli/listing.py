"""`winnow list`."""

from collections.abc import Callable, Mapping

from core.process import Exit
from tui.cli.arguments import BadUsage
from tui.cli.invocation import Invocation


def list_(run: Invocation) -> Exit:
    """Print what a filter means. Raises `BadUsage`, `BadQuery`."""
    kind, *words = run.call.words
    if kind not in LISTS:
        raise BadUsage(f"winnow list knows no “{kind}”; there are {' '.join(LISTS)}")
    if run.call.text("--sort") is not None and kind != "entities":
        raise BadUsage("--sort is for winnow list entities")
    return LISTS[kind](run, " ".join(words), run.call.whole("--limit"))


def _tasks(run: Invocation, filter: str, limit: int | None) -> Exit:
    from core.arranging import Group  # noqa: PLC0415 - a refusal needs no parser
    from core.nearest import nearest  # noqa: PLC0415 - as above
    from core.query import parse_query  # noqa: PLC0415 - as above
    from tui.cli.tasks import COLUMNS, cells, fields  # noqa: PLC0415 - as above

    query = parse_query(filter)
    session = run.open(read=True)
    run.read(session)
    listed = run.rows(session, query)
    rows = [listed.tasks[id] for id in listed.ids[:limit]]
    if run.call.flag("--json"):
        session.ledger.look()
        session.clusters.look()
        run.out.json_rows(fields(session, row) for row in rows)
        return Exit.DONE
    today = session.today.isoformat()
    at = 0
    for group in listed.groups or (Group("", len(rows)),):
        if listed.groups and at < len(rows):
            run.out.line(f"{group.name} ({group.size:,})")
        run.out.table(COLUMNS, [cells(row, today) for row in rows[at : at + group.size]])
        at += group.size
    run.out.listed(len(rows), len(listed.ids))
    if not listed.ids:
        for near in nearest(query, lambda other: len(session.rows(other).ids)):
            run.out.remark(f"{near.many:,} {near.change}")
    return Exit.DONE


def _entities(run: Invocation, filter: str, limit: int | None) -> Exit:
    from core.browse import SORTS  # noqa: PLC0415 - as above
    from core.entity_filter import parse_filter  # noqa: PLC0415 - as above
    from tui.cli.entities import COLUMNS, cells, fields  # noqa: PLC0415 - as above

    wanted = run.call.text("--sort") or "name"
    sort = next((one for one in SORTS if one == wanted), None)
    if sort is None:
        raise BadUsage(f"--sort knows no “{wanted}”; there are {' '.join(SORTS)}")
    parse_filter(filter, run.call.day("--today") or run.clock().date())
    session = run.browsed()
    listed = session.browse.entities(filter, sort)
    rows = [listed.rows[key] for key in listed.keys[:limit]]
    if run.call.flag("--json"):
        run.out.json_rows(map(fields, rows))
        return Exit.DONE
    run.out.table(COLUMNS, list(map(cells, rows)))
    run.out.listed(len(rows), len(listed.keys))
    return Exit.DONE


def _names(run: Invocation, filter: str, limit: int | None) -> Exit:
    from core.names import parse_filter  # noqa: PLC0415 - as above
    from tui.cli.names import COLUMNS, cells, fields  # noqa: PLC0415 - as above

    test = parse_filter(filter)
    session = run.browsed()
    found = [one for one in session.browse.names() if test(one)]
    if run.call.flag("--json"):
        run.out.json_rows(map(fields, found[:limit]))
        return Exit.DONE
    run.out.table(COLUMNS, list(map(cells, found[:limit])))
    run.out.listed(len(found[:limit]), len(found))
    return Exit.DONE


def _review(run: Invocation, filter: str, limit: int | None) -> Exit:
    from core.review.filter import parse_filter  # noqa: PLC0415 - as above
    from tui.cli.reviewing import COLUMNS, cells, fields  # noqa: PLC0415 - as above

    parse_filter(filter, lambda _: True)
    session = run.browsed(words=True)
    if lacking := run.index_words(session):
        run.out.complain(lacking)
    review = session.review
    listed = review.rows(filter)
    rows = [(listed.rows[key], review.candidates(key)) for key in listed.ids[:limit]]
    if run.call.flag("--json"):
        run.out.json_rows(fields(row, review.why(row), found) for row, found in rows)
        return Exit.DONE
    run.out.table(COLUMNS, [cells(row, review.why(row), found) for row, found in rows])
    run.out.listed(len(rows), len(listed.ids))
    if listed.away:
        run.out.remark(f"{len(listed.away):,} were kept or put off")
    return Exit.DONE


def _inbox(run: Invocation, filter: str, limit: int | None) -> Exit:
    from tui.cli.inbox import list_inbox  # noqa: PLC0415 - as above

    return list_inbox(run, filter, limit)


def _clusters(run: Invocation, filter: str, limit: int | None) -> Exit:
    from tui.cli.clustering import list_clusters  # noqa: PLC0415 - as above

    return list_clusters(run, filter, limit)


def _problems(run: Invocation, filter: str, limit: int | None) -> Exit:
    from tui.cli.fixing import list_problems  # noqa: PLC0415 - as above

    return list_problems(run, filter, limit)


LISTS: Mapping[str, Callable[[Invocation, str, int | None], Exit]] = {
    "tasks": _tasks,
    "clusters": _clusters,
    "inbox": _inbox,
    "entities": _entities,
    "names": _names,
    "review": _review,
    "problems": _problems,
}
"""What can be listed."""
