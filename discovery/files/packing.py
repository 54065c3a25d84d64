"""Zip archives as document packages want them: members in the order given, no time of day, the same bytes each time.

The bytes are those the standard library writes (tests hold them to it); what packs the same member into paper after
paper packs it once.
"""

import struct
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

# APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16 (PKWARE): a member, its line of the central directory, the end of that.
_MEMBER = struct.Struct("<4s5H3L2H")
_LISTED = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_UNIX = 3 << 8
_READ_WRITE = 0o600 << 16
_UTF_8 = 0x800
_DAY = 1 << 5 | 1
"""1 January 1980, the first day an archive can name; midnight is 0."""


class Deflated(NamedTuple):
    """A member as it lies in an archive."""

    data: bytes
    size: int
    """Before it was compressed."""
    checksum: int


def deflated(data: bytes) -> Deflated:
    """The bytes compressed."""
    press = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Deflated(press.compress(data) + press.flush(), len(data), zlib.crc32(data))


often_deflated = lru_cache(maxsize=64)(deflated)
"""The same, kept, for bytes that are packed again and again."""


def zipped(members: Mapping[str, Deflated]) -> bytes:
    """An archive of these members; none may be larger than 4 GiB."""
    written: list[bytes] = []
    listed: list[bytes] = []
    place = 0
    for name, member in members.items():
        title, flags = (name.encode("ascii"), 0) if name.isascii() else (name.encode(), _UTF_8)
        told = (
            _VERSION,
            flags,
            zlib.DEFLATED,
            0,
            _DAY,
            member.checksum,
            len(member.data),
            member.size,
            len(title),
            0,
        )
        head = _MEMBER.pack(b"PK\3\4", *told)
        listed += (_LISTED.pack(b"PK\1\2", _UNIX | _VERSION, *told, 0, 0, 0, _READ_WRITE, place), title)
        written += (head, title, member.data)
        place += len(head) + len(title) + len(member.data)
    directory = b"".join(listed)
    end = _END.pack(b"PK\5\6", 0, 0, len(members), len(members), len(directory), place, 0)
    return b"".join((*written, directory, end))
