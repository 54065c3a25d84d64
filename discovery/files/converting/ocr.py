"""Makes scans searchable: OCRmyPDF reads the pages without text, and its invisible words are laid under the page.

Only the words are taken from what OCRmyPDF makes; the page itself (content, images, boxes, links) stays as it is, and
is looked at before and after. OCRmyPDF and Tesseract are optional.
"""

import importlib.util
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream

from discovery.errors import InputError
from discovery.files.originals import open_pdf, save_pdf
from discovery.files.writing import sha256_of

logging.getLogger("fontTools").addHandler(
    logging.NullHandler()
)  # OCRmyPDF has it write fonts; a terminal is no place for that

READ = "Pages without text were read by Tesseract (OCR) so that they can be searched; its words may have mistakes."
_LAYER = re.compile(rb"\Aq\s+((?:[-\d.\s]+cm\s+)*)/(OCR-[\w-]+)\s+Do\s+Q\s")
_LOOK = 0.5
_SECONDS_A_PAGE = 120


@dataclass(frozen=True)
class OcrResult:
    """What came of reading a PDF's pages."""

    pdf: Path | None
    """The searchable copy; None where no page was given words."""
    read: tuple[int, ...] = ()
    """Pages (from 1) that were given words."""
    bare: tuple[int, ...] = ()
    """Pages without text on which nothing was found, or which could not be read."""
    notes: tuple[str, ...] = ()
    problem: str = ""
    """Why nothing could be read, and what to do."""


def why_not() -> str:
    """What is missing for reading scans on this machine; empty where nothing is."""
    if importlib.util.find_spec("ocrmypdf") is None:
        # By its own name: a stranger's package may be called discovery where pip looks.
        return "OCRmyPDF is not installed. Install it beside this program: pipx inject discovery ocrmypdf (or pip)."
    if shutil.which("tesseract") is None:
        return "Tesseract is not installed. Install it (on Debian the package tesseract-ocr)."
    return ""


def ocr(pdf: Path, target: Path, *, language: str = "eng", jobs: int = 1) -> OcrResult:
    """Write a copy of a PDF whose pages without text can be searched; its pages with text stay as they are."""
    without = _without_text(pdf)
    if not without:
        return OcrResult(None)
    if missing := why_not():
        return OcrResult(None, bare=without, problem=missing)
    with tempfile.TemporaryDirectory(dir=target.parent) as room:
        try:
            made = _read(pdf, without, Path(room), language, jobs)
            read = _lay_under(pdf, made, without, target)
        except (InputError, subprocess.TimeoutExpired, pikepdf.PdfError) as error:
            problem = f"{pdf.name} could not be read by OCR ({_said(error)}). Its pages stay as they are."
            return OcrResult(None, bare=without, problem=problem)
    bare = tuple(page for page in without if page not in read)
    if not read:
        target.unlink()
        return OcrResult(None, bare=bare)
    changed = [page for page, before, after in _looks(pdf, target, read) if before != after]
    if changed:
        target.unlink()
        problem = (
            f"{pdf.name}: reading it would have changed the look of page {changed[0]}. Its pages stay as they are."
        )
        return OcrResult(None, bare=without, problem=problem)
    return OcrResult(target, read, bare, (READ,))


def _without_text(pdf: Path) -> tuple[int, ...]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(
            number
            for number, page in enumerate(document, start=1)
            if not page.get_textpage().get_text_bounded().strip()
        )
    finally:
        document.close()


def _read(pdf: Path, pages: tuple[int, ...], room: Path, language: str, jobs: int) -> Path:
    """What OCRmyPDF makes of those pages, in a folder of its own."""
    source, made = room / "in.pdf", room / "out.pdf"
    with open_pdf(pdf) as opened:  # without encryption and mended, as OCRmyPDF wants it
        save_pdf(opened, source, "to be read")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "ocrmypdf", "--mode", "skip", "--pages", _ranges(pages)),
            *("--output-type", "pdf", "--optimize", "0", "--rasterizer", "pypdfium", "--tagged-pdf-mode", "ignore"),
            *("--invalidate-digital-signatures", "--jobs", str(jobs), "--language", language, "--quiet"),
            *(str(source), str(made)),
        ],
        env={**os.environ, "OMP_THREAD_LIMIT": "1", "TMPDIR": str(room)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=60 + _SECONDS_A_PAGE * len(pages),
        check=False,
    )
    if not made.is_file():
        raise InputError(" ".join(done.stderr.split()) or "OCRmyPDF gave no reason")
    return made


def _ranges(pages: tuple[int, ...]) -> str:
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ",".join(f"{first}-{last}" for first, last in runs)


def _lay_under(pdf: Path, made: Path, pages: tuple[int, ...], target: Path) -> tuple[int, ...]:
    """Put each page's words before its own content; the pages that were given any."""
    read = []
    with open_pdf(pdf) as own, pikepdf.open(made) as other:
        for number in pages:
            found = _words_of(other.pages[number - 1].obj)
            if found is None:
                continue
            matrix, layer = found
            _put(own, own.pages[number - 1].obj, matrix, own.copy_foreign(layer))
            read.append(number)
        save_pdf(own, target, f"read {sha256_of(pdf)}")
    return tuple(read)


def _words_of(page: pikepdf.Object) -> tuple[bytes, pikepdf.Object] | None:
    """Where OCRmyPDF set its words, and the form that holds them; nothing where it found none."""
    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, Array) else [contents]
    data = b"\n".join(stream.read_bytes() for stream in streams if isinstance(stream, Stream))
    found = _LAYER.match(data)
    if found is None:
        return None
    layer = page.Resources.XObject[f"/{found[2].decode('ascii')}"]
    return (found[1], layer) if b"Tj" in layer.read_bytes() or b"TJ" in layer.read_bytes() else None


def _put(pdf: pikepdf.Pdf, page: pikepdf.Object, matrix: bytes, layer: pikepdf.Object) -> None:
    resources = _copy(page.get("/Resources"))
    drawn = _copy(resources.get("/XObject"))
    name = next(f"/Ocr{number}" for number in range(len(drawn) + 1) if f"/Ocr{number}" not in drawn)
    drawn[name] = pdf.make_indirect(layer)
    resources["/XObject"] = drawn
    page["/Resources"] = resources
    words = Stream(pdf, b"q\n" + matrix + name.encode("ascii") + b" Do\nQ\n")
    contents = page.get("/Contents")
    own = list(contents) if isinstance(contents, Array) else [contents] if isinstance(contents, Stream) else []
    page[Name.Contents] = Array([pdf.make_indirect(words), *own])


def _copy(held: object) -> Dictionary:
    """A dictionary that may be shared with other pages, to be added to for one page alone."""
    return Dictionary(dict(held.items())) if isinstance(held, Dictionary) else Dictionary()


def _looks(before: Path, after: Path, pages: tuple[int, ...]) -> Iterator[tuple[int, bytes, bytes]]:
    one, two = pypdfium2.PdfDocument(before), pypdfium2.PdfDocument(after)
    try:
        for number in pages:
            looks = [bytes(each[number - 1].render(scale=_LOOK, grayscale=True).buffer) for each in (one, two)]
            yield number, looks[0], looks[1]
    finally:
        one.close()
        two.close()


def _said(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
