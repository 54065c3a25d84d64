"""The .docx as a word processor lays it out: LibreOffice opens it, and caption, numbers, notes and feet are there."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from discovery.core.blocks import Copy
from discovery.core.library import Library
from discovery.files.word import write_word
from tests.writers.papers import HOSTILE, everything, motion
from tests.writers.reading import members, pdf_pages, word_paragraphs
from tests.writers.test_finish import authority, edited, finished, made, settle

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


def laid_out(package: bytes, folder: Path) -> list[str]:
    """The text of each page, as LibreOffice sets the document."""
    return [re.sub(r"\s+", " ", page) for page in pdf_pages(converted(package, folder, "pdf"))]


def converted(package: bytes, folder: Path, form: str) -> bytes:
    """The document as LibreOffice saves it in another form, with a profile of its own and a time limit."""
    source = folder / "paper.docx"
    source.write_bytes(package)
    target = folder / "saved"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--convert-to", form, "--outdir", str(target), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (target / "paper").with_suffix(f".{form}").read_bytes()


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


def test_a_review_copy_saved_by_libreoffice_is_still_held_to_its_citations_and_exhibits(tmp_path: Path) -> None:
    """LibreOffice 7 drops the tags of content controls; the bookmarks it keeps are enough."""
    # Without notes: LibreOffice 7.4 loses the words of a note that follows a comment, which finishing refuses.
    saved = converted(write_word(replace(motion(), notes=())), tmp_path, "docx")

    def fill(document: docx.document.Document) -> None:
        settle(document, "Check before filing")
        for run in document.element.iter(qn("w:r")):
            style = run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")
            if style is not None and style.get(qn("w:val")) == "DiscoveryBlank":
                for text in run.iter(qn("w:t")):
                    text.text = "filled"

    unread = authority("cpl-245.20", "CPL 245.20(1)(k)", "opening", "subdivision-k", state="partly verified")
    refused = made(edited(fill, saved), Library(authorities=(unread,)))
    assert [item.kind for item in refused.open_items] == ["citation"]
    outcome = made(edited(fill, saved))
    assert outcome.data is not None, [str(item) for item in outcome.open_items]
    assert any("Exhibit C at DOE-000103." in p for p in word_paragraphs(outcome.data))
    for trace in (b"w:sdt", b"Discovery", b"commentR", b"REVIEW COPY", b"LibreOffice", b"_cite_"):
        assert trace not in b"".join(data for name, data in members(outcome.data).items() if "media" not in name), (
            trace
        )
