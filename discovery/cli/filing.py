"""The command that looks PDFs over before they are filed."""

from pathlib import Path
from typing import Annotated

import typer

from discovery.cli.shell import progress, show
from discovery.errors import PROBLEMS_FOUND


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("preflight")(preflight)


def preflight(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="PDFs that are to be filed.")],
    profile: Annotated[
        str, typer.Option("--profile", help="Where: edds, nyscef, appdiv, cmecf, or plain for anybody.")
    ],
    repair: Annotated[bool, typer.Option("--repair", help="Repair what can be repaired, in copies.")] = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="DIR", help="Folder for the copies.")] = None,
    max_mb: Annotated[
        float | None, typer.Option("--max-mb", min=0.001, help="This court's own limit of size, in megabytes.")
    ] = None,
) -> None:
    """Say what a court's filing system would refuse in PDFs, by which rule, and repair what can be repaired."""
    from discovery.jobs import preflight as job

    if repair != (out is not None):
        raise typer.BadParameter("--repair and --out go together: the copies need a folder, and nothing else does")
    asked = job.profile_of(profile, max_mb)
    unready = 0
    typer.echo(f"{asked.title}. Exhibits: {asked.filing_note}")
    progress("Looking at the files")
    for report in job.look_over(files, asked, out):
        show(report, *report.problems)
        unready += not report.ready
    if unready:
        raise typer.Exit(PROBLEMS_FOUND)
