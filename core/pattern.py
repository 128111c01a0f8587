"""Regular expressions that people type: linear in what they are asked of, whatever they say. Pure.

RE2 has no backtracking, and therefore neither lookaround nor references back. As words do, a pattern
finds capitals and small letters alike; `(?-i)` in front of it tells them apart.
"""

from collections.abc import Callable
from functools import lru_cache

from core.errors import BadQuery
from core.text import encode

_LONGEST = 500
"""Characters; the machine of a longer one takes more memory than it is worth."""
_MEMORY = 1 << 20
"""Bytes of one pattern's machine: every key that is typed makes another."""
_UNKNOWN = "invalid perl operator"
_REFERENCE = "invalid escape sequence"

Finder = Callable[[bytes], bool]


@lru_cache(maxsize=8)
def finder(pattern: str) -> Finder:
    """Whether a pattern is found in some bytes of UTF-8; what is none matches nothing.

    Raises:
        BadQuery: It is no regular expression, or one that cannot be answered in linear time.
    """
    # Imported here: 5 ms that only a filter with a pattern pays for.
    import re2  # noqa: PLC0415 see above

    if len(pattern) > _LONGEST:
        raise BadQuery(f"a regular expression of more than {_LONGEST} characters")
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False  # they would be written over the screen
    options.max_mem = _MEMORY
    try:
        search = re2.compile(encode(pattern.replace("\\/", "/")), options).search
    except UnicodeEncodeError as error:
        raise BadQuery(f"/{pattern}/ is no text") from error
    except re2.error as error:
        raise BadQuery(f"/{pattern}/: {_reason(error.args[0])}") from error
    return lambda text: search(text) is not None


def _reason(said: bytes | str) -> str:
    error = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    if error.startswith((_UNKNOWN, _REFERENCE)):
        return f"{error}: neither lookaround nor references back are known here"
    return error
