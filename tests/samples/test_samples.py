"""The sample matters themselves: sound, fictional, and different in what papers depend on."""

from pathlib import Path

import pytest

from discovery.core.intake import law_period, papers_show, people_said
from discovery.core.matter import LawPeriod, Matter, initials_needed
from discovery.files.law import read_indicators
from discovery.files.matter_folder import read_matter_folder
from discovery.jobs.check import check
from tests.samples import BY_INITIALS, CLIENT_ONLY, DAY, HERE, SAMPLES, sample_matter


def matter(name: str) -> Matter:
    """The matter of a sample."""
    return read_matter_folder(HERE / name).matter


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_has_no_problem_and_nothing_improbable(tmp_path: Path, name: str) -> None:
    checked = check(sample_matter(tmp_path, name), DAY)
    assert checked.problems == ()
    assert checked.notes == ()


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_says_that_it_is_one_on_every_page(name: str) -> None:
    assert matter(name).sample
    texts = [path for path in (HERE / name).rglob("*") if path.suffix in (".txt", ".toml")]
    assert len(texts) > 5
    for path in texts:
        assert "SAMPLE – FICTIONAL" in path.read_text(encoding="utf-8").partition("\n")[0], path


def test_the_samples_differ_in_statute_in_what_was_said_and_in_what_is_known() -> None:
    assert [law_period(matter(name)).value for name in SAMPLES] == [
        LawPeriod.FROM_2020,
        LawPeriod.OPEN,
        LawPeriod.FROM_2025,
    ]
    assert [people_said(matter(name)).value for name in SAMPLES] == ["denied", "disclosed", "denied"]
    assert {papers_show(matter(name), read_indicators()).value for name in SAMPLES} == {"documented"}


def test_each_sample_holds_words_of_the_client_and_names_that_print_as_initials() -> None:
    for name, words in zip(SAMPLES, CLIENT_ONLY, strict=True):
        assert words in (HERE / name / "matter.toml").read_text(encoding="utf-8")
    assert {person.name for name in SAMPLES for person in initials_needed(matter(name))} == set(BY_INITIALS)
