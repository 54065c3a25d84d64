"""Commands about the law: looking authorities up, recording counsel's check, and the citations of any brief."""

from pathlib import Path
from typing import Annotated

import typer

from discovery.cli.shell import Today, show, today_or
from discovery.errors import PROBLEMS_FOUND


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("authorities")(authorities)
    app.command("cites")(cites)


def authorities(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ID | verify ID]", help="An id, or ID/PROPOSITION; after “verify”, what was read."),
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(help="A matter's or an office's folder: its record/ is read, or written to.")
    ] = None,
    by: Annotated[str | None, typer.Option(help="verify: who read it.")] = None,
    on: Annotated[str | None, typer.Option(metavar="DAY", help="verify: the day it was read (2026-11-23).")] = None,
    source: Annotated[str | None, typer.Option(help="verify: where it was read.")] = None,
    note: Annotated[str, typer.Option(help="verify: anything to keep with the check.")] = "",
    today: Today = None,
) -> None:
    """Show the law that papers cite, each proposition with its state; `verify` records counsel's own check.

    \b
    discovery authorities                 all, by id; “cpl-245” all that begin so
    discovery authorities cpl-245.20      one, with its propositions
    discovery authorities verify cpl-245.20/1-k --folder smith --by "Jane Roe" --on 2026-11-20
                                 --source nysenate.gov
    """
    from discovery.jobs.authorities import browse, verify  # late: --help needs none of it

    if not words or words[0] != "verify":
        if len(words or ()) > 1:
            raise typer.BadParameter("write one ID, or: verify ID --by … --on … --source … --folder …")
        show(browse(words[0] if words else None, folder, today=today_or(today)))
        return
    if len(words) != 2:
        raise typer.BadParameter("after “verify”, write one ID or ID/PROPOSITION")
    if folder is None or by is None or on is None or source is None:
        missing = {"--by": by, "--on": on, "--source": source, "--folder": folder}
        raise typer.BadParameter(
            f"verify needs {', '.join(name for name, value in missing.items() if value is None)}"
        )
    day = today_or(today)
    show(verify(words[1], by, today_or(on), source, folder, today=day, note=note))


def cites(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A brief: .docx, .pdf or .txt, whoever wrote it.")],
    folder: Annotated[
        Path | None,
        typer.Option(help="A matter's or an office's folder: its record/ counts too, and its own caption is known."),
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="DAY", help="The day whose law is asked about (2023-05-01); else today.")
    ] = None,
    today: Today = None,
) -> None:
    """Look up every citation of a brief; exit 5 unless every one is matched."""
    from discovery.jobs.cites import cites as look_up

    report = look_up(file, today_or(today), folder=folder, on=today_or(on) if on else None)
    show(report)
    if not report.clean:
        raise typer.Exit(PROBLEMS_FOUND)
