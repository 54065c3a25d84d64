"""The numbers of a Word paper's paragraphs: Word counts them, and is told where the paper counts otherwise."""

import docx.document

from discovery.core.blocks import Numbered
from discovery.errors import InputError
from discovery.files.ooxml import Element, el, qn


class NumberedList:
    """The list of numbered paragraphs of one document, as far as it is written."""

    def __init__(self, document: docx.document.Document) -> None:
        self._document = document
        self._counts = [0, 0, 0]
        self._list = 0
        """The list that counts where it is not the style's own."""

    def counted(self, block: Numbered, level: int) -> list[Element]:
        """What the paragraph says of its number; where Word would count otherwise, a new w:num says so."""
        expected = 1 if block.restart and level == 1 else self._counts[level - 1] + 1
        if (block.restart and level == 1) or block.ordinal != expected:
            self._list = self._restart(level, block.ordinal)
        self._counts[level - 1 :] = [block.ordinal, *[0] * (3 - level)]
        if not self._list:
            return []
        return [el("w:numPr", el("w:ilvl", val=level - 1), el("w:numId", val=self._list))]

    def _restart(self, level: int, ordinal: int) -> int:
        """A new w:num on the same abstractNum, whose level begins at that ordinal."""
        numbering = self._document.part.numbering_part.element
        own = max(int(num.get(qn("w:numId"))) for num in numbering.findall(qn("w:num"))) + 1
        starts = [ordinal if place == level - 1 else self._counts[place] + 1 for place in range(level)]
        starts += [1] * (3 - level)
        overrides = [
            el("w:lvlOverride", el("w:startOverride", val=start), ilvl=place) for place, start in enumerate(starts)
        ]
        last = numbering.findall(qn("w:num"))[-1]
        last.addnext(el("w:num", el("w:abstractNumId", val=self._abstract_list(numbering)), *overrides, numId=own))
        return own

    def _abstract_list(self, numbering: Element) -> str:
        """The list the style Numbered 1 is bound to, whatever number Word gave it when the house's file was saved."""
        styles = self._document.styles.element
        bound = next(each for each in styles.iter(qn("w:style")) if each.get(qn("w:styleId")) == "Numbered1")
        own = bound.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
        lists = {num.get(qn("w:numId")): num.find(qn("w:abstractNumId")) for num in numbering.findall(qn("w:num"))}
        found = None if own is None else lists.get(own.get(qn("w:val")))
        if found is None:
            raise InputError("The style “Numbered 1” of house.docx is bound to no list; bind it to the numbered one.")
        return str(found.get(qn("w:val")))
