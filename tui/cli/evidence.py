"""What speaks for a task, for people and for programs."""

from collections.abc import Iterable

from core.evidence.support import FLAGS, Evidence, Support, Touch
from core.text import Span
from tui.cli.invocation import Invocation
from tui.cli.output import Cell, Json


def fields(evidence: Evidence) -> Json:
    """All of it as JSON has it: lines count from 1, bytes from 0."""
    return {
        "strength": None if evidence.source is None else evidence.strength,
        "word": None if evidence.source is None else evidence.word,
        "flags": evidence.flags,
        "source": evidence.source,
        "sentences": [_support(one) for one in evidence.sentences],
        "dated": None if evidence.dated is None else _support(evidence.dated),
        "touching": [_touch(one) for one in evidence.touching],
    }


def print_evidence(run: Invocation, evidence: Evidence) -> None:
    """All of it as people read it: how strong, what is missing, who said what, what the note says beside."""
    run.out.line()
    run.out.line(Cell(_headline(evidence), "bold"))
    for code in evidence.flags:
        run.out.line(Cell(f"! {FLAGS[code]}", "yellow"))
    if evidence.source is not None and (evidence.sentences or evidence.dated):
        run.out.line(Cell(evidence.source, "dim"))
    for said in _told(evidence):
        run.out.line(f"  {said.line + 1:>5}  ", Cell(_by_whom(said), "cyan"), said.text)
    if evidence.touching:
        run.out.line(Cell("in its note", "dim"))
    for line in evidence.touching:
        what = "against it" if line.against else line.kind
        colour = "yellow" if line.against else "dim"
        run.out.line(f"  {line.line + 1:>5}  ", Cell(f"{what}: ", colour), line.text)


def _told(evidence: Evidence) -> Iterable[Support]:
    """The sentences, and the one that names the day where it is none of them."""
    yield from evidence.sentences
    dated = evidence.dated
    if dated is not None and dated.span not in [one.span for one in evidence.sentences]:
        yield dated


def _headline(evidence: Evidence) -> str:
    if evidence.source is None:
        return "evidence"
    return f"evidence: {evidence.word}, {evidence.strength} of 100"


def _by_whom(said: Support) -> str:
    """`Ada Quill 00:12: `; `""` where nobody is named."""
    named = " ".join(filter(None, (said.who, said.when)))
    told = named if said.spoken else "its summary"
    return f"{told}: " if told else ""


def _support(support: Support) -> Json:
    return {
        "text": support.text,
        "line": support.line + 1,
        "span": _span(support.span),
        "lights": _spans(support.lights),
        "who": support.who,
        "when": support.when,
        "score": support.score,
        "spoken": support.spoken,
    }


def _touch(touch: Touch) -> Json:
    return {
        "kind": touch.kind,
        "text": touch.text,
        "line": touch.line + 1,
        "span": _span(touch.span),
        "lights": _spans(touch.lights),
        "score": touch.score,
        "against": touch.against,
    }


def _span(span: Span) -> Json:
    return [span.start, span.end]


def _spans(spans: Iterable[Span]) -> Json:
    return [_span(one) for one in spans]
