import errno
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest

from core.errors import NoVault, OutsideVault, Unreadable
from core.path import NotePath
from core.vault import FileStat, Vault
from core.walk import MAX_DEPTH, NAMED

SETTINGS = ".obsidian/plugins/obsidian-tasks-plugin/data.json"
PROPOSED = b'{"statusSettings": {"coreStatuses": [{"symbol": "?", "name": "Proposed", "nextStatusSymbol": " ", "type": "TODO"}], "customStatuses": []}}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    vault = tmp_path / "Notes"
    vault.mkdir()
    return vault


def write(folder: Path, path: str, data: bytes = b"x") -> Path:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def opened(folder: Path, **settings: int) -> Vault:
    return Vault(folder, **settings, sleep=lambda _: None)


def found(folder: Path) -> list[str]:
    return [file.path for file in opened(folder).walk().files]


def trouble(folder: Path) -> dict[str, str]:
    return {one.path: one.reason for one in opened(folder).walk().trouble}


def test_a_walk_finds_notes_by_path_with_what_tells_whether_they_changed(folder: Path) -> None:
    write(folder, "b/Note.MD", b"four")
    file = write(folder, "a.md", b"abc")
    listing = opened(folder).walk()
    state = file.stat()
    assert [one.path for one in listing.files] == ["a.md", "b/Note.MD"]
    assert listing.files[0] == FileStat(NotePath("a.md"), 3, state.st_mtime_ns, state.st_ino)
    assert (listing.complete, listing.trouble) == (True, ())


def test_machinery_is_skipped_and_other_files_are_only_named(folder: Path) -> None:
    for path in (".trash/a.md", ".obsidian/b.md", "node_modules/c.md", ".winnow-1-2.tmp", ".d.md", "x/.git/e.md"):  # fmt: skip
        write(folder, path)
    write(folder, "Inbox/voice.m4a")
    write(folder, "md")
    listing = opened(folder).walk()
    assert listing.files == ()
    assert listing.others == ("Inbox/voice.m4a", "md")


def test_names_that_are_no_text_are_found_and_read(folder: Path) -> None:
    for name in (b"\xff.md", b"a\nb.md", b" - x .md", b"$(x) [y] %.md"):
        (Path(os.fsdecode(os.fsencode(folder) + b"/" + name))).write_bytes(name)
    vault = opened(folder)
    assert {os.fsencode(one.path): vault.read(one.path) for one in vault.walk().files} == {
        name: name for name in (b"\xff.md", b"a\nb.md", b" - x .md", b"$(x) [y] %.md")
    }


def test_what_is_only_named_like_a_note_is_trouble_and_never_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(folder / "socket.md"))
    (folder / "device.md").symlink_to("/dev/zero")
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "nothing.md").symlink_to("gone.md")
    (folder / "pipe link.md").symlink_to("pipe.md")
    write(folder, "folder.md/inner.md")
    write(folder.parent, "outside.md")
    (folder / "out.md").symlink_to("../outside.md")
    assert found(folder) == ["folder.md/inner.md"]
    assert trouble(folder) == {
        "device.md": "links out of the vault, so it is not read",
        "loop.md": "is a link that leads in a circle",
        "nothing.md": "is a link to nothing",
        "out.md": "links out of the vault, so it is not read",
        "pipe link.md": "is no note: it is a pipe",
        "pipe.md": "is no note: it is a pipe",
        "socket.md": "is no note: it is a device or socket",
    }
    assert opened(folder).walk().complete


@pytest.mark.parametrize(
    "name", ["pipe.md", "socket.md", "device.md", "loop.md", "out.md", "a/in.md"]
)
def test_what_is_no_note_is_not_read(folder: Path, name: str) -> None:
    os.mkfifo(folder / "pipe.md")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(folder / "socket.md"))
    (folder / "device.md").symlink_to("/dev/zero")
    (folder / "loop.md").symlink_to("loop.md")
    write(folder.parent, "elsewhere/in.md")
    (folder / "out.md").symlink_to("../elsewhere/in.md")
    (folder / "a").symlink_to("../elsewhere")
    with pytest.raises((Unreadable, OutsideVault)):
        opened(folder).read(NotePath(name))


def test_a_link_inside_the_vault_is_a_note_like_its_target(folder: Path) -> None:
    write(folder, "a/real.md", b"bytes")
    (folder / "link.md").symlink_to("a/real.md")
    vault = opened(folder)
    link, real = sorted(vault.walk().files)[::-1]
    assert (link.path, real.path) == ("link.md", "a/real.md")
    assert link[1:] == real[1:]
    assert vault.read(link.path) == b"bytes"
    assert vault.resolve(link.path) == vault.resolve(real.path)


