"""Why a filter finds nothing: what would be found without each of the things that it asks for. Pure."""

from collections.abc import Callable
from typing import NamedTuple

from core.query import Query


class Near(NamedTuple):
    """A filter that finds something, where the one that was asked finds nothing."""

    change: str
    """`without owner:me`, `with is:any`; not safe to show."""
    many: int


def nearest(query: Query, count: Callable[[Query], int]) -> tuple[Near, ...]:
    """What finds something, the change that finds least first: it says most of what was meant.

    Args:
        query: A filter that finds nothing.
        count: How many tasks a filter finds.
    """
    found = []
    if not query.says_status and query.clauses:
        found.append(Near("with is:any", count(query.of_any_status)))
    if len(query.clauses) > 1:
        found += [
            Near(f"without {clause.text}", count(query.without(clause))) for clause in query.clauses
        ]
    return tuple(sorted((near for near in found if near.many), key=lambda near: near.many))
