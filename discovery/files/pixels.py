"""Paint over part of an image in its data, so that the pixels are gone, whatever it is packed with.

What can be unpacked without loss is painted sample by sample and packed without loss; a JPEG is painted and packed
with its own tables; a fax or JBIG2 image is unpacked by PDFium.
"""

import io
import zlib
from collections.abc import Iterator, Sequence
from math import ceil, floor
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw, JpegImagePlugin

from discovery.core.planes import Point
from discovery.files.glyphs import UnsureError

_NOTES = ("/Metadata", "/PieceInfo", "/Alternates", "/OPI", "/ID", "/Name", "/LastModified", "/StructParent", "/AF")
_FAX = ("/CCITTFaxDecode", "/JBIG2Decode")
_UNPACKED = ("/Filter", "/DecodeParms", "/Length")
_COMPONENTS = {"/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/Lab": 3, "/DeviceCMYK": 4}
_MODES = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB}
_SPACES = {"L": 1, "RGB": 3}
_MOST = 250_000_000  # bytes of one unpacked image

Quads = Sequence[Sequence[Point]]


def painted(pdf: pikepdf.Pdf, image: pikepdf.Stream, quads: Quads, spaces: Any = None) -> pikepdf.Stream:
    """A copy of the image whose pixels under these figures (of the unit square it is drawn in) are one tone.

    `spaces` is the resource dictionary of colour spaces, for images that name one. Its masks are painted too.
    UnsureError where the image's coding is not surely understood.
    """
    copy = _painted(pdf, image, quads, spaces, hide=False)
    for key in ("/SMask", "/Mask"):
        mask = image.get(key)
        if isinstance(mask, pikepdf.Stream):
            copy[key] = _painted(pdf, mask, quads, spaces, hide=key == "/SMask")
    return copy


def _painted(pdf: pikepdf.Pdf, image: pikepdf.Stream, quads: Quads, spaces: Any, *, hide: bool) -> pikepdf.Stream:
    data, coding, parms = _partly_unpacked(pdf, image)
    if _number(image.get("/SMaskInData")):
        raise UnsureError("an image holds its own mask")
    if coding == "/DCTDecode":
        if isinstance(parms, Dictionary):
            raise UnsureError("a JPEG image is read in a special way")
        return _like(pdf, image, _painted_jpeg(data, quads, _light(image, hide)), Name.DCTDecode)
    if coding == "/JPXDecode":
        return _painted_jpeg2000(pdf, image, data, quads)
    samples = _fax_samples(image, data, coding, parms) if coding in _FAX else data
    width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
    bits = _bits(image, spaces)
    filled = bytearray(samples)
    row = (width * bits + 7) // 8
    if width < 1 or height < 1 or len(filled) < row * height:
        raise UnsureError("an image holds less than its size says")
    value = 0xFF if _light(image, hide, spaces) else 0
    for quad in quads:
        for line, begin, end in _spans(quad, width, height):
            _fill(filled, line * row * 8 + begin * bits, line * row * 8 + end * bits, value)
    return _like(pdf, image, bytes(filled), None)


def _partly_unpacked(pdf: pikepdf.Pdf, image: pikepdf.Stream) -> tuple[bytes, str, Any]:
    """The image's data, still in a picture coding if it has one; that coding and what it needs to be read."""
    filters = image.get("/Filter")
    listed = [str(one) for one in filters] if isinstance(filters, Array) else [str(filters)] if filters else []
    parms = image.get("/DecodeParms")
    known: list[Any] = list(parms) if isinstance(parms, Array) else [parms] * bool(listed)
    pictures = [*_FAX, "/DCTDecode", "/JPXDecode"]
    if not listed or listed[-1] not in pictures:
        if any(one in pictures for one in listed) or "/Crypt" in listed:
            raise UnsureError("an image is packed in an unusual way")
        return _read(image), "", None
    packed = image.read_raw_bytes()
    if len(listed) > 1:
        outer = pikepdf.Stream(pdf, packed)
        outer.Filter = Array([Name(one) for one in listed[:-1]])
        if not isinstance(parms, Array) and isinstance(parms, Dictionary):
            raise UnsureError("an image is packed in an unusual way")
        if any(isinstance(one, Dictionary) for one in known[:-1]):
            raise UnsureError("an image is packed in an unusual way")
        packed = _read(outer)
    return packed, listed[-1], known[-1] if known else None


def _read(stream: pikepdf.Stream) -> bytes:
    if _number(stream.get("/Width")) * _number(stream.get("/Height")) > _MOST:
        raise UnsureError("an image is too large")
    try:
        return stream.read_bytes(pikepdf.StreamDecodeLevel.specialized)
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise UnsureError("an image cannot be unpacked") from error


