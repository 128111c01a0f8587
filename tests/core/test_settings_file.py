import os
import stat
import tomllib
from itertools import takewhile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.config import Config, load_config
from core.errors import Refused, WriteFailed
from core.settings_file import with_setting, write_setting

THEME, ORDER = ("theme",), ("tasks", "order")
STORIES = [
    # Before, key, value, after.
    ("", THEME, "nord", 'theme = "nord"\n'),
    ("", ORDER, "plain", '[tasks]\norder = "plain"\n'),
    ('theme = "a"', THEME, "b", 'theme = "b"'),
    ("theme='a'# mine\r\n", THEME, "b", 'theme="b"# mine\r\n'),
    ('"theme" = """a"""   # """\n', THEME, "b", '"theme" = "b"   # """\n'),
    ('me = ["a", # "]\n "b"]\nx=1', ("me",), ("c",), 'me = ["c"]\nx=1'),
    ('[tasks] # t\norder = "learned" # o\n', ORDER, "plain", '[tasks] # t\norder = "plain" # o\n'),
    ("[tasks]\n[x]\ny = 1\n", ORDER, "plain", '[tasks]\norder = "plain"\n[x]\ny = 1\n'),
    ("tasks.order='learned'\n", ORDER, "plain", 'tasks.order="plain"\n'),
    ("tasks.new = 1\nb = 2\n", ORDER, "plain", 'tasks.new = 1\ntasks.order = "plain"\nb = 2\n'),
    ("tasks = {order='a', n=1}\n", ORDER, "plain", 'tasks = {order="plain", n=1}\n'),
    ("tasks = { n = 1 }\n", ORDER, "plain", 'tasks = { n = 1, order = "plain" }\n'),
    ("tasks = {}\n", ORDER, "plain", 'tasks = { order = "plain" }\n'),
    ("b = 2\r\n", THEME, "n", 'b = 2\r\ntheme = "n"\r\n'),
    ("b = 2", THEME, "n", 'b = 2\ntheme = "n"\n'),
    ("# mine\r\n", THEME, "n", '# mine\r\ntheme = "n"\r\n'),
    ("# mine", THEME, "n", '# mine\ntheme = "n"\n'),
    ("# hello\n\n# of x\n[x]\ny = 1\n", THEME, "n", '# hello\n\ntheme = "n"\n\n# of x\n[x]\ny = 1\n'),
    ("# says\n# theme = 'x'\n\nb = 1\n", THEME, "n", "# says\n# theme = 'x'\ntheme = \"n\"\n\nb = 1\n"),
    ("[x]\n[[y]]\nz = 1\n", ORDER, "plain", '[x]\n[[y]]\nz = 1\n\n[tasks]\norder = "plain"\n'),
    ("", ("filters", "this week"), "is:any", '[filters]\n"this week" = "is:any"\n'),
    ('[filters]\n"a.b" = "x"\n', ("filters", "a.b"), "y", '[filters]\n"a.b" = "y"\n'),
    ("[keys]\n'task.accept' = ['a']\n", ("keys", "task.accept"), ("y", "ä"), "[keys]\n'task.accept' = [\"y\", \"ä\"]\n"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "path", "value", "after"), STORIES)
def test_one_value_changes_and_the_rest_stays(
    before: str, path: tuple[str, ...], value: str, after: str
) -> None:
    assert with_setting(before.encode(), path, value).decode() == after


@pytest.mark.parametrize(
    "before",
    ["theme", "\ufefftheme = 'a'", "tasks = 1", "[[tasks]]\norder = 'a'", "x = " + "[" * 9_000],
)
def test_what_cannot_be_changed_alone_is_left(before: str) -> None:
    with pytest.raises(Refused, match=r"^winnow\.toml "):
        with_setting(before.encode(), ORDER, "plain")


def test_bytes_that_are_no_text_are_left() -> None:
    with pytest.raises(Refused, match="no TOML"):
        with_setting(b"# \xff\n", THEME, "x")


WORDS = st.sampled_from(["theme", "order", "tasks", "'a b'", '"x.y"', "n"])
VALUES = st.sampled_from(
    ["1", "'a'", '"b # c"', "[1, # ]\n 2]", '"""x\n"y"\n"""', "{ n = 1 }", "{}", "'''\n''a'''", "1979-05-27"]
)  # fmt: skip
GAPS = st.sampled_from(["\n", "\r\n", " # why\n", "\n\n# [tasks]\n", "\t\n"])
LINES = st.one_of(
    st.builds("{} = {}{}".format, WORDS, VALUES, GAPS),
    st.builds("{}.{}= {}{}".format, WORDS, WORDS, VALUES, GAPS),
    st.builds("[{}]{}".format, WORDS, GAPS),
    st.builds("[{}.{}]{}".format, WORDS, WORDS, GAPS),
    st.builds("[[{}]]{}".format, WORDS, GAPS),
)


