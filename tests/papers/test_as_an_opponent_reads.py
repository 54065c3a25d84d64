"""The discovery papers as an opponent reads them: no fact twice, relief as it is asked, no more than is known."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from discovery.core.blocks import Copy, PaperKind
from discovery.core.citations import find_citations
from discovery.core.citing import cites
from discovery.core.court import city_law
from discovery.core.matter import FacialRecognition
from discovery.core.values import Desk, Value, with_article
from discovery.files.library import read_library
from discovery.files.matter_folder import read_matter_folder
from tests.papers.making import change
from tests.papers.reading import to_check, words
from tests.samples import DAY, SAMPLES, sample_matter

LEARNED = "The defense first learned of a facial recognition search"


def intake(folder: Path) -> Any:
    return tomlkit.parse((folder / "matter.toml").read_text("utf-8"))


def write(folder: Path, document: Any) -> Path:
    (folder / "matter.toml").write_text(tomlkit.dumps(document), "utf-8")
    return folder


def told(value: Any, basis: str) -> dict[str, Any]:
    return {"value": value, "basis": basis}


def late_fis(tmp_path: Path, *motions: str) -> Path:
    """The FIS matter with its day for motions, and the days of its certificate, past."""
    document = intake(folder := sample_matter(tmp_path, "fis-2023"))
    document["omnibus"] = list(motions)
    document["disclosure"]["motions_due"] = told(date(2025, 10, 1), "indictment")
    document["facial_recognition"]["learned"] = told(date(2026, 2, 9), "answer")
    return write(folder, document)


def notice(text: str) -> str:
    return text.partition("AFFIRMATION IN SUPPORT")[0]


def order(text: str) -> str:
    return text.partition("[PROPOSED] ORDER")[2].partition("AFFIRMATION OF SERVICE")[0]


# --- a fact once ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "motions",
    [
        ("motion-certificate-challenge", "motion-late-or-renewed", "motion-identification"),
        ("motion-fr-discovery", "motion-certificate-challenge"),
        ("motion-fr-discovery", "motion-certificate-challenge", "motion-late-or-renewed", "motion-preserve"),
    ],
)
def test_the_day_a_search_became_known_is_sworn_once_in_a_set_of_papers(
    tmp_path: Path, motions: tuple[str, ...]
) -> None:
    text = words(late_fis(tmp_path, *motions), "omnibus")
    assert text.count(LEARNED) == 1
    (number,) = re.findall(rf"^(\d+)\. {LEARNED}", text, re.MULTILINE)
    assert f"When the defense first learned of a facial recognition search is at paragraph {number}." in text


@pytest.mark.parametrize("template", ["motion-certificate-challenge", "motion-late-or-renewed"])
def test_a_late_motion_says_when_motions_were_due_and_when_it_became_known(tmp_path: Path, template: str) -> None:
    text = words(late_fis(tmp_path), template)
    assert "Motions were due on October 1, 2025" in text
    assert text.count(LEARNED) == 1


def test_a_motion_to_renew_is_not_excused_for_the_day_of_the_first(tmp_path: Path) -> None:
    change(folder := late_fis(tmp_path), "disclosure.suppression_decided", told(date(2026, 9, 1), "answer"))
    text = words(folder, "motion-late-or-renewed")
    assert "NOTICE OF MOTION TO RENEW" in text
    assert "Motions were due" not in text
    assert "the search was known before the motion was decided" in to_check(folder, "motion-late-or-renewed")


# --- relief as it is asked, and ordered as it is asked -------------------------------------------------------------


def test_a_challenge_asks_for_the_items_either_way_and_for_a_supplement_only_in_the_alternative(
    tmp_path: Path,
) -> None:
    text = words(sample_matter(tmp_path, "fis-2023"), "motion-certificate-challenge")
    asked, ordered = notice(text), order(text)
    for part in ("no statement of readiness that depends on it is valid", "a discovery compliance conference"):
        assert part in asked
        assert part in ordered
    assert "whether or not that certificate is found proper, to disclose the items" in asked
    assert "in the alternative, if that certificate is found proper" in asked
    assert "supplemental certificate" not in ordered


def test_inquiries_are_asked_for_once_where_discovery_is_moved_for_as_well(tmp_path: Path) -> None:
    text = words(late_fis(tmp_path, "motion-fr-discovery", "motion-certificate-challenge"), "omnibus")
    assert notice(text).count("CPL 245.35 (3)") == 1
    assert order(text).count("CPL 245.35 (3)") == 1


def test_an_order_excepts_preservation_only_where_it_orders_it(tmp_path: Path) -> None:
    alone = order(words(sample_matter(tmp_path / "alone", "fdny-2025"), "motion-fr-discovery"))
    in_set = order(words(sample_matter(tmp_path / "set", "fdny-2025"), "omnibus"))
    assert "what this order directs, other than preservation, be done" in alone
    assert "other than preservation" not in in_set
    assert re.search(r"\nPreservation\n+It is further\n", in_set)


def test_no_challenge_is_drawn_without_a_certificate_unremarked(tmp_path: Path) -> None:
    document = intake(folder := sample_matter(tmp_path, "fis-2023"))
    del document["disclosure"]["certificates"]
    write(folder, document)
    assert "1. [No certificate is recorded in the intake" in words(folder, "motion-certificate-challenge")


def test_an_inquiry_is_asked_for_only_in_papers_that_ask_for_one(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "fdny-2025")
    asking = "I ask the Court to resolve the matter by directing an inquiry"
    for template in ("motion-fr-discovery", "motion-certificate-challenge", "omnibus"):
        assert asking in words(folder, template), template
    for template in ("motion-late-or-renewed", "motion-preserve", "subpoena-so-ordered"):
        text = words(folder, template)
        assert asking not in text, template
        assert "I do not presume bad faith." in text, template


def test_suppression_is_never_asked_for_at_the_price_of_preclusion(tmp_path: Path) -> None:
    for sample in SAMPLES:
        text = words(sample_matter(tmp_path, sample), "motion-late-or-renewed")
        assert "so far as it is not precluded for want of notice under CPL 710.30 (3)" in notice(text), sample
        assert "preclusion is not given up" in text, sample


# --- whom it reaches ---------------------------------------------------------------------------------------------


def test_whoever_an_order_of_preservation_directs_is_named_and_served(tmp_path: Path) -> None:
    with_holder = words(sample_matter(tmp_path / "with", "fdny-2025"), "motion-preserve")
    without = words(sample_matter(tmp_path / "without", "fis-2023"), "motion-preserve")
    assert "TO:" in notice(with_holder)
    assert "\nFire Department of the City of New York\n1 Sample Square\n" in notice(with_holder)
    assert (
        "I served the same papers upon the Fire Department of the City of New York, at 1 Sample Square" in with_holder
    )
    assert "directing the prosecution and each law enforcement agency that took part" in notice(without)
    assert "I served the same papers" not in without


def test_a_subpoena_asks_a_holder_for_its_own_records_and_not_for_those_of_another_agency(tmp_path: Path) -> None:
    subpoena = words(sample_matter(tmp_path, "fdny-2025"), "subpoena-so-ordered").partition("AFFIRMATION")[0]
    assert "by you or at your request" in subpoena
    assert "an agency other than the police department" not in subpoena


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Fire Department of the City of New York", "the Fire Department of the City of New York"),
        ("the Office of Example", "the Office of Example"),
        ("Sample Vendor Inc.", "Sample Vendor Inc."),
        ("FDNY", "FDNY"),
    ],
)
def test_an_institution_has_its_article_in_a_sentence(name: str, printed: str) -> None:
    assert str(with_article(Value(name, "intake:x"))) == printed


# --- the law of the matter ----------------------------------------------------------------------------------------


def test_a_certificate_of_the_former_law_is_judged_by_the_former_section(tmp_path: Path) -> None:
    former = words(sample_matter(tmp_path, "clearview-2019"), "motion-certificate-challenge")
    present = words(sample_matter(tmp_path, "fdny-2025"), "motion-certificate-challenge")
    assert "not proper under CPL former 245.50 (1)" in notice(former)
    assert "No adverse consequence was to follow from a certificate filed in good faith" in former
    assert "CPL former 245.50" not in present


def test_the_former_letter_does_not_say_what_only_the_present_section_says(tmp_path: Path) -> None:
    present = words(sample_matter(tmp_path, "fdny-2025"), "deficiency-letter")
    former = words(sample_matter(tmp_path, "clearview-2019"), "deficiency-letter")
    assert "all known material and information obtained that is subject to discovery" in present
    assert "material and information obtained" not in former
    assert "CPL former 245.50 [1]" in former


def test_the_citys_law_is_put_as_in_force_only_from_its_day_and_only_in_the_city(tmp_path: Path) -> None:
    template = "motion-fr-discovery"
    assert "before a step recorded here was taken" in words(sample_matter(tmp_path, "fdny-2025"), template)
    folder = sample_matter(tmp_path, "fis-2023")
    assert "not as a rule in force on the day of the search recorded" in words(folder, template)
    document = intake(folder)
    document["court"]["county"] = "Westchester"
    document["facial_recognition"]["searches"][0]["agency"] = told("other", "match-report")
    assert "14-188.1" not in words(write(folder, document), template)


# --- no more than is known ----------------------------------------------------------------------------------------


def test_a_statement_that_no_use_is_known_is_not_turned_into_a_denial(tmp_path: Path) -> None:
    text = words(sample_matter(tmp_path, "clearview-2019"), "motion-certificate-challenge")
    assert "The People are not aware of any use of facial recognition" in text
    assert "that facial recognition was not used" not in text
    assert "it was not used" not in text


def test_a_statement_is_reported_by_its_day_where_its_words_are_not_known(tmp_path: Path) -> None:
    document = intake(folder := sample_matter(tmp_path, "fis-2023"))
    document["facial_recognition"]["statements"][0].pop("words")
    text = words(write(folder, document), "motion-preserve")
    assert (
        "A statement for the prosecution on February 9, 2026 is recorded as saying that facial recognition was used"
        in text
    )


def test_what_was_published_is_annexed_only_where_some_of_it_bears_on_the_matter(tmp_path: Path) -> None:
    for sample, bears in (("clearview-2019", True), ("fis-2023", False), ("fdny-2025", False)):
        folder = sample_matter(tmp_path, sample)
        text = words(folder, "motion-fr-discovery")
        assert ("What has been reported" in text) == bears, sample
        assert ("[article]" in to_check(folder, "motion-fr-discovery")) == bears, sample


def test_an_alteration_is_not_said_to_be_of_the_image_searched_unless_its_paper_says_so(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "fdny-2025")
    for template in ("motion-fr-discovery", "matter-timeline"):
        text = words(folder, template)
        assert re.search("[Aa]n edit of an image", text), template
        assert "dit of the probe image" not in text, template


def test_a_letter_names_no_source_of_a_talk_its_reader_took_part_in(tmp_path: Path) -> None:
    text = words(sample_matter(tmp_path, "clearview-2019"), "deficiency-letter")
    assert "We conferred on October 20, 2026, by telephone. The outcome" in text
    assert "investigator" not in text


def test_source_code_is_demanded_only_with_the_need_to_be_shown(tmp_path: Path) -> None:
    shown = "say which need, shown for this case"
    assert shown in to_check(sample_matter(tmp_path, "clearview-2019"), "discovery-demand")
    assert shown not in to_check(sample_matter(tmp_path, "fis-2023"), "discovery-demand")


def test_a_demand_rests_on_the_statute_and_names_apart_what_reaches_others(tmp_path: Path) -> None:
    text = words(sample_matter(tmp_path, "fdny-2025"), "discovery-demand")
    for line in (each for each in text.splitlines() if each.startswith("Rests on ")):
        ground, _, beyond = line.partition(". For what the prosecution does not hold, see ")
        assert "610.20" not in ground, line
        assert "245.30 (3)" not in ground, line
        assert not beyond or "610.20" in beyond or "245.30" in beyond, line


def test_items_of_a_schedule_are_numbered(tmp_path: Path) -> None:
    text = words(sample_matter(tmp_path, "fis-2023"), "motion-fr-discovery")
    numbers = [int(each) for each in re.findall(r"^(\d+) \| ", text, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == 15


def test_a_set_without_a_list_is_served_without_one(tmp_path: Path) -> None:
    text = words(late_fis(tmp_path, "motion-identification"), "omnibus")
    assert "the within notice of motion, affirmation with exhibits" in text
    assert "lists of items annexed" not in text


# --- several paragraphs of one statute ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "last", "printed"),
    [
        (
            ("cpl-245.20/1-k-v-identity", "cpl-245.20/1-j", "cpl-245.35/3-inquiries"),
            ",",
            "CPL 245.20 (1) (k) (v), (j); CPL 245.35 (3)",
        ),
        (("cpl-245.20/1-e", "cpl-245.20/1-h", "cpl-245.20/1-k"), "and", "CPL 245.20 (1) (e), (h) and (k)"),
        (("cpl-245.20/1-e", "cpl-245.20/deemed-possession"), ",", "CPL 245.20 (1) (e); CPL 245.20 (2)"),
        (("cpl-245.20/1-e", "cpl-245.20/1-e"), ",", "CPL 245.20 (1) (e)"),
        (
            ("people-v-bay/due-diligence", "people-v-bay/factors"),
            ",",
            "People v Bay (41 NY3d 200 [2023]); People v Bay (41 NY3d 200 [2023])",
        ),
    ],
)
def test_paragraphs_of_one_statute_stand_under_its_name_once(keys: tuple[str, ...], last: str, printed: str) -> None:
    from discovery.core.blocks import PaperKind
    from discovery.core.inlines import text_of
    from discovery.core.markup import parse

    desk = Desk(PaperKind.SERVED, Copy.REVIEW, DAY, read_library())
    parsed = parse(str(cites(desk, *keys, last=last)))
    (block,) = parsed.blocks
    text = text_of(block.inlines)  # type: ignore[union-attr]
    assert text == printed
    statutes = [each for each in find_citations(text) if each.key.startswith("cpl")]
    assert len(statutes) == (0 if "Bay" in printed else len(set(keys)))


@pytest.mark.parametrize("county", ["Kings", "kings county", "County of Kings", "Nassau"])
def test_city_law_is_spoken_of_in_a_county_of_the_city_however_it_is_written(tmp_path: Path, county: str) -> None:
    document = intake(folder := sample_matter(tmp_path, "fis-2023"))
    document["court"]["county"] = county
    matter = read_matter_folder(write(folder, document)).matter
    desk = Desk(PaperKind.SERVED, Copy.REVIEW, DAY, read_library(), matter)
    nowhere = matter.model_copy(update={"facial_recognition": FacialRecognition()})
    assert bool(city_law(desk, nowhere)) is (county != "Nassau")
