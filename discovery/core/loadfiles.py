"""Load files: what a review program reads to take a production in, a row a document (DAT, CSV) or a page (OPT, LFP).

Concordance DAT: every value between þ (U+00FE), values parted by DC4 (U+0014), records by CR LF, a line end inside a
value as ® (U+00AE); there is no escape, so a sign of these in the data itself is replaced, as `replaced` tells.
Opticon OPT: seven fields parted by commas, no header, no quoting. IPRO LFP: IM,KEY,FLAG,OFFSET,@VOLUME;DIR;FILE;TYPE.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from types import SimpleNamespace
from typing import NamedTuple

FIELD, QUOTE, NEWLINE = "\x14", "\xfe", "\xae"
CRLF = "\r\n"
FIELDS = (
    "BEGBATES",
    "ENDBATES",
    "BEGATTACH",
    "ENDATTACH",
    "PARENTID",
    "ATTCHIDS",
    "PGCOUNT",
    "CUSTODIAN",
    "SOURCE",
    "DOCTYPE",
    "DESCRIPTION",
    "FILENAME",
    "FILEEXT",
    "FILESIZE",
    "DOCDATE",
    "DATESENT",
    "TIMESENT",
    "FROM",
    "TO",
    "CC",
    "BCC",
    "SUBJECT",
    "DATECREATED",
    "DATEMOD",
    "DURATION",
    "SHA256",
    "MD5HASH",
    "CONFIDENTIALITY",
    "REDACTED",
    "WITHHELD",
    "DUPLICATEOF",
    "PRODVOL",
    "RECEIVEDBATES",
    "PDFPATH",
    "NATIVEPATH",
    "TEXTPATH",
)
"""The columns of a DAT or CSV, in order; DOCDATE, DATESENT, DATECREATED and DATEMOD are MM/DD/YYYY."""

_REPLACED = {QUOTE: "’", FIELD: " ", NEWLINE: "(R)"}
_OPT_FORBIDDEN = (",", '"', "\r", "\n")


class Encoding(StrEnum):
    """How a DAT is written; review programs know the first only by its byte-order mark."""

    UTF8 = "utf-8"
    CP1252 = "cp1252"
    UTF16 = "utf-16"


_CODECS = {Encoding.UTF8: "utf-8", Encoding.CP1252: "cp1252", Encoding.UTF16: "utf-16-le"}
_MARKS = {Encoding.UTF8: b"\xef\xbb\xbf", Encoding.CP1252: b"", Encoding.UTF16: b"\xff\xfe"}


def dat(
    rows: Iterable[Mapping[str, str]],
    encoding: Encoding = Encoding.UTF8,
    fields: Sequence[str] = FIELDS,
) -> Iterator[bytes]:
    """A Concordance DAT, piece by piece: byte-order mark, header row, one row a document.

    What the format or the encoding cannot hold is replaced (`replaced` tells what that is).
    """
    yield _MARKS[encoding] + _dat_line(fields, encoding)
    for row in rows:
        yield _dat_line((_held(row.get(field, ""), encoding) for field in fields), encoding)


def _dat_line(values: Iterable[str], encoding: Encoding) -> bytes:
    line = FIELD.join(f"{QUOTE}{value}{QUOTE}" for value in values) + CRLF
    return line.encode(_CODECS[encoding])


def _held(value: str, encoding: Encoding) -> str:
    kept = _without_line_ends("".join(_REPLACED.get(sign, sign) for sign in value))
    return kept.encode(_CODECS[encoding], "replace").decode(_CODECS[encoding])


def replaced(
    row: Mapping[str, str], encoding: Encoding, fields: Sequence[str] = FIELDS
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each field of a row that a DAT cannot hold as it is, with the signs that are replaced in it."""
    for field in fields:
        odd = {sign for sign in row.get(field, "") if sign in _REPLACED or not _encodes(sign, encoding)}
        if odd:
            yield field, tuple(sorted(odd))


def _encodes(sign: str, encoding: Encoding) -> bool:
    try:
        sign.encode(_CODECS[encoding])
    except UnicodeEncodeError:
        return False
    return True


def _without_line_ends(value: str) -> str:
    """Each line end as the one sign for it, and no other sign that a reader takes for a line end."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return NEWLINE.join(" ".join(line.splitlines()) for line in lines)


def table(rows: Iterable[Mapping[str, str]], fields: Sequence[str] = FIELDS) -> Iterator[bytes]:
    """The same as CSV for people: UTF-8 with a byte-order mark, quoted where needed.

    A value that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    yield _MARKS[Encoding.UTF8] + _csv_line(fields)
    for row in rows:
        yield _csv_line([inert(row.get(field, "")) for field in fields])


def inert(value: str) -> str:
    """The value so that no spreadsheet takes it for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _csv_line(values: Iterable[str]) -> bytes:
    lines: list[str] = []
    csv.writer(SimpleNamespace(write=lines.append), lineterminator=CRLF).writerow(values)
    return "".join(lines).encode("utf-8", "replace")


class ImageRow(NamedTuple):
    """One image of a production: a page, or in document mode a whole PDF."""

    key: str
    """The page's Bates number; of a whole document, its first."""
    path: str
    """Under the volume's folder, with `/`."""
    pages: int
    """On a document's first row, how many pages it has; 0 on the others."""


def opticon(rows: Iterable[ImageRow], volume: str) -> Iterator[bytes]:
    """An Opticon OPT: key, volume, path, Y on a document's first row, two empty breaks, its page count."""
    for row in rows:
        _plain(row, volume)
        first = "Y" if row.pages else ""
        count = str(row.pages) if row.pages else ""
        yield f"{row.key},{volume},{_windows(row.path)},{first},,,{count}{CRLF}".encode("ascii")


_LFP_TYPES = {".tif": "2", ".jpg": "4", ".pdf": "6"}


def lfp(rows: Iterable[ImageRow], volume: str) -> Iterator[bytes]:
    """An IPRO LFP of single-page images, or of whole PDFs (then one row a document, offset 1)."""
    for row in rows:
        _plain(row, volume)
        folder, _, name = row.path.rpartition("/")
        kind = _LFP_TYPES[name[name.rindex(".") :]]
        offset = "1" if kind == "6" else "0"
        flag = "D" if row.pages else ""
        line = f"IM,{row.key},{flag},{offset},@{volume};{_windows(folder)};{name};{kind}{CRLF}"
        yield line.encode("ascii")


def _windows(path: str) -> str:
    return path.replace("/", "\\")


def _plain(row: ImageRow, volume: str) -> None:
    # Neither format has quoting: a comma in a path would be one field more, and the whole file would be read wrong.
    for text in (row.key, row.path, volume):
        if not text.isascii() or any(sign in text for sign in _OPT_FORBIDDEN) or ";" in text:
            raise ValueError(f"“{text}” cannot stand in a load file without quoting")


def us_date(iso: str) -> str:
    """An ISO date (2026-03-05, with or without a time) as load files have it: 03/05/2026; anything else is empty."""
    parts = iso[:10].split("-")
    if len(parts) != 3 or [len(part) for part in parts] != [4, 2, 2] or not all(part.isdigit() for part in parts):
        return ""
    year, month, day = parts
    return f"{month}/{day}/{year}"
