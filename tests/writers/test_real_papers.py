"""The shipped templates through the writers and through finishing: the sample's motion and requests."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from discovery.core.blocks import Copy, PaperKind
from discovery.core.library import Library
from discovery.errors import InputError
from discovery.files import ooxml
from discovery.files.finishing import finish_word
from discovery.files.html import write_html
from discovery.files.library import read_library
from discovery.files.plain import write_plain
from discovery.files.shipped import DATA
from discovery.files.typeset import write_pdf
from discovery.files.word import write_word
from discovery.jobs.draft import Composed, compose, compose_request
from discovery.jobs.plan import plan_numbers
from tests.matters import sample_folder
from tests.writers.counsel import all_read, settled
from tests.writers.reading import html_words, members, pdf_pages, word_paragraphs

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_folder(tmp_path_factory.mktemp("matter"))


@pytest.fixture(scope="module")
def motion(folder: Path) -> Composed:
    return compose(folder, "motion-fr-discovery", Copy.REVIEW, DAY, numbers=plan_numbers(folder, DAY))


def test_the_samples_motion_says_the_same_in_all_four_formats(motion: Composed) -> None:
    spoken = "I am counsel for the defendant, John Q. Sample."
    assert any(spoken in p for p in word_paragraphs(write_word(motion.paper)))
    assert spoken in write_plain(motion.paper)
    assert spoken in html_words(write_html(motion.paper))[0]
    assert spoken in " ".join(" ".join(pdf_pages(write_pdf(motion.paper))).split())


def test_every_page_of_the_samples_motion_says_sample(motion: Composed) -> None:
    assert all("SAMPLE: a fictional matter" in page for page in pdf_pages(write_pdf(motion.paper)))


def test_the_samples_motion_can_be_finished_once_all_is_read_and_settled(folder: Path, motion: Composed) -> None:
    package = settled(write_word(motion.paper), without=("exhibit:article",))
    numbers, keys = plan_numbers(folder, DAY), ("article",)
    library = read_library(folder)
    open_items = finish_word("m-review.docx", package, library, numbers, keys, DAY).open_items
    assert open_items
    assert {item.kind for item in open_items} == {"citation"}
    outcome = finish_word("m-review.docx", package, all_read(library), numbers, keys, DAY)
    assert outcome.data is not None, [str(item) for item in outcome.open_items]
    ooxml.require_whole(outcome.data)
    text = b"".join(data for name, data in members(outcome.data).items() if not name.startswith("word/media"))
    for trace in (b"w:sdt", b"Discovery", b"commentR", b"REVIEW COPY", b"finding:", b"intake:", b"_cite_"):
        assert trace not in text, trace
    assert any("as counsel wrote" in p for p in word_paragraphs(outcome.data))


@pytest.mark.parametrize("number", range(5))
def test_finishing_an_unedited_request_gives_what_drafting_its_filing_copy_gives(number: int) -> None:
    request = DATA / "sample" / "request"
    library = read_library(request)
    review = compose_request(request, "foil-request", Copy.REVIEW, DAY)[number]
    filing = compose_request(request, "foil-request", Copy.FILING, DAY)[number]
    finished = finish_word("r-review.docx", write_word(review.paper), library, None, (), DAY)
    drafted = write_word(filing.paper)
    assert finished.data is not None, [str(item) for item in finished.open_items]
    assert word_paragraphs(finished.data) == word_paragraphs(drafted)


def test_a_privileged_copy_of_it_is_refused(motion: Composed) -> None:
    memo = replace(motion.paper, kind=PaperKind.PRIVILEGED)
    with pytest.raises(InputError, match="privileged"):
        finish_word("m.docx", write_word(memo), Library(), None, (), DAY)
