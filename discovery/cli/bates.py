"""Commands about the numbers of a matter: the next one, what stands on one, and how it came about."""

from pathlib import Path
from typing import Annotated

import typer

from discovery.cli.shell import Today, show, today_or
from discovery.errors import PROBLEMS_FOUND

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The matter's folder.")]
Numbers = Annotated[
    str, typer.Argument(metavar="NUMBERS", help="One number, or the first and last: “DOE-000003 to DOE-000007”.")
]
By = Annotated[str, typer.Option("--by", help="Who says so.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, for whoever reads it years later.")]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    bates = typer.Typer(
        help="The ledger of numbers: what is next, what stands on a number, what is unused and why.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    bates.command("next")(next_number)
    bates.command("lookup")(lookup)
    bates.command("ranges")(ranges)
    bates.command("gaps")(gaps)
    bates.command("history")(history)
    bates.command("taken")(taken)
    bates.command("note")(note)
    bates.command("reconcile")(reconcile)
    app.add_typer(bates, name="bates")


def next_number(
    folder: Folder,
    prefix: Annotated[str | None, typer.Option("--prefix", help="Only of this prefix: DOE.")] = None,
) -> None:
    """Say which number is next; asking does not reserve it."""
    from discovery.jobs.bates import next_numbers

    show(*next_numbers(folder, prefix))


def lookup(
    asked: Annotated[
        str,
        typer.Argument(metavar="NUMBER", help="A number; or a file's name, its sha256, or the People's number."),
    ],
    folder: Folder,
) -> None:
    """Say what stands on a number, or which numbers a file's pages bear; for us, as it names source files."""
    from discovery.jobs import bates

    show(*bates.lookup(asked, folder))


def ranges(folder: Folder) -> None:
    """List every run of numbers ever taken, with what became of it."""
    from discovery.jobs import bates

    show(*(bates.ranges(folder) or ("No number was taken yet.",)))


def gaps(folder: Folder) -> None:
    """List the numbers that are on no page in use, each with the reason."""
    from discovery.jobs import bates

    show(*(bates.gaps(folder) or ("No gap: every number taken is on a page.",)))


def history(
    folder: Folder,
    head: Annotated[
        str | None, typer.Option("--head", metavar="HASH", help="Say where this head of the ledger stands in it.")
    ] = None,
) -> None:
    """Tell every entry of the ledger in order, and its head, which is printed where a volume is served."""
    from discovery.jobs import bates

    if head is None:
        show(*bates.history(folder))
        return
    place = bates.find_head(folder, head)
    if place is None:
        show(
            f"{head} is in no entry of this ledger: it belongs to another matter or copy, or the ledger was "
            "rewritten or lost entries since. Compare it with a backup of that day."
        )
        raise typer.Exit(PROBLEMS_FOUND)
    show(place)


def taken(folder: Folder, numbers: Numbers, by: By, reason: Reason, today: Today = None) -> None:
    """Record numbers that another program gave, or a person by hand, so that none of them is given again."""
    from discovery.jobs import bates

    show(f"Recorded: {bates.taken(folder, numbers, by=by, reason=reason, today=today_or(today))}.")
    show(*bates.next_numbers(folder, sure=False))


def note(
    folder: Folder,
    numbers: Numbers,
    by: By,
    reason: Reason,
    withdrawn: Annotated[
        bool, typer.Option("--withdrawn", help="The pages that bear them are withdrawn, such as on a clawback.")
    ] = False,
    today: Today = None,
) -> None:
    """Record why numbers are not in use, or that pages are withdrawn; no number is freed by it."""
    from discovery.jobs import bates

    noted = bates.note(folder, numbers, by=by, reason=reason, today=today_or(today), withdrawn=withdrawn)
    show(f"Recorded as entry {noted.sequence}: {noted}.")


def reconcile(
    folder: Folder,
    keep: Annotated[
        str | None, typer.Option("--keep", metavar="ENTRY", help="The last entry of the ledger that stands.")
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Who decides.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why that one stands.")] = "",
    both_served: Annotated[
        bool, typer.Option("--both-served", help="Pages of both were served: record both as issued.")
    ] = False,
    today: Today = None,
) -> None:
    """Show two ledgers that went on apart in two copies of the folder; with --keep, record which one stands."""
    from discovery.jobs import bates

    if keep is not None:
        if not by.strip() or not reason.strip():
            raise typer.BadParameter("--keep needs --by and --reason")
        show(bates.reconcile(folder, keep, by=by, reason=reason, today=today_or(today), both_served=both_served))
        return
    undecided = bates.show_fork(folder)
    if undecided is None:
        show("The ledger holds together: nothing is to be reconciled.")
        return
    show(undecided)
    raise typer.Exit(PROBLEMS_FOUND)
