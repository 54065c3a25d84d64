"""Takes one received file of a production in: into the documents of its family, each fit to be numbered and served.

The order: what counsel had removed is removed, what the office chose for files of its kind is done, scans are made
searchable if that was asked, then what must not leave is taken out. Each step leaves a new copy in the room.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest, md5
from pathlib import Path

from discovery.core.endorsements import Endorsements
from discovery.core.enumerating import several
from discovery.core.handling import Handling
from discovery.core.pieces import Kind, name_inside
from discovery.core.problems import Problem
from discovery.core.produced import Item, Offered, Sheet, said_of
from discovery.core.record import Record
from discovery.core.redactions import RedactionReport
from discovery.errors import InputError
from discovery.files.cleaning import clean
from discovery.files.converting import ConvertOptions, Piece, read_piece
from discovery.files.converting import pdfs as converted
from discovery.files.converting.ocr import ocr
from discovery.files.endorsing import endorse_pages
from discovery.files.handling import handle
from discovery.files.leaks import covered_words
from discovery.files.originals import LOCKED, MENDED, inspect, open_pdf
from discovery.files.redacting import redact
from discovery.files.redaction_files import read_boxes
from discovery.files.scrub import COMMENTS, SIGNATURE
from discovery.files.settling import settle
from discovery.files.texts import text_of_page


class ReadPiece(Record):
    """One document as read: what is known of it, and where its pages and its own bytes lie in the room."""

    offered: Offered
    pdf: str = ""
    native: str = ""
    keep_native: bool = False
    """It is produced as the file it is, too: its pages cannot carry all of it (a signature)."""
    notes: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    """What the office must look at before it serves this."""
    detail: str = ""
    remade: bool = False
    """The pages are not the received file's own: they were laid out, mended, handled, redacted or read by OCR."""
    handled: Mapping[str, str] = {}
    """Each condition it was found in, with the choice made for it."""


class ReadFile(Record):
    """One file of the folder as read, with its family."""

    place: str
    sha256: str
    pieces: tuple[ReadPiece, ...]
    problems: tuple[Problem, ...] = ()
    """Why the production cannot be made with it."""


class Ask(Record):
    """What every document of a production has in common."""

    marks: Endorsements
    longest: str
    """A number as wide as any of the run."""
    volume: str = ""
    images: bool = True
    ocr: bool = False
    handling: Handling = Handling()
    sample: bool = False
    draft: bool = True


class Given(Record):
    """One file to be read."""

    place: str
    sha256: str
    item: Item
    folder: str
    """The folder that its place begins at."""
    duplicate_of: str = ""
    """The place of an earlier file with the same bytes."""
    inside: Mapping[str, Item] = {}
    """What is said of files inside it, by their places."""

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self.folder) / self.place

    def hidden_in(self, place: str) -> tuple[str, ...]:
        """The places of what is withheld or redacted inside a file."""
        return tuple(each for each, item in self.inside.items() if item.hidden and each.startswith(f"{place}/"))


def marks_of(ask: Ask, item: Item) -> Endorsements:
    """What is printed on the pages of one document: what all bear, and its own legend in place of theirs."""
    return ask.marks.with_legend(item.legend)


def read_file(given: Given, room: Path, ask: Ask, passwords: Mapping[str, str]) -> ReadFile:
    """Read one file into the documents of its family; what keeps it from being produced is among the problems."""
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(parents=True)
    taken = _Family(given, room, ask)
    if given.item.withheld and not given.item.log_header:
        taken.withhold(_unopened(given), given.place, given.item, 0)
    else:
        options = ConvertOptions(unnamed=frozenset(_ends_of(given.hidden_in(given.place))))
        taken.take(read_piece(given.path, room, passwords=passwords, options=options), given.place)
    pieces, problems = tuple(taken.pieces), tuple(taken.problems)
    return ReadFile(place=given.place, sha256=given.sha256, pieces=pieces, problems=problems)


def _unopened(given: Given) -> Piece:
    """A file nobody outside sees: it is not even opened, and what was attached to it is withheld with it."""
    return Piece(given.path.name, Kind.OTHER, given.path, given.sha256, given.path.stat().st_size)


def _ends_of(places: Iterable[str]) -> Iterator[str]:
    """Each place as the file right around it, and each one around that, knows it."""
    for place in places:
        while "/" in place:
            place = place.partition("/")[2]
            yield place


