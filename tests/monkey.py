"""Somebody who presses anything: every key of the table, in boxes, while typing, at any size, by mouse too.

What must hold however it goes: nothing raises, no worker stays, `escape` always leads back to the panes,
no character of a note steers the terminal, the index is what the disk says, and when all that was
decided is undone every file has the bytes that it had; when that is done again, those it had then.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path

from demo_vaults import MORNING, content
from desk import open_vault
from piloting import NAMES, Desk, textual_key
from textual import events
from textual.message import Message
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from core.config import Config
from core.errors import Conflict, NothingToUndo
from core.session import Session
from tui.app import WinnowApp
from tui.commands import COMMANDS, Command, Group, key
from tui.keyboard.keys import heard

LEFT_OUT = frozenset(["quit", "suspend", "obsidian", "edit.note"])
"""What would leave the program for another one."""
OFTEN = ("cursor.down", "cursor.down", "cursor.up", "undo", "redo", "mark.toggle", "open", "back")
WORDS = (
    *("plan", "ana", "x", "due:<today", "is:proposed", "owner:me or", "(", "-", "tomorrow", "+3"),
    *("[[", "Ünï", "日本", "🎉", "/a(b/", "in:people", "1", "12", "#tag", "/", "..", "a/b", "ref:"),
)
SIZES = ((110, 30), (80, 24), (200, 60), (40, 10), (39, 9), (1, 1), (120, 36), (60, 12), (500, 200))
LONGEST = 60.0
"""Seconds; whoever waits longer for anything calls it stuck."""


class Failures(list[str]):
    """Workers that failed, as the app hears of them."""

    def hear(self, message: Message) -> None:
        if isinstance(message, Worker.StateChanged) and message.state is WorkerState.ERROR:
            self.append(f"{message.worker.group}: {message.worker.error!r}")


class Monkey:
    """Presses, types, clicks and resizes at random; remembers what."""

    def __init__(self, desk: Desk, rng: random.Random, did: list[str]) -> None:
        self.desk = desk
        self.rng = rng
        self.did = did
        self._acts: Sequence[tuple[int, Callable[[], Awaitable[None]]]] = (
            (45, self.key),
            (8, self.often),
            (22, self.decide),
            (10, self.burst),
            (6, self.word),
            (5, self.click),
            (3, self.wheel),
            (3, self.resize),
            (1, self.paste),
            (2, self.look_away),
            (4, self.escape),
        )

    async def act(self) -> None:
        weights, acts = zip(*self._acts, strict=True)
        await self.rng.choices(acts, weights)[0]()

    @property
    def _heard(self) -> Sequence[Command]:
        here = heard(COMMANDS, self.desk.app.main.place)
        return [each for each in here if each.id not in LEFT_OUT]

    async def _press(self, *keys: str) -> None:
        self.did.append(" ".join(keys))
        await self.desk.pilot.press(*keys)

    def _any_key(self) -> str:
        boxed = not self.desk.on_main or isinstance(self.desk.app.focused, Input)
        if boxed and self.rng.random() < 0.6:
            return self.rng.choice([*"ynaxe1234 ", "enter", "enter", "tab", "down", "up", "backspace", "ctrl+n"])  # fmt: skip
        return textual_key(self.rng.choice(self.rng.choice(self._heard).keys))

    async def key(self) -> None:
        await self._press(NAMES.get(pressed := self._any_key(), pressed))

    async def often(self) -> None:
        id = self.rng.choice(OFTEN)
        await self._press(textual_key(key(id)))

    async def decide(self) -> None:
        """A verb, its answer where it asks for one, and another key before anything was waited for."""
        verbs = [each for each in self._heard if each.group in {Group.DECIDE, Group.CHANGE}]
        await self._press(textual_key(self.rng.choice(self.rng.choice(verbs or self._heard).keys)))
        if self.desk.on_main:
            return
        if self.rng.random() < 0.5:
            await self.desk.settle()
        answer = self.rng.choice(["", "", "1", "y", "tomorrow", "ana", "Cy Zed", "a"])
        await self._press(*(NAMES.get(each, each) for each in answer), self.rng.choice(["enter", "y", "1", "tab"]))  # fmt: skip
        if self.rng.random() < 0.7:
            await self.desk.settle()
            await self._press(self.rng.choice(["enter", "y", "escape"]))

    async def burst(self) -> None:
        """Faster than answers come."""
        keys = [
            NAMES.get(pressed := self._any_key(), pressed) for _ in range(self.rng.randint(2, 9))
        ]
        await self._press(*keys)

    async def word(self) -> None:
        await self._press(*(NAMES.get(each, each) for each in self.rng.choice(WORDS)))

    async def click(self) -> None:
        size = self.desk.app.size
        at = self.rng.randrange(size.width), self.rng.randrange(size.height)
        times = self.rng.choice([1, 1, 2])
        self.did.append(f"click{at}x{times}")
        await self.desk.pilot.click(offset=at, times=times)

    async def wheel(self) -> None:
        size = self.desk.app.size
        x, y = self.rng.randrange(size.width), self.rng.randrange(size.height)
        kind = self.rng.choice([events.MouseScrollDown, events.MouseScrollUp])
        self.did.append(f"wheel({x}, {y})")
        self.desk.app.post_message(
            kind(None, x, y, 0, 0, 0, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y)
        )

    async def resize(self) -> None:
        size = self.rng.choice(SIZES)
        self.did.append(f"size{size}")
        await self.desk.pilot.resize_terminal(*size)

    async def paste(self) -> None:
        self.did.append("paste")
        self.desk.app.post_message(events.Paste("axu\nq\x1b[31m"))

    async def look_away(self) -> None:
        self.did.append("focus")
        self.desk.app.post_message(events.AppBlur())
        self.desk.app.post_message(events.AppFocus())

    async def escape(self) -> None:
        await self._press("escape")


def _sound(desk: Desk, failures: Failures) -> None:
    assert not failures, failures
    assert desk.app._exception is None
    assert not desk.dangerous, desk.dangerous


async def _back(desk: Desk) -> None:
    """Out of everything, by `escape` alone."""
    main = desk.app.main
    for _ in range(15):
        await desk.pilot.press("escape")
        await desk.settle()
        if desk.on_main and not (main.typing or main.here.list.marks or main.here.filter):
            return
    raise AssertionError(desk.app.screen)


def _config(rng: random.Random) -> Config:
    """Somebody's settings."""
    return Config(
        glyphs=rng.choice(["unicode", "ascii"]),
        auto_advance=rng.choice([True, True, False]),
        ledger_in_vault=rng.choice([True, False, False]),
        keep_auto_created=rng.choice([True, False]),
        accept_remove_tags=rng.choice([("#proposed",), (), ("#proposed", "#auto")]),
        confirm_items=rng.choice([1, 20]),
        tasks_order=rng.choice(["learned", "plain"]),
    )


