"""The motions that challenge a certificate, ask for preservation, or come late: each follows its matter."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.matters import Variant, sample_folder
from tests.papers.making import change
from tests.papers.reading import refused_for_all_that_is_open, to_check, words
from tests.samples import SAMPLES, sample_matter

MOTIONS = ("motion-certificate-challenge", "motion-preserve", "motion-late-or-renewed")
VARIANTS: tuple[Variant, ...] = ("documented", "denied_but_indicated", "nothing_known")
CLAIMS = ("record that facial recognition was part of the investigation", "is that facial recognition was used")
SHOWS_IT = "record that facial recognition was part of the investigation"


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Variant], str]:
    """The words of a motion for a variant of the sample."""
    folders = {variant: sample_folder(tmp_path_factory.mktemp("motions"), variant) for variant in VARIANTS}
    return lambda template, variant: words(folders[variant], template)


@pytest.mark.parametrize("template", MOTIONS)
def test_every_set_of_papers_is_whole(drafted: Callable[[str, Variant], str], template: str) -> None:
    text = drafted(template, "documented")
    for part in ("NOTICE OF MOTION", "AFFIRMATION IN SUPPORT", "MEMORANDUM OF LAW", "[PROPOSED] ORDER"):
        assert part in text
    assert "AFFIRMATION OF SERVICE" in text
    assert "LIST OF EXHIBITS" in text
    assert "will move this Court at ________" in text
    assert "We conferred" in text or "The defense conferred with the prosecution" in text


@pytest.mark.parametrize("template", MOTIONS)
def test_only_a_matter_that_knows_of_a_search_says_there_was_one(
    drafted: Callable[[str, Variant], str], template: str
) -> None:
    assert SHOWS_IT in drafted(template, "documented")
    assert len({drafted(template, variant) for variant in VARIANTS}) == len(VARIANTS)
    for variant in ("denied_but_indicated", "nothing_known"):
        text = drafted(template, variant)
        assert not [claim for claim in CLAIMS if claim in text], variant
        assert "does not contend that" in text


@pytest.mark.parametrize("template", MOTIONS)
@pytest.mark.parametrize("name", SAMPLES)
def test_the_filing_copy_is_refused_with_all_that_is_open(tmp_path: Path, name: str, template: str) -> None:
    refused_for_all_that_is_open(sample_matter(tmp_path, name), template)


def test_a_challenge_in_time_is_not_argued_as_late_and_a_late_one_needs_its_reason(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "fdny-2025")
    template = "motion-certificate-challenge"
    in_time, late = words(folder, template), words(folder, template, date(2027, 1, 20))

    assert "the challenge is within the limit" in in_time
    assert "relies on a material change in circumstances" not in in_time
    assert "35 days end on December 4, 2026" in to_check(folder, template)
    assert "relies on a material change in circumstances" in late
    assert "The defense first learned of a facial recognition search on November 6, 2026" in late
    assert "People v Minor" in in_time
    assert "People v Minor" in late


def test_a_challenge_swears_only_to_items_that_were_demanded_and_not_provided(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "fis-2023")
    missing = (
        words(folder, "motion-certificate-challenge").partition("What is missing")[2].partition("The time for")[0]
    )
    assert "The candidate list:" in missing
    assert "It was refused on February 9, 2026" in missing
    assert "was that none exists" in missing
    assert "The probe image:" not in missing


def test_a_motion_never_denies_that_another_agency_is_argued_about(tmp_path: Path) -> None:
    fdny = words(sample_matter(tmp_path, "fdny-2025"), "motion-certificate-challenge")
    fis = words(sample_matter(tmp_path, "fis-2023"), "motion-certificate-challenge")
    assert "People v Lustig" in fdny.partition("Point four")[2]
    assert "People v Lustig" not in fis.partition("Point four")[2]


def test_a_holder_outside_the_prosecution_is_named_only_where_the_intake_names_it(tmp_path: Path) -> None:
    relief = words(sample_matter(tmp_path, "fdny-2025"), "motion-preserve").partition("The prosecution is asked")[0]
    assert "and the Fire Department of the City of New York to preserve" in relief
    other = words(sample_matter(tmp_path, "fis-2023"), "motion-preserve").partition("The prosecution is asked")[0]
    assert "Fire Department" not in other


def test_an_earlier_ruling_turns_the_late_motion_into_a_renewal(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "fis-2023")
    late = words(folder, "motion-late-or-renewed")
    assert "CPL 710.40 (2)" in late
    assert "CPL 710.40 (4)" not in late
    change(folder, "disclosure.suppression_decided", {"value": date(2026, 3, 2), "basis": "answer"})
    renewed = words(folder, "motion-late-or-renewed")
    assert "MOTION TO RENEW A MOTION TO SUPPRESS" in renewed
    assert "CPL 710.40 (4)" in renewed
    assert "CPL 710.40 (2)" not in renewed


def test_the_law_before_august_2025_is_argued_as_it_stood(tmp_path: Path) -> None:
    former = words(sample_matter(tmp_path, "clearview-2019"), "motion-preserve")
    present = words(sample_matter(tmp_path, "fdny-2025"), "motion-preserve")
    assert "which relate to the subject matter of the case or are otherwise relevant" in former
    assert "CPL former 245.20" in former
    assert "The section is narrower than it was" in present
