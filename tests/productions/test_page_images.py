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
