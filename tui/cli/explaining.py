"""`winnow explain`: what a filter of tasks means."""

from core.explain import explain
from core.process import Exit
from core.query import parse_query
from core.tasks_block import tasks_block
from tui.cli.invocation import Invocation
from tui.cli.output import Cell, Json


def explain_(run: Invocation) -> Exit:
    """Print a filter in words, and as a query of Obsidian Tasks. Raises `BadQuery`."""
    query = parse_query(" ".join(run.call.words))
    today = run.call.day("--today") or run.clock().date()
    lines = explain(query, today)
    block = tasks_block(query, today, run.settings(run.request()).config.me)
    if run.call.flag("--json"):
        words: list[Json] = [{"text": line.text, "deep": line.deep} for line in lines]
        run.out.json({"words": words, "tasks": block.lines, "lacking": block.lacking})
        return Exit.DONE
    run.out.line(Cell("Tasks that", "bold"))
    for line in lines:
        run.out.line(f"{'  ' * (line.deep + 1)}{line.text}")
    run.out.line("")
    for text in block.text.rstrip().split("\n"):
        run.out.line(text)
    return Exit.DONE