def test_links_to_folders_are_not_followed(folder: Path) -> None:
    write(folder, "a/x.md")
    (folder / "again").symlink_to("a")
    (folder / "a/up").symlink_to("..")
    (folder / "loop").symlink_to("loop")
    assert found(folder) == ["a/x.md"]
    assert set(trouble(folder)) == {"again", "a/up"}
    assert opened(folder).walk().others == ("loop",)


def test_folders_deeper_than_the_limit_leave_the_listing_incomplete(folder: Path) -> None:
    deep = "/".join("d" * (MAX_DEPTH + 2))
    write(folder, f"{deep}/x.md")
    listing = opened(folder).walk()
    assert listing.files == ()
    assert not listing.complete
    assert "folders deep" in listing.trouble[0].reason


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, int], None]:
    """Make a system call fail for a path that ends so."""

    def fail(name: str, ending: str, code: int) -> None:
        real = getattr(os, name)

        def call(path: object, *args: object, **more: object) -> object:
            if str(path).rstrip("/").endswith(ending):
                raise OSError(code, os.strerror(code))
            return real(path, *args, **more)

        monkeypatch.setattr(os, name, call)

    return fail


@pytest.mark.parametrize("code", [errno.EACCES, errno.EMFILE, errno.EIO])
def test_a_folder_that_cannot_be_listed_is_not_an_empty_one(
    folder: Path, failing: Callable[[str, str, int], None], code: int
) -> None:
    write(folder, "a/x.md")
    write(folder, "b/y.md")
    failing("scandir", "/b", code)
    listing = opened(folder).walk()
    assert [one.path for one in listing.files] == ["a/x.md"]
    assert not listing.complete
    assert [(one.path, one.reason) for one in listing.trouble] == [
        ("b", f"cannot be listed: {os.strerror(code)}")
    ]


def test_a_link_that_cannot_be_looked_at_leaves_the_listing_incomplete(
    folder: Path, failing: Callable[[str, str, int], None]
) -> None:
    write(folder, "a.md")
    (folder / "l.md").symlink_to("a.md")
    failing("stat", "/l.md", errno.EIO)
    listing = opened(folder).walk()
    assert not listing.complete
    assert listing.trouble[0].reason.startswith("cannot be looked at")


class Vanishing:
    """An entry whose file goes away once it was listed."""

    def __init__(self, entry: "os.DirEntry[str]") -> None:
        self.name, self.path = entry.name, entry.path

    def is_file(self, *, follow_symlinks: bool) -> bool:
        return not follow_symlinks

    def stat(self, *, follow_symlinks: bool) -> os.stat_result:
        os.unlink(self.path)  # noqa: PTH108 - as short as the moment between two system calls
        return os.stat(self.path, follow_symlinks=follow_symlinks)  # noqa: PTH116 - raises


class Entries(list[Vanishing]):
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return


def test_a_note_that_goes_away_during_the_walk_is_no_trouble(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "a.md")
    vault, real = opened(folder), os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: Entries(map(Vanishing, real(path))))
    listing = vault.walk()
    assert (listing.files, listing.trouble, listing.complete) == ((), (), True)


def test_a_folder_is_walked_once_however_often_it_is_met(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "a/x.md")
    write(folder, "b/y.md")
    real = os.stat
    monkeypatch.setattr(
        os, "stat", lambda path, **more: real(folder if str(path).endswith("/b/") else path, **more)
    )
    listing = opened(folder).walk()
    assert [one.path for one in listing.files] == ["a/x.md"]
    assert listing.trouble[0].reason == "is a folder that was listed before"


@pytest.mark.parametrize("kind", ["missing", "file", "empty", "nul"])
def test_what_is_no_folder_is_no_vault(folder: Path, kind: str) -> None:
    write(folder, "file")
    root = {"missing": str(folder / "no"), "file": str(folder / "file"), "empty": "", "nul": "a\0"}
    with pytest.raises(NoVault, match=r"^no vault"):
        Vault(root[kind])


def test_a_folder_that_cannot_be_listed_is_no_vault(
    folder: Path, failing: Callable[[str, str, int], None]
) -> None:
    failing("scandir", "Notes", errno.EACCES)
    with pytest.raises(NoVault, match="Permission denied"):
        Vault(folder)


def test_the_root_is_the_real_path_whatever_names_it(folder: Path) -> None:
    link = folder.parent / "link"
    link.symlink_to(folder)
    assert Vault(os.fsencode(link)).root == str(folder)
    assert opened(Path("/")).resolve(NotePath("tmp")) == "/tmp"


