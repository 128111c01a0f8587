"""The pictures of the pages show the program of today; `make screenshots` draws them anew."""

import gc
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Input

from docs.pictures import FOLDER, STEPS, pictures, text_of

_PATIENCE = 5
"""Seconds for each picture on a machine that is slow."""


@pytest.fixture
def _as_it_was() -> Iterator[None]:
    blink = Input.cursor_blink._default
    yield
    Input.cursor_blink._default = blink
    gc.enable()


@pytest.mark.usefixtures("_as_it_was")
async def test_the_pictures_show_the_program_of_today(tmp_path: Path) -> None:
    shown = {one.name: one.text async for one in pictures(str(tmp_path), patience=_PATIENCE)}
    assert shown == {name: text_of(name) for name, _ in STEPS}, "make screenshots draws them anew"


@pytest.mark.parametrize("name", [name for name, _ in STEPS])
def test_a_picture_says_what_lies_beside_it(name: str) -> None:
    drawn = (FOLDER / f"{name}.svg").read_text("utf-8").partition('-matrix">')[2]
    words = html.unescape("".join(re.findall(r"<text[^>]*>(.*?)</text>", drawn, re.S)))
    assert "".join(words.split()) == "".join(text_of(name).split())
