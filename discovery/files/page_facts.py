"""What a viewer sees on each page: whether anything, text to search, how fine its images are, how near the edge."""

import ctypes
from collections.abc import Iterator
from math import hypot
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from discovery.core.geometry import Box
from discovery.files.look import Viewed, ViewedPage

_SCALE = 0.75
_INK = 24
"""So much darker than the paper around is ink; what a scanner makes of white paper is less."""
_SPECKS = 3
_STAMP = 40
"""Letters and digits: fewer on a page that is one image are a number or a date printed on a scan."""
_LARGE = 0.25
_WHOLE = 0.6
_DEEP = 4
_IMAGE, _FORM = 3, 5


class PageFacts(NamedTuple):
    """One page as seen."""

    blank: bool
    bare: bool
    """It shows something, but holds no text, or on a scan no more than a stamp's."""
    dpi: int
    """Of its coarsest large image, 0 without one."""
    margin: int
    """Points between what it shows and the nearest edge."""
    label_printed: bool
    """The number a viewer shows for it stands near its upper or lower edge."""


def page_facts(path: Path) -> Iterator[PageFacts]:
    """Each page's facts, in order."""
    viewed = Viewed(path)
    try:
        for index in range(len(viewed)):
            label = viewed.label(index) or str(index + 1)
            with viewed.page(index) as seen:
                yield _facts(seen, label)
    finally:
        viewed.close()


def is_blank(seen: ViewedPage) -> bool:
    """Whether nothing is to be seen on a page and nothing to be read; one with words is not drawn for that."""
    return not any(character.isalnum() for character in seen.text()) and _ink(seen) is None


def _facts(seen: ViewedPage, label: str) -> PageFacts:
    words = sum(character.isalnum() for character in seen.text())
    ink = _ink(seen)
    images = tuple(_images(seen))
    area = max(1.0, seen.width * seen.height)
    scanned = any(box.width * box.height > _WHOLE * area for box, _ in images)
    blank = ink is None and not words
    return PageFacts(
        blank=blank,
        bare=not blank and (words == 0 or (scanned and words < _STAMP)),
        dpi=min((dpi for box, dpi in images if box.width * box.height > _LARGE * area), default=0),
        margin=_margin(ink, seen),
        label_printed=_printed(seen, label),
    )


def _ink(seen: ViewedPage) -> Box | None:
    """What the page shows, as a box in visible space; specks do not count."""
    whole = Box(0, 0, seen.width, seen.height)
    strip = seen.strip(whole, _SCALE)
    paper = max(tone for tone, count in enumerate(strip.image.histogram()) if count)
    dark = strip.image.point([255 * (paper - tone > _INK) for tone in range(256)])
    if dark.histogram()[255] < _SPECKS:
        return None
    found = dark.getbbox()
    if found is None:
        return None
    left, top, right, bottom = found
    across, down = seen.width / strip.image.width, seen.height / strip.image.height
    return Box(left * across, seen.height - bottom * down, right * across, seen.height - top * down)


def _margin(ink: Box | None, seen: ViewedPage) -> int:
    if ink is None:
        return int(min(seen.width, seen.height) / 2)
    nearest = min(ink.x0, ink.y0, seen.width - ink.x1, seen.height - ink.y1)
    return max(0, round(nearest))


def _printed(seen: ViewedPage, label: str) -> bool:
    """Whether a text search finds the label in the outer eighth of the page as it is shown."""
    for box in seen.find(label):
        across, down = ctypes.c_int(), ctypes.c_int()
        middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        pdfium.FPDF_PageToDevice(seen.page, 0, 0, _FINE, _FINE, 0, *middle, across, down)
        x, y = across.value / _FINE, down.value / _FINE
        if min(x, 1 - x, y, 1 - y) < _EDGE:
            return True
    return False


_FINE = 10_000
_EDGE = 0.125


def _images(seen: ViewedPage) -> Iterator[tuple[Box, int]]:
    """Every image as placed: its box in the page's coordinates, and the coarser of its two resolutions."""
    count = pdfium.FPDFPage_CountObjects(seen.page)
    for index in range(count):
        yield from _of_object(pdfium.FPDFPage_GetObject(seen.page, index), (1, 0, 0, 1, 0, 0), 0)


Six = tuple[float, float, float, float, float, float]


def _of_object(held: Any, outer: Six, depth: int) -> Iterator[tuple[Box, int]]:
    kind = pdfium.FPDFPageObj_GetType(held)
    if kind not in (_IMAGE, _FORM) or depth > _DEEP:
        return
    matrix = _within(_matrix(held), outer)
    if kind == _FORM:
        for index in range(pdfium.FPDFFormObj_CountObjects(held)):
            yield from _of_object(pdfium.FPDFFormObj_GetObject(held, index), matrix, depth + 1)
        return
    across, down = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium.FPDFImageObj_GetImagePixelSize(held, across, down):
        return
    a, b, c, d, e, f = matrix
    width, height = hypot(a, b), hypot(c, d)
    if width <= 0 or height <= 0:
        return
    dpi = round(min(across.value * 72 / width, down.value * 72 / height))
    corners = [(e, f), (e + a, f + b), (e + c, f + d), (e + a + c, f + b + d)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    yield Box(min(xs), min(ys), max(xs), max(ys)), dpi


def _matrix(held: Any) -> Six:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(held, matrix):
        return (1, 0, 0, 1, 0, 0)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _within(inner: Six, outer: Six) -> Six:
    """The inner matrix followed by the outer."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)
