"""Write what was changed in a PDF behind the original file, whose bytes stay the first part of the new one.

Only objects that differ from the original's are written, then a cross-reference section of the same kind as the
original's last one (ISO 32000-2, 7.5.6 and 7.5.8): a table after a table, a stream after a stream, with everything
the original's trailer says. No clock and no chance go into it: the same changes give the same bytes.
"""

import re
import shutil
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
_TOGETHER = 100  # objects in one stream, as qpdf does it
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
        added = _Added(out, pdf, start, seed)
        waiting = []
        for identity, body, is_stream in _changed(pdf, original):
            if is_table or is_stream or identity[1]:
                added.write(identity, body)
            else:
                waiting.append((identity[0], body))
        for at in range(0, len(waiting), _TOGETHER):
            added.pack(waiting[at : at + _TOGETHER])
        (added.table if is_table else added.stream)()


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


def _changed(pdf: pikepdf.Pdf, original: Path) -> Iterator[tuple[Identity, bytes, bool]]:
    """Every object that the original does not hold so, as it is to be written, and whether it is a stream."""
    with pikepdf.open(original, inherit_page_attributes=False) as before:
        held = {one.objgen: _said(one) for one in _objects(before)}
    for one in sorted(_objects(pdf), key=lambda each: each.objgen):
        said = _said(one)
        if held.get(one.objgen) == said:
            continue
        if isinstance(one, Stream):
            yield one.objgen, _stream(one), True
        else:
            yield one.objgen, said, False


def _objects(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Every object, numbers and names too, which otherwise come without their identity."""
    with pikepdf.explicit_conversion():
        return list(pdf.objects)


def _said(one: pikepdf.Object) -> bytes:
    """An object written out; of a stream only what it says of itself, for no stream of the original is rewritten."""
    return one.stream_dict.unparse(resolved=True) if isinstance(one, Stream) else one.unparse(resolved=True)


def _stream(one: Stream) -> bytes:
    """A new stream as it is to be written, packed where that makes it smaller."""
    data, said = one.read_raw_bytes(), pikepdf.Dictionary(dict(one.stream_dict.items()))
    packed = data if "/Filter" in said else zlib.compress(data, 9)
    if len(packed) + len("/Filter /FlateDecode ") < len(data):
        said["/Filter"], data = pikepdf.Name.FlateDecode, packed
    said["/Length"] = len(data)
    return b"%b\nstream\n%b\nendstream" % (said.unparse(resolved=True), data)


class _Added:
    """What is written behind the original, and where each object of it stands."""

    def __init__(self, out: BinaryIO, pdf: pikepdf.Pdf, previous: int, seed: str) -> None:
        self.out = out
        self.trailer = _trailer(pdf, previous, seed)
        self.places: dict[Identity, int] = {}
        self.packed: dict[int, tuple[int, int]] = {}
        """By an object's number, the stream of objects that holds it and its place there."""
        stated = pdf.trailer.get("/Size", 0)
        numbers = [one.objgen[0] for one in _objects(pdf)]
        self.size = max([stated if isinstance(stated, int) else 0, *(number + 1 for number in numbers)])

    def write(self, identity: Identity, body: bytes) -> None:
        """One object, as it is."""
        self.places[identity] = self.out.tell()
        self.out.write(b"%d %d obj\n%b\nendobj\n" % (*identity, body))

    def pack(self, objects: Sequence[tuple[int, bytes]]) -> None:
        """Several objects in one stream."""
        head, bodies = b"", b""
        for index, (number, body) in enumerate(objects):
            head += b"%d %d " % (number, len(bodies))
            bodies += body + b"\n"
            self.packed[number] = self.size, index
        data = zlib.compress(head + bodies, 9)
        said = b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>" % (
            len(objects),
            len(head),
            len(data),
        )
        self.write((self.size, 0), b"%b\nstream\n%b\nendstream" % (said, data))
        self.size += 1

    def table(self) -> None:
        """The table of what was written, and the end of the file."""
        at, rows = self.out.tell(), {number: (place, age) for (number, age), place in self.places.items()}
        self.out.write(b"xref\n")
        for run in _runs(rows):
            self.out.write(b"%d %d\n" % (run[0], len(run)))
            for number in run:
                self.out.write(b"%010d %05d n \n" % rows[number])
        self.out.write(b"trailer\n<< %b >>\n" % _pairs(self.trailer | {"/Size": b"%d" % self.size}))
        self.out.write(b"startxref\n%d\n%%%%EOF\n" % at)

    def stream(self) -> None:
        """The same as a stream, which also says what stands in streams of objects."""
        at, own = self.out.tell(), self.size
        rows = {number: (1, place, generation) for (number, generation), place in self.places.items()}
        rows |= {number: (2, *where) for number, where in self.packed.items()}
        rows[own] = 1, at, 0
        runs = _runs(rows)
        data = zlib.compress(b"".join(struct.pack(">BIH", *rows[number]) for run in runs for number in run), 9)
        entries = self.trailer | {
            "/Type": b"/XRef",
            "/Size": b"%d" % (own + 1),
            "/W": b"[1 4 2]",
            "/Index": b"[%b]" % b" ".join(b"%d %d" % (run[0], len(run)) for run in runs),
            "/Filter": b"/FlateDecode",
            "/Length": b"%d" % len(data),
        }
        self.out.write(b"%d 0 obj\n<< %b >>\nstream\n%b\nendstream\nendobj\n" % (own, _pairs(entries), data))
        self.out.write(b"startxref\n%d\n%%%%EOF\n" % at)


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


def _runs(numbers: Iterable[int]) -> list[list[int]]:
    """The numbers in runs that follow one another."""
    counted = groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0])
    return [[number for _, number in run] for _, run in counted]
