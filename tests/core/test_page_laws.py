"""Whatever is done to pages and names, a link that led somewhere leads there still, or is what was asked for."""

from collections import Counter
from typing import NamedTuple

from following_links import directory_of, led, references
from hypothesis import assume, given
from hypothesis import strategies as st
from paged import done, ground_of, item, pages_of
from vaults import PATHS

from core.actions.intents import Alias, CreatePage, LinkMentions, MapName, Plan, Retype, TrashPage
from core.actions.mapping import plan_mapping
from core.actions.mentioning import plan_mentions
from core.actions.page_edits import plan_edits
from core.actions.page_plans import plan_naming
from core.edit import Move
from core.path import NotePath
from core.spelling import compared

SAID = st.lists(
    st.sampled_from(
        ["[[Ada Quill]]", "[[Bo]]", "[[Bo Lin]]", "[[Ada]]", "[x](README.md)", "[[Contacts/Bo/README]]", "[[Ox, Inc.]]",
         "![[ada quill#F]]", "[[2026-01-02 - Sync]]", "[[2026-01-04 - Talk|t]]", "\n- [?] do @Ada Quill #task\n", "Bo Lin",
         "\n- [ ] do @Nobody Known\n", "[[Nobody Known]]", "[[nobody known|them]]", "[t](<../Ada Quill/README.md>)", "Ada Quill",
         "[[Nobody Known#Facts]]", "#person/nobody-known"]
    ),
    max_size=5,
).map(" ".join)  # fmt: skip
FRONT = st.sampled_from([
    "", "---\naliases: [Ada, Bo]\n---\n", "---\ntitle: Bo Lin\n---\n", "---\ntype: people\nperson: Ada Quill\n---\n",
    "---\nparticipants: [Nobody Known, Ada]\nwho: '[[Nobody Known]]'\n---\n", "---\ntitle: Ada Quill\nwho: '[[Bo]]'\n---\n# Ada Quill\n",
])  # fmt: skip
VAULTS = st.dictionaries(st.sampled_from(PATHS), st.builds("{}{}\n".format, FRONT, SAID), min_size=1, max_size=7)  # fmt: skip
LINKS = st.sampled_from(["leave", "unlink", "redirect"])


class Leading(NamedTuple):
    """Where the references of a note lead."""

    certain: Counter[NotePath]
    others: int
    """Those that lead nowhere, or to one of several."""


def leading(notes: dict[str, str]) -> dict[str, Leading]:
    directory = directory_of(notes)
    made = {}
    for path, text in notes.items():
        found = [led(directory, path, one) for one in references(path, text)]
        certain = Counter(one.path for one in found if one.path and one.certain)
        made[path] = Leading(certain, len(found) - certain.total())
    return made


def lead_on(
    notes: dict[str, str], plan: Plan, into: dict[str, str], besides: set[str]
) -> dict[str, str]:
    """Look whether every reference leads where it led; the vault then.

    Args:
        notes: The vault.
        plan: What is done to it.
        into: Files that go → where references to them lead then; `""`: nowhere.
        besides: Files that references lead to which led nowhere.
    """
    made = done(notes, plan.transaction)
    changes = plan.transaction.changes if plan.transaction else ()
    moves = {str(one.path): str(one.to) for one in changes if isinstance(one, Move)}
    now = leading({path: text for path, text in made.items() if not path.startswith(".")})
    said = " ".join(plan.remarks)
    for path, wanted in leading(notes).items():
        to = moves.get(path, path)
        if path in said or to.startswith("."):
            continue
        aims: Counter[str] = Counter()
        for one, number in wanted.certain.items():
            aim = into.get(one, moves.get(one, one))
            aims[aim] += number
        aims.pop("", None)
        there = Counter({str(one): number for one, number in now[to].certain.items()})
        assert not aims - there, (path, aims, there)
        come = there - aims
        assert come.total() <= wanted.others or set(come) <= besides, (path, aims, there)
    return made


@given(VAULTS, st.data(), LINKS, st.booleans())
def test_links_to_what_went_to_the_trash(
    notes: dict[str, str], data: st.DataObject, links: str, whole: bool
) -> None:
    pages = pages_of(notes)
    found = sorted(pages.directory.identity, key=lambda one: one.key)
    assume(found)
    gone = data.draw(st.sampled_from(found))
    other = data.draw(st.sampled_from(found))
    assume(links != "redirect" or (other.path and gone.path))
    to = other.key if links == "redirect" else ""
    plan = plan_edits(TrashPage((item(gone),), links, to, whole), ground_of(pages, notes))
    changes = plan.transaction.changes if plan.transaction else ()
    into = {str(one.path): "" for one in changes if isinstance(one, Move)}
    if links == "redirect" and gone.path and str(gone.path) in into:
        into[str(gone.path)] = str(other.path)
    made = lead_on(notes, plan, into, set())
    assert sum(path.startswith(".trash/") for path in made) == len(into)
    if links == "unlink" and not plan.remarks:
        left = {path: text for path, text in made.items() if not path.startswith(".")}
        were = directory_of(notes)
        assert not any(
            str(were_led.path) in into
            for path, text in left.items()
            for one in references(path, text)
            if (were_led := led(were, path, one)).certain
        )


@given(
    VAULTS, st.data(), st.sampled_from(["alias", "rewrite", "name", "mentions", "create", "type"])
)
def test_links_after_all_that_is_said_of_pages(
    notes: dict[str, str], data: st.DataObject, verb: str
) -> None:
    pages = pages_of(notes)
    found = sorted(pages.directory.identity, key=lambda one: one.key)
    assume(found)
    some = data.draw(st.lists(st.sampled_from(found), min_size=1, max_size=2, unique_by=id))
    rows = tuple(map(item, some))
    ground = ground_of(pages, notes)
    besides = {str(some[0].path)}
    match verb:
        case "alias":
            plan = plan_edits(Alias(rows[:1], "Nobody Known"), ground)
        case "mentions":
            plan = plan_mentions(LinkMentions(rows[:1]), ground, pages.mentions)
        case "create":
            plan = plan_edits(CreatePage("Nobody Known", "people"), ground)
            besides = {"Work/People/Nobody Known/README.md", "Other/People/Nobody Known/README.md"}
        case "type":
            plan = plan_naming(Retype(rows, "customer"), ground, lambda: pages)
        case _:
            plan = plan_mapping(
                MapName(("Nobody Known",), some[0].key, verb == "rewrite"), ground, lambda: pages
            )
    made = lead_on(notes, plan, {}, besides)
    if verb == "rewrite" and plan.done and not plan.remarks:
        left = [one.target for path, text in made.items() for one in references(path, text)]
        assert compared("Nobody Known") not in map(compared, left)
