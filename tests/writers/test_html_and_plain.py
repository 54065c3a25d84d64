"""The web page and the portal's text."""

from dataclasses import replace

import pytest

from discovery.core.blocks import (
    Blank,
    Bullet,
    Copy,
    Heading,
    NoteRef,
    Numbered,
    Paper,
    PaperKind,
    Paragraph,
    Table,
)
from discovery.core.foil import portal_length
from discovery.files.html import write_html
from discovery.files.marks import PRIVILEGED, letters, roman
from discovery.files.plain import portal_text, write_plain
from tests.writers.papers import HOSTILE, everything, motion, t, with_name
from tests.writers.reading import html_words


def test_the_page_is_self_contained_and_says_its_language_and_title() -> None:
    page = write_html(motion(Copy.FILING))
    words, tags = html_words(page)
    assert ("html", {"lang": "en-US"}) in tags
    assert [tag for tag, _ in tags if tag in ("header", "main", "footer", "nav", "h1")] == [
        "header",
        "main",
        "h1",
        "footer",
    ]
    assert not {"script", "link", "iframe", "object"} & {tag for tag, _ in tags}
    links = [value for _, attributes in tags for name, value in attributes.items() if name in ("href", "src")]
    assert all(value and value.startswith(("#", "data:image/svg+xml;base64,")) for value in links)
    assert "Motion for facial recognition discovery" in words


def test_every_link_on_the_page_leads_somewhere() -> None:
    _, tags = html_words(write_html(everything()))
    names = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(names) == len(set(names))
    leads = {str(a["href"])[1:] for tag, a in tags if tag == "a" and "href" in a}
    assert leads <= set(names)


def test_headings_come_in_order_and_tables_name_their_columns() -> None:
    _, tags = html_words(write_html(everything()))
    assert [tag for tag, _ in tags if tag in ("h1", "h2", "h3", "h4")] == ["h1", "h2", "h3", "h2", "h2"]
    assert sum(1 for tag, attributes in tags if tag == "th" and attributes.get("scope") == "col") == 3
    assert [a["alt"] for tag, a in tags if tag == "img"] == [
        "A line with the recorded search in blue before the arrest in red."
    ]


def test_bullets_become_lists_in_lists() -> None:
    bullets = [Bullet(level, (t(str(level)),)) for level in (1, 2, 3, 1, 3, 2, 1)]
    paper = Paper("x", "X", PaperKind.LETTER, Copy.FILING, (*bullets, Paragraph((t("after"),))), day="2026-11-23")
    words, tags = html_words(write_html(paper))
    assert "".join(words.split()).endswith("1231321after")
    assert sum(1 for tag, _ in tags if tag == "ul") == 5


def test_a_review_page_marks_open_places_and_a_filing_page_has_no_trace() -> None:
    review = write_html(motion()).decode()
    assert review.count("<mark") == 6
    assert "To check before filing" in review
    filing = write_html(motion(Copy.FILING)).decode()
    for trace in ("<mark ", "data-source", "finding:", "intake:", "check", "REVIEW"):
        assert trace not in filing.partition("</style>")[2]


def test_a_privileged_paper_bears_its_marker_in_page_and_text() -> None:
    paper = replace(with_name("x", Copy.REVIEW), kind=PaperKind.PRIVILEGED, header="PRIVILEGED AND CONFIDENTIAL")
    assert f'<meta name="keywords" content="{PRIVILEGED}">' in write_html(paper).decode()
    assert write_plain(paper).split("\n")[:2] == [PRIVILEGED, "PRIVILEGED AND CONFIDENTIAL"]


def test_legends_stand_at_the_head_of_every_printed_page_and_stay_text() -> None:
    paper = replace(motion(), header='</style><script>"PRIVILEGED" \\')
    page = write_html(paper).decode()
    assert "<script" not in page
    assert r"SAMPLE: a fictional matter\a \3c /style\3e \3c script\3e \22 PRIVILEGED\22  \5c \a REVIEW COPY" in page


def test_plain_text_counts_numbers_and_keeps_a_paragraph_on_a_line() -> None:
    text = write_plain(motion(Copy.FILING))
    lines = text.split("\n")
    assert lines[0] == "SAMPLE: a fictional matter"
    for line in (
        "  (b) the candidate list, in the order in which it was returned:",
        "    (ii) with the analyst’s notes;",
        "3. Such other relief as the Court finds just.",
        "1. I am counsel to JOHN Q. SAMPLE, and affirm this in support.",
        "Record | Held by | State",
        "[1] People v Knight, 69 Misc 3d 546; CPL 245.20(1).",
        "[Figure: A line with the recorded search in blue before the arrest in red.]",
    ):
        assert line in lines
    assert not any(line.endswith(" ") for line in lines)


def test_portal_text_is_the_words_alone_and_a_line_end_counts_as_two() -> None:
    paper = replace(with_name(HOSTILE), portal_title="Records of searches")
    assert portal_text(paper) == f"For {HOSTILE}.\n"
    assert portal_length("ab\ncd\n") == 8
    assert write_plain(paper).split("\n")[:3] == ["Public title: Records of searches", "", f"For {HOSTILE}."]


def test_a_review_text_ends_in_what_to_check() -> None:
    paper = replace(with_name("x", Copy.REVIEW), blocks=(Paragraph((t("At "), Blank("place", "the place"))),))
    assert write_plain(paper).rstrip().endswith("To check before filing:\n1. Fill in: the place (“[the place]”)")


def test_footnotes_are_numbered_by_their_first_call_in_both() -> None:
    blocks = (Paragraph((t("a"), NoteRef(2))), Paragraph((t("b"), NoteRef(1))), Paragraph((t("c"), NoteRef(2))))
    paper = Paper("x", "X", PaperKind.LETTER, Copy.FILING, blocks, notes=((t("one"),), (t("two"),)), day="2026-11-23")
    assert write_plain(paper) == "a[1]\n\nb[2]\n\nc[1]\n\n[1] two\n[2] one\n"
    assert "two ↩" in html_words(write_html(paper))[0]


def test_table_cells_and_headings_stay_on_their_line() -> None:
    blocks = (
        Heading(1, (t("Head"),), "head"),
        Table((((t("a"),), (t("b"),)), ((t("1"),), (t("2"),)))),
        Numbered(1, 1, (t("x"),)),
    )
    paper = Paper("x", "X", PaperKind.LETTER, Copy.FILING, blocks, day="2026-11-23")
    assert write_plain(paper) == "Head\n\na | b\n1 | 2\n\n1. x\n"


@pytest.mark.parametrize(
    ("number", "letter", "numeral"), [(1, "a", "i"), (4, "d", "iv"), (26, "z", "xxvi"), (27, "aa", "xxvii")]
)
def test_letters_and_numerals_are_words_own(number: int, letter: str, numeral: str) -> None:
    assert (letters(number), roman(number)) == (letter, numeral)
