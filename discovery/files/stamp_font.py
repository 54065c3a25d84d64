"""The stamp's typeface: read once, cut down to the letters used, and embedded once a file.

Un-embedded base fonts would cost a PDF/A source its conformance; a whole font would weigh more than a short paper.
"""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from itertools import pairwise

import pikepdf
from pikepdf import Array, Dictionary, Name

from discovery.files.shipped import DATA

FONT_FILE = DATA / "fonts" / "DejaVuSansCondensed-ascii.ttf"
_FAMILY = "DejaVuSansCondensed"
# What ISO 32000 asks of an embedded TrueType font; names and metrics for the desktop stay out.
_TABLES = ("cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp")
_FIRST, _LAST = 0x20, 0x7E


@dataclass(frozen=True)
class StampFont:
    """The shipped typeface, opened."""

    tables: dict[str, bytes]
    units: int
    glyphs: dict[str, int]
    advances: tuple[int, ...]
    widths: dict[str, int]
    """Of each character, in whole thousandths of an em."""

    def ems(self, text: str) -> float:
        """How wide the text is at size 1, from the same whole thousandths that the file's /Widths state."""
        try:
            return sum([self.widths[character] for character in text]) / 1000
        except KeyError as missing:
            raise ValueError(f"the stamp font has no {missing}") from None

    def thousandths(self, character: str) -> int:
        """One character's width in thousandths of an em."""
        return self.widths[character]


@cache
def stamp_font() -> StampFont:
    """The shipped typeface."""
    data = FONT_FILE.read_bytes()
    tables = {}
    for entry in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4sLLL", data, 12 + 16 * entry)
        tables[tag.decode("ascii")] = data[offset : offset + length]
    measured = struct.unpack_from(">H", tables["hhea"], 34)[0]
    advances = struct.unpack_from(">" + "Hh" * measured, tables["hmtx"])[::2]
    count = struct.unpack_from(">H", tables["maxp"], 4)[0]
    advances += (advances[-1],) * (count - measured)
    units = struct.unpack_from(">H", tables["head"], 18)[0]
    glyphs = _glyphs(tables["cmap"])
    widths = {character: round(advances[glyph] * 1000 / units) for character, glyph in glyphs.items()}
    return StampFont(tables, units, glyphs, advances, widths)


def _glyphs(table: bytes) -> dict[str, int]:
    """Character to glyph, from the Windows Unicode table in format 4."""
    for entry in range(struct.unpack_from(">H", table, 2)[0]):
        platform, encoding, start = struct.unpack_from(">HHL", table, 4 + 8 * entry)
        if (platform, encoding) == (3, 1):
            break
    else:
        raise ValueError("the stamp font has no Windows Unicode table")
    segments = struct.unpack_from(">H", table, start + 6)[0] // 2
    row = ">" + "H" * segments
    ends = struct.unpack_from(row, table, start + 14)
    begins = struct.unpack_from(row, table, start + 16 + 2 * segments)
    deltas = struct.unpack_from(row, table, start + 16 + 4 * segments)
    at = start + 16 + 6 * segments
    offsets = struct.unpack_from(row, table, at)
    glyphs = {}
    for segment, (begin, end, delta, offset) in enumerate(zip(begins, ends, deltas, offsets, strict=True)):
        for code in range(max(begin, _FIRST), min(end, _LAST) + 1):
            if offset:
                place = at + 2 * segment + offset + 2 * (code - begin)
                glyph = struct.unpack_from(">H", table, place)[0]
                glyph = (glyph + delta) % 65536 if glyph else 0
            else:
                glyph = (code + delta) % 65536
            if glyph:
                glyphs[chr(code)] = glyph
    return glyphs


@lru_cache(maxsize=64)
def _packed(characters: str) -> tuple[bytes, bytes, int]:
    """The font file and its map to Unicode, compressed, and the length of the font file as it was."""
    file = _cut_down(characters)
    return zlib.compress(file, 9), zlib.compress(_to_unicode(characters), 9), len(file)


