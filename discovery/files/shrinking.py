"""What else must follow when a page's content is made smaller: its comments, links and fields."""

from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from discovery.core.endorsements import Matrix

# Where an annotation says where it is, as pairs of numbers; ISO 32000-2, 12.5.6.
POINTS = ("/Rect", "/QuadPoints", "/Vertices", "/L", "/CL")
LISTS_OF_POINTS = ("/InkList", "/Path")
LENGTHS = ("/RD",)


def has_patterns(page: pikepdf.Object) -> bool:
    """Whether the page's own resources name a pattern."""
    resources = page.get("/Resources")
    patterns = resources.get("/Pattern") if isinstance(resources, Dictionary) else None
    return isinstance(patterns, Dictionary) and len(patterns) > 0


def move_annotations(page: pikepdf.Object, matrix: Matrix) -> None:
    """Move the page's annotations as its content is moved; no array that another may share is written to."""
    for one in annotations(page):
        for key in POINTS:
            if isinstance(one.get(key), Array):
                one[Name(key)] = _moved(one[key], matrix)
        for key in LISTS_OF_POINTS:
            if isinstance(one.get(key), Array):
                one[Name(key)] = Array([_moved(part, matrix) for part in one[key]])
        for key in LENGTHS:
            if isinstance(one.get(key), Array):
                one[Name(key)] = Array([_decimal(float(length) * matrix.a) for length in one[key]])


def annotations(page: pikepdf.Object) -> list[Any]:
    """The page's annotations that are dictionaries."""
    listed = page.get("/Annots")
    return [one for one in list(listed) if isinstance(one, Dictionary)] if isinstance(listed, Array) else []


def _moved(points: Any, matrix: Matrix) -> Array:
    numbers = [float(each) for each in points]
    moved = [matrix.apply(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=False)]
    return Array([_decimal(each) for point in moved for each in point])


def _decimal(value: float) -> Any:
    return round(value, 5)


def can_move_annotations(pdf: pikepdf.Pdf, index: int) -> bool:
    """Whether every annotation of the page says in plain numbers where it is, and stands on no other page."""
    page = pdf.pages[index].obj
    ours = annotations(page)
    if not ours:
        return True
    others = {
        one.objgen
        for number, other in enumerate(pdf.pages)
        if number != index
        for one in annotations(other.obj)
        if one.is_indirect
    }
    return all(_plain(one) and not (one.is_indirect and one.objgen in others) for one in ours)


def _plain(annotation: Any) -> bool:
    arrays = [annotation.get(key) for key in (*POINTS, *LENGTHS)]
    for key in LISTS_OF_POINTS:
        strokes = annotation.get(key)
        arrays += list(strokes) if isinstance(strokes, Array) else []
    return all(_numbers(each) for each in arrays if isinstance(each, Array))


def _numbers(array: Any) -> bool:
    return all(isinstance(each, int | float | Decimal) for each in array)
