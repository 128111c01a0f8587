"""Actions put together from parts: enough different ones for a hundred thousand notes."""

from functools import cache
from pathlib import Path
from typing import Final

from core.demo.dice import Dice
from core.demo.stories import Action

_EVIDENCE: Final = "Somebody should look after the {adj} {noun}, {reason}."


@cache
def _table() -> dict[str, tuple[str, ...]]:
    rows: dict[str, list[str]] = {letter: [] for letter in "PANR"}
    text = Path(__file__).with_name("chores.txt").read_text("utf-8")
    for row in text.rstrip("\n").split("\n")[1:]:
        rows[row[0]] += row[2:].split("|")
    return {letter: tuple(items) for letter, items in rows.items()}


def chore(rng: Dice) -> tuple[Action, dict[str, str]]:
    """An action and the values of the slots that only it has."""
    table = _table()
    adjectives = rng.sample(table["A"], 2)
    nouns = rng.sample(table["N"], 2)
    reasons = rng.sample(table["R"], 2)
    slots = {
        "adj": adjectives[0],
        "adj2": adjectives[1],
        "noun": nouns[0],
        "noun2": nouns[1],
        "reason": reasons[0],
    }
    return Action(f"{rng.choice(table['P'])} {reasons[0]}", reasons[1], _EVIDENCE), slots