def _same(one: bytes, other: bytes) -> int:
    """How many bytes both begin with."""
    return sum(1 for _ in takewhile(lambda two: two[0] == two[1], zip(one, other, strict=False)))


@settings(max_examples=150)
@given(lines=st.lists(LINES, max_size=6), path=st.sampled_from([THEME, ORDER, ("n", "a b")]))
def test_in_any_file_the_value_is_the_only_thing_that_changes(
    lines: list[str], path: tuple[str, ...]
) -> None:
    data = "".join(lines).encode()
    try:
        before = tomllib.loads(data.decode())
        after = with_setting(data, path, "new")
    except (tomllib.TOMLDecodeError, Refused):
        return
    table = wanted = tomllib.loads(data.decode())
    for name in path[:-1]:
        table = table.setdefault(name, {})
    table[path[-1]] = "new"
    assert tomllib.loads(after.decode()) == wanted
    # At most the lines of one value differ: those before and behind it are there still.
    front = _same(data, after)
    back = _same(data[front:][::-1], after[front:][::-1])
    assert data[front : len(data) - back].count(b"\n") <= 2
    assert all(after.count(comment) >= data.count(comment) for comment in (b"# why", b"# [tasks]"))
    assert with_setting(after, path, "new") == after
    assert before == tomllib.loads(data.decode())


def test_the_file_is_made_where_it_is_missing_for_the_user_alone(tmp_path: Path) -> None:
    file = tmp_path / "config" / "winnow.toml"
    write_setting(str(file), "tasks.order", "plain")
    assert load_config(str(file), None) == (Config(tasks_order="plain"), ())
    assert '#order = "learned"\norder = "plain"\n' in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["winnow.toml"]


def test_a_link_stays_a_link_and_the_mode_stays(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles.toml", tmp_path / "winnow.toml"
    real.write_text("theme = 'a'\n")
    real.chmod(0o640)
    link.symlink_to(real)
    write_setting(str(link), "theme", "b")
    assert link.is_symlink()
    assert (real.read_text(), stat.S_IMODE(real.stat().st_mode)) == ('theme = "b"\n', 0o640)


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("colour", "red", "colour is no setting of Winnow"),
        ("tasks.order", "odd", 'tasks.order must be "learned" or "plain"'),
        ("confirm.items", -1, "confirm.items must be a whole number from 0 to 1000000"),
        (("filters", "x"), "", "filters must be a table of names and filters, each of them a"),
    ],
)
def test_what_no_setting_may_be_is_not_written(
    tmp_path: Path, key: str, value: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=f"^{sentence}"):
        write_setting(str(tmp_path / "winnow.toml"), key, value)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_file_is_left_with_a_sentence(tmp_path: Path) -> None:
    loop, folder, large = tmp_path / "loop", tmp_path / "folder", tmp_path / "large"
    loop.symlink_to(loop)
    folder.mkdir()
    large.write_bytes(b"#" * 10_000_000)
    for file in (loop, folder, large):
        with pytest.raises(Refused, match="cannot be read"):
            write_setting(str(file), "theme", "x")
    endless = tmp_path / "endless"
    endless.write_bytes(b"a" + b".a" * 9_000 + b" = 1")
    with pytest.raises(Refused, match="more than 100 parts"):
        write_setting(str(endless), "theme", "x")
    assert large.stat().st_size == 10_000_000


def test_a_disk_that_refuses_leaves_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "winnow.toml"
    file.write_text("theme = 'a'\n")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteFailed, match="No space left"):
        write_setting(str(file), "theme", "b")
    assert [one.name for one in tmp_path.iterdir()] == ["winnow.toml"]
    assert file.read_text() == "theme = 'a'\n"


def test_what_another_program_wrote_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "winnow.toml"
    file.write_text("theme = 'a'\n")
    monkeypatch.setattr(os, "fsync", lambda _: file.write_text("theme = 'mine'\n"))
    with pytest.raises(Refused, match="changed by another program"):
        write_setting(str(file), "theme", "b")
    assert file.read_text() == "theme = 'mine'\n"
    assert [one.name for one in tmp_path.iterdir()] == ["winnow.toml"]
