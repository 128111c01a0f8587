"""In the invented vault everybody who named a page names it after it was renamed or merged, on the disk."""

import shutil
from pathlib import Path

import pytest
from demo_vaults import MORNING, content, opened, pages_of
from following_links import Change, compare, parsed

from core.actions.page_drafting import PagePlan
from core.actions.pages import merge, rename, retype
from core.demo.vault import write_demo
from core.directory import Directory
from core.edit import Move
from core.entities import Entity
from core.index.build import NAMING
from core.session import Session


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo") / "Notes"
    write_demo(str(root), notes=400, today=MORNING.date(), day=True)
    return root


def busiest(session: Session, type: str, number: int) -> list[Entity]:
    """The entities of a type with the most notes and tasks, which have a page and a folder."""
    picture = session.browse.picture()
    found = [
        one for one in picture.directory.identity if one.type == type and one.path and one.folder
    ]
    alone = [one for one in found if picture.directory.identity.named(one.name) == (one,)]
    return sorted(alone, key=lambda one: (-len(picture.belongings.tasks(one)), one.key))[:number]


def names(path: str, text: str) -> list[str]:
    """Whom a note names: owners, people in its properties, tags."""
    note = parsed(path, text)
    people = [] if note.problems else [one for key in NAMING for one in note.meta.texts(key)]
    tags = [f"#{one}" for one in note.tags if "/" in one and not note.problems]
    return [*people, *tags, *(owner for task in note.tasks for owner in task.owners)]


def whom(directory: Directory, name: str) -> list[str]:
    identity = directory.identity
    found = identity.tagged(name) if name.startswith("#") else identity.named(name)
    return [one.home for one in found]


def check(
    session: Session,
    plan: PagePlan,
    became: dict[str, str],
    into: dict[str, str],
    *,
    retyped: bool = False,
) -> int:
    """Make a plan on the disk, look whom everything names, take it back."""
    root = Path(session.vault.root)
    before, old = content(root), session.browse.picture().directory
    assert plan.transaction is not None
    entry, left = session.writing.writer.commit(plan.transaction, session.now)
    assert left == ()
    made = content(root)
    session.rescan()
    session.index.keep()
    now = session.browse.picture().directory
    moves = {one.path: one.to for one in plan.transaction.changes if isinstance(one, Move)}
    there = {path: before[path].decode("utf-8", "surrogateescape") for path in old.snapshot.notes}
    text = {path: data.decode("utf-8", "surrogateescape") for path, data in made.items()}
    failed = {path for path, _ in plan.problems}
    kept = {path: one for path, one in there.items() if path not in into.values()}
    number = compare(Change(old, now, kept, text, moves, into), failed)
    for path, said in kept.items():
        to = moves.get(path, path)
        if path in failed or to.startswith("."):
            continue
        were, are = names(path, said), names(to, text[to])
        if retyped and to != path:
            continue  # its properties have other keys, so the names another order
        if len(were) > len(are):  # both stood in one list, where one of them stands now
            said_then = {home for one in were if len(was := whom(old, one)) == 1 for home in was}
            meant = {home for one in are for home in whom(now, one)}
            assert {became.get(home, home) for home in said_then} <= meant, path
            continue
        for one, other in zip(were, are, strict=True):
            was = whom(old, one)
            if len(was) == 1:
                number += 1
                assert whom(now, other) == [became.get(was[0], was[0])], (path, one, other)
    session.undo()
    assert content(root) == before
    session.rescan()
    session.index.keep()
    assert entry
    return number


@pytest.mark.parametrize("type", ["people", "customer", "projects"])
def test_a_rename_loses_nobody(demo: Path, tmp_path: Path, type: str) -> None:
    root = tmp_path / "Notes"
    shutil.copytree(demo, root, symlinks=True)
    session = opened(root, tmp_path / "state")
    for entity in busiest(session, type, 3):
        plan = rename(pages_of(session), entity.key, f"Quite Another: {type} é")
        assert len(plan.problems) <= 2, plan.problems
        home = entity.home.rpartition("/")[0] + f"/Quite Another - {type} é"
        assert check(session, plan, {entity.home: home}, {}) > 300
        assert sum(plan.counts.values()) > 3


@pytest.mark.parametrize("type", ["people", "customer", "projects"])
def test_a_merge_loses_nobody(demo: Path, tmp_path: Path, type: str) -> None:
    root = tmp_path / "Notes"
    shutil.copytree(demo, root, symlinks=True)
    session = opened(root, tmp_path / "state")
    one, other, *_ = busiest(session, type, 3)
    plan = merge(pages_of(session), [one.key], other.key)
    assert len(plan.problems) <= 2, plan.problems
    into = {str(one.path): str(other.path)}
    assert check(session, plan, {one.home: other.home}, into) > 300


def test_another_type_loses_nobody(demo: Path, tmp_path: Path) -> None:
    root = tmp_path / "Notes"
    shutil.copytree(demo, root, symlinks=True)
    session = opened(root, tmp_path / "state")
    for entity in busiest(session, "people", 3):
        plan = retype(pages_of(session), [entity.key], "Work/Projects")
        assert len(plan.problems) <= 2, plan.problems
        home = f"Work/Projects/{entity.name}"
        assert check(session, plan, {entity.home: home}, {}, retyped=True) > 300


@pytest.mark.parametrize("type", ["people", "customer", "projects"])
def test_a_name_given_back_gives_every_byte_back(demo: Path, tmp_path: Path, type: str) -> None:
    root = tmp_path / "Notes"
    shutil.copytree(demo, root, symlinks=True)
    session = opened(root, tmp_path / "state")
    before = content(root)
    [entity] = busiest(session, type, 1)
    for key, name in [
        (entity.key, "Quite Another"),
        (entity.key.replace(entity.name, "Quite Another"), entity.title or entity.name),
    ]:
        plan = rename(pages_of(session), key, name)
        assert plan.transaction is not None
        session.writing.writer.commit(plan.transaction, session.now)
        session.rescan()
        session.index.keep()
    assert content(root) == before
