import random
from itertools import permutations

import pytest
from bench.jump import AIMS, invent, quality
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from core.entities import Page
from core.identity import Identity
from core.jump import Candidate, Hit, Names, Tier, candidates
from core.path import NotePath
from core.spelling import folded

PEOPLE = (
    Candidate("1", "John Smith", "people", ("Jack", "The Smith of Oxbow")),
    Candidate("2", "John Smithson", "people"),
    Candidate("3", "Jon Smit", "people"),
    Candidate("4", "Ada Maria Quill", "people"),
    Candidate("5", "Zoé Reed–Tarn", "people", ("Zoe Tarn",)),
    Candidate("6", "Smithy & Sons, Ltd.", "customer"),
    Candidate("7", "Quiet Heron", "projects"),
    Candidate("8", "Maria O’Quill", "people", ("ada quill",)),
)
NAMES = Names(PEOPLE)


def first(typed: str) -> Hit:
    return NAMES.search(typed)[0]


def underlined(hit: Hit) -> str:
    return "".join(hit.spelling[at] for at in hit.letters)


@pytest.mark.parametrize(
    ("typed", "name", "tier", "letters"),
    [
        ("john smith", "John Smith", Tier.WHOLE, "JohnSmith"),
        ("johnsmith", "John Smith", Tier.WHOLE, "JohnSmith"),
        ("JOHN", "John Smith", Tier.START, "John"),
        ("jo sm", "Jon Smit", Tier.START, "JoSm"),
        ("quill", "Ada Maria Quill", Tier.WORDS, "Quill"),
        ("quill mar", "Ada Maria Quill", Tier.ANY_ORDER, "MarQuill"),
        ("smith john", "John Smith", Tier.ANY_ORDER, "JohnSmith"),
        ("Smith, John", "John Smith", Tier.ANY_ORDER, "JohnSmith"),
        ("amq", "Ada Maria Quill", Tier.INITIALS, "AMQ"),
        ("johsmi", "John Smith", Tier.BEGINNINGS, "JohSmi"),
        ("jonsmi", "Jon Smit", Tier.BEGINNINGS, "JonSmi"),
        ("adamq", "Ada Maria Quill", Tier.BEGINNINGS, "AdaMQ"),
        ("ero", "Quiet Heron", Tier.INSIDE, "ero"),
        ("heron uie", "Quiet Heron", Tier.INSIDE, "uieHeron"),
        ("jhon smith", "John Smith", Tier.SLIP, "JhnSmith"),
        ("haron", "Quiet Heron", Tier.SLIP, "Hron"),
        ("johns mith", "John Smith", Tier.WHOLE, "JohnSmith"),
        ("qthrn", "Quiet Heron", Tier.SCATTERED, "QtHrn"),
        ("zoe", "Zoé Reed–Tarn", Tier.START, "Zoé"),
        ("zoé reed-tarn", "Zoé Reed–Tarn", Tier.WHOLE, "ZoéReedTarn"),
        ("oquill", "Maria O’Quill", Tier.WORDS, "OQuill"),
        ("smithy and", "Smithy & Sons, Ltd.", Tier.START, "Smithy&"),
    ],
)  # fmt: skip
def test_a_name_is_found_as_it_is_typed(typed: str, name: str, tier: Tier, letters: str) -> None:
    hit = first(typed)
    assert (hit.name, hit.tier, underlined(hit)) == (name, tier, letters)


def test_a_name_stands_before_an_alias_of_the_same_letters() -> None:
    names = Names([Candidate("a", "Bob"), Candidate("b", "Robert", "", ("Bolt",))])
    assert [(hit.name, hit.spelling) for hit in names.search("bo")] == [
        ("Bob", "Bob"),
        ("Robert", "Bolt"),
    ]


def test_shorter_names_stand_before_longer_ones_and_then_the_alphabet_decides() -> None:
    names = Names([Candidate(name, name) for name in ("Anders", "Anna", "Anja", "Ann")])
    assert [hit.name for hit in names.search("an")] == ["Ann", "Anja", "Anna", "Anders"]


