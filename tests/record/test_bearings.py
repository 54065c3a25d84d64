"""Whether conduct departed from a rule: the data proposes, the dates and the texts dispose."""

from typing import Any

import pytest

from discovery.core.bearings import (
    Bearing,
    Classification,
    Conduct,
    check_bearing,
    conduct_of,
    in_force_on,
    judge,
    judge_finding,
    judge_matter,
)
from discovery.core.findings import Finding, MemoUse
from discovery.core.library import Library
from discovery.core.matter import Matter
from discovery.core.policies import Policy, PolicyKind
from discovery.core.spans import Span, Truth
from tests.matters import denied_but_indicated, documented, nothing_known

C = Classification


def rule(**changes: Any) -> Policy:
    """An invented rule whose text is held and that was in force throughout 2019."""
    fields: dict[str, Any] = {
        "id": "invented",
        "title": "Invented Order 1",
        "issuer": "NYPD",
        "kind": "rule",
        "first_day": "2018-01-01",
        "last_day": "2019-12-31",
        "text_held": True,
        "provisions": [{"id": "fis-only", "words": "Only FIS shall search.", "pin": "¶ 4"}],
        "words": [{"text": "Only FIS shall search.", "source": "the order", "verified": True}],
        "settles": "Invented Order 1.",
    }
    return Policy.model_validate(fields | changes)


def conduct(span: str = "2019-05-14") -> Conduct:
    return Conduct(id="search-1", kind="search", title="a search", span=Span.of(span), source="intake:searches.0")


def bearing(classification: C = C.DEVIATION, **changes: Any) -> Bearing:
    fields: dict[str, Any] = {"policy": "invented", "classification": classification, "why": "made outside FIS"}
    return Bearing.model_validate(fields | changes)


def finding(*bearings: Bearing, span: str = "2019-05-14") -> Finding:
    return Finding(
        id="invented-finding",
        source="s",
        statement="An officer searched.",
        attribution="a",
        speaker="b",
        span=Span.of(span),
        kind="k",
        memo_use=MemoUse.ATTRIBUTE,
        bearings=bearings,
    )


def test_nothing_on_the_shipped_record_is_a_deviation_nor_proposed_as_one(library: Library) -> None:
    judgements = [each for finding in library.findings for each in judge_finding(finding, library)]
    assert len(judgements) == sum(len(finding.bearings) for finding in library.findings)
    assert all(each.classification is not C.DEVIATION for each in judgements)
    assert all(each.proposed is not C.DEVIATION for each in judgements)


@pytest.mark.parametrize("matter", [documented(), denied_but_indicated(), nothing_known()])
def test_nothing_in_the_sample_matters_is_a_deviation(library: Library, matter: Matter) -> None:
    assert all(each.classification is not C.DEVIATION for each in judge_matter(matter, library))


def test_departure_from_an_invented_rule_held_and_in_force_is_a_deviation_and_quotes_it() -> None:
    judgement = judge(conduct(), bearing(provision="fis-only"), rule())
    assert judgement.classification is C.DEVIATION
    assert str(judgement) == (
        "Deviation: Invented Order 1 was in force on every day of May 14, 2019 "
        "and says “Only FIS shall search.” (¶ 4); made outside FIS."
    )
    assert judgement.settles == ""


@pytest.mark.parametrize(
    ("gate", "span", "proposal", "policy"),
    [
        ("condition", "2019-05-14", {"condition": "the search was not approved"}, {}),
        ("span", "unknown", {}, {}),
        ("span", "2019-04/", {}, {}),
        ("identity", "2019-05-14", {}, {"identity_known": False}),
        ("text", "2019-05-14", {}, {"text_held": False}),
        ("provision", "2019-05-14", {"provision": "not-read"}, {}),
        ("in force", "2019-12/2020-02", {}, {}),
        ("in force", "2019", {}, {"first_day": "2019-03"}),
        ("in force", "2019", {}, {"first_day": "unknown"}),
        ("in force", "2019", {}, {"last_day": None, "ended": True}),
        ("kind", "2019-05-14", {}, {"kind": "agreement"}),
        ("kind", "2019-05-14", {}, {"kind": "statement"}),
    ],
)
def test_a_deviation_that_is_not_shown_cannot_be_determined(
    gate: str, span: str, proposal: dict[str, Any], policy: dict[str, Any]
) -> None:
    judgement = judge(conduct(span), bearing(**proposal), rule(**policy))
    assert judgement.classification is C.CANNOT_BE_DETERMINED
    assert judgement.gate == gate
    assert judgement.settles


