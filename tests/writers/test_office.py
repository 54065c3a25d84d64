"""The .docx as a word processor lays it out: LibreOffice opens it, and caption, numbers, notes and feet are there."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from discovery.core.blocks import Copy
from discovery.files.word import write_word
from tests.writers.papers import HOSTILE, everything, motion
from tests.writers.reading import pdf_pages
from tests.writers.test_finish import finished

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


def laid_out(package: bytes, folder: Path) -> list[str]:
    """The text of each page, as LibreOffice sets the document."""
    source = folder / "paper.docx"
    source.write_bytes(package)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return [re.sub(r"\s+", " ", page) for page in pdf_pages((folder / "paper.pdf").read_bytes())]


def test_a_filing_copy_is_laid_out_with_caption_numbers_notes_and_feet(tmp_path: Path) -> None:
    pages = laid_out(write_word(everything(Copy.FILING)), tmp_path)
    whole = " ".join(pages)
    for words in (
        "SUPREME COURT OF THE STATE OF NEW YORK COUNTY OF KINGS",
        "1. Disclosure of the records",
        "(b) the candidate list",
        "(ii) with the analyst’s notes;",
        "3. Such other relief",
        "1. I am counsel",
        "4. Counsel wrote",
        "1 People v Knight, 69 Misc 3d 546; CPL 245.20(1).",
        "2 See People v Knight (69 Misc 3d 546).",
        HOSTILE,
    ):
        assert words in whole, words
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "SAMPLE: a fictional matter" in page
    assert re.search(r"-{20,}X|X THE PEOPLE", whole)


def test_a_finished_copy_is_laid_out_with_every_note(tmp_path: Path) -> None:
    whole = " ".join(laid_out(finished(), tmp_path))
    assert "1 People v Knight, 69 Misc 3d 546; CPL 245.20(1)." in whole
    assert "2 See People v Knight (69 Misc 3d 546)." in whole
    assert "in Part SAMPLE" in whole


def test_a_review_copy_opens_with_its_comments(tmp_path: Path) -> None:
    whole = " ".join(laid_out(write_word(motion()), tmp_path))
    assert "REVIEW COPY: not for filing" in whole
    assert "[the return date and part of the motion]" in whole
