"""Every paper of the sample matters as LibreOffice lays it out: each opens, and no word of a footnote is lost."""

import re

import pytest

from discovery.core.blocks import Paper
from discovery.files import marks
from discovery.files.converting.office import soffice
from discovery.files.converting.resident import lay_out_papers
from discovery.files.word import write_word
from tests.samples.papers import WITH_FILING, for_filing
from tests.writers.reading import pdf_pages

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(not soffice(), reason="LibreOffice is not installed"),
]


def letters(text: str) -> str:
    """The text without what lines and pages put into it."""
    return re.sub(r"[\W_]+", "", text)


def notes(paper: Paper) -> list[str]:
    """The words of each footnote that is called."""
    return [marks.words(paper.notes[number - 1]) for number in marks.note_order(paper)]


def test_each_filing_copy_is_laid_out_with_every_footnote() -> None:
    papers = [for_filing(sample, template).paper for sample, template in WITH_FILING]
    laid_out = lay_out_papers([write_word(paper) for paper in papers])
    assert len(laid_out) == len(papers)
    for paper, pdf in zip(papers, laid_out, strict=True):
        whole = letters(" ".join(pdf_pages(pdf)))
        for note in notes(paper):
            # A long note may go on at the foot of the next page, so its parts are looked for.
            for part in re.findall(r".{1,60}(?:\s|$)", note):
                assert letters(part)[:30] in whole, (paper.template, note)
    assert any(notes(paper) for paper in papers)
