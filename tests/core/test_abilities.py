import os
import pty
import termios

import pytest

from core.abilities import SAMPLES, Abilities, asked, questions, understood

PLACES = b"".join(b"\x1b[12;%dR" % (cells + 1) for cells in (2, 2, 2, 2, 1, 2))
KITTY = (
    PLACES + b"\x1b[?0u\x1b[?1006;2$y\x1b[?2004;1$y\x1b[?2026;2$y"
    b"\x1bP1$r0;38:2::1:2:3m\x1b\\\x1bP1+r4d73=1b5d\x1b\\\x1b[?62;c"
)
PLAIN = PLACES + b"\x1b[?1006;0$y\x1bP1$r0;38:5:16m\x1b\\\x1bP0+r\x1b\\\x1b[?1;2c"


def test_what_a_terminal_answers_is_understood() -> None:
    able = understood(KITTY)
    assert able is not None
    assert dict(able.widths) == dict(zip(SAMPLES, (2, 2, 2, 2, 1, 2), strict=True))
    assert (able.colours, able.keys, able.mouse, able.paste, able.together, able.clipboard) == (
        True,
    ) * 6


def test_no_is_told_from_silence() -> None:
    able = understood(PLAIN)
    assert able is not None
    assert (able.colours, able.mouse) == (False, False)
    assert (able.keys, able.paste, able.together, able.clipboard) == (None,) * 4
    assert understood(b"\x1b[?64;1;52c") == Abilities(clipboard=True)


@pytest.mark.parametrize("said", [b"", b"jjkk", b"\x1b[A", b"\x1b[?1006;2$y"])
def test_keys_that_were_typed_are_no_answer(said: bytes) -> None:
    assert understood(said) is None


def test_keys_between_the_answers_do_no_harm() -> None:
    assert understood(b"q" + KITTY[:5] + KITTY[5:] + b"j") == understood(KITTY)
    able = understood(PLACES + b"\x1b[1;1R\x1b[?1c")
    assert able is not None
    assert able.widths == {}


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch):  # noqa: ANN201 - two streams and a number, from a generator
    main, side = pty.openpty()
    monkeypatch.setattr(os, "tcgetpgrp", lambda _: os.getpgrp())
    with os.fdopen(side, "r+b", buffering=0) as stream:
        yield main, stream
    os.close(main)


def test_the_terminal_is_asked_and_left_as_it_was(terminal: tuple[int, object]) -> None:
    main, stream = terminal
    before = termios.tcgetattr(main)
    os.write(main, KITTY)
    assert asked(stream, stream, 1.0) == understood(KITTY)
    assert termios.tcgetattr(main) == before
    assert os.read(main, 65_536).endswith(questions())


def test_one_that_says_nothing_is_not_waited_for(terminal: tuple[int, object]) -> None:
    _, stream = terminal
    assert asked(stream, stream, 0.01) is None
    assert asked(None, None, 1.0) is None
    with open(os.devnull) as nothing:  # noqa: PTH123 - a stream is all that is wanted
        assert asked(nothing, nothing, 1.0) is None
