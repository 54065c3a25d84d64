"""pypdf, reading only what is asked for: one object of a packed group at a time, and plain streams without ado.

pypdf unpacks and parses a whole group of objects to give one of them, and parses a stream's dictionary sign by sign.
Where a group or a stream is as most programs write it, that is done here in one step; everything else is pypdf's.
"""

import re
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pypdf
from pypdf.generic import (
    DecodedStreamObject,
    EncodedStreamObject,
    IndirectObject,
    NameObject,
    NumberObject,
    read_object,
)

_LARGE = 8_000_000  # bytes; a smaller file is read into memory
_HEAD = 160
_PLAIN = re.compile(
    rb"\s*(?P<number>\d+) 0 obj\s*<<\s*(?:/Length (?P<length>\d+)\s*|(?P<packed>/Filter\s*/FlateDecode)\s*){1,2}>>"
    rb"\s*stream\r?\n"
)
_SPACE = b"\x00\t\n\x0c\r "


class Reader(pypdf.PdfReader):
    """A file as pypdf reads it, a part at a time."""

    def __init__(self, path: Path, password: str = "") -> None:
        self._groups: dict[int, tuple[bytes, dict[int, int]]] = {}
        self._file = path.open("rb") if path.stat().st_size > _LARGE else None
        super().__init__(self._file or BytesIO(path.read_bytes()), strict=False)
        if self.is_encrypted:
            self.decrypt(password)

    def forget(self) -> None:
        """Let go of what was read."""
        self.resolved_objects.clear()
        self._groups.clear()

    def close(self) -> None:
        """Let the file go."""
        super().close()
        if self._file:
            self._file.close()

    def get_object(self, indirect_reference: int | IndirectObject) -> Any:
        """The object with this number."""
        if isinstance(indirect_reference, IndirectObject) and not self.is_encrypted:
            key = indirect_reference.generation, indirect_reference.idnum
            if key in self.resolved_objects:
                return self.resolved_objects[key]
            plain = self._plain_stream(indirect_reference.idnum) if key[0] == 0 else None
            if plain is not None:
                return self.cache_indirect_object(*key, plain)
        return super().get_object(indirect_reference)

    def _plain_stream(self, number: int) -> Any:
        """A stream whose dictionary says its length and that it is deflated, and nothing else; None for any other."""
        start = self.xref.get(0, {}).get(number)
        if start is None or number in self.xref_objStm or number in self.xref_free_entry.get(0, {}):
            return None
        self.stream.seek(start)
        found = _PLAIN.match(self.stream.read(_HEAD))
        if found is None or found["length"] is None or int(found["number"]) != number:
            return None
        length = int(found["length"])
        self.stream.seek(start + found.end())
        data = self.stream.read(length + 11)
        if not data[length:].lstrip(b"\r\n").startswith(b"endstream"):
            return None
        stream = EncodedStreamObject() if found["packed"] else DecodedStreamObject()
        stream[NameObject("/Length")] = NumberObject(length)
        if found["packed"]:
            stream[NameObject("/Filter")] = NameObject("/FlateDecode")
        stream._data = data[:length]
        return stream

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
