"""What the invented vault knows of its copies, and what clusters make of it."""

from collections import Counter
from datetime import date
from itertools import islice

from core.clusters.likeness import Likeness
from core.demo.copies import Asks, copies
from core.demo.dice import Dice
from core.demo.part import LARGE, Part, plan_parts
from core.demo.tasks import Proposal, asked, is_negated, nearly, wordings
from core.demo.vault import meetings_of

TODAY = date(2026, 1, 6)
PART = Part(0, 1000, 11, TODAY, LARGE)


def proposals() -> list[Proposal]:
    return [one for meeting in islice(meetings_of(PART), 400) for one in meeting.proposals]


def test_every_wording_of_an_action_asks_for_it_and_near_ones_ask_for_another() -> None:
    truth = copies(notes=1000, seed=11, today=TODAY)
    found = proposals()
    for one in found[:50]:
        assert all(Asks(asked(one), is_negated(one)) in truth[text] for text in wordings(one))
    near = [one for one in found if is_negated(one)]
    assert near
    assert all(asked(one).startswith("Do not ") for one in near)
    assert Counter(is_negated(one) for one in found)[True] < len(found) / 10


def test_a_near_one_is_never_the_same_action() -> None:
    for meeting in islice(meetings_of(PART), 60):
        for one in meeting.proposals[:1]:
            other = nearly(one, meeting.setting, Dice(str(meeting.number)))
            assert asked(other) != asked(one) or other.slots != one.slots


def test_small_vaults_have_no_near_ones() -> None:
    [part] = plan_parts(240, 3, TODAY)
    assert not any(is_negated(one) for one in islice(_all(part), 200))


def _all(part: Part) -> list[Proposal]:
    return [one for meeting in islice(meetings_of(part), 60) for one in meeting.proposals]


def test_clusters_find_the_copies_and_little_else() -> None:
    asks: dict[str, str] = {}
    for one in _all(plan_parts(240, 17, TODAY)[0]):
        asks.update(dict.fromkeys(wordings(one), asked(one)))
    likeness = Likeness(85)
    likeness.take(asks)
    texts = list(asks)
    right = wrong = 0
    for text, action in asks.items():
        for other in likeness.like(likeness.number(text)):
            same = asks[texts[other]] == action
            right += same
            wrong += not same
    copied = sum(n * (n - 1) for n in Counter(asks.values()).values())
    assert right / copied > 0.95
    assert wrong / (right + wrong) < 0.02
