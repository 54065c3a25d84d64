"""Which findings bear on a matter: twelve matters with the ids expected, two of them with none."""

from typing import Any

import pytest

from discovery.core.library import Library
from discovery.core.matches import match
from discovery.core.matter import Matter
from tests.matters import denied_but_indicated, documented, nothing_known

CLEARVIEW = {"clearview-3bn-images", "how-clearview-works", "accuracy-unclear"}
"""Background on the technology: for a search known to be on Clearview."""
EMAILS = {
    "muckrock-release",
    "foil-provenance",
    "two-year-relationship",
    "well-developed-relationship",
    "searches-5100",
    "email-span",
    "onboarding-100-searches",
    "no-institutional-relationship",
    "cahn-top-level-meetings",
    "clearview-setup-reply",
    "mccoy-conviction-argument",
    "mccoy-untested-unreliable",
}
"""For a search by NYPD on Clearview at any time from October 2018 to February 2020."""
AFTER = {"access-during-and-after-trial", "nypd-disclosed-trial", "trial-accounts-feb-2020"}
OUTSIDE = {"access-outside-fis", "id-theft-squad-arrests"}
ANY_OUTSIDE = {"stated-policies-two-limits", "mccoy-must-use-fis"}
PERSONAL = {"app-downloaded-personal-devices", "four-officers-asked", "officers-opted-personal"}
FEDERAL = {"dhs-apparent-referrals", "dhs-signatures", "iup-immigration-sentences"}


def matter(*searches: dict[str, Any], **recognition: Any) -> Matter:
    return Matter.model_validate(
        {
            "schema": 1,
            "short_name": "TEST",
            "defendant": {"name": "Sam Test"},
            "arrest": {"incident": "2019-11-02", "arrested": "2019-12-20", "precinct": "a precinct"},
            "facial_recognition": {"searches": searches, **recognition},
        }
    )


def search(**answers: Any) -> dict[str, Any]:
    return {"agency": "NYPD", "day": "2019-11-05", **answers}


MATTERS: dict[str, tuple[Matter, set[str], set[str]]] = {
    "1 Clearview, by FIS, on a Department device, after the trial": (
        matter(search(unit="FIS", system="Clearview", device="department")),
        CLEARVIEW | EMAILS | AFTER | {"buzzfeed-1803-entities", "app-working-great", "iup-controlled-limited-photos"},
        set(),
    ),
    "2 Clearview, by the RTCC, on a personal device": (
        matter(search(unit="RTCC", system="Clearview", device="personal")),
        CLEARVIEW
        | EMAILS
        | AFTER
        | OUTSIDE
        | ANY_OUTSIDE
        | PERSONAL
        | {"buzzfeed-1803-entities", "department-devices-regulated", "iup-controlled-limited-photos"},
        set(),
    ),
    "3 Clearview, by FIS, while the trial ran": (
        matter(search(unit="FIS", system="Clearview", device="department", day="2019-01")),
        CLEARVIEW
        | EMAILS
        | (AFTER - {"trial-accounts-feb-2020"})
        | {
            "buzzfeed-1803-entities",
            "vendor-contract-trial",
            "app-working-great",
            "iup-controlled-limited-photos",
        },
        set(),
    ),
    "4 Clearview, unit and device not known": (
        matter(search(unit="unknown", system="Clearview")),
        CLEARVIEW | EMAILS | AFTER | {"buzzfeed-1803-entities", "iup-controlled-limited-photos"},
        OUTSIDE | PERSONAL | {"app-working-great"},
    ),
    "5 NYPD's FIS, system not known": (
        matter(search(unit="FIS", system="unknown")),
        set(),
        EMAILS | AFTER | {"app-working-great", "dataworks-existing-system"},
    ),
    "6 DataWorks, by FIS, among arrest photographs": (
        matter(search(unit="FIS", system="DataWorks", gallery="arrest photographs")),
        {"dataworks-existing-system"},
        set(),
    ),
    "7 DataWorks, outside FIS, among driver's license photographs": (
        matter(search(unit="Intelligence", system="DataWorks", gallery="DMV photographs")),
        ANY_OUTSIDE | {"dataworks-existing-system", "iup-controlled-limited-photos"},
        set(),
    ),
    "8 Clearview, by a fire marshal, in 2024": (
        matter(search(agency="FDNY", system="Clearview", day="2024-04-20", unit="other")),
        CLEARVIEW,
        set(),
    ),
    "9 Clearview, by FIS, with a Homeland Security task force": (
        matter(
            search(unit="FIS", system="Clearview", device="department"),
            other_agencies="a Homeland Security task force",
        ),
        CLEARVIEW
        | EMAILS
        | AFTER
        | FEDERAL
        | {"buzzfeed-1803-entities", "app-working-great", "iup-controlled-limited-photos"},
        set(),
    ),
    "10 a sign of a search, and an arrest by a precinct in December 2019": (
        matter(signs=[{"indicator": "possible-match"}]),
        set(),
        EMAILS | AFTER | {"dataworks-existing-system"},
    ),
    "11 nothing recorded of facial recognition": (matter(), set(), set()),
    "12 another vendor's system, in 2012": (
        matter(search(unit="FIS", system_name="Acme Face", device="department", day="2012-05")),
        set(),
        set(),
    ),
}


