"""The motion after a conviction: a review copy only, with each bar met, and no ground the intake does not carry."""

from datetime import date
from pathlib import Path

import pytest

from discovery.core.blocks import Copy
from discovery.errors import InputError
from discovery.files.plain import write_plain
from discovery.jobs.compose import compose
from discovery.jobs.draft import draft
from tests.matters import sample_folder
from tests.papers.making import change
from tests.samples import DAY, sample_matter

TEMPLATE = "motion-440"
CHECK = "To check before filing:"


def words(folder: Path) -> str:
    """Its own words."""
    return write_plain(compose(folder, TEMPLATE, Copy.REVIEW, DAY).paper).partition(CHECK)[0]


def relief(text: str) -> str:
    """What the notice asks for."""
    return text.partition("for an order,")[2].partition("The prosecution is asked")[0]


def test_there_is_no_filing_copy_of_it(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        draft(sample_matter(tmp_path, "clearview-2019"), TEMPLATE, Copy.FILING, ("docx",), DAY)


def test_every_bar_and_every_decision_against_it_is_met(tmp_path: Path) -> None:
    text = words(sample_matter(tmp_path, "clearview-2019"))
    for bar in ("CPL 440.10 [2] [b]", "CPL 440.10 [2] [c]", "CPL 440.10 [3] [a]", "CPL 440.10 [3] [c]"):
        assert bar in text
    for name in ("Lynch v State", "People v Reyes", "People v Knight", "People v Cimino", "People v Patterson"):
        assert name in text


def test_all_of_its_statute_is_left_open(tmp_path: Path) -> None:
    composed = compose(sample_matter(tmp_path, "clearview-2019"), TEMPLATE, Copy.REVIEW, DAY)
    cited = {item.what.partition(" is ")[0] for item in composed.open_items if item.kind == "citation"}
    assert {"CPL 440.10 (1) (g)", "CPL 440.10 (1) (h)", "CPL 440.30 (1) (b)"} <= cited
    assert any("read the article as it stands today" in item.what.lower() for item in composed.open_items)


def test_misrepresentation_is_a_ground_only_where_papers_and_a_denial_do_not_agree(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "clearview-2019")
    assert "CPL 440.10 (1) (b)" in relief(words(folder))
    change(folder, "facial_recognition.statements", [])
    text = words(folder)
    assert "CPL 440.10 (1) (b)" not in relief(text)
    assert "what was said for the prosecution" not in text


def test_facts_are_said_to_be_off_the_record_only_if_they_were_learned_after_the_trial(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "clearview-2019")
    assert "The record of the trial does not have these" in words(folder)
    change(folder, "facial_recognition.learned", {"value": date(2021, 3, 1), "basis": "answer"})
    assert "The record of the trial does not have these" not in words(folder)


def test_a_pending_action_is_told_that_the_paper_does_not_fit_it(tmp_path: Path) -> None:
    assert "the intake records no judgment" in words(sample_matter(tmp_path, "fis-2023"))
    assert "do not make this motion" in words(sample_folder(tmp_path, "nothing_known"))


def test_what_was_known_before_the_trial_is_not_pleaded_as_new_evidence(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "clearview-2019")
    change(folder, "facial_recognition.learned", {"value": date(2021, 3, 1), "basis": "answer"})
    text = words(folder)
    assert "CPL 440.10 (1) (g)" not in relief(text)
    assert "it is no evidence discovered since" in text


def test_only_what_was_asked_before_the_trial_is_said_to_have_been(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "clearview-2019")
    assert "There was a request before trial" in words(folder)
    change(folder, "disclosure.trial_date", {"value": date(2020, 6, 1), "basis": "verdict"})
    text = words(folder)
    assert "No request is dated before trial" in text
    assert "a statement made for the prosecution before trial" not in text


def test_the_order_grants_the_hearing_and_not_the_judgment_with_it(tmp_path: Path) -> None:
    order = words(sample_matter(tmp_path, "clearview-2019")).partition("after hearing counsel, it is")[2]
    assert "granted to the extent that a hearing" in order
    assert "directed to produce or make available" in order
    assert "a new trial is ordered" not in order