def _cut_down(characters: str) -> bytes:
    """The font file with only these characters' outlines; glyph numbers stay, so every other table stays true."""
    font = stamp_font()
    wide = struct.unpack_from(">h", font.tables["head"], 50)[0]
    places = struct.unpack(f">{len(font.advances) + 1}{'L' if wide else 'H'}", font.tables["loca"])
    starts = places if wide else tuple(2 * place for place in places)
    kept = {0, *(font.glyphs[character] for character in characters)}
    outlines, loca = bytearray(), [0]
    for glyph, (start, end) in enumerate(pairwise(starts)):
        if glyph in kept:
            outlines += font.tables["glyf"][start:end]
            outlines += bytes(-len(outlines) % 4)
        loca.append(len(outlines))
    head = bytearray(font.tables["head"])
    struct.pack_into(">L", head, 8, 0)
    struct.pack_into(">h", head, 50, 1)
    tables = {tag: font.tables[tag] for tag in _TABLES}
    tables |= {"glyf": bytes(outlines), "head": bytes(head), "loca": struct.pack(f">{len(loca)}L", *loca)}
    return _assemble(tables)


def _assemble(tables: dict[str, bytes]) -> bytes:
    power = len(tables).bit_length() - 1
    search = 16 << power
    header = struct.pack(">LHHHH", 0x00010000, len(tables), search, power, 16 * len(tables) - search)
    directory, body, head_at = b"", b"", 0
    for tag, data in sorted(tables.items()):
        at = len(header) + 16 * len(tables) + len(body)
        head_at = at if tag == "head" else head_at
        directory += struct.pack(">4sLLL", tag.encode("ascii"), _checksum(data), at, len(data))
        body += data + bytes(-len(data) % 4)
    file = bytearray(header + directory + body)
    struct.pack_into(">L", file, head_at + 8, (0xB1B0AFBA - _checksum(bytes(file))) % 2**32)
    return bytes(file)


def _checksum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    total: int = sum(struct.unpack(f">{len(padded) // 4}L", padded))
    return total % 2**32


def _to_unicode(characters: str) -> bytes:
    lines = [f"<{ord(character):02X}> <{ord(character):04X}>" for character in characters]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    mapped = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <FF>\nendcodespacerange\n{mapped}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def embed(pdf: pikepdf.Pdf, labels: Iterable[str]) -> pikepdf.Object:
    """The font as one indirect object of this file, cut down to the characters of these labels."""
    characters = "".join(sorted(set().union(*labels)))
    font = stamp_font()
    file, to_unicode, size = _packed(characters)
    name = Name(f"/{_tag(characters)}+{_FAMILY}")
    first, last = ord(characters[0]), ord(characters[-1])
    widths = [font.thousandths(chr(code)) if chr(code) in characters else 0 for code in range(first, last + 1)]
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=32,
        FontBBox=Array([_scaled(font, value) for value in struct.unpack_from(">hhhh", font.tables["head"], 36)]),
        ItalicAngle=0,
        Ascent=_scaled(font, struct.unpack_from(">h", font.tables["hhea"], 4)[0]),
        Descent=_scaled(font, struct.unpack_from(">h", font.tables["hhea"], 6)[0]),
        CapHeight=729,
        StemV=80,
        FontFile2=_flate(pdf, file, Length1=size),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=name,
            Encoding=Name.WinAnsiEncoding,
            FirstChar=first,
            LastChar=last,
            Widths=Array(widths),
            FontDescriptor=pdf.make_indirect(descriptor),
            ToUnicode=_flate(pdf, to_unicode),
        )
    )


def _scaled(font: StampFont, value: int) -> int:
    return round(value * 1000 / font.units)


def _tag(characters: str) -> str:
    digest = sha256(characters.encode("ascii")).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _flate(pdf: pikepdf.Pdf, data: bytes, **keys: int) -> pikepdf.Object:
    return pikepdf.Stream(pdf, data, Filter=Name.FlateDecode, **keys)
