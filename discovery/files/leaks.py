"""Find text that can still be read though something is drawn over it: a redaction that only covers.

A page is drawn with and without a text object. Text whose absence changes nothing is not to be seen; when a filled
figure, a comment or a dark patch of an image lies over it, it was hidden on purpose or by mistake, and leaks. Text on
a fill that was drawn first (the head of a table) is missed when it is taken away, and does not leak.
"""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium
from PIL import ImageFilter

from discovery.core.endorsements import Box, Matrix, PageShape
from discovery.core.planes import IDENTITY, bounds, corners, product
from discovery.core.problems import Problem
from discovery.core.redactions import Leak
from discovery.errors import InputError
from discovery.files.characters import Character, characters, lines, text_of
from discovery.files.endorsing import shape_of
from discovery.files.ink import extrema
from discovery.files.look import Strip, Viewed, ViewedPage
from discovery.files.originals import open_pdf, save_pdf
from discovery.files.writing import room_apart

_COVERED = 0.6  # of a character's ink must lie under a figure, for it to be covered
_EVEN = 16  # of 255: tones that near to each other are one
_DARK = 110  # of 255
_OPAQUE = 250  # of 255
_SOLID = 5  # units of user space: smaller than a blackened word, larger than a letter's stroke
_SCALE = 3.0
_DEEPEST = 12
_INVISIBLE = 3
_SHOWN = 160  # letters of a leak that a problem shows
_TELLING = 2  # letters and digits: less is the rounding of an edge

_BOX = "a drawn box"
_COMMENT = "a comment"
_PATCH = "a dark patch"
_MARK = "a mark for redaction that was never applied"


class _Cover(NamedTuple):
    """Something that may hide text, in user space."""

    region: Box
    kind: str
    dark: bool
    order: int
    """When it is drawn, among the page's objects."""


@dataclass
class _Drawn:
    """What a page draws, in order."""

    covers: list[_Cover]
    texts: dict[int, int]
    """When each text object is drawn, by PDFium's handle."""

    def over(self, order: int) -> list[_Cover]:
        """What may hide text that is drawn at that time: whatever is drawn later, and what is dark itself."""
        return [cover for cover in self.covers if cover.dark or cover.order > order]


def leaks(path: Path) -> tuple[Leak, ...]:
    """Every place of a PDF where text lies unseen under something drawn over it, with its words."""
    with open_pdf(path) as pdf, room_apart() as room:
        shapes = [shape_of(page.obj) for page in pdf.pages]
        try:
            viewed = Viewed(path)
        except InputError:
            # What this viewer cannot open it opens mended: as it will be served.
            mended = room / "mended.pdf"
            save_pdf(pdf, mended, path.name)
            viewed = Viewed(mended)
        try:
            pages = list(enumerate(shapes))[: len(viewed)]
            return tuple(leak for index, shape in pages for leak in _of_page(viewed, index, shape))
        finally:
            viewed.close()


_MEND = (
    "Redact it (discovery redact removes what a box only covers), leave it out (include = false in the index, "
    "withheld in produce.toml), or, where the words may go out, say why: covered = “the reason”."
)


def covered_words(path: Path) -> tuple[Problem, ...]:
    """The same as problems, for our own eyes: they show the words."""
    return tuple(
        Problem(
            where=f"page {leak.page}",
            what=f"{leak.cover} lies over text that can still be read: “{_short(leak.words)}”.",
            next_step=_MEND,
        )
        for leak in leaks(path)
    )


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()} …"


def _of_page(viewed: Viewed, index: int, shape: PageShape) -> Iterator[Leak]:
    with viewed.page(index) as page, text_of(page.page) as layer:
        drawn = _Drawn([], {})
        _follow(page.page, drawn)
        drawn.covers += _comments(page.page)
        covers = {cover for order in drawn.texts.values() for cover in drawn.over(order)}
        if not covers or (all(cover.kind == _PATCH for cover in covers) and not _is_blackened(page)):
            return
        listed = characters(layer)
        look = _Look(page, shape, drawn, listed)
        found = [look.cover_of(one) if one.inked else None for one in listed]
        yield from _joined(index, listed, found, shape)


