"""Bundles: number and publish a matter's exhibits, and prove a published volume again."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from discovery.cli.passwords import PasswordFile, passwords_for
from discovery.cli.printed import Digits, Issue, Prefix, Suffix, prints
from discovery.cli.shell import Bar, Jobs, Today, progress, show, today_or, workers
from discovery.core.audiences import Audience
from discovery.errors import PROBLEMS_FOUND

if TYPE_CHECKING:
    from discovery.core.endorsements import Endorsements

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The matter's folder.")]
To = Annotated[Audience, typer.Option("--audience", help="To whom it goes; a restricted exhibit needs its release.")]
Release = Annotated[
    list[str] | None, typer.Option("--release", metavar="KEY", help="Release a restricted exhibit by name.")
]
FiledAt = Annotated[
    str, typer.Option("--profile", metavar="NAME", help="Where it is filed: edds, nyscef, appdiv, cmecf or plain.")
]
Separate = Annotated[
    bool | None,
    typer.Option(
        "--separate/--one-file",
        help="One file an exhibit with an index of its own, or one file; else as the profile says.",
    ),
]
MaxMb = Annotated[
    float | None,
    typer.Option("--max-mb", min=0.05, metavar="MB", help="Part the bundle so that no file is larger."),
]
MaxPages = Annotated[
    int | None,
    typer.Option("--max-pages", min=4, metavar="PAGES", help="Part the bundle so that no file is longer."),
]
CrossReference = Annotated[
    bool, typer.Option("--cross-reference", help="Serve the table of the People's numbers beside ours, too.")
]
Volume = Annotated[
    Path, typer.Argument(metavar="PATH", help="A volume's folder, a matter's, or one of numbered copies.")
]
SourceFolder = Annotated[
    Path | None,
    typer.Option("--sources", metavar="DIR", help="Compare with the source files in this folder, by their sha256."),
]
Deep = Annotated[bool, typer.Option("--deep", help="Draw each page and its source, and compare them whole.")]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("bundle")(bundle)
    app.command("verify")(verify)


@prints(sticker="“Defense Exhibit” prints Defense Exhibit A, boxed.")
def bundle(
    folder: Folder,
    *,
    prefix: Prefix,
    issue: Issue = False,
    audience: To = Audience.COURT,
    release: Release = None,
    digits: Digits = 6,
    profile: FiledAt = "",
    separate: Separate = None,
    max_mb: MaxMb = None,
    max_pages: MaxPages = None,
    suffix: Suffix = "",
    marks: "Endorsements",
    cross_reference: CrossReference = False,
    password_file: PasswordFile = None,
    jobs: Jobs = 0,
    today: Today = None,
) -> None:
    """Make the Bates-stamped, indexed, verified bundle of a matter's exhibits.

    A bundle is parted where an exhibit ends; only an exhibit too large for a file is parted at one of its pages.
    """
    from discovery.core.packets import PacketOptions
    from discovery.core.parts import Layout, Limits
    from discovery.files.crew import Crew
    from discovery.jobs.bundle import bundle as make_bundle
    from discovery.jobs.preflight import profile_of

    options = PacketOptions(
        layout=None if separate is None else Layout.SEPARATE if separate else Layout.ONE,
        profile=profile_of(profile, max_mb) if profile else None,
        limits=Limits(bytes=int(max_mb * 1_000_000) if max_mb else None, pages=max_pages),
        endorsements=marks.with_sticker(""),
        sticker=marks.sticker,
        suffix=suffix,
        cross_reference=cross_reference,
    )
    with workers(jobs, apart=True) as executor, Bar() as bar:
        made = make_bundle(
            folder,
            prefix,
            today_or(today),
            issue=issue,
            audience=audience,
            release=tuple(release or ()),
            digits=digits,
            options=options,
            passwords=passwords_for(sorted((folder / "exhibits").rglob("*.pdf")), password_file),
            crew=Crew(executor, bar),
            say=progress,
        )
    show(made, *made.problems)
    if made.problems:
        raise typer.Exit(PROBLEMS_FOUND)


def verify(
    path: Volume,
    sources: SourceFolder = None,
    deep: Deep = False,
    password_file: PasswordFile = None,
    jobs: Jobs = 0,
) -> None:
    """Prove from the files on disk that what was numbered is still as it was made.

    Whoever was served can run it: it needs no matter and no ledger, and says what it could not prove without them.
    """
    from discovery.files.crew import Crew
    from discovery.jobs.verify import check

    if password_file and not sources:
        raise typer.BadParameter("--password-file opens locked source files: name their folder with --sources")
    passwords = passwords_for(sorted(sources.rglob("*.pdf")), password_file) if sources else None
    with workers(jobs, apart=True) as executor, Bar() as bar:
        verified = check(path, Crew(executor, bar), sources=sources, passwords=passwords, deep=deep)
    if verified.problems:
        show(*verified.problems)
        raise typer.Exit(PROBLEMS_FOUND)
    show(f"{path}: proved right, every page of it.")
    if verified.unproved:
        show("Not proved:", *(f"  {each}" for each in verified.unproved))
