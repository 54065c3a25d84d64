"""The demo: the main job on the shipped, plainly fictional sample."""

from pathlib import Path
from typing import Annotated

import typer

from discovery.cli.shell import show
from discovery.errors import PROBLEMS_FOUND


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("demo")(demo)


def demo(
    folder: Annotated[Path, typer.Argument(help="Where to make the sample matter folder.")] = Path("out/demo"),
) -> None:
    """Run the whole job on a fictional sample and say where the papers are."""
    from discovery.jobs import demo as job

    made = job.demo(folder, say=lambda line: typer.echo(line))
    show(made)
    if made.problems:
        show(*made.problems)
        raise typer.Exit(PROBLEMS_FOUND)
