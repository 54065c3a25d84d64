"""Puts page numbers into the tables of a Word paper, as LibreOffice lays out that very file.

LibreOffice loses words of footnotes where comments stand near them, so it is given the file without its comments,
which take no room on the page. What it finds holds for Word only where it has the paper's typeface, or one as wide.
"""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack

from discovery.core.blocks import Paper
from discovery.core.tables import has_tables, paged_by_part
from discovery.files.converting.office import LayoutError
from discovery.files.converting.resident import ResidentOffice
from discovery.files.edited import Edited
from discovery.files.laid_out import make_to_lay_out, read_pages, starts_of, typeface_of
from discovery.files.ooxml import section_totals
from discovery.files.page_fields import (
    PAGEREF,
    TOA,
    Found,
    feet_of,
    fields_of,
    fill,
    filled,
    missing_headings,
    numbers_of,
)
from discovery.files.table_lines import Entry, fit
from discovery.files.word import write_word

TRIES = 4
"""New numbers can move what they are the numbers of; more often than this they do not settle."""
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
    tabled = any(PAGEREF.match(each.code) or TOA.match(each.code) for each in fields_of(paper))
    if not tabled and not any(any(section_totals(tree)) for foot in feet_of(paper) for tree in foot):
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
        self.typeface, self.starts = typeface_of(paper), starts_of(paper)
        fill(paper, self.found, to_renew=False)
        self.numbers = tuple(numbers_of(tuple(fields_of(paper))))
        self.places = make_to_lay_out(paper, self.numbers)
        self.pages = self.office.lay_out(paper.package())
        self.tries += 1

    def settled(self) -> bool:
        """Read the numbers from its pages; whether they move nothing, or else it is laid out again with them."""
        pdf = self.pages.result()
        before = self.found
        self.found, tables = read_pages(pdf, self.places, self.starts, self.typeface)
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
