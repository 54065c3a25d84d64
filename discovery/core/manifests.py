"""What a served volume says about itself: labels, pages, hashes, descriptions, and nothing else of the matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from discovery.core.productions import Document, PageKind, Plan
from discovery.core.record import Record

Sha256 = Field(pattern=r"^[0-9a-f]{64}$")
Place = tuple[float, float, float, float]
"""Where a number stands on the page as the reader sees it: left end and height of its baseline, size, width."""


class ServedFile(Record):
    """One file of the volume."""

    name: str
    sha256: str = Sha256
    bytes: int = Field(ge=0)


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
    """For a slip sheet: why the file could not be read."""


class ServedPage(Record):
    """One page of the bundle."""

    page: int = Field(ge=1)
    """Its place in the file."""
    label: str
    kind: PageKind
    exhibit: str = ""
    place: Place | None = None
    """Where its number stands; front matter bears none."""
    boxed: bool = False
    """Whether the number stands on a white box, because the ground is dark."""
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
    first: str
    last: str
    bundle: ServedFile
    pdfa: bool
    """Whether the bundle says it is PDF/A, which it does only where every source did."""
    others: tuple[ServedFile, ...] = ()
    exhibits: tuple[ServedExhibit, ...]
    pages: tuple[ServedPage, ...]


def served_exhibit(document: Document) -> ServedExhibit:
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
    )


@dataclass(frozen=True, slots=True)
class MadePage:
    """What only the finished page tells: where its number came to stand, and what its content is."""

    place: Place | None
    boxed: bool
    marks: int
    content_sha256: str


def served_pages(plan: Plan, made: Sequence[MadePage]) -> tuple[ServedPage, ...]:
    """Every page of the plan as the manifest names it."""
    return tuple(
        ServedPage(
            page=page.position + 1,
            label=page.label,
            kind=page.kind,
            exhibit=page.letter,
            place=made[page.position].place,
            boxed=made[page.position].boxed,
            marks=made[page.position].marks,
            content_sha256=made[page.position].content_sha256,
        )
        for page in plan.pages()
    )
