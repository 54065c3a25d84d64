"""The command that redacts."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from discovery.cli.shell import show
from discovery.errors import PROBLEMS_FOUND

if TYPE_CHECKING:
    from discovery.core.sensitive import Pattern


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("redact")(redact)


def redact(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The PDF; it is never written to.")],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for the redacted copy and its report.")
    ],
    boxes: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The boxes, as --propose writes them and counsel settled them."),
    ] = None,
    pattern: Annotated[
        list[str] | None, typer.Option(help="Look for: ssn, dob, account, nysid, phone, address. May be repeated.")
    ] = None,
    names: Annotated[Path | None, typer.Option(metavar="FILE", help="Names to look for, one a line.")] = None,
    matter: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Look for the names that this matter's intake protects.")
    ] = None,
    propose: Annotated[
        bool,
        typer.Option("--propose", help="Only write a file of proposed boxes, also over words that are only covered."),
    ] = False,
    pictures: Annotated[
        bool, typer.Option("--pictures", help="Make each page with a box a picture: not even widths can be measured.")
    ] = False,
    words: Annotated[
        bool, typer.Option("--words", help="Write a second report, for the office, that names the removed words.")
    ] = False,
    password_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A text file whose first line is the PDF's password.")
    ] = None,
) -> None:
    """Remove what lies under boxes from a copy of a PDF, and prove that it is gone.

    Text, pixels, drawings, comments and fields under a box are removed, not covered; so are metadata, attached files,
    scripts and earlier revisions. While a removed word can still be read or searched for, nothing is published.
    """
    from discovery.core.sensitive import Pattern
    from discovery.jobs import redact as job

    patterns = [_pattern(word) for word in pattern or ()]
    if propose and not (patterns or names or matter):
        patterns = [one for one in Pattern if one is not Pattern.NAME]
    what = job.wanted(patterns, names, matter)
    if propose:
        show(job.propose(file, what, out, password_file=password_file))
        return
    if not (boxes or what.patterns or what.names):
        raise typer.BadParameter("give --boxes FILE, --pattern, --names or --matter; --propose finds boxes for you")
    report = job.apply(
        file, out, boxes=boxes, what=what, password_file=password_file, as_pictures=pictures, with_words=words
    )
    show(report)
    if report.problems:
        typer.echo("It could not be proved that everything is gone, so no copy was made:", err=True)
        for problem in report.problems:
            typer.echo(f"  {problem}", err=True)
        raise typer.Exit(PROBLEMS_FOUND)


def _pattern(word: str) -> "Pattern":
    from discovery.core.sensitive import Pattern

    known = [one for one in Pattern if one is not Pattern.NAME]
    if word.lower() not in known:
        raise typer.BadParameter(f"“{word}” is no pattern; choose of {', '.join(known)}")
    return Pattern(word.lower())
