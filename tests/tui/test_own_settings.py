from pathlib import Path

import pytest
from desk import write_vault
from piloting import desk_on

from core.config import Config, load_config
from core.parse.toml import Value


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("theme", "winnow-light", "theme = “winnow-light” now"),
        ("auto_advance", False, "auto_advance = false now"),
        ("tasks.order", "plain", "tasks.order = “plain” now"),
        ("ledger.in_vault", True, "counts from the next start"),
    ],
)
async def test_a_setting_that_is_chosen_counts_and_is_written_down(
    tmp_path: Path, key: str, value: Value, said: str
) -> None:
    file = tmp_path / "own" / "winnow.toml"
    file.parent.mkdir()
    file.write_text("# mine\nglyphs = 'ascii'\n")
    (tmp_path / "vault").mkdir()
    async with desk_on(tmp_path / "vault") as desk:
        desk.app.settings_file = str(file)
        desk.app.own_settings.choose(key, value)
        await desk.settle()
        assert said in desk.toasts
        assert desk.app.config.auto_advance is (key != "auto_advance")
        assert (desk.app.theme == value) is (key == "theme")
    config, problems = load_config(str(file), None)
    assert problems == ()
    assert value in {config.theme, config.auto_advance, config.tasks_order, config.ledger_in_vault}
    assert file.read_text().startswith("# mine\nglyphs = 'ascii'\n")


async def test_other_signs_are_drawn_at_once(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "vault")
    async with desk_on(vault) as desk:
        desk.app.settings_file = str(tmp_path / "winnow.toml")
        for pane in ("entities", "inbox", "review", "tasks"):
            await desk.do(f"pane.{pane}")
            assert not desk.screen.isascii()
        for glyphs in ("ascii", "unicode"):
            desk.app.own_settings.choose("glyphs", glyphs)
            await desk.settle()
            desk.app.clear_notifications()
            for pane in ("entities", "inbox", "review", "tasks"):
                await desk.do(f"pane.{pane}")
                own = desk.screen.replace("📅", "")  # the note says that
                assert own.isascii() is (glyphs == "ascii")


async def test_what_the_vault_says_otherwise_is_said(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / ".winnow.toml").write_text('theme = "nord"')
    async with desk_on(vault) as desk:
        desk.app.settings_file = str(tmp_path / "winnow.toml")
        desk.app.own_settings.choose("theme", "winnow-light")
        desk.app.own_settings.choose("glyphs", "odd")
        await desk.settle()
        assert ".winnow.toml of this vault says otherwise" in desk.toasts
        assert 'glyphs must be "unicode" or "ascii".' in desk.toasts
        assert desk.app.theme == Config().theme


async def test_what_may_be_chosen_is_every_setting_of_few_values(tmp_path: Path) -> None:
    async with desk_on(tmp_path) as desk:
        found = {choice.key: choice for choice in desk.app.own_settings.choices()}
        assert {"theme", "glyphs", "tasks.order", "auto_advance", "watch"} <= found.keys()
        assert all(choice.now in choice.values for choice in found.values())
        assert "winnow-light" in found["theme"].values
