"""What is taken out of a review copy when it is finished for filing; the words in it stay."""

import re
from datetime import date

from lxml import etree

from discovery.files import ooxml
from discovery.files.edited import Edited, tag_of, words
from discovery.files.marks import (
    PLACE,
    REVIEW_LEGEND,
    REVIEW_STYLES,
)
from discovery.files.ooxml import Element, qn

DROPPED = re.compile(
    r"word/(?:comments\w*|people|document\.bin)\.xml|customXml/.*|docProps/(?:app|custom)\.xml|docProps/thumbnail\.\w+"
)
LEFT_BY_EDITORS = ("w:proofErr", "w:lastRenderedPageBreak", "w:commentRangeStart", "w:commentRangeEnd")
SETTINGS = ("w:rsids", "w:docVars", "w:attachedTemplate", "w:trackRevisions", "w:mailMerge", "w:revisionView")


def strip(paper: Edited) -> None:
    """Take out what is ours for review, and what an editor leaves of who worked when; counsel's words stay."""
    for _, tree in paper.texts():
        for control in [each for each in tree.iter(qn("w:sdt")) if tag_of(each) or _is_bare(each)]:
            _unwrap(control)
        for element in list(tree.iter(*map(qn, LEFT_BY_EDITORS))):
            remove(element)
        for start in [
            each for each in tree.iter(qn("w:bookmarkStart")) if PLACE.fullmatch(each.get(qn("w:name"), ""))
        ]:
            for end in [
                each for each in tree.iter(qn("w:bookmarkEnd")) if each.get(qn("w:id")) == start.get(qn("w:id"))
            ]:
                remove(end)
            remove(start)
        for reference in list(tree.iter(qn("w:commentReference"), qn("w:annotationRef"))):
            remove(reference.getparent())
        for run in list(tree.iter(qn("w:r"))):
            _unshade(run)
    for name in list(paper.trees):
        if "/header" in name and not name.endswith(".rels"):
            _take_legend(paper.trees[name])
    for name in [each for each in (*paper.trees, *paper.members) if DROPPED.fullmatch(each)]:
        paper.drop(name)
    for tree in paper.trees.values():
        _forget_sessions(tree)
    _clean_settings(paper)


def _is_bare(sdt: Element) -> bool:
    # What LibreOffice 7 makes of a content control of ours.
    properties = sdt.find(qn("w:sdtPr"))
    return properties is None or len(properties) == 0


def _unwrap(sdt: Element) -> None:
    content = sdt.find(qn("w:sdtContent"))
    for child in [] if content is None else list(content):
        sdt.addprevious(child)
    remove(sdt)


def remove(element: Element) -> None:
    """Take an element out, where it stands in anything."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unshade(run: Element) -> None:
    if shade(run) not in REVIEW_STYLES:
        return
    for style in list(run.iterfind(f"{qn('w:rPr')}/{qn('w:rStyle')}")):
        remove(style)
    for empty in [each for each in run.iterfind(qn("w:rPr")) if len(each) == 0]:
        remove(empty)


def _take_legend(head: Element) -> None:
    for paragraph in list(head.iter(qn("w:p"))):
        if words(paragraph).strip() == REVIEW_LEGEND:
            remove(paragraph)
    if head.find(f".//{qn('w:p')}") is None:
        head.append(ooxml.paragraph("Header", []))


def _forget_sessions(tree: Element) -> None:
    for element in tree.iter(etree.Element):
        for name in [name for name in element.attrib if str(name).startswith(f"{{{ooxml.W}}}rsid")]:
            del element.attrib[name]


def _clean_settings(paper: Edited) -> None:
    settings = paper.trees.get("word/settings.xml")
    for each in [] if settings is None else list(settings):
        if each.tag in {qn(name) for name in SETTINGS}:
            remove(each)
    styles = paper.trees.get("word/styles.xml")
    for each in [] if styles is None else list(styles):
        if each.get(qn("w:styleId")) in REVIEW_STYLES:
            remove(each)


def say_only(paper: Edited, today: date) -> None:
    """The file's properties: its title and the day, and nobody's name."""
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    terms, elements = "http://purl.org/dc/terms/", "http://purl.org/dc/elements/1.1/"
    instance = "http://www.w3.org/2001/XMLSchema-instance"
    made = etree.Element(
        f"{{{core}}}coreProperties", nsmap={"cp": core, "dc": elements, "dcterms": terms, "xsi": instance}
    )
    title = etree.SubElement(made, f"{{{elements}}}title")
    title.text = paper.title()
    for name in ("created", "modified"):
        moment = etree.SubElement(made, f"{{{terms}}}{name}")
        moment.set(f"{{{instance}}}type", "dcterms:W3CDTF")
        moment.text = f"{today.isoformat()}T00:00:00Z"
    if "docProps/core.xml" in paper.trees:
        paper.trees["docProps/core.xml"] = made


def shade(run: Element) -> str:
    """The character style of a run, by which the review copy shades."""
    style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
    return "" if style is None else str(style.get(qn("w:val"), ""))
