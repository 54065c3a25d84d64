"""Whether a file is one of our privileged papers, whatever became of its name and properties."""

import re
from pathlib import Path

from discovery.errors import InputError
from discovery.files.edited import Edited
from discovery.files.marks import (
    PRIVILEGED,
    PRIVILEGED_BOOKMARK,
)

META = re.compile(r"<meta\s[^>]*keywords[^>]*>", re.I)


def is_privileged(path: Path) -> bool:
    """Whether a file bears the privileged marker: .docx, .pdf, .html or text, whatever its name says."""
    data = path.read_bytes()
    if data[:4] == b"PK\x03\x04":
        try:
            return is_privileged_word(Edited(path.name, data))
        except InputError:
            return PRIVILEGED.encode() in data
    if b"%PDF-" in data[:1024]:
        return _is_privileged_pdf(path, data)
    text = data[:65536].decode("utf-8-sig", "replace")
    return text.partition("\n")[0].strip() == PRIVILEGED or PRIVILEGED in "".join(META.findall(text))


def is_privileged_word(paper: Edited) -> bool:
    """Whether a paper in Word bears the marker."""
    # Word's document inspector removes properties, so the marker stands in the text as a hidden bookmark as well.
    return PRIVILEGED in paper.keywords() or PRIVILEGED_BOOKMARK in paper.bookmarks()


def _is_privileged_pdf(path: Path, data: bytes) -> bool:
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            said = str(pdf.docinfo.get("/Keywords", "")) if pdf.trailer.get("/Info") is not None else ""
            metadata = pdf.Root.get("/Metadata")
            packet = metadata.read_bytes() if isinstance(metadata, pikepdf.Stream) else b""
    except pikepdf.PdfError:
        # A broken or locked file is reported by whoever reads it; the marker may still stand in the open.
        return PRIVILEGED.encode() in data
    return PRIVILEGED in said or PRIVILEGED.encode() in packet
