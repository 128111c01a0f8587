"""`winnow list clusters`, and the verbs about proposals that say the same."""

from typing import Any

import pytest
from command_line import Winnow, winnow

__all__ = ["winnow"]

A, B = "Work/People/Ana Ruiz/2026-01-02 - Call.md", "Work/Projects/Weir/2026-01-03 - Call again.md"
FILES = {
    A: "- [?] Send the dated plan for Low Quay to the office. @Myself 📅 2026-01-09 #proposed\n",
    B: "- [?] Send the dated plan for Low Quay to the office, with a map. @Ana Ruiz ⏫ #proposed\n"
    "- [?] Order 12 brackets for the workshop. #proposed\n",
}


@pytest.fixture
def plans(winnow: Winnow) -> Winnow:
    winnow.write(FILES)
    return winnow


def tasks(winnow: Winnow) -> dict[str, dict[str, Any]]:
    return {row["text"]: row for row in winnow("list", "tasks", "--json").json}


def test_a_cluster_has_the_fields_that_programs_rely_on(plans: Winnow) -> None:
    rows = tasks(plans)
    [first, second] = [row for text, row in rows.items() if "dated plan" in text]
    done = plans("list", "clusters", "--json")
    assert (done.code, done.err) == (0, "")
    [cluster] = done.json
    assert cluster["id"] == first["cluster"] == second["cluster"]
    assert cluster["id"].isalnum()
    assert (cluster["size"], cluster["files"]) == (2, 2)
    assert set(cluster["members"]) == {first["id"], second["id"]}
    assert cluster["best"] in cluster["members"]
    assert cluster["conflict_fields"] == ["owner"]
    assert [one["text"] for one in cluster["choices"]["owner"]] == ["Myself", "Ana Ruiz"]
    assert (cluster["negated"], cluster["maybe"]) == (False, [])
    alone = next(row for text, row in rows.items() if "brackets" in text)
    assert alone["cluster"] is None
    assert plans("list", "clusters", "brackets", "--json").json == []
    assert "×2" in plans("list", "clusters", "with a map").out


def test_a_cluster_is_accepted_by_its_id_and_is_so_already_then(plans: Winnow) -> None:
    before = plans.notes()
    [cluster] = plans("list", "clusters", "--json").json
    shown = plans("do", "accept-cluster", cluster["id"], "--dry-run")
    assert (shown.code, plans.notes()) == (0, before)
    assert shown.out.count("\n+- [") == 2
    done = plans(
        "do",
        "accept-cluster",
        cluster["id"],
        "--choose",
        "owner=Ana Ruiz",
        "--choose",
        "due=fri",
        "--json",
    )
    assert (done.code, sorted(done.json["done"])) == (0, sorted(cluster["members"]))
    assert b"- [R] Send the dated plan" in plans.notes()[A]
    assert b"with a map. @Ana Ruiz \xf0\x9f\x93\x85 2026-01-09 \xe2\x8f\xab\n" in plans.notes()[B]
    for word in (cluster["id"], *cluster["members"]):
        again = plans("do", "accept-cluster", word)
        assert (again.code, again.out) == (0, "accept-cluster: 1 task already so, left as they are\n")  # fmt: skip
    assert plans("undo").code == 0
    assert plans.notes() == before


def test_all_that_a_filter_means_is_decided_cluster_by_cluster(plans: Winnow) -> None:
    done = plans("do", "reject-cluster", "--filter", "map OR brackets", "--json")
    assert (done.code, len(done.json["done"])) == (0, 3)
    assert plans("list", "clusters", "--json").json == []


def test_a_task_is_a_duplicate_of_another_one(plans: Winnow) -> None:
    rows = tasks(plans)
    brackets = next(row["id"] for text, row in rows.items() if "brackets" in text)
    other = next(row["id"] for text, row in rows.items() if "with a map" in text)
    done = plans("do", "duplicate", brackets, "--to", other, "--json")
    assert (done.code, done.json["done"]) == (0, [brackets])
    assert b"- [R] Order 12 brackets" in plans.notes()[B]
    assert plans("do", "duplicate", other, "--to", other).code == 1
    assert "is itself" in plans("do", "duplicate", other, "--to", other).err
    assert plans("do", "duplicate", other, "--to", "nowhere").code == 1
    assert plans("do", "duplicate", other).code == 2


def test_what_was_split_by_hand_is_no_cluster_and_joining_makes_it_one(plans: Winnow) -> None:
    [cluster] = plans("list", "clusters", "--json").json
    assert plans("do", "split", cluster["members"][0]).code == 0
    assert plans("list", "clusters", "--json").json == []
    assert plans("do", "split", cluster["members"][0]).out.endswith("left as they are\n")
    assert plans("do", "join", *cluster["members"]).code == 0
    assert plans("list", "clusters", "--json").json == [cluster]
    assert plans("undo", "--steps", "2").code == 0
    assert plans("list", "clusters", "--json").json == [cluster]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["accept-cluster", "nowhere"], 1, "there is no such task"),
        (["accept-cluster", "x", "--to", "y"], 2, "takes no --to"),
        (["accept-cluster", "x", "--choose", "colour=red"], 2, "owner=VALUE"),
        (["accept-cluster", "x", "--choose", "due=2026-02-30"], 2, "is not a day"),
        (["accept-cluster", "x", "--choose", "priority=none"], 2, "not none"),
        (["reject-cluster", "x", "--choose", "owner=A"], 2, "takes no --choose"),
    ],
)
def test_what_is_no_cluster_or_no_choice_is_refused(
    plans: Winnow, arguments: list[str], code: int, says: str
) -> None:
    before = plans.notes()
    done = plans("do", *arguments)
    assert (done.code, plans.notes()) == (code, before)
    assert says in done.err
