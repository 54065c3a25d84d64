"""What is filed keeps to 22 NYCRR 202.5(a)(1): letter paper, inch margins, double spaced, twelve points and more."""

import io
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest
from docx.oxml.ns import qn

from discovery.core.blocks import Caption, Copy, Paper
from discovery.files.typeset import write_pdf
from discovery.files.word import write_word
from discovery.jobs.compose import compose
from discovery.jobs.plan import plan_numbers
from tests.samples import DAY, sample_matter

INCH, TWELVE, TEN = 914_400, 152_400, 127_000
"""In English Metric Units, as Word counts."""
APART = {"FootnoteText", "FootnoteReference", "Header", "Footer", "ReviewMark", "CommentText", "CommentReference"}


@pytest.fixture(scope="module")
def motion(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    """A motion with a schedule, small print and an exhibit list."""
    folder = sample_matter(tmp_path_factory.mktemp("format"), "fis-2023")
    return compose(folder, "motion-preserve", Copy.FILING, DAY, numbers=plan_numbers(folder, DAY)).paper


def test_in_word_the_page_the_type_and_the_lines_are_as_the_rule_asks(motion: Paper) -> None:
    made = docx.Document(io.BytesIO(write_word(motion)))
    for section in made.sections:
        assert (section.page_width, section.page_height) == (int(8.5 * INCH), 11 * INCH)
        margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
        assert min(margins) >= INCH
    used = {each.get(qn("w:val")) for each in made.element.body.iter(qn("w:pStyle"))}
    assert {"Small", "TableText", "Numbered1"} <= used
    for style in made.styles:
        size = getattr(getattr(style, "font", None), "size", None)
        if size is not None and style.style_id not in APART:
            assert size >= TWELVE, style.style_id
        if style.style_id == "FootnoteText":
            assert size >= TEN
    for name in ("Body", "First", "Numbered1", "Numbered2"):
        style = next(each for each in made.styles if each.style_id == name)
        assert style.paragraph_format.line_spacing == 2


def test_in_the_pdf_no_print_between_head_and_foot_is_below_twelve_points(motion: Paper) -> None:
    assert not motion.notes
    with pikepdf.open(io.BytesIO(write_pdf(motion))) as pdf:
        assert {tuple(map(float, page.mediabox)) for page in pdf.pages} == {(0.0, 0.0, 612.0, 792.0)}
    document = pypdfium2.PdfDocument(write_pdf(motion))
    small = set()
    for number, page in enumerate(document):
        for each in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            _, bottom, _, top = each.get_bounds()
            if bottom > 72 and top < 720 and each.get_font_size() * each.get_matrix().d < 11.9:
                small.add((number + 1, round(each.get_font_size(), 1)))
    assert small == set()


def test_an_office_keeps_the_sizes_of_its_own_house_file(motion: Paper) -> None:
    house = (Path(__file__).parents[2] / "templates" / "house.docx").read_bytes()
    made = docx.Document(io.BytesIO(write_word(motion, house)))
    assert next(each for each in made.styles if each.style_id == "Small").font.size == TEN


def test_only_what_bears_a_caption_is_set_so(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "fis-2023")
    letter = compose(folder, "discovery-demand", Copy.FILING, DAY, numbers=plan_numbers(folder, DAY)).paper
    assert not any(isinstance(block, Caption) for block in letter.blocks)
    made = docx.Document(io.BytesIO(write_word(letter)))
    assert next(each for each in made.styles if each.style_id == "Small").font.size == TEN
