"""Every system call of every verb fails, is cut short, or is the last one: the next start finds a whole."""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sessions import Place, the
from torture.tally import count
from writing import Countdown, Killed, be_killed, calls, die, fail, in_child

import core.exchange
from core.actions.intents import (
    Accept,
    Archive,
    Done,
    File,
    Fix,
    Reject,
    Reopen,
    SetDue,
    SetOwner,
    SetPriority,
    SetTag,
    SetText,
    Snooze,
    Start,
    Trash,
)
from core.decisions import decide, resume
from core.errors import WinnowError
from core.inbox.items import InboxRow
from core.session import Session
from core.writing import Outcome

Act = Callable[[Session], Outcome]
State = tuple[dict[str, bytes], dict[str, str]]

NOTES = {
    "one.md": b"# Sync\r\n- [?] call @Bo \xf0\x9f\x93\x85 2026-01-09 #task\r\n- [?] call\r\n- [ ] odd \xff",
    "deep/er/two.md": b"- [?] write\n- [?] write\nwords\n- [x] over\n",
    "Odd \udcff name.md": b"- [?] sweep \xf0\x9f\x94\x81 every day\n",
    "pair.md": b"- [?] shared\n",
    "plain.md": b"nothing [[talk]]\n",
    "Inbox/talk.md": b"---\r\ntitle: Talk\r\ndate: '2026-01-03'\r\n---\r\nhello\r\n",
    "Inbox/photo.jpg": b"jpg",
    "People/Ana Ruiz/README.md": b"# Ana Ruiz\n",
}
DAY = date(2026, 2, 3)


def everything(session: Session) -> tuple[Any, ...]:
    return tuple(row for row in session.snapshot.tasks.values() if row.proposed)


def arrived(session: Session) -> tuple[InboxRow, ...]:
    """What is in the inbox, as a screen has listed it before."""
    rows = session.inbox.rows()
    return tuple(rows.rows[id] for id in rows.ids)


ACTS: dict[str, Act] = {
    "accept": lambda session: session.do(Accept(the(session, "sweep"))),
    "reject": lambda session: session.do(Reject(the(session, "sweep"))),
    "start": lambda session: session.do(Start(the(session, "sweep"))),
    "done": lambda session: session.do(Done(the(session, "sweep"))),
    "reopen": lambda session: session.do(Reopen(the(session, "over"))),
    "owner": lambda session: session.do(SetOwner(the(session, "shared"), "Ana Ruiz")),
    "due": lambda session: session.do(SetDue(the(session, "sweep"), DAY)),
    "priority": lambda session: session.do(SetPriority(the(session, "shared"), "high")),
    "tag": lambda session: session.do(SetTag(the(session, "sweep"), "#waiting", present=True)),
    "words": lambda session: session.do(SetText(the(session, "sweep"), "sweep the stairs")),
    "snooze": lambda session: session.do(Snooze(the(session, "sweep"), DAY)),
    "accept all": lambda session: session.do(Accept(everything(session))),
    "fix": lambda session: session.do(Fix(tuple(session.problems.rows().rows.values()))),
    "decide": lambda session: decide(session, "a", Reject(everything(session))),
}
FILING: dict[str, Callable[[Session, tuple[InboxRow, ...]], Outcome]] = {
    "file": lambda session, rows: session.do(File(rows, "People/Ana Ruiz")),
    "file to nobody yet": lambda session, rows: session.do(File(rows, "People/Bo Lin")),
    "archive": lambda session, rows: session.do(Archive(rows)),
    "trash": lambda session, rows: session.do(Trash(rows)),
    "decide to file": lambda session, rows: decide(session, "a", File(rows, "People/Ana Ruiz")),
}
BEFORE_IT: dict[str, tuple[Act, Act]] = {
    "undo": (ACTS["accept all"], Session.undo),
    "undo snooze": (ACTS["snooze"], Session.undo),
    "redo": (lambda session: (ACTS["accept all"](session), session.undo())[1], Session.redo),
    "undo filing": (
        lambda session: FILING["file to nobody yet"](session, arrived(session)),
        Session.undo,
    ),
}
FAULTS: dict[str, tuple[Callable[[], None], bool]] = {
    "EIO once": (fail(errno.EIO), False),
    "ENOSPC for good": (fail(errno.ENOSPC), True),
    "EROFS for good": (fail(errno.EROFS), True),
    "EACCES once": (fail(errno.EACCES), False),
    "killed": (be_killed, False),
}
MAXIMUM = 3000


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is killed is the program, not the machine: nothing need reach the disk itself."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def furnished(folder: Path) -> Place:
    place = Place(folder, NOTES)
    (place.root / "same.txt").hardlink_to(place.root / "pair.md")
    (place.root / "link.md").symlink_to("plain.md")
    (place.root / "deep/er/two.md").chmod(0o640)
    with suppress(OSError):
        os.setxattr(place.root / "deep/er/two.md", "user.kept", b"value")
    return place


def state_of(place: Place) -> State:
    return place.files(), dict(place.unread().context.snoozed)


