"""Commands of productions: make one, and read a load file."""

from pathlib import Path
from typing import Annotated

import typer

from discovery.cli.passwords import PasswordFile, passwords_for
from discovery.cli.printed import Color, FixedPlace, Legend, LegendPlace, Margin, Place, Size, Suffix
from discovery.cli.shell import Bar, Jobs, Today, show, today_or, workers
from discovery.core.audiences import Audience
from discovery.errors import PROBLEMS_FOUND


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("produce")(produce)
    loadfile = typer.Typer(help="Load files: DAT, OPT, LFP and CSV, ours or the other side's.", no_args_is_help=True)
    loadfile.command("lint")(lint)
    app.add_typer(loadfile, name="loadfile")


def produce(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The matter's folder, which keeps the numbers.")],
    source: Annotated[Path, typer.Option("--from", metavar="DIR", help="The folder of what is to be produced.")],
    prefix: Annotated[str, typer.Option("--prefix", help="DOE prints DOE-000001.")] = "",
    issue: Annotated[
        bool, typer.Option("--issue", help="Reserve the numbers and publish for good; else a draft is made.")
    ] = False,
    audience: Annotated[
        Audience, typer.Option("--audience", help="To whom it goes; a restricted file needs its release.")
    ] = Audience.PEOPLE,
    release: Annotated[
        list[str] | None, typer.Option("--release", metavar="FILE", help="Release a restricted file by name.")
    ] = None,
    digits: Annotated[int, typer.Option("--digits", help="Digits of each number.")] = 6,
    suffix: Suffix = "",
    place: Place = "bottom-right",
    size: Size = 10,
    margin: Margin = 24,
    color: Color = "black",
    legend: Legend = "",
    legend_place: LegendPlace = "bottom-left",
    fixed_place: FixedPlace = False,
    images: Annotated[
        bool, typer.Option("--images/--no-images", help="Each page as TIFF or JPEG too, with its load files.")
    ] = True,
    ocr: Annotated[bool, typer.Option("--ocr", help="Make scans searchable first (needs OCRmyPDF).")] = False,
    encoding: Annotated[
        str, typer.Option("--dat-encoding", metavar="ENCODING", help="Of the DAT: utf-8, cp1252 or utf-16.")
    ] = "utf-8",
    reissue: Annotated[
        str,
        typer.Option(
            "--reissue", metavar="NUMBERS", help="Issue these again, such as redacted: “DOE-000003 to DOE-000004”."
        ),
    ] = "",
    reason: Annotated[str, typer.Option("--reason", help="--reissue: why; printed for whom it is served.")] = "",
    password_file: PasswordFile = None,
    jobs: Jobs = 0,
    today: Today = None,
) -> None:
    """Make a production of a folder of anything: numbered pages, images, text, natives and load files."""
    from discovery.core.bates import BatesRange, NumberStyle
    from discovery.core.endorsements import endorsements
    from discovery.core.loadfiles import Encoding
    from discovery.jobs import produce as job

    try:
        written = Encoding(encoding)
    except ValueError:
        raise typer.BadParameter(f"“{encoding}” is none of {', '.join(Encoding)}") from None
    if bool(reissue) == bool(prefix):
        raise typer.BadParameter("give --prefix, or --reissue with the numbers that are issued again")
    if reissue and not reason.strip():
        raise typer.BadParameter("--reissue needs --reason")
    again = job.Again(BatesRange.parse(reissue), reason) if reissue else None
    wanted = job.Wanted(
        again.style if again else NumberStyle.of(prefix, digits, suffix),
        again=again,
        audience=audience,
        release=tuple(release or ()),
        issue=issue,
        marks=endorsements(
            place=place,
            size=size,
            margin=margin,
            color=color,
            legend=legend,
            legend_place=legend_place,
            fixed=fixed_place,
        ),
        images=images,
        ocr=ocr,
        passwords=passwords_for(sorted(source.rglob("*.pdf")), password_file),
        encoding=written,
    )
    with workers(jobs) as executor, Bar() as bar:
        made = job.produce(folder, source, wanted, today_or(today), executor=executor, watch=bar)
    show(made, *made.problems)
    if made.problems:
        raise typer.Exit(PROBLEMS_FOUND)


def lint(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .dat, .opt, .lfp or .csv.")],
) -> None:
    """Say what is wrong with a load file: rows, numbers, families, and paths that lead nowhere."""
    from discovery.jobs.loadfile import lint_file

    found = lint_file(file)
    show(found, *found.problems)
    if found.problems:
        raise typer.Exit(PROBLEMS_FOUND)
