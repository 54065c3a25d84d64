"""Makes the copy of an office file that is laid out: it says what was last saved, and reaches for nothing outside.

A word processor renews dates and file names as it opens a file, and fetches linked pictures from wherever they lie;
the copy has the words that were saved in the place of such fields, and no link but those a reader clicks on.
"""

import codecs
import re
import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html

from discovery.files.converting.sniffing import BROKEN_PACKAGE
from discovery.files.converting.texts import encoding_of

RENEWED = "Fields that renew themselves, such as dates and file names, are shown as they were last saved."
LINKED = "What it links to outside itself, such as pictures on the internet, was not loaded."
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_RENEWING = re.compile(
    r"\s*(DATE|TIME|PRINTDATE|FILENAME|FILESIZE|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DDE|DDEAUTO|DATABASE"
    r"|USERNAME|USERADDRESS|USERINITIALS)\b",
    re.I,
)
_RENEWING_FORMULA = re.compile(
    r"\b(TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY|WEBSERVICE|CELL|INFO|IMAGE|FILTERXML|DDE|RTD)\s*\(", re.I
)
_PRINTED_PLACE = re.compile(r"&amp;[DTZF]|&[DTZF]")
_FIXED_FIELDS = frozenset(f"{_TEXT}{name}" for name in ("date", "time", "file-name"))
_IN_PACKAGE = re.compile(r"(?:\./)?(?:Pictures|Object|ObjectReplacements|media|Configurations2)[ /\w.-]*$|#|$")
_MOST_XML = 100_000_000
_FAULTS = (*BROKEN_PACKAGE, lxml.etree.LxmlError, ValueError, KeyError)

_Change = Callable[[Any], set[str]]


def copy_as_saved(path: Path, form: str, target: Path) -> tuple[str, ...]:
    """Write the copy; what was changed in it, a sentence each. A file that is not understood is copied as it is."""
    with suppress(*_FAULTS):
        if form in ("docx", "xlsx", "pptx"):
            return _package(path, target, _ooxml_change)
        if form in ("odt", "ods", "odp"):
            return _package(path, target, _open_document_change)
        if form == "html":
            return _markup(path, target)
        if form == "rtf":
            return _rich_text(path, target)
    shutil.copyfile(path, target)
    return ()


def _package(path: Path, target: Path, change_of: Callable[[str], _Change | None]) -> tuple[str, ...]:
    notes: set[str] = set()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for member in source.infolist():
            change = change_of(member.filename)
            if change is None or member.file_size > _MOST_XML:
                with source.open(member) as reading, copy.open(zipfile.ZipInfo(member.filename), "w") as writing:
                    shutil.copyfileobj(reading, writing)
                continue
            tree = lxml.etree.fromstring(source.read(member), _parser())
            said = change(tree)
            notes |= said
            data = lxml.etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            copy.writestr(zipfile.ZipInfo(member.filename), data if said else source.read(member))
    return tuple(sorted(notes))


def _parser() -> lxml.etree.XMLParser:
    return lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


# --- Word, Excel, PowerPoint ---------------------------------------------------------------------------------


def _ooxml_change(name: str) -> _Change | None:
    if name.endswith(".rels"):
        return _cut_links
    if name.startswith("word/") and name.endswith(".xml"):
        return _settle_fields
    if re.fullmatch(r"xl/(work|chart)sheets/[^/]+\.xml", name):
        return _settle_sheet
    return None


def _cut_links(tree: Any) -> set[str]:
    cut = False
    for relation in tree.iter("{*}Relationship"):
        outside = relation.get("TargetMode") == "External"
        if outside and not relation.get("Type", "").endswith("/hyperlink"):
            relation.set("Target", "about:blank")
            cut = True
    return {LINKED} if cut else set()


def _settle_fields(tree: Any) -> set[str]:
    """Take away what makes a field of its saved words, and leave the words."""
    settled = False
    for simple in list(tree.iter(f"{_W}fldSimple")):
        if _RENEWING.match(simple.get(f"{_W}instr", "")):
            settled = True
            parent, place = simple.getparent(), simple.getparent().index(simple)
            parent[place : place + 1] = list(simple)
    open_fields: list[tuple[list[Any], list[str]]] = []
    for node in list(tree.iter(f"{_W}fldChar", f"{_W}instrText")):
        if node.tag == f"{_W}instrText":
            if open_fields:
                open_fields[-1][0].append(node)
                open_fields[-1][1].append(node.text or "")
            continue
        kind = node.get(f"{_W}fldCharType")
        if kind == "begin":
            open_fields.append(([node], []))
        elif open_fields:
            open_fields[-1][0].append(node)
            if kind == "end":
                marks, words = open_fields.pop()
                if _RENEWING.match("".join(words)):
                    settled = True
                    for mark in marks:
                        mark.getparent().remove(mark)
    return {RENEWED} if settled else set()


