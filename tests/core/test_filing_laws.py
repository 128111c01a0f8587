"""Laws of the inbox's verbs, on invented items: no byte is lost, nothing is overwritten, everything comes back."""

import os
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sessions import Place

from core.actions.intents import Archive, File, InboxIntent, MakeNote, Trash
from core.parse.frontmatter import parse_frontmatter

ANA, ACME, NEW = "Work/People/Ana Ruiz", "Work/Customers/Acme", "Work/Projects/Weir"
TODAY = date(2026, 1, 5)
FIXED = {
    f"{ANA}/README.md": b"# Ana Ruiz\n\n[[talk]] [[Inbox/talk]] ![[photo.jpg]] [x](../../../Inbox/a%20b.md)\n",
    f"{ACME}/README.md": b"---\ntype: customer\n---\n# Acme\n",
    f"{ANA}/2026-01-02 - Call.md": b"---\nperson: Ana Ruiz\nsource_ref: /x/Inbox/talk.md\ntags: [type/people, person/ana-ruiz]\n---\n- [?] ring\n",
}  # fmt: skip
NAMES = st.sampled_from(
    ["talk.md", "Talk.MD", "photo.jpg", "a b.md", "tälk.md", "x.txt", "Email/talk.md", "Email/y.md"]
)
HEADS = st.sampled_from(
    [
        b"", b"---\n---\n", b"---\ntitle: Weir\n---\n", b"---\r\ntitle: 'Weir: two'\r\ndate: 2026-01-03\r\n---\r\n",
        b"---\ntags: [a, b]\ntype: transcript\n---\n", b'---\ntags:\n  - "x"\nperson: ""\n---\n', b"---\nbroken: [\n---\n",
        b"\xef\xbb\xbf---\ntitle: Bom\n---\n", b"\xef\xbb\xbf", b"---\ntitle: open",
    ]
)  # fmt: skip
BODIES = st.sampled_from(
    [b"", b"# Weir\n\n[[photo.jpg]]\n", b"# Re: Weir\r\r- Exported: 2026-01-04\r- Messages: 1\r", b"\xff\x00", b"- [?] a\n[[talk]]"]
)  # fmt: skip
FILES = st.dictionaries(NAMES, st.builds(bytes.__add__, HEADS, BODIES), min_size=1, max_size=4)
ACTS = st.sampled_from(["file ana", "file acme", "file new", "archive", "trash", "note"])


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No power is cut here: nothing need reach the disk itself."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def intent(act: str, rows: tuple) -> InboxIntent:  # type: ignore[type-arg]  # of rows
    match act.split():
        case ["file", whom]:
            return File(rows, {"ana": ANA, "acme": ACME, "new": NEW}[whom])
        case ["archive"]:
            return Archive(rows)
        case ["trash"]:
            return Trash(rows)
        case _:
            return MakeNote(rows, ANA)


def body(data: bytes) -> bytes:
    return data[parse_frontmatter(data).body :]


def everything(place: Place) -> dict[str, bytes | None]:
    return {
        str(one.relative_to(place.root)): one.read_bytes() if one.is_file() else None
        for one in place.root.rglob("*")
    }


def check(
    before: dict[str, bytes | None], after: dict[str, bytes | None], waiting: set[str]
) -> None:
    """Only what waited went anywhere, and every text that names nothing is still to be found."""
    gone = {path for path, data in before.items() if data is not None and path not in after}
    assert gone <= waiting
    bodies = [body(data) for data in after.values() if data is not None]
    for path, data in before.items():
        if data is not None and b"[[" not in data and b"](" not in data:
            assert body(data) in bodies, path


@given(FILES, st.lists(ACTS, min_size=1, max_size=3))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_filed_nothing_is_lost_and_everything_comes_back(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes], acts: list[str]
) -> None:
    place = Place(tmp_path_factory.mktemp("filed"), FIXED)
    for name, data in files.items():
        place.write(f"Inbox/{name}", data)
    states = [everything(place)]
    session = place.session(today=TODAY)
    for act in acts:
        rows = session.inbox.rows()
        waiting = tuple(rows.rows[id] for id in rows.ids if rows.rows[id].path.startswith("Inbox/"))
        outcome = session.do(intent(act, waiting))
        assert outcome.plan
        told = [*outcome.plan.done, *outcome.plan.unchanged]
        told += [one.id for one in outcome.plan.refused]
        assert (outcome.left, sorted(told)) == ((), sorted(row.id for row in waiting))
        after = everything(place)
        check(states[-1], after, {row.path for row in waiting})
        if outcome.entry is not None:
            states.append(after)
    for state in reversed(states[:-1]):
        session.undo()
        assert everything(place) == state
    for state in states[1:]:
        session.redo()
        assert everything(place) == state
    session.close()
