"""An eye of its own for the tests: PDFium through its own wrapper, and no geometry of the program's."""

from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

SCALE = 2


def pages(path: Path) -> list[tuple[float, float]]:
    """The size of each page as a viewer shows it."""
    with pypdfium2.PdfDocument(path) as document:
        return [document[index].get_size() for index in range(len(document))]


def picture(path: Path, page: int, scale: float = SCALE) -> Image.Image:
    """The page, drawn."""
    with pypdfium2.PdfDocument(path) as document:
        width, height = document[page].get_size()
        scale = min(scale, 3000 / max(width, height))
        return document[page].render(scale=scale).to_pil().convert("L")


def occurrences(path: Path, page: int, text: str) -> int:
    """How often a text search finds the words on the page."""
    with pypdfium2.PdfDocument(path) as document:
        layer = document[page].get_textpage()
        search = layer.search(text, match_case=True)
        count = 0
        while search.get_next():
            count += 1
        search.close()
        layer.close()
        return count


def label(path: Path, page: int) -> str:
    """The page's number as a viewer shows it."""
    with pypdfium2.PdfDocument(path) as document:
        return document.get_page_label(page)


def changed(before: Path, after: Path, page: int) -> tuple[float, float, float, float] | None:
    """What differs between the two drawings of a page: from the left and bottom of what is seen, in points."""
    one, other = picture(before, page), picture(after, page)
    assert one.size == other.size
    box = ImageChops.difference(one, other).point(lambda value: 255 * (value > 24)).getbbox()
    if box is None:
        return None
    width, height = pages(before)[page]
    across, down = width / one.size[0], height / one.size[1]
    return box[0] * across, height - box[3] * down, box[2] * across, height - box[1] * down
