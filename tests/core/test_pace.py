"""Long walks rest where their thread goes at a pace, and nowhere else."""

from concurrent.futures import ThreadPoolExecutor

from core.pace import at_pace, paced


def test_a_walk_rests_now_and_then_and_is_the_same_walk() -> None:
    rests: list[int] = []
    seen: list[int] = []
    with at_pace(lambda: rests.append(len(seen))):
        for one in paced(range(150)):
            seen.append(one)  # noqa: PERF402 - how many there are is looked at meanwhile
    assert seen == list(range(150))
    assert rests == [64, 128]


def test_what_somebody_waits_for_does_not_rest() -> None:
    things = [1, 2, 3]
    assert paced(things) is things
    with at_pace(lambda: None), ThreadPoolExecutor() as others:
        assert others.submit(paced, things).result() is things
        assert paced(things) is not things
    assert paced(things) is things
