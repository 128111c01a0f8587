"""A page that many notes link to, called otherwise while the program is killed, the disk fails, or others write."""

import errno
import random
from collections.abc import Callable
from pathlib import Path

from sessions import Place
from writing import Countdown, Killed, be_killed, calls, fail

from core.actions.intents import Rename
from core.decisions import decide, resume
from core.errors import WinnowError
from core.session import Session
from core.writing import Outcome

HOME, NAME, NEW = "Work/People/Ana Ruiz", "Ana Ruiz", "Zoe Ash"
FORMS = (f"see [[{NAME}]]", f"[[{NAME}|her]]", f"- [ ] ask @{NAME} #task", f"[p](/{HOME.replace(' ', '%20')}/README.md)", f"![[{NAME}#Facts]]")  # fmt: skip
THEIRS = b"mine, from elsewhere\n"
FAULTS: dict[str, tuple[Callable[[], None], bool]] = {
    "killed": (be_killed, False),
    "EIO once": (fail(errno.EIO), False),
    "ENOSPC for good": (fail(errno.ENOSPC), True),
}


class Linked:
    """Vaults in which so many notes have so many references to one page."""

    def __init__(self, folder: Path, files: int, references: int) -> None:
        self._folder, self._made = folder, 0
        lines: list[list[str]] = [[] for _ in range(files)]
        for number in range(references):
            lines[number % files].append(FORMS[number // files % len(FORMS)])
        self.notes = {f"{HOME}/README.md": f"# {NAME}\n\n## Facts\n".encode()}
        for number, said in enumerate(lines):
            text = "\n".join([f"Note {number}", *said, ""])
            self.notes[f"Work/Projects/P{number % 7}/2026-01-02 - N{number}.md"] = text.encode()
        place = self.place()
        self.before = place.files()
        count = Countdown(1 << 30, lambda: None)
        with calls(count):
            outcome = rename(place.session())
        assert outcome.plan is not None
        assert outcome.plan.done
        assert sum(outcome.plan.counts.values()) >= references
        self.after = place.files()
        self.calls = (1 << 30) - count._left
        place.remove()

    def place(self) -> Place:
        """One more of them."""
        self._made += 1
        return Place(self._folder / str(self._made), self.notes)

    def sample(self, many: int, seed: int) -> list[int]:
        """Calls of a rename, spread over all of them."""
        step = self.calls / many
        chance = random.Random(seed)
        return [1 + int((one + chance.random()) * step) for one in range(many)]


def rename(session: Session) -> Outcome:
    item = session.review.item(f"{HOME}/README.md")
    assert item is not None
    return decide(session, "a", Rename((item,), NEW))


def broken(linked: Linked, fault: str, number: int) -> None:
    """Let something go wrong at a call; at the next start all is done, or nothing, and undo takes it back."""
    place = linked.place()
    session = place.session()
    do, sticky = FAULTS[fault]
    done, said = False, ""
    try:
        with calls(Countdown(number, do, sticky=sticky)):
            outcome = rename(session)
        done = outcome.entry is not None
        said = " ".join(outcome.plan.remarks if outcome.plan else ())
    except (Killed, WinnowError):
        pass
    again = place.session()
    resume(again)
    found = place.files()
    if said:  # a note could not be read: it is left, and named
        left = [name for name, data in found.items() if data != linked.after.get(name)]
        assert left, (fault, number)
        assert all(name in said and found[name] == linked.before[name] for name in left), left
    else:
        assert found in (linked.before, linked.after), (fault, number)
        assert not done or found == linked.after, (fault, number)
    if found != linked.before:
        again.undo()
        assert place.files() == linked.before, (fault, number)
    again.close()
    place.remove()


def meddled(linked: Linked, number: int, path: str) -> None:
    """Let another program add a line to a note at a call: it stands there afterwards, and what was not done is said."""
    place = linked.place()
    session = place.session()
    countdown = Countdown(number, lambda: place.append(path, THEIRS))
    left: tuple[str, ...] = ()
    refused = False
    try:
        with calls(countdown):
            left = rename(session).left
    except WinnowError:
        refused = True
    session.writing.look_again()
    found = place.files()
    assert found[path].count(THEIRS) == countdown.reached, (number, path)
    found[path] = found[path].replace(THEIRS, b"")
    if refused:
        assert found == linked.before, number
    else:
        others = [name for name, data in found.items() if data != linked.after.get(name)]
        assert not others or (others == [path] and left), (number, others)
    session.close()
    place.remove()
