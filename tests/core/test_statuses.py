import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.statuses import DEFAULT_STATUSES, TYPES, Status, TaskSettings, parse_settings


def entry(symbol: str, type: str, then: str = "x", name: str = "A") -> dict[str, str]:
    return {"symbol": symbol, "name": name, "nextStatusSymbol": then, "type": type}


def vault(*custom: dict[str, str], core: tuple[dict[str, str], ...] | None = None) -> TaskSettings:
    core = (entry(" ", "TODO"), entry("x", "DONE", " ")) if core is None else core
    said = {"statusSettings": {"coreStatuses": [*core], "customStatuses": [*custom]}}
    return parse_settings(json.dumps(said).encode())


PROPOSED = entry("?", "TODO", " ", "Proposed")


def test_a_vault_without_settings_has_the_plugins_own() -> None:
    assert parse_settings(None) == parse_settings(b"{}") == TaskSettings()
    assert parse_settings(None).statuses == DEFAULT_STATUSES


def test_an_unknown_symbol_is_a_todo_that_completes_on_toggle() -> None:
    assert parse_settings(None).status("?") == Status("?", "Unknown", "x", "TODO")
    assert parse_settings(None).status("X").type == "TODO"


def test_settings_clear_the_registry_and_the_first_of_a_symbol_wins() -> None:
    settings = vault(entry("R", "CANCELLED"), entry("R", "TODO"))
    assert settings.status("R").type == "CANCELLED"
    assert settings.status("-").name == "Unknown"


def test_a_status_without_a_known_type_is_a_todo() -> None:
    assert vault(entry("o", "SOMETHING")).status("o").type == "TODO"


@pytest.mark.parametrize("symbol", ["\n", "\r", "\u2028", "ab", "\ud83d"])
def test_a_symbol_that_could_not_be_written_into_a_line_is_a_problem(symbol: str) -> None:
    settings = vault(entry(symbol, "DONE"))
    assert not settings.knows(symbol)
    assert len(settings.problems) == 1


def test_an_astral_symbol_counts_as_one() -> None:
    assert vault(entry("🤔", "ON_HOLD")).status("🤔").type == "ON_HOLD"


@pytest.mark.parametrize(
    ("settings", "symbol"),
    [
        (TaskSettings(), " "),  # `?` is unknown, and its next would complete it
        (vault(PROPOSED), " "),
        (vault(entry("?", "TODO", "/", "Proposed"), entry("/", "IN_PROGRESS")), "/"),
        (vault(entry("?", "TODO", "x", "Proposed")), " "),
        (vault(entry("?", "TODO", "/", "Proposed")), " "),  # `/` is not defined
        (vault(entry("?", "TODO", "?", "Proposed")), " "),  # accepting must decide
        (vault(PROPOSED, entry("o", "TODO"), core=(entry(" ", "DONE"),)), "o"),
    ],
)
def test_accepting_writes_the_proposed_status_s_own_next_or_an_open_box(
    settings: TaskSettings, symbol: str
) -> None:
    assert settings.accepting("?").symbol == symbol
    assert settings.accepting(" ?").symbol == symbol


def test_rejecting_is_chosen_by_type() -> None:
    assert TaskSettings().rejecting() == TaskSettings().status("-")
    assert vault(PROPOSED).rejecting() is None
    settings = vault(entry("R", "CANCELLED"), entry("-", "CANCELLED"))
    assert settings.rejecting() == settings.status("R")
    assert settings.rejecting("-") == settings.status("-")
    assert settings.rejecting("x") == settings.status("R")


def test_starting_and_completing_are_chosen_by_type() -> None:
    settings = vault(entry("w", "IN_PROGRESS"), core=(entry("d", "DONE"),))
    assert (settings.starting(), settings.completing()) == (
        settings.status("w"),
        settings.status("d"),
    )
    assert vault().starting() is None
    assert vault(core=()).completing() is None


def test_reopening_is_the_first_todo_that_is_no_proposal() -> None:
    settings = vault(entry("o", "TODO"), core=(PROPOSED, entry("x", "DONE")))
    assert settings.reopening() == settings.status("o")
    assert vault(core=()).reopening() == Status(" ", "Unknown", "x", "TODO")
    assert vault(core=(entry(" ", "DONE"),)).reopening() is None


@pytest.mark.parametrize(
    ("settings", "mark", "proposed"),
    [
        (TaskSettings(), "?", True),
        (TaskSettings(), " ?", True),
        (TaskSettings(), "? ", True),
        (TaskSettings(), " ", False),
        (TaskSettings(), "x", False),
        (vault(entry("p", "TODO", " ", "Proposed")), "p", True),
        (vault(entry("?", "CANCELLED")), "?", False),
        (vault(entry("?", "NON_TASK", " ", "Question")), "?", False),
    ],
)
def test_a_proposal_is_a_question_mark_or_a_status_of_that_name(
    settings: TaskSettings, mark: str, proposed: bool
) -> None:
    assert settings.is_proposed(mark) is proposed


def test_the_next_occurrence_takes_the_first_todo_along_the_chain() -> None:
    settings = vault(PROPOSED, core=(entry(" ", "TODO", "/"), entry("x", "DONE", "?")))
    assert settings.recurring(settings.status("x")).symbol == "?"
    settings = vault(entry("/", "IN_PROGRESS", "x"), core=(entry("x", "DONE", "/"),))
    assert settings.recurring(settings.status("x")).symbol == "/"
    settings = vault(core=(entry("x", "DONE", "x"),))
    assert settings.recurring(settings.status("x")).symbol == " "


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"[", b"[]", b"null", b"[" * 100_000, b'{"a":' * 5000, b"1" * 9999]
)
def test_settings_that_are_none_give_the_defaults_and_a_sentence(data: bytes) -> None:
    settings = parse_settings(data)
    assert settings.statuses == DEFAULT_STATUSES
    assert len(settings.problems) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
)
STATUS = st.fixed_dictionaries(
    {
        "symbol": st.text(max_size=2) | JSON,
        "name": JSON,
        "nextStatusSymbol": JSON,
        "type": st.sampled_from(TYPES) | JSON,
    }
)


@given(st.lists(STATUS | JSON), st.lists(STATUS | JSON) | JSON)
def test_any_json_is_read_to_statuses_that_fit_a_line(core: object, custom: object) -> None:
    said = {"statusSettings": {"coreStatuses": core, "customStatuses": custom}}
    settings = parse_settings(json.dumps(said).encode())
    for status in settings.statuses:
        assert len(status.symbol) == len(status.next) == 1
        assert status.type in TYPES
        assert f"- [{status.symbol}] a".split("\n")[0].encode()
