"""What was chosen lately: the newest first, each once, shared by programs, and of no harm where it is lost."""

from pathlib import Path

import pytest

from core.recent import MOST, Recent
from core.records import Unavailable


def test_what_was_chosen_is_known_newest_first_to_every_program(tmp_path: Path) -> None:
    one, other = Recent(str(tmp_path)), Recent(str(tmp_path))
    assert one.ids == ()
    one.choose("a")
    other.choose("b")
    one.choose("a")
    assert one.ids == other.ids == Recent(str(tmp_path)).ids == ("a", "b")


def test_only_so_many_are_remembered_and_the_file_does_not_grow(tmp_path: Path) -> None:
    recent = Recent(str(tmp_path), compact_at=20)
    for number in range(MOST * 3):
        recent.choose(f"{number}")
    assert recent.ids == tuple(f"{number}" for number in reversed(range(MOST * 2, MOST * 3)))
    assert len((tmp_path / "recent.log").read_bytes().splitlines()) <= 21
    assert Recent(str(tmp_path)).ids == recent.ids
    recent.choose("x" * 1000)
    assert recent.ids[0] == f"{MOST * 3 - 1}"


def test_a_file_that_is_no_such_is_said(tmp_path: Path) -> None:
    (tmp_path / "recent.log").mkdir()
    with pytest.raises(Unavailable):
        _ = Recent(str(tmp_path)).ids
    with pytest.raises(Unavailable):
        Recent(str(tmp_path)).choose("a")


def test_damage_costs_only_what_was_damaged(tmp_path: Path) -> None:
    recent = Recent(str(tmp_path))
    for id in "abc":
        recent.choose(id)
    log = tmp_path / "recent.log"
    first, second, third = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(first + second.replace(b"b", b"x") + third)
    assert Recent(str(tmp_path)).ids == ("c", "a")
