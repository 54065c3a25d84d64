"""The motions on identification testimony and on reliability: what they ask and concede follows the matter."""

from datetime import date
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
    assert relief.index("precluding, under CPL 710.30 (3)") < relief.index(
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


def test_a_procedure_called_confirmatory_is_not_conceded_to_be_one(tmp_path: Path) -> None:
    text = words(sample_matter(tmp_path, "fdny-2025"), "motion-identification")
    assert "A procedure recorded as confirmatory on June 2, 2026" in text
    assert "acquaintance has to be proved, not asserted" in text
    assert text.count("to whether a witness knew the person shown so well that suggestion could have no part") == 2


@pytest.mark.parametrize(
    ("served", "standing"),
    [
        (date(2025, 7, 2), "The notice was served within fifteen days, from whichever arraignment"),
        (date(2025, 7, 9), "the notice is late from one arraignment and in time from the other. People v Pamias"),
        (date(2025, 9, 1), "the notice came after the fifteen days, from whichever arraignment"),
    ],
)
def test_the_notice_is_counted_from_each_arraignment_and_argued_as_the_count_comes_out(
    tmp_path: Path, served: date, standing: str
) -> None:
    folder = sample_matter(tmp_path, "fis-2023")
    change(folder, "disclosure.notice_710_30", {"value": served, "basis": "notice"})
    text = words(folder, "motion-identification")
    assert standing in text
    assert ("People v O'Doherty" in text) is (served > date(2025, 7, 2))
    assert ("People v Pamias" in text) is (served == date(2025, 7, 9))


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (
            "disclosure.notice_710_30",
            "2025-07",
            "whether the notice was served by then the day given for it does not",
        ),
        (
            "posture.arraigned_superior",
            "2025-06",
            "From the arraignment in the local criminal court on June 17, 2025",
        ),
    ],
)
def test_a_day_on_both_sides_of_the_fifteenth_is_not_counted_as_in_time(
    tmp_path: Path, path: str, value: str, told: str
) -> None:
    folder = sample_matter(tmp_path, "fis-2023")
    change(folder, path, {"value": value, "basis": "notice"})
    text = words(folder, "motion-identification")
    assert told in text
    assert "from the arraignment on the present instrument in June 2025" not in text
    if path.endswith("710_30"):
        assert "and the notice was served by then" not in text.partition("they end on July 17")[0]
        assert "The notice was served within fifteen days" not in text


def test_that_a_hearing_may_cost_the_want_of_notice_is_said_with_both_decisions(tmp_path: Path) -> None:
    text = words(sample_matter(tmp_path, "fis-2023"), "motion-identification")
    assert "was held not to have waived (People v Bernier)" in text
    assert "But in the later People v Kirkland (89 NY2d 903, 904-905 [1996]), which is against the defendant" in text


def test_a_search_is_a_step_only_of_a_procedure_that_is_not_dated_before_it(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "fis-2023")
    text = words(folder, "motion-identification")
    assert "The papers date a search before the photo array" in text
    assert "sixteen stood above it" in text
    change(folder, "identifications.0.day", {"value": date(2023, 3, 6), "basis": "array-report"})
    text = words(folder, "motion-identification")
    assert "The papers date each procedure before any search that they record." in text
    assert "the search is part of the procedure" not in text


def test_what_is_recognized_from_a_recording_is_argued_apart_and_reyes_is_said_to_be_close(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "fis-2023")
    assert "People v Mosley" not in words(folder, "motion-identification")
    change(folder, "identifications.0.kind", "video recognition")
    text = words(folder, "motion-identification")
    assert "recognition from a recording" in text
    assert "the decision is close" in text
    assert "Procedures of that kind are what the papers record here." not in text
    for part in (text.partition("for an order")[2], text.partition("after hearing counsel")[2]):
        assert "that names the person depicted in a recording, by a witness who did not see the events" in part


def test_the_grounds_are_sworn_to_as_far_as_the_intake_gives_any(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "fis-2023")
    assert "at the photo array on March 13, 2023 the administrator was not blind" in words(
        folder, "motion-identification"
    )
    change(folder, "identifications", [])
    assert "the intake records nothing that does" in words(folder, "motion-identification")


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize(
    ("template", "against"),
    [
        (
            "motion-identification",
            ("People v Reyes", "Simmons", "People v Chipp", "People v Gee", "People v Perdue", "People v Kirkland"),
        ),
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
    assert "They record alterations of an image." in text
    nothing = words(sample_folder(tmp_path, "nothing_known"), "motion-reliability-hearing")
    assert "alterations of an image" not in nothing


def test_what_wesley_and_parker_say_against_a_hearing_is_met(tmp_path: Path) -> None:
    text = words(sample_matter(tmp_path, "fis-2023"), "motion-reliability-hearing")
    assert "scientific evidence may be admitted without a hearing (People v Wesley, 83 NY2d at 426)" in text
    assert (
        "not properly addressed at the pretrial hearing on general acceptance (People v Wesley, 83 NY2d at 427)"
        in text
    )
    assert "where no novel method is in question" in text


def test_foundation_speaks_of_what_the_matter_records(tmp_path: Path) -> None:
    ours = words(sample_matter(tmp_path, "fis-2023"), "motion-reliability-hearing")
    theirs = words(sample_matter(tmp_path, "fdny-2025"), "motion-reliability-hearing")
    for said in ("with sixteen above it", "error rates of the software were asked for, and the answer was that none"):
        assert said in ours
        assert said not in theirs


def test_after_judgment_the_papers_say_that_they_give_no_relief(tmp_path: Path) -> None:
    convicted, pending = sample_matter(tmp_path, "clearview-2019"), sample_matter(tmp_path, "fis-2023")
    for template in MOTIONS:
        assert "after judgment it gives no relief" in words(convicted, template)
        assert "after judgment" not in words(pending, template)
