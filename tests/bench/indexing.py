"""How long it takes to know a vault: for the first time, and again."""

import shutil
import subprocess
from pathlib import Path
from statistics import median

from following import following
from measuring import HERE, ROOT, Place, Row, against, paired, timed, winnow, work
from terminal import PYTHON

TASK = r"^\s*([-*+]|\d+[.)])\s\[.\]"
"""A task, as one would look for it with a search tool."""


def in_scope(folder: Path) -> bytes:
    """The files that are triaged, each ended by a NUL but the last."""
    code = (
        "import sys;from core.vault import Vault;from core.config import Config;v=Vault(sys.argv[1],Config().exclude);"
        "sys.stdout.buffer.write(chr(0).join(v.resolve(f.path) for f in v.walk().files if v.is_triaged(f.path)).encode('utf-8','surrogateescape'))"
    )
    return subprocess.run(
        [PYTHON, "-c", code, str(folder)], check=True, capture_output=True, cwd=ROOT
    ).stdout


def rows(place: Place, small: int, large: int, rounds: int = 7) -> list[Row]:
    """Cold index, revalidation, an outside change."""
    vault = place.vault(small)
    files = in_scope(vault)
    count = files.count(b"\0") + 1

    def cold() -> float:
        place.forget()
        return timed(winnow(place, vault, "list", "tasks", "--limit", "1"))

    def loop() -> float:
        return timed([PYTHON, str(HERE / "loop.py")], stdin=files)

    ours, theirs, ratio = paired(cold, loop, rounds)
    found = [
        Row(
            f"cold index of {small:,} notes ({count:,} in scope) to a sorted task list and a cache, whole process, against a python-frontmatter loop over the same files",
            f"{ours * 1000:.0f} ms against {theirs * 1000:.0f} ms: {1 / ratio:.1f} times faster",
            "≥ 5 times",
        )
    ]
    if rg := shutil.which("rg"):
        names = files.decode("utf-8", "surrogateescape").split("\0")
        listed = place.folder / "files"
        listed.write_bytes(b"\n".join(name.encode("utf-8", "surrogateescape") for name in names))
        search = ["xargs", "-d", "\n", "-a", str(listed), "-n", "100000", rg, "-c", TASK]
        found.append(
            Row(
                "the same, against `rg -c` of the task pattern in the same files",
                against(*paired(cold, lambda: searched(search), rounds)),
                "≤ 6",
            )
        )
    timed(winnow(place, place.vault(large), "list", "tasks", "--limit", "1"))
    again, find, ratio = paired(
        lambda: work("revalidate", place.vault(large), *place.options())["seconds"],
        lambda: timed(["find", str(place.vault(large)), "-printf", "%p %T@ %s\n"]),
        rounds,
    )
    found.append(
        Row(
            f"revalidation of {large:,} unchanged notes, walk and comparison, against `find -printf`",
            against(again, find, ratio),
            "≤ 1.3",
        )
    )
    for size in (small, large):
        change = following(place.copy(size), 30, idle=3.0)
        found.append(
            Row(
                f"another program's change to the screen, {size:,} notes",
                f"p50 {change.middle:.0f} ms, p95 {change.most:.0f} ms",
                "p95 ≤ 100 ms" if size == small else "none set",
            )
        )
    return found


def searched(command: list[str]) -> float:
    """Seconds; that files hold no task is no failure."""
    return median([timed(["sh", "-c", 'exec "$@" || true', "sh", *command])])
