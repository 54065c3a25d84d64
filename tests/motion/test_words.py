"""What the motion may say in each matter: its statute, its relief, counsel's own acts, and its words kept exactly."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from discovery.core.blocks import Blank, Copy, Verify
from discovery.core.inlines import every_inline, inlines_of, text_of
from discovery.errors import InputError
from discovery.files.plain import write_plain
from discovery.jobs.compose import Composed, compose
from discovery.jobs.plan import plan_numbers
from tests.goldens import check_golden
from tests.matters import Variant, sample_folder
from tests.motion.test_motion import DAY, VARIANTS, words

GOLDEN = Path(__file__).parent / "golden"
Change = Callable[[Any], None]


def motion(
    tmp_path: Path,
    change: Change = lambda matter: None,
    variant: Variant = "documented",
    template: str = "motion-fr-discovery",
    day: date = DAY,
) -> Composed:
    """A paper of the sample matter with its intake changed."""
    folder = sample_folder(tmp_path, variant)
    intake = folder / "matter.toml"
    document = tomlkit.parse(intake.read_text(encoding="utf-8"))
    change(document)
    intake.write_text(tomlkit.dumps(document), encoding="utf-8")
    return compose(folder, template, Copy.REVIEW, day, numbers=plan_numbers(folder, day))


def commenced(day: str, stage: str = "pending") -> Change:
    """The action begun on a day."""

    def change(matter: Any) -> None:
        matter["posture"]["commenced"] = {"value": day, "basis": "complaint"}
        matter["posture"]["stage"] = stage
        if stage == "after conviction":
            matter["disclosure"]["trial_date"] = {"value": day[:4], "basis": "indictment"}

    return change


def flagged(paper: Composed) -> str:
    """Every word that counsel has to check or write."""
    lines = [line for block in paper.paper.blocks for line in inlines_of(block)]
    found = [each for line in lines for each in every_inline(line)]
    return "\n".join(text_of((each,)) for each in found if isinstance(each, Verify | Blank))


# --- words kept exactly -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_motion_reads_word_for_word_as_it_was_approved(tmp_path: Path, variant: Variant, update: bool) -> None:
    text = words(motion(tmp_path, variant=variant).paper).rstrip() + "\n"
    check_golden(GOLDEN / f"{variant}.txt", text, update)


# --- which statute ----------------------------------------------------------------------------------------------


def test_an_action_begun_under_the_present_statute_quotes_it_and_says_what_changed(tmp_path: Path) -> None:
    text = words(motion(tmp_path).paper)
    assert "now reads: “The prosecution shall disclose" in text
    assert "It used to reach “all items and information that relate to the subject matter of the case”" in text
    assert "open question" not in text


def test_an_action_pending_at_the_change_says_that_the_statute_is_an_open_question(tmp_path: Path) -> None:
    paper = motion(tmp_path, commenced("2025-03-01"))
    assert "is an open question" in flagged(paper)
    assert "asks for nothing that needs the broader, earlier text" in words(paper.paper)


def test_an_action_tried_under_the_former_statute_cites_it_alone_and_asks_for_the_provision(tmp_path: Path) -> None:
    paper = motion(tmp_path, commenced("2021-03-01", "after conviction"))
    text = words(paper.paper)
    assert "CPL former 245.20" in text
    assert "CPL 245.20" not in text
    assert "now reads" not in text
    assert "under which provision discovery is sought at this stage" in flagged(paper)


def test_an_action_older_than_the_discovery_article_asks_counsel_which_law_governed(tmp_path: Path) -> None:
    paper = motion(tmp_path, commenced("2018-03-01", "after conviction"))
    assert "which discovery law governed the action" in flagged(paper)


# --- what the motion stands on ----------------------------------------------------------------------------------


def test_a_search_the_prosecution_has_disclosed_without_a_paper_is_asked_for_like_a_documented_one(
    tmp_path: Path,
) -> None:
    def change(matter: Any) -> None:
        matter["facial_recognition"]["statements"] = [
            {
                "says": "used",
                "words": {"value": "A search was made.", "basis": "conferral-mail"},
                "day": {"value": "2026-11-05", "basis": "conferral-mail"},
            }
        ]

    text = words(motion(tmp_path, change, "nothing_known").paper)
    assert "directing the prosecution to disclose, under" in text
    assert "No paper disclosed to the defense records the search" in text
    assert "does not contend that facial recognition was used" not in text


def test_a_search_only_a_witness_tells_of_is_a_reason_to_ask_and_no_more(tmp_path: Path) -> None:
    def change(matter: Any) -> None:
        matter["bases"]["heard"] = {"kind": "witness", "by": "a witness", "date": "2025-10-01"}
        matter["facial_recognition"]["searches"] = [{"system": {"value": "Clearview", "basis": "heard"}}]
        matter["facial_recognition"]["papers_reviewed"] = True

    text = words(motion(tmp_path, change, "nothing_known").paper)
    assert "Of a search that no paper disclosed records" in text
    assert "I do not contend that any of this proves" in text
    assert "none was found" not in text
    assert "directing the prosecution to disclose, under" not in text


def test_papers_read_without_a_sign_are_said_to_have_been_read(tmp_path: Path) -> None:
    def change(matter: Any) -> None:
        matter["facial_recognition"]["papers_reviewed"] = True

    text = words(motion(tmp_path, change, "nothing_known").paper)
    assert "were read for signs of facial recognition, and none was found" in text


def test_papers_nobody_has_read_leave_a_blank_and_not_a_claim(tmp_path: Path) -> None:
    paper = motion(tmp_path, variant="nothing_known")
    assert "read the disclosed papers for signs" in flagged(paper)
    assert "were read for signs" not in words(paper.paper)


def test_where_nothing_is_known_nothing_suggests_use(tmp_path: Path) -> None:
    text = words(motion(tmp_path, variant="nothing_known").paper)
    body = text.partition("LIST OF EXHIBITS")[0]
    for word in ("Clearview", "DataWorks", "Schedule", "preserve", "Source code", "such a search"):
        assert word not in body


def test_a_denial_and_the_signs_against_it_are_both_told(tmp_path: Path) -> None:
    text = words(motion(tmp_path, variant="denied_but_indicated").paper)
    assert "“No facial recognition was used in this case.”" in text
    assert "stand side by side. Either may be right." in text
    assert "may have another explanation" in text
    assert "does not presume that the answer is wrong" in text


def test_a_denial_where_no_paper_shows_a_sign_is_met_and_not_asked_for_twice(tmp_path: Path) -> None:
    def change(matter: Any) -> None:
        matter["facial_recognition"]["papers_reviewed"] = True
        matter["facial_recognition"]["statements"] = [
            {
                "says": "not used",
                "words": {"value": "None was used.", "basis": "conferral-mail"},
                "day": {"value": "2026-11-05", "basis": "conferral-mail"},
            }
        ]

    text = words(motion(tmp_path, change, "nothing_known").paper)
    assert "I do not presume that the answer is wrong." in text
    assert "The prosecution’s answer acknowledges no use" in text
    assert "to state in writing" not in text


def test_a_matter_that_says_almost_nothing_gives_blanks_and_no_claim(tmp_path: Path) -> None:
    (tmp_path / "exhibits").mkdir()
    (tmp_path / "exhibits" / "index.toml").write_text("")
    (tmp_path / "matter.toml").write_text('schema = 1\nshort_name = "DOE"\n[defendant]\nname = "John Q. Sample"\n')
    paper = compose(tmp_path, "motion-fr-discovery", Copy.REVIEW, DAY)
    assert "list the charges" in flagged(paper)
    assert "is an open question" in flagged(paper)
    assert "directing the prosecution to disclose, under" not in words(paper.paper)


# --- relief -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_certificate_is_asked_for_in_the_words_of_its_provision(tmp_path: Path, variant: Variant) -> None:
    text = words(motion(tmp_path, variant=variant).paper)
    relief = text.partition("for an order")[2].partition("The prosecution is asked")[0]
    certificate = next(line for line in relief.splitlines() if "CPL 245.35 (3)" in line)
    assert "favorable evidence or information" in certificate
    assert "whether facial recognition was used" not in certificate
    question = next(line for line in relief.splitlines() if "whether facial recognition was used" in line)
    assert "CPL 245.35 (4)" in question


def test_preservation_is_asked_for_a_time_and_only_of_discoverable_items(tmp_path: Path) -> None:
    text = words(motion(tmp_path).paper)
    assert "for a period the Court specifies" in text
    assert "until further order" not in text
    assert "which are required to be disclosed" in text


def test_signs_alone_ask_for_no_candidate_list(tmp_path: Path) -> None:
    text = words(motion(tmp_path, variant="denied_but_indicated").paper)
    assert "The candidate list. The complete list" not in text
    assert "of each candidate" not in text
    assert "This motion asks for no candidate list." in text


def test_the_schedule_concedes_neither_a_result_nor_who_is_depicted(tmp_path: Path) -> None:
    for variant in VARIANTS[:2]:
        text = words(motion(tmp_path, variant=variant).paper)
        assert "returned the defendant, or that the defendant is depicted in any image" in text


def test_what_was_provided_is_not_asked_for_again(tmp_path: Path) -> None:
    text = words(motion(tmp_path).paper)
    assert "What was provided on October 30, 2026 is not asked for again." in text


def test_order_and_notice_direct_the_same_things(tmp_path: Path) -> None:
    for variant in VARIANTS:
        text = words(motion(tmp_path, variant=variant).paper)
        notice = text.partition("for an order")[2].partition("The prosecution is asked")[0]
        order = text.partition("[PROPOSED] ORDER")[2].partition("ENTER:")[0]
        assert notice.count("directing") == order.count("directed to ")


# --- counsel's own acts -----------------------------------------------------------------------------------------

OWN_ACTS = (
    "I have not seen the records on which it is based.",
    "The defense knows of no statement that answers",
    "It has been neither provided nor refused.",
    "So far as the defense has found, the papers do not give",
    "counsel knows of no controlling decision",
)


@pytest.mark.parametrize("act", OWN_ACTS)
def test_what_only_counsel_can_know_is_put_to_counsel_to_check(tmp_path: Path, act: str) -> None:
    paper = motion(tmp_path)
    assert act in words(paper.paper)
    assert act in flagged(paper)


def test_counsel_is_never_made_to_say_what_she_looked_for(tmp_path: Path) -> None:
    for variant in VARIANTS:
        text = words(motion(tmp_path, variant=variant).paper)
        for claim in ("I have looked", "I have not received", "I conferred", "in writing for"):
            assert claim not in text


def test_a_motion_after_its_day_asks_why_and_cites_the_rule_on_late_motions(tmp_path: Path) -> None:
    late = motion(tmp_path / "late", day=date(2026, 12, 1))
    assert "say why it could not with due diligence have been known before" in flagged(late)
    assert "CPL 255.20 [3]" in words(late.paper)

    in_time = motion(tmp_path / "in-time", day=date(2026, 11, 19))
    assert "due diligence have been" not in flagged(in_time)
    assert "CPL 255.20" not in words(in_time.paper)


# --- law --------------------------------------------------------------------------------------------------------


def test_an_agency_subpoena_is_not_offered_against_a_vendor(tmp_path: Path) -> None:
    text = words(motion(tmp_path).paper)
    sentence = next(each for each in text.split(". ") if "610.20 [" in each)
    assert "agency of the State or of a political subdivision" in sentence
    assert "vendor" not in sentence


def test_the_local_law_on_edits_is_not_put_as_a_rule_of_the_day_of_the_search(tmp_path: Path) -> None:
    text = words(motion(tmp_path).paper)
    assert "took effect on September 1, 2025" in text
    assert "not as a rule in force on the days of the searches recorded" in text


def test_what_was_read_at_second_hand_is_said_to_be_reported(tmp_path: Path) -> None:
    for variant in VARIANTS:
        text = words(motion(tmp_path, variant=variant).paper)
        assert "69 Misc 3d 546 [Sup Ct, Kings County 2020]) is reported to have" in text
        assert "2020 NY Slip Op 20258 [Sup Ct, NY County 2020]) is reported to have" in text


def test_the_limit_on_challenges_to_a_certificate_is_met(tmp_path: Path) -> None:
    paper = motion(tmp_path)
    assert "CPL 245.50 [4] [c]" in words(paper.paper)
    assert "does not read that limit as reaching a motion to compel" in flagged(paper)


def test_figures_that_do_not_agree_are_never_printed_one_alone(tmp_path: Path) -> None:
    text = words(motion(tmp_path).paper)
    assert text.count("5,100") == 1
    assert "more than 11,000" in next(line for line in text.splitlines() if "5,100" in line)


# --- exhibits ---------------------------------------------------------------------------------------------------


def test_the_chronology_says_of_every_rule_whether_its_words_are_held(tmp_path: Path) -> None:
    rows = [
        line
        for line in write_plain(motion(tmp_path, template="chronology").paper).splitlines()
        if line.count(" | ") == 3 and ("Rule:" in line or "Practice:" in line or "Agreement:" in line)
    ]
    assert len(rows) > 5
    for row in rows:
        assert "In force from" in row
        assert "Words held." in row or "Words not held." in row


def test_the_time_line_names_what_was_looked_for_and_not_found(tmp_path: Path) -> None:
    def change(matter: Any) -> None:
        matter["facial_recognition"]["searches"][1]["operator"] = "unknown"
        matter["facial_recognition"]["searches"][0]["edits"][0]["by"] = "unknown"

    text = words(motion(tmp_path, change, template="matter-timeline").paper)
    assert "the search on DataWorks in December 2019 | the person who ran it" in text
    assert "an edit of an image on December 3, 2019 | who made it" in text
    assert "the gallery searched and the rank of the candidate chosen" in text
    assert "whether another agency made a search" in text


def test_the_checklist_served_lists_only_what_was_asked_for(tmp_path: Path) -> None:
    text = words(motion(tmp_path, template="demand-status").paper)
    assert "not yet demanded" not in text
    assert "demanded on October 20, 2026; not answered; asked for in the motion for discovery" in text
    assert "Source code" not in text


def test_words_that_were_not_read_are_not_quoted_in_part(tmp_path: Path) -> None:
    from discovery.files.shipped import TEMPLATES

    folder = sample_folder(tmp_path)
    (folder / "templates").mkdir()
    shipped = (TEMPLATES / "matter-timeline.j2").read_text(encoding="utf-8")
    quoting = shipped + '\n{{ words_of("cpl-245.20", "opening-2025").part("all items", "of the case") }}\n'
    (folder / "templates" / "matter-timeline.j2").write_text(quoting, encoding="utf-8")
    with pytest.raises(InputError, match="do not run from"):
        compose(folder, "matter-timeline", Copy.REVIEW, DAY)


def test_no_fact_is_cited_to_another_facts_paper(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path, "documented")
    intake = folder / "matter.toml"
    told = 'result = { value = "the witness chose photograph number 4", basis = "array-report" }'
    assert told in intake.read_text()
    intake.write_text(intake.read_text().replace(told, told.replace('"array-report"', '"client", release = true')))

    text = words(compose(folder, "motion-fr-discovery", Copy.REVIEW, date(2026, 11, 13)).paper)

    assert "photograph number 4” (client, August 27, 2026)" in text
