"""Tables of contents and of authorities: what they list, by category, and the pages they say."""

import re
import shutil
import subprocess
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from discovery.core.authorities import Authority, AuthorityKind
from discovery.core.blocks import (
    Align,
    Authorities,
    Block,
    Cite,
    Contents,
    Copy,
    Emphasis,
    Heading,
    NoteRef,
    PageBreak,
    Paper,
    Paragraph,
)
from discovery.core.tables import with_tables, words_by_part
from discovery.files import ooxml, paging
from discovery.files.converting.resident import ResidentOffice
from discovery.files.html import write_html
from discovery.files.page_fields import Found, filled, missing_headings
from discovery.files.paging import find_pages, number_again, write_paged
from discovery.files.plain import write_plain
from discovery.files.typeset import write_pdf
from discovery.files.word import write_word
from tests.writers.papers import DISCLOSURE, KNIGHT, SUBDIVISION, motion, t
from tests.writers.reading import W, html_words, members, pdf_pages, tree, word_paragraphs
from tests.writers.test_word import comments


def has_times() -> bool:
    """Whether fontconfig, which LibreOffice asks, has Times New Roman or a typeface as wide."""
    if shutil.which("fc-match") is None:
        return False
    found = subprocess.run(
        ["fc-match", "-f", "%{family}", "Times New Roman"], capture_output=True, text=True, check=True
    )
    return any(name in found.stdout for name in ("Times New Roman", "Liberation Serif", "Tinos"))


def authority(id_: str, kind: AuthorityKind, citation: str, name: str | None = None) -> Authority:
    """An authority without propositions."""
    return Authority(id=id_, kind=kind, citation=citation, name=name)


LAW = (
    authority("cpl-245.20", AuthorityKind.STATUTE, "CPL 245.20"),
    authority("cpl-60.25", AuthorityKind.STATUTE, "CPL 60.25"),
    authority("cpl-60.30", AuthorityKind.STATUTE, "CPL 60.30"),
    authority("rule-202.5", AuthorityKind.RULE, "22 NYCRR 202.5"),
    authority("ll-65", AuthorityKind.LOCAL_LAW, "Local Law No. 65 (2020) of City of NY"),
    authority("guide", AuthorityKind.GUIDE, "Patrol Guide procedure No. 212-129"),
    authority("knight", AuthorityKind.OPINION, "People v Knight (69 Misc 3d 546 [Sup Ct 2020])", "People v Knight"),
    authority("adams", AuthorityKind.OPINION, "People v Adams (53 NY2d 241 [1981])", "People v Adams"),
)


def cite(key: str, words: str) -> Cite:
    """A citation of one of them."""
    return Cite(key, "x", (t(words),), "verified")


def memorandum(copy: Copy = Copy.FILING) -> Paper:
    """The motion with a memorandum of several pages, whose tables are about it alone."""
    title = "Point one: the "
    filler = t("Some words that go on for a good while so that lines are filled. " * 12)
    point = Heading(2, (t(title), KNIGHT, t(" decision, and why it reaches nothing that is asked for here")), "p1")
    blocks: tuple[Block, ...] = (
        PageBreak("Memorandum of law"),
        Paragraph((Emphasis((t("TABLE OF CONTENTS"),), strong=True),), Align.CENTER),
        Contents(),
        Paragraph((Emphasis((t("TABLE OF AUTHORITIES"),), strong=True),), Align.CENTER),
        Authorities(),
        PageBreak(),
        Heading(2, (t("Preliminary statement"),), "ps"),
        *(Paragraph((filler, DISCLOSURE, t("."), NoteRef(3)), style="first") for _ in range(3)),
        Paragraph((t("See "), cite("ll-65", "Local Law No. 65"), t(" and "), cite("cpl-60.25", "CPL 60.25"), t("."))),
        *(Paragraph((filler, NoteRef(4)), style="first") for _ in range(2)),
        point,
        Paragraph((cite("adams", "People v Adams"), t(" and "), SUBDIVISION, t(" and "), cite("guide", "PG 212"))),
        PageBreak("Proposed order"),
        Heading(2, (t("Not of the memorandum"),), "nit"),
        Paragraph((t("Under "), cite("rule-202.5", "22 NYCRR 202.5"), t(", it is ordered."))),
    )
    before = motion(copy)
    notes = (*before.notes, (t("Compare "), cite("cpl-60.30", "CPL 60.30"), t(".")), before.notes[1])
    return with_tables(replace(before, blocks=(*before.blocks, *blocks), notes=notes), LAW)


def listed(paper: Paper) -> Authorities:
    """Its table of authorities."""
    return next(block for block in paper.blocks if isinstance(block, Authorities))


