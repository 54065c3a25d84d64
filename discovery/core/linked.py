"""What of a matter may not be in a request that is linked to it: names, numbers, days with their place, file names.

The matter is only searched for; nothing of it is ever printed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from discovery.core.matter import Matter, answers, initials_needed
from discovery.core.naming import NotMeant, named
from discovery.core.spans import Precision, Span


class Linked(StrEnum):
    """What a word of the linked matter is there."""

    NAME = "name"
    NUMBER = "number"
    DAY = "day"
    PLACE = "place"
    FILE = "file name"

    @property
    def reason(self) -> str:
        """What the review copy calls it."""
        return f"{self.value} of the linked matter, of which a request carries nothing"


class LinkedFound(NamedTuple):
    """A word of the linked matter in a text: from, up to (not including), and what it is."""

    begin: int
    end: int
    pattern: Linked


@dataclass(frozen=True)
class MatterWords:
    """The words of a matter that a request is searched for."""

    people: tuple[str, ...] = ()
    """Whoever is named in it: found by the surname alone, too."""
    names: tuple[str, ...] = ()
    """The same, and what else is a name, as it is written."""
    numbers: tuple[str, ...] = ()
    shields: tuple[str, ...] = ()
    """Shield numbers: found only where the text says that they are such."""
    days: tuple[str, ...] = ()
    """Each day in every way it is usually written; found only beside a place."""
    places: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @classmethod
    def of(cls, matter: Matter, files: Iterable[str]) -> "MatterWords":
        """All of a matter, with the names of its exhibits' files."""
        return cls(
            people=_unique((each for each in _people(matter) if _like_a_name(each)), 3),
            names=_unique([*_names(matter), *_addresses(matter)], 3),
            numbers=_unique([*_numbers(matter), *_within(matter)], 4),
            shields=_unique((each.shield for each in matter.officers), 2),
            days=_unique(_days(matter), 6),
            places=_unique(_places(matter), 4),
            files=_unique(files, 3),
        )

    def found(self, text: str) -> Iterator[LinkedFound]:
        """Every place of such a word in a line of text."""
        shelves = (
            *((Linked.NAME, self.names), (Linked.NUMBER, self.numbers), (Linked.FILE, self.files)),
            (Linked.PLACE, self.places),
        )
        for place in named(text, self.people, NotMeant(ranks=False)):
            yield LinkedFound(*place, Linked.NAME)
        beside = False
        for pattern, listed in shelves:
            for words in listed:
                for match in _form(words).finditer(text):
                    beside = beside or pattern is Linked.PLACE
                    yield LinkedFound(*match.span(), pattern)
        for shield in self.shields:
            for match in re.finditer(
                rf"(?:shield|badge|tax|\#)\W*(?:no\W*|number\W*)?({re.escape(shield)})(?!\w)", text, re.I
            ):
                yield LinkedFound(*match.span(1), Linked.NUMBER)
        for day in self.days if beside or self._in_its_county(text) else ():
            yield from (LinkedFound(*match.span(), Linked.DAY) for match in _form(day).finditer(text))

    def _in_its_county(self, text: str) -> bool:
        """Whether a place of the matter is named in short, without the words round its proper name."""
        proper = (name for place in self.places for name in re.findall(r"\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)+", place))
        return any(_form(name).search(text) for name in proper)


def _form(words: str) -> "re.Pattern[str]":
    joined = r"\s+".join(re.escape(part) for part in words.split())
    return re.compile(rf"(?<!\w){joined}(?!\w)", re.IGNORECASE)


def _unique(words: Iterable[str | None], shortest: int) -> tuple[str, ...]:
    kept = (" ".join(each.split()) for each in words if each)
    return tuple(dict.fromkeys(each for each in kept if len(each) >= shortest))


