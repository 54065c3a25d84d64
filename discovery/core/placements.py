"""Where a mark stands on a page: as the reader sees it, and in the page's own coordinates.

Places are decided in *visible* space: the page turned and cropped as a viewer shows it, origin at its bottom left.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from pydantic import Field

from discovery.core.geometry import Box, Matrix, PageShape
from discovery.core.record import Record
from discovery.errors import InputError

SMALLEST_SIZE = 6.0
SMALLEST_MARGIN = 4.0
SMALLEST_UNITS = 4.0  # a viewer that ignores UserUnit still shows a readable number
SMALLEST_SCALE = 0.85  # content is not made smaller than this
STICKER_RIM = 0.4  # between a sticker's type and its border, in ems
CAPITALS = 0.73  # how high the stamp font's capitals and digits are, in ems
ASCENT, DESCENT = 0.76, 0.24  # of the stamp font's printable ASCII, in ems


class Position(StrEnum):
    """One of nine places on the visible page; corners first, in the order in which they are tried."""

    BOTTOM_RIGHT = "bottom-right"
    BOTTOM_LEFT = "bottom-left"
    TOP_RIGHT = "top-right"
    TOP_LEFT = "top-left"
    BOTTOM_CENTER = "bottom-center"
    TOP_CENTER = "top-center"
    MIDDLE_RIGHT = "middle-right"
    MIDDLE_LEFT = "middle-left"
    MIDDLE_CENTER = "middle-center"

    @property
    def row(self) -> str:
        """Bottom, middle or top."""
        return self.value.partition("-")[0]

    @property
    def column(self) -> str:
        """Left, center or right."""
        return self.value.partition("-")[2]

    @property
    def words(self) -> str:
        """As a sentence says it."""
        return self.value.replace("-", " ")


class Placement(Record):
    """Where a mark goes, and how large: points, as the reader sees the page."""

    position: Position = Position.BOTTOM_RIGHT
    size: float = Field(default=10, ge=SMALLEST_SIZE, le=72)
    margin: float = Field(default=24, ge=0, le=144)

    def others(self) -> Iterator["Placement"]:
        """Where else it could stand: another edge of the page, then nearer to the edge, then further in."""
        for margin in (self.margin, self.margin / 2, self.margin * 2):
            for position in Position:
                if position.row != "middle" and (position, margin) != (self.position, self.margin):
                    yield self.at(position, min(margin, 144))

    def at(self, position: Position, margin: float | None = None) -> "Placement":
        """The same at another place of the page."""
        return Placement(position=position, size=self.size, margin=self.margin if margin is None else margin)


class Spot(NamedTuple):
    """The place of one label on one page, in visible space."""

    x: float
    y: float
    """Where the baseline begins."""
    size: float
    """Of the type, in units of user space."""
    width: float
    """Of the label."""

    @property
    def box(self) -> Box:
        """What the label's ink lies in."""
        return Box(self.x, self.y - DESCENT * self.size, self.x + self.width, self.y + ASCENT * self.size)


def spot(placement: Placement, shape: PageShape, ems: float) -> Spot:
    """The place for a label `ems` wide at size 1; InputError when the page is too small for a readable one.

    The side margin is kept to the label's side, the lower one to its baseline, the upper one to its capitals. A label
    that does not fit moves towards the edge first, then shrinks to 6 points, and is never clipped.
    """
    return _spot(placement.position, placement.size, placement.margin, shape, ems)


@lru_cache(maxsize=1024)
def _spot(position: Position, size: float, margin: float, shape: PageShape, ems: float) -> Spot:
    """The place for a label as wide as many others, on a page of the shape that most pages have."""
    unit = shape.unit
    size = max(size / unit, SMALLEST_UNITS)
    floor = max(SMALLEST_SIZE / unit, SMALLEST_UNITS)
    margin = margin / unit
    edge = min(margin, SMALLEST_MARGIN / unit)
    size = min(size, (shape.width - 2 * edge) / ems, (shape.height - 2 * edge) / (ASCENT + DESCENT))
    if size < floor - 1e-9:
        raise InputError(
            f"The page is too small ({shape.width * unit:.0f} by {shape.height * unit:.0f} points) "
            f"for readable type of {SMALLEST_SIZE:.0f} points. Print it to a new PDF on letter paper and use that."
        )
    row, column = position.row, position.column
    across = min(margin, (shape.width - ems * size) / 2)
    if column == "center":
        x = (shape.width - ems * size) / 2
    else:
        x = shape.width - across - ems * size if column == "right" else across
    if row == "bottom":
        y = min(max(margin, DESCENT * size), shape.height - edge - ASCENT * size)
    elif row == "middle":
        y = (shape.height - CAPITALS * size) / 2
    else:
        y = max(shape.height - margin - ASCENT * size, edge + DESCENT * size)
    return Spot(x, y, size, ems * size)


class MarkKind(StrEnum):
    """What a mark is for."""

    NUMBER = "number"
    LEGEND = "legend"
    STICKER = "sticker"


class Mark(NamedTuple):
    """One thing to be printed on a page, and where it is to stand."""

    kind: MarkKind
    text: str
    placement: Placement


class Printed(NamedTuple):
    """One thing that is printed on a page, and where it stands."""

    kind: MarkKind
    text: str
    spot: Spot
    """In visible space."""
    boxed: bool = False
    """It stands on a white box, because the ground is dark."""

    @property
    def frame(self) -> Box:
        """All that the mark takes up: its type, and a sticker's border around it."""
        return self.spot.box.padded(STICKER_RIM * self.spot.size) if self.kind is MarkKind.STICKER else self.spot.box

    @property
    def ground(self) -> Box:
        """What must be clear for it: the mark and a rim of a fifth of its size."""
        return self.frame.padded(self.spot.size / 5)


class Shrink(NamedTuple):
    """A page's content made smaller, so that a margin becomes free; the page keeps its size."""

    scale: float
    """A whole number of 256ths, so that it is written and computed without rounding."""
    row: str
    """The edge that becomes free, bottom or top; the content keeps to the other one and to the left."""

    def region(self, shape: PageShape) -> Box:
        """Where in visible space the content then lies."""
        width, height = shape.width * self.scale, shape.height * self.scale
        bottom = shape.height - height if self.row == "bottom" else 0.0
        return Box(0, bottom, width, bottom + height)

    def matrix(self, shape: PageShape) -> Matrix:
        """From where the content was to where it is, in user space."""
        x, y = shape.matrix.apply(0, shape.height if self.row == "bottom" else 0)
        return Matrix(self.scale, 0, 0, self.scale, (1 - self.scale) * x, (1 - self.scale) * y)


class PageLayout(NamedTuple):
    """What is printed on one page, where, and what had to be done to make room for it."""

    marks: tuple[Mark, ...]
    shrink: Shrink | None = None
    boxed: frozenset[MarkKind] = frozenset()
    """What stands on a white box, because nothing but an even dark ground lies under it."""
    why: str = ""
    """Why it is not as asked; empty where it is."""
    alone: bool = False
    """Its marks stand elsewhere than on the other pages of the document."""

    def told(self, why: str) -> "PageLayout":
        """The same with one more reason."""
        return self._replace(why="; ".join(filter(None, (self.why, why))))


def printed(mark: Mark, shape: PageShape, ems: float, *, boxed: bool = False) -> Printed:
    """The mark in its place on a page of this shape; InputError when the page is too small for it."""
    return Printed(mark.kind, mark.text, spot(mark.placement, shape, ems), boxed)
