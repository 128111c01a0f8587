"""Whoever named a page names it still when it is called otherwise, or has become a part of another."""

import pytest
from paged import done, pages_of

from core.actions.pages import PagePlan, rename
from core.errors import Refused

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


def test_what_is_remembered_of_a_page_goes_with_it() -> None:
    plan = rename(pages_of({PAGE: TEXT}, remembered={PAGE: "until 2026-02-01"}), PAGE, NEW)
    assert plan.transaction is not None
    found = [(one.key, one.after) for one in plan.transaction.changes if hasattr(one, "key")]
    assert found == [(PAGE, None), ("Work/People/Ana Díaz/README.md", "until 2026-02-01")]
