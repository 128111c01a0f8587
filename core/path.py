"""Where a note lies: vault-relative, with `/`, whatever the platform."""

from typing import NewType

NotePath = NewType("NotePath", str)
"""`Work/People/Ana Ruiz/README.md`. Bytes that are not UTF-8 are surrogates, as `os.fsdecode` gives."""


def folder_of(path: NotePath) -> str:
    """The folder that holds the note, `""` for the vault's root."""
    return path.rpartition("/")[0]


def name_of(path: NotePath) -> str:
    """The file name with its ending."""
    return path.rpartition("/")[2]


def stem_of(path: NotePath) -> str:
    """The file name without its last ending: what a wikilink calls the note."""
    name = name_of(path)
    return name.rpartition(".")[0] or name
