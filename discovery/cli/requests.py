"""Commands for requests under the Freedom of Information Law: request new, request check."""

from pathlib import Path
from typing import Annotated

import typer

from discovery.cli.shell import Today, show, today_or
from discovery.errors import PROBLEMS_FOUND


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    request = typer.Typer(help="Requests under the Freedom of Information Law.", no_args_is_help=True)
    request.command("new")(new)
    request.command("check")(check)
    app.add_typer(request, name="request")


def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder to begin; not a matter's.")],
    agency: Annotated[str, typer.Option(help="The agency asked, for example nypd.")],
    items: Annotated[str, typer.Option(metavar="ROWS", help="Rows of its checklist: 1-5, 6,7,8 or 1-26.")],
    name: Annotated[str, typer.Option(help="Who asks.")] = "",
    organization: Annotated[str | None, typer.Option(help="For which organization.")] = None,
    address: Annotated[list[str] | None, typer.Option(help="A line of the address; may be repeated.")] = None,
    email: Annotated[str | None, typer.Option(help="Where the answer should go.")] = None,
    telephone: Annotated[str | None, typer.Option(help="Where the requester is reached.")] = None,
    fee_limit: Annotated[
        str | None, typer.Option(metavar="SUM", help="Ask first above this sum, such as $25.")
    ] = None,
    matter: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The matter it comes from: the letters are searched for it.")
    ] = None,
) -> None:
    """Begin a request folder: one request for each subject of the rows. It needs no matter."""
    from discovery.core.foil import Requester
    from discovery.jobs.request import new_request

    requester = Requester(
        name=name, organization=organization, address=tuple(address or ()), email=email, telephone=telephone
    )
    show(new_request(folder, agency, items, requester, fee_limit=fee_limit, matter=matter))


def check(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A request's folder.")],
    today: Today = None,
) -> None:
    """Say what is open in each letter, what of a linked matter is in it, and what points to one case."""
    from discovery.jobs.check_request import check_request

    found = check_request(folder, today_or(today))
    show(found)
    if found.open_items:
        raise typer.Exit(PROBLEMS_FOUND)
