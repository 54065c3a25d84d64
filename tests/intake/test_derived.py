"""What follows from the intake: derived with reasons, never typed in, and nothing else inferred."""

from datetime import date
from typing import Any

import pytest

from discovery.core.intake import improbable, law_period, papers_show, people_said
from discovery.core.matter import Matter
from discovery.files.law import read_indicators
from tests.matters import denied_but_indicated, documented, nothing_known

BASES = {
    "paper": {"kind": "disclosed document", "number": "SAMPLE-DA 000012"},
    "court": {"kind": "court paper"},
    "people": {"kind": "the People's statement"},
    "witness": {"kind": "witness"},
    "client": {"kind": "client"},
    "hunch": {"kind": "counsel's inference"},
}


def matter(**parts: Any) -> Matter:
    """A matter with these parts and nothing else."""
    return Matter.model_validate(
        {"schema": 1, "short_name": "X", "defendant": {"name": "John Q. Sample"}, "bases": BASES, **parts}
    )


def known(**answers: Any) -> Matter:
    """A matter with these answers on facial recognition."""
    return matter(facial_recognition=answers)


def from_(basis: str, value: Any = "x") -> dict[str, Any]:
    return {"value": value, "basis": basis}


@pytest.mark.parametrize(
    ("variant", "said", "shown"),
    [(documented, "silent", "documented"), (denied_but_indicated, "denied", "indicated")],
)
def test_the_sample_shows_denied_beside_indicated_as_both(variant: Any, said: str, shown: str) -> None:
    assert people_said(variant()).value == said
    assert papers_show(variant(), read_indicators()).value == shown


def test_nothing_known_is_silent_and_not_looked_at() -> None:
    assert people_said(nothing_known()).value == "silent"
    assert papers_show(nothing_known(), read_indicators()).value == "not looked at"


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        ({"searches": [{"system": from_("paper", "Clearview")}]}, "documented"),
        ({"searches": [{"day": from_("court", "2019-12")}]}, "documented"),
        ({"searches": [{"system": from_("people", "Clearview")}]}, "not looked at"),
        ({"searches": [{"system": from_("client", "Clearview")}]}, "not looked at"),
        ({"searches": [{"system": {**from_("client", "Clearview"), "release": True}}]}, "not looked at"),
        ({"searches": [{"system": "Clearview"}]}, "not looked at"),
        ({"searches": [{"probe_source": from_("paper")}]}, "not looked at"),
        ({"searches": [{"edits": [{"what": from_("paper")}]}]}, "not looked at"),
        ({"signs": [{"indicator": "possible-match", "words": from_("paper")}]}, "indicated"),
        ({"signs": [{"indicator": "possible-match", "words": from_("witness")}]}, "indicated"),
        ({"signs": [{"indicator": "possible-match", "words": from_("client")}]}, "not looked at"),
        ({"signs": [{"indicator": "possible-match", "words": from_("hunch")}]}, "not looked at"),
        ({"signs": [{"indicator": "possible-match", "words": "unknown"}]}, "not looked at"),
        ({"signs": [{"indicator": "no-such-sign", "words": from_("paper")}]}, "not looked at"),
        ({"papers_reviewed": True}, "nothing found"),
        ({"papers_reviewed": False}, "not looked at"),
        ({"papers_reviewed": "unknown"}, "not looked at"),
        ({"papers_reviewed": True, "searches": [{"system": "unknown"}]}, "nothing found"),
        ({"statements": [{"says": "used", "words": from_("people")}]}, "not looked at"),
    ],
)
def test_what_the_papers_show(answers: Any, shown: str) -> None:
    derived = papers_show(known(**answers), read_indicators())
    assert derived.value == shown
    assert derived.reasons


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        ([], "silent"),
        ([{"says": "no answer"}], "silent"),
        ([{"says": "used", "words": from_("people")}], "disclosed"),
        ([{"says": "not used", "day": from_("people", "2025-11-05")}], "denied"),
        ([{"says": "not used", "words": from_("client")}], "silent"),
        ([{"says": "not used"}], "silent"),
        (
            [
                {"says": "used", "day": from_("people", "2026-02-01")},
                {"says": "not used", "day": from_("people", "2025-11-05")},
                {"says": "no answer"},
            ],
            "disclosed",
        ),
    ],
)
def test_what_the_people_have_said(statements: Any, said: str) -> None:
    derived = people_said(known(statements=statements))
    assert derived.value == said
    assert derived.reasons


