"""`winnow index`: what is known of a vault beside it, brought up to date, and how much that is."""

from core.process import Exit
from tui.cli.invocation import Invocation
from tui.cli.output import Cell, Column, Json

_COLUMNS = (Column(), Column(right=True), Column(share=1))


def index(run: Invocation) -> Exit:
    """Read what changed, index its words, print figures."""
    session = run.open(read=True, anew=run.call.flag("--rebuild"))
    run.read(session)
    lacking = run.index_words(session)
    problems = [one for one in (session.cache.problem, lacking) if one]
    for problem in problems:
        run.out.complain(problem)
    cache, words = session.cache.figures(), session.words.figures()
    figures: dict[str, Json] = {
        "notes": cache["note"],
        "tasks": cache["task"],
        "links": cache["link"],
        "names": cache["person"],
        "words": words["notes"],
        "spellings": words["spellings"],
        "mentions": words["mentions"],
        "bytes": cache["bytes"],
        "words_bytes": words["bytes"],
    }
    if run.call.flag("--json"):
        run.out.json({**figures, "path": session.cache.path, "problems": problems})
    elif run.call.flag("--stats"):
        rows = [
            (Cell(_MEANING[name]), Cell(f"{many:,}"), Cell("")) for name, many in figures.items()
        ]
        run.out.table(_COLUMNS, rows)
    else:
        run.out.line(f"{cache['note']:,} notes and {cache['task']:,} tasks are indexed")
    return Exit.FAILED if problems else Exit.DONE


_MEANING = {
    "notes": "notes",
    "tasks": "tasks",
    "links": "links",
    "names": "names in properties",
    "words": "notes whose words are indexed",
    "spellings": "spellings that are looked for",
    "mentions": "lines that mention somebody",
    "bytes": "bytes of the index",
    "words_bytes": "bytes of words and mentions",
}
