"""What stands in a list without rows: what is so, and the keys that lead on from there. Pure."""

from collections.abc import Callable, Iterable

from textual.content import Content

from tui.bars import Work
from tui.text import clip, shown

Key = Callable[[str], str]
"""The first key of a command, by the command's id."""
_FILTER = 60


def page(
    title: Content | str, says: Iterable[str], ways: Iterable[tuple[str, str]] = ()
) -> Content:
    """The words of an empty list: a title, sentences, and keys with what they show, in two columns.

    Args:
        title: What is so; a text is made safe.
        says: More about it, a line each; made safe.
        ways: Keys and what they lead to.
    """
    lines = [title if isinstance(title, Content) else shown(title).stylize("bold $text")]
    lines += [shown(line).stylize("$text-muted") for line in says]
    keys = list(ways)
    width = max((len(key) for key, _ in keys), default=0)
    if keys:
        lines.append(Content(""))
    lines += [
        Content.assemble((f"{key:<{width}}", "bold $text-accent"), "  ", shown(words))
        for key, words in keys
    ]
    return Content("\n").join(lines)


def reading(said: str) -> Content:
    """That the vault is being read, and how far that is."""
    return page("Reading the vault", [said] if any(map(str.isdigit, said)) else [])


def nothing(typed: str, says: Iterable[str], ways: Iterable[tuple[str, str]]) -> Content:
    """That a filter finds nothing, and what one may do then."""
    sought = shown(clip(typed, _FILTER)).stylize("bold $text")
    return page(Content.assemble("Nothing matches  ", sought), says, ways)


def elsewhere(work: Work, key: Key, *, but: str) -> list[tuple[str, str]]:
    """The panes in which something waits.

    Args:
        work: How things stand.
        key: The keys in force.
        but: The pane that one is in.
    """
    if work.standing is None:
        return []
    counts = work.standing.counts
    waiting = (
        ("inbox", counts.inbox, "waits in the inbox", "wait in the inbox"),
        ("tasks", counts.tasks, "proposed task waits", "proposed tasks wait"),
        ("review", counts.review, "page asks for a look", "pages ask for a look"),
    )
    return [
        (key(f"pane.{name}"), f"{count:,} {one if count == 1 else several}")
        for name, count, one, several in waiting
        if count and name != but
    ]


def decided(work: Work) -> list[str]:
    """How the day went, if anything was decided."""
    if work.standing is None or not work.standing.today:
        return []
    return [f"{work.standing.today:,} decided today."]