def test_conduct_dated_before_the_rule_predates_it_whatever_was_proposed() -> None:
    for proposed in (C.DEVIATION, C.CANNOT_BE_DETERMINED, C.CONSISTENT, C.TENSION_THEN):
        judgement = judge(conduct("2017"), bearing(proposed, condition="it was used"), rule())
        assert judgement.classification is C.PRE_DATES
        assert judgement.gate == "dates"


def test_a_proposal_that_the_dates_refute_is_changed_and_the_sentence_says_so() -> None:
    judged = judge_finding(finding(bearing(C.CONSISTENT), span="2017"), Library(policies=(rule(),)))
    assert str(judged[0]).startswith(
        "Pre-dates the rule (proposed as “consistent on its face”; the dates make it this): "
        "the conduct is dated no later than December 31, 2017, and Invented Order 1 begins no earlier than"
    )


def test_a_rule_that_was_over_before_the_conduct_is_not_applicable() -> None:
    judgement = judge(conduct("2021"), bearing(), rule())
    assert judgement.classification is C.NOT_APPLICABLE
    assert "ended no later than December 31, 2019" in judgement.sentence


def test_pre_dates_is_not_believed_where_the_dates_do_not_show_it() -> None:
    judgement = judge(conduct(), bearing(C.PRE_DATES), rule())
    assert judgement.classification is C.CANNOT_BE_DETERMINED


@pytest.mark.parametrize(
    ("span", "made", "expected"),
    [
        ("2018-10/2020-02", "2019-06-10", C.TENSION_THEN),
        ("2018-10/2020-02", "2018-01-01", C.TENSION_THEN),
        ("2018-10/2020-02", "2020-03-13", C.TENSION_LATER),
        ("2020-02", "2020-02", C.TENSION_THEN),
        ("2020-02-10", "2020-02", C.CANNOT_BE_DETERMINED),
        ("unknown", "2019-06-10", C.CANNOT_BE_DETERMINED),
        ("2018-10/2020-02", "unknown", C.CANNOT_BE_DETERMINED),
    ],
)
@pytest.mark.parametrize("proposed", [C.TENSION_THEN, C.TENSION_LATER])
def test_tension_is_then_or_later_by_the_dates(span: str, made: str, expected: C, proposed: C) -> None:
    statement = rule(kind="statement", first_day=made, last_day=None)
    assert judge(conduct(span), bearing(proposed), statement).classification is expected


def test_an_account_of_a_statement_is_not_its_words() -> None:
    account = {"text": "It was announced.", "source": "a newspaper", "verified": True}
    judgement = judge(conduct(), bearing(C.TENSION_THEN), rule(kind="statement", words=[], accounts=[account]))
    assert judgement.gate == "text"


def test_a_provision_turns_the_proposal_only_once_the_text_is_held_and_read() -> None:
    waiting = bearing(C.CANNOT_BE_DETERMINED, provision="fis-only", becomes="deviation")
    assert judge(conduct(), waiting, rule(text_held=False)).classification is C.CANNOT_BE_DETERMINED
    assert judge(conduct(), waiting, rule(provisions=[])).classification is C.CANNOT_BE_DETERMINED
    assert judge(conduct(), waiting, rule()).classification is C.DEVIATION
    assert judge(conduct("2017"), waiting, rule()).classification is C.PRE_DATES


def test_a_policy_that_is_named_but_not_on_record_decides_nothing() -> None:
    assert judge(conduct(), bearing(), None).classification is C.CANNOT_BE_DETERMINED
    assert judge(conduct(), bearing(policy=None), None).gate == "identity"
    assert judge(conduct(), bearing(C.NOT_APPLICABLE, policy=None), None).classification is C.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("changes", "span", "says"),
    [
        ({"text_held": False}, "2019-05-14", "the text of Invented Order 1 is not held"),
        ({}, "2019-12/2020-02", "not shown to have been in force on every day"),
        ({}, "2017", "the conduct is dated no later than December 31, 2017"),
        ({"kind": "practice"}, "2019-05-14", "a practice is not a rule"),
        ({"kind": "statement"}, "2019-05-14", "it binds nobody"),
    ],
)
def test_check_bearing_refuses_a_deviation_that_text_or_dates_do_not_allow(
    changes: dict[str, Any], span: str, says: str
) -> None:
    proposal = bearing()
    problem = check_bearing(finding(proposal, span=span), proposal, rule(**changes))
    assert problem is not None
    assert says in problem.what


