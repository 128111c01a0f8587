"""`winnow completions`: what may stand where on a command line, told to a shell.

The scripts are made of the tables that the command line is read by, so they know what it knows: commands, options,
verbs, lists, panes, themes. They start nothing while one types.
"""

from collections.abc import Callable, Mapping, Sequence

from core.browse import SORTS
from core.config_keys import SETTINGS
from core.panes import PANES
from core.places import user_file
from core.process import Exit
from core.themes import AUTO, load_themes, theme_folder
from tui.cli import shells
from tui.cli.arguments import BadUsage
from tui.cli.invocation import Invocation
from tui.cli.listing import LISTS
from tui.cli.settings import TEXTUAL_THEMES
from tui.cli.shells import Values
from tui.cli.verbs import all_verbs

SHELLS: Mapping[str, Callable[[Values], str]] = {
    "bash": shells.bash,
    "zsh": shells.zsh,
    "fish": shells.fish,
}
"""Shell → what makes its script."""


def completions(run: Invocation) -> Exit:
    """Print the script for a shell. Raises `BadUsage`."""
    shell = run.call.words[0]
    if shell not in SHELLS:
        raise BadUsage(f"winnow completes for {', '.join(SHELLS)}, not for “{shell}”")
    themes = [theme.name for theme in load_themes(theme_folder(user_file()))[0]]
    run.out.text(SHELLS[shell](values((*themes, AUTO, *TEXTUAL_THEMES))))
    return Exit.DONE


def values(themes: Sequence[str]) -> Values:
    """What each word of the table may be, where that is known beforehand."""
    return {
        "KIND": tuple(LISTS),
        "VERB": all_verbs(),
        "SHELL": tuple(SHELLS),
        "PANE": PANES,
        "THEME": tuple(dict.fromkeys(themes)),
        "BY": SORTS,
        "KEY": tuple(setting.key for setting in SETTINGS),
        "HOW": ("leave", "unlink", "redirect"),
    }
