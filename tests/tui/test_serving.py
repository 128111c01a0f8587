"""The screen in a browser: who may look, and that what is decided there is decided."""

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import chromium
import pyte
import pytest
from aiohttp import ClientSession, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from command_line import run
from desk import SYNC, read_vault, write_vault

import tui.browser
from core.themes import load_themes
from tui.browser import DRIVER
from tui.browser.server import BrowserServer, serve

ROOT = Path(__file__).parent.parent.parent
_PATIENCE = 20


@asynccontextmanager
async def served(command: Sequence[str], *looks: str) -> AsyncIterator[str]:
    """A server of that command; its address."""
    ready = asyncio.get_running_loop().create_future()
    work = asyncio.create_task(serve(BrowserServer(command, *looks), 0, ready.set_result))
    try:
        yield await ready
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work


def winnow(folder: Path) -> tuple[Path, list[str]]:
    """A small vault, and the program on it as a tab gets it."""
    vault = write_vault(folder / "Notes")
    places = [
        "--vault",
        str(vault),
        "--state",
        str(folder / "state"),
        "--cache",
        str(folder / "cache"),
    ]
    return vault, [sys.executable, "-m", "tui", "--pane", "tasks", "--today", "2026-01-06", *places]


@pytest.fixture(autouse=True)
def _from_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)


async def test_nobody_else_looks() -> None:
    async with served(["true"], "<script>") as address, ClientSession() as client:
        host = address.split("/")[2]

        async def status(url: str, **headers: str) -> int:
            async with client.get(url, headers=headers) as answer:
                return answer.status

        assert await status(address) == 200
        assert await status(f"{address}static/js/textual.js") == 200
        assert await status(f"{address}page/focus.js") == 200
        assert await status(f"http://{host}/") == 403
        assert await status(f"http://{host}/else/") == 403
        assert await status(f"http://{host}/else/static/js/textual.js") == 403
        assert await status(address, Host="evil.example") == 403
        assert await status(address, Host=f"evil.example:{host.split(':')[1]}") == 403
        assert await status(address, Origin="http://evil.example") == 403
        assert await status(address, Origin="null") == 403
        assert await status(address, Origin=f"http://{host}") == 200
        for headers, url in (
            ({"Origin": "http://evil.example"}, f"{address}ws"),
            ({}, f"http://{host}/ws"),
            ({"Host": "evil.example"}, f"{address}ws"),
        ):
            with pytest.raises(WSServerHandshakeError, match="403"):
                await client.ws_connect(url, headers=headers)


async def test_the_page_fetches_nothing_from_elsewhere_and_says_no_name_as_markup() -> None:
    async with served(["true"], "<script>", "red;}</style>") as address, ClientSession() as client:
        async with client.get(address) as answer:
            page = await answer.text()
            rules = answer.headers["Content-Security-Policy"]
        host = address.split("/")[2]
        assert "&lt;script&gt;" in page
        assert "red;" not in page
        assert "default-src 'none'" in rules
        assert {part.split("/")[2] for part in page.split('"') if "://" in part} == {host}


class Tab:
    """A tab without a browser: what it types, and what it is shown."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._screen = pyte.Screen(180, 30)
        self._drawn = pyte.Stream(self._screen)
        self.sent = ""

    async def type(self, keys: str) -> None:
        await self._socket.send_json(["stdin", keys])

    async def until(self, text: str) -> None:
        """Until a text stands on the screen, or was sent to it."""
        async with asyncio.timeout(_PATIENCE):
            while text not in self.sent and text not in "\n".join(self._screen.display):
                message = await self._socket.receive()
                assert message.type is WSMsgType.BINARY, message
                data = message.data.decode("utf-8", "replace")
                self.sent += data
                self._drawn.feed(data)

    async def ended(self) -> bool:
        """Whether it is closed, after all that was still sent."""
        async with asyncio.timeout(_PATIENCE):
            while (await self._socket.receive()).type is WSMsgType.BINARY:
                pass
        return self._socket.closed


async def test_a_tab_decides_and_a_closed_one_ends_its_program(tmp_path: Path) -> None:
    vault, command = winnow(tmp_path)
    light = next(one for one in load_themes()[0] if one.name == "winnow-light")
    ground = ";".join(map(str, bytes.fromhex((light.background or "").removeprefix("#"))))
    served_in_it = served([*command, "--theme", light.name])
    async with served_in_it as address, ClientSession() as client:
        async with client.ws_connect(f"{address}ws?width=180&height=30") as socket:
            tab = Tab(socket)
            await tab.until("Send the deck")
            assert f"48;2;{ground}m" in tab.sent
            for keys, shown in (
                ("a", "u undoes: accept"),
                ("M", "\x1b[?1000l"),
                ("\x1a", "no shell"),
                ("E", "cannot be opened"),
            ):
                await tab.type(keys)
                await tab.until(shown)
        assert b"- [ ] Send the deck" in read_vault(vault)[SYNC]
        async with client.ws_connect(f"{address}ws?width=180&height=30") as socket:
            tab = Tab(socket)
            await tab.until("Book the room")
            await tab.type("q")
            assert await tab.ended()


async def test_a_program_whose_server_is_gone_ends(tmp_path: Path) -> None:
    _, command = winnow(tmp_path)
    pipe = asyncio.subprocess.PIPE
    program = await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, stderr=pipe, env={"PYTHONPATH": str(ROOT), "TEXTUAL_DRIVER": DRIVER},
    )  # fmt: skip
    assert program.stdout is not None
    assert program.stdin is not None
    assert await program.stdout.readline() == b"__GANGLION__\n"
    program.stdin.close()
    async with asyncio.timeout(_PATIENCE):
        await program.communicate()
    assert program.returncode == 128 + 15


async def test_a_program_that_does_not_start_leaves_no_blank_page() -> None:
    async with (
        served(["false"]) as address,
        ClientSession() as client,
        client.ws_connect(f"{address}ws") as socket,
        asyncio.timeout(_PATIENCE),
    ):
        assert (await socket.receive()).type is WSMsgType.CLOSE


@pytest.mark.skipif(chromium.FOUND is None, reason="there is no Chromium here")
async def test_a_task_is_accepted_in_chromium(tmp_path: Path) -> None:
    vault, command = winnow(tmp_path)
    async with served(command) as address, chromium.tab_on(address, tmp_path / "profile") as tab:
        await tab.until("Send the deck")
        await tab.press("a")
        await tab.until("u undoes: accept")
        assert b"- [ ] Send the deck" in read_vault(vault)[SYNC]
        assert tab.complaints == []


def test_without_the_extra_a_sentence_says_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(tui.browser, "server")
    monkeypatch.setitem(sys.modules, "tui.browser.server", None)
    done = run("serve", str(write_vault(tmp_path / "Notes")))
    assert done.code == 1
    assert "textual-serve" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--port", "x"], "--port wants a number"), (["--port", "70000"], "up to 65535"), (["--pane", "x"], "no pane")],
)  # fmt: skip
def test_what_serve_cannot_mean_is_said(tmp_path: Path, arguments: list[str], said: str) -> None:
    done = run("serve", str(tmp_path), *arguments)
    assert done.code == 2
    assert said in done.err


async def test_a_port_that_is_taken_is_said() -> None:
    async with served(["true"]) as address:
        port = address.split("/")[2].split(":")[1]
        with pytest.raises(OSError, match="address already in use"):
            await serve(BrowserServer(["true"]), int(port), print)
