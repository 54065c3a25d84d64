"""Every paper of the sample matters as PDF/A-2a: all the claim needs is there; veraPDF is asked where installed."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from discovery.core.blocks import Copy, Figure
from discovery.files.typeset import write_pdf
from tests.samples import SAMPLES
from tests.samples.papers import TEMPLATES, composed

PDFAID = "{http://www.aiim.org/pdfa/ns/id/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/URI", "/GoToR", "/Sound", "/Movie", "/Rendition"}
KINDS = {"/Link"}


def shortcomings(data: bytes) -> Iterator[str]:
    """In what the file falls short of PDF/A-2a as we make it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root
        if said(root) != {"part": "2", "conformance": "A"}:
            yield f"it says it is {said(root)}"
        if root.OutputIntents[0].DestOutputProfile.read_bytes()[36:40] != b"acsp":
            yield "no color profile is in it"
        if not root.MarkInfo.Marked or str(root.Lang) != "en-US":
            yield "it is not tagged, or does not say its language"
        if {"/OpenAction", "/AA", "/AcroForm"} & set(root.keys()) or pdf.is_encrypted:
            yield "it does something when opened, has a form, or is locked"
        for each in (each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)):
            yield from object_shortcomings(each)
        yield from page_shortcomings(pdf)


def said(root: pikepdf.Object) -> dict[str, str | None]:
    """The part and level the metadata claims."""
    xmp = etree.fromstring(root.Metadata.read_bytes())
    found = {}
    for name in ("part", "conformance"):
        element = xmp.find(f".//{PDFAID}{name}")
        owner = xmp.find(f".//{RDF}Description[@{PDFAID}{name}]")
        found[name] = element.text if element is not None else owner.get(f"{PDFAID}{name}")
    return found


def object_shortcomings(each: pikepdf.Dictionary) -> Iterator[str]:
    """Of one object: a typeface that is not in the file, an action, a figure without words."""
    if each.get("/Type") == "/Font" and each.get("/Subtype") == "/Type0":
        descriptor = each.DescendantFonts[0].FontDescriptor
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            yield f"{each.BaseFont} is not embedded"
        if "/ToUnicode" not in each:
            yield f"{each.BaseFont} cannot be read as text"
    elif each.get("/Type") == "/Font" and each.get("/Subtype") in ("/Type1", "/TrueType"):
        yield f"{each.get('/BaseFont')} is a simple typeface"
    if str(each.get("/S", "")) in ACTIONS and each.get("/Type") != "/StructElem":
        yield f"it has the action {each.S}"
    if each.get("/Type") == "/StructElem" and each.get("/S") == "/Figure" and not str(each.get("/Alt", "")).strip():
        yield "a figure has no words"


def page_shortcomings(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Of the pages: one outside the tags' reach, or with something on it besides links."""
    for number, page in enumerate(pdf.pages, start=1):
        if "/StructParents" not in page.obj:
            yield f"page {number} is outside the structure"
        kinds = {str(each.Subtype) for each in page.obj.get("/Annots", [])}
        yield from (f"page {number} has a {each}" for each in kinds - KINDS)


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_paper_is_pdf_a_2a_by_what_it_holds(sample: str) -> None:
    for template in TEMPLATES:
        paper = composed(sample, template).paper
        data = write_pdf(paper)
        assert list(shortcomings(data)) == [], template
        drawings = sum(isinstance(block, Figure) for block in paper.blocks)
        with pikepdf.open(io.BytesIO(data)) as pdf:
            figures = [
                each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
            ]
        assert len(figures) == drawings, template


def test_the_check_finds_an_action_a_lock_and_a_lost_typeface() -> None:
    with pikepdf.open(io.BytesIO(write_pdf(composed(SAMPLES[0], "motion-preserve").paper))) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x")
        font = next(
            each for each in pdf.objects if (isinstance(each, pikepdf.Dictionary) and "/FontFile3" in each)
            or (isinstance(each, pikepdf.Dictionary) and "/FontFile2" in each)
        )  # fmt: skip
        for key in ("/FontFile2", "/FontFile3"):
            if key in font:
                del font[key]
        out = io.BytesIO()
        pdf.save(out)
    found = " ".join(shortcomings(out.getvalue()))
    assert "when opened" in found
    assert "is not embedded" in found


@pytest.mark.skipif(shutil.which("verapdf") is None, reason="veraPDF is not installed")
def test_verapdf_finds_every_paper_to_be_pdf_a_2a(tmp_path: Path) -> None:
    for sample in SAMPLES:
        for template in TEMPLATES:
            path = tmp_path / f"{sample}-{template}.pdf"
            path.write_bytes(write_pdf(composed(sample, template, Copy.REVIEW).paper))
    command = ["verapdf", "--flavour", "2a", "--format", "text", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert "FAIL" not in done.stdout, done.stdout
    assert done.stdout.count("PASS") == len(SAMPLES) * len(TEMPLATES)
