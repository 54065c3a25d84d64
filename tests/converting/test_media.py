"""Recordings have no pages; their length and day are said where the file says them."""

import struct
from pathlib import Path

import pytest

from discovery.core.pieces import Kind
from discovery.files.converting import read_piece
from tests.converting.making import wave, written


def box(kind: bytes, content: bytes) -> bytes:
    """A box of a QuickTime file."""
    return struct.pack(">I4s", 8 + len(content), kind) + content


MADE = 3_855_000_000  # seconds since 1904: 27 February 2026
HEAD = struct.pack(">IIIII", 0, MADE, MADE, 600, 600 * 754)
WIDE = struct.pack(">IQQIQ", 1 << 24, MADE, MADE, 600, 600 * 754)
AVI = b"RIFF\0\0\0\0AVI LIST\0\0\0\0hdrlavih" + struct.pack("<I", 56) + struct.pack("<5I", 40_000, 0, 0, 0, 25 * 754)
INFO = b"\x2a\xd7\xb1\x83\x0f\x42\x40" + b"\x44\x89\x88" + struct.pack(">d", 754_000.0)
MATROSKA = b"\x1a\x45\xdf\xa3\x80" + b"\x18\x53\x80\x67" + bytes([0x80 | len(INFO) + 5]) + b"\x15\x49\xa9\x66"


@pytest.mark.parametrize(
    ("name", "held", "day"),
    [
        (
            "camera.mp4",
            box(b"ftyp", b"isom\0\0\0\0") + box(b"mdat", bytes(99)) + box(b"moov", box(b"mvhd", HEAD)),
            True,
        ),
        ("camera.mov", box(b"ftyp", b"qt  \0\0\0\0") + box(b"moov", box(b"mvhd", WIDE)), True),
        ("shop.avi", AVI, False),
        ("screen.mkv", MATROSKA + bytes([0x80 | len(INFO)]) + INFO, False),
    ],
)
def test_a_film_is_produced_as_it_is_with_its_length(name: str, held: bytes, day: bool, tmp_path: Path) -> None:
    piece = read_piece(written(tmp_path, name, held), tmp_path / "room")
    assert (piece.kind, piece.pdf, piece.native_only) == (Kind.VIDEO, None, True)
    assert piece.why == "The film (00:12:34) is produced in its own form."
    assert piece.metadata["DURATION"] == "00:12:34"
    assert ("DATECREATED" in piece.metadata) is day
    assert len(piece.sha256) == 64


def test_a_sound_recording_is_produced_as_it_is_with_its_length(tmp_path: Path) -> None:
    piece = read_piece(written(tmp_path, "call.wav", wave(65)), tmp_path / "room")
    assert (piece.kind, piece.native_only) == (Kind.AUDIO, True)
    assert piece.why == "The sound recording (00:01:05) is produced in its own form."


def test_a_recording_that_does_not_say_its_length_is_to_be_played_first(tmp_path: Path) -> None:
    for name, held in (("cut.mp4", box(b"ftyp", b"isom")), ("cut.mp3", b"ID3\x04"), ("odd.mkv", MATROSKA[:7])):
        piece = read_piece(written(tmp_path, name, held), tmp_path / "room")
        assert piece.native_only
        assert "(" not in piece.why
        assert "Play it before it is served" in piece.detail
