"""Requests under the Freedom of Information Law: the checklist, requests by subject, and what a portal can take.

A request names, for every item, who would hold the record, what it is, and from which day to which.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from discovery.core.authorities import Verification
from discovery.core.problems import Problem
from discovery.core.record import Record
from discovery.core.spans import long_date
from discovery.errors import InputError

_RANGE = re.compile(r"^(\d+)(?:\s*[-\u2010-\u2015]\s*(\d+))?$")


class ItemDay(StrEnum):
    """An end of a period that is not a day of the calendar."""

    REQUEST = "date of this request"


class AgencyFact(Record):
    """One thing we know of an agency, and how far it was checked."""

    value: str = ""
    """Empty where it is not known: the letter then has a blank."""
    state: Verification = Verification.UNVERIFIED
    source: str = ""
    as_of: str = ""
    note: str = ""

    @property
    def known(self) -> bool:
        """Whether the letter may print it: a value that was read at its source."""
        return bool(self.value) and self.state is Verification.VERIFIED


class PortalLimits(Record):
    """How much text an agency's portal takes in one request."""

    description: int
    title: int
    title_public: bool = True
    line_end: int = 2
    """Characters one line end counts as: a browser sends two."""
    source: str
    as_of: str = ""


class Agency(Record):
    """An agency that takes requests."""

    id: str
    name: str
    short: str
    addressee: str
    """Who the letter is to, by office."""
    address: tuple[str, ...] = ()
    """Mailing address, only as far as `address_fact` says."""
    address_fact: AgencyFact = AgencyFact()
    records_officer: AgencyFact = AgencyFact()
    appeals_officer: AgencyFact = AgencyFact()
    email: AgencyFact = AgencyFact()
    portal_name: AgencyFact = AgencyFact()
    portal_address: AgencyFact = AgencyFact()
    portal_form: AgencyFact = AgencyFact()
    portal: PortalLimits
    notes: tuple[str, ...] = ()


class RequestItem(Record):
    """One row of an agency's checklist."""

    n: int
    agency: str
    subject: str
    """The id of the subject it is grouped under."""
    who: str
    """Who made, sent or holds the record."""
    what: str
    begin: date = Field(alias="from")
    end: date | ItemDay = Field(alias="to")
    also_begin: date | None = Field(default=None, alias="and_from")
    also_end: date | ItemDay | None = Field(default=None, alias="and_to")
    proves: str
    """What the record would show; for counsel, not for the agency."""
    note: str = ""
    findings: tuple[str, ...] = ()
    """Reports that its words come from."""
    policies: tuple[str, ...] = ()
    """Policies whose text or days it would settle."""

    model_config = {**Record.model_config, "populate_by_name": True}

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        for begin, end in ((self.begin, self.end), (self.also_begin, self.also_end)):
            if begin and isinstance(end, date) and begin > end:
                raise ValueError(f"item {self.n} ends ({end}) before it begins ({begin})")
        if (self.also_begin is None) != (self.also_end is None):
            raise ValueError(f"item {self.n} has only one end of its second period")
        return self

    @property
    def id(self) -> str:
        """What papers and `discovery sources` call it: nypd/4."""
        return f"{self.agency}/{self.n}"

    def period(self, on: date) -> str:
        """The period as the request prints it, `on` being the day of the request."""
        words = f"from {long_date(self.begin)} to {_end(self.end, on)}"
        if self.also_begin and self.also_end:
            words += f", and from {long_date(self.also_begin)} to {_end(self.also_end, on)}"
        return words


class Subject(Record):
    """One subject: the rows asked for together, in a request of their own."""

    id: str
    title: str
    """The public title on the portal: says nothing of a person or a case."""
    about: str
    """The subject in the words of the letter's opening."""
    rows: tuple[int, ...]


class Checklist(Record):
    """What one agency is asked for: its subjects, and the rows under them."""

    agency: str
    subjects: tuple[Subject, ...]
    closing: int
    """The row that closes every request."""
    items: tuple[RequestItem, ...]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        rows = [row for subject in self.subjects for row in subject.rows]
        if sorted(rows) != sorted(item.n for item in self.items):
            raise ValueError("every item stands under exactly one subject, and every row of a subject is an item")
        return self

    def subject(self, key: str) -> Subject:
        """The subject of that id."""
        return next(subject for subject in self.subjects if subject.id == key)

    def chosen(self, numbers: tuple[int, ...]) -> tuple[RequestItem, ...]:
        """The items of those numbers, in order; the closing row belongs to every request and is no item.

        InputError names every number that is no row.
        """
        known = {item.n: item for item in self.items}
        wrong = [n for n in dict.fromkeys(numbers) if n not in known and n != self.closing]
        if wrong:
            last = max(*known, self.closing)
            raise InputError(
                f"The checklist for this agency has rows 1 to {last}; there is no row {', '.join(map(str, wrong))}."
            )
        chosen = tuple(known[n] for n in sorted(set(numbers)) if n in known)
        if not chosen:
            raise InputError(
                f"Row {self.closing} closes every request; choose at least one other row, for example 1-5."
            )
        return chosen


