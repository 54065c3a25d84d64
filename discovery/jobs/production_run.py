"""What one making of a production is for: what was asked, of which folder, under which numbers."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from discovery.core.audiences import Audience
from discovery.core.bates import BatesRange, NumberStyle
from discovery.core.endorsements import Endorsements
from discovery.core.loadfiles import Encoding
from discovery.core.numbering import Entry
from discovery.core.produced import Document, Item, Offered, number
from discovery.core.watching import Watch
from discovery.files.drop_folder import DropFolder
from discovery.files.producing import Made
from discovery.files.taking_in import Ask, ReadFile, ReadPiece
from discovery.files.workroom import Workroom

READ, MADE = "read.jsonl", "made.jsonl"
"""The journals of a room: files as read, and documents as made, in the order of their numbers."""


@dataclass(frozen=True)
class Again:
    """Numbers that were issued and are to be issued again, for pages that replace those served."""

    numbers: BatesRange
    reason: str
    """Printed for whom it is served."""
    by: str = ""

    @property
    def style(self) -> NumberStyle:
        """How the numbers look."""
        begin = self.numbers.begin
        return NumberStyle(prefix=begin.prefix, digits=begin.digits, suffix=begin.suffix)


@dataclass(frozen=True)
class Wanted:
    """What was asked of a production."""

    style: NumberStyle
    audience: Audience = Audience.PEOPLE
    release: tuple[str, ...] = ()
    issue: bool = False
    marks: Endorsements = field(default_factory=Endorsements)
    images: bool = True
    encoding: Encoding = Encoding.UTF8
    ocr: bool = False
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)
    """By file name; never written down."""
    again: Again | None = None

    def digest(self, drop: DropFolder) -> str:
        """What decides the served bytes but for the numbers and the day: issued once, it is not issued again."""
        facts = [
            "production",
            self.style.model_dump(mode="json"),
            str(self.audience),
            sorted(self.release),
            self.marks.model_dump(mode="json"),
            self.images,
            str(self.encoding),
            self.ocr,
            drop.digest(),
            *([str(self.again.numbers), self.again.reason] if self.again else []),
            *(
                [sorted(self.passwords)] if self.passwords else []
            ),  # for which files; what opens decides what goes out
        ]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=True).encode()).hexdigest()


@dataclass(frozen=True)
class Run:
    """What one making is for."""

    folder: Path
    drop: DropFolder
    wanted: Wanted
    today: date
    inputs: str
    sample: bool
    executor: Executor | None
    watch: Watch
    reservation: Entry | None = None

    @property
    def name(self) -> str:
        """The volume's name."""
        if self.reservation:
            return self.reservation.volume
        if self.wanted.again:
            return f"DRAFT-REISSUE-{self.wanted.again.numbers.begin}"
        return f"DRAFT-PRODUCTION-{self.wanted.style.prefix.strip('-_')}"

    @property
    def stem(self) -> str:
        """What the names of its data files begin with."""
        return f"{self.wanted.style.prefix.strip('-_')}_{self.reservation.volume if self.reservation else 'DRAFT'}"

    def may_leave(self, item: Item) -> bool:
        """Whether a restricted file may leave: released by name, for good or for this time."""
        return item.may_go_to(self.wanted.audience) or item.file in self.wanted.release

    @property
    def ask(self) -> Ask:
        """What every document has in common."""
        return Ask(
            marks=self.wanted.marks,
            longest=str(self.wanted.style.number(10**self.wanted.style.digits - 1)),
            volume=self.name,
            images=self.wanted.images,
            ocr=self.wanted.ocr,
            handling=self.drop.handling,
            sample=self.sample,
            draft=self.reservation is None,
        )


class Extent(NamedTuple):
    """How much a production holds."""

    files: int
    documents: int
    pages: int


@dataclass(frozen=True)
class Numbered:
    """The documents of a production with their numbers, read from the room each time: they may be very many."""

    run: Run
    room: Workroom
    numbers: BatesRange
    extent: Extent

    def __iter__(self) -> Iterator[tuple[Document, ReadPiece]]:
        first = self.numbers.begin.number
        documents = number(offered(self.room), self.run.drop.by_place, self.run.wanted.style, first)
        yield from zip(documents, pieces(self.room), strict=True)

    def made(self) -> Iterator[Made]:
        """Each document as it was made."""
        for row in self.room.written_down(MADE):
            yield Made.model_validate(row["made"])


def pieces(room: Workroom) -> Iterator[ReadPiece]:
    """Every document as it was read, families whole, in the order of their numbers."""
    for row in room.written_down(READ):
        yield from ReadFile.model_validate(row).pieces


def offered(room: Workroom) -> Iterator[Offered]:
    """The same, as each is before it has a number."""
    return (piece.offered for piece in pieces(room))


def extent_of(room: Workroom) -> Extent:
    """How much was read."""
    files = documents = pages = 0
    for row in room.written_down(READ):
        read = ReadFile.model_validate(row)
        files += 1
        documents += len(read.pieces)
        pages += sum(max(1, piece.offered.pages) for piece in read.pieces)
    return Extent(files, documents, pages)
