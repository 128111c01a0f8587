import os
import stat
from dataclasses import fields, replace
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import config as module
from core.config import Config, dump_config, load_config

# TOML holds Unicode scalars only.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
WORD = TEXT.filter(str.strip)


@st.composite
def configs(draw: st.DrawFn) -> Config:
    return Config(
        vault=draw(st.none() | WORD),
        exclude=tuple(draw(st.lists(WORD.filter(lambda text: text.count("*") < 9), max_size=3))),
        inbox=tuple(draw(st.lists(st.sampled_from(["Inbox", "In/Box", "…"]), max_size=3))),
        entities=MappingProxyType(draw(st.dictionaries(TEXT, WORD, max_size=3))),
        me=tuple(draw(st.lists(WORD, max_size=3))),
        capture_file=draw(st.sampled_from(["TASKS_INBOX.md", "a/b.md"])),
        accept_remove_tags=tuple(draw(st.lists(st.sampled_from(["#a", "#ä/b"]), max_size=2))),
        reject_status=draw(st.sampled_from(["", "R", "-", "✗", '"'])),
        theme=draw(WORD),
        keys=MappingProxyType(
            draw(st.dictionaries(TEXT, st.lists(WORD, max_size=2).map(tuple), max_size=3))
        ),
        filters=MappingProxyType(draw(st.dictionaries(TEXT, WORD, max_size=3))),
        glyphs=draw(st.sampled_from(["unicode", "ascii"])),
        editor=draw(st.none() | WORD),
        confirm_items=draw(st.integers(0, 1000)),
        confirm_files=draw(st.integers(0, 1000)),
        cluster_threshold=draw(st.integers(50, 100)),
        max_note_bytes=draw(st.integers(1_000, 100_000_000)),
        auto_advance=draw(st.booleans()),
        watch=draw(st.sampled_from([True, False, "poll"])),
    )


@given(config=configs())
def test_what_is_printed_reads_back_equal(
    config: Config, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("config") / "winnow.toml"
    file.write_text(dump_config(config), encoding="utf-8", newline="")
    assert load_config(str(file), None) == (config, ())


def test_the_defaults_read_back_equal(tmp_path: Path) -> None:
    file = tmp_path / "winnow.toml"
    file.write_text(dump_config(Config()))
    assert load_config(str(file), None) == (Config(), ())


def test_every_setting_can_be_written_down() -> None:
    kept = {one.name for one in fields(Config) if one.compare}  # the rest says where it came from
    assert {setting.name for setting in module.SETTINGS} == kept


def test_no_file_is_every_default(tmp_path: Path) -> None:
    assert load_config(None, None) == (Config(), ())
    assert load_config(str(tmp_path / "a.toml"), str(tmp_path / "b.toml")) == (Config(), ())


def load(tmp_path: Path, own: str = "", vaults: str = "") -> tuple[Config, tuple[str, ...]]:
    user, vault = tmp_path / "winnow.toml", tmp_path / ".winnow.toml"
    user.write_text(own)
    vault.write_text(vaults)
    return load_config(str(user), str(vault))


BAD = {
    'me = "Ana"': "winnow.toml: me must be a list of names",
    "me = [1]": "winnow.toml: me must be a list of names, each of them a string that is not empty",
    "vault = 1": "winnow.toml: vault must be a string",
    "theme = ''": "winnow.toml: theme must be a string that is not empty",
    "glyphs = 'nerd'": 'winnow.toml: glyphs must be "unicode" or "ascii"',
    "auto_advance = 1": "winnow.toml: auto_advance must be true or false",
    "watch = 'often'": 'winnow.toml: watch must be true, false or "poll"',
    "confirm.items = true": "winnow.toml: confirm.items must be a whole number from 0 to 1000000",
    "confirm.items = -1": "winnow.toml: confirm.items must be a whole number from 0 to 1000000",
    "confirm = 3": "winnow.toml: confirm is no setting of Winnow",
    "confirm.itmes = 3": "winnow.toml: confirm.itmes is no setting of Winnow (is confirm.items meant?); it is ignored",
    "colour = 3": "winnow.toml: colour is no setting of Winnow",
    "scope.inbox = ['../Other']": "winnow.toml: scope.inbox must be a list of folders, each of them a path inside the vault",
    "scope.inbox = ['/etc']": "winnow.toml: scope.inbox must be a list of folders, each of them a path inside the vault",
    "capture.file = '~/x.md'": "winnow.toml: capture.file must be a path inside the vault",
    "scope.exclude = ['*a*a*a*a*a*a*a*a*a']": "winnow.toml: scope.exclude must be a list of patterns, each of them a pattern of at most 200 characters and 8 stars",
    "accept.remove_tags = ['x']": "winnow.toml: accept.remove_tags must be a list of tags, each of them a tag with its #",
    "reject.status = '--'": "winnow.toml: reject.status must be one character, or empty",
    "entities = 3": "winnow.toml: entities must be a table of folder names and types",
    "keys = {x = 1}": "winnow.toml: keys must be a table of command ids and keys, each of them a list of keys",
    "vault": "winnow.toml: Expected '=' after a key in a key/value pair",
    "x = " + "[" * 100_000: "winnow.toml: not TOML; the defaults are used",
    "x = " + "9" * 5_000: "winnow.toml: not TOML; the defaults are used",
    "\x80": "winnow.toml: not TOML; the defaults are used",
    "a = 1 #" + "x" * 300_000: "winnow.toml: not readable (larger than 256 kB)",
}  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), BAD.items(), ids=[text[:30] for text in BAD])
def test_a_bad_value_is_one_sentence_and_the_default(
    tmp_path: Path, text: str, problem: str
) -> None:
    file = tmp_path / "winnow.toml"
    file.write_bytes(text.encode("latin-1"))
    config, problems = load_config(str(file), None)
    assert config == Config()
    assert len(problems) == 1
    assert problems[0].startswith(problem)
    assert "\n" not in problems[0]