class Requester(Record):
    """Who asks: as the letter is signed and where the answer goes. Never a client."""

    name: str = ""
    """Empty until it is known: the letter then has a blank."""
    title: str | None = None
    organization: str | None = None
    address: tuple[str, ...] = ()
    email: str | None = None
    telephone: str | None = None


class FoilRequest(Record):
    """One request: one subject, its items, and who asks whom."""

    number: int
    """Which of the requester's requests it is: 1, 2, …"""
    subject: Subject
    agency: Agency
    requester: Requester
    items: tuple[RequestItem, ...]
    fee_limit: str | None = None
    """The sum above which the requester wants to be asked first, as it is to be printed."""

    @property
    def name(self) -> str:
        """The end of its files' names."""
        return f"{self.number}-{self.subject.id}"

    @property
    def portal_title(self) -> str:
        """What the portal shows to the public."""
        return self.subject.title


def numbers_of(text: str) -> tuple[int, ...]:
    """Row numbers as typed: "1-5", "6,7,8", "1-5, 9"; InputError names what is neither."""
    numbers: list[int] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        match = _RANGE.match(part)
        if not match:
            raise InputError(f"“{part}” is no row or range of rows; write for example 1-5 or 6,7,8.")
        first, last = int(match[1]), int(match[2] or match[1])
        if first > last:
            raise InputError(f"“{part}” runs backwards; write {last}-{first}.")
        if last > 1000:
            raise InputError(f"“{part}” is beyond any checklist; write for example 1-5 or 6,7,8.")
        numbers.extend(range(first, last + 1))
    if not numbers:
        raise InputError("No rows are named; write for example --items 1-5 or --items 6,7,8.")
    return tuple(dict.fromkeys(numbers))


def by_subject(
    checklist: Checklist, items: tuple[RequestItem, ...], agency: Agency, requester: Requester, fee_limit: str | None
) -> tuple[FoilRequest, ...]:
    """The items as separate requests, one a subject, so that each denial can be appealed by itself."""
    requests: list[FoilRequest] = []
    for subject in checklist.subjects:
        rows = tuple(sorted((item for item in items if item.subject == subject.id), key=lambda item: item.n))
        if rows:
            request = FoilRequest(
                number=len(requests) + 1,
                subject=subject,
                agency=agency,
                requester=requester,
                items=rows,
                fee_limit=fee_limit,
            )
            requests.append(request)
    return tuple(requests)


def portal_length(text: str, line_end: int = 2) -> int:
    """How many characters a portal counts: a line end, however it is written here, as `line_end`."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    breaks = unix.count("\n")
    return len(unix) - breaks + breaks * line_end


def portal_problems(request: FoilRequest, text: str) -> tuple[Problem, ...]:
    """What the agency's portal would not take of this request, by how much."""
    limits = request.agency.portal
    where = f"request {request.number} ({request.subject.id})"
    problems = []
    if (excess := portal_length(text, limits.line_end) - limits.description) > 0:
        problems.append(
            Problem(
                where=where,
                what=f"its text is {_characters(excess)} over the {limits.description} the portal takes.",
                next_step="Take an item out of request.toml and ask for it in a request folder of its own.",
            )
        )
    if (excess := len(request.portal_title) - limits.title) > 0:
        problems.append(
            Problem(
                where=where,
                what=f"its public title is {_characters(excess)} over the {limits.title} the portal takes.",
                next_step=f"Write a shorter one under [titles] in request.toml: {request.subject.id} = “…”.",
            )
        )
    return tuple(problems)


def check_portal(request: FoilRequest, text: str) -> None:
    """InputError where the portal would cut the request off."""
    if problems := portal_problems(request, text):
        raise InputError(f"The portal of {request.agency.short} would cut this request off.", problems)


def _end(end: date | ItemDay, on: date) -> str:
    return long_date(end if isinstance(end, date) else on)


def _characters(number: int) -> str:
    return "1 character" if number == 1 else f"{number} characters"
