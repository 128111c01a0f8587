"""What every test stands on: nothing of the machine it runs on, and no race with a clock."""

import gc
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from core.process import ENDING, heard

# A slow machine, or four workers on two cores, is no finding.
settings.register_profile("winnow", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("winnow")

# A job in the background, or under nohup, ignores signals, and all that it starts does too; what is
# handled here is as ever in a program that a test starts.
for number in ENDING:
    if not heard(number):
        signal.signal(number, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _nobodys_home(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No settings, journal or vault of who runs the tests."""
    home = tmp_path_factory.mktemp("home")
    for variable, folder in {
        "HOME": "",
        "XDG_CONFIG_HOME": "config",
        "XDG_STATE_HOME": "state",
        "XDG_CACHE_HOME": "cache",
    }.items():
        monkeypatch.setenv(variable, str(Path(home, folder)))
    for variable in ("WINNOW_VAULT", "NO_COLOR", "VISUAL", "EDITOR"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture(autouse=True)
def _collected_as_ever() -> Iterator[None]:
    """A program that was run in this process may have taken the collection of garbage into its own hand."""
    yield
    gc.enable()
