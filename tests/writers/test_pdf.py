"""The PDF: PDF/A-2a by structure, tagged, with outline and language; the same bytes each time; nothing fetched."""

import io
import subprocess
import sys
from dataclasses import replace

import pikepdf
import pytest
from lxml import etree

from discovery.core.blocks import (
    Bullet,
    Copy,
    Figure,
    NoteRef,
    Numbered,
    Paper,
    PaperKind,
    Paragraph,
    Quotation,
    Text,
)
from discovery.errors import InputError
from discovery.files.marks import PRIVILEGED
from discovery.files.typeset import draw_png, write_pdf
from tests.writers.papers import SVG, everything, motion, t, with_name
from tests.writers.reading import pdf_pages

XMP = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


@pytest.fixture(scope="module")
def filed() -> bytes:
    return write_pdf(motion(Copy.FILING))


def roles(pdf: pikepdf.Pdf) -> list[str]:
    """Every structure element's role, in order."""
    found = []
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop(0)
        if not isinstance(node, pikepdf.Dictionary):
            continue
        if "/S" in node:
            found.append(str(node.S).lstrip("/"))
        kids = node.get("/K")
        waiting[:0] = list(kids) if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]
    return found


@pytest.mark.parametrize("copy", list(Copy))
def test_the_same_paper_gives_the_same_bytes(copy: Copy) -> None:
    assert write_pdf(everything(copy)) == write_pdf(everything(copy))


def test_another_process_gives_the_same_bytes() -> None:
    code = (
        "import hashlib; from tests.writers.papers import motion; from discovery.files.typeset import write_pdf;"
        "print(hashlib.sha256(write_pdf(motion())).hexdigest())"
    )
    here = __import__("hashlib").sha256(write_pdf(motion())).hexdigest()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == here


def test_it_claims_pdf_a_2a_and_has_what_the_claim_needs(filed: bytes) -> None:
    with pikepdf.open(io.BytesIO(filed)) as pdf:
        xmp = etree.fromstring(pdf.Root.Metadata.read_bytes())
        described = {}
        for name in ("part", "conformance"):
            element = xmp.find(f".//{{{XMP['pdfaid']}}}{name}")
            owner = xmp.find(f".//{{{XMP['rdf']}}}Description[@{{{XMP['pdfaid']}}}{name}]")
            described[name] = element.text if element is not None else owner.get(f"{{{XMP['pdfaid']}}}{name}")
        assert described == {"part": "2", "conformance": "A"}
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()[36:40] == b"acsp"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-US"
        assert pdf.trailer.get("/ID") is not None
        assert not pdf.is_encrypted


def test_every_font_is_embedded_and_maps_to_text(filed: bytes) -> None:
    with pikepdf.open(io.BytesIO(filed)) as pdf:
        fonts = [
            each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font"
        ]
        assert fonts
        for font in fonts:
            if font.Subtype == "/Type0":
                assert "/ToUnicode" in font
                descriptor = font.DescendantFonts[0].FontDescriptor
                assert any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def test_it_opens_nothing_and_runs_nothing(filed: bytes) -> None:
    with pikepdf.open(io.BytesIO(filed)) as pdf:
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root.keys())
        names = pdf.Root.get("/Names", pikepdf.Dictionary())
        assert "/JavaScript" not in names
        assert "/EmbeddedFiles" not in names
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary):
                assert each.get("/S") not in ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/URI")


