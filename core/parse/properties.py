"""Properties that are more than plain lines: read from the YAML parser's events, with limits.

Events never build anything: no dates, no aliases that multiply, no merges, no tags. What is no
YAML at all is read line by line as far as it is plain, and said to be broken.
"""

import re
from collections.abc import Iterator
from types import MappingProxyType

import yaml

from core.parse.frontmatter import Place, Reading, Value
from core.parse.salvage import KEY_IS_NO_TEXT, broken

MAX_DEPTH = 32
MAX_EVENTS = 5_000

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_WIKILINK = re.compile(r"\[\[[^\[\]\r\n]+\]\]")


class _Broken(Exception):
    """Not readable as properties."""

    def __init__(self, at: int, reason: str) -> None:
        super().__init__(reason)
        self.at = at
        self.reason = reason


def read_yaml(block: str) -> Reading:
    """What a block says, whatever is in it. Never raises.

    Where it is no mapping of texts the problem names the line, counted in the note from 1, and the
    plain lines are read all the same.
    """
    try:
        return _Events(block).read()
    except _Broken as error:
        at, reason = error.at, error.reason
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark.index if error.problem_mark else 0
        reason = error.problem or "not YAML"
    except (yaml.YAMLError, ValueError) as error:
        # A character no YAML may have; a byte that is not UTF-8 is a surrogate here.
        at = getattr(error, "position", getattr(error, "start", 0))
        reason = "a character that YAML does not allow"
    return broken(block, at, reason)


class _Events:
    """The events of one block, and what they amount to."""

    def __init__(self, block: str) -> None:
        self._block = block
        self._events: Iterator[yaml.Event] = yaml.parse(block, Loader=_LOADER)
        self._left = MAX_EVENTS
        self._closed = 0
        """Where the mapping that was left last is closed."""

    def _next(self) -> yaml.Event:
        event = next(self._events)
        self._left -= 1
        if self._left < 0:
            raise _Broken(_start(event), f"more than {MAX_EVENTS} values")
        return event

    def read(self) -> Reading:
        """The properties; raises `_Broken` or what the parser raises."""
        self._next()
        event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            return Reading({}, {})
        event = self._next()
        if isinstance(event, yaml.MappingStartEvent):
            reading = self._fields()
        elif isinstance(event, yaml.ScalarEvent) and not event.value:
            reading = Reading({}, {})
        else:
            raise _Broken(_start(event), "not a list of `key: value`")
        self._next()
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise _Broken(_start(event), "a second document")
        return reading

    def _fields(self) -> Reading:
        values: dict[str, Value] = {}
        places: dict[str, Place] = {}
        twice: dict[str, str] = {}
        for key, start, end in self._keys():
            value, value_start, value_end = self._value(self._next(), 1)
            if key not in values:
                values[key] = value
                places[key] = (start, end, value_start, value_end)
            elif key not in twice:
                line = self._block.count("\n", 0, start) + 2
                twice[key] = f"the property {key} is there twice: line {line} does not count"
        return Reading(values, places, tuple(twice.values()), frozenset(twice))

    def _keys(self) -> Iterator[tuple[str, int, int]]:
        """The keys of a mapping, up to its end; the caller takes each value in between."""
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _Broken(_start(event), KEY_IS_NO_TEXT)
            yield event.value, _start(event), _end(event)
        self._closed = _end(event)

    def _value(self, event: yaml.Event, depth: int) -> tuple[Value, int, int]:
        """A value, its start and its end; of a block, the end of what was last written in it."""
        start, end = _start(event), _end(event)
        if isinstance(event, yaml.ScalarEvent):
            return event.value, start, end
        if isinstance(event, yaml.AliasEvent):
            raise _Broken(start, "an alias, which is not followed")
        if depth >= MAX_DEPTH:
            raise _Broken(start, f"more than {MAX_DEPTH} levels")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth)
        return self._sequence(event, depth)

    def _mapping(self, event: yaml.MappingStartEvent, depth: int) -> tuple[Value, int, int]:
        start = end = _start(event)
        inner: dict[str, Value] = {}
        for key, _, _ in self._keys():
            value, _, end = self._value(self._next(), depth + 1)
            inner.setdefault(key, value)
        return MappingProxyType(inner), start, self._closed if event.flow_style else end

    def _sequence(self, event: yaml.Event, depth: int) -> tuple[Value, int, int]:
        start = end = _start(event)
        items: list[Value] = []
        while not isinstance(item := self._next(), yaml.SequenceEndEvent):
            value, _, end = self._value(item, depth + 1)
            items.append(value)
        if isinstance(event, yaml.CollectionStartEvent) and event.flow_style:
            end = _end(item)
        written = self._block[start:end]
        if _WIKILINK.fullmatch(written):
            return written, start, end
        return tuple(items), start, end


def _start(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _end(event: yaml.Event) -> int:
    return event.end_mark.index if event.end_mark else 0
