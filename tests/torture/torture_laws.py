"""Laws of splices, journal and queue, on many more examples than there is time for every day."""

import tempfile
from pathlib import Path

from histories import History
from hypothesis import HealthCheck, given, settings
from hypothesis.stateful import run_state_machine_as_test
from strategies import edited_notes
from torture.tally import count
from writing import commit_to, desk, undo

from core.edit import Edit, Transaction, apply, invert, patch
from core.path import NotePath

MANY = settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
SOME = settings(max_examples=1_500, deadline=None, suppress_health_check=list(HealthCheck))

LONG = settings(
    max_examples=400, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)


@MANY
@given(edited=edited_notes())
def _there_and_back(edited: tuple[bytes, tuple[Edit, ...]]) -> None:
    data, edits = edited
    after = apply(data, edits)
    assert apply(after, invert(edits)) == data
    at = drift = 0
    for edit in edits:
        assert after[at + drift : edit.span.start + drift] == data[at : edit.span.start]
        drift += len(edit.new) - len(edit.old)
        at = edit.span.end
    assert after[at + drift :] == data[at:]


def test_random_splices_of_random_bytes_and_their_inverse() -> None:
    _there_and_back()
    count("random splices on random bytes, and back", 10_000)


@SOME
@given(edited=edited_notes())
def _on_the_disk(edited: tuple[bytes, tuple[Edit, ...]]) -> None:
    data, edits = edited
    with tempfile.TemporaryDirectory() as folder:
        at = desk(Path(folder))
        at.write("a.md", data)
        commit_to(at, Transaction("do", (patch(NotePath("a.md"), data, edits),)))
        assert at.files() == {"a.md": apply(data, edits)}
        undo(at)
        assert at.files() == {"a.md": data}


def test_random_splices_written_and_undone_on_the_disk() -> None:
    _on_the_disk()
    count("random splices written to a disk and undone", 1_500)


def test_long_histories() -> None:
    run_state_machine_as_test(History, settings=LONG)
    count("histories of do, undo, redo and restart, 40 steps each, against two stacks", 400)
