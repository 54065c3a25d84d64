"""Writes the words of a paper's blocks as runs of Word: notes, cross-references, marks of what is cited, comments."""

import re
from collections.abc import Mapping

import docx.document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from discovery.core.blocks import (
    Category,
    Cite,
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Listed,
    NoteRef,
    Numbered,
    Paper,
    ParagraphRef,
    Text,
)
from discovery.files import marks, ooxml
from discovery.files.ooxml import Element, el

CATEGORIES = {
    Category.CASES: 1,
    Category.STATUTES: 2,
    Category.OTHER: 3,
    Category.RULES: 4,
    Category.LOCAL_LAWS: 8,
}
"""The numbers by which Word tells the categories of a table of authorities apart; from 8 on they are free."""
COUNT = re.compile(r"\d+(?:\([a-z]+\))*$")


class TextWriter:
    """The inlines of one paper; it keeps the notes and comments that they call."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.review = marks.is_review(paper)
        self.listed: Mapping[str, Listed] = {}
        """What a table covering the place that is being written lists."""
        self.anchors = self._name_anchors()
        """Bookmark names of numbered paragraphs, by label."""
        self._comments: list[str] = []
        self._footnotes: list[Element] = []
        self._called: dict[int, int] = {}
        """Footnote numbers of the paper, with the ids they have in footnotes.xml."""
        self._aside: list[str] | None = None
        """While a footnote is written: its comments, which Word can hold only in the text."""
        self._cited: list[Element] | None = None
        """And the marks of what it cites, which stand beside its call: the page is that of the call."""
        self._ids = 100

    def next_id(self) -> int:
        """A number no other bookmark or content control of this document has."""
        self._ids += 1
        return self._ids

    def _name_anchors(self) -> dict[str, str]:
        """A bookmark name for each numbered paragraph that has a label."""
        labels = [block.label for block in self.paper.blocks if isinstance(block, Numbered) and block.label]
        return {label: f"_Para{number}" for number, label in enumerate(dict.fromkeys(labels), start=1)}

    def inlines(
        self, inlines: Inlines, style: str = "", *, bold: bool = False, italic: bool = False
    ) -> list[Element]:
        """A run of inlines as run-level elements."""
        pieces = marks.joined(inlines) if self.review else marks.unmarked(inlines, self.listed)
        return [made for inline in pieces for made in self._inline(inline, style, bold=bold, italic=italic)]

    def _inline(self, inline: Inline, style: str, *, bold: bool, italic: bool) -> list[Element]:
        """One inline; in a review copy a followed place is held, and what a table lists is marked for it."""
        made = self._marked(inline, style, bold=bold, italic=italic)
        if not isinstance(inline, Cite) or inline.authority not in self.listed:
            return made
        line = self.listed[inline.authority]
        said = [(marks.words((each,)), isinstance(each, Emphasis)) for each in line.inlines]
        field = ooxml.authority_mark(said, said[0][0], CATEGORIES[line.category])
        if self._cited is not None:
            self._cited += field
            return made
        return [*made, *field]

    def _marked(self, inline: Inline, style: str, *, bold: bool, italic: bool) -> list[Element]:
        """One inline with the content control and the comment of a review copy."""
        mark = marks.mark_of(inline) if self.review else None
        if mark:
            shade = f"Discovery{mark.kind.capitalize()}" if mark.note and mark.kind != "checked" else style
            inside = self._bare(inline, shade, bold=bold, italic=italic)
            held = [ooxml.control(mark.tag, mark.note or mark.tag, self.next_id(), inside)]
            number = self.next_id()
            if name := marks.place_name(mark.tag, number):
                held = ooxml.bookmark(name, number, held)
            return self.comment(mark.note, held) if mark.note else held
        return self._bare(inline, style, bold=bold, italic=italic)

    def _bare(self, inline: Inline, style: str, *, bold: bool, italic: bool) -> list[Element]:
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
                return self._note(number)
            case ParagraphRef(label=label, text=text):
                return self._reference(label, text, style, bold=bold, italic=italic)
            case _:
                return self.inlines(marks.children_of(inline), style, bold=bold, italic=italic)

    def comment(self, note: str, content: list[Element]) -> list[Element]:
        """The content with a comment on it; inside a footnote the comment waits for the footnote's own mark."""
        if self._aside is not None:
            self._aside.append(note)
            return content
        self._comments.append(note)
        return ooxml.commented(len(self._comments) - 1, content)

    def _note(self, number: int) -> list[Element]:
        """A footnote at its first call, and a reference to it at a later one."""
        if not 0 < number <= len(self.paper.notes):
            return []
        if number in self._called:
            again = ooxml.runs(str(self._called[number]), style="FootnoteReference")
            return ooxml.field(f"NOTEREF _Note{self._called[number]} \\f \\h", again)
        self._called[number] = own = len(self._called) + 1
        outer, self._aside, self._cited = self._aside, [], []
        content = self.inlines(self.paper.notes[number - 1])
        notes, self._aside = self._aside, outer
        cited, self._cited = self._cited, None
        self._footnotes.append(ooxml.footnote(own, content))
        mark = ooxml.bookmark(f"_Note{own}", self.next_id(), [ooxml.footnote_reference(own)])
        return [*(self.comment("\n".join(notes), mark) if notes else mark), *cited]

    def _reference(self, label: str, text: str, style: str, *, bold: bool, italic: bool) -> list[Element]:
        """A paragraph's number as a field, so that it follows when counsel adds a paragraph in Word."""
        counted = COUNT.search(text)
        if label not in self.anchors or not counted:
            return ooxml.runs(text, style=style, bold=bold, italic=italic)
        lead = ooxml.runs(text[: counted.start()], style=style, bold=bold, italic=italic) if counted.start() else []
        number = ooxml.runs(counted.group(), style=style, bold=bold, italic=italic)
        return [*lead, *ooxml.field(f"REF {self.anchors[label]} \\w \\h", number)]

    def write_notes(self, document: docx.document.Document) -> None:
        """footnotes.xml with the house's separators, and comments.xml where there are comments."""
        part = document.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
        notes = ooxml.parse(part.blob)
        notes.extend(self._footnotes)
        part._blob = ooxml.as_xml(notes)
        if self._comments:
            blob = ooxml.comments_part(self._comments, self.paper.day or "2000-01-01")
            name = PackURI("/word/comments.xml")
            comments = Part(name, ooxml.TYPE.format("comments"), blob, document.part.package)
            document.part.relate_to(comments, RELATIONSHIP_TYPE.COMMENTS)
