"""A decision carried out by a program that is killed: at every call that changes the disk, once each."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from sessions import Place
from writing import Countdown, Killed, be_killed, changes

from core.actions.intents import AnyIntent
from core.decisions import decide, resume
from core.errors import WinnowError
from core.session import Session

_MOST = 4000


def content(place: Place) -> dict[str, bytes | None]:
    """Every file of a vault; of a folder `None`."""
    return {
        str(one.relative_to(place.root)): one.read_bytes() if one.is_file() else None
        for one in place.root.rglob("*")
    }


def done_once_or_not_at_all(
    folder: Path, notes: Mapping[str, bytes], wanted: Callable[[Session], AnyIntent]
) -> None:
    """Wherever it is killed, the next start leaves the vault as it was or as it was to be, and can undo it."""
    told = Place(folder / "told", notes)
    before = content(told)
    session = told.session()
    decide(session, "a", wanted(session))
    after = content(told)
    assert after != before
    for number in range(1, _MOST):
        place = Place(folder / str(number), notes)
        killed = _is_killed(place.session(), wanted, number)
        again = place.session()
        resume(again)
        assert content(place) in ((before, after) if killed else (after,)), number
        if content(place) == after:
            again.undo()
            assert content(place) == before, number
        again.close()
        place.remove()
        if not killed:
            return
    pytest.fail("the calls do not end")


def _is_killed(session: Session, wanted: Callable[[Session], AnyIntent], number: int) -> bool:
    session.writing.warm()
    intent = wanted(session)
    try:
        with changes(Countdown(number, be_killed)):
            decide(session, "a", intent)
    except Killed:
        return True
    except WinnowError:
        pytest.fail("nothing was in the way")
    return False
