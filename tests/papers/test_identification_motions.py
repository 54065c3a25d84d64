"""The motions on identification testimony and on reliability: what they ask and concede follows the matter."""

from pathlib import Path

import pytest

from discovery.core.blocks import Copy
from discovery.files.plain import write_plain
from tests.matters import Variant, sample_folder
from tests.papers.making import change
from tests.papers.reading import paper, refused_for_all_that_is_open, words
from tests.samples import SAMPLES, sample_matter

MOTIONS = ("motion-identification", "motion-reliability-hearing")


@pytest.mark.parametrize("template", MOTIONS)
@pytest.mark.parametrize("name", SAMPLES)
def test_the_filing_copy_is_refused_with_all_that_is_open(tmp_path: Path, name: str, template: str) -> None:
    refused_for_all_that_is_open(sample_matter(tmp_path, name), template)


def test_preclusion_is_asked_before_suppression_in_notice_and_argument(tmp_path: Path) -> None:
    text = words(sample_matter(tmp_path, "fis-2023"), "motion-identification")
    relief = text.partition("for an order")[2].partition("The prosecution is asked")[0]
    assert relief.index("precluding, under CPL 710.30(3)") < relief.index(
        "only so far as preclusion is denied, suppressing"
    )
    assert text.index("Point one: preclusion comes first") < text.index("Point two: suppression in the alternative")


def test_only_a_matter_that_knows_of_a_search_calls_it_a_step_of_the_procedure(tmp_path: Path) -> None:
    known = words(sample_folder(tmp_path, "documented"), "motion-identification")
    assert "the search is part of the procedure" in known
    others: tuple[Variant, ...] = ("denied_but_indicated", "nothing_known")
    for variant in others:
        text = words(sample_folder(tmp_path, variant), "motion-identification")
        assert "the search is part of the procedure" not in text
        assert "does not contend that" in text


def test_acquaintance_is_argued_only_where_the_papers_speak_of_it_and_never_adopted(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "fis-2023")
    assert "People v Rodriguez" not in words(folder, "motion-identification")
    change(folder, "identifications.0.acquainted", {"value": "knows him from the block", "basis": "notice"})
    text = words(folder, "motion-identification")
    assert "“knows him from the block”" in text
    assert "I report the words and do not adopt them." in text
    assert "acquaintance has to be proved, not asserted" in text
    assert text.index("Point five: no identification at trial") < text.index("Point six: the decisions the other way")


def test_a_matter_without_notice_says_so_and_one_with_notice_gives_its_words(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "fis-2023")
    assert "It names “A photo array on March 13, 2023”" in words(folder, "motion-identification")
    without = words(sample_matter(tmp_path, "fdny-2025"), "motion-identification")
    assert "No notice of that kind is known to the defense" in without
    assert "It names" not in without


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(
    ("template", "against"),
    [
        ("motion-identification", ("People v Reyes", "Simmons", "People v Chipp", "People v Gee", "People v Perdue")),
        ("motion-reliability-hearing", ("People v Wakefield", "People v Reyes", "People v Knight", "State v Miles")),
    ],
)
def test_the_decisions_against_are_met_in_both_copies(
    tmp_path: Path, name: str, template: str, against: tuple[str, ...]
) -> None:
    folder = sample_matter(tmp_path, name)
    for copy in Copy:
        text = write_plain(paper(folder, template, copy=copy).paper)
        assert not [each for each in against if each not in text]


def test_the_hearing_is_asked_for_only_if_the_result_is_to_be_offered(tmp_path: Path) -> None:
    text = words(sample_matter(tmp_path, "fis-2023"), "motion-reliability-hearing")
    assert "whether it intends to offer at a hearing or at trial the result" in text
    assert "no source code is asked for here" in text
    assert "They record alterations of the probe image." in text
    nothing = words(sample_folder(tmp_path, "nothing_known"), "motion-reliability-hearing")
    assert "alterations of the probe image" not in nothing


def test_after_judgment_the_papers_say_that_they_give_no_relief(tmp_path: Path) -> None:
    convicted, pending = sample_matter(tmp_path, "clearview-2019"), sample_matter(tmp_path, "fis-2023")
    for template in MOTIONS:
        assert "after judgment it gives no relief" in words(convicted, template)
        assert "after judgment" not in words(pending, template)
