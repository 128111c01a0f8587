"""Links to what goes become the text that they show; all others stay."""

import pytest
from following_links import after, directory_of, parsed
from hypothesis import given
from hypothesis import strategies as st
from vaults import rows
from written import InMemory

from core.path import NotePath
from core.references import Rewritten
from core.unlinking import unlinked

GONE, PAGE = "a/Old.md", "People/Ann/README.md"


def without(notes: dict[str, str]) -> tuple[dict[str, str], Rewritten]:
    notes = {GONE: "[[n]] [[Old]]\n", PAGE: "---\naliases: [Annie]\n---\n# Ann\n", **notes}
    written = InMemory()
    written.take(rows(path, text) for path, text in notes.items())
    gone = {NotePath(GONE), NotePath(PAGE)}
    found = unlinked(directory_of(notes), written, lambda path: parsed(path, notes[path]), gone)
    made = after(notes, {}, found.edits)
    assert {path: made[path] for path in (GONE, PAGE)} == {path: notes[path] for path in (GONE, PAGE)}  # fmt: skip
    return made, found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a [[Old]] b", "a Old b"),
        ("[[old|shown *so*]] ![[a/Old#Plan]]", "shown *so* Old"),
        ("[[a/Old.md]] [[Ann]] [[People/Ann/README]] [[Annie]]", "Old Ann Ann Annie"),
        ("[the plan](a/Old.md) [](a/Old.md) ![x](<a/Old.md> 'title')", "the plan Old x"),
        ("[![i](p.png)](a/Old.md) [[Other]] [[Old 2]] `[[Old]]` %% [[Old]] %%", "![i](p.png) [[Other]] [[Old 2]] `[[Old]]` %% [[Old]] %%"),
        ("| [[Old\\|x]] | [[Ann]] |", "| x | Ann |"),
        ("- [?] Ask [[Ann]] #task", "- [?] Ask Ann #task"),
        ("---\nup: '[[Old]]'\nwho: [\"[[Ann|A]]\", '[[Other]]']\nsee: [[Old]]\n---\n", "---\nup: 'Old'\nwho: [\"A\", '[[Other]]']\nsee: 'Old'\n---\n"),
        ("---\nup: { { X } }\nwho: '[[Other]]'\n---\n", "---\nup: { { X } }\nwho: '[[Other]]'\n---\n"),
    ],
)  # fmt: skip
def test_what_a_link_showed_stays(old: str, new: str) -> None:
    made, found = without({"n.md": f"{old}\n"})
    assert made["n.md"] == f"{new}\n"
    assert found.problems == ()


@pytest.mark.parametrize(
    "text", ["---\na: { { X } }\nup: '[[Old]]'\n---\n", "[[Old|[]] [x](y)]] [[b]]"]
)
def test_what_cannot_be_is_said(text: str) -> None:
    made, found = without({"n.md": text})
    assert ("[[Old]]" in made["n.md"]) == bool(found.problems)


WORDS = st.sampled_from(["[[Old]]", "[[Ann|a b]]", "[x](a/Old.md)", "[[b]]", "`", "\n", "word", "| ", "![[Old]]", "%%", "[[", "]]", "[", "]("])  # fmt: skip


@given(st.lists(WORDS, max_size=8).map(" ".join))
def test_no_link_to_it_is_left_and_no_other_is_touched(text: str) -> None:
    made, found = without({"n.md": f"{text}\n", "b.md": "x\n"})
    if found.problems:
        assert made["n.md"] == f"{text}\n"
        return
    note = parsed("n.md", made["n.md"])
    targets = [one.target for one in note.links]
    before = [one.target for one in parsed("n.md", f"{text}\n").links]
    assert targets == [one for one in before if one not in {"Old", "Ann", "a/Old.md"}]
