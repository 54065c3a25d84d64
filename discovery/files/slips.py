"""Sets the slip sheet that stands for a document without pages: a native file, a withheld one, an unreadable one."""

from collections.abc import Sequence

import typst

from discovery.core.enumerating import plain
from discovery.core.produced import Offered, Sheet
from discovery.files.sheets import DRAFT, SAMPLE, set_sheets
from discovery.files.typeset import NO_GLYPH

_HEADINGS = {
    Sheet.NATIVE: "Document produced in native format",
    Sheet.WITHHELD: "Document withheld",
    Sheet.UNREADABLE: "Document could not be read",
    Sheet.PLACEHOLDER: "Slip sheet",
}


def write_slip(offered: Offered, description: str, basis: str = "", *, sample: bool, draft: bool) -> bytes:
    """The one page that stands for a document; a name no font here can set is left to the load file."""
    lines = _lines(offered, description, basis)
    try:
        return _set(_HEADINGS[offered.sheet], lines, sample=sample, draft=draft)
    except typst.TypstError as error:
        if NO_GLYPH not in error.message:
            raise
    plain = ["".join(sign if sign.isascii() else "?" for sign in line) for line in lines]
    return _set(_HEADINGS[offered.sheet], plain, sample=sample, draft=draft)


def _lines(offered: Offered, description: str, basis: str) -> list[str]:
    if offered.sheet is Sheet.WITHHELD:
        return [description, f"Basis: {basis}"]
    duration = offered.metadata.get("DURATION", "")
    facts = [
        description,
        offered.file_name if offered.file_name != description else "",
        f"Duration: {duration}" if duration else "",
        offered.why,
        f"sha256 {offered.sha256[:32]} {offered.sha256[32:]}",
    ]
    return [plain(fact) for fact in facts if fact]


def _set(heading: str, lines: Sequence[str], *, sample: bool, draft: bool) -> bytes:
    banners = [*([SAMPLE] if sample else []), *([DRAFT] if draft else [])]
    return set_sheets("slip.typ", {"heading": heading, "lines": list(lines), "banners": banners})
