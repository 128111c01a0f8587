"""What somebody does who knows nothing but the README, with the keys that it names, counted."""

import re
from pathlib import Path

from desk import TODAY, read_vault
from piloting import NAMES, Desk, desk_on, textual_key

from core.demo import write_demo
from core.opening import DEMO_NOTES, DEMO_SEED

README = (Path(__file__).parent.parent.parent / "README.md").read_text("utf-8")
MOST = 40
TIMES = {"accept": 5, "reject": 5}
"""How often a step is done; the others once."""


def steps() -> list[tuple[str, list[str]]]:
    """What the README's first minute says to do, and the keys that do it."""
    table = README.partition("## The first minute")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (?!to )([^|-].*?) \| (.*?) \|$", table, re.M)
    return [(said, re.findall(r"`([^`]+)`", keys)) for said, keys in rows]


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> list[bytes]:
    """The lines that notes did not have before."""
    old = {path: set(data.split(b"\n")) for path, data in before.items()}
    return [
        line
        for path, data in after.items()
        for line in data.split(b"\n")
        if path in old and line not in old[path]
    ]


async def pressed(desk: Desk, keys: list[str]) -> None:
    for key in keys:
        await desk.type(NAMES.get(key, textual_key(key)))


async def test_the_first_minute_takes_few_keys_and_does_what_it_says(tmp_path: Path) -> None:
    vault = tmp_path / "Notes"
    write_demo(str(vault), notes=DEMO_NOTES, seed=DEMO_SEED, today=TODAY, day=True)
    before = read_vault(vault)
    typed = len("make demo\n")
    async with desk_on(vault, pane="inbox", size=(120, 36)) as desk:
        for said, keys in steps():
            times = next((many for word, many in TIMES.items() if said.startswith(word)), 1)
            for _ in range(times):
                await pressed(desk, keys)
            typed += times * len(keys)
            if said.startswith("take the last"):
                decided = changed(before, read_vault(vault))
                assert sum(line.startswith((b"- [ ] ", b"- [/] ")) for line in decided) == 5
                assert sum(line.startswith((b"- [R] ", b"- [-] ")) for line in decided) == 4
            elif said.startswith("go to a person"):
                name = re.search(r"such as ([^:|]+)", said)
                assert name is not None
                assert name[1] in desk.screen
                assert "[2 Entities" in desk.screen
            elif said.startswith("merge"):
                assert any(path.startswith(".trash/") for path in read_vault(vault))
        assert desk.app.return_code == 0
    assert typed <= MOST
    assert f"are {typed} keys" in README
