"""Boxes, turn and unit of a page as pypdf reads them, its own or those of a node above it (ISO 32000-2, 7.7.3.4)."""

from collections.abc import Sequence
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject

from discovery.core.endorsements import Box, PageShape, page_shape
from discovery.files.twins import raw, resolved

_SEEN = ("/MediaBox", "/CropBox", "/Rotate")
"""What decides what is seen of a page, and may stand above it in the tree of pages."""


def shape_read(page: Any) -> PageShape:
    """What is seen of a page."""
    return shape_and_sheet(page)[0]


def shape_and_sheet(page: Any) -> tuple[PageShape, Box | None]:
    """What is seen of a page, and its sheet (its media box, if it has one that can be read)."""
    sheet, crop, turn = _inherited(page, _SEEN)
    media = box_read(sheet)
    unit = resolved(raw(page, "/UserUnit"))
    shape = page_shape(
        media,
        box_read(crop),
        float(turn) if isinstance(turn, int | float) else 0,
        float(unit) if isinstance(unit, int | float) else 1.0,
    )
    return shape, media


def inherited(page: Any, key: str) -> Any:
    """An entry of a page or, where it has none, of the nearest node of the page tree above it that has one."""
    return page.raw_get(key) if key in page else _inherited(page, (key,))[0]


def _inherited(page: Any, keys: Sequence[str]) -> list[Any]:
    """The same of several entries, in one way up the tree."""
    found: dict[str, Any] = {}
    node, depth = page, 0
    while isinstance(node, DictionaryObject) and depth < 64 and len(found) < len(keys):
        for key in keys:
            if key in node and key not in found:
                found[key] = node.raw_get(key)
        node, depth = resolved(raw(node, "/Parent")), depth + 1
    return [found.get(key) for key in keys]


def box_read(value: Any) -> Box | None:
    """A rectangle, corners in either order, or None where it is not one."""
    held = resolved(value)
    if not isinstance(held, ArrayObject) or len(held) != 4:
        return None
    sides = list(list.__iter__(held))
    if not all(map(_is_number, sides)):
        sides = [resolved(each) for each in sides]
    try:
        return Box.around(*map(float, sides))
    except (TypeError, ValueError):
        return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)
