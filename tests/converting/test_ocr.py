"""Scans become searchable, and nothing on their pages changes."""

import shutil
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from discovery.files.converting import ConvertOptions, read_piece
from discovery.files.converting import ocr as reading
from discovery.files.converting.ocr import ocr
from tests.converting.making import paper, saved, seen, words_of, written


def scan(words: str, turn: int = 0) -> bytes:
    """A scanned page; turned, it lies on its side and the page says so."""
    image = Image.new("L", (1275, 1650), 255)
    font = ImageFont.load_default(40)
    ImageDraw.Draw(image).text((150, 225), words, font=font, fill=0)
    held = BytesIO()
    image.rotate(turn, expand=True).save(held, "PDF", resolution=150)
    with pikepdf.open(BytesIO(held.getvalue())) as pdf:
        pdf.pages[0].obj.Rotate = turn
        return saved(pdf)


def mixed(*parts: bytes) -> bytes:
    """These PDFs as one."""
    with pikepdf.new() as pdf:
        for part in parts:
            with pikepdf.open(BytesIO(part)) as one:
                pdf.pages.extend(one.pages)
        return saved(pdf)


def test_a_typed_pdf_needs_no_reading(tmp_path: Path) -> None:
    result = ocr(written(tmp_path, "typed.pdf", saved(paper())), tmp_path / "read.pdf")
    assert (result.pdf, result.read, result.bare, result.problem) == (None, (), (), "")


def test_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    result = ocr(written(tmp_path, "scan.pdf", scan("words")), tmp_path / "read.pdf")
    assert result.pdf is None
    assert result.bare == (1,)
    assert "is not installed. Install it" in result.problem


@pytest.mark.ocr
@pytest.mark.skipif(bool(reading.why_not()), reason="OCRmyPDF or Tesseract is not installed")
def test_only_pages_without_text_are_read_and_no_page_looks_different(tmp_path: Path) -> None:
    blank = pikepdf.new()
    blank.add_blank_page(page_size=(612, 792))
    held = mixed(saved(paper("Typed words.")), scan("The officer ran"), scan("sideways search", 90), saved(blank))
    path = written(tmp_path, "mixed.pdf", held)
    results = [ocr(path, tmp_path / f"read-{number}.pdf") for number in range(2)]
    first, second = results
    assert first.problem == ""
    assert (first.read, first.bare) == ((2, 3), (4,))
    assert first.pdf is not None
    assert second.pdf is not None
    assert first.pdf.read_bytes() == second.pdf.read_bytes()
    pages = words_of(first.pdf)
    assert "The officer ran" in pages[1]
    assert "sideways search" in pages[2]
    for number in range(4):
        assert seen(path, number).tobytes() == seen(first.pdf, number).tobytes()
    with pikepdf.open(path) as before, pikepdf.open(first.pdf) as after:
        assert before.pages[0].obj.Contents.read_raw_bytes() == after.pages[0].obj.Contents.read_raw_bytes()
        own = before.pages[1].obj.Contents.read_raw_bytes()
        assert after.pages[1].obj.Contents[1].read_raw_bytes() == own
        images = [next(iter(pdf.pages[1].get_images().values())).read_raw_bytes() for pdf in (before, after)]
        assert images[0] == images[1]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["mixed.pdf", "read-0.pdf", "read-1.pdf"]


@pytest.mark.ocr
@pytest.mark.skipif(bool(reading.why_not()), reason="OCRmyPDF or Tesseract is not installed")
def test_a_scanned_tiff_comes_in_searchable_when_asked(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(scan("The officer ran"))) as pdf:
        (image,) = pdf.pages[0].get_images().values()
        held = BytesIO()
        pikepdf.PdfImage(image).as_pil_image().save(held, "TIFF", dpi=(150, 150))
    path = written(tmp_path, "scan.tif", held.getvalue())
    piece = read_piece(path, tmp_path / "room", options=ConvertOptions(ocr=True))
    assert piece.pdf is not None
    assert "The officer ran" in words_of(piece.pdf)[0]
    assert reading.READ in piece.notes


@pytest.mark.ocr
@pytest.mark.skipif(bool(reading.why_not()), reason="OCRmyPDF or Tesseract is not installed")
def test_a_language_that_is_not_there_is_said_and_the_pages_stay(tmp_path: Path) -> None:
    result = ocr(written(tmp_path, "scan.pdf", scan("words")), tmp_path / "read.pdf", language="tlh")
    assert result.pdf is None
    assert "tlh" in result.problem
    assert not (tmp_path / "read.pdf").exists()
