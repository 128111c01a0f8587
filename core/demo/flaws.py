"""Task lines as people and programs break them, and what each was meant to be; all open or done, none proposed."""

from typing import Final, NamedTuple


class Flaw(NamedTuple):
    """A line that Obsidian does not read as it was meant."""

    code: str
    """What is wrong with it, one of `core.problems.items.KINDS`."""
    line: str
    """As it stands in the note."""
    meant: str | None
    """The line that it was meant to be; `None`: nobody but its author knows."""


_TAGS: Final = " ".join(f"#c{number}" for number in range(21))

FLAWS: Final = (
    Flaw("status", "- [X] Hang the lamp back over the drying rack", "- [x] Hang the lamp back over the drying rack"),
    Flaw("status", "- [>] Ask who has the long ladder this week", None),
    Flaw("heading", "- [R] ## Before the frost ❌ 2026-01-02", "## Before the frost"),
    Flaw(
        "line-break",
        "- [ ] Rinse the two filters\u2028and put them on the sill @TBD 📅 2026-01-16 #task",
        "- [ ] Rinse the two filters and put them on the sill @TBD 📅 2026-01-16 #task",
    ),
    Flaw(
        "no-break-space",
        "- [ ] Grease the winch before the first boat ⏳\u00a02026-01-14 #task",
        "- [ ] Grease the winch before the first boat ⏳ 2026-01-14 #task",
    ),
    Flaw(
        "date-form",
        "- [ ] Renew the pass for the lock 📅 2026/1/9 @TBD #task",
        "- [ ] Renew the pass for the lock @TBD 📅 2026-01-09 #task",
    ),
    Flaw("date-form", "- [ ] Order rope for the float 📅 9.1.2026 #task", None),
    Flaw(
        "no-day",
        "- [ ] Read the meter at the weir 📅 2026-02-31 ⏫ #task",
        "- [ ] Read the meter at the weir 📅 2026-02-28 ⏫ #task",
    ),
    Flaw("no-day", "- [ ] Count the buoys 📅 2026-13-02 #task", None),
    Flaw(
        "no-date",
        "- [ ] Fold the old nets 📅 TBD 🔽 #task",
        "- [ ] Fold the old nets 🔽 #task",
    ),
    Flaw(
        "other-format",
        "- [ ] Patch the tarpaulin [due:: 2026-01-19] (priority:: low) #task",
        "- [ ] Patch the tarpaulin 📅 2026-01-19 🔽 #task",
    ),
    Flaw(
        "glued",
        "- [ ] Bring the spare oars down 📅 2026-01-12. #task",
        "- [ ] Bring the spare oars down. 📅 2026-01-12 #task",
    ),
    Flaw(
        "many-tags",
        f"- [ ] Sort the box of cleats 📅 2026-01-13 {_TAGS}",
        f"- [ ] Sort the box of cleats {_TAGS} 📅 2026-01-13",
    ),
    Flaw(
        "text-after",
        "- [ ] Paint the number on the hull @TBD 📅 2026-01-15 ⏫ (after the sanding) #task",
        "- [ ] Paint the number on the hull (after the sanding) @TBD 📅 2026-01-15 ⏫ #task",
    ),
    Flaw(
        "repeated",
        "- [ ] Fetch the new shackles 📅 2026-01-20 📅 2026-01-27 #task",
        "- [ ] Fetch the new shackles 📅 2026-01-20 #task",
    ),
    Flaw(
        "rule-words",
        "- [ ] Empty the bilge 🔁 every week and note the level 📅 2026-01-21 #task",
        "- [ ] Empty the bilge and note the level 🔁 every week 📅 2026-01-21 #task",
    ),
    Flaw(
        "no-rule",
        "- [ ] Look at the old mooring 🔁 every spring tide 📅 2026-01-22 #task",
        "- [ ] Look at the old mooring every spring tide 📅 2026-01-22 #task",
    ),
    Flaw(
        "on-completion",
        "- [ ] Take down the notice 🏁 burn 📅 2026-01-23 #task",
        "- [ ] Take down the notice burn 📅 2026-01-23 #task",
    ),
    Flaw("open-link", "- [[The list at the boat house", "- [[The list at the boat house]]"),
    Flaw("open-link", "See [[The list at the boat house] before you row", "See [[The list at the boat house]] before you row"),
    Flaw("open-link", "Ask at [[the lock. They know where it is, and who has the key", None),
)  # fmt: skip
"""At least one of each kind that is about one line, but for broken marks: those are proposals."""
