"""Papers where the matter has another number of things than the samples: co-defendants, searches, other agencies."""

from datetime import date
from pathlib import Path

import pytest
import tomlkit

from tests.papers.making import change
from tests.papers.reading import words
from tests.samples import sample_matter


def fis(tmp_path: Path) -> Path:
    return sample_matter(tmp_path, "fis-2023")


def add_search(folder: Path, **told: object) -> None:
    """One more search, each answer from the possible match report."""
    document = tomlkit.parse((folder / "matter.toml").read_text("utf-8"))
    searches = document["facial_recognition"]["searches"]  # type: ignore[index]
    searches.append({name: {"value": value, "basis": "match-report"} for name, value in told.items()})  # type: ignore[union-attr]
    (folder / "matter.toml").write_text(tomlkit.dumps(document), "utf-8")


def test_a_search_learned_of_before_the_certificate_is_no_change_since(tmp_path: Path) -> None:
    folder = fis(tmp_path)  # learned on December 12, certified on December 15, 2025
    text = words(folder, "motion-certificate-challenge")
    assert "no search learned of after the last certificate was served" in text
    assert "The defense first learned" not in text
    assert "declaring that the certificate" not in words(folder, "omnibus")
    change(folder, "facial_recognition.learned", {"value": date(2026, 2, 9), "basis": "answer"})
    assert "The defense first learned of a facial recognition search on February 9, 2026" in words(
        folder, "motion-certificate-challenge"
    )


def test_a_remedy_that_the_notice_asks_for_has_its_place_in_the_proposed_order(tmp_path: Path) -> None:
    notice, _, order = words(fis(tmp_path), "motion-certificate-challenge").partition("[PROPOSED] ORDER")
    assert "under CPL 245.80 (1);" in notice
    assert "ORDERED that, under CPL 245.80 (1), [name the remedy or sanction" in order


def test_the_rank_of_a_search_made_after_every_procedure_is_no_step_toward_a_witness(tmp_path: Path) -> None:
    folder = fis(tmp_path)
    assert "somebody passed them over" in words(folder, "motion-identification")
    change(folder, "facial_recognition.searches.0.day", {"value": date(2023, 3, 20), "basis": "match-report"})
    add_search(folder, agency="NYPD", day=date(2023, 3, 9))
    text = words(folder, "motion-identification")
    assert "The papers date a search before the photo array" in text
    for of_the_later in ("somebody passed", "Alterations of an image are recorded", "That caution is addressed"):
        assert of_the_later not in text


def test_one_search_is_spoken_of_as_one_and_two_as_two(tmp_path: Path) -> None:
    folder = fis(tmp_path)
    one = words(folder, "motion-fr-discovery")
    assert "beyond the search described in the affirmation" in one
    assert "those searches" not in one
    add_search(folder, agency="NYPD", day=date(2023, 3, 9))
    assert "beyond the searches described in the affirmation" in words(folder, "motion-fr-discovery")


def test_another_agency_is_never_printed_as_other(tmp_path: Path) -> None:
    folder = fis(tmp_path)
    add_search(folder, agency="other", system="other", system_name="Sample Finder", day=date(2023, 3, 9))
    assert "A facial recognition search by another agency on Sample Finder" in words(folder, "matter-timeline")
    assert "A search by another agency (" in words(folder, "fr-case-theory")
    assert "[name the agency that made this search" in words(folder, "motion-fr-discovery")


def test_a_superior_court_information_is_not_called_an_indictment(tmp_path: Path) -> None:
    folder = fis(tmp_path)
    change(folder, "posture.instrument", "superior court information")
    change(folder, "indictment", "SCI-00009-25 SAMPLE")
    for template in ("motion-fr-discovery", "preservation-letter"):
        text = words(folder, template)
        assert "Superior Court Information No. SCI-00009-25 SAMPLE" in text
        assert "Indictment No." not in text
    assert "SCI-00009-25 SAMPLE: preservation" in words(folder, "preservation-letter")


def test_with_co_defendants_notice_and_order_say_whose_motion_it_is(tmp_path: Path) -> None:
    folder = fis(tmp_path)
    assert "the defendant will move" in words(folder, "motion-preserve")
    document = tomlkit.parse((folder / "matter.toml").read_text("utf-8"))
    document["co_defendants"] = [{"name": "Zo\u00eb van der Berg"}]
    (folder / "matter.toml").write_text(tomlkit.dumps(document), "utf-8")
    text = words(folder, "motion-preserve")
    assert "the defendant Jamie Q. Placeholder will move" in text
    assert "Upon the notice of motion of the defendant Jamie Q. Placeholder, the affirmation" in text


def test_holders_with_commas_in_their_names_are_kept_apart_by_semicolons(tmp_path: Path) -> None:
    folder = fis(tmp_path)
    document = tomlkit.parse((folder / "matter.toml").read_text("utf-8"))
    document["disclosure"]["holders"] = [{"name": "Division of Records, Biometric Unit"}, {"name": "Sample, Inc."}]  # type: ignore[index]
    (folder / "matter.toml").write_text(tomlkit.dumps(document), "utf-8")
    said = (
        "; each law enforcement agency that took part in the investigation; the Division of Records, Biometric Unit;"
    )
    assert words(folder, "motion-preserve").count(f"the prosecution{said} and Sample, Inc.") == 2


@pytest.mark.parametrize("template", ["motion-identification", "motion-late-or-renewed", "motion-440"])
def test_no_sentence_begins_after_two_spaces_where_an_answer_is_missing(tmp_path: Path, template: str) -> None:
    folder = fis(tmp_path)
    change(folder, "disclosure.notice_710_30_words", "unknown")
    change(folder, "facial_recognition.learned", "unknown")
    prose = [line.strip() for line in words(folder, template).splitlines()]
    assert not [line for line in prose if ".  " in line]
