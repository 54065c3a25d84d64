"""Puts page numbers into the tables of a Word paper, as LibreOffice lays out that very file.

LibreOffice loses words of footnotes where comments stand near them, so it is given the file without its comments,
which take no room on the page. What it finds holds for Word only where it has the paper's typeface, or one as wide.
"""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise

import pikepdf

from discovery.core.blocks import Paper
from discovery.core.tables import has_tables, paged_by_part
from discovery.files.converting.office import LayoutError
from discovery.files.converting.resident import ResidentOffice
from discovery.files.edited import BODY, COMMENTS, RELATIONS, Edited, tag_of, words
from discovery.files.heads_and_feet import NO_PAGE
from discovery.files.marks import PLACE as OURS
from discovery.files.ooxml import Element, el, qn, section_totals, target_of, write_words
from discovery.files.table_lines import Entry, fit
from discovery.files.word import write_word

TRIES = 4
"""New numbers can move what they are the numbers of; more often than this they do not settle."""
AS_WIDE: Mapping[str, tuple[str, ...]] = {
    "times new roman": ("liberationserif", "tinos", "nimbusroman", "texgyretermes", "times"),
    "arial": ("liberationsans", "arimo", "nimbussans", "texgyreheros", "helvetica"),
    "courier new": ("liberationmono", "cousine", "nimbusmono", "texgyrecursor", "courier"),
    "cambria": ("caladea",),
    "calibri": ("carlito",),
}
"""Typefaces drawn to the widths of another, so that lines break in the same places."""
PLACE = "_Cited"
SECTION = "_Section"
LISTED = "_Listed"
"""Bookmarks of our own in the copy that is laid out: where an authority is cited, a section begins, a table lists."""
_TOA = re.compile(r"\s*TOA\s")
_TOC = re.compile(r"\s*TOC\s")
_TA = re.compile(r'\s*TA\s+\\l\s+"([^"]*)"')
_PAGEREF = re.compile(r"\s*PAGEREF\s+(\S+)")
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


NOT_SAME = "LibreOffice has neither the typeface of the paper nor one as wide (for Times New Roman, Liberation Serif)"
QUICK = "they were not asked for"


def write_paged(papers: Iterable[Paper], house: bytes | None, *, quick: bool) -> tuple[tuple[bytes, str], ...]:
    """Each paper as .docx, and why the page numbers of its tables are left to Word; empty where they are in it."""
    with Paging(house, quick=quick) as paging:
        for paper in papers:
            paging.write(paper)
        return paging.made()


class Paging(ExitStack):
    """Writes papers as .docx, one after the other, while LibreOffice lays out those with tables; used in a `with`.

    `quick` leaves the numbers to Word, and LibreOffice is not started; nor is it for papers without tables and parts.
    """

    def __init__(self, house: bytes | None, *, quick: bool) -> None:
        super().__init__()
        self._house = house
        self._papers: list[tuple[Paper, bytes, _Laying | None]] = []
        self._office: ResidentOffice | None = None
        self._why = QUICK if quick else ""

    def expect(self) -> None:
        """Have LibreOffice start already, as papers with tables or parts are to come."""
        self._started()

    def write(self, paper: Paper) -> None:
        """Write one; LibreOffice goes on with its pages meanwhile."""
        office = self._started() if has_tables(paper) or paged_by_part(paper) else None
        package = write_word(paper, self._house, paged=office is not None)
        self._papers.append((paper, package, _Laying(package, office) if office else None))

    def made(self) -> tuple[tuple[bytes, str], ...]:
        """Each of them, and why the page numbers of its tables are left to Word; empty where they are in it."""
        laid_out = [laying for _, _, laying in self._papers if laying]
        try:
            _settle(laid_out)
        except LayoutError as error:
            self._why = str(error).rstrip(".")
        return tuple(self._numbered(*each) for each in self._papers)

    def _started(self) -> "ResidentOffice | None":
        if self._office is None and not self._why:
            try:
                self._office = self.enter_context(ResidentOffice())
            except LayoutError as error:
                self._why = str(error).rstrip(".")
        return self._office

    def _numbered(self, paper: Paper, package: bytes, laying: "_Laying | None") -> tuple[bytes, str]:
        why = self._why or ("" if laying is None or laying.found.same_widths else NOT_SAME)
        if laying and not why:
            package = filled(package, laying.found)
        elif laying:
            package = write_word(paper, self._house)
            package = package if self._why else filled(package, laying.found, to_renew=True)
        # How many pages a part has Word counts by itself, so that only tables are said to be left to it.
        return package, why if has_tables(paper) else ""


