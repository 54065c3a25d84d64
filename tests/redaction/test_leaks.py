"""A box drawn over live text is found and its words shown; what only looks like one is left alone."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from discovery.files.leaks import leaks
from discovery.files.redacting import redact
from tests.redaction import planted
from tests.redaction.planted import BAND, LINE, SECRET, UNDER, page

BAR = b"q 0 g 198 694 92 18 re f Q\n"


def found(make: Callable[[], pikepdf.Pdf], folder: Path) -> list[tuple[int, str, str]]:
    path = folder / "received.pdf"
    make().save(path)
    return [(leak.page, leak.words, leak.cover) for leak in leaks(path)]


def commented(subtype: str, content: bytes, **keys: object) -> Callable[[], pikepdf.Pdf]:
    def make() -> pikepdf.Pdf:
        pdf = page()
        look = Stream(pdf, content)
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 92, 18])
        comment = Dictionary(
            Type=Name.Annot,
            Subtype=Name(f"/{subtype}"),
            Rect=Array(list(BAND)),
            F=4,
            AP=Dictionary(N=pdf.make_indirect(look)),
            **keys,  # type: ignore[arg-type]
        )
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(comment)])
        return pdf

    return make


def in_a_form() -> pikepdf.Pdf:
    """Text and bar lie in a form that the page draws."""
    pdf = page(b"q 1 0 0 1 10 -20 cm /Fm0 Do Q")
    form = Stream(pdf, LINE + BAR)
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 612, 792])
    form.Resources = Dictionary(Font=pdf.pages[0].obj.Resources.Font)
    pdf.pages[0].obj.Resources.XObject = Dictionary(Fm0=pdf.make_indirect(form))
    return pdf


def blackened_scan() -> pikepdf.Pdf:
    """Somebody blackened the picture and kept the recognized text."""
    pdf = page(b"q 612 0 0 792 0 0 cm /Im0 Do Q 3 Tr " + LINE)
    picture = planted.striped()
    picture.paste(0, (90, 38, 150, 52))
    image = Stream(pdf, picture.tobytes())
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, *picture.size
    image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
    pdf.pages[0].obj.Resources.XObject = Dictionary(Im0=pdf.make_indirect(image))
    return pdf


def turned() -> pikepdf.Pdf:
    pdf = page(LINE + BAR)
    pdf.pages[0].obj.Rotate = 90
    pdf.pages[0].obj.CropBox = Array([40, 50, 600, 780])
    return pdf


@pytest.mark.parametrize(
    ("make", "cover"),
    [
        (lambda: page(LINE + BAR), "a drawn box"),
        (lambda: page(LINE + BAR.replace(b"0 g", b"1 g")), "a drawn box"),
        (lambda: page(LINE + BAR + b"BT 1 g /F1 9 Tf 210 700 Td (REDACTED) Tj ET\n"), "a drawn box"),
        (lambda: page(BAR + b"0 g " + LINE), "a drawn box"),
        (lambda: page(BAR + b"3 Tr " + LINE), "a drawn box"),
        (turned, "a drawn box"),
        (in_a_form, "a drawn box"),
        (commented("Square", b"0 g 0 0 92 18 re f"), "a comment"),
        (commented("Redact", b"1 0 0 RG 0 0 92 18 re S"), "a mark for redaction that was never applied"),
        (blackened_scan, "a dark patch"),
    ],
    ids=[
        "black bar",
        "white bar",
        "bar with its own label",
        "black text on a black bar",
        "unseen text on a black bar",
        "turned and cropped",
        "in a form",
        "opaque comment",
        "redaction mark",
        "blackened scan",
    ],
)
def test_words_under_a_cover_are_shown(make: Callable[[], pikepdf.Pdf], cover: str, tmp_path: Path) -> None:
    assert [(number, kind) for number, _, kind in found(make, tmp_path)] == [(1, cover)]
    assert SECRET in found(make, tmp_path)[0][1]


def struck() -> pikepdf.Pdf:
    return page(LINE + b"0 g 198 703 92 1.2 re f 198 697 92 0.8 re f\n")


def seen_through() -> pikepdf.Pdf:
    pdf = page(LINE + b"/G0 gs 1 1 0 rg 198 694 92 18 re f\n")
    pdf.pages[0].obj.Resources.ExtGState = Dictionary(G0=Dictionary(BM=Name.Multiply))
    return pdf


def field() -> pikepdf.Pdf:
    pdf = commented("Widget", b"0.9 g 0 0 92 18 re f", FT=Name.Tx, T=String("name"))()
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.pages[0].obj.Annots[0]]))
    return pdf


@pytest.mark.parametrize(
    "make",
    [
        page,
        lambda: page(BAR + b"1 g " + LINE),
        lambda: page(b"q 1 g 0 0 612 792 re f Q\n" + LINE),
        lambda: page(LINE + b"q 198 600 92 18 re W n 0 g 0 0 612 792 re f Q\n"),
        struck,
        seen_through,
        field,
        commented("Highlight", b"1 1 0 rg 0 0 92 18 re f"),
        commented("Square", b"1 0 0 RG 0 0 92 18 re S"),
        planted.SCANS["grey"],
        planted.SCANS["JPEG"],
        lambda: page(b"BT /F1 12 Tf 72 700 Td (The witness saw the car.) Tj ET " + BAR.replace(b"694", b"494")),
    ],
    ids=[
        "plain text",
        "white text on a black head of a table",
        "a ground under all of the page",
        "a fill that is clipped away",
        "struck out and underlined",
        "a highlighter that is seen through",
        "a form field",
        "a highlight",
        "a frame",
        "a scan with recognized text",
        "a JPEG scan with recognized text",
        "a bar beside the text",
    ],
)
def test_what_hides_no_text_is_left_alone(make: Callable[[], pikepdf.Pdf], tmp_path: Path) -> None:
    assert found(make, tmp_path) == []


@pytest.mark.parametrize("name", ["one string", "invisible text", "a pattern"])
def test_what_we_redacted_does_not_leak(name: str, tmp_path: Path) -> None:
    source = tmp_path / "statement.pdf"
    planted.IN_TEXT[name]().save(source)
    redact(source, tmp_path / "out.pdf", [UNDER])
    assert leaks(tmp_path / "out.pdf") == ()


def test_a_leak_says_where_it_is_and_what_it_shows(tmp_path: Path) -> None:
    path = tmp_path / "received.pdf"
    page(LINE + BAR).save(path)
    (leak,) = leaks(path)
    assert str(leak) == f"page 1: a drawn box lies over text that can still be read: “{SECRET}”"
    assert 198 <= leak.lines[0][0].x0 < leak.lines[0][0].x1 <= 290


def test_text_beside_what_is_seen_of_a_page_is_not_hidden_by_a_comment(tmp_path: Path) -> None:
    def make() -> pikepdf.Pdf:
        pdf = commented("Square", b"")()
        pdf.pages[0].obj.CropBox = Array([0, 0, 612, 600])
        return pdf

    assert found(make, tmp_path) == []
