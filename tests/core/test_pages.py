"""Whoever named a page names it still when it is called otherwise, or has become a part of another."""

import pytest
from following_links import Change, compare, directory_of, parsed
from hypothesis import assume, given
from hypothesis import strategies as st
from paged import done, pages_of
from strategies import notes as hostile
from vaults import PATHS

from core.actions.page_drafting import PagePlan
from core.actions.pages import merge, rename, retype
from core.edit import Move
from core.errors import Refused
from core.index.build import NAMING
from core.path import NotePath

ANA, BEA = "Work/People/Ana Ruiz", "Work/People/Bea Ruiz"
PAGE = f"{ANA}/README.md"
TEXT = "---\ntype: people\ntitle: Ana Ruiz\ntags:\n- type/people\n- person/ana-ruiz\n---\n# Ana Ruiz\n\n## Facts\n\n- One\n"
NEW = "Ana Díaz"


def renamed(text: str, *, at: str = "note.md", name: str = NEW, **more: str) -> str:
    """What a note reads after Ana Ruiz got another name."""
    notes = {PAGE: TEXT, at: text, "Work/People/Ana Ruiz-Soto/README.md": "# Ana Ruiz-Soto\n"}
    notes |= {path.replace("__", "/"): said for path, said in more.items()}
    made, _ = everything(notes, name)
    return made[at]


def everything(notes: dict[str, str], name: str = NEW) -> tuple[dict[str, str], PagePlan]:
    plan = rename(pages_of(notes), PAGE, name)
    return done(notes, plan.transaction), plan


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[[Ana Ruiz]] [[Ana Ruiz|A]] [[Ana Ruiz#Facts]] ![[Ana Ruiz]]\n", "[[Ana Díaz]] [[Ana Díaz|A]] [[Ana Díaz#Facts]] ![[Ana Díaz]]\n"),
        ("[[Work/People/Ana Ruiz/README|Ana Ruiz]]\n", "[[Work/People/Ana Díaz/README|Ana Ruiz]]\n"),
        ("[a](Work/People/Ana%20Ruiz/README.md) [b](<Work/People/Ana Ruiz/README.md>)\n", "[a](Work/People/Ana%20Díaz/README.md) [b](<Work/People/Ana Díaz/README.md>)\n"),
        ("| a | [[Ana Ruiz\\|A]] |\n", "| a | [[Ana Díaz\\|A]] |\n"),
        ("- [ ] Ask @Ana Ruiz 📅 2026-01-05 #task\n", "- [ ] Ask @Ana Díaz 📅 2026-01-05 #task\n"),
        ("- [x] Ask @Ana Ruiz (she knows) #task\n", "- [x] Ask @Ana Díaz (she knows) #task\n"),
        ("- [?] Ask @Bo Lin @ana ruiz #task #person/ana-ruiz\n", "- [?] Ask @Bo Lin @Ana Díaz #task #person/ana-diaz\n"),
        ("- [ ] Ask @Ana Ruiz-Soto, @Ana Ruizz and Ana Ruiz\n", "- [ ] Ask @Ana Ruiz-Soto, @Ana Ruizz and Ana Ruiz\n"),
        ("see #person/ana-ruiz, `#person/ana-ruiz` #project/ana-ruiz\n", "see #person/ana-diaz, `#person/ana-ruiz` #project/ana-ruiz\n"),
        ("---\nparticipants:\n- Bo Lin\n- Ana Ruiz\ntags: [x, person/ana-ruiz]\nperson: 'Ana Ruiz'\n---\n",
         "---\nparticipants:\n- Bo Lin\n- Ana Díaz\ntags: [x, person/ana-diaz]\nperson: 'Ana Díaz'\n---\n"),
        ('---\nparticipants: ["Ana Ruiz (last name unknown)", Ana Ruiz]\n---\n', '---\nparticipants: ["Ana Díaz (last name unknown)", Ana Díaz]\n---\n'),
        ("---\nwho: '[[Ana Ruiz]]'\nperson: Ana Ruiz\n---\n[[Ana Ruiz]]\n", "---\nwho: '[[Ana Díaz]]'\nperson: Ana Díaz\n---\n[[Ana Díaz]]\n"),
        ("```tasks\npath includes Ana Ruiz\nnot done\n```\n", "```tasks\npath includes Ana Díaz\nnot done\n```\n"),
        ("```tasks\npath includes People/Ana Ruiz/\nPATH does not include Work/People/ana ruiz/README.md\n```\n",
         "```tasks\npath includes People/Ana Díaz/\nPATH does not include Work/People/Ana Díaz/README.md\n```\n"),
        ("```tasks\r\npath includes Ana Ruiz\r\n```\r\n", "```tasks\r\npath includes Ana Díaz\r\n```\r\n"),
        ('```dataview\nTASK FROM "Work/People/Ana Ruiz" OR "Ana Ruiz"\nWHERE contains(text, "Ana Ruiz")\n```\n',
         '```dataview\nTASK FROM "Work/People/Ana Díaz" OR "Ana Díaz"\nWHERE contains(text, "Ana Ruiz")\n```\n'),
        ("```text\npath includes Ana Ruiz\n[[Ana Ruiz]]\n```\n%% [[Ana Ruiz]] %%\n", "```text\npath includes Ana Ruiz\n[[Ana Ruiz]]\n```\n%% [[Ana Ruiz]] %%\n"),
        ("```tasks\npath includes Ana Ruiz-Soto\npath includes Other/Ana Ruiz\npath includes Ana\n```\n",
         "```tasks\npath includes Ana Ruiz-Soto\npath includes Other/Ana Ruiz\npath includes Ana\n```\n"),
        ("Ana Ruiz said so, **With**: Ana Ruiz\n", "Ana Ruiz said so, **With**: Ana Ruiz\n"),
    ],
)  # fmt: skip
def test_every_form_follows_a_new_name(old: str, new: str) -> None:
    assert renamed(old) == new


