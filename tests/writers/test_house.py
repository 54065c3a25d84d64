"""The house's file is opened once, and what one paper does to its copy reaches no other."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart

from discovery.core.blocks import Copy, Paper, PaperKind
from discovery.errors import InputError
from discovery.files import house, ooxml
from discovery.files.house import document_for
from discovery.files.shipped import TEMPLATES
from discovery.files.typeset import draw_png
from discovery.files.word import write_word
from tests.writers.papers import SVG, everything, motion
from tests.writers.reading import members
from tests.writers.test_package import restyled
from tests.writers.test_tables import memorandum
from tests.writers.wordprocessing import complaints

SHIPPED = (TEMPLATES / "house.docx").read_bytes()
PAPERS: tuple[Paper, ...] = (
    everything(),
    motion(Copy.FILING),
    memorandum(Copy.REVIEW),
    replace(motion(), kind=PaperKind.PRIVILEGED, header="PRIVILEGED", language="es-US"),
)


@pytest.fixture(autouse=True)
def _first_in_its_process() -> Iterator[None]:
    as_in_a_new_process()
    yield


def as_in_a_new_process() -> None:
    house._opened.cache_clear()
    house._settled.cache_clear()


def alone(paper: Paper, own: bytes | None = None) -> bytes:
    as_in_a_new_process()
    return write_word(paper, own)


def test_each_paper_is_as_if_it_were_the_only_one_whatever_was_written_before() -> None:
    only = [alone(paper) for paper in PAPERS]
    for order in permutations(range(len(PAPERS))):
        as_in_a_new_process()
        assert [(at, write_word(PAPERS[at])) for at in order] == [(at, only[at]) for at in order]


def test_the_look_of_one_file_is_never_that_of_another() -> None:
    own = restyled(lambda document: setattr(document.styles["Body"].font, "name", "Century Schoolbook"))
    only = {file: [alone(paper, file) for paper in PAPERS] for file in (None, own)}
    as_in_a_new_process()
    for file in (own, None, own, None):
        assert [write_word(paper, file) for paper in PAPERS] == only[file]


def test_what_is_done_to_a_copy_stays_in_it() -> None:
    paper = motion()
    before = ooxml.members_of(document_for(paper))
    spoiled = document_for(paper)
    for part in spoiled.part.package.iter_parts():
        if isinstance(part, XmlPart) and part is not spoiled.part.part_related_by(RELATIONSHIP_TYPE.STYLES):
            part.element.clear()
        part._blob = b"spoiled"
    for relation in list(spoiled.part.rels):
        del spoiled.part.rels[relation]
    assert ooxml.members_of(document_for(paper)) == before


def test_no_paper_changes_the_styles_that_all_of_its_look_share() -> None:
    for paper in PAPERS:
        styles = document_for(paper).part.part_related_by(RELATIONSHIP_TYPE.STYLES)
        write_word(paper)
        assert document_for(paper).part.part_related_by(RELATIONSHIP_TYPE.STYLES).element is styles.element
        assert XmlPart.blob.fget(styles) == styles.blob  # type: ignore[attr-defined]


def test_a_copy_has_all_that_stands_in_the_file() -> None:
    """But the styles, which are the paper's."""
    given = members(letterhead())
    copied = ooxml.members_of(document_for(motion(), letterhead()))
    del given["word/styles.xml"], copied["word/styles.xml"]
    assert copied == given


def test_a_letterhead_keeps_its_picture_and_its_address_beside_a_papers_own_drawing() -> None:
    package = write_word(everything(), letterhead())
    assert complaints(package) == []
    parts = members(package)
    assert sorted(name for name in parts if "media" in name) == ["word/media/image1.png", "word/media/image2.png"]
    assert parts["word/media/image1.png"] == members(letterhead())["word/media/image1.png"]
    assert b'Target="https://example.org/"' in parts["word/_rels/header1.xml.rels"]


def without(member: str, relation: bytes = b"-") -> bytes:
    """The shipped file without one of its parts, and without what leads to it."""
    kept = {name: data for name, data in members(SHIPPED).items() if name != member}
    leads = kept["word/_rels/document.xml.rels"]
    kept["word/_rels/document.xml.rels"] = re.sub(rb"<Relationship [^>]*" + relation + rb"[^>]*/>", b"", leads)
    return ooxml.packed(kept)


def rewritten(member: str, old: bytes, new: bytes) -> bytes:
    """The shipped file with other bytes in one of its parts."""
    kept = members(SHIPPED)
    kept[member] = re.sub(old, new, kept[member], flags=re.DOTALL)
    return ooxml.packed(kept)


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (b"", "cannot be read as a Word document"),
        (b"nothing", "cannot be read as a Word document"),
        (SHIPPED[:3000], "cannot be read as a Word document"),
        (rewritten("word/styles.xml", b".*", b"<broken"), "cannot be read as a Word document"),
        (without("[Content_Types].xml"), "is not a Word document"),
        (without("word/footnotes.xml"), "is not a whole Word document"),
        (rewritten("[Content_Types].xml", b"document.main", b"template.main"), "is not a whole Word document"),
        (without("word/footnotes.xml", b"footnotes"), "has no footnotes"),
        (without("word/numbering.xml", b"numbering"), "has no lists"),
        (rewritten("word/numbering.xml", b"<w:num .*</w:num>", b""), "has no lists"),
        (rewritten("word/document.xml", b"<w:sectPr.*</w:sectPr>", b""), "has no margins"),
    ],
)
def test_a_broken_house_docx_is_told_in_one_sentence(own: bytes, said: str) -> None:
    with pytest.raises(InputError, match=re.escape(f"templates/house.docx of the folder or its office {said}")):
        write_word(motion(), own)


def letterhead() -> bytes:
    """A house's file with a picture and a link in its head, as python-docx saves it."""
    document = docx.Document(io.BytesIO(SHIPPED))
    head = document.sections[0].header
    head.paragraphs[0].add_run().add_picture(io.BytesIO(draw_png(SVG, 60)))
    head.part.relate_to("https://example.org/", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return ooxml.packed(ooxml.members_of(document))
