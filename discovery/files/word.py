"""Writes a paper as .docx on templates/house.docx: real styles, numbers, notes, fields, and comments for review."""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import docx.document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from discovery.core.blocks import (
    Align,
    Authorities,
    Block,
    Bullet,
    Caption,
    Category,
    Cite,
    Contents,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Listed,
    NoteRef,
    Numbered,
    PageBreak,
    Paper,
    Paragraph,
    ParagraphRef,
    Quotation,
    Signature,
    Table,
    Text,
)
from discovery.core.directions import directed
from discovery.core.tables import by_category, covers_all, headings, listed_at, paged_by_part, part_around
from discovery.errors import InputError
from discovery.files import marks, ooxml, shapes
from discovery.files.heads_and_feet import NO_PAGE, put_foot, put_heads
from discovery.files.house import document_for, style_names
from discovery.files.ooxml import Element, el, qn

STYLES = {"body": "Body", "first": "First", "note": "Note", "small": "Small", "keep": "Keep"}
CATEGORIES = {
    Category.CASES: 1,
    Category.STATUTES: 2,
    Category.OTHER: 3,
    Category.RULES: 4,
    Category.LOCAL_LAWS: 8,
}
"""The numbers by which Word tells the categories of a table of authorities apart; from 8 on they are free."""
UNPAGED = "Page numbers: click in the table and press F9, and Word fills them in; do it once more before filing."
COUNT = re.compile(r"\d+(?:\([a-z]+\))*$")


def write_word(paper: Paper, house: bytes | None = None, *, paged: bool = False) -> bytes:
    """The paper as .docx, in the look of house.docx: the same bytes each time.

    The page numbers of its tables are left to Word, and a review copy says so; with `paged` whoever calls puts them
    in (paging.py).
    """
    document = document_for(paper, house)
    _Writer(directed(paper), document, paged).write()
    _require_styles(document, own=house is not None)
    members = ooxml.members_of(document)
    ooxml.require_whole_members(members)
    return ooxml.packed(members)


def _require_styles(document: docx.document.Document, *, own: bool) -> None:
    """InputError naming the styles that the paper uses and the house's file has not."""
    held = {style.get(qn("w:styleId")) for style in document.styles.element.iter(qn("w:style"))}
    parts = [document.element, *(ooxml.parse(part.blob) for part in _parts_of(document))]
    used = {
        str(each.get(qn("w:val")))
        for part in parts
        for each in part.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))
    }
    if lacking := sorted(used - held):
        names = style_names()
        said = ", ".join(f"“{names.get(each, each)}”" for each in lacking)
        whose = "templates/house.docx of the folder or its office" if own else "The house.docx of the program"
        raise InputError(
            f"{whose} has no style {said}, which this paper needs: open it in Word beside the shipped house.docx, "
            "copy the style with the Organizer (Developer, Document Template, Organizer), and save it."
        )


def _parts_of(document: docx.document.Document) -> list[Part]:
    kinds = (
        RELATIONSHIP_TYPE.FOOTNOTES,
        RELATIONSHIP_TYPE.COMMENTS,
        RELATIONSHIP_TYPE.HEADER,
        RELATIONSHIP_TYPE.FOOTER,
    )
    return [each.target_part for each in document.part.rels.values() if each.reltype in kinds]


