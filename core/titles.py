"""Notes found by words of their titles or of where they lie. Pure: made of the rows of one snapshot."""

from collections.abc import Iterable, Sequence
from heapq import nsmallest

from core.index.rows import NoteRow
from core.spelling import folded

_UNDATED = "0"
_RANKED = 5_000


class Titles:
    """The titles of notes, each as it is compared."""

    def __init__(self, notes: Iterable[NoteRow]) -> None:
        """Of these notes; pages of entities are found by the names of those."""
        listed = (note for note in notes if not note.page)
        self._notes = sorted(listed, key=lambda note: note.date or _UNDATED, reverse=True)
        self._texts = [_compared(note) for note in self._notes]

    def find(self, typed: str, limit: int) -> tuple[NoteRow, ...]:
        """The notes that have every word of what was typed: those whose title begins so first, then the newest.

        Nothing typed finds nothing. One step for each note and word, all of them in C; of more than some
        thousand notes only the newest are looked at for how well they answer.
        """
        words = folded(typed).split()
        if not words:
            return ()
        texts, beginning = self._texts, " ".join(words)
        found: Sequence[int] = range(len(texts))
        for word in words:
            found = [at for at in found if word in texts[at]]
        best = [at for at in found if texts[at].startswith(beginning)][:limit]
        if len(best) < limit:
            known = set(best)
            others = [at for at in found[:_RANKED] if at not in known]
            best += nsmallest(limit - len(best), others, key=lambda at: _rank(texts[at], words))
        return tuple(self._notes[at] for at in best)


def _compared(note: NoteRow) -> str:
    title, path = note.title, note.path
    # ASCII need not be folded: whoever types dashes types words beside them.
    said = title.lower() if title.isascii() else folded(title)
    return f"{said}\n{path.lower() if path.isascii() else folded(path)}"


def _rank(text: str, words: Sequence[str]) -> int:
    title = text.partition("\n")[0]
    if all(title.startswith(word) or f" {word}" in title for word in words):
        return 0
    return 1 if all(word in title for word in words) else 2
