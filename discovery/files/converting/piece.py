"""What came of one received file: its pages, its family, or why a placeholder stands for it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from discovery.core.pieces import Kind, name_inside
from discovery.files.writing import sha256_of

UNNAMED = "(not named here)"


@dataclass(frozen=True)
class Piece:
    """One received file and what it became; a family is a piece with its children."""

    name: str
    """As received, or as the attachment was named."""
    kind: Kind
    native: Path
    """The file as received; an attachment's bytes are written out in the room."""
    sha256: str
    size: int
    pdf: Path | None = None
    """Its pages, ready to be numbered; None: a slip sheet stands for it."""
    why: str = ""
    """Why there are no pages, in words fit to be served."""
    native_only: bool = False
    """Without pages: True, it is produced as it is (sound, film, unknown types); False, it could not be read."""
    detail: str = ""
    """For our own side: what exactly is wrong, and what to do."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """Load-file fields that the file itself states, by field name, sorted; dates are ISO dates."""
    notes: tuple[str, ...] = ()
    """What was done, a sentence each, fit to be served."""
    children: tuple["Piece", ...] = ()
    """Attachments, in their order."""
    privileged: bool = False
    """It bears the mark of a privileged paper of this program: it has no pages and may not be served."""


@dataclass(frozen=True)
class ConvertOptions:
    """How received files are read."""

    native_spreadsheets: bool = False
    """Spreadsheets get a slip sheet and are produced as they are."""
    office_seconds: float = 180
    """How long LibreOffice may take over one file."""
    depth: int = 6
    """How deep attachments of attachments are followed."""
    most_pixels: int = 178_956_970
    """A picture with more is refused, before it is unpacked (the limit Pillow sets itself)."""
    most_text_pages: int = 3_000
    """A longer text file is produced as it is."""
    ocr: bool = False
    """Pages without text are made searchable, where OCRmyPDF and Tesseract are installed."""
    ocr_language: str = "eng"
    unnamed: frozenset[str] = frozenset()
    """Names of files inside that no page is to print: they are withheld or redacted."""


@dataclass(frozen=True)
class Source:
    """A file to be read, where to work, and how: what every reader is handed."""

    name: str
    path: Path
    room: Path
    passwords: Mapping[str, str]
    options: ConvertOptions
    depth: int = 0
    sha256: str = ""
    """Of the file's bytes, once it is known."""

    def piece(
        self,
        kind: Kind,
        *,
        pdf: Path | None = None,
        why: str = "",
        native_only: bool = False,
        detail: str = "",
        metadata: Mapping[str, str] | None = None,
        notes: tuple[str, ...] = (),
        children: tuple[Piece, ...] = (),
    ) -> Piece:
        """What came of this file."""
        said = {key: value for key, value in sorted((metadata or {}).items()) if value}
        return Piece(
            self.name,
            kind,
            self.path,
            self.sha256 or sha256_of(self.path),
            self.path.stat().st_size,
            pdf,
            why,
            native_only,
            detail,
            said,
            notes,
            children,
        )

    def listed(self, name: str, words: str = "") -> str:
        """A file inside it as the page that lists it says (`words`, or its name), unless it is not to be named."""
        return UNNAMED if name_inside(name) in self.options.unnamed else words or name

    def withheld(self, kind: Kind) -> Piece:
        """The piece of a privileged paper of this program, which may not be served."""
        detail = f"{self.name} is a privileged paper of this program. Leave it out."
        return replace(self.piece(kind, why="The file is withheld.", detail=detail), privileged=True)


def safe_name(name: str) -> str:
    """A name that is one plain file name on every disk: no folders, no controls, not too long, never empty."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    plain = re.sub(r'[\x00-\x1f\x7f<>:"|?*]', "_", plain).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and stem and len(ending) <= 10:
        return f"{stem[:80]}.{ending}"
    return plain[:80] or "unnamed"
