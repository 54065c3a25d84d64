"""Makes the files that are served of one document: its numbered PDF, its text, its images, its own bytes if wanted.

It is a function of what it is given and of one room on the disk, so that any worker can take it, and a run that was
cut off can go on with the next document.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

from discovery.core.cross_reference import run_read
from discovery.core.problems import Problem
from discovery.core.produced import Document, Sheet
from discovery.core.record import Record
from discovery.core.served import DocumentRow, PageRow, values_of
from discovery.files.page_images import write_images
from discovery.files.pdf import StampReport, stamp_file
from discovery.files.slips import write_slip
from discovery.files.taking_in import Ask, ReadPiece, marks_of
from discovery.files.texts import write_text
from discovery.files.volume import made_pages
from discovery.files.writing import sha256_of

IN_A_FOLDER = 1000
"""So many files at the most lie in one folder of a volume; review programs slow down beyond it."""


class Made(Record):
    """One document as made: its rows, and what our own report says of it."""

    row: DocumentRow
    pages: tuple[PageRow, ...]
    notes: tuple[str, ...] = ()
    sums: Mapping[str, str]
    """The sha256 of each file made, by its path under the volume."""


Refused = tuple[Problem, ...]
"""Why a document could not be made: its pages could not be proved right."""


def make_document(
    document: Document, piece: ReadPiece, root: Path, ordinal: int, first_page: int, ask: Ask
) -> Made | Refused:
    """Make the served files of one document under a volume's folder.

    `ordinal` counts documents and `first_page` pages of the production, from 0: folders are filled by them.
    """
    labels = document.numbers.labels()
    pdf = _place(root, "PDF", "PDF", ordinal, f"{document.begin}.pdf")
    source = Path(piece.pdf) if piece.pdf else _slip(document, pdf.with_suffix(".slip"), ask)
    pdf.unlink(missing_ok=True)
    try:
        report = stamp_file(source, pdf, labels, marks_of(ask, document.item), lock=True)
    finally:
        if not piece.pdf:
            source.unlink()
    if report.problems:
        place = document.offered.place
        return tuple(Problem(where=f"{place}, {one.where}", what=one.what) for one in report.problems)
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
        notes.append(_bare(bare, len(labels)))
    return Made(
        row=_row(document, files, sums, ask, run_read(report.received), remade=piece.remade),
        pages=_pages(document, pdf, report, [path.relative_to(root).as_posix() for path in images]),
        notes=tuple(dict.fromkeys(notes)),
        sums=sums,
    )


def _bare(bare: int, pages: int) -> str:
    """That a search finds nothing on some pages."""
    which = f"{bare} of its {pages} pages" if bare < pages else f"all its {pages} pages"
    return f"No text that a search finds stands on {'its page' if pages == 1 else which}."


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
    wanted = document.offered.sheet is Sheet.NATIVE or document.item.native or piece.keep_native
    if not wanted or document.item.hidden or document.offered.sheet is Sheet.UNREADABLE:
        return None
    ending = Path(document.offered.name).suffix.lower()
    ending = ending if ending.isascii() and ending[1:].isalnum() else ""
    path = _place(root, "NATIVES", "NAT", ordinal, f"{document.begin}{ending}")
    shutil.copyfile(piece.native, path)
    return path


def _images(pdf: Path, labels: tuple[str, ...], root: Path, first_page: int) -> tuple[Path, ...]:
    stems = [_place(root, "IMAGES", "IMG", first_page + page, label) for page, label in enumerate(labels)]
    return tuple(write_images(pdf, stems))


def _row(
    document: Document, files: Mapping[str, str], sums: Mapping[str, str], ask: Ask, received: str, *, remade: bool
) -> DocumentRow:
    return DocumentRow(
        begin=document.begin,
        end=str(document.numbers.end),
        pages=document.pages,
        sheet=document.offered.sheet,
        pdf=files["PDFPATH"],
        pdf_sha256=sums[files["PDFPATH"]],
        text=files["TEXTPATH"],
        native=files["NATIVEPATH"],
        source_sha256="" if document.item.hidden else document.offered.sha256,
        remade=remade,
        values=values_of(document, ask.volume, files, received),
    )


def _pages(document: Document, pdf: Path, report: StampReport, images: list[str]) -> tuple[PageRow, ...]:
    received = dict(enumerate(report.received))
    rows = []
    for page, (made, label) in enumerate(
        zip(made_pages(pdf, report.endorsed, report.verdicts), report.labels, strict=True)
    ):
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
                verdict=made.verdict,
                received=received.get(page) or "",
            )
        )
    return tuple(rows)
