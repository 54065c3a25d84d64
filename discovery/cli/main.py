"""The `discovery` command: every command is registered here, and every error is shown here, once."""

import os
import sys
from importlib import import_module

# rich doubles the start of every command and colours what a clerk pastes into a letter.
os.environ.setdefault("TYPER_USE_RICH", "0")

import typer

from discovery.errors import DiscoveryError

COMMAND_MODULES = ("intake", "record", "law", "papers", "pages", "bundles", "requests", "demo")

app = typer.Typer(
    name="discovery",
    help="Discovery support for New York: find, demand and document undisclosed facial recognition.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for _module in COMMAND_MODULES:
    import_module(f"discovery.cli.{_module}").register(app)


def main() -> None:
    """Run one command; a DiscoveryError becomes one clear message and its class's exit code."""
    try:
        app()
    except DiscoveryError as error:
        typer.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
