"""One set of papers for several motions: counsel's choice or the intake's, each part as it stands alone."""

import re
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from discovery.core.blocks import Copy
from discovery.core.omnibus import TITLES
from discovery.errors import InputError
from discovery.files.plain import write_plain
from discovery.jobs.compose import compose
from discovery.jobs.plan import plan_numbers
from tests.matters import sample_folder
from tests.samples import DAY, sample_matter

CHECK = "To check before filing:"
ONE_OF_EACH = ("NOTICE OF MOTION", "AFFIRMATION IN SUPPORT", "MEMORANDUM OF LAW IN SUPPORT", "[PROPOSED] ORDER")


def paper(folder: Path, template: str = "omnibus") -> tuple[str, str]:
    """Its words, and the review copy's list of what to check."""
    composed = compose(folder, template, Copy.REVIEW, DAY, numbers=plan_numbers(folder, DAY))
    words, _, to_check = write_plain(composed.paper).partition(CHECK)
    return words, to_check


def choosing(folder: Path, *motions: str) -> Path:
    """The folder with counsel's own choice in matter.toml."""
    file = folder / "matter.toml"
    document: Any = tomlkit.parse(file.read_text("utf-8"))
    document["omnibus"] = list(motions)
    file.write_text(tomlkit.dumps(document), "utf-8")
    return folder


def points(text: str) -> list[str]:
    """The points of the memorandum, as they are numbered."""
    return re.findall(r"^Point ([a-z-]+): ", text, re.MULTILINE)


def test_the_papers_are_one_set_with_the_facts_once(tmp_path: Path) -> None:
    text, _ = paper(sample_matter(tmp_path, "fdny-2025"))
    for part in (*ONE_OF_EACH, "AFFIRMATION OF SERVICE", "LIST OF EXHIBITS", "TABLE OF AUTHORITIES"):
        assert text.count(part) == 1, part
    for heading in ("Preliminary statement", "Conclusion"):
        assert len(re.findall(rf"^{heading}$", text, re.MULTILINE)) == 2, "in the contents and once in the argument"
    assert text.count("What is known about facial recognition") == 1
    assert "CPL 255.20 [2]" in text


def test_by_default_it_makes_the_motions_the_intake_supports_and_says_which_it_left_out(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "fis-2023")
    text, to_check = paper(folder)
    assert "\nIdentification testimony\n" in text
    assert "\nPreservation\n" not in text
    assert "motion-preserve, because no holder outside the prosecution is recorded" in to_check
    assert "motion-late-or-renewed, because the day for motions is not recorded as passed" in to_check


def test_counsels_own_list_is_followed_in_her_order(tmp_path: Path) -> None:
    folder = choosing(sample_matter(tmp_path, "fdny-2025"), "motion-preserve", "motion-fr-discovery")
    text, to_check = paper(folder)
    assert text.index("\nPreservation\n") < text.index("\nDiscovery concerning facial recognition\n")
    assert "\nIdentification testimony" not in text
    assert "CPL 710.30" not in text.partition("LIST OF EXHIBITS")[0].partition("Preliminary statement")[2]
    assert "Left out" not in to_check


def test_a_motion_counsel_names_without_support_is_made_and_pointed_out(tmp_path: Path) -> None:
    folder = choosing(sample_folder(tmp_path, "nothing_known"), "motion-reliability-hearing")
    text, to_check = paper(folder)
    assert "makes together the applications named in the notice" in text
    assert "The intake does not support what was named all the same: motion-reliability-hearing, because" in to_check
    assert "no paper and no statement of the prosecution says that there was a search" in to_check


def test_a_motion_it_does_not_know_is_refused_with_the_list(tmp_path: Path) -> None:
    folder = choosing(sample_matter(tmp_path, "fdny-2025"), "motion-to-dismiss")
    with pytest.raises(InputError, match="motion-fr-discovery"):
        paper(folder)


def test_after_a_judgment_it_asks_for_nothing(tmp_path: Path) -> None:
    text, _ = paper(sample_matter(tmp_path, "clearview-2019"))
    assert "The intake supports none of the motions that could be made here" in text
    assert "motion-440" in text
    assert points(text) == []


def test_points_are_numbered_through_and_relief_runs_on(tmp_path: Path) -> None:
    text, _ = paper(sample_matter(tmp_path, "fdny-2025"))
    found = points(text)
    assert found[:3] == ["one", "two", "three"]
    assert len(found) == len(set(found)) > 15
    relief = text.partition("for an order,")[2].partition("The prosecution is asked")[0]
    numbers = [int(each) for each in re.findall(r"^(\d+)\. ", relief, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_what_two_motions_would_both_ask_for_is_asked_for_once(tmp_path: Path) -> None:
    text, _ = paper(sample_matter(tmp_path, "fdny-2025"))
    relief = text.partition("for an order,")[2].partition("The prosecution is asked")[0]
    assert relief.count("to preserve, under") == 1
    assert relief.count("suppressing under") == 1
    alone, _ = paper(sample_matter(tmp_path / "alone", "fdny-2025"), "motion-fr-discovery")
    assert (
        alone.partition("for an order,")[2].partition("The prosecution is asked")[0].count("to preserve, under") == 1
    )


@pytest.mark.parametrize("template", TITLES)
def test_a_branch_asks_for_what_the_motion_asks_for_alone(tmp_path: Path, template: str) -> None:
    folder = choosing(sample_matter(tmp_path, "fdny-2025"), template)
    within, alone = (paper(folder, each)[0] for each in ("omnibus", template))
    asked = [
        re.findall(r"^\d+\. (.*)$", each.partition("for an order,")[2].partition("The prosecution is asked")[0], re.M)
        for each in (within, alone)
    ]
    plain = [
        [re.sub(r"paragraph \d+|list of items to be preserved|Schedule", "…", line) for line in each]
        for each in asked
    ]
    assert plain[0] == plain[1]
    assert points(within) == points(alone)


def test_no_branch_says_of_the_whole_motion_what_is_true_of_it_alone(tmp_path: Path) -> None:
    text, _ = paper(sample_matter(tmp_path, "fdny-2025"))
    argument = text.partition("Preliminary statement")[2]
    assert "This motion" not in argument
    assert "This branch seeks records, not suppression" in argument
