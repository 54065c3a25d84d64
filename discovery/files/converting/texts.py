"""Makes pages of text files, whatever their encoding and however long their lines, in memory that stays bounded."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pikepdf

from discovery.core.pieces import Format, Kind, is_wide
from discovery.files.converting.piece import Piece, Source
from discovery.files.converting.setting import CODED, COLUMNS, LINES, Words, let_go, set_pages, wrapped
from discovery.files.originals import save_pdf
from discovery.files.writing import sha256_of

CHUNK = 50
"""Pages set at a time: what is held in memory is theirs alone."""
_BLOCK = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LONG_LINES = f"Lines of more than {COLUMNS} characters are continued on the next line."
WINDOWS = "Its characters were read as Windows-1252, since the file does not say."
TOO_LONG = "The file is too long to be printed; it is produced in its own form."


@dataclass
class _Lines:
    """The lines of a text file as they stand on pages, counted as they are read."""

    path: Path
    encoding: str
    long: bool = False

    def pages(self) -> Iterator[list[str]]:
        """The lines of each page in turn."""
        page: list[str] = []
        for part in self.parts():
            if part == "\f":
                if page:
                    yield page
                page = []
                continue
            page.append(part)
            if len(page) == LINES:
                yield page
                page = []
        if page:
            yield page

    def parts(self) -> Iterator[str]:
        """Every line as it fits the page; a form feed stands for itself."""
        # A file that never breaks a line is read piece by piece.
        with self.path.open(encoding=self.encoding, errors="surrogateescape", newline=None) as stream:
            while line := stream.readline(_BLOCK):
                sheets = line.rstrip("\n").split("\f")
                for place, sheet in enumerate(sheets):
                    if place:
                        yield "\f"
                    fitted = list(wrapped(sheet)) if sheet or len(sheets) == 1 else []
                    self.long = self.long or len(fitted) > 1
                    yield from fitted


def read_text(source: Source, form: Format) -> Piece:
    """A text file's pages; of one too long to be printed, why there are none."""
    del form
    encoding = encoding_of(source.path)
    lines = _Lines(source.path, encoding)
    most = source.options.most_text_pages
    if source.path.stat().st_size > most * LINES * COLUMNS * 4:
        return _too_long(source, most)
    parts: list[Path] = []
    coded, pages = False, lines.pages()
    while chunk := list(islice(pages, CHUNK)):
        if (len(parts) + 1) * CHUNK > most:
            return _too_long(source, most)
        words = Words(pages=chunk)
        part = source.room / f"part-{len(parts):04d}.pdf"
        set_pages(words, part)
        if len(chunk) == CHUNK:
            let_go()
        parts.append(part)
        coded = coded or words.coded
    target = _joined(parts, source)
    notes = [WINDOWS] * (encoding == "cp1252") + [LONG_LINES] * lines.long + [CODED] * coded
    return source.piece(Kind.TEXT, pdf=target, notes=tuple(notes))


def _too_long(source: Source, most: int) -> Piece:
    detail = (
        f"{source.name} would fill more than {most:,} pages. Print the part that is needed to a PDF, and use that."
    )
    return source.piece(Kind.TEXT, why=TOO_LONG, native_only=True, detail=detail)


def _joined(parts: list[Path], source: Source) -> Path:
    target = source.room / "pages.pdf"
    if len(parts) == 1:
        return parts[0].rename(target)
    with pikepdf.new() as whole:
        opened = [pikepdf.open(part) for part in parts]
        for part in opened:
            whole.pages.extend(part.pages)
        save_pdf(whole, target, f"text {sha256_of(source.path)}")
        for part in opened:
            part.close()
    for path in parts:
        path.unlink()
    return target


def encoding_of(path: Path) -> str:
    """How a text file's characters are coded: as its mark says, else UTF-8 if all of it is, else Windows-1252."""
    with path.open("rb") as stream:
        head = stream.read(4096)
        for mark, encoding in _MARKS:
            if head.startswith(mark):
                return encoding
        if is_wide(head[::2], head[1::2]):
            return "utf-16-le"
        if is_wide(head[1::2], head[::2]):
            return "utf-16-be"
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := stream.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def decoded(data: bytes, stated: str = "") -> str:
    """Words from bytes whose encoding may be misstated: as stated if that works, else UTF-8, else Windows-1252."""
    for encoding in (stated, "utf-8-sig"):
        try:
            return data.decode(encoding) if encoding else data.decode("ascii")
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return data.decode("cp1252", "surrogateescape")
