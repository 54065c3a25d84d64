"""Where a number stands on a page: as the reader sees it, and in the page's own coordinates.

Places are decided in *visible* space: the page turned and cropped as a viewer shows it, origin at its bottom left,
one unit 1/72 inch. One matrix takes visible space to the page's user space.
"""

from collections.abc import Iterator
from enum import StrEnum
from math import isfinite
from typing import NamedTuple

from pydantic import Field

from discovery.core.record import Record
from discovery.errors import InputError

SMALLEST_SIZE = 6.0
SMALLEST_MARGIN = 4.0
SMALLEST_UNITS = 4.0  # a viewer that ignores UserUnit still shows a readable number
ASCENT, DESCENT = 0.76, 0.24  # of the stamp font's capitals, digits, hyphen and underscore, in ems


class Corner(StrEnum):
    """The corner of the visible page in which the number stands."""

    BOTTOM_RIGHT = "bottom-right"
    BOTTOM_LEFT = "bottom-left"
    TOP_RIGHT = "top-right"
    TOP_LEFT = "top-left"


class Placement(Record):
    """Where numbers go, and how large: points, as the reader sees the page."""

    corner: Corner = Corner.BOTTOM_RIGHT
    size: float = Field(default=10, ge=SMALLEST_SIZE, le=72)
    margin: float = Field(default=24, ge=0, le=144)

    def others(self) -> Iterator["Placement"]:
        """Where else it could stand: the other three corners, then all four nearer to the edge, then further in."""
        for margin in (self.margin, self.margin / 2, self.margin * 2):
            for corner in Corner:
                if (corner, margin) != (self.corner, self.margin):
                    yield Placement(corner=corner, size=self.size, margin=min(margin, 144))


class Box(NamedTuple):
    """A rectangle: left, bottom, right, top."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.y1 - self.y0

    @classmethod
    def around(cls, x0: float, y0: float, x1: float, y1: float) -> "Box":
        """The rectangle with these two corners, whichever way round they are written."""
        return cls(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def meet(self, other: "Box") -> "Box | None":
        """What the two share, or None."""
        shared = Box(max(self.x0, other.x0), max(self.y0, other.y0), min(self.x1, other.x1), min(self.y1, other.y1))
        return shared if shared.width > 0 and shared.height > 0 else None

    def padded(self, by: float) -> "Box":
        """The box with a rim."""
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)


class Matrix(NamedTuple):
    """A PDF transformation: x' = ax + cy + e, y' = bx + dy + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Where the point lands."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def inverse(self) -> "Matrix":
        """The way back; only for turns by quarter circles, whose inverse is their transpose."""
        a, b, c, d, e, f = self
        return Matrix(a, c, b, d, -(a * e + b * f), -(c * e + d * f))

    def box(self, box: Box) -> Box:
        """Where the box lands; only for turns by quarter circles."""
        return Box.around(*self.apply(box.x0, box.y0), *self.apply(box.x1, box.y1))


class PageShape(NamedTuple):
    """A page's boxes, turn and unit, reduced to what is seen of it."""

    visible: Box
    """In user space: the crop box inside the media box, or the media box."""
    rotation: int = 0
    """0, 90, 180 or 270, clockwise."""
    unit: float = 1.0
    """UserUnit: how many points one unit of user space is."""

    @property
    def width(self) -> float:
        """As the reader sees it, in units of user space."""
        return self.visible.height if self.rotation in (90, 270) else self.visible.width

    @property
    def height(self) -> float:
        """As the reader sees it, in units of user space."""
        return self.visible.width if self.rotation in (90, 270) else self.visible.height

    @property
    def matrix(self) -> Matrix:
        """From visible space to user space."""
        box = self.visible
        if self.rotation == 90:
            return Matrix(0, 1, -1, 0, box.x1, box.y0)
        if self.rotation == 180:
            return Matrix(-1, 0, 0, -1, box.x1, box.y1)
        if self.rotation == 270:
            return Matrix(0, -1, 1, 0, box.x0, box.y1)
        return Matrix(1, 0, 0, 1, box.x0, box.y0)


LETTER = Box(0, 0, 612, 792)


def page_shape(media: Box | None, crop: Box | None = None, rotation: float = 0, unit: float = 1.0) -> PageShape:
    """What is seen of a page with these boxes: what a viewer shows when they contradict each other.

    Without a usable media box a viewer shows a letter page; a crop box that misses the media box is ignored; a turn
    that is not a multiple of 90 counts as none.
    """
    sheet = media if media and media.width > 0 and media.height > 0 else LETTER
    visible = (sheet.meet(crop) if crop else None) or sheet
    turn = int(rotation) % 360 if isfinite(rotation) and rotation % 90 == 0 else 0
    return PageShape(visible, turn, unit if isfinite(unit) and unit > 0 else 1.0)


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
    unit = shape.unit
    size = max(placement.size / unit, SMALLEST_UNITS)
    floor = max(SMALLEST_SIZE / unit, SMALLEST_UNITS)
    margin = placement.margin / unit
    edge = min(margin, SMALLEST_MARGIN / unit)
    size = min(size, (shape.width - 2 * edge) / ems, (shape.height - 2 * edge) / (ASCENT + DESCENT))
    if size < floor - 1e-9:
        raise InputError(
            f"The page is too small ({shape.width * unit:.0f} by {shape.height * unit:.0f} points) "
            f"for a readable number of {SMALLEST_SIZE:.0f} points."
        )
    across = min(margin, (shape.width - ems * size) / 2)
    right = placement.corner in (Corner.BOTTOM_RIGHT, Corner.TOP_RIGHT)
    x = shape.width - across - ems * size if right else across
    if placement.corner in (Corner.BOTTOM_RIGHT, Corner.BOTTOM_LEFT):
        y = min(max(margin, DESCENT * size), shape.height - edge - ASCENT * size)
    else:
        y = max(shape.height - margin - ASCENT * size, edge + DESCENT * size)
    return Spot(x, y, size, ems * size)
