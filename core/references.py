"""What names a file, and must still name it when that file lies elsewhere. Pure.

Each link is followed twice: as links lead now, and as they will lead when every file has its new place.
Where both do not end at the same file the link is written anew, in its own form and as short as is right;
all others stay as they are. That holds for links to what moves, for links in what moves, and for links
to others that a new name would draw away. What stands in code, comments and the like is no link.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from core.backlinks import Written
from core.directory import Directory, Tables, page_of
from core.edit import Edit
from core.entities import PAGE, Entity, Page, place_of, same_type
from core.errors import WinnowError
from core.identity import Identity
from core.index.rows import MARKDOWN, TO_SOURCE, LinkRow, NoteRow
from core.links import Kind, Resolution
from core.note import Note
from core.path import NotePath, folder_of, name_of, stem_of
from core.rewriting import Rewriting, Use
from core.spelling import folded
from core.targets import (
    ANY_KEY,
    PAGE_KEY,
    Keys,
    Naming,
    key_of,
    origin_keys,
    origins,
    target_keys,
    targets,
)

_NOTHING: Mapping[NotePath, NotePath] = MappingProxyType({})
_OBSIDIANS: frozenset[Kind] = frozenset({"suffix", "basename"})
_WEAKER: Mapping[Kind, int] = MappingProxyType(
    {"path": 0, "folder": 2, "alias": 3, "title": 4, "moved": 5}
)
_DRAFT = "draft"
_MOST_DRAFTS = 200
"""That are opened to see what they answer, which no list knows."""


class Rewritten(NamedTuple):
    """What is to be written so that every reference leads where it led."""

    edits: Mapping[NotePath, tuple[Edit, ...]]
    """By the path that the note has before anything moves; in order."""
    problems: tuple[tuple[NotePath, str], ...]
    """References that will lead elsewhere, by note; the sentences are not safe to show."""


def moved(  # noqa: PLR0913 - four of them are named by the caller
    directory: Directory,
    written: Written,
    read: Callable[[NotePath], Note],
    moves: Mapping[NotePath, NotePath],
    *,
    into: Mapping[NotePath, NotePath] = _NOTHING,
    new: Iterable[Page] = (),
    triaged: Callable[[NotePath], bool] = lambda _: True,
    besides: Iterable[NotePath] = (),
    outside: Iterable[NotePath] = (),
) -> Rewritten:
    """The edits after which every reference leads to the file that it led to before.

    Costs by what is written so, not by the vault. Only notes in scope are rewritten, and notes that
    move themselves; what goes into a hidden folder, such as the trash, is gone and stays as it is.

    Args:
        directory: Where links lead now.
        written: What links are written to in the notes of its snapshot.
        read: A note as it is now; may raise `WinnowError`, which becomes a problem.
        moves: Where each file lies → where it will lie. Notes and attachments.
        into: Files whose references are to lead to another one from now on; each may move too, and
            the other is named by the path that it has now.
        new: What notes will say of themselves that is not what they say now: those that are made, and
            those that get another title or alias; by the path that they will have.
        triaged: Whether a path is in scope: what is not is known by its name only.
        besides: Notes to look through in any case.
        outside: Notes out of scope to look through: what names something else then is a problem, no edit.
    """
    ground = Ground(directory, moves, into, new, triaged)
    edits: dict[NotePath, tuple[Edit, ...]] = {}
    problems: list[tuple[NotePath, str]] = []
    known = {*concerned(ground, written), *besides}
    aside = set(outside) - known - moves.keys()
    for path in sorted(known | aside):
        try:
            note = read(path)
        except WinnowError as error:
            problems.append((path, f"{error}; what it links to cannot be kept"))
            continue
        rewriting = Rewriting(note, ground, moves.get(path, path))
        found = rewriting.edits()
        problems += [(path, problem) for problem in rewriting.problems]
        if found and path in aside:
            problems.append((path, "is out of scope and left as it is: it names a file that will lie elsewhere"))  # fmt: skip
        elif found:
            edits[path] = found
    return Rewritten(edits, tuple(problems))


def concerned(ground: "Ground", written: Written) -> Iterator[NotePath]:
    """The notes with a reference that is to be written anew; some that may have one."""
    notes = ground.directory.snapshot.notes
    wanted = [target for target in written.all_targets() if ground.concerns(target)]
    for path, link in written.links_to(wanted):
        if path not in ground.moves and ground.wrong(_use(link, path, path)):
            yield path
    for path, to in ground.moves.items():
        if _is_hidden(to) or not path.lower().endswith(".md"):
            continue
        links = written.links_of(path) if path in notes else ()
        if path not in notes or any(ground.wrong(_use(link, path, to)) for link in links):
            yield path
    drafts = 0
    for row in notes.values():
        reference = row.source_ref
        if reference is not None and ground.concerns_origin(reference):
            yield row.path
        elif row.kind is not None and row.kind.startswith(_DRAFT) and drafts < _MOST_DRAFTS:
            drafts += 1
            yield row.path


def _use(link: LinkRow, path: NotePath, to: NotePath) -> Use:
    markdown, to_source = bool(link.kind & MARKDOWN), bool(link.kind & TO_SOURCE)
    return Use(link.target, markdown, to_source, folder_of(path), folder_of(to))


class Ground:
    """Where links lead before and after; remembers what it looked up."""

    def __init__(  # noqa: PLR0913, PLR0917 - a vault and all that will be different in it
        self,
        directory: Directory,
        moves: Mapping[NotePath, NotePath],
        into: Mapping[NotePath, NotePath],
        new: Iterable[Page],
        triaged: Callable[[NotePath], bool],
        tables: Tables | None = None,
    ) -> None:
        """Of a vault in which files will have moved; see `moved`.

        Args:
            directory: As `moved` has it, and all that follow.
            moves: As above.
            into: As above.
            new: As above.
            triaged: As above.
            tables: The alias tables, where those will say something else.
        """
        self.directory = directory
        self.moves = moves
        self._into = into
        gone, come = _changed(directory, moves, new, triaged)
        notes = directory.snapshot.notes
        identity = directory.identity.updated(
            [page for page in gone if page.path in notes],
            [page for page in come if triaged(page.path)],
        )
        if tables is not None:
            identity = identity.with_tables(tables)
        self.identity = identity
        """Who is who then."""
        self.before = directory.links
        self.after = directory.links.updated(gone, come, identity)
        pages = [*gone, *come, *(_said_by(directory, path) for path in into)]
        self._called = {ANY_KEY, *(key_of(text) for page in pages for text in _called(page))}
        self._called |= {key_of(text) for page in pages for text in _known_as(page.path, directory.identity, identity)}  # fmt: skip
        if any(name_of(page.path).lower() == PAGE.lower() for page in pages):
            self._called.add(PAGE_KEY)
        self._wrong: dict[Use, tuple[Resolution, NotePath] | None] = {}
        self._astray: dict[str, tuple[NotePath, NotePath] | None] = {}
        self._forms: dict[tuple[Use, NotePath], str | None] = {}

    def concerns(self, target: str) -> bool:
        """Whether what links written so lead to may be another file; quick, and wrong only where it says yes."""
        return self._is_called(target_keys(target))

    def _is_called(self, keys: Keys) -> bool:
        return keys in self._called if isinstance(keys, int) else not self._called.isdisjoint(keys)

    def wrong(self, use: Use) -> tuple[Resolution, NotePath] | None:
        """How a link led to its file and where that will be; `None` where it will lead there as it is."""
        if use not in self._wrong:
            self._wrong[use] = self._looked_up(use)
        return self._wrong[use]

    def _looked_up(self, use: Use) -> tuple[Resolution, NotePath] | None:
        was = self.before.resolve(use.target, use.source, markdown=use.markdown, to_source=use.to_source)  # fmt: skip
        wanted = self._led(was.path)
        if wanted is None:
            return None
        found = self._will(use, use.target)
        same = found.path == wanted and (found.certain or not was.certain)
        return None if same and _plainness(use, found) <= _plainness(use, was) else (was, wanted)

    def _will(self, use: Use, target: str) -> Resolution:
        return self.after.resolve(target, use.there, markdown=use.markdown, to_source=use.to_source)

    def _leads(self, use: Use, target: str, wanted: NotePath) -> bool:
        found = self._will(use, target)
        return found.path == wanted and found.certain and found.kind != "moved"

    def _led(self, path: NotePath | None) -> NotePath | None:
        """Where the file that a reference leads to will be; `None` where there is none any more."""
        seen: set[NotePath] = set()
        while path is not None and path in self._into and path not in seen:
            seen.add(path)
            path = self._into[path]
        if path is None:
            return None
        to = self.moves.get(path, path)
        return None if to != path and _is_hidden(to) else to

    def named(self, use: Use, was: Resolution, wanted: NotePath) -> str | None:
        """What a link has to say instead; `None` where nothing leads there."""
        key = use, wanted
        if key not in self._forms:
            naming = Naming(use.target, was.kind, was.path or wanted, use.markdown, use.folder)
            self._forms[key] = next(
                (
                    text
                    for text in targets(naming, wanted, use.to_folder)
                    if self._leads(use, text, wanted)
                ),
                None,
            )
        return self._forms[key]

    def concerns_origin(self, reference: str) -> bool:
        """Whether a `source_ref` will name another file as it is written."""
        return self.astray(reference) is not None

    def astray(self, reference: str) -> tuple[NotePath, NotePath] | None:
        """Where the file of a `source_ref` lies and where it will be; `None` where it will be named as it is."""
        if reference not in self._astray:
            self._astray[reference] = self._origin(reference)
        return self._astray[reference]

    def _origin(self, reference: str) -> tuple[NotePath, NotePath] | None:
        if "[[" in reference or not self._is_called(origin_keys(reference)):
            return None
        was, found = self.before.origin(reference), self.after.origin(reference)
        wanted = self._led(was.path)
        if was.path is None or wanted is None:
            return None
        same = found.path == wanted and (found.kind != "moved" or was.kind == "moved")
        return None if same else (was.path, wanted)

    def origin(self, reference: str, was: NotePath, wanted: NotePath) -> str | None:
        """What a `source_ref` has to say instead; `None` where nothing leads there."""
        texts = origins(reference, was, wanted, self.before.vault)
        found = ((text, self.after.origin(text)) for text in texts)
        return next((text for text, one in found if one.path == wanted and one.kind != "moved"), None)  # fmt: skip


def _plainness(use: Use, found: Resolution) -> int:
    """Who follows a link: everybody, Obsidian too, only this program; last who takes it at its word."""
    if found.kind in _OBSIDIANS:
        return int(use.markdown)
    return _WEAKER.get(found.kind, 1)


def _is_hidden(path: NotePath) -> bool:
    return path.startswith(".") or "/." in path


def _changed(
    directory: Directory,
    moves: Mapping[NotePath, NotePath],
    new: Iterable[Page],
    triaged: Callable[[NotePath], bool],
) -> tuple[list[Page], list[Page]]:
    """The files that will not be what and where they are, as they are and as they will be."""
    notes = directory.snapshot.notes
    said = {page.path: page for page in new}
    gone, come = [], []
    for path, to in moves.items():
        row = notes.get(path)
        page = _said_by(directory, path)
        gone.append(page)
        if not _is_hidden(to):
            will = said.pop(to, None) or (_elsewhere(row, to, directory.types) if row else Page(to))
            come.append(will if triaged(to) else Page(to))
    for path, page in said.items():
        row = notes.get(path)
        if row is not None and path not in moves:
            gone.append(page_of(row))
        come.append(page if triaged(path) else Page(path))
    return gone, come


def _elsewhere(row: NoteRow, to: NotePath, types: Mapping[str, str]) -> Page:
    """What a note says about whom it is where it will lie: only there somebody may be known by it."""
    page = page_of(row)._replace(path=to)
    place = place_of(to, types)
    known = place.page if place else any(same_type(page.type) == same_type(one) for one in types.values())  # fmt: skip
    if row.said is None and page.title == stem_of(row.path):
        # A title that is only the file's name is not said anywhere.
        return page._replace(title="" if known else stem_of(to))
    if row.said is None or known or page.aliases:
        return page
    return Page(to, page.title or page.heading or stem_of(to), type=page.type, flagged=page.flagged)


def _said_by(directory: Directory, path: NotePath) -> Page:
    row = directory.snapshot.notes.get(path)
    return page_of(row) if row else Page(path)


def _called(page: Page) -> Iterator[str]:
    """All that a link may call a file by."""
    yield from (name_of(page.path), stem_of(page.path))
    if name_of(page.path).lower() == PAGE.lower():
        yield name_of(NotePath(folder_of(page.path)))
    yield from filter(folded, (page.title, page.heading, *page.aliases))


def _known_as(path: NotePath, before: Identity, after: Identity) -> Iterator[str]:
    """All that an entity is written as, where a change of one of its notes makes it another."""
    for one, other in ((before, after), (after, before)):
        entity = one.of_note(path)
        if entity is not None and not _is_same(entity, other.at(entity.home)):
            yield from entity.written


def _is_same(entity: Entity, other: Entity | None) -> bool:
    return other is not None and (other.written, other.path) == (entity.written, entity.path)