async def _played(
    session: Session,
    rng: random.Random,
    steps: int,
    did: list[str],
    besides: Callable[[], None] = lambda: None,
) -> None:
    failures = Failures()
    app = WinnowApp(
        session, session.config, rng.choice(["tasks", "inbox", "entities", "review"]), "true"
    )
    async with app.run_test(
        size=rng.choice(SIZES[:3]), notifications=True, message_hook=failures.hear
    ) as pilot:
        desk = Desk(app, pilot)
        await desk.settle()
        monkey = Monkey(desk, rng, did)
        for _ in range(steps):
            besides()
            await asyncio.wait_for(monkey.act(), LONGEST)
            if rng.random() < 0.3:
                await asyncio.wait_for(desk.settle(), LONGEST)
                _sound(desk, failures)
        await desk.pilot.resize_terminal(110, 30)
        await asyncio.wait_for(desk.settle(), LONGEST)
        await asyncio.wait_for(_back(desk), LONGEST)
        await asyncio.wait_for(desk.settle(), LONGEST)
        _sound(desk, failures)
        assert not app.jobs.writing


def _agrees(root: Path, session: Session) -> None:
    """What was kept up is what is read anew."""
    anew = open_vault(root, now=MORNING)
    try:
        anew.scan()
        tasks, read = session.snapshot.tasks, anew.snapshot.tasks
        assert tasks.keys() == read.keys()
        assert not [(one, read[id]) for id, one in tasks.items() if not one.reads_as(read[id])]
        notes, found = session.snapshot.notes, anew.snapshot.notes
        other = [path for path in {*notes, *found} if notes.get(path) != found.get(path)]
        assert not other, [(notes.get(path), found.get(path)) for path in other]
        assert session.snapshot.totals == anew.snapshot.totals
    finally:
        anew.close()


def _all(change: Callable[[], object]) -> int:
    """Do something until there is no more of it; how often."""
    times = 0
    with suppress(NothingToUndo):
        while True:
            change()
            times += 1
    return times


async def play(root: Path, seed: str, steps: int) -> int:
    """Let a monkey at a vault, and look what it left; how many changes it made.

    Args:
        root: The vault; it has its bytes again in the end.
        seed: What to do. Threads make it not quite the same each time.
        steps: How many things to do.
    """
    before, did, rng = content(root), list[str](), random.Random(seed)
    session = open_vault(root, now=MORNING, config=_config(rng))
    try:
        await _played(session, rng, steps, did)
        session.rescan()
        _agrees(root, session)
        after = content(root)
        changes = _all(session.undo)
        assert content(root) == before
        for _ in range(changes):  # what was undone before is redone behind these
            session.redo()
        assert content(root) == after
        _all(session.undo)
        _agrees(root, session)
    except BaseException as error:
        error.add_note(f"monkey {seed!r}: … {' | '.join(did[-60:])}")
        raise
    finally:
        session.close()
    assert content(root) == before
    return changes


class Meddler:
    """Another program, that writes lines into notes while somebody works."""

    def __init__(self, root: Path, rng: random.Random) -> None:
        self._root = root
        self._rng = rng
        self.lines: list[bytes] = []

    def act(self) -> None:
        """Now and then."""
        if self._rng.random() < 0.1:
            file = self._rng.choice(sorted(self._root.rglob("*.md")))
            line = b"- [?] foreign %d @Myself #task" % len(self.lines)
            data = file.read_bytes() + b"\n" + line + b"\n"
            if self._rng.random() < 0.5:
                file.write_bytes(data)
            else:
                (new := file.with_suffix(".new")).write_bytes(data)
                new.replace(file)
            self.lines.append(line)

    def check(self) -> None:
        """Nothing that it wrote is lost: decided lines too have their words still."""
        everything = b"\n".join(content(self._root).values())
        words = [line.split(b"] ")[1].split(b" @")[0] + b" " for line in self.lines]
        assert not [one for one in words if one not in everything]


async def play_in_company(root: Path, seed: str, steps: int) -> int:
    """As `play`, while another program writes; how many lines that wrote."""
    did, rng = list[str](), random.Random(seed)
    other = Meddler(root, rng)
    session = open_vault(root, now=MORNING, config=_config(rng))
    try:
        await _played(session, rng, steps, did, other.act)
        session.rescan()
        _agrees(root, session)
        other.check()
        with suppress(Conflict):  # what another program wrote over is kept
            _all(session.undo)
        _agrees(root, session)
        other.check()
    except BaseException as error:
        error.add_note(f"monkey {seed!r} in company: … {' | '.join(did[-60:])}")
        raise
    finally:
        session.close()
    return len(other.lines)