def test_the_folder_goes_along_and_an_equal_title_and_heading_change() -> None:
    notes = {
        PAGE: TEXT,
        f"{ANA}/2026-01-02 - Ana Ruiz.md": "---\nperson: Ana Ruiz\n---\n[up](README.md)\n",
        f"{ANA}/more/deep.md": "[[../README]]\n",
        "n.md": "[[2026-01-02 - Ana Ruiz]] [[Ana Ruiz/2026-01-02 - Ana Ruiz]]\n",
    }
    made, plan = everything(notes)
    home = "Work/People/Ana Díaz"
    assert made == {
        f"{home}/README.md": TEXT.replace("Ana Ruiz", NEW).replace("ana-ruiz", "ana-diaz"),
        f"{home}/2026-01-02 - Ana Ruiz.md": "---\nperson: Ana Díaz\n---\n[up](README.md)\n",
        f"{home}/more/deep.md": "[[../README]]\n",
        "n.md": "[[2026-01-02 - Ana Ruiz]] [[Ana Díaz/2026-01-02 - Ana Ruiz]]\n",
    }
    assert plan.problems == ()
    back = rename(pages_of(made), f"{home}/README.md", "Ana Ruiz")
    assert done(made, back.transaction) == notes


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (PAGE, "---\ntitle: The boss\n---\n# Boss\n"),
        (PAGE, "no heading\n"),
        (PAGE, "---\ntitle: { { X } }\n---\n# Other\n"),
        ("Work/People/Ana Ruiz.md", "# Ana, called so\n"),
    ],
)
def test_another_title_stays(page: str, text: str) -> None:
    plan = rename(pages_of({page: text}), page, NEW)
    made = done({page: text}, plan.transaction)
    assert made == {page.replace("Ana Ruiz", NEW): text}


def test_a_name_that_no_file_can_have_stays_the_title() -> None:
    made, _ = everything({PAGE: TEXT, "n.md": "[[Ana Ruiz]] [[Ana Ruiz|A]]\n- [ ] x @Ana Ruiz\n"}, "Ana: R/D")  # fmt: skip
    assert "title: 'Ana: R/D'" in made["Work/People/Ana - R-D/README.md"]
    assert made["n.md"] == "[[Ana - R-D]] [[Ana - R-D|A]]\n- [ ] x @Ana: R/D\n"


def test_another_case_is_the_same_page() -> None:
    made, plan = everything({PAGE: TEXT, "n.md": "[[Ana Ruiz]] @x\n- [ ] a @Ana Ruiz\n"}, "ana RUIZ")  # fmt: skip
    assert "# ana RUIZ" in made["Work/People/ana RUIZ/README.md"]
    assert made["n.md"] == "[[Ana Ruiz]] @x\n- [ ] a @ana RUIZ\n"
    assert plan.problems == ()