def test_what_is_chosen_often_stands_first_among_its_equals_only() -> None:
    names = Names([Candidate(name, name) for name in ("Ann", "Anna", "Anders", "Joan")])
    often = {"Anders": 2.0, "Anna": 1.0, "Joan": 9.0, "nobody": 5.0}
    found = [hit.name for hit in names.search("an", often=often)]
    assert found == ["Anders", "Anna", "Ann", "Joan"]
    assert [hit.name for hit in names.search("an", limit=1, often=often)] == ["Anders"]


def test_a_candidate_is_found_once_by_its_best_spelling() -> None:
    names = Names([Candidate("a", "Ada Quill", "", ("Quill", "ADA QUILL", "Ada"))])
    assert [(hit.spelling, hit.tier) for hit in names.search("quill")] == [("Quill", Tier.WHOLE)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("p/", {"1", "2", "3", "4", "5", "8", "7"}),
        ("peo/smi", {"1", "2", "3"}),
        ("cust/smi", {"6"}),
        ("Customer/", {"6"}),
        ("proj/smi", set()),
        ("smith/john", {"1", "2"}),
        ("/smith", {"1", "2", "6", "3"}),
    ],
)
def test_a_type_and_a_slash_narrow_the_search(typed: str, names: set[str]) -> None:
    hits = [hit for hit in NAMES.search(typed) if hit.tier < Tier.SCATTERED]
    assert {hit.key for hit in hits} == names


def test_nothing_typed_shows_what_is_chosen_often_first() -> None:
    hits = NAMES.search("", limit=3, often={"4": 1.0, "1": 3.0})
    assert [hit.key for hit in hits][:2] == ["1", "4"]
    assert len(hits) == 3


def test_no_names_no_limit_and_no_letters_find_nothing() -> None:
    assert Names([]).search("a") == Names([]).search("") == ()
    assert NAMES.search("a", limit=0) == ()
    assert Names([Candidate("a", ""), Candidate("b", "—")]).search("a") == ()


def test_the_score_falls_with_the_tier_and_for_an_alias() -> None:
    scores = [first(typed).score for typed in ("john smith", "jack", "john", "qthrn")]
    assert scores == [100, 95, 90, 10]


def test_entities_are_found_by_every_way_they_are_written() -> None:
    path = NotePath("People/Ada Quill/README.md")
    said = Page(path, "Ada M. Quill", aliases=("Addie",), tags=("person/ada-quill",))
    names = Names(candidates(Identity({"People": "people"}).updated((), [said])))
    assert len(names) == 1
    for typed in ("ada quill", "addie", "ada m"):
        [hit] = names.search(typed)
        assert (hit.key, hit.name, hit.type) == (path, "Ada Quill", "people")


def slip(typed: str, word: str) -> bool:
    starts = (word[:length] for length in range(2, len(word) + 1))
    return len(typed) > 2 and any(OSA.distance(typed, start) == 1 for start in starts)


def cut(typed: str, words: list[str]) -> bool:
    """Whether beginnings of all these words make up `typed`."""
    if not words:
        return not typed
    return any(
        cut(typed[length:], words[1:])
        for length in range(1, len(typed) + 1)
        if words[0].startswith(typed[:length])
    )


def tier_of(typed: str, name: str) -> Tier | None:  # noqa: PLR0911 - a table of cases, the first that holds counts
    """How a name must be found, said as plainly as can be."""
    wanted, words = typed.split(), name.split()
    squeezed, whole = typed.replace(" ", ""), name.replace(" ", "")
    orders = list(permutations(range(len(words)), len(wanted)))

    def stands(one: str, word: str, mistyped: bool) -> bool:
        return slip(one, word) if mistyped else word.startswith(one)

    def placed(order: tuple[int, ...], slipped: int = -1) -> bool:
        return all(stands(one, words[at], n == slipped) for n, (one, at) in enumerate(zip(wanted, order, strict=True)))  # fmt: skip

    if squeezed == whole:
        return Tier.WHOLE
    begun = [order for order in orders if placed(order)]
    if begun:
        if tuple(range(len(wanted))) in begun:
            return Tier.START
        return Tier.WORDS if any(list(one) == sorted(one) for one in begun) else Tier.ANY_ORDER
    initials = "".join(word[0] for word in words)
    if len(wanted) == 1 and len(typed) > 1 and initials.startswith(typed):
        return Tier.INITIALS if initials == typed else Tier.FIRST_INITIALS
    if len(wanted) == 1 and len(typed) > 2 and any(cut(typed, words[:n]) for n in range(2, 9)):
        return Tier.BEGINNINGS
    if any(all(one in words[at] if len(one) > 1 else words[at].startswith(one) for one, at in zip(wanted, order, strict=True)) for order in orders):  # fmt: skip
        return Tier.INSIDE
    near = len(typed) > 3 and len(squeezed) > 2 and OSA.distance(squeezed, whole) == 1
    if near or any(placed(order, n) for order in orders for n in range(len(wanted))):
        return Tier.SLIP
    letters = iter(name if len(name) <= 5 * (len(squeezed) + 1) else "")
    return Tier.SCATTERED if all(letter in letters for letter in squeezed) else None


