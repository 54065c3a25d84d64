"""How the pages of one production lie in files: all in one, parted at the exhibits' borders, or one file an exhibit.

Laying out moves no number: a page bears the same one in whatever file it lies. Every part of a parted bundle begins
with the cover and the whole index; where each exhibit has its own file, the index has one too.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from discovery.core.bates import BatesRange
from discovery.core.productions import Document, PageKind, Plan, PlannedPage, roman
from discovery.errors import InputError


class Layout(StrEnum):
    """In how many files a production goes out."""

    ONE = "one file"
    """Or parts of it, where a limit is given and passed."""
    SEPARATE = "one file an exhibit"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may hold; None where nothing is said."""

    bytes: int | None = None
    pages: int | None = None


UNLIMITED = Limits()


@dataclass(frozen=True, slots=True)
class Slice:
    """The pages of one exhibit that lie in one file: all of them, or a run of them."""

    document: Document
    first: int
    """Of the exhibit's own pages, from 1."""
    last: int

    @property
    def tabbed(self) -> bool:
        """Whether its tab sheet stands before it: that goes with the first page."""
        return self.first == 1

    @property
    def whole(self) -> bool:
        """Whether it is the whole exhibit."""
        return self.tabbed and self.last == self.document.pages

    @property
    def pages(self) -> int:
        """How many pages it takes, tab sheet included."""
        return self.last - self.first + 1 + self.tabbed

    @property
    def range(self) -> BatesRange:
        """The numbers of its pages, without the tab sheet's."""
        begin = self.document.range.begin
        return BatesRange(begin=begin.plus(self.first - 1), end=begin.plus(self.last - 1))

    def planned(self, position: int) -> Iterator[PlannedPage]:
        """Its pages in order, where the first stands at a position of its file."""
        document = self.document
        if self.tabbed:
            yield PlannedPage(position, str(document.tab), PageKind.TAB, document.letter)
            position += 1
        kind = PageKind.SLIP if document.unread else PageKind.EXHIBIT
        for at, label in enumerate(self.range.labels()):
            yield PlannedPage(position + at, label, kind, document.letter, self.first + at)


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a production: front matter first, where it has any, then its exhibits."""

    plan: Plan
    slices: tuple[Slice, ...]
    number: int = 1
    """Which it is, from 1; among separate files the index is the first."""
    of: int = 1
    front: int = 0
    """Pages of cover and index in this file."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """The exhibits of which pages lie in it."""
        return tuple(each.document for each in self.slices)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of its pages in order."""
        return tuple(page.label for page in self.pages())

    def pages(self) -> Iterator[PlannedPage]:
        """Every page of the file in order, its position counted in this file."""
        for position in range(self.front):
            yield PlannedPage(position, roman(position + 1), PageKind.INDEX if position else PageKind.COVER)
        position = self.front
        for each in self.slices:
            yield from each.planned(position)
            position += each.pages

    def with_front(self, pages: int) -> "Part":
        """The same part, once it is known how many pages cover and index take."""
        return replace(self, front=pages)

    def digest(self) -> str:
        """The sha256 of everything that decides the file; its identifier is taken from it."""
        if self.of == 1:
            return self.plan.with_front(self.front).digest()
        held = [[each.document.letter, each.first, each.last] for each in self.slices]
        whole = [self.plan.digest(), self.number, self.of, self.front, held]
        return hashlib.sha256(json.dumps(whole, ensure_ascii=True).encode()).hexdigest()


Weights = Mapping[str, Sequence[int]]
"""By an exhibit's key: about how many bytes each of its own pages takes."""
SHEET = 12_000
"""About how many bytes a tab sheet with its share of fonts, and what a file holds besides its pages, take."""


def whole(plan: Plan) -> tuple[Slice, ...]:
    """Every exhibit of a plan, whole."""
    return tuple(Slice(document, 1, document.pages) for document in plan.documents)


def lay_out(
    plan: Plan,
    layout: Layout = Layout.ONE,
    limits: Limits | None = None,
    weights: Weights | None = None,
    front: int = 2,
) -> tuple[Part, ...]:
    """The files of a production, the fewest that keep the limits with the exhibits in order.

    Parted where an exhibit ends; only an exhibit too large for a file by itself is parted, at one of its pages.
    `front` is how many pages cover and index take about. InputError names a page that alone passes the limit.
    """
    limits = limits or UNLIMITED
    if layout is Layout.SEPARATE:
        room = _Room(limits, weights or {}, 0)
        alone = [held for each in whole(plan) for held in room.fill([each])]
        return _numbered(plan, [(), *alone], fronts=[front])
    filled = _Room(limits, weights or {}, front).fill(whole(plan))
    return _numbered(plan, filled, fronts=[front] * len(filled))


