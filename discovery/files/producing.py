"""What one process does for one file of a production: read it into documents, then make each document's served files.

Both steps are functions of what they are given and of one room on the disk, so that any worker can take them, and a
run that was cut off can go on with the next file.
"""

import shutil
from collections.abc import Iterator, Mapping
from hashlib import file_digest, md5, sha256
from pathlib import Path

from discovery.core.endorsements import Endorsements
from discovery.core.problems import Problem
from discovery.core.produced import Document, Item, Offered, Sheet
from discovery.core.record import Record
from discovery.core.redactions import RedactionReport
from discovery.core.served import DocumentRow, PageRow, values_of
from discovery.errors import InputError
from discovery.files.cleaning import clean
from discovery.files.converting import Piece, read_piece
from discovery.files.converting.ocr import OcrResult, ocr
from discovery.files.endorsing import endorse_pages
from discovery.files.leaks import covered_words
from discovery.files.originals import open_pdf
from discovery.files.page_images import write_images
from discovery.files.pdf import StampReport, stamp_file
from discovery.files.received import received_numbers
from discovery.files.redacting import redact
from discovery.files.redaction_files import read_boxes
from discovery.files.settling import settle
from discovery.files.slips import write_slip
from discovery.files.texts import write_text
from discovery.files.volume import made_pages
from discovery.files.writing import sha256_of

IN_A_FOLDER = 1000
"""So many files at the most lie in one folder of a volume; review programs slow down beyond it."""


_NO_PAPER_OF_OURS = 64_000_000
"""Bytes: what is larger is no paper this program wrote, and is not read whole to find that out."""


class ReadPiece(Record):
    """One document as read: what is known of it, and where its pages and its own bytes lie in the room."""

    offered: Offered
    pdf: str = ""
    native: str = ""
    signed: bool = False
    notes: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    """What the office must look at before it serves this."""
    detail: str = ""


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
    sample: bool = False
    draft: bool = True


class Made(Record):
    """One document as made: its rows, and what our own report says of it."""

    row: DocumentRow
    pages: tuple[PageRow, ...]
    notes: tuple[str, ...] = ()
    sums: Mapping[str, str]
    """The sha256 of each file made, by its path under the volume."""
    problems: tuple[Problem, ...] = ()


# --- reading -------------------------------------------------------------------------------------------------


def read_file(
    source: Path, place: str, digest: str, item: Item, room: Path, ask: Ask, passwords: Mapping[str, str]
) -> ReadFile:
    """Read one file into the documents of its family; what keeps it from being produced is among the problems."""
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(parents=True)
    pieces: list[ReadPiece] = []
    problems: list[Problem] = []
    if item.withheld:
        return ReadFile(place=place, sha256=digest, pieces=(_withheld(source, place, digest),))
    for index, (piece, depth) in enumerate(_below(read_piece(source, room, passwords=passwords), 0)):
        where = place if depth == 0 else f"{place}, {piece.name}"
        try:
            boxes = source.parents[place.count("/")] / item.redactions if item.redactions and not depth else None
            read, wrong = _read(piece, depth, item, room / f"{index:04d}", ask, boxes)
        except InputError as error:
            problems.append(Problem(where=where, what=error.message))
            continue
        pieces.append(read)
        problems += [Problem(where=f"{where}, {one.where}", what=one.what, next_step=one.next_step) for one in wrong]
    return ReadFile(place=place, sha256=digest, pieces=tuple(pieces), problems=tuple(problems))


def _below(piece: Piece, depth: int) -> Iterator[tuple[Piece, int]]:
    yield piece, depth
    for child in piece.children:
        yield from _below(child, depth + 1)


def _withheld(source: Path, place: str, digest: str) -> ReadPiece:
    """A file nobody outside sees: it is not even opened, and what was attached to it is withheld with it."""
    offered = Offered(
        name=source.name,
        place=place,
        kind="withheld",
        pages=0,
        sha256=digest,
        size=source.stat().st_size,
        sheet=Sheet.WITHHELD,
    )
    return ReadPiece(offered=offered, native=str(source))