@pytest.mark.parametrize("name", MATTERS)
def test_exactly_these_findings_bear_or_may_bear(library: Library, name: str) -> None:
    case, bear, may = MATTERS[name]
    found = match(case, library)
    assert {each.finding.id for each in found if each.certain} == bear
    assert {each.finding.id for each in found if not each.certain} == may


def test_there_are_twelve_matters_and_two_match_nothing() -> None:
    assert len(MATTERS) == 12
    assert sum(not bear | may for _, bear, may in MATTERS.values()) == 2


@pytest.mark.parametrize("name", MATTERS)
def test_every_match_says_which_field_matched(library: Library, name: str) -> None:
    case = MATTERS[name][0]
    fields = case.model_dump()
    for each in match(case, library):
        assert each.reasons
        assert each.certain is all(reason.certain for reason in each.reasons)
        for reason in each.reasons:
            assert _at(fields, reason.path) is not None, reason.path


def _at(data: Any, path: str) -> Any:
    for part in path.split("."):
        data = data[int(part)] if part.isdigit() else data[part]
    return data


def test_what_is_not_known_is_said(library: Library) -> None:
    case = MATTERS["5 NYPD's FIS, system not known"][0]
    found = {each.finding.id: each for each in match(case, library)}
    assert str(found["searches-5100"]).removeprefix("searches-5100 ") == (
        "may bear: the search was made by NYPD; November 5, 2019 falls in October 2018 to February 2020, "
        "the time the records cover; the system is not known."
    )


def test_no_excluded_finding_matches_any_of_them(library: Library) -> None:
    for case, _, _ in MATTERS.values():
        assert all(each.finding.memo_use != "exclude" for each in match(case, library))


def test_a_search_only_pointed_to_is_matched_by_the_days_between_incident_and_arrest(library: Library) -> None:
    long_before = matter(signs=[{"indicator": "possible-match"}]).model_dump(by_alias=True)
    long_before["arrest"] = {"incident": "2014-01-01", "arrested": "2014-02-01", "precinct": "a precinct"}
    found = match(Matter.model_validate(long_before), library)
    assert [each.finding.id for each in found] == ["dataworks-existing-system"]


def test_a_search_whose_day_and_system_are_unknown_matches_no_dated_finding(library: Library) -> None:
    found = match(matter({"agency": "NYPD", "day": "unknown"}), library)
    assert [(each.finding.id, each.certain) for each in found] == [("dataworks-existing-system", False)]


def test_a_clearview_search_on_an_unknown_day_may_bear(library: Library) -> None:
    found = match(matter(search(system="Clearview", day="unknown", unit="FIS", device="department")), library)
    sure = {each.finding.id for each in found if each.certain}
    assert sure == CLEARVIEW | {"iup-controlled-limited-photos"}
    assert {each.finding.id for each in found} >= EMAILS | AFTER


def test_the_peoples_word_that_there_was_a_search_counts_as_one(library: Library) -> None:
    found = match(matter(statements=[{"says": "used"}]), library)
    assert found
    assert not any(each.certain for each in found)
    assert match(matter(statements=[{"says": "not used"}]), library) == ()


def test_a_system_written_out_by_name_is_understood(library: Library) -> None:
    by_name = match(matter(search(unit="FIS", system_name="the Clearview AI app")), library)
    by_choice = match(matter(search(unit="FIS", system="Clearview")), library)
    assert [each.finding.id for each in by_name] == [each.finding.id for each in by_choice]


def test_the_three_variants_of_the_sample_match_differently(library: Library) -> None:
    sure, may, none = (match(case, library) for case in (documented(), denied_but_indicated(), nothing_known()))
    assert sure
    assert all(each.certain for each in sure)
    assert may
    assert not any(each.certain for each in may)
    assert none == ()
