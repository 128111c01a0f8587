"""What the screens look like; each was looked at before it was taken."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from desk import open_vault, write_vault
from textual.pilot import Pilot
from textual.widgets import Input

from core.config import Config
from core.demo import write_demo
from core.session import Session
from tui.app import WinnowApp

Compare = Callable[..., bool]
_HELD = 0.15
"""Seconds after which no key counts as held any more."""


@pytest.fixture(autouse=True)
def _cursors_stand_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Input.cursor_blink, "_default", False)
    monkeypatch.setattr("tui.keyboard.begun._AFTER", 0.01)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    write_demo(str(tmp_path / "Notes"), notes=120, seed=1, today=date(2026, 1, 6))
    return open_vault(tmp_path / "Notes")


def app_on(session: Session, theme: str = "winnow-dark", pane: str = "tasks") -> WinnowApp:
    app = WinnowApp(session, Config(theme=theme), pane)
    app.animation_level = "none"
    return app


def pressing(*keys: str) -> Callable[[Pilot[Any]], Any]:
    async def run(pilot: Pilot[Any]) -> None:
        for key in ("", *keys):
            if key:
                await pilot.press(key)
            await at_rest(pilot)
        await pilot.pause(_HELD)  # what is asked only of the last of many rows
        await at_rest(pilot)

    return run


async def at_rest(pilot: Pilot[Any]) -> None:
    for _ in range(2):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


@pytest.mark.parametrize("theme", ["winnow-dark", "winnow-light", "winnow-contrast"])
def test_tasks_in_our_themes(snap_compare: Compare, session: Session, theme: str) -> None:
    keys = ("j", "j", "space", "space")
    assert snap_compare(app_on(session, theme), terminal_size=(118, 32), run_before=pressing(*keys))


@pytest.mark.parametrize("size", [(200, 60), (80, 24), (59, 20), (39, 9)])
def test_tasks_at_other_sizes(
    snap_compare: Compare, session: Session, size: tuple[int, int]
) -> None:
    assert snap_compare(app_on(session), terminal_size=size, run_before=pressing("j"))


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("help", ("question_mark",)),
        ("palette", ("colon", "t", "h")),
        ("due", ("d", "f", "r", "i")),
        ("confirm", ("V", "x")),
        ("nothing", ("slash", "z", "z", "q")),
        ("inbox", ("1",)),
        ("leader", ("comma",)),
        ("number", ("5",)),
        ("history", ("a", "x", "H")),
    ],
)
def test_boxes_and_panes(
    snap_compare: Compare, session: Session, name: str, keys: tuple[str, ...]
) -> None:
    assert name
    assert snap_compare(app_on(session), terminal_size=(100, 30), run_before=pressing(*keys))


@pytest.mark.parametrize(
    ("size", "keys"),
    [
        ((118, 32), ("asterisk", "right", "right")),
        ((118, 32), ("ctrl+o", "g", "b", "enter", "left", "tab", "enter", "tab")),
        ((80, 24), ("s", "s", "j")),
        ((100, 30), ("ctrl+o", "t", "h", "down")),
    ],
    ids=["backlinks", "page", "small", "jump"],
)
def test_entities(
    snap_compare: Compare, session: Session, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    app = app_on(session, pane="entities")
    assert snap_compare(app, terminal_size=size, run_before=pressing(*keys))


@pytest.mark.parametrize(
    ("size", "keys"),
    [((118, 32), ("slash", *"has", "colon", *"candidates", "enter", "m")), ((80, 24), ("G",))],
    ids=["merge", "names"],
)
def test_the_review(
    snap_compare: Compare, session: Session, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    app = app_on(session, "winnow-light", "review")
    assert snap_compare(app, terminal_size=size, run_before=pressing(*keys))


def test_a_hostile_note(snap_compare: Compare, tmp_path: Path) -> None:
    vault = write_vault(
        tmp_path / "Notes",
        {
            "[/] [red].md": b"---\ntitle: '[@click=app.quit]'\n---\n"
            b"- [?] [red]x[/red] \x1b]0;evil\x07 \xe2\x80\xae bidi \xff @[/b] #task\n"
            b"- [/] half done\n- [x] [link=http://x]y\n"
        },
    )
    app = app_on(open_vault(vault))
    assert snap_compare(app, terminal_size=(100, 20), run_before=pressing("j"))


@pytest.fixture
def day(tmp_path: Path) -> Session:
    today = date(2026, 1, 6)
    write_demo(str(tmp_path / "Notes"), notes=240, seed=1, today=today, day=True, backlog=False)
    return open_vault(tmp_path / "Notes")


@pytest.mark.parametrize(
    ("size", "theme", "keys"),
    [
        ((120, 36), "winnow-dark", ("j", "j", "j", "j", "j")),
        ((120, 36), "winnow-light", (*"jjjjjj", "f")),
        ((80, 24), "winnow-dark", (*"jjjjjj",)),
        ((200, 60), "winnow-dark", ("G", "enter", "j")),
        ((120, 36), "winnow-contrast", (*"jjjjjjjj", "D")),
    ],
    ids=["list", "file", "small", "steps", "copies"],
)
def test_the_inbox(
    snap_compare: Compare, day: Session, size: tuple[int, int], theme: str, keys: tuple[str, ...]
) -> None:
    app = app_on(day, theme, "inbox")
    assert snap_compare(app, terminal_size=size, run_before=pressing(*keys))


def caught_up(*keys: str) -> Callable[[Pilot[Any]], Any]:
    """It is known who says the same, and what the sources say."""

    async def run(pilot: Pilot[Any]) -> None:
        app = pilot.app
        assert isinstance(app, WinnowApp)
        await pressing()(pilot)
        app.jobs.gathering.begin()
        app.triaging.catch_up()
        await pressing(*keys)(pilot)

    return run


@pytest.mark.parametrize(
    ("size", "keys"),
    [((118, 32), ("j", "right", "j")), ((80, 24), ("j",)), ((118, 32), ("j", "b"))],
    ids=["folded", "small", "members"],
)
def test_copies_of_one_proposal(
    snap_compare: Compare, session: Session, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    assert snap_compare(app_on(session), terminal_size=size, run_before=caught_up(*keys))
