"""What a content stream's strings show: the codes in them and how wide each is drawn.

Only what is needed to cut a string at the right place; what a code means is not asked.
"""

import re
from collections.abc import Callable, Iterator
from ctypes import byref, c_float
from functools import cache
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from discovery.errors import DiscoveryError


class UnsureError(DiscoveryError):
    """Something on a page is not surely understood, so it is not cut: the page becomes a picture instead."""


class Code(NamedTuple):
    """One character code."""

    data: bytes
    width: float
    """In text space at size 1."""
    space: bool = False
    """Word spacing applies: the one byte 32 (ISO 32000-1, 9.3.3)."""


class Glyphs(NamedTuple):
    """A font, as far as its strings are to be cut."""

    codes: Callable[[bytes], Iterator[Code]]
    bottom: float
    """The lowest and the highest its glyphs reach, in text space at size 1."""
    top: float
    drawn: bool = False
    """A Type 3 font's glyphs are drawings."""
    wordy: bool = False
    """Whether a glyph may itself be made of text or images: what it shows stays in the font when it is removed."""


def glyphs_of(font: Any) -> Glyphs:
    """The font's codes and widths; UnsureError where they are not surely known."""
    if not isinstance(font, Dictionary):
        raise UnsureError("a font is missing")
    kind = str(font.get("/Subtype", ""))
    if kind == "/Type0":
        return _composite(font)
    if kind == "/Type3":
        return _drawn(font)
    return _simple(font)


# --- simple fonts --------------------------------------------------------------------------------------------


def _simple(font: Any) -> Glyphs:
    described = font.get("/FontDescriptor")
    described = described if isinstance(described, Dictionary) else None
    width = _widths(font, described)

    def codes(data: bytes) -> Iterator[Code]:
        return (Code(data[at : at + 1], width(code) / 1000, code == 32) for at, code in enumerate(data))

    return Glyphs(codes, *_reach(described))


def _widths(font: Any, described: Any) -> Callable[[int], float]:
    listed = font.get("/Widths")
    if not isinstance(listed, Array):
        return _standard_widths(font)
    first = int(font.get("/FirstChar", 0))
    widths = [_number(width, 0) for width in listed]
    missing = _number(described.get("/MissingWidth"), 0) if described is not None else 0.0
    return lambda code: widths[code - first] if 0 <= code - first < len(widths) else missing


def _reach(described: Any) -> tuple[float, float]:
    """How far glyphs reach below and above the base line, from what the font says within what is believable."""
    if described is None:
        return -0.25, 0.95
    low, high = _number(described.get("/Descent"), 0) / 1000, _number(described.get("/Ascent"), 0) / 1000
    return max(-0.5, -abs(low)) if low else -0.25, min(1.2, high) if high > 0.4 else 0.95


def _drawn(font: Any) -> Glyphs:
    """A Type 3 font: its glyphs are content streams in a space of its own."""
    matrix, box = [_number(one, 0) for one in font.get("/FontMatrix", [])], font.get("/FontBBox")
    if len(matrix) != 6 or matrix[1] or matrix[2]:
        raise UnsureError("a drawn font is turned in itself")
    width = _widths(font, None)
    sides = [_number(side, 0) * matrix[3] for side in box] if isinstance(box, Array) else []
    if len(sides) == 4 and any(sides):
        low, high = min(sides[1], sides[3]), max(sides[1], sides[3])
    else:
        widest = max((abs(_number(one, 0) * matrix[0]) for one in font.get("/Widths", [])), default=1.0)
        low, high = -widest, 1.5 * widest

    def codes(data: bytes) -> Iterator[Code]:
        return (Code(data[at : at + 1], width(code) * matrix[0], code == 32) for at, code in enumerate(data))

    held = font.get("/Resources")
    wordy = isinstance(held, Dictionary) and any(len(held.get(kind, {})) for kind in ("/Font", "/XObject"))
    return Glyphs(codes, low, high, drawn=True, wordy=wordy)


