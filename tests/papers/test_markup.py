"""The markup: what is typed comes out as blocks, what is wrong is named with its line, what is a value stays text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from discovery.core.blocks import (
    Align,
    Blank,
    Bullet,
    Caption,
    Emphasis,
    ExhibitRef,
    Figure,
    Heading,
    LineBreak,
    NoteRef,
    Numbered,
    PageBreak,
    Paragraph,
    ParagraphRef,
    Quotation,
    Signature,
    Sourced,
    Table,
    Text,
    Verify,
)
from discovery.core.inlines import every_inline, inlines_of, text_of
from discovery.core.marking import Md, clean, escape, plain, role
from discovery.core.markup import Drawing, paragraph_number, parse
from discovery.errors import InputError
from tests.papers.making import HOSTILE, lines, numbers, only_line


class Lettered:
    """Exhibit k is B and has two pages."""

    def letter(self, key: str) -> str | None:
        return "B" if key == "k" else None

    def bates(self, key: str, page: int) -> str | None:
        return f"DOE-00001{page}" if key == "k" and page < 3 else None


def sourced(text: str) -> str:
    """A value as a template prints it."""
    return role("from", "intake:x", "", "", body=escape(text))


# --- values -----------------------------------------------------------------------------------------------------

NAMES = (
    HOSTILE,
    "a\nb\r\nc\x00d\x1be\ud800f\tg",
    "Иван Петров",
    "李小龙",
    "محمد علي \u200f‏",
    "  leading and trailing  ",
    "1. not a list",
    "# not a heading",
    "- no bullet",
    "> no quotation",
    "::: caption",
    "+++",
    "&amp; &lt;",
    "__x__ \\* ``code`` [a](b) ![i](j) <b>",
    "\U00100041 private \U0010f001use\U0010f003\ue000",
    "{from:finding:x|forged}",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "place",
    [
        "{}",
        "Before {} after",
        "# {}",
        "1. {}",
        "- {}",
        "> {}",
        "*{}*",
        "| a | b |\n|---|---|\n| {} | c |",
        "[^1]\n\n[^1]: {}",
    ],
)
def test_a_hostile_value_prints_as_typed_wherever_it_stands(name: str, place: str) -> None:
    parsed = parse(place.replace("{}", sourced(name)), name="t.j2")
    everything = [*(line for block in parsed.blocks for line in inlines_of(block)), *parsed.notes]
    printed = [
        text_of(each.children) for line in everything for each in every_inline(line) if isinstance(each, Sourced)
    ]
    assert printed == [clean(name)]


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
@example(HOSTILE)
@example("\ud800\udfff")
@example("\U0010f001from\U0010f002x\U0010f003")
def test_parsing_an_escaped_value_gives_the_value_back(text: str) -> None:
    assert only_line(parse(sourced(text)).blocks) == clean(text)


@given(st.text(alphabet="ab*_`[]{}|\\^:#-1. \n<>&\"'", max_size=40))
def test_a_value_never_changes_what_stands_around_it(text: str) -> None:
    blocks = parse(f"1. One {sourced(text)}\n1. *Two* {escape(text)}.\n\n# Three").blocks
    assert [type(block) for block in blocks] == [Numbered, Numbered, Heading]
    assert lines(blocks)[1] == f"Two {clean(text)}."


def test_cleaning_folds_line_ends_and_drops_what_cannot_be_printed() -> None:
    assert clean("a\r\nb\nc\td\x00\x07\ud83de\ufffe") == "a b c de"


def test_quotation_marks_curl_in_prose_and_never_in_a_value() -> None:
    line = only_line(parse(f"He said \"it's {sourced(chr(34) + 'O' + chr(39) + 'B' + chr(34))}\" ('so').").blocks)
    assert line == 'He said “it’s "O\'B"” (‘so’).'


# --- numbering --------------------------------------------------------------------------------------------------


def test_numbered_paragraphs_continue_across_headings_and_restart_only_when_told() -> None:
    text = "1. a\n1. b\n\n# H\n\n7. c\n\n::: restart\n\n1. d\n"
    blocks = parse(text).blocks
    assert numbers(blocks) == [(1, 1), (1, 2), (1, 3), (1, 1)]
    assert [block.restart for block in blocks if isinstance(block, Numbered)] == [True, False, False, True]


def test_nested_levels_are_counted_under_their_paragraph() -> None:
    text = "1. a\n   1. b\n   1. c\n      1. d\n1. e\n   1. f\n"
    assert numbers(parse(text).blocks) == [(1, 1), (2, 1), (2, 2), (3, 1), (1, 2), (2, 1)]


def test_a_paragraph_is_referred_to_by_its_label_before_and_after_it() -> None:
    text = "1. See {para:b}.\n1. x\n   1. y\n   1. {label:b} z, {para:b}\n"
    refs = [each for block in parse(text).blocks for line in inlines_of(block) for each in every_inline(line)]
    assert [each.text for each in refs if isinstance(each, ParagraphRef)] == ["2(b)", "2(b)"]


def test_numbers_of_deep_paragraphs_are_written_as_lawyers_write_them() -> None:
    assert [paragraph_number([12]), paragraph_number([12, 28]), paragraph_number([3, 1, 4])] == [
        "12",
        "12(bb)",
        "3(a)(iv)",
    ]


# --- blocks and inlines -------------------------------------------------------------------------------------------


def test_every_kind_of_block_is_parsed() -> None:
    text = """# Title

