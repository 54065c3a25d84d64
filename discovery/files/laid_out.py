"""A paper as it is given to LibreOffice, and what the PDF it makes of it says of its pages."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import pikepdf

from discovery.files.edited import BODY, COMMENTS, Edited, tag_of
from discovery.files.marks import PLACE as OURS
from discovery.files.ooxml import Element, el, qn
from discovery.files.page_fields import Found, Number, Pages, fields_of, plain_words

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
_TA = re.compile(r'\s*TA\s+\\l\s+"([^"]*)"')


def make_to_lay_out(paper: Edited, numbers: Sequence[Number]) -> list[tuple[str, tuple[str, ...]]]:
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
    for each in fields_of(paper):
        if match := _TA.match(each.code):
            number = len(places)
            run = each.begin.getparent()
            run.addprevious(el("w:bookmarkStart", id=1_000_000 + number, name=f"{PLACE}{number}"))
            run.addnext(el("w:bookmarkEnd", id=1_000_000 + number))
            places.append((plain_words(match[1]), each.parts))
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


def read_pages(
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


def starts_of(paper: Edited) -> list[int | None]:
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


def typeface_of(paper: Edited) -> str:
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
