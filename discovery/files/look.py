"""One look at a page through PDFium, which had no part in writing it: what is drawn at a place, and what text.

Only the strip around a place is drawn, so that looking at every page is cheap.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from discovery.core.endorsements import Box
from discovery.errors import InputError

TYPE_PIXELS = 20.0  # type is drawn this high to be judged: its hyphen is then two pixels thick
_MOST_PIXELS = 4_000_000
_LABEL = 128  # bytes of a page's number as a viewer shows it, of most files
_NO_TEXT: tuple[Box, ...] = ()


class Strip(NamedTuple):
    """A part of a page, drawn in grey."""

    image: Image.Image
    region: Box
    """In visible space."""

    def pixels(self, box: Box) -> tuple[int, int, int, int]:
        """The pixels that lie in a box of visible space: left, top, right, bottom."""
        width, height = self.image.size
        across, down = width / self.region.width, height / self.region.height
        left = max(0, int((box.x0 - self.region.x0) * across))
        top = max(0, int((self.region.y1 - box.y1) * down))
        right = min(width, int((box.x1 - self.region.x0) * across) + 1)
        bottom = min(height, int((self.region.y1 - box.y0) * down) + 1)
        return left, top, max(left, right), max(top, bottom)


class Viewed:
    """A file as PDFium sees it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise InputError(f"{path.name} cannot be opened by the viewer that checks it ({error}).") from error
        self._form: Any = None

    def __len__(self) -> int:
        return len(self.document)

    def label(self, page: int) -> str:
        """The page's number as a viewer shows it."""
        room = ctypes.create_string_buffer(_LABEL)
        length = pdfium.FPDF_GetPageLabel(self.document.raw, page, room, _LABEL)
        if length > _LABEL:
            return str(self.document.get_page_label(page))
        return room.raw[: max(0, length - 2)].decode("utf-16-le")

    @contextmanager
    def page(self, index: int) -> Iterator["ViewedPage"]:
        """One page, open for looking."""
        page = pdfium.FPDF_LoadPage(self.document.raw, index)
        if not page:
            raise InputError(f"{self.path.name}: page {index + 1} cannot be opened by the viewer that checks it.")
        try:
            seen = ViewedPage(page, self._fields() if pdfium.FPDFPage_GetAnnotCount(page) else None)
            try:
                yield seen
            finally:
                seen.close()
        finally:
            pdfium.FPDF_ClosePage(page)

    def _fields(self) -> Any:
        """What PDFium needs to draw fields, which it leaves out without it; also those that no form knows.

        A viewer draws these where the file has a form, which in a packet may be another exhibit's.
        """
        if self._form is None:
            self._form = pdfium.FPDFDOC_InitFormFillEnvironment(self.document.raw, _FORM_INFO)
        return self._form

    def close(self) -> None:
        """Let the file go."""
        if self._form:
            pdfium.FPDFDOC_ExitFormFillEnvironment(self._form)
            self._form = None
        self.document.close()


_FORM_INFO = pdfium.FPDF_FORMFILLINFO(version=2)


