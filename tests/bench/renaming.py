"""What a new name costs: 1,000 references in 400 notes rewritten, against a search and replace of the shell."""

import shutil
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from measuring import Place, Row

from core.actions.intents import Rename
from core.actions.page_drafting import Pages
from core.actions.pages import rename
from core.alias_files import AliasFiles
from core.config import Config
from core.path import NotePath
from core.references import moved
from core.session import Session
from core.vault import Vault

_FILES, _REFERENCES = 400, 1000
_FORMS = ("see [[{0}]]", "with [[{0}|them]] again", "- [ ] Ask about it @{0} #task", "[page](/{1}/README.md)", "![[{0}#Key Facts]]")  # fmt: skip
_NEW = "Quite Another Name"
_RUNS = 5


def rows(place: Place, small: int) -> list[Row]:
    """The figures."""
    root = place.folder / f"{small}-renamed"
    shutil.copytree(place.vault(small), root)
    session = _opened(root, place.folder / "renaming-0")
    name, home = _most_alone(session)
    _mention(root, [NotePath(path) for path in sorted(session.snapshot.notes)], name, home)
    session = _opened(root, place.folder / "renaming-1")
    plans, commits, seds = [], [], []
    for _ in range(_RUNS):
        pages = _pages(session)
        start = time.perf_counter()
        plan = rename(pages, f"{home}/README.md", _NEW)
        plans.append(time.perf_counter() - start)
        assert plan.transaction is not None
        start = time.perf_counter()
        session.writing.writer.commit(plan.transaction, session.now)
        commits.append(time.perf_counter() - start)
        counts = sum(plan.counts.values())
        session.undo()
        session.rescan()
        session.index.keep()
        seds.append(_replaced(root, place.folder / f"{small}-sed", name))
    what = f"rename a page with {counts:,} references in {len(plan.transaction.paths) - 2:,} files of {small:,} notes"
    return [
        Row(f"{what}: plan", f"{median(plans) * 1000:.0f} ms", "≤ 300 ms"),
        Row(
            "… by a session, which looks through mentions and notes out of scope too",
            f"{_planned(root, place.folder / 'renaming-2', home):.0f} ms",
            "≤ 300 ms",
        ),
        Row("… committed", f"{median(commits) * 1000:.0f} ms", "≤ 700 ms"),
        Row("… `rg -l | xargs sed -i`, which knows no links", f"{median(seds) * 1000:.0f} ms", "–"),
        _many_moves(session),
    ]


def _opened(root: Path, state: Path) -> Session:
    state.mkdir(exist_ok=True)
    session = Session(Vault(root), Config(), state_folder=str(state), clock=lambda: datetime.now(UTC))  # fmt: skip
    session.scan()
    session.index.keep()
    return session


def _planned(root: Path, folder: Path, home: str) -> float:
    """Milliseconds until a session shows what a rename would write, with the words of all notes indexed."""
    state, cache = folder / "state", folder / "cache"
    for one in (state, cache):
        one.mkdir(parents=True, exist_ok=True)
    session = Session(Vault(root), Config(), state_folder=str(state), cache_folder=str(cache), clock=lambda: datetime.now(UTC))  # fmt: skip
    session.scan()
    session.index.keep()
    session.words.start()
    session.words.wait()
    item = session.review.item(f"{home}/README.md")
    assert item is not None
    times = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        plan = session.plan(Rename((item,), _NEW))
        times.append(time.perf_counter() - start)
        assert plan.done
    session.close()
    return median(times) * 1000


def _most_alone(session: Session) -> tuple[str, str]:
    """A person whose name is nobody else's, and where they live."""
    identity = session.browse.picture().directory.identity
    found = [one for one in identity if one.type == "people" and one.folder and one.path and identity.named(one.name) == (one,)]  # fmt: skip
    chosen = min(found, key=lambda one: one.key)
    return chosen.name, chosen.folder


def _mention(root: Path, paths: list[NotePath], name: str, home: str) -> None:
    """Let many notes name somebody in turn in every form."""
    chosen = [path for path in paths if path.startswith("Work/") and not path.startswith(home)][::3][:_FILES]  # fmt: skip
    texts: dict[NotePath, list[str]] = {}
    for number in range(_REFERENCES):
        form = _FORMS[number % len(_FORMS)].format(name, home.replace(" ", "%20"))
        texts.setdefault(chosen[number % len(chosen)], []).append(form)
    for path, lines in texts.items():
        with (root / path).open("ab") as file:
            file.write(("\n" + "\n".join(lines) + "\n").encode())


def _pages(session: Session) -> Pages:
    vault, config = session.vault, session.config
    directory = session.browse.picture().directory
    tables = AliasFiles(vault, config.alias_files, config.entities).tables(directory.identity)

    def listed(folder: str) -> list[str]:
        place = Path(vault.root) / folder
        return [one.name for one in place.iterdir()] if place.is_dir() else []

    return Pages(
        directory, session.cache, session.note, vault.read, vault.settings, listed, vault.is_triaged, tables,
        config.alias_files, lambda _: [], {},
    )  # fmt: skip


def _replaced(root: Path, copy: Path, name: str) -> float:
    """What a shell takes to replace the name, on a copy."""
    shutil.copytree(root, copy)
    find = "rg -l --null -F -- " if shutil.which("rg") else "grep -rlZF -- "
    start = time.perf_counter()
    subprocess.run(
        f"{find}'{name}' . | xargs -0 sed -i 's/{name}/{_NEW}/g'", shell=True, cwd=copy, check=True
    )
    taken = time.perf_counter() - start
    shutil.rmtree(copy)
    return taken


def _many_moves(session: Session) -> Row:
    """200 notes moved at once, and the links to them."""
    directory = session.browse.picture().directory
    sources = sorted(path for path in session.snapshot.others if path.startswith("Sources/") and path.endswith(".md"))  # fmt: skip
    moves = {path: NotePath(f"Sources/Elsewhere/T {at}.md") for at, path in enumerate(sources[:200])}  # fmt: skip
    times = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        found = moved(directory, session.cache, session.note, moves, triaged=session.vault.is_triaged)  # fmt: skip
        times.append(time.perf_counter() - start)
    edits = sum(map(len, found.edits.values()))
    return Row(f"{edits} references to 200 files that move, in {len(found.edits)} notes", f"{median(times) * 1000:.0f} ms", "≤ 300 ms")  # fmt: skip
