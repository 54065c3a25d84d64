"""What is proposed: numbers and dates by their form, names as they are written."""

import pytest

from discovery.core.matter import Matter
from discovery.core.sensitive import _FORMS, Pattern, find, names_to_protect


def found(text: str, *patterns: Pattern, names: tuple[str, ...] = ()) -> list[str]:
    return [text[one.begin : one.end] for one in find(text, patterns, names)]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (Pattern.SSN, "SSN 123-45-6789.", "123-45-6789"),
        (Pattern.SSN, "number 123 45 6789 of", "123 45 6789"),
        (Pattern.SSN, "Social Security No. 123456789", "123456789"),
        (Pattern.SSN, "Soc. Sec. #: xxx-xx-6789", "xxx-xx-6789"),
        (Pattern.DOB, "DOB: 03/14/1991, male", "03/14/1991"),
        (Pattern.DOB, "D.O.B. 3-4-91", "3-4-91"),
        (Pattern.DOB, "was born on March 14, 1991 in Kings", "March 14, 1991"),
        (Pattern.DOB, "Date of Birth\r\n1991-03-14", "1991-03-14"),
        (Pattern.ACCOUNT, "account number: 0012 3456 78", "0012 3456 78"),
        (Pattern.ACCOUNT, "Acct. # 99-1234567", "99-1234567"),
        (Pattern.ACCOUNT, "paid with 4111 1111 1111 1111 today", "4111 1111 1111 1111"),
        (Pattern.NYSID, "NYSID No. 01234567K", "01234567K"),
        (Pattern.NYSID, "subject 12345678Z was", "12345678Z"),
        (Pattern.PHONE, "call (212) 555-0134.", "(212) 555-0134"),
        (Pattern.PHONE, "cell 718.555.0199", "718.555.0199"),
        (
            Pattern.ADDRESS,
            "of 30 Sample Street, Apt. 4B, Brooklyn, NY 11201.",
            "30 Sample Street, Apt. 4B, Brooklyn, NY 11201",
        ),
        (Pattern.ADDRESS, "I/F/O 145-20 EXAMPLE AVE", "145-20 EXAMPLE AVE"),
        (Pattern.ADDRESS, "at 12 East 4 St. he", "12 East 4 St."),
        (Pattern.ADDRESS, "3 Example\r\nStreet", "3 Example\r\nStreet"),
        (Pattern.ADDRESS, "100 Avenue B, rear", "100 Avenue B"),
        (Pattern.ADDRESS, "at 1500 Broadway at noon", "1500 Broadway"),
        (Pattern.ADDRESS, "C/W resides at 9 Sample Houses, 4th floor.\nC/W states", "9 Sample Houses"),
    ],
)
def test_a_number_is_found_by_its_form(pattern: Pattern, text: str, expected: str) -> None:
    assert found(text, pattern) == [expected]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (Pattern.SSN, "Indictment 000-12-3456"),
        (Pattern.SSN, "docket 2026-45-67891"),
        (Pattern.DOB, "arrested on 03/14/2024"),
        (Pattern.ACCOUNT, "on account of the delay, 24 days"),
        (Pattern.ACCOUNT, "item 1234 5678 9012 3456"),
        (Pattern.PHONE, "shield 55501345"),
        (Pattern.NYSID, "1234567A"),
        (Pattern.ADDRESS, "Indictment 1234 Kings County Supreme Court"),
        (Pattern.ADDRESS, "in 2023 Criminal Court, Part 30"),
        (Pattern.ADDRESS, "a 500 GB Hard Drive"),
        (Pattern.ADDRESS, "1 Police Plaza"),
        (Pattern.ADDRESS, "on November 14, 2019 the square was closed"),
    ],
)
def test_what_only_looks_similar_is_left_alone(pattern: Pattern, text: str) -> None:
    assert found(text, pattern) == []


def test_a_name_is_found_however_it_is_broken_or_turned() -> None:
    text = "JANE\r\nSample told Sample, Jane that Jane Q. Sample, Ms. Sample and Janet Samples were there."
    assert found(text, names=("Jane Sample",)) == ["JANE\r\nSample", "Sample, Jane", "Jane Q. Sample", "Ms. Sample"]


def test_the_names_that_the_intake_prints_as_initials_are_looked_for() -> None:
    matter = Matter.model_validate(
        {
            "schema": 1,
            "short_name": "ROE",
            "defendant": {"name": "Richard Roe"},
            "complainants": [{"name": "Jane Sample"}],
            "witnesses": [{"name": "Wanda Witness"}],
            "co_defendants": [{"name": "Young Person", "protected": True}, {"name": "Other Person"}],
        }
    )
    assert names_to_protect(matter) == ("Jane Sample", "Wanda Witness", "Young Person")


def test_digits_of_a_hash_value_are_no_card_though_their_check_digit_is_right() -> None:
    card = "939682390006691"
    assert find(f"Paid with {card}.", [Pattern.ACCOUNT])
    assert find(f"Card{card}", [Pattern.ACCOUNT])
    assert find(f"sha256 ab{card}c0ffee0123456789abcdef", [Pattern.ACCOUNT]) == ()
    assert find(f"{'e' * 49}{card}", [Pattern.ACCOUNT]) == ()


def test_no_form_is_without_a_digit() -> None:
    words = "DOB: March, SSN xxx-xx-xxxx, account ****, NYSID none, lives at Example Street, born on Example Avenue"
    for form in (form for forms in _FORMS.values() for form in forms):
        assert not form.search(words)
