"""The fields of a Word file that say on which pages something is, and the putting of numbers into them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from discovery.files.edited import BODY, RELATIONS, Edited, words
from discovery.files.heads_and_feet import NO_PAGE
from discovery.files.ooxml import Element, qn, section_totals, target_of, write_words

TOA = re.compile(r"\s*TOA\s")
_TOC = re.compile(r"\s*TOC\s")
PAGEREF = re.compile(r"\s*PAGEREF\s+(\S+)")
_OF_CONTENTS = re.compile(r"(?:TOC|Contents)[1-3]$")
"""The styles of an entry, as Word and as LibreOffice call them."""
_WITHIN = re.compile(r"\\b\s+(\S+)")
Pages = tuple[int, ...]


@dataclass(frozen=True)
class Found:
    """What the file says of its own pages: each number is the one printed at the foot, whatever sheet it is.

    The page of each heading, by its bookmark, and those on which each authority is cited, by part and line.
    """

    headings: Mapping[str, int] = field(default_factory=dict)
    authorities: Mapping[tuple[str, str], Pages] = field(default_factory=dict)
    same_widths: bool = False
    """Whether the pages are those of the paper's own typeface, or of one as wide."""
    sections: Pages = ()
    """How many pages each section has."""


def filled(package: bytes, found: Found, *, to_renew: bool = False) -> bytes:
    """The file with those numbers in its tables; `to_renew` has Word count anew when it opens the file."""
    paper = Edited("paper", package)
    fill(paper, found, to_renew=to_renew)
    return paper.package()


def fill(paper: Edited, found: Found, *, to_renew: bool) -> None:
    """Put the numbers into the paper that is open."""
    fields = tuple(fields_of(paper))
    for number in numbers_of(fields):
        write_words(number.texts, number.says(found))
    for each in fields:
        if PAGEREF.match(each.code) or TOA.match(each.code) or _TOC.match(each.code):
            if to_renew:
                each.begin.set(qn("w:dirty"), "true")
            else:
                each.begin.attrib.pop(qn("w:dirty"), None)
    for foot, count in zip(feet_of(paper), found.sections, strict=False):
        for texts in (texts for tree in foot for texts in section_totals(tree)):
            write_words(texts, str(count))


def feet_of(paper: Edited) -> Iterator[list[Element]]:
    """The footers of each section that are its own: what two sections share can bear the number of neither."""
    targets = {each.get("Id"): target_of(RELATIONS, each) for each in paper.trees.get(RELATIONS, ())}
    named = [
        [targets.get(each.get(qn("r:id")), "") for each in section.iter(qn("w:footerReference"))]
        for section in paper.trees[BODY].iter(qn("w:sectPr"))
    ]
    uses = Counter(name for names in named for name in names)
    for names in named:
        yield [paper.trees[name] for name in names if uses[name] == 1 and name in paper.trees]


@dataclass
class Field:
    """A field of the text."""

    begin: Element
    code: str = ""
    result: list[Element] = field(default_factory=list)
    """The texts of what it printed."""
    paragraphs: list[Element] = field(default_factory=list)
    """Those it printed anything in."""
    parts: tuple[str, ...] = ()
    """The bookmarks it stands in."""


def fields_of(paper: Edited) -> Iterator[Field]:
    """The fields of the text, each when it ends, so that an inner one comes before the outer."""
    stack: list[tuple[Field, bool]] = []
    marks: dict[str, str] = {}
    watched = map(qn, ("w:fldChar", "w:instrText", "w:t", "w:p", "w:bookmarkStart", "w:bookmarkEnd"))
    for element in paper.trees[BODY].iter(*watched):
        if element.tag == qn("w:bookmarkStart"):
            marks[element.get(qn("w:id"))] = element.get(qn("w:name"), "")
        elif element.tag == qn("w:bookmarkEnd"):
            marks.pop(element.get(qn("w:id")), None)
        elif element.tag == qn("w:fldChar"):
            kind = element.get(qn("w:fldCharType"))
            if kind == "begin":
                stack.append((Field(element, parts=tuple(marks.values())), False))
            elif kind == "separate" and stack:
                stack[-1] = (stack[-1][0], True)
            elif stack:
                yield stack.pop()[0]
        elif stack and element.tag == qn("w:instrText"):
            stack[-1][0].code += element.text or ""
        elif stack and element.tag == qn("w:t") and stack[-1][1]:
            one = stack[-1][0]
            one.result.append(element)
            line = next(element.iterancestors(qn("w:p")))
            if line not in one.paragraphs:
                one.paragraphs.append(line)


