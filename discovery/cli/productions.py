"""Commands of productions: make one, and read a load file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from discovery.cli.passwords import PasswordFile, passwords_for
from discovery.cli.printed import Digits, Issue, Prefix, Suffix, prints
from discovery.cli.shell import Bar, Jobs, Today, show, today_or, workers
from discovery.core.audiences import Audience
from discovery.errors import PROBLEMS_FOUND

if TYPE_CHECKING:
    from discovery.core.endorsements import Endorsements

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The matter's folder, which keeps the numbers.")]
Source = Annotated[Path, typer.Option("--from", metavar="DIR", help="The folder of what is to be produced.")]
To = Annotated[Audience, typer.Option("--audience", help="To whom it goes; a restricted file needs its release.")]
Release = Annotated[
    list[str] | None, typer.Option("--release", metavar="FILE", help="Release a restricted file by name.")
]
Images = Annotated[
    bool, typer.Option("--images/--no-images", help="Each page as TIFF or JPEG too, with its load files.")
]
Ocr = Annotated[bool, typer.Option("--ocr", help="Make scans searchable first (needs OCRmyPDF).")]
DatEncoding = Annotated[
    str, typer.Option("--dat-encoding", metavar="ENCODING", help="Of the DAT: utf-8, cp1252 or utf-16.")
]
Reissue = Annotated[
    str,
    typer.Option(
        "--reissue", metavar="NUMBERS", help="Issue these again, such as redacted: “DOE-000003 to DOE-000004”."
    ),
]
Reason = Annotated[str, typer.Option("--reason", help="--reissue: why; printed for whom it is served.")]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("produce")(produce)
    loadfile = typer.Typer(help="Load files: DAT, OPT, LFP and CSV, ours or the other side's.", no_args_is_help=True)
    loadfile.command("lint")(lint)
    app.add_typer(loadfile, name="loadfile")


@prints()
def produce(
    folder: Folder,
    *,
    source: Source,
    prefix: Prefix = "",
    issue: Issue = False,
    audience: To = Audience.PEOPLE,
    release: Release = None,
    digits: Digits = 6,
    suffix: Suffix = "",
    marks: "Endorsements",
    images: Images = True,
    ocr: Ocr = False,
    encoding: DatEncoding = "utf-8",
    reissue: Reissue = "",
    reason: Reason = "",
    password_file: PasswordFile = None,
    jobs: Jobs = 0,
    today: Today = None,
) -> None:
    """Make a production of a folder of anything: numbered pages, images, text, natives and load files."""
    from discovery.core.bates import BatesRange, NumberStyle
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
        marks=marks,
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
