"""Shows what received files become before anything is numbered."""

from pathlib import Path
from typing import Annotated

import typer

from discovery.cli.passwords import PasswordFile, passwords_for
from discovery.cli.shell import show
from discovery.errors import PROBLEMS_FOUND


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("convert")(convert)


def convert(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files of any kind, or folders of them.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for the PDFs.")],
    password_file: PasswordFile = None,
    native_spreadsheets: Annotated[
        bool, typer.Option("--native-spreadsheets", help="Make no pages of spreadsheets.")
    ] = False,
    ocr: Annotated[bool, typer.Option("--ocr", help="Make pages without text searchable (needs Tesseract).")] = False,
    language: Annotated[str, typer.Option(help="The language Tesseract reads.")] = "eng",
) -> None:
    """Make a PDF of each file that has pages, with what is attached to it, and say what became of every file."""
    from discovery.files.converting.piece import ConvertOptions
    from discovery.jobs import convert as job

    options = ConvertOptions(native_spreadsheets=native_spreadsheets, ocr=ocr, ocr_language=language)
    given = job.plan(files, out)
    passwords = passwords_for([path for path, _ in given.files], password_file)
    unreadable = 0
    for one in job.convert(given, out, passwords=passwords, options=options):
        show(one)
        unreadable += one.unreadable
    if unreadable:
        typer.echo(f"{unreadable} of these could not be read; the reasons stand beside their names.", err=True)
        raise typer.Exit(PROBLEMS_FOUND)