@pytest.mark.parametrize(
    "path", ["", ".", "..", "../a.md", "/etc/passwd", "a/../../b", "a//b", "a/", "./a", "a/./b", "a\0b", "/"]
)  # fmt: skip
def test_a_path_that_leaves_the_vault_is_none(folder: Path, path: str) -> None:
    vault = opened(folder)
    for ask in (vault.resolve, vault.read, vault.stat):
        with pytest.raises(OutsideVault):
            ask(NotePath(path))


@pytest.mark.parametrize("path", ["a.md", "new/b.md", "..a/.b..md", "~", "C:\\x"])
def test_a_path_in_the_vault_is_resolved_whether_or_not_it_is_there(
    folder: Path, path: str
) -> None:
    assert opened(folder).resolve(NotePath(path)) == f"{folder}/{path}"


def test_a_name_that_the_system_cannot_have_is_outside(folder: Path) -> None:
    with pytest.raises(OutsideVault):
        opened(folder).resolve(NotePath("\ud83d.md"))


@pytest.mark.parametrize("path", ["out/a.md", "out/in/a.md", "real/out/a.md", "a/" * 2000 + "b.md"])
def test_a_folder_that_leads_out_of_the_vault_is_not_read(
    folder: Path, tmp_path: Path, path: str
) -> None:
    write(tmp_path, "Elsewhere/in/a.md")
    write(tmp_path, "Elsewhere/a.md")
    write(folder, "real/a.md")
    for link in ("out", "real/out"):
        (folder / link).symlink_to(tmp_path / "Elsewhere")
    vault = opened(folder)
    assert vault.read(NotePath("real/a.md")) == b"x"
    with pytest.raises((OutsideVault, Unreadable)):
        vault.read(NotePath(path))


def test_a_folder_that_is_a_link_within_the_vault_is_read(folder: Path) -> None:
    write(folder, "real/deep/a.md")
    (folder / "link").symlink_to("real")
    assert opened(folder).read(NotePath("link/deep/a.md")) == b"x"


@pytest.mark.parametrize("data", [b"a", b"\xff\x00\r\n", b"x" * 5_000])
def test_the_bytes_of_a_note_are_read_as_they_are(folder: Path, data: bytes) -> None:
    write(folder, "a/b.md", data)
    vault = opened(folder)
    assert vault.read(NotePath("a/b.md")) == data
    assert vault.stat(NotePath("a/b.md")).size == len(data)


def test_a_note_over_the_limit_is_not_read(folder: Path) -> None:
    write(folder, "a.md", b"x" * 101)
    assert len(opened(folder, max_bytes=101).read(NotePath("a.md"))) == 101
    with pytest.raises(Unreadable, match="too large"):
        opened(folder, max_bytes=100).read(NotePath("a.md"))


def test_what_is_not_there_or_not_a_file_says_so(folder: Path) -> None:
    vault = opened(folder)
    (folder / "a.md").mkdir()
    for ask in (vault.read, vault.stat):
        with pytest.raises(Unreadable, match="not there any more"):
            ask(NotePath("gone.md"))
        with pytest.raises(Unreadable, match="it is a folder"):
            ask(NotePath("a.md"))


@pytest.mark.parametrize("call", ["open", "read"])
def test_a_failing_disk_is_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    write(folder, "a.md")
    vault = opened(folder)

    def fail(*_: object) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(Unreadable, match=r"a\.md cannot be read: Input/output error"):
        vault.read(NotePath("a.md"))


def test_a_read_that_stops_short_is_continued(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "a.md", b"0123456789")
    real = os.read
    monkeypatch.setattr(os, "read", lambda file, size: real(file, min(size, 3)))
    assert opened(folder).read(NotePath("a.md")) == b"0123456789"


def writer(file: Path, contents: list[bytes]) -> Callable[[float], None]:
    """Instead of a pause: the other program goes on."""
    rest: Iterator[bytes] = iter(contents)

    def pause(seconds: float) -> None:
        assert seconds == 0.05
        file.write_bytes(next(rest))

    return pause


def test_a_note_that_is_truncated_and_written_anew_is_read_when_it_is_whole(folder: Path) -> None:
    file = write(folder, "a.md", b"")
    assert Vault(folder, sleep=writer(file, [b"", b"whole"])).read(NotePath("a.md")) == b"whole"


def test_a_note_that_stays_empty_is_empty(folder: Path) -> None:
    file = write(folder, "a.md", b"")
    assert Vault(folder, sleep=writer(file, [b"", b"", b""])).read(NotePath("a.md")) == b""


def test_a_note_that_was_empty_in_the_walk_is_not_waited_for(folder: Path) -> None:
    file = write(folder, "a.md", b"")
    vault = Vault(folder, sleep=writer(file, []))
    vault.walk()
    assert vault.read(NotePath("a.md")) == b""


