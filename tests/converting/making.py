"""Files such as a law office receives, made here."""

import struct
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name, Stream
from PIL import Image, ImageDraw


def drawing(size: tuple[int, int] = (600, 400), mode: str = "RGB") -> Image.Image:
    """A picture whose upper left is dark and whose rest is light, so that any turn shows."""
    image = Image.new("RGB", size, (240, 240, 230))
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1] // 4), fill=(20, 30, 120))
    return image.convert(mode)


def encoded(image: Image.Image, form: str, **how: object) -> bytes:
    """The picture as the bytes of a file."""
    held = BytesIO()
    image.save(held, form, **how)
    return held.getvalue()


def photo(orientation: int = 1, size: tuple[int, int] = (600, 400), **how: object) -> bytes:
    """A phone's JPEG: with a maker, a place and a way up in its EXIF."""
    exif = Image.Exif()
    exif[0x010F] = "SentinelPhone"
    exif[0x0112] = orientation
    exif[0x9003] = "2026:03:04 05:06:07"
    exif.get_ifd(0x8825)[1] = "N"
    return encoded(drawing(size), "JPEG", exif=exif, quality=90, **how)


def written(folder: Path, name: str, data: bytes) -> Path:
    """A file with these bytes."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def paper(words: str = "The officer ran the search.", pages: int = 1) -> pikepdf.Pdf:
    """A plain PDF."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(pages):
        pdf.add_blank_page(page_size=(612, 792))
        page = pdf.pages[-1].obj
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = Stream(pdf, f"BT /F1 12 Tf 72 700 Td ({words} {number + 1}) Tj ET".encode())
    return pdf


def saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    """The PDF's bytes."""
    held = BytesIO()
    pdf.save(held, **how)
    return held.getvalue()


def words_of(path: Path) -> list[str]:
    """The text of each page, as PDFium finds it."""
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def seen(path: Path, page: int = 0, width: int = 200) -> Image.Image:
    """The page as a person sees it."""
    with pypdfium2.PdfDocument(path) as document:
        one = document[page]
        return one.render(scale=width / one.get_width()).to_pil().convert("RGB")


def sizes_of(path: Path) -> list[tuple[int, int]]:
    """Each page's size as a person sees it, in whole points."""
    with pypdfium2.PdfDocument(path) as document:
        return [(round(page.get_width()), round(page.get_height())) for page in document]


def wave(seconds: float = 2) -> bytes:
    """A sound recording of silence."""
    data = b"\0" * int(8000 * seconds)
    head = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8) + b"data" + struct.pack("<I", len(data))
    return b"RIFF" + struct.pack("<I", 4 + len(head) + len(data)) + b"WAVE" + head + data
