"""Puts page numbers into the tables of a Word paper, as LibreOffice lays out that very file.

LibreOffice loses words of footnotes where comments stand near them, so it is given the file without its comments,
which take no room on the page. What it finds holds for Word only where it has the paper's typeface, or one as wide.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pikepdf

from discovery.core.blocks import Paper
from discovery.core.tables import has_tables, paged_by_part
from discovery.files.converting.office import LayoutError, lay_out_papers
from discovery.files.edited import BODY, COMMENTS, RELATIONS, Edited, words
from discovery.files.ooxml import Element, el, qn, section_totals, target_of, write_words
from discovery.files.word import NO_PAGE, write_word

SECONDS = 60.0
"""How long LibreOffice may take to start, and"""
SECONDS_EACH = 15.0
"""how much longer for each paper."""
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
"""Bookmarks of our own in the copy that is laid out: where an authority is cited, where a section begins."""
_TOA = re.compile(r"\s*TOA\s")
_TA = re.compile(r'\s*TA\s+\\l\s+"([^"]*)"')
_PAGEREF = re.compile(r"\s*PAGEREF\s+(\S+)")
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


def write_paged(papers: Sequence[Paper], house: bytes | None, *, quick: bool) -> tuple[tuple[bytes, str], ...]:
    """Each paper as .docx, and why the page numbers of its tables are left to Word; empty where they are in it.

    Papers without tables and without parts are written at once, `quick` or not; the others are laid out together.
    """
    made = [write_word(paper, house) for paper in papers]
    why = dict.fromkeys(range(len(papers)), "")
    counted = [number for number, paper in enumerate(papers) if has_tables(paper) or paged_by_part(paper)]
    if quick:
        why.update(dict.fromkeys(counted, QUICK))
    elif counted:
        packages = [write_word(papers[number], house, paged=True) for number in counted]
        numbered = _numbered(packages, [made[number] for number in counted])
        for number, (package, reason) in zip(counted, numbered, strict=True):
            made[number], why[number] = package, reason
    # How many pages a part has Word counts by itself, so that only tables are said to be left to it.
    return tuple((made[at], why[at] if has_tables(paper) else "") for at, paper in enumerate(papers))


def _numbered(packages: Sequence[bytes], left_to_word: Sequence[bytes]) -> Iterator[tuple[bytes, str]]:
    try:
        found = find_pages(packages)
    except LayoutError as error:
        yield from ((package, str(error).rstrip(".")) for package in left_to_word)
        return
    for package, other, each in zip(packages, left_to_word, found, strict=True):
        if each.same_widths:
            yield filled(package, each), ""
        else:
            yield filled(other, each, to_renew=True), NOT_SAME


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
    """For each file what its tables are to say; LayoutError where LibreOffice cannot lay them out.

    They are laid out again with the numbers found until those are the numbers they stand on.
    """
    found = tuple(Found() for _ in packages)
    for _ in range(TRIES):
        numbered = [filled(package, each) for package, each in zip(packages, found, strict=True)]
        copies = [_to_lay_out(package) for package in numbered]
        seconds = SECONDS + SECONDS_EACH * len(packages)
        pages = lay_out_papers([package for package, _ in copies], seconds)
        before, found = (
            found,
            tuple(
                _read(pdf, places, package) for pdf, (_, places), package in zip(pages, copies, packages, strict=True)
            ),
        )
        if all(_as_long(*pair) for pair in zip(before, found, strict=True)):
            break
    return found


def filled(package: bytes, found: Found, *, to_renew: bool = False) -> bytes:
    """The file with those numbers in its tables; `to_renew` has Word count anew when it opens the file."""
    paper = Edited("paper", package)
    for each in _fields(paper):
        if match := _PAGEREF.match(each.code):
            write_words(each.result, str(found.headings.get(match[1], NO_PAGE)))
        elif _TOA.match(each.code):
            within = _WITHIN.search(each.code)
            for line in each.paragraphs:
                said, numbers = _entry(line)
                pages = found.authorities.get((within[1] if within else "", said), ())
                write_words(numbers, ", ".join(map(str, pages)) or NO_PAGE)
        elif not re.match(r"\s*TOC\s", each.code):
            continue
        if to_renew:
            each.begin.set(qn("w:dirty"), "true")
        else:
            each.begin.attrib.pop(qn("w:dirty"), None)
    for foot, count in zip(_feet(paper), found.sections, strict=False):
        for texts in (texts for tree in foot for texts in section_totals(tree)):
            write_words(texts, str(count))
    return paper.package()


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


def _as_long(before: Found, found: Found) -> bool:
    """Whether the numbers take the room that was kept for them: figures are all of one width."""

    def signs(each: Found) -> tuple[list[int], list[list[int]]]:
        lines = [each.authorities[key] for key in sorted(each.authorities)]
        heads = [each.headings[key] for key in sorted(each.headings)]
        return [len(str(page)) for page in heads], [[len(str(page)) for page in line] for line in lines]

    return signs(before) == signs(found)


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


def _to_lay_out(package: bytes) -> tuple[bytes, list[tuple[str, tuple[str, ...]]]]:
    """The file without comments and with a bookmark where each authority is cited, and what is cited there."""
    paper = Edited("paper", package)
    for _, tree in paper.texts():
        for mark in list(tree.iter(qn("w:commentRangeStart"), qn("w:commentRangeEnd"))):
            mark.getparent().remove(mark)
        for reference in list(tree.iter(qn("w:commentReference"))):
            run = reference.getparent()
            run.getparent().remove(run)
    for name in [name for name in paper.members if name.startswith(COMMENTS.removesuffix(".xml"))]:
        paper.drop(name)
    for number, line in enumerate(_beginnings(paper)):
        _mark(line, f"{SECTION}{number}", 2_000_000 + number)
    places: list[tuple[str, tuple[str, ...]]] = []
    for each in _fields(paper):
        if match := _TA.match(each.code):
            number = len(places)
            run = each.begin.getparent()
            run.addprevious(el("w:bookmarkStart", id=1_000_000 + number, name=f"{PLACE}{number}"))
            run.addnext(el("w:bookmarkEnd", id=1_000_000 + number))
            places.append((_plain(match[1]), each.parts))
    return paper.package(), places


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


def _read(pdf: bytes, places: Sequence[tuple[str, tuple[str, ...]]], package: bytes) -> Found:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        index = {page.obj.objgen: number for number, page in enumerate(opened.pages, start=1)}
        named = opened.Root.get("/Dests", pikepdf.Dictionary())
        sheets = {
            _named(str(key)): index[value[0].objgen] for key, value in named.items() if value[0].objgen in index
        }
        typefaces = {str(each.get("/BaseFont", "")) for each in _fonts(opened)}
    begins = _sections(package, sheets)
    printed = _printed(begins, len(index))
    pages = {name: printed[sheet - 1] for name, sheet in sheets.items()}
    authorities: dict[tuple[str, str], list[int]] = {}
    for number, (said, parts) in enumerate(places):
        page = pages.get(f"{PLACE}{number}")
        for part in ("", *parts):
            if page is not None:
                authorities.setdefault((part, said), []).append(page)
    return Found(
        {name: page for name, page in pages.items() if not name.startswith((PLACE, SECTION))},
        {key: tuple(sorted(set(found))) for key, found in authorities.items()},
        _has_widths_of(_typeface(package), typefaces),
        tuple(end - begin for (begin, _), (end, _) in pairwise([*begins, (len(index) + 1, None)])),
    )


def _sections(package: bytes, sheets: Mapping[str, int]) -> list[tuple[int, int | None]]:
    """The sheet on which each section begins, and the number it gives that page, if it counts anew."""
    begins: list[tuple[int, int | None]] = []
    for number, section in enumerate(Edited("paper", package).trees[BODY].iter(qn("w:sectPr"))):
        counting = section.find(qn("w:pgNumType"))
        start = None if counting is None else counting.get(qn("w:start"))
        sheet = sheets.get(f"{SECTION}{number}", begins[-1][0] if begins else 1)
        begins.append((sheet, int(start) if start else None))
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


def _typeface(package: bytes) -> str:
    """The typeface most of the paper is set in: that of the style of running text, or else of the whole file."""
    styles = Edited("paper", package).trees["word/styles.xml"]
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
    if not any(re.match(r"\s*TOC\s", each.code) for each in fields):
        return ()
    inside = [line for line in paper.trees[BODY].iter(qn("w:p")) if re.match("TOC[1-3]$", _style(line))]
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
