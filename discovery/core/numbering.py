"""The ledger of numbers as facts: what was reserved and issued, and what follows from it for the next number.

A number once reserved is never given to another page. A reservation without an issue is explained, not reused.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from discovery.core.bates import BatesRange, NumberStyle
from discovery.core.record import Record

FIRST_ENTRY = "0" * 64
"""What the first entry names as its predecessor's sha256."""


class Act(StrEnum):
    """What an entry records."""

    RESERVED = "reserved"
    """The numbers are taken, before any page is stamped."""
    ISSUED = "issued"
    """The volume with these numbers was verified and published."""


class Entry(Record):
    """One entry of the ledger, one file; it names its predecessor by sha256 and is never changed."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    sequence: int = Field(ge=1)
    previous: str = Field(pattern=r"^[0-9a-f]{64}$")
    act: Act
    day: date
    prefix: str
    digits: int = Field(ge=1)
    first: int = Field(ge=1)
    last: int = Field(ge=1)
    volume: str = Field(pattern=r"^VOL[0-9]{3,}$")
    audience: str
    inputs: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Fingerprint of what went in, without its numbers: the same inputs are not issued twice."""
    reservation: int | None = None
    """For an issue: the sequence of its reservation."""
    manifest: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    """For an issue: the sha256 of the volume's served manifest."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.last < self.first:
            raise ValueError("the last number is before the first")
        issued = self.act is Act.ISSUED
        if issued != (self.reservation is not None) or issued != (self.manifest is not None):
            raise ValueError("an issue names its reservation and its manifest, a reservation names neither")
        return self

    @property
    def range(self) -> BatesRange:
        """The numbers, both ends included."""
        return NumberStyle(prefix=self.prefix, digits=self.digits).range(self.first, self.last - self.first + 1)

    def __str__(self) -> str:
        return f"{self.range} {self.act} for {self.volume} on {self.day}"


def next_free(entries: Sequence[Entry], prefix: str) -> int:
    """The first number under a prefix that no entry, issued or only reserved, has taken."""
    return max((entry.last for entry in entries if entry.prefix == prefix), default=0) + 1


def next_volume(entries: Sequence[Entry]) -> str:
    """The name of the next volume; the name of an abandoned one is not used again."""
    return f"VOL{max((int(entry.volume[3:]) for entry in entries), default=0) + 1:03d}"


def last_prefix(entries: Sequence[Entry]) -> str | None:
    """The prefix counsel used last, or None while nothing has been issued."""
    return entries[-1].prefix if entries else None


def issues(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries that record a published volume, in order."""
    return tuple(entry for entry in entries if entry.act is Act.ISSUED)


def unfinished(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The reservations that no issue names: a run that stopped, or one still at work."""
    finished = {entry.reservation for entry in issues(entries)}
    return tuple(entry for entry in entries if entry.act is Act.RESERVED and entry.sequence not in finished)


def issued_as(entries: Sequence[Entry], inputs: str) -> Entry | None:
    """The issue that was made from exactly these inputs, if there is one."""
    return next((entry for entry in issues(entries) if entry.inputs == inputs), None)


def rival(entries: Sequence[Entry], mine: Entry, since: int) -> Entry | None:
    """Another run's entry for the inputs of a reservation: their issue, or what was reserved for them just before.

    What was reserved up to entry `since` was there when this run began, and may be a run that was cut off.
    """
    others = [entry for entry in entries if entry.inputs == mine.inputs and entry.volume != mine.volume]
    issued = issued_as(others, mine.inputs)
    return issued or next((entry for entry in others if since < entry.sequence < mine.sequence), None)


def explain(entries: Sequence[Entry]) -> tuple[str, ...]:
    """One sentence a range, in the order the numbers were taken."""
    finished = {entry.reservation: entry for entry in issues(entries)}
    return tuple(
        f"{entry.range}: {finished[entry.sequence].volume}, issued on {finished[entry.sequence].day}."
        if entry.sequence in finished
        else explain_unused(entry)
        for entry in entries
        if entry.act is Act.RESERVED
    )


def explain_unused(reservation: Entry) -> str:
    """Why the numbers of a reservation without an issue are on no page."""
    return (
        f"{reservation.range}: reserved for {reservation.volume} on {reservation.day} by a run that did not finish; "
        "never given again."
    )


def faults(entries: Sequence[tuple[Entry, str]]) -> tuple[str, ...]:
    """What is wrong with a chain of entries, each given with its file's sha256; empty when it holds."""
    wrong: list[str] = []
    previous = FIRST_ENTRY
    for expected, (entry, sha256) in enumerate(entries, start=1):
        if entry.sequence != expected:
            wrong.append(f"entry {expected} is missing or says it is entry {entry.sequence}")
        if entry.previous != previous:
            wrong.append(f"entry {entry.sequence} does not follow from the entry before it")
        previous = sha256
    return (*wrong, *_overlaps([entry for entry, _ in entries]))


def _overlaps(entries: Sequence[Entry]) -> tuple[str, ...]:
    reserved = sorted(
        (entry for entry in entries if entry.act is Act.RESERVED), key=lambda entry: (entry.prefix, entry.first)
    )
    return tuple(
        f"entries {before.sequence} and {after.sequence} hold the same number {after.range.begin}"
        for before, after in pairwise(reserved)
        if before.prefix == after.prefix and after.first <= before.last
    )
