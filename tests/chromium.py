"""A browser without a window, spoken to as its own developer tools speak to it."""

import asyncio
import base64
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pyte
from aiohttp import ClientSession, ClientWebSocketResponse

FOUND = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
"""The browser of this machine, if it has one."""
_OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--remote-debugging-port=0", "--window-size=1200,800",
)  # fmt: skip
_PATIENCE = 30


class Tab:
    """A tab, and what its page was sent."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._calls = 0
        self._answers: dict[int, Any] = {}
        self._screen = pyte.Screen(240, 80)
        self._drawn = pyte.Stream(self._screen)
        """What the page's web socket was sent, as a terminal shows it."""
        self.complaints: list[str] = []
        """What the page was refused, or said in its console as an error."""

    async def call(self, method: str, **parameters: object) -> Any:  # noqa: ANN401 - any JSON
        """Ask the browser something, and wait for its answer."""
        self._calls += 1
        number = self._calls
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while number not in self._answers:
            await self._hear()
        return self._answers.pop(number)

    async def press(self, key: str) -> None:
        """A key that types a character."""
        await self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=key)
        await self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def until(self, text: str) -> None:
        """Until a text stands on the page."""
        async with asyncio.timeout(_PATIENCE):
            while text not in "\n".join(self._screen.display):
                await self._hear()

    async def _hear(self) -> None:
        message = await self._socket.receive_json()
        said = message.get("params", {})
        match message.get("method"):
            case "Network.webSocketFrameReceived":
                frame = said["response"]
                data = frame["payloadData"]
                text = data if frame["opcode"] == 1 else base64.b64decode(data).decode("utf-8", "replace")  # fmt: skip
                self._drawn.feed(text)
            case "Network.loadingFailed":
                self.complaints.append(said["errorText"])
            case "Log.entryAdded" if said["entry"]["level"] == "error":
                self.complaints.append(said["entry"]["text"])
            case None:
                self._answers[message["id"]] = message.get("result", message.get("error"))
            case _:
                pass


@asynccontextmanager
async def tab_on(address: str, profile: Path) -> AsyncIterator[Tab]:
    """A tab that opens an address; the browser makes the folder of its profile, and ends with the tab."""
    assert FOUND is not None
    browser = await asyncio.create_subprocess_exec(
        FOUND, *_OPTIONS, f"--user-data-dir={profile}", "about:blank",
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(_PATIENCE), ClientSession() as client:
            port = await _port(browser)
            async with client.get(f"http://127.0.0.1:{port}/json") as answer:
                tabs = await answer.json()
            place = next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")
            async with client.ws_connect(place, max_msg_size=0) as socket:
                tab = Tab(socket)
                for domain in ("Page", "Log", "Network"):
                    await tab.call(f"{domain}.enable")
                await tab.call("Page.navigate", url=address)
                yield tab
    finally:
        browser.terminate()
        await browser.communicate()


async def _port(browser: asyncio.subprocess.Process) -> str:
    """Where it listens, as it says itself."""
    assert browser.stderr is not None
    async for line in browser.stderr:
        if b"DevTools listening" in line:
            return line.decode().split("127.0.0.1:")[1].split("/")[0]
    raise AssertionError("the browser did not start")
