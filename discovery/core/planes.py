"""Plane geometry of a page's content: any matrix, what touches a box, and outlines that stay out of one.

Everything here is in one plane, the page's user space; units are whatever that plane's are.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from discovery.core.endorsements import Box, Matrix

Point = tuple[float, float]
IDENTITY = Matrix(1, 0, 0, 1, 0, 0)
UNIT = Box(0, 0, 1, 1)
_CHORDS = 32  # a curve that meets a box becomes this many straight pieces: over a page, less than half a point off


def product(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does `first`, then `second`."""
    a, b, c, d, e, f = first
    x, y = second.apply(e, f)
    return Matrix(
        second.a * a + second.c * b,
        second.b * a + second.d * b,
        second.a * c + second.c * d,
        second.b * c + second.d * d,
        x,
        y,
    )


def inverted(matrix: Matrix) -> Matrix | None:
    """The way back, or None where the matrix flattens the plane."""
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    if abs(area) < 1e-12:
        return None
    a, b, c, d = d / area, -b / area, -c / area, a / area
    return Matrix(a, b, c, d, -(a * e + c * f), -(b * e + d * f))


def corners(matrix: Matrix, box: Box) -> tuple[Point, Point, Point, Point]:
    """Where a box's four corners land, in order round it."""
    x0, y0, x1, y1 = box
    return matrix.apply(x0, y0), matrix.apply(x1, y0), matrix.apply(x1, y1), matrix.apply(x0, y1)


def bounds(points: Iterable[Point]) -> Box:
    """The smallest upright box around points."""
    listed = list(points)
    across, up = [x for x, _ in listed], [y for _, y in listed]
    return Box(min(across), min(up), max(across), max(up))


def shrunk(box: Box, by: float) -> Box:
    """The box without a rim; a small box keeps four fifths of each side."""
    across, up = min(by, box.width / 10), min(by, box.height / 10)
    return Box(box.x0 + across, box.y0 + up, box.x1 - across, box.y1 - up)


def touches(quad: Sequence[Point], box: Box) -> bool:
    """Whether a convex figure and a box share more than a border (separating axes)."""
    around = bounds(quad)
    if around.x1 <= box.x0 or around.x0 >= box.x1 or around.y1 <= box.y0 or around.y0 >= box.y1:
        return False
    frame = corners(IDENTITY, box)
    for (x0, y0), (x1, y1) in pairwise([*quad, quad[0]]):
        normal = (y0 - y1, x1 - x0)
        if normal == (0, 0):
            continue
        mine = [normal[0] * x + normal[1] * y for x, y in quad]
        other = [normal[0] * x + normal[1] * y for x, y in frame]
        if max(mine) <= min(other) or max(other) <= min(mine):
            return False
    return True


class Piece(NamedTuple):
    """One line (two points) or cubic curve (four points) of an outline."""

    points: tuple[Point, ...]

    @property
    def start(self) -> Point:
        """Where it begins."""
        return self.points[0]

    @property
    def end(self) -> Point:
        """Where it ends."""
        return self.points[-1]

    def moved(self, matrix: Matrix) -> "Piece":
        """The piece under a matrix."""
        return Piece(tuple(matrix.apply(x, y) for x, y in self.points))

    def meets(self, box: Box) -> bool:
        """Whether some of it may lie inside the box: surely for a line, by its control points for a curve."""
        if len(self.points) == 2:
            return _inside_part(self.start, self.end, box) is not None
        return bounds(self.points).meet(box) is not None or _flat_within(self, box)

    def chords(self) -> "tuple[Piece, ...]":
        """The piece as straight lines."""
        if len(self.points) == 2:
            return (self,)
        places = [_on_curve(self.points, step / _CHORDS) for step in range(_CHORDS + 1)]
        return tuple(Piece((one, other)) for one, other in pairwise(places))


