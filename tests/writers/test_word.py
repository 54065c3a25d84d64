"""The .docx: real styles, numbers, notes, fields, controls and comments, in a package that is whole."""

import io
import zipfile
from dataclasses import replace
from itertools import pairwise

import docx
import pytest

from discovery.core.blocks import (
    Blank,
    Cite,
    Copy,
    ExhibitRef,
    NoteRef,
    Numbered,
    PageBreak,
    Paper,
    PaperKind,
    Paragraph,
    Table,
    Text,
)
from discovery.files import ooxml
from discovery.files.html import write_html
from discovery.files.marks import PRIVILEGED, short_tag
from discovery.files.plain import write_plain
from discovery.files.typeset import write_pdf
from discovery.files.word import write_word
from tests.writers.papers import ARABIC, HOSTILE, everything, motion, t, with_name
from tests.writers.reading import W, html_words, members, pdf_pages, tree, word_paragraphs, word_styles

DC = "{http://purl.org/dc/elements/1.1/}"


def controls(package: bytes, name: str = "word/document.xml") -> dict[str, str]:
    """Each content control's tag with its words."""
    return {
        sdt.find(f"{W}sdtPr/{W}tag").attrib[f"{W}val"]: "".join(x.text or "" for x in sdt.iter(f"{W}t"))  # type: ignore[union-attr]
        for sdt in tree(package, name).iter(f"{W}sdt")
    }


def comments(package: bytes) -> list[str]:
    """The words of each comment."""
    return [
        "".join(x.text or "" for x in c.iter(f"{W}t")) for c in tree(package, "word/comments.xml").iter(f"{W}comment")
    ]


@pytest.mark.parametrize("copy", list(Copy))
def test_the_same_paper_gives_the_same_bytes(copy: Copy) -> None:
    assert write_word(everything(copy)) == write_word(everything(copy))


