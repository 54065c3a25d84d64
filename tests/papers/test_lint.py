"""Template prose states no fact, every id is there, and no paper says who is in an image."""

from pathlib import Path

import pytest

from discovery.core.depicted import says_who_is_depicted
from discovery.core.lint import lint_template
from discovery.errors import InputError
from tests.papers.making import change, composed, folder_with

CLEAN = """
1. {{ matter.arrest.arrested }} is the day. Ten items are asked for.
7. A source number is no figure, nor is {blank:k|the day, 2019} or {verify:r 12|x}.

| a | b |
|---|---|
| c | d |

Whether NYPD used the system is the question. Any search that NYPD ran is to be disclosed.
{{ search.agency }} ran a search. The People must disclose it, and may have disclosed it.

Note[^1]

[^1]: {{ cite("cpl-245.20", "1-b") }}

{# In 2019 NYPD ran searches: a comment prints nothing #}
{% if matter.docket == "12345" %}
::: figure line2
Words.
:::
{% endif %}
"""


def test_prose_that_leaves_facts_to_values_passes() -> None:
    assert lint_template("t.j2", CLEAN) == ()


@pytest.mark.parametrize(
    ("prose", "what"),
    [
        ("The search was run in 2019.", "figure “2019.”"),
        ("See CPL 245.20.", "the citation “CPL 245.20” is typed"),
        ("See People v Knight.", "the citation “People v Knight” is typed"),
        ('{{ "22 NYCRR 202.5" }}', "the citation “22 NYCRR 202.5” is typed"),
        ("{% set law = 'Penal Law § 160.15' %}", "the citation “Penal Law § 160.15” is typed"),
        ("{verify:confirm|Patrol Guide 212-129}", "the citation “Patrol Guide 212-129” is typed"),
        ("More than 5,100 searches.", "figure “5,100”"),
        ("See CPL 245.20.", "figure “245.20.”"),
        ("Since last December nothing came.", "date “December”"),
        ("NYPD ran searches.", "“NYPD ran”"),
        ("The prosecution has not disclosed the report.", "“The prosecution has not disclosed”"),
        ("It is clear. Detectives used a telephone, whether or not they may.", "“Detectives used”"),
        ("1. Clearview\nobtained images.", "“Clearview obtained”"),
        ("# Part 2", "figure “2”"),
        ("::: pagebreak Volume 2", "figure “2”"),
        ("{% if x %}NYPD{% endif %} searched.", "“NYPD searched”"),
    ],
)
def test_a_fact_in_prose_is_refused_with_file_and_line(prose: str, what: str) -> None:
    problems = lint_template("templates/t.j2", f"One.\n\n{prose}\n")
    assert any(what in str(problem) for problem in problems), [str(problem) for problem in problems]
    assert all(str(problem).startswith("templates/t.j2 line 3") for problem in problems)


def test_what_counsel_is_asked_to_read_may_name_the_law_it_is_held_to_when_the_paper_is_rendered() -> None:
    asked = "{blank:k|what CPL 245.50 (4) requires} and {verify:read CPL 245.50 (4)|this} {# CPL 245.20 #}"
    assert lint_template("t.j2", asked) == ()


def test_a_citation_printed_by_an_expression_is_refused_too(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, '1. {{ "People v " }}Knight.')
    with pytest.raises(InputError, match="the citation “People v Knight” rests on nothing"):
        composed(folder)


def test_every_place_is_told_at_once(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "NYPD ran a search in 2019.\n\nIn May 2020 too.\n")
    with pytest.raises(InputError) as error:
        composed(folder)
    told = str(error.value)
    assert all(each in told for each in ("line 6", "line 8", "“2019.”", "“2020”", "“NYPD ran”"))


@pytest.mark.parametrize("body", ['{{ "in 2019" }}', "{% set year = 2019 %}\n{{ year }}", "{{ loop_ }}"])
def test_a_figure_printed_by_an_expression_rests_on_nothing_either(tmp_path: Path, body: str) -> None:
    folder = folder_with(tmp_path, body.replace("{{ loop_ }}", "{% for i in [7] %}{{ i }}{% endfor %}"))
    with pytest.raises(InputError, match="rests on nothing"):
        composed(folder)


def test_a_count_is_printed_in_words(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, '{{ counted(matter.identifications, "showing") }}, {{ 21|words }}')
    paper = composed(folder).paper
    assert paper.blocks and "two showings" in str(paper.blocks) and "twenty-one" in str(paper.blocks)


SAYS_WHO = (
    "The defendant is the man seen in the lobby video.",
    "The person depicted in the still is John Q. Sample.",
    "Mr. Sample is the person in the photograph.",
    "Footage showing the defendant entering was found.",
    "The surveillance video clearly depicts Mr. Sample.",
    "John Q. Sample appears in the surveillance video.",
    "The defendant can be seen in the footage.",
    "She identified the defendant as the man in the video.",
    "The software matched the defendant to the person depicted.",
    "The defendant matched the probe image.",
    "The defendant’s face in the still was cropped.",
    "The suspect in the video was the accused.",
)
SAYS_NOT = (
    "Whether the person depicted is the defendant is the question.",
    "No paper says that the defendant is the person depicted.",
    "The person depicted was not identified.",
    "A photograph of the defendant was placed in the array.",
    "The arrest photograph of the defendant was the fourth.",
    "The witness chose photograph number 4.",
    "The defendant demands the images in the possession of the People.",
    "The search on a still was run. The defendant was arrested in the lobby.",
    "The probe image shows the person depicted from above.",
    "The defendant does not concede that he appears in the video.",
)


@pytest.mark.parametrize("sentence", SAYS_WHO)
def test_a_sentence_that_puts_the_defendant_in_an_image_is_found(sentence: str) -> None:
    assert says_who_is_depicted(f"It rained. {sentence} So it goes.", ("John Q. Sample",))


@pytest.mark.parametrize("sentence", SAYS_NOT)
def test_other_sentences_are_left_alone(sentence: str) -> None:
    assert says_who_is_depicted(f"It rained. {sentence} So it goes.", ("John Q. Sample",)) is None


def test_words_of_the_intake_that_put_the_defendant_in_an_image_stop_the_paper(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "{{ matter.arrest.probable_cause }}")
    words = "the defendant is the man seen in the lobby video"
    change(folder, "arrest.probable_cause", {"value": words, "basis": "complaint"})
    with pytest.raises(InputError, match=r"intake:arrest\.probable_cause"):
        composed(folder)


def test_an_act_of_an_agency_printed_by_an_expression_is_refused_too(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, '1. {{ "NYPD ran searches" }}.')
    with pytest.raises(InputError, match="paragraph 1: template prose says what an agency or party did"):
        composed(folder)


def test_a_string_that_is_only_compared_with_is_no_figure_and_a_term_of_art_no_quotation() -> None:
    text = 'The “probe image” is old{{ "x" if law.value == "2020 to 6 August 2025" or law.is_("to 2019 or so") }}.'
    assert lint_template("t.j2", text) == ()