def test_tables_of_other_names_follow() -> None:
    notes = {
        PAGE: TEXT,
        "Work/People/_MANIFEST.md": "| Name | Role | Aliases |\n|---|---|---|\n| Ana Ruiz | lead | Annie |\n| Bo | x | B |\n",
        "n.md": "- [ ] x @Annie #task\n",
    }
    others = {"aliases.yaml": "people:\n  'Ana Ruiz': [Anita]\n  Bo: [Bobby]\n"}
    plan = rename(pages_of(notes, others), PAGE, NEW)
    made = done({**notes, **others}, plan.transaction)
    assert "| Ana Díaz | lead | Annie |\n| Bo | x | B |" in made["Work/People/_MANIFEST.md"]
    assert made["aliases.yaml"] == "people:\n  'Ana Díaz': [Anita]\n  Bo: [Bobby]\n"
    assert made["n.md"] == notes["n.md"]
    assert plan.counts["tables"] == 2


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "no name"), ("///", "no name"), ("..", "no name"), ("  ", "no name"),
        ("Bea Ruiz", "already"), ("bea RUIZ", "already"), ("Bibi", "already"),
    ],
)  # fmt: skip
def test_names_that_cannot_be_are_refused(name: str, says: str) -> None:
    notes = {PAGE: TEXT, f"{BEA}/README.md": "---\naliases: [Bibi]\n---\n# Bea Ruiz\n"}
    with pytest.raises(Refused, match=says):
        rename(pages_of(notes), PAGE, name)


def test_what_is_called_so_already_is_left() -> None:
    assert rename(pages_of({PAGE: TEXT}), PAGE, " Ana  Ruiz ").transaction is None
    with pytest.raises(Refused, match="any more"):
        rename(pages_of({PAGE: TEXT}), "nowhere.md", "X")


def test_what_cannot_be_written_is_said() -> None:
    notes = {
        PAGE: TEXT,
        "n.md": "---\na: { { B } }\nparticipants: [Ana Ruiz]\nperson: Ana Ruiz\n---\n[[Ana Ruiz]]\n",
    }
    made, plan = everything(notes)
    assert made["n.md"].endswith("person: Ana Ruiz\n---\n[[Ana Díaz]]\n")
    assert [path for path, _ in plan.problems] == ["n.md"]


def test_what_is_out_of_scope_is_left_and_said() -> None:
    others = {
        "Sources/a.md": "---\nentities:\n  people: ['[[Ana Ruiz]]']\n---\n",
        "Sources/b.md": "Ana Ruiz said so\n",
        "Sources/c.md": "[x](/Work/People/Ana%20Ruiz/README.md)\n",
        "Sources/d.md": "#person/ana-ruiz\n",
        "Sources/e.png": "[[Ana Ruiz]]",
    }
    plan = rename(pages_of({PAGE: TEXT}, others), PAGE, NEW)
    assert [path for path, _ in plan.problems] == ["Sources/a.md", "Sources/c.md", "Sources/d.md"]
    made = done({PAGE: TEXT, **others}, plan.transaction)
    assert {path: made[path] for path in others} == others


def test_what_is_remembered_of_a_page_goes_with_it() -> None:
    plan = rename(pages_of({PAGE: TEXT}, remembered={PAGE: "until 2026-02-01"}), PAGE, NEW)
    assert plan.transaction is not None
    found = [(one.key, one.after) for one in plan.transaction.changes if hasattr(one, "key")]
    assert found == [(PAGE, None), ("Work/People/Ana Díaz/README.md", "until 2026-02-01")]


