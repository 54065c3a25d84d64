"""The path a content stream is building, gathered by operators and written again without what a box covers."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from discovery.core.endorsements import Box, Matrix
from discovery.core.planes import Outline, Piece, Point, bounds

Instruction = tuple[str, Sequence[Any]]

_FILLS = {"f": "f", "F": "f", "f*": "f*", "B": "f", "B*": "f*", "b": "f", "b*": "f*"}
_STROKES = ("S", "s", "B", "B*", "b", "b*")
_CLOSES = ("s", "b", "b*")


class Path:
    """The current path, in the coordinates its operators are written in."""

    def __init__(self) -> None:
        self.instructions: list[Instruction] = []
        self.outlines: list[Outline] = []
        self.pieces: list[Piece] = []
        self.point: Point = (0, 0)
        self.start: Point = (0, 0)

    def add(self, operator: str, written: Sequence[Any]) -> None:
        """Follow one path operator, with its operands as they are written."""
        self.instructions.append((operator, tuple(written)))
        operands = [float(one) for one in written]
        points = list(zip(operands[::2], operands[1::2], strict=True))
        if operator == "re":
            self._rectangle(*operands)
        elif operator == "m":
            self._finish(closed=False)
            self.point = self.start = points[0]
        elif operator == "h":
            self._finish(closed=True)
            self.point = self.start
        else:
            first = [self.point, self.point] if operator == "v" else [self.point]
            last = [points[-1]] if operator == "y" else []
            self.pieces.append(Piece((*first, *points, *last)))
            self.point = points[-1]

    def _rectangle(self, x: float, y: float, width: float, height: float) -> None:
        self._finish(closed=False)
        frame = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
        self.outlines.append(Outline(tuple(Piece(ends) for ends in pairwise(frame)), closed=True))
        self.point = self.start = (x, y)

    def _finish(self, *, closed: bool) -> None:
        if self.pieces:
            self.outlines.append(Outline(tuple(self.pieces), closed))
        self.pieces = []

    def _all(self) -> list[Outline]:
        self._finish(closed=False)
        return self.outlines

    def meets(self, matrix: Matrix, box: Box) -> bool:
        """Whether a line of the path passes through a box of the page."""
        return any(outline.moved(matrix).meets(box, filled=True) for outline in self._all())

    def over(self, matrix: Matrix, boxes: Sequence[Box]) -> bool:
        """Whether the path's bounds share anything with one of the boxes."""
        points = [
            point for outline in self._all() for piece in outline.moved(matrix).pieces for point in piece.points
        ]
        around = bounds(points) if points else None
        return around is not None and any(box.meet(around) for box in boxes)

    def without(
        self, matrix: Matrix, back: Matrix, boxes: Sequence[Box], paint: str
    ) -> Iterator[tuple[list[Instruction], str]]:
        """What to paint instead: the fill led round the boxes, and the line outside them."""
        outlines = [outline.moved(matrix) for outline in self._all()]
        if paint in _FILLS:
            yield _written(_led(outlines, boxes), back), _FILLS[paint]
        if paint in _STROKES:
            if paint in _CLOSES and outlines:
                outlines[-1] = Outline(outlines[-1].pieces, closed=True)
            for box in boxes:
                outlines = [part for outline in outlines for part in _cut(outline, box)]
            yield _written(outlines, back), "S"

    def clipping(self, matrix: Matrix, back: Matrix, boxes: Sequence[Box]) -> list[Instruction]:
        """The path as a clip, led round the boxes; an empty one where nothing is left of it."""
        led = _led([outline.moved(matrix) for outline in self._all()], boxes)
        return _written(led, back) or [("re", (0, 0, 0, 0))]


def _led(outlines: list[Outline], boxes: Sequence[Box]) -> list[Outline]:
    for box in boxes:
        led = [outline.filled_without(box) if outline.meets(box, filled=True) else outline for outline in outlines]
        outlines = [outline for outline in led if outline is not None]
    return outlines


def _cut(outline: Outline, box: Box) -> tuple[Outline, ...]:
    return outline.stroked_without(box) if outline.meets(box, filled=False) else (outline,)


def _written(outlines: Sequence[Outline], back: Matrix) -> list[Instruction]:
    written: list[Instruction] = []
    for outline in outlines:
        local = outline.moved(back)
        at: Point | None = None
        for piece in local.pieces:
            if at is None:
                written.append(("m", tuple(_written_number(number) for number in piece.start)))
            rest = tuple(_written_number(number) for point in piece.points[1:] for number in point)
            written.append(("l" if len(piece.points) == 2 else "c", rest))
            at = piece.end
        if outline.closed:
            written.append(("h", ()))
    return written


def _written_number(value: float) -> Decimal:
    return Decimal(f"{value:.7f}")