@dataclass
class _Family:
    """The documents of one file, taken in one after the other."""

    given: Given
    room: Path
    ask: Ask
    pieces: list[ReadPiece] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def take(self, piece: Piece, place: str, above: Item | None = None, depth: int = 0) -> None:
        """Take in one document and what is attached to it."""
        item = said_of({self.given.place: self.given.item, **self.given.inside}, place, above)
        if item.withheld:
            self.withhold(piece, place, item, depth)
            return
        pages = _Pages(self.given, piece, self.room / f"{len(self.pieces):04d}", self.ask, place, item, depth)
        try:
            pages.run()
        except InputError as error:
            found = [one for one in error.problems if isinstance(one, Problem)]
            pages.problems += found or [Problem(where="the file", what=error.message)]
        self.pieces.append(pages.read())
        self.problems += [
            Problem(where=f"{place}, {one.where}", what=one.what, next_step=one.next_step) for one in pages.problems
        ]
        family = [(f"{place}/{name_inside(child.name)}", child) for child in piece.children if pages.with_family]
        whole = [child.name for inner, child in family if inner not in self.given.hidden_in(place)]
        if whole and item.redactions and not item.attached:
            self.problems.append(_goes_out_whole(place, whole))
        for inner, child in family:
            self.take(child, inner, item, depth + 1)

    def withhold(self, piece: Piece, place: str, item: Item, depth: int) -> None:
        """Take in what leaves as a slip sheet alone, with what is attached to it."""
        if item.log_header and piece.kind is not Kind.EMAIL:
            step = "Write author and recipients, and take out log_header."
            self.problems.append(Problem(where=place, what="is no e-mail that can be read.", next_step=step))
        offered = Offered(
            name=piece.name,
            place=place,
            kind=str(piece.kind) if item.log_header else "",
            pages=0,
            sha256=piece.sha256,
            size=piece.size,
            depth=depth,
            sheet=Sheet.WITHHELD,
            metadata={name: piece.metadata.get(name, "") for name in _HEADER} if item.log_header else {},
        )
        self.pieces.append(ReadPiece(offered=offered, native=str(piece.native)))


def _goes_out_whole(place: str, names: Sequence[str]) -> Problem:
    """Boxes are measured on the pages of the file itself: what is attached to it may say it all again."""
    return Problem(
        where=place,
        what=f"it is redacted, and what is attached to it ({several(names)}) is not.",
        next_step=f"Write in produce.toml what becomes of each (file = “{place}/{names[0]}”, with withheld or "
        "redactions), or attached = “the reason” for the whole once counsel has looked at each.",
    )