def _settle_sheet(tree: Any) -> set[str]:
    settled = False
    for formula in list(tree.iter("{*}f")):
        cell = formula.getparent()
        value = cell.find("{*}v")
        kept = formula.get("t") not in ("shared", "array")
        if kept and value is not None and value.text and _RENEWING_FORMULA.search(formula.text or ""):
            cell.remove(formula)
            settled = True
    for line in tree.iter("{*}oddHeader", "{*}oddFooter", "{*}evenHeader", "{*}evenFooter", "{*}firstHeader"):
        if line.text and _PRINTED_PLACE.search(line.text):
            line.text = _PRINTED_PLACE.sub("", line.text)
            settled = True
    return {RENEWED} if settled else set()


# --- OpenDocument --------------------------------------------------------------------------------------------


def _open_document_change(name: str) -> _Change | None:
    return _settle_open_document if name in ("content.xml", "styles.xml") else None


def _settle_open_document(tree: Any) -> set[str]:
    notes = set()
    for node in tree.iter(lxml.etree.Element):
        if node.tag in _FIXED_FIELDS and node.get(f"{_TEXT}fixed") != "true":
            node.set(f"{_TEXT}fixed", "true")
            notes.add(RENEWED)
        if _RENEWING_FORMULA.search(node.get(f"{_TABLE}formula", "")):
            del node.attrib[f"{_TABLE}formula"]
            notes.add(RENEWED)
        link = node.get(_LINK)
        if link is not None and node.tag != f"{_TEXT}a" and not _IN_PACKAGE.match(link):
            del node.attrib[_LINK]
            notes.add(LINKED)
    return notes


# --- web pages and Rich Text ---------------------------------------------------------------------------------

_LOADING = frozenset({"script", "iframe", "frame", "object", "embed", "applet", "audio", "video", "source", "track"})
_FETCHED = re.compile(r"(?:url\s*\(|@import)[^;}]*", re.I)


def _markup(path: Path, target: Path) -> tuple[str, ...]:
    """A web page with its words and its own pictures; nothing in it points to what would be fetched."""
    data = path.read_bytes()
    parser = lxml.html.HTMLParser(no_network=True, encoding=_coding(path, data))
    tree = lxml.html.document_fromstring(data, parser=parser)
    cut = False
    for node in list(tree.iter(lxml.etree.Element)):
        tag = node.tag
        if tag in _LOADING or (tag in ("link", "base")) or (tag == "meta" and node.get("http-equiv")):
            cut = cut or bool(node.get("src") or node.get("href") or node.get("data"))
            if node.getparent() is not None:
                node.drop_tree()
            continue
        cut = _cut_addresses(node) or cut
    target.write_bytes(lxml.html.tostring(tree, encoding="utf-8", doctype="<!DOCTYPE html>"))
    return (LINKED,) if cut else ()


_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_LATIN = frozenset({b"iso-8859-1", b"iso8859-1", b"latin1", b"latin-1", b"us-ascii", b"ascii"})


def _coding(path: Path, data: bytes) -> str | None:
    """How a web page is coded, where it does not say so or says Latin 1; None where what it says stands.

    Latin 1 is read as Windows-1252, as every browser does (WHATWG Encoding Standard, 4.2).
    """
    declared = _DECLARED.search(data[:4096])
    marked = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if declared and not marked:
        return "windows-1252" if declared[1].lower() in _LATIN else None
    return "utf-8" if data.startswith(codecs.BOM_UTF8) else encoding_of(path).replace("cp1252", "windows-1252")


def _cut_addresses(node: Any) -> bool:
    cut = False
    for name in ("src", "background", "srcset", "data", "poster", "lowsrc", "longdesc"):
        address = node.get(name, "")
        if address and not address.startswith("data:image/"):
            del node.attrib[name]
            cut = True
    if node.tag == "style" and node.text and _FETCHED.search(node.text):
        node.text = _FETCHED.sub("", node.text)
        cut = True
    if _FETCHED.search(node.get("style", "")):
        node.set("style", _FETCHED.sub("", node.get("style")))
        cut = True
    for name in [name for name in node.attrib if name.lower().startswith("on")]:
        del node.attrib[name]
    return cut


_FIELD = re.compile(rb"(\\fldinst\b(?:[\s{}]|\\(?!fldrslt)[a-z]+-?\d*|\\\*)*)([A-Z]{3,16})\b", re.I)


def _rich_text(path: Path, target: Path) -> tuple[str, ...]:
    settled: list[bool] = []

    def settle(found: re.Match[bytes]) -> bytes:
        if not _RENEWING.match(found[2].decode("ascii")):
            return found[0]
        settled.append(True)
        return found[1] + b"QUOTE"  # a field whose saved words stand

    target.write_bytes(_FIELD.sub(settle, path.read_bytes()))
    return (RENEWED,) if settled else ()
