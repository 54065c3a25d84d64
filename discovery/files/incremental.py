"""Write what was changed in a PDF behind the original file, whose bytes stay the first part of the new one.

Only objects that differ from the original's are written, then a cross-reference section of the same kind as the
original's last one (ISO 32000-2, 7.5.6 and 7.5.8): a table after a table, a stream after a stream, with everything
the original's trailer says. No clock and no chance go into it: the same changes give the same bytes.
"""

import re
import shutil
import zlib
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Stream

from discovery.errors import InputError
from discovery.files.originals import NO_FAULT

_OF_A_SECTION = frozenset(
    ("/Size", "/Prev", "/XRefStm", "/Type", "/W", "/Index", "/Filter", "/DecodeParms", "/Length", "/Encrypt", "/ID")
)
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_TAIL = 2048
_LARGEST = 2**32

Identity = tuple[int, int]
"""An object's number and generation."""


def why_not(path: Path, password: str = "") -> str:
    """Why an update cannot be put behind a file that opens; empty where it can."""
    with pikepdf.open(path, password=password, inherit_page_attributes=False) as pdf:
        if pdf.is_encrypted:
            return "it is encrypted, and what stands behind an encrypted file would have to be encrypted as it is"
        # Only what is wrong with the cross-reference sections is remarked before any page is looked at.
        if any(NO_FAULT not in remark for remark in pdf.get_warnings()):
            return "it is damaged, and what stands behind a damaged file is read by guesswork"
    with path.open("rb") as file:
        if not file.read(8).startswith(b"%PDF-"):
            return "something stands before the PDF in the file"
    if path.stat().st_size >= _LARGEST - 2**28:
        return "it is larger than 3.75 GB"
    return "" if _last_section(path) is not None else "its end is not that of a PDF"


def sha256_of_first(path: Path, length: int) -> str:
    """The sha256 of a file's first bytes: of the original, where it is kept there."""
    digest = sha256()
    with path.open("rb") as file:
        while length > 0 and (part := file.read(min(length, 1 << 20))):
            digest.update(part)
            length -= len(part)
    return digest.hexdigest() if not length else ""


def append_changes(pdf: pikepdf.Pdf, original: Path, target: Path, seed: str) -> None:
    """Write `original`, and behind it all in which `pdf`, opened from it and changed, differs from it.

    `seed` says what the file was made from, for the second half of its identity.
    """
    section = _last_section(original)
    if section is None:
        raise InputError(f"{original.name} cannot be kept as the first part: its end is not that of a PDF.")
    start, is_table = section
    with original.open("rb") as first, target.open("wb") as out:
        shutil.copyfileobj(first, out)
        first.seek(-1, 2)
        if first.read(1) not in b"\r\n":
            out.write(b"\n")
        places: dict[Identity, int] = {}
        for identity, body in _changed(pdf, original):
            places[identity] = out.tell()
            out.write(b"%d %d obj\n%b\nendobj\n" % (*identity, body))
        trailer = _trailer(pdf, start, seed)
        (_write_table if is_table else _write_stream)(out, places, trailer, pdf)


def _last_section(path: Path) -> tuple[int, bool] | None:
    """Where the file's last cross-reference section begins, and whether it is a table; None where it says nowhere."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        found = _START.findall(file.read())
        if not found or int(found[-1]) >= size:
            return None
        file.seek(int(found[-1]))
        head = file.read(32).lstrip()
    if head.startswith(b"xref"):
        return int(found[-1]), True
    return (int(found[-1]), False) if re.match(rb"\d+\s+\d+\s+obj", head) else None


def _changed(pdf: pikepdf.Pdf, original: Path) -> Iterator[tuple[Identity, bytes]]:
    """Every object that the original does not hold so, as it is to be written, by number."""
    with pikepdf.open(original, inherit_page_attributes=False) as before:
        held = {one.objgen: _said(one) for one in _objects(before)}
    for one in sorted(_objects(pdf), key=lambda each: each.objgen):
        said = _said(one)
        if held.get(one.objgen) == said:
            continue
        if isinstance(one, Stream):
            data = one.read_raw_bytes()
            said = b"%b\nstream\n%b\nendstream" % (_dictionary(one, len(data)), data)
        yield one.objgen, said


def _objects(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Every object, numbers and names too, which otherwise come without their identity."""
    with pikepdf.explicit_conversion():
        return list(pdf.objects)