def test_a_note_that_grows_while_it_is_read_is_read_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(folder, "a.md", b"old")
    real = os.read
    grown: list[bytes] = []

    def read(descriptor: int, size: int) -> bytes:
        if not grown:
            grown.append(b"")
            file.write_bytes(b"old and new")
        return real(descriptor, size)

    monkeypatch.setattr(os, "read", read)
    assert opened(folder).read(NotePath("a.md")) == b"old and new"


def test_a_note_that_is_never_at_rest_is_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(folder, "a.md", b"x")
    real = os.read

    def read(descriptor: int, size: int) -> bytes:
        with file.open("ab") as more:
            more.write(b"x")
        return real(descriptor, size)

    monkeypatch.setattr(os, "read", read)
    with pytest.raises(Unreadable, match="being written"):
        opened(folder).read(NotePath("a.md"))


def test_settings_are_those_of_the_nearest_folder_that_has_some(folder: Path) -> None:
    write(folder, SETTINGS, PROPOSED)
    write(folder, f"Personal/{SETTINGS}", b'{"globalFilter": "#task"}')
    write(folder, "Personal/Home/.obsidian/app.json", b"{}")
    vault = opened(folder)
    work, home = NotePath("Work/a/b.md"), NotePath("Personal/Home/c.md")
    assert vault.settings(work).status("?").name == "Proposed"
    assert vault.settings(home).global_filter == "#task"
    assert vault.settings(work) is vault.settings(NotePath("Work/a/d.md"))
    assert vault.settings(home).where == "Personal"
    assert vault.settings_digest(work) != vault.settings_digest(home)
    assert [one.path for one in vault.walk().settings] == sorted([f"Personal/{SETTINGS}", SETTINGS])


def test_without_settings_the_plugins_own_hold(folder: Path) -> None:
    vault = opened(folder)
    path = NotePath("a/b.md")
    assert vault.settings(path).status("-").type == "CANCELLED"
    assert vault.settings(path).problems == ()


@pytest.mark.parametrize("broken", ["not json", "a folder", "a link out", "too large"])
def test_settings_that_cannot_be_read_are_the_defaults_and_a_problem(
    folder: Path, broken: str
) -> None:
    file = write(folder, SETTINGS, b"{" if broken == "not json" else b" " * 1_000_001)
    if broken in {"a folder", "a link out"}:
        file.unlink()
    if broken == "a folder":
        file.mkdir()
    if broken == "a link out":
        file.symlink_to(write(folder.parent, "data.json", PROPOSED))
    settings = opened(folder).settings(NotePath("a.md"))
    assert settings.status("-").type == "CANCELLED"
    assert len(settings.problems) == 1


def test_settings_that_changed_are_read_again_after_a_walk(folder: Path) -> None:
    vault = opened(folder)
    path = NotePath("a/b.md")
    before = vault.settings_digest(path)
    write(folder, SETTINGS, PROPOSED)
    assert vault.settings_digest(path) == before
    vault.walk()
    assert vault.settings_digest(path) != before
    assert vault.settings(path).status("?").name == "Proposed"


def test_the_scope_is_the_patterns_and_obsidians_own_excluded_files(folder: Path) -> None:
    write(folder, ".obsidian/app.json", b'{"userIgnoreFilters": ["Old/", "/(a+)+/"]}')
    vault = Vault(folder, ["*.draft.md"])
    paths = ("a.md", "a.draft.md", "Old/a.md")
    assert [vault.is_triaged(NotePath(path)) for path in paths] == [True, False, False]
    assert len(vault.problems) == 1


@pytest.mark.parametrize(("more", "size"), [((), NAMED), (("!keep.md",), 1)])
def test_notes_in_excluded_folders_are_named_and_not_looked_at(
    folder: Path, more: tuple[str, ...], size: int
) -> None:
    for path in ("Sources/a.md", "Sources/in/b.md", "c.md", "TASKS.md"):
        write(folder, path)
    (folder / "Sources/l.md").symlink_to("/etc/passwd")
    vault = Vault(folder, ["/Sources/", "/TASKS.md", *more])
    listing = vault.walk()
    sizes = {one.path: one.size for one in listing.files}
    assert sizes == {"Sources/a.md": size, "Sources/in/b.md": size, "c.md": 1, "TASKS.md": 1}
    assert [one.path for one in listing.trouble] == ["Sources/l.md"]
    assert not any(vault.is_triaged(one.path) for one in listing.files if one.size == NAMED)


def test_an_app_json_that_cannot_be_read_is_a_problem(folder: Path) -> None:
    (folder / ".obsidian/app.json").mkdir(parents=True)
    vault = opened(folder)
    assert len(vault.problems) == 1
    assert vault.is_triaged(NotePath("a.md"))