def _like(pdf: pikepdf.Pdf, image: pikepdf.Stream, data: bytes, coding: Any) -> pikepdf.Stream:
    """A stream that is drawn as the image is, with other data."""
    copy = pikepdf.Stream(pdf, data if coding is not None else zlib.compress(data, 6))
    for key in image.keys():  # noqa: SIM118 (a stream is no dictionary)
        if key not in (*_UNPACKED, *_NOTES):
            copy[key] = image[key]
    copy.Filter = coding or Name.FlateDecode
    return copy


# --- samples -------------------------------------------------------------------------------------------------


def _spans(quad: Sequence[Point], width: int, height: int) -> Iterator[tuple[int, int, int]]:
    """The pixels of a convex figure of the unit square: row from the top, first, and last but one."""
    corners = [(x * width, (1 - y) * height) for x, y in quad]
    low, high = min(y for _, y in corners), max(y for _, y in corners)
    for line in range(max(0, floor(low)), min(height, ceil(high))):
        reach = _reach(corners, line, line + 1)
        if reach:
            begin, end = max(0, floor(reach[0])), min(width, ceil(reach[1]))
            if begin < end:
                yield line, begin, end


def _reach(corners: Sequence[Point], top: float, bottom: float) -> tuple[float, float] | None:
    """From where to where a convex figure goes between two heights."""
    found = [x for x, y in corners if top <= y <= bottom]
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], corners[0]], strict=True):
        crossed = [level for level in (top, bottom) if min(y0, y1) < level < max(y0, y1)]
        found += [x0 + (x1 - x0) * (level - y0) / (y1 - y0) for level in crossed]
    return (min(found), max(found)) if found else None