def number_again(package: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A file that was edited since, with the numbers as they are now; what is to be known of its tables."""
    paper = Edited("paper", package)
    tabled = any(_PAGEREF.match(each.code) or _TOA.match(each.code) for each in _fields(paper))
    if not tabled and not any(any(section_totals(tree)) for foot in _feet(paper) for tree in foot):
        return package, ()
    lacking = tuple(f"The table of contents lacks “{each}”; {RENEW}." for each in missing_headings(package))
    try:
        (found,) = find_pages([package])
    except LayoutError as error:
        numbered = filled(package, Found(), to_renew=True)
        why = str(error).rstrip(".")
    else:
        numbered = filled(package, found, to_renew=not found.same_widths)
        why = "" if found.same_widths else NOT_SAME
    return numbered, (*((left_to_word("its", why),) if tabled and why else ()), *lacking)


RENEW = "open it in Word, press Ctrl+A and F9, and save it"


def left_to_word(whose: str, why: str) -> str:
    """The sentence that says so."""
    return f"The page numbers in {whose} tables are left to Word, because {why}: {RENEW}."


def find_pages(packages: Sequence[bytes]) -> tuple[Found, ...]:
    """For each file what its tables are to say; LayoutError where LibreOffice cannot lay them out."""
    with ResidentOffice() as office:
        laid_out = [_Laying(package, office) for package in packages]
        _settle(laid_out)
        return tuple(laying.found for laying in laid_out)


def _settle(laid_out: Sequence["_Laying"]) -> None:
    """Have those laid out again with the numbers found whose numbers take other room than was kept for them."""
    while laid_out:
        laid_out = [laying for laying in laid_out if not laying.settled()]


class _Laying:
    """A file that LibreOffice lays out, with the numbers found so far."""

    def __init__(self, package: bytes, office: ResidentOffice) -> None:
        self.package, self.office = package, office
        self.found = Found()
        self.tries = 0
        self._lay_out()

    def _lay_out(self) -> None:
        paper = Edited("paper", self.package)
        self.typeface, self.starts = _typeface(paper), _starts(paper)
        _fill(paper, self.found, to_renew=False)
        self.numbers = tuple(_numbers(tuple(_fields(paper))))
        self.places = _make_to_lay_out(paper, self.numbers)
        self.pages = self.office.lay_out(paper.package())
        self.tries += 1

    def settled(self) -> bool:
        """Read the numbers from its pages; whether they move nothing, or else it is laid out again with them."""
        pdf = self.pages.result()
        before = self.found
        self.found, tables = _read(pdf, self.places, self.starts, self.typeface)
        settled = self._stays(pdf, tables, before) or self.tries == TRIES
        if not settled:
            self._lay_out()
        return settled

    def _stays(self, pdf: bytes, tables: Sequence[int], before: Found) -> bool:
        """Whether no line ends elsewhere with the numbers found than with those before: figures are of one width."""
        said = [(each.entry, each.says(before), each.says(self.found)) for each in self.numbers]
        if all(len(laid_out) == len(says) for _, laid_out, says in said):
            return True
        if any(len(laid_out) != len(says) for entry, laid_out, says in said if entry is None):
            return False
        entries = [Entry(entry, laid_out, says) for entry, laid_out, says in said if entry is not None]
        return fit(pdf, tables, entries)


def filled(package: bytes, found: Found, *, to_renew: bool = False) -> bytes:
    """The file with those numbers in its tables; `to_renew` has Word count anew when it opens the file."""
    paper = Edited("paper", package)
    _fill(paper, found, to_renew=to_renew)
    return paper.package()


def _fill(paper: Edited, found: Found, *, to_renew: bool) -> None:
    fields = tuple(_fields(paper))
    for number in _numbers(fields):
        write_words(number.texts, number.says(found))
    for each in fields:
        if _PAGEREF.match(each.code) or _TOA.match(each.code) or _TOC.match(each.code):
            if to_renew:
                each.begin.set(qn("w:dirty"), "true")
            else:
                each.begin.attrib.pop(qn("w:dirty"), None)
    for foot, count in zip(_feet(paper), found.sections, strict=False):
        for texts in (texts for tree in foot for texts in section_totals(tree)):
            write_words(texts, str(count))


def _feet(paper: Edited) -> Iterator[list[Element]]:
    """The footers of each section that are its own: what two sections share can bear the number of neither."""
    targets = {each.get("Id"): target_of(RELATIONS, each) for each in paper.trees.get(RELATIONS, ())}
    named = [
        [targets.get(each.get(qn("r:id")), "") for each in section.iter(qn("w:footerReference"))]
        for section in paper.trees[BODY].iter(qn("w:sectPr"))
    ]
    uses = Counter(name for names in named for name in names)
    for names in named:
        yield [paper.trees[name] for name in names if uses[name] == 1 and name in paper.trees]


# --- the fields of a file ------------------------------------------------------------------------------------


@dataclass
class _Field:
    begin: Element
    code: str = ""
    result: list[Element] = field(default_factory=list)
    """The texts of what it printed."""
    paragraphs: list[Element] = field(default_factory=list)
    """Those it printed anything in."""
    parts: tuple[str, ...] = ()
    """The bookmarks it stands in."""


def _fields(paper: Edited) -> Iterator[_Field]:
    """The fields of the text, each when it ends, so that an inner one comes before the outer."""
    stack: list[tuple[_Field, bool]] = []
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
                stack.append((_Field(element, parts=tuple(marks.values())), False))
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
class _Number:
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


def _numbers(fields: Sequence[_Field]) -> Iterator[_Number]:
    """The numbers these fields print, in the order in which they stand."""
    listed = [line for each in fields if _TOC.match(each.code) for line in each.paragraphs]
    for each in fields:
        if (match := _PAGEREF.match(each.code)) and each.result:
            line = each.paragraphs[0]
            # LibreOffice puts the words of the entry into the field as well, before the tab.
            after = _entry(line)[1]
            texts = [text for text in each.result if text in after] or each.result
            yield _Number(texts, line, _entry(line)[0] if line in listed else None, heading=match[1])
        elif _TOA.match(each.code):
            within = _WITHIN.search(each.code)
            for line in each.paragraphs:
                said, numbers = _entry(line)
                if numbers:
                    yield _Number(numbers, line, said, authority=(within[1] if within else "", said))


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
    return _plain("".join(each.text or "" for each in said)), numbers


def _plain(text: str) -> str:
    return " ".join(text.replace('"', "”").replace("\\", "/").split())


# --- laying out ----------------------------------------------------------------------------------------------


def _make_to_lay_out(paper: Edited, numbers: Sequence[_Number]) -> list[tuple[str, tuple[str, ...]]]:
    """Take the comments out and put a bookmark where each authority is cited and listed; what is cited there."""
    for _, tree in paper.texts():
        _take_out_places(tree)
        for mark in list(tree.iter(qn("w:commentRangeStart"), qn("w:commentRangeEnd"))):
            mark.getparent().remove(mark)
        for reference in list(tree.iter(qn("w:commentReference"))):
            run = reference.getparent()
            run.getparent().remove(run)
    for name in [name for name in paper.members if name.startswith(COMMENTS.removesuffix(".xml"))]:
        paper.drop(name)
    for number, line in enumerate(_beginnings(paper)):
        _mark(line, f"{SECTION}{number}", 2_000_000 + number)
    for number, listed in enumerate(numbers):
        if listed.entry is not None:
            _mark(listed.line, f"{LISTED}{number}", 3_000_000 + number)
    places: list[tuple[str, tuple[str, ...]]] = []
    for each in _fields(paper):
        if match := _TA.match(each.code):
            number = len(places)
            run = each.begin.getparent()
            run.addprevious(el("w:bookmarkStart", id=1_000_000 + number, name=f"{PLACE}{number}"))
            run.addnext(el("w:bookmarkEnd", id=1_000_000 + number))
            places.append((_plain(match[1]), each.parts))
    return places


def _take_out_places(tree: Element) -> None:
    """Take out what our places are followed by: it takes no room on the page and a fifth of LibreOffice's time."""
    for control in [each for each in tree.iter(qn("w:sdt")) if tag_of(each)]:
        content = control.find(qn("w:sdtContent"))
        for each in () if content is None else list(content):
            control.addprevious(each)
        control.getparent().remove(control)
    ours = [each for each in tree.iter(qn("w:bookmarkStart")) if OURS.fullmatch(each.get(qn("w:name"), ""))]
    numbers = {each.get(qn("w:id")) for each in ours}
    ends = [each for each in tree.iter(qn("w:bookmarkEnd")) if each.get(qn("w:id")) in numbers]
    for each in (*ours, *ends):
        each.getparent().remove(each)


def _beginnings(paper: Edited) -> Iterator[Element]:
    """The first paragraph of each section."""
    begins = True
    for line in paper.trees[BODY].iter(qn("w:p")):
        if begins:
            yield line
        begins = line.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None


def _mark(line: Element, name: str, number: int) -> None:
    """A bookmark at the beginning of a paragraph."""
    properties = line.find(qn("w:pPr"))
    marks = el("w:bookmarkStart", id=number, name=name), el("w:bookmarkEnd", id=number)
    for place, mark in enumerate(marks, start=0 if properties is None else 1):
        line.insert(place, mark)


def _read(
    pdf: bytes, places: Sequence[tuple[str, tuple[str, ...]]], starts: Sequence[int | None], typeface: str
) -> tuple[Found, list[int]]:
    """What the file says of its pages, and the sheets its tables are on."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        index = {page.obj.objgen: number for number, page in enumerate(opened.pages, start=1)}
        named = opened.Root.get("/Dests", pikepdf.Dictionary())
        sheets = {
            _named(str(key)): index[value[0].objgen] for key, value in named.items() if value[0].objgen in index
        }
        typefaces = {str(each.get("/BaseFont", "")) for each in _fonts(opened)}
    begins = _sections(starts, sheets)
    printed = _printed(begins, len(index))
    pages = {name: printed[sheet - 1] for name, sheet in sheets.items()}
    authorities: dict[tuple[str, str], list[int]] = {}
    for number, (said, parts) in enumerate(places):
        page = pages.get(f"{PLACE}{number}")
        for part in ("", *parts):
            if page is not None:
                authorities.setdefault((part, said), []).append(page)
    found = Found(
        {name: page for name, page in pages.items() if not name.startswith((PLACE, SECTION, LISTED))},
        {key: tuple(sorted(set(found))) for key, found in authorities.items()},
        _has_widths_of(typeface, typefaces),
        tuple(end - begin for (begin, _), (end, _) in pairwise([*begins, (len(index) + 1, None)])),
    )
    return found, sorted({sheet for name, sheet in sheets.items() if name.startswith(LISTED)})


def _starts(paper: Edited) -> list[int | None]:
    """The number that each section gives its first page, if it counts anew."""
    counting = [section.find(qn("w:pgNumType")) for section in paper.trees[BODY].iter(qn("w:sectPr"))]
    starts = [None if each is None else each.get(qn("w:start")) for each in counting]
    return [int(start) if start else None for start in starts]


def _sections(starts: Sequence[int | None], sheets: Mapping[str, int]) -> list[tuple[int, int | None]]:
    """The sheet on which each section begins, and the number it gives that page, if it counts anew."""
    begins: list[tuple[int, int | None]] = []
    for number, start in enumerate(starts):
        sheet = sheets.get(f"{SECTION}{number}", begins[-1][0] if begins else 1)
        begins.append((sheet, start))
    return begins


def _printed(begins: Sequence[tuple[int, int | None]], sheets: int) -> Pages:
    """The number at the foot of each sheet."""
    anew = {sheet: start for sheet, start in begins if start is not None}
    printed: list[int] = []
    for sheet in range(1, sheets + 1):
        printed.append(anew[sheet] if sheet in anew else printed[-1] + 1 if printed else 1)
    return tuple(printed)


def _named(key: str) -> str:
    """A destination's name as the bookmark had it: LibreOffice writes the low line it begins with in hex."""
    name = key.removeprefix("/")
    return f"_{name[2:]}" if name.startswith("5F") else name


def _fonts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font":
            yield each


def _typeface(paper: Edited) -> str:
    """The typeface most of the paper is set in: that of the style of running text, or else of the whole file."""
    styles = paper.trees["word/styles.xml"]
    named = {each.get(qn("w:styleId")): each for each in styles.iter(qn("w:style"))}
    for place in (named.get("Body"), named.get("Normal"), styles.find(qn("w:docDefaults"))):
        face = None if place is None else place.find(f".//{qn('w:rFonts')}")
        if face is not None and face.get(qn("w:ascii")):
            return str(face.get(qn("w:ascii")))
    return ""


def _has_widths_of(typeface: str, used: set[str]) -> bool:
    plain = typeface.casefold()
    wanted = (plain.replace(" ", ""), *AS_WIDE.get(plain, ()))
    names = {re.sub(r"^/?[A-Z]{6}\+", "", each).lstrip("/").casefold().replace(" ", "") for each in used}
    return any(name.startswith(wanted) for name in names)


def missing_headings(package: bytes) -> tuple[str, ...]:
    """Headings whose words no table of contents of the file has: counsel's, since the table was made."""
    paper = Edited("paper", package)
    fields = list(_fields(paper))
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