_STANDARD = {
    "arial": "Helvetica",
    "arialmt": "Helvetica",
    "helvetica": "Helvetica",
    "timesnewroman": "Times-Roman",
    "timesnewromanpsmt": "Times-Roman",
    "times-roman": "Times-Roman",
    "times": "Times-Roman",
    "couriernew": "Courier",
    "couriernewpsmt": "Courier",
    "courier": "Courier",
}
_STYLED = {
    ("Helvetica", True, False): "Helvetica-Bold",
    ("Helvetica", False, True): "Helvetica-Oblique",
    ("Helvetica", True, True): "Helvetica-BoldOblique",
    ("Times-Roman", True, False): "Times-Bold",
    ("Times-Roman", False, True): "Times-Italic",
    ("Times-Roman", True, True): "Times-BoldItalic",
    ("Courier", True, False): "Courier-Bold",
    ("Courier", False, True): "Courier-Oblique",
    ("Courier", True, True): "Courier-BoldOblique",
}
_STYLE = re.compile(r"[-,]?(bold|italic|oblique|roman|mt|ps)", re.IGNORECASE)
_CODINGS = {
    "/WinAnsiEncoding": "cp1252",
    "/MacRomanEncoding": "mac_roman",
    "": "latin-1",
    "/StandardEncoding": "latin-1",
}
_UNLIKE = frozenset(range(0x7F, 0x100)) | {0x27, 0x60}  # where the standard encoding is not Latin 1


def _standard_widths(font: Any) -> Callable[[int], float]:
    """The widths of a base font that the file does not state."""
    asked = str(font.get("/BaseFont", "")).lstrip("/")
    bare = _STYLE.sub("", asked).lower()
    family = _STANDARD.get(asked.lower(), _STANDARD.get(bare))
    if family is None:
        raise UnsureError("the widths of a font are not in the file")
    lowered = asked.lower()
    style = (family, "bold" in lowered, "italic" in lowered or "oblique" in lowered)
    encoding = font.get("/Encoding", "")
    named: dict[int, str] = {}
    if isinstance(encoding, Dictionary):
        named = _differences(encoding.get("/Differences"))
        encoding = encoding.get("/BaseEncoding", "")
    coding = _CODINGS.get(str(encoding))
    if coding is None:
        raise UnsureError("a font's encoding is not known")
    face = _STYLED.get(style, family)

    def width(code: int) -> float:
        if code in named:
            return _standard_width(face, ord(_character(named[code])))
        if coding == "latin-1" and code in _UNLIKE:
            raise UnsureError("the width of a character of a base font is not known")
        return _standard_width(face, ord(bytes([code]).decode(coding, "replace")))

    return width


def _differences(listed: Any) -> dict[int, str]:
    """The names of an encoding's own characters, by code."""
    named: dict[int, str] = {}
    code = 0
    for one in listed if isinstance(listed, Array) else ():
        if isinstance(one, Name):
            named[code] = str(one)[1:]
            code += 1
        else:
            code = int(one)
    return named


# The names of the Adobe Glyph List that English papers use, besides the letters, which name themselves.
_NAMES = """
space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma
hyphen period slash zero one two three four five six seven eight nine colon semicolon less equal greater question
at bracketleft backslash bracketright asciicircum underscore grave braceleft bar braceright asciitilde quoteleft
quoteright quotedblleft quotedblright endash emdash bullet section paragraph copyright registered trademark degree
ellipsis eacute egrave ntilde uuml ouml auml ccedilla minus
"""
_SIGNS = " !\"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`{|}~‘’“”–—•§¶©®™°…éèñüöäç+"  # the minus is as wide as the plus
_NAMED = dict(zip(_NAMES.split(), _SIGNS, strict=True))


def _character(name: str) -> str:
    if len(name) == 1:
        return name
    if name not in _NAMED:
        raise UnsureError("the width of a character of a base font is not known")
    return _NAMED[name]


@cache
def _standard_width(font: str, character: int) -> float:
    """A character's width in a base font, in thousandths of an em, as PDFium's own copies of them have it."""
    if font.startswith("Courier"):
        return 600.0
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument.new()
    loaded = pdfium.FPDFText_LoadStandardFont(document.raw, font.encode("ascii"))
    width = c_float()
    known = loaded and pdfium.FPDFFont_GetGlyphWidth(loaded, character, 1000.0, byref(width))
    if loaded:
        pdfium.FPDFFont_Close(loaded)
    document.close()
    if not known:
        raise UnsureError("the width of a character of a base font is not known")
    return float(width.value)


# --- composite fonts -----------------------------------------------------------------------------------------


