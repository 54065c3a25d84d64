"""A value prints as typed, in every format, whatever it looks like."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discovery.core.blocks import Copy, Paper, Paragraph, Sourced, Text
from discovery.errors import InputError
from discovery.files.html import write_html
from discovery.files.plain import write_plain
from discovery.files.typeset import write_pdf
from discovery.files.word import write_word
from tests.writers.papers import ARABIC, CHINESE, CYRILLIC, HOSTILE, with_name
from tests.writers.reading import html_words, pdf_pages, word_paragraphs

AWKWARD = (
    HOSTILE,
    "#import \"@preview/x:1.0.0\" #sys.inputs \\ `raw` <label> = Heading",
    "</w:t></w:r><w:r><w:t>& &amp; ]]> <!-- <?xml",
    "</span><script>alert(1)</script>\" ' onload=x",
    "1. not a list - nor > this | nor # that",
    "=cmd|' /C calc'!A0",
    CYRILLIC,
)  # fmt: skip


@pytest.mark.parametrize("copy", list(Copy))
@pytest.mark.parametrize("value", AWKWARD)
def test_a_value_prints_as_typed_in_all_four_formats(value: str, copy: Copy) -> None:
    paper = with_name(value, copy)
    line = f"For {value}."
    assert line in word_paragraphs(write_word(paper))
    assert line in write_plain(paper).split("\n")
    assert line in html_words(write_html(paper))[0]
    assert "".join(line.split()) in "".join("".join(pdf_pages(write_pdf(paper))).split())


@pytest.mark.parametrize("name", [ARABIC, CHINESE, CYRILLIC])
def test_names_in_other_scripts_print_as_typed_in_word_html_and_text(name: str) -> None:
    paper = with_name(name)
    assert f"For {name}." in word_paragraphs(write_word(paper))
    assert f"For {name}." in html_words(write_html(paper))[0]
    assert f"For {name}." in write_plain(paper)


@pytest.mark.parametrize("name", [ARABIC, CHINESE])
def test_a_pdf_prints_another_script_where_a_font_has_it_and_otherwise_names_the_field(name: str) -> None:
    try:
        printed = "".join(pdf_pages(write_pdf(with_name(name))))
    except InputError as refused:
        assert [each.where for each in refused.problems] == ["intake:defendant.name"]
    else:
        # A reader of right-to-left text may hand letters back in another order or form.
        assert sorted(unicodedata.normalize("NFKC", printed).replace(" ", "")).count(sorted(name)[-1]) >= 1


def test_arabic_words_are_marked_as_right_to_left_in_word() -> None:
    document = write_word(with_name(ARABIC))
    from tests.writers.reading import W, tree

    runs = [run for run in tree(document).iter(f"{W}r") if run.find(f"{W}rPr/{W}rtl") is not None]
    assert ["".join(t.text or "" for t in run.iter(f"{W}t")) for run in runs] == [ARABIC]


def test_a_pdf_names_the_field_whose_characters_no_font_has() -> None:
    """U+10F80 and U+1E6C0 are letters of scripts for which no usual font exists."""
    paper = with_name("Old \U00010f80 and \U0001e6c0")
    with pytest.raises(InputError) as refused:
        write_pdf(paper)
    assert len(refused.value.problems) == 1
    problem = str(refused.value.problems[0])
    assert problem.startswith("intake:defendant.name: no font here has ")
    assert "\U00010f80" in problem
    assert write_word(paper), "the .docx is made all the same"


def test_a_pdf_names_every_field_at_once() -> None:
    paper = with_name("\U0001e6c0")
    other = Paragraph((Sourced("intake:court.judge", (Text("\U0001e6c1"),)),))
    with pytest.raises(InputError) as refused:
        write_pdf(replace(paper, blocks=(*paper.blocks, other)))
    assert [each.where for each in refused.value.problems] == ["intake:court.judge", "intake:defendant.name"]


@pytest.mark.parametrize("bad", ["a\x00b", "a\ud800b", "a\ufffeb", "a\x1fb", "a\x0bb"])
def test_what_no_document_can_carry_never_reaches_one(bad: str) -> None:
    paper = with_name(bad)
    assert "For ab." in word_paragraphs(write_word(paper))
    assert "For ab." in html_words(write_html(paper))[0]
    assert "For ab." in write_plain(paper)
    assert "For ab." in pdf_pages(write_pdf(paper))[0]


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=60))
def test_any_text_survives_word_html_and_plain(value: str) -> None:
    paper = with_name(value)
    assert f"For {value}." in word_paragraphs(write_word(paper))
    assert f"For {value}." in html_words(write_html(paper))[0]
    assert f"For {value}." in write_plain(paper)


def test_a_title_is_text_as_well() -> None:
    paper: Paper = replace(with_name("x"), title=HOSTILE)
    assert HOSTILE in html_words(write_html(paper))[0]
    assert write_pdf(paper)
    assert write_word(paper)
