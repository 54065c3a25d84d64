"""Commands of the intake: new, check, schema."""

from pathlib import Path
from typing import Annotated

import typer

from discovery.cli.shell import Today, show, today_or
from discovery.errors import PROBLEMS_FOUND


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("new")(new)
    app.command("check")(check)
    app.command("schema")(schema)


Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The matter's folder.")]


def new(
    folder: Folder,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", metavar="FILE", help="Take the answers from a TOML file, path = value each."),
    ] = None,
) -> None:
    """Begin a matter, or go on with it: asks for what is not answered yet."""
    if answers is not None:
        from discovery.jobs.intake import from_answers

        show(from_answers(folder, answers))
        return
    from discovery.jobs.interview import interview

    try:
        show(interview(folder, Terminal()))
    except typer.Abort:
        show(f"\nStopped; every answer given is kept. Go on with: discovery new {folder}")


def check(folder: Folder, today: Today = None) -> None:
    """List every problem of a matter with its place, and the open questions by what they unlock."""
    from discovery.jobs.check import check as check_matter

    checked = check_matter(folder, today_or(today))
    show(checked)
    if checked.problems:
        raise typer.Exit(PROBLEMS_FOUND)


def schema() -> None:
    """Print the JSON Schema of matter.toml."""
    from discovery.jobs.intake import schema as schema_of_matter

    show(schema_of_matter())


class Terminal:
    """A person at a terminal."""

    def ask(self, question: str, hint: str = "") -> str:
        """Put one question; the answer as typed."""
        if hint:
            typer.echo(f"{question}\n    [{hint}]")
        answer: str = typer.prompt("   " if hint else question, default="", show_default=False, prompt_suffix=" > ")
        return answer

    def tell(self, sentence: str) -> None:
        """Say something that needs no answer."""
        typer.echo(sentence)