ANN = "Work/People/Ann"
ANN_PAGE = f"{ANN}/README.md"
CY_PAGE = "Work/People/Cy/README.md"
ANN_TEXT = """\
---
type: people
title: Ann
email: ann@x.example
role: Lead
company: Acme
aliases: [Annie]
tags:
- type/people
- needs-review
- person/ann
- vip
---
# Ann

Came with the pilot.

## Key Facts
- Likes the blue plan
- Leads the pilot with 3 people
- Has not signed
- [[Ann/2026-01-03 - Talk]]

## Recent Context

- 2026-01-05: Met in the yard
- 2026-01-03: Talked
- 2025-12-01: Wrote first

## Open Tasks

```tasks
path includes Ann
not done
```

- [ ] Send the deck @Ann

## Hobbies

- Rowing
  - at dawn
"""
ANA_TEXT = """\
---
type: people
title: Ana Ruiz
role: Engineer
email:
tags:
- type/people
- person/ana-ruiz
---
# Ana Ruiz

## Key Facts
- Likes the blue plan
- Leads the pilot with 3 people since autumn
- Has signed
## Recent Context
- 2026-01-04: Called
- 2026-01-03: Talked

## Open Tasks

```tasks
path includes Ana Ruiz
not done
```
"""
MERGED = """\
---
type: people
title: Ana Ruiz
role: Engineer
email: ann@x.example
tags:
- type/people
- person/ana-ruiz
- vip
company: Acme
aliases:
- Ann
- Annie
---
# Ana Ruiz

Came with the pilot.

## Key Facts
- Likes the blue plan
- Leads the pilot with 3 people since autumn
- Has signed
- Has not signed
- [[Ana Ruiz/2026-01-03 - Talk]]
## Recent Context
- 2026-01-05: Met in the yard
- 2026-01-04: Called
- 2026-01-03: Talked
- 2025-12-01: Wrote first

## Open Tasks

```tasks
path includes Ana Ruiz
not done
```
- [ ] Send the deck @Ana Ruiz

## Hobbies

- Rowing
  - at dawn
"""


def test_a_page_is_merged_into_another() -> None:
    notes = {
        PAGE: ANA_TEXT,
        ANN_PAGE: ANN_TEXT,
        f"{ANN}/2026-01-03 - Talk.md": "---\nperson: Ann\ntags: [person/ann]\n---\n**Person**: [[Ann]] [p](README.md)\n",
        f"{ANN}/2026-01-04 - Call.md": "x\n",
        f"{ANA}/2026-01-04 - Call.md": "y\n",
        "n.md": "[[Ann]] [[2026-01-03 - Talk]] [[Ann/2026-01-04 - Call|c]]\n- [ ] x @Ann\n- [ ] y @Annie\n",
    }
    plan = merge(pages_of(notes, remembered={ANN_PAGE: "until 2026-02-01"}), [ANN_PAGE], PAGE)
    made = done(notes, plan.transaction)
    assert made[PAGE] == MERGED
    assert made[f".trash/{ANN_PAGE}"] == ANN_TEXT
    assert made[f"{ANA}/2026-01-03 - Talk.md"] == (
        "---\nperson: Ana Ruiz\ntags: [person/ana-ruiz]\n---\n**Person**: [[Ana Ruiz]] [p](README.md)\n"
    )
    assert made[f"{ANA}/2026-01-04 - Call 2.md"] == "x\n"
    assert made["n.md"] == (
        "[[Ana Ruiz]] [[2026-01-03 - Talk]] [[Ana Ruiz/2026-01-04 - Call 2|c]]\n- [ ] x @Ana Ruiz\n- [ ] y @Annie\n"
    )
    assert [(one.key, one.stays, one.other) for one in plan.clashes] == [("role", "Engineer", "Lead")]  # fmt: skip
    assert [one.text for one in plan.folded] == [
        "- Likes the blue plan",
        "- Leads the pilot with 3 people",
        "- 2026-01-03: Talked",
        "```tasks\npath includes Ana Ruiz\nnot done\n```",
    ]
    assert plan.problems == ()


def test_what_was_chosen_of_a_clash_is_said() -> None:
    notes = {PAGE: ANA_TEXT, ANN_PAGE: ANN_TEXT}
    plan = merge(pages_of(notes), [ANN_PAGE], PAGE, {"role": "Lead"})
    assert "role: Lead\n" in done(notes, plan.transaction)[PAGE]


def test_a_folder_without_a_page_leaves_its_name() -> None:
    notes = {PAGE: "# Ana Ruiz\n", "Work/People/Ann/2026-01-02 - Talk.md": "x\n"}
    made = done(notes, merge(pages_of(notes), ["Work/People/Ann"], PAGE).transaction)
    assert made[PAGE] == "---\naliases:\n- Ann\n---\n# Ana Ruiz\n"
    assert made[f"{ANA}/2026-01-02 - Talk.md"] == "x\n"


