"""The options of every command that prints on pages: what is printed, where, and how far it may be moved."""

from typing import Annotated

import typer

PLACES = "bottom-right, top-center, middle-left and so on"

Place = Annotated[str, typer.Option("--place", "--corner", help=f"Where the number stands: {PLACES}.")]
Size = Annotated[float, typer.Option(min=6, max=72, help="Size of the type, in points.")]
Margin = Annotated[float, typer.Option(min=0, max=144, help="Distance from the edge, in points.")]
Color = Annotated[str, typer.Option(help="Of all that is printed: black, blue, red, gray or #rrggbb.")]
Legend = Annotated[str, typer.Option(help="Words for every page, such as “CONFIDENTIAL - PROTECTIVE ORDER”.")]
LegendPlace = Annotated[str, typer.Option("--legend-place", help="Where the legend stands.")]
StickerPlace = Annotated[str, typer.Option("--sticker-place", help="Where the sticker stands.")]
FixedPlace = Annotated[
    bool,
    typer.Option(
        "--fixed-place",
        help="Refuse a page where something is in the way; else another place is found or room is made.",
    ),
]
Suffix = Annotated[str, typer.Option(help="What stands after the number: -R prints DOE-000001-R.")]
Deep = Annotated[
    bool, typer.Option("--deep", help="Compare every page whole with its source, not only where needed.")
]
