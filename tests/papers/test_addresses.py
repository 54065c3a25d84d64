"""Street addresses: an office’s is in public, any other may be somebody’s home."""

import pytest

from discovery.core.matter import Matter
from discovery.core.personal import PersonalData


def found(text: str, watch: PersonalData | None = None) -> list[str]:
    return [each.words for each in (watch or PersonalData()).found(text)]


@pytest.mark.parametrize(
    "words",
    [
        "Supreme Court, Kings County, 30 Sample Street, Brooklyn",
        "in the Criminal Court of the City of New York, County of Kings, at 30 Sample Street",
        "at the courthouse thereof, located at 30 Sample Street, Brooklyn, New York 11201",
        "Supreme Court, Part 30, 30 Sample Street",
        "SUPREME COURT OF THE STATE OF NEW YORK\n30 SAMPLE STREET",
        "30 Sample Street (Supreme Court)",
        "the 77th Precinct, 30 Sample Street",
        "the 77 Precinct station house at 30 Sample Street",
        "Kings County District Attorney\n30 Sample Street\nBrooklyn, NY 11201",
        "the District Attorney’s Office at 30 Sample Street",
        "Office of the District Attorney, Kings County, 30 Sample Street",
        "Office of the Chief Medical Examiner, 30 Sample Street",
        "New York City Police Department\nRecords Access Officer\n30 Sample Street",
        "The Legal Aid Society\nCriminal Defense Practice\n30 Sample Street",
        "Jane Counsel, Esq.\n30 Sample Street, Suite 5",
        "Attorney for Defendant Roe\n30 Sample Street",
        "her office at 30 Sample Street",
        "a copy was given to the District Attorney, 30 Sample Street",
        "addressed to the Police Department, 30 Sample Street",
    ],
)
def test_an_address_that_its_own_words_call_an_offices_is_no_finding(words: str) -> None:
    assert found(words) == []


@pytest.mark.parametrize(
    "words",
    [
        "resides at 30 Sample Street",
        "the complainant, of 30 Sample Street, said",
        "inside of 30 Sample Street",
        "in the 77 Precinct, at 30 Sample Street",
        "officers of the 77 Precinct, 30 Sample Street",
        "Detective Blank of the Police Department at 30 Sample Street saw",
        "The Supreme Court was told that she lives at 30 Sample Street",
        "the home of the defendant at 30 Sample Street",
        "District Attorney\n30 Sample Street, where the witness lives",
        "Attorney for Defendant\nRichard Roe\n30 Sample Street",
        "Supreme Court\n\n30 Sample Street",
        "District Attorney, 30 Sample Street, a private house",
        "She told the Police Department, 30 Sample Street, that",
        "as reported to the New York City Police Department, 30 Sample Street",
        "the complainant’s address as given to the Police Department, 30 Sample Street",
        "the Police Department, 30 Sample Street being her address",
        "the Police Department, 30 Sample Street is where she lives",
    ],
)
def test_any_other_address_may_be_a_home(words: str) -> None:
    assert found(words) == ["30 Sample Street"]


def test_a_flat_is_a_home_even_beside_an_office() -> None:
    assert found("District Attorney, 30 Sample Street, Apt. 4B") == ["30 Sample Street, Apt. 4B"]


def test_an_address_that_is_an_offices_once_is_so_all_over_the_paper_unless_somebody_lives_there() -> None:
    court, again = "Supreme Court, 30 Sample Street", "come to 30 Sample Street"
    assert found(again, PersonalData().beside([court, again])) == []
    lives = "lives at 30 Sample Street"
    assert found(again, PersonalData().beside([court, again, lives])) == ["30 Sample Street"]
    assert found(lives, PersonalData().beside([court, again])) == ["30 Sample Street"]


def test_the_offices_of_the_intake_are_known_wherever_they_stand() -> None:
    matter = Matter.model_validate(
        {
            "schema": 1,
            "short_name": "ROE",
            "defendant": {"name": "Richard Roe"},
            "counsel": {"address": ["40 Sample Avenue"], "phone": "212-555-0101"},
            "officers": [{"id": "a", "name": "Det. Blank", "command": "Cold Case Squad, 50 Sample Avenue"}],
            "disclosure": {"holders": [{"name": "Agency", "address": ["60 Sample Avenue"]}]},
        }
    )
    watch = PersonalData.of(matter, ())
    said = "40 Sample Avenue, 50 Sample Avenue, 60 Sample Avenue, 70 Sample Avenue, (212) 555-0101 ext. 4"
    assert found(said, watch) == ["70 Sample Avenue"]
    assert found("he lives at 60 Sample Avenue", watch) == ["60 Sample Avenue"]