def test_a_table_lists_what_its_part_cites_by_category_with_numbers_by_size_and_what_footnotes_cite() -> None:
    lines = write_plain(memorandum()).split("TABLE OF AUTHORITIES\n")[1].split("====")[0].strip().split("\n")
    assert lines == [
        "Cases:",
        "  People v Adams (53 NY2d 241 [1981])",
        "  People v Knight (69 Misc 3d 546 [Sup Ct 2020])",
        "Statutes:",
        "  CPL 60.25",
        "  CPL 60.30",
        "  CPL 245.20",
        "Local laws:",
        "  Local Law No. 65 (2020) of City of NY",
        "Other authorities:",
        "  Patrol Guide procedure No. 212-129",
    ]


def test_a_table_of_contents_within_a_part_lists_that_part_and_one_before_all_parts_the_whole() -> None:
    text = write_plain(memorandum()).split("TABLE OF CONTENTS\n")[1].split("TABLE OF")[0].split("\n")
    assert [line.strip() for line in text if line.strip()] == [
        "Preliminary statement",
        "Point one: the People v Knight decision, and why it reaches nothing that is asked for here",
    ]
    whole = replace(memorandum(), blocks=(Contents(), *memorandum().blocks))
    assert "What the papers show" in write_plain(whole).split("=====")[0]
    assert "Not of the memorandum" in write_plain(whole).split("=====")[0]


def test_the_html_links_the_headings_and_lists_the_authorities_with_their_italics() -> None:
    page = write_html(memorandum())
    assert "<dt>Cases</dt><dd><em>People v Adams</em> (53 NY2d 241 [1981])</dd>" in page.decode()
    words, _ = html_words(page)
    assert words.count("Preliminary statement") == 2


def pages_said(page: str, opening: str) -> list[int]:
    """The numbers at the end of an entry."""
    found = re.search(rf"{re.escape(opening)}(?:[^.]|\.(?!\.))*?[. ]{{4,}}\s*([\d, ]+)", " ".join(page.split()))
    assert found, (opening, page)
    return [int(each) for each in re.findall(r"\d+", found[1])]


def pages_with(pages: list[str], *words: str) -> list[int]:
    """The numbers at the foot of the pages after the tables on which any of the words stands."""
    begin = next(number for number, page in enumerate(pages) if "TABLE OF AUTHORITIES" in page) + 1
    end = next(number for number, page in enumerate(pages) if "Not of the memorandum" in page)
    return [
        foot_of(page)[0]
        for number, page in enumerate(pages, start=1)
        if begin < number <= end and any(each in " ".join(page.split()) for each in words)
    ]


def foot_of(page: str) -> tuple[int, int]:
    """Page X of Y, as the foot says."""
    found = re.findall(r"Page (\d+) of (\d+)", page)
    assert len(found) == 1, page
    return int(found[0][0]), int(found[0][1])


def each_part_counts_its_own(pages: list[str], titles: tuple[str, ...]) -> None:
    """Every page says which page of its own part it is, and of how many."""
    parts = [next(title for title in titles if f"{title} Page" in " ".join(page.split())) for page in pages]
    for title in titles:
        feet = [foot_of(page) for page, part in zip(pages, parts, strict=True) if part == title]
        assert feet == [(number, len(feet)) for number in range(1, len(feet) + 1)], title
    assert list(dict.fromkeys(parts)) == list(titles)


def same_as_on_the_pages(pages: list[str]) -> None:
    """Every number in the tables is that of a page on which the thing stands, and none is left out."""
    tables = next(page for page in pages if "TABLE OF AUTHORITIES" in page)
    for entry, *words in (
        ("Preliminary statement", "Preliminary statement"),
        ("why it reaches nothing", "Point one"),
        ("People v Adams (53", "People v Adams and"),
        ("People v Knight (69", "See People v Knight"),
        ("CPL 60.30", "CPL 60.30"),
        ("CPL 60.25", "CPL 60.25"),
        ("CPL 245.20", "CPL 245.20(1)"),
        ("Local Law No. 65", "See Local Law No. 65"),
        ("Patrol Guide", "PG 212"),
    ):
        assert pages_said(tables, entry) == pages_with(pages, *words), entry


@pytest.mark.parametrize("copy", list(Copy))
def test_the_pdfs_own_tables_say_the_pages_on_which_things_stand(copy: Copy) -> None:
    same_as_on_the_pages(pdf_pages(write_pdf(memorandum(copy))))


PARTS = ("Notice of motion", "Affirmation in support", "Memorandum of law", "Proposed order")


