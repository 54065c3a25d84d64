"""Page images lose nothing that is seen: print becomes Group 4 TIFF, tones and colors JPEG."""

from pathlib import Path

import pytest
from PIL import Image

from discovery.files.page_images import write_images
from discovery.files.texts import write_text
from tests.bundles.offices import pdf


def written(folder: Path, data: bytes, pages: int = 1) -> list[Path]:
    source = folder / "source.pdf"
    source.write_bytes(data)
    return list(write_images(source, [folder / f"DOE-00000{page + 1}" for page in range(pages)]))


def toned(gray: float) -> bytes:
    def decorate(made) -> None:
        page = made.pages[0]
        page.contents_add(f"q {gray} g 100 300 200 200 re f Q".encode())

    return pdf("A photograph", decorate=decorate)


def colored(made) -> None:
    made.pages[0].contents_add(b"q 0.8 0.1 0.1 rg 100 300 80 40 re f Q")


def test_a_page_of_print_is_a_group_4_tiff_of_300_dots_an_inch(tmp_path: Path) -> None:
    (path,) = written(tmp_path, pdf("Nothing but print"))
    with Image.open(path) as image:
        assert (path.name, image.mode, image.info["compression"]) == ("DOE-000001.tif", "1", "group4")
        assert tuple(round(dots) for dots in image.info["dpi"]) == (300, 300)
        assert image.size == (2550, 3300)
        black = image.histogram()[0]
    assert 500 < black < 50_000


@pytest.mark.parametrize(("data", "mode"), [(toned(0.5), "L"), (pdf("In red", decorate=colored), "RGB")])
def test_a_page_with_tones_or_colors_is_a_jpeg(tmp_path: Path, data: bytes, mode: str) -> None:
    (path,) = written(tmp_path, data)
    with Image.open(path) as image:
        assert (path.suffix, image.mode, image.size) == (".jpg", mode, (2550, 3300))
        assert not image.getexif()


def test_the_same_page_gives_the_same_bytes(tmp_path: Path) -> None:
    first = [path.read_bytes() for path in written(tmp_path, toned(0.5))]
    assert first == [path.read_bytes() for path in written(tmp_path, toned(0.5))]


def test_a_text_file_has_a_form_feed_between_pages_and_a_byte_order_mark(tmp_path: Path) -> None:
    source, target = tmp_path / "source.pdf", tmp_path / "DOE-000001.txt"
    source.write_bytes(pdf("First page here", "Second page here", ""))
    assert write_text(source, target) == 1
    data = target.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert [page.strip() for page in data.decode("utf-8-sig").split("\f")] == [
        "First page here",
        "Second page here",
        "",
    ]


def printed(gray: float):
    """A line of small print in one tone on a page of black words."""

    def decorate(made) -> None:
        made.pages[0].contents_add(f"q {gray} g BT /F1 7 Tf 72 60 Td (Small print in gray) Tj ET Q".encode())

    return decorate


@pytest.mark.parametrize("gray", [0.6, 0.85, 0.93])
def test_light_print_is_not_lost(tmp_path: Path, gray: float) -> None:
    (path,) = written(tmp_path, pdf("A page of words", decorate=printed(gray)))
    with Image.open(path) as image:
        seen = image.convert("L").crop((300, 2900, 900, 3060))
    assert min(seen.get_flattened_data()) < 255 * gray + 20


def test_shapes_in_a_dark_picture_are_not_lost(tmp_path: Path) -> None:
    def night(made) -> None:
        made.pages[0].contents_add(b"q 0.02 g 100 300 300 300 re f 0.16 g 200 400 60 60 re f Q")

    (path,) = written(tmp_path, pdf("At night", decorate=night))
    with Image.open(path) as image:
        assert image.mode == "L"


def test_a_small_mark_in_a_pale_color_is_a_color(tmp_path: Path) -> None:
    def marked(made) -> None:
        made.pages[0].contents_add(b"q 1 1 0.9 rg 100 300 20 10 re f Q")

    (path,) = written(tmp_path, pdf("A pale mark", decorate=marked))
    with Image.open(path) as image:
        assert image.mode == "RGB"


def test_print_in_rich_black_stays_black_and_white(tmp_path: Path) -> None:
    def rich(made) -> None:
        made.pages[0].contents_add(b"q 0.14 0.12 0.13 rg 100 300 200 200 re f Q")

    (path,) = written(tmp_path, pdf("", decorate=rich))
    assert path.suffix == ".tif"
