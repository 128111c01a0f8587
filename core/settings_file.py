"""One setting written into a file of settings: that value, and every other byte and comment stays.

The user's own file only: what a vault brings along is its own business.
"""

import os
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from core.checks import BadValue
from core.config import VAULT_FILE, Config, load_config, read_settings
from core.config_file import commented_config, path_of, setting_text
from core.config_keys import BY_KEY
from core.display import safe_text
from core.errors import Refused, WinnowError, WriteFailed
from core.parse.toml import Item, Path, Section, Value, inside, key_text, sections, value_text
from core.records import write_all

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_FOLDER, _FILE = 0o700, 0o600


def write_setting(file: str, key: str | Path, value: Value) -> None:
    """Write one setting into the user's file; durable when it returns.

    Where there is no file, it is made with every other setting in a comment.

    Args:
        file: The user's own settings; where that is a link, what it leads to is changed.
        key: `tasks.order`; of a table its name and the key in it: `("filters", "this week")`.
        value: What it is to be.

    Raises:
        Refused: The setting does not exist or may not have this value; the file is no TOML, or writes this
            setting in a way that cannot be changed without changing others. Nothing was written.
        WriteFailed: The disk refused; the file is as it was.
    """
    path = path_of(key) if isinstance(key, str) else key
    _check(path, value)
    real = os.path.realpath(file)
    try:
        before = read_settings(real)
    except FileNotFoundError:
        write_commented(file)
        before = read_settings(real)
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise Refused(f"{file} is no TOML that could be changed: {error}") from error
    after = with_setting(before, path, value, safe_text(os.path.basename(file)))
    if after != before:
        _replace(real, after, expected=before)


def read_value(key: str, written: str) -> Value:
    """A value as it was typed: as TOML where that may be one of the setting's, else as plain text.

    Raises:
        Refused: The setting does not exist, or may not have it.
    """
    path = path_of(key)
    with suppress(tomllib.TOMLDecodeError, RecursionError, Refused):
        value: Value = tomllib.loads(f"x = {written}")["x"]
        _check(path, value)
        return value
    _check(path, written)
    return written


def change_setting(file: str, root: str | None, key: str, value: Value) -> Config:
    """Write one setting into the user's file; what is in force then, in the vault at `root` if there is one.

    Raises:
        WinnowError: As `write_setting`; or the vault's own file says otherwise, and that is what counts:
            the user's file says it all the same.
    """
    write_setting(file, key, value)
    in_force, _ = load_config(file, None if root is None else os.path.join(root, VAULT_FILE))
    own, _ = load_config(file, None)
    if setting_text(in_force, key) != setting_text(own, key):
        raise WinnowError(f"{key} is written down, but {VAULT_FILE} of this vault says otherwise")
    return in_force


def with_setting(data: bytes, path: Path, value: Value, name: str = "winnow.toml") -> bytes:
    """The bytes of a settings file in which one key has another value; read anew, all others have theirs.

    Args:
        data: UTF-8.
        path: The key with the tables that it is in.
        value: What it is to be.
        name: What the file is called in a sentence.

    Raises:
        Refused: It is no TOML, or the key stands in it where it cannot be changed alone.
    """
    try:
        text = data.decode()
        before = tomllib.loads(text)
        wanted = _put(before, path, value)
        for changed in _ways(text, path, value_text(value)):
            with suppress(ValueError):
                if tomllib.loads(changed) == wanted:
                    return changed.encode()
    except (ValueError, RecursionError) as error:
        raise Refused(f"{name} is no TOML, and is left as it is: {safe_text(str(error))}") from None
    raise Refused(f"{name} says {safe_text('.'.join(path))} in a way that only you can change")


def write_commented(file: str) -> None:
    """Write the user's file with every setting in a comment; durable when it returns.

    Raises:
        Refused: There is a file already; it is left as it is.
        WriteFailed: The disk refused; nothing is there.
    """
    text = commented_config().encode()
    real = os.path.realpath(file)
    if os.path.lexists(real):
        raise Refused(f"{file} is there already, and is left as it is")
    try:
        os.makedirs(os.path.dirname(real), mode=_FOLDER, exist_ok=True)
        fd = os.open(real, _NEW, _FILE)
    except OSError as error:
        raise WriteFailed(f"{file} cannot be written: {error.strerror or error}") from error
    try:
        write_all(fd, text)
        os.fsync(fd)
    except OSError as error:
        os.unlink(real)
        raise WriteFailed(f"{file} cannot be written: {error.strerror or error}") from error
    finally:
        os.close(fd)


def _check(path: Path, value: Value) -> None:
    for key, given in ((".".join(path), value), (path[0], {path[-1]: value})):
        setting = BY_KEY.get(key)
        if setting is None:
            continue
        try:
            setting.read(list(given) if isinstance(given, tuple) else given)
        except BadValue as bad:
            raise Refused(f"{key} must be {bad}") from None
        return
    raise Refused(f"{safe_text('.'.join(path))} is no setting of Winnow")


