"""What an authority binds, worked out from its kind and its court."""

from pathlib import Path

import pytest

from discovery.core.authorities import Authority, AuthorityKind
from discovery.core.blocks import Cite, Copy
from discovery.core.opening import every_place
from discovery.core.precedent import DEPARTMENTS, binding_sentence, binds, binds_in, check_courts, department_of
from discovery.files.law import read_authorities
from discovery.files.matter_folder import read_matter_folder
from discovery.jobs.authorities import browse
from discovery.jobs.cites import cites
from discovery.jobs.compose import compose
from tests.samples import DAY, sample_matter

AUTHORITIES = {authority.id: authority for authority in read_authorities()}

FOURTH = (
    "binds trial courts in the Fourth Department, and elsewhere while it is the only New York authority on point;"
    " otherwise persuasive"
)
TABLE = [
    ("people-v-bay", "binds every court of New York"),
    ("people-v-reeves", FOURTH),
    (
        "people-v-seymour",
        "binds the lower courts whose appeals it hears, in the Second Department; persuasive elsewhere",
    ),
    ("people-v-knight", "binds no other court; persuasive (a trial court in the Second Department)"),
    ("people-v-reyes", "binds no other court; persuasive (a trial court in the First Department)"),
    ("people-v-ballard", "binds no other court; persuasive (a trial court in the Second Department)"),
    ("people-v-little", "binds no other court; persuasive (a trial court)"),
    ("people-v-gy", "binds no other court; persuasive (a trial court)"),
    ("brady", "binds every court on questions of federal law"),
    ("state-v-arteaga", "binds no court of New York; persuasive only"),
    ("lynch-v-state", "binds no court of New York; persuasive only"),
    ("frye-v-united-states", "binds no court of New York; persuasive only"),
    ("cpl-245.20", "binds every court of New York"),
    ("l-2025-ch-56", "binds every court of New York"),
    ("admin-code-14-188.1", "is law in the City of New York"),
    ("patrol-guide-212-129", "binds no court: it is an agency's own guide"),
]


@pytest.mark.parametrize(("key", "said"), TABLE)
def test_it_is_told_what_an_authority_binds(key: str, said: str) -> None:
    assert binds(AUTHORITIES[key]) == said


def test_every_shipped_opinion_with_a_court_tells_what_it_binds() -> None:
    assert check_courts(AUTHORITIES.values()) == ()
    without = {key for key, each in AUTHORITIES.items() if each.kind is AuthorityKind.OPINION and not each.court}
    assert without == {"people-v-cimino"}
    assert binding_sentence(AUTHORITIES["people-v-cimino"]) == (
        "What it binds is not known: its court is not recorded."
    )


@pytest.mark.parametrize(
    ("key", "county", "said"),
    [
        (
            "people-v-reeves",
            "Erie",
            (
                "Erie County lies in the Fourth Department: it is binding in this matter, "
                "unless the Court of Appeals has decided otherwise."
            ),
        ),
        (
            "people-v-reeves",
            "KINGS COUNTY",
            (
                "Kings County lies in the Second Department: in this matter it is persuasive, unless it is the only"
                " New York authority on point."
            ),
        ),
        (
            "people-v-seymour",
            "New York",
            "New York County lies in the First Department: in this matter it is persuasive only.",
        ),
        (
            "people-v-seymour",
            "County of Nassau",
            (
                "Nassau County lies in the Second Department: whether the appeals of this court go to that term has"
                " to be looked up."
            ),
        ),
        ("people-v-bay", "Kings", ""),
        ("people-v-knight", "Kings", ""),
        ("people-v-reeves", None, ""),
        ("people-v-reeves", "Nowhere", ""),
        ("admin-code-14-188.1", "Queens", ""),
        ("admin-code-14-188.1", "St Lawrence", "St. Lawrence County is no part of the City of New York."),
    ],
)
def test_what_it_is_in_the_court_of_a_county_is_told(key: str, county: str | None, said: str) -> None:
    assert binds_in(AUTHORITIES[key], county) == said
    assert binding_sentence(AUTHORITIES[key], county) == f"It {binds(AUTHORITIES[key])}. {said}".rstrip()


def test_the_review_copy_says_whether_a_decision_binds_the_court_of_the_matter(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "fis-2023")
    paper = compose(folder, "motion-identification", Copy.REVIEW, DAY).paper
    notes = [
        each.note for each, _ in every_place(paper) if isinstance(each, Cite) and each.authority == "people-v-reeves"
    ]
    county = read_matter_folder(folder).matter.court.county
    assert notes
    assert all(f"{county} County lies in the" in note and "in this matter it is persuasive" in note for note in notes)
    assert f"{county} County lies in the" in browse("people-v-reeves", folder)
    brief = tmp_path / "brief.txt"
    brief.write_text("People v Reeves (152 AD3d 1173, 1176 [4th Dept 2017]) is in point.", "utf-8")
    (one, *_) = [each for each in cites(brief, DAY, folder=folder).cited if each.authority == "people-v-reeves"]
    assert "in this matter it is persuasive" in one.says


def test_a_court_we_do_not_know_is_a_problem_and_binds_nothing_we_say() -> None:
    odd = Authority(id="odd", kind=AuthorityKind.OPINION, citation="In re Odd (2020)", court="the Star Chamber")
    assert binds(odd) == ""
    assert "“the Star Chamber” is no court we know" in binding_sentence(odd)
    (problem,) = check_courts([odd])
    assert "“the Star Chamber” does not tell what the opinion binds" in problem.what


def test_each_of_the_sixty_two_counties_lies_in_one_department() -> None:
    counties = [county for group in DEPARTMENTS.values() for county in group]
    assert len(counties) == len(set(counties)) == 62
    assert department_of("Kings") == "Second"
    assert department_of("Nowhere") is None


def test_the_command_says_what_an_authority_binds() -> None:
    assert "It binds every court of New York." in browse("people-v-bay")
    assert "binds no other court; persuasive (a trial court in the Second Department)." in browse("people-v-knight")
