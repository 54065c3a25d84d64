"""What else must follow when a page's content is made smaller: its comments, links and fields."""

from collections import Counter
from collections.abc import Collection
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from discovery.core.endorsements import Matrix

# Where an annotation says where it is, as pairs of numbers; ISO 32000-2, 12.5.6.
POINTS = ("/Rect", "/QuadPoints", "/Vertices", "/L", "/CL")
LISTS_OF_POINTS = ("/InkList", "/Path")
LENGTHS = ("/RD",)
# Nothing is seen of them, or a tone over the text that they mark and that becomes smaller with them.
_WITHOUT_LOOK = frozenset({"/Link", "/Popup", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly"})
_HIDDEN = 2  # annotation flag


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


def can_move_annotations(page: pikepdf.Object, shared: Collection[tuple[int, int]]) -> bool:
    """Whether all annotations of the page can become smaller with it; `shared` stand on several pages of the file.

    Each must say in plain numbers where it is, stand on no other page, and bring its own look: what a viewer draws by
    itself, such as a note's icon or the words of a comment, keeps its size and would be cut off.
    """
    return all(_plain(one) and _brings_look(one) and one.objgen not in shared for one in annotations(page))


def shared_annotations(pdf: pikepdf.Pdf) -> frozenset[tuple[int, int]]:
    """The annotations that stand on more than one page, or twice on one, by object number."""
    seen = Counter(one.objgen for page in pdf.pages for one in annotations(page.obj) if one.is_indirect)
    return frozenset(objgen for objgen, count in seen.items() if count > 1)


def _brings_look(annotation: Any) -> bool:
    if isinstance(annotation.get("/AP"), Dictionary) or str(annotation.get("/Subtype")) in _WITHOUT_LOOK:
        return True
    flags = annotation.get("/F")
    field = str(annotation.get("/Subtype")) == "/Widget"
    if field and (annotation.get("/FT") == Name.Sig or not _has_value(annotation)):
        return True  # nothing is drawn of an invisible signature or an empty field
    return isinstance(flags, int) and bool(flags & _HIDDEN)


def _has_value(field: Any) -> bool:
    """Whether a form field, or the one it is part of, holds a value."""
    for _ in range(32):
        if not isinstance(field, Dictionary):
            return False
        if "/V" in field:
            return True
        field = field.get("/Parent")
    return True


def _plain(annotation: Any) -> bool:
    arrays = [annotation.get(key) for key in (*POINTS, *LENGTHS)]
    for key in LISTS_OF_POINTS:
        strokes = annotation.get(key)
        arrays += list(strokes) if isinstance(strokes, Array) else []
    return all(_numbers(each) for each in arrays if isinstance(each, Array))


def _numbers(array: Any) -> bool:
    return all(isinstance(each, int | float | Decimal) for each in array)
