"""Finding the place of an edit again in a note that another program has changed since.

An edit is remembered with the whole lines around it as they read before and after. It is found again
by these lines: where they stand once, or, among equal ones, where place and neighbours agree. Never
by likeness. Pure.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

from core.edit import Edit, apply
from core.errors import Conflict
from core.text import Span, decode

_LF, _CR = 0x0A, 0x0D


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole lines of a note, as they stood."""

    start: int
    """Byte offset of the first one."""
    data: bytes
    """Without the last line ending, unless an edit reaches it."""
    twins: int
    """How often they stood in the note."""
    twin: int
    """Which of them these are, from 0."""
    near: str
    """Digest of the line above and the line below."""


@dataclass(frozen=True, slots=True)
class Region:
    """The lines that one or several edits of a patch lie in."""

    edits: int
    """How many, in the order of the patch."""
    old: Lines
    new: Lines


class _Standing:
    """Where lines stand in some bytes. A bulk action asks for thousands, equal ones among them."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._found: dict[bytes, list[int]] = {}

    def of(self, block: bytes) -> list[int]:
        """Every place where `block` stands as whole lines, ascending; looked for once."""
        found = self._found.get(block)
        if found is None:
            found = self._found[block] = list(_occurrences(self.data, block))
        return found


@dataclass(slots=True)
class _Block:
    start: int
    end: int
    edits: list[Edit]


def regions(data: bytes, edits: Sequence[Edit], after: bytes | None = None) -> tuple[Region, ...]:
    """The lines around each of the ordered `edits` of a note that reads `data`, and `after` with them made."""
    after = apply(data, edits) if after is None else after
    before, behind = _Standing(data), _Standing(after)
    found, drift = [], 0
    for block in _blocks(data, edits):
        growth = sum(len(edit.new) - len(edit.old) for edit in block.edits)
        old = _lines(before, block.start, block.end)
        new = _lines(behind, block.start + drift, block.end + drift + growth)
        found.append(Region(len(block.edits), old, new))
        drift += growth
    return tuple(found)


def rebase(data: bytes, edits: Sequence[Edit], places: Sequence[tuple[int, Lines]]) -> list[Edit]:
    """`edits` as they must be made in `data`; `places` says how many lie in which lines.

    Raises:
        Conflict: Lines are gone, or stand several times and cannot be told apart.
    """
    moved: list[Edit] = []
    pending, drift, end = iter(edits), 0, 0
    standing = _Standing(data)
    for count, lines in places:
        at = _find(standing, lines, lines.start + drift)
        if at is None or at < end:
            raise Conflict(
                "the lines are no longer there exactly once",
                expected=decode(lines.data),
                found=_line_at(data, lines.start + drift),
            )
        drift, end = at - lines.start, at + len(lines.data)
        moved += [
            Edit(edit.span.moved(drift), edit.old, edit.new) for edit in islice(pending, count)
        ]
    return moved


def restored(data: bytes, places: Sequence[Region]) -> tuple[Region, ...]:
    """The regions of a patch whose new lines are missing in `data`, and whose old ones are back.

    Counted, not placed: wherever the lines stand by now, and however many are equal to them.
    """
    standing = _Standing(data)
    changed = Counter(region.old.data for region in places)
    return tuple(
        region
        for region in places
        if len(standing.of(region.new.data)) < region.new.twins
        and len(standing.of(region.old.data)) > region.old.twins - changed[region.old.data]
    )


def _find(places: _Standing, lines: Lines, place: int) -> int | None:
    """Where `lines` stand now; `None` where that would be a guess."""
    standing = places.of(lines.data)
    if len(standing) == 1 and lines.twins == 1:
        return standing[0]
    wanted = set(standing) if len(standing) == 1 else set()
    at = bisect_left(standing, place)
    wanted.update(standing[at : at + 1] if standing[at : at + 1] == [place] else ())
    if len(standing) == lines.twins > lines.twin:
        wanted.add(standing[lines.twin])
    same = [at for at in wanted if _near(places.data, at, at + len(lines.data)) == lines.near]
    return same[0] if len(same) == 1 else None


def _blocks(data: bytes, edits: Sequence[Edit]) -> list[_Block]:
    blocks: list[_Block] = []
    for edit in edits:
        block = _lines_of(data, edit)
        growing = True
        while growing:
            while blocks and block.start <= blocks[-1].end:
                block = _joined(blocks.pop(), block)
            growing = _grow(data, block)
        blocks.append(block)
    return blocks


def _lines_of(data: bytes, edit: Edit) -> _Block:
    start, end = _line_start(data, edit.span.start), edit.span.end
    return _Block(start, end if _starts_line(data, end) else _line_stop(data, end), [edit])


def _joined(above: _Block, below: _Block) -> _Block:
    end = max(above.end, below.end)
    return _Block(min(above.start, below.start), end, above.edits + below.edits)


def _grow(data: bytes, block: _Block) -> bool:
    """Take in what is needed to see it as whole lines, before and after; whether that was more."""
    old = data[block.start : block.end]
    parts, at = [], block.start
    for edit in block.edits:
        parts += [data[at : edit.span.start], edit.new]
        at = edit.span.end
    new = b"".join([*parts, data[at : block.end]])
    start, end = block.start, block.end
    if _starts_line(data, end) and new and not new.endswith(b"\n"):
        end = _line_stop(data, end)
    if end == block.end and not (old.strip() and new.strip()):
        start = _line_start(data, start - 1) if start else 0
        end = _next_stop(data, end)
    grown = (start, end) != (block.start, block.end)
    block.start, block.end = start, end
    return grown


def _starts_line(data: bytes, at: int) -> bool:
    return at == 0 or data[at - 1] == _LF


def _line_start(data: bytes, at: int) -> int:
    return data.rfind(b"\n", 0, at) + 1


def _line_stop(data: bytes, at: int) -> int:
    """Where the line that holds `at` ends, before its LF or CR LF."""
    stop = data.find(b"\n", at)
    if stop < 0:
        return len(data)
    return stop - 1 if stop > at and data[stop - 1] == _CR else stop


def _next_stop(data: bytes, at: int) -> int:
    """Where the line below those that end at `at` ends."""
    if _starts_line(data, at) and (stop := _line_stop(data, at)) > at:
        return stop
    below = data.find(b"\n", at) + 1
    return _line_stop(data, below) if below else len(data)


def _lines(places: _Standing, start: int, end: int) -> Lines:
    block = places.data[start:end]
    twins = places.of(block)
    near = _near(places.data, start, end)
    return Lines(start, block, len(twins), bisect_left(twins, start), near)


def _occurrences(data: bytes, block: bytes) -> Iterator[int]:
    """Every place where `block` stands as whole lines."""
    if not block:
        yield from () if data else (0,)
        return
    at = data.find(block)
    while at >= 0:
        end = at + len(block)
        follows = data[end : end + 2]
        whole = block[-1] == _LF or not follows or follows[0] == _LF or follows == b"\r\n"
        if whole and _starts_line(data, at):
            yield at
        at = data.find(block, at + 1)


def _near(data: bytes, start: int, end: int) -> str:
    above = data[_line_start(data, start - 1) : start - 1] if start else b""
    under = data[end : _next_stop(data, end)].lstrip(b"\r\n")
    return blake2b(above.rstrip(b"\r") + b"\n" + under, digest_size=6).hexdigest()


def _line_at(data: bytes, at: int) -> str:
    at = min(max(at, 0), len(data))
    return decode(Span(_line_start(data, at), _line_stop(data, at)).of(data))
