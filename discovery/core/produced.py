"""A production before anything is written: every file accounted for, every document in its family, every number.

A file is produced as its pages, natively behind a slip sheet, withheld behind one, or left out for a reason a person
gave; nothing else can become of it. Families stay together: an e-mail, then what was attached to it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from discovery.core.audiences import Audience, Restriction
from discovery.core.bates import BatesRange, NumberStyle
from discovery.core.endorsements import Words
from discovery.core.record import Record
from discovery.core.spans import Precision, Span

CONTROL_FILE = "produce.toml"
"""What people say about the files of a folder; it is never produced itself."""


class Item(Record):
    """What a person says about one file of the folder; a file nobody says anything about is produced as it is."""

    file: str
    """Its place in the folder, with `/`."""
    description: str = ""
    """As the index and inventory print it for service: says nothing privileged."""
    date: Span | None = None
    custodian: str = ""
    source: str = ""
    """From whom it came, in words fit to be served."""
    numbers: str = ""
    """The People's own numbers on it, where they are not read off the pages."""
    type: str = ""
    """What it is, as the log says of what is withheld: E-mail, Memorandum."""
    author: str = ""
    """As the log of what is withheld or redacted states it."""
    recipients: str = ""
    """As the log states them."""
    log_header: bool = False
    """The log says of a withheld e-mail what its own header does: sender, recipients, day."""
    restriction: Restriction = Restriction.NONE
    released: tuple[Audience, ...] = ()
    """Audiences counsel has released a restricted file to, by name."""
    withheld: str = ""
    """The basis on which it is withheld, as the log prints it: a slip sheet takes its place."""
    left_out: str = ""
    """Why it is no part of the production at all; only our own report says so."""
    redactions: str = ""
    """The file beside it that lists the boxes to be redacted."""
    covered: str = ""
    """Why text that lies under a drawn box goes out with it, which is refused where nothing is said here."""
    attached: str = ""
    """Why what is attached to a redacted file goes out whole, which is refused where nothing is said here."""
    native: bool = False
    """Also produced as the file it is."""
    legend: Words = ""
    """Printed on each of its pages, such as CONFIDENTIAL - PROTECTIVE ORDER."""

    @model_validator(mode="after")
    def _one_fate(self) -> Self:
        for name in ("withheld", "redactions", "left_out"):
            if name in self.model_fields_set and not getattr(self, name).strip():
                raise ValueError(
                    f"{name} says nothing of {self.file}; write why (or the file of boxes), or take it out"
                )
        if self.withheld and (self.redactions or self.native):
            raise ValueError(f"{self.file} is withheld, so it is neither redacted nor produced natively")
        if self.left_out and (self.withheld or self.redactions or self.native):
            raise ValueError(f"{self.file} is left out, so nothing else can become of it")
        if self.native and self.redactions:
            raise ValueError(f"{self.file} is redacted, so the file itself cannot be produced")
        if self.log_header and not self.withheld:
            raise ValueError(f"{self.file} is not withheld; log_header is about the log of what is")
        return self

    @property
    def hidden(self) -> bool:
        """Whether something of it stays here, so that nothing served may tell of the file itself."""
        return bool(self.withheld or self.redactions)

    def may_go_to(self, audience: Audience) -> bool:
        """Whether it may leave for that audience."""
        return self.restriction is Restriction.NONE or audience in self.released


class Sheet(StrEnum):
    """Why a slip sheet stands for a document."""

    NONE = ""
    NATIVE = "native"
    WITHHELD = "withheld"
    UNREADABLE = "unreadable"
    PLACEHOLDER = "placeholder"
    """The office chose so for files of its condition."""

    @property
    def form(self) -> str:
        """In what form the document is served, for inventories and letters."""
        return _FORMS[self]


_FORMS = {
    Sheet.NONE: "pages",
    Sheet.NATIVE: "native file, with a slip sheet",
    Sheet.WITHHELD: "slip sheet: withheld",
    Sheet.UNREADABLE: "slip sheet: could not be read",
    Sheet.PLACEHOLDER: "slip sheet",
}


def iso_day(span: Span | None) -> str:
    """A span that is one day as 2026-03-05; any other has no place in a column of dates."""
    if span is None or span.first is None or span.precision is not Precision.DAY:
        return ""
    return span.first.isoformat()


