"""Dates as sources give them: a day, a month, a year, a range, or nothing.

"2018-10" is some day (or days) of that month; nobody knows which. `within` therefore has three answers.
"""

import calendar
import re
from datetime import date
from enum import StrEnum
from typing import Any, Self

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from discovery.core.record import Record

_PART = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")
MONTHS = tuple(calendar.month_name)


class Truth(StrEnum):
    """Yes, no, or cannot be determined; the third is an answer like the others."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "cannot be determined"


class Precision(StrEnum):
    """How exactly the source dates the thing."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    UNKNOWN = "unknown"


class Span(Record):
    """The days on which a thing may have happened: first and last possible day, both included.

    Written "2019-05-14", "2018-10", "2018", "2018-10/2020-02", "2019-04/" (no known end) or "unknown".
    """

    first: date | None = None
    last: date | None = None
    precision: Precision = Precision.UNKNOWN
    first_precision: Precision | None = None
    """How exactly a range's first end is given, where its two ends differ in that."""
    last_precision: Precision | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, date):
            return {"first": value, "last": value, "precision": Precision.DAY}
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        return _parse(value) if isinstance(value, str) else value

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"the span ends ({self.last}) before it begins ({self.first})")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        part = r"\d{4}(-\d{2}(-\d{2})?)?"
        return {
            "title": "Span",
            "description": 'A day, month, year, range, or "unknown".',
            "anyOf": [
                {"type": "string", "pattern": rf"^({part}|({part})?/({part})?|unknown)$"},
                {"type": "integer", "minimum": 1000, "maximum": 9999},
            ],
        }

    @classmethod
    def of(cls, text: str | date) -> Self:
        """The span written as `text`."""
        return cls.model_validate(text)

    @property
    def known(self) -> bool:
        """Whether both ends are known."""
        return self.first is not None and self.last is not None

    def within(self, first: date | None, last: date | None) -> Truth:
        """Whether the thing happened between two days, both included; None is an open end.

        YES when every day the span allows lies inside, NO when none does, else UNKNOWN.
        """
        low, high = self.first or date.min, self.last or date.max
        start, end = first or date.min, last or date.max
        if self.first is None and self.last is None:
            return Truth.UNKNOWN
        if high < start or low > end:
            return Truth.NO
        return Truth.YES if self.known and start <= low and high <= end else Truth.UNKNOWN

    def overlaps(self, other: "Span") -> Truth:
        """Whether the two may share a day: NO when they cannot, YES when both are known and they do."""
        if not (self.known or other.known):
            return Truth.UNKNOWN
        if (self.last or date.max) < (other.first or date.min) or (self.first or date.min) > (other.last or date.max):
            return Truth.NO
        return Truth.YES if self.known and other.known else Truth.UNKNOWN

    def __str__(self) -> str:
        if self.first is None and self.last is None:
            return "date unknown"
        if self.precision is not Precision.RANGE and self.first:
            return _as_given(self.first, self.precision)
        if self.first_precision and self.last_precision and self.first and self.last:
            return f"{_as_given(self.first, self.first_precision)} to {_as_given(self.last, self.last_precision)}"
        months = _whole_months(self.first, self.last)
        begin = _day_or_month(self.first, months) if self.first else "an unknown day"
        return f"{begin} to {_day_or_month(self.last, months)}" if self.last else f"from {begin}"


def long_date(day: date) -> str:
    """A day as papers print it: March 13, 2020."""
    return f"{MONTHS[day.month]} {day.day}, {day.year}"


def _as_given(day: date, precision: Precision) -> str:
    """A day no more exactly than its source gives it."""
    if precision is Precision.YEAR:
        return str(day.year)
    return f"{MONTHS[day.month]} {day.year}" if precision is Precision.MONTH else long_date(day)


def _whole_months(first: date | None, last: date | None) -> bool:
    """Whether a range runs from the first day of a month to the last of one, as far as its ends are known."""
    begins = first is None or first.day == 1
    return begins and (last is None or last.day == calendar.monthrange(last.year, last.month)[1])


def _day_or_month(day: date, months: bool) -> str:
    return f"{MONTHS[day.month]} {day.year}" if months else long_date(day)


def _parse(text: str) -> dict[str, Any]:
    text = text.strip()
    if text in {"", "unknown"}:
        return {}
    if "/" not in text:
        first, last, precision = _bounds(text)
        return {"first": first, "last": last, "precision": precision}
    begin, _, end = text.partition("/")
    low, high = (_bounds(part) if part else None for part in (begin, end))
    found = {"first": low and low[0], "last": high and high[1], "precision": Precision.RANGE}
    if low and high and low[2] is not high[2]:
        found |= {"first_precision": low[2], "last_precision": high[2]}
    return found


def _bounds(text: str) -> tuple[date, date, Precision]:
    match = _PART.match(text.strip())
    if not match:
        raise ValueError(
            f"“{text}” is not a date; write 2019-05-14, 2019-05, 2019, a range 2018-10/2020-02, or unknown"
        )
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None:
        raise ValueError(f"“{text}” has no year")
    try:
        if day and month:
            exact = date(year, month, day)
            return exact, exact, Precision.DAY
        if month:
            last = calendar.monthrange(year, month)[1]
            return date(year, month, 1), date(year, month, last), Precision.MONTH
        return date(year, 1, 1), date(year, 12, 31), Precision.YEAR
    except (ValueError, calendar.IllegalMonthError):
        raise ValueError(f"“{text}” is not a day of the calendar") from None
