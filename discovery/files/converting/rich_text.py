"""Unpacks the Rich Text that Outlook keeps compressed in its messages, after [MS-OXRTFCP]."""

import struct

_PRELOADED = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20"
    b"\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4096
_PACKED, _BARE = b"LZFu", b"MELA"


def unpacked(data: bytes) -> bytes:
    """The Rich Text; ValueError where the bytes are not of that form."""
    if len(data) < 16:
        raise ValueError("too short for compressed Rich Text")
    _, size, form, _ = struct.unpack("<II4sI", data[:16])
    if form == _BARE:
        return data[16 : 16 + size]
    if form != _PACKED:
        raise ValueError("no compressed Rich Text")
    return _decoded(data[16:], size)


def _decoded(data: bytes, size: int) -> bytes:
    window = bytearray(_PRELOADED.ljust(_WINDOW, b"\0"))
    write, made, at = len(_PRELOADED), bytearray(), 0
    while at < len(data):
        flags, at = data[at], at + 1
        for bit in range(8):
            if at >= len(data):
                break
            if not flags >> bit & 1:
                run = data[at : at + 1]
                at += 1
            else:
                token = int.from_bytes(data[at : at + 2], "big")
                at += 2
                offset, length = token >> 4, (token & 15) + 2
                if offset == write:
                    return bytes(made[:size])
                run = _copied(window, offset, length, write)
            for byte in run:
                window[write] = byte
                write = (write + 1) % _WINDOW
            made += run
    return bytes(made[:size])


def _copied(window: bytearray, offset: int, length: int, write: int) -> bytes:
    """A run from the window; one that reaches into what it writes repeats itself."""
    back = (write - offset) % _WINDOW or _WINDOW
    return bytes(window[(offset + step % back) % _WINDOW] for step in range(length))
