"""What is proposed: numbers and dates by their form, names as they are written."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discovery.core.foil_warnings import _KINDS
from discovery.core.matter import Matter
from discovery.core.sensitive import _FORMS, Pattern, find, names_to_protect
from discovery.core.written import Searched


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


_WAYS = {
    Pattern.SSN: """
        SSN: [123-45-6789]|SSN [123 45 6789]|SSN [123.45.6789]|SS# [123-45-6789]|S.S. No. [123-45-6789]
        SSN [123−45−6789]
        Social Security number is [123-45-6789]|soc sec [123456789]|no. [123–45–6789] of|SS No.: [123456789]
        social security number of [123 45 6789]|SOCIAL SECURITY NUMBER (SSN): [123-45-6789]|ITIN [912-34-5678]
        Social: [123456789]|SS [123456789]|SSN/TIN: [123456789]|TIN [123456789]|her social is [123-45-6789]
        Social Security number, which she gave as [123456789]
        invoice 123456789|file of 123456789 bytes|Social Security Administration. Claim 123456789
        Complaint 2019-045-01234|arrest no. K19612345|invoice 123-456-789|control 123-45-67890|Indictment 1234-2019
    """,
    Pattern.DOB: """
        D/O/B [3/3/91]|D.O.B.: [03-03-1991]|DOB- [03/03/1991]|D O B [3/3/1991]|Date of Birth (DOB): [03/03/1991]
        born [March 3rd, 1991]|date of birth is [March 3, 1991]|date of birth of [March 3, 1991]|DOB: [3 Mar 1991]
        DOB [03031991]|DOB: [19910303]|her birthday is [March 3, 1991]|born on the [3rd of March, 1991]
        DOB [03/MAR/1991]
        born on or about [March 3, 1991]|was born in Kings County on [March 3, 1991]|[3/3/91] DOB
        DOB: [MARCH 3, 1991]
        arrested on March 3, 1991|born in 1991|stillborn 3/3/91|born of a hunch on March 3, 1991|DOB: 1991
        DOB unknown, arrested 3/3/2019|Date of arrest 3/3/2019 DOB: [4/4/1991]
    """,
    Pattern.NYSID: """
        NYSID [01234567A]|NYSID: [01234567M]|NYSID # [1234567L]|NYSID No. [01234567-K]|NYSID Number: [01234567 K]
        NYS ID [01234567K]|N.Y.S.I.D. [01234567K]|NYSID is [01234567K]|NYSID ([01234567K])|State ID [1234567K]
        NYSID number of [1234567A]|NYSID [012-34-567K]|nysid#[01234567k]
        Arrest No. K19612345|arrest number B16654321|Arrest #: M12345678|DCJS no. 12345678|docket 2019KN012345
        aided 1234567
    """,
    Pattern.PHONE: """
        [(212)555-0134]|[(212) 555-0134 ext. 12]|[212-555-0134 x12]|[212-555-0134, extension 5]|tel. [2125550134]
        cell [555-0134]|phone: [555-0134]|[+12125550134]|[(212)-555-0134]|[212/555-0134]|[212–555–0134]
        [+1 212 555 0134]
        [1-212-555-0134]|T: [212.555.0134] F: [212.555.0135]|[011 44 20 7946 0958]
        he called [9175550134] twice|texts from [9175550134] to [6465550199]|[917-5550134]|[917 5550134]
        CELL[(917)5550134]|call her at [555-0134]|contacted him on [2015550134]
        case no. 9175550134|invoice number 7185550134|index #: 2125550134|a score of 0.9175550134|file 2019123456
        invoice 3001234567|SAMPLE-DA 000015|2019-555-0134|123-4567|docket 212-2019|shield 2125550134
    """,
    Pattern.ACCOUNT: """
        Acct #[12345678]|A/C [12345678]|acct. no.: [1234-5678]|account ([123456789])|account number is [123456789]
        debit card ending [1234567]|policy no. [ABC12345678]|MetroCard number [1234567890]|routing number [021000021]
        IBAN [DE89370400440532013000]|account nos. [12345678] and [87654321]|Amex [378282246310005]
        on account of 24 days|SIM card 2|took account of CPL 245.20|an I-card 2019-01234
        account of what was done on 11/14/2019
    """,
    Pattern.ADDRESS: """
        at [123 W. 45th St], 9 a.m.|at [1234 Grand Concourse]|of [145-20 115th Ave]|[30 Sample Street #4B]
        [45 Bowery]
        [123 Ft. Hamilton Pkwy]|[2 Fifth Ave]|[30 St. Marks Pl]|[12 MacDougal Alley]|[P.O. Box 123]
        lives at [9 Sample Homes]
        of [30 SAMPLE ST BROOKLYN NY 11201]|[10 Sample Houses]|home address is [30 Sample], Brooklyn
        [1 Bronx River Pkwy]
        at [One Sample Street], Brooklyn|of [Two Fifth Avenue, Apt. 4]|One Police Plaza|Two Hard Drives|one street
        1234 Kings County Supreme Court|a 500 GB Hard Drive|1 Police Plaza|25 NY3d 77|on November 14, 2019 the square
    """,
}


def _ways() -> list[tuple[Pattern, str]]:
    return [
        (pattern, one.strip())
        for pattern, lines in _WAYS.items()
        for line in lines.strip().splitlines()
        for one in line.split("|")
    ]


@pytest.mark.parametrize(("pattern", "written"), _ways())
def test_each_kind_is_found_in_the_ways_it_is_written_and_nowhere_else(pattern: Pattern, written: str) -> None:
    """What is to be found stands in brackets."""
    plain = written.replace("[", "").replace("]", "")
    assert found(plain, pattern) == re.findall(r"\[([^\]]*)\]", written)


def test_a_date_of_birth_is_found_under_the_heading_of_its_column() -> None:
    assert found("NAME DOB Sex Race\n03/03/1991 M B", Pattern.DOB) == ["03/03/1991"]
    assert found("DOB Date of arrest\n03/03/2019", Pattern.DOB) == []


def test_a_name_is_found_however_it_is_broken_or_turned() -> None:
    text = "JANE\r\nSample told Sample, Jane that Jane Q. Sample, Ms. Sample and Janet Samples were there."
    assert found(text, names=("Jane Sample",)) == ["JANE\r\nSample", "Sample, Jane", "Jane Q. Sample", "Ms. Sample"]


def test_social_security_numbers_are_found_under_the_heading_of_their_column() -> None:
    assert found("NAME SSN DOB\nSample, Jane 123456789 03/03/1991", Pattern.SSN) == ["123456789"]


def test_a_whole_name_is_found_in_an_e_mail_address() -> None:
    text = "jane.sample@example.org, samplejane2@example.org, j.sampler@example.org, jane.samples.org"
    assert found(text, names=("Jane Sample",)) == ["jane.sample", "samplejane"]


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
        assert not form.expression.search(words)


PIECES = """\
Pct. |PRECINCT |precincts |Seventy-fifth |Bronx |Police |Service Area |Transit District |PSA|squad|Det. |Detective |
Lt. |P.O. Doe|PO |Deputy |Inspector |Fire Marshal |Special Agent |Access |Officer |officer #|badge |shield no. |
tax |result |Assistant |District Attorney |ADA |İnvestigator |Jane |Roe|
0|1|9|11|234|555|0134|1234567|12345678|٣|000|666|4111|1111|K|x|-|−|.|,|:| |(|)|+|+1|#|/|$|(212) |212-|
123-45-6789|011 44|3/3/91|03/14/1991|March 14, 1991|3rd of March 1991|19910303|SSN |s.s.n. |S.S. No. |
ss#|ſoc. Sec. |ITIN |meeting |I-card|DOB |d.o.b. |D/O/B|D O\u00a0B|xDOB|born |born on |stillborn |
date of birth |BıRTHDAY |is |account |ACCOUNT NO. |acct. |a/c|debit card |policy # ABC|IBAN DE89|NYSID |
N.Y.S.I.D. |NYS ID |State ID|Sample Street|East |Avenue B|Broadway| St.|Supreme|, Brooklyn, NY 11201|
P.O. Box |post office |home address |residence |lives at |RESİDES AT |cell |telephone |tel. |hotel|x12|
ext. 5|Ü|“|’s""".replace("\n", "").split("|")


def looked_for_where_it_can_be(text: str) -> None:
    """Each form finds in a text what its expression finds in all of it; those that a request is warned of as well."""
    for form in (*(form for forms in _FORMS.values() for form in forms), *(form for _, form in _KINDS)):
        found = [match.span() for match in form.found(Searched(text))]
        assert found == [match.span() for match in form.expression.finditer(text)]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "\n"]), max_size=16).map("".join))
def test_where_a_form_is_not_looked_for_it_is_not(text: str) -> None:
    looked_for_where_it_can_be(text)


@pytest.mark.parametrize("written", [written for _, written in _ways()])
def test_nor_is_it_there_in_any_way_of_writing(written: str) -> None:
    looked_for_where_it_can_be(written.replace("[", "").replace("]", ""))


def test_it_is_told_of_every_form_where_alone_it_can_be() -> None:
    assert all(form.begins or form.number or form.holds for forms in _FORMS.values() for form in forms)
