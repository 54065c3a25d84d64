"""Commands of productions: make one, and read a load file."""

from pathlib import Path
from typing import Annotated

import typer

from discovery.cli.shell import show
from discovery.errors import PROBLEMS_FOUND


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    loadfile = typer.Typer(help="Load files: DAT, OPT, LFP and CSV, ours or the other side's.", no_args_is_help=True)
    loadfile.command("lint")(lint)
    app.add_typer(loadfile, name="loadfile")


def lint(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .dat, .opt, .lfp or .csv.")],
) -> None:
    """Say what is wrong with a load file: rows, numbers, families, and paths that lead nowhere."""
    from discovery.jobs.loadfile import lint_file

    found = lint_file(file)
    show(found, *found.problems)
    if found.problems:
        raise typer.Exit(PROBLEMS_FOUND)
