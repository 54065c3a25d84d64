"""A production before anything is written: its documents, its pages and every number, decided at once.

Cover and index are front matter, labelled i, ii … without a Bates number, so that a longer index moves nothing.
Tab sheets and exhibits are numbered in one run without gap.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from discovery.core.bates import BatesNumber, BatesRange, NumberStyle
from discovery.core.exhibits import Exhibit, letter


class PageKind(StrEnum):
    """What a page of a production is."""

    COVER = "cover"
    INDEX = "index"
    TAB = "tab sheet"
    EXHIBIT = "exhibit"
    SLIP = "slip sheet"


@dataclass(frozen=True, slots=True)
class Document:
    """One exhibit in its place: its letter, its tab sheet's number and the range of its own pages."""

    key: str
    letter: str
    description: str
    pages: int
    tab: BatesNumber
    range: BatesRange
    date: str = ""
    source: str = ""
    """The sha256 of the file it was made from, or of the paper we composed."""
    unread: str = ""
    """For a slip sheet: why it has no pages here, in words fit to be served."""
    native: str = ""
    """For a file that is offered as it is: what it is called in the volume."""


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """One page of the volume: its position from 0, its label, and what it is."""

    position: int
    label: str
    kind: PageKind
    letter: str = ""
    page: int = 0
    """Page of the exhibit itself, from 1; 0 for what is no exhibit page."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Every page and number of one production; nothing has been written yet."""

    style: NumberStyle
    first: int
    documents: tuple[Document, ...]
    front: int = 0
    """Pages of front matter: the cover and as many pages as the index takes."""
    _by_key: dict[str, Document] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {document.key: document for document in self.documents})

    @property
    def range(self) -> BatesRange:
        """The whole run, tab sheets included."""
        return BatesRange(begin=self.documents[0].tab, end=self.documents[-1].range.end)

    @property
    def numbers(self) -> int:
        """How many numbers the run takes."""
        return sum(document.pages + 1 for document in self.documents)

    def letter(self, key: str) -> str | None:
        """The letter of an exhibit, or None where it is not in the plan."""
        document = self._by_key.get(key)
        return document.letter if document else None

    def bates(self, key: str, page: int) -> str | None:
        """The number on a page of the exhibit itself, counted from 1; its tab sheet is not counted."""
        document = self._by_key.get(key)
        if document is None or not 1 <= page <= document.pages:
            return None
        return str(document.range.begin.plus(page - 1))

    def pages(self) -> Iterator[PlannedPage]:
        """Every page in order, front matter first."""
        for position in range(self.front):
            yield PlannedPage(position, roman(position + 1), PageKind.INDEX if position else PageKind.COVER)
        position = self.front
        for document in self.documents:
            yield PlannedPage(position, str(document.tab), PageKind.TAB, document.letter)
            kind = PageKind.SLIP if document.unread else PageKind.EXHIBIT
            for page, label in enumerate(document.range.labels(), start=1):
                position += 1
                yield PlannedPage(position, label, kind, document.letter, page)
            position += 1

    def with_front(self, pages: int) -> "Plan":
        """The same plan, once it is known how many pages cover and index take."""
        return replace(self, front=pages)

    def digest(self) -> str:
        """The sha256 of everything the plan decides; the volume's file identifier is taken from it."""
        facts = [
            [
                document.letter,
                document.description,
                document.date,
                document.source,
                document.unread,
                str(document.range),
                *([document.native] if document.native else []),
            ]
            for document in self.documents
        ]
        whole = [self.style.prefix, self.style.digits, self.first, self.front, facts]
        return hashlib.sha256(json.dumps(whole, ensure_ascii=True).encode()).hexdigest()


def plan(
    exhibits: Sequence[Exhibit],
    page_counts: Mapping[str, int],
    style: NumberStyle,
    first: int,
    *,
    sources: Mapping[str, str] | None = None,
    unread: Mapping[str, str] | None = None,
    natives: Mapping[str, str] | None = None,
) -> Plan:
    """Give every exhibit its letter and every page its number, from `first` on and without gap.

    `unread` says of an exhibit why it has no pages here: one slip sheet stands in its place. `natives` has the ending
    of those among them that are offered as the file they are.
    """
    documents: list[Document] = []
    number = first
    for position, exhibit in enumerate(exhibits):
        why, ending = (unread or {}).get(exhibit.key, ""), (natives or {}).get(exhibit.key, "")
        pages = 1 if why else page_counts[exhibit.key]
        if pages < 1:
            raise ValueError(f"exhibit {exhibit.key} has no pages")
        documents.append(
            Document(
                key=exhibit.key,
                letter=letter(position),
                description=exhibit.description,
                pages=pages,
                tab=style.number(number),
                range=style.range(number + 1, pages),
                date=str(exhibit.date) if exhibit.date else "",
                source=(sources or {}).get(exhibit.key, ""),
                unread=why,
                native=f"Ex-{letter(position)}_{style.number(number + 1)}.{ending}" if ending else "",
            )
        )
        number += pages + 1
    return Plan(style, first, tuple(documents))


_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def roman(number: int) -> str:
    """A page of front matter as books number it: i, ii, iii."""
    digits = ""
    for value, digit in _ROMAN:
        digits += digit * (number // value)
        number %= value
    return digits
