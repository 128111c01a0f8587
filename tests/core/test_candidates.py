"""Whom a page may be the same as: what speaks for it, what against, and who is never offered."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from core.entities import Entity, Page
from core.identity import Identity
from core.path import NotePath
from core.review.candidates import Candidate, Details, candidates
from core.review.likeness import Likeness, is_nobody, names_of, plainly, soundex
from core.spelling import folded

TYPES = {"People": "people", "Customers": "customer", "Projects": "projects"}
FOLDERS = {type: folder for folder, type in TYPES.items()}


def page(name: str, type: str = "people", **said: tuple[str, ...]) -> Page:
    return Page(NotePath(f"{FOLDERS[type]}/{name}/README.md"), heading=name, **said)  # type: ignore[arg-type]  # only fields that are tuples


def found(
    whose: str, *pages: Page, companies: dict[str, str] | None = None
) -> tuple[Candidate, ...]:
    identity = Identity(TYPES).updated((), pages)
    [entity] = [one for one in identity if one.name == whose]
    known = companies or {}
    return candidates(entity, Likeness(identity), lambda one: Details(known.get(one.name, "")))


def names(*args: object, **said: object) -> list[str]:
    return [one.entity.name for one in found(*args, **said)]  # type: ignore[arg-type]  # as `found`


@pytest.mark.parametrize(
    ("word", "code"),
    [("robert", "R163"), ("rupert", "R163"), ("tymczak", "T522"), ("pfister", "P236"), ("honeyman", "H555"), ("a", "A000"), ("漢", ""), ("", "")],
)  # fmt: skip
def test_soundex(word: str, code: str) -> None:
    assert soundex(word) == code


@pytest.mark.parametrize(
    ("one", "two", "type", "code"),
    [
        ("Ana Ruiz", "Anna Ruiz", "people", "spelling"),
        ("Maren Thistlewane", "Maren Thistlewnae", "people", "spelling"),
        ("Ana Ruiz (Harbor)", "Ana Ruiz", "people", "same-name"),
        ("Anneli Reed–Tarn", "Anneli Reed-Tarn", "people", "same-name"),
        ("Zoé Larkmoor", "Zoe Larkmoor", "people", "same-name"),
        ("Ana", "Ana Ruiz", "people", "first-name"),
        ("Ruiz", "Ana Ruiz", "people", "surname"),
        ("Ana Ruiz", "Ana Maria Ruiz", "people", "part"),
        ("A. Ruiz", "Ana Ruiz", "people", "initial"),
        ("Ana R.", "Ana Ruiz", "people", "initial"),
        ("Ruiz, Ana", "Ana Ruiz", "people", "order"),
        ("Jon Fairbrook", "Jon Fehrbruk", "people", "sounds-alike"),
        ("Harbor Foods", "Harbor Foods Company Limited", "customer", "legal-form"),
        ("Oxbow and Daughters, Inc.", "Oxbow & Daughters", "customer", "legal-form"),
        ("Harbor", "Harbor Foods", "customer", "part"),
        ("_NEW_Harbor Foods", "Harbor Foods", "customer", "same-name"),
        ("Pilot [old]", "Pilot", "projects", "same-name"),
        ("Tide Almanac", "The Tide Almanac", "projects", "part"),
    ],
)
def test_what_makes_two_names_near(one: str, two: str, type: str, code: str) -> None:
    pages = (page(one, type), page(two, type))
    for whose, other in ((one, two), (two, one)):
        [candidate] = found(whose, *pages)
        assert (candidate.entity.name, candidate.signals[0].code) == (other, code)
        assert 0 < candidate.score <= 100
        assert candidate.why
        assert candidate.vetoes == ()


@pytest.mark.parametrize(
    ("one", "two", "type"),
    [
        ("Speaker 1", "Speaker 3", "people"),
        ("Unknown", "Unknown Caller", "people"),
        ("Speaker (Harbor)", "Ana Speaker", "people"),
        ("Phase 2", "Phase 3", "projects"),
        ("Pilot", "Pilot 2", "projects"),
        ("Ana Ruiz", "Bo Lin", "people"),
        ("Ana Ruiz", "Bo Ruiz", "people"),
        ("Lanternley Fisheries", "Fernley Fisheries", "customer"),
        ("Harbor Foods", "Harvest Foods", "customer"),
    ],
)
def test_who_is_never_offered(one: str, two: str, type: str) -> None:
    assert names(one, page(one, type), page(two, type)) == []


def test_an_alias_is_another_name() -> None:
    pages = (page("Bobby"), page("Robert Tarn", aliases=("Bobby",)))
    [candidate] = found("Bobby", *pages)
    assert (candidate.score, candidate.signals[0].code) == (98, "alias")
    tabled = Identity(TYPES).updated((), (page("Ana Ruiz"), page("Rusa"))).with_tables({"Ana Ruiz": ["Rusa"]})  # fmt: skip
    [rusa] = [one for one in tabled if one.name == "Rusa"]
    [candidate] = candidates(rusa, Likeness(tabled), lambda _: Details())
    assert candidate.signals[0].code == "alias"


def test_that_somebody_is_called_so_for_short_makes_no_other_the_same() -> None:
    pages = (page("Ana Ruiz", aliases=("Ana",)), page("Ana Moss"), page("Ana Maria Moss"))
    assert names("Ana Ruiz", *pages) == []
    assert names("Ana Moss", *pages) == ["Ana Maria Moss"]


def test_an_address_settles_it_and_two_addresses_speak_against_it() -> None:
    one = page("Ana Ruis", emails=("ana@x.example",))
    same, other = page("Ana Ruiz", emails=("ANA@x.example",)), page("Anna Ruis", emails=("anna@x.example",))  # fmt: skip
    first, second = found("Ana Ruis", one, same, other)
    assert (first.entity.name, first.score, first.vetoes) == ("Ana Ruiz", 100, ())
    assert [sign.code for sign in first.signals] == ["spelling", "same-address"]
    assert (second.entity.name, [sign.code for sign in second.vetoes]) == ("Anna Ruis", ["two-addresses"])  # fmt: skip
    assert "two addresses: ana@x.example and anna@x.example" in second.why


def test_two_companies_speak_against_it_and_one_for_it() -> None:
    pages = (page("Ana Ruis"), page("Ana Ruiz"), page("Anna Ruis"))
    companies = {"Ana Ruis": "Harbor", "Ana Ruiz": "Oxbow Water", "Anna Ruis": "Harbor Foods Ltd."}
    first, second = found("Ana Ruis", *pages, companies=companies)
    assert (first.entity.name, [one.code for one in first.signals]) == ("Anna Ruis", ["spelling", "same-company"])  # fmt: skip
    assert (second.entity.name, [one.code for one in second.vetoes]) == ("Ana Ruiz", ["two-companies"])  # fmt: skip
    assert second.score > 50


def test_brackets_that_name_the_company_and_addresses_that_spell_the_name_confirm() -> None:
    pages = (page("Ana (Harbor)"), page("Ana Ruiz"), page("Ana Moss"))
    companies = {"Ana Ruiz": "Harbor Foods", "Ana Moss": "Oxbow"}
    assert names("Ana (Harbor)", *pages, companies=companies) == ["Ana Ruiz", "Ana Moss"]
    short = page("Ana", emails=("ana.moss@x.example",))
    assert names("Ana", short, *pages[1:]) == ["Ana Moss", "Ana Ruiz"]


def test_of_two_equally_near_the_one_that_is_known_better_comes_first() -> None:
    identity = Identity(TYPES).updated((), (page("Ana"), page("Ana Moss"), page("Ana Ruiz")))
    [ana] = [one for one in identity if one.name == "Ana"]
    weights = {"Ana Ruiz": 3.0, "Ana Moss": 1.0}

    def details(one: Entity) -> Details:
        return Details("", weights.get(one.name, 0))

    ranked = candidates(ana, Likeness(identity), details)
    assert [one.entity.name for one in ranked] == ["Ana Ruiz", "Ana Moss"]
    assert ranked[0].signals[0].says == "one of 2 whose first name is ana"


def test_a_page_of_another_type_is_offered_only_where_the_names_are_nearly_the_same() -> None:
    pages = (page("Harbor"), page("Harbour", "customer"), page("Harbor Foods", "customer"))
    [candidate] = found("Harbor", *pages)
    assert candidate.entity.name == "Harbour"
    assert candidate.signals[-1].code == "other-type"


def test_colleagues_of_one_surname_come_after_a_misspelt_name() -> None:
    people = ("Jon Thistlewane", "Jan Thistlewane", "Jon Thistlewnae")
    assert names("Jon Thistlewane", *map(page, people)) == ["Jon Thistlewnae", "Jan Thistlewane"]


def test_whoever_took_part_beside_it_is_somebody_else() -> None:
    identity = Identity(TYPES).updated((), (page("Jon Tarn"), page("Jan Tarn"), page("Jon Tarne")))
    [jon] = [one for one in identity if one.name == "Jon Tarn"]

    def together(_: Entity, others: Sequence[Entity]) -> dict[str, int]:
        return {one.home: 3 if one.name == "Jan Tarn" else 1 for one in others}

    first, second = candidates(jon, Likeness(identity), lambda _: Details(), together)
    assert (first.entity.name, first.vetoes) == ("Jon Tarne", ())
    assert [one.says for one in second.vetoes] == ["both are named in 3 notes, beside each other"]


WORDS = st.sampled_from(["ana", "anna", "bo", "ruiz", "ruis", "tarn", "tran", "reed", "2", "inc", "É", "r.", "(x)", "speaker"])  # fmt: skip


@given(st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=12, unique_by=folded))  # fmt: skip
def test_laws(called: list[str]) -> None:
    identity = Identity(TYPES).updated((), [page(name) for name in called])
    likeness = Likeness(identity)
    everybody = {
        one.key: candidates(one, likeness, lambda _: Details(), limit=len(called))
        for one in identity
    }
    for key, ranked in everybody.items():
        keys = [one.entity.key for one in ranked]
        assert key not in keys
        assert len(set(keys)) == len(keys)
        # Nearness goes both ways.
        for one in ranked:
            assert key in [other.entity.key for other in everybody[one.entity.key]]
    for one in identity:
        for other in identity:
            near = fuzz.ratio(plainly(one.name), plainly(other.name)) >= 95
            somebody = not is_nobody(one.name) and not is_nobody(other.name)
            if one.key != other.key and near and somebody:
                numbers = [any(map(str.isdigit, who.name)) for who in (one, other)]
                assert any(numbers) or other.key in [who.entity.key for who in everybody[one.key]]


@given(st.text(max_size=40))
def test_any_name_is_compared(name: str) -> None:
    safe = name.replace("/", "-")
    if safe.strip():
        pages = (page(safe), page("Ana Ruiz"))
        identity = Identity(TYPES).updated((), pages)
        for one in identity:
            assert isinstance(names_of(one), tuple)
            candidates(one, Likeness(identity), lambda _: Details())
