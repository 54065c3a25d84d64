"""Numbers print, parse, run on, and stop before they run out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery.core.bates import BatesNumber, BatesRange, NumberStyle, normalise_prefix
from discovery.errors import InputError

PREFIXES = st.from_regex(r"[A-Z][A-Z0-9]{0,5}[-_]", fullmatch=True)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("DOE", "DOE-"),
        ("doe", "DOE-"),
        ("DOE-", "DOE-"),
        ("DOE_", "DOE_"),
        (" Doe ", "DOE-"),
        ("D\u2010SMITH", "D-SMITH-"),
        ("D\u2013SMITH\u2014", "D-SMITH-"),
        ("P2026", "P2026-"),
    ],
)
def test_a_prefix_gets_one_hyphen_and_plain_characters(typed: str, printed: str) -> None:
    assert normalise_prefix(typed) == printed


@pytest.mark.parametrize("typed", ["", "-", "__", "DOE 2", "DOÉ", "D.OE", "ДОЕ", "D/E"])
def test_a_prefix_no_search_would_find_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match="prefix"):
        normalise_prefix(typed)


@given(prefix=PREFIXES, digits=st.integers(1, 12), data=st.data())
def test_what_is_printed_parses_back(prefix: str, digits: int, data: st.DataObject) -> None:
    number = BatesNumber(prefix=prefix, number=data.draw(st.integers(0, 10**digits - 1)), digits=digits)
    assert BatesNumber.parse(str(number)) == number


@given(prefix=PREFIXES, first=st.integers(0, 999_900), pages=st.integers(1, 99))
def test_a_run_has_every_number_once_and_in_order(prefix: str, first: int, pages: int) -> None:
    run = NumberStyle(prefix=prefix).range(first, pages)
    labels = run.labels()
    assert len(run) == len(labels) == pages
    assert list(labels) == sorted(set(labels)) == [str(number) for number in run.numbers()]
    assert str(run.begin) == labels[0]
    assert str(run.end) == labels[-1]


def test_numbers_that_run_out_of_digits_are_an_error_that_says_how_many_are_needed() -> None:
    with pytest.raises(InputError, match=r"DOE-1000 does not fit in 3 digits.*--digits 4"):
        NumberStyle.of("DOE", 3).range(998, 3)
    assert NumberStyle.of("DOE", 3).range(998, 2).labels() == ("DOE-998", "DOE-999")


@given(a=st.integers(1, 50), n=st.integers(1, 20), b=st.integers(1, 50), m=st.integers(1, 20))
def test_two_runs_overlap_exactly_when_they_print_one_number_twice(a: int, n: int, b: int, m: int) -> None:
    style = NumberStyle.of("DOE")
    one, other = style.range(a, n), style.range(b, m)
    assert one.overlaps(other) == bool(set(one.labels()) & set(other.labels()))


def test_numbers_of_different_series_are_no_run() -> None:
    with pytest.raises(ValueError, match="one series"):
        BatesRange(begin=BatesNumber(prefix="A-", number=1), end=BatesNumber(prefix="B-", number=2))


def test_a_suffix_is_printed_and_parsed() -> None:
    number = NumberStyle.of("DOE", 4, "-r").number(12)
    assert str(number) == "DOE-0012-R"
    assert BatesNumber.parse("DOE-0012-R") == number


def test_numbers_that_run_out_are_told_of_more_digits_only_where_there_are_more() -> None:
    with pytest.raises(InputError, match=r"Use more digits \(--digits 7\) or another prefix"):
        BatesNumber(prefix="DOE-", number=999_999).plus(1)
    with pytest.raises(InputError, match=r"in 12 digits\. Use another prefix"):
        BatesNumber(prefix="DOE-", number=10**12 - 1, digits=12).plus(1)
