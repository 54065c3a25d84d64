"""Makes the copy of a received PDF that may leave: what must not go out is out of it, its pages are as they were."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Name

from discovery.core.problems import Problem
from discovery.files.originals import inspect, mend, open_pdf, save_pdf
from discovery.files.readback import PageExpectation, prove
from discovery.files.scrub import scrub

_OF_THE_WHOLE = ("/OpenAction", "/AA", "/Metadata", "/PieceInfo", "/AF", "/Collection", "/Perms", "/SpiderInfo")


@dataclass(frozen=True)
class Cleaned:
    """A copy fit to be numbered and served, and what was done to make it one."""

    path: Path
    pages: int
    notes: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    """Pages that are not proved the same as the source's; the copy is then not to be used."""


def clean(source: Path, target: Path) -> Cleaned:
    """Write the copy and prove that each page's own content is the source's; the source is never written to."""
    described = inspect(source)
    odd = described.repaired or described.encrypted
    readable = mend(source, target.with_suffix(".mended.pdf"), described.sha256) if odd else source
    with open_pdf(readable) as pdf:
        notes = scrub(pdf)
        _forget(pdf, described.pdfa)
        save_pdf(pdf, target, described.sha256, pdfa=described.pdfa)
    unlike = _unlike(target, readable, described.pages)
    if odd:
        readable.unlink()
    return Cleaned(target, described.pages, (*described.notes(), *notes), unlike)


def _forget(pdf: pikepdf.Pdf, pdfa: str) -> None:
    """Drop what the file says about its making; a claim to PDF/A is kept, alone."""
    root = pdf.Root
    for key in _OF_THE_WHOLE:
        if key in root:
            del root[key]
    if Name.Info in pdf.trailer:
        del pdf.trailer[Name.Info]
    if pdfa:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["pdfaid:part"], metadata["pdfaid:conformance"] = pdfa[0], pdfa[1:].upper() or "B"


def _unlike(target: Path, source: Path, pages: int) -> tuple[Problem, ...]:
    expected: Sequence[PageExpectation] = [
        PageExpectation(page=page, source=source, source_page=page, served=True) for page in range(pages)
    ]
    return tuple(problem for verdict in prove(target, expected) for problem in verdict.problems)
