"""What a viewer sees on a page: text, ink, images, margins, its own number."""

from pathlib import Path

import pytest
from pikepdf import Dictionary, Name

from discovery.files.filing_profiles import read_profile
from discovery.files.page_facts import is_blank, page_facts
from discovery.files.preflight import examine
from discovery.files.received import seen_pages
from tests.filing import making
from tests.filing.making import on_disk
from tests.pages import awkward


@pytest.mark.parametrize("dpi", [72, 150, 200, 300])
def test_the_resolution_is_that_of_the_image_as_placed(dpi: int, tmp_path: Path) -> None:
    (facts,) = page_facts(on_disk(making.picture(dpi)(), tmp_path))
    assert abs(facts.dpi - dpi) <= 1
    assert facts.bare


def test_a_scan_whose_only_text_is_a_number_is_not_searchable(tmp_path: Path) -> None:
    pdf = making.picture(100)()
    page = pdf.pages[0].obj
    page.Resources.Font = Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b" BT /F1 9 Tf 500 20 Td (DOE-000001) Tj ET")
    (facts,) = page_facts(on_disk(pdf, tmp_path))
    assert facts.bare


def test_a_page_in_larger_units_has_the_resolution_of_its_real_size(tmp_path: Path) -> None:
    pdf = making.picture(200)()
    pdf.pages[0].obj.UserUnit = 2
    assert examine(on_disk(pdf, tmp_path), read_profile("edds")).images == ((1, 100),)


def test_blank_pages_are_those_with_nothing_to_see_or_read(tmp_path: Path) -> None:
    pdf = awkward.new(4)
    pdf.pages[1].obj.Contents = pdf.make_stream(b"1 g 0 0 612 792 re f")
    pdf.pages[2].obj.Contents = pdf.make_stream(b"BT 3 Tr /F1 12 Tf 72 700 Td (read by OCR) Tj ET")
    pages = enumerate(seen_pages(on_disk(pdf, tmp_path)), start=1)
    assert [number for number, (seen, _) in pages if is_blank(seen)] == [2]


def test_the_margin_is_measured_as_the_page_is_shown(tmp_path: Path) -> None:
    pdf = awkward.new(content=b"36 700 500 20 re f")
    pdf.pages[0].obj.Rotate = 90
    (facts,) = page_facts(on_disk(pdf, tmp_path))
    assert abs(facts.margin - 36) <= 2


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_number_counts_as_printed_only_near_an_edge(turn: int, tmp_path: Path) -> None:
    pdf = awkward.new(content=b"BT /F1 12 Tf 300 20 Td (1) Tj ET", box=(0, 0, 612, 792))
    pdf.pages[0].obj.Rotate = turn
    middle = awkward.new(content=b"BT /F1 12 Tf 300 400 Td (1) Tj ET", box=(0, 0, 612, 792))
    assert next(page_facts(on_disk(pdf, tmp_path))).label_printed
    assert not next(page_facts(on_disk(middle, tmp_path, "middle.pdf"))).label_printed