def _numbered(plan: Plan, filled: Sequence[tuple[Slice, ...]], fronts: Sequence[int]) -> tuple[Part, ...]:
    count = len(filled)
    return tuple(
        Part(plan, held, number, count, fronts[number - 1] if number <= len(fronts) else 0)
        for number, held in enumerate(filled, start=1)
    )


@dataclass(frozen=True, slots=True)
class _Room:
    """How much one file takes."""

    limits: Limits
    weights: Weights
    front: int

    def fill(self, slices: Sequence[Slice]) -> list[tuple[Slice, ...]]:
        """The slices in files, in order, each file as full as it may be."""
        files: list[tuple[Slice, ...]] = []
        held: tuple[Slice, ...] = ()
        for each in slices:
            if self._takes((*held, each)):
                held = (*held, each)
                continue
            files += [held] if held else []
            *full, held = [(piece,) for piece in self._pieces(each)]
            files += full
        return [*files, held] if held else files

    def _takes(self, held: Sequence[Slice]) -> bool:
        pages, size = self.limits.pages, self.limits.bytes
        return (pages is None or self.front + sum(each.pages for each in held) <= pages) and (
            size is None or SHEET + sum(self._bytes(each) for each in held) <= size
        )

    def _bytes(self, each: Slice) -> int:
        known = self.weights.get(each.document.key, ())
        return sum(known[each.first - 1 : each.last]) + SHEET * each.tabbed

    def _pieces(self, each: Slice) -> Iterator[Slice]:
        """An exhibit in as many files as it needs by itself."""
        first = each.first
        while first <= each.last:
            last = self._last(each.document, first, each.last)
            if last < first:
                raise InputError(
                    f"Page {first} of exhibit {each.document.letter} alone is larger than one file may be "
                    f"({self._said()}). Allow larger files, or use a smaller copy of that page."
                )
            yield Slice(each.document, first, last)
            first = last + 1

    def _last(self, document: Document, first: int, end: int) -> int:
        """The last page that still goes in with the first; by halves, for exhibits have thousands."""
        low, high = first - 1, end
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._takes([Slice(document, first, middle)]) else (low, middle - 1)
        return low

    def _said(self) -> str:
        said = [f"{self.limits.bytes / 1_000_000:g} MB"] if self.limits.bytes else []
        said += [f"{self.limits.pages} pages with cover and index"] if self.limits.pages else []
        return ", ".join(said)


def file_name(part: Part, stem: str, layout: Layout) -> str:
    """What the file of a part is called: nothing in it but the prefix, letters and numbers that are served anyway."""
    if layout is Layout.SEPARATE:
        if not part.slices:
            return f"{stem}-INDEX.pdf"
        only, draft = part.slices[0], "DRAFT-" if stem.startswith("DRAFT-") else ""
        return f"{draft}Ex-{only.document.letter}_{only.range.begin}.pdf"
    if part.of == 1:
        return f"{stem}-BUNDLE.pdf"
    return f"{stem}-BUNDLE-{part.number:0{len(str(part.of))}d}-of-{part.of}.pdf"


def where_each(parts: Sequence[Part], stem: str, layout: Layout) -> dict[str, str]:
    """By letter: the words that say in which file an exhibit lies; none where there is one file."""
    if len(parts) == 1:
        return {}
    places: dict[str, list[str]] = {}
    for part in parts:
        for document in part.documents:
            name = file_name(part, stem, layout) if layout is Layout.SEPARATE else str(part.number)
            places.setdefault(document.letter, []).append(name)
    if layout is Layout.SEPARATE:
        return {letter: " and ".join(names) for letter, names in places.items()}
    return {letter: parts_named([int(number) for number in numbers]) for letter, numbers in places.items()}


# --- the words of cover and index, which the check compares with the same words --------------------------------


def parts_named(numbers: Sequence[int]) -> str:
    """In which part, or parts, of a bundle an exhibit lies."""
    return f"Part {numbers[0]}" if len(numbers) == 1 else f"Parts {numbers[0]} to {numbers[-1]}"


def part_line(number: int, of: int, begin: str, end: str) -> str:
    """What the cover of a part says of it."""
    return f"Part {number} of {of}: {begin if begin == end else f'{begin} to {end}'}"


def bookmark(letter: str, description: str, numbers: tuple[str, str], *, tabbed: bool = True) -> str:
    """What the bookmark of an exhibit says; where its tab sheet lies in an earlier part, that it goes on."""
    goes_on = "" if tabbed else " (continued)"
    printed = numbers[0] if numbers[0] == numbers[1] else " to ".join(numbers)
    return f"Exhibit {letter}{goes_on}: {description} ({printed})"


def index_line(exhibits: int) -> str:
    """What the cover of an index without exhibits says of it."""
    return f"Index of {exhibits} exhibit{'s' * (exhibits != 1)} in files of their own"
