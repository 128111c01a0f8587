"""The settings as a file that a person reads: each key with its sentence, and its default in a comment."""

import textwrap
from collections.abc import Mapping

from core.config import Config
from core.config_keys import BY_KEY, SETTINGS, Setting
from core.display import safe_text
from core.errors import Refused
from core.parse.toml import Path, key_text, value_text

_WIDE = 100
_HEAD = (
    "Settings of Winnow. A line such as `#theme = …` is the default (of `[keys]` and `[filters]` an example), and"
    " counts when its `#` is gone. A `.winnow.toml` in a vault comes over this file."
)
_EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "keys": {"task.accept": ("a", "y")},
    "filters": {"this week": "owner:me due:this-week"},
}
"""What may stand in a table that is empty by default."""


def commented_config(config: Config | None = None) -> str:
    """All settings as TOML with a comment for each, which `load_config` reads back.

    Args:
        config: The values. `None`: every one of them is a comment, too, and none is set.
    """
    lines = _comment(_HEAD)
    section = ""
    for setting in SETTINGS:
        head, dot, name = setting.key.rpartition(".")
        lines.append("")
        if dot and head != section:
            section = head
            lines.append(f"[{head}]")
        lines += _comment(setting.says)
        value = getattr(config or Config(), setting.name)
        if isinstance(value, Mapping):
            written = _table(setting, value if value or config else _EXAMPLES[setting.key])
        else:
            written = _line(name, "" if value is None else value)
        lines += written if config else [f"#{line}" for line in written]
    return "\n".join([*lines, ""])


def path_of(key: str) -> Path:
    """A key with its table: `keys.undo` and `keys.task.accept` stand in the table `keys`."""
    table, dot, name = key.partition(".")
    return (table, name) if dot else (table,)


def setting_text(config: Config, key: str) -> str:
    """One setting, or one entry of a table of them, as TOML; an entry that is not there is empty.

    Raises:
        Refused: There is no such setting.
    """
    setting, path = BY_KEY.get(key), path_of(key)
    if setting is None and path[0] in BY_KEY and path[1:]:
        value = getattr(config, BY_KEY[path[0]].name).get(path[1], "")
        return f"{key_text(path)} = {value_text(value)}"
    if setting is None:
        raise Refused(f"{safe_text(key)} is no setting of Winnow; winnow config prints all of them")
    value = getattr(config, setting.name)
    if isinstance(value, Mapping):
        return "\n".join(_table(setting, value))
    return f"{key} = {value_text('' if value is None else value)}"


def _comment(says: str) -> list[str]:
    return textwrap.wrap(
        says, _WIDE, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
    )


def _line(name: str, value: str | int | tuple[str, ...]) -> list[str]:
    written = f"{name} = {value_text(value)}"
    if len(written) <= _WIDE or not isinstance(value, tuple):
        return [written]
    return [f"{name} = [", *(f"    {value_text(one)}," for one in value), "]"]


def _table(setting: Setting, value: Mapping[str, object]) -> list[str]:
    entries = (
        f"{key_text((name,))} = {value_text(one)}"
        for name, one in value.items()
        if isinstance(one, str | tuple)
    )
    return [f"[{setting.key}]", *entries]
