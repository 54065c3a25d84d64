"""Dates as sources give them, and the third answer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from discovery.core.spans import Precision, Span, Truth
from discovery.files.matter_edit import written

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(9999, 12, 31))


def _month(day: date) -> str:
    return day.isoformat()[:7]


TEXTS = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(_month),
    DAYS.map(lambda day: day.isoformat()[:4]),
    st.tuples(DAYS, DAYS).map(lambda two: "/".join(sorted(map(_month, two)))),
    DAYS.map(lambda day: f"{day}/"),
    DAYS.map(lambda day: f"/{day}"),
    st.just("unknown"),
)


@given(TEXTS)
def test_a_span_written_and_read_again_allows_the_same_days(text: str) -> None:
    span = Span.of(text)
    again = Span.of(written(span))
    assert (again.first, again.last) == (span.first, span.last)


@given(TEXTS)
def test_a_span_survives_its_own_record(text: str) -> None:
    span = Span.of(text)
    assert Span.model_validate(span.model_dump()) == span
    assert Span.model_validate_json(span.model_dump_json()) == span


@given(TEXTS, DAYS, DAYS)
def test_within_says_yes_only_when_every_day_lies_inside(text: str, one: date, two: date) -> None:
    span, (start, end) = Span.of(text), sorted((one, two))
    answer = span.within(start, end)
    if span.known and span.first and span.last:
        inside = start <= span.first and span.last <= end
        outside = span.last < start or span.first > end
        assert answer is (Truth.YES if inside else Truth.NO if outside else Truth.UNKNOWN)
    else:
        assert answer is not Truth.YES


@given(TEXTS, TEXTS)
def test_overlap_is_the_same_from_both_sides(one: str, two: str) -> None:
    assert Span.of(one).overlaps(Span.of(two)) is Span.of(two).overlaps(Span.of(one))


@given(DAYS)
def test_a_toml_date_and_its_text_are_one_span(day: date) -> None:
    assert Span.of(day) == Span.of(day.isoformat())


@pytest.mark.parametrize(
    ("text", "first", "last", "precision", "printed"),
    [
        ("2019-05-14", "2019-05-14", "2019-05-14", Precision.DAY, "May 14, 2019"),
        ("2018-10", "2018-10-01", "2018-10-31", Precision.MONTH, "October 2018"),
        ("2020-02", "2020-02-01", "2020-02-29", Precision.MONTH, "February 2020"),
        ("2019", "2019-01-01", "2019-12-31", Precision.YEAR, "2019"),
        ("2018-10/2020-02", "2018-10-01", "2020-02-29", Precision.RANGE, "October 2018 to February 2020"),
        ("2019-04-03/2019-05", "2019-04-03", "2019-05-31", Precision.RANGE, "April 3, 2019 to May 2019"),
    ],
)
def test_the_ways_to_write_a_span(text: str, first: str, last: str, precision: Precision, printed: str) -> None:
    span = Span.of(text)
    assert (span.first, span.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert (span.precision, str(span)) == (precision, printed)


def test_an_open_span_has_an_end_nobody_knows() -> None:
    assert str(Span.of("2019-04/")) == "from April 2019"
    assert str(Span.of("/2020-03-12")) == "an unknown day to March 12, 2020"
    assert str(Span.of("unknown")) == "date unknown"
    assert Span.of("2019-04/").within(date(2019, 1, 1), None) is Truth.UNKNOWN
    assert Span.of("2019-04/").within(None, date(2019, 3, 31)) is Truth.NO


@pytest.mark.parametrize(
    "text", ["2019-02-30", "2019-13", "May 2019", "14.5.2019", "2020-02/2018-10", "19", "2019-5-1", "0000-01-01"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Span.of(text)


def test_a_month_lies_within_itself_and_not_within_its_first_week() -> None:
    month, first = Span.of("2019-12"), date(2019, 12, 1)
    assert month.within(first, date(2019, 12, 31)) is Truth.YES
    assert month.within(first, first + timedelta(days=6)) is Truth.UNKNOWN
    assert month.within(date(2020, 1, 1), None) is Truth.NO


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2018/2020-02", "2018 to February 2020"),
        ("2020-10-13/2021-04", "October 13, 2020 to April 2021"),
        ("2018-12/2019-04-01", "December 2018 to April 1, 2019"),
    ],
)
def test_each_end_of_a_range_prints_no_more_exactly_than_it_was_given(text: str, printed: str) -> None:
    assert str(Span.of(text)) == printed