@pytest.mark.parametrize(
    ("stays", "goes", "then"),
    [
        ("", "industry: _Unknown_\n", ""),
        ("industry:\n", "industry: _Unknown_\n", "industry:\n"),
        ("industry: Lamps\n", "industry: TBD\n", "industry: Lamps\n"),
        ("industry: _Unknown_\n", "industry: Lamps\n", "industry: Lamps\n"),
        ("industry: _Unknown_\n", "industry: n/a\n", "industry: _Unknown_\n"),
        ("also: [a]\n", "also: [_Unknown_, b]\n", "also: [a, b]\n"),
    ],
)
def test_what_a_template_left_is_not_taken_from_a_page_and_gives_way(
    stays: str, goes: str, then: str
) -> None:
    notes = {
        PAGE: f"---\ntype: people\n{stays}---\n# Ana Ruiz\n",
        ANN_PAGE: f"---\ntype: people\n{goes}---\n# Ann\n",
    }
    plan = merge(pages_of(notes), [ANN_PAGE], PAGE)
    assert not plan.clashes
    assert done(notes, plan.transaction)[PAGE].split("aliases")[0] == f"---\ntype: people\n{then}"


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        (PAGE, PAGE, "itself"),
        (PAGE, "Work/Projects/Pilot/README.md", "type"),
        (PAGE, "Work/People/Bare", "no page"),
        (PAGE, "Work/People/Flat.md", "no folder"),
        (PAGE, "Work/People/Torn/README.md", "cannot be merged"),
        ("nobody", PAGE, "any more"),
    ],
)
def test_what_cannot_be_merged_is_refused(one: str, other: str, says: str) -> None:
    notes = {
        PAGE: TEXT,
        f"{ANA}/2026-01-02 - a.md": "x\n",
        "Work/Projects/Pilot/README.md": "# Pilot\n",
        "Work/People/Bare/2026-01-02 - b.md": "x\n",
        "Work/People/Flat.md": "# Flat\n",
        "Work/People/Torn/README.md": "---\na: { { X } }\n---\n",
    }
    with pytest.raises(Refused, match=says):
        merge(pages_of(notes), [one], other)


LINES = st.sampled_from(
    ["- one", "- one two", "- 2026-01-02: met", "- 2026-01-05: met", "- [ ] do it @Ann #task", "- [x] do it",
     "plain words", "  - below", "", "## Facts", "## Other", "### Deep", "```tasks", "```", "| a | b |", "|---|---|",
     "_Unknown_", "- see [[Ann]]", "1. first", "> quoted", "# Top", "\t- tab"]
)  # fmt: skip
BODIES = st.lists(LINES, max_size=10).map("\n".join)


