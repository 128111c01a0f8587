"""What Winnow would touch in a vault, in lines. Pure."""

from collections.abc import Iterator
from typing import NamedTuple

from core.statuses import TaskSettings
from core.survey import Survey
from tui.lines.parts import Part

_MOST = 6
"""Lines of a list; the rest is one number."""
Line = tuple[Part, ...]


class Promises(NamedTuple):
    """Where things will be kept; not safe to show."""

    state: str
    """Of all vaults."""
    settings: str
    home: str
    """The person's own folder, which is written `~`; `""`: not known."""


def surveyed(survey: Survey, home: str) -> tuple[Line, ...]:
    """A vault that was looked at, so that somebody may decide whether to open it.

    Args:
        survey: The vault.
        home: The person's own folder, which is written `~`; `""`: not known.
    """
    return (
        (Part(_short(survey.root, home), "muted"),),
        *_counts(survey),
        *_left(survey),
        *_found(survey),
        *_troubles(survey),
    )


def promised(promises: Promises) -> tuple[Line, ...]:
    """What Winnow does to any vault."""
    home = promises.home
    return (
        (),
        (Part("What Winnow does", "strong"),),
        (Part("  changes the lines that you decide, nothing else"),),
        (Part("  takes back any change, days later, with one key"),),
        (Part("  asks no network, and sends nothing anywhere"),),
        (Part("  keeps what it remembers outside of the vault:"),),
        (Part(f"    {_short(promises.state, home)}", "muted"),),
        (Part("  with enter writes every setting, in comments, into"),),
        (Part(f"    {_short(promises.settings, home)}", "muted"),),
    )


def _short(path: str, home: str) -> str:
    return f"~{path.removeprefix(home)}" if home and path.startswith(f"{home}/") else path


def _counts(survey: Survey) -> Iterator[Line]:
    notes = _many(survey.notes, "note")
    yield ()
    if not survey.notes:
        yield (
            Part("No notes yet", "strong"),
            Part(" · files that end in .md would be notes", "muted"),
        )
        return
    yield (Part(notes, "strong"), Part(f" · {_many(survey.others, 'other file')}", "muted"))
    yield (Part(f"  {survey.triaged:>7,}  "), Part("may be decided"))


def _left(survey: Survey) -> Iterator[Line]:
    if not survey.left:
        return
    many = sum(count for _, count in survey.left)
    yield (Part(f"  {many:>7,}  "), Part("are left alone:"))
    yield from _listed(survey.left)


def _listed(counted: tuple[tuple[str, int], ...]) -> Iterator[Line]:
    for name, many in counted[:_MOST]:
        yield (Part(f"  {many:>15,}  ", "muted"), Part(name, "muted"))
    if more := counted[_MOST:]:
        rest = sum(many for _, many in more)
        yield (Part(f"  {rest:>15,}  ", "muted"), Part(f"{len(more)} more", "muted"))


def _found(survey: Survey) -> Iterator[Line]:
    yield ()
    yield (Part("What is there", "strong"),)
    for name, many in survey.inbox:
        yield (Part(f"  {name}: {_many(many, 'file')} to file"),)
    for name, many in survey.entities:
        yield (Part(f"  {name}: {_many(many, 'page')}"),)
    for settings in survey.settings:
        yield (Part(f"  {_tasks(settings)}"),)
    if not survey.settings:
        yield (Part("  no settings of Obsidian Tasks: its defaults are used"),)


def _tasks(settings: TaskSettings) -> str:
    """`Obsidian Tasks in Personal: 6 statuses, rejects with [-], #task`."""
    where = f" in {settings.where}" if settings.where else ""
    said = [_many(len(settings.statuses), "status", "statuses")]
    rejected = next((one.symbol for one in settings.statuses if one.type == "CANCELLED"), None)
    said.append(f"rejects with [{rejected}]" if rejected else "no status to reject with")
    if settings.format != "emoji":
        said.append(f"{settings.format} fields")
    if settings.global_filter:
        said.append(f"tasks have {settings.global_filter}")
    return f"Obsidian Tasks{where}: {', '.join(said)}"


def _troubles(survey: Survey) -> Iterator[Line]:
    if not survey.writable:
        yield ()
        yield (Part("⚠ This folder is read-only: nothing can be decided in it.", "warning"),)
    if survey.trouble:
        yield ()
        yield (Part(f"⚠ {_many(len(survey.trouble), 'file')} cannot be read:", "warning"),)
        yield from ((Part(f"  {one}", "muted"),) for one in survey.trouble[:_MOST])


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"