def _fill(data: bytearray, begin: int, end: int, value: int) -> None:
    """Set bits, counted from the first byte's highest."""
    first, last = -(-begin // 8), end // 8
    if first <= last:
        data[first:last] = bytes([value]) * (last - first)
        edges = [*range(begin, first * 8), *range(last * 8, end)]
    else:
        edges = [*range(begin, end)]
    for bit in edges:
        mask = 0x80 >> (bit % 8)
        data[bit // 8] = data[bit // 8] | mask if value else data[bit // 8] & ~mask


def _bits(image: pikepdf.Stream, spaces: Any) -> int:
    """Bits of one pixel."""
    if bool(image.get("/ImageMask")):
        return 1
    return int(image.get("/BitsPerComponent", 1 if _coded(image, _FAX) else 8)) * _components(_space(image, spaces))


def _coded(image: pikepdf.Stream, codings: Sequence[str]) -> bool:
    filters = image.get("/Filter")
    listed = list(filters) if isinstance(filters, Array) else [filters]
    return any(str(one) in codings for one in listed)


def _space(image: pikepdf.Stream, spaces: Any) -> Any:
    space = image.get("/ColorSpace")
    if isinstance(space, Name) and isinstance(spaces, Dictionary) and str(space) in spaces:
        return spaces[str(space)]
    return space


def _components(space: Any) -> int:
    kind = str(space[0] if isinstance(space, Array) and len(space) else space)
    if kind in _COMPONENTS:
        return _COMPONENTS[kind]
    if kind == "/ICCBased":
        return int(space[1].get("/N", 0)) or 3
    if kind in ("/Indexed", "/Separation"):
        return 1
    if kind == "/DeviceN":
        return len(space[1])
    raise UnsureError("an image's colours are not known")


def _light(image: pikepdf.Stream, hide: bool, spaces: Any = None) -> bool:
    """Whether all ones is the lighter tone, or the one that is not painted."""
    if hide:
        ones = False
    elif bool(image.get("/ImageMask")):
        ones = True
    else:
        space = _space(image, spaces)
        kind = str(space[0] if isinstance(space, Array) and len(space) else space)
        ones = kind not in ("/DeviceCMYK", "/Separation", "/DeviceN", "/Indexed")
        if kind == "/Indexed" and _number(image.get("/BitsPerComponent")) == 1:
            ones = _second_is_lighter(space)
    decode = image.get("/Decode")
    turned = isinstance(decode, Array) and len(decode) > 1 and float(decode[0]) > float(decode[1])
    return ones != turned


def _second_is_lighter(space: Any) -> bool:
    """Of a palette of two."""
    table = space[3].read_bytes() if isinstance(space[3], pikepdf.Stream) else bytes(space[3])
    half = len(table) // 2
    return sum(table[half:]) >= sum(table[:half])


# --- codings -------------------------------------------------------------------------------------------------


def _painted_jpeg(data: bytes, quads: Quads, light: bool) -> bytes:
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as picture:
            if picture.mode not in ("L", "RGB"):
                raise UnsureError("a JPEG image is in printing colours")
            assert isinstance(picture, JpegImagePlugin.JpegImageFile)
            tables, sampling = picture.quantization, JpegImagePlugin.get_sampling(picture)
            changed = picture.copy()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UnsureError("a JPEG image cannot be unpacked") from error
    _draw(changed, quads, 255 if light else 0)
    packed = io.BytesIO()
    changed.info.clear()
    changed.save(packed, "JPEG", qtables=tables, subsampling=max(sampling, 0), optimize=True)
    return packed.getvalue()


def _draw(picture: Image.Image, quads: Quads, value: int) -> None:
    brush = ImageDraw.Draw(picture)
    tone: Any = value if picture.mode in ("L", "1") else (value,) * len(picture.getbands())
    for quad in quads:
        for line, begin, end in _spans(quad, *picture.size):
            brush.line([(begin, line), (end - 1, line)], fill=tone)


def _painted_jpeg2000(pdf: pikepdf.Pdf, image: pikepdf.Stream, data: bytes, quads: Quads) -> pikepdf.Stream:
    """Unpacked, painted and packed without loss: a second JPEG 2000 pass could keep nothing more."""
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG2000"]) as picture:
            picture.load()
            changed = picture.copy()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UnsureError("a JPEG 2000 image cannot be unpacked") from error
    space = image.get("/ColorSpace")
    if changed.mode not in _MODES or (space is not None and _components(space) != _SPACES[changed.mode]):
        raise UnsureError("a JPEG 2000 image has unusual colours")
    _draw(changed, quads, 255)
    copy = _like(pdf, image, changed.tobytes(), None)
    copy.BitsPerComponent = 8
    copy.Width, copy.Height = changed.size
    if space is None:
        copy.ColorSpace = _MODES[changed.mode]
    return copy


def _fax_samples(image: pikepdf.Stream, data: bytes, coding: str, parms: Any) -> bytes:
    """The bits of a fax or JBIG2 image, unpacked by PDFium from a sheet that holds it and nothing else."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    width, height = int(image.get("/Width", 0)), int(image.get("/Height", 0))
    if width < 1 or height < 1 or width * height > _MOST:
        raise UnsureError("an image is too large")
    with pikepdf.new() as sheet:
        stream = pikepdf.Stream(sheet, data)
        stream.Type, stream.Subtype, stream.Width, stream.Height = Name.XObject, Name.Image, width, height
        stream.ColorSpace, stream.BitsPerComponent, stream.Filter = Name.DeviceGray, 1, Name(coding)
        if isinstance(parms, Dictionary):
            stream.DecodeParms = _parms_for(sheet, parms)
        page = sheet.add_blank_page(page_size=(100, 100))
        page.obj.Resources = Dictionary(XObject=Dictionary(Im0=sheet.make_indirect(stream)))
        page.obj.Contents = sheet.make_indirect(pikepdf.Stream(sheet, b"100 0 0 100 0 0 cm /Im0 Do"))
        packed = io.BytesIO()
        sheet.save(packed)
    with pypdfium2.PdfDocument(packed.getvalue()) as document:
        drawn = next((one for one in document[0].get_objects() if one.type == pdfium.FPDF_PAGEOBJ_IMAGE), None)
        if drawn is None:
            raise UnsureError("an image cannot be unpacked")
        try:
            picture = drawn.get_bitmap(render=False).to_pil().convert("L")
        except (pypdfium2.PdfiumError, RuntimeError, ValueError) as error:
            raise UnsureError("an image cannot be unpacked") from error
    if picture.size != (width, height) or any(count for tone, count in _tones(picture) if tone not in (0, 255)):
        raise UnsureError("an image cannot be unpacked")
    return bytes(picture.convert("1", dither=Image.Dither.NONE).tobytes())


def _tones(picture: Image.Image) -> Iterator[tuple[int, int]]:
    return enumerate(picture.histogram())


def _parms_for(sheet: pikepdf.Pdf, parms: Any) -> Dictionary:
    """What a fax or JBIG2 image needs to be read, in another file."""
    copied = Dictionary()
    for key in parms.keys():  # noqa: SIM118 (not a mapping)
        value = parms[key]
        if isinstance(value, pikepdf.Stream):
            copied[key] = sheet.make_indirect(pikepdf.Stream(sheet, value.read_bytes()))
        elif not isinstance(value, pikepdf.Object):
            copied[key] = value
    return copied


def _number(value: Any) -> float:
    try:
        return 0.0 if value is None else float(value)
    except (TypeError, ValueError):
        return 0.0
