"""What a torture run did, counted across its processes."""

import os
from pathlib import Path

FOLDER = "WINNOW_TALLY"
"""Names the folder where counts are kept, in the environment."""


def count(what: str, runs: int) -> None:
    """Add to a figure; a run that found something wrong has raised, and never comes here."""
    folder = os.environ.get(FOLDER)
    if folder:
        with Path(folder, str(os.getpid())).open("a", encoding="utf-8") as file:
            file.write(f"{runs}\t{what}\n")


def counted(folder: Path) -> dict[str, int]:
    """Every figure, added up."""
    sums: dict[str, int] = {}
    for file in folder.iterdir():
        for line in file.read_text(encoding="utf-8").splitlines():
            runs, _, what = line.partition("\t")
            sums[what] = sums.get(what, 0) + int(runs)
    return sums
