"""What is wrong with a load file, whoever made it: read row by row, judged against its format and against itself.

Formats as in `loadfiles`. A reader of the other side's production meets every variant, so what only may be wrong
(no byte-order mark, an unusual column) is said as a remark, and what a review program would load wrong is a problem.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from discovery.core.loadfile_documents import read_csv, read_dat
from discovery.core.loadfile_images import read_lfp, read_opt
from discovery.core.loadfile_text import Chunks, Exists, Notes, decoded
from discovery.core.loadfiles import FIELD, QUOTE
from discovery.core.problems import Problem
from discovery.errors import InputError


class Format(StrEnum):
    """Which kind of load file it is."""

    DAT = "DAT"
    OPT = "OPT"
    LFP = "LFP"
    CSV = "CSV"


@dataclass(frozen=True)
class Linted:
    """What was read of a load file, and what is wrong with it."""

    format: Format
    encoding: str
    rows: int
    first: str = ""
    last: str = ""
    remarks: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        run = f", {self.first} to {self.last}" if self.first else ""
        lines = [f"{self.format}, {self.encoding}, {self.rows} rows{run}"]
        lines += [f"  Note: {remark}" for remark in self.remarks]
        if not self.problems:
            lines.append("  Every row agrees with the format and with the others.")
        return "\n".join(lines)


def lint(data: bytes | Chunks, name: str, exists: Exists | None = None) -> Linted:
    """Read a load file row by row and say what is wrong; InputError where it is none of the four formats.

    `data` is all of it, or what gives it piece by piece.
    """
    held = data
    text = decoded((lambda: (held,)) if isinstance(held, bytes) else held)
    kind = _format(text.head, name)
    notes = Notes(name, exists)
    if kind in (Format.DAT, Format.CSV):
        notes.remark(*text.remarks)
    reader = {Format.DAT: read_dat, Format.CSV: read_csv, Format.OPT: read_opt, Format.LFP: read_lfp}[kind]
    rows, first, last = reader(text, notes)
    return Linted(kind, text.said, rows, first, last, tuple(notes.remarks), tuple(notes.problems))


def _format(head: str, name: str) -> Format:
    if FIELD in head or head.startswith(QUOTE):
        return Format.DAT
    if re.match(r"(?:IM|VN|FT|OI),", head):
        return Format.LFP
    ending = name.rsplit(".", 1)[-1].upper()
    first = head.splitlines()[0] if head.strip() else ""
    if ending == "OPT" or (first.count(",") == 6 and first.split(",")[3] in ("Y", "")):
        return Format.OPT
    if ending in ("CSV", "LFP", "DAT"):
        return Format(ending)
    raise InputError(f"{name} is not a load file: it is no DAT, OPT, LFP or CSV. Give one of these.")
