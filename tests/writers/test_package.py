"""Word opens every paper without repair, and in an office's own house.docx: the package held to the standard."""

import io
import re
from collections.abc import Callable
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from lxml import etree

from discovery.core.blocks import Copy, PaperKind
from discovery.errors import InputError
from discovery.files import ooxml
from discovery.files.ooxml import R
from discovery.files.page_fields import Found, filled
from discovery.files.shipped import TEMPLATES
from discovery.files.word import write_word
from tests.samples import SAMPLES
from tests.samples.papers import TEMPLATES as PAPERS
from tests.samples.papers import WITH_FILING, composed, for_filing
from tests.writers.papers import everything, motion
from tests.writers.reading import W, members, tree, word_paragraphs
from tests.writers.test_finish import finished
from tests.writers.test_tables import memorandum
from tests.writers.wordprocessing import complaints


@pytest.mark.parametrize("sample", SAMPLES)
def test_word_would_repair_nothing_in_any_review_copy(sample: str) -> None:
    for template in PAPERS:
        assert complaints(write_word(composed(sample, template).paper)) == [], template


@pytest.mark.parametrize("sample", SAMPLES)
def test_word_would_repair_nothing_in_any_filing_copy(sample: str) -> None:
    for each, template in WITH_FILING:
        if each == sample:
            assert complaints(write_word(for_filing(sample, template).paper)) == [], template


@pytest.mark.parametrize("copy", list(Copy))
def test_word_would_repair_nothing_where_a_paper_has_everything(copy: Copy) -> None:
    assert complaints(write_word(everything(copy))) == []
    assert complaints(write_word(memorandum(copy))) == []
    assert complaints(filled(write_word(memorandum(copy)), Found(), to_renew=True)) == []


def test_word_would_repair_nothing_in_a_finished_copy() -> None:
    assert complaints(finished()) == []


BROKEN = [
    (rb"<w:pPr>(<w:pStyle[^>]*/>)<w:jc", rb'<w:pPr><w:jc w:val="left"/>\1<w:jc', "stand as"),
    (rb"<w:rPr><w:b/><w:bCs/>", rb"<w:rPr><w:bCs/><w:b/>", "stand as"),
    (rb"<w:tc>(<w:tcPr>.*?</w:tcPr>).*?</w:tc>", rb"<w:tc>\1</w:tc>", "does not end in a paragraph"),
    (rb"<w:bookmarkEnd [^>]*/>", b"", "is not closed"),
    (rb'<w:fldChar w:fldCharType="end"/>', b"", "a field is not closed"),
    (rb'w:pStyle w:val="Body"', rb'w:pStyle w:val="Gone"', "there is no style Gone"),
    (rb'<w:footnoteReference w:id="2"/>', b"", "the calls and the footnotes differ"),
    (rb'r:id="rId\d+"', b'r:id="rId999"', "leads nowhere"),
    (rb"<w:gridCol [^>]*/>", b"", "more or fewer cells"),
    (rb"</w:sectPr></w:body>", b"</w:sectPr><w:p/></w:body>", "does not end in its section"),
]


@pytest.mark.parametrize(("what", "instead", "said"), BROKEN)
def test_the_check_finds_what_word_would_repair(what: bytes, instead: bytes, said: str) -> None:
    parts = members(write_word(everything(Copy.FILING)))
    changed, count = re.subn(what, instead, parts["word/document.xml"], count=1, flags=re.S)
    assert count == 1
    assert any(said in each for each in complaints(ooxml.packed({**parts, "word/document.xml": changed})))


def test_the_check_finds_a_part_without_type_and_one_nothing_leads_to() -> None:
    said = complaints(ooxml.packed({**members(write_word(motion())), "word/odd.bin": b"x"}))
    assert "word/odd.bin has no content type" in said
    assert "nothing leads to word/odd.bin" in said


TWICE = b'<w:p><w:bookmarkStart w:id="7"/><w:bookmarkStart w:id="7"/></w:p></w:hdr>'
NOT_WHOLE = [
    ("word/styles.xml", rb"</w:styles>", b"", "Premature end of data"),
    ("word/styles.xml", rb'w:styleId="Body"', b'w:styleId="Gone"', "style Body is not in the house's file"),
    ("word/header1.xml", rb"</w:hdr>", TWICE, "an id of w:bookmarkStart is used twice"),
    ("word/document.xml", rb'<w:id w:val="\d+"/>', b'<w:id w:val="7"/>', "an id of w:id is used twice"),
    ("word/comments.xml", rb'<w:comment w:id="1"', b'<w:comment w:id="99"', "w:commentReference 1 has no text"),
    ("word/_rels/document.xml.rels", rb"numbering.xml", b"gone.xml", "gone.xml, which is not in the package"),
    ("[Content_Types].xml", rb'<Default Extension="png"[^>]*/>', b"", "image1.png has no content type"),
]


@pytest.mark.parametrize(("member", "what", "instead", "said"), NOT_WHOLE)
def test_no_package_is_made_that_is_not_whole_however_often_its_parts_were_read(
    member: str, what: bytes, instead: bytes, said: str
) -> None:
    parts = members(write_word(everything()))
    changed, count = re.subn(what, instead, parts[member])
    assert count
    for _ in range(2):
        ooxml.require_whole_members(parts)
        with pytest.raises((AssertionError, etree.XMLSyntaxError), match=said):
            ooxml.require_whole_members({**parts, member: changed})


