"""Pages are renamed and merged once or not at all, wherever the program is killed, and no foreign line is lost."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from kills import done_once_or_not_at_all
from sessions import Place
from writing import Countdown, calls

from core.actions.intents import AnyIntent, Merge, Rename, TrashPage
from core.errors import WinnowError
from core.review.items import ReviewRow
from core.session import Session

ANA, BO = "Work/People/Ana Ruiz/README.md", "Work/People/Bo Lin/README.md"
NOTES = {
    ANA: b"---\ntype: people\n---\n# Ana Ruiz\n\n[[Bo Lin]]\n",
    "Work/People/Ana Ruiz/2026-01-02 - Talk.md": b"---\nperson: Ana Ruiz\n---\n- [?] call\n",
    BO: b"# Bo Lin\n\n[[Ana Ruiz]]\n",
}
Make = Callable[[tuple[ReviewRow, ...]], AnyIntent]
VERBS: list[Make] = [
    lambda rows: Rename(rows, "Ana Reed"),
    lambda rows: Merge(rows, BO),
    lambda rows: TrashPage(rows, "unlink"),
]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is killed is the program, not the machine: nothing need reach the disk itself."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def wanted(session: Session, make: Make) -> AnyIntent:
    row = session.review.item(ANA)
    assert row is not None
    return make((row,))


@pytest.mark.parametrize("make", VERBS, ids=["rename", "merge", "trash"])
def test_wherever_it_is_killed_it_is_done_once_or_not_at_all(make: Make, tmp_path: Path) -> None:
    done_once_or_not_at_all(tmp_path, NOTES, lambda session: wanted(session, make))


@pytest.mark.parametrize(("at", "make"), enumerate(VERBS, 1), ids=["rename", "merge", "trash"])
def test_no_line_of_another_program_is_lost(at: int, make: Make, tmp_path: Path) -> None:
    for number in range(at, 4000, len(VERBS)):  # the verbs share calls, and each has its third
        place = Place(tmp_path / str(number), NOTES)
        session = place.session()
        session.writing.warm()
        intent = wanted(session, make)
        countdown = Countdown(number, lambda place=place: place.append(BO, b"mine\n"))  # type: ignore[misc]  # as a default it is of its own turn
        try:
            with calls(countdown):
                session.do(intent)
        except WinnowError:
            assert place.read(ANA) == NOTES[ANA]
        session.writing.look_again()
        said = place.files()
        if b"mine\n" not in said[BO]:
            place.remove()
            break
        assert said[BO].count(b"mine\n") == 1, number
        place.remove()
    else:
        pytest.fail("the calls do not end")