class Offered(Record):
    """One document as it was read, before it has a number."""

    name: str
    """The file's own name, or an attachment's."""
    place: str
    """Its place in the folder, with `/`; an attachment's is its parent's with its own name after it."""
    kind: str
    pages: int = Field(ge=0)
    """0 where there are none to number."""
    sha256: str
    size: int = Field(ge=0)
    depth: int = 0
    """0 for a file of the folder, 1 for what was attached to it, and so on."""
    sheet: Sheet = Sheet.NONE
    why: str = ""
    """What the slip sheet says, fit to be served."""
    metadata: Mapping[str, str] = Field(default_factory=dict)
    """What it states of itself; of what is withheld or redacted only what may be told."""
    redacted: tuple[str, ...] = ()
    """Why something was taken out of its pages, and of which."""
    md5: str = ""
    """As review programs tell duplicates by; nothing here rests on it."""

    @property
    def file_name(self) -> str:
        """Its name alone, as it is served: without folders that an archive or a mail program wrote before it."""
        return self.name.replace("\\", "/").rstrip("/").rpartition("/")[2] or "file"


class Document(Record):
    """One document of a production with its numbers and its family's."""

    offered: Offered
    item: Item
    numbers: BatesRange
    family: BatesRange
    parent: str = ""
    """The first number of the document it was attached to."""
    children: tuple[str, ...] = ()
    """The first numbers of what was attached to it."""
    duplicate_of: str = ""
    """The first number of an earlier document with the same sha256, of which nothing is withheld or redacted."""

    @property
    def begin(self) -> str:
        """Its first number, by which its files are named."""
        return str(self.numbers.begin)

    @property
    def withheld(self) -> bool:
        """Whether only a slip sheet of it leaves."""
        return self.offered.sheet is Sheet.WITHHELD

    @property
    def pages(self) -> int:
        """How many numbered pages it has: its own, or one slip sheet."""
        return len(self.numbers)

    @property
    def description(self) -> str:
        """What it is, for the index and the inventory; the name of what is withheld or redacted is not told."""
        if self.item.description:
            return self.item.description
        if self.withheld:
            return "Withheld document"
        return "Redacted document" if self.item.redactions else self.offered.file_name


def number(
    offered: Iterable[Offered], items: Mapping[str, Item], style: NumberStyle, first: int
) -> Iterator[Document]:
    """Give every document its run of numbers, from `first` on and without gap, in the order given.

    `offered` holds each family whole: the parent, then all below it, depth first.
    """
    seen: dict[str, str] = {}
    at = first
    for family in _families(offered):
        runs = []
        for one in family:
            runs.append(style.range(at, max(1, one.pages)))
            at += len(runs[-1])
        whole = BatesRange(begin=runs[0].begin, end=runs[-1].end)
        parents = _parents(family)
        said: list[Item] = []
        for index, (one, run) in enumerate(zip(family, runs, strict=True)):
            begin = str(run.begin)
            above = parents[index]
            said.append(said_of(items, one.place, said[above] if above is not None else None))
            yield Document(
                offered=one,
                item=said[-1],
                numbers=run,
                family=whole,
                parent=str(runs[above].begin) if above is not None else "",
                children=tuple(str(runs[below].begin) for below, parent in enumerate(parents) if parent == index),
                duplicate_of=seen.get(one.sha256, ""),
            )
            if not said[-1].hidden:
                seen.setdefault(one.sha256, begin)


_SHARED = ("custodian", "source", "restriction", "released", "legend")


def said_of(items: Mapping[str, Item], place: str, above: Item | None) -> Item:
    """What was said of a document; what is attached (to what `above` was said of) has some of it in common."""
    own = items.get(place) or Item(file=place)
    if above is None:
        return own
    shared = {name: getattr(above, name) for name in _SHARED if name not in own.model_fields_set}
    return own.model_copy(update=shared)


def _families(offered: Iterable[Offered]) -> Iterator[list[Offered]]:
    family: list[Offered] = []
    for one in offered:
        if one.depth == 0 and family:
            yield family
            family = []
        family.append(one)
    if family:
        yield family


def _parents(family: Sequence[Offered]) -> list[int | None]:
    """For each member, the place of the one it was attached to."""
    parents: list[int | None] = []
    for index, one in enumerate(family):
        above = [before for before in range(index) if family[before].depth == one.depth - 1]
        parents.append(above[-1] if above else None)
    return parents