@dataclass
class _Pages:
    """The pages of one document on their way to what may be numbered."""

    given: Given
    piece: Piece
    stem: Path
    ask: Ask
    place: str
    item: Item
    depth: int
    pdf: Path | None = None
    pages: int = 0
    sheet: Sheet = Sheet.NONE
    why: str = ""
    with_family: bool = True
    keep_native: bool = False
    remade: bool = False
    redacted: RedactionReport | None = None
    handled: Mapping[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def run(self) -> None:
        """Every step in its order, until one finds that the document cannot go out as it is."""
        self.notes += self.piece.notes
        self.pdf, self.why = self.piece.pdf, self.piece.why
        self._privileged()
        if not self.problems:
            self._redact()
        for do in (self._handle, self._uncover, self._search, self._clean, self._try):
            if self.problems or self.pdf is None:
                break
            do()
        if self.pdf is None and self.sheet is Sheet.NONE:
            self.sheet = Sheet.NATIVE if self.piece.native_only else Sheet.UNREADABLE
        hidden = self.given.hidden_in(self.place)
        if hidden and (self.sheet is Sheet.NATIVE or self.item.native):
            what = f"would go out as the file it is, and with it {several(hidden)}."
            step = "Give the files in it as files of their own."
            self.problems.append(Problem(where="the file", what=what, next_step=step))

    def read(self) -> ReadPiece:
        """The document as it was taken in."""
        offered = Offered(
            name=self.piece.name,
            place=self.place,
            kind=str(self.piece.kind),
            pages=self.pages if self.pdf else 0,
            sha256=self.piece.sha256 or self.given.sha256,
            size=self.piece.size,
            depth=self.depth,
            sheet=self.sheet,
            why=self.why,
            metadata=self._told(),
            redacted=_reasons(self.redacted),
            md5=_md5(self.piece.native),
        )
        return ReadPiece(
            offered=offered,
            pdf=str(self.pdf or ""),
            native=str(self.piece.native),
            keep_native=self.keep_native,
            remade=self.remade,
            notes=tuple(self.notes),
            cautions=tuple(dict.fromkeys([*self.cautions, *(note for note in self.notes if note in _DAMAGED)])),
            detail=self.piece.detail,
            handled=self.handled,
        )

    def _told(self) -> Mapping[str, str]:
        """What it states of itself; once redacted, only the lines of its head that still stand on its first page."""
        stated = self.piece.metadata
        if not self.item.redactions:
            return dict(stated)
        words = "".join(text_of_page(self.pdf, 0).split()) if self.pdf and self.redacted else ""
        lines = {
            name: (line, stated.get("DATEASWRITTEN" if line == "Date" else name)) for name, line in _HEADER.items()
        }
        return {
            name: stated[name]
            for name, (line, value) in lines.items()
            if value and name in stated and f"{line}{''.join(value.split())}" in words
        }

    def _privileged(self) -> None:
        if self.piece.privileged or (self.pdf and inspect(self.pdf).privileged):
            what = "is marked as a privileged paper of this program and is in no production."
            step = "Take it out of the folder, or say in produce.toml that it is withheld."
            self.problems.append(Problem(where="the file", what=what, next_step=step))

    def _redact(self) -> None:
        if not self.item.redactions:
            return
        if self.pdf is None:
            what = f"has no pages here from which anything could be removed. {self.why}".strip()
            step = "Print it to a PDF and redact that, or say in produce.toml that it is withheld."
            self.problems.append(Problem(where="the file", what=what, next_step=step))
            return
        boxes = read_boxes(Path(self.given.folder) / self.item.redactions, self.pdf)
        target = self.stem.with_name(f"{self.stem.name}-redacted.pdf")
        self.redacted = redact(self.pdf, target, boxes)
        self.pdf = target
        self.notes += self.redacted.notes
        self.cautions += self.redacted.cautions
        self.problems += self.redacted.problems

    def _handle(self) -> None:
        assert self.pdf is not None
        duplicate_of = self.given.duplicate_of if self.depth == 0 else ""
        room = self.stem.with_name(f"{self.stem.name}-handled")
        done = handle(self.pdf, self.ask.handling, room, name=self.piece.name, duplicate_of=duplicate_of)
        self.handled = dict(done.record or {})
        self.notes += done.notes
        self.cautions += done.cautions
        self.problems += [Problem(where="the file", what=one.what, next_step=one.next_step) for one in done.problems]
        self.with_family = done.family
        if "signed" in self.handled and not self.redacted:
            hidden = self.given.hidden_in(self.place)
            self.keep_native = not hidden
            self.notes += [f"The signed original does not go along: {several(hidden)} is in it."] if hidden else []
        self.pdf = done.path
        if done.sheet and self.redacted:
            what = f"is redacted, and by what is chosen under [handling] none of its pages would go out: {done.sheet}"
            step = "Choose otherwise there, or say that it is withheld."
            self.problems.append(Problem(where="the file", what=what, next_step=step))
        elif done.sheet:
            self.pdf, self.why = None, done.sheet
            self.sheet = Sheet.NATIVE if done.native else Sheet.PLACEHOLDER

    def _uncover(self) -> None:
        """Refuse what only looks redacted: the office sees the words that could be read under the box."""
        assert self.pdf is not None
        found = covered_words(self.pdf)
        if why := self.item.covered:
            self.cautions += [f"{one.where}: {one.what} It goes out as it is: {why}" for one in found]
        else:
            self.problems += found

    def _search(self) -> None:
        if not self.ask.ocr:
            return
        assert self.pdf is not None
        result = ocr(self.pdf, self.stem.with_name(f"{self.stem.name}-searchable.pdf"))
        self.pdf = result.pdf or self.pdf
        self.notes += result.notes
        self.cautions += [result.problem] if result.problem else []

    def _clean(self) -> None:
        assert self.pdf is not None
        self.remade = self.pdf != self.piece.native
        cleaned = clean(self.pdf, self.stem.with_suffix(".pdf"))
        self.pdf, self.pages = cleaned.path, cleaned.pages
        self.notes += [note for note in cleaned.notes if note not in _SAID_BEFORE]
        self.problems += cleaned.problems

    def _try(self) -> None:
        """Find what would keep the pages from being numbered, on a copy in memory, before a number is reserved."""
        assert self.pdf is not None
        self.problems += _tried(self.pdf, self.pages, self.ask.longest, marks_of(self.ask, self.item))


_HEADER = {"FROM": "From", "TO": "To", "CC": "Cc", "BCC": "Bcc", "DOCDATE": "Date"}
"""What the log may tell of an e-mail, and how its page names each line."""
_DAMAGED = (converted.MENDED, MENDED)
_SAID_BEFORE = (COMMENTS, SIGNATURE, LOCKED)
"""What the copy that leaves says of itself, and what was done by the office's choice says better."""


def _tried(path: Path, pages: int, longest: str, marks: Endorsements) -> Sequence[Problem]:
    labels = dict.fromkeys(range(pages), longest)
    with open_pdf(path) as pdf:
        places = settle(pdf, path, labels, marks)
        if places.problems:
            return places.problems
        try:
            endorse_pages(pdf, labels, places.asked, layouts=places.layouts)
        except InputError as error:
            return [one for one in error.problems if isinstance(one, Problem)]
    return ()


def _reasons(report: RedactionReport | None) -> tuple[str, ...]:
    """What the log says of each reason for a redaction: on which pages, and why."""
    pages: dict[str, list[int]] = {}
    for one in report.boxes if report else ():
        pages.setdefault(one.box.reason or "no reason stated", []).append(one.box.page)
    return tuple(f"{reason} (page {', '.join(map(str, sorted(set(found))))})" for reason, found in pages.items())


def _md5(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, lambda: md5(usedforsecurity=False)).hexdigest()
