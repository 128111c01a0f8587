"""Sentences of ARCHITECTURE.md that the import contracts cannot see."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(file for room in ("core", "tui") for file in (ROOT / room).rglob("*.py"))
TESTS = sorted(file for file in (ROOT / "tests").rglob("*.py") if "bench" not in file.parts)
TREES = {file: ast.parse(file.read_text("utf-8")) for file in SOURCES}


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def called(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call, under the dotted name it is written with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


# What changes something on a disk, by the last word of its name.
# fmt: off
CHANGING = frozenset([
    "write_text", "write_bytes", "touch", "mkdir", "makedirs", "rmdir",
    "rmtree", "unlink", "remove", "rename", "renames", "replace",
    "symlink", "symlink_to", "link", "hardlink_to", "mkfifo", "mkstemp",
    "mkdtemp", "TemporaryDirectory", "NamedTemporaryFile", "chmod", "fchmod", "chown",
    "fchown", "truncate", "ftruncate", "setxattr", "utime", "copy",
    "copy2", "copyfile", "copytree", "move", "pwrite", "writev",
    "sendfile", "posix_fallocate",
])
# fmt: on
MODULES = frozenset(["os", "shutil", "Path", "tempfile"])
# Who may, and why.
WRITERS = {
    "core/store.py": "the one door to the notes",
    "core/staging.py": "the store's temporary files",
    "core/exchange.py": "the store's swap of two names",
    "core/inplace.py": "the store's change within an inode",
    "core/preflight.py": "the store's checks",
    "core/recovery.py": "the store's recovery",
    "core/steps.py": "the store's steps",
    "core/journal.py": "the journal",
    "core/displaced.py": "the locks beside it",
    "core/records.py": "the log that journal and state are",
    "core/state.py": "the state",
    "core/crash.py": "what went wrong",
    "core/watcher.py": "the output of the process that watches",
    "core/instance.py": "the lock that one screen holds",
    "core/places.py": "makes the folders for settings, state and cache",
    "core/opening.py": "the folder of a demo that goes away",
    "core/process.py": "an output that nobody reads any more",
    "core/terminal.py": "the terminal, before the screen has it",
    "core/index/reader.py": "pipes between forked readers",
    "core/index/wordfile.py": "the file of words, beside the index",
    "core/index/scribe.py": "a pipe to the process that indexes words",
    "core/wording.py": "the output of that process",
    "core/clerking.py": "what the process says that does what takes minutes",
    "core/index/database.py": "the cache",
    "core/abilities.py": "questions to the terminal",
    "core/keystrokes.py": "how keys are to be told, to the terminal",
    "core/settings_file.py": "the user's own settings, one at a time",
}


def changes_a_disk(written: str, call: ast.Call) -> bool:
    owner, _, last = written.rpartition(".")
    if last in CHANGING:
        # `text.replace`, `dataclasses.replace`, `content.truncate` are none of them.
        on_text = last in {"replace", "remove", "copy", "move", "link", "touch", "truncate"}
        return not on_text or owner in MODULES
    if last in {"open", "fdopen"}:
        said = ast.unparse(call)
        return bool(re.search(r"O_(WRONLY|RDWR|CREAT|APPEND|TRUNC|TMPFILE)|['\"][rb]*[wax+]", said))
    return written == "os.write"


def test_only_these_modules_open_files_for_writing() -> None:
    found = {
        name(file)
        for file, tree in TREES.items()
        for written, call in called(tree)
        if changes_a_disk(written, call) and not name(file).startswith("core/demo/")
    }
    assert found <= WRITERS.keys()


@pytest.mark.parametrize(
    "line",
    [
        "open(path, 'w')",
        "open(path, mode='r+b')",
        "os.open(path, os.O_RDONLY | os.O_CREAT)",
        "path.write_text(text)",
        "path.open('a')",
        "os.replace(a, b)",
        "os.write(fd, data)",
        "tempfile.mkdtemp()",
    ],
)
def test_that_test_would_see(line: str) -> None:
    assert any(changes_a_disk(*one) for one in called(ast.parse(line)))


def test_the_screen_imports_nothing_that_reads_files() -> None:
    forbidden = {
        "os",
        "pathlib",
        "shutil",
        "yaml",
        "sqlite3",
        "tempfile",
        "glob",
        "io",
        "frontmatter",
    }
    assert not [
        (name(file), module)
        for file, tree in TREES.items()
        if name(file).startswith("tui/")
        for module in imported(tree)
        if module.partition(".")[0] in forbidden
    ]


def test_the_screen_opens_no_file() -> None:
    assert not [
        name(file)
        for file, tree in TREES.items()
        if name(file).startswith("tui/")
        for written, _ in called(tree)
        if written == "open"
    ]


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_the_core_loads_no_screen_and_no_event_loop() -> None:
    modules = [
        name(file).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for file in SOURCES
        if name(file).startswith("core/") and file.name != "__main__.py"
    ]
    loaded = f"import {', '.join(modules)}, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "core.session" in done.stdout.split()
    assert not {"textual", "rich", "asyncio"} & set(done.stdout.split())


def test_the_first_picture_is_drawn_without_what_compares_names() -> None:
    loaded = "import tui.ahead, core.first, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = set(done.stdout.split())
    assert "tui.lines.screen" in found
    assert not {"textual", "rapidfuzz", "core.names", "core.review.kept", "tui.review.rows"} & found


# fmt: off
CLOCKS = frozenset([
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "time.time", "time.time_ns", "time.localtime", "datetime.datetime.now",
    "datetime.date.today", "clock.time", "clock.time_ns",
])
# fmt: on


def test_time_is_an_argument() -> None:
    read = {
        name(file)
        for file, tree in TREES.items()
        for written, _ in called(tree)
        if written in CLOCKS
    }
    assert read <= {"tui/__main__.py", "core/demo/__main__.py"}


def test_notes_are_split_at_line_feeds_only() -> None:
    """`splitlines` also splits at form feed, NEL and U+2028, and every line number after is wrong."""
    assert not [
        name(file)
        for file, tree in TREES.items()
        for written, _ in called(tree)
        if written.endswith(".splitlines")
    ]


def test_files_are_short_enough_to_read() -> None:
    long = {name(file): file.read_text("utf-8").count("\n") for file in SOURCES}
    assert {file: lines for file, lines in long.items() if lines > 400} == {}


def test_functions_and_classes_are_short_enough_to_read() -> None:
    functions, classes = [], {}
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                functions.append((node.end_lineno or 0) - node.lineno + 1)
            elif isinstance(node, ast.ClassDef):
                methods = [
                    one
                    for one in node.body
                    if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
                    and not {"property", "cached_property"}
                    & set(map(ast.unparse, one.decorator_list))
                ]
                classes[f"{name(file)}:{node.name}"] = len(methods)
    assert sorted(functions)[len(functions) * 95 // 100] <= 30
    assert {one: methods for one, methods in classes.items() if methods > 25} == {}


def test_files_are_named_for_what_they_are_about() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
    assert not vague & {file.stem.strip("_") for file in (*SOURCES, *TESTS)}


def test_hardly_anything_catches_everything() -> None:
    broad = [
        f"{name(file)}:{node.lineno}"
        for file, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]
    assert len(broad) <= 2, broad


def test_values_are_frozen() -> None:
    made = [
        (f"{name(file)}:{node.name}", "frozen=True" in ast.unparse(one))
        for file, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for one in node.decorator_list
        # What a function builds up for itself is nobody else's value, and Textual fills in messages.
        if ast.unparse(one).startswith("dataclass")
        and not node.name.startswith("_")
        and not any("Message" in ast.unparse(base) for base in node.bases)
    ]
    thawed = [one for one, frozen in made if not frozen]
    assert len(thawed) <= len(made) // 10, thawed


def test_keys_are_bound_in_one_place() -> None:
    bound = {
        name(file)
        for file, tree in TREES.items()
        for written, _ in called(tree)
        if written in {"Binding", "textual.binding.Binding"}
    }
    assert {file for file in bound if not file.startswith("tui/widgets/")} <= {
        "tui/keyboard/keymap.py"
    }


def test_workers_post_messages() -> None:
    assert not [
        name(file)
        for file, tree in TREES.items()
        for written, _ in called(tree)
        if written.endswith("call_from_thread")
    ]


MARKS = re.compile(r"#\s*(?:[n]oqa|type:\s*[i]gnore)(?P<rest>[^\n]*)")
REASON = re.compile(r"(?::\s*[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*|\[[a-z, -]+\])(?P<reason>.*)")


def test_every_exception_from_a_tool_has_a_code_and_a_reason() -> None:
    bare = []
    for file in (*SOURCES, *TESTS):
        above = ""
        for number, line in enumerate(file.read_text("utf-8").split("\n"), start=1):
            for mark in MARKS.finditer(line):
                said = REASON.match(mark["rest"])
                reason = said["reason"].strip(" #-:").split() if said else []
                if said is None or not (reason or above.startswith("#")):
                    bare.append(f"{name(file)}:{number}: {line.strip()}")
            above = line.strip()
    assert bare == []


def test_tests_neither_sleep_nor_pretend() -> None:
    found = []
    for file in TESTS:
        tree = ast.parse(file.read_text("utf-8"))
        found += [name(file) for written, _ in called(tree) if written.endswith("sleep")]
        found += [name(file) for module in imported(tree) if module.startswith("unittest.mock")]
    assert found == []
