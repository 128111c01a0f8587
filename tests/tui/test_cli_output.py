import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.display import DANGEROUS
from tui.cli.output import Cell, Column, Output, cells, clip

# Every character that can be in decoded notes, lone surrogates included.
HOSTILE = st.text(st.characters() | st.sampled_from(sorted(DANGEROUS)))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def output(stdout: io.StringIO, stderr: io.StringIO | None = None, **variables: str) -> Output:
    return Output(stdout, stderr or io.StringIO(), variables)


@given(text=HOSTILE)
def test_lines_show_every_control_character_as_something_else(text: str) -> None:
    stdout, stderr = io.StringIO(), io.StringIO()
    out = output(stdout, stderr)
    out.line(text, Cell(text, "red"))
    out.complain(text)
    out.diff(text)
    out.table((Column(), Column(right=True, share=1)), [(Cell(text, "bold"), Cell(text))])
    written = stdout.getvalue() + stderr.getvalue()
    assert not (DANGEROUS - {"\n"}) & set(written)
    assert stderr.getvalue().count("\n") == 1


@given(value=st.recursive(HOSTILE | st.none() | st.booleans() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(HOSTILE, inner)))  # fmt: skip
def test_json_is_ascii_without_lone_surrogates(value: object) -> None:
    one, rows = io.StringIO(), io.StringIO()
    output(one).json(value)
    output(rows).json_rows([value, value])
    for stream in (one, rows):
        assert stream.getvalue().isascii()
        json.dumps(json.loads(stream.getvalue()), ensure_ascii=False).encode()
    assert json.loads(rows.getvalue()) == [json.loads(one.getvalue())] * 2


def test_bytes_that_were_not_utf8_are_replaced_one_by_one() -> None:
    stdout = io.StringIO()
    output(stdout).json(["a\udcff\udcfe", "😀"])
    assert json.loads(stdout.getvalue()) == ["a��", "😀"]


@pytest.mark.parametrize("rows", [[], [1], [{"a": None}, []]])
def test_rows_make_one_array(rows: list[object]) -> None:
    stdout = io.StringIO()
    output(stdout).json_rows(rows)
    assert json.loads(stdout.getvalue()) == rows


def test_columns_are_aligned_by_what_they_take_on_the_screen() -> None:
    stdout = io.StringIO()
    rows = [(Cell("日本"), Cell("1"), Cell("x")), (Cell("e\u0301"), Cell("22"), Cell("y"))]
    output(stdout).table((Column(), Column(right=True), Column()), rows)
    assert stdout.getvalue() == "日本   1  x\ne\u0301     22  y\n"


def test_a_pipe_gets_text_whole_and_a_terminal_gets_it_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    rows = [(Cell("id"), Cell("word " * 30), Cell("note " * 30))]
    columns = (Column(), Column(share=2), Column(share=1))
    pipe, terminal = io.StringIO(), Terminal()
    output(pipe).table(columns, rows)
    output(terminal, TERM="xterm").table(columns, rows)
    assert pipe.getvalue().count("word") == 30
    assert len(terminal.getvalue().rstrip("\n")) <= 40
    assert terminal.getvalue().count("…") == 2


def test_colour_is_for_terminals_that_want_it() -> None:
    for stream, variables, painted in (
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ):
        output(stream, **variables).line(Cell("x", "red"))
        assert ("\x1b[31m" in stream.getvalue()) is painted


def test_progress_and_remarks_are_for_terminals_only() -> None:
    for stderr, spoken in ((Terminal(), True), (io.StringIO(), False)):
        out = output(io.StringIO(), stderr)
        out.progress(1, 2)
        out.progress(2, 2)
        out.remark("two listed")
        assert bool(stderr.getvalue()) is spoken


def test_a_question_wants_a_terminal_on_both_sides() -> None:
    assert output(io.StringIO(), Terminal()).ask("Sure?", io.StringIO("y\n")) is None
    assert output(io.StringIO(), io.StringIO()).ask("Sure?", Terminal("y\n")) is None
    answers = {"y\n": True, "YES\n": True, "\n": False, "n\n": False, "": False}
    for typed, answer in answers.items():
        assert output(io.StringIO(), Terminal()).ask("Sure?", Terminal(typed)) is answer


@given(text=st.text(), width=st.integers(1, 20))
def test_a_cut_text_fits(text: str, width: int) -> None:
    cut = clip(text, width)
    assert cells(cut) <= width
    assert cut == text or cut.endswith("…")