def _composite(font: Any) -> Glyphs:
    below = font.get("/DescendantFonts")
    descendant = below[0] if isinstance(below, Array) and len(below) else None
    if not isinstance(descendant, Dictionary):
        raise UnsureError("a composite font is incomplete")
    split = _splitter(font.get("/Encoding"))
    widths, usual = _cid_widths(descendant.get("/W")), _number(descendant.get("/DW"), 1000)
    described = descendant.get("/FontDescriptor")

    def codes(data: bytes) -> Iterator[Code]:
        for code, cid in split(data):
            yield Code(code, widths.get(cid, usual) / 1000, code == b" ")

    return Glyphs(codes, *_reach(described if isinstance(described, Dictionary) else None))


_Split = Callable[[bytes], Iterator[tuple[bytes, int]]]


def _splitter(encoding: Any) -> _Split:
    """What divides a string into codes, each with its character identifier."""
    if isinstance(encoding, Name) and str(encoding) == "/Identity-H":
        return _pairs
    if isinstance(encoding, pikepdf.Stream):
        if _number(encoding.get("/WMode"), 0) or "/UseCMap" in encoding:
            raise UnsureError("a font is written downwards or builds on another encoding")
        return _mapped(encoding.read_bytes())
    raise UnsureError("a font's encoding is not in the file")


def _pairs(data: bytes) -> Iterator[tuple[bytes, int]]:
    if len(data) % 2:
        raise UnsureError("a string ends within a character")
    return ((data[at : at + 2], int.from_bytes(data[at : at + 2], "big")) for at in range(0, len(data), 2))


_RANGES = re.compile(rb"begin(codespacerange|cidrange|cidchar)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(-?\d+)")


def _mapped(cmap: bytes) -> _Split:
    if b"usecmap" in cmap or re.search(rb"/WMode\s+1", cmap):
        raise UnsureError("a font is written downwards or builds on another encoding")
    spaces: list[tuple[bytes, bytes]] = []
    ranges: list[tuple[bytes, bytes, int]] = []
    for kind, body in _RANGES.findall(cmap):
        # Codes and numbers stand in turn; a list of both has no type that says so, hence the exceptions below.
        values = [bytes.fromhex(code.decode()) if not number else int(number) for code, number in _HEX.findall(body)]
        if kind == b"codespacerange":
            spaces += zip(values[::2], values[1::2], strict=False)  # type: ignore[arg-type]
        elif kind == b"cidrange":
            ranges += zip(values[::3], values[1::3], values[2::3], strict=False)  # type: ignore[arg-type]
        else:
            ranges += [(code, code, cid) for code, cid in zip(values[::2], values[1::2], strict=False)]  # type: ignore[misc]
    if not spaces:
        raise UnsureError("a font's encoding says nothing of its codes")
    return lambda data: _split_by(data, spaces, ranges)


def _split_by(
    data: bytes, spaces: list[tuple[bytes, bytes]], ranges: list[tuple[bytes, bytes, int]]
) -> Iterator[tuple[bytes, int]]:
    at = 0
    while at < len(data):
        for low, high in spaces:
            code = data[at : at + len(low)]
            if len(code) == len(low) and all(a <= b <= c for a, b, c in zip(low, code, high, strict=True)):
                break
        else:
            raise UnsureError("a string holds a code its font does not know")
        yield code, _cid(code, ranges)
        at += len(code)


def _cid(code: bytes, ranges: list[tuple[bytes, bytes, int]]) -> int:
    for low, high, cid in ranges:
        if len(low) == len(code) and low <= code <= high:
            return cid + int.from_bytes(code, "big") - int.from_bytes(low, "big")
    return 0


def _cid_widths(listed: Any) -> dict[int, float]:
    """The /W array: `c [w1 w2 ...]` and `first last w`."""
    widths: dict[int, float] = {}
    values = list(listed) if isinstance(listed, Array) else []
    at = 0
    while at + 1 < len(values):
        first = int(values[at])
        if isinstance(values[at + 1], Array):
            widths |= {first + step: _number(width, 0) for step, width in enumerate(values[at + 1])}
            at += 2
        elif at + 2 < len(values):
            last = min(int(values[at + 1]), first + 0xFFFF)
            widths |= dict.fromkeys(range(first, last + 1), _number(values[at + 2], 0))
            at += 3
        else:
            break
    return widths


def _number(value: Any, otherwise: float) -> float:
    try:
        return otherwise if value is None else float(value)
    except (TypeError, ValueError):
        return otherwise
