"""The record: what is reported, what governed, and what of it bears on a matter."""

from pathlib import Path
from typing import Annotated

import typer

from discovery.cli.shell import show

Folder = Annotated[
    Path | None,
    typer.Option(
        "--folder", metavar="FOLDER", help="Read the record/ of this matter or office over the shipped one."
    ),
]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("findings")(findings)
    app.command("policies")(policies)
    app.command("match")(match)


def findings(
    finding: Annotated[str | None, typer.Argument(metavar="[ID]", help="One finding, shown whole.")] = None,
    folder: Folder = None,
) -> None:
    """List what is reported, or show one finding with its caveats and how it stands to what governed."""
    from discovery.jobs.browse import browse_findings

    show(browse_findings(finding, folder))


def policies(
    policy: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One policy or statement, shown whole.")
    ] = None,
    folder: Folder = None,
) -> None:
    """List policies and statements by their first day, or show one with its words and the findings that name it."""
    from discovery.jobs.browse import browse_policies

    show(browse_policies(policy, folder))


def match(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The matter's folder.")],
) -> None:
    """Show which findings bear on a matter, each with the field that matched, and what governed on the day."""
    from discovery.jobs.match import match_folder

    show(match_folder(folder))
