"""The heads and feet of a Word paper's pages: the legends, the titles of the papers of a set, the page numbers.

They go into the house's own headers and footers; where an office took those out of its house.docx, they are made.
"""

from collections.abc import Iterator, Sequence
from itertools import count

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from discovery.files import ooxml
from discovery.files.marks import REVIEW_LEGEND
from discovery.files.ooxml import Element, el, qn

NO_PAGE = "–"
"""What stands where a page number is still to come."""


def put_heads(document: docx.document.Document, section: Element, lines: Sequence[str]) -> None:
    """Put the lines at the head of every page, above whatever letterhead the house has."""
    if not lines:
        return
    for kind in _kinds(document, section):
        reference = _reference(section, "header", kind)
        if reference is None:
            head = ooxml.root("w:hdr", ooxml.paragraph("Header", []))
            _write_lines(head, lines)
            _refer(document, section, "header", kind, head)
        else:
            _write_lines(document.part.related_parts[reference.get(qn("r:id"))].element, lines)


def _write_lines(head: Element, lines: Sequence[str]) -> None:
    for place, line in enumerate(lines):
        style = "ReviewMark" if line == REVIEW_LEGEND else "Header"
        head.insert(place, ooxml.paragraph(style, ooxml.runs(line)))


def put_foot(document: docx.document.Document, section: Element, title: str, *, anew: bool) -> None:
    """Put the title above the page number; `anew` has the section count its own pages, as a paper of a set does."""
    if anew:
        ooxml.count_from_one(section)
    references = section.findall(qn("w:footerReference"))
    if not any(each.get(qn("w:type"), "default") == "default" for each in references):
        references.append(_refer(document, section, "footer", "default", ooxml.root("w:ftr", page_of_pages())))
    for reference in references:
        part = document.part.related_parts[reference.get(qn("r:id"))]
        foot = ooxml.parse(part.blob)
        # What an office keeps off its first pages stays off them.
        if title and reference.get(qn("w:type")) != "first":
            foot.insert(0, ooxml.paragraph("Footer", ooxml.runs(title)))
        if anew:
            ooxml.count_section(foot, NO_PAGE)
        reference.set(qn("r:id"), _relate(document, "footer", foot, part))


def page_of_pages() -> Element:
    """Page X of Y."""
    page, pages = (ooxml.field(code, ooxml.runs("1")) for code in ("PAGE", "NUMPAGES"))
    return ooxml.paragraph("Footer", [*ooxml.runs("Page "), *page, *ooxml.runs(" of "), *pages])


def _kinds(document: docx.document.Document, section: Element) -> Iterator[str]:
    """The kinds of header that some page shows."""
    yield "default"
    if _is_on(section.find(qn("w:titlePg"))):
        yield "first"
    if _is_on(document.settings.element.find(qn("w:evenAndOddHeaders"))):
        yield "even"


def _is_on(switch: Element | None) -> bool:
    return switch is not None and switch.get(qn("w:val"), "1") not in ("0", "false", "off")


def _reference(section: Element, what: str, kind: str) -> Element | None:
    named = section.findall(qn(f"w:{what}Reference"))
    return next((each for each in named if each.get(qn("w:type"), "default") == kind), None)


def _refer(document: docx.document.Document, section: Element, what: str, kind: str, made: Element) -> Element:
    reference = el(f"w:{what}Reference", type=kind)
    reference.set(qn("r:id"), _relate(document, what, made, None))
    place = len(section.findall(qn("w:headerReference"))) if what == "footer" else 0
    section.insert(place, reference)
    return reference


def _relate(document: docx.document.Document, what: str, made: Element, like: Part | None) -> str:
    """Put a header or footer in the package, with what the house's own is related to; its id."""
    package = document.part.package
    taken = {str(each.partname) for each in package.iter_parts()}
    name = next(name for number in count(101) if (name := f"/word/{what}{number}.xml") not in taken)
    part = Part(PackURI(name), ooxml.TYPE.format(what), ooxml.as_xml(made), package)
    for key, each in {} if like is None else like.rels.items():
        part.load_rel(each.reltype, each._target, key, each.is_external)
    kind = RELATIONSHIP_TYPE.HEADER if what == "header" else RELATIONSHIP_TYPE.FOOTER
    return str(document.part.relate_to(part, kind))
