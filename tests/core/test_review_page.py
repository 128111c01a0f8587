"""A name without a page as lines to be read."""

from dataclasses import replace

from core.browse import Place
from core.entities import Entity
from core.index.rows import TaskId
from core.names import WantedName
from core.near import Offer
from core.path import NotePath
from core.review.page import page_of_name

PAGE = NotePath("Work/People/Ana/README.md")
ANA = Entity(PAGE, PAGE, "Work/People/Ana", "Ana", "people", "", (), (), ("Ana",), flagged=False, badges=())  # fmt: skip
PLACES = tuple(
    Place(NotePath(f"{at}.md"), 0, f"- [?] Ask {at}", f"Sync {at}", None) for at in range(14)
)
NAME = WantedName(TaskId("n1"), "Anna", ("Anna", "ANNA"), 20, PLACES, ("owner",), (Offer(ANA, 90.4, "is nearly ana"),), placeholder=False)  # fmt: skip


def test_it_says_how_it_is_written_whom_it_may_mean_and_where_it_stands() -> None:
    page = page_of_name(NAME)
    said = [line.text for line in page.lines if line.text]
    assert (page.title, page.breadcrumbs) == ("Anna", "name without a page · owner")
    assert said[0] == "Written 20 times, and nobody answers to it."
    assert said[1:4] == ["Written so", "Anna", "ANNA"]
    assert said[4:6] == ["It may mean", "1 Ana (90): is nearly ana"]
    assert said[6:8] == ["It stands in", "– Sync 0: [?] Ask 0"]
    assert said[-1] == "and 8 more"


def test_one_that_is_written_once_needs_few_words() -> None:
    said = [line.text for line in page_of_name(replace(NAME, spellings=("Anna",), count=1, where=PLACES[:1], candidates=())).lines]  # fmt: skip
    assert said == [
        "Written 1 time, and nobody answers to it.",
        "",
        "It stands in",
        "",
        "– Sync 0: [?] Ask 0",
    ]
