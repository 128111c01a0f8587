"""`make package-test`: the sdist and the wheel, built, installed where nothing else is, and used there as a person would.

What only a checkout has (a file that was forgotten, a module beside the program) is missed here.
"""

import json
import os
import pty
import select
import subprocess
import sys
import tempfile
import termios
import time
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
NOTE = (
    b"# Sync\r\n- [?] Send the deck @Myself #task #proposed\r\n- [?] Book the room #task #proposed"
)
SETTINGS = {"statusSettings": {"customStatuses": [
    {"symbol": "?", "name": "Proposed", "nextStatusSymbol": " ", "type": "TODO"},
    {"symbol": "R", "name": "Rejected", "nextStatusSymbol": "?", "type": "CANCELLED"},
]}}  # fmt: skip
PATIENCE = 60


class Place:
    """A fresh venv with Winnow in it, and a vault."""

    def __init__(self, folder: Path, artifact: Path, extra: str = "") -> None:
        self.folder = folder
        self.bin = folder / "venv" / "bin"
        self.vault = folder / "Notes"
        self.note = self.vault / "Sync.md"
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        pip = [
            self.bin / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        subprocess.run([*pip, f"{artifact}{extra}"], check=True)
        plugin = self.vault / ".obsidian/plugins/obsidian-tasks-plugin"
        plugin.mkdir(parents=True)
        (plugin / "data.json").write_text(json.dumps(SETTINGS), "utf-8")
        self.note.write_bytes(NOTE)
        # Neither this checkout nor what somebody configured for themselves.
        kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
        own = {f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("CONFIG", "STATE", "CACHE", "DATA")}  # fmt: skip
        self.environment = {name: os.environ[name] for name in kept if name in os.environ} | own
        self.environment |= {"TERM": "xterm-256color", "PYTHONUTF8": "1"}

    def winnow(self, *arguments: str, code: int = 0) -> str:
        """What a command prints; it must end so."""
        done = subprocess.run(
            [self.bin / "winnow", *arguments],
            cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == code, (arguments, done.returncode, done.stdout, done.stderr)
        return done.stdout + done.stderr


def built(folder: Path) -> tuple[Path, Path]:
    """The sdist, and the wheel that was made of it."""
    command = [sys.executable, "-m", "build", "--outdir", folder, ROOT]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return next(folder.glob("*.tar.gz")), next(folder.glob("*.whl"))


def holds_all(wheel: Path) -> None:
    """Everything that the program reads beside its modules is in the wheel, and nothing of the tests."""
    names = set(zipfile.ZipFile(wheel).namelist())
    kinds = ("*.py", "*.tcss", "*.toml", "*.html", "*.js", "py.typed")
    wanted = {
        file.relative_to(ROOT).as_posix()
        for room in ("core", "tui", "themes")
        for kind in kinds
        for file in (ROOT / room).rglob(kind)
    }
    assert wanted <= names, wanted - names
    assert any(name.endswith("share/man/man1/winnow.1") for name in names)
    assert not [name for name in names if name.startswith(("tests", "docs"))]


def decides(place: Place) -> None:
    """The command line: list, decide, undo, and what needs no vault."""
    assert place.winnow("--version").startswith("winnow 0.")
    for words in (
        ("keys",),
        ("themes",),
        ("config", "--defaults"),
        ("man",),
        ("completions", "bash"),
    ):
        assert place.winnow(*words)
    vault = ("--vault", str(place.vault))
    rows = json.loads(place.winnow("list", "tasks", "--json", *vault))
    id = next(row["id"] for row in rows if row["text"] == "Send the deck")
    place.winnow("do", "accept", id, *vault)
    assert place.note.read_bytes() == NOTE.replace(b"[?] Send", b"[ ] Send").replace(b" #proposed", b"", 1)  # fmt: skip
    assert "accept" in place.winnow("history", *vault)
    place.winnow("undo", *vault)
    assert place.note.read_bytes() == NOTE


def draws(place: Place) -> None:
    """The screen: a key decides, another one takes it back, and it leaves."""
    terminal, side = pty.openpty()
    termios.tcsetwinsize(side, (30, 110))
    screen = subprocess.Popen(
        [place.bin / "winnow", place.vault, "--pane", "tasks"],
        cwd=place.folder, env=place.environment, stdin=side, stdout=side, stderr=side, start_new_session=True,
    )  # fmt: skip
    seen = b""

    def until(text: bytes) -> None:
        nonlocal seen
        while text not in seen:
            ready, _, _ = select.select([terminal], [], [], PATIENCE)
            assert ready, seen[-2000:]
            seen += os.read(terminal, 1 << 16)

    until(b"Book the room")
    os.write(terminal, b"x")
    until(b"undoes: reject")
    assert b"[R]" in place.note.read_bytes()
    os.write(terminal, b"u")
    waited(lambda: place.note.read_bytes() == NOTE)
    os.write(terminal, b"q")
    while screen.poll() is None:
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 1 << 16)
    assert screen.returncode == 0, seen[-2000:]


def waited(test: Callable[[], bool]) -> None:
    """Until something is so."""
    end = time.monotonic() + PATIENCE
    while not test():
        assert time.monotonic() < end
        select.select([], [], [], 0.05)


def serves(place: Place) -> None:
    """The page of `winnow serve`, where its extra was installed."""
    command = [place.bin / "winnow", "serve", place.vault, "--port", "0"]
    server = subprocess.Popen(
        command, cwd=place.folder, env=place.environment, stdout=subprocess.PIPE
    )
    assert server.stdout is not None
    address = server.stdout.readline().decode().strip()
    for part in ("", "static/js/textual.js", "page/focus.js"):
        with urllib.request.urlopen(address + part) as answer:
            assert answer.status == 200
    server.terminate()
    assert server.wait() == 0


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="winnow-package-") as name:
        folder = Path(name)
        sdist, wheel = built(folder / "dist")
        holds_all(wheel)
        print(f"built {sdist.name} and {wheel.name}")
        for artifact, extra in ((wheel, "[web]"), (sdist, "")):
            place = Place(folder / artifact.suffix[1:], artifact, extra)
            decides(place)
            draws(place)
            if extra:
                serves(place)
            else:
                assert "textual-serve" in place.winnow("serve", str(place.vault), code=1)
            print(f"{artifact.name}{extra} installs, lists, decides, undoes, draws")


if __name__ == "__main__":
    main()
