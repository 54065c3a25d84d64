"""The pieces of WordprocessingML that python-docx has no words for: fields, notes, comments, controls, zip."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from discovery.files.marks import AUTHOR, clean
from discovery.files.packing import deflated, often_deflated, zipped

if TYPE_CHECKING:
    import docx.document

Element = Any
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONSHIPS = "application/vnd.openxmlformats-package.relationships+xml"
NAMES = {"w": W, "r": R}
EACH_ITS_OWN = ("word/document.xml", "word/footnotes.xml", "word/comments.xml")
"""The members that are another in each paper."""
_OURS = {"w": W}

# Arabic, Hebrew and their neighbours: such words need w:rtl, or Word sets their punctuation on the wrong side.
_RTL = "֐-߿ࢠ-ࣿיִ-﷿ﹰ-ﻼ"
_RTL_RUN = re.compile(f"[{_RTL}](?:[{_RTL}\\s\\u0300-\\u036f]*[{_RTL}])?")


@lru_cache(maxsize=512)
def qn(name: str) -> str:
    """The name as lxml takes it: "w:p" with its namespace."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def el(name: str, /, *children: Element, **attributes: object) -> Element:
    """An element of WordprocessingML; attributes are in its namespace."""
    made = etree.Element(qn(name), nsmap=_OURS)
    for key, value in attributes.items():
        made.set(f"{{{W}}}{key}", str(value))
    if children:
        made.extend(children)
    return made


def root(name: str, *children: Element) -> Element:
    """A part's outermost element."""
    made = etree.Element(qn(name), nsmap={"w": W, "r": R})
    made.extend(children)
    return made


def run_properties(*, style: str = "", bold: bool = False, italic: bool = False, rtl: bool = False) -> list[Element]:
    """A run's properties, in the order the schema wants them."""
    parts: list[Element] = []
    if style:
        parts.append(el("w:rStyle", val=style))
    if bold:
        parts += [el("w:b"), el("w:bCs")]
    if italic:
        parts += [el("w:i"), el("w:iCs")]
    if rtl:
        parts.append(el("w:rtl"))
    return [el("w:rPr", *parts)] if parts else []


def runs(text: str, *, style: str = "", bold: bool = False, italic: bool = False) -> list[Element]:
    """Words as runs: one, or several where the direction of writing changes."""
    made = []
    for piece, rtl in _directions(clean(text)):
        # A paper is mostly runs, and an element made in its parent costs a fraction of one made alone.
        run = el("w:r", *run_properties(style=style, bold=bold, italic=italic, rtl=rtl))
        words = etree.SubElement(run, qn("w:t"))
        words.text = piece
        words.set(XML_SPACE, "preserve")
        made.append(run)
    return made


def _directions(text: str) -> Iterator[tuple[str, bool]]:
    cuts = [0, *(place for match in _RTL_RUN.finditer(text) for place in match.span()), len(text)]
    for number, (begin, end) in enumerate(pairwise(cuts)):
        if end > begin:
            yield text[begin:end], number % 2 == 1


def field(code: str, cached: list[Element], *, dirty: bool = False) -> list[Element]:
    """A field with the result it had when written."""
    instruction = el("w:instrText")
    instruction.text = f" {code} "
    instruction.set(XML_SPACE, "preserve")
    begin = el("w:fldChar", fldCharType="begin")
    if dirty:
        begin.set(qn("w:dirty"), "true")
    return [
        el("w:r", begin),
        el("w:r", instruction),
        el("w:r", el("w:fldChar", fldCharType="separate")),
        *cached,
        el("w:r", el("w:fldChar", fldCharType="end")),
    ]


