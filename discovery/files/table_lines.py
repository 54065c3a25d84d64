"""Whether other page numbers fit on the lines on which a table's entries were laid out.

An entry ends with a leader of dots from its words to its number at the margin. A longer number takes the place of
dots; as long as some are left, no line breaks elsewhere, and every page keeps what stands on it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pypdfium2

DOTS = 3
"""No figure is wider than so many: in most typefaces two, and one where all signs are of one width."""
LEFT = 3
"""So many dots are to be left between the words and the number."""
_LEADER = re.compile(r"(.*[^.\s])\s*(\.{2,})\s*([^.]*)")


@dataclass(frozen=True)
class Entry:
    """An entry of a table: its words, the number it was laid out with, and the one it is to say."""

    words: str
    laid_out: str
    says: str


def fit(pdf: bytes, sheets: Iterable[int], entries: Sequence[Entry]) -> bool:
    """Whether each entry stands on these sheets with dots enough; the sheets from 1, both in their order."""
    lines = iter(_lines(pdf, sheets))
    return all(_fits(entry, next((line for line in lines if _ends(entry, line)), "")) for entry in entries)


def _lines(pdf: bytes, sheets: Iterable[int]) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            line for sheet in sheets for line in document[sheet - 1].get_textpage().get_text_bounded().splitlines()
        ]
    finally:
        document.close()


def _ends(entry: Entry, line: str) -> bool:
    """Whether the line is that on which the entry ends: the last of its words, dots, and the number laid out."""
    found = _LEADER.fullmatch(line.strip())
    if not found or found[3].split() != entry.laid_out.split():
        return False
    last = _letters(found[1])
    return bool(last) and _letters(entry.words).endswith(last)


def _fits(entry: Entry, line: str) -> bool:
    found = _LEADER.fullmatch(line.strip())
    longer = max(len(entry.says) - len(entry.laid_out), 0)
    return bool(found and len(found[2]) >= DOTS * longer + LEFT)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)
