"""pypdf, reading only what is asked for: one object of a packed group at a time, and plain streams without ado.

pypdf unpacks and parses a whole group of objects to give one of them, and parses each object byte by byte. Where a
group or an object is as most programs write it, that is done here in one step; everything else is pypdf's.
"""

from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, read_object

from discovery.files.plain_objects import as_stream, ends_plainly, header, plain_object, stream_begins

_LARGE = 8_000_000  # bytes; a smaller file is read into memory
_HEAD = 1_024  # bytes read at once of an object that lies in the file for itself
_LINE = 48  # bytes of the line an object begins with, with room
_SPACE = b"\x00\t\n\x0c\r "


class Reader(pypdf.PdfReader):
    """A file as pypdf reads it, a part at a time."""

    _open = False
    """Whether it is read, and not encrypted."""

    def __init__(self, path: Path, password: str = "") -> None:
        self._groups: dict[int, tuple[bytes, dict[int, int]]] = {}
        self._file = path.open("rb") if path.stat().st_size > _LARGE else None
        self._bytes = b"" if self._file else path.read_bytes()
        super().__init__(self._file or BytesIO(self._bytes), strict=False)
        if self.is_encrypted:
            self.decrypt(password)
        else:
            self._open = True

    def forget(self) -> None:
        """Let go of what was read."""
        self.resolved_objects.clear()
        self._groups.clear()

    def close(self) -> None:
        """Let the file go."""
        super().close()
        if self._file:
            self._file.close()

    def leaves(self) -> list[Any]:
        """Its pages in order, as they lie in the file: with what they have themselves, not with what they inherit."""
        found: list[Any] = []
        waiting: list[Any] = [self.root_object.get("/Pages")]
        met: set[int] = set()
        while waiting:
            reference = waiting.pop()
            if not isinstance(reference, IndirectObject) or reference.idnum in met:
                return list(self.pages)  # a tree that is not as it should be is pypdf's to make sense of
            met.add(reference.idnum)
            node = reference.get_object()
            entries = node if isinstance(node, DictionaryObject) else DictionaryObject()
            kind, kids = entries.get("/Type"), entries.get("/Kids")
            if kind == "/Page":
                found.append(node)
            elif kind == "/Pages" and kids is not None and isinstance(listed := kids.get_object(), ArrayObject):
                waiting += reversed(list(list.__iter__(listed)))
            else:
                return list(self.pages)
        return found

    def get_object(self, indirect_reference: int | IndirectObject) -> Any:
        """The object with this number."""
        if self._open and isinstance(indirect_reference, IndirectObject):
            key = indirect_reference.generation, indirect_reference.idnum
            if key in self.resolved_objects:
                return self.resolved_objects[key]
            plain = self._plain(indirect_reference.idnum) if key[0] == 0 else None
            if plain is not None:
                return self.cache_indirect_object(*key, plain)
        return super().get_object(indirect_reference)

    def read_object_header(self, stream: Any) -> tuple[int, int]:
        """The number and generation an object begins with; the stream then stands at its first sign."""
        start = stream.tell()
        found = header(stream.read(_LINE))
        stream.seek(start + (found.end() if found else 0))
        return (int(found[1]), int(found[2])) if found else super().read_object_header(stream)

    def _plain(self, number: int) -> Any:
        """An object that lies plainly in the file, for itself and under its number; None for any other."""
        start = self.xref.get(0, {}).get(number)
        if start is None or number in self.xref_objStm or self.xref_free_entry.get(0, {}).get(number):
            return None
        data, at = self._read(start, _HEAD)
        begun = header(data, at)
        if begun is None or int(begun[1]) != number or int(begun[2]) != 0:
            return None
        read = plain_object(data, begun.end(), self)
        if read is None or ends_plainly(data, read[1]):
            return read and read[0]
        body = stream_begins(data, read[1]) if isinstance(read[0], DictionaryObject) else None
        return None if body is None else self._stream(read[0], start + body - at)

    def _stream(self, entries: DictionaryObject, start: int) -> Any:
        """The stream that begins here, where its dictionary tells its length; None where it does not end there."""
        length = entries.raw_get("/Length") if "/Length" in entries else None
        if not isinstance(length, int) or length < 0:
            return None
        data, at = self._read(start, length + 11)
        end = at + length
        held = data[at:end]
        return as_stream(entries, held) if data[end : end + 11].lstrip(b"\r\n").startswith(b"endstream") else None

    def _read(self, start: int, length: int) -> tuple[bytes, int]:
        """Bytes in which so many from this place of the file on lie, and where in them: all there are, if at hand."""
        if self._bytes:
            return self._bytes, start
        self.stream.seek(start)
        return self.stream.read(length), 0

    def _get_object_from_stream(self, indirect_reference: IndirectObject) -> Any:
        found = self._of_group(indirect_reference.idnum)
        return super()._get_object_from_stream(indirect_reference) if found is None else found

    def _of_group(self, number: int) -> Any:
        """One object of a packed group; None where the group is not as it should be."""
        group = self.xref_objStm[number][0]
        if group not in self._groups:
            self._groups[group] = self._opened(group)
        data, places = self._groups[group]
        if number not in places:
            return None
        read = plain_object(data, places[number], self)
        if read is not None and not data.startswith(b"stream", _begin(data, read[1])):
            return self.cache_indirect_object(0, number, read[0])
        stream = BytesIO(data)
        stream.seek(places[number])
        return self.cache_indirect_object(0, number, read_object(stream, self))

    def _opened(self, group: int) -> tuple[bytes, dict[int, int]]:
        """A group's data, and where in it each of its objects begins; no places where they cannot be told."""
        if group in self.xref_objStm:
            return b"", {}
        stream = cast("Any", IndirectObject(group, 0, self).get_object())
        data, first, count = stream.get_data(), stream.get("/First"), stream.get("/N")
        head = data[: int(first)].split() if isinstance(first, int) and isinstance(count, int) else []
        if len(head) != 2 * int(count or 0) or not all(each.isdigit() for each in head):
            return b"", {}
        numbers, offsets = [int(each) for each in head[0::2]], [int(each) for each in head[1::2]]
        if offsets != sorted(set(offsets)) or len(set(numbers)) != len(numbers):
            return b"", {}
        return data, {number: _begin(data, int(first) + at) for number, at in zip(numbers, offsets, strict=True)}


def _begin(data: bytes, at: int) -> int:
    while at < len(data) and data[at] in _SPACE:
        at += 1
    return at