def _read(
    piece: Piece, depth: int, item: Item, stem: Path, ask: Ask, boxes: Path | None
) -> tuple[ReadPiece, tuple[Problem, ...]]:
    offered = Offered(
        name=piece.name,
        place=item.file,
        kind=str(piece.kind),
        pages=0,
        sha256=piece.sha256,
        size=piece.size,
        depth=depth,
        metadata=dict(piece.metadata),
        md5=_md5(piece.native),
    )
    if piece.privileged or _is_privileged(piece.native):
        what = "is marked as a privileged paper of this program and is in no production."
        return _bare(piece, offered), (
            Problem(where="the file", what=what, next_step="Leave it out or withhold it."),
        )
    if piece.pdf is None:
        sheet = Sheet.NATIVE if piece.native_only else Sheet.UNREADABLE
        return _bare(piece, offered.model_copy(update={"sheet": sheet, "why": piece.why})), ()
    usable, redacted = _redacted(piece.pdf, stem, boxes) if boxes else (piece.pdf, None)
    if redacted and redacted.problems:
        return _bare(piece, offered), redacted.problems
    searchable = _searchable(usable, stem) if ask.ocr else OcrResult(None)
    cleaned = clean(searchable.pdf or usable, stem.with_suffix(".pdf"))
    problems = cleaned.problems or _tried(cleaned.path, cleaned.pages, ask, _marks(ask, item))
    covered = covered_words(cleaned.path)
    problems = (*problems, *(() if item.covered else covered))
    read = ReadPiece(
        offered=Offered.model_validate(
            offered.model_dump()
            | {"pages": cleaned.pages, "received": tuple(each or "" for each in received_numbers(cleaned.path))}
            | {"redacted": _reasons(redacted)}
        ),
        pdf=str(cleaned.path),
        native=str(piece.native),
        notes=(*piece.notes, *(redacted.notes if redacted else ()), *searchable.notes, *cleaned.notes),
        cautions=(
            *(redacted.cautions if redacted else ()),
            *(_let_out(covered, item)),
            *([searchable.problem] if searchable.problem else []),
        ),
        detail=piece.detail,
    )
    return read, problems


def _let_out(covered: tuple[Problem, ...], item: Item) -> tuple[str, ...]:
    """What lies under boxes and goes out all the same, for our own report."""
    return tuple(f"{one.where}: {one.what} It goes out as it is: {item.covered}" for one in covered)


def _redacted(pdf: Path, stem: Path, boxes: Path) -> tuple[Path, RedactionReport]:
    target = stem.with_name(f"{stem.name}-redacted.pdf")
    return target, redact(pdf, target, read_boxes(boxes, pdf))


def _reasons(report: RedactionReport | None) -> tuple[str, ...]:
    """What the log says of each reason for a redaction: on which pages, and why."""
    pages: dict[str, list[int]] = {}
    for one in report.boxes if report else ():
        pages.setdefault(one.box.reason or "no reason stated", []).append(one.box.page)
    return tuple(f"{reason} (page {', '.join(map(str, sorted(set(found))))})" for reason, found in pages.items())


def _searchable(pdf: Path, stem: Path) -> OcrResult:
    return ocr(pdf, stem.with_name(f"{stem.name}-searchable.pdf"))


def _is_privileged(path: Path) -> bool:
    if path.stat().st_size > _NO_PAPER_OF_OURS:
        return False
    from discovery.files.finishing import is_privileged

    return is_privileged(path)


def _md5(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, lambda: md5(usedforsecurity=False)).hexdigest()


def _marks(ask: Ask, item: Item) -> Endorsements:
    """What is printed on the pages of one document: what all bear, and its own legend in place of theirs."""
    return Endorsements.model_validate(ask.marks.model_dump() | {"legend": item.legend}) if item.legend else ask.marks


def _bare(piece: Piece, offered: Offered) -> ReadPiece:
    return ReadPiece(offered=offered, native=str(piece.native), notes=piece.notes, detail=piece.detail)


def _tried(path: Path, pages: int, ask: Ask, marks: Endorsements) -> tuple[Problem, ...]:
    """What would keep the pages from being numbered: found on a copy in memory before any number is reserved."""
    labels = dict.fromkeys(range(pages), ask.longest)
    with open_pdf(path) as pdf:
        places = settle(pdf, path, labels, marks)
        if places.problems:
            return places.problems
        try:
            endorse_pages(pdf, labels, places.asked, layouts=places.layouts)
        except InputError as error:
            return tuple(one for one in error.problems if isinstance(one, Problem))
    return ()


# --- making --------------------------------------------------------------------------------------------------