def _said(one: pikepdf.Object) -> bytes:
    """An object written out; of a stream only what it says of itself, for no stream of the original is rewritten."""
    return one.stream_dict.unparse(resolved=True) if isinstance(one, Stream) else one.unparse(resolved=True)


def _dictionary(stream: Stream, length: int) -> bytes:
    stream.stream_dict["/Length"] = length
    return stream.stream_dict.unparse(resolved=True)


def _trailer(pdf: pikepdf.Pdf, previous: int, seed: str) -> dict[str, bytes]:
    """Everything the original's trailer says, as it is written, and what belongs to an update."""
    said = {key: _written(pdf.trailer[key]) for key in sorted(pdf.trailer.keys()) if key not in _OF_A_SECTION}
    identity = pdf.trailer.get("/ID")
    if isinstance(identity, Array) and len(identity) == 2:
        own = sha256(seed.encode("utf-8")).hexdigest()[:32].encode("ascii")
        said["/ID"] = b"[<%b><%b>]" % (bytes(identity[0]).hex().encode("ascii"), own)
    return said | {"/Prev": b"%d" % previous}


def _written(value: object) -> bytes:
    if isinstance(value, pikepdf.Object):
        return value.unparse()
    return pikepdf.Array([value]).unparse()[1:-1].strip()


def _pairs(entries: Mapping[str, bytes]) -> bytes:
    return b" ".join(key.encode("latin-1") + b" " + value for key, value in entries.items())


def _size(pdf: pikepdf.Pdf, places: Mapping[Identity, int]) -> int:
    stated = pdf.trailer.get("/Size", 0)
    return max([number for number, _ in places] + [int(stated) - 1 if isinstance(stated, int) else 0]) + 1


def _runs(places: Mapping[Identity, int]) -> list[list[Identity]]:
    """The objects in runs whose numbers follow one another."""
    ordered = sorted(places)
    numbered = groupby(enumerate(ordered), key=lambda pair: pair[1][0] - pair[0])
    return [[identity for _, identity in run] for _, run in numbered]


def _write_table(out: BinaryIO, places: Mapping[Identity, int], trailer: dict[str, bytes], pdf: pikepdf.Pdf) -> None:
    at = out.tell()
    out.write(b"xref\n")
    for run in _runs(places):
        out.write(b"%d %d\n" % (run[0][0], len(run)))
        for identity in run:
            out.write(b"%010d %05d n \n" % (places[identity], identity[1]))
    entries = trailer | {"/Size": b"%d" % _size(pdf, places)}
    out.write(b"trailer\n<< %b >>\nstartxref\n%d\n%%%%EOF\n" % (_pairs(entries), at))


def _write_stream(out: BinaryIO, places: Mapping[Identity, int], trailer: dict[str, bytes], pdf: pikepdf.Pdf) -> None:
    at, number = out.tell(), _size(pdf, places)
    all_places = {**places, (number, 0): at}
    runs = _runs(all_places)
    rows = b"".join(
        b"\x01" + all_places[identity].to_bytes(4, "big") + identity[1].to_bytes(2, "big")
        for run in runs
        for identity in run
    )
    data = zlib.compress(rows, 9)
    index = b" ".join(b"%d %d" % (run[0][0], len(run)) for run in runs)
    entries = trailer | {
        "/Type": b"/XRef",
        "/Size": b"%d" % (number + 1),
        "/W": b"[1 4 2]",
        "/Index": b"[%b]" % index,
        "/Filter": b"/FlateDecode",
        "/Length": b"%d" % len(data),
    }
    out.write(b"%d 0 obj\n<< %b >>\nstream\n%b\nendstream\nendobj\n" % (number, _pairs(entries), data))
    out.write(b"startxref\n%d\n%%%%EOF\n" % at)
