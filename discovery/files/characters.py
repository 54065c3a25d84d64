"""The characters of a page and where each is, as PDFium reads them: it has no part in writing."""

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from discovery.core.endorsements import Box, Matrix

_INVISIBLE = frozenset("\x00\x02\ufeff\ufffe\uffff\u00ad")


class Character(NamedTuple):
    """One character of a page's text."""

    text: str
    box: Box
    """Round its ink, in user space; without extent where it has none."""
    thing: Any = None
    """PDFium's handle of the text object that shows it, as a number; None where PDFium added it."""

    @property
    def inked(self) -> bool:
        """Whether it is a character one could see."""
        return self.thing is not None and not self.text.isspace() and self.text not in _INVISIBLE


@contextmanager
def text_of(page: Any) -> Iterator[Any]:
    """The text layer of an open page."""
    layer = pdfium.FPDFText_LoadPage(page)
    try:
        yield layer
    finally:
        if layer:
            pdfium.FPDFText_ClosePage(layer)


def characters(layer: Any) -> list[Character]:
    """Every character in the order of the text; line ends and blanks that PDFium adds included."""
    count = pdfium.FPDFText_CountChars(layer) if layer else 0
    sides = [ctypes.c_double() for _ in range(4)]
    return [_character(layer, index, sides) for index in range(max(0, count))]


def _character(layer: Any, index: int, sides: list[Any]) -> Character:
    code = pdfium.FPDFText_GetUnicode(layer, index)
    text = chr(code) if code and not 0xD800 <= code < 0xE000 else "\ufffd"
    left, right, bottom, top = sides
    box = Box(0, 0, 0, 0)
    if pdfium.FPDFText_GetCharBox(layer, index, left, right, bottom, top):
        box = Box.around(left.value, bottom.value, right.value, top.value)
    if pdfium.FPDFText_IsGenerated(layer, index) == 1:
        return Character(text, box)
    thing = pdfium.FPDFText_GetTextObject(layer, index)
    return Character(text, box, ctypes.cast(thing, ctypes.c_void_p).value if thing else 0)


def reads(listed: Iterable[Character]) -> str:
    """The characters as text."""
    return "".join(one.text for one in listed)


def runs(listed: Sequence[Character], chosen: Callable[[Character], bool]) -> Iterator[str]:
    """Each run of chosen characters; blanks between two chosen ones belong to the run, ends of lines too."""
    marks = [chosen(one) if one.inked else None for one in listed]
    run: list[str] = []
    for one, mark in zip(listed, marks, strict=True):
        if mark is False:
            if text := "".join(run).strip():
                yield text
            run = []
        elif mark or run:
            run.append(one.text)
    if text := "".join(run).strip():
        yield text


def words(listed: Sequence[Character], chosen: Callable[[Character], bool]) -> Iterator[str]:
    """Every whole word of which at least one character is chosen."""
    for blank, group in groupby(listed, key=lambda one: one.text.isspace()):
        word = list(group)
        if not blank and any(one.inked and chosen(one) for one in word):
            yield reads(word)


def lines(listed: Iterable[Character], turned: Matrix) -> list[tuple[Box, str]]:
    """The characters line by line as a reader sees them; `turned` leads from user space to where the boxes are."""
    made: list[tuple[Box, str]] = []
    blank = ""
    for one in listed:
        if not one.inked:
            blank = " "
            continue
        box = turned.box(one.box)
        if made and _beside(made[-1][0], box):
            before, words = made[-1]
            made[-1] = (_around(before, box), words + blank + one.text)
        else:
            made.append((box, one.text))
        blank = ""
    return made


def _beside(before: Box, box: Box) -> bool:
    """Whether a character goes on the line of those before it, which may run in any of four directions."""
    size = max(min(before.width, before.height), box.width, box.height)
    center, middle = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    across = max(box.x0 - before.x1, before.x0 - box.x1)
    along = max(box.y0 - before.y1, before.y0 - box.y1)
    level = before.y0 - size / 2 <= middle <= before.y1 + size / 2 and across < 1.5 * size
    upright = before.x0 - size / 2 <= center <= before.x1 + size / 2 and along < 1.5 * size
    return (level and before.height < 1.8 * size) or (upright and before.width < 1.8 * size)


def _around(one: Box, other: Box) -> Box:
    return Box(min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1))