SPELLINGS = st.lists(st.text("abc", min_size=1, max_size=5), min_size=1, max_size=4).map(" ".join)


@given(st.lists(SPELLINGS, min_size=1, max_size=8, unique=True), SPELLINGS)
def test_every_name_is_found_in_the_tier_that_is_its_own(written: list[str], typed: str) -> None:
    hits = Names([Candidate(name, name) for name in written]).search(typed)
    expected = {name: tier_of(typed, name) for name in written}
    assert {hit.name: hit.tier for hit in hits} == {name: tier for name, tier in expected.items() if tier is not None}  # fmt: skip
    assert [hit.tier for hit in hits] == sorted(hit.tier for hit in hits)


@given(
    st.lists(SPELLINGS, min_size=1, max_size=8),
    SPELLINGS,
    st.integers(0, 8),
    st.dictionaries(st.integers(0, 7).map(str), st.floats(0.1, 9)),
)
def test_a_shorter_list_is_the_beginning_of_a_longer_one(
    written: list[str], typed: str, limit: int, often: dict[str, float]
) -> None:
    candidates = [Candidate(str(n), name, "", (name[::-1],)) for n, name in enumerate(written)]
    names = Names(candidates)
    assert names.search(typed, limit, often) == names.search(typed, 99, often)[:limit]


@given(st.lists(st.text(max_size=12), max_size=6), st.text(max_size=12))
def test_any_text_can_be_a_name_and_be_typed(written: list[str], typed: str) -> None:
    names = Names([Candidate(name, name, name[:2], (name[1:],)) for name in written])
    for hit in names.search(typed):
        assert list(hit.letters) == sorted(set(hit.letters))
        assert all(0 <= at < len(hit.spelling) for at in hit.letters)


@given(st.sampled_from([one for one in PEOPLE if "&" not in one.name]), st.data())
def test_the_letters_of_a_hit_are_those_that_were_typed(
    one: Candidate, data: st.DataObject
) -> None:
    plain = folded(one.name)
    start = data.draw(st.integers(0, len(plain) - 1))
    typed = folded(plain[start : data.draw(st.integers(start + 1, len(plain)))])
    for hit in NAMES.search(typed) if typed else ():
        # One `&` stands for three typed letters.
        if hit.tier is not Tier.SLIP and "&" not in hit.spelling:
            marked = folded("".join(hit.spelling[at] for at in hit.letters)).replace(" ", "")
            assert sorted(marked) == sorted(typed.replace(" ", ""))


def test_of_a_thousand_names_the_one_that_was_meant_comes_first() -> None:
    firsts = {kind: first for kind, (first, _) in quality().items()}
    assert {kind: (firsts[kind], aim) for kind, aim in AIMS.items() if firsts[kind] < aim} == {}


def test_invented_names_are_the_same_on_every_run() -> None:
    assert invent(50) == invent(50)
    assert len({one.name for one in invent(2_000)}) == 2_000


@pytest.mark.parametrize("unit", ["a", "a ", "ab", "z y x "])
def test_a_name_made_to_take_long_does_not(unit: str) -> None:
    # A search that tried all orders of the words, or all cuts of the letters, would not come back.
    dice = random.Random(1)
    names = Names([Candidate(str(n), unit * dice.randint(20, 60)) for n in range(50)])
    assert names.search(unit * 19 + "b") is not None
    assert names.search((unit * 40).replace(" ", "") + "b") is not None
    long = Names([Candidate("long", "a " * 3_000), Candidate("word", "ab" * 3_000)])
    for typed in ("a" * 2_999 + "b", "ab" * 2_999 + "c", "a " * 2_999 + "b"):
        assert long.search(typed) is not None