Words\\
more.

> Quoted.

- one
  - two

| a | b |
|---|-------|
| c | {verify:read it|d} |

::: toc
::: caption
SUPREME COURT
COUNTY OF X
left: THE PEOPLE
- against -
right:
Index
:::
::: sig
Name
Office
:::
::: center
**X**
:::
::: keep
Stays.
:::
::: pagebreak Order
::: figure line
What it shows.
:::
"""
    blocks = parse(text, draw=lambda name: Drawing(f"<svg>{name}</svg>", ("policy:p",))).blocks
    kinds = [type(block).__name__ for block in blocks]
    assert kinds == [
        *("Heading", "Paragraph", "Quotation", "Bullet", "Bullet", "Table", "Contents", "Caption", "Signature"),
        *("Paragraph", "Paragraph", "PageBreak", "Figure"),
    ]
    assert blocks[1] == Paragraph((Text("Words"), LineBreak(), Text("more.")))
    assert [block.level for block in blocks if isinstance(block, Bullet)] == [1, 2]
    table = next(block for block in blocks if isinstance(block, Table))
    assert table.widths == (3, 7)
    assert table.rows[1][1] == (Verify("read it", (Text("d"),)),)
    caption = next(block for block in blocks if isinstance(block, Caption))
    assert [text_of(line) for line in (caption.court, *caption.left, *caption.right)] == [
        *("SUPREME COURT COUNTY OF X", "THE PEOPLE", "- against -", "Index"),
    ]
    assert next(block for block in blocks if isinstance(block, Signature)).lines == (
        (Text("Name"),),
        (Text("Office"),),
    )
    centred, kept = (block for block in blocks[9:11] if isinstance(block, Paragraph))
    assert (centred.align, kept.style) == (Align.CENTER, "keep")
    assert PageBreak("Order") in blocks
    assert Figure("<svg>line</svg>", "What it shows.", (Text("What it shows."),), ("policy:p",)) in blocks
    assert isinstance(blocks[2], Quotation)


def test_headings_have_anchors_of_their_own() -> None:
    anchors = [block.anchor for block in parse("# A b\n\n# A b\n\n# 李").blocks if isinstance(block, Heading)]
    assert anchors == ["a-b", "a-b-2", "part"]


def test_emphasis_and_roles_nest() -> None:
    (block,) = parse("*People v {verify:read **it**|X and *Y* at {bates:k:2}}*", Lettered()).blocks
    assert isinstance(block, Paragraph)
    assert block.inlines == (
        Emphasis(
            (
                Text("People v "),
                Verify(
                    "read **it**",
                    (Text("X and "), Emphasis((Text("Y"),)), Text(" at "), ExhibitRef("k", "DOE-000012", page=2)),
                ),
            )
        ),
    )


def test_an_exhibit_that_is_not_planned_is_said_not_to_be() -> None:
    (block,) = parse("{exhibit:k} {exhibit:z} {bates:k:9}", Lettered()).blocks
    found = [each for each in inlines_of(block)[0] if isinstance(each, ExhibitRef)]
    assert [(each.text, each.known) for each in found] == [
        ("Exhibit B", True),
        ("Exhibit [z]", False),
        ("[Bates number of k, page 9]", False),
    ]


def test_an_exhibit_is_cited_in_short_with_its_pinpoint() -> None:
    (block,) = parse("(see {ex:k:2}; {ex:k}; {ex:z:1})", Lettered()).blocks
    assert text_of(inlines_of(block)[0]) == "(see Ex. B at DOE-000012; Ex. B; Ex. [z] at [Bates number of z, page 1])"
    found = [each for each in inlines_of(block)[0] if isinstance(each, ExhibitRef)]
    assert [(each.page, each.known) for each in found] == [
        (None, True), (2, True), (None, True), (None, False), (1, False)
    ]  # fmt: skip


def test_a_value_may_stand_inside_a_role() -> None:
    (block,) = parse(f"{{blank:k|the day of {sourced(HOSTILE)}}} {{exhibit:{sourced('k')}}}", Lettered()).blocks
    blank, _, exhibit = inlines_of(block)[0]
    assert blank == Blank("k", f"the day of {HOSTILE}")
    assert exhibit == ExhibitRef("k", "Exhibit B")


def test_footnotes_are_numbered_in_the_order_of_reference() -> None:
    parsed = parse("One[^b] two[^a].\n\n[^a]: First\n  goes *on*.\n[^b]: Second.\n")
    assert [text_of(note) for note in parsed.notes] == ["Second.", "First goes on."]
    refs = [each.number for each in inlines_of(parsed.blocks[0])[0] if isinstance(each, NoteRef)]
    assert refs == [1, 2]


def test_a_note_made_by_a_function_takes_its_place_among_the_others() -> None:
    parsed = parse(f"a[^x] b{role('note', body=escape('own'))} c[^y]\n\n[^x]: X\n[^y]: Y")
    assert [text_of(note) for note in parsed.notes] == ["X", "own", "Y"]


def test_backslashes_print_what_markup_would_take() -> None:
    assert (
        only_line(parse(r"\{exhibit:a\} \*x\* 1\. a_b ____ \| \[^1]").blocks) == "{exhibit:a} *x* 1. a_b ____ | [^1]"
    )


# --- what is wrong ------------------------------------------------------------------------------------------------

WRONG = {
    "{foo:bar}": "“foo” is not a role",
    "{blank:k}": "{blank:…} has no words",
    "a {blank:k|never closed\n\nb": "{blank:…} is never closed",
    "{from:finding:x|forged}": "{from:…} is made by values only",
    "{cite:a/b|forged}": "{cite:…} is made by values only",
    "a } b": "a brace closes no role",
    "a { b": "a brace opens no role",
    "x[^q]": "footnote [^q] has no text",
    "x\n\n[^q]: words": "nothing refers to footnote [^q]",
    "x[^q]\n\n[^q]: a\n[^q]: b": "footnote [^q] has two texts",
    "x[^q]\n\n[^q]: see[^q]": "a footnote refers to a footnote",
    "::: nothing\n:::": "“::: nothing” is not a container",
    "::: center\nx": "“::: center” is never closed",
    "::: center\n::: sig\n:::": "“::: sig” stands inside “::: center”",
    "::: center\n::: toc\n:::": "“::: toc” stands inside “::: center”",
    "x\n:::": "::: closes nothing",
    "See {para:nowhere}.": "no paragraph is labelled “nowhere”",
    "1. {label:a} x\n1. {label:a} y": "two paragraphs are labelled “a”",
    "#### x": "a heading has at most three number signs",
    "1. a\n   1. b\n      1. c\n         1. d": "numbered paragraphs go three levels deep",
    "> - x": "a block quotation holds paragraphs only",
    "{bates:k}": "{bates:k} names no page",
    "{ex:k:first}": "{ex:k:first} names no page",
    "::: figure none\nwords\n:::": "there is no figure “none”",
    "::: figure line\n:::": "the figure has no description",
}


@pytest.mark.parametrize("text", WRONG)
def test_wrong_markup_is_named_with_its_line(text: str) -> None:
    draw = {"line": Drawing("<svg/>")}.get
    with pytest.raises(InputError) as error:
        parse(f"First.\n\n{text}", name="t.j2", draw=draw)
    assert WRONG[text] in str(error.value)
    assert "t.j2 line " in str(error.value)


def test_all_mistakes_are_told_at_once_each_at_its_line() -> None:
    with pytest.raises(InputError) as error:
        parse("{foo:a}\n\nb[^q]\n\n::: center\nx", name="t.j2")
    assert [str(problem).partition(":")[0] for problem in error.value.problems] == [
        "t.j2 line 1",
        "t.j2 line 3",
        "t.j2 line 5",
    ]


def test_words_that_were_once_markup_are_not_taken_for_it_when_they_come_again_as_words() -> None:
    assert (type(plain(Md("kept"))), type(plain("kept"))) == (Md, str)
    assert plain("kept") + " & lost" == "kept & lost"
    assert clean("a\tb\u2028c\x00d\ud800e\ufffe") == "a b cde"
    assert clean("“Ünbroken” § 1") == "“Ünbroken” § 1"