def attributes(place: Place) -> None:
    assert (place.root / "same.txt").samefile(place.root / "pair.md")
    assert (place.root / "link.md").is_symlink()
    assert stat.S_IMODE((place.root / "deep/er/two.md").stat().st_mode) == 0o640
    with suppress(OSError):
        assert os.getxattr(place.root / "deep/er/two.md", "user.kept") == b"value"


def prepared(folder: Path, name: str) -> tuple[Place, Session, Act]:
    place = furnished(folder)
    if name in BEFORE_IT:
        first, act = BEFORE_IT[name]
        earlier = place.session()
        first(earlier)
        earlier.close()
    else:
        act = ACTS.get(name, Session.undo)
    session = place.session()
    session.writing.warm()
    if name in FILING:
        rows = arrived(session)
        session.browse.prepare()
        return place, session, lambda session: FILING[name](session, rows)
    return place, session, act


def after_the_next_start(place: Place) -> Session:
    session = place.session()
    resume(session)
    session.close()
    assert not [file for file in place.root.rglob("*") if ".winnow" in file.name]
    assert session.writing.troubles == ()
    assert not session.queue.waiting
    attributes(place)
    return session


def outcome_of(session: Session, act: Act) -> bool | None:
    """Whether it says that all is done; `None`: some of it."""
    try:
        outcome = act(session)
    except WinnowError:
        return False
    plan = outcome.plan
    if outcome.left or (plan is not None and ((plan.refused and plan.done) or plan.remarks)):
        return None
    return plan is None or not plan.refused


def is_whole(found: State, before: State, after: State) -> bool:
    """Whether each file is as it was, or as it was to be: what could not be read was left out."""
    names = before[0].keys() | after[0].keys() | found[0].keys()
    return found[1] in (before[1], after[1]) and all(
        found[0].get(name) in (before[0].get(name), after[0].get(name)) for name in names
    )