def authority_mark(parts: Iterable[tuple[str, bool]], short: str, category: int) -> list[Element]:
    """A TA field: the place counts for the line of the table of authorities that its (text, italic) parts make."""
    codes = [(' TA \\l "', False), *((_in_code(text), italic) for text, italic in parts)]
    codes.append((f'" \\s "{_in_code(short)}" \\c {category} ', False))
    runs_of_code = []
    for code, italic in codes:
        instruction = el("w:instrText")
        instruction.text = code
        instruction.set(XML_SPACE, "preserve")
        runs_of_code.append(el("w:r", *run_properties(italic=italic), instruction))
    return [
        el("w:r", el("w:fldChar", fldCharType="begin")),
        *runs_of_code,
        el("w:r", el("w:fldChar", fldCharType="end")),
    ]


def _in_code(text: str) -> str:
    """Words as a field's code takes them: a straight quotation mark would end them, a backslash begin a switch."""
    return clean(text).replace('"', "”").replace("\\", "/")


def control(tag: str, title: str, number: int, content: list[Element]) -> Element:
    """An inline content control, by which a place is found again after counsel has edited the paper."""
    properties = el(
        "w:sdtPr", el("w:alias", val=clean(title)[:64]), el("w:tag", val=clean(tag)), el("w:id", val=number)
    )
    return el("w:sdt", properties, el("w:sdtContent", *content))


def bookmark(name: str, number: int, content: list[Element]) -> list[Element]:
    """A bookmark around its content."""
    return [el("w:bookmarkStart", id=number, name=name), *content, el("w:bookmarkEnd", id=number)]


def paragraph(style: str, content: Iterable[Element], *properties: Element) -> Element:
    """A paragraph of a named style; further properties in the order the schema wants them."""
    return el("w:p", el("w:pPr", el("w:pStyle", val=style), *properties), *content)


def commented(number: int, content: list[Element]) -> list[Element]:
    """The content with a comment on it."""
    reference = el("w:r", *run_properties(style="CommentReference"), el("w:commentReference", id=number))
    return [el("w:commentRangeStart", id=number), *content, el("w:commentRangeEnd", id=number), reference]


def comments_part(notes: list[str], day: str) -> bytes:
    """comments.xml: one comment a place, numbered from 0, by the program and never by a person."""
    made = root("w:comments")
    for number, note in enumerate(notes):
        lines = []
        for place, line in enumerate(note.split("\n")):
            mark = [el("w:r", *run_properties(style="CommentReference"), el("w:annotationRef"))] if not place else []
            lines.append(paragraph("CommentText", [*mark, *runs(line)]))
        made.append(el("w:comment", *lines, id=number, author=AUTHOR, initials="d", date=f"{day}T00:00:00Z"))
    return as_xml(made)


def footnote(number: int, content: list[Element]) -> Element:
    """One footnote with its mark."""
    mark = el("w:r", *run_properties(style="FootnoteReference"), el("w:footnoteRef"))
    return el("w:footnote", paragraph("FootnoteText", [mark, *runs(" "), *content]), id=number)


def footnote_reference(number: int) -> Element:
    """The mark in the text that calls a footnote."""
    return el("w:r", *run_properties(style="FootnoteReference"), el("w:footnoteReference", id=number))


def count_from_one(section: Element) -> None:
    """Have a section number its pages from one, in the form it has."""
    counting = section.find(qn("w:pgNumType"))
    if counting is None:
        counting = el("w:pgNumType")
        before = [each for each in section if each.tag in map(qn, _BEFORE_PAGE_NUMBERS)]
        if before:
            before[-1].addnext(counting)
        else:
            section.insert(0, counting)
    counting.set(qn("w:start"), "1")


_BEFORE_PAGE_NUMBERS = (
    *("w:headerReference", "w:footerReference", "w:footnotePr", "w:endnotePr", "w:type", "w:pgSz", "w:pgMar"),
    *("w:paperSrc", "w:pgBorders", "w:lnNumType"),
)
"""What stands before w:pgNumType in a section (wml.xsd, EG_SectPrContents)."""


