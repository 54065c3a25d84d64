"""Pictures become pages: upright, whole, without camera data, and the same pixels."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from discovery.core.pieces import Kind
from discovery.files.converting import ConvertOptions, read_piece
from discovery.files.scrub import without_camera_data
from tests.converting.making import drawing, encoded, photo, seen, sizes_of, written

DARK = (20, 30, 120)


def picture_in(pdf: Path, page: int = 0) -> Image.Image:
    """The page's picture, unpacked."""
    with pikepdf.open(pdf) as opened:
        (image,) = opened.pages[page].get_images().values()
        return pikepdf.PdfImage(image).as_pil_image().convert("RGB")


def is_dark(image: Image.Image, x: float, y: float) -> bool:
    """Whether the page is dark at a place given as parts of its width and height."""
    red, green, blue = image.getpixel((int(image.width * x), int(image.height * y)))
    return red < 100 and green < 100 and blue > 80


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_phone_was_held(orientation: int, tmp_path: Path) -> None:
    """The eight ways EXIF knows; the mirrored ones are drawn anew, the others keep their JPEG data."""
    stored = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    image = drawing()
    exif = Image.Exif()
    exif[0x0112] = orientation
    held = encoded(image.transpose(stored) if stored is not None else image, "JPEG", exif=exif, quality=95)
    piece = read_piece(written(tmp_path, "photo.jpg", held), tmp_path / "room")
    assert piece.kind == Kind.IMAGE
    assert piece.pdf is not None
    assert sizes_of(piece.pdf) == [(792, 612)]
    assert any("camera data" in note for note in piece.notes)
    page = seen(piece.pdf, width=396)
    # 600 by 400 at 96 dpi: 450 by 300 points in the middle of 792 by 612.
    assert is_dark(page, 200 / 792, 170 / 612)
    assert not is_dark(page, 600 / 792, 170 / 612)
    assert not is_dark(page, 200 / 792, 440 / 612)


def test_a_photos_jpeg_data_is_the_same_and_its_camera_data_is_gone(tmp_path: Path) -> None:
    held = photo(6, (1200, 800))
    assert b"SentinelPhone" in held
    piece = read_piece(written(tmp_path, "photo.jpg", held), tmp_path / "room")
    assert piece.pdf is not None
    with pikepdf.open(piece.pdf) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        raw = image.read_raw_bytes()
        assert "/Info" not in pdf.trailer
    assert held.endswith(raw[-500:])
    assert b"SentinelPhone" not in piece.pdf.read_bytes() + raw
    assert Image.open(BytesIO(raw)).tobytes() == Image.open(BytesIO(held)).tobytes()
    assert piece.native.read_bytes() == held
    assert piece.metadata == {"DOCDATE": "2026-03-04"}
    assert any("camera data" in note for note in piece.notes)
    assert any("fitted on a letter page" in note for note in piece.notes)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpegs_colors_are_the_same_whatever_inks_it_is_coded_in(mode: str, tmp_path: Path) -> None:
    image = drawing(mode=mode)
    held = written(tmp_path, "print.jpg", encoded(image, "JPEG", quality=95, dpi=(100, 100)))
    piece = read_piece(held, tmp_path / "room")
    assert piece.pdf is not None, piece.detail
    page = seen(piece.pdf, width=600)
    assert page.size == (600, 400)
    for place in ((100, 40), (500, 300)):
        wanted = image.convert("RGB").getpixel(place)
        assert all(abs(one - other) < 45 for one, other in zip(page.getpixel(place), wanted, strict=True)), place


def test_a_preview_or_film_behind_the_picture_stays_in_the_original_only(tmp_path: Path) -> None:
    """A phone's moving photo carries a film, with sound and place, after the JPEG's end."""
    bare = encoded(drawing(), "JPEG", progressive=True)
    moving = bare + b"ftypmp42 a film with a SENTINEL place"
    assert without_camera_data(moving) == bare
    assert without_camera_data(bare) is bare
    piece = read_piece(written(tmp_path, "moving.jpg", moving), tmp_path / "room")
    assert piece.pdf is not None
    assert b"SENTINEL" not in piece.pdf.read_bytes()


@pytest.mark.parametrize(
    ("name", "mode", "how"),
    [
        ("plain.png", "RGB", {}),
        ("grey.png", "L", {}),
        ("line.png", "1", {}),
        ("palette.png", "P", {}),
        ("interlaced.gif", "P", {}),
        ("windows.bmp", "RGB", {}),
        ("web.webp", "RGB", {"lossless": True}),
        ("scan.tif", "RGB", {"compression": "tiff_lzw"}),
        ("cmyk.tif", "CMYK", {}),
        ("fax.tif", "1", {"compression": "group4"}),
    ],
)
def test_every_pixel_is_kept(name: str, mode: str, how: dict[str, object], tmp_path: Path) -> None:
    image = drawing(mode=mode)
    form = {"tif": "TIFF", "png": "PNG", "gif": "GIF", "bmp": "BMP", "webp": "WEBP"}[name.rpartition(".")[2]]
    piece = read_piece(written(tmp_path, name, encoded(image, form, **how)), tmp_path / "room")
    assert piece.pdf is not None, piece.detail
    assert picture_in(piece.pdf).tobytes() == image.convert("RGB").tobytes()


