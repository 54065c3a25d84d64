"""Find what was cut out of a page and is still in the file because something else refers to it.

Pages often share one list of images and forms, whether they draw them or not: an image that was painted over on one
page would go along, whole, in the list of another.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from discovery.files.cutting import Cut, survey_page
from discovery.files.glyphs import UnsureError

Numbers = set[tuple[int, int]]

_DRAWN = ("/XObject", "/Pattern", "/ExtGState")
_KINDS = ("/Image", "/Form")


def drawn_with(page: pikepdf.Object) -> Numbers:
    """The streams a page may be drawn with: those of its content, its images, forms and patterns."""
    resources, contents = page.get("/Resources"), page.get("/Contents")
    listed = [resources.get(kind) for kind in _DRAWN] if isinstance(resources, Dictionary) else []
    parts = [contents] if isinstance(contents, pikepdf.Stream) else contents if isinstance(contents, Array) else []
    own = {part.objgen for part in parts if isinstance(part, pikepdf.Stream)}
    return own | {number for number, one in _reached(listed).items() if _is_drawing(one)}


def _is_drawing(one: Any) -> bool:
    return isinstance(one, pikepdf.Stream) and (str(one.get("/Subtype", "")) in _KINDS or "/PatternType" in one)


def left_over(pdf: pikepdf.Pdf, taken: Numbers, boxed: Mapping[int, Numbers]) -> tuple[dict[int, int], int]:
    """What of the things taken is still there: how many other pages show, by page (from 0), and how many none shows.

    `boxed` says what the pages with boxes still draw. The others are first rid of what they list and do not draw,
    where that is one of the things taken.
    """
    shown = {index: drawn | _masks(pdf, drawn) for index, drawn in boxed.items()}
    for index, page in enumerate(pdf.pages):
        if index in boxed or not taken & drawn_with(page.obj):
            continue
        cut = Cut(())
        try:
            survey_page(pdf, page.obj, cut)
        except UnsureError:
            cut.drawn |= taken & drawn_with(page.obj)  # it cannot be told what the page draws: all of it
        shown[index] = cut.drawn | _masks(pdf, cut.drawn)
    kept = taken & _reached([pdf.trailer]).keys()
    everywhere: Numbers = set().union(*shown.values()) if shown else set()
    return {index: len(kept & drawn) for index, drawn in shown.items() if kept & drawn}, len(kept - everywhere)


def _masks(pdf: pikepdf.Pdf, drawn: Numbers) -> Numbers:
    """The masks of images that are drawn are drawn with them."""
    images = (pdf.get_object(number) for number in drawn)
    masks = (image.get(key) for image in images if isinstance(image, pikepdf.Stream) for key in ("/SMask", "/Mask"))
    return {mask.objgen for mask in masks if isinstance(mask, pikepdf.Stream)}


def _reached(starts: list[Any]) -> dict[tuple[int, int], Any]:
    """Every indirect object that can be reached from there, by its number."""
    found: dict[tuple[int, int], Any] = {}
    waiting = [one for one in starts if one is not None]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, Dictionary | Array | pikepdf.Stream):
            continue
        if one.is_indirect:
            if one.objgen in found:
                continue
            found[one.objgen] = one
        waiting += _inside(one)
    return found


def _inside(one: Any) -> Iterator[Any]:
    if isinstance(one, Array):
        return iter(one)
    return (one[key] for key in one.keys())  # noqa: SIM118 (not a mapping)
