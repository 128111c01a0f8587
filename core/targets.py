"""What a link may call a file: the shortest text in the link's own form that leads there. Pure."""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import quote, unquote

from core.entities import PAGE
from core.links import Kind
from core.path import NotePath, folder_of, name_of, stem_of
from core.spelling import addresses, bare, folded

_NEVER = re.compile(r"[\[\]|#^\r\n]")
"""What no wikilink can name."""
_QUOTED = re.compile(r"%[89A-Fa-f][0-9A-Fa-f]")
_TO_QUOTE = re.compile('[\0-\x20%#<>()\\[\\]|\\\\"`^?\x7f]')
_TO_QUOTE_IN_ANGLES = re.compile("[\0-\x1f%#<>|\x7f]")


_ASIDE = frozenset("([<@")
_SEPARATOR = re.compile(r"[/\\]")
_MOST_KEPT = 200_000
PAGE_KEY, ANY_KEY = 1, 2
"""Of a target that ends as every page of an entity does, and of one that says nothing about a name."""
Keys = int | tuple[int, ...]


class _Known(dict[str, Keys]):
    """Text → its keys, worked out once: every plan asks for those of all that is written."""

    def __init__(self, last: Callable[[str], str]) -> None:
        super().__init__()
        self._last = last

    def __missing__(self, text: str) -> Keys:
        said = self._last(text)
        texts = (said, unquote(said)) if "%" in said else (said,)
        keys = tuple(dict.fromkeys(key for one in texts for key in _keys(one)))
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[text] = found = keys[0] if len(keys) == 1 else keys
        return found


def _keys(text: str) -> Iterator[int]:
    last = text.rstrip("/").rpartition("/")[2]
    if not last.strip("."):
        yield ANY_KEY
    elif last.lower() in {PAGE.lower(), PAGE.lower().removesuffix(".md")}:
        yield PAGE_KEY
    else:
        stem = text[:-3] if text[-3:].lower() == ".md" else text
        yield from map(key_of, (last, stem, stem.rpartition("/")[2]))
        if not _ASIDE.isdisjoint(text):
            yield key_of(bare(stem))
            yield from map(key_of, addresses(text))


def key_of(text: str) -> int:
    """What two texts have in common that are the same name; others hardly ever."""
    return hash(folded(text))


target_keys = _Known(lambda target: target.strip().rstrip("\\").rstrip()).__getitem__
"""The keys of all that a link's target may call a file by."""
origin_keys = _Known(lambda path: _SEPARATOR.split(path.strip().rstrip("\\"))[-1]).__getitem__
"""The same of a `source_ref`, which is the path of a file and perhaps another machine's."""


class Naming(NamedTuple):
    """How a link names its file, and where it stands."""

    target: str
    """As `core.parse.links` has it."""
    kind: Kind
    """How it led there."""
    before: NotePath
    """Where it led."""
    markdown: bool
    folder: str
    """Of the note that has it."""


def targets(naming: Naming, wanted: NotePath, folder: str) -> Iterator[str]:
    """All that a link may say to lead to `wanted`, in its own form and the shortest first.

    Whether each does is for the caller to look up.

    Args:
        naming: How it named its file until now.
        wanted: The file.
        folder: Where the note with the link will lie.
    """
    forms = _markdown if naming.markdown else _wiki
    seen: set[str] = set()
    whole = naming.target.strip().lower().endswith(".md")
    for path in forms(naming, wanted, folder):
        short = path[:-3] if path.lower().endswith(".md") and not whole else path
        for text in (short, path):
            if text not in seen and (naming.markdown or _can_be_linked(text)):
                seen.add(text)
                yield text


def _can_be_linked(text: str) -> bool:
    return bool(text) and not _NEVER.search(text) and text == text.strip() and text[-1] != "\\"


def _wiki(naming: Naming, wanted: NotePath, folder: str) -> Iterator[str]:
    written = naming.target.strip()
    if written.startswith("/"):
        yield f"/{wanted}"
        return
    if written.startswith(("./", "../")):
        yield from _relative(naming, wanted, folder)
    if naming.kind in {"path", "moved"} and "/" in written:
        yield from _whole(naming, wanted)
    yield from _named(written, naming, wanted)
    yield from (wanted, f"/{wanted}")