_OF_A_DISTRICT = re.compile(r"\d|\b(?:precinct|pct|squad|psa|transit)\b", re.IGNORECASE)
"""Commands that say where: the others, such as the unit that runs searches, are what a request has to name."""
_RANK = re.compile(
    r"^(?:(?:Det|Detective|P\.?O|Police Officer|Officer|Sgt|Sergeant|Lt|Lieutenant|Capt|Captain|Inspector|Insp|Hon"
    r"|ADA|Assistant District Attorney|Fire Marshal|Marshal|Dr|Mr|Ms|Mrs)\.?\s+)+",
    re.IGNORECASE,
)


def _people(matter: Matter) -> Iterator[str]:
    """Everybody the intake names, without rank."""
    people = [matter.defendant, *matter.co_defendants, *initials_needed(matter)]
    listed = [*(each.name for each in people), *(each.name for each in matter.officers)]
    listed += [each for each in (matter.counsel.name, matter.prosecutor.name, matter.court.judge) if each]
    listed += [basis.by for basis in matter.bases.values() if basis.by]
    yield from (_RANK.sub("", name) for name in listed)
    said = (answer.value for path, answer in answers(matter) if path.rpartition(".")[2] in _WHO)
    bare = (_RANK.sub("", each) for each in said if isinstance(each, str))
    yield from filter(_like_a_name, bare)


_WHO = ("administrator", "operator", "by")
"""Answers that say who did something, often by name."""


def _like_a_name(words: str) -> bool:
    """Whether it is two to five words in letters that begin and end as a name does."""
    parts = words.split()
    letters = all(re.fullmatch(r"[^\W\d_][^\W\d_.’'-]*[.’'-]?[^\W\d_]*(?:-[^\W\d_]+)*\.?", part) for part in parts)
    return 2 <= len(parts) <= 5 and letters and parts[0][0].isupper() and parts[-1][0].isupper()


def _names(matter: Matter) -> Iterator[str]:
    for bare in _people(matter):
        yield bare
        first, *middle, last = bare.split() if len(bare.split()) > 1 else (bare, "")
        if middle and last:
            yield f"{first} {last}"
        if last:
            yield f"{last}, {first}"


def _addresses(matter: Matter) -> Iterator[str | None]:
    yield from (matter.counsel.email, matter.prosecutor.email)


_A_NUMBER = re.compile(r"(?<![\w/.-])(?=(?:[^\s\d]*\d){5})[A-Za-z]{0,6}[-#]?\d[\dA-Za-z/-]*(?![\w/])")
_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})")


def _within(matter: Matter) -> Iterator[str]:
    """Numbers of five digits and more in the words of the answers: of a complaint, an invoice, a telephone."""
    said = (answer.value for _, answer in answers(matter) if isinstance(answer.value, str))
    found = (match[0] for words in said for match in _A_NUMBER.finditer(words))
    yield from (each for each in found if not _A_DAY.fullmatch(each))


def _numbers(matter: Matter) -> Iterator[str | None]:
    for number in (matter.docket, matter.indictment):
        yield number
        yield number and number.partition(" ")[0]
    yield from (basis.number for basis in matter.bases.values())
    yield from (matter.counsel.phone, matter.prosecutor.phone, matter.counsel.bar_number)


def _days(matter: Matter) -> Iterator[str]:
    for _, answer in answers(matter):
        span = answer.value
        if isinstance(span, Span) and span.precision is Precision.DAY and span.first:
            day = span.first
            yield from (str(span), day.isoformat())
            yield from (f"{day.month}/{day.day}/{day.year}", f"{day.month:02}/{day.day:02}/{day.year}")


def _places(matter: Matter) -> Iterator[str | None]:
    for answer in (matter.arrest.incident_place, matter.arrest.precinct):
        yield answer.value
    if matter.court.county and matter.court.county != "New York":
        yield f"{matter.court.county} County"
    yield from (each.command for each in matter.officers if each.command and _OF_A_DISTRICT.search(each.command))
