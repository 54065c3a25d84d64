"""Turns an HTML message into readable text: nothing is loaded, nothing runs, every word stays."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.etree
import lxml.html

_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript"})
_BLOCKS = frozenset(
    {
        *("address", "article", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p"),
        *("pre", "section", "table", "tr", "ul"),
    }
)
_APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "ul", "ol", "pre"})
_DEPTH = 400
_CELL = "  |  "


@dataclass
class Read:
    """The text, and what the message shows beside it."""

    text: str = ""
    shown: set[str] = field(default_factory=set)
    """The Content-IDs of the pictures it shows."""
    remote: bool = False
    """It shows pictures that lie on the internet, which were not loaded."""


def text_of(markup: str) -> Read:
    """The words of an HTML message as lines of text, its links with their addresses."""
    read = Read()
    cleaned = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", markup)
    try:
        parser = lxml.html.HTMLParser(no_network=True, encoding="utf-8", huge_tree=False)
        root = lxml.html.document_fromstring(cleaned.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError):
        read.text = re.sub(r"<[^>]*>", " ", cleaned)
        return read
    flat = "".join(_parts(root, read, 0))
    lines = [
        re.sub(r"[ \t\r\xa0]+", " ", line).strip(" |") if "\v" not in line else line for line in flat.split("\n")
    ]
    read.text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.replace("\v", "") for line in lines)).strip("\n")
    return read


def _parts(node: lxml.html.HtmlElement, read: Read, depth: int) -> Iterator[str]:
    tag = node.tag if isinstance(node.tag, str) else ""
    if not tag or tag in _SILENT:
        return
    if depth > _DEPTH:
        yield _collapsed(node.text_content())
        return
    yield from _before(node, tag, read)
    keep = tag in ("pre", "textarea")
    if node.text:
        yield _kept(node.text) if keep else _collapsed(node.text)
    for child in node:
        yield from _parts(child, read, depth + 1)
        if child.tail:
            yield _kept(child.tail) if keep else _collapsed(child.tail)
    yield from _after(node, tag)


def _collapsed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _kept(text: str) -> str:
    """Lines of preformatted text, marked so that their spaces stay."""
    return "\n".join(f"\v{line}" for line in text.replace("\v", " ").split("\n"))


def _before(node: lxml.html.HtmlElement, tag: str, read: Read) -> Iterator[str]:
    if tag in _BLOCKS:
        yield "\n\n" if tag in _APART else "\n"
    if tag == "li":
        yield "• "
    elif tag == "hr":
        yield "-" * 40 + "\n"
    elif tag == "br":
        yield "\n"
    elif tag == "img":
        yield _picture(node, read)


def _after(node: lxml.html.HtmlElement, tag: str) -> Iterator[str]:
    if tag == "a":
        address = str(node.get("href", "")).strip()
        words = _collapsed(node.text_content()).strip()
        bare = address.removeprefix("mailto:").rstrip("/")
        if address.lower().startswith(("http:", "https:", "mailto:", "tel:")) and bare not in words:
            yield f" <{address}>"
    elif tag in ("td", "th"):
        yield _CELL
    if tag in _BLOCKS:
        yield "\n\n" if tag in _APART else "\n"


def _picture(node: lxml.html.HtmlElement, read: Read) -> str:
    address = str(node.get("src", "")).strip()
    words = _collapsed(str(node.get("alt", ""))).strip()
    if address.lower().startswith("cid:"):
        read.shown.add(address[4:].strip("<>"))
        return f"[picture: {words}]" if words else "[picture]"
    if address.lower().startswith(("http:", "https:", "//", "ftp:", "file:")):
        read.remote = True
        return f"[picture not loaded: {words}]" if words else ""
    return f"[picture: {words}]" if words else ""
