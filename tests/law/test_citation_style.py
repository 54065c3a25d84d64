"""How a citation prints, with its pinpoint, in running text and inside parentheses."""

import pytest

from discovery.core.authorities import citation_parts, printed, state_note
from discovery.files.law import read_authorities

AUTHORITIES = {authority.id: authority for authority in read_authorities()}

TABLE = [
    ("cpl-245.20/1-k", "CPL 245.20 (1) (k)", "CPL 245.20 [1] [k]", "CPL 245.20 (1) (k)"),
    ("cpl-245.20/1-k-v-identity", "CPL 245.20 (1) (k) (v)", "CPL 245.20 [1] [k] [v]", "CPL 245.20 (1) (k) (v)"),
    ("cpl-245.50/1-a-supplemental", "CPL 245.50 (1-a)", "CPL 245.50 [1-a]", "CPL 245.50 (1-a)"),
    ("cpl-710.20/opening", "CPL 710.20", "CPL 710.20", "CPL 710.20"),
    ("cplr-2106/form", "CPLR 2106", "CPLR 2106", "CPLR 2106"),
    (
        "pol-89/3-a-five-days",
        "Public Officers Law § 89 (3) (a)",
        "Public Officers Law § 89 [3] [a]",
        "Public Officers Law § 89 (3) (a)",
    ),
    (
        "admin-code-14-188.1/b-modifications",
        "Administrative Code of City of NY § 14-188.1 (b)",
        "Administrative Code of City of NY § 14-188.1 [b]",
        "Administrative Code of City of NY § 14-188.1 (b)",
    ),
    ("l-2025-ch-56/part-ll", "L 2025, ch 56, part LL", "L 2025, ch 56, part LL", "L 2025, ch 56, part LL"),
    (
        "people-v-knight/diligent-prosecutor",
        "People v Knight (69 Misc 3d 546, 552 [Sup Ct, Kings County 2020])",
        "People v Knight, 69 Misc 3d 546, 552 [Sup Ct, Kings County 2020]",
        "People v Knight, 69 Misc 3d at 552",
    ),
    (
        "people-v-reyes/lead-only-report",
        "People v Reyes (2020 NY Slip Op 20258 [Sup Ct, NY County 2020])",
        "People v Reyes, 2020 NY Slip Op 20258 [Sup Ct, NY County 2020]",
        "People v Reyes",
    ),
    (
        "people-v-bay/due-diligence",
        "People v Bay (41 NY3d 200 [2023])",
        "People v Bay, 41 NY3d 200 [2023]",
        "People v Bay",
    ),
    (
        "state-v-miles/basic-information",
        "State v Miles (NJ Sup Ct, June 24, 2026, No. A-41-24)",
        "State v Miles, NJ Sup Ct, June 24, 2026, No. A-41-24",
        "State v Miles",
    ),
]


@pytest.mark.parametrize(("place", "text", "inside", "short"), TABLE)
def test_a_citation_prints_in_official_style(place: str, text: str, inside: str, short: str) -> None:
    key, _, part = place.partition("/")
    authority = AUTHORITIES[key]
    proposition = authority.proposition(part)
    assert printed(authority, proposition) == text
    assert printed(authority, proposition, inside=True) == inside
    assert printed(authority, proposition, short=True) == short


def test_only_the_case_name_is_italic() -> None:
    knight = AUTHORITIES["people-v-knight"]
    assert citation_parts(knight) == (
        ("People v Knight", True),
        (" (69 Misc 3d 546 [Sup Ct, Kings County 2020])", False),
    )
    assert citation_parts(AUTHORITIES["cpl-245.35"]) == (("CPL 245.35", False),)


def test_the_note_for_the_review_copy_says_state_side_what_is_missing_and_where_it_was_read() -> None:
    knight = AUTHORITIES["people-v-knight"]
    proposition = knight.proposition("candidate-list")
    assert proposition is not None
    note = state_note(knight, proposition)
    assert note.startswith("Partly verified: People v Knight (69 Misc 3d 546")
    assert "contrary to what our papers argue" in note
    assert "own words and reasoning were not read" in note
    assert "Read on November 23, 2026: https://www.nycourts.gov/Reporter/3dseries/2020/2020_20216.htm" in note
