"""What is remembered beside the vault of pages that wait for a review: kept, or put off. Pure.

A page is kept for the reasons that it had then: with another one it waits again. The key is the page's, and
the value one of `kept 2026-01-06 empty-key no-page`, `until 2026-01-09`, `until changed 1f3a09c2`.
"""

from collections.abc import Iterable

KIND = "review"
"""What these values are kept as."""
_DAY = 10


def kept(day: str, codes: Iterable[str]) -> str:
    """The value of a page that is as it should be, whatever these reasons say."""
    return " ".join(["kept", day, *sorted(set(codes))])


def reasons_kept(value: str) -> frozenset[str]:
    """The reasons for which a page was kept; none where it was not."""
    what, _, rest = value.partition(" ")
    return frozenset(rest.split(" ")[1:]) if what == "kept" else frozenset()


def until(day: str) -> str:
    """The value of a page that is put off to a day."""
    return f"until {day}"


def until_changed(crc: int) -> str:
    """The value of a page that is put off until its bytes are others."""
    return f"until changed {crc:08x}"


def is_away(value: str, *, today: str, asks: Iterable[str], crc: int) -> bool:
    """Whether a page does not wait, by what is remembered of it; nonsense says nothing.

    Args:
        value: What is remembered.
        today: ISO.
        asks: The codes that make it wait.
        crc: Of its bytes.
    """
    what, _, rest = value.partition(" ")
    if what == "kept":
        return reasons_kept(value).issuperset(asks)
    if what != "until":
        return False
    if rest.startswith("changed "):
        return rest.removeprefix("changed ") == f"{crc:08x}"
    return len(rest) == _DAY and rest > today


def back_on(value: str) -> str:
    """The day that a page comes back; `""`: that is no day."""
    rest = value.removeprefix("until ")
    return rest if rest != value and len(rest) == _DAY else ""