@pytest.fixture(params=[False, True], ids=["exchange", "plain renames"])
def kernel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that can exchange two names, and one that cannot."""
    if request.param:
        monkeypatch.setattr(core.exchange, "_LIBC", object())


@pytest.mark.usefixtures("kernel")
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", [*ACTS, *FILING, *BEFORE_IT])
def test_whatever_call_goes_wrong(name: str, fault: str, tmp_path: Path) -> None:
    place, session, act = prepared(tmp_path / "told", name)
    before = state_of(place)
    assert outcome_of(session, act)
    session.close()
    after = state_of(place)
    place.remove()
    do, sticky = FAULTS[fault]
    for number in range(1, MAXIMUM):
        folder = tmp_path / str(number)
        place, session, act = prepared(folder, name)
        countdown = Countdown(number, do, sticky=sticky)
        done: bool | None = None
        killed = False
        try:
            with calls(countdown):
                done = outcome_of(session, act)
        except Killed:
            killed = True
        again = after_the_next_start(place)
        found = state_of(place)
        if done is True:
            assert found == after, number
        elif killed or (done is False and name.startswith("decide")):
            assert found in (before, after), number  # what waited in the queue was tried again
        elif done is None:
            assert is_whole(found, before, after), number
        else:
            assert found == before, number
        if found == after and name not in BEFORE_IT:
            again.undo()
            assert state_of(place) == before, number
        place.remove()
        if not countdown.reached:
            break
    else:
        pytest.fail("the calls do not end")
    count("faults injected: a system call fails, or the program is killed there", number - 1)


@pytest.mark.parametrize("name", ["accept all", "undo"])
def test_a_process_that_ends_there(name: str, tmp_path: Path) -> None:
    place, session, act = prepared(tmp_path / "told", name)
    before = state_of(place)
    assert outcome_of(session, act)
    session.close()
    after = state_of(place)
    for number in range(1, MAXIMUM):
        place, session, act = prepared(tmp_path / str(number), name)

        def run(number: int = number, session: Session = session, act: Act = act) -> None:
            with calls(Countdown(number, die)):
                act(session)

        killed = in_child(run) == 9
        after_the_next_start(place)
        assert state_of(place) in ([before, after] if killed else [after]), number
        place.remove()
        if not killed:
            break
    count("faults injected: a system call fails, or the program is killed there", number - 1)


@pytest.mark.parametrize("name", ["accept all", "undo"])
def test_killed_while_it_recovers(name: str, tmp_path: Path) -> None:
    place, session, act = prepared(tmp_path / "told", name)
    before = state_of(place)
    assert outcome_of(session, act)
    session.close()
    after = state_of(place)
    total = 0
    for first in (30, 45, 60, 75, 90):
        for number in range(1, MAXIMUM):
            place, session, act = prepared(tmp_path / f"{first}-{number}", name)
            with suppress(Killed), calls(Countdown(first, be_killed)):
                act(session)
            try:
                with calls(Countdown(number, be_killed)):
                    place.unread().close()
            except Killed:
                killed = True
            else:
                killed = False
            after_the_next_start(place)
            assert state_of(place) in (before, after), (first, number)
            place.remove()
            total += 1
            if not killed:
                break
    count("faults injected: the program is killed again while it recovers", total)


@contextmanager
def writes(take: Callable[[int], int | None]) -> Iterator[None]:
    """Let each write take as many of its bytes as `take` says; `None`: a part of them, and it is killed."""
    real = {name: getattr(os, name) for name in ("write", "pwrite")}

    def passing(name: str) -> Callable[..., int]:
        def call(fd: int, data: bytes, *rest: int) -> int:
            most = take(len(data))
            written: int = real[name](
                fd, bytes(data)[: len(data) // 2 if most is None else most], *rest
            )
            if most is None:
                raise Killed
            return written

        return call

    try:
        for name in real:
            setattr(os, name, passing(name))
        yield
    finally:
        for name, call in real.items():
            setattr(os, name, call)


@pytest.mark.usefixtures("kernel")
@pytest.mark.parametrize("name", [*ACTS, *BEFORE_IT])
def test_writes_that_take_less_than_they_were_given(name: str, tmp_path: Path) -> None:
    place, session, act = prepared(tmp_path / "told", name)
    before = state_of(place)
    assert outcome_of(session, act)
    session.close()
    after = state_of(place)
    for step, most in enumerate((1, 7, 100)):
        place, session, act = prepared(tmp_path / f"short{step}", name)
        with writes(lambda size, most=most: min(size, most)):
            assert outcome_of(session, act)
        after_the_next_start(place)
        assert state_of(place) == after
    for number in range(1, MAXIMUM):
        place, session, act = prepared(tmp_path / str(number), name)
        left = [number]

        def torn(size: int, left: list[int] = left) -> int | None:
            left[0] -= 1
            return None if left[0] == 0 else size

        killed = False
        try:
            with writes(torn):
                act(session)
        except Killed:
            killed = True
        after_the_next_start(place)
        assert state_of(place) in ([before, after] if killed else [after]), number
        place.remove()
        if not killed:
            break
    count(
        "faults injected: a write takes a part of its bytes, or the program is killed in it",
        number + 2,
    )


def meddle(place: Place, kind: str) -> Callable[[], None]:
    file = place.root / "one.md"

    def act() -> None:
        if kind == "append":
            with file.open("ab") as stream:
                stream.write(b"\r\n- theirs")
            return
        if not file.exists():
            return
        data = file.read_bytes()
        match kind:
            case "rename over":
                beside = place.root / "beside.tmp"
                beside.write_bytes(data + b"\r\n- theirs")
                beside.replace(file)
            case "truncate and write":
                file.write_bytes(b"- theirs\r\n" + data)
            case "delete":
                file.unlink()
            case _:
                file.rename(place.root / "elsewhere.txt")

    return act


KINDS = ["append", "rename over", "truncate and write", "delete", "rename away"]


@pytest.mark.parametrize("plain", [False, True], ids=["exchange", "plain renames"])
@pytest.mark.parametrize("kind", KINDS)
def test_another_program_writes_between_any_two_calls(
    kind: str, plain: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if plain and kind.startswith("rename"):
        pytest.skip(
            "without an exchange the call that replaces cannot compare: docs/safety.md says so"
        )
    if plain:
        monkeypatch.setattr(core.exchange, "_LIBC", object())
    for number in range(1, MAXIMUM):
        place = Place(tmp_path / str(number), {"one.md": NOTES["one.md"], "two.md": b"- [?] two\n"})
        session = place.session()
        session.writing.warm()
        countdown = Countdown(number, meddle(place, kind))
        rows = (*the(session, "two"), *(row for row in everything(session) if "@Bo" in row.raw))
        with calls(countdown):
            done = outcome_of(session, lambda session: session.do(Accept(rows)))  # noqa: B023 - called at once
        session.writing.look_again()
        session.close()
        place.unread().close()
        kept = (
            sorted((place.state / "rescued").glob("*"))
            if (place.state / "rescued").exists()
            else []
        )
        file, moved = place.root / "one.md", place.root / "elsewhere.txt"
        notes = [one.read_bytes() for one in (file, moved, *kept) if one.exists()]
        everywhere = b"\n".join(notes)
        if countdown.reached and kind not in {"delete", "rename away"}:
            assert everywhere.count(b"- theirs") == 1 + sum(
                b"- theirs" in one.read_bytes() for one in kept[1:]
            ), number
        if kind == "rename away" and countdown.reached:
            assert not file.exists() or not moved.exists(), number
        if kind != "delete":
            assert b"- [?] call\r\n" in everywhere, number
            assert b"odd \xff" in everywhere, number
            ours = everywhere.count(b"[ ] call @Bo")
            assert ours <= 1 + len(kept), number
            if done:
                assert ours >= 1, number
                assert place.read("two.md") == b"- [ ] two\n"
        assert not [one for one in place.root.rglob("*") if ".winnow" in one.name]
        place.remove()
        if not countdown.reached:
            break
    count("foreign edits injected between two system calls", number - 1)