def _put(document: Mapping[str, Any], path: Path, value: Value) -> dict[str, Any]:
    """The document with that value in it. Raises `ValueError` where something stands in its way."""
    first, *rest = path
    if not rest:
        return {**document, first: list(value) if isinstance(value, tuple) else value}
    below = document.get(first, {})
    if not isinstance(below, dict):
        raise ValueError(f"{first} is no table")  # noqa: TRY004 - the file's fault, not the caller's
    return {**document, first: _put(below, tuple(rest), value)}


def _ways(text: str, path: Path, said: str) -> Iterator[str]:
    """The text with the value in it in each way that may be one, the closest to what is there first."""
    found = sections(text)
    named = [section for section in found if section.path is not None]
    for item in (item for section in named for item in section.items):
        if item.path == path[: len(item.path)]:
            yield from _at_item(text, item, path, said)
    for section in named:
        if section.path == path[:-1]:
            yield _in_section(text, section, path[-1:], said)
    for section in named:
        for item in reversed(section.items):
            if item.path[:-1] == path[:-1]:
                yield _after(text, item.end, _line(path[len(item.table) :], said))
    line = _newline(text)
    header = f"[{key_text(path[:-1])}]{line}" if path[1:] else ""
    gap = line if text.strip() else ""
    end = "" if not text or text.endswith("\n") else line
    yield f"{text}{end}{gap}{header}{_line(path[-1:], said)}{line}"


def _at_item(text: str, item: Item, path: Path, said: str) -> Iterator[str]:
    """The value of an item, or one in the braces that are its value."""
    while item.path != path:
        within = list(inside(text, item))
        below = [one for one in within if one.path == path[: len(one.path)]]
        if not below:
            written = _line(path[len(item.path) :], said)
            if within:
                at = within[-1].end
                yield f"{text[:at]}, {written}{text[at:]}"
            else:
                yield f"{text[: item.value]}{{ {written} }}{text[item.end :]}"
            return
        item = below[0]
    yield f"{text[: item.value]}{said}{text[item.end :]}"


def _in_section(text: str, section: Section, path: Path, said: str) -> str:
    """The key under a header: behind the line that has it in a comment, else behind the last one."""
    line = _line(path, said)
    written = text[section.body : section.end]
    commented = re.search(rf"^#[ \t]*{re.escape(key_text(path))}[ \t]*=", written, re.M)
    if commented:
        return _after(text, section.body + _comment_end(written, commented.start()), line)
    if section.items:
        return _after(text, section.items[-1].end, line)
    if section.path:
        return _after(text, section.body, line)
    if section.end == len(text):
        end = "" if not text or text.endswith("\n") else _newline(text)
        return f"{text}{end}{line}{_newline(text)}"
    # In front of the first header, and of the comments about that.
    head = text[: section.end]
    at = len(head) - len(_last_comments(head))
    gap = _newline(text) if text[at:].strip() else ""
    return f"{text[:at]}{line}{_newline(text)}{gap}{text[at:]}"


def _comment_end(written: str, at: int) -> int:
    """Where the last line of a setting ends that stands in a comment, a list over several lines too."""
    lines: list[str] = []
    for line in written[at:].split("\n"):
        if not line.startswith("#"):
            break
        lines.append(line)
        with suppress(tomllib.TOMLDecodeError):
            tomllib.loads("\n".join(each.lstrip("#").rstrip("\r") for each in lines))
            return at + len("\n".join(lines))
    return at


def _last_comments(head: str) -> str:
    """The comment lines at the end of a text."""
    lines = head.split("\n")
    many = len(lines) - 1
    while many and lines[many - 1].startswith("#"):
        many -= 1
    return "\n".join(lines[many:]) if lines[-1] == "" else ""


def _after(text: str, at: int, line: str) -> str:
    """The text with one more line, behind the one in which `at` lies."""
    end = text.find("\n", at)
    if end < 0:
        return f"{text}{_newline(text)}{line}{_newline(text)}"
    return f"{text[: end + 1]}{line}{_newline(text)}{text[end + 1 :]}"


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _line(path: Path, said: str) -> str:
    return f"{key_text(path)} = {said}"


def _replace(real: str, data: bytes, *, expected: bytes) -> None:
    """Put the bytes in the file's place at once. Raises `WriteFailed`, and `Refused` where it changed meanwhile."""
    temp = f"{real}.winnow-new"
    try:
        os.makedirs(os.path.dirname(real), mode=_FOLDER, exist_ok=True)
        mode = stat.S_IMODE(os.stat(real).st_mode) if expected else _FILE
        with suppress(FileNotFoundError):
            os.unlink(temp)
        fd = os.open(temp, _NEW, mode)
        try:
            os.fchmod(fd, mode)
            write_all(fd, data)
            os.fsync(fd)
        finally:
            os.close(fd)
        if _now(real) != expected:
            os.unlink(temp)
            raise Refused(f"{real} was changed by another program just now; it is left as it is")
        os.replace(temp, real)
    except OSError as error:
        with suppress(OSError):
            os.unlink(temp)
        raise WriteFailed(f"{real} cannot be written: {error.strerror or error}") from error


def _now(real: str) -> bytes:
    try:
        return read_settings(real)
    except FileNotFoundError:
        return b""
