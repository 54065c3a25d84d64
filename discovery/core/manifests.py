"""What a served volume says about itself: labels, pages, hashes, descriptions, and nothing else of the matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from discovery.core.endorsements import MarkKind, Shrink
from discovery.core.parts import Layout, Part, index_line, part_line, parts_named
from discovery.core.productions import Document, PageKind
from discovery.core.record import Record

Sha256 = Field(pattern=r"^[0-9a-f]{64}$")
Place = tuple[float, float, float, float]
"""Where a number stands on the page as the reader sees it: left end and height of its baseline, size, width."""


class ServedFile(Record):
    """One file of the volume."""

    name: str
    sha256: str = Sha256
    bytes: int = Field(ge=0)
    pdfa: bool = False
    """For one of several bundle files: whether it says it is PDF/A."""


class ServedExhibit(Record):
    """One exhibit of the volume."""

    letter: str
    description: str
    date: str = ""
    tab: str
    begin: str
    end: str
    pages: int = Field(ge=1)
    source_sha256: str = Sha256
    """Of the file it was made from, so that a holder of the original can compare."""
    unread: str = ""
    """For a slip sheet: why it has no pages here."""
    native: str = ""
    """For a file that is served as it is: what it is called here."""
    remade: bool = False
    """Its pages were made anew from that file (mended, unlocked, laid out, made fit for filing, its fields drawn), so
    that they need not be its own byte for byte."""


class ServedMark(Record):
    """A legend or a sticker on a page."""

    kind: MarkKind
    text: str
    place: Place
    boxed: bool = False


class ServedPage(Record):
    """One page of the bundle."""

    page: int = Field(ge=1)
    """Its place in the file."""
    file: str = ""
    """The file it lies in, where the volume has several with numbered pages."""
    label: str
    kind: PageKind
    exhibit: str = ""
    place: Place | None = None
    """Where its number stands; front matter bears none."""
    boxed: bool = False
    """Whether the number stands on a white box, because the ground is dark."""
    others: tuple[ServedMark, ...] = ()
    """What else is printed on it: a legend, a sticker."""
    color: str = "#000000"
    shrink: Shrink | None = None
    """Where its own content was made smaller to make room: to what part, and which edge became free."""
    verdict: str = ""
    """How it was proved: its parts compared with its source's (construction), its number found by a search (text) and
    looked at (strip), the page compared with its source's as drawn (whole page)."""
    marks: int = Field(default=0, ge=0)
    """How many Bates marks its content holds: one, or more where the source bore some already."""
    content_sha256: str = Sha256
    """Of what the page's content streams hold, unpacked."""


class Manifest(Record):
    """The served manifest of one volume."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    volume: str
    status: Literal["issued", "draft"]
    sample: bool = False
    prefix: str
    digits: int
    suffix: str = ""
    first: str
    last: str
    layout: Layout = Layout.ONE
    bundle: ServedFile
    """The file with the pages; of several, the first."""
    further: tuple[ServedFile, ...] = ()
    """The other files with pages, in order: parts of the bundle, or one an exhibit after the index."""
    pdfa: bool
    """Whether the bundle says it is PDF/A, which it does only where every source did."""
    others: tuple[ServedFile, ...] = ()
    exhibits: tuple[ServedExhibit, ...]
    pages: tuple[ServedPage, ...]

    @property
    def files(self) -> tuple[ServedFile, ...]:
        """Every file with pages, in order."""
        return (self.bundle, *self.further)

    def parts(self) -> tuple["ServedPart", ...]:
        """What each file with pages must be."""
        held: dict[str, list[ServedPage]] = {file.name: [] for file in self.files}
        for page in self.pages:
            held.setdefault(page.file or self.bundle.name, []).append(page)
        return tuple(
            ServedPart(self, file, number, tuple(held[file.name])) for number, file in enumerate(self.files, start=1)
        )

    def lies_in(self, exhibit: ServedExhibit) -> str:
        """The words of the index that say in which file an exhibit lies; none where there is one file."""
        if not self.further:
            return ""
        names = [file.name for file in self.files]
        there = sorted({names.index(page.file) for page in self.pages if page.exhibit == exhibit.letter})
        if self.layout is Layout.SEPARATE:
            return " and ".join(names[at] for at in there)
        return parts_named([at + 1 for at in there])


@dataclass(frozen=True)
class ServedPart:
    """One file of a volume as its manifest describes it."""

    manifest: Manifest
    file: ServedFile
    number: int
    pages: tuple[ServedPage, ...]

    @property
    def front(self) -> tuple[ServedPage, ...]:
        """Cover and index."""
        return tuple(page for page in self.pages if page.kind in (PageKind.COVER, PageKind.INDEX))

    @property
    def pdfa(self) -> bool:
        """Whether the file says it is PDF/A."""
        return self.manifest.pdfa if self.number == 1 else self.file.pdfa

    @property
    def exhibits(self) -> tuple[ServedExhibit, ...]:
        """The exhibits of which pages lie in it."""
        letters = {page.exhibit for page in self.pages}
        return tuple(exhibit for exhibit in self.manifest.exhibits if exhibit.letter in letters)

    def pages_of(self, exhibit: ServedExhibit) -> tuple[ServedPage, ...]:
        """The pages of an exhibit that lie in it, tab sheet included."""
        return tuple(page for page in self.pages if page.exhibit == exhibit.letter)

    @property
    def cover_line(self) -> str:
        """What its cover says of it as one of several; nothing where there is one file."""
        own = self.pages[len(self.front) :]
        if not self.manifest.further or not self.front:
            return ""
        if not own:
            count = len(self.manifest.exhibits)
            return index_line(count)
        return part_line(self.number, len(self.manifest.files), own[0].label, own[-1].label)


def served_exhibit(document: Document, *, remade: bool = False) -> ServedExhibit:
    """An exhibit of the plan as the manifest names it."""
    return ServedExhibit(
        letter=document.letter,
        description=document.description,
        date=document.date,
        tab=str(document.tab),
        begin=str(document.range.begin),
        end=str(document.range.end),
        pages=document.pages,
        source_sha256=document.source,
        unread=document.unread,
        native=document.native,
        remade=remade,
    )


@dataclass(frozen=True, slots=True)
class MadePage:
    """What only the finished page tells: where its number came to stand, and what its content is."""

    place: Place | None
    boxed: bool
    marks: int
    content_sha256: str
    others: tuple[ServedMark, ...] = ()
    color: str = "#000000"
    shrink: Shrink | None = None
    verdict: str = ""


def served_pages(part: Part, file: str, made: Sequence[MadePage]) -> tuple[ServedPage, ...]:
    """Every page of a part as the manifest names it; the file is named where there are several."""
    return tuple(
        ServedPage(
            page=page.position + 1,
            file=file if part.of > 1 else "",
            label=page.label,
            kind=page.kind,
            exhibit=page.letter,
            place=made[page.position].place,
            boxed=made[page.position].boxed,
            marks=made[page.position].marks,
            content_sha256=made[page.position].content_sha256,
            others=made[page.position].others,
            color=made[page.position].color,
            shrink=made[page.position].shrink,
            verdict=made[page.position].verdict,
        )
        for page in part.pages()
    )