@dataclass(frozen=True)
class Number:
    """A place of the text that says on which pages something is: a heading, by its bookmark, or an authority."""

    texts: Sequence[Element]
    line: Element
    entry: str | None
    """The words before it, in a table; nothing of one that stands elsewhere."""
    heading: str = ""
    authority: tuple[str, str] = ("", "")

    def says(self, found: Found) -> str:
        """What it says, once the pages are found."""
        if self.heading:
            return str(found.headings.get(self.heading, NO_PAGE))
        return ", ".join(map(str, found.authorities.get(self.authority, ()))) or NO_PAGE


def numbers_of(fields: Sequence[Field]) -> Iterator[Number]:
    """The numbers these fields print, in the order in which they stand."""
    listed = [line for each in fields if _TOC.match(each.code) for line in each.paragraphs]
    for each in fields:
        if (match := PAGEREF.match(each.code)) and each.result:
            line = each.paragraphs[0]
            # LibreOffice puts the words of the entry into the field as well, before the tab.
            after = _entry(line)[1]
            texts = [text for text in each.result if text in after] or each.result
            yield Number(texts, line, _entry(line)[0] if line in listed else None, heading=match[1])
        elif TOA.match(each.code):
            within = _WITHIN.search(each.code)
            for line in each.paragraphs:
                said, numbers = _entry(line)
                if numbers:
                    yield Number(numbers, line, said, authority=(within[1] if within else "", said))


def _entry(line: Element) -> tuple[str, list[Element]]:
    """The words of an entry before its last tab, and the texts that hold its numbers."""
    tabs = [tab for tab in line.iter(qn("w:tab")) if tab.getparent().tag == qn("w:r")]
    said: list[Element] = []
    numbers: list[Element] = []
    after = False
    for each in line.iter(qn("w:t"), qn("w:tab")):
        after = after or (bool(tabs) and each is tabs[-1])
        if each.tag == qn("w:t"):
            (numbers if after else said).append(each)
    return plain_words("".join(each.text or "" for each in said)), numbers


def plain_words(text: str) -> str:
    """The words of an entry as they stand in a mark of what is cited: on one line, without what ends them there."""
    return " ".join(text.replace('"', "”").replace("\\", "/").split())


def missing_headings(package: bytes) -> tuple[str, ...]:
    """Headings whose words no table of contents of the file has: counsel's, since the table was made."""
    paper = Edited("paper", package)
    fields = list(fields_of(paper))
    if not any(_TOC.match(each.code) for each in fields):
        return ()
    inside = [line for line in paper.trees[BODY].iter(qn("w:p")) if _OF_CONTENTS.match(_style(line))]
    said = {" ".join(words(line).rsplit(" ", 1)[0].split()) for line in inside}
    parts = {name for each in fields if (match := _WITHIN.search(each.code)) for name in [match[1]]}
    heads = _headings_within(paper, parts)
    return tuple(head for head in heads if head and head not in said)


def _style(line: Element) -> str:
    style = line.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else str(style.get(qn("w:val"), ""))


def _headings_within(paper: Edited, parts: set[str]) -> Iterator[str]:
    active: dict[str, str] = {}
    for element in paper.trees[BODY].iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"), qn("w:p")):
        if element.tag == qn("w:bookmarkStart"):
            active[element.get(qn("w:id"))] = element.get(qn("w:name"), "")
        elif element.tag == qn("w:bookmarkEnd"):
            active.pop(element.get(qn("w:id")), None)
        elif re.match("Heading[1-3]$", _style(element)) and (not parts or parts & set(active.values())):
            yield " ".join(words(element).split())
