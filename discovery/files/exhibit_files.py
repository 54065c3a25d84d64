"""Reads an exhibit's file as far as a bundle needs it: usable with so many pages, or unusable and why."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf

from discovery.errors import InputError
from discovery.files.marks import PRIVILEGED
from discovery.files.originals import SourceFile, inspect, open_pdf
from discovery.files.writing import sha256_of


@dataclass(frozen=True)
class ExhibitFile:
    """One exhibit's file; `unread` is empty, or says in words fit to be served why a slip sheet takes its place."""

    path: Path
    sha256: str
    pages: int = 0
    privileged: bool = False
    notes: tuple[str, ...] = ()
    unread: str = ""
    detail: str = ""
    """For counsel: what exactly is wrong and what to do."""


def read_exhibit_file(path: Path) -> ExhibitFile:
    """What an exhibit's file is; a file that cannot be used is no exception, but says why."""
    try:
        source = inspect(path)
    except InputError as error:
        reason = _served_reason(path, error)
        return ExhibitFile(
            path, sha256_of(path), privileged=_is_privileged(path), unread=reason, detail=error.message
        )
    unread = _not_pages(source)
    detail = f"{path.name}: {unread} Print or export what it holds to PDF files, and list those." if unread else ""
    return ExhibitFile(path, source.sha256, source.pages, source.privileged, source.notes(), unread, detail)


def _is_privileged(path: Path) -> bool:
    """Whether a file that is no usable PDF bears the marker, such as the memo's .docx."""
    if _is_pdf(path):
        return PRIVILEGED.encode() in path.read_bytes()
    from discovery.files.finishing import is_privileged

    return is_privileged(path)


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as stream:
        return b"%PDF-" in stream.read(1024)


def _not_pages(source: SourceFile) -> str:
    """Why an opened file's pages are not what it holds, for the two kinds of PDF where that is so."""
    if source.portfolio:
        return "The file is a portfolio: what it holds is not on its pages."
    if not source.xfa:
        return ""
    with open_pdf(source.path) as pdf:
        dynamic = bool(pdf.Root.get(pikepdf.Name.NeedsRendering, False))
    return "The file is a dynamic form (XFA): what it holds is not on its pages." if dynamic else ""


def _served_reason(path: Path, error: InputError) -> str:
    if isinstance(error.__context__, pikepdf.PasswordError):
        return "The file opens only with a password."
    return "The file is damaged." if _is_pdf(path) else "The file is not a PDF."


def page_count(pdf: bytes | Path) -> int:
    """How many pages a PDF we have just made has."""
    with pikepdf.open(pdf if isinstance(pdf, Path) else BytesIO(pdf)) as opened:
        return len(opened.pages)