@pytest.mark.parametrize("copy", list(Copy))
def test_the_package_is_whole_and_python_docx_opens_it(copy: Copy) -> None:
    package = write_word(everything(copy))
    ooxml.require_whole(package)
    document = docx.Document(io.BytesIO(package))
    assert len(document.tables) == 3
    assert {info.date_time for info in zipfile.ZipFile(io.BytesIO(package)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert zipfile.ZipFile(io.BytesIO(package)).namelist()[0] == "[Content_Types].xml"


def test_a_damaged_package_is_noticed() -> None:
    parts = members(write_word(motion(Copy.FILING)))
    with pytest.raises(AssertionError, match="not in the package"):
        ooxml.require_whole(ooxml.packed({k: v for k, v in parts.items() if k != "word/footer101.xml"}))
    with pytest.raises(AssertionError, match="has no text"):
        ooxml.require_whole(
            ooxml.packed({**parts, "word/footnotes.xml": parts["word/footnotes.xml"].replace(b'id="2"', b'id="9"')})
        )
    with pytest.raises(AssertionError, match="used twice"):
        body = parts["word/document.xml"].replace(
            b'<w:footnoteReference w:id="2"/>', b'<w:footnoteReference w:id="1"/>'
        )
        ooxml.require_whole(ooxml.packed({**parts, "word/document.xml": body}))


def test_a_filing_copy_has_no_comment_control_highlight_or_name() -> None:
    parts = members(write_word(everything(Copy.FILING)))
    assert not any(
        "comment" in name or "custom" in name.lower() or "thumbnail" in name or "app.xml" in name for name in parts
    )
    text = b"".join(parts[name] for name in parts if name not in ("word/styles.xml", "word/media/image1.png"))
    for trace in (
        b"w:sdt",
        b"Discovery",
        b"commentR",
        b"python",
        b"REVIEW COPY",
        b"finding:",
        b"intake:",
        b"rsid",
        b"creator",
    ):
        assert trace not in text
    core = tree(write_word(everything(Copy.FILING)), "docProps/core.xml")
    said = {element.tag.rpartition("}")[2]: element.text for element in core if element.text}
    assert said == {
        "title": "Motion for facial recognition discovery",
        "created": "2026-11-23T00:00:00Z",
        "modified": "2026-11-23T00:00:00Z",
    }


def test_a_review_copy_follows_each_place_with_a_control() -> None:
    package = write_word(motion())
    found = controls(package)
    assert found["blank:return-date"] == "[the return date and part of the motion]"
    assert found["cite:cpl-245.20/subdivision-k"] == "CPL 245.20(1)(k)"
    assert found["exhibit:report"] == "Exhibit A"
    assert found["bates:report:3"] == "DOE-000013"
    assert found["verify:the dates of conferral"] == "Counsel wrote to the assigned assistant"
    assert found["finding:lead-only-stamp"].startswith("according to the article")
    assert controls(package, "word/footnotes.xml") == {
        "cite:cpl-245.20/opening": "CPL 245.20(1)",
        "cite:knight/audit": "People v Knight (69 Misc 3d 546)",
    }


WORDS = (
    "Words, with footnotes and without caption, tables of contents and authorities, and signature: "
    "Notice of motion, 103; Affirmation in support, 177. No rule on length is in the law data: compare what the "
    "court and its part allow, and whether they want the number certified."
)


def test_the_review_copy_of_a_court_paper_says_how_many_words_each_part_has() -> None:
    made = write_plain(motion())
    assert made.rstrip().endswith(f"8. {WORDS}")
    assert f"8. {WORDS}" in " ".join("".join(pdf_pages(write_pdf(motion()))).split())
    assert WORDS in html_words(write_html(motion()))[0]
    for filed in (write_plain(motion(Copy.FILING)), html_words(write_html(motion(Copy.FILING)))[0]):
        assert "Words, with" not in filed
    assert "Words, with" not in write_plain(replace(motion(), kind=PaperKind.LETTER))


def test_each_open_place_has_one_comment_of_its_own_by_the_program() -> None:
    package = write_word(motion())
    assert comments(package) == [
        f"Made with these files in place of the shipped ones: record/policies/office.toml.{WORDS}",
        "Fill in: the return date and part of the motion",
        "Read this citation before filing. Partly verified. Read in a summary, not in the statute.",
        "Fill in: the office’s address",
        "Reported, not proved. It rests on finding:lead-only-stamp. A press account: demand the record it describes.",
        "Read this citation before filing. Unverified. Only a digest was read.",
        "Check before filing: the dates of conferral",
    ]
    each = list(tree(package, "word/comments.xml").iter(f"{W}comment"))
    assert {c.attrib[f"{W}author"] for c in each} == {"discovery"}
    assert {c.attrib[f"{W}date"] for c in each} == {"2026-11-23T00:00:00Z"}
    assert [c.attrib[f"{W}id"] for c in each] == [str(n) for n in range(7)]


def test_a_comment_on_a_footnote_stands_on_its_mark_because_word_allows_none_inside() -> None:
    package = write_word(motion())
    assert b"commentR" not in members(package)["word/footnotes.xml"]
    body = members(package)["word/document.xml"].decode()
    start = body.index('<w:commentRangeStart w:id="5"/>')
    assert "w:footnoteReference" in body[start : body.index('<w:commentRangeEnd w:id="5"/>')]


def test_highlights_are_character_styles_so_that_they_can_be_taken_out_again() -> None:
    package = write_word(motion())
    used = {style.attrib[f"{W}val"] for style in tree(package).iter(f"{W}rStyle")}
    assert {"DiscoveryBlank", "DiscoveryCite", "DiscoveryVerify", "DiscoveryFinding"} <= used
    assert not list(tree(package).iter(f"{W}highlight"))


def test_footnotes_are_real_and_keep_their_italics() -> None:
    package = write_word(motion(Copy.FILING))
    notes = [n for n in tree(package, "word/footnotes.xml") if f"{W}type" not in n.attrib]
    separators = [n.attrib[f"{W}type"] for n in tree(package, "word/footnotes.xml") if f"{W}type" in n.attrib]
    assert separators == ["separator", "continuationSeparator"]
    assert [n.attrib[f"{W}id"] for n in notes] == ["1", "2"]
    italic = [r for r in notes[0].iter(f"{W}r") if r.find(f"{W}rPr/{W}i") is not None]
    assert "".join(x.text or "" for r in italic for x in r.iter(f"{W}t")) == "People v Knight"
    assert [r.attrib[f"{W}id"] for r in tree(package).iter(f"{W}footnoteReference")] == ["1", "2"]


def test_a_footnote_called_twice_is_one_footnote_and_a_field() -> None:
    package = write_word(everything(Copy.FILING))
    assert [r.attrib[f"{W}id"] for r in tree(package).iter(f"{W}footnoteReference")] == ["1", "2"]
    assert " NOTEREF _Note1 \\f \\h " in [i.text for i in tree(package).iter(f"{W}instrText")]


def test_notes_count_in_the_order_in_which_they_are_called() -> None:
    blocks = (Paragraph((t("a"), NoteRef(2))), Paragraph((t("b"), NoteRef(1))))
    paper = Paper(
        "x", "X", PaperKind.LETTER, Copy.FILING, blocks, notes=((t("first"),), (t("second"),)), day="2026-11-23"
    )
    assert word_paragraphs(write_word(paper), "word/footnotes.xml")[2:] == [" second", " first"]


def printed_numbers(package: bytes) -> list[str]:
    """What Word counts: every level of a list continues until its w:num starts again."""
    starts = {
        num.attrib[f"{W}numId"]: {
            int(o.attrib[f"{W}ilvl"]): int(o.find(f"{W}startOverride").attrib[f"{W}val"])  # type: ignore[union-attr]
            for o in num.iter(f"{W}lvlOverride")
        }
        for num in tree(package, "word/numbering.xml").iter(f"{W}num")
    }
    counts: dict[int, int] = {}
    seen: set[str] = set()
    printed = []
    for paragraph in tree(package).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is None or not style.attrib[f"{W}val"].startswith("Numbered"):
            continue
        level = int(style.attrib[f"{W}val"][-1]) - 1
        own = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        key = "1" if own is None else own.attrib[f"{W}val"]
        if key not in seen:
            seen.add(key)
            counts = {place: start - 1 for place, start in starts[key].items()} or counts
        counts[level] = counts.get(level, 0) + 1
        for deeper in range(level + 1, 3):
            counts[deeper] = 0
        printed.append(f"{level + 1}:{counts[level]}")
    return printed


def test_numbers_continue_and_restart_as_the_paper_counts_them() -> None:
    for paper in (motion(), everything()):
        expected = [f"{b.level}:{b.ordinal}" for b in paper.blocks if isinstance(b, Numbered)]
        assert printed_numbers(write_word(paper)) == expected
    assert expected == ["1:1", "2:1", "2:2", "3:1", "3:2", "1:2", "1:3", "1:1", "1:2", "1:3", "1:4"]


def test_a_number_that_is_not_the_next_one_is_printed_as_the_paper_has_it() -> None:
    sequence = [(1, 1), (1, 2), (1, 7), (2, 1), (2, 3), (1, 8)]
    blocks = tuple(Numbered(level, ordinal, (t("x"),)) for level, ordinal in sequence)
    paper = Paper("x", "X", PaperKind.SERVED, Copy.FILING, blocks, day="2026-11-23")
    assert printed_numbers(write_word(paper)) == [f"{level}:{ordinal}" for level, ordinal in sequence]


def test_each_level_is_a_style_bound_to_the_same_list() -> None:
    abstract = tree(write_word(motion()), "word/numbering.xml").find(f"{W}abstractNum")
    assert abstract is not None
    bound = [level.find(f"{W}pStyle").attrib[f"{W}val"] for level in abstract.iter(f"{W}lvl")]  # type: ignore[union-attr]
    assert bound == ["Numbered1", "Numbered2", "Numbered3"]
    assert "Numbered 2" in word_styles(write_word(motion()))


def test_a_reference_to_a_paragraph_is_a_field_that_follows_it() -> None:
    package = write_word(motion(Copy.FILING))
    assert " REF _Para1 \\w \\h " in [i.text for i in tree(package).iter(f"{W}instrText")]
    assert any("paragraph 2 bears no such legend" in p for p in word_paragraphs(package))


def test_every_page_bears_its_papers_title_and_page_x_of_y() -> None:
    package = write_word(motion())
    feet = {
        name: "".join(word_paragraphs(package, name)) for name in members(package) if name.startswith("word/footer")
    }
    assert set(feet.values()) == {"Page 1 of 1", "Notice of motionPage 1 of –", "Affirmation in supportPage 1 of –"}
    for name, words in feet.items():
        codes = [i.text for i in tree(package, name).iter(f"{W}instrText")]
        assert codes == [" PAGE ", " SECTIONPAGES " if "–" in words else " NUMPAGES "]
    assert len(list(tree(package).iter(f"{W}sectPr"))) == 2
    assert word_paragraphs(package, "word/header1.xml")[:2] == [
        "SAMPLE: a fictional matter",
        "REVIEW COPY: not for filing",
    ]


def test_what_follows_a_last_table_takes_no_room_for_a_page_of_its_own() -> None:
    table = Table((((t("Exhibit"),),), ((t("A"),),)))
    paper = replace(motion(Copy.FILING), blocks=(PageBreak("First"), table, PageBreak("Second"), table))
    inside = list(tree(write_word(paper)).find(f"{W}body") or ())
    after = [line for before, line in pairwise(inside) if before.tag == f"{W}tbl"]
    heights = [spacing.get(f"{W}line") for line in after for spacing in line.iter(f"{W}spacing")]
    assert heights == ["20", "20"]


def test_a_table_repeats_its_header_row_and_a_caption_is_no_data_table() -> None:
    tables = list(tree(write_word(motion())).iter(f"{W}tbl"))
    heads = [len(list(table.iter(f"{W}tblHeader"))) for table in tables]
    assert heads == [0, 0, 1]


def test_the_caption_ends_its_edges_in_x() -> None:
    package = write_word(motion(Copy.FILING))
    styles = [
        p
        for p in tree(package).iter(f"{W}p")
        if (s := p.find(f"{W}pPr/{W}pStyle")) is not None and s.attrib[f"{W}val"] == "CaptionEdge"
    ]
    assert len(styles) == 4
    assert all(
        "".join(x.text or "" for x in p.iter(f"{W}t")) == "X" and p.find(f"{W}r/{W}tab") is not None for p in styles
    )


def test_a_figure_says_in_words_what_it_shows() -> None:
    body = members(write_word(motion()))["word/document.xml"].decode()
    assert body.count('descr="A line with the recorded search in blue before the arrest in red."') == 2
    assert members(write_word(motion()))["word/media/image1.png"].startswith(b"\x89PNG")


def test_the_contents_are_a_field_with_entries_whose_pages_are_left_to_word() -> None:
    package = write_word(everything(Copy.FILING))
    entries = [p for p in word_paragraphs(package) if p.startswith("What the papers show")]
    assert entries[0] == "What the papers show–"
    codes = [i.text or "" for i in tree(package).iter(f"{W}instrText")]
    assert codes[0].startswith(' TOC \\o "1-3"')
    marks = {b.attrib[f"{W}name"] for b in tree(package).iter(f"{W}bookmarkStart")}
    assert {code.split()[1] for code in codes if "PAGEREF" in code} <= marks


def test_court_papers_are_double_spaced_and_letters_are_not() -> None:
    def line(paper: Paper) -> str:
        styles = tree(write_word(paper), "word/styles.xml")
        body = next(s for s in styles.iter(f"{W}style") if s.attrib[f"{W}styleId"] == "Body")
        return body.find(f"{W}pPr/{W}spacing").attrib[f"{W}line"]  # type: ignore[union-attr]

    assert line(motion()) == "480"
    assert line(with_name("x")) == "264"


def test_a_long_key_still_gives_a_tag_word_accepts() -> None:
    long = "x" * 100
    blank, cite = Blank(long, "a thing"), Cite(long, long, (t("CPL"),), "unverified")
    paper = Paper("x", "X", PaperKind.SERVED, Copy.REVIEW, (Paragraph((blank, cite)),), day="2026-11-23")
    tags = list(controls(write_word(paper)))
    assert all(len(tag) <= 64 for tag in tags)
    assert tags[1] == short_tag(f"cite:{long}/{long}")


def test_a_privileged_paper_bears_its_marker_twice() -> None:
    paper = replace(with_name(HOSTILE, Copy.REVIEW), kind=PaperKind.PRIVILEGED, header="PRIVILEGED AND CONFIDENTIAL")
    package = write_word(paper)
    assert docx.Document(io.BytesIO(package)).core_properties.keywords == PRIVILEGED
    assert "discovery_privileged" in [b.attrib[f"{W}name"] for b in tree(package).iter(f"{W}bookmarkStart")]
    assert word_paragraphs(package, "word/header1.xml")[0] == "PRIVILEGED AND CONFIDENTIAL"


def test_an_exhibit_that_is_not_planned_is_open_and_says_so() -> None:
    reference = ExhibitRef("lost", "Exhibit ?", known=False)
    paper = Paper("x", "X", PaperKind.SERVED, Copy.REVIEW, (Paragraph((reference,)),), day="2026-11-23")
    assert comments(write_word(paper)) == ["The exhibit “lost” is not in the bundle’s plan."]


@pytest.mark.parametrize(
    "blocks",
    [
        (),
        (PageBreak("Only a title"),),
        (PageBreak(), Paragraph((t("x"),)), PageBreak()),
        (Table((((t("a"),), ()),)),),
        (Table((((t("a"),),),)), PageBreak("Next"), Table((((t("b"),),),))),
        (Paragraph((t("a"),)), PageBreak(), Table((((t("b"),),),))),
        (Numbered(3, 1, (Text(""),)),),
    ],
)  # fmt: skip
def test_odd_papers_are_still_whole(blocks: tuple[object, ...]) -> None:
    from discovery.files.html import write_html
    from discovery.files.plain import write_plain
    from discovery.files.typeset import write_pdf

    paper = Paper("x", "X", PaperKind.SERVED, Copy.REVIEW, blocks, day="2026-11-23")  # type: ignore[arg-type]
    for writer in (write_word, write_pdf, write_html, write_plain):
        assert writer(paper) is not None


def test_an_office_can_bring_its_own_house_file() -> None:
    parts = members(
        (__import__("discovery.files.shipped", fromlist=["TEMPLATES"]).TEMPLATES / "house.docx").read_bytes()
    )
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"Times New Roman", b"Century")
    assert b"Century" in members(write_word(motion(), ooxml.packed(parts)))["word/styles.xml"]


def test_right_to_left_words_in_italics_stay_in_order() -> None:
    assert any(f"and {ARABIC}" in p for p in word_paragraphs(write_word(everything())))


def test_house_docx_is_what_its_script_makes(tmp_path: object) -> None:
    import runpy
    from pathlib import Path

    top = Path(__file__).parents[2]
    made = Path(str(tmp_path)) / "house.docx"
    runpy.run_path(str(top / "scripts" / "make_house.py"))["main"](made)
    assert members(made.read_bytes()) == members((top / "templates" / "house.docx").read_bytes())


def test_the_package_holds_what_python_docx_would_have_saved() -> None:
    """We leave out its writing to a zip and our reading it back, which took a third of the time."""
    document = docx.Document(io.BytesIO(write_word(everything())))
    out = io.BytesIO()
    document.save(out)
    ours, theirs = ooxml.members_of(document), members(out.getvalue())
    assert set(ours) == set(theirs)
    types = "[Content_Types].xml"
    assert {name: data for name, data in ours.items() if name != types} == {
        name: data for name, data in theirs.items() if name != types
    }
    assert {(each.tag, *each.attrib.values()) for each in ooxml.parse(ours[types])} == {
        (each.tag, *each.attrib.values()) for each in ooxml.parse(theirs[types])
    }