def test_each_paper_of_a_set_counts_its_own_pages_and_so_does_the_list_of_what_to_check() -> None:
    each_part_counts_its_own(pdf_pages(write_pdf(memorandum())), PARTS)
    each_part_counts_its_own(pdf_pages(write_pdf(memorandum(Copy.REVIEW))), (*PARTS, "To check before filing"))
    feet = {name: data for name, data in members(write_word(memorandum())).items() if "footer10" in name}
    assert len(feet) == len(PARTS)
    assert all(b" SECTIONPAGES " in foot and b"NUMPAGES" not in foot for foot in feet.values())
    assert body(write_word(memorandum())).count('<w:pgNumType w:start="1"/>') == len(PARTS)


def test_a_set_with_one_table_of_it_all_counts_its_pages_through() -> None:
    whole = replace(memorandum(), blocks=(Contents(), *memorandum().blocks))
    pages = pdf_pages(write_pdf(whole))
    assert [foot_of(page) for page in pages] == [(number, len(pages)) for number in range(1, len(pages) + 1)]
    assert "SECTIONPAGES" not in "".join(map(str, members(write_word(whole)).values()))
    assert "pgNumType" not in body(write_word(whole))


def test_a_table_in_the_first_part_lists_that_part_though_nothing_stands_before_it() -> None:
    blocks = memorandum().blocks
    asked = Heading(2, (t("What is asked"),), "wia")
    first = replace(memorandum(), blocks=(blocks[0], Contents(), asked, *blocks[1:]))
    assert 'TOC \\o "1-3" \\h \\z \\u \\b _Part1' in "\n".join(codes(write_word(first)))
    assert "Not of the memorandum" not in pdf_pages(write_pdf(first))[0]


def body(package: bytes) -> str:
    """The text's part."""
    return members(package)["word/document.xml"].decode()


def codes(package: bytes) -> list[str]:
    """The codes of the fields of the text."""
    return [
        "".join(each.text or "" for each in paragraph.iter(f"{W}instrText"))
        for paragraph in tree(package).iter(f"{W}p")
    ]


def test_in_word_the_tables_are_fields_of_their_part_and_each_citation_is_marked() -> None:
    package = write_word(memorandum())
    said = "\n".join(codes(package))
    assert ' TOC \\o "1-3" \\h \\z \\u \\b _Part1 ' in said
    for number in (1, 2, 8, 3):
        assert f' TOA \\c "{number}" \\b _Part1 ' in said
    assert ' TA \\l "People v Adams (53 NY2d 241 [1981])" \\s "People v Adams" \\c 1 ' in said
    assert said.count(' TA \\l "CPL 245.20"') == 4, "also the one with a pin"
    assert re.search(r'footnoteReference w:id="3"/></w:r><w:bookmarkEnd[^>]*/><w:r><w:fldChar', body(package)), (
        "what a note cites is marked at its call"
    )
    assert "202.5" not in said, "it is cited in another part"
    assert b"instrText" not in members(package)["word/footnotes.xml"]


def test_without_pages_the_fields_are_to_be_renewed_and_the_review_copy_says_how() -> None:
    package = write_word(memorandum(Copy.REVIEW))
    assert sum("press F9" in each for each in comments(package)) == 5
    assert members(package)["word/document.xml"].count(b'w:dirty="true"') == 7
    assert any(each == "CPL 60.25–" for each in word_paragraphs(package))
    paged = write_word(memorandum(Copy.REVIEW), paged=True)
    assert not any("press F9" in each for each in comments(paged))
    assert b"w:dirty" not in members(paged)["word/document.xml"]


def test_numbers_are_put_where_they_belong() -> None:
    found = Found({"_Toc00000004": 5}, {("_Part1", "CPL 60.25"): (6,), ("_Part1", "CPL 245.20"): (5, 6, 12)}, True)
    lines = word_paragraphs(filled(write_word(memorandum()), found))
    assert {"Preliminary statement5", "CPL 60.256", "CPL 245.205, 6, 12"} <= set(lines)
    ooxml.require_whole(filled(write_word(memorandum()), found, to_renew=True))


def test_asked_to_be_quick_it_leaves_the_pages_to_word_and_says_so() -> None:
    (tabled, why), (plain, none) = write_paged((memorandum(), motion()), None, quick=True)
    assert (tabled, plain) == (write_word(memorandum()), write_word(motion()))
    assert (why, none) == ("they were not asked for", "")


