"""`main(arguments)` in this process, on a vault of a few literal notes."""

import io
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tui.__main__ import main

SYNC = "Work/People/Ada Quill/2026-01-02 - Sync.md"
SETTINGS = {
    "statusSettings": {
        "coreStatuses": [
            {"symbol": " ", "name": "Todo", "nextStatusSymbol": "/", "type": "TODO"},
            {"symbol": "x", "name": "Done", "nextStatusSymbol": " ", "type": "DONE"},
        ],
        "customStatuses": [
            {"symbol": "/", "name": "In Progress", "nextStatusSymbol": "x", "type": "IN_PROGRESS"},
            {"symbol": "?", "name": "Proposed", "nextStatusSymbol": " ", "type": "TODO"},
            {"symbol": "R", "name": "Rejected", "nextStatusSymbol": "?", "type": "CANCELLED"},
        ],
    },
    "setDoneDate": True,
    "setCancelledDate": True,
}
NOTES = {
    SYNC: """\
---
title: Sync with Ada
date: '2026-01-02'
source_ref: /Users/somebody/Notes/Sources/sync.md
---
# Sync

## Action Items
- [?] Send the deck @Myself 📅 2026-01-09 ⏫ #task #proposed
- [ ?] Book the room @Ada Quill #task
- [x] Count the chairs ✅ 2026-01-01
""",
    "TASKS_INBOX.md": "- [ ] Buy tea\n",
    "Sources/sync.md": "- [?] Said in passing\n",
}


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - any JSON there is
        return json.loads(self.out)


@contextmanager
def alone() -> Iterator[None]:
    """Where there is a second thread nothing is forked: for some dozens of notes that takes most of the time."""
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def run(*arguments: str, stdin: str = "") -> Done:
    """One command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    before, sys.stdin = sys.stdin, io.StringIO(stdin)
    try:
        with redirect_stdout(out), redirect_stderr(err), alone():
            code = main(arguments)
    finally:
        sys.stdin = before
    return Done(code, out.getvalue(), err.getvalue())


class Winnow:
    """A vault, and the command line on it."""

    def __init__(self, folder: Path) -> None:
        self.vault = folder / "Notes"
        self.state = folder / "state"
        plugin = ".obsidian/plugins/obsidian-tasks-plugin/data.json"
        self.write({plugin: json.dumps(SETTINGS), **NOTES})

    def write(self, notes: dict[str, str]) -> None:
        for path, text in notes.items():
            file = self.vault / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode("utf-8", "surrogateescape"))

    def __call__(self, *arguments: str, stdin: str = "") -> Done:
        return run(*self.place, *arguments, stdin=stdin)

    @property
    def place(self) -> list[str]:
        return ["--vault", str(self.vault), "--state", str(self.state), "--today", "2026-01-05"]

    def text(self, path: str = SYNC) -> str:
        return (self.vault / path).read_bytes().decode("utf-8", "surrogateescape")

    def notes(self) -> dict[str, bytes]:
        """Every byte of the vault."""
        files = sorted(file for file in self.vault.rglob("*") if file.is_file())
        return {file.relative_to(self.vault).as_posix(): file.read_bytes() for file in files}

    def id(self, text: str) -> str:
        rows = self("list", "tasks", "is:any", "--json").json
        return next(row["id"] for row in rows if row["text"] == text)


@pytest.fixture
def winnow(tmp_path: Path) -> Winnow:
    return Winnow(tmp_path)
