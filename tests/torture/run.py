"""`make torture`: what takes minutes to try to break, and docs/torture.md with what was tried."""

import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tally import FOLDER, counted

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
COMMANDS = "tests/tui/test_hostile_commands.py"
"""Quick enough for every day, and counted here."""
REPORT = ROOT / "docs" / "torture.md"

HEAD = """\
# Torture

`make torture` on {day}: {cores} cores, {system}, Python {python}; {minutes:.0f} min. Every run is checked on its own: one
wrong byte, a lost line, a file left behind, a success that is none, and the run is red.

| what was done | how often | found wrong |
|---|---|---|
"""


def main() -> int:
    """Run everything; the exit status of the tests."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        command = [
            *(sys.executable, "-m", "pytest", "--numprocesses=auto", "--dist=worksteal", "--quiet"),
            *("-o", "python_files=torture_*.py", str(HERE), str(ROOT / COMMANDS), *sys.argv[1:]),
        ]
        code = subprocess.run(
            command, cwd=ROOT, env={**os.environ, FOLDER: folder}, check=False
        ).returncode
        sums = counted(Path(folder))
    rows = "".join(f"| {what} | {runs:,} | 0 |\n" for what, runs in sorted(sums.items()))
    head = HEAD.format(
        day=datetime.now(UTC).date(),
        cores=os.cpu_count(),
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        minutes=(time.monotonic() - start) / 60,
    )
    print(head + rows)
    # A part of it, or one that failed, is no report.
    if code == 0 and not sys.argv[1:]:
        REPORT.write_text(head + rows, encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main())
