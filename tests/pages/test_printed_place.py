"""Whatever the page's turn, crop, origin and unit, PDFium finds the printed label in the visible place asked for."""

import ctypes
from io import BytesIO

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array

from discovery.core.endorsements import Endorsements, Placement, Position
from discovery.files.endorsing import endorse_pages
from tests.pages.awkward import new

LABEL, LEGEND = "DOE-000123", "CONFIDENTIAL"
SIDES = st.integers(-2000, 2000).map(lambda value: value / 4)
LENGTHS = st.integers(1200, 8000).map(lambda value: value / 4)


def seen_at(document: pypdfium2.PdfDocument, words: str) -> tuple[float, float, float, float]:
    """Where the words lie on the first page as a viewer shows it: from its left and bottom, in points."""
    page = document[0]
    layer = page.get_textpage()
    index, _count = layer.search(words, match_case=True).get_next()
    across, down = [], []
    for at in range(index, index + len(words)):
        for x, y in zip(layer.get_charbox(at)[::2], layer.get_charbox(at)[1::2], strict=True):
            column, row = ctypes.c_int(), ctypes.c_int()
            width, height = (round(side * 10) for side in page.get_size())
            pdfium.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, x, y, column, row)
            across.append(column.value / 10)
            down.append(page.get_size()[1] - row.value / 10)
    return min(across), min(down), max(across), max(down)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    origin=st.tuples(SIDES, SIDES),
    size=st.tuples(LENGTHS, LENGTHS),
    crop=st.tuples(*[st.integers(0, 20)] * 4),
    turn=st.sampled_from([-450, -90, 0, 90, 180, 270, 990]),
    unit=st.sampled_from([1, 1, 0.5, 2]),
    flipped=st.booleans(),
    position=st.sampled_from(Position),
)
def test_the_printed_label_is_found_where_it_was_asked_for(
    origin: tuple[float, float],
    size: tuple[float, float],
    crop: tuple[int, ...],
    turn: int,
    unit: float,
    flipped: bool,
    position: Position,
) -> None:
    pdf = new()
    page = pdf.pages[0].obj
    box = [origin[0], origin[1], origin[0] + size[0], origin[1] + size[1]]
    page.MediaBox = Array(box[2:] + box[:2] if flipped else box)
    page.CropBox = Array([box[0] + crop[0], box[1] + crop[1], box[2] - crop[2], box[3] - crop[3]])
    page.Rotate = turn
    page.UserUnit = unit
    other = Position.TOP_LEFT if position is Position.BOTTOM_LEFT else Position.BOTTOM_LEFT
    asked = Endorsements(number=Placement(position=position), legend=LEGEND, legend_position=other)
    endorse_pages(pdf, {0: LABEL}, asked)
    file = BytesIO()
    pdf.save(file)
    with pypdfium2.PdfDocument(file.getvalue()) as document:
        width, height = document[0].get_size()
        for words, place in ((LABEL, position), (LEGEND, other)):
            left, bottom, right, top = seen_at(document, words)
            margin, type_size = 24 / unit, 10 / unit
            across = {"left": left - margin, "right": width - margin - right, "center": (left + right - width) / 2}
            upright = {
                "bottom": bottom - margin,
                "top": height - margin - 0.03 * type_size - top,
                "middle": (bottom + top - height) / 2,
            }
            assert abs(across[place.column]) < 1 + 0.1 * type_size
            assert abs(upright[place.row]) < 0.5 + 0.06 * type_size
            assert right - left > 5 * (top - bottom)  # upright, as the reader sees it


@pytest.mark.parametrize("position", Position)
def test_each_of_the_nine_places_can_be_asked_for_by_its_words(position: Position) -> None:
    pdf = new()
    (one,) = endorse_pages(pdf, {0: LABEL}, Placement(position=position))
    assert one.placement.position.words.split() == [position.row, position.column]
    assert pikepdf.Page(pdf.pages[0].obj).obj.Contents[-1].read_bytes().count(b"Tj") == 1
