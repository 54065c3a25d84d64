"""Writes a paper as .docx on templates/house.docx: real styles, numbers, notes, fields, and comments for review."""

import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime

import docx.document

from discovery.core.blocks import (
    Align,
    Authorities,
    Block,
    Bullet,
    Caption,
    Contents,
    Emphasis,
    Figure,
    Heading,
    Inlines,
    Numbered,
    PageBreak,
    Paper,
    Paragraph,
    Quotation,
    Signature,
    Table,
)
from discovery.core.directions import directed
from discovery.core.tables import by_category, covers_all, headings, listed_at, paged_by_part, part_around
from discovery.files import marks, ooxml, shapes
from discovery.files.heads_and_feet import NO_PAGE, put_foot, put_heads
from discovery.files.house import document_for, require_styles
from discovery.files.ooxml import Element, el, qn
from discovery.files.word_numbering import NumberedList
from discovery.files.word_text import CATEGORIES, TextWriter

STYLES = {"body": "Body", "first": "First", "note": "Note", "small": "Small", "keep": "Keep"}
UNPAGED = "Page numbers: click in the table and press F9, and Word fills them in; do it once more before filing."


def write_word(paper: Paper, house: bytes | None = None, *, paged: bool = False) -> bytes:
    """The paper as .docx, in the look of house.docx: the same bytes each time.

    The page numbers of its tables are left to Word, and a review copy says so; with `paged` whoever calls puts them
    in (paging.py).
    """
    document = document_for(paper, house)
    _Writer(directed(paper), document, paged).write()
    require_styles(document, own=house is not None)
    members = ooxml.members_of(document)
    ooxml.require_whole_members(members)
    return ooxml.packed(members)


@dataclass
class _Writer:
    """Walks one paper and fills one document."""

    paper: Paper
    document: docx.document.Document
    paged: bool = False
    """Whether page numbers are put into its tables afterwards, so that Word need not be asked for them."""
    new_page: bool = False
    keep_next: bool = False
    title: str = ""
    """What the footer of the current section bears."""
    heads: int = 0
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
        self.text, self.list = TextWriter(self.paper), NumberedList(self.document)
        self.by_part = paged_by_part(self.paper)
        named = any(isinstance(block, PageBreak) and block.title for block in self.paper.blocks)
        self.title = "" if named else self.paper.title
        put_heads(self.document, self.last_section, marks.page_head(self.paper))
        whole = (marks.override_note(self.paper), marks.length_note(self.paper)) if self.text.review else ()
        self.opening = "\n".join(filter(None, whole))
        held = marks.kept_with_next(self.paper)
        listed = listed_at(self.paper)
        self.parts = self.name_parts()
        ends = {part_around(self.paper.blocks, place).stop: name for place, name in self.parts.items()}
        for place, block in enumerate(self.paper.blocks):
            self.place, self.keep_next, self.text.listed = place, place in held, listed[place]
            self.end_part(ends.get(place))
            self.block(block)
        self.close_body()
        self.end_part(ends.get(len(self.paper.blocks)))
        self.mark_privileged()
        self.text.write_notes(self.document)
        self.properties()

    def name_parts(self) -> dict[int, str]:
        """A bookmark name for each named part that a table covers."""
        blocks = self.paper.blocks
        covered = {
            part_around(blocks, place).start
            for place, block in enumerate(blocks)
            if isinstance(block, Contents | Authorities) and not covers_all(blocks, place)
        }
        return {place: f"_Part{number}" for number, place in enumerate(sorted(covered), start=1)}

    # --- blocks ----------------------------------------------------------------------------------------------

    def block(self, block: Block) -> None:
        """One block, at the end of the body."""
        match block:
            case Heading(level=level, inlines=inlines):
                self.heads += 1
                inside = ooxml.bookmark(f"_Toc{self.heads:08d}", self.text.next_id(), self.text.inlines(inlines))
                self.add(f"Heading{level}", inside)
            case Paragraph(inlines=inlines, align=align):
                style = "First" if marks.indented(self.paper, block) else STYLES.get(block.style, "Body")
                aligned = [] if align is Align.LEFT else [el("w:jc", val=align.value)]
                kept = [el("w:keepNext")] if self.keep_next else []
                self.add(style, self.text.inlines(inlines), *kept, *aligned)
            case Numbered():
                self.numbered(block)
            case Bullet(level=level, inlines=inlines):
                self.add(f"Bullet{min(level, 3)}", self.text.inlines(inlines))
            case Quotation(inlines=inlines):
                self.add("BlockQuotation", self.text.inlines(inlines))
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
                content = self.text.inlines(line)
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
            content = self.text.comment(note, content)
        if self.begins:
            self.open_parts[self.begins] = number = self.text.next_id()
            content = [el("w:bookmarkStart", id=number, name=self.begins), *content]
            self.begins = ""
        made = ooxml.paragraph(style, content, *properties)
        self.last_section.addprevious(made)
        return made

    def numbered(self, block: Numbered) -> None:
        """A numbered paragraph, with the bookmark that what refers to it needs."""
        level = min(max(block.level, 1), 3)
        counted = self.list.counted(block, level)
        content = self.text.inlines(block.inlines)
        if block.label in self.text.anchors:
            content = ooxml.bookmark(self.text.anchors[block.label], self.text.next_id(), content)
        self.add(f"Numbered{level}", content, *counted)

    def table(self, block: Table) -> None:
        """A table whose header row is repeated on each page."""
        if self.new_page:
            self.add("Small", [])
        cells = [[self.text.inlines(cell) for cell in row] for row in block.rows]
        self.last_section.addprevious(shapes.data_table(cells, marks.column_widths(block)))
        self.add("Small", [])

    def caption(self, block: Caption) -> None:
        """The caption: the court, then parties and index box side by side between two edges of hyphens and X."""
        self.add("Court", self.text.inlines(block.court))
        left = [(marks.caption_side(line), self.text.inlines(line)) for line in block.left]
        right = [self.text.inlines(line) for line in block.right]
        self.last_section.addprevious(shapes.caption_table(left, right))
        self.add("CaptionLine", [])

    def figure(self, block: Figure) -> None:
        """A drawing as an image with its words, and its caption below."""
        drawing = shapes.picture(self.document.part, block.svg, marks.clean(block.alt), self.text.next_id())
        self.add("Figure", [el("w:r", drawing)])
        if block.caption:
            self.add("Caption", self.text.inlines(block.caption))

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
                (
                    "TableofAuthorities",
                    [*self.text.inlines(each.inlines), el("w:r", el("w:tab")), *ooxml.runs(NO_PAGE)],
                )
                for each in lines
            ]
            self.field_of(f'TOA \\c "{CATEGORIES[category]}"{self.within()}', entries)

    def field_of(self, code: str, entries: list[tuple[str, list[Element]]]) -> None:
        """Paragraphs that are the result of one field; without page numbers it is to be renewed, and says so."""
        if not entries:
            return
        frame = ooxml.field(code, [], dirty=not self.paged)
        first = entries[0][1]
        if self.text.review and not self.paged:
            first[:] = self.text.comment(UNPAGED, first)
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
            start, end = ooxml.bookmark(marks.PRIVILEGED_BOOKMARK, self.text.next_id(), [])
            first.append(start)
            first.append(end)

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
