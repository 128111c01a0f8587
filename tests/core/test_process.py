import io
import os
import signal
from pathlib import Path

import pytest

from core.process import Signals, Stopped, Surroundings, forgiving, hang_up, nowhere


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_what_is_going_on(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with pytest.raises(Stopped) as stopped, Signals().caught():
        signal.raise_signal(number)
    assert stopped.value.number == number
    assert signal.getsignal(number) is before


def test_a_signal_waits_for_a_write_in_hand() -> None:
    signals, written = Signals(), []

    def write() -> None:
        with signals.held():
            signal.raise_signal(signal.SIGTERM)
            written.append("all of it")
        written.append("never reached")

    with signals.caught():
        with pytest.raises(Stopped, match=str(int(signal.SIGTERM))):
            write()
        with signals.held():
            written.append("and the next")
    assert written == ["all of it", "and the next"]


def test_a_signal_that_the_parent_ignores_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Signals().caught():
            signal.raise_signal(signal.SIGHUP)
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_folder_that_was_removed_is_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    assert Surroundings.now().folder == str(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert Surroundings.now().folder == ""


def test_what_nobody_reads_is_forgotten() -> None:
    read, write = os.pipe()
    with os.fdopen(write, "w") as stream:
        os.close(read)
        stream.write("x")
        hang_up(stream)
        stream.flush()
    with nowhere() as stream:
        stream.write("x")
        assert stream.read() == ""


def test_a_character_that_an_encoding_lacks_is_replaced() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), "ascii")
    forgiving(stream)
    stream.write("é")
    stream.seek(0)
    assert stream.read() == "?"
