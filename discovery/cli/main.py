"""The `discovery` command: every command is registered here, and every error is shown here, once."""

import os
import signal
import sys
from importlib import import_module
from types import FrameType
from typing import Annotated

# rich doubles the start of every command and colours what a clerk pastes into a letter.
os.environ.setdefault("TYPER_USE_RICH", "0")

import typer

from discovery import __version__
from discovery.errors import DiscoveryError, InputError

COMMAND_MODULES = (
    "intake",
    "record",
    "law",
    "papers",
    "convert",
    "pages",
    "redact",
    "bundles",
    "filing",
    "productions",
    "bates",
    "requests",
    "demo",
)

INTERRUPTED = 130
"""The exit code after Ctrl-C, as in every shell."""
ENDED = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""How the system asks a program to end: on logging out, shutting down, or when its terminal is closed."""
STOPPED = (INTERRUPTED, *(128 + each for each in ENDED))

app = typer.Typer(
    name="discovery",
    context_settings={"max_content_width": 110},
    help="Discovery support for New York: find, demand and document undisclosed facial recognition.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for _module in COMMAND_MODULES:
    import_module(f"discovery.cli.{_module}").register(app)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"discovery {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Show the version and exit.")
    ] = False,
) -> None:
    """Take the options that stand before any command."""


def _end(number: int, _: FrameType | None) -> None:
    """End as after Ctrl-C, so that no half-made file and no copy of a paper is left; asked twice, all the same."""
    for each in ENDED:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)


def main() -> None:
    """Run one command; a DiscoveryError becomes one clear message and its class's exit code."""
    for each in ENDED:
        if signal.getsignal(each) is signal.SIG_DFL:  # else nohup, or whoever started this, wants it ignored
            signal.signal(each, _end)
    try:
        app(prog_name="discovery")
    except DiscoveryError as error:
        typer.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        # What a job says better never comes here; this keeps a traceback from whoever only pulled out a disk.
        what = (error.strerror or str(error)).lower()
        where = f"{error.filename}: " if error.filename else ""
        typer.echo(f"Error: {where}{what}. Check the disk and the path, then run the command again.", err=True)
        sys.exit(InputError.exit_code)
    except SystemExit as end:
        if end.code in STOPPED:
            typer.echo("\nStopped. No half-written file was left; run the command again when you like.", err=True)
        raise


if __name__ == "__main__":
    main()