def _is_blackened(page: ViewedPage) -> bool:
    """Whether anything on a scan is so evenly dark that a word could lie under it: a quick look at the whole."""
    small = page.strip(Box(0, 0, page.width, page.height), 1.0).image.filter(ImageFilter.MaxFilter(_SOLID))
    return extrema(small)[0] < _DARK


def _joined(
    index: int, listed: Sequence[Character], found: Sequence[_Cover | None], shape: PageShape
) -> Iterator[Leak]:
    """Neighbouring hidden characters as one leak; blanks between them belong to it."""
    filled = list(found)
    for place, one in enumerate(listed):
        if not one.inked and place:
            filled[place] = filled[place - 1]
    pairs = zip(listed, filled, strict=True)
    for cover, group in groupby(pairs, key=lambda pair: pair[1].kind if pair[1] else None):
        if cover is None:
            continue
        run = [one for one, _ in group]
        words = " ".join("".join(one.text for one in run).split())
        if sum(sign.isalnum() for sign in words) >= _TELLING:
            yield Leak(index + 1, words, tuple(lines(run, shape.matrix.inverse())), cover)


# --- what is drawn -------------------------------------------------------------------------------------------


def _follow(page: Any, drawn: _Drawn) -> None:
    objects = [pdfium.FPDFPage_GetObject(page, at) for at in range(pdfium.FPDFPage_CountObjects(page))]
    _follow_objects(objects, drawn, IDENTITY, 0)


def _follow_objects(objects: Sequence[Any], drawn: _Drawn, matrix: Matrix, depth: int) -> None:
    for one in objects:
        kind = pdfium.FPDFPageObj_GetType(one)
        order = len(drawn.texts) + len(drawn.covers)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            drawn.texts[ctypes.cast(one, ctypes.c_void_p).value or 0] = order
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = [pdfium.FPDFFormObj_GetObject(one, at) for at in range(pdfium.FPDFFormObj_CountObjects(one))]
            _follow_objects(inner, drawn, product(_matrix_of(one), matrix), depth + 1)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and (tone := _fill(one)) is not None:
            region = _bounds_of(one, matrix)
            if region.width > 1 and region.height > 1:
                drawn.covers.append(_Cover(region, _BOX, tone < _DARK, order))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            drawn.covers.append(_Cover(_bounds_of(one, matrix), _PATCH, True, order))


def _fill(path: Any) -> float | None:
    """The tone of an opaque fill, or None where the path has none."""
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, mode, stroked) or mode.value == pdfium.FPDF_FILLMODE_NONE:
        return None
    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(path, *parts) or parts[3].value < _OPAQUE:
        return None
    red, green, blue = (part.value for part in parts[:3])
    return 0.3 * red + 0.59 * green + 0.11 * blue


def _bounds_of(one: Any, matrix: Matrix) -> Box:
    sides = [ctypes.c_float() for _ in range(4)]
    left, bottom, right, top = sides
    if not pdfium.FPDFPageObj_GetBounds(one, left, bottom, right, top):
        return Box(0, 0, 0, 0)
    return bounds(corners(matrix, Box.around(left.value, bottom.value, right.value, top.value)))


def _matrix_of(form: Any) -> Matrix:
    read = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(form, read):
        return IDENTITY
    return Matrix(read.a, read.b, read.c, read.d, read.e, read.f)


_SEEN_THROUGH = (
    pdfium.FPDF_ANNOT_LINK,
    pdfium.FPDF_ANNOT_WIDGET,
    pdfium.FPDF_ANNOT_POPUP,
    pdfium.FPDF_ANNOT_HIGHLIGHT,
)
_REDACT = 28  # FPDF_ANNOT_REDACT


