import re
import stat
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from core.config import Config, load_config
from core.config_file import commented_config
from core.config_keys import SETTINGS, Setting
from core.errors import Refused, WriteFailed
from core.settings_file import with_setting, write_commented, write_setting


def loaded(tmp_path: Path, text: str) -> Config:
    file = tmp_path / "winnow.toml"
    file.write_text(text)
    config, problems = load_config(str(file), None)
    assert problems == ()
    return config


def test_what_is_commented_out_sets_nothing_and_counts_without_its_sign(tmp_path: Path) -> None:
    text = commented_config()
    assert loaded(tmp_path, text) == Config()
    live = re.sub(r"^#(?! )", "", text, flags=re.M).replace("#    ", "    ")
    config = loaded(tmp_path, live)
    # The tables that are empty by default show an example.
    assert replace(config, keys=Config().keys, filters=Config().filters) == Config()
    assert (len(config.keys), len(config.filters)) == (1, 1)


def test_what_is_in_force_reads_back_equal(tmp_path: Path) -> None:
    assert loaded(tmp_path, commented_config(Config())) == Config()
    mine = Config(vault="/x", me=("a", "b" * 90), keys={"undo": ("u",)}, filters={"a b": "c"})
    assert loaded(tmp_path, commented_config(mine)) == mine


def test_every_setting_stands_there_with_its_sentence() -> None:
    text = " ".join(line.removeprefix("# ") for line in commented_config().split("\n"))
    assert all(setting.says in text for setting in SETTINGS)
    assert max(map(len, commented_config().split("\n"))) <= 100


@pytest.mark.parametrize("setting", SETTINGS, ids=[one.key for one in SETTINGS])
def test_every_sentence_is_one(setting: Setting) -> None:
    says, wanted = setting.says, setting.wanted
    assert says.endswith(".")
    assert says.count("`") % 2 == 0
    assert wanted


def test_a_setting_is_written_behind_the_comment_that_has_its_default() -> None:
    text = commented_config()
    one = with_setting(text.encode(), ("tasks", "order"), "plain").decode()
    assert '#order = "learned"\norder = "plain"\n' in one
    two = with_setting(one.encode(), ("scope", "exclude"), ["/x/"]).decode()
    assert '#    "Tasks Plugin - *.md",\n#]\nexclude = ["/x/"]\n' in two
    three = with_setting(two.encode(), ("theme",), "nord").decode()
    assert '#theme = "winnow-dark"\ntheme = "nord"\n' in three
    four = tomllib.loads(with_setting(three.encode(), ("keys", "undo"), ["z"]).decode())
    assert (four["keys"], four["theme"]) == ({"undo": ["z"]}, "nord")


def test_the_first_file_names_the_vault_and_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "config" / "winnow.toml"
    write_setting(str(file), "vault", "/home/ä/My Notes")
    before = file.read_bytes()
    assert load_config(str(file), None) == (Config(vault="/home/ä/My Notes"), ())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(Refused, match="is there already"):
        write_commented(str(file))
    assert file.read_bytes() == before
    write_setting(str(file), "theme", "nord")
    assert file.read_text() == before.decode().replace(
        '#theme = "winnow-dark"\n', '#theme = "winnow-dark"\ntheme = "nord"\n'
    )


def test_where_it_cannot_be_written_nothing_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WriteFailed, match="cannot be written"):
        write_commented(str(tmp_path / "file" / "winnow.toml"))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(WriteFailed, match="No space left"):
        write_commented(str(tmp_path / "winnow.toml"))
    assert not (tmp_path / "winnow.toml").exists()


def test_hostile_settings_cost_a_sentence_and_no_more(tmp_path: Path) -> None:
    loop, folder, large, binary = (tmp_path / name for name in ("loop", "folder", "large", "bin"))
    loop.symlink_to(loop)
    folder.mkdir()
    large.write_bytes(b"#" * 10_000_000)
    binary.write_bytes(bytes(range(256)))
    for file in (loop, folder, large, binary):
        config, problems = load_config(str(file), str(file))
        assert config == Config()
        assert [problem.endswith("; the defaults are used") for problem in problems] == [True] * 2
