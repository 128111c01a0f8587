"""The alias tables of a vault, read where they lie and again where they changed."""

from collections.abc import Mapping, Sequence

from core.alias_tables import MAX_BYTES, Table, read_table
from core.config import Config
from core.directory import Tables, table_places
from core.errors import WinnowError
from core.identity import Identity
from core.path import NotePath
from core.spelling import folded
from core.vault import FileStat, Vault, is_gone

_MOST = 50
"""Files that are looked for: a vault's own settings may name any number."""


class AliasFiles:
    """The tables that the settings name; remembers what it read."""

    def __init__(self, vault: Vault, files: Sequence[str], types: Mapping[str, str]) -> None:
        """Nothing is read yet.

        Args:
            vault: Where they lie.
            files: As the setting `aliases.files` has them.
            types: Folder name → type.
        """
        self._vault = vault
        self._types = types
        self._files = files[:_MOST]
        self._found: Tables = {}
        self._asked_for = [one for one in self._files if one not in Config().alias_files]
        self._read: dict[NotePath, tuple[FileStat, Table]] = {}
        self.problems: tuple[str, ...] = ()
        """Sentences about tables that do not count; not safe to show."""

    def tables(self, identity: Identity) -> Tables:
        """What they say now: name → its other spellings; the same object while that is so. Never raises."""
        problems: list[str] = []
        read: dict[NotePath, tuple[FileStat, Table]] = {}
        for path in table_places(self._files, identity, self._types):
            try:
                read[path] = self._table(path, identity)
            except WinnowError as error:
                if not is_gone(error):
                    problems.append(str(error))
        problems += [
            f"{file} is not there; aliases.files in the settings names it"
            for file in self._asked_for
            if not any(path == file or path.endswith(f"/{file}") for path in read)
        ]
        problems += [
            f"{path} {table.problem}" for path, (_, table) in read.items() if table.problem
        ]
        self.problems = tuple(problems)
        if read == self._read:
            return self._found
        found: dict[str, tuple[str, ...]] = {}
        for _, table in read.values():
            for name, others in table.names.items():
                found[name] = (*found.get(name, ()), *others)
        self._read, self._found = read, found
        return found

    def _table(self, path: NotePath, identity: Identity) -> tuple[FileStat, Table]:
        """One of them. Raises `Unreadable`, `OutsideVault`."""

        def is_name(text: str) -> bool:
            plain = folded(text)
            return any(folded(one.name) == plain for one in identity.named(text))

        file = self._vault.stat(path)
        known = self._read.get(path)
        if known is not None and known[0] == file:
            return known
        if file.size > MAX_BYTES:
            return file, Table({}, f"is longer than {MAX_BYTES // 1024} kB and is not read")
        return file, read_table(path, self._vault.read(path), is_name)
