"""What is to be printed on the pages of a document: numbers, a legend, an exhibit sticker, their places and color.

The words of this field are imported from here; where marks stand is in `placements`, what a page is in `geometry`.
"""

import re
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ValidationError, model_validator

from discovery.core.bates import HYPHENS
from discovery.core.geometry import LETTER, Box, Matrix, PageShape, page_shape
from discovery.core.placements import (
    ASCENT,
    DESCENT,
    SMALLEST_MARGIN,
    SMALLEST_SCALE,
    SMALLEST_SIZE,
    Mark,
    MarkKind,
    PageLayout,
    Placement,
    Position,
    Printed,
    Shrink,
    Spot,
    printed,
    spot,
)
from discovery.core.record import Record
from discovery.errors import InputError

__all__ = [
    "ASCENT",
    "COLORS",
    "DESCENT",
    "LETTER",
    "LIGHTEST",
    "SMALLEST_MARGIN",
    "SMALLEST_SCALE",
    "SMALLEST_SIZE",
    "Box",
    "Color",
    "Endorsements",
    "Mark",
    "MarkKind",
    "Matrix",
    "PageLayout",
    "PageShape",
    "Placement",
    "Position",
    "Printed",
    "Shrink",
    "Spot",
    "Words",
    "endorsements",
    "luminance",
    "page_shape",
    "printed",
    "spot",
]

COLORS = {"black": "#000000", "blue": "#0000c8", "red": "#c80000", "gray": "#666666"}
LIGHTEST = 120.0  # of 255: a lighter ink is not surely read on white paper
LONGEST_TEXT = 80
_PLAIN = HYPHENS | str.maketrans("\u2018\u2019\u201c\u201d\u00a0", "''\"\" ")


def _color(value: Any) -> Any:
    text = COLORS.get(value.strip().lower(), value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(text, str) or not re.fullmatch(r"#[0-9a-f]{6}", text):
        raise ValueError(f"“{value}” is no color; give {', '.join(COLORS)}, or #rrggbb such as #0000c8")
    if luminance(text) > LIGHTEST:
        raise ValueError(f"“{value}” is too light to be read on white paper; choose a darker color")
    return text


def luminance(color: str) -> float:
    """How light a color (#rrggbb) is, from 0 to 255, as a grey copy shows it (ITU-R BT.601)."""
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _words(value: Any) -> Any:
    """The text as it is printed: typographic hyphens and quotes, which no search would find, become plain ones."""
    if not isinstance(value, str):
        return value
    text = " ".join(value.translate(_PLAIN).split())
    odd = sorted({f"“{character}”" for character in text if not " " <= character <= "~"})
    if odd:
        raise ValueError(f"“{value}” holds {', '.join(odd)}; use plain letters, digits and punctuation")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"“{text[:30]}…” has {len(text)} characters; at most {LONGEST_TEXT} can be printed")
    return text


Color = Annotated[str, BeforeValidator(_color)]
Words = Annotated[str, BeforeValidator(_words)]


class Endorsements(Record):
    """Everything that is to be printed on the pages of a document, and how far it may be moved."""

    number: Placement = Placement()
    color: Color = "#000000"
    """Of everything printed; black, blue, red, gray or #rrggbb."""
    legend: Words = ""
    """Printed on every page, such as CONFIDENTIAL - PROTECTIVE ORDER."""
    legend_position: Position = Position.BOTTOM_LEFT
    sticker: Words = ""
    """Printed in a border on the first page of a document, such as Defense Exhibit A."""
    sticker_position: Position = Position.TOP_RIGHT
    fixed: bool = False
    """Refuse a page where something is in the way, rather than move the mark or make room for it."""

    @model_validator(mode="after")
    def _apart(self) -> Self:
        taken = [self.number.position]
        for text, position in ((self.legend, self.legend_position), (self.sticker, self.sticker_position)):
            if text and position in taken:
                raise ValueError(f"“{text}” and another mark are both to stand at the {position.words}")
            taken += [position] if text else []
        return self

    @classmethod
    def of(cls, asked: "Endorsements | Placement | None") -> "Endorsements":
        """What is asked for, where only the number's place is, or nothing."""
        return asked if isinstance(asked, Endorsements) else cls(number=asked or Placement())

    def with_sticker(self, words: str) -> "Endorsements":
        """The same with these words on the sticker, none where they are empty; InputError where they do not fit."""
        return _checked(**(dict(self) | {"sticker": words}))

    def with_legend(self, words: str) -> "Endorsements":
        """The same with this legend, or their own where it is empty; InputError where it does not fit."""
        return _checked(**(dict(self) | {"legend": words})) if words else self

    def layout(self, label: str, *, first: bool = False) -> PageLayout:
        """The marks of one page as asked; `first` for the first page of a document, which bears the sticker."""
        marks = [Mark(MarkKind.NUMBER, label, self.number)]
        if self.legend:
            marks.append(Mark(MarkKind.LEGEND, self.legend, self.number.at(self.legend_position)))
        if self.sticker and first:
            margin = max(self.number.margin, self.number.size)  # its border reaches further than its type
            marks.append(
                Mark(MarkKind.STICKER, self.sticker, self.number.at(self.sticker_position, min(margin, 144)))
            )
        return PageLayout(tuple(marks))


def endorsements(
    *,
    place: str = "bottom-right",
    size: float = 10,
    margin: float = 24,
    color: str = "black",
    legend: str = "",
    legend_place: str = "bottom-left",
    sticker: str = "",
    sticker_place: str = "top-right",
    fixed: bool = False,
) -> Endorsements:
    """What a person asks for, as words and numbers; InputError with everything about it that cannot be printed."""
    return _checked(
        number=Placement(position=_position(place), size=size, margin=margin),
        color=color,
        legend=legend,
        legend_position=_position(legend_place),
        sticker=sticker,
        sticker_position=_position(sticker_place),
        fixed=fixed,
    )


def _checked(**asked: Any) -> Endorsements:
    try:
        return Endorsements(**asked)
    except ValidationError as error:
        reasons = [one["msg"].removeprefix("Value error, ") for one in error.errors()]
        raise InputError(f"That cannot be printed: {'; '.join(reasons)}.") from None


def _position(words: str) -> Position:
    try:
        return Position("-".join(words.lower().split()))
    except ValueError:
        raise InputError(f"“{words}” is no place of a page. Choose one of {', '.join(Position)}.") from None
