"""The `discovery` command: every command is registered here, and every error is shown here, once."""

import os
import sys
from importlib import import_module
from typing import Annotated

# rich doubles the start of every command and colours what a clerk pastes into a letter.
os.environ.setdefault("TYPER_USE_RICH", "0")

import typer

from discovery import __version__
from discovery.cli.stopping import heed_stopping, stopped
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


def main() -> None:
    """Run one command; one that is stopped says so, whatever what it was doing made of that."""
    heed_stopping()
    try:
        _run()
    except BaseException as error:
        if not stopped() or (isinstance(error, SystemExit) and not error.code):
            raise  # or it was done before it heard
        typer.echo("\nStopped. No half-written file was left; run the command again when you like.", err=True)
        sys.exit(stopped())


def _run() -> None:
    """Run one command; a DiscoveryError becomes one clear message and its class's exit code."""
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


if __name__ == "__main__":
    main()
