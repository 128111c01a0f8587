"""A history of one vault, walked at random beside a model of two stacks."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from writing import Desk, commit_to, desk, redoing, undoing

from core.edit import Change, Create, Edit, Move, Remember, Transaction, patch
from core.path import NotePath
from core.store import look_again, recover
from core.text import Span, digest

NOTE = b"# Sync\n- [?] one\n- [?] two\n- [?] one\n"
World = tuple[dict[str, bytes], dict[str, str]]


class History(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.desk: Desk = desk(self.folder)
        self.done: list[World] = []
        self.undone: list[World] = []
        self.entries = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @initialize()
    def write(self) -> None:
        for name in ("a.md", "sub/b.md"):
            self.desk.write(name, NOTE)
        self.world = self.seen()

    def seen(self) -> World:
        return self.desk.files(), dict(self.desk.state.items("snooze"))

    def do(self, *changes: Change) -> None:
        self.done.append(self.world)
        self.undone.clear()
        commit_to(self.desk, Transaction("do", changes))
        self.world = self.seen()
        self.entries += 1

    @rule(data=st.data(), new=st.sampled_from([b"", b"x", b"- [ ] one\n", b"\xff\r\n"]))
    def edit_notes(self, data: st.DataObject, new: bytes) -> None:
        changes = []
        for name, old in sorted(self.world[0].items()):
            if name.endswith(".md"):
                start = data.draw(st.integers(0, len(old)))
                end = data.draw(st.integers(start, min(len(old), start + 12)))
                edit = Edit(Span(start, end), old[start:end], new)
                changes.append(patch(NotePath(name), old, [edit]))
        self.do(*changes)

    @rule(name=st.sampled_from(["new.md", "x/y/new.md", "sub/new.md"]))
    def make_a_note(self, name: str) -> None:
        if name not in self.world[0]:
            self.do(Create(NotePath(name), b"- [?] new\n"))

    @rule(to=st.sampled_from(["moved.md", "sub/moved.md", "z/moved.md"]), data=st.data())
    def move_a_note(self, to: str, data: st.DataObject) -> None:
        if to not in self.world[0]:
            files = sorted(name for name in self.world[0] if name.endswith(".md"))
            name = data.draw(st.sampled_from(files))
            self.do(Move(NotePath(name), NotePath(to), digest(self.world[0][name])))

    @rule(key=st.sampled_from("ab"), value=st.none() | st.sampled_from(["1", "2"]))
    def remember(self, key: str, value: str | None) -> None:
        self.do(Remember("snooze", key, self.world[1].get(key), value))

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        self.undone.append(self.world)
        commit_to(self.desk, undoing(self.desk))
        self.world = self.done.pop()
        self.entries += 1

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        self.done.append(self.world)
        commit_to(self.desk, redoing(self.desk))
        self.world = self.undone.pop()
        self.entries += 1

    @rule()
    def restart(self) -> None:
        self.desk = desk(self.folder)
        assert recover(self.desk.vault, self.desk.journal, self.desk.state).problems == ()

    @rule()
    def look(self) -> None:
        assert look_again(self.desk.vault, self.desk.journal, self.desk.state, last=True) == ()

    @invariant()
    def notes_are_what_the_stacks_say(self) -> None:
        assert self.seen() == self.world
        assert (self.desk.journal.to_undo() is None) == (not self.done)
        assert (self.desk.journal.to_redo() is None) == (not self.undone)
        assert len(self.desk.journal.entries()) == self.entries