def _named(written: str, naming: Naming, wanted: NotePath) -> Iterator[str]:
    """By its name or by as many parts of its path, then by more."""
    segments = len(written.rstrip("/").split("/"))
    if segments == 1:
        yield plain_name(wanted, full=True)
    elif naming.kind == "folder" and _is_page(wanted):
        yield from _endings(NotePath(folder_of(wanted)), segments)
    yield from _endings(wanted, max(segments, 2))


def _markdown(naming: Naming, wanted: NotePath, folder: str) -> Iterator[str]:
    written = naming.target.strip()
    if written.startswith("/"):
        yield f"/{wanted}"
        return
    if naming.kind in {"path", "moved"} and not _from_root(naming):
        yield from _relative(naming, wanted, folder)
    elif naming.kind not in {"path", "moved"}:
        yield from _named(written, naming, wanted)
    yield from _whole(naming, wanted)
    yield from _relative(naming, wanted, folder)
    yield f"/{wanted}"


def _from_root(naming: Naming) -> bool:
    """Whether a path leads to its file from the vault's root, and not from the note's folder."""
    here = posixpath.normpath(posixpath.join(naming.folder, naming.target.strip()))
    ways = {_same(here), _same(f"{here}.md")}
    return not naming.target.startswith((".", "..")) and _same(naming.before) not in ways


def _relative(naming: Naming, wanted: NotePath, folder: str) -> Iterator[str]:
    path = posixpath.relpath(f"/{wanted}", f"/{folder}")
    if naming.target.strip().startswith("./") and not path.startswith("../"):
        yield f"./{path}"
    yield path if naming.markdown or path.startswith("../") else f"./{path}"


def _whole(naming: Naming, wanted: NotePath) -> Iterator[str]:
    """The path; where the page was left out, without it first."""
    said = _same(name_of(NotePath(naming.target.strip().rstrip("/"))))
    if _is_page(wanted) and said not in {PAGE.lower(), PAGE[:-3].lower()} and _is_page(naming.before):  # fmt: skip
        yield folder_of(wanted)
    yield wanted


def _endings(path: NotePath, segments: int) -> Iterator[str]:
    """What a path ends with, from so many of its parts on."""
    parts = path.split("/")
    for number in range(segments, len(parts) + 1):
        yield "/".join(parts[-number:])


def plain_name(path: NotePath, *, full: bool = False) -> str:
    """What a link without a path calls a file: its stem, an entity's page by its folder.

    Args:
        path: The file.
        full: With its ending.
    """
    if _is_page(path) and "/" in path:
        return name_of(NotePath(folder_of(path)))
    return name_of(path) if full or not path.lower().endswith(".md") else stem_of(path)


def _is_page(path: NotePath) -> bool:
    return name_of(path).lower() == PAGE.lower()


def _same(path: str) -> str:
    return normalize("NFC", path).lower()


def in_destination(text: str, written: str, *, angles: bool) -> str:
    """A target as the destination of a markdown link, quoted as the one that is written there.

    Args:
        text: The target.
        written: What stands there.
        angles: Whether it stands between `<` and `>`.
    """
    if _QUOTED.search(written) and not angles:
        return quote(text, safe="/:@!$&'*+,;=~-._", errors="surrogateescape")
    pattern = _TO_QUOTE_IN_ANGLES if angles else _TO_QUOTE
    return pattern.sub(lambda match: f"%{ord(match[0]):02X}", text)


def origins(reference: str, before: NotePath, wanted: NotePath, vault: str) -> Iterator[str]:
    """All that a `source_ref` may say to lead to `wanted`, where it led to `before`: its prefix first.

    Args:
        reference: As written; perhaps a path of another machine.
        before: The file that it named.
        wanted: The file that it is to name.
        vault: The name of the vault's folder.
    """
    separator = "/" if "/" in reference or "\\" not in reference else "\\"
    parts = reference.split(separator)
    old = [_same(part) for part in before.split("/")]
    path = wanted if _same(parts[-1]).endswith(".md") or not _same(wanted).endswith(".md") else wanted[:-3]  # fmt: skip
    cuts = [len(parts) - len(old)] if [_same(one) for one in parts[-len(old) :]] == old else []
    if vault and _same(vault) in [_same(part) for part in parts[:-1]]:
        cuts.insert(0, [_same(part) for part in parts].index(_same(vault)) + 1)
    prefixes = [separator.join([*parts[:cut], ""]) if cut > 0 else "" for cut in [*cuts, 0]]
    for prefix in dict.fromkeys(prefixes):
        text = prefix + path.replace("/", separator)
        if "%20" in reference:
            yield prefix + quote(path.replace("/", separator), safe="/\\")
        yield text