def test_a_bad_value_names_what_is_used_instead(tmp_path: Path) -> None:
    config, problems = load(tmp_path, 'me = ["Ada"]', "me = 3")
    assert config.me == ("Ada",)
    assert problems == ('.winnow.toml: me must be a list of names; ["Ada"] is used',)


def test_one_bad_value_does_not_cost_the_others(tmp_path: Path) -> None:
    config, problems = load(
        tmp_path, 'nonsense = 1\nme = ["Ada"]\n[confirm]\nitems = "x"\nfiles = 9'
    )
    assert config == replace(Config(), me=("Ada",), confirm_files=9)
    assert len(problems) == 2


def test_the_vaults_file_comes_over_the_users(tmp_path: Path) -> None:
    config, problems = load(tmp_path, 'theme = "a"\nglyphs = "ascii"', 'theme = "b"')
    assert (config.theme, config.glyphs, problems) == ("b", "ascii", ())


def test_keys_and_filters_of_both_files_count_name_by_name(tmp_path: Path) -> None:
    config, _ = load(
        tmp_path,
        '[keys]\n"task.accept" = "a"\nundo = ["u", "z"]\n[filters]\nmine = "owner:me"',
        '[keys]\nundo = "x"\n[filters]\nlate = "is:overdue"',
    )
    assert config.keys == {"task.accept": ("a",), "undo": ("x",)}
    assert config.filters == {"mine": "owner:me", "late": "is:overdue"}


def test_folder_names_of_the_vault_replace_the_default_ones(tmp_path: Path) -> None:
    config, _ = load(tmp_path, "", '[entities]\nClients = "customer"')
    assert config.entities == {"Clients": "customer"}


@pytest.mark.parametrize("setting", ['editor = "rm -rf"', 'vault = "/etc"'])
def test_a_vault_cannot_name_a_program_or_a_place_outside(tmp_path: Path, setting: str) -> None:
    config, problems = load(tmp_path, "", setting)
    assert config == Config()
    assert len(problems) == 1
    assert "is taken from your own winnow.toml only" in problems[0]


def test_control_characters_of_a_file_do_not_reach_the_sentence(tmp_path: Path) -> None:
    _, problems = load(
        tmp_path, r'"\u001b]0;x\u0007" = 1' + "\n[keys]\n" + r'a = "\u009b"', "keys = 3"
    )
    assert problems
    assert all(problem.isprintable() for problem in problems)


def test_a_fifo_for_settings_does_not_hang(tmp_path: Path) -> None:
    file = tmp_path / ".winnow.toml"
    os.mkfifo(file)
    config, problems = load_config(None, str(file))
    assert config == Config()
    assert problems == (".winnow.toml: not readable (not a file); the defaults are used",)


def test_a_folder_for_settings_is_a_sentence(tmp_path: Path) -> None:
    assert load_config(str(tmp_path), None)[1][0].endswith("; the defaults are used")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_unreadable_settings_are_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "winnow.toml"
    file.write_text("")
    file.chmod(stat.S_IWUSR)
    assert load_config(str(file), None)[1] == (
        "winnow.toml: not readable (Permission denied); the defaults are used",
    )


def test_a_key_without_end_costs_a_sentence_and_no_time(tmp_path: Path) -> None:
    file = tmp_path / ".winnow.toml"
    file.write_bytes(b"a" + b".a" * 90_000 + b" = 1\n")
    assert load_config(None, str(file)) == (
        Config(),
        (".winnow.toml: a key of more than 100 parts; the defaults are used",),
    )
    file.write_text("[scope]\nexclude = [" + '"a.b.c", ' * 90 + "]\n")
    assert load_config(None, str(file))[1] == ()


def test_of_many_lines_that_do_not_count_twenty_are_named(tmp_path: Path) -> None:
    file = tmp_path / ".winnow.toml"
    file.write_text("".join(f"k{number} = 1\n" for number in range(1_000)))
    _, problems = load_config(None, str(file))
    assert len(problems) == 21
    assert problems[-1] == ".winnow.toml: 980 more of its lines do not count"
