"""A demo vault that others change at random: what is kept up to date is what a new start would see."""

import random
from datetime import date
from pathlib import Path

import pytest
from sessions import Place as Vault

from core.browsing import Browsing
from core.demo import write_demo

PEOPLE = "Work/People"


class Others:
    """Whoever else writes in the vault: an ingest, a person in Obsidian, somebody who tidies up."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.dice = random.Random(seed)

    def act(self) -> None:
        notes = sorted(self.root.rglob("*.md"))
        folders = sorted(one for one in (self.root / PEOPLE).iterdir() if one.is_dir())
        note, one, other = self.dice.choice(notes), *self.dice.choices(folders, k=2)
        first = other.name.split()[0]
        match self.dice.randrange(9):
            case 0:
                with note.open("ab") as file:
                    file.write(f"\n- [?] extra @{one.name}\n[[{other.name}]]\n".encode())
            case 1:
                note.unlink()
            case 2:
                one.rename(one.with_name(f"{first} {self.dice.randrange(10**6)}"))
            case 3:
                (one / "README.md").unlink(missing_ok=True)
            case 4:
                said = (
                    f"---\ntitle: {other.name}\naliases: [{first}, X1]\n---\n# {one.name}\n[[X2]]\n"
                )
                (one / "README.md").write_text(said, "utf-8")
            case 5:
                said = f"{one.name}: [X{self.dice.randrange(3)}, {first}]\n"
                (self.root / PEOPLE / "aliases.yaml").write_text(said, "utf-8")
            case 6:
                said = f"---\nparticipants: [{one.name}, Who Ever]\n---\n[[{one.name}]] [x](README.md)\n"
                (self.root / PEOPLE / f"{first} Flat.md").write_text(said, "utf-8")
            case 7:
                folder = self.root / "Contacts" / one.name
                folder.mkdir(parents=True, exist_ok=True)
                (folder / "README.md").write_text("---\ntype: person\n---\n[[X2]]\n", "utf-8")
                (folder / "2026-01-01 - A.md").write_text("- [ ] a @X1\n[up](README.md)\n", "utf-8")
            case _:
                said = (
                    f"---\ntype: customer\n---\n*Source: [[{notes[0].stem}]]*\n- [ ] x @{first}\n"
                )
                note.write_text(said, "utf-8")


def known(browse: Browsing) -> object:
    """All that can be asked."""
    entities = browse.entities()
    return (
        entities.keys,
        dict(entities.rows),
        [browse.backlinks(key) for key in entities.keys],
        [[task.id for task in browse.tasks(key)] for key in entities.keys],
        [browse.notes(key) for key in entities.keys],
        sorted((one.name, one.spellings, sorted(one.where), one.kinds, one.candidates) for one in browse.names()),
        browse.jump("a", 50),
    )  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_what_others_do_is_seen_as_it_is(tmp_path: Path, seed: int) -> None:
    write_demo(str(tmp_path / "vault"), notes=150, seed=seed, today=date(2026, 1, 6))
    vault = Vault(tmp_path, {})
    others, session = Others(vault.root, seed), vault.session()
    for _ in range(8):
        for _ in range(others.dice.randrange(1, 6)):
            others.act()
        session.rescan()
        fresh = vault.session()
        assert known(session.browse) == known(fresh.browse)
        fresh.close()
