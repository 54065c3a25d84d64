"""Commands that number pages, and take the numbers off again."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from discovery.cli.passwords import PasswordFile, passwords_for
from discovery.cli.printed import Suffix, prints
from discovery.cli.shell import Jobs, show, workers
from discovery.errors import PROBLEMS_FOUND

if TYPE_CHECKING:
    from discovery.core.endorsements import Endorsements

_WORTH_SHARING = 200  # pages; for fewer, starting processes takes longer than it saves

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="PDFs, in the order of their numbers.")]
Prefix = Annotated[str, typer.Option(help="What stands before the number: DOE prints DOE-000001.")]
Out = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for the numbered copies.")]
Start = Annotated[int, typer.Option(min=0, help="The first number.")]
Digits = Annotated[int, typer.Option(min=1, max=12, help="How many digits a number has.")]
Deep = Annotated[
    bool, typer.Option("--deep", help="Compare every page whole with its source, not only where needed.")
]
Lock = Annotated[
    bool,
    typer.Option("--lock", help="Leave out what lets unstamp take the numbers off again: for copies served."),
]
Restamp = Annotated[
    bool, typer.Option("--restamp", help="Replace the numbers of this program that a file bears already.")
]
PreserveOriginal = Annotated[
    bool,
    typer.Option("--preserve-original", help="Keep the original, byte for byte, as the first part of the copy."),
]
RefuseSigned = Annotated[
    bool, typer.Option("--refuse-signed", help="Refuse a file that is signed: a numbered copy is not.")
]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("stamp")(stamp)
    app.command("unstamp")(unstamp)


@prints(sticker="Words in a border on each first page; {} is its letter: “Defense Exhibit {}”.")
def stamp(
    files: Files,
    prefix: Prefix,
    out: Out,
    *,
    start: Start = 1,
    digits: Digits = 6,
    suffix: Suffix = "",
    marks: "Endorsements",
    deep: Deep = False,
    lock: Lock = False,
    restamp: Restamp = False,
    preserve_original: PreserveOriginal = False,
    refuse_signed: RefuseSigned = False,
    password_file: PasswordFile = None,
    jobs: Jobs = 0,
) -> None:
    """Number every page of PDFs, without a matter; each copy is proved right before it gets its file's name."""
    from discovery.core.bates import NumberStyle
    from discovery.jobs import stamp as job

    way = job.Way(deep, lock, restamp, preserve_original, refuse_signed, passwords_for(files, password_file))
    planned = job.plan(files, NumberStyle.of(prefix, digits, suffix), out, start, way)
    pages = sum(len(one.numbers) for one in planned)
    problems: list[object] = []
    with workers(jobs if pages >= _WORTH_SHARING else 1, anew=False) as executor, _progress(pages) as done:
        for report in job.stamp(planned, marks, way, executor=executor, progress=done):
            show(report)
            problems += report.problems
    _told(problems)


def unstamp(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="PDFs that bear numbers of this program.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for the copies without numbers.")],
    source: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The file that was numbered: the copy is compared with it.")
    ] = None,
    password_file: PasswordFile = None,
) -> None:
    """Take the numbers off again: each copy is proved to be the page as it was, and nothing else."""
    from discovery.jobs.unstamp import unstamp as take_off

    problems: list[object] = []
    passwords = passwords_for([*files, *([source] if source else [])], password_file)
    for done in take_off(files, out, source=source, passwords=passwords):
        show(done)
        problems += done.problems
    _told(problems)


def _told(problems: list[object]) -> None:
    """Name every page that was not proved, and exit so that a script knows."""
    if problems:
        typer.echo("These pages could not be proved right, so their files were not published:", err=True)
        for problem in problems:
            typer.echo(f"  {problem}", err=True)
        raise typer.Exit(PROBLEMS_FOUND)


@contextmanager
def _progress(pages: int) -> "Iterator[Callable[[int], None] | None]":
    """A bar on the terminal; nothing where the output is not read by a person as it comes."""
    if not sys.stderr.isatty():
        yield None
        return
    with typer.progressbar(length=pages, label="Pages", file=sys.stderr) as bar:
        yield bar.update