@given(BODIES, BODIES, BODIES, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_no_line_is_lost_that_was_not_shown(
    one: str, other: str, third: str, end: str, last: bool
) -> None:
    notes = {
        PAGE: f"---\ntitle: Ana Ruiz\n---\n# Ana Ruiz\n{one}{chr(10) * last}".replace("\n", end),
        ANN_PAGE: f"# Ann\n{other}\n",
        CY_PAGE: f"# Cy\n{third}\n",
    }
    try:
        plan = merge(pages_of(notes), [ANN_PAGE, CY_PAGE], PAGE)
    except Refused:
        assert "```" in f"{one}{other}{third}"  # an open fence would swallow what comes behind it
        return
    made = done(notes, plan.transaction)
    lines = [as_before(line) for line in made[PAGE].split("\n")]
    shown = [as_before(line) for one in plan.folded for line in one.text.split("\n")]
    for line in f"{other}\n{third}".split("\n"):
        assert line.startswith("#") or not line.strip() or line in lines or line in shown
    heads = {
        line.strip("# ")
        for text in (other, third)
        for line in text.split("\n")
        if line.startswith("## ")
    }
    assert heads <= {line.strip("# \r") for line in made[PAGE].split("\n")}
    kept = iter(lines[lines.index("# Ana Ruiz") :])
    for line in one.split("\n"):
        assert any(line == found for found in kept)


def as_before(line: str) -> str:
    """A line as it read before the names in it changed; in code they do not."""
    line = line.rstrip("\r")
    return line.replace("[[Ana Ruiz]]", "[[Ann]]").replace("@Ana Ruiz", "@Ann")


SAID = st.lists(
    st.sampled_from(
        ["[[Ada Quill]]", "[[Bo]]", "[[Bo Lin]]", "[[Ada]]", "[x](README.md)", "[[Contacts/Bo/README]]", "[[Ox, Inc.]]",
         "![[ada quill#F]]", "[[2026-01-02 - Sync]]", "\n- [?] do @Ada Quill #task\n", "\n- [ ] do @Bo\n", "\n- [ ] do @Bo Lin @Ada\n",
         "#person/ada-quill", "\n```tasks\npath includes Ada Quill\n```\n", "[t](<../Ada Quill/README.md>)"]
    ),
    max_size=5,
).map(" ".join)  # fmt: skip
FRONT = st.sampled_from([
    "", "---\naliases: [Ada, Bo]\n---\n", "---\ntitle: Bo Lin\n---\n", "---\ntype: people\nperson: Ada Quill\n---\n",
    "---\nparticipants:\n- Ada\n- Bo Lin\ntags: [person/bo]\n---\n", "---\ntitle: Ada Quill\nwho: '[[Bo]]'\n---\n# Ada Quill\n",
])  # fmt: skip
VAULTS = st.dictionaries(st.sampled_from(PATHS), st.builds("{}{}\n".format, FRONT, SAID), min_size=1, max_size=7)  # fmt: skip


def holds(notes: dict[str, str], plan: PagePlan, became: dict[str, str], into: dict[str, str]) -> None:  # fmt: skip
    """Everybody who led to, or named, somebody in particular does so still, or it is said."""
    assert plan.transaction is not None
    made = done(notes, plan.transaction)
    moves = {one.path: one.to for one in plan.transaction.changes if isinstance(one, Move)}
    before, now = directory_of(notes), directory_of({path: text for path, text in made.items() if not path.startswith(".")})  # fmt: skip
    failed = {path for path, _ in plan.problems}
    kept = {path: text for path, text in notes.items() if path not in into.values()}
    compare(Change(before, now, kept, made, moves, into), failed)
    for path, text in kept.items():
        to = moves.get(path, path)
        if path in failed or to.startswith("."):
            continue
        for one, other in zip(names_in(path, text), names_in(to, made[to]), strict=True):
            was, will = before.identity.named(one), now.identity.named(other)
            if len(was) == 1 and len(before.identity.named(one)) == 1:
                aim = became.get(was[0].home, moves.get(NotePath(was[0].home), was[0].home))
                assert [found.home for found in will] == [aim], (path, one, other)


def names_in(path: str, text: str) -> list[str]:
    note = parsed(path, text)
    owners = [owner for task in note.tasks for owner in task.owners]
    return [*(one for key in NAMING for one in note.meta.texts(key)), *owners]


@given(VAULTS, st.data())
def test_whatever_is_renamed_nobody_is_lost(notes: dict[str, str], data: st.DataObject) -> None:
    pages = pages_of(notes)
    found = sorted(pages.directory.identity, key=lambda one: one.key)
    assume(found)
    entity = data.draw(st.sampled_from(found))
    try:
        plan = rename(pages, entity.key, data.draw(st.sampled_from(["Cy Zed", "Bo", "Ada: Q", "ADA QUILL"])))  # fmt: skip
    except Refused:
        return
    if plan.transaction is not None:
        moves = [one for one in plan.transaction.changes if isinstance(one, Move)]
        home = moves[0].to if moves and not entity.folder else entity.home
        if moves and entity.folder:
            number = len(entity.folder.split("/"))
            home = "/".join(moves[0].to.split("/")[:number])
        holds(notes, plan, {entity.home: home}, {})


@given(VAULTS, st.data())
def test_whatever_is_merged_nobody_is_lost(notes: dict[str, str], data: st.DataObject) -> None:
    pages = pages_of(notes)
    found = sorted(pages.directory.identity, key=lambda one: one.key)
    assume(len(found) > 1)
    other, *some = data.draw(st.permutations(found))
    going = some[: data.draw(st.integers(1, 3))]
    try:
        plan = merge(pages, [one.key for one in going], other.key)
    except Refused:
        return
    into = {str(one.path): str(other.path) for one in going if one.path}
    holds(notes, plan, {one.home: other.home for one in going}, into)


def test_a_tag_says_a_name_with_signs_so_that_it_is_meant() -> None:
    notes = {PAGE: "# Ana Ruiz\n", "n.md": "---\ntags: [person/ana-ruiz]\n---\n#person/ana-ruiz\n"}
    made = done(notes, rename(pages_of(notes), PAGE, "Ash & Oak").transaction)
    assert made["n.md"] == "---\ntags: [person/ash-and-oak]\n---\n#person/ash-and-oak\n"


def test_a_tag_that_cannot_say_a_name_stays_and_is_said() -> None:
    text = "---\ntags: [person/ana-ruiz]\n---\n#person/ana-ruiz `#person/ana-ruiz`\n"
    plan = rename(pages_of({PAGE: "# Ana Ruiz\n", "n.md": text}), PAGE, "Ana 100%")
    assert plan.transaction is not None
    assert [one for path, one in plan.problems if path == "n.md"] == [
        "its tag person/ana-ruiz will mean nobody, or another",
        "its tag #person/ana-ruiz will mean nobody, or another",
    ]


CUSTOMERS = "Work/Customers and Partners"


def test_an_entity_becomes_one_of_another_type() -> None:
    notes = {
        PAGE: "---\ntype: people\ntags: [type/people, needs-review, person/ana-ruiz]\n---\n# Ana Ruiz\n",
        f"{ANA}/2026-01-02 - Sync.md": "---\ntype: people\nperson: Ana Ruiz\ntags:\n- type/people\n- generated\n- person/ana-ruiz\n---\n[up](README.md)\n",
        f"{CUSTOMERS}/Acme/README.md": "---\ntype: customer\n---\n# Acme\n",
        "n.md": "---\nperson: Ana Ruiz\ntags: [person/ana-ruiz]\n---\n[[Ana Ruiz]] [x](/Work/People/Ana%20Ruiz/README.md) #person/ana-ruiz\n- [ ] x @Ana Ruiz\n```tasks\npath includes People/Ana Ruiz\npath includes Ana Ruiz\n```\n",
    }  # fmt: skip
    plan = retype(pages_of(notes), [PAGE], CUSTOMERS)
    made = done(notes, plan.transaction)
    home = f"{CUSTOMERS}/Ana Ruiz"
    assert plan.problems == ()
    assert made[f"{home}/README.md"] == "---\ntype: customer\ntags: [type/customer, needs-review, account/ana-ruiz]\n---\n# Ana Ruiz\n"  # fmt: skip
    assert made[f"{home}/2026-01-02 - Sync.md"] == (
        "---\ntype: customer\naccount: Ana Ruiz\ntags:\n- type/customer\n- generated\n- account/ana-ruiz\n---\n[up](README.md)\n"
    )
    assert made["n.md"] == (
        "---\nperson: Ana Ruiz\ntags: [account/ana-ruiz]\n---\n[[Ana Ruiz]] [x](/Work/Customers%20and%20Partners/Ana%20Ruiz/README.md)"
        " #account/ana-ruiz\n- [ ] x @Ana Ruiz\n```tasks\npath includes Customers and Partners/Ana Ruiz\npath includes Ana Ruiz\n```\n"
    )
    back = retype(pages_of(made), [f"{home}/README.md"], "Work/People")
    assert done(made, back.transaction) == notes


@pytest.mark.parametrize(("folder", "says"), [("Work/Nothing", "no folder"), ("", "no folder"), (CUSTOMERS, "already")])  # fmt: skip
def test_a_type_that_cannot_be_is_refused(folder: str, says: str) -> None:
    notes = {PAGE: TEXT, f"{CUSTOMERS}/Ana Ruiz/README.md": "x\n"}
    with pytest.raises(Refused, match=says):
        retype(pages_of(notes), [PAGE], folder)


def test_what_is_of_the_type_is_left() -> None:
    assert retype(pages_of({PAGE: TEXT}), [PAGE], "Work/People").transaction is None


@given(hostile(), hostile())
def test_whatever_stands_in_notes_a_page_is_renamed_and_merged(one: bytes, other: bytes) -> None:
    notes = {
        PAGE: one.decode("utf-8", "surrogateescape") + " [[Ann]]\n- [ ] x @Ana Ruiz",
        ANN_PAGE: other.decode("utf-8", "surrogateescape") + " [[Ana Ruiz]]\n- [ ] y @Ann",
    }
    plan = rename(pages_of(notes), PAGE, NEW)
    holds(notes, plan, {ANA: "Work/People/Ana Díaz"}, {})
    try:
        plan = merge(pages_of(notes), [ANN_PAGE], PAGE)
    except Refused:
        return
    holds(notes, plan, {ANN: ANA}, {ANN_PAGE: PAGE})
