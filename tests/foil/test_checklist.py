"""The checklist of an agency: rows, subjects, periods, and what a portal can take."""

from datetime import date

import pytest

from discovery.core.authorities import Verification
from discovery.core.foil import ItemDay, Requester, by_subject, numbers_of, portal_length
from discovery.errors import InputError
from discovery.files.library import read_library
from discovery.files.request_folder import agencies, read_agency

GROUPS = {
    (1, 2, 3, 4, 5),
    (6, 7, 8),
    (9, 10, 11, 12, 13, 14, 15),
    (16, 17, 18, 19, 20, 21, 25),
    (22, 23, 24),
}


def test_the_rows_are_asked_in_five_requests_by_subject():
    _, checklist = read_agency("nypd")
    assert {subject.rows for subject in checklist.subjects} == GROUPS
    assert checklist.closing == 26


def test_every_row_says_who_what_and_from_when_to_when():
    _, checklist = read_agency("nypd")
    for item in checklist.items:
        assert len(item.who) > 10, item.n
        assert len(item.what) > 30, item.n
        assert item.period(date(2026, 11, 23)).startswith("from "), item.n
        assert " to " in item.period(date(2026, 11, 23)), item.n
        assert item.proves, item.n
        assert item.note or item.n in (1, 2), item.n


def test_a_period_that_runs_to_the_request_names_its_day():
    _, checklist = read_agency("nypd")
    row = next(item for item in checklist.items if item.n == 1)
    assert row.also_end is ItemDay.REQUEST
    first, second = row.period(date(2026, 11, 23)).split(", and ")
    assert first == "from October 1, 2018 to March 31, 2020"
    assert second == "from April 1, 2020 to November 23, 2026"


def test_words_taken_from_a_report_name_it_and_none_is_one_we_must_not_use():
    findings = {each.id: each for each in read_library().findings}
    _, checklist = read_agency("nypd")
    named = [key for item in checklist.items for key in item.findings]
    assert named
    assert {str(findings[key].memo_use) for key in named} == {"attribute"}


def test_rows_that_would_settle_a_policy_name_policies_that_are_on_record():
    library = read_library()
    known = {each.id for each in library.policies}
    named = [key for checklist in library.checklists for item in checklist.items for key in item.policies]
    assert "cod-memo-3-2012" in named
    assert set(named) <= known


def test_no_row_asks_for_another_agencys_half():
    _, checklist = read_agency("nypd")
    for item in checklist.items:
        assert "Fire Department’s contract" not in item.what
        assert not item.who.startswith(("The Fire Department", "DHS")), item.n


def test_what_was_not_verified_of_the_agency_is_not_printed():
    for key in agencies():
        agency, _ = read_agency(key)
        facts = [getattr(agency, name) for name in type(agency).model_fields]
        for fact in facts:
            if hasattr(fact, "known"):
                assert fact.known == (bool(fact.value) and fact.state is Verification.VERIFIED)
        assert not agency.address_fact.known
        assert not agency.appeals_officer.known


def test_the_portals_limits_come_with_their_source():
    agency, checklist = read_agency("nypd")
    assert (agency.portal.description, agency.portal.title, agency.portal.line_end) == (5000, 90, 2)
    assert agency.portal.source
    assert max(len(subject.title) for subject in checklist.subjects) <= agency.portal.title


@pytest.mark.parametrize(
    ("typed", "rows"),
    [("1-5", (1, 2, 3, 4, 5)), ("6,7,8", (6, 7, 8)), (" 1 – 2, 9 ,2", (1, 2, 9)), ("26,3", (26, 3))],
)
def test_rows_are_understood_as_a_person_types_them(typed, rows):
    assert numbers_of(typed) == rows


@pytest.mark.parametrize("typed", ["", "a", "5-1", "1..5", "1-99999", "-3"])
def test_what_is_no_row_is_refused_in_one_sentence(typed):
    with pytest.raises(InputError) as error:
        numbers_of(typed)
    assert "1-5" in str(error.value) or typed in str(error.value)


def test_every_row_that_does_not_exist_is_named_at_once():
    _, checklist = read_agency("nypd")
    with pytest.raises(InputError, match="no row 27, 40"):
        checklist.chosen((1, 27, 40))
    with pytest.raises(InputError, match="closes every request"):
        checklist.chosen((26,))


def test_rows_of_three_subjects_become_three_requests_numbered_in_order():
    agency, checklist = read_agency("nypd")
    requests = by_subject(checklist, checklist.chosen((22, 1, 7, 3)), agency, Requester(name="A"), None)
    assert [(each.number, each.name, tuple(item.n for item in each.items)) for each in requests] == [
        (1, "1-vendor", (1, 3)),
        (2, "2-use", (7,)),
        (3, "3-other-units", (22,)),
    ]


def test_a_line_end_counts_as_two_however_it_is_written():
    assert portal_length("ab\ncd") == 6
    assert portal_length("ab\r\ncd") == 6
    assert portal_length("ab\rcd\n") == 8