def test_check_bearing_accepts_a_deviation_that_is_shown_and_everything_more_modest() -> None:
    assert check_bearing(finding(bearing()), bearing(), rule()) is None
    assert check_bearing(finding(), bearing(C.CANNOT_BE_DETERMINED), rule(text_held=False)) is None
    assert check_bearing(finding(), bearing(policy=None), None) is not None
    assert check_bearing(finding(), bearing(C.CONSISTENT, becomes="deviation"), rule()) is not None


# --- the shipped record ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "policy", "expected"),
    [
        ("access-outside-fis", "cod-memo-3-2012", C.CANNOT_BE_DETERMINED),
        ("access-outside-fis", "pg-212-129-2020", C.PRE_DATES),
        ("access-outside-fis", "oneill-oped-2019", C.TENSION_THEN),
        ("access-outside-fis", "nypd-press-release-2020", C.TENSION_LATER),
        ("access-outside-fis", "iup-fr-final-2021", C.TENSION_LATER),
        ("app-downloaded-personal-devices", "personal-device-rule", C.CANNOT_BE_DETERMINED),
        ("vendor-contract-trial", "clearview-trial-agreement-2018", C.CANNOT_BE_DETERMINED),
        ("trial-accounts-feb-2020", "nypd-statement-2020-02", C.CANNOT_BE_DETERMINED),
        ("searches-5100", "pg-212-129-2020", C.CANNOT_BE_DETERMINED),
        ("dhs-apparent-referrals", "admin-10-178", C.CANNOT_BE_DETERMINED),
        ("no-institutional-relationship", "nypd-statement-2020-01", C.NOT_APPLICABLE),
        ("dataworks-existing-system", "fis-practice-2011", C.CONSISTENT),
    ],
)
def test_the_shipped_bearings_come_out_as_dates_and_texts_allow(
    library: Library, key: str, policy: str, expected: C
) -> None:
    judged = {each.policy.id: each for each in judge_finding(library.finding(key), library) if each.policy}
    assert judged[policy].classification is expected


def test_what_cannot_be_determined_under_a_policy_always_says_what_would_settle_it(library: Library) -> None:
    judged = [each for finding in library.findings for each in judge_finding(finding, library)]
    judged += judge_matter(documented(), library)
    for each in judged:
        if each.classification is C.CANNOT_BE_DETERMINED and each.policy:
            assert each.settles, each.sentence


def test_the_conduct_of_the_sample_is_its_searches_edit_showings_and_arrest() -> None:
    assert [(step.id, step.kind) for step in conduct_of(documented())] == [
        ("search-1", "search"),
        ("edit-1-1", "edit"),
        ("search-2", "search"),
        ("showing-1", "showing"),
        ("showing-2", "showing"),
        ("arrest", "arrest"),
    ]
    assert [step.kind for step in conduct_of(nothing_known())] == ["showing", "showing"]


def test_the_sample_search_of_december_2019_is_judged_by_what_was_there_then(library: Library) -> None:
    search = [each for each in judge_matter(documented(), library) if each.conduct.id == "search-1"]
    found = {each.policy.id: each.classification for each in search if each.policy}
    assert found["cod-memo-3-2012"] is C.CANNOT_BE_DETERMINED
    assert found["pg-212-129-2020"] is C.PRE_DATES
    assert "pg-212-129-2022" not in found
    assert found["oneill-oped-2019"] is C.TENSION_THEN
    assert found["nypd-press-release-2020"] is C.TENSION_LATER
    assert found["personal-device-rule"] is C.CANNOT_BE_DETERMINED


def test_what_governed_on_the_day_leaves_out_statements_and_what_was_over_or_not_begun(library: Library) -> None:
    governed = {policy.id: truth for policy, truth in in_force_on(Span.of("2019-12-03"), library, "NYPD")}
    assert governed["fis-practice-2011"] is Truth.YES
    assert governed["admin-10-178"] is Truth.YES
    assert governed["cod-memo-3-2012"] is Truth.UNKNOWN
    assert not governed.keys() & {
        "oneill-oped-2019",
        "pg-212-129-2020",
        "admin-9-131",
        "ll55-2025",
        "responder-agency-bill",
    }
    everyone = [policy.id for policy, _ in in_force_on(Span.of("2019-12-03"), library)]
    assert "admin-9-131" in everyone


def test_a_practice_can_be_kept_to_but_not_departed_from() -> None:
    account = {"text": "They search.", "source": "a newspaper", "verified": True}
    practice = rule(kind="practice", text_held=False, last_day=None, accounts=[account])
    assert judge(conduct(), bearing(C.CONSISTENT), practice).classification is C.CONSISTENT
    assert judge(conduct(), bearing(C.DEVIATION), practice).gate == "kind"
    assert practice.kind is PolicyKind.PRACTICE