def test_the_scanners_paper_size_is_kept_and_each_page_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    first, second = drawing((1700, 2200), "1"), drawing((2800, 1700), "L")
    held = encoded(first, "TIFF", save_all=True, append_images=[second], dpi=(200, 200))
    piece = read_piece(written(tmp_path, "scan.tiff", held), tmp_path / "room")
    assert piece.pdf is not None
    assert sizes_of(piece.pdf) == [(612, 792), (1008, 612)]
    assert piece.notes == ()


def test_transparent_parts_are_shown_on_white(tmp_path: Path) -> None:
    clear = drawing(mode="RGBA")
    clear.putalpha(0)
    for name, image in (("clear.png", clear), ("palette.png", clear.quantize(4))):
        held = encoded(image, "PNG", **({"transparency": 0} if image.mode == "P" else {}))
        piece = read_piece(written(tmp_path, name, held), tmp_path / "room")
        assert piece.pdf is not None, piece.detail
        assert seen(piece.pdf).getpixel((100, 70)) == (255, 255, 255)
        assert "Its transparent parts are shown on white." in piece.notes


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_sixteen_bits_of_grey_are_shown_as_they_look(form: str, tmp_path: Path) -> None:
    image = Image.new("I;16", (300, 300), 40000)
    piece = read_piece(written(tmp_path, f"deep.{form.lower()}", encoded(image, form)), tmp_path / "room")
    assert piece.pdf is not None, piece.detail
    grey = seen(piece.pdf, width=612).getpixel((306, 396))[0]
    assert abs(grey - 40000 // 257) <= 2


def test_an_iphones_picture_is_read(tmp_path: Path) -> None:
    """Pillow's AVIF stands in for HEIC, which nothing here can write."""
    piece = read_piece(written(tmp_path, "photo.avif", encoded(drawing(), "AVIF")), tmp_path / "room")
    assert piece.pdf is not None, piece.detail
    broken = written(tmp_path, "photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200)
    piece = read_piece(broken, tmp_path / "room")
    assert (piece.pdf, piece.why) == (None, "The picture is damaged.")


def test_a_moving_picture_shows_its_first_frame_and_says_so(tmp_path: Path) -> None:
    held = encoded(drawing(), "GIF", save_all=True, append_images=[drawing((600, 400)).rotate(180)])
    piece = read_piece(written(tmp_path, "moving.gif", held), tmp_path / "room")
    assert piece.pdf is not None
    assert len(sizes_of(piece.pdf)) == 1
    assert any("moving picture of 2 frames" in note for note in piece.notes)


def huge_photo() -> bytes:
    """The head of a phone's photo of 16,320 by 12,240 dots: its size is read, and no more."""
    made = bytearray(photo())
    at = made.index(b"\xff\xc0") + 5
    made[at : at + 4] = (12_240).to_bytes(2, "big") + (16_320).to_bytes(2, "big")
    return bytes(made)


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    held = encoded(Image.new("1", (20_000, 20_000)), "PNG")
    piece = read_piece(written(tmp_path, "bomb.png", held), tmp_path / "room")
    assert piece.pdf is None
    assert piece.why == "The picture is too large to be opened safely."
    assert "Have it scanned again" in piece.detail
    photo_of_200 = read_piece(written(tmp_path, "photo.jpg", huge_photo()), tmp_path / "room")
    assert (photo_of_200.pdf, photo_of_200.why) == (None, "The picture is too large to be opened safely.")
    assert "more than 178,956,970 dots" in photo_of_200.detail
    small = read_piece(
        written(tmp_path, "small.png", encoded(drawing(), "PNG")), tmp_path, options=ConvertOptions(most_pixels=100)
    )
    assert "600 by 400 dots" in small.detail


def test_a_broken_picture_is_a_piece_with_its_reason(tmp_path: Path) -> None:
    whole = encoded(drawing((900, 900)), "PNG")
    piece = read_piece(written(tmp_path, "cut.png", whole[: len(whole) // 2]), tmp_path / "room")
    assert (piece.pdf, piece.why, piece.native_only) == (None, "The picture is damaged.", False)
    assert "Ask for a new copy" in piece.detail
    half = photo(size=(1200, 900))[:9000]
    piece = read_piece(written(tmp_path, "cut.jpg", half), tmp_path / "room")
    assert piece.pdf is not None
    assert "The picture's file breaks off; its page shows what can be read." in piece.notes
    fax = encoded(drawing((1700, 2200), "1").rotate(20), "TIFF", compression="group4")
    at = fax.index(b"\x00" * 2, 600) if b"\x00" * 2 in fax[600:] else len(fax) // 2
    piece = read_piece(written(tmp_path, "fax.tif", fax[: at - 40] + b"\xff" * 40 + fax[at:]), tmp_path / "room")
    assert piece.pdf is None or any("breaks off" in note for note in piece.notes)


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path) -> None:
    path = written(tmp_path, "photo.jpg", photo(3))
    first, second = (read_piece(path, tmp_path / "room") for _ in range(2))
    assert first.pdf != second.pdf
    assert first.pdf is not None
    assert second.pdf is not None
    assert first.pdf.read_bytes() == second.pdf.read_bytes()
