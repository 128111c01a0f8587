"""What takes minutes of a processor, done by a process of its own, as the program that needs it sees that.

Python lets one thread of a program run at a time: a thread that weighs 50,000 proposals holds up every key
that is pressed meanwhile. The process (`core.clerking`) reads the cache of notes, not our memory, is of low
priority, and ends with us.
"""

import json
import os
import selectors
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Final, Literal

from core.config import Config
from core.process import started

Errand = Literal["evidence", "copies"]
"""What is done: every proposal weighed that the cache does not know; texts of proposals compared."""

_MODULE: Final = "core.clerking"
_LOOKS: Final = 0.2
"""Seconds between two looks whether the answer is still wanted."""
_PATIENCE: Final = 0.5
"""Seconds that the process has to end by itself."""
_BYTES: Final = 1 << 16
_NEEDED: Final = (
    "entities", "inbox", "me", "capture_file", "exclude", "max_note_bytes", "alias_files",
    "cluster_threshold",
)  # fmt: skip
"""Settings that what it does depends on, or what it finds in the cache."""


class Undone(Exception):
    """The process could not be started, or ended before it was done; what it told is true."""


class Clerk:
    """Sends for it. For any thread; each errand has a process of its own."""

    def __init__(self, root: str, config: Config, folder: str) -> None:
        """Nothing is started.

        Args:
            root: The vault.
            config: The settings in force.
            folder: The vault's own cache folder; what the cache holds is what the process knows of notes.
        """
        self._told = json.dumps({"root": root, "folder": folder, "config": _settings(config)})

    def have_done(self, errand: Errand, stop: Callable[[], bool]) -> Iterator[str]:
        """What the process tells, as it comes; done when that ends. Waits, and leaves off where `stop` says so.

        Raises:
            Undone: Somebody else has to do it.
        """
        with self._process(errand) as process:
            for line in _lines(process, stop):
                said = json.loads(line)
                if said is None:
                    return
                yield str(said)
            if not stop():
                raise Undone

    @contextmanager
    def _process(self, errand: Errand) -> Iterator["subprocess.Popen[bytes]"]:
        try:
            process = started(_MODULE, errand)
        except OSError as error:
            raise Undone from error
        try:
            assert process.stdin is not None  # noqa: S101 - a pipe was asked for
            with suppress(OSError):
                process.stdin.write(self._told.encode() + b"\n")
                process.stdin.flush()
            yield process
        finally:
            _end(process)


def config_of(said: Mapping[str, Any]) -> Config:
    """The settings that the process was told, as far as it needs them."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
    }
    return Config(**values)


def _settings(config: Config) -> dict[str, Any]:
    found = {name: getattr(config, name) for name in _NEEDED}
    return {name: dict(one) if isinstance(one, Mapping) else one for name, one in found.items()}


def _lines(process: "subprocess.Popen[bytes]", stop: Callable[[], bool]) -> Iterator[bytes]:
    """What the process writes, line by line, until it ends or nobody wants it."""
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    pipe, left = process.stdout.fileno(), b""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while not stop():
            if not selector.select(_LOOKS):
                continue
            data = os.read(pipe, _BYTES)
            if not data:
                return
            *lines, left = (left + data).split(b"\n")
            yield from lines


def _end(process: "subprocess.Popen[bytes]") -> None:
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError, AttributeError):
            pipe.close()  # type: ignore[union-attr]  # both were asked for
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
