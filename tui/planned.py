"""What a plan would do, in lines to be looked at before it is done. Pure; none of them is safe to show."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain

from core.actions.intents import Plan
from core.actions.merging import Folded
from core.edit import Create, Move, Transaction
from tui.text import clip, middle

_SAMPLES = 3
_WORDS, _NAME = 160, 44
_ENDING = ".md "
"""Behind the path of a note that a remark begins with."""
_TRASH = ".trash/"
_ONE = {"queries": "query"}


def facts_of(plan: Plan, noun: str) -> list[str]:
    """How much, and what is to be known before.

    Args:
        plan: What would be written; something would.
        noun: What it is about: `task`, `item`, `page`.
    """
    assert plan.transaction is not None  # noqa: S101 the caller looked
    facts = [f"{many(len(plan.done), noun)} in {many(len(plan.transaction.paths), 'file')}"]
    if noun == "page":
        facts = [" · ".join((*_changed(plan, plan.transaction), facts[0]))]
    facts += [
        f"{one.key}: “{one.stays}” stays, not “{one.other}”" for one in plan.clashes[:_SAMPLES]
    ]
    facts += rest_of(plan)
    return facts


def rest_of(plan: Plan) -> list[str]:
    """What is left as it is, and why."""
    remarks = _together(plan.remarks)
    lines = remarks[:_SAMPLES]
    if len(remarks) > _SAMPLES:
        lines.append(f"… {len(remarks) - _SAMPLES} remarks more")
    if plan.unchanged:
        lines.append(f"{len(plan.unchanged)} already read so and stay as they are")
    if plan.refused:
        lines.append(f"{len(plan.refused)} refused: {plan.refused[0].reason}")
    return lines


def summed(plan: Plan) -> str:
    """All that a change of a page brings about, in a line: `23 links · 4 owners · 2 notes move · in 14 files`."""
    if plan.transaction is None:
        return "Nothing changes."
    paths = many(len(plan.transaction.paths), "file")
    return " · ".join((*_changed(plan, plan.transaction), f"in {paths}"))


def many(number: int, noun: str, plural: str = "") -> str:
    """`1 page`, `2 pages`."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def edits_first(diff: str, folded: Iterable[Folded] = (), page: str = "") -> str:
    """A diff with what changes in texts before files that only move, those as a line each.

    Args:
        diff: As `core.diff` has it.
        folded: Lines of a merged page that are not written again.
        page: Of the page that it is put into: it stands first, and those lines behind it.
    """
    moves: list[str] = []
    edits: list[list[str]] = []
    lines = diff.strip("\n").split("\n")
    name = ""
    for at, line in enumerate(lines):
        if line.startswith("rename from "):
            name = line.rpartition("/")[2]
        elif line.startswith("rename to "):
            to = line.removeprefix("rename to ")
            folder, _, last = to.rpartition("/")
            moves.append(f"moves {middle(name, _NAME)} → {to if last != name else folder}")
        elif not edits or (
            line.startswith("--- ") and "".join(lines[at + 1 : at + 2]).startswith("+++ ")
        ):
            edits.append([line])
        else:
            edits[-1].append(line)
    edits.sort(key=lambda block: block[1:2] != [f"+++ b/{page}"])
    first, rest = edits[:1], edits[1:]
    return "\n".join((*chain(*first), *_twice(folded), *chain(*rest), *moves))


def _twice(folded: Iterable[Folded]) -> Iterable[str]:
    """Lines of a merged page that the other has: nothing is left out that is not shown."""
    for one in folded:
        yield f"@@ {'it says already' if one.twin else 'this says nothing'} @@"
        yield from (f"-{line}" for line in one.text.split("\n"))
        yield from (f" {line}" for line in one.twin.split("\n") if one.twin)


def _together(remarks: Iterable[str]) -> list[str]:
    """What is said of many files alike is said once."""
    of: dict[str, list[str]] = {}
    for remark in remarks:
        path, ending, sentence = remark.partition(_ENDING)
        if sentence:
            of.setdefault(sentence, []).append(f"{path.rpartition('/')[2]}{ending.strip()}")
        else:
            of.setdefault(remark, [])
    said = []
    for sentence, files in of.items():
        such = f"each of {many(len(files), 'file')}, such as " if len(files) > 1 else ""
        name = f"{such}{middle(files[0], _NAME)}: " if files else ""
        said.append(clip(f"{name}{sentence}", _WORDS))
    return said


def _changed(plan: Plan, transaction: Transaction) -> Iterable[str]:
    for form, number in plan.counts.items():
        yield f"{number:,} {form if number != 1 else _ONE.get(form, form.removesuffix('s'))}"
    moves = Counter(one.to.startswith(_TRASH) for one in transaction.changes if isinstance(one, Move))  # fmt: skip
    if moves[False]:
        yield f"{many(moves[False], 'file')} move{'s' * (moves[False] == 1)}"
    if moves[True]:
        yield f"{many(moves[True], 'file')} to the trash"
    if made := sum(isinstance(one, Create) for one in transaction.changes):
        yield f"{many(made, 'page')} made"
    if plan.folded:
        yield f"{many(len(plan.folded), 'line')} fold{'s' * (len(plan.folded) == 1)}"
