"""Winnow in a browser tab, for whoever sits at this machine and nobody else.

Textual's server runs the program once a tab and passes on what it draws and what is typed. Here stands what keeps
others out: it listens on loopback only, answers to no other name than its own (a page elsewhere cannot reach it under
a name of its own that it lets mean 127.0.0.1), and everything lies behind a word that only the address printed at the
start knows. Nothing is fetched from anywhere else.
"""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from hmac import compare_digest
from importlib import resources
from shlex import join
from signal import SIGHUP, SIGINT, SIGTERM

import aiohttp_jinja2
from aiohttp import web
from aiohttp.typedefs import Handler
from textual_serve.app_service import AppService
from textual_serve.server import Server, to_int

from tui.browser import DRIVER

HOST = "127.0.0.1"
_PAGE = str(resources.files("tui.browser").joinpath("page"))
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_NIGHT = "#16181d"
_HEARTBEAT = 15
"""Seconds after which a tab that says nothing any more is gone."""
_PATIENCE = 10
"""Seconds that programs have to write what was decided, when the server ends."""
_RULES = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self';"
    " img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; connect-src"
)
"""What the page may load, for the browser to hold it to; xterm.js brings styles of its own."""


class Program(AppService):
    """Winnow for one tab."""

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        return super()._build_environment(width, height) | {"TEXTUAL_DRIVER": DRIVER}

    async def run(self) -> None:
        """Run it; where it ended without a word, the tab is told all the same."""
        with suppress(asyncio.CancelledError):  # of its own reader, where the program ends at once
            await super().run()
        if self._process is not None:
            await self._process.wait()
        with suppress(ConnectionError):
            await self.remote_close()

    async def on_data(self, payload: bytes) -> None:
        """Pass on what was drawn; a tab that is gone is told nothing, and the program is heard to its end."""
        with suppress(ConnectionError):
            await super().on_data(payload)

    async def on_meta(self, data: bytes) -> None:
        """As `on_data`."""
        with suppress(ConnectionError):
            await super().on_meta(data)


class BrowserServer(Server):
    """Serves one command line to the tabs of this machine."""

    def __init__(self, command: Sequence[str], title: str = "Winnow", ground: str = "") -> None:
        """Of a command line.

        Args:
            command: What runs in each tab.
            title: The page's.
            ground: The colour around the screen, such as `#12161c`; any other text is none.
        """
        # The shell that Textual starts gives way to the program, which then gets its signals.
        super().__init__(f"exec {join(command)}", HOST, 0, title, templates_path=_PAGE)
        self._ground = ground if _COLOUR.fullmatch(ground) else _NIGHT
        self.word = secrets.token_urlsafe(16)

    @property
    def address(self) -> str:
        """What to open; whoever knows it may decide tasks."""
        return f"http://{HOST}:{self.port}/{self.word}/"

    def listens(self, port: int) -> None:
        """It is reached there."""
        self.port = port
        self.public_url = f"http://{HOST}:{port}"

    async def application(self) -> web.Application:
        """Everything behind the word, and the guard before it."""
        inside = await self._make_app()
        aiohttp_jinja2.get_env(inside).globals["ground"] = self._ground
        inside.router.add_static("/page", _PAGE)
        outside = web.Application(middlewares=[self._guard])
        outside.add_subapp(f"/{self.word}/", inside)
        return outside

    async def on_startup(self, app: web.Application) -> None:
        """Textual's draws its name; who called says where to go."""

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        own = f"{HOST}:{self.port}"
        if request.host != own:
            raise web.HTTPForbidden(text="This is not the name of this server.\n")
        origin = request.headers.get("Origin")
        if origin not in {None, f"http://{own}"}:
            raise web.HTTPForbidden(text="Another page asks.\n")
        first = request.path.split("/")[1]
        if not compare_digest(first.encode(), self.word.encode()):
            raise web.HTTPForbidden(text="The address that winnow serve printed leads here.\n")
        answer = await handler(request)
        if not answer.prepared:
            answer.headers["Content-Security-Policy"] = f"{_RULES} ws://{own}"
            answer.headers["Referrer-Policy"] = "no-referrer"
            answer.headers["X-Content-Type-Options"] = "nosniff"
            answer.headers["Cache-Control"] = "no-store"
        return answer

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run the program for a tab, until one of them ends."""
        socket = web.WebSocketResponse(heartbeat=_HEARTBEAT)
        await socket.prepare(request)
        program = Program(
            self.command,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=_closing(socket),
            download_manager=self.download_manager,
        )
        size = (
            to_int(request.query.get(side, ""), least)
            for side, least in (("width", 80), ("height", 24))
        )
        await program.start(*size)
        try:
            await self._process_messages(socket, program)
        finally:
            await program.stop()
        return socket


def _closing(socket: web.WebSocketResponse) -> Callable[[], Awaitable[None]]:
    async def close() -> None:
        await socket.close()

    return close


async def serve(server: BrowserServer, port: int, ready: Callable[[str], None]) -> None:
    """Serve until a signal ends it; then the programs have a while to write what was decided.

    Args:
        server: What is served.
        port: Where; 0 is any that is free.
        ready: Is told the address.

    Raises:
        OSError: It cannot listen there.
    """
    runner = web.AppRunner(await server.application(), access_log=None, shutdown_timeout=_PATIENCE)
    await runner.setup()
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (SIGINT, SIGTERM, SIGHUP):
        loop.add_signal_handler(number, over.set)
    try:
        await web.TCPSite(runner, HOST, port).start()
        server.listens(runner.addresses[0][1])
        ready(server.address)
        await over.wait()
    finally:
        await runner.cleanup()
