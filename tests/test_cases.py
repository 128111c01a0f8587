r"""Stories as files: a vault, what is done to it, the vault after; adding a test is adding a file.

A story begins with a sentence. `=== path` begins a note; before `=== do` it is how things were,
after it how they are then; what is not told again has not changed. `=== settings folder` is the Tasks
plugin's data.json there. A line of `=== do` is `verb task & task = value`, a task named by `path:line`,
from 1, or by its words. `=== refused` has a piece of each refusal, `=== says` the label of each
command, `=== lists` the words of what still waits. `map` is `alias` of names that name nobody,
`repeats` is `duplicate` of tasks. Of what is in the inbox the verbs take paths; a note
told without a line is gone, and all files are of the 4th of January.

`fix` takes lines by `path:line`, with `was` before it what was wrong there before all, or `all`; its value
is a kind.

In notes `\r`, `\s`, `\t`, `\ufeff`, `\u00a0`, `\u2028` and `\xff` are what an editor would not show or keep; `\c` at the
end of a line is: no line break follows.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from sessions import PLUGIN, Place, waiting

from core.actions.intents import AnyIntent, Fix, SetText
from core.index.rows import TaskRow
from core.path import NotePath
from core.session import Session
from core.spelling import name_id
from core.writing import Outcome
from tui.cli import clustering, inboxing, keeping, paging
from tui.cli.verbs import CLUSTER_VERBS, INBOX_VERBS, LINE_VERBS, NAMING_VERBS, PAGE_VERBS, intent

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))
TODAY = date(2026, 1, 5)
WRITTEN = 1_767_528_000_000_000_000
"""Noon of the day before, UTC, in nanoseconds."""
_ESCAPES = {
    r"\r": b"\r", r"\s": b" ", r"\t": b"\t", r"\ufeff": b"\xef\xbb\xbf", r"\xff": b"\xff",
    r"\u00a0": b"\xc2\xa0", r"\u2028": b"\xe2\x80\xa8",
    "\\c\n": b"",
}  # fmt: skip
_ESCAPE = re.compile("|".join(map(re.escape, _ESCAPES)))
_ABOUT = ("do", "refused", "says", "lists")


@dataclass
class Story:
    before: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    about: dict[str, list[str]] = field(default_factory=dict)
    """What is in the sections that are no notes, line by line."""

    @classmethod
    def told(cls, text: str) -> "Story":
        sentence, *sections = re.split(r"(?m)^=== ", text)
        assert sentence.strip(), "a story begins with a sentence"
        story = cls()
        for section in sections:
            name, _, body = section.partition("\n")
            if name in _ABOUT:
                story.about[name] = body.splitlines()
            else:
                files = story.after if "do" in story.about else story.before
                files[_path(name)] = data_of(body)
        assert "do" in story.about, "nothing is done"
        return story


def _path(name: str) -> str:
    if not name.startswith("settings"):
        return name
    folder = name.removeprefix("settings").strip()
    return f"{folder}/{PLUGIN}" if folder else PLUGIN


def data_of(body: str) -> bytes:
    """The bytes of a note as a story tells them."""
    parts, at = [], 0
    for found in _ESCAPE.finditer(body):
        parts += [body[at : found.start()].encode(), _ESCAPES[found[0]]]
        at = found.end()
    return b"".join([*parts, body[at:].encode()])


def _tasks(session: Session, names: str) -> Iterator[TaskRow]:
    rows = session.snapshot.tasks.values()
    for name in names.split(" & "):
        path, _, line = name.rpartition(":")
        if line.isdecimal():
            found = [row for row in rows if (row.note.path, row.line) == (path, int(line) - 1)]
        else:
            found = [row for row in rows if row.text == name]
        assert len(found) == 1, f"{len(found)} tasks are {name}"
        yield found[0]


def _intent(session: Session, command: str) -> AnyIntent:
    verb, _, rest = command.partition(" ")
    names, equals, value = rest.partition(" = ")
    if verb in _OF_LINES:
        return _OF_LINES[verb](session, rest) or pytest.fail(f"nothing to {verb}")
    if (
        verb in {*PAGE_VERBS, *NAMING_VERBS, "map"}
        or names.endswith("README.md")
        or " --links " in rest
    ):
        return _about_pages(session, verb, names.split(" & "), value if equals else None)
    if verb in {*CLUSTER_VERBS, "repeats"}:
        to, *options = re.split(r"(?:^| )--(?=[a-z])", value)
        to = next(_tasks(session, to)).id if to else None
        ids = [row.id for row in _tasks(session, names)]
        verb = "duplicate" if verb == "repeats" else verb
        wanted = clustering.clusters(session, verb, ids, to, _more(options).choose)
        assert wanted.intent is not None, "all of that is decided"
        return wanted.intent
    if verb in INBOX_VERBS or (verb == "snooze" and session.inbox.find(names.split(" & ")[0])):
        wanted = inboxing.items(session, verb, names.split(" & "), value if equals else None)
        assert wanted.intent is not None, f"nothing in the inbox is {wanted.unknown}"
        return wanted.intent
    rows = tuple(_tasks(session, names))
    if verb == "text":
        return SetText(rows, value)
    return intent(verb, value if equals else None, session.config, TODAY)(rows)


def _more(options: list[str]) -> paging.More:
    """What follows a value: `--links unlink --notes --choose role=Lead --rewrite`."""
    said = [(name, value.strip()) for name, _, value in (one.partition(" ") for one in options)]
    names = {name for name, _ in said}
    links = next((value for name, value in said if name == "links"), None)
    choose = tuple(value for name, value in said if name == "choose")
    return paging.More(links, "notes" in names, choose, "rewrite" in names)


def _fixed(session: Session, rest: str) -> Fix:
    """What is wrong at some lines, or anywhere; a session remembers what was wrong when it was asked first."""
    names, _, kind = rest.partition(" = ")
    rows = session.problems.rows()
    now = [rows.rows[id] for id in rows.ids]
    first = vars(session).setdefault("wrong at first", now)
    wanted = names.removeprefix("was ")
    places = wanted.split(" & ")
    found = [
        one
        for one in (first if wanted != names else now)
        if (wanted == "all" or f"{one.path}:{one.line + 1}" in places) and one.code.startswith(kind)
    ]
    assert found, f"nothing is wrong at {names}"
    return Fix(tuple(found))


_OF_LINES: dict[str, Callable[[Session, str], AnyIntent | None]] = {
    "capture": lambda _, rest: inboxing.capture([rest]).intent,
    "make-task": lambda session, rest: inboxing.make_task(session, rest).intent,
    **dict.fromkeys(LINE_VERBS, _fixed),
}


def _about_pages(session: Session, verb: str, names: list[str], value: str | None) -> AnyIntent:
    if verb in {"keep", "snooze"}:
        wanted = keeping.pages(session, verb, names, value)
    else:
        if verb == "map":
            verb, names = "alias", [name_id(one) for one in names]
        to, *options = re.split(r"(?:^| )--(?=[a-z])", value or "")
        wanted = paging.pages(session, verb, names, to.strip() or None, _more(options))
    assert wanted.intent is not None, f"no page is {wanted.unknown}"
    return wanted.intent


def carry_out(session: Session, command: str) -> Outcome:
    if command == "undo":
        return session.undo()
    if command == "redo":
        return session.redo()
    return session.do(_intent(session, command))


def every(place: Place, command: str) -> dict[str, bytes]:
    """The vault when nothing is left to undo, or redo, in a start of the program of its own."""
    session = place.session(today=TODAY)
    while session.past.undo_label if command == "undo" else session.past.redo_label:
        carry_out(session, command)
    return place.files()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_story_ends_as_it_is_told_and_undo_tells_it_backwards(case: Path, tmp_path: Path) -> None:
    story = Story.told(case.read_text("utf-8"))
    place = Place(tmp_path, {})
    (place.root / PLUGIN).unlink()
    for path, data in story.before.items():
        os.utime(place.root / place.write(path, data), ns=(WRITTEN, WRITTEN))
    folders = _folders(place)
    session = place.session(today=TODAY)
    outcomes = [carry_out(session, command) for command in story.about["do"]]
    told = {path: data for path, data in {**story.before, **story.after}.items() if _is_there(path, data, story)}  # fmt: skip
    assert place.files() == told

    reasons = [one.reason for done in outcomes if done.plan for one in done.plan.refused]
    pieces = story.about.get("refused", [])
    assert len(reasons) == len(pieces)
    assert all(piece in reason for piece, reason in zip(pieces, reasons, strict=True)), reasons
    if "says" in story.about:
        assert [done.label for done in outcomes] == story.about["says"]
    if "lists" in story.about:
        assert waiting(session) == story.about["lists"]
    session.close()

    assert every(place, "undo") == story.before
    assert _folders(place) == folders
    if {"undo", "redo"}.isdisjoint(story.about["do"]):
        assert every(place, "redo") == told


def _is_there(path: str, data: bytes, story: Story) -> bool:
    return bool(data) or path not in story.after


def _folders(place: Place) -> set[str]:
    return {str(one.relative_to(place.root)) for one in place.root.rglob("*") if one.is_dir()}


def test_every_verb_has_a_story() -> None:
    told = {
        command.partition(" ")[0]
        for case in CASES
        for command in Story.told(case.read_text("utf-8")).about["do"]
    }
    assert told == {
        "accept", "reject", "start", "done", "reopen", "owner", "due", "priority", "tag", "text",
        "snooze", "as-before", "undo", "redo", "map", "repeats", *CLUSTER_VERBS, *INBOX_VERBS, *PAGE_VERBS, *NAMING_VERBS,
        *LINE_VERBS,
    }  # fmt: skip


def test_a_story_tells_bytes_that_an_editor_hides() -> None:
    assert data_of("\\ufeffa\\s\\s\\r\nb\\xff\n\\tc\\c\n") == b"\xef\xbb\xbfa  \r\nb\xff\n\tc"
    assert NotePath(_path("settings Work")).startswith("Work/.obsidian/")
