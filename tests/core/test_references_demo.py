"""In the invented vault every reference that led somewhere leads there, whatever moves."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from demo_vaults import MORNING, opened
from following_links import TYPES, Change, compare

from core.demo.vault import write_demo
from core.directory import Directory
from core.edit import apply
from core.index.snapshot import Snapshot
from core.path import NotePath, folder_of, name_of
from core.references import moved
from core.session import Session

Moves = dict[NotePath, NotePath]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo") / "Notes"
    write_demo(str(root), notes=400, today=MORNING.date(), day=True)
    return root


def directory_of(session: Session) -> Directory:
    return Directory.of(session.snapshot, TYPES, vault="Notes")


def dated(snapshot: Snapshot, rng: random.Random) -> Moves:
    """Notes of an entity become notes of another, many under another name."""
    homes = sorted({folder_of(row.path) for row in snapshot.notes.values() if row.page})
    own = sorted(row.path for row in snapshot.notes.values() if row.entity and not row.page)
    return {
        path: NotePath(f"{rng.choice(homes)}/{name_of(path)[:-3]}{f' {at}' * (at % 2)}.md")
        for at, path in enumerate(rng.sample(own, 60))
    }


def sources(snapshot: Snapshot, rng: random.Random) -> Moves:
    """Originals get other names, and some what waits in the inbox is filed."""
    old = sorted(path for path in snapshot.others if path.startswith("Sources/"))
    new = sorted(row.path for row in snapshot.notes.values() if row.arrived)
    homes = sorted({folder_of(row.path) for row in snapshot.notes.values() if row.page})
    return {
        **{path: NotePath(f"Sources/Other/T {at}.md") for at, path in enumerate(rng.sample(old, 30)) if path.endswith(".md")},
        **{path: NotePath(f"{rng.choice(homes)}/2026-01-06 - T {at}.md") for at, path in enumerate(new) if path.endswith(".md")},
    }  # fmt: skip


def pages(snapshot: Snapshot, rng: random.Random) -> Moves:
    """Entities are renamed with all that lies in their folders."""
    homes = sorted({folder_of(row.path) for row in snapshot.notes.values() if row.page and row.path.endswith("/README.md")})  # fmt: skip
    moves: Moves = {}
    for number, home in enumerate(rng.sample(homes, 12)):
        for path in sorted({*snapshot.notes, *snapshot.others}):
            if path.startswith(f"{home}/"):
                moves[path] = NotePath(f"{folder_of(NotePath(home))}/Renamed ({number}) é{path.removeprefix(home)}")  # fmt: skip
    return moves


@pytest.mark.parametrize("choose", [dated, sources, pages])
def test_no_reference_leads_elsewhere(
    demo: Path, tmp_path: Path, choose: Callable[[Snapshot, random.Random], Moves]
) -> None:
    session = opened(demo, tmp_path / "state")
    moves = choose(session.snapshot, random.Random(7))
    before = directory_of(session)
    found = moved(before, session.cache, session.note, moves, triaged=session.vault.is_triaged)
    there = tmp_path / "Notes"
    shutil.copytree(demo, there, symlinks=True)
    changed = {*moves, *found.edits}
    kept = {path: (there / path).read_bytes() for path in changed}
    for path in moves:
        (there / path).unlink()
    for path in changed:
        file = there / moves.get(path, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(apply(kept[path], found.edits.get(path, ())))
    notes = {path: session.vault.read(path) for path in session.snapshot.notes}
    made = {moves.get(path, path): (there / moves.get(path, path)).read_bytes() for path in notes}
    now = directory_of(opened(there, tmp_path / "after"))
    assert now.snapshot.notes.keys() == {moves.get(one, one) for one in before.snapshot.notes}

    def as_text(all: dict[NotePath, bytes]) -> dict[str, str]:
        return {str(path): data.decode("utf-8", "surrogateescape") for path, data in all.items()}

    failed = {path for path, _ in found.problems}
    assert len(failed) <= 2, found.problems
    number = compare(Change(before, now, as_text(notes), as_text(made), moves, {}), failed)
    assert number > 300
    assert found.edits
