"""Says of recordings how long they run and when they were made, as far as their files say it; they have no pages."""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from discovery.core.pieces import Format, Kind
from discovery.files.converting.piece import Piece, Source

_QUICKTIME_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
_FAULTS = (OSError, ValueError, struct.error, IndexError, OverflowError)
_INFO, _SEGMENT, _SCALE, _LENGTH = 0x1549A966, 0x18538067, 0x2AD7B1, 0x4489


def read_media(source: Source, form: Format) -> Piece:
    """A recording: no pages, its length where its file says it."""
    seconds, made = length_of(source.path)
    length = f"{timedelta(seconds=int(seconds + 0.5))}".rjust(8, "0") if seconds > 0 else ""
    thing = "sound recording" if form.kind == Kind.AUDIO else "film"
    why = f"The {thing}{f' ({length})' if length else ''} is produced in its own form."
    unread = f"{source.name} does not say how long it runs; it may be damaged. Play it before it is served."
    return source.piece(
        form.kind,
        why=why,
        native_only=True,
        detail="" if length else unread,
        metadata={"DURATION": length, "DATECREATED": made},
    )


def length_of(path: Path) -> tuple[float, str]:
    """How many seconds a recording runs (0: it does not say), and the day it says it was made (UTC)."""
    with path.open("rb") as stream:
        head = stream.read(16)
        try:
            if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free"):
                return _of_quicktime(stream)
            if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
                return _of_avi(stream), ""
            if head[:4] == b"\x1aE\xdf\xa3":
                return _of_matroska(stream), ""
        except _FAULTS:
            return 0.0, ""
    return _of_sound(path), ""


def _of_sound(path: Path) -> float:
    import tinytag

    try:
        return float(tinytag.TinyTag.get(path, tags=False).duration or 0)
    except (*_FAULTS, tinytag.TinyTagException, KeyError, TypeError):
        return 0.0


def _of_quicktime(stream: BinaryIO) -> tuple[float, str]:
    """From the movie header: version, then made, changed, units a second, units."""
    for kind, start, length in _boxes(stream, 0, stream.seek(0, 2)):
        if kind != b"moov":
            continue
        for inner, at, _ in _boxes(stream, start, start + length):
            if inner == b"mvhd":
                stream.seek(at)
                version = stream.read(4)[0]
                made, _changed, scale, units = struct.unpack(
                    ">QQIQ" if version else ">IIII", stream.read(28 if version else 16)
                )
                day = (_QUICKTIME_EPOCH + timedelta(seconds=made)).strftime("%Y-%m-%d") if made else ""
                return (units / scale if scale else 0.0), day if day > "1990" else ""
    return 0.0, ""


def _boxes(stream: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes of a QuickTime file in a stretch of it: kind, where its content starts, how long that is."""
    while start + 8 <= end:
        stream.seek(start)
        size, kind = struct.unpack(">I4s", stream.read(8))
        head = 8
        if size == 1:
            (size,), head = struct.unpack(">Q", stream.read(8)), 16
        size = size or end - start
        if size < head:
            return
        yield kind, start + head, size - head
        start += size


def _of_avi(stream: BinaryIO) -> float:
    """From the main header: microseconds a frame, and frames."""
    stream.seek(0)
    head = stream.read(4096)
    at = head.index(b"avih") + 8
    per_frame, _rate, _padding, _flags, frames = struct.unpack("<5I", head[at : at + 20])
    return float(per_frame * frames / 1_000_000)


def _of_matroska(stream: BinaryIO) -> float:
    """From the segment's information: nanoseconds a unit, and units."""
    stream.seek(0)
    head = stream.read(1 << 16)
    scale, length = 1_000_000, 0.0
    waiting = [(0, len(head))]
    while waiting:
        at, end = waiting.pop()
        while at < end:
            number, at = _number(head, at, keep=True)
            size, at = _number(head, at)
            if number in (_SEGMENT, _INFO):
                waiting.append((at, min(end, at + size)))
            elif number == _SCALE:
                scale = int.from_bytes(head[at : at + size], "big")
            elif number == _LENGTH:
                (length,) = struct.unpack(">f" if size == 4 else ">d", head[at : at + size])
            at += size
    return length * scale / 1_000_000_000


def _number(data: bytes, at: int, *, keep: bool = False) -> tuple[int, int]:
    """A number of EBML, whose first bits say how many bytes it has; `keep` leaves those bits, as identifiers do."""
    first = data[at]
    length = 9 - first.bit_length()
    value = int.from_bytes(data[at : at + length], "big")
    return (value if keep else value & ((1 << 7 * length) - 1)), at + length
