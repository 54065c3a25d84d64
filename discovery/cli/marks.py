"""The options that say what is printed on a page and where, shared by the commands that number pages."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from discovery.core.endorsements import Endorsements

PLACES = "bottom-right, bottom-center, bottom-left, middle-..., top-..."
Place = Annotated[str, typer.Option("--place", metavar="PLACE", help=f"Where the number stands: {PLACES}.")]
Size = Annotated[float, typer.Option("--size", min=6, max=72, help="Size of the type, in points.")]
Margin = Annotated[float, typer.Option("--margin", min=0, max=144, help="Distance from the edge, in points.")]
Ink = Annotated[str, typer.Option("--color", help="black, blue, red, gray or #rrggbb.")]
Legend = Annotated[
    str, typer.Option("--legend", metavar="WORDS", help="Printed on every page, such as CONFIDENTIAL.")
]
LegendPlace = Annotated[str, typer.Option("--legend-place", metavar="PLACE", help="Where the legend stands.")]
StickerPlace = Annotated[str, typer.Option("--sticker-place", metavar="PLACE", help="Where the sticker stands.")]
Fixed = Annotated[
    bool, typer.Option("--fixed-place", help="Refuse a page where something is in the way; move nothing.")
]
Suffix = Annotated[str, typer.Option("--suffix", help="What stands after the number: -R prints DOE-000001-R.")]


def endorsements(**asked: Any) -> "Endorsements":
    """What is asked for; BadParameter says in one sentence what of it cannot be printed."""
    from pydantic import ValidationError

    from discovery.core.endorsements import Endorsements, Placement, Position

    try:
        asked |= {name: Position(place) for name, place in asked.items() if name.endswith("position")}
        number = Placement(position=asked.pop("position"), size=asked.pop("size"), margin=asked.pop("margin"))
        return Endorsements(number=number, **asked)
    except ValidationError as error:
        raise typer.BadParameter(
            "; ".join(one["msg"].removeprefix("Value error, ") for one in error.errors())
        ) from None
    except ValueError as error:
        raise typer.BadParameter(f"{error}; choose one of {', '.join(Position)}") from None
