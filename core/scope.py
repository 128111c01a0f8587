"""Which notes are triaged, and which are only there to be looked up. Pure, but for what it remembers.

Patterns mean what a `.gitignore` means. Plain ones are translated here; the rest, and any negation,
is pathspec's, whose import takes as long as reading 1,000 notes and is put off until then.
"""

import json
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from core.path import NotePath

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

DEFAULT_EXCLUDE = (
    "**/_archive/**",
    "/Sources/",
    "/Workflow/",
    "/Inbox/_bins/",
    "/Outbox/",
    "/DRAFT/",
    ".claude/",
    ".github/",
    ".obsidian/",
    "/TASKS.md",
    "/AGENTS.md",
    "Tasks Plugin - *.md",
)
"""Archives, raw sources, machinery and dashboards: their tasks are copies or samples."""

_MAX_PATTERN = 200
_MAX_STARS = 3
"""In one path segment: each `*` multiplies the work of a pattern that does not match."""
_MAX_OPTIONAL = 8
_MAX_SEARCHED = 512
"""Characters of a path; longer ones are not searched, so that no expression takes long."""
_NOT_PLAIN = re.compile(r"[?\[\]\\]|^[!#]")
_REPEATED_GROUP = re.compile(r"\)[*+{?]")
_REPEAT = re.compile(r"(?<!\\)(?:[*+]|\{[0-9]*,)")


class _Rule(NamedTuple):
    """What is known of all files in one folder."""

    excluded: bool
    prefixes: tuple[str, ...]
    """Path prefixes that single files of the folder may have."""


class Scope:
    """Tells what is triaged; an answer for a folder is worked out once."""

    def __init__(self, exclude: Sequence[str], ignored: Sequence[str] = ()) -> None:
        """Nothing is raised: what cannot be a pattern is left out and said in `problems`.

        Args:
            exclude: Patterns as in a `.gitignore`.
            ignored: Obsidian's `userIgnoreFilters`: path prefixes, or `/expressions/`.
        """
        self.problems: tuple[str, ...] = ()
        self._folders: dict[str, _Rule] = {}
        self._spec: GitIgnoreSpec | None = None
        self._patterns(tuple(self._sensible(exclude)))
        self._prefixes = tuple(entry for entry in ignored if entry and not _is_expression(entry))
        self._expressions = tuple(self._compiled(filter(_is_expression, ignored)))

    def is_triaged(self, path: NotePath) -> bool:
        """Whether the tasks of the note at `path` are up for a decision."""
        if self._spec is not None:
            return not (self._spec.match_file(path) or self._ignored(path, self._prefixes))
        folder, _, name = path.rpartition("/")
        rule = self._folders.get(folder) or self._learn(folder)
        if rule.excluded:
            return False
        if (self._names and self._names.match(name)) or (self._paths and self._paths.match(path)):
            return False
        return not self._ignored(path, rule.prefixes)

    def excludes(self, folder: str) -> bool:
        """Whether nothing in a folder is triaged, as far as can be said without asking for each note."""
        return self._spec is None and (self._folders.get(folder) or self._learn(folder)).excluded

    def _ignored(self, path: str, prefixes: tuple[str, ...]) -> bool:
        if prefixes and path.startswith(prefixes):
            return True
        searched = self._expressions and len(path) <= _MAX_SEARCHED
        return bool(searched) and any(each.search(path) for each in self._expressions)

    def _learn(self, folder: str) -> _Rule:
        inside = f"{folder}/" if folder else ""
        rule = self._folders[folder] = _Rule(
            bool(folder) and self._is_excluded(folder, inside),
            tuple(prefix for prefix in self._prefixes if prefix.startswith(inside)),
        )
        return rule

    def _is_excluded(self, folder: str, inside: str) -> bool:
        above, _, name = folder.rpartition("/")
        return (
            (self._folders.get(above) or self._learn(above)).excluded
            or inside.startswith(self._prefixes or ("\0",))
            or bool(self._any_names and self._any_names.match(f"{name}/"))
            or bool(self._any_paths and self._any_paths.match(inside))
        )

    def _sensible(self, exclude: Sequence[str]) -> Iterator[str]:
        for pattern in exclude:
            stars = max(segment.count("*") for segment in pattern.split("/"))
            if len(pattern) > _MAX_PATTERN or stars > _MAX_STARS:
                self.problems += (f"the pattern {pattern[:_MAX_PATTERN]} is too complicated",)
            else:
                yield pattern

    def _patterns(self, patterns: Sequence[str]) -> None:
        translated = [(pattern, self._translated(pattern)) for pattern in patterns]
        valid = [pattern for pattern, each in translated if each]
        plain = [each for _, each in translated if each]
        if any(pattern.startswith("!") for pattern in valid):
            from pathspec import GitIgnoreSpec  # noqa: PLC0415 - see the module's docstring

            self._spec = GitIgnoreSpec.from_lines(valid)
        names = [each for each in plain if each.of_name]
        paths = [each for each in plain if not each.of_name]
        self._any_names = _either(each.expression for each in names)
        self._any_paths = _either(each.expression for each in paths)
        self._names = _either(each.expression for each in names if not each.of_folders)
        self._paths = _either(each.expression for each in paths if not each.of_folders)

    def _translated(self, pattern: str) -> "_Plain | None":
        """What a pattern matches; `None` for a comment, and for one that is none."""
        if plain := _plain(pattern):
            return plain
        from pathspec.patterns.gitignore.base import (  # noqa: PLC0415 - see the module's docstring
            GitIgnorePatternError,
        )
        from pathspec.patterns.gitignore.spec import (  # noqa: PLC0415 - see the module's docstring
            GitIgnoreSpecPattern,
        )

        try:
            regex = GitIgnoreSpecPattern(pattern).regex
        except (GitIgnorePatternError, re.error):
            self.problems += (f"the pattern {pattern} is none that a .gitignore may have",)
            return None
        if regex is None:
            return None
        written = regex.pattern.replace("(?P<ps_d>", "(?:")
        # pathspec searches: what it does not anchor may stand anywhere.
        anywhere = "" if written.startswith("^") else "(?s:.*)"
        return _Plain(anywhere + written, of_name=False, of_folders=False)

    def _compiled(self, entries: Iterable[str]) -> Iterator[re.Pattern[str]]:
        for entry in entries:
            try:
                with warnings.catch_warnings():
                    # Python warns of what it may read otherwise one day: `[[/]`. That is no news here.
                    warnings.simplefilter("ignore")
                    compiled = re.compile(_bounded(entry[1:-1]), re.ASCII)
                yield compiled
            except (re.error, RecursionError, OverflowError) as error:
                problem = f"Obsidian's excluded files: {entry[:_MAX_PATTERN]} is not used: {error}"
                self.problems += (problem,)


