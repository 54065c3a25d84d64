"""The states of the shipped law: verified is kept for what was itself read, and the weaker state wins."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from discovery.core.authorities import Authority, AuthorityKind, Proposition, Verification, check_authorities, stale
from discovery.core.blocks import Copy, PaperKind
from discovery.core.citations import check_citations
from discovery.core.citing import adverse
from discovery.core.values import Desk
from discovery.files.law import read_authorities, read_demands
from discovery.files.library import read_library
from discovery.files.shipped import TEMPLATES

AUTHORITIES = {authority.id: authority for authority in read_authorities()}
LETTERS = "cdefghjklmnou"


def placed() -> Iterator[tuple[str, Authority, Proposition]]:
    for authority in AUTHORITIES.values():
        for proposition in authority.propositions:
            yield f"{authority.id}/{proposition.id}", authority, proposition


def state(place: str) -> Verification:
    key, _, part = place.partition("/")
    proposition = AUTHORITIES[key].proposition(part)
    assert proposition is not None, place
    return proposition.state


def test_the_data_has_no_mistake_of_its_own() -> None:
    assert check_authorities(AUTHORITIES.values()) == ()
    assert len(AUTHORITIES) > 120
    assert sum(len(authority.propositions) for authority in AUTHORITIES.values()) > 280


def test_ids_are_stable_kebab_case() -> None:
    for place, authority, proposition in placed():
        assert re.fullmatch(r"[a-z0-9]+(?:[-.][a-z0-9]+)*", authority.id), place
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", proposition.id), place


@pytest.mark.parametrize(
    "place",
    [
        *(f"cpl-245.20/1-{letter}" for letter in LETTERS),
        "cpl-245.20/1-k-v-identity",
        "cpl-245.20/1-k-vi-suppress",
        "cpl-245.20/deemed-possession",
        "cpl-245.30/1-preservation",
        "cpl-245.35/3-inquiries",
        "cpl-245.50/4-c-thirty-five-days",
        "cpl-710.20/6-identification",
        "cpl-610.20/4-showing",
        "cpl-160.50/1-c-records",
        "cpl-440.10/vacate",
        "cpl-440.10/1-g-new-evidence",
        "cpl-440.30/1-papers",
        "people-v-chuyn/reopened",
        "people-v-reeves/not-only-suggestiveness",
        "people-v-riley/safeguards",
        "gilbert-v-california/critical-stage",
        "r-c-v-city-2019/internal-use",
        "cplr-2106/criminal-papers",
        "l-2025-ch-56/part-ll",
        "people-v-knight/candidate-list",
        "people-v-knight/diligent-prosecutor",
        "people-v-reyes/no-identification-procedure",
        "people-v-reyes/generate-evidence",
        "people-v-reyes/discovery-branch",
        "people-v-zuhdi-a/dismissed",
        "people-v-zuhdi-a/transparency",
        "people-v-chipp/burdens",
        "simmons/photo-identification",
        "state-v-arteaga/entitled-to-discovery",
        "state-v-miles/no-mechanical-application",
        "brady/favorable",
        "patrol-guide-212-129/process",
        "pol-87/2-justification",
        "pol-87/5-a-medium",
        "legal-aid-v-nypd-2025/burden-nonspecific",
    ],
)
def test_what_rests_on_a_summary_a_party_the_press_or_an_older_text_is_partly_verified(place: str) -> None:
    assert state(place) is Verification.PARTLY


@pytest.mark.parametrize(
    "place",
    [
        "cpl-245.30/3-discretionary",
        "cpl-245.50/5-factors",
        "cpl-245.80/remedies",
        "cpl-245.65/work-product",
        "rule-1401.5/response",
    ],
)
def test_what_nobody_read_is_unverified(place: str) -> None:
    assert state(place) is Verification.UNVERIFIED


@pytest.mark.parametrize(
    "place",
    [
        "pol-84/declaration",
        "pol-86/4-record",
        "pol-89/3-a-five-days",
        "pol-89/3-a-no-burden-denial",
        "pol-89/3-a-certify",
        "pol-89/3-b-email",
        "pol-89/4-a-appeal",
        "pol-89/4-a-silence",
        "pol-87/1-b-fees",
        "pol-87/2-e-law-enforcement",
        "admin-code-14-188.1/b-modifications",
    ],
)
def test_what_a_request_for_records_needs_was_itself_read(place: str) -> None:
    assert state(place) is Verification.VERIFIED


def test_what_is_verified_was_read_in_the_law_itself_and_not_in_a_report_of_it() -> None:
    second_hand = re.compile(
        r"summary|digest|commentary|report\b|release|syllabus|quot(?:es|ing)|quotation|index|describing|secondary"
    )
    for place, _, proposition in placed():
        if proposition.state is Verification.VERIFIED:
            first_hand = [each for each in proposition.readings if not second_hand.search(each.note or "")]
            assert first_hand, place
            assert not any("studicata" in each.source for each in first_hand), place


def test_every_opinion_verified_without_its_words_was_read_whole_or_on_the_official_page() -> None:
    for place, authority, proposition in placed():
        if authority.kind is AuthorityKind.OPINION and proposition.state is Verification.VERIFIED:
            read = " ".join(reading.note or "" for reading in proposition.readings)
            assert proposition.words or "official page" in read or "the opinion" in read, place


def test_what_is_not_verified_says_what_is_missing() -> None:
    for place, _, proposition in placed():
        if proposition.state is not Verification.VERIFIED:
            assert proposition.note, place
        if proposition.state is Verification.UNVERIFIED:
            assert proposition.words is None, place


def test_the_present_statute_never_carries_the_former_words() -> None:
    present, former = AUTHORITIES["cpl-245.20"], AUTHORITIES["cpl-former-245.20"]
    with_words = {each.id for each in present.propositions if each.words}
    assert with_words == {"opening-2025", "1-a", "1-b"}
    assert all(each.words for each in former.propositions)
    assert former.last_day == date(2025, 8, 6)
    assert present.first_day == date(2025, 8, 7)
    assert former.superseded_by == "cpl-245.20"


def test_contrary_authority_is_marked() -> None:
    adverse = {place for place, _, proposition in placed() if proposition.adverse}
    assert {
        "people-v-knight/candidate-list",
        "people-v-reyes/no-identification-procedure",
        "lynch-v-state/other-candidates",
        "people-v-wakefield/source-code",
        "state-v-miles/no-mechanical-application",
        "people-v-cimino/police-order",
        "abdur-rashid/glomar",
        "jewish-press-v-nypd/undefined-period",
        "lesher/generic-interference",
        "pol-89/2-b-viii-booking-photographs",
    } <= adverse


def test_what_an_adverse_decision_says_of_its_facts_is_not_against_us() -> None:
    library = read_library()
    desk = Desk(PaperKind.PRIVILEGED, Copy.REVIEW, date(2026, 11, 23), library)
    against = {each.id for each in adverse(desk)}
    assert {"people-v-knight/candidate-list", "people-v-reyes/generate-evidence"} <= against
    assert not against & {
        "people-v-knight/what-was-asked",
        "people-v-reyes/lead-only-report",
        "people-v-reyes/assumed-facts",
    }
    assert against == {place for place, _, proposition in placed() if proposition.adverse}


def test_an_authority_called_adverse_has_a_point_that_is() -> None:
    knight = AUTHORITIES["people-v-knight"]
    points = tuple(each.model_copy(update={"adverse": False}) for each in knight.propositions)
    (problem,) = check_authorities([knight.model_copy(update={"propositions": points})])
    assert "no point of it is" in problem.what


def test_citations_follow_new_york_official_style() -> None:
    for authority in AUTHORITIES.values():
        report = authority.citation.removeprefix(authority.name or "")
        assert not re.search(r"\b[A-Z]\.\s?[A-Z]\.", report) or authority.id in {"hes-transp-v-checker-cab"}, report
        assert not re.search(r"\d\s*(?:N\.Y|Misc\.|A\.D\.|F\.\s?\d)", report), report
        assert " vs" not in authority.citation
        assert " v. " not in authority.citation


def test_a_proposition_is_a_clause_that_a_sentence_can_end() -> None:
    for place, _, proposition in placed():
        assert not proposition.text.endswith((".", ";", ",")), place
        assert proposition.text[0].isupper(), place


def test_no_case_is_given_a_reporter_page_that_was_not_read() -> None:
    assert "69 Misc 3d 963" not in AUTHORITIES["people-v-reyes"].citation
    assert "Misc 3d" not in AUTHORITIES["people-v-zuhdi-a"].citation
    assert not re.search(r"\d+ NJ \d+", AUTHORITIES["state-v-miles"].citation)
    assert "41 NY3d" not in AUTHORITIES["people-v-perdue"].citation
    assert "NY3d" not in AUTHORITIES["people-v-wortham"].citation


MENTIONED_ONLY = (
    "Matter of Rocah v McCarthy",
    "People v Baris (116 AD2d 174)",
    "260 NJ 197",
    "175 AD3d 158",
    "article 31",
)


def test_what_the_data_says_of_other_law_is_in_the_data_too() -> None:
    said = [proposition.text for _, _, proposition in placed()]
    said += [proposition.note or "" for _, _, proposition in placed()]
    said += [note for authority in AUTHORITIES.values() for note in authority.notes]
    said += [f"{each.text} {each.why} {each.note or ''}" for each in read_demands()]
    problems = check_citations("\n".join(said), AUTHORITIES.values(), allowed=MENTIONED_ONLY)
    assert [problem.what for problem in problems] == []


def test_a_reading_grows_old() -> None:
    proposition = AUTHORITIES["cpl-245.20"].proposition("1-a")
    assert proposition is not None
    assert not stale(proposition, date(2026, 11, 24))
    assert not stale(proposition, date(2026, 1, 12))
    assert stale(proposition, date(2027, 6, 1))


def test_the_data_names_no_place_it_was_made_in() -> None:
    private = re.compile(r"/(?:work|tmp|home)/|\b(?:criminal-law|gaps|foil|policy)\.md\b|\bshared/")
    for place, authority, proposition in placed():
        assert not private.search(authority.model_dump_json() + proposition.model_dump_json()), place


def test_a_decision_that_later_fared_badly_is_cited_only_beside_what_became_of_it() -> None:
    """What became of it names a decision in the data, and a template that cites the one cites the other."""
    marked = [each for each in AUTHORITIES.values() if each.later]
    assert marked
    texts = [path.read_text("utf-8") for path in TEMPLATES.rglob("*.j2")]
    for each in marked:
        named = (other for other in AUTHORITIES.values() if other.name)
        (after,) = (other for other in named if other.citation.partition(" (")[2].rstrip(")") in str(each.later))
        for text in texts:
            assert f'cite("{each.id}"' not in text or f'cite("{after.id}"' in text, each.id