def test_a_heading_that_counsel_added_is_missed_in_the_table() -> None:
    package = write_word(memorandum())
    assert missing_headings(package) == ()
    parts = members(package)
    added = parts["word/document.xml"].replace(
        b"</w:pPr><w:bookmarkStart", b"</w:pPr><w:r><w:t>My own. </w:t></w:r><w:bookmarkStart"
    )
    said = missing_headings(ooxml.packed({**parts, "word/document.xml": added}))
    assert "My own. Preliminary statement" in said
    assert not any("Not of the memorandum" in each for each in said)


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_in_word_the_pages_are_those_of_that_very_file_as_it_is_laid_out(tmp_path: Path) -> None:
    from tests.writers.test_office import converted

    packages = [write_word(memorandum(copy), paged=True) for copy in Copy]
    for package, found in zip(packages, find_pages(packages), strict=True):
        done = filled(package, found)
        if "word/comments.xml" not in members(done):  # LibreOffice loses words of notes beside comments
            pages = pdf_pages(converted(done, tmp_path, "pdf"))
            same_as_on_the_pages(pages)
            each_part_counts_its_own(pages, PARTS)
        again, notes = number_again(done)
        assert word_paragraphs(again) == word_paragraphs(done)
        assert all("typeface" in note for note in notes)


def with_a_long_entry() -> Paper:
    """The memorandum with a citation that nearly fills its line, cited on page after page."""
    name = "People v Montgomery-Abernathy"
    law = (
        *LAW,
        authority("long", AuthorityKind.OPINION, f"{name} (2019 NY Slip Op 12345[U] [Sup Ct, Kings County])"),
    )
    before = memorandum()
    blocks = tuple(
        replace(block, inlines=(*block.inlines, t(" "), cite("long", name)))
        if isinstance(block, Paragraph) and block.style == "first"
        else block
        for block in before.blocks
    )
    return with_tables(replace(before, blocks=blocks), law)


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_paper_is_laid_out_once_where_its_numbers_take_dots_and_again_where_they_may_break_a_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    laid_out = []

    class Counted(ResidentOffice):
        def lay_out(self, package: bytes) -> Future[bytes]:
            laid_out.append(package)
            return super().lay_out(package)

    monkeypatch.setattr(paging, "ResidentOffice", Counted)
    packages = [write_word(each, paged=True) for each in (memorandum(Copy.REVIEW), with_a_long_entry())]
    (once,), (again,) = find_pages(packages[:1]), find_pages(packages[1:])
    assert len(laid_out) == 3
    assert b"<w:sdt>" in members(packages[0])["word/document.xml"]
    assert all(b"<w:sdt>" not in members(each)["word/document.xml"] for each in laid_out)
    monkeypatch.setattr(paging, "fit", lambda *_: False)
    assert find_pages(packages) == (once, again)
    assert len(laid_out) == 7


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_paper_that_libreoffice_saved_keeps_its_headings_and_feet_and_is_numbered_again(tmp_path: Path) -> None:
    from tests.writers.test_office import converted

    package = write_word(memorandum(), paged=True)
    (found,) = find_pages([package])
    saved = converted(filled(package, found), tmp_path, "docx")
    again, notes = number_again(saved)
    assert not any("lacks" in note for note in notes)
    lines = [line.replace("\t", "").replace(" ", "") for line in word_paragraphs(again)]
    assert f"Preliminarystatement{found.headings['_Toc00000004']}" in lines
    assert any(line.startswith("CPL60.30") and line[-1].isdigit() for line in lines)
    feet = [" ".join(word_paragraphs(again, name)) for name in members(again) if "word/footer" in name]
    assert any(foot.endswith(f"of {found.sections[2]}") and "Memorandum" in foot for foot in feet)


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.skipif(not has_times(), reason="no typeface as wide as Times New Roman is installed (fonts-liberation2)")
def test_with_a_typeface_as_wide_as_the_papers_the_numbers_are_final_and_word_is_asked_nothing() -> None:
    ((package, why),) = write_paged((memorandum(Copy.REVIEW),), None, quick=False)
    assert why == ""
    assert b"w:dirty" not in members(package)["word/document.xml"]
    assert not any("press F9" in each for each in comments(package))
    assert number_again(package)[1] == ()


def test_the_words_of_each_part_are_counted_with_its_notes_and_without_caption_tables_and_signature() -> None:
    blocks = (
        PageBreak("First"),
        *motion().blocks[1:2],
        Paragraph((t("One two three."), NoteRef(1), NoteRef(1))),
        PageBreak("Second"),
        Contents(),
        Paragraph((t("Four five."),)),
    )
    paper = replace(motion(), blocks=blocks, notes=((t("six seven"),),))
    assert words_by_part(paper) == {"First": 5, "Second": 2}