def test_statements_that_differ_are_all_among_the_reasons() -> None:
    words = [{"says": "used", "words": from_("people")}, {"says": "not used", "words": from_("people")}]
    sentences = [reason.sentence for reason in people_said(known(statements=words)).reasons]
    assert len(sentences) == 2
    assert "was used" in sentences[0]
    assert "was not used" in sentences[1]


@pytest.mark.parametrize(
    ("posture", "trial", "law"),
    [
        ({"commenced": from_("court", "2025-08-07")}, None, "from 7 August 2025"),
        ({"commenced": from_("court", "2025-08-06")}, None, "open"),
        ({"commenced": from_("court", "2025-08")}, None, "open"),
        ({"commenced": from_("court", "2018-03-01")}, None, "open"),
        ({}, None, "open"),
        ({"commenced": "2025-09-01"}, None, "open"),
        ({"commenced": from_("client", "2025-09-01")}, None, "open"),
        ({"commenced": "unknown"}, None, "open"),
        ({"arraigned_superior": from_("court", "2025-09-01")}, None, "open"),
        ({"stage": "after conviction", "commenced": from_("court", "2018")}, "2019", "to 2019"),
        ({"stage": "after conviction", "commenced": from_("court", "2018")}, "2021", "open"),
        ({"stage": "after conviction", "commenced": from_("court", "2018")}, None, "open"),
        (
            {"stage": "after conviction", "commenced": from_("court", "2020-01-01")},
            "2025-08-06",
            "2020 to 6 August 2025",
        ),
        ({"stage": "after conviction", "commenced": from_("court", "2025-09")}, None, "from 7 August 2025"),
    ],
)
def test_which_law_reaches_the_action(posture: Any, trial: str | None, law: str) -> None:
    disclosure = {"trial_date": from_("court", trial)} if trial else {}
    derived = law_period(matter(posture=posture, disclosure=disclosure))
    assert derived.value == law
    assert (derived.value == "open") == ("open question" in derived.reasons[0].sentence)


@pytest.mark.parametrize(
    ("parts", "asked"),
    [
        ({"arrest": {"incident": "2019-11-14", "arrested": "2019-11-13"}}, "arrest is dated before the incident"),
        (
            {"posture": {"arraigned_local": "2025-09"}, "disclosure": {"automatic": "2025-08-01"}},
            "before the arraign",
        ),
        (
            {"arrest": {"arrested": "2019-11-14"}, "facial_recognition": {"searches": [{"day": "2019-12"}]}},
            "a search is dated after the arrest",
        ),
        ({"facial_recognition": {"searches": [{"rank": 4, "candidates": 3}]}}, "rank is not among the candidates"),
        ({"facial_recognition": {"searches": [{"day": "2019-12-04", "report": "2019-12-01"}]}}, "report is before"),
        ({"arrest": {"incident": "2091-11-14"}}, "still to come"),
    ],
)
def test_the_improbable_is_asked_about_and_not_refused(parts: Any, asked: str) -> None:
    found = improbable(matter(**parts), date(2026, 11, 13))
    assert [reason for reason in found if asked in reason.sentence]


def test_days_that_may_be_in_order_are_not_asked_about() -> None:
    assert improbable(matter(arrest={"incident": "2019-11", "arrested": "2019-11-02"}), date(2026, 11, 13)) == ()
    assert improbable(documented(), date(2026, 11, 13)) == ()


def test_a_report_is_compared_with_its_own_search_only() -> None:
    searches = [{"day": "2019-12-04", "report": "2019-12-05"}, {"day": "2020-02-01", "report": "2020-02-02"}]
    assert improbable(known(searches=searches)) == ()
