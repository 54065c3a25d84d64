"""Reads back what the writers wrote, with other means than theirs."""

import io
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import docx
import pypdfium2

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def members(package: bytes) -> dict[str, bytes]:
    """The parts of a .docx."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def tree(package: bytes, name: str = "word/document.xml") -> ElementTree.Element:
    """One part of a .docx as elements."""
    return ElementTree.fromstring(members(package)[name])


def word_paragraphs(package: bytes, name: str = "word/document.xml") -> list[str]:
    """The words of each paragraph, in order."""
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in tree(package, name).iter(f"{W}p")]


def word_styles(package: bytes) -> list[str]:
    """The style of each paragraph of the body."""
    return [p.style.name for p in docx.Document(io.BytesIO(package)).paragraphs if p.style is not None]


def pdf_pages(data: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(data)
    try:
        pages = []
        for number in range(len(document)):
            page = document[number]
            layer = page.get_textpage()
            pages.append(layer.get_text_bounded())
            layer.close()
            page.close()
        return pages
    finally:
        document.close()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "hr", "img", "col"):
            self.open.append(tag)
        self.silent += tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()
        self.silent -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)


def html_words(data: bytes) -> tuple[str, list[tuple[str, dict[str, str | None]]]]:
    """The words of a page as a browser has them, and its tags; every tag is closed in order."""
    parser = _Words()
    parser.feed(data.decode())
    parser.close()
    assert not parser.open, f"left open: {parser.open}"
    return "".join(parser.words), parser.tags
