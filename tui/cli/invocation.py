"""One run of the program: what was asked for, what it finds, where it writes."""

import gc
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TextIO

from core.errors import WinnowError
from core.process import Signals, Surroundings
from tui.cli.arguments import BadUsage, Call
from tui.cli.output import Output

# The vault, the journal and the parser take longer to load than `winnow keys` takes to run.
if TYPE_CHECKING:
    from core.query import Query
    from core.session import Session
    from core.settings import Request, Settings
    from core.tasks import Rows


@dataclass(frozen=True, slots=True)
class Invocation:
    """Everything a command may use."""

    call: Call
    around: Surroundings
    stdin: TextIO
    out: Output
    signals: Signals
    clock: Callable[[], datetime]
    """The local time, aware of its zone."""
    exits: ExitStack
    """What is to be closed at the end."""

    def request(self, vault: str | None = None) -> "Request":
        """Where to work; `vault` is one named by a word instead of an option. Raises `BadUsage`."""
        from core.settings import Request  # noqa: PLC0415 - see above

        named = self.call.text("--vault")
        if vault is not None and named is not None:
            raise BadUsage(f"which vault: {vault}, or {named}?")
        return Request(
            vaults=(
                (vault, "the command line"),
                (named, "--vault"),
                (self.around.variables.get("WINNOW_VAULT"), "$WINNOW_VAULT"),
            ),
            folder=self.around.folder,
            config=self.call.text("--config"),
            state=self.call.text("--state"),
            cache=self.call.text("--cache"),
            today=self.call.day("--today"),
        )

    def settings(self, request: "Request") -> "Settings":
        """The settings in force; complains about what in them does not count."""
        from core.settings import settings  # noqa: PLC0415 - see above

        found = settings(request)
        for problem in found.problems:
            self.out.complain(problem)
        return found

    def open(self, *, read: bool, anew: bool = False) -> "Session":
        """A session on the vault, with what an interrupted command left finished or discarded.

        Args:
            read: Whether the vault is going to be read, so that it is begun early.
            anew: Whether to forget first what earlier runs read.
        """
        from core.opening import open_session  # noqa: PLC0415 - see above

        request = self.request()
        found = self.settings(request)
        with self.signals.held():
            session = open_session(request, found, self.clock, read=read, anew=anew)
            # In here: a signal that had to wait is raised at the end of this block.
            self.exits.callback(self._close, session)
        for trouble in (*session.writing.troubles, *filter(None, [session.cache.problem])):
            self.out.complain(trouble)
        return session

    def browsed(self, *, words: bool = False, fully: bool = True) -> "Session":
        """A session that was read, and knows who is who; complains about what does not count.

        Args:
            words: Whether the words of all notes are wanted too, so that they are looked through meanwhile.
            fully: Whether all of it is wanted, what belongs to whom included.
        """
        session = self.open(read=True)
        self.read(session)
        if words:
            self._begin_words(session)
        if gc.isenabled():
            # It would take a quarter of the time, and the process is about to end.
            gc.disable()
            self.exits.callback(gc.enable)
        if fully:
            session.browse.prepare()
        else:
            session.browse.directory()
        for problem in session.browse.problems:
            self.out.complain(problem)
        return session

    def read(self, session: "Session") -> None:
        """Let the session read the vault; complains about what could not be listed."""
        snapshot = session.scan(self.out.progress)
        for path, reason in snapshot.trouble:
            self.out.complain(f"{path or 'the vault'}: {reason}")
        if copies := snapshot.copies:
            path, reason = copies[0]
            more = f", and {len(copies) - 1:,} more are such copies" if len(copies) > 1 else ""
            self.out.complain(f"{path}: {reason} and not listed{more}")

    def index_words(self, session: "Session") -> str:
        """Have the words of all notes indexed; why that cannot be, or `""`."""
        self._begin_words(session)
        session.words.wait()
        lacking = session.words.lacking
        return lacking and (session.cache.problem or lacking)

    def _begin_words(self, session: "Session") -> None:
        session.index.keep()
        session.words.start(lambda done, total: self.out.progress(done, total, words=True))

    def rows(self, session: "Session", query: "Query") -> "Rows":
        """The tasks a filter means. Raises `WinnowError` where it cannot be known which those are."""
        sorts = (sort.key for sort in query.arrangement.sorts)
        if "evidence" in {*query.asked, *sorts}:
            session.clusters.look()
            session.evidence.fill(progress=self.out.weighing)
        if query.bodies and (lacking := self.index_words(session)):
            raise WinnowError(lacking)
        if "evidence" in query.asked:
            session.evidence.fill(progress=self.out.progress)
        rows = session.rows(query)
        # What was kept may have proved damaged just now.
        if query.bodies and session.words.lacking and (lacking := self.index_words(session)):
            raise WinnowError(lacking)
        return session.rows(query) if query.bodies else rows

    def _close(self, session: "Session") -> None:
        with self.signals.held():
            session.close()