def test_structure_says_what_each_thing_is(filed: bytes) -> None:
    with pikepdf.open(io.BytesIO(filed)) as pdf:
        found = roles(pdf)
        assert {"Document", "P", "H1", "H2", "Table", "TH", "TD", "Note", "Figure"} <= set(found)
        assert found.count("Table") == 1, "a caption is no data table"
        figures = [
            each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
        assert [str(each.Alt) for each in figures] == [
            "A line with the recorded search in blue before the arrest in red."
        ]


def test_the_outline_leads_to_the_headings(filed: bytes) -> None:
    with pikepdf.open(io.BytesIO(filed)) as pdf, pdf.open_outline() as outline:
        assert [each.title for each in outline.root] == ["What the papers show", "Conferral"]
        assert [each.title for each in outline.root[0].children] == ["Records not yet disclosed"]


def test_title_and_day_are_all_it_says_of_itself(filed: bytes) -> None:
    with pikepdf.open(io.BytesIO(filed)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Motion for facial recognition discovery"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261123")
        assert "/Author" not in pdf.docinfo
    assert b"/tmp" not in filed


def test_a_privileged_paper_bears_its_marker() -> None:
    paper = replace(with_name("x", Copy.REVIEW), kind=PaperKind.PRIVILEGED, header="PRIVILEGED")
    with pikepdf.open(io.BytesIO(write_pdf(paper))) as pdf:
        assert PRIVILEGED in str(pdf.docinfo["/Keywords"])


def test_each_paper_of_a_set_has_its_own_foot_and_counts_its_own_pages(filed: bytes) -> None:
    feet = ["Notice of motion\r\nPage 1 of 1", *(f"Affirmation in support\r\nPage {n} of 2" for n in (1, 2))]
    for page, foot in zip(pdf_pages(filed), feet, strict=True):
        assert page.rstrip().endswith(foot)
        assert page.startswith("SAMPLE: a fictional matter")


def test_footnotes_stand_with_their_italics_on_the_page_that_calls_them(filed: bytes) -> None:
    second = pdf_pages(filed)[1]
    assert "People v Knight, 69 Misc 3d 546; CPL 245.20(1)." in second
    assert "See People v Knight (69 Misc 3d 546)." in second


def links_to_other_pages(data: bytes) -> list[tuple[int, int]]:
    """The pages of each call of a footnote whose note stands on another page, and back."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        number = {page.obj.objgen: at for at, page in enumerate(pdf.pages, start=1)}
        links = [(at, each) for at, page in enumerate(pdf.pages, start=1) for each in page.get("/Annots", [])]
        places = [
            (at, number[each.A.D[0].objgen] if "/A" in each else number[each.Dest[0].objgen]) for at, each in links
        ]
    assert links
    return [(here, there) for here, there in places if here != there]


@pytest.mark.parametrize("kind", ["sub-paragraph", "bullet", "quotation"])
def test_a_footnote_stands_on_the_page_of_its_call_wherever_the_page_ends(kind: str) -> None:
    note = (t("A note of some words, which takes a line or two at the foot of the page on which it is called. " * 2),)
    words = t("Words of a sub-paragraph that go on for more than a line, as most of them do in a paper.")
    for lines in range(14, 24):
        lead = tuple(Paragraph((t("Words."),)) for _ in range(lines))
        lines_of = [(words, NoteRef(at)) for at in range(1, 5)]
        make = {"sub-paragraph": lambda line: Numbered(2, 1, line), "bullet": lambda line: Bullet(1, line)}
        items = tuple(map(make.get(kind, Quotation), lines_of))
        blocks = (*motion().blocks[1:2], *lead, Numbered(1, 1, (t("As follows:"),)), *items)
        paper = replace(motion(Copy.FILING), blocks=blocks, notes=(note,) * 4)
        assert links_to_other_pages(write_pdf(paper)) == [], lines


def test_a_review_copy_marks_each_open_place_and_ends_in_a_list() -> None:
    text = "\n".join(pdf_pages(write_pdf(motion())))
    for number in range(2, 8):
        assert f"[check {number}]" in text
    assert "To check before filing" in text
    assert "Read this citation before filing. Unverified. Only a digest was read." in text
    assert "REVIEW COPY" in text


def test_a_filing_copy_has_no_trace_of_the_review(filed: bytes) -> None:
    text = "\n".join(pdf_pages(filed))
    assert "check" not in text.lower()
    assert "REVIEW" not in text
    assert b"finding:" not in filed


def test_numbers_print_as_the_paper_counts_them(filed: bytes) -> None:
    text = " ".join(" ".join(pdf_pages(filed)).split())
    for words in (
        "1. Disclosure of",
        "(b) the candidate list",
        "(ii) with the analyst",
        "1. I am counsel",
        "4. Counsel wrote",
    ):
        assert words in text


def test_no_value_reaches_a_file_a_package_or_the_network() -> None:
    value = '#read("/etc/hostname") #include "x.typ" #import "@preview/cetz:0.3.0"'
    paper = Paper("x", "X", PaperKind.SERVED, Copy.FILING, (Paragraph((t(value),)),), day="2026-11-23")
    assert value in " ".join(pdf_pages(write_pdf(paper))[0].split())


@pytest.mark.parametrize(
    "link", ["/etc/hostname", "../../etc/hostname", "https://example.org/x.png", "file:///etc/hostname"]
)
def test_a_drawing_reaches_no_file_and_no_address(link: str) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90" height="40">'
        f'<image xlink:href="{link}" width="9" height="9"/><text y="20">ok</text></svg>'
    )
    paper = Paper("x", "X", PaperKind.SERVED, Copy.FILING, (Figure(svg, "words"),), day="2026-11-23")
    with pytest.raises(InputError, match="cannot be set as PDF: failed to load linked image"):
        write_pdf(paper)
    with pytest.raises(InputError, match="drawing cannot be made"):
        draw_png(svg)


def test_a_drawing_becomes_the_same_png_each_time() -> None:
    png = draw_png(SVG)
    assert png == draw_png(SVG)
    assert png.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "sign", ["\u200b", "\u00a0", "\u2009", "\u00ad", "\u200e", "\u2060", "—", "§", "¶", "“", "★", "→", "☐"]
)
def test_signs_of_ordinary_prose_can_be_printed(sign: str) -> None:
    assert write_pdf(
        Paper("x", "X", PaperKind.LETTER, Copy.FILING, (Paragraph((Text(f"a{sign}b"),)),), day="2026-11-23")
    )