def restyled(change: object) -> bytes:
    """The shipped house.docx as an office saves it after a change."""
    document = docx.Document(io.BytesIO((TEMPLATES / "house.docx").read_bytes()))
    change(document)  # type: ignore[operator]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_an_office_changes_the_look_in_word_alone_and_every_paper_follows() -> None:
    def change(document: docx.document.Document) -> None:
        document.styles["Body"].font.name = "Century Schoolbook"
        document.styles["Block Quotation"].paragraph_format.left_indent = Pt(36)
        document.styles["heading 2"].font.all_caps = True
        document.sections[0].left_margin = Pt(108)
        document.sections[0].header.paragraphs[0].text = "THE EXAMPLE DEFENDERS"

    package = write_word(memorandum(), restyled(change))
    assert complaints(package) == []
    document = docx.Document(io.BytesIO(package))
    assert document.styles["Body"].font.name == "Century Schoolbook"
    assert {section.left_margin for section in document.sections} == {Pt(108)}
    assert "THE EXAMPLE DEFENDERS" in "".join(tree(package, "word/header1.xml").itertext())
    assert len(document.paragraphs) == len(docx.Document(io.BytesIO(write_word(memorandum()))).paragraphs)


def test_a_style_the_office_took_out_is_named_in_one_sentence() -> None:
    def change(document: docx.document.Document) -> None:
        for style in list(document.styles.element):
            if style.get(qn("w:styleId")) in ("BlockQuotation", "TableofAuthorities"):
                document.styles.element.remove(style)

    house = restyled(change)
    with pytest.raises(InputError, match="has no style “Block Quotation”, “table of authorities”, which this paper"):
        write_word(memorandum(), house)


def test_numbers_start_anew_also_where_word_numbered_the_lists_of_the_house_otherwise() -> None:
    parts = members((TEMPLATES / "house.docx").read_bytes())
    lists = parts["word/numbering.xml"]
    for name in (b"abstractNumId w:val", b"abstractNum w:abstractNumId"):
        lists = lists.replace(name + b'="0"', name + b'="7"')
    package = write_word(motion(Copy.FILING), ooxml.packed({**parts, "word/numbering.xml": lists}))
    assert complaints(package) == []
    kept = {each.attrib[f"{W}val"] for each in tree(package, "word/numbering.xml").iter(f"{W}abstractNumId")}
    assert kept == {"7", "1"}
    with pytest.raises(InputError, match="bound to no list"):
        styles = parts["word/styles.xml"].replace(b'<w:numId w:val="1"/>', b'<w:numId w:val="9"/>')
        write_word(motion(Copy.FILING), ooxml.packed({**parts, "word/styles.xml": styles}))


def bare(change: Callable[[docx.document.Document], None] = lambda document: None) -> bytes:
    """A house.docx whose office took out the header and the footer."""

    def taken_out(document: docx.document.Document) -> None:
        section = document.element.body.sectPr
        for reference in list(section.iter(qn("w:headerReference"), qn("w:footerReference"))):
            section.remove(reference)
        change(document)

    return restyled(taken_out)


def another_first_page(document: docx.document.Document) -> None:
    """The first page has a header of its own."""
    document.sections[0].different_first_page_header_footer = True


def own_even_pages(document: docx.document.Document) -> None:
    """And so have even pages."""
    document.settings.odd_and_even_pages_header_footer = True


def heads_shown(package: bytes) -> dict[str, set[str]]:
    """What the headers of each kind say, in all sections."""
    said: dict[str, set[str]] = {}
    for section in docx.Document(io.BytesIO(package)).element.body.iter(qn("w:sectPr")):
        for reference in section.iter(qn("w:headerReference")):
            kind, target = reference.get(qn("w:type")), reference.get(f"{{{R}}}id")
            relations = etree.fromstring(members(package)["word/_rels/document.xml.rels"])
            name = next(each.get("Target") for each in relations if each.get("Id") == target)
            lines = word_paragraphs(package, f"word/{str(name).removeprefix('/word/')}")
            said.setdefault(str(kind), set()).add(" / ".join(line for line in lines if line))
    return said


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        (lambda document: None, ["default"]),
        (another_first_page, ["default", "first"]),
        (own_even_pages, ["default", "even"]),
    ],
)
@pytest.mark.parametrize("house", [bare, restyled])
def test_the_review_copy_says_so_on_every_page_whatever_headers_the_office_has(
    house: Callable[[Callable[[docx.document.Document], None]], bytes],
    change: Callable[[docx.document.Document], None],
    kinds: list[str],
) -> None:
    package = write_word(memorandum(Copy.REVIEW), house(change))
    assert complaints(package) == []
    said = heads_shown(package)
    assert sorted(said) == kinds
    assert set.union(*said.values()) == {"SAMPLE: a fictional matter / REVIEW COPY: not for filing"}
    assert "REVIEW COPY" not in str(heads_shown(write_word(memorandum(Copy.FILING), house(change))))
    privileged = replace(memorandum(Copy.REVIEW), kind=PaperKind.PRIVILEGED, header="PRIVILEGED", sample=False)
    assert set.union(*heads_shown(write_word(privileged, house(change))).values()) == {"PRIVILEGED"}


def test_a_house_without_a_footer_gets_the_papers_title_and_the_page() -> None:
    package = write_word(memorandum(Copy.FILING), bare())
    feet = ["".join(word_paragraphs(package, name)) for name in members(package) if "word/footer" in name]
    assert "Memorandum of lawPage 1 of –" in feet
    assert complaints(package) == []


def test_a_house_without_the_style_of_the_legend_is_told() -> None:
    def change(document: docx.document.Document) -> None:
        styles = document.styles.element
        styles.remove(next(each for each in styles if each.get(qn("w:styleId")) == "ReviewMark"))

    with pytest.raises(
        InputError, match=r"templates/house\.docx of the folder or its office has no style “Review Mark”"
    ):
        write_word(memorandum(Copy.REVIEW), bare(change))
    assert write_word(memorandum(Copy.FILING), bare(change))