class _Plain(NamedTuple):
    """A pattern as an expression."""

    expression: str
    of_name: bool
    """Matches the last segment alone, at any depth."""
    of_folders: bool
    """Never matches a file itself."""


def _plain(pattern: str) -> _Plain | None:
    """A pattern of plain segments with `*`, `**/` in front or `/**` at the end; else `None`."""
    if _NOT_PLAIN.search(pattern) or pattern != pattern.strip():
        return None
    segments = pattern.split("/")
    of_folders = segments[-1] in {"", "**"}
    anywhere = segments[0] == "**" or segments[1:] in ([], [""])
    inner = segments[segments[0] in {"", "**"} : len(segments) - of_folders]
    if not inner or any(not segment or "**" in segment or segment == "*" for segment in inner):
        return None
    path = "/".join("[^/]*".join(map(re.escape, segment.split("*"))) for segment in inner)
    of_name = anywhere and len(inner) == 1
    front = "" if of_name or not anywhere else "(?:.+/)?"
    return _Plain(f"{front}{path}{'/' if of_folders else '(?:/|$)'}", of_name, of_folders)


def _either(expressions: Iterable[str]) -> re.Pattern[str] | None:
    together = "|".join(expressions)
    return re.compile(together) if together else None


def _bounded(written: str) -> str:
    """An expression that finds the same paths and cannot run for ever. Raises `re.error`.

    It comes from a vault, which is untrusted, and is JavaScript's. Refused: more than 200 characters,
    a repeated group (so no repeat within a repeat), more than 8 `?`, and more than one repeat without
    an end (two behind `^`), not counting `.*` in front and at the end, which change nothing.
    """
    bare = written
    for front in ("^.*", ".*"):
        bare = bare.removeprefix(front)
    for end in (".*$", ".*"):
        bare = bare if bare.endswith("\\" + end) else bare.removesuffix(end)
    repeats = len(_REPEAT.findall(bare)) - bare.startswith("^")
    if len(written) > _MAX_PATTERN or _REPEATED_GROUP.search(bare):
        raise re.error("it is too complicated")
    if repeats > 1 or bare.count("?") > _MAX_OPTIONAL:
        raise re.error("it repeats too much")
    return bare


def _is_expression(entry: str) -> bool:
    return bool(entry[1:-1]) and entry.startswith("/") and entry.endswith("/")


def ignore_filters(data: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Obsidian's `userIgnoreFilters` in an `app.json`, and what is wrong with it. Never raises."""
    try:
        loaded = json.loads(data)
    except (ValueError, RecursionError) as error:
        return (), (f"Obsidian's app.json is not JSON: {error}",)
    entries = loaded.get("userIgnoreFilters") if isinstance(loaded, dict) else None
    if not isinstance(entries, list):
        return (), ()
    return tuple(entry for entry in entries if isinstance(entry, str)), ()