class Outline(NamedTuple):
    """One subpath."""

    pieces: tuple[Piece, ...]
    closed: bool = False

    def moved(self, matrix: Matrix) -> "Outline":
        """The outline under a matrix."""
        return Outline(tuple(piece.moved(matrix) for piece in self.pieces), self.closed)

    def meets(self, box: Box, *, filled: bool) -> bool:
        """Whether its line passes through the box; a filled outline is closed by a straight line."""
        return any(piece.meets(box) for piece in self._whole(filled))

    def _whole(self, filled: bool) -> tuple[Piece, ...]:
        if not self.pieces or not (filled or self.closed):
            return self.pieces
        first, last = self.pieces[0].start, self.pieces[-1].end
        return self.pieces if first == last else (*self.pieces, Piece((last, first)))

    def filled_without(self, box: Box) -> "Outline | None":
        """The outline led round the box: its fill is the same outside the box and tells nothing of the inside.

        Every part inside gives way to a walk along the border between the points where it entered and left, which
        leaves the winding number of every point outside as it was. None where all of it was inside.
        """
        pieces = [
            chord for piece in self._whole(True) for chord in (piece.chords() if piece.meets(box) else (piece,))
        ]
        first = next((place for place, piece in enumerate(pieces) if not _within(piece.start, box)), None)
        if first is None:
            return None
        led: list[Piece] = []
        entered: Point | None = None
        for piece in [*pieces[first:], *pieces[:first]]:
            part = _inside_part(piece.start, piece.end, box) if len(piece.points) == 2 else None
            if part is None:
                led.append(piece)
                continue
            here, there = part
            if entered is None:
                entered = here
                led += _line(piece.start, here)
            if not _within(piece.end, box):
                led += [line for one, other in pairwise(_walk(entered, there, box)) for line in _line(one, other)]
                led += _line(there, piece.end)
                entered = None
        return Outline(tuple(led), closed=True) if led else None

    def stroked_without(self, box: Box) -> "tuple[Outline, ...]":
        """What of the line lies outside the box, as open lines."""
        runs: list[list[Piece]] = [[]]
        for piece in self._whole(False):
            for chord in piece.chords() if piece.meets(box) else (piece,):
                part = _inside_part(chord.start, chord.end, box) if len(chord.points) == 2 else None
                if part is None:
                    runs[-1].append(chord)
                    continue
                runs[-1] += _line(chord.start, part[0])
                runs.append(list(_line(part[1], chord.end)))
        if self.closed and len(runs) > 1 and runs[0] and runs[-1]:
            runs[0] = runs.pop() + runs[0]
        return tuple(Outline(tuple(run)) for run in runs if run)


def _on_curve(points: Sequence[Point], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x = sum(weight * point[0] for weight, point in zip(weights, points, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, points, strict=True))
    return x, y


def _flat_within(piece: Piece, box: Box) -> bool:
    """Whether a curve without extent in one direction passes through the box."""
    around = bounds(piece.points)
    return around.x0 < box.x1 and around.x1 > box.x0 and around.y0 < box.y1 and around.y1 > box.y0


def _within(point: Point, box: Box) -> bool:
    return box.x0 < point[0] < box.x1 and box.y0 < point[1] < box.y1


def _line(start: Point, end: Point) -> Iterator[Piece]:
    if start != end:
        yield Piece((start, end))


def _inside_part(start: Point, end: Point, box: Box) -> tuple[Point, Point] | None:
    """Where a line enters and leaves the inside of a box, or None where it stays out (Liang and Barsky, 1984)."""
    if start == end:
        return (start, end) if _within(start, box) else None
    low, high = 0.0, 1.0
    for origin, way, least, most in (
        (start[0], end[0] - start[0], box.x0, box.x1),
        (start[1], end[1] - start[1], box.y0, box.y1),
    ):
        if way == 0:
            if not least < origin < most:
                return None
            continue
        one, other = (least - origin) / way, (most - origin) / way
        low, high = max(low, min(one, other)), min(high, max(one, other))
    if high - low <= 1e-9:
        return None
    return _between(start, end, low), _between(start, end, high)


def _between(start: Point, end: Point, t: float) -> Point:
    if t <= 0:
        return start
    return end if t >= 1 else (start[0] + t * (end[0] - start[0]), start[1] + t * (end[1] - start[1]))


def _walk(start: Point, end: Point, box: Box) -> list[Point]:
    """The shorter way along a box's border from one of its points to another."""
    turning = (box.width, box.width + box.height, 2 * box.width + box.height, 2 * (box.width + box.height))
    edge = corners(IDENTITY, box)
    places = dict(zip(turning, (*edge[1:], edge[0]), strict=True))
    one, other, around = _along(start, box), _along(end, box), turning[3]
    ahead = (other - one) % around
    if ahead <= around - ahead:
        passed = sorted(
            (corner for corner in turning if 0 < (corner - one) % around < ahead), key=lambda at: (at - one) % around
        )
    else:
        back = around - ahead
        passed = sorted(
            (corner for corner in turning if 0 < (one - corner) % around < back), key=lambda at: (one - at) % around
        )
    return [start, *(places[corner] for corner in passed), end]


def _along(point: Point, box: Box) -> float:
    """How far round the border a point lies: from the lower left corner, against the clock."""
    x, y = point
    distances = (abs(y - box.y0), abs(x - box.x1), abs(y - box.y1), abs(x - box.x0))
    side = distances.index(min(distances))
    return (
        x - box.x0,
        box.width + y - box.y0,
        box.width + box.height + box.x1 - x,
        2 * box.width + box.height + box.y1 - y,
    )[side]
