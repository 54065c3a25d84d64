"""Decide where marks can stand together on a page, and what room must be made for them."""

from collections.abc import Callable, Iterator, Sequence
from math import floor

from discovery.core.endorsements import (
    SMALLEST_MARGIN,
    SMALLEST_SCALE,
    Mark,
    MarkKind,
    PageShape,
    Placement,
    Position,
    Printed,
    Shrink,
    printed,
)

_APART = 3.0  # points around each mark that are looked at with it, and so hold no other mark
_STEPS = 256
_ROW = 3.0  # ems from one row of marks to the next, a sticker's border included


def clashing(marks: Sequence[Printed]) -> frozenset[MarkKind]:
    """The marks that would stand on or close to one named before them."""
    return frozenset(
        mark.kind
        for at, mark in enumerate(marks)
        if any(mark.ground.padded(_APART).meet(other.ground.padded(_APART)) for other in marks[:at])
    )


def elsewhere(mark: Mark, kept: Sequence[Position]) -> Iterator[Placement]:
    """Where else a mark could stand for a whole document, without taking the place asked for another."""
    return (other for other in mark.placement.others() if other.position not in kept)


def make_room(
    shape: PageShape, marks: Sequence[Mark], ems: Callable[[str], float]
) -> tuple[tuple[Mark, ...], Shrink] | None:
    """The marks at one edge, and how small the content must become to leave that edge free.

    The edge is the one asked for the number. The marks stand in one row, on a narrow page in one row each. None where
    the content would become smaller than 85 percent.
    """
    row = "top" if marks[0].placement.position.row == "top" else "bottom"
    asked = marks[0].placement.margin
    for margin in sorted({asked, asked / 2, min(asked, SMALLEST_MARGIN)}, reverse=True):
        for moved in (tuple(_in_row(marks, row, margin)), tuple(_in_rows(marks, row, margin))):
            standing = [printed(mark, shape, ems(mark.text)) for mark in moved]
            needed = max(_depth(mark, row, shape) for mark in standing)
            scale = floor((shape.height - needed) / shape.height * _STEPS) / _STEPS
            if scale >= SMALLEST_SCALE and not clashing(standing):
                return moved, Shrink(scale, row)
    return None


def _depth(mark: Printed, row: str, shape: PageShape) -> float:
    return mark.ground.y1 if row == "bottom" else shape.height - mark.ground.y0


def _in_row(marks: Sequence[Mark], row: str, margin: float) -> Iterator[Mark]:
    """Each mark in its own column of the row, or in the first that is free."""
    free = ["right", "left", "center"]
    for mark in marks:
        column = mark.placement.position.column
        column = column if column in free else free[0]
        free.remove(column)
        low = mark.placement.size if mark.kind is MarkKind.STICKER else 0.0
        yield mark._replace(placement=mark.placement.at(Position(f"{row}-{column}"), max(margin, low)))


def _in_rows(marks: Sequence[Mark], row: str, margin: float) -> Iterator[Mark]:
    """Each mark in a row of its own, the first one nearest to the edge."""
    for mark in marks:
        column = mark.placement.position.column
        low = mark.placement.size if mark.kind is MarkKind.STICKER else 0.0
        yield mark._replace(placement=mark.placement.at(Position(f"{row}-{column}"), min(max(margin, low), 144)))
        margin += _ROW * mark.placement.size
