"""In the invented vault a page renamed there and back, through a session, leaves every byte as it was; so does undo."""

import shutil
from pathlib import Path

import pytest
from demo_vaults import MORNING, content, opened

from core.actions.intents import Merge, Rename, Retype
from core.demo.vault import write_demo
from core.review.items import ReviewRow
from core.session import Session


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("rounds") / "Notes"
    write_demo(str(root), notes=300, today=MORNING.date(), day=True)
    return root


def busiest(session: Session, type: str) -> list[ReviewRow]:
    """Items of the entities of a type with the most notes, which have a page and a name of their own."""
    picture = session.browse.picture()
    identity = picture.directory.identity
    found = [one for one in identity if one.type == type and one.path and one.folder and identity.named(one.name) == (one,)]  # fmt: skip
    found.sort(key=lambda one: (-len(picture.belongings.tasks(one)), one.key))
    return [row for one in found[:3] if (row := session.review.item(one.key))]


@pytest.mark.parametrize("type", ["people", "customer", "projects"])
def test_there_and_back_gives_every_byte_back(demo: Path, tmp_path: Path, type: str) -> None:
    root = tmp_path / "Notes"
    shutil.copytree(demo, root, symlinks=True)
    session = opened(root, tmp_path / "state")
    before = content(root)
    for item in busiest(session, type):
        there = session.do(Rename((item,), "Quite Another"))
        assert there.plan is not None
        assert there.plan.done == (item.key,), there.plan.refused
        assert content(root) != before
        called = session.review.item(item.key.replace(item.name, "Quite Another"))
        assert called is not None
        back = session.do(Rename((called,), item.name))
        assert back.plan is not None
        assert back.plan.done == (called.key,)
        assert content(root) == before
        session.undo()
        session.undo()
        assert content(root) == before


def test_a_merge_and_another_type_are_undone_to_the_byte(demo: Path, tmp_path: Path) -> None:
    root = tmp_path / "Notes"
    shutil.copytree(demo, root, symlinks=True)
    session = opened(root, tmp_path / "state")
    before = content(root)
    one, other, third = busiest(session, "people")
    merged = session.do(Merge((one,), other.key))
    assert merged.entry is not None
    assert session.do(Retype((third,), "projects")).entry is not None
    made = content(root)
    session.undo()
    session.undo()
    assert content(root) == before
    session.redo()
    session.redo()
    assert content(root) == made