@dataclass
class _Writer:
    """Walks one paper and fills one document."""

    paper: Paper
    document: docx.document.Document
    paged: bool = False
    """Whether page numbers are put into its tables afterwards, so that Word need not be asked for them."""
    comments: list[str] = field(default_factory=list)
    footnotes: list[Element] = field(default_factory=list)
    called: dict[int, int] = field(default_factory=dict)
    """Footnote numbers of the paper, with the ids they have in footnotes.xml."""
    anchors: dict[str, str] = field(default_factory=dict)
    """Bookmark names of numbered paragraphs, by label."""
    counts: list[int] = field(default_factory=lambda: [0, 0, 0])
    number_list: int = 0
    """The list that counts where it is not the style's own."""
    ids: int = 100
    new_page: bool = False
    keep_next: bool = False
    title: str = ""
    """What the footer of the current section bears."""
    heads: int = 0
    aside: list[str] | None = None
    """While a footnote is written: its comments, which Word can hold only in the text."""
    cited: list[Element] | None = None
    """And the marks of what it cites, which stand beside its call: the page is that of the call."""
    listed: Mapping[str, Listed] = field(default_factory=dict)
    """What a table covering this place lists."""
    parts: dict[int, str] = field(default_factory=dict)
    """Bookmark names of the parts that have a table of their own, by the place at which each begins."""
    begins: str = ""
    """The one whose first paragraph is still to come."""
    open_parts: dict[str, int] = field(default_factory=dict)
    """Those whose last is, with the number of the bookmark."""
    place: int = 0
    """Of the block that is being written."""

    def write(self) -> None:
        """The whole paper: parts, blocks, notes, comments, what the file says of itself."""
        body = self.document.element.body
        self.last_section = body.sectPr
        for child in list(body):
            if child is not self.last_section:
                body.remove(child)
        self.body = body
        self.review = marks.is_review(self.paper)
        self.anchors = self.name_anchors()
        self.by_part = paged_by_part(self.paper)
        named = any(isinstance(block, PageBreak) and block.title for block in self.paper.blocks)
        self.title = "" if named else self.paper.title
        put_heads(self.document, self.last_section, marks.page_head(self.paper))
        whole = (marks.override_note(self.paper), marks.length_note(self.paper)) if self.review else ()
        self.opening = "\n".join(filter(None, whole))
        held = marks.kept_with_next(self.paper)
        listed = listed_at(self.paper)
        self.parts = self.name_parts()
        ends = {part_around(self.paper.blocks, place).stop: name for place, name in self.parts.items()}
        for place, block in enumerate(self.paper.blocks):
            self.place, self.keep_next, self.listed = place, place in held, listed[place]
            self.end_part(ends.get(place))
            self.block(block)
        self.close_body()
        self.end_part(ends.get(len(self.paper.blocks)))
        self.mark_privileged()
        self.notes_parts()
        self.properties()

    def name_anchors(self) -> dict[str, str]:
        """A bookmark name for each numbered paragraph that has a label."""
        labels = [block.label for block in self.paper.blocks if isinstance(block, Numbered) and block.label]
        return {label: f"_Para{number}" for number, label in enumerate(dict.fromkeys(labels), start=1)}

    def name_parts(self) -> dict[int, str]:
        """A bookmark name for each named part that a table covers."""
        blocks = self.paper.blocks
        covered = {
            part_around(blocks, place).start
            for place, block in enumerate(blocks)
            if isinstance(block, Contents | Authorities) and not covers_all(blocks, place)
        }
        return {place: f"_Part{number}" for number, place in enumerate(sorted(covered), start=1)}

    def next_id(self) -> int:
        """A number no other bookmark or content control of this document has."""
        self.ids += 1
        return self.ids

    # --- inlines ---------------------------------------------------------------------------------------------

    def inlines(
        self, inlines: Inlines, style: str = "", *, bold: bool = False, italic: bool = False
    ) -> list[Element]:
        """A run of inlines as run-level elements."""
        pieces = marks.joined(inlines) if self.review else marks.unmarked(inlines, self.listed)
        return [made for inline in pieces for made in self.inline(inline, style, bold=bold, italic=italic)]

    def inline(self, inline: Inline, style: str, *, bold: bool, italic: bool) -> list[Element]:
        """One inline; in a review copy a followed place is held, and what a table lists is marked for it."""
        made = self.marked(inline, style, bold=bold, italic=italic)
        if not isinstance(inline, Cite) or inline.authority not in self.listed:
            return made
        line = self.listed[inline.authority]
        said = [(marks.words((each,)), isinstance(each, Emphasis)) for each in line.inlines]
        field = ooxml.authority_mark(said, said[0][0], CATEGORIES[line.category])
        if self.cited is not None:
            self.cited += field
            return made
        return [*made, *field]

    def marked(self, inline: Inline, style: str, *, bold: bool, italic: bool) -> list[Element]:
        """One inline with the content control and the comment of a review copy."""
        mark = marks.mark_of(inline) if self.review else None
        if mark:
            shade = f"Discovery{mark.kind.capitalize()}" if mark.note and mark.kind != "checked" else style
            inside = self.bare(inline, shade, bold=bold, italic=italic)
            held = [ooxml.control(mark.tag, mark.note or mark.tag, self.next_id(), inside)]
            number = self.next_id()
            if name := marks.place_name(mark.tag, number):
                held = ooxml.bookmark(name, number, held)
            return self.comment(mark.note, held) if mark.note else held
        return self.bare(inline, style, bold=bold, italic=italic)

    def bare(self, inline: Inline, style: str, *, bold: bool, italic: bool) -> list[Element]:
        """One inline's own words."""
        match inline:
            case Text(text=text):
                return ooxml.runs(marks.unbroken(text), style=style, bold=bold, italic=italic)
            case Emphasis(children=children, strong=strong):
                # Emphasis inside emphasis stands upright again, as a case name in an italic heading does.
                return self.inlines(children, style, bold=bold or strong, italic=italic if strong else not italic)
            case LineBreak():
                return [el("w:r", el("w:br"))]
            case NoteRef(number=number):
                return self.note(number)
            case ParagraphRef(label=label, text=text):
                return self.reference(label, text, style, bold=bold, italic=italic)
            case _:
                return self.inlines(marks.children_of(inline), style, bold=bold, italic=italic)

    def comment(self, note: str, content: list[Element]) -> list[Element]:
        """The content with a comment on it; inside a footnote the comment waits for the footnote's own mark."""
        if self.aside is not None:
            self.aside.append(note)
            return content
        self.comments.append(note)
        return ooxml.commented(len(self.comments) - 1, content)

    def note(self, number: int) -> list[Element]:
        """A footnote at its first call, and a reference to it at a later one."""
        if not 0 < number <= len(self.paper.notes):
            return []
        if number in self.called:
            again = ooxml.runs(str(self.called[number]), style="FootnoteReference")
            return ooxml.field(f"NOTEREF _Note{self.called[number]} \\f \\h", again)
        self.called[number] = own = len(self.called) + 1
        outer, self.aside, self.cited = self.aside, [], []
        content = self.inlines(self.paper.notes[number - 1])
        notes, self.aside = self.aside, outer
        cited, self.cited = self.cited, None
        self.footnotes.append(ooxml.footnote(own, content))
        mark = ooxml.bookmark(f"_Note{own}", self.next_id(), [ooxml.footnote_reference(own)])
        return [*(self.comment("\n".join(notes), mark) if notes else mark), *cited]

    def reference(self, label: str, text: str, style: str, *, bold: bool, italic: bool) -> list[Element]:
        """A paragraph's number as a field, so that it follows when counsel adds a paragraph in Word."""
        counted = COUNT.search(text)
        if label not in self.anchors or not counted:
            return ooxml.runs(text, style=style, bold=bold, italic=italic)
        lead = ooxml.runs(text[: counted.start()], style=style, bold=bold, italic=italic) if counted.start() else []
        number = ooxml.runs(counted.group(), style=style, bold=bold, italic=italic)
        return [*lead, *ooxml.field(f"REF {self.anchors[label]} \\w \\h", number)]

    # --- blocks ----------------------------------------------------------------------------------------------

    def block(self, block: Block) -> None:
        """One block, at the end of the body."""
        match block:
            case Heading(level=level, inlines=inlines):
                self.heads += 1
                inside = ooxml.bookmark(f"_Toc{self.heads:08d}", self.next_id(), self.inlines(inlines))
                self.add(f"Heading{level}", inside)
            case Paragraph(inlines=inlines, align=align):
                style = "First" if marks.indented(self.paper, block) else STYLES.get(block.style, "Body")
                aligned = [] if align is Align.LEFT else [el("w:jc", val=align.value)]
                kept = [el("w:keepNext")] if self.keep_next else []
                self.add(style, self.inlines(inlines), *kept, *aligned)
            case Numbered():
                self.numbered(block)
            case Bullet(level=level, inlines=inlines):
                self.add(f"Bullet{min(level, 3)}", self.inlines(inlines))
            case Quotation(inlines=inlines):
                self.add("BlockQuotation", self.inlines(inlines))
            case Table():
                self.table(block)
            case Caption():
                self.caption(block)
            case Signature(lines=lines):
                self.signature(lines)
            case Figure():
                self.figure(block)
            case PageBreak(title=title):
                self.page_break(title)
            case Contents():
                self.contents()
            case Authorities():
                self.authorities(block)

    def signature(self, lines: tuple[Inlines, ...]) -> None:
        """A rule with the lines under it; where a line is itself a rule, no other is drawn above."""
        ruled = not any(map(marks.is_rule, lines))
        for number, line in enumerate(lines, start=1):
            last = number == len(lines)
            if marks.is_rule(line):
                style, content = "SignatureRule", []
            else:
                style = "SignatureRule" if ruled and number == 1 else "SignatureLine"
                content = self.inlines(line)
            space = [el("w:spacing", before=720 if style == "SignatureRule" else 0, after=360)] if last else []
            self.add(style, content, *([] if last else [el("w:keepNext")]), *space)

    def add(self, style: str, content: list[Element], *properties: Element) -> Element:
        """A paragraph at the end of the body."""
        if self.new_page:
            keep = [each for each in properties if each.tag == qn("w:keepNext")]
            rest = [each for each in properties if each.tag != qn("w:keepNext")]
            properties = (*keep, el("w:pageBreakBefore"), *rest)
            self.new_page = False
        if self.opening:
            note, self.opening = self.opening, ""
            content = self.comment(note, content)
        if self.begins:
            self.open_parts[self.begins] = number = self.next_id()
            content = [el("w:bookmarkStart", id=number, name=self.begins), *content]
            self.begins = ""
        made = ooxml.paragraph(style, content, *properties)
        self.last_section.addprevious(made)
        return made

    def numbered(self, block: Numbered) -> None:
        """A numbered paragraph; where Word would count otherwise than the paper does, a new w:num says so."""
        level = min(max(block.level, 1), 3)
        expected = 1 if block.restart and level == 1 else self.counts[level - 1] + 1
        if (block.restart and level == 1) or block.ordinal != expected:
            self.number_list = self.restart(level, block.ordinal)
        self.counts[level - 1 :] = [block.ordinal, *[0] * (3 - level)]
        content = self.inlines(block.inlines)
        if block.label in self.anchors:
            content = ooxml.bookmark(self.anchors[block.label], self.next_id(), content)
        properties = []
        if self.number_list:
            properties = [el("w:numPr", el("w:ilvl", val=level - 1), el("w:numId", val=self.number_list))]
        self.add(f"Numbered{level}", content, *properties)

    def restart(self, level: int, ordinal: int) -> int:
        """A new w:num on the same abstractNum, whose level begins at that ordinal."""
        numbering = self.document.part.numbering_part.element
        own = max(int(num.get(qn("w:numId"))) for num in numbering.findall(qn("w:num"))) + 1
        starts = [ordinal if place == level - 1 else self.counts[place] + 1 for place in range(level)]
        starts += [1] * (3 - level)
        overrides = [
            el("w:lvlOverride", el("w:startOverride", val=start), ilvl=place) for place, start in enumerate(starts)
        ]
        last = numbering.findall(qn("w:num"))[-1]
        last.addnext(el("w:num", el("w:abstractNumId", val=self.abstract_list(numbering)), *overrides, numId=own))
        return own

    def abstract_list(self, numbering: Element) -> str:
        """The list the style Numbered 1 is bound to, whatever number Word gave it when the house's file was saved."""
        styles = self.document.styles.element
        bound = next(each for each in styles.iter(qn("w:style")) if each.get(qn("w:styleId")) == "Numbered1")
        own = bound.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        lists = {num.get(qn("w:numId")): num.find(qn("w:abstractNumId")) for num in numbering.findall(qn("w:num"))}
        found = None if own is None else lists.get(own.get(qn("w:val")))
        if found is None:
            raise InputError("The style “Numbered 1” of house.docx is bound to no list; bind it to the numbered one.")
        return str(found.get(qn("w:val")))

    def table(self, block: Table) -> None:
        """A table whose header row is repeated on each page."""
        if self.new_page:
            self.add("Small", [])
        cells = [[self.inlines(cell) for cell in row] for row in block.rows]
        self.last_section.addprevious(shapes.data_table(cells, marks.column_widths(block)))
        self.add("Small", [])

    def caption(self, block: Caption) -> None:
        """The caption: the court, then parties and index box side by side between two edges of hyphens and X."""
        self.add("Court", self.inlines(block.court))
        left = [(marks.caption_side(line), self.inlines(line)) for line in block.left]
        right = [self.inlines(line) for line in block.right]
        self.last_section.addprevious(shapes.caption_table(left, right))
        self.add("CaptionLine", [])

    def figure(self, block: Figure) -> None:
        """A drawing as an image with its words, and its caption below."""
        drawing = shapes.picture(self.document.part, block.svg, marks.clean(block.alt), self.next_id())
        self.add("Figure", [el("w:r", drawing)])
        if block.caption:
            self.add("Caption", self.inlines(block.caption))

    def contents(self) -> None:
        """The table of contents of the part as a field that Word renews, with its entries already in it."""
        entries = []
        for block in headings(self.paper, self.place):
            name = self.heading_name(block)
            page = ooxml.field(f"PAGEREF {name} \\h", ooxml.runs(NO_PAGE), dirty=not self.paged)
            link = el(
                "w:hyperlink",
                *self.plain_runs(block.inlines),
                el("w:r", el("w:tab")),
                *page,
            )
            link.set(qn("w:anchor"), name)
            link.set(qn("w:history"), "1")
            entries.append((f"TOC{block.level}", [link]))
        self.field_of(f'TOC \\o "1-3" \\h \\z \\u{self.within()}', entries)

    def authorities(self, block: Authorities) -> None:
        """The table of authorities of the part: under each heading a field that Word renews, with its entries."""
        for category, lines in by_category(block):
            self.add("TOAHeading", ooxml.runs(str(category)))
            entries = [
                ("TableofAuthorities", [*self.inlines(each.inlines), el("w:r", el("w:tab")), *ooxml.runs(NO_PAGE)])
                for each in lines
            ]
            self.field_of(f'TOA \\c "{CATEGORIES[category]}"{self.within()}', entries)

    def field_of(self, code: str, entries: list[tuple[str, list[Element]]]) -> None:
        """Paragraphs that are the result of one field; without page numbers it is to be renewed, and says so."""
        if not entries:
            return
        frame = ooxml.field(code, [], dirty=not self.paged)
        first = entries[0][1]
        if self.review and not self.paged:
            first[:] = self.comment(UNPAGED, first)
        first[:0] = frame[:3]
        for number, (style, content) in enumerate(entries, start=1):
            # Its last entry never stands on a page alone.
            self.add(style, content, *([el("w:keepNext")] if number == len(entries) - 1 else []))
        # In a paragraph of its own, as Word does it.
        self.add("Small", [frame[3]])

    def within(self) -> str:
        """The switch that keeps a table to its part."""
        whole = covers_all(self.paper.blocks, self.place)
        name = "" if whole else self.parts.get(part_around(self.paper.blocks, self.place).start)
        return f" \\b {name}" if name else ""

    def heading_name(self, block: Heading) -> str:
        """The bookmark on a heading."""
        heads = [each for each in self.paper.blocks if isinstance(each, Heading)]
        return f"_Toc{next(at for at, each in enumerate(heads, start=1) if each is block):08d}"

    def plain_runs(self, inlines: Inlines) -> list[Element]:
        """A heading's words as a table of contents has them: case names italic, nothing marked or noted."""
        made = []
        for inline in inlines:
            italic = isinstance(inline, Emphasis) and not inline.strong
            made += ooxml.runs(marks.words((inline,)).replace("\n", " "), italic=italic)
        return made

    # --- pages, parts, properties ----------------------------------------------------------------------------

    def page_break(self, title: str) -> None:
        """A new page; with a title, a new section whose footer bears it."""
        last = self.last_section.getprevious()
        if title and last is not None:
            self.close_section(last)
        elif last is not None:
            self.new_page = True
        self.title = title or self.title
        self.begins = self.parts.get(self.place, "")

    def end_part(self, name: str | None) -> None:
        """Close the bookmark around a part that ends here."""
        last = self.last_section.getprevious()
        if name in self.open_parts and last is not None:
            last.append(el("w:bookmarkEnd", id=self.open_parts.pop(name)))

    def close_section(self, last: Element) -> None:
        """End the section at the body's last paragraph."""
        # LibreOffice loses the fields of a footer whose section ends in the paragraph that ends another field.
        if last.tag != qn("w:p") or last.find(f".//{qn('w:fldChar')}") is not None:
            last = self.add("Small", [])
        shrink_after_table(last)
        section = copy.deepcopy(self.last_section)
        self.foot(section)
        last.find(qn("w:pPr")).append(section)

    def foot(self, section: Element) -> None:
        """Give the section a footer with the title of its paper above the page number."""
        if self.title or self.by_part:
            # Each paper of a set is served and read alone, so its section counts its own pages.
            put_foot(self.document, section, self.title, anew=self.by_part)

    def close_body(self) -> None:
        """The last section's footer; and what Word wants at the end of a body, a paragraph after a last table."""
        last = self.last_section.getprevious()
        if last is None or last.tag != qn("w:p"):
            last = self.add("Small", [])
        shrink_after_table(last)
        self.foot(self.last_section)

    def mark_privileged(self) -> None:
        """A hidden bookmark that says a paper is privileged, where clearing a file's properties does not reach it."""
        if marks.keywords(self.paper):
            first = next(self.body.iter(qn("w:p")))
            start, end = ooxml.bookmark(marks.PRIVILEGED_BOOKMARK, self.next_id(), [])
            first.append(start)
            first.append(end)

    def notes_parts(self) -> None:
        """footnotes.xml with the house's separators, and comments.xml where there are comments."""
        part = self.document.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
        notes = ooxml.parse(part.blob)
        notes.extend(self.footnotes)
        part._blob = ooxml.as_xml(notes)
        if self.comments:
            blob = ooxml.comments_part(self.comments, self.paper.day or "2000-01-01")
            name = PackURI("/word/comments.xml")
            comments = Part(name, ooxml.TYPE.format("comments"), blob, self.document.part.package)
            self.document.part.relate_to(comments, RELATIONSHIP_TYPE.COMMENTS)

    def properties(self) -> None:
        """What the file says of itself: title, marker, the day it is made for, and nothing else."""
        day = datetime.fromisoformat(self.paper.day or "2000-01-01").replace(tzinfo=UTC)
        core = self.document.core_properties
        core.title = marks.clean(self.paper.title)[:255]
        core.created = core.modified = day
        if marker := marks.keywords(self.paper):
            core.keywords = marker


def shrink_after_table(line: Element) -> None:
    """Make the empty paragraph Word wants after a last table a point high: a full one can fill a page of its own."""
    before = line.getprevious()
    if before is None or before.tag != qn("w:tbl") or line.find(qn("w:r")) is not None:
        return
    properties = line.find(qn("w:pPr"))
    properties.append(el("w:spacing", before=0, after=0, line=20, lineRule="exact"))
    properties.append(el("w:rPr", el("w:sz", val=2), el("w:szCs", val=2)))