def _comments(page: Any) -> Iterator[_Cover]:
    for at in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, at)
        kind, rectangle = pdfium.FPDFAnnot_GetSubtype(annotation), pdfium.FS_RECTF()
        known = pdfium.FPDFAnnot_GetRect(annotation, rectangle)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if known and kind not in _SEEN_THROUGH:
            region = Box.around(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            yield _Cover(region, _MARK if kind == _REDACT else _COMMENT, True, 1 << 30)


# --- what is seen --------------------------------------------------------------------------------------------


class _Look:
    """One page, drawn as it is and, where that decides, without one of its text objects."""

    def __init__(self, page: ViewedPage, shape: PageShape, drawn: _Drawn, listed: Sequence[Character]) -> None:
        self.page, self.drawn, self.listed = page, drawn, listed
        self.turned = shape.matrix.inverse()
        self.whole = Box(0, 0, page.width, page.height)
        self.strip: Strip | None = None
        self.over: dict[int, list[_Cover]] = {}
        self.without: dict[int, tuple[Strip, Strip]] = {}
        """By text object: its part of the page as it is, and without it."""

    def cover_of(self, one: Character) -> _Cover | None:
        """What hides a character; None where it can be seen, or nothing lies over it."""
        if self.turned.box(one.box).meet(self.whole) is None:
            return None  # it lies beside what is seen of the page, whatever is over it
        order = self.drawn.texts.get(one.thing or 0, 0)
        if order not in self.over:
            self.over[order] = self.drawn.over(order)
        covers = [cover for cover in self.over[order] if _covers(cover.region, one.box)]
        if not covers:
            return None
        mark = next((cover for cover in covers if cover.kind == _MARK), None)
        if mark:
            return mark
        mode = (
            pdfium.FPDFTextObj_GetTextRenderMode(ctypes.cast(one.thing, pdfium.FPDF_PAGEOBJECT)) if one.thing else 0
        )
        low, high = self._tones(self._drawing(), one.box)
        even = high - low <= _EVEN
        likely = self._likely(covers, order, invisible=mode == _INVISIBLE, even=even, dark=high < _DARK)
        if likely is None or (mode != _INVISIBLE and self._shows(one)):
            return None
        return likely

    def _likely(
        self, covers: Sequence[_Cover], order: int, *, invisible: bool, even: bool, dark: bool
    ) -> _Cover | None:
        """The cover that would hide text drawn at that time, if the text cannot be seen."""
        figures = [cover for cover in covers if cover.kind != _PATCH]
        if invisible or all(cover.kind == _PATCH for cover in covers):
            # Recognized text lies unseen over or under its scan: hidden is only what nobody can read there.
            return (
                covers[-1]
                if even and (dark or any(cover.dark for cover in figures)) and (dark or invisible)
                else None
            )
        later = [cover for cover in figures if cover.order > order]
        if later:
            return later[-1]
        return figures[-1] if even and dark and any(cover.dark for cover in figures) else None

    def _drawing(self) -> Strip:
        if self.strip is None:
            self.strip = self.page.strip(self.whole, _SCALE)
        return self.strip

    def _tones(self, strip: Strip, box: Box) -> tuple[int, int]:
        left, top, right, bottom = strip.pixels(self.turned.box(box))
        return extrema(strip.image.crop((left, top, max(right, left + 1), max(bottom, top + 1))))

    def _shows(self, one: Character) -> bool:
        """Whether the page looks different there when the text object is taken away."""
        thing = one.thing or 0
        if thing not in self.without:
            handle = ctypes.cast(thing, pdfium.FPDF_PAGEOBJECT)
            corner = (point for each in self.listed if each.thing == thing for point in corners(IDENTITY, each.box))
            region = self.turned.box(bounds(corner)).padded(1).meet(self.whole)
            if region is None:
                return False
            before = self.page.strip(region, _SCALE)
            if not pdfium.FPDFPageObj_SetIsActive(handle, False):
                return True
            self.without[thing] = before, self.page.strip(region, _SCALE)
            pdfium.FPDFPageObj_SetIsActive(handle, True)
        before, after = self.without[thing]
        box = before.pixels(self.turned.box(one.box))
        return before.image.crop(box).tobytes() != after.image.crop(box).tobytes()


def _covers(region: Box, box: Box) -> bool:
    shared = region.meet(box)
    return shared is not None and shared.width * shared.height >= _COVERED * box.width * box.height
