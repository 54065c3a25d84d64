"""The text of a finished PDF as a review program searches it: one file a document, a form feed between pages."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2


def page_texts(pdf: Path) -> Iterator[str]:
    """The text of each page of a PDF, in order; a page without a text layer gives an empty one."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for index in range(len(document)):
            yield _text(document, index)
    finally:
        document.close()


def write_text(pdf: Path, target: Path) -> int:
    """Write a PDF's text, UTF-8 with a byte-order mark; how many of its pages hold none but their number.

    Review programs know UTF-8 only by the mark.
    """
    document = pypdfium2.PdfDocument(pdf)
    bare = 0
    try:
        with target.open("wb") as stream:
            stream.write(b"\xef\xbb\xbf")
            for index in range(len(document)):
                text = _text(document, index)
                bare += len(text.split()) <= 1
                stream.write((("\f" if index else "") + text).encode("utf-8", "replace"))
    finally:
        document.close()
    return bare


def text_of_page(pdf: Path, index: int) -> str:
    """The text of one page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return _text(document, index)
    finally:
        document.close()


def _text(document: pypdfium2.PdfDocument, index: int) -> str:
    page = document[index]
    layer = page.get_textpage()
    try:
        text = str(layer.get_text_range())
    finally:
        layer.close()
        page.close()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\0", "")
    return lines if lines.endswith("\n") else f"{lines}\n"
