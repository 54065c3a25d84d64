"""PDF/A: whether a file is what it says, tested on its structure, and making it so where nothing needs to be guessed.

The test knows what is allowed and reports all else, so it never passes a file that is not PDF/A; of what it does not
know it says so. Making a file PDF/A adds what it must say of itself and of its colors; it draws nothing anew, so a
file whose fonts are not in it stays what it is.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pikepdf

_FLAVOURS = {"1": "1b", "2": "2b", "3": "3b"}
MADE = "2b"

_IN_WORDS = (
    (r"not embedded|no embedded font|FontFile|font program", "a font is not in the file"),
    (r"each side must be", "a page is larger or smaller than PDF/A allows"),
    (r"PDF version|/2\.0", "it is of a later version than PDF/A knows"),
    (r"parse content|current font|without matching", "the content of a page is faulty"),
    (r"interactive form|/AcroForm", "it has form fields"),
    (r"mbedded file|/EF\b|ssociated file|/AF\b|UseAttachments", "files are attached to it"),
    (r"ptional content|/OC|UseOC", "it has layers"),
    (r"nnot", "it has comments"),
    (r"ction\b|JavaScript|/AA\b", "it holds actions"),
    (r"ncrypt|permissions|NeedsRendering", "it is signed, locked or a form for Adobe Reader"),
    (r"filter|LZW|JPX|JPEG ?2000", "its images are stored in a way that PDF/A rules out"),
    (r"transparen|/SMask|soft mask|blend|/CA\b|/ca\b", "it has transparency"),
    (r"Type 3|pattern|shading|Separation|transfer function", "it has fonts, patterns or colors of a rare kind"),
    (r"OutputIntent|output intent|Device(?:RGB|CMYK|Gray)|colou?r", "its colors have no stated meaning"),
    (r"glyph|width|CMap|ToUnicode|CIDSet|CIDToGID|encoding|font", "a font in it is not as PDF/A wants it"),
    (r"XMP|metadata|pdfaid|Info", "what it says of itself is missing or wrong"),
    (r"unrecognized key", "it holds private entries"),
)
_TRAILER = {"/Root", "/Info", "/ID", "/Size", "/Prev"}
_PRIVATE = ("/SpiderInfo", "/PieceInfo", "/ADBE_FillSignInfo")


def pdfa_faults(path: Path, claim: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Why a file is not the PDF/A it claims to be, and what our test could not tell; both in words, each once."""
    flavour = _FLAVOURS.get(claim[:1])
    if flavour is None:
        return (), (f"PDF/A-{claim}, which our test does not know",)
    from pikepdf.pdfa import validate_written

    report = validate_written(path, flavour)
    # What breaks a rule of the standard is a fault, also where our test knows no rest of it.
    faults = [each for each in report.findings if each.kind == "violation" or each.rule.startswith("ISO")]
    unknown = [each for each in report.findings if each not in faults]
    return tuple(dict.fromkeys(_words(faults))), tuple(dict.fromkeys(_words(unknown)))


def _words(findings: Iterable[Any]) -> Iterator[str]:
    for each in findings:
        yield next(
            (words for pattern, words in _IN_WORDS if re.search(pattern, each.message)),
            f"it does not keep rule {each.rule.rpartition(':')[2]}",
        )


def make_pdfa(pdf: pikepdf.Pdf) -> None:
    """Give an opened file what PDF/A-2b asks besides its pages, in memory; whether it then is one is to be tested."""
    from pikepdf.pdfa import prepare

    prepare(pdf, MADE)
    # The day of this run and the names of tools are no part of what is filed, and would change the bytes every time.
    for key in ("/Metadata", *_PRIVATE):
        if key in pdf.Root:
            del pdf.Root[key]
    for foreign in [name for name, _ in pdf.trailer.items() if name not in _TRAILER or name == "/Info"]:
        del pdf.trailer[foreign]
    _drop_empty_form(pdf)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["pdfaid:part"], metadata["pdfaid:conformance"] = MADE[0], MADE[1:].upper()


def _drop_empty_form(pdf: pikepdf.Pdf) -> None:
    form = pdf.Root.get("/AcroForm")
    fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
    if isinstance(form, pikepdf.Dictionary) and not (isinstance(fields, pikepdf.Array) and len(fields)):
        del pdf.Root["/AcroForm"]
