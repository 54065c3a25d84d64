"""Commands for requests under the Freedom of Information Law: request new."""

from pathlib import Path
from typing import Annotated

import typer

from discovery.cli.shell import show


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    request = typer.Typer(help="Requests under the Freedom of Information Law.", no_args_is_help=True)
    request.command("new")(new)
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
) -> None:
    """Begin a request folder for somebody with no matter: one request for each subject of the rows."""
    from discovery.core.foil import Requester
    from discovery.jobs.request import new_request

    requester = Requester(
        name=name, organization=organization, address=tuple(address or ()), email=email, telephone=telephone
    )
    show(new_request(folder, agency, items, requester, fee_limit=fee_limit))
