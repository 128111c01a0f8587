import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from core.path import NotePath
from core.scope import DEFAULT_EXCLUDE, Scope, ignore_filters


def triaged(path: str, exclude: tuple[str, ...] = (), ignored: tuple[str, ...] = ()) -> bool:
    return Scope(exclude, ignored).is_triaged(NotePath(path))


@pytest.mark.parametrize(
    "path",
    [
        "TASKS_INBOX.md",
        "TASKS_BACKLOG.md",
        "Work/People/Ana Ruiz/README.md",
        "Work/Projects/Tuning/Sources/2026-01-02 - Note.md",
        "Work/TASKS.md",
        "Inbox/mail.md",
        "Inbox/_drafts/a.md",
        "Personal/Projects/01_plan/_archived.md",
    ],
)
def test_what_is_triaged_by_default(path: str) -> None:
    assert triaged(path, DEFAULT_EXCLUDE)


@pytest.mark.parametrize(
    "path",
    [
        "TASKS.md",
        "AGENTS.md",
        "Tasks Plugin - Review and check your Statuses 2026-01-02 10-11.md",
        "Work/Tasks Plugin - again.md",
        "Work/_archive/pre/People/A/README.md",
        "Inbox/_archive/2026-01-02/a.md",
        "_archive/a.md",
        "Inbox/_bins/_prompts/a.md",
        "Sources/Email/2026/a.md",
        "Workflow/a.md",
        "Outbox/a.md",
        "DRAFT/doc/a.md",
        "Work/.obsidian/a.md",
        ".github/a.md",
    ],
)
def test_what_is_not_triaged_by_default(path: str) -> None:
    assert not triaged(path, DEFAULT_EXCLUDE)


SEGMENTS = st.sampled_from(
    ["a", "b", "ab", "a b", "x.md", "_a", "é", "a*", "*b", "*", "**", "[ab]", "a?", ""]
)
PATTERNS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "/", "**/", "!", "#", "\\"]),
    st.lists(SEGMENTS, min_size=1, max_size=3).map("/".join),
    st.sampled_from(["", "/", "/**", " "]),
)
PATHS = st.lists(st.sampled_from(["a", "b", "ab", "a b", "aab", "_a", "é"]), max_size=3).map(
    lambda folders: "/".join([*folders, "x.md"])
)


@given(st.lists(PATTERNS, max_size=4), st.lists(PATHS, min_size=1, max_size=4))
def test_patterns_mean_what_a_gitignore_means(patterns: list[str], paths: list[str]) -> None:
    scope = Scope(patterns)
    if scope.problems:
        return
    spec = GitIgnoreSpec.from_lines(patterns)
    for path in paths:
        assert scope.is_triaged(NotePath(path)) is not spec.match_file(path)


@pytest.mark.parametrize(
    ("patterns", "path", "expected"),
    [
        (("*.md", "!keep.md"), "a/keep.md", True),
        (("*.md", "!keep.md"), "a/other.md", False),
        (("/a/*", "!/a/b.md"), "a/b.md", True),
        (("[ab].md",), "x/a.md", False),
        (("# only said",), "a.md", True),
        (("", " "), "a.md", True),
        (("a/**/c.md",), "a/b/b/c.md", False),
        (("x*y*z.md",), "x1y2z.md", False),
        (("*/",), "a/b.md", False),
        (("*/",), "b.md", True),
        (("**",), "b.md", False),
    ],
)
def test_patterns_that_are_more_than_plain(
    patterns: tuple[str, ...], path: str, *, expected: bool
) -> None:
    assert triaged(path, patterns) is expected


@pytest.mark.parametrize("pattern", ["[z-a]", "\\", "a" * 201, "a*a*a*a*a"])
def test_a_bad_pattern_is_said_and_the_others_count(pattern: str) -> None:
    scope = Scope((pattern, "b.md"))
    assert len(scope.problems) == 1
    assert scope.is_triaged(NotePath("a.md"))
    assert not scope.is_triaged(NotePath("b.md"))


@pytest.mark.parametrize(
    ("entry", "path", "expected"),
    [
        ("Archive/", "Archive/a.md", False),
        ("Archive/", "Archive/deep/down/a.md", False),
        ("Archive/", "Archives.md", True),
        ("Work/Dr", "Work/Drafts.md", False),
        ("Work/Dr", "Work/Drafts/a.md", False),
        ("Work/Dr", "Work/a.md", True),
        ("", "a.md", True),
        ("/^\\d{4}/", "2026/a.md", False),
        ("/^\\d{4}/", "a/2026.md", True),
        (r"/.*\.excalidraw\.md$/", "a/b.excalidraw.md", False),
        ("/.*/Templates/.*/", "a/Templates/b.md", False),
        ("/draft|old/", "a/old.md", False),
        (r"/a\.*/", "xa.md", False),
        ("/a/", "b" * 600 + "a.md", True),
        ("//", "a.md", True),
    ],
)
def test_obsidians_own_excluded_files_count(entry: str, path: str, *, expected: bool) -> None:
    assert triaged(path, ignored=(entry,)) is expected


def test_obsidians_excluded_files_count_beside_a_negation() -> None:
    scope = Scope(("*.txt", "!a.txt"), ("Archive/", "/old/"))
    found = [scope.is_triaged(NotePath(path)) for path in ("a.md", "Archive/a.md", "old.md")]
    assert found == [True, False, False]


@pytest.mark.parametrize(
    "entry",
    ["/(a+)+$/", "/(a|a)*b/", "/a*b*c/", "/" + "a?" * 30 + "/", "/(/", "/(?<n>a)/", f"/{'a' * 201}/", "/a{2,}b+/"],
)  # fmt: skip
def test_an_expression_that_may_run_for_ever_is_said_and_not_used(entry: str) -> None:
    scope = Scope((), (entry, "b"))
    assert len(scope.problems) == 1
    assert scope.is_triaged(NotePath("aaa.md"))
    assert not scope.is_triaged(NotePath("b.md"))


@pytest.mark.parametrize("entry", ["/^a*b*c/", "/a+b/", "/.*a.*b.*/", "/^.*a{1,}z/"])
def test_what_is_used_ends_on_the_longest_path(entry: str) -> None:
    start = time.process_time()
    assert triaged("a" * 509 + ".md", ignored=(entry,))
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("data", "entries", "problems"),
    [
        (b'{"userIgnoreFilters": ["a/", 5, "/b/"]}', ("a/", "/b/"), 0),
        (b"{}", (), 0),
        (b"[]", (), 0),
        (b'{"userIgnoreFilters": null}', (), 0),
        (b"{", (), 1),
        (b"\xff", (), 1),
        (b"[" * 100_000, (), 1),
    ],
)
def test_an_app_json_is_read_whatever_is_in_it(
    data: bytes, entries: tuple[str, ...], problems: int
) -> None:
    found, said = ignore_filters(data)
    assert found == entries
    assert len(said) == problems


def test_plain_patterns_do_not_load_pathspec() -> None:
    code = (
        "import sys; from core.scope import DEFAULT_EXCLUDE, Scope; "
        "Scope(DEFAULT_EXCLUDE).is_triaged('a/b.md'); assert 'pathspec' not in sys.modules; "
        "Scope(['[ab].md']); assert 'pathspec' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
