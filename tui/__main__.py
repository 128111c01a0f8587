"""`winnow`: one command line in, one exit status out, and no traceback that nobody asked for."""

# ruff: noqa: E402 - not one object of the imports is garbage, and looking for some costs 20 ms
import gc

gc.disable()

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib import import_module

from core.errors import BadQuery, Conflict, WinnowError
from core.process import Exit, Signals, Stopped, Surroundings, nowhere
from tui.cli.arguments import BadUsage, help_text, parse
from tui.cli.invocation import Invocation
from tui.cli.output import Output

# Each is loaded when it is asked for: `winnow keys` needs no YAML, and only the screen needs Textual.
_COMMANDS = {
    "": ("screen", "open_vault"),
    "demo": ("screen", "open_demo"),
    "list": ("listing", "list_"),
    "jump": ("jumping", "jump"),
    "show": ("showing", "show"),
    "do": ("doing", "do"),
    "undo": ("journal", "undo"),
    "redo": ("journal", "redo"),
    "history": ("journal", "history"),
    "index": ("indexing", "index"),
    "check": ("checking", "check"),
    "config": ("settings", "config"),
    "explain": ("explaining", "explain_"),
    "keys": ("keys", "keys"),
    "themes": ("settings", "themes"),
    "serve": ("serving", "serve"),
    "completions": ("completing", "completions"),
    "man": ("manual", "man"),
}
_DRAWN = frozenset(["", "demo"])
"""Commands whose screen looks after signals itself."""
_WRITING = frozenset(["do", "undo", "redo"])
"""Commands that have done what they say even where nobody hears it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; the exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    around = Surroundings.now()
    # A stream that was closed before the start is None.
    out = Output(sys.stdout or nowhere(), sys.stderr or nowhere(), around.variables)
    code: int = Exit.USAGE
    writes = False
    try:
        call = parse(arguments)
        writes = call.command in _WRITING
        run = Invocation(call, around, sys.stdin or nowhere(), out, Signals(), _now, ExitStack())
        code = _guarded(run)
    except BadUsage as error:
        out.complain(f"{error} (winnow --help lists what there is)")
    out.flush()
    if out.lost is None or isinstance(out.lost, BrokenPipeError):
        # Whoever stopped to read has seen enough.
        return code
    out.complain(f"the output cannot be written: {out.lost.strerror or out.lost}")
    return code if writes else code or Exit.FAILED


def _guarded(run: Invocation) -> int:
    """The exit status of a command, whatever happens in it."""
    try:
        if run.call.command in _DRAWN:
            return _run(run)
        gc.enable()
        with run.signals.caught(), run.exits:
            return _run(run)
    except BadUsage:
        raise
    except Stopped as stopped:
        return Exit.SIGNAL + stopped.number
    except WinnowError as error:
        _explain(run, str(error))
        return _status(error)
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        _explain(run, f"{error.strerror or error}{where}")
    except Exception as error:  # noqa: BLE001 - the promise is one line, whatever the mistake
        _explain(run, f"a mistake in Winnow: {type(error).__name__}: {error} ({_kept(run, error)})")
    return Exit.FAILED


def _run(run: Invocation) -> int:
    call = run.call
    if call.flag("--help"):
        run.out.text(help_text(call))
    elif call.flag("--version"):
        run.out.text(f"winnow {_version()}")
    else:
        module, name = _COMMANDS[call.command]
        return int(getattr(import_module(f"tui.cli.{module}"), name)(run))
    return Exit.DONE


def _status(error: WinnowError) -> Exit:
    match error:
        case Conflict():
            return Exit.CONFLICT
        case BadQuery():
            return Exit.USAGE
        case _:
            return Exit.FAILED


def _explain(run: Invocation, sentence: str) -> None:
    run.out.complain(sentence)
    if run.call.flag("--debug"):
        import traceback  # noqa: PLC0415 - nearly no run has one to show

        run.out.trace(traceback.format_exc())


def _kept(run: Invocation, error: Exception) -> str:
    """Where it says more."""
    from core.crash import write_crash  # noqa: PLC0415 - nearly no run needs it
    from core.places import state_home  # noqa: PLC0415 - as above

    folder = run.call.text("--state") or state_home()
    path = write_crash(folder, error, version=_version(), now=run.clock())
    return "--debug shows where" if path is None else f"{path} says where"


def _version() -> str:
    # 40 ms, for one option.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version("winnow-notes")
    except PackageNotFoundError:
        return "from a checkout that is not installed"


def _now() -> datetime:
    """The local time, aware of its zone."""
    return datetime.now(UTC).astimezone()


if __name__ == "__main__":
    sys.exit(main())
