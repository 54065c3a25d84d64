"""The options of every command that numbers pages: how a number reads, what is printed, and where it may stand."""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any

import typer

PLACES = "bottom-right, top-center, middle-left and so on"
Command = Callable[..., None]

Prefix = Annotated[str, typer.Option("--prefix", help="DOE prints DOE-000001.")]
Digits = Annotated[int, typer.Option("--digits", help="Digits of each number.")]
Suffix = Annotated[str, typer.Option(help="What stands after the number: -R prints DOE-000001-R.")]
Issue = Annotated[
    bool, typer.Option("--issue", help="Reserve the numbers and publish for good; else a draft is made.")
]

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


def prints(sticker: str = "") -> Callable[[Command], Command]:
    """Give a command these options in the place of its parameter `marks`: it gets the `Endorsements` they ask for.

    `sticker` explains the words of a sticker, for a command that prints one.
    """
    options = _options(sticker)

    def given_to(command: Command) -> Command:
        @wraps(command)
        def asked(**given: Any) -> None:
            from discovery.core.endorsements import endorsements

            chosen = {each.name: given.pop(each.name) for each in options}
            command(marks=endorsements(**chosen), **given)

        own = signature(command)
        shown = [
            each
            for one in own.parameters.values()
            for each in (options if one.name == "marks" else [one.replace(kind=Parameter.KEYWORD_ONLY)])
        ]
        # What `inspect.signature` and typer read the options from; no type says that a function may have it.
        # typer reads this name of a function, which no type declares.
        asked.__signature__ = own.replace(parameters=shown)  # type: ignore[attr-defined]
        asked.__annotations__ = {each.name: each.annotation for each in shown}
        return asked

    return given_to


def _options(sticker: str) -> list[Parameter]:
    """In the order of the help, named as `endorsements` takes them."""
    words = Annotated[str, typer.Option("--sticker", metavar="WORDS", help=sticker)]
    options: list[tuple[str, Any, object]] = [
        ("place", Place, "bottom-right"),
        ("size", Size, 10),
        ("margin", Margin, 24),
        ("color", Color, "black"),
        ("legend", Legend, ""),
        ("legend_place", LegendPlace, "bottom-left"),
        *([("sticker", words, ""), ("sticker_place", StickerPlace, "top-right")] if sticker else []),
        ("fixed", FixedPlace, False),
    ]
    return [Parameter(name, Parameter.KEYWORD_ONLY, default=usual, annotation=kind) for name, kind, usual in options]
