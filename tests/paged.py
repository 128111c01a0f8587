"""A vault in memory in which pages are renamed and merged."""

from collections.abc import Mapping

from following_links import directory_of, parsed
from vaults import SETTINGS, rows
from written import InMemory

from core.actions.page_drafting import Pages, saying
from core.alias_tables import read_table
from core.config import Config
from core.directory import table_places
from core.edit import Create, Move, Patch, Remember, Transaction, apply
from core.errors import Unreadable
from core.identity import Identity
from core.path import NotePath
from core.spelling import folded

FILES = ("_MANIFEST.md", "aliases.yaml")


def pages_of(
    notes: Mapping[str, str],
    others: Mapping[str, str] | None = None,
    remembered: Mapping[str, str] | None = None,
) -> Pages:
    """The vault as plans about pages see it; `others`: what is out of scope."""
    others = others or {}
    written = InMemory()
    written.take(rows(path, text) for path, text in notes.items())
    directory = directory_of(notes, others)
    everything = {**notes, **others}

    def data(path: NotePath) -> bytes:
        if path not in everything:
            raise Unreadable(f"{path} is gone")
        return everything[path].encode("utf-8", "surrogateescape")

    def listed(folder: str) -> list[str]:
        front = f"{folder}/" if folder else ""
        below = [path.removeprefix(front) for path in everything if path.startswith(front)]
        return sorted({one.partition("/")[0] for one in below})

    tables = tables_of(everything, directory.identity)
    identity = directory.identity.with_tables(tables)
    directory = type(directory)(directory.snapshot, directory.types, identity, directory.links.updated((), (), identity))  # fmt: skip
    return Pages(
        directory,
        written,
        lambda path: parsed(path, data(path).decode("utf-8", "surrogateescape")),
        data,
        lambda _: SETTINGS,
        listed,
        lambda path: path not in others,
        tables,
        FILES,
        lambda names: [NotePath(path) for path, text in notes.items() if any(folded(one) in folded(text) for one in names)],
        remembered or {},
        lambda names: saying((NotePath(one) for one in others if one.endswith(".md")), data, names),
    )  # fmt: skip


def tables_of(notes: Mapping[str, str], identity: Identity) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for path in table_places(FILES, identity, Config().entities):
        if path in notes:
            table = read_table(path, notes[path].encode(), lambda text: bool(identity.named(text)))
            for name, others in table.names.items():
                found[name] = (*found.get(name, ()), *others)
    return found


def done(notes: Mapping[str, str], transaction: Transaction | None) -> dict[str, str]:
    """The files when a transaction is made, change after change."""
    made = {path: text.encode("utf-8", "surrogateescape") for path, text in notes.items()}
    for change in transaction.changes if transaction else ():
        match change:
            case Move(path, to, _):
                assert to not in made, to
                made[to] = made.pop(path)
            case Patch(path, _, _, edits):
                made[path] = apply(made[path], edits)
            case Create(path, data):
                assert path not in made
                made[path] = data
            case Remember():
                pass
            case _:
                raise AssertionError(change)
    return {path: data.decode("utf-8", "surrogateescape") for path, data in made.items()}
