"""Make a page a picture of itself: for pages that cannot be cut with certainty."""

import io
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name
from PIL import Image, ImageChops, ImageDraw

from discovery.core.endorsements import Box, PageShape

DPI = 300
_MOST_PIXELS = 40_000_000
_HEAVY = 3_000_000  # bytes: a packed picture above this holds photographs, which JPEG packs better
_QUALITY = 92


def become_picture(
    pdf: pikepdf.Pdf, page: pikepdf.Object, shape: PageShape, drawn: Path, index: int, regions: list[Box]
) -> float:
    """Replace the page's content by a picture of it, white under the regions (visible space); its pixels per unit.

    `drawn` is the file whose page `index` (from 0) is drawn; comments and fields are left to themselves.
    """
    picture, scale = _drawn(drawn, index, shape)
    brush = ImageDraw.Draw(picture)
    for region in regions:
        left, top = int(region.x0 * scale) - 2, int((shape.height - region.y1) * scale) - 2
        right, bottom = int(region.x1 * scale) + 2, int((shape.height - region.y0) * scale) + 2
        brush.rectangle((left, top, right, bottom), fill=255 if picture.mode == "L" else (255, 255, 255))
    image = pdf.make_indirect(_image(pdf, picture))
    a, b, c, d, e, f = shape.matrix
    width, height = shape.width, shape.height
    content = f"q {a:.0f} {b:.0f} {c:.0f} {d:.0f} {e:.4f} {f:.4f} cm {width:.4f} 0 0 {height:.4f} 0 0 cm /Im0 Do Q"
    page.Contents = pdf.make_indirect(pikepdf.Stream(pdf, content.encode("ascii")))
    page.Resources = Dictionary(XObject=Dictionary(Im0=image))
    for key in ("/Group", "/StructParents"):
        if key in page:
            del page[key]
    return scale


def _drawn(path: Path, index: int, shape: PageShape) -> tuple[Image.Image, float]:
    """The page in grey where it has no colour, and its pixels per unit of user space."""
    scale = DPI / 72 * shape.unit
    scale = min(scale, (_MOST_PIXELS / max(1.0, shape.width * shape.height)) ** 0.5)
    with pypdfium2.PdfDocument(path) as document:
        options: dict[str, Any] = {"draw_annots": False, "may_draw_forms": False}
        picture = document[index].render(scale=scale, **options).to_pil().convert("RGB")
    grey = picture.convert("L")
    colourless = ImageChops.difference(picture, grey.convert("RGB")).getbbox() is None
    return (grey if colourless else picture), picture.size[0] / shape.width


def _image(pdf: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Stream:
    data, coding = zlib.compress(picture.tobytes(), 9), Name.FlateDecode
    if len(data) > _HEAVY:
        packed = io.BytesIO()
        picture.save(packed, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
        data, coding = packed.getvalue(), Name.DCTDecode
    stream = pikepdf.Stream(pdf, data)
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height = picture.size
    stream.ColorSpace = Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB
    stream.BitsPerComponent, stream.Filter = 8, coding
    return stream
