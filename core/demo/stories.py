"""What the meetings are about, read from `stories.txt`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Action(NamedTuple):
    text: str
    tail: str
    evidence: str
    """The sentence of the transcript that supports it; empty where nobody said so."""


@dataclass(frozen=True, slots=True)
class Story:
    name: str
    titles: tuple[str, ...]
    summaries: tuple[str, ...]
    actions: tuple[Action, ...]
    decisions: tuple[str, ...]
    facts: tuple[str, ...]
    talk: tuple[str, ...]
    nouns: tuple[str, ...]


def _action(text: str) -> Action:
    words, tail, evidence = (part.strip() for part in text.split("|"))
    return Action(words, tail, evidence)


def _story(block: str) -> Story:
    name, *lines = block.strip().split("\n")
    items: dict[str, list[str]] = {letter: [] for letter in "TSADFKN"}
    for line in lines:
        items[line[0]].append(line[2:])
    return Story(
        name=name.strip(),
        titles=tuple(items["T"]),
        summaries=tuple(items["S"]),
        actions=tuple(_action(text) for text in items["A"]),
        decisions=tuple(items["D"]),
        facts=tuple(items["F"]),
        talk=tuple(items["K"]),
        nouns=tuple("".join(items["N"]).split("|")),
    )


@cache
def stories() -> tuple[Story, ...]:
    text = Path(__file__).with_name("stories.txt").read_text("utf-8")
    return tuple(_story(block) for block in text.split("\n== ")[1:])
