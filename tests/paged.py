"""A vault in memory in which pages are renamed and merged."""

from collections.abc import Mapping
from datetime import UTC, date

from following_links import directory_of, parsed
from vaults import SETTINGS, rows
from written import InMemory

from core.actions.ground import Ground
from core.actions.page_drafting import Pages, saying
from core.alias_tables import read_table
from core.config import Config
from core.directory import table_places
from core.edit import Create, Move, Patch, Remember, Transaction, apply
from core.entities import Entity
from core.errors import Unreadable
from core.identity import Identity
from core.inbox.items import Arrival
from core.path import NotePath
from core.review.items import Evidence, ReviewRow
from core.spelling import folded
from core.vault import Standing

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


def item(entity: Entity) -> ReviewRow:
    """An entity as plans take it."""
    return ReviewRow(entity.key, entity.path, entity.name, entity.type, (), Evidence(None, 0, 0, 0), 0.0, 0, "")  # fmt: skip


def ground_of(pages: Pages, notes: Mapping[str, str]) -> Ground:
    """What plans stand on in a vault in memory: every file can be written, and nothing is remembered."""
    folders = {""} | {path[:at] for path in notes for at, sign in enumerate(path) if sign == "/"}

    def standing(path: NotePath) -> Standing | None:
        if path in notes:
            return Standing("file", 0, 1, hash(path), writable=True)
        return Standing("folder", 0, 1, hash(path), writable=True) if path in folders else None

    return Ground(
        config=Config(),
        today=date(2026, 1, 6),
        zone=UTC,
        read=pages.read,
        data=pages.data,
        standing=standing,
        listed=pages.listed,
        is_triaged=pages.triaged,
        settings=pages.settings,
        directory=lambda: pages.directory,
        written=pages.written,
        arrival=lambda row: Arrival(row.kind, row.title),
        remembered={},
        snoozed={},
        reviewed=pages.remembered,
        moved_keys={},
        outside=lambda names, _: pages.outside(names),
    )
