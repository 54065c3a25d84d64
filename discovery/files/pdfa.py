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
    (r"glyph|width|CMap|ToUnicode|CIDSet|encoding", "a font in it is not as PDF/A wants it"),
    (r"transparen|/SMask|soft mask|blend|/CA\b|/ca\b", "it has transparency"),
    (r"OutputIntent|output intent|Device(?:RGB|CMYK|Gray)|colou?r", "its colors have no stated meaning"),
    (r"XMP|metadata|pdfaid|Info", "what it says of itself is missing or wrong"),
    (r"action|JavaScript|/AA\b", "it holds actions that PDF/A rules out"),
    (r"nnot", "it has comments or fields that PDF/A rules out"),
    (r"mbedded file|/EF\b|attach", "files are attached to it"),
    (r"ptional content|/OC", "it has layers that PDF/A rules out"),
    (r"ncrypt", "it is encrypted"),
    (r"filter|LZW|JPX|JPEG ?2000", "its images are stored in a way that PDF/A rules out"),
)


def pdfa_faults(path: Path, claim: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Why a file is not the PDF/A it claims to be, and what our test could not tell; both in words, each once."""
    flavour = _FLAVOURS.get(claim[:1])
    if flavour is None:
        return (), (f"PDF/A-{claim}, which our test does not know",)
    from pikepdf.pdfa import validate_written

    report = validate_written(path, flavour)
    return tuple(_words(report.violations)), tuple(_words(report.unsupported))


def _words(findings: Iterable[Any]) -> Iterator[str]:
    said = set()
    for each in findings:
        sentence = next(
            (words for pattern, words in _IN_WORDS if re.search(pattern, each.message)),
            f"rule {each.rule.rpartition(':')[2]} of the standard or of our test",
        )
        if sentence not in said:
            said.add(sentence)
            yield sentence


def make_pdfa(pdf: pikepdf.Pdf) -> None:
    """Give an opened file what PDF/A-2b asks besides its pages, in memory; whether it then is one is to be tested."""
    from pikepdf.pdfa import prepare

    prepare(pdf, MADE)
    # The day of this run and the names of tools are no part of what is filed, and would change the bytes every time.
    for key in ("/Metadata", "/PieceInfo"):
        if key in pdf.Root:
            del pdf.Root[key]
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["pdfaid:part"], metadata["pdfaid:conformance"] = MADE[0], MADE[1:].upper()
