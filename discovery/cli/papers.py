"""Papers: draft them, list the templates, say what a paper rests on, finish an edited one for filing."""

from pathlib import Path
from typing import Annotated

import typer

from discovery.cli.shell import Today, progress, show, today_or
from discovery.core.blocks import Copy
from discovery.errors import PROBLEMS_FOUND


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("papers")(papers)
    app.command("draft")(draft)
    app.command("templates")(templates)
    app.command("sources")(sources)
    app.command("finish")(finish)
    app.command("compare")(compare)


def papers(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A matter's or a request's folder.")],
    today: Today = None,
) -> None:
    """List the papers of a folder: what its intake supports, what the others wait for, what is drafted."""
    from discovery.jobs.papers import list_papers

    show(list_papers(folder, today_or(today)))


def draft(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A matter's or a request's folder.")],
    templates: Annotated[
        list[str], typer.Argument(metavar="TEMPLATE...", help="One of `discovery templates`, or several.")
    ],
    copy: Annotated[Copy, typer.Option("--copy", help="Review shows what is open; filing is refused for it.")] = (
        Copy.REVIEW
    ),
    to: Annotated[
        str, typer.Option("--to", metavar="FORMATS", help="docx, pdf, html, txt, by commas; all the template has.")
    ] = "",
    volume: Annotated[
        str,
        typer.Option("--volume", metavar="VOLnnn", help="For a paper about an issued volume: which, not the last."),
    ] = "",
    quick: Annotated[
        bool,
        typer.Option(
            "--quick", help="Leave the page numbers of tables in .docx to Word; LibreOffice is not started."
        ),
    ] = False,
    today: Today = None,
) -> None:
    """Write a paper, or several of one state of the folder, into FOLDER/drafts."""
    from discovery.jobs.draft import draft_set

    formats = [part.strip().lower() for part in to.split(",") if part.strip()]
    asked = (folder, templates, copy, formats, today_or(today))
    show(draft_set(*asked, volume=volume, quick=quick, say=progress))


def templates(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FOLDER | lint [FOLDER] | diff NAME FOLDER]", help="A folder whose own templates/ count too."
        ),
    ] = None,
) -> None:
    """List the papers that can be drafted, and what each is for; `lint` and `diff` are for who writes templates.

    A folder's own templates/ come first, then those of the office that DISCOVERY_OFFICE names, then the shipped ones.

    \b
    discovery templates smith                           with those in smith/templates
    discovery templates lint smith                      everything wrong in them, by file and line
    discovery templates diff motion-fr-discovery smith  what smith's own changes in the shipped one
    """
    from discovery.jobs import templates as job

    verb, *given = words or [""]
    if verb == "lint" and len(given) < 2:
        problems = job.lint(Path(given[0]) if given else None)
        show(*problems or ("Nothing is wrong in the templates.",))
        if problems:
            raise typer.Exit(PROBLEMS_FOUND)
    elif verb == "diff" and len(given) == 2:
        show(job.diff(given[0], Path(given[1])))
    elif given or verb == "diff":
        raise typer.BadParameter("write FOLDER, or: lint [FOLDER], or: diff NAME FOLDER")
    else:
        folder = Path(verb) if verb else None
        look = job.look_in_word(folder)
        show(*job.list_templates(folder), *((look,) if look else ()))


def sources(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A paper in a folder's drafts/, edited or not.")],
) -> None:
    """Say, paragraph by paragraph, what a paper rests on."""
    from discovery.jobs.sources import sources as find

    show(find(file))


def finish(
    file: Annotated[Path, typer.Argument(metavar="FILE.docx", help="The edited review copy.")],
    today: Today = None,
) -> None:
    """Make the filing copy from counsel's edited review copy."""
    from discovery.jobs.finish import finish as make

    show(make(file, today_or(today)))


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD.docx", help="The earlier draft.")],
    new: Annotated[Path, typer.Argument(metavar="NEW.docx", help="The later draft; the redline is put beside it.")],
    today: Today = None,
) -> None:
    """Show what changed between two drafts of a paper: a redline in Word (tracked changes) and HTML."""
    from discovery.jobs.compare import compare as redline

    show(redline(old, new, today_or(today)))