def count_section(foot: Element, cached: str) -> None:
    """Have a footer print the pages of its section where it printed those of the file.

    Word counts them itself on each page; other programs show `cached` until paging.py puts the number there.
    """
    for code in foot.iter(qn("w:instrText")):
        code.text = _WHOLE.sub("SECTIONPAGES", code.text or "")
    for simple in foot.iter(qn("w:fldSimple")):
        simple.set(qn("w:instr"), _WHOLE.sub("SECTIONPAGES", simple.get(qn("w:instr"), "")))
    for result in section_totals(foot):
        write_words(result, cached)


_WHOLE = re.compile(r"\bNUMPAGES\b", re.I)


def section_totals(foot: Element) -> Iterator[list[Element]]:
    """The texts that show how many pages the section has, field by field."""
    for simple in foot.iter(qn("w:fldSimple")):
        if "SECTIONPAGES" in simple.get(qn("w:instr"), "").upper():
            yield list(simple.iter(qn("w:t")))
    code, shown, result = "", False, list[Element]()
    for each in foot.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:t")):
        kind = each.get(qn("w:fldCharType"))
        if kind == "end" and "SECTIONPAGES" in code.upper():
            yield result
        if kind in ("begin", "end"):
            code, shown, result = "", False, []
        elif kind == "separate":
            shown = True
        elif each.tag == qn("w:instrText"):
            code += each.text or ""
        elif shown:
            result.append(each)


def write_words(texts: Iterable[Element], words: str) -> None:
    """The words in the first of these texts, and nothing in the others."""
    for number, each in enumerate(texts):
        each.text = "" if number else words


def as_xml(element: Element) -> bytes:
    """The element as a part's bytes."""
    return bytes(etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True))


def parse(data: bytes) -> Element:
    """A part's bytes as elements: no entity is resolved, nothing is fetched."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def members_of(document: "docx.document.Document") -> dict[str, bytes]:
    """The members of a document's package, as python-docx would save them."""
    package = document.part.package
    parts = tuple(package.iter_parts())
    members = {"_rels/.rels": bytes(package.rels.xml)}
    types = etree.Element(f"{{{TYPES}}}Types", nsmap={None: TYPES})
    endings = {"rels": RELATIONSHIPS, "xml": "application/xml"}
    endings |= {part.partname.ext: part.content_type for part in parts if part.partname.ext not in endings}
    for ending in sorted(endings):
        etree.SubElement(types, f"{{{TYPES}}}Default", Extension=ending, ContentType=endings[ending])
    for part in sorted(parts, key=lambda part: str(part.partname)):
        part.before_marshal()
        members[part.partname.membername] = bytes(part.blob)
        if len(part.rels):
            members[part.partname.rels_uri.membername] = bytes(part.rels.xml)
        if endings[part.partname.ext] != part.content_type:
            attributes = {"PartName": str(part.partname), "ContentType": part.content_type}
            etree.SubElement(types, f"{{{TYPES}}}Override", attributes)
    return {"[Content_Types].xml": as_xml(types), **members}


def packed(members: dict[str, bytes]) -> bytes:
    """A package of these members; the list of content types comes first, as readers expect."""
    names = sorted(members, key=lambda name: (name != "[Content_Types].xml", not name.startswith("_rels"), name))
    return zipped({name: (often_deflated if _recurs(name) else deflated)(members[name]) for name in names})


def _recurs(name: str) -> bool:
    """Whether a member is often the same in paper after paper, so that what was made of its bytes is kept."""
    return name.endswith((".xml", ".rels")) and name not in EACH_ITS_OWN


