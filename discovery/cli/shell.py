"""What every command shares: the clock (read only here), the day option, and how results are shown."""

import sys
from datetime import date, datetime
from typing import Annotated, Any

import typer


def today_or(day: str | None) -> date:
    """The day given as 2026-11-23, or today by this machine's clock."""
    if day is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise typer.BadParameter(f"“{day}” is not a day; write it as 2026-11-23") from None


Today = Annotated[
    str | None,
    typer.Option("--today", metavar="DAY", help="Make it as of this day (2026-11-23) instead of today."),
]


def show(*results: Any) -> None:
    """Print each result's own sentence."""
    for result in results:
        typer.echo(str(result))


def progress(line: str) -> None:
    """Say what is being done, on a terminal only: what is piped or logged holds results and nothing else."""
    if sys.stderr.isatty():
        typer.echo(f"{line} …", err=True)
