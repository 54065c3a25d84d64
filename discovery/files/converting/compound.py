"""Writes OLE compound files, so that a message inside an Outlook message can be kept as a message of its own.

Version 3 with sectors of 512 bytes, after [MS-CFB]; what is in it is given as folders and their streams.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Union

Tree = Mapping[str, Union[bytes, "Tree"]]
"""A folder (a storage): its streams and its folders by name."""

_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT, _DIFAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC, 0xFFFFFFFF
_IN_HEAD = 109
_PER_SECTOR = _SECTOR // 4
_STORAGE, _STREAM, _ROOT = 1, 2, 5


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = _END

    def packed(self, size: int) -> bytes:
        """The entry's 128 bytes; the dates are zero, so that the same content gives the same bytes."""
        name = self.name.encode("utf-16-le")[:62]
        return (
            name.ljust(64, b"\0")
            + struct.pack("<HBB3I", len(name) + 2 if name else 0, self.kind, 1, self.left, self.right, self.child)
            + bytes(16 + 4 + 8 + 8)
            + struct.pack("<IQ", self.start, size)
        )


@dataclass
class _File:
    entries: list[_Entry] = field(default_factory=list)
    sectors: list[bytes] = field(default_factory=list)
    chains: list[int] = field(default_factory=list)

    def add(self, name: str, tree: Tree | bytes, kind: int) -> int:
        """Enter a folder or a stream with all that is in it; its place in the directory."""
        place = len(self.entries)
        entry = _Entry(name, kind)
        self.entries.append(entry)
        if isinstance(tree, bytes):
            entry.data = tree
            return place
        places = [
            self.add(inner, held, _STREAM if isinstance(held, bytes) else _STORAGE)
            for inner, held in sorted(tree.items(), key=lambda item: (len(item[0]), item[0].upper()))
        ]
        entry.child = self._balanced(places)
        return place

    def _balanced(self, places: list[int]) -> int:
        if not places:
            return _NONE
        middle = len(places) // 2
        entry = self.entries[places[middle]]
        entry.left, entry.right = self._balanced(places[:middle]), self._balanced(places[middle + 1 :])
        return places[middle]

    def put(self, data: bytes) -> int:
        """Put a stream into sectors; the first of them."""
        if not data:
            return _END
        first = len(self.sectors)
        self.sectors += [data[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(data), _SECTOR)]
        self.chains += [*range(first + 1, len(self.sectors)), _END]
        return first


def compound_file(tree: Tree) -> bytes:
    """The bytes of a compound file that holds these streams and folders."""
    file = _File()
    file.add("Root Entry", tree, _ROOT)
    small, small_chains = bytearray(), []
    for entry in file.entries:
        if entry.kind != _STREAM or not entry.data:
            continue
        if len(entry.data) >= _CUTOFF:
            entry.start = file.put(entry.data)
            continue
        entry.start = len(small) // _SMALL
        count = -(-len(entry.data) // _SMALL)
        small_chains += [*range(entry.start + 1, entry.start + count), _END]
        small += entry.data.ljust(count * _SMALL, b"\0")
    file.entries[0].start = file.put(bytes(small))
    small_table = file.put(_packed(small_chains)) if small_chains else _END
    sizes = [len(entry.data) for entry in file.entries]
    sizes[0] = len(small)
    listed = b"".join(entry.packed(size) for entry, size in zip(file.entries, sizes, strict=True))
    listed += _Entry("", 0).packed(0) * (-len(file.entries) % 4)
    directory = file.put(listed)
    return _closed(file, directory, small_table, -(-len(small_chains) // _PER_SECTOR))


def _packed(numbers: list[int]) -> bytes:
    padded = numbers + [_FREE] * (-len(numbers) % _PER_SECTOR)
    return struct.pack(f"<{len(padded)}I", *padded)


def _closed(file: _File, directory: int, small_table: int, small_count: int) -> bytes:
    """The file with its head and its table of sectors, which counts its own sectors too."""
    used, tables, lists = len(file.chains), 0, 0
    while True:
        needed = -(-(used + tables + lists) // _PER_SECTOR)
        more = -(-max(0, needed - _IN_HEAD) // (_PER_SECTOR - 1))
        if (needed, more) == (tables, lists):
            break
        tables, lists = needed, more
    chains = file.chains + [_FAT] * tables + [_DIFAT] * lists
    places = list(range(used, used + tables))
    beyond = places[_IN_HEAD:]
    rest = [beyond[at : at + _PER_SECTOR - 1] for at in range(0, len(beyond), _PER_SECTOR - 1)]
    listed = b"".join(
        struct.pack(
            f"<{_PER_SECTOR}I",
            *part,
            *[_FREE] * (_PER_SECTOR - 1 - len(part)),
            used + tables + number + 1 if number + 1 < lists else _END,
        )
        for number, part in enumerate(rest)
    )
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, tables, directory, 0, _CUTOFF, small_table, small_count, used + tables if lists else _END, lists),
    )
    head += struct.pack(f"<{_IN_HEAD}I", *(places[:_IN_HEAD] + [_FREE] * (_IN_HEAD - len(places[:_IN_HEAD]))))
    return head + b"".join(file.sectors) + _packed(chains) + listed