def require_whole(package: bytes) -> None:
    """Fails where the package would not open whole: broken XML, a lost part, an id used twice, a dangling mark."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        if opened.testzip() is not None:
            raise AssertionError("a member of the package is damaged")
        require_whole_members({name: opened.read(name) for name in opened.namelist()})


def require_whole_members(members: dict[str, bytes]) -> None:
    """The same of the members before they are packed."""
    read = {
        name: (_often_read if _recurs(name) else _read)(data)
        for name, data in members.items()
        if name.endswith((".xml", ".rels"))
    }
    _require_parts(members, {name: each.tree for name, each in read.items()})
    _require_ids(read)
    _require_moves(read["word/document.xml"].tree)


class _Read(NamedTuple):
    """A member for the check: nobody writes on its tree, and what must be there once is picked out."""

    tree: Element
    ids: Mapping[str, tuple[str | None, ...]]
    """By the name of the element that has them."""


_UNIQUE = {qn(name): name for name in ("w:bookmarkStart", "w:id", "w:commentReference", "w:footnoteReference")}


def _read(data: bytes) -> _Read:
    tree = parse(data)
    ids: dict[str, list[str | None]] = {name: [] for name in _UNIQUE.values()}
    for each in tree.iter(*_UNIQUE):
        name = _UNIQUE[each.tag]
        if name != "w:id":
            ids[name].append(each.get(qn("w:id")))
        elif [around.tag for around in islice(each.iterancestors(), 2)] == [qn("w:sdtPr"), qn("w:sdt")]:
            ids[name].append(each.get(qn("w:val")))
    return _Read(tree, {name: tuple(found) for name, found in ids.items()})


_often_read = lru_cache(maxsize=64)(_read)


def target_of(relations: str, relation: Element) -> str:
    """The member a relationship leads to; `relations` is the .rels file it stands in."""
    target = relation.get("Target", "")
    folder = posixpath.dirname(posixpath.dirname(relations))
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _require_parts(members: dict[str, bytes], trees: dict[str, Element]) -> None:
    known = trees["[Content_Types].xml"]
    named = {each.get("PartName", "") for each in known}
    endings = {each.get("Extension", "") for each in known}
    for name in members:
        if f"/{name}" not in named and name.rpartition(".")[2] not in endings and name != "[Content_Types].xml":
            raise AssertionError(f"{name} has no content type")
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        for each in tree:
            path = target_of(name, each)
            if each.get("TargetMode") != "External" and path not in members:
                raise AssertionError(f"{name} names {path}, which is not in the package")


def _require_moves(body: Element) -> None:
    """What is moved from one place is moved to one other, and both are closed (ECMA-376 part 1, 17.13.5)."""
    marks = list(body.iter(*(qn(f"w:move{way}Range{edge}") for way in ("From", "To") for edge in ("Start", "End"))))
    if not marks:
        return
    named = []
    for way in ("w:moveFrom", "w:moveTo"):
        begins = [each for each in marks if each.tag == qn(f"{way}RangeStart")]
        ends = [each.get(qn("w:id"), "") for each in marks if each.tag == qn(f"{way}RangeEnd")]
        if sorted(each.get(qn("w:id"), "") for each in begins) != sorted(ends):
            raise AssertionError(f"a range of {way} is not closed")
        named.append(sorted(each.get(qn("w:name"), "") for each in begins))
    if named[0] != named[1] or len(set(named[0])) != len(named[0]):
        raise AssertionError(f"what is moved from {named[0]} is moved to {named[1]}")


def _require_ids(read: Mapping[str, _Read]) -> None:
    body = read["word/document.xml"].tree
    styles = {each.get(qn("w:styleId")) for each in read["word/styles.xml"].tree.iter(qn("w:style"))}
    for name in _UNIQUE.values():
        ids = [one for each in read.values() for one in each.ids[name]]
        if len(ids) != len(set(ids)):
            raise AssertionError(f"an id of {name} is used twice")
    for reference, part, item in (
        ("w:commentReference", "word/comments.xml", "w:comment"),
        ("w:footnoteReference", "word/footnotes.xml", "w:footnote"),
    ):
        held = {each.get(qn("w:id")) for each in read[part].tree.iter(qn(item))} if part in read else set()
        for number in read["word/document.xml"].ids[reference]:
            if number not in held:
                raise AssertionError(f"{reference} {number} has no text")
    for each in body.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle")):
        if each.get(qn("w:val")) not in styles:
            raise AssertionError(f"style {each.get(qn('w:val'))} is not in the house's file")
