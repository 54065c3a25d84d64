"""The geometry of a page: its boxes, its turn, and the way between what the reader sees and the page's coordinates.

*Visible* space is the page turned and cropped as a viewer shows it, origin at its bottom left, one unit 1/72 inch
where the page names no other unit. One matrix takes visible space to the page's user space.
"""

from math import isfinite
from typing import NamedTuple


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