def make_document(document: Document, piece: ReadPiece, root: Path, ordinal: int, first_page: int, ask: Ask) -> Made:
    """Make the served files of one document under a volume's folder.

    `ordinal` counts documents and `first_page` pages of the production, from 0: folders are filled by them.
    """
    labels = document.numbers.labels()
    pdf = _place(root, "PDF", "PDF", ordinal, f"{document.begin}.pdf")
    source = Path(piece.pdf) if piece.pdf else _slip(document, pdf.with_suffix(".slip"), ask)
    pdf.unlink(missing_ok=True)
    try:
        report = stamp_file(source, pdf, labels, _marks(ask, document.item))
    finally:
        if not piece.pdf:
            source.unlink()
    if report.problems:
        return _unmade(document, report)
    text = _place(root, "TEXT", "TXT", ordinal, f"{document.begin}.txt")
    bare = write_text(pdf, text)
    native = _native(document, piece, root, ordinal)
    images = _images(pdf, labels, root, first_page) if ask.images else ()
    made = [pdf, text, *([native] if native else []), *images]
    sums = {path.relative_to(root).as_posix(): sha256_of(path) for path in made}
    files = {
        "PDFPATH": pdf.relative_to(root).as_posix(),
        "TEXTPATH": text.relative_to(root).as_posix(),
        "NATIVEPATH": native.relative_to(root).as_posix() if native else "",
    }
    notes = [*piece.notes, *report.notes, *piece.cautions]
    if bare and document.offered.sheet is Sheet.NONE:
        notes.append(f"{bare} of its {len(labels)} pages hold no text that a search finds.")
    return Made(
        row=_row(document, files, sums, ask),
        pages=_pages(document, pdf, report, [path.relative_to(root).as_posix() for path in images]),
        notes=tuple(dict.fromkeys(notes)),
        sums=sums,
    )


def _place(root: Path, kind: str, folder: str, ordinal: int, name: str) -> Path:
    path = root / kind / f"{folder}{ordinal // IN_A_FOLDER + 1:03d}" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _slip(document: Document, target: Path, ask: Ask) -> Path:
    data = write_slip(
        document.offered, document.description, document.item.withheld, sample=ask.sample, draft=ask.draft
    )
    target.write_bytes(data)
    return target


def _native(document: Document, piece: ReadPiece, root: Path, ordinal: int) -> Path | None:
    wanted = document.offered.sheet is Sheet.NATIVE or document.item.native or piece.signed
    if not wanted or document.withheld or document.item.redactions or document.offered.sheet is Sheet.UNREADABLE:
        return None
    ending = Path(document.offered.name).suffix.lower()
    ending = ending if ending.isascii() and ending[1:].isalnum() else ""
    path = _place(root, "NATIVES", "NAT", ordinal, f"{document.begin}{ending}")
    shutil.copyfile(piece.native, path)
    return path


def _images(pdf: Path, labels: tuple[str, ...], root: Path, first_page: int) -> tuple[Path, ...]:
    stems = [_place(root, "IMAGES", "IMG", first_page + page, label) for page, label in enumerate(labels)]
    return tuple(write_images(pdf, stems))


def _unmade(document: Document, report: StampReport) -> Made:
    place = document.offered.place
    problems = tuple(Problem(where=f"{place}, {one.where}", what=one.what) for one in report.problems)
    empty = sha256(b"").hexdigest()
    row = DocumentRow(
        begin=document.begin, end=str(document.numbers.end), pages=document.pages, pdf="", pdf_sha256=empty, values={}
    )
    return Made(row=row, pages=(), sums={}, problems=problems)


def _row(document: Document, files: Mapping[str, str], sums: Mapping[str, str], ask: Ask) -> DocumentRow:
    hidden = document.withheld or bool(document.item.redactions)
    return DocumentRow(
        begin=document.begin,
        end=str(document.numbers.end),
        pages=document.pages,
        sheet=document.offered.sheet,
        pdf=files["PDFPATH"],
        pdf_sha256=sums[files["PDFPATH"]],
        text=files["TEXTPATH"],
        native=files["NATIVEPATH"],
        source_sha256="" if hidden else document.offered.sha256,
        values=values_of(document, ask.volume, files),
    )


def _pages(document: Document, pdf: Path, report: StampReport, images: list[str]) -> tuple[PageRow, ...]:
    received = dict(enumerate(document.offered.received))
    rows = []
    for page, (made, label) in enumerate(zip(made_pages(pdf, report.endorsed), report.labels, strict=True)):
        assert made.place is not None
        rows.append(
            PageRow(
                label=label,
                document=document.begin,
                page=page + 1,
                place=made.place,
                boxed=made.boxed,
                others=made.others,
                color=made.color,
                shrink=made.shrink,
                marks=made.marks,
                content_sha256=made.content_sha256,
                image=images[page] if images else "",
                verdict="proved",
                received=received.get(page, ""),
            )
        )
    return tuple(rows)
