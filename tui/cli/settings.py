"""`winnow config` and `themes`: what is in force, as it could be written down."""

from core.config import VAULT_FILE, Config, dump_config
from core.config_file import commented_config, setting_text
from core.places import cache_home, folders_of, state_home
from core.process import Exit
from core.themes import AUTO, load_themes, theme_folder
from tui.cli.invocation import Invocation
from tui.cli.output import Cell

TEXTUAL_THEMES = (
    "ansi-dark", "ansi-light", "atom-one-dark", "atom-one-light", "catppuccin-frappe",
    "catppuccin-latte", "catppuccin-macchiato", "catppuccin-mocha", "dracula", "flexoki", "gruvbox",
    "monokai", "nord", "rose-pine", "rose-pine-dawn", "rose-pine-moon", "solarized-dark",
    "solarized-light", "textual-dark", "textual-light", "tokyo-night",
)  # fmt: skip
"""Textual's own: a test compares them, because to ask Textual would load it."""


def config(run: Invocation) -> Exit:
    """Print the settings as TOML that reads back the same, or where things lie."""
    if run.call.words:
        _one(run, *run.call.words)
    elif run.call.flag("--places"):
        _places(run)
    elif run.call.flag("--defaults"):
        run.out.text(commented_config(Config()))
    else:
        run.out.text(dump_config(run.settings(run.request()).config))
    return Exit.DONE


def _one(run: Invocation, key: str, written: str | None = None) -> None:
    """Print one setting, or write it into the user's file. Raises `WinnowError`."""
    from core.settings_file import change_setting, read_value  # noqa: PLC0415 - to print needs less

    request = run.request()
    found = run.settings(request)
    config = found.config
    if written is not None:
        config = change_setting(found.file, found.root, key, read_value(key, written))
        run.out.remark(f"written into {found.file}")
    for line in setting_text(config, key).split("\n"):
        run.out.line(line)


def _places(run: Invocation) -> None:
    """Print where the settings, the state and the cache are, of the vault too where there is one."""
    request = run.request()
    found = run.settings(request)
    places = {
        "settings": found.file,
        "themes": theme_folder(found.file),
        "state": request.state or state_home(),
        "cache": request.cache or cache_home(),
    }
    if found.root is not None:
        state, cache = folders_of(found.root, request.state, request.cache)
        of_vault = {"": found.root, " settings": f"{found.root}/{VAULT_FILE}", " state": state, " cache": cache}  # fmt: skip
        places |= {f"vault{what}": place for what, place in of_vault.items()}
    if run.call.flag("--json"):
        run.out.json(places)
        return
    for what, place in places.items():
        run.out.line(Cell(f"{what:<15} ", "dim"), place)


def theme_names(settings_file: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What `theme` may be where the settings are there, and what is wrong with the person's own themes."""
    listed, problems = load_themes(theme_folder(settings_file))
    return tuple(dict.fromkeys([AUTO, *(one.name for one in listed), *TEXTUAL_THEMES])), problems


def themes(run: Invocation) -> Exit:
    """Print the names that `theme` may have."""
    found = run.settings(run.request())
    names, problems = theme_names(found.file)
    for problem in problems:
        run.out.complain(problem)
    chosen = found.config.theme
    for name in names:
        run.out.line(Cell(name, "bold" if name == chosen else ""), "  *" if name == chosen else "")
    return Exit.DONE
