"""Draws finished pages as single images: black and white as TIFF G4, what has tones or colors as JPEG.

A page is drawn without smoothing first, so that print is pure black and white and any tone left is a picture's own;
only then is it known which of the two formats loses nothing that is seen.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

DOTS = 300
"""An inch: what courts' production orders ask of Group IV TIFF at the least."""
MOST_PIXELS = 60_000_000
_TONES = 0.002  # of a page's pixels: fewer dark grey ones are hairlines, and stay visible in black
_SPECKS = 0.00003  # of a page's pixels, some 250: what is light or in color is lost where this many are ignored
_WHITE = 128  # lighter pixels are white in black and white
_DARK, _LIGHT = 48, 246  # darker is black and lighter is white to the eye
_NEAR = 24  # of 255: dark tones that differ by less look the same
_COLOR = 16  # of 255: smaller differences between the channels are a scanner's
_QUALITY = 85


def write_images(pdf: Path, stems: Sequence[Path]) -> Iterator[Path]:
    """Write each page of a finished PDF as its stem with .tif or .jpg; the files, in order."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        # Fields and comments look on the image as they do in the PDF.
        document.init_forms()
        for index, stem in enumerate(stems):
            page = document[index]
            try:
                yield _write(page, stem)
            finally:
                page.close()
    finally:
        document.close()


def _write(page: pypdfium2.PdfPage, stem: Path) -> Path:
    width, height = page.get_size()
    # A hair less: the renderer rounds up, and 792 points would be 3,301 pixels.
    scale = min(DOTS / 72 - 1e-6, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    dots = (round(scale * 72), round(scale * 72))
    bare = _drawn(page, scale, smooth=False)
    colored = _has_color(bare)
    if colored or _has_tones(bare):
        path = stem.with_name(f"{stem.name}.jpg")
        picture = _drawn(page, scale, smooth=True)
        (picture if colored else picture.convert("L")).save(path, "JPEG", quality=_QUALITY, dpi=dots)
        return path
    path = stem.with_name(f"{stem.name}.tif")
    flat = bare.convert("L").point([255 * (value >= _WHITE) for value in range(256)]).convert("1")
    flat.save(path, "TIFF", compression="group4", dpi=dots)
    return path


def _drawn(page: pypdfium2.PdfPage, scale: float, *, smooth: bool) -> Image.Image:
    plain = {f"no_smooth{kind}": not smooth for kind in ("text", "image", "path")}
    bitmap = page.render(scale=scale, may_draw_forms=True, **plain)
    try:
        picture: Image.Image = bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
    return picture


def _has_color(picture: Image.Image) -> bool:
    small = picture.reduce(4) if min(picture.size) > 64 else picture
    red, green, blue = small.split()
    spread = ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(green, blue))
    counts = spread.histogram()
    return sum(counts[_COLOR:]) > _SPECKS * sum(counts)


def _has_tones(picture: Image.Image) -> bool:
    """Whether black and white would lose something: light print, a picture's tones, shapes in the dark."""
    counts = picture.convert("L").histogram()
    whole = sum(counts)
    light, gray = sum(counts[_WHITE:_LIGHT]), sum(counts[_DARK:_WHITE])
    return light > _SPECKS * whole or light + gray > _TONES * whole or _differ(counts[:_WHITE], _TONES * whole)


def _differ(dark: Sequence[int], few: float) -> bool:
    """Whether tones that would all be black are told apart, but for a few pixels at either end."""
    sums = list(accumulate(dark))
    shown = [tone for tone, below in enumerate(sums) if below > few and sums[-1] - below + dark[tone] > few]
    return bool(shown) and shown[-1] - shown[0] > _NEAR
