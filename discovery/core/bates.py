"""Bates numbers: one a page, in one unbroken run, never too long for its digits."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from discovery.core.record import Record
from discovery.errors import InputError

HYPHENS = str.maketrans(dict.fromkeys("\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"))
_ALLOWED = re.compile(r"[A-Z0-9_-]*")
_ENDING = re.compile(r"[A-Z_-]*")  # a digit in it could not be told from the number's own
_NUMBER = re.compile(r"(?P<prefix>(?:[A-Z0-9_-]*[A-Z_-])?)(?P<digits>[0-9]{1,12})(?P<suffix>[A-Z_-]*)")
BETWEEN = re.compile(r"\s+(?:to|through|[-\u2013\u2014])\s+|\.\.|\u2026", re.IGNORECASE)
MOST_DIGITS = 12


def normalise_prefix(text: str) -> str:
    """The prefix as it is printed: upper case ASCII, plain hyphens, one hyphen added unless it ends in - or _.

    A hyphen that only looks like one (U+2010, a dash) would make every search for the number fail, so it becomes
    "-"; any other character is an InputError.
    """
    prefix = _plain(text)
    if not prefix.strip("-_"):
        raise InputError(f"The prefix “{text}” has no letter or digit. Give one such as DOE.")
    if not _ALLOWED.fullmatch(prefix):
        odd = ", ".join(sorted({f"“{character}”" for character in prefix if not _ALLOWED.fullmatch(character)}))
        raise InputError(f"The prefix “{text}” holds {odd}. Use only the letters A to Z, digits, - and _.")
    return prefix if prefix[-1] in "-_" else prefix + "-"


def _plain(text: str) -> str:
    return text.strip().translate(HYPHENS).upper()


def _printable(value: Any) -> Any:
    if isinstance(value, str) and not _ALLOWED.fullmatch(value):
        raise ValueError(f"“{value}” may hold only the letters A to Z, digits, - and _")
    return value


def _ending(value: Any) -> Any:
    if isinstance(value, str) and not _ENDING.fullmatch(value):
        raise ValueError(f"“{value}” may hold only the letters A to Z, - and _")
    return value


Ascii = Annotated[str, BeforeValidator(_printable)]
Ending = Annotated[str, BeforeValidator(_ending)]


class BatesNumber(Record):
    """One page's number, such as DOE-000013."""

    prefix: Ascii = ""
    number: int = Field(ge=0)
    digits: int = Field(default=6, ge=1, le=MOST_DIGITS)
    suffix: Ending = ""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.number >= 10**self.digits:
            raise ValueError(f"{self.number} does not fit in {self.digits} digits")
        return self

    def __str__(self) -> str:
        return f"{self.prefix}{self.number:0{self.digits}d}{self.suffix}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The number printed as `text`; its digits are the last run of digits in it."""
        match = _NUMBER.fullmatch(_plain(text))
        if not match:
            raise InputError(f"“{text}” is not a Bates number. Write it as it is printed, such as DOE-000013.")
        return cls(
            prefix=match["prefix"],
            number=int(match["digits"]),
            digits=len(match["digits"]),
            suffix=match["suffix"],
        )

    @property
    def series(self) -> tuple[str, int, str]:
        """What two numbers must share to stand in one run: prefix, digits, suffix."""
        return self.prefix, self.digits, self.suffix

    def plus(self, pages: int) -> "BatesNumber":
        """The number that many pages on; running out of digits is an InputError."""
        number = self.number + pages
        if number >= 10**self.digits:
            needed = len(str(number))
            step = f"Use more digits (--digits {needed}) or another" if needed <= MOST_DIGITS else "Use another"
            raise InputError(
                f"The numbers run out: {self.prefix}{number}{self.suffix} does not fit in {self.digits} digits. "
                f"{step} prefix."
            )
        return BatesNumber(prefix=self.prefix, number=number, digits=self.digits, suffix=self.suffix)


class BatesRange(Record):
    """A run of numbers; both ends are included, as in BEGBATES and ENDBATES."""

    begin: BatesNumber
    end: BatesNumber

    @model_validator(mode="after")
    def _one_run(self) -> Self:
        if self.begin.series != self.end.series:
            raise ValueError(f"{self.begin} and {self.end} are not numbers of one series")
        if self.begin.number > self.end.number:
            raise ValueError(f"the range ends ({self.end}) before it begins ({self.begin})")
        return self

    def __str__(self) -> str:
        return str(self.begin) if self.begin == self.end else f"{self.begin} to {self.end}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The run written as one number, or as its first and last: DOE-000003 to DOE-000007."""
        ends = [BatesNumber.parse(end) for end in BETWEEN.split(text.strip())]
        if len(ends) > 2:
            raise InputError(
                f"“{text}” is not one run of numbers. Write its first and last: DOE-000003 to DOE-000007."
            )
        try:
            return cls(begin=ends[0], end=ends[-1])
        except ValueError as error:
            raise InputError(f"“{text}” is not a run of numbers: write the first, “to”, and the last.") from error

    def __len__(self) -> int:
        return self.end.number - self.begin.number + 1

    def numbers(self) -> Iterator[BatesNumber]:
        """Each number of the range, in order."""
        return (self.begin.plus(page) for page in range(len(self)))

    def labels(self) -> tuple[str, ...]:
        """Each number of the range as it is printed, in order."""
        begin = self.begin
        span = range(begin.number, self.end.number + 1)
        return tuple(f"{begin.prefix}{number:0{begin.digits}d}{begin.suffix}" for number in span)

    def contains(self, number: BatesNumber) -> bool:
        """Whether the number lies in the range."""
        return number.series == self.begin.series and self.begin.number <= number.number <= self.end.number

    def overlaps(self, other: "BatesRange") -> bool:
        """Whether the two share a printed number."""
        return self.contains(other.begin) or other.contains(self.begin)


class NumberStyle(Record):
    """How the numbers of a matter look."""

    prefix: Ascii
    digits: int = Field(default=6, ge=1, le=MOST_DIGITS)
    suffix: Ending = ""

    @classmethod
    def of(cls, prefix: str, digits: int = 6, suffix: str = "") -> Self:
        """The style for a prefix as a person types it."""
        if not 1 <= digits <= MOST_DIGITS:
            raise InputError(f"{digits} digits cannot be printed. Choose 1 to {MOST_DIGITS}; 6 is usual.")
        tail = _plain(suffix)
        if not _ENDING.fullmatch(tail):
            raise InputError(f"The suffix “{suffix}” may hold only the letters A to Z, - and _.")
        return cls(prefix=normalise_prefix(prefix), digits=digits, suffix=tail)

    def number(self, number: int) -> BatesNumber:
        """The number in this style; one that cannot be printed is an InputError."""
        if number < 0:
            raise InputError(f"A number cannot be below zero: {number}. Start at 1 or later.")
        first = BatesNumber(prefix=self.prefix, number=0, digits=self.digits, suffix=self.suffix)
        return first.plus(number)

    def range(self, first: int, pages: int) -> BatesRange:
        """The run of `pages` numbers from `first`."""
        begin = self.number(first)
        return BatesRange(begin=begin, end=begin.plus(pages - 1))
