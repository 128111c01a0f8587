"""The program before there is a vault: it looks at those that were found, and ends with the answer."""

import asyncio
import signal
from collections.abc import Sequence
from functools import partial

from textual import on
from textual.filter import LineFilter
from textual.worker import get_current_worker

from core.config import Config
from core.errors import WinnowError
from core.known_vaults import KnownVault
from core.places import find_vault
from core.process import ENDING, abandon, heard
from core.survey import Stopped, survey
from core.themes import theme_folder, worn
from tui import theming
from tui.app_message import AppMessage
from tui.lines.surveyed import Promises
from tui.plain import plain_filters
from tui.screens.welcome import Answer, Looked, Welcome
from tui.text import safe_filters


class Surveyed(AppMessage):
    """A vault was looked at."""

    def __init__(self, looked: Looked) -> None:
        super().__init__()
        self.looked = looked


class WelcomeApp(theming.Themed, inherit_bindings=False):
    """Asks which vault; `answer` is what was chosen, `None` where nothing was."""

    TITLE = "winnow"
    CSS_PATH = "screens/welcome.tcss"  # of a default screen only the app's is read
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, config: Config, vaults: Sequence[KnownVault], folder: str, promises: Promises
    ) -> None:
        """Begin with what was found.

        Args:
            config: The settings in force while there are none.
            vaults: The likeliest first.
            folder: The current one.
            promises: Where things would be kept.
        """
        super().__init__()
        self.answer: Answer | None = None
        self.signal = 0
        """The signal that ended it; 0: none did."""
        self._config, self._folder = config, folder
        self._welcome = Welcome(vaults, promises, self._real)
        # Nobody asked the terminal how its ground is: there is nothing to draw before it answers.
        theme = worn(config.theme, dark=None, colours=not self.no_color)
        theming.take(self, theme, theme_folder(promises.settings))

    def get_default_screen(self) -> Welcome:
        """The only one."""
        return self._welcome

    def get_line_filters(self) -> Sequence[LineFilter]:
        """As the app that comes after it."""
        return safe_filters([*super().get_line_filters(), *plain_filters(self._config.glyphs)])

    def on_mount(self) -> None:
        """Nothing is lost when a signal ends it."""
        loop = asyncio.get_running_loop()
        for number in filter(heard, ENDING):
            loop.add_signal_handler(number, self._end, int(number))

    def _end(self, number: int) -> None:
        if number == signal.SIGHUP:
            abandon()  # there is no terminal left to give back
        self.signal = number
        self._end_all()

    def _end_all(self) -> None:
        """Leave, and let nobody look any further: the end waits for threads."""
        self.workers.cancel_all()
        self.exit()

    @on(Welcome.Lit)
    def look(self, message: Welcome.Lit) -> None:
        """Have a vault looked at; what was asked before is still wanted."""
        self.run_worker(
            partial(self._look, message.root),
            name="survey",
            group="survey",
            description="survey",
            thread=True,
            exit_on_error=False,
        )

    def _look(self, root: str) -> None:
        worker = get_current_worker()
        try:
            looked = Looked(root, survey(root, self._config, lambda: worker.is_cancelled))
        except Stopped:
            return
        except WinnowError as error:
            looked = Looked(root, None, f"{error}.")
        self.post_message(Surveyed(looked))

    @on(Surveyed)
    def tell(self, message: Surveyed) -> None:
        """Show what came of it."""
        self._welcome.tell(message.looked)

    @on(Welcome.Chosen)
    def leave(self, message: Welcome.Chosen) -> None:
        """End with the answer."""
        self.answer = message.answer
        self._end_all()

    def _real(self, typed: str) -> str:
        """The real path of a folder that was typed. Raises `ValueError` with why it is none."""
        try:
            return find_vault([(typed, "what you typed")], self._folder)
        except WinnowError as error:
            raise ValueError(str(error)) from None
