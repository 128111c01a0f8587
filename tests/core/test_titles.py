"""Notes found by words of their titles."""

from rows import note_row

from core.titles import Titles

NOTES = [
    note_row("Work/Harbor review.md", title="Harbor review", date="2025-01-01"),
    note_row("Work/Review harbor.md", title="Review of the harbor", date="2026-01-01"),
    note_row("Work/Old review.md", title="Review, old", date=None),
    note_row("Work/Café.md", title="Über das Café", date="2024-01-01"),
    note_row("Work/Ana/README.md", title="Ana review", page=True),
    note_row("Harborside/x.md", title="Nothing", date="2026-02-02"),
]


def found(typed: str, limit: int = 9) -> list[str]:
    return [note.title for note in Titles(NOTES).find(typed, limit)]


def test_those_whose_title_begins_so_come_first_then_the_newest() -> None:
    assert found("review") == ["Review of the harbor", "Review, old", "Harbor review"]
    assert found("harbor") == ["Harbor review", "Review of the harbor", "Nothing"]
    assert found("review", 1) == ["Review of the harbor"]


def test_every_word_counts_and_accents_do_not() -> None:
    assert found("harbor rev") == ["Harbor review", "Review of the harbor"]
    assert found("uber cafe") == ["Über das Café"]
    assert found("harbor zebra") == []
    assert found("  ") == []