class ViewedPage:
    """One page as PDFium sees it."""

    def __init__(self, page: Any, form: Any = None) -> None:
        self.page = page
        self._form = form
        if form:
            pdfium.FORM_OnAfterLoadPage(page, form)
        self.width = float(pdfium.FPDF_GetPageWidthF(page))
        self.height = float(pdfium.FPDF_GetPageHeightF(page))
        self._layer: Any = None

    @property
    def layer(self) -> Any:
        """The page's text, read once; None where it has none that can be read."""
        if self._layer is None:
            self._layer = pdfium.FPDFText_LoadPage(self.page)
        return self._layer

    def close(self) -> None:
        """Let the text go, and the fields."""
        if self._layer:
            pdfium.FPDFText_ClosePage(self._layer)
            self._layer = None
        if self._form:
            pdfium.FORM_OnBeforeClosePage(self.page, self._form)
            self._form = None

    def strip(self, region: Box, scale: float, *, annotations: bool = True, most: int = _MOST_PIXELS) -> Strip:
        """Draw a part of the page, with its annotations or without, in grey and in at most so many pixels."""
        scale = min(scale, (most / max(1.0, region.width * region.height)) ** 0.5)
        left, top = int(region.x0 * scale), int((self.height - region.y1) * scale)
        width = max(1, int(region.width * scale + 0.999))
        height = max(1, int(region.height * scale + 0.999))
        right, bottom = (left + width) / scale, self.height - (top + height) / scale
        drawn = Box(left / scale, bottom, right, self.height - top / scale)
        stride = (width + 3) // 4 * 4
        buffer = ctypes.create_string_buffer(b"\xff" * (stride * height), stride * height)
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, buffer, stride)
        size = max(1, round(self.width * scale)), max(1, round(self.height * scale))
        flags = (pdfium.FPDF_ANNOT if annotations else 0) | pdfium.FPDF_GRAYSCALE
        try:
            pdfium.FPDF_RenderPageBitmap(bitmap, self.page, -left, -top, *size, 0, flags)
            if self._form and annotations:
                pdfium.FPDF_FFLDraw(self._form, bitmap, self.page, -left, -top, *size, 0, flags)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        image = Image.frombytes("L", (width, height), buffer.raw, "raw", "L", stride)
        return Strip(image, drawn)

    def exact(self, region: Box, scale: float, size: tuple[int, int]) -> Image.Image:
        """Draw a part of the page, its top left at the first pixel, at this very scale and not a rounded one."""
        width, height = size
        stride = (width + 3) // 4 * 4
        buffer = ctypes.create_string_buffer(b"\xff" * (stride * height), stride * height)
        bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, buffer, stride)
        # The viewer first fits the page to whole points; the matrix undoes that.
        across, down = (scale * side / max(1, int(side)) for side in (self.width, self.height))
        matrix = pdfium.FS_MATRIX(across, 0, 0, down, -region.x0 * scale, -(self.height - region.y1) * scale)
        clip = pdfium.FS_RECTF(0, 0, width, height)
        try:
            pdfium.FPDF_RenderPageBitmapWithMatrix(
                bitmap, self.page, matrix, clip, pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE
            )
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
        return Image.frombytes("L", size, buffer.raw, "raw", "L", stride)

    def find(self, text: str) -> tuple[Box, ...]:
        """Every place where the page's text holds these words, in the page's own coordinates."""
        return tuple(_occurrences(self.layer, text)) if self.layer else _NO_TEXT

    def text(self) -> str:
        """All words of the page in the order of the file, one sign for each character."""
        count = pdfium.FPDFText_CountChars(self.layer) if self.layer else 0
        if count <= 0:
            return ""
        buffer = ctypes.create_string_buffer(2 * count + 2)
        held = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        written = pdfium.FPDFText_GetText(self.layer, 0, count, held)
        return buffer.raw[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")

    def box_of(self, start: int, end: int) -> Box:
        """What a part of `text()` takes up, in the page's own coordinates."""
        first = pdfium.FPDFText_GetCharIndexFromTextIndex(self.layer, start)
        last = pdfium.FPDFText_GetCharIndexFromTextIndex(self.layer, end - 1)
        return _span(self.layer, first, last - first + 1) if 0 <= first <= last else Box(0, 0, 0, 0)


def _occurrences(layer: Any, text: str) -> Iterator[Box]:
    wanted = (text + "\0").encode("utf-16-le")
    words = ctypes.cast(ctypes.create_string_buffer(wanted), ctypes.POINTER(ctypes.c_ushort))
    search = pdfium.FPDFText_FindStart(layer, words, pdfium.FPDF_MATCHCASE, 0)
    try:
        while pdfium.FPDFText_FindNext(search):
            first = pdfium.FPDFText_GetSchResultIndex(search)
            yield _span(layer, first, pdfium.FPDFText_GetSchCount(search))
    finally:
        pdfium.FPDFText_FindClose(search)


def _span(layer: Any, first: int, count: int) -> Box:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    xs: list[float] = []
    ys: list[float] = []
    for index in range(first, first + count):
        if pdfium.FPDFText_GetCharBox(layer, index, left, right, bottom, top):
            xs += (left.value, right.value)
            ys += (bottom.value, top.value)
    return Box(min(xs), min(ys), max(xs), max(ys)) if xs else Box(0, 0, 0, 0)


def is_viewable(path: Path) -> bool:
    """Whether PDFium opens a file as it is."""
    try:
        Viewed(path).close()
    except InputError:
        return False
    return True
